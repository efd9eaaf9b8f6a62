"""Values to text: in the style of a neighbour, or canonically."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ecdkit.errors import EditError, LimitError
from ecdkit.text.doubles import spell_doubles
from ecdkit.text.grammar import encode_string
from ecdkit.text.kinds import ARRAY, NONFINITE, NUMBER, OBJECT
from ecdkit.text.numbers import Numbers, require_numbers
from ecdkit.text.pointer import format_pointer
from ecdkit.text.style import Gaps, Style, gaps_of, leaf_gaps
from ecdkit.text.values import WideNumber
from ecdkit.text.view import View

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = [
    "Verbatim",
    "inside",
    "like_for",
    "members_of",
    "require_name",
    "write_document",
    "write_key",
    "write_number_like",
    "write_value",
]

_WHITE = b" \t\n\r"
# Integers below this are doubles exactly.
_EXACT = 2**53
_NEIGHBOURS = 64


@frozen
class Verbatim:
    """Text of one value that goes into a document as it is."""

    token: bytes


def write_value(
    value: Any, style: Style, indent: bytes | None = None, like: View | None = None
) -> bytes:
    """Return the text of a value.

    Args:
        value: a JSON value, `Numbers`, a `View` of another text or `Verbatim` text.
        style: how to write where `like` does not tell.
        indent: the indentation of the line where the value begins; None for one line.
        like: a value of the same level whose white space is imitated.

    Raises:
        EditError: JSON has no text for the value.
        LimitError: it is nested deeper than Python can follow.
    """
    return b"".join(_pieces(value, style, indent, like))


def inside(error: EditError, *path: str | int) -> EditError:
    """Return an error about a value of which it is known now where it is.

    Args:
        error: the error; its pointer begins where the path ends.
        path: names and indices.
    """
    error.pointer = format_pointer(path) + (error.pointer or "")
    return error


def write_document(value: Any, style: Style) -> bytes:
    """Return the text of a whole document, with a newline at its end.

    Args:
        value: as for `write_value`.
        style: how to write.

    Raises:
        EditError: JSON has no text for the value.
        LimitError: it is nested deeper than Python can follow.
    """
    out = _pieces(value, style, b"", None)
    # Behind a text that is joined already, it would be copied once more.
    out.append(style.newline)
    return b"".join(out)


def _pieces(value: Any, style: Style, indent: bytes | None, like: View | None) -> list[bytes]:
    out: list[bytes] = []
    try:
        _write(value, style, indent, like, out)
    except RecursionError:
        raise LimitError("the new value is nested deeper than Python can follow") from None
    return out


def _write(
    value: Any, style: Style, indent: bytes | None, like: View | None, out: list[bytes]
) -> None:
    """Add the pieces of a value's text to a list: joined once, they are copied once."""
    if isinstance(value, Verbatim):
        out.append(value.token)
        return
    if isinstance(value, Numbers):
        _write_numbers(value, style, indent, like, out)
        return
    pairs = members_of(value)
    if pairs is not None:
        _write_object(pairs, style, indent, like, out)
        return
    elements = elements_of(value)
    if elements is not None:
        _write_array(elements, style, indent, like, out)
        return
    if isinstance(value, View):
        if value.kind == NUMBER:
            out.append(value.token)
            return
        if value.kind == NONFINITE:
            raise EditError(f"JSON has no spelling for {value.token.decode()}")
        value = value.value()
    out.append(write_string(value, style) if isinstance(value, str) else _write_scalar(value))


def write_string(characters: str, style: Style) -> bytes:
    """Return a string token.

    Raises:
        EditError: the string holds half a surrogate pair, which is no character.
    """
    lacking: list[str] = []
    if not characters.isascii():
        if any("\ud800" <= character <= "\udfff" for character in characters):
            raise EditError("a string holds half a surrogate pair, which is no character")
        if style.encoding is not None and not style.ascii_only:
            foreign = set(characters)
            lacking = [one for one in foreign if not one.isascii() and style.encoding.lacks(one)]
    return encode_string(
        characters,
        ascii_only=style.ascii_only,
        lacking=lacking,
        slashes=style.slashes,
        upper=style.upper,
    )


def write_key(key: Any, style: Style, colon: bytes | None = None) -> bytes:
    """Return a member's name with its colon.

    Raises:
        EditError: the name is no string that JSON can hold.
    """
    require_name(key)
    return write_string(key, style) + (style.colon if colon is None else colon)


def require_name(key: Any) -> None:
    """Refuse what cannot name a member.

    Raises:
        EditError: it is no string.
    """
    if type(key) is not str:
        raise EditError(f"a member's name is a string, not {type(key).__name__}")


def write_number_like(value: float, token: bytes) -> bytes:
    """Return a number's text, as an integer where that replaces one.

    Args:
        value: a double.
        token: the number that it replaces.
    """
    whole = not any(mark in token for mark in b".eE") and value.is_integer()
    if whole and abs(value) < _EXACT and (value != 0 or math.copysign(1, value) > 0):
        return b"%d" % int(value)
    return _write_scalar(value)


def members_of(value: Any) -> list[tuple[str, Any]] | None:
    """Return names and values of what JSON writes as an object, else None."""
    if isinstance(value, View):
        return list(value.members()) if value.kind == OBJECT else None
    return list(value.items()) if isinstance(value, Mapping) else None


def elements_of(value: Any) -> Sequence[Any] | None:
    """Return the elements of what JSON writes as an array, else None."""
    if isinstance(value, View):
        return list(value.elements()) if value.kind == ARRAY else None
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray)):
        return value
    return None


