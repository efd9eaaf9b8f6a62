"""What a JSON value cannot show: names that stand twice, and spellings that other readers refuse.

Found on the whole text at once; a place is looked up only for what was found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ecdkit.text.grammar import NONFINITE as NONFINITE_TOKEN
from ecdkit.text.grammar import NONFINITE_ANYWHERE, SURROGATE_ANYWHERE, decode_string
from ecdkit.text.grammar import NUMBER as NUMBER_TOKEN
from ecdkit.text.kinds import ARRAY, NONFINITE, NUMBER, OBJECT
from ecdkit.text.node import DOUBLES
from ecdkit.text.pointer import format_pointer
from ecdkit.text.values import WideNumber, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecdkit.text.jsontext import JsonText
    from ecdkit.text.view import View

__all__ = [
    "Finding",
    "duplicate_names",
    "is_uniform",
    "lone_surrogates",
    "nonfinite_numbers",
    "wide_numbers",
]

# In a text of fewer bytes a search is done before a faster parser is loaded.
_SMALL = 256 << 10
# Bytes that the fast parser turns into Python objects at once.
_PIECE = 16 << 20
# Whole numbers that may be wide. Begun only where a number begins, so that a long run of digits is
# not read again from each of its digits.
_WIDE = re.compile(
    rb"(?<![^ \t\n\r,:\[])-?+(?:[0-9.]++[eE][-+]?+[0-9]{3,}+|[0-9.]{200,}+)(?![^ \t\n\r,\]}])"
)
# What every wide number has, once all digits are zeros and signs are left out: an exponent of three
# digits, or as many digits in a row. Looked for where the processor keeps what it has just read.
_WIDE_DIGITS = 200
_WIDE_POWER, _WIDE_RUN = b"e000", b"0" * _WIDE_DIGITS
_SHAPE = bytes.maketrans(b"123456789.E", b"0000000000e")
_WINDOW = 256 << 10
# Smaller leaves are looked through with what is around them.
_LARGE_LEAF = 4 << 10
_MARKS = re.compile(rb"[\[\],]")
_OF_NUMBERS = b"0123456789+-.eE \t\n\r"
# An object without objects in it.
_INNERMOST = re.compile(rb"\{[^{}]*+\}")
# Objects are looked at in parts of so many bytes, which the processor keeps.
_PART = 256 << 10
# So many shapes are tried, each of which costs a search of the whole.
_SHAPES = 8
# So often an object stands in a row before a search for how often is worth it.
_RUN = 16
_LONE = re.compile("[\ud800-\udfff]")


class Finding(NamedTuple):
    """Something at a place.

    Attributes:
        view: the value there; of a name its object, of a number in a leaf the leaf.
        offset: where exactly.
        token: its spelling.
        path: the indices that lead to it from the value.
        more: how many more there are in the same leaf.
    """

    view: View
    offset: int
    token: str
    path: tuple[int, ...] = ()
    more: int = 0

    @property
    def pointer(self) -> str:
        """The JSON pointer that leads there."""
        return format_pointer((*self.view.path, *self.path))


def duplicate_names(text: JsonText) -> Iterator[Finding]:
    """Yield the members whose name stood before in the same object, by the later name."""
    stack = [text.root]
    while stack:
        view = stack.pop()
        if view.node.leaf or view.kind not in (OBJECT, ARRAY):
            continue
        if view.node.items is None and not _may_repeat(text.data, view.start, view.end):
            continue
        for name, (start, _) in view.duplicates() if view.kind == OBJECT else ():
            yield Finding(view, start, name)
        stack += [child for child in view.children() if child.kind in (OBJECT, ARRAY)][::-1]


def nonfinite_numbers(text: JsonText) -> Iterator[Finding]:
    """Yield the numbers that RFC 8259 has no spelling for; of those in one leaf the first."""
    if len(text.data) < _SMALL:
        # What all of their spellings have is found sooner than they are.
        letters = text.data.lower()
        may_be = b"nan" in letters or b"inf" in letters or b".#" in letters
    else:
        may_be = not text.is_finite
    if may_be:
        yield from _numbers(text, NONFINITE_ANYWHERE, NONFINITE_TOKEN.fullmatch)


def lone_surrogates(text: JsonText) -> Iterator[Finding]:
    """Yield the strings and names that hold half a surrogate pair."""
    if b"\\" not in text.data or b"\\u" not in text.data or _is_plain(text):
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
    """Yield the numbers that no double holds; of those in one leaf the first."""
    start = 0
    for begin, behind in [*_doubles(text), (len(text.data), 0)]:
        if _may_be_wide(text.data, start, begin):
            yield from _numbers(text, _WIDE, _is_wide, start, begin)
        start = behind


def _doubles(text: JsonText) -> Iterator[tuple[int, int]]:
    """Yield where large leaves stand of which each number is known to be a double."""
    root = text.root
    waiting = [(root.node, root.start)]
    while waiting:
        node, start = waiting.pop()
        if node.leaf:
            if node.known == DOUBLES and node.size >= _LARGE_LEAF:
                yield start, start + node.size
        elif node.items:
            inner = zip(node.items, node.starts, strict=True)
            waiting += [(item, start + at) for item, at in inner][::-1]


def _numbers(
    text: JsonText,
    pattern: re.Pattern[bytes],
    wanted: Callable[[bytes], object],
    start: int = 0,
    end: int | None = None,
) -> Iterator[Finding]:
    data = text.data
    leaf: View | None = None
    first: Finding | None = None
    for found in pattern.finditer(data, start, len(data) if end is None else end):
        if not wanted(found[0]):
            continue
        if leaf is not None and found.start() < leaf.end:
            first = first._replace(more=first.more + 1) if first is not None else None
            continue
        if first is not None:
            yield first
            first = None
        view = value_at(text, found.start())
        leaf = view if view is not None and view.is_leaf else None
        if leaf is not None:
            path = _path_in_leaf(data, leaf.start, found.start())
            first = Finding(leaf, found.start(), found[0].decode(), path)
        elif view is not None and view.kind in (NUMBER, NONFINITE):
            yield Finding(view, view.start, view.token.decode())
    if first is not None:
        yield first


def _path_in_leaf(data: bytes, start: int, offset: int) -> tuple[int, ...]:
    """Return the indices that lead from a leaf to a scalar in it."""
    path: list[int] = []
    for found in _MARKS.finditer(data, start, offset):
        if found[0] == b"[":
            path.append(0)
        elif found[0] == b"]":
            path.pop()
        else:
            path[-1] += 1
    return tuple(path)


def _is_wide(token: bytes) -> bool:
    if not NUMBER_TOKEN.fullmatch(token):  # inside a string may stand anything
        return False
    value = parse_number(token)
    return isinstance(value, WideNumber) or (isinstance(value, int) and _overflows(value))


def value_at(text: JsonText, offset: int) -> View | None:
    """Return the innermost value around an offset; of a name its object, in a leaf the leaf."""
    view = text.root
    if not view.start <= offset < view.end:
        return None
    while view.kind in (OBJECT, ARRAY) and not view.is_leaf:
        inner = view.around(offset)
        if inner is None:
            return view
        view = inner
    return view


def _overflows(value: int) -> bool:
    try:
        float(value)
    except OverflowError:
        return True
    return False


def _may_be_wide(data: bytes, start: int, end: int) -> bool:
    """Whether somewhere in a span are as many digits as a number has that no double holds."""
    for at in range(start, end, _WINDOW):
        shape = data[at : min(at + _WINDOW + _WIDE_DIGITS, end)].translate(_SHAPE, b"+-")
        if _WIDE_POWER in shape or _WIDE_RUN in shape:
            return True
    return False


def _is_plain(text: JsonText) -> bool:
    """Whether a text is known to hold nothing that RFC 8259 leaves to us."""
    return len(text.data) >= _SMALL and text.is_plain


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

    Most objects of such a span have the same names, and are done with at once. Of the others, a
    parser that keeps the last of two members loses at least a name; so the text that is made of
    what it kept has fewer quotes than the source.
    """
    import gc

    import msgspec

    if is_uniform(data, start, end):
        return False
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


