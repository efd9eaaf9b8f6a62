"""Who reads a model definition, and which members that reader takes without a default.

A reader that does so stops with a `KeyError` where the member is missing. What a definition says of
itself decides who reads it: a raster function of its own reads what it likes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecdkit.formats.common_rules import string_of
from ecdkit.text.scanner import NULL, STRINGS

if TYPE_CHECKING:
    from ecdkit.problems import Severity
    from ecdkit.text.view import View

__all__ = ["ARG_MAX", "BUILT_IN", "Reader", "configuration_name", "is_there", "readers_of"]

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


def readers_of(root: View) -> list[Reader]:
    """Return who reads a definition of a model.

    Args:
        root: its root.
    """
    framework, kind = string_of(root, "Framework"), string_of(root, "ModelType")
    found = []
    if framework in BUILT_IN and not is_there(root, "InferenceFunction"):
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


def is_there(root: View, key: str) -> bool:
    """Whether a member is there and not null."""
    place = root.get(key)
    return place is not None and place.kind != NULL


def configuration_name(root: View) -> str | None:
    """Return the Python module that a definition names as its configuration."""
    place = root.get("ModelConfiguration")
    if place is None:
        return None
    if place.kind == STRINGS:
        return str(place.value())
    return string_of(place, "Name")
