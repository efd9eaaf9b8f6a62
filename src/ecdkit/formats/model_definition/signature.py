"""Which objects are model definitions, told by their names alone, and of which kind they are.

The format has no root key, no version, and no member that all of its files have (observed). Every
program that writes one adds names of its own. So a document is one by the names that it has: one
that other software does not use and another, or several that other software has as well.

How many is a choice of this project: a single one of these names stands in files of other software
too, and what the readers of a model definition need is always more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ecdkit.text.kinds import STRINGS

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from ecdkit.text.view import View

__all__ = [
    "BAND_NAMES_PREFIX",
    "COMMON",
    "PLACEHOLDER",
    "TELLING",
    "Kind",
    "is_placeholder",
    "kind_of",
    "known_names",
    "recognizes",
    "respelled",
]

Kind = Literal["model", "training-data"]

# The name of a member of older training data begins so; a sentence for readers follows.
BAND_NAMES_PREFIX = "WellKnownBandNames"
# How help text in the place of a value begins (observed).
PLACEHOLDER = "e.g."

# Names that only these files have (all observed; `architectures` stands beside `ModelName` in what
# the text models of arcgis.learn write).
TELLING = frozenset(
    {
        "AllTilesStats",
        "AllTilesStats2",
        "ArcGISLearnVersion",
        "BlackenAroundFeature",
        "CropSizeFixed",
        "CropTileMode",
        "ExtractBands",
        "ImageSpaceUsed",
        "InferenceFunction",
        "InputRastersProps",
        "ModelConfiguration",
        "ModelPadding",
        "SupportsVariableTileSize",
        "_is_classification",
        "architectures",
    }
)
# Names that other files may have too.
COMMON = frozenset(
    {
        "BatchSize",
        "Classes",
        "DataRange",
        "Framework",
        "ImageHeight",
        "ImageWidth",
        "LearningRate",
        "MaxCellSize",
        "MetaDataMode",
        "MinCellSize",
        "ModelFile",
        "ModelFormat",
        "ModelName",
        "ModelParameters",
        "ModelType",
        "OutputField",
        "categorical_variables",
        "continuous_variables",
        "dependent_variable",
    }
)
_ENOUGH_TELLING, _ENOUGH_WITH_FILE, _ENOUGH_COMMON = 2, 3, 4

# Names that training data has, and a model mostly not.
_TRAINING = ("InputRastersProps", "AllTilesStats", "AllTilesStats2", "MetaDataMode")
# Names under which a model says what runs it.
_RUNNING = ("ModelFile", "InferenceFunction")


def recognizes(keys: AbstractSet[str]) -> bool:
    """Whether an object of these names is a model definition.

    Args:
        keys: the names of the root's members; none is a root key of another format.
    """
    telling, common = _known(keys)
    if telling:
        return len(telling) + len(common) >= _ENOUGH_TELLING
    return len(common) >= (_ENOUGH_WITH_FILE if "ModelFile" in common else _ENOUGH_COMMON)


def known_names(keys: AbstractSet[str]) -> tuple[str, ...]:
    """Return the names that model definitions have, sorted; those of other files are left out."""
    telling, common = _known(keys)
    return tuple(sorted(telling | common))


def respelled(keys: AbstractSet[str]) -> tuple[str, str] | None:
    """Return a name in other capitals and as it is meant, where a document is one but for those.

    Args:
        keys: the names of an object that is no model definition as they stand.
    """
    meant = {name.lower(): name for name in TELLING | COMMON}
    written = {key: meant[key.lower()] for key in sorted(keys) if key.lower() in meant}
    if not recognizes(set(written.values())):
        return None
    return next(((key, name) for key, name in written.items() if key != name), None)


def _known(keys: AbstractSet[str]) -> tuple[AbstractSet[str], AbstractSet[str]]:
    band_names = {key for key in keys if key.startswith(BAND_NAMES_PREFIX)}
    return (keys & TELLING) | band_names, keys & COMMON


def kind_of(root: View) -> Kind:
    """Return whether a document describes a model or exported training data (observed).

    Both have the same extension. Training data names no file that could be run; it says what the
    rasters and tiles were, or has help text where a model has values.

    Args:
        root: the root of a model definition.
    """
    if any(_names_a_file(root, key) for key in _RUNNING):
        return "model"
    keys = set(root.keys())
    described = any(key in keys for key in _TRAINING)
    if described or any(key.startswith(BAND_NAMES_PREFIX) for key in keys):
        return "training-data"
    place = root.get("ModelFile")
    return "training-data" if place is not None and is_placeholder(place) else "model"


def is_placeholder(place: View) -> bool:
    """Whether a place holds help text instead of a value, such as "e.g. 256" (observed)."""
    return place.kind == STRINGS and place.value().startswith(PLACEHOLDER)


def _names_a_file(root: View, key: str) -> bool:
    place = root.get(key)
    if place is None or place.kind != STRINGS:
        return False
    return bool(place.value()) and not is_placeholder(place)
