"""Hypothesis strategies for documents of every place on the map of migrations."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ecdkit.codec import Blob
from ecdkit.deep_learning import joined
from ecdkit.document import parse
from ecdkit.formats.classifier_definition.model import (
    DEEP_LEARNING_PROFILE,
    ClassifierDefinition,
    DeepLearningDefinition,
    DeepLearningModel,
    EmbeddedExtraInfo,
    MaximumLikelihoodDefinition,
)
from ecdkit.formats.endmember_definition.model import EndmemberDefinition1a, EndmemberDefinition1b
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


@functools.cache
def documents_at(node: Node) -> SearchStrategy[Written]:
    """Return documents that stand at a node, in any order of members, white space and spelling.

    Args:
        node: a place on the map.
    """
    return documents(models_at(node))


def _deep_learning() -> SearchStrategy[Model]:
    """Return deep-learning definitions with their models: as they were joined, and edited since."""
    contents = st.binary(max_size=20)

    def fresh(written: Written, content: bytes) -> ClassifierDefinition:
        info = written.marked
        embedded = EmbeddedExtraInfo(file_name="info.json", data=Blob.of(info))
        return joined(parse(info), _model_file(content, embedded))

    def filled(model: ClassifierDefinition, content: bytes, lie: int) -> ClassifierDefinition:
        # One that refers to its model's file would need that file.
        definitions = tuple(
            one.evolve(
                number_classes=lie,
                raster_is_segmented=lie == 1,
                deep_learning_model=_model_file(content, about.extra_info).evolve(
                    extra=about.extra
                ),
            )
            for one in model.definitions
            if isinstance(one, DeepLearningDefinition)
            for about in [one.deep_learning_model]
        )
        return model.evolve(number_definitions=lie, definitions=definitions)

    edited = classifier_definitions(sound=True, of=DeepLearningDefinition, version=1)
    made: SearchStrategy[Any] = st.builds(fresh, documents(extra_infos()), contents)
    return made | st.builds(filled, edited, contents, st.integers(0, 3))


def _model_file(content: bytes, info: EmbeddedExtraInfo) -> DeepLearningModel:
    return DeepLearningModel(
        profile=DEEP_LEARNING_PROFILE,
        file_name="trained.model",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        extra_info=info,
        data=Blob.of(content),
    )


_MODELS: dict[str, SearchStrategy[Model]] = {
    EXTRA_INFO_1.name: extra_infos(),
    DEEP_LEARNING_1.name: _deep_learning(),
    MAXIMUM_LIKELIHOOD_1.name: classifier_definitions(of=MaximumLikelihoodDefinition, version=1),
    MAXIMUM_LIKELIHOOD_3.name: classifier_definitions(of=MaximumLikelihoodDefinition, version=3),
    ENDMEMBERS_1A.name: endmember_definitions(of=EndmemberDefinition1a),
    ENDMEMBERS_1B.name: endmember_definitions(of=EndmemberDefinition1b),
    MODEL.name: model_definitions(spelling="current"),
    OLD_MODEL.name: model_definitions(spelling="old"),
    # The definitions in packages; testing.packages has some with their files.
    DLPK.name: model_definitions(spelling="current"),
    OLD_DLPK.name: model_definitions(spelling="old"),
}
