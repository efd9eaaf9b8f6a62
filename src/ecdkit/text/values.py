"""What JSON values are in Python, and when two of them are the same.

Numbers without fraction and exponent are `int`, others `float`. A number that a `float` cannot
hold (1e400) and minus zero without a fraction keep what they are: a `WideNumber`, and -0.0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ecdkit.errors import EditError

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["JsonValue", "WideNumber", "equal", "parse_nonfinite", "parse_number", "parse_scalar"]

JsonValue: TypeAlias = Any
"""None, bool, int, float, `WideNumber`, str, or a list or dict of these."""

# Python converts at most 4,300 digits to an integer.
_LONGEST_INTEGER = 4_000
_CONSTANTS = {b"true": True, b"false": False, b"null": None}
_PARTS = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([-+]?[0-9]+))?")


class WideNumber:
    """A number that no Python `float` can hold; equal to another by decimal value, never rounded.

    Args:
        token: its spelling in JSON.
    """

    __slots__ = ("_parts", "token")

    def __init__(self, token: str) -> None:
        found = _PARTS.fullmatch(token)
        if found is None:
            raise EditError(f"{token[:60]!r} is no JSON number")
        self.token = token
        sign, whole, fraction, exponent = found[1], found[2], found[3] or "", found[4] or "0"
        digits = (whole + fraction).lstrip("0")
        short = digits.rstrip("0")
        shift = len(digits) - len(short) - len(fraction)
        # An exponent of more digits than Python converts is as unique as its own spelling.
        power: int | str = exponent
        if len(exponent) < _LONGEST_INTEGER:
            power = int(exponent) + shift
        self._parts = (sign, short, power) if short else (sign, "", 0)

    @property
    def canonical(self) -> str:
        """One spelling for all that are equal."""
        sign, digits, power = self._parts
        return f"{sign}{digits or 0}e{power}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WideNumber) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts)

    def __repr__(self) -> str:
        return f"WideNumber({self.token!r})"


def parse_number(token: bytes) -> int | float | WideNumber:
    """Return the value of a number token of RFC 8259."""
    # Nearly all that are asked for one by one are small integers.
    if token.isdigit() and len(token) <= _LONGEST_INTEGER:
        return int(token)
    text = token.decode()
    if not any(character in text for character in ".eE"):
        if text == "-0":
            return -0.0
        return int(text) if len(text) <= _LONGEST_INTEGER else WideNumber(text)
    value = float(text)
    if math.isinf(value) or (value == 0.0 and re.search("[1-9]", re.split("[eE]", text)[0])):
        return WideNumber(text)
    return value


def parse_nonfinite(token: bytes) -> float:
    """Return the value of a token such as `-nan(ind)` or `1.#INF`; every not-a-number is one."""
    lower = token.lower()
    if b"nan" in lower or b"ind" in lower:
        return math.nan
    return -math.inf if lower.startswith(b"-") else math.inf


def parse_scalar(token: bytes) -> JsonValue:
    """Return the value of a token of our grammar that is no string."""
    if token in _CONSTANTS:
        return _CONSTANTS[token]
    plain = token.strip(b"+-.0123456789eE") == b""
    return parse_number(token) if plain else parse_nonfinite(token)


def equal(one: Any, other: Any) -> bool:
    """Whether two values are the same: 1, 1.0, True and "1" differ, and so do 0.0 and -0.0.

    Not-a-number is the same as itself. The order of an object's members does not matter.
    Values of other types (numeric leaves) decide by their own `__eq__`.
    """
    if one is other:
        return True
    if isinstance(one, (bool, int, str)) or one is None:
        return type(one) is type(other) and bool(one == other)
    if isinstance(one, float):
        if type(other) is not float:
            return False
        if one != one:  # noqa: PLR0124
            return bool(other != other)  # noqa: PLR0124
        return one == other and math.copysign(1.0, one) == math.copysign(1.0, other)
    if isinstance(one, Mapping):
        if not isinstance(other, Mapping) or len(one) != len(other):
            return False
        # Not a generator, to save Python's stack.
        for key, value in one.items():
            if key not in other or not equal(value, other[key]):
                return False
        return True
    if isinstance(one, Sequence):
        return (
            isinstance(other, Sequence)
            and not isinstance(other, (str, bytes))
            and len(one) == len(other)
            and all(map(equal, one, other))
        )
    return bool(one == other)