def like_for(container: View, key: str | None, value: Any) -> View | None:
    """Return the neighbour that a new value in a container may imitate.

    Args:
        container: an array or object.
        key: the new member's name, None in an array.
        value: the new value.
    """
    kind = _kind_of(value)
    if kind is None:
        return None
    if key is not None:
        member = container.get(key)
        if member is not None and member.kind == kind:
            return member
    # Among the first, lest many new values in a long container look through all of it.
    first = islice(container.children(), _NEIGHBOURS)
    fitting = (child for child in first if child.kind == kind)
    return next((child for child in fitting if gaps_of(child) is not None), None)


def _kind_of(value: Any) -> str | None:
    if isinstance(value, View):
        return value.kind if value.kind in (OBJECT, ARRAY) else None
    if isinstance(value, Mapping):
        return OBJECT
    if isinstance(value, Numbers) or elements_of(value) is not None:
        return ARRAY
    return None


def _write_object(
    pairs: list[tuple[str, Any]],
    style: Style,
    indent: bytes | None,
    like: View | None,
    out: list[bytes],
) -> None:
    if not pairs:
        out.append(b"{}")
        return
    gaps = _gaps(style, indent, like, lined=True)
    before = b"{" + gaps.open
    for key, value in pairs:
        out += (before, write_key(key, style, gaps.colon))
        neighbour = like_for(like, key, value) if like is not None else None
        try:
            _write(value, style, gaps.indent, neighbour, out)
        except EditError as error:
            raise inside(error, key) from None
        before = gaps.separator or b","
    out.append(gaps.close + b"}")


def _write_array(
    elements: Sequence[Any],
    style: Style,
    indent: bytes | None,
    like: View | None,
    out: list[bytes],
) -> None:
    if not elements:
        out.append(b"[]")
        return
    lined = any(_kind_of(element) is not None for element in elements)
    gaps = _gaps(style, indent, like, lined=lined)
    neighbour = like_for(like, None, elements[0]) if like is not None and lined else None
    before = b"[" + gaps.open
    for at, element in enumerate(elements):
        out.append(before)
        try:
            _write(element, style, gaps.indent, neighbour, out)
        except EditError as error:
            raise inside(error, at) from None
        before = gaps.separator or b","
    out.append(gaps.close + b"]")


def _gaps(style: Style, indent: bytes | None, like: View | None, *, lined: bool) -> Gaps:
    shown = gaps_of(like) if like is not None else None
    if shown is not None:
        return shown._replace(separator=shown.between(style), colon=shown.colon or style.colon)
    if indent is None or not lined:
        return Gaps(b"", style.separator, b"", style.colon)
    outer = style.newline + indent
    inner = outer + style.unit
    return Gaps(inner, b"," + inner, outer, style.colon)


def _write_scalar(value: Any) -> bytes:
    if value is None:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int):
        try:
            return b"%d" % value
        except ValueError:
            raise EditError("an integer has more digits than Python writes") from None
    if isinstance(value, float):
        if not math.isfinite(value):
            raise EditError(f"JSON has no spelling for {float(value)}")
        return float.__repr__(value).encode()
    if isinstance(value, WideNumber):
        return value.token.encode()
    hint = "its tolist() is what JSON has" if hasattr(value, "tolist") else None
    raise EditError(f"{type(value).__name__} is no type of JSON", hint=hint)


def _write_numbers(
    numbers: Numbers, style: Style, indent: bytes | None, like: View | None, out: list[bytes]
) -> None:
    if numbers.view is not None:
        # Whatever the spelling, it stays; only the white space is that of the new place.
        require_numbers(numbers.view, numbers.dimensions)
        token = numbers.view.token.translate(None, _WHITE)
        if b"n" in token.lower() or b"#" in token:
            raise EditError("JSON has no spelling for numbers that are not finite")
        rows = [token[1:-1]] if numbers.dimensions == 1 else token[2:-2].split(b"],[")
        if token == b"[]" and numbers.dimensions > 1:
            rows = []
    else:
        rows = _spell(numbers.array, like)
    levels = leaf_gaps(like) if like is not None else []
    if numbers.dimensions == 1:
        gaps = levels[0] if levels else Gaps(b"", style.separator, b"")
        _write_row(rows[0], gaps, gaps.between(style), out)
        return
    if not rows:
        out.append(b"[]")
        return
    outer = levels[0] if levels else _gaps(style, indent, None, lined=True)
    inner = levels[1] if len(levels) > 1 else Gaps(b"", style.separator, b"")
    between, within = outer.between(style), inner.between(style)
    before = b"[" + outer.open
    for row in rows:
        out.append(before)
        _write_row(row, inner, within, out)
        before = between
    out.append(outer.close + b"]")


def _write_row(row: bytes, gaps: Gaps, separator: bytes, out: list[bytes]) -> None:
    if not row:
        out.append(b"[]")
        return
    out += (b"[" + gaps.open, row.replace(b",", separator), gaps.close + b"]")


def _spell(array: npt.NDArray[np.float64], like: View | None) -> list[bytes]:
    """Return each row as numbers with commas; a list is one row."""
    import numpy as np

    if not np.isfinite(array).all():
        raise EditError("JSON has no spelling for numbers that are not finite")
    matrix = array if array.ndim > 1 else array[np.newaxis]
    shown = like.token if like is not None else b"."
    if not any(mark in shown for mark in (b".", b"e", b"E")):
        minus_zero = np.signbit(array) & (array == 0)
        if ((array == np.trunc(array)) & (np.abs(array) < _EXACT) & ~minus_zero).all():
            return [b",".join([b"%d" % each for each in row.tolist()]) for row in matrix]
    return spell_doubles(matrix)
