"""Hypothesis strategies for what models of several formats have: names, values, unknown members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from ecdkit.codec import Extra, Model
from ecdkit.codec.base import fields_of
from ecdkit.codec.fields import MEMBER
from ecdkit.testing.values import json_names, json_strings, json_values

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["ROOTS", "class_names", "class_values", "members", "rows", "with_extra"]

_Model = TypeVar("_Model", bound=Model)

# The keys that tell formats apart, each with the member that holds the version.
ROOTS = {
    "EsriClassifierDefinitionFile": "FileVersion",
    "EsriEndmemberDefinitionFile": "FileVersion",
    "ImportDeepLearningModelToEsriExtraInfo": "Version",
}

# Made once: hypothesis looks into a strategy when it is new.
_VALUES = json_values()


def class_values(sound: bool) -> SearchStrategy[int]:
    """Return values of classes; sound ones fit a raster of 8 bits."""
    return st.integers(0, 255) if sound else st.integers(-5, 300) | st.integers(-(10**25), 10**25)


def class_names(sound: bool) -> SearchStrategy[str]:
    """Return names of classes; sound ones have no outer space."""
    names = json_strings()
    return names.filter(lambda name: name == name.strip()) if sound else names


def rows(number: int, length: int) -> SearchStrategy[Any]:
    """Return arrays of finite doubles, of shape (number, length)."""
    import numpy as np

    numbers = st.one_of(
        st.integers(-300, 300).map(float),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from([-0.0, 15.0, 1e300, 5e-324]),
    )
    row = st.lists(numbers, min_size=length, max_size=length)
    return st.lists(row, min_size=number, max_size=number).map(
        lambda found: np.array(found, dtype=np.float64).reshape(number, length)
    )


def with_extra(
    found: SearchStrategy[_Model], kind: type[Model], *but: str
) -> SearchStrategy[_Model]:
    """Return the same models, some of them with members that their class does not know.

    Args:
        found: the models.
        kind: their class.
        but: names that no such member has.
    """
    known = [about.name for one in fields_of(kind) if (about := one.metadata.get(MEMBER))]
    # A member of this name would make another kind of definition of one.
    unknown = members(*known, *but, "DeepLearningModel")
    return st.builds(lambda one, extra: one.evolve(extra=Extra(extra)), found, unknown)


def members(*known: str) -> SearchStrategy[dict[str, Any]]:
    """Return members of an object whose names are none of those, and no root key."""
    taken = {*known, *ROOTS}
    names = json_names().filter(lambda name: name not in taken)
    # Mostly none: unknown members stand here and there.
    return st.just({}) | st.dictionaries(names, _VALUES, max_size=3)
