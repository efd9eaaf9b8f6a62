"""What a JSON value cannot show: names that stand twice, and spellings that other readers refuse.

Found on the whole text at once; a place is looked up only for what was found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from ecdkit.text.fast import FastText
from ecdkit.text.grammar import NONFINITE_ANYWHERE, SURROGATE_ANYWHERE, decode_string
from ecdkit.text.scanner import ARRAY, NONFINITE, NUMBER, OBJECT
from ecdkit.text.values import WideNumber, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.text.jsontext import JsonText
    from ecdkit.text.view import View

__all__ = ["Finding", "duplicate_names", "lone_surrogates", "nonfinite_numbers", "wide_numbers"]

# In a text of fewer bytes a search is done before a faster parser is loaded.
_SMALL = 256 << 10
# Bytes that the fast parser turns into Python objects at once.
_PIECE = 8 << 20
# Begun only where a run of digits begins: a long one is not read again from each of its digits.
_WIDE = re.compile(rb"(?<![0-9.])[0-9.]*+[eE][-+]?[0-9]{3,}|(?<![0-9])[0-9]{300,}")
_LONE = re.compile("[\ud800-\udfff]")


class Finding(NamedTuple):
    """Something at a place.

    Attributes:
        view: the value there; of a name its object.
        offset: where exactly.
        token: its spelling.
    """

    view: View
    offset: int
    token: str


def duplicate_names(text: JsonText) -> Iterator[Finding]:
    """Yield the members whose name stood before in the same object, by the later name."""
    stack = [text.root]
    while stack:
        view = stack.pop()
        if view.node.leaf or view.kind not in (OBJECT, ARRAY):
            continue
        if view.node.items is None and not _may_repeat(text.data, view.node.start, view.node.end):
            continue
        for name, (start, _) in view.duplicates() if view.kind == OBJECT else ():
            yield Finding(view, start, name)
        stack += [child for child in view.children() if child.kind in (OBJECT, ARRAY)][::-1]


def nonfinite_numbers(text: JsonText) -> Iterator[Finding]:
    """Yield the numbers that RFC 8259 has no spelling for."""
    if not _is_plain(text):
        for found in NONFINITE_ANYWHERE.finditer(text.data):
            view = value_at(text, found.start())
            if view is not None and view.kind == NONFINITE:
                yield Finding(view, found.start(), found[0].decode())


def lone_surrogates(text: JsonText) -> Iterator[Finding]:
    """Yield the strings and names that hold half a surrogate pair."""
    if b"\\u" not in text.data or _is_plain(text):
        return
    seen = -1
    for found in SURROGATE_ANYWHERE.finditer(text.data):
        if found.start() < seen:
            continue
        start, end = _string_around(text.data, found.start())
        seen = end
        token = text.data[start:end]
        if _LONE.search(decode_string(token)):
            view = value_at(text, start)
            if view is not None:
                yield Finding(view, start, token.decode())


def wide_numbers(text: JsonText) -> Iterator[Finding]:
    """Yield the numbers that no double holds."""
    for found in _WIDE.finditer(text.data):
        view = value_at(text, found.start())
        if view is not None and view.kind == NUMBER:
            value = parse_number(view.token)
            if isinstance(value, WideNumber) or (isinstance(value, int) and _overflows(value)):
                yield Finding(view, view.node.start, value_token(view))


def value_at(text: JsonText, offset: int) -> View | None:
    """Return the innermost value around an offset; of a name its object."""
    view = text.root
    while view.kind in (OBJECT, ARRAY):
        at = bisect_right(view.nodes(), offset, key=attrgetter("start")) - 1
        if at < 0 or offset >= view.nodes()[at].end:
            return view
        view = view.nth(at)
    return view if view.node.start <= offset < view.node.end else None


def value_token(view: View) -> str:
    """Return how a value is spelled."""
    return view.token.decode()


def _overflows(value: int) -> bool:
    try:
        float(value)
    except OverflowError:
        return True
    return False


def _is_plain(text: JsonText) -> bool:
    """Whether a text is known to hold nothing that RFC 8259 leaves to us."""
    if len(text.data) < _SMALL:
        return False
    return FastText(text.data).accepts_plainly()


def _string_around(data: bytes, offset: int) -> tuple[int, int]:
    start = data.rfind(b'"', 0, offset)
    while _escaped(data, start):
        start = data.rfind(b'"', 0, start)
    end = data.find(b'"', offset)
    while _escaped(data, end):
        end = data.find(b'"', end + 1)
    return start, end + 1


def _escaped(data: bytes, offset: int) -> bool:
    at = offset
    while at > 0 and data[at - 1] == b"\\"[0]:
        at -= 1
    return (offset - at) % 2 == 1


def _may_repeat(data: bytes, start: int, end: int) -> bool:
    """Whether an object somewhere in a span may have two members of one name.

    A parser that keeps the last of them loses at least a name; so the text that is made of what
    it kept has fewer quotes than the source.
    """
    import gc

    import msgspec

    if end - start > _PIECE:
        return True
    piece = data[start:end]
    paused = gc.isenabled()
    gc.disable()
    try:
        again = msgspec.json.encode(msgspec.json.decode(piece))
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return True
    finally:
        if paused:
            gc.enable()
    return _quotes(piece) != _quotes(again)


def _quotes(data: bytes) -> int:
    if b"\\" in data:
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    return data.count(b'"')
