"""Which values the readers of a model definition make something of, member by member.

No schema asks for them: a reader of somebody's own may take others. So what differs is a warning.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ecdkit.text.values import WideNumber

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["TAKEN", "Taken"]


class Taken(NamedTuple):
    """What readers take.

    Attributes:
        expected: what a sentence calls it.
        fits: whether a value is that.
    """

    expected: str
    fits: Callable[[Any], bool]


_NUMBERS = (int, float, WideNumber)
_SWITCH = (0, 1)
_SPACES = ("MAP_SPACE", "PIXEL_SPACE")
_PAIR = 2


def _is_number(value: Any) -> bool:
    return type(value) in _NUMBERS


def _is_range(value: Any) -> bool:
    if type(value) is not list or len(value) != _PAIR or not all(map(_is_number, value)):
        return False
    low, high = value
    return not (_can_be_compared(low) and _can_be_compared(high)) or low < high


def _can_be_compared(number: Any) -> bool:
    """Whether a number is finite, and one of a double or an integer; else it is told as such."""
    return type(number) is int or (type(number) is float and math.isfinite(number))


def _is_fraction(value: Any) -> bool:
    # Readers make a number of a string.
    if type(value) is str:
        return True
    return _is_number(value) and (not _can_be_compared(value) or 0 <= value <= 1)


def _is_switch(value: Any) -> bool:
    return type(value) is bool or (type(value) is int and value in _SWITCH)


def _at_least(least: int) -> Taken:
    return Taken(
        f"an integer of at least {least}", lambda value: type(value) is int and value >= least
    )


_AS_SWITCH = Taken("0, 1, true or false", _is_switch)

# The raster functions of raster-deep-learning read all but the last, which arcgis.learn reads
# (observed). That a size is no less than 1 and that a range has a width follows from what they do.
TAKEN = {
    "ImageHeight": _at_least(1),
    "ImageWidth": _at_least(1),
    "BatchSize": _at_least(1),
    "DataRange": Taken("an array of two numbers, the first less than the second", _is_range),
    "ModelPadding": _at_least(0),
    "Padding": _at_least(0),
    "CropSizeFixed": _AS_SWITCH,
    "BlackenAroundFeature": _AS_SWITCH,
    "fixedTileSize": _AS_SWITCH,
    "PerProcessGPUMemoryFraction": Taken("a number from 0 to 1, also in a string", _is_fraction),
    "Threshold": Taken("a number", _is_number),
    "ImageSpaceUsed": Taken("MAP_SPACE or PIXEL_SPACE", lambda value: value in _SPACES),
}
