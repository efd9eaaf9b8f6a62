"""Which arguments of raster functions hold definitions, as far as that is known."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["FUNCTION", "SUFFIXES", "by_value_name", "is_definition_argument"]


class _Pair(NamedTuple):
    """The two arguments by which a function takes a definition."""

    value: str
    path: str


# documented: ArcGIS Enterprise SDK, arguments of raster functions (IClassifyFunctionArguments and
# ISpectralUnmixingFunctionArguments); the first also by the REST documentation of Classify.
_ARGUMENTS = (
    _Pair("ClassifierDefinition", "ClassifierDefinitionFile"),
    _Pair("SpectralProfileDefinition", "SpectralProfileFile"),
)
_NAMES = {name.lower() for pair in _ARGUMENTS for name in pair}

# documented: files that tools and functions take as definitions. Python raster functions take a
# model definition as a path or as text, under a name of their own choice (observed).
SUFFIXES = (".ecd", ".emd", ".dlpk")

# By the format's name: the function that takes such a definition, and its argument. `Classify` is
# documented (REST); the other is inferred from the SDK's names.
FUNCTION = {
    "classifier-definition": ("Classify", "ClassifierDefinition"),
    "endmember-definition": ("SpectralUnmixing", "SpectralProfileDefinition"),
}


def is_definition_argument(name: str | None) -> bool:
    """Whether what an argument holds is a definition; functions take names in any case."""
    return name is not None and name.lower() in _NAMES


def by_value_name(name: str) -> str | None:
    """Return the argument that takes by value what this one takes by path, None if it is none."""
    return next((pair.value for pair in _ARGUMENTS if pair.path.lower() == name.lower()), None)
