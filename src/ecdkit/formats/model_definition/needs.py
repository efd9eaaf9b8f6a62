"""Who reads a model definition, and which members that reader takes without a default.

A reader that does so stops with a `KeyError` where the member is missing. What a definition says of
itself decides who reads it: a raster function of its own reads what it likes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ecdkit.problems import Severity

__all__ = ["ARG_MAX", "BUILT_IN", "Reader", "readers_for"]

# The frameworks whose raster functions come with raster-deep-learning (documented).
BUILT_IN = frozenset({"TensorFlow", "CNTK", "PyTorch", "Keras", "Templates"})
# Those of their configurations that answer with the index of the greatest output (observed).
ARG_MAX = frozenset({("CNTK", "AzurePixelLevelLandClassification"), ("TensorFlow", "DeepLab")})
_OF_PIXELS = ("ModelFile", "ImageHeight", "ImageWidth", "ExtractBands", "Classes")
_OF_FEATURES = (*_OF_PIXELS, "CropSizeFixed", "BlackenAroundFeature")
_ARCGIS_LEARN = "arcgis.learn.models._inferencing"
# The models of arcgis.learn whose classes all releases look up (observed).
_WITH_CLASSES = frozenset({"ObjectDetection", "InstanceDetection", "ObjectClassification"})
_TEXT = frozenset({"TextClassifier", "SequenceToSequence"})


class Reader(NamedTuple):
    """One reader.

    Attributes:
        name: what sentences call it.
        severity: how bad it is where it misses a member.
        members: what it takes without a default.
    """

    name: str
    severity: Severity
    members: tuple[str, ...]


def readers_for(framework: str | None, kind: str | None, *, has_function: bool) -> list[Reader]:
    """Return who reads a definition of a model that says this of itself.

    Args:
        framework: its `Framework`; None where that is no string.
        kind: its `ModelType`; None where that is no string.
        has_function: whether it has an `InferenceFunction` of its own.
    """
    found = []
    if framework in BUILT_IN and not has_function:
        members = _OF_FEATURES if kind == "ObjectClassification" else _OF_PIXELS
        found.append(Reader(f"the raster function of {framework}", "error", members))
        # It chooses the raster function by it.
        found.append(Reader("ArcGIS Pro", "warning", ("ModelType",)))
    if framework == _ARCGIS_LEARN and kind in _WITH_CLASSES:
        learnt = ("ModelFile", "ImageHeight", "ModelParameters", "Classes")
        found.append(Reader("arcgis.learn", "warning", learnt))
    if kind in _TEXT:
        found.append(
            Reader(f"the tool for a {kind}", "error", ("InferenceFunction", "OutputField"))
        )
    return found
