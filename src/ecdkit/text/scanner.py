"""One scan of a JSON text to spans: what every value is, and where it begins and ends.

Nearly all of a large definition is arrays of numbers, so an array with no string and no object in
it is one *leaf*, whose end is found at memory speed and whose content is looked at only when asked.
Opaque parts made of very many small objects become *holes*: their end is known, their inside is
scanned when somebody descends into it. So the number of nodes stays small whatever the size.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from ecdkit.text.fast import FastText
from ecdkit.text.grammar import KEY, ROW, SCALAR, SPACE, STRING, decode_string
from ecdkit.text.judge import judge
from ecdkit.text.malformed import (
    Malformed,
    TooMuch,
    bad_string,
    cut_off,
    no_key,
    no_separator,
    no_value,
)

if TYPE_CHECKING:
    from ecdkit.limits import Limits

__all__ = [
    "ARRAY",
    "FALSE",
    "NONFINITE",
    "NULL",
    "NUMBER",
    "OBJECT",
    "STRINGS",
    "TRUE",
    "Node",
    "Scanner",
]

OBJECT: Final = "object"
ARRAY: Final = "array"
STRINGS: Final = "string"
NUMBER: Final = "number"
TRUE: Final = "true"
FALSE: Final = "false"
NULL: Final = "null"
NONFINITE: Final = "non-finite number"

_SCALARS = ("", NUMBER, TRUE, FALSE, NULL, NONFINITE)
_QUOTE, _COMMA, _OPEN, _CLOSE, _OPEN_ARRAY, _CLOSE_ARRAY = b'",{}[]'
_OPENERS = {_OPEN: OBJECT, _OPEN_ARRAY: ARRAY}
_CLOSERS = {OBJECT: _CLOSE, ARRAY: _CLOSE_ARRAY}
_NO_KEYS: list[str] = []
_NO_SPANS: list[tuple[int, int]] = []
_BRACKET = re.compile(rb"[\[\]]")
_NUMERIC = b"+-.0123456789eE"
_NO_BRACKET = bytes(byte for byte in range(256) if byte not in b"[]")
_STEPS = {_OPEN_ARRAY: 1, _CLOSE_ARRAY: -1}
_CHUNK = 1 << 20

# In a text of fewer bytes Python's regular expressions are done before a faster parser is loaded.
_SMALL = 256 << 10
_LONG_STRING = 4 << 10
# A text with more nodes than this, and with fewer bytes than so many for each, gets holes.
_MANY_NODES = 4096
_BYTES_A_NODE = 256


class Node:
    """The span of one value, and of what is in it as far as anybody has looked.

    Attributes:
        kind: one of the constants of this module.
        start: offset of the first byte.
        end: offset behind the last byte.
        items: the elements of an array or the values of an object in order; None where nobody
            has looked yet (a leaf, a hole).
        keys: the names of an object's members, in the order of `items`.
        spans: where each name stands, with its quotes.
        places: the index of each name in `keys`, the last of a repeated one; None until asked for.
        leaf: whether this is an array with no string and no object in it.
    """

    __slots__ = ("end", "items", "keys", "kind", "leaf", "places", "spans", "start")

    def __init__(self, kind: str, start: int, end: int = -1) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.leaf = False
        self.items: list[Node] | None = None
        # Most values are no objects; a list for each would double the memory.
        self.keys: list[str] = [] if kind == OBJECT else _NO_KEYS
        self.spans: list[tuple[int, int]] = [] if kind == OBJECT else _NO_SPANS
        self.places: dict[str, int] | None = None


class Scanner:
    """Scans one text.

    Args:
        data: the text in UTF-8, without a byte order mark.
        limits: bounds on depth and on the length of a number.
        full: whether the inside of leaves is checked too.
    """

    def __init__(self, data: bytes, limits: Limits, *, full: bool) -> None:
        self._data = data
        self._limits = limits
        self._full = full
        self._fast = FastText(data)
        # The next quote or brace at or behind a place, so that none is searched for twice.
        self._next: dict[bytes, tuple[int, int]] = {}
        # A region without quotes and braces, and the arrays in it that are still open at its end.
        self._region = (0, 0)
        self._open_arrays: set[int] = set()

    def document(self) -> Node:
        """Return the root of the text.

        Raises:
            Malformed: the text is not JSON, or beyond a limit.
        """
        data = self._data
        start = _skip_space(data, 0)
        if start == len(data):
            message = "there is nothing but space" if data else "the document is empty"
            raise Malformed(start, message)
        root = self._value(start)
        after = _skip_space(data, root.end)
        if after != len(data):
            raise Malformed(
                after,
                "there is more text after the end of the document",
                "remove it, or the bracket that ends the document too early",
            )
        return root

    def expand(self, node: Node, depth: int) -> None:
        """Find the children of an array or object whose inside nobody has looked at.

        Args:
            node: a leaf or a hole.
            depth: how many arrays and objects are around it.

        Raises:
            Malformed: the inside is not JSON, or beyond a limit.
        """
        if node.items is None:
            end = node.end
            try:
                self._container(node, depth)
                if node.end != end:
                    judge(self._data, node.start, depth, self._limits, end)
            except Malformed:
                # What was found so far must not pass for all there is.
                node.items, node.keys, node.spans, node.end = None, [], [], end
                raise

    def check(self, node: Node, depth: int) -> None:
        """Check the inside of an array or object, usually a leaf, against the grammar.

        Raises:
            Malformed: it is not JSON, or beyond a limit.
        """
        data, start, end = self._data, node.start, node.end
        if not node.leaf:
            good = False
        elif len(data) < _SMALL:
            row = ROW.match(data, start, end) if end - start < self._limits.number else None
            good = row is not None and row.end() == end
        else:
            good = self._fast.accepts(start, end) and not self._may_exceed(start, end, depth)
        if not good:
            judge(data, start, depth, self._limits, end)

    def _may_exceed(self, start: int, end: int, depth: int) -> bool:
        """Whether a leaf may be beyond a limit, of which the fast parser knows nothing."""
        data, longest = self._data, self._limits.number
        # A longer number fills one of these windows.
        window = max(longest // 2, 1)
        for at in range(start, end, window):
            if not data[at : at + window].strip(_NUMERIC):
                return True
        deepest = self._limits.depth - depth
        return data.count(b"[", start, end) > deepest and _levels(data, start, end) > deepest

    def _value(self, pos: int) -> Node:
        kind = _OPENERS.get(self._data[pos])
        if kind is None:
            return self._scalar(pos)
        node = Node(kind, pos)
        if kind == OBJECT or not self._leaf(node, keyed=False, depth=0):
            self._container(node, 0)
        return node

    def _scalar(self, pos: int) -> Node:
        data = self._data
        if data[pos] == _QUOTE:
            return Node(STRINGS, pos, self._string_end(pos))
        found = SCALAR.match(data, pos)
        if found is None:
            raise no_value(data, pos)
        end = found.end()
        if end - pos > self._limits.number:
            raise TooMuch(pos, f"a number of more than {self._limits.number:,} characters")
        return Node(_SCALARS[found.lastindex or 0], pos, end)

    def _string_end(self, pos: int) -> int:
        data = self._data
        close = data.find(b'"', pos + 1)
        if close - pos > _LONG_STRING:
            while close > 0 and _is_escaped(data, close):
                close = data.find(b'"', close + 1)
            if close > 0 and self._fast.accepts(pos, close + 1):
                return close + 1
        found = STRING.match(data, pos)
        if found is None:
            raise bad_string(data, pos)
        return found.end()

    def _container(self, top: Node, depth: int) -> None:  # noqa: C901, PLR0912, PLR0915
        """Scan what is inside `top`, whose bracket opens at its start.

        One loop with a stack of its own, because documents may nest deeper than Python calls;
        long, because a call for every value would double its time.
        """
        data, limit = self._data, self._limits.depth
        key_match, scalar, names = KEY.match, self._scalar, dict[bytes, str]()
        stack: list[tuple[Node, list[Node], int]] = []
        node, items, closer = top, list[Node](), _CLOSERS[top.kind]
        node.items = items
        count = begin = 0
        shallow, around = False, list[Node]()
        if depth >= limit:
            raise TooMuch(top.start, f"nesting deeper than {limit:,} levels")
        pos = _skip_space(data, top.start + 1)
        empty = pos < len(data) and data[pos] == closer
        while True:
            many = count > _MANY_NODES and count * _BYTES_A_NODE > pos - top.start
            if many and stack and not empty:
                chain, begins = (
                    [*(entry[0] for entry in stack), node],
                    [entry[2] for entry in stack],
                )
                begins.append(begin)
                level = _level_of_hole(begins, count, chain, around)
                around, shallow = chain[:level], shallow or level == 1
                node, hole, begin = chain[level - 1], chain[level], begins[level - 1]
                items, closer, count = stack[level - 1][1], _CLOSERS[node.kind], begins[level]
                del stack[level - 1 :]
                hole.items, hole.keys, hole.spans = None, [], []
                pos = hole.end = self._skip(hole.start, depth + level)
                names.clear()
            elif not empty:
                if closer == _CLOSE:
                    found = key_match(data, pos)
                    if found is None or found.end() == len(data):
                        raise no_key(data, pos, node.start, first=not items)
                    token = found[1]
                    name = names.get(token)
                    if name is None:
                        name = names[token] = decode_string(token)
                    node.keys.append(name)
                    node.spans.append(found.span(1))
                    pos = found.end()
                elif pos == len(data):
                    raise cut_off(data, ARRAY, node.start)
                count += 1
                kind = _OPENERS.get(data[pos])
                if kind is None:
                    child = scalar(pos)
                    items.append(child)
                    pos = child.end
                else:
                    child = Node(kind, pos)
                    items.append(child)
                    inner = depth + len(stack) + 1
                    if kind == ARRAY and self._leaf(child, keyed=closer == _CLOSE, depth=inner):
                        pos = child.end
                    elif not stack and (many or shallow):
                        pos = child.end = self._skip(pos, inner)
                    elif inner >= limit:
                        raise TooMuch(pos, f"nesting deeper than {limit:,} levels")
                    else:
                        stack.append((node, items, begin))
                        node, items, begin, closer = child, [], count, _CLOSERS[kind]
                        node.items = items
                        pos = _skip_space(data, pos + 1)
                        empty = pos < len(data) and data[pos] == closer
                        continue
            while True:
                pos = _skip_space(data, pos)
                byte = data[pos] if pos < len(data) else 0
                if byte == closer:
                    pos += 1
                    node.end = pos
                    if not stack:
                        return
                    node, items, begin = stack.pop()
                    closer = _CLOSERS[node.kind]
                    continue
                if byte != _COMMA:
                    raise no_separator(data, pos, node.kind, node.start)
                pos = _skip_space(data, pos + 1)
                empty = False
                break

    def _leaf(self, node: Node, *, keyed: bool, depth: int) -> bool:
        """Whether an array is a leaf; if so, find its end, and check it if asked."""
        pos = node.start
        quote, brace = self._find(b'"', pos), self._find(b"{", pos)
        if keyed:
            end = self._end_of_member(pos, quote, brace, depth)
        else:
            end = self._end_of_element(pos, min(quote, brace))
        if end < 0:
            return False
        if depth >= self._limits.depth:
            raise TooMuch(pos, f"nesting deeper than {self._limits.depth:,} levels")
        node.leaf, node.end = True, end
        if self._full:
            self.check(node, depth)
        return True

    def _end_of_member(self, pos: int, quote: int, brace: int, depth: int) -> int:
        """Return the end of an array that is a member's value, or -1 where it is no leaf.

        In valid JSON such an array ends at the last bracket before the next name or closing
        brace, if neither a string nor an object comes before those.
        """
        data = self._data
        stop = min(quote, brace, self._find(b"}", pos))
        if stop == brace < len(data) or (stop == quote < len(data) and not KEY.match(data, quote)):
            return -1
        end = data.rfind(b"]", pos, stop) + 1
        if not end:
            # No bracket closes it. The judge names the place.
            return judge(data, pos, depth, self._limits)
        return end

    def _end_of_element(self, pos: int, stop: int) -> int:
        """Return the end of an array inside another array, or -1 where it is no leaf."""
        if not self._region[0] <= pos < self._region[1]:
            self._region = (pos, stop)
            self._open_arrays = set()
            unclosed: list[int] = []
            for found in _BRACKET.finditer(self._data, pos, stop):
                if found[0] == b"[":
                    unclosed.append(found.start())
                    if len(unclosed) > self._limits.depth:
                        # Nobody gets this deep, so nobody has to know what comes behind.
                        self._region = (pos, found.end())
                        break
                else:
                    unclosed.pop()
                    if not unclosed:
                        self._region = (pos, found.end())
                        return found.end()
            self._open_arrays.update(unclosed)
        if pos in self._open_arrays:
            return -1
        depth = 0
        for found in _BRACKET.finditer(self._data, pos, stop):
            depth += 1 if found[0] == b"[" else -1
            if not depth:
                return found.end()
        return -1

    def _find(self, what: bytes, pos: int) -> int:
        low, high = self._next.get(what, (0, -1))
        if not low <= pos <= high:
            high = self._data.find(what, pos)
            if high < 0:
                high = len(self._data)
            self._next[what] = (pos, high)
        return high

    def _skip(self, pos: int, depth: int) -> int:
        """Return the end of the array or object at an offset, checked against the grammar."""
        end = self._fast.end_of(pos)
        return end if end > 0 else judge(self._data, pos, depth, self._limits)


def _level_of_hole(begins: list[int], count: int, chain: list[Node], around: list[Node]) -> int:
    """Return which of the open containers becomes a hole.

    It is the deepest that holds half of the nodes. Where one has been found before, it is the
    container that holds both, so that a forest is one hole and not a hole for every tree.

    Args:
        begins: how many nodes there were when each open container began.
        count: how many there are now.
        chain: the open containers; the first cannot be a hole.
        around: the containers that were open around the last hole, if there was one.
    """
    if around:
        shared = sum(1 for old, new in zip(around, chain, strict=False) if old is new)
        return max(shared - 1, 1)
    level = len(begins) - 1
    while level > 1 and count - begins[level] < count // 2:
        level -= 1
    return level


def _levels(data: bytes, start: int, end: int) -> int:
    """Return how deep the arrays of a leaf are nested."""
    chunks = range(start, end, _CHUNK)
    brackets = b"".join(
        data[at : min(at + _CHUNK, end)].translate(None, _NO_BRACKET) for at in chunks
    )
    # The innermost are most of them.
    around = brackets.replace(b"[]", b"")
    return 1 + max(accumulate(map(_STEPS.__getitem__, around)), default=0)


def _skip_space(data: bytes, pos: int) -> int:
    return SPACE.match(data, pos).end()  # type: ignore[union-attr]  # it matches no space too


def _is_escaped(data: bytes, pos: int) -> bool:
    at = pos
    while data[at - 1] == b"\\"[0]:
        at -= 1
    return (pos - at) % 2 == 1
