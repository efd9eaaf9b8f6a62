"""Hypothesis strategies for documents of every place on the map of migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.document import new
from ecdkit.formats.classifier_definition.model import (
    ClassifierDefinition,
    DeepLearningDefinition,
    MaximumLikelihoodDefinition,
)
from ecdkit.formats.endmember_definition.model import EndmemberDefinition1a, EndmemberDefinition1b
from ecdkit.formats.model_definition.model import ModelDefinition, OldModelDefinitionClass
from ecdkit.migration.nodes import (
    DEEP_LEARNING_1,
    DLPK,
    ENDMEMBERS_1A,
    ENDMEMBERS_1B,
    EXTRA_INFO_1,
    MAXIMUM_LIKELIHOOD_1,
    MAXIMUM_LIKELIHOOD_3,
    MODEL,
    OLD_DLPK,
    OLD_MODEL,
    node_of,
)
from ecdkit.testing.models import (
    classifier_definitions,
    documents,
    endmember_definitions,
    extra_infos,
    model_definitions,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ecdkit.codec import Model
    from ecdkit.migration.step import Node
    from ecdkit.testing.models import Written

__all__ = ["documents_at", "models_at"]


def models_at(node: Node) -> SearchStrategy[Model]:
    """Return models of documents that stand at a node, with unknown members anywhere.

    Args:
        node: a place on the map.
    """
    return _MODELS[node.name]


def documents_at(node: Node) -> SearchStrategy[Written]:
    """Return documents that stand at a node, in any order of members, white space and spelling.

    Args:
        node: a place on the map.
    """
    return documents(models_at(node))


def _only(kind: type[Model], version: int) -> SearchStrategy[Model]:
    def narrowed(model: ClassifierDefinition) -> ClassifierDefinition:
        found = tuple(one for one in model.definitions if isinstance(one, kind))
        return model.evolve(definitions=found, number_definitions=len(found), file_version=version)

    def has_models(model: ClassifierDefinition) -> bool:
        # One that refers to its model's file would need that file.
        return bool(model.definitions) and all(
            one.deep_learning_model.data is not None
            for one in model.definitions
            if isinstance(one, DeepLearningDefinition)
        )

    return classifier_definitions(sound=True).map(narrowed).filter(has_models)


def _standing_at(node: Node) -> SearchStrategy[Model]:
    def stands_there(model: ModelDefinition) -> bool:
        classes = model.classes if isinstance(model.classes, tuple) else ()
        # A class that has both spellings of one name cannot be respelled.
        both = any(
            isinstance(one, OldModelDefinitionClass) and "Name" in one.extra for one in classes
        )
        return not both and node_of(new(model)) == node

    return model_definitions().filter(stands_there)


def _spelled(kind: type[Model]) -> SearchStrategy[Model]:
    return endmember_definitions().filter(lambda model: isinstance(model, kind))


_MODELS: dict[str, SearchStrategy[Model]] = {
    EXTRA_INFO_1.name: extra_infos(),
    DEEP_LEARNING_1.name: _only(DeepLearningDefinition, 1),
    MAXIMUM_LIKELIHOOD_1.name: _only(MaximumLikelihoodDefinition, 1),
    MAXIMUM_LIKELIHOOD_3.name: _only(MaximumLikelihoodDefinition, 3),
    ENDMEMBERS_1A.name: _spelled(EndmemberDefinition1a),
    ENDMEMBERS_1B.name: _spelled(EndmemberDefinition1b),
    MODEL.name: _standing_at(MODEL),
    OLD_MODEL.name: _standing_at(OLD_MODEL),
    # The definitions in packages; testing.packages has some with their files.
    DLPK.name: _standing_at(MODEL),
    OLD_DLPK.name: _standing_at(OLD_MODEL),
}
