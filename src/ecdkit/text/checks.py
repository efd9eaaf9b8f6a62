"""Whether parts of a JSON text are JSON within the limits, which a fast parser says of most.

A scan finds where an array without a string and without an object ends; what is in such a leaf is
looked at here, when somebody asks.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from ecdkit.text.fast import FastText
from ecdkit.text.grammar import ROW
from ecdkit.text.judge import judge
from ecdkit.text.node import DOUBLES, JSON

if TYPE_CHECKING:
    from ecdkit.limits import Limits
    from ecdkit.text.node import Node

__all__ = ["Checks"]

# In a text of fewer bytes Python's regular expressions are done before a faster parser is loaded.
_SMALL = 256 << 10
_NUMERIC = b"+-.0123456789eE"
_NO_BRACKET = bytes(byte for byte in range(256) if byte not in b"[]")
_OPEN_ARRAY, _CLOSE_ARRAY = b"[]"
_STEPS = {_OPEN_ARRAY: 1, _CLOSE_ARRAY: -1}
_CHUNK = 1 << 20


class Checks:
    """Checks parts of one text.

    Args:
        data: the text in UTF-8, without a byte order mark.
        limits: bounds on depth and on the length of a number.

    Attributes:
        finite: whether nothing was found that may be a non-finite number.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._fast = FastText(data)
        self._limits = limits
        self.finite = True

    def check(self, node: Node, start: int, depth: int) -> None:
        """Check the inside of an array or object, usually a leaf, against the grammar.

        Args:
            node: the array or object.
            start: where it begins.
            depth: how many arrays and objects are around it.

        Raises:
            Malformed: it is not JSON, or beyond a limit.
        """
        if node.known:
            return
        data, end = self._data, start + node.size
        if not node.leaf:
            good = False
        elif len(data) < _SMALL:
            row = ROW.match(data, start, end) if end - start < self._limits.number else None
            good = row is not None and row.end() == end
            self.finite = False
        else:
            good = self.accepts(start, end) and not self._may_exceed(start, end, depth)
        if not good:
            self.judge(start, depth, end)
        if node.leaf:
            node.known = JSON

    def check_leaves(self, root: Node, start: int) -> None:
        """Check the inside of all leaves of which it is not known, in the order of places.

        Args:
            root: the root of the text.
            start: where it begins.

        Raises:
            Malformed: one of them is not JSON, or beyond a limit.
        """
        waiting = [(root, start, 0)]
        while waiting:
            node, start, depth = waiting.pop()
            if node.leaf:
                self.check(node, start, depth)
            elif node.items:
                inner = zip(node.items, node.starts, strict=True)
                waiting += [(item, start + at, depth + 1) for item, at in inner][::-1]

    def vouch(self, node: Node, start: int, depth: int, dimensions: int, *, zeros: bool) -> None:
        """Take note that a strict parser of JSON has read a leaf as finite doubles.

        Args:
            node: the leaf.
            start: where it begins.
            depth: how many arrays and objects are around it.
            dimensions: how deep its numbers stand.
            zeros: whether some of them are zero, which may stand for a number that is not.
        """
        checked = node.known or (
            depth + dimensions <= self._limits.depth
            and not self._may_be_long(start, start + node.size)
        )
        if checked:
            node.known = max(node.known, JSON if zeros else DOUBLES)

    def accepts(self, start: int, end: int) -> bool:
        """Whether the fast parser takes a span, perhaps with a little help.

        Args:
            start: where it begins.
            end: where it ends.
        """
        if self._fast.accepts(start, end):
            return True
        self.finite = False
        return self._fast.accepts_shaded(start, end)

    def judge(self, pos: int, depth: int, end: int | None = None) -> int:
        """Return the end of a value that may be no JSON at all, or not end where it should.

        Args:
            pos: where it begins.
            depth: how many arrays and objects are around it.
            end: where it ends if it is JSON; None where nobody knows.

        Raises:
            Malformed: it is not JSON, or beyond a limit.
        """
        self.finite = False
        return judge(self._data, pos, depth, self._limits, end)

    def skip(self, pos: int, depth: int) -> int:
        """Return the end of the array or object at an offset, checked against the grammar.

        Args:
            pos: the offset.
            depth: how many arrays and objects are around it.

        Raises:
            Malformed: it is not JSON, or beyond a limit.
        """
        end = self._fast.end_of(pos)
        if end < 0:
            self.finite = False
            end = self._fast.end_of_shaded(pos)
        return end if end > 0 else judge(self._data, pos, depth, self._limits)

    def _may_exceed(self, start: int, end: int, depth: int) -> bool:
        """Whether a leaf may be beyond a limit, of which the fast parser knows nothing."""
        if self._may_be_long(start, end):
            return True
        data, deepest = self._data, self._limits.depth - depth
        return data.count(b"[", start, end) > deepest and _levels(data, start, end) > deepest

    def _may_be_long(self, start: int, end: int) -> bool:
        """Whether a number in a leaf may be longer than the limit."""
        data = self._data
        # A longer number fills one of these windows.
        window = max(self._limits.number // 2, 1)
        return any(
            data.find(b",", at, at + window) < 0 and not data[at : at + window].strip(_NUMERIC)
            for at in range(start, end, window)
        )


def _levels(data: bytes, start: int, end: int) -> int:
    """Return how deep the arrays of a leaf are nested."""
    chunks = range(start, end, _CHUNK)
    brackets = b"".join(
        data[at : min(at + _CHUNK, end)].translate(None, _NO_BRACKET) for at in chunks
    )
    # The innermost are most of them.
    around = brackets.replace(b"[]", b"")
    return 1 + max(accumulate(map(_STEPS.__getitem__, around)), default=0)
