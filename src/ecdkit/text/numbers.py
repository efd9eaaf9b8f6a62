"""`Numbers`: a numeric leaf as an array that appears on first use.

A matrix of a definition may hold millions of numbers; a model holds the place where they stand,
and their spelling survives as long as nobody changes them.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ecdkit.errors import DefinitionError, EditError
from ecdkit.text.doubles import LARGE, parse_doubles
from ecdkit.text.grammar import SCALAR
from ecdkit.text.kinds import ARRAY
from ecdkit.text.node import DOUBLES
from ecdkit.text.values import WideNumber, parse_nonfinite, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from ecdkit.text.view import View

__all__ = [
    "Numbers",
    "beyond_doubles",
    "first_stranger",
    "number_spans",
    "require_numbers",
    "same_bits",
]

_NUMBER, _NONFINITE = 1, 5
# Integers below this are doubles exactly.
_EXACT = 2**53
_DIMENSIONS = (1, 2)
_ROW = re.compile(rb"\[([^\[\]]*+)\]")


class Numbers:
    """An array of numbers of one or two dimensions.

    Two are equal when their shapes are, and their numbers bit by bit; not-a-number equals itself.
    Of two that stand in texts no number may differ that a double does not tell from another, such
    as an integer beyond 2**53; to an array that was made by hand it is what the double says.

    Args:
        source: where the numbers stand in a text, or the numbers themselves (anything that NumPy
            makes an array of).
        dimensions: 1 for a list of numbers, 2 for a matrix.
    """

    __slots__ = ("_array", "dimensions", "view")

    def __init__(self, source: View | npt.ArrayLike, dimensions: int) -> None:
        from ecdkit.text.view import View

        self.dimensions = dimensions
        self.view: View | None = source if isinstance(source, View) else None
        self._array: npt.NDArray[np.float64] | None = None
        if self.view is None:
            self._array = _frozen(source, dimensions)

    @classmethod
    def of(cls, source: Any, dimensions: int) -> Numbers:
        """Return the source as it is where it already is `Numbers`."""
        if isinstance(source, Numbers):
            if source.dimensions != dimensions:
                raise EditError(f"an array of {dimensions} dimensions is expected")
            return source
        return cls(source, dimensions)

    @property
    def array(self) -> npt.NDArray[np.float64]:
        """The numbers as a read-only array of float64.

        Raises:
            DefinitionError: they are no array of this many dimensions: the rows of a matrix
                differ in length, or something in it is no number. The place is told.
            JsonSyntaxError: the leaf is not JSON; it was not looked into when it was read.
        """
        if self._array is None:
            assert self.view is not None
            self._array = _parse(self.view, self.dimensions)
        return self._array

    def are_numbers(self) -> bool:
        """Whether they are numbers only, at the depth where they are expected.

        The array of a large leaf is kept: it costs no more than the check.
        """
        if self._array is not None:
            return True
        assert self.view is not None
        if self.view.node.size >= LARGE and self.view.is_leaf:
            self._array = _fast(self.view, self.dimensions)
            if self._array is not None:
                return True
        if _decoded(self.view.token, self.dimensions) is not None:
            return True
        return first_stranger(self.view, self.dimensions) is None

    @property
    def token(self) -> bytes | None:
        """How the numbers are spelled in the text they come from."""
        return None if self.view is None else self.view.token

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Numbers):
            return NotImplemented
        if self.dimensions != other.dimensions:
            return False
        if self.view is not None and other.view is not None and self.token == other.token:
            return True
        if not same_bits(self.array, other.array):
            return False
        if self.view is None or other.view is None:
            return True
        mine, theirs = (
            {at: beyond.number for at, beyond in beyond_doubles(view, self.array).items()}
            for view in (self.view, other.view)
        )
        return mine == theirs

    def __hash__(self) -> int:
        # Equal numbers may be spelled differently; parsing millions for a hash is not worth it.
        return hash((Numbers, self.dimensions))

    def __repr__(self) -> str:
        if self._array is None:
            return f"<numbers at {self.view.pointer}>" if self.view else "<numbers>"
        return f"<numbers of shape {self._array.shape}>"

    def __reduce__(self) -> tuple[Any, ...]:
        if self.view is None:
            return (Numbers, (self._array, self.dimensions))
        return (_revive, (self.view.token, self.dimensions))


def same_bits(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> bool:
    """Whether two arrays have one shape and the same numbers; -0.0 is not 0.0, NaN is NaN."""
    import numpy as np

    if one.shape != other.shape:
        return False
    differ = one.view(np.int64) != other.view(np.int64)
    if not differ.any():
        return True
    return bool((np.isnan(one[differ]) & np.isnan(other[differ])).all())


def beyond_doubles(view: View, *arrays: npt.NDArray[np.float64]) -> dict[int, Beyond]:
    """Return the numbers of a leaf of which a double does not say all, by their index.

    Args:
        view: the leaf.
        arrays: its doubles, and perhaps those of others of that shape, of which it is asked there.
    """
    import numpy as np

    # Near zero, and beyond 2**53, other numbers have the same double.
    doubtful = {
        at
        for array in arrays
        for at in np.flatnonzero((np.abs(array) >= _EXACT) | (array == 0)).tolist()
    }
    if not doubtful:
        return {}
    tokens = (view.text.data[start:end] for start, end in number_spans(view))
    return {
        at: beyond
        for at, token in enumerate(tokens)
        if at in doubtful and (beyond := _beyond(token)) is not None
    }


class Beyond(NamedTuple):
    """A number of which a double does not say all: what it is, and how it is spelled."""

    number: WideNumber
    token: bytes


def _beyond(token: bytes) -> Beyond | None:
    value = parse_scalar(token)
    if not isinstance(value, WideNumber):
        if not _EXACT <= abs(value) < math.inf:
            return None
        # What has a fraction or an exponent is read as a double.
        value = WideNumber(str(int(value)))
    return Beyond(value, token)


def number_spans(view: View) -> Iterator[tuple[int, int]]:
    """Yield where the numbers of a leaf begin and end in its text."""
    data, (pos, end) = view.text.data, view.span
    while pos < end:
        if data[pos] in b"[], \t\n\r":
            pos += 1
            continue
        found = SCALAR.match(data, pos)
        assert found is not None
        yield found.span()
        pos = found.end()


def first_stranger(view: View, dimensions: int) -> tuple[int, tuple[int, ...], str] | None:
    """Return the first thing in a leaf that is no number at the depth where numbers stand.

    Args:
        view: an array with no string and no object in it.
        dimensions: how deep the numbers stand.

    Returns:
        Its offset, its indices and what it is; None where the leaf is in order.
    """
    data, (start, end) = view.text.data, view.span
    pos, path = start, [-1]
    while pos < end:
        byte = data[pos]
        if byte in b"[":
            if pos > start:
                path[-1] += 1
                if len(path) == dimensions:
                    return pos, tuple(path), ARRAY
                path.append(-1)
        elif byte in b"]":
            path.pop()
        elif byte not in b", \t\n\r":
            found = SCALAR.match(data, pos)
            if found is None:  # pragma: no cover - the leaf was checked
                return pos, tuple(path), "no JSON"
            path[-1] += 1
            if found.lastindex not in (_NUMBER, _NONFINITE):
                return pos, tuple(path), found[0].decode()
            if len(path) != dimensions:
                return pos, tuple(path), "number"
            pos = found.end()
            continue
        pos += 1
    return None


def require_numbers(view: View, dimensions: int) -> None:
    """Raise where a place holds anything but numbers, at the depth where they are expected.

    Raises:
        DefinitionError: the place holds no array, or something in it is no number.
        JsonSyntaxError: the leaf is not JSON; it was not looked into when it was read.
    """
    if _decoded(view.token, dimensions) is not None:
        return
    indices: tuple[int, ...] = ()
    offset, what = view.start, view.kind if view.kind != ARRAY else "strings or objects"
    if view.is_leaf:
        view.text.recheck(view)
        stranger = first_stranger(view, dimensions)
        if stranger is None:
            return
        offset, indices, what = stranger
    line, column = view.text.place(offset)
    raise DefinitionError(
        f"a number is expected, not {what}" if what != "number" else "a row is expected",
        pointer=view.pointer + "".join(f"/{index}" for index in indices),
        line=line,
        column=column,
    )


def _parse(view: View, dimensions: int) -> npt.NDArray[np.float64]:
    import numpy as np

    array = _fast(view, dimensions)
    if array is None:
        require_numbers(view, dimensions)
        decoded = _lenient(view.token, dimensions)
        if dimensions > 1 and len({len(row) for row in decoded}) > 1:
            line, column = view.place
            raise DefinitionError(
                "the rows of a matrix differ in length",
                pointer=view.pointer,
                line=line,
                column=column,
            )
        array = _read_only(np.array(decoded, dtype=np.float64))
    return array


def _fast(view: View, dimensions: int) -> npt.NDArray[np.float64] | None:
    array = parse_doubles(view.token, dimensions) if view.is_leaf else None
    if array is None:
        return None
    if view.node.known != DOUBLES:
        view.text.vouch(view, dimensions, zeros=not array.all())
    return _read_only(array)


def _decoded(token: bytes, dimensions: int) -> list[Any] | None:
    from msgspec import DecodeError, ValidationError
    from msgspec.json import decode

    assert dimensions in _DIMENSIONS
    kind: Any = list[float] if dimensions == 1 else list[list[float]]
    try:
        result: list[Any] = decode(token, type=kind, strict=True)
    except (DecodeError, ValidationError, RecursionError):
        return None
    return result


def _lenient(token: bytes, dimensions: int) -> list[Any]:
    """Read what only our grammar takes; the leaf holds nothing but numbers."""
    rows = [
        [_number(word) for word in row[1].split(b",") if word.strip()]
        for row in _ROW.finditer(token)
    ]
    return rows if dimensions > 1 else rows[0]


def _number(word: bytes) -> float:
    stripped = word.strip()
    found = SCALAR.match(stripped)
    if found is not None and found.lastindex == _NONFINITE:
        return parse_nonfinite(stripped)
    return float(stripped)


def _frozen(source: Any, dimensions: int) -> npt.NDArray[np.float64]:
    import numpy as np

    try:
        given = np.asarray(source)
    except (ValueError, OverflowError):
        raise EditError("numbers are expected, in rows of one length") from None
    if isinstance(source, np.ma.MaskedArray):
        raise EditError("JSON has no number for what is masked", hint="fill it")
    if not isinstance(source, np.ndarray) and _holds_bool(source):
        raise EditError("numbers are expected, not true or false")
    if given.dtype.kind not in "iuf" and given.size:
        raise EditError("numbers are expected")
    array = np.array(given, dtype=np.float64)
    large = np.abs(array) >= _EXACT
    if given.dtype.kind in "iu" and array[large].astype(object).tolist() != given[large].tolist():
        raise EditError("an integer here is too large for a double")
    if array.ndim != dimensions:
        raise EditError(f"an array of {dimensions} dimensions is expected, not one of {array.ndim}")
    return _read_only(array)


def _read_only(array: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return an array that cannot be made writable: NumPy allows that to whoever owns the data."""
    owner: Any = array
    while hasattr(owner, "flags"):
        owner.flags.writeable = False
        owner = owner.base
    return array.view()


def _holds_bool(source: Any) -> bool:
    if isinstance(source, (list, tuple)):
        return any(map(_holds_bool, source))
    return isinstance(source, bool)


def _revive(token: bytes, dimensions: int) -> Numbers:
    from ecdkit.text.jsontext import JsonText

    return Numbers(JsonText.parse(token, check="structure").root, dimensions)
