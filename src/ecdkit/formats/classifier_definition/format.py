"""What distinguishes a classifier definition from other documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ecdkit.formats.classifier_definition.model import ClassifierDefinition
from ecdkit.formats.classifier_definition.rules import RULES, rules
from ecdkit.formats.common_rules import integer_of
from ecdkit.formats.format import CLASS_KEYS, CLASS_LIST, Format, ListIdentity
from ecdkit.formats.opaque import OpaqueDocument

if TYPE_CHECKING:
    from ecdkit.codec import Model
    from ecdkit.formats.format import Version
    from ecdkit.text.view import View

__all__ = ["FORMAT"]


def _version_of(root: View) -> int | None:
    return integer_of(root, "FileVersion")


def _model_for(_: View, version: Version) -> type[Model]:
    return ClassifierDefinition if version in FORMAT.versions else OpaqueDocument


def _class_lists(root: View) -> list[tuple[int, View]]:
    definitions = root.get("Definitions")
    if definitions is None:
        return []
    found = ((at, one.get("Classes")) for at, one in enumerate(definitions.elements()))
    return [(at, classes) for at, classes in found if classes is not None]


FORMAT = Format(
    name="classifier-definition",
    title="Esri classifier definition",
    root_key="EsriClassifierDefinitionFile",
    version_key="FileVersion",
    version_of=_version_of,
    versions=(1, 3),
    schemas={1: "classifier-definition-1", 3: "classifier-definition-3"},
    grades={1: "documented", 3: "inferred"},
    class_keys=CLASS_KEYS,
    identity=frozenset({"ClassValue", "Value"}),
    model_for=_model_for,
    class_lists=_class_lists,
    rules=rules,
    catalogue=RULES,
    lists=(
        # Definitions have no number; they are told by their place among those of their classifier.
        ListIdentity(
            "/Definitions",
            "definition",
            keys=("Classifier",),
            counts=("NumberDefinitions",),
            by_place=True,
        ),
        evolve(CLASS_LIST, pattern="/Definitions/*/Classes", counts=("NumberClasses",)),
    ),
)
