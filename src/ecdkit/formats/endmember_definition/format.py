"""What distinguishes an endmember definition from other documents, and its spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.formats.common_rules import integer_of
from ecdkit.formats.endmember_definition.model import EndmemberDefinition1a, EndmemberDefinition1b
from ecdkit.formats.endmember_definition.rules import RULES, rules
from ecdkit.formats.endmember_definition.spelling import ENDMEMBER_KEYS, SPELLINGS, spelling_of
from ecdkit.formats.format import Format, ListIdentity
from ecdkit.formats.opaque import OpaqueDocument

if TYPE_CHECKING:
    from ecdkit.codec import Model
    from ecdkit.formats.format import Version
    from ecdkit.text.view import View

__all__ = ["FORMAT"]

_MODELS: dict[Version, type[Model]] = {"1a": EndmemberDefinition1a, "1b": EndmemberDefinition1b}


def _version_of(root: View) -> Version:
    number = integer_of(root, "FileVersion")
    return spelling_of(root).version if number == 1 else number


def _model_for(_: View, version: Version) -> type[Model]:
    return _MODELS.get(version, OpaqueDocument)


def _class_lists(root: View) -> list[tuple[int, View]]:
    endmembers = root.get("Endmembers")
    return [] if endmembers is None else [(0, endmembers)]


FORMAT = Format(
    name="endmember-definition",
    title="Esri endmember definition",
    root_key="EsriEndmemberDefinitionFile",
    version_key="FileVersion",
    version_of=_version_of,
    versions=tuple(spelling.version for spelling in SPELLINGS),
    schemas={"1a": "endmember-definition-1a", "1b": "endmember-definition-1b"},
    grades={"1a": "documented", "1b": "documented"},
    class_keys=ENDMEMBER_KEYS,
    identity=frozenset({"EndmemberID"}),
    model_for=_model_for,
    class_lists=_class_lists,
    rules=rules,
    catalogue=RULES,
    lists=(
        ListIdentity(
            "/Endmembers",
            "endmember",
            keys=("EndmemberID",),
            names=("EndmemberName",),
            counts=tuple(spelling.endmembers for spelling in SPELLINGS),
        ),
    ),
)
