"""How the text around a place is written, so that new values look like their neighbours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from ecdkit.text.kinds import ARRAY, OBJECT

if TYPE_CHECKING:
    from ecdkit.text.encoding import Encoding
    from ecdkit.text.view import View

__all__ = [
    "CANONICAL",
    "Gaps",
    "Style",
    "Traits",
    "gaps_of",
    "indent_of",
    "leaf_gaps",
    "style_of",
    "traits_of",
]

_SPACE = rb"[ \t\n\r]*+"
_OPENING = re.compile(rb"[\[{](" + _SPACE + rb")")
_COMMA = re.compile(_SPACE + rb"," + _SPACE)
# The first elements of a leaf: a scalar or an innermost array, and what stands behind it.
_FIRST = re.compile(rb"(?:[^\[\], \t\n\r]++|\[[^\[\]]*+\])(" + _SPACE + rb"," + _SPACE + rb")?+")
_ESCAPED_LETTER = re.compile(rb"\\u[0-9]{0,3}+([a-fA-F])")


class Gaps(NamedTuple):
    """The text between the parts of one array or object.

    Attributes:
        open: between the opening bracket and the first value or name.
        separator: between two values, with the comma; None where there is but one value.
        close: between the last value and the closing bracket.
        colon: between a name and its value.
    """

    open: bytes
    separator: bytes | None
    close: bytes
    colon: bytes = b""

    @property
    def indent(self) -> bytes | None:
        """The indentation of the values; None where they stand on the bracket's line."""
        return _after_newline(self.open)

    def between(self, style: Style) -> bytes:
        """What stands between two values, also where there is but one to learn from."""
        if self.separator is not None:
            return self.separator
        return style.separator if self.indent is None else b"," + style.newline + self.indent


class Traits(NamedTuple):
    """What is true of a text as a whole; found once, because it takes a look at every byte.

    Attributes:
        ascii_only: it holds no character beyond ASCII.
        newlines: the line feed and the carriage return, each if it occurs.
        slashes: it holds escaped slashes.
        upper: its escapes have upper-case digits.
    """

    ascii_only: bool
    newlines: tuple[bytes, ...]
    slashes: bool
    upper: bool


@frozen
class Style:
    """How new text is written where no neighbour shows it.

    Attributes:
        newline: what ends a line.
        unit: what one level adds to the indentation.
        separator: what stands between two values on one line.
        colon: what stands between a name and its value.
        ascii_only: whether characters beyond ASCII are written as escapes.
        slashes: whether slashes are written as escapes.
        upper: whether escapes have upper-case digits.
        encoding: what the text becomes bytes in; characters it lacks are written as escapes.
    """

    newline: bytes = b"\n"
    unit: bytes = b"  "
    separator: bytes = b", "
    colon: bytes = b": "
    ascii_only: bool = True
    slashes: bool = False
    upper: bool = False
    encoding: Encoding | None = None


# Some of Esri's scripts read a file without a mark in the platform's own encoding (observed), so
# what is written from scratch is ASCII.
CANONICAL = Style()


def gaps_of(view: View) -> Gaps | None:
    """Return how an array or object is written; None where it is empty."""
    node, data, (start, end) = view.node, view.text.data, view.span
    opening = _matched(_OPENING, data, start)
    if start + 1 + len(opening) == end - 1:
        return None
    closing = _space_before(data, end - 1)
    if node.leaf and node.items is None:
        found = _FIRST.match(data, start + 1 + len(opening), end)
        if found is not None:
            return Gaps(opening, found[1], closing)
    first = view.nth(0)
    separator = _matched(_COMMA, data, first.end, group=0) if len(view) > 1 else None
    key = first.key_span
    colon = data[key[1] : first.start] if key is not None else b""
    return Gaps(opening, separator, closing, colon)


