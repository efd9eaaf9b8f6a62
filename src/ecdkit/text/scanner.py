"""One scan of a JSON text to spans: what every value is, and where it begins and ends.

Nearly all of a large definition is arrays of numbers, so an array with no string and no object in
it is one *leaf*, whose end is found at memory speed and whose content is looked at only when asked.
Opaque parts made of very many small objects become *holes*: their end is known, their inside is
scanned when somebody descends into it. So the number of nodes stays small whatever the size.
"""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from ecdkit.text.checks import Checks
from ecdkit.text.grammar import KEY, SCALAR, STRING, decode_string, skip_space
from ecdkit.text.kinds import ARRAY, FALSE, NONFINITE, NULL, NUMBER, OBJECT, STRINGS, TRUE
from ecdkit.text.malformed import (
    Malformed,
    TooMuch,
    bad_string,
    cut_off,
    more_text,
    no_key,
    no_separator,
    no_value,
)
from ecdkit.text.node import Node

if TYPE_CHECKING:
    from ecdkit.limits import Limits

__all__ = ["Scanner"]

_SCALARS = ("", NUMBER, TRUE, FALSE, NULL, NONFINITE)
_QUOTE, _COMMA, _OPEN, _CLOSE, _OPEN_ARRAY, _CLOSE_ARRAY = b'",{}[]'
_OPENERS = {_OPEN: OBJECT, _OPEN_ARRAY: ARRAY}
_CLOSERS = {OBJECT: _CLOSE, ARRAY: _CLOSE_ARRAY}
_BRACKET = re.compile(rb"[\[\]]")
_LONG_STRING = 4 << 10
# A text with more nodes than this, and with fewer bytes than so many for each, gets holes.
_MANY_NODES = 4096
_BYTES_A_NODE = 256
# Threads share documents; a scanner of its own for each would search the text again and again.
_TURN = threading.Lock()


