"""The places on the map, and where a document stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.errors import MigrationError
from ecdkit.formats.classifier_definition.model import (
    ClassifierDefinition,
    DeepLearningDefinition,
    MaximumLikelihoodDefinition,
)
from ecdkit.formats.model_definition.model import (
    ModelDefinition,
    OldModelDefinitionClass,
    TrainingDataDefinition,
)
from ecdkit.migration.step import Node
from ecdkit.packages.package import Package
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from ecdkit.document import Document

__all__ = [
    "DEEP_LEARNING_1",
    "DLPK",
    "ENDMEMBERS_1A",
    "ENDMEMBERS_1B",
    "EXTRA_INFO_1",
    "MAXIMUM_LIKELIHOOD_1",
    "MAXIMUM_LIKELIHOOD_3",
    "MODEL",
    "NODES",
    "OLD_DLPK",
    "OLD_MODEL",
    "name_of",
    "node_of",
]

EXTRA_INFO_1 = Node(
    "extra-info@1", "", "extra info of a deep-learning model", ".json", "extra-info-1"
)
DEEP_LEARNING_1 = Node(
    "classifier-definition@1",
    "deep-learning",
    "deep-learning definition",
    ".ecd",
    "classifier-definition-1",
)
MAXIMUM_LIKELIHOOD_1 = Node(
    "classifier-definition@1",
    "maximum-likelihood",
    "maximum-likelihood definition of FileVersion 1",
    ".ecd",
    "classifier-definition-1",
)
MAXIMUM_LIKELIHOOD_3 = Node(
    "classifier-definition@3",
    "maximum-likelihood",
    "maximum-likelihood definition of FileVersion 3",
    ".ecd",
    "classifier-definition-3",
)
ENDMEMBERS_1A = Node(
    "endmember-definition@1a",
    "",
    "endmember definition in the spelling of Pro 2",
    ".json",
    "endmember-definition-1a",
)
ENDMEMBERS_1B = Node(
    "endmember-definition@1b",
    "",
    "endmember definition in the spelling of Pro 3",
    ".json",
    "endmember-definition-1b",
)
MODEL = Node(
    "model-definition", "", "model definition of a trained model", ".emd", "model-definition-1"
)
OLD_MODEL = Node(
    "model-definition",
    "old spelling of classes",
    "model definition whose classes have ClassValue and ClassName",
    ".emd",
    "model-definition-1",
    current=False,
)

DLPK = Node(
    "dlpk",
    "",
    "deep learning package: a model definition with its files",
    ".dlpk",
    "model-definition-1",
    packed=True,
)
OLD_DLPK = Node(
    "dlpk",
    "old spelling of classes",
    "deep learning package whose classes have ClassValue and ClassName",
    ".dlpk",
    "model-definition-1",
    current=False,
    packed=True,
)

NODES = (
    EXTRA_INFO_1,
    DEEP_LEARNING_1,
    MAXIMUM_LIKELIHOOD_1,
    MAXIMUM_LIKELIHOOD_3,
    ENDMEMBERS_1A,
    ENDMEMBERS_1B,
    MODEL,
    OLD_MODEL,
    DLPK,
    OLD_DLPK,
)

_BODIES = {
    ("classifier-definition@1", DeepLearningDefinition): DEEP_LEARNING_1,
    ("classifier-definition@1", MaximumLikelihoodDefinition): MAXIMUM_LIKELIHOOD_1,
    ("classifier-definition@3", MaximumLikelihoodDefinition): MAXIMUM_LIKELIHOOD_3,
}


def node_of(doc: Document | Package) -> Node:
    """Return where a document stands on the map.

    Args:
        doc: the document, or a package.

    Raises:
        DefinitionError: its structure is not that of its format.
        MigrationError: no road starts there; why is told.
    """
    if isinstance(doc, Package):
        return DLPK if node_of(doc.definition) == MODEL else OLD_DLPK
    model = doc.model
    if isinstance(model, ClassifierDefinition):
        return _classifier_node(doc, model)
    if isinstance(model, TrainingDataDefinition):
        raise MigrationError(
            "this model definition describes training data, not a trained model", path=doc.path
        )
    if isinstance(model, ModelDefinition):
        classes = model.classes if isinstance(model.classes, tuple) else ()
        return (
            OLD_MODEL if any(isinstance(one, OldModelDefinitionClass) for one in classes) else MODEL
        )
    name = name_of(doc)
    found = next((node for node in NODES if node.target == name), None)
    if found is None:
        raise MigrationError(
            f"nothing is known of {doc.format.version_key} {cut(str(doc.version))} of "
            f"{doc.format.name}, so it leads nowhere",
            path=doc.path,
        )
    return found


def name_of(doc: Document) -> str:
    """Return format and version of a document, as users name targets."""
    return doc.format.name if doc.version is None else f"{doc.format.name}@{doc.version}"


def _classifier_node(doc: Document, model: ClassifierDefinition) -> Node:
    bodies = {type(one): one.classifier for one in model.definitions}
    if len(bodies) == 1:
        found = _BODIES.get((name_of(doc), next(iter(bodies))))
        if found is not None:
            return found
    if not bodies:
        told = "it has no definition"
    elif len(bodies) > 1:
        told = "it has definitions of several kinds"
    elif DeepLearningDefinition in bodies:
        told = f"deep-learning definitions have FileVersion 1, not {doc.version}"
    else:
        (classifier,) = bodies.values()
        told = f"the body of {cut(repr(classifier))} is unknown"
    raise MigrationError(f"no road leads from this {name_of(doc)}: {told}", path=doc.path)