def is_uniform(data: bytes, start: int = 0, end: int | None = None) -> bool:
    """Whether few shapes of objects make up a text, none of which repeats a name.

    Without numbers and space, objects of the same names look the same; those of a shape are taken
    out together, the innermost first. Names that were equal still are.

    Args:
        data: a text.
        start: where a value begins in it.
        end: where that ends; at the end of the text if not given.
    """
    end = len(data) if end is None else end
    left = []
    while start < end:
        stop = min(start + _PART, end)
        cut = stop if stop == end else data.rfind(b"}", start, stop) + 1 or stop
        rest = _without_uniform(data[start:cut])
        if rest is None:
            return False
        left.append(rest)
        start = cut
    # What is closed in another part than it is opened in is left of all parts.
    rest = left[0] if len(left) == 1 else _without_uniform(b"".join(left))
    return rest is not None and b"{" not in rest


def _without_uniform(part: bytes) -> bytes | None:
    """Return what is left of a text without numbers, space and objects of a few shapes.

    Args:
        part: of a valid text.

    Returns:
        What is left; None where names are repeated, or where that is not sure.
    """
    if b"\\" in part:
        return None
    rest = part.translate(None, _OF_NUMBERS)
    for _ in range(_SHAPES):
        found = _INNERMOST.search(rest)
        if found is None:
            break
        shape = found[0]
        pieces = shape.split(b'"')
        strings, after = pieces[1::2], pieces[2::2]
        # It is an object wherever its bytes are, and no part of strings that hold braces: its begin
        # is in none, as no letter follows the end of a string, and then its end is in none.
        if len(strings) != len(after) or not (shape == b"{}" or shape[2:3].isalpha()):
            return None
        names = [one for one, mark in zip(strings, after, strict=True) if mark[:1] == b":"]
        if len(set(names)) < len(names):
            return None
        rest = _without_runs(rest, found.start(), shape + b",")
        rest = rest.replace(shape + b",", b"").replace(shape, b"")
    return rest


def _without_runs(rest: bytes, start: int, unit: bytes) -> bytes:
    """Return a text without what is repeated from a place on, and as often from others."""
    kept, done = [], 0
    while start >= 0:
        end, many = start, _RUN
        while rest.startswith(unit * many, end):
            end, many = end + many * len(unit), many * 2
        if end == start:
            break
        while many := many // 2:
            if rest.startswith(unit * many, end):
                end += many * len(unit)
        kept.append(rest[done:start])
        start, done = rest.find(unit, end), end
    return b"".join([*kept, rest[done:]])


def _quotes(data: bytes) -> int:
    if b"\\" in data:
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    return data.count(b'"')
