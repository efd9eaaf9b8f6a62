"""What distinguishes a model definition from other documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.formats.format import CLASS_LIST, Format
from ecdkit.formats.model_definition.model import ModelDefinition, TrainingDataDefinition
from ecdkit.formats.model_definition.rules import RULES, rules
from ecdkit.formats.model_definition.signature import kind_of
from ecdkit.formats.model_definition.spelling import MODEL_DEFINITION_KEYS

if TYPE_CHECKING:
    from ecdkit.codec import Model
    from ecdkit.formats.format import Version
    from ecdkit.text.view import View

__all__ = ["FORMAT"]


def _model_for(root: View, _: Version) -> type[Model]:
    return ModelDefinition if kind_of(root) == "model" else TrainingDataDefinition


def _class_lists(root: View) -> list[tuple[int, View]]:
    classes = root.get("Classes")
    return [] if classes is None else [(0, classes)]


FORMAT = Format(
    name="model-definition",
    title="Esri model definition",
    root_key=None,
    version_key=None,
    version_of=lambda _: None,
    versions=(None,),
    schemas={None: "model-definition-1"},
    grades={None: "documented"},
    class_keys=MODEL_DEFINITION_KEYS,
    identity=frozenset({"Value", "ClassValue"}),
    model_for=_model_for,
    class_lists=_class_lists,
    rules=rules,
    catalogue=RULES,
    lists=(CLASS_LIST,),
)
