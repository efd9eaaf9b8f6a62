"""The open specification of Esri classifier definitions, and a lossless codec for them.

What is imported here is imported when somebody asks for it, so that `import ecdkit` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecdkit.version import __version__

if TYPE_CHECKING:
    from ecdkit.codec import NULL, Blob, Extra, Model, Null
    from ecdkit.compare.diff import diff
    from ecdkit.compare.merge import merge
    from ecdkit.compare.outcome import Decision, Merge
    from ecdkit.compare.patch import patch
    from ecdkit.compare.result import Change, Diff
    from ecdkit.deep_learning import deep_learning_model_to_ecd, extract
    from ecdkit.document import Document, new, parse, read
    from ecdkit.edits import recolor_class, rename_class
    from ecdkit.errors import (
        DefinitionError,
        DuplicateKeyError,
        EcdError,
        EditError,
        EncodingError,
        FileAccessError,
        FormatError,
        JsonSyntaxError,
        LimitError,
        LossError,
        MigrationError,
        PackageError,
        PointerError,
        UsageError,
        XmlSyntaxError,
    )
    from ecdkit.formats.classifier_definition.model import (
        ClassifierDefinition,
        DeepLearningClass,
        DeepLearningDefinition,
        DeepLearningModel,
        EmbeddedExtraInfo,
        MaximumLikelihoodClass,
        MaximumLikelihoodDefinition,
        OpaqueDefinition,
    )
    from ecdkit.formats.endmember_definition.model import (
        Endmember,
        EndmemberDefinition1a,
        EndmemberDefinition1b,
    )
    from ecdkit.formats.extra_info.model import ExtraInfo, ExtraInfoClass
    from ecdkit.formats.model_definition.model import (
        ModelConfiguration,
        ModelDefinition,
        ModelDefinitionClass,
        OldModelDefinitionClass,
        TrainingDataDefinition,
    )
    from ecdkit.formats.opaque import OpaqueDocument
    from ecdkit.ledger import Ledger, LedgerEntry
    from ecdkit.limits import Limits
    from ecdkit.migration import Migration, migrate
    from ecdkit.packages.gather import package
    from ecdkit.packages.package import Package, read_package
    from ecdkit.packages.unpack import unpack
    from ecdkit.problems import Problem
    from ecdkit.skeleton import Skeleton, skeleton_of
    from ecdkit.summary import Summary, summarize
    from ecdkit.text import WideNumber
    from ecdkit.validation.fit import check_raster
    from ecdkit.validation.report import Report
    from ecdkit.validation.settings import Settings
    from ecdkit.validation.validate import validate, validate_file

_HOMES = {
    "ecdkit.codec": ("NULL", "Blob", "Extra", "Model", "Null"),
    "ecdkit.compare.diff": ("diff",),
    "ecdkit.compare.patch": ("patch",),
    "ecdkit.compare.result": ("Change", "Diff"),
    "ecdkit.compare.merge": ("merge",),
    "ecdkit.compare.outcome": ("Decision", "Merge"),
    "ecdkit.deep_learning": ("deep_learning_model_to_ecd", "extract"),
    "ecdkit.document": ("Document", "new", "parse", "read"),
    "ecdkit.edits": ("recolor_class", "rename_class"),
    "ecdkit.errors": (
        "DefinitionError",
        "DuplicateKeyError",
        "EcdError",
        "EditError",
        "EncodingError",
        "FileAccessError",
        "FormatError",
        "JsonSyntaxError",
        "LimitError",
        "LossError",
        "MigrationError",
        "PackageError",
        "PointerError",
        "UsageError",
        "XmlSyntaxError",
    ),
    "ecdkit.formats.classifier_definition.model": (
        "ClassifierDefinition",
        "DeepLearningClass",
        "DeepLearningDefinition",
        "DeepLearningModel",
        "EmbeddedExtraInfo",
        "MaximumLikelihoodClass",
        "MaximumLikelihoodDefinition",
        "OpaqueDefinition",
    ),
    "ecdkit.formats.endmember_definition.model": (
        "Endmember",
        "EndmemberDefinition1a",
        "EndmemberDefinition1b",
    ),
    "ecdkit.formats.extra_info.model": ("ExtraInfo", "ExtraInfoClass"),
    "ecdkit.formats.model_definition.model": (
        "ModelConfiguration",
        "ModelDefinition",
        "ModelDefinitionClass",
        "OldModelDefinitionClass",
        "TrainingDataDefinition",
    ),
    "ecdkit.formats.opaque": ("OpaqueDocument",),
    "ecdkit.ledger": ("Ledger", "LedgerEntry"),
    "ecdkit.limits": ("Limits",),
    "ecdkit.migration": ("Migration", "migrate"),
    "ecdkit.packages.gather": ("package",),
    "ecdkit.packages.package": ("Package", "read_package"),
    "ecdkit.packages.unpack": ("unpack",),
    "ecdkit.problems": ("Problem",),
    "ecdkit.skeleton": ("Skeleton", "skeleton_of"),
    "ecdkit.summary": ("Summary", "summarize"),
    "ecdkit.text": ("WideNumber",),
    "ecdkit.validation.fit": ("check_raster",),
    "ecdkit.validation.report": ("Report",),
    "ecdkit.validation.settings": ("Settings",),
    "ecdkit.validation.validate": ("validate", "validate_file"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "NULL",
    "Blob",
    "Change",
    "ClassifierDefinition",
    "Decision",
    "DeepLearningClass",
    "DeepLearningDefinition",
    "DeepLearningModel",
    "DefinitionError",
    "Diff",
    "Document",
    "DuplicateKeyError",
    "EcdError",
    "EditError",
    "EmbeddedExtraInfo",
    "EncodingError",
    "Endmember",
    "EndmemberDefinition1a",
    "EndmemberDefinition1b",
    "Extra",
    "ExtraInfo",
    "ExtraInfoClass",
    "FileAccessError",
    "FormatError",
    "JsonSyntaxError",
    "Ledger",
    "LedgerEntry",
    "LimitError",
    "Limits",
    "LossError",
    "MaximumLikelihoodClass",
    "MaximumLikelihoodDefinition",
    "Merge",
    "Migration",
    "MigrationError",
    "Model",
    "ModelConfiguration",
    "ModelDefinition",
    "ModelDefinitionClass",
    "Null",
    "OldModelDefinitionClass",
    "OpaqueDefinition",
    "OpaqueDocument",
    "Package",
    "PackageError",
    "PointerError",
    "Problem",
    "Report",
    "Settings",
    "Skeleton",
    "Summary",
    "TrainingDataDefinition",
    "UsageError",
    "WideNumber",
    "XmlSyntaxError",
    "__version__",
    "check_raster",
    "deep_learning_model_to_ecd",
    "diff",
    "extract",
    "merge",
    "migrate",
    "new",
    "package",
    "parse",
    "patch",
    "read",
    "read_package",
    "recolor_class",
    "rename_class",
    "skeleton_of",
    "summarize",
    "unpack",
    "validate",
    "validate_file",
]


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'ecdkit' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