class Scanner:
    """Scans one text.

    Args:
        data: the text in UTF-8, without a byte order mark.
        limits: bounds on depth and on the length of a number.
        full: whether the inside of leaves is checked too.

    Attributes:
        checks: what knows whether parts of the text are JSON.
    """

    def __init__(self, data: bytes, limits: Limits, *, full: bool) -> None:
        self._data = data
        self._limits = limits
        self._full = full
        self.checks = Checks(data, limits)
        # The next quote or brace at or behind a place, so that none is searched for twice.
        self._next: dict[bytes, tuple[int, int]] = {}
        # A region without quotes and braces, and the arrays in it that are still open at its end.
        self._region = (0, 0)
        self._open_arrays: set[int] = set()

    def document(self) -> tuple[Node, int]:
        """Return the root of the text, and where it begins.

        Raises:
            Malformed: the text is not JSON, or beyond a limit.
        """
        data = self._data
        start = skip_space(data, 0)
        if start == len(data):
            message = "there is nothing but space" if data else "the document is empty"
            raise Malformed(start, message)
        root = self.value(start, 0, keyed=False)
        after = skip_space(data, start + root.size)
        if after != len(data):
            raise more_text(data, after)
        return root, start

    def value(self, pos: int, depth: int, *, keyed: bool) -> Node:
        """Return the value that begins at an offset.

        Args:
            pos: the offset, where no space is.
            depth: how many arrays and objects are around it.
            keyed: whether it is a member of an object.

        Raises:
            Malformed: it is not JSON, or beyond a limit.
        """
        kind = _OPENERS.get(self._data[pos])
        if kind is None:
            return self._scalar(pos)
        node = Node(kind)
        if kind == OBJECT or not self._leaf(node, pos, keyed=keyed, depth=depth):
            self._container(node, pos, depth)
        return node

    def expand(self, node: Node, start: int, depth: int) -> None:
        """Find the children of an array or object whose inside nobody has looked at.

        Args:
            node: a leaf or a hole.
            start: where it begins.
            depth: how many arrays and objects are around it.

        Raises:
            Malformed: the inside is not JSON, or beyond a limit.
        """
        with _TURN:
            if node.items is None:
                found = Node(node.kind)
                self._container(found, start, depth)
                if found.size != node.size:
                    self.checks.judge(start, depth, start + node.size)
                node.take(found)

    def _scalar(self, pos: int) -> Node:
        data = self._data
        if data[pos] == _QUOTE:
            return Node(STRINGS, self._string_end(pos) - pos)
        found = SCALAR.match(data, pos)
        if found is None:
            raise no_value(data, pos)
        end = found.end()
        if end - pos > self._limits.number:
            raise TooMuch(pos, f"a number of more than {self._limits.number:,} characters")
        kind = _SCALARS[found.lastindex or 0]
        if kind == NONFINITE:
            self.checks.finite = False
        return Node(kind, end - pos)

    def _string_end(self, pos: int) -> int:
        data = self._data
        close = data.find(b'"', pos + 1)
        if close - pos > _LONG_STRING:
            while close > 0 and _is_escaped(data, close):
                close = data.find(b'"', close + 1)
            if close > 0 and self.checks.accepts(pos, close + 1):
                return close + 1
        found = STRING.match(data, pos)
        if found is None:
            raise bad_string(data, pos)
        return found.end()

    def _container(  # noqa: C901, PLR0912, PLR0915
        self, top: Node, first: int, depth: int
    ) -> None:
        """Scan what is inside `top`, whose bracket opens at `first`.

        One loop with a stack of its own, because documents may nest deeper than Python calls;
        long, because a call for every value would double its time.
        """
        data, limit = self._data, self._limits.depth
        key_match, scalar, keys = KEY.match, self._scalar, dict[bytes, str]()
        # Open containers: where each begins, and how many nodes there were before.
        stack: list[tuple[Node, int, int]] = []
        node, start, begin, closer = top, first, 0, _CLOSERS[top.kind]
        items, starts = top.open()
        count = 0
        shallow, around = False, list[Node]()
        if depth >= limit:
            raise TooMuch(first, f"nesting deeper than {limit:,} levels")
        pos = skip_space(data, first + 1)
        empty = pos < len(data) and data[pos] == closer
        while True:
            many = count > _MANY_NODES and count * _BYTES_A_NODE > pos - first
            if many and stack and not empty:
                chain = [*stack, (node, start, begin)]
                level = _level_of_hole(chain, count, around)
                around, shallow = [entry[0] for entry in chain[:level]], shallow or level == 1
                hole, hole_start, count = chain[level]
                node, start, begin = chain[level - 1]
                assert node.items is not None
                items, starts, closer = node.items, node.starts, _CLOSERS[node.kind]
                del stack[level - 1 :]
                hole.close()
                pos = self.checks.skip(hole_start, depth + level)
                hole.size = pos - hole_start
                keys.clear()
            elif not empty:
                if closer == _CLOSE:
                    found = key_match(data, pos)
                    if found is None or found.end() == len(data):
                        raise no_key(data, pos, start, first=not items)
                    token = found[1]
                    key = keys.get(token)
                    if key is None:
                        key = keys[token] = decode_string(token)
                    node.keys.append(key)
                    node.names.append((found.end() - pos, len(token)))
                    pos = found.end()
                elif pos == len(data):
                    raise cut_off(data, ARRAY, start)
                count += 1
                kind = _OPENERS.get(data[pos])
                starts.append(pos - start)
                if kind is None:
                    child = scalar(pos)
                    items.append(child)
                    pos += child.size
                else:
                    child = Node(kind)
                    items.append(child)
                    inner = depth + len(stack) + 1
                    if kind == ARRAY and self._leaf(
                        child, pos, keyed=closer == _CLOSE, depth=inner
                    ):
                        pos += child.size
                    elif not stack and (many or shallow):
                        end = self.checks.skip(pos, inner)
                        child.size, pos = end - pos, end
                    elif inner >= limit:
                        raise TooMuch(pos, f"nesting deeper than {limit:,} levels")
                    else:
                        stack.append((node, start, begin))
                        node, start, begin, closer = child, pos, count, _CLOSERS[kind]
                        items, starts = child.open()
                        pos = skip_space(data, pos + 1)
                        empty = pos < len(data) and data[pos] == closer
                        continue
            while True:
                pos = skip_space(data, pos)
                byte = data[pos] if pos < len(data) else 0
                if byte == closer:
                    pos += 1
                    node.size = pos - start
                    if not stack:
                        return
                    node, start, begin = stack.pop()
                    assert node.items is not None
                    items, starts, closer = node.items, node.starts, _CLOSERS[node.kind]
                    continue
                if byte != _COMMA:
                    raise no_separator(data, pos, node.kind, start)
                pos = skip_space(data, pos + 1)
                empty = False
                break

    def _leaf(self, node: Node, pos: int, *, keyed: bool, depth: int) -> bool:
        """Whether an array is a leaf; if so, find its end, and check it if asked."""
        quote, brace = self._find(b'"', pos), self._find(b"{", pos)
        if keyed:
            end = self._end_of_member(pos, quote, brace, depth)
        else:
            end = self._end_of_element(pos, min(quote, brace))
        if end < 0:
            return False
        if depth >= self._limits.depth:
            raise TooMuch(pos, f"nesting deeper than {self._limits.depth:,} levels")
        node.leaf, node.size = True, end - pos
        if self._full:
            self.checks.check(node, pos, depth)
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
            return self.checks.judge(pos, depth)
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


def _level_of_hole(chain: list[tuple[Node, int, int]], count: int, around: list[Node]) -> int:
    """Return which of the open containers becomes a hole.

    It is the deepest that holds half of the nodes. Where one has been found before, it is the
    container that holds both, so that a forest is one hole and not a hole for every tree.

    Args:
        chain: the open containers, where each begins, and how many nodes there were before; the
            first cannot be a hole.
        count: how many there are now.
        around: the containers that were open around the last hole, if there was one.
    """
    if around:
        shared = sum(1 for old, entry in zip(around, chain, strict=False) if old is entry[0])
        return max(shared - 1, 1)
    level = len(chain) - 1
    while level > 1 and count - chain[level][2] < count // 2:
        level -= 1
    return level


def _is_escaped(data: bytes, pos: int) -> bool:
    at = pos
    while data[at - 1] == b"\\"[0]:
        at -= 1
    return (pos - at) % 2 == 1