def leaf_gaps(view: View) -> list[Gaps]:
    """Return how the nested arrays of a leaf are written, from the outermost, by their first."""
    data, (start, end) = view.text.data, view.span
    gaps = []
    while data[start : start + 1] == b"[":
        opening = _matched(_OPENING, data, start)
        first = start + 1 + len(opening)
        found = _FIRST.match(data, first, end)
        if found is None:
            break
        gaps.append(Gaps(opening, found[1], _space_before(data, end - 1)))
        start, end = first, data.find(b"]", first, end) + 1
    return gaps


def indent_of(view: View) -> bytes | None:
    """Return the indentation of the line that a value begins; None where it begins none."""
    if not view.path:
        gaps = gaps_of(view) if view.kind in (OBJECT, ARRAY) else None
        return b"" if gaps is not None and gaps.indent is not None else None
    gaps = gaps_of(view.text.ancestors(view)[-1])
    return None if gaps is None else gaps.indent


def style_of(view: View) -> Style:
    """Return the style of the text around a value.

    What the value itself shows comes first, then what is around it, then the whole text.
    """
    text = view.text
    data, encoding = text.data, text.encoding
    around = [gaps for place in [view, *reversed(text.ancestors(view))] if (gaps := _gaps(place))]
    unit = next((unit for gaps in around if (unit := _unit(gaps))), b"  ")
    lined = any(gaps.indent is not None for gaps in around)
    separators = [gaps.separator for gaps in around if gaps.separator]
    separator = next((one for one in separators if _after_newline(one) is None), None)
    colon = next((gaps.colon for gaps in around if gaps.colon), None)
    spaced = lined or (separator or colon or b"").endswith(b" ")
    traits = text.traits
    return Style(
        newline=_newline(data, view.start, traits.newlines),
        unit=unit,
        separator=separator or (b", " if spaced else b","),
        colon=colon or (b": " if spaced else b":"),
        ascii_only=encoding.is_utf8 and not encoding.bom and traits.ascii_only,
        slashes=traits.slashes,
        upper=traits.upper,
        encoding=encoding,
    )


def traits_of(data: bytes) -> Traits:
    """Return what is true of a text as a whole."""
    # One byte is found at the speed of memory, two are not.
    escapes = b"\\" in data
    digit = _ESCAPED_LETTER.search(data) if escapes and b"\\u" in data else None
    return Traits(
        ascii_only=data.isascii(),
        newlines=tuple(mark for mark in (b"\n", b"\r") if mark in data),
        slashes=escapes and b"\\/" in data,
        upper=digit is not None and digit[1].isupper(),
    )


def _gaps(view: View) -> Gaps | None:
    return gaps_of(view) if view.kind in (OBJECT, ARRAY) else None


def _unit(gaps: Gaps) -> bytes | None:
    inner, outer = gaps.indent, _after_newline(gaps.close)
    if inner is None or outer is None or not inner.startswith(outer):
        return None
    return inner[len(outer) :]


def _newline(data: bytes, near: int, newlines: tuple[bytes, ...]) -> bytes:
    at = -1
    for mark in newlines:
        # Only what is nearer counts: looking from each of many edits at the whole takes too long.
        at = max(at, data.rfind(mark, max(at, 0), near))
    if at < 0:
        found = [place for mark in newlines if (place := data.find(mark, near)) >= 0]
        if not found:
            return b"\n"
        at = min(found)
    if data[at : at + 2] == b"\r\n" or data[max(at - 1, 0) : at + 1] == b"\r\n":
        return b"\r\n"
    return data[at : at + 1]


def _after_newline(gap: bytes) -> bytes | None:
    at = max(gap.rfind(b"\n"), gap.rfind(b"\r"))
    return gap[at + 1 :] if at >= 0 else None


def _space_before(data: bytes, end: int) -> bytes:
    start = end
    while data[start - 1] in b" \t\n\r":
        start -= 1
    return data[start:end]


def _matched(pattern: re.Pattern[bytes], data: bytes, at: int, group: int = 1) -> bytes:
    found = pattern.match(data, at)
    return found[group] if found else b""
