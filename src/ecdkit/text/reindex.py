"""The index of a text after an edit, made from the index before: only what changed is scanned."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from attrs import define, field

from ecdkit.text.grammar import KEY, decode_string, skip_space
from ecdkit.text.kinds import FALSE, NONFINITE, NULL, NUMBER, OBJECT, TRUE
from ecdkit.text.malformed import Malformed
from ecdkit.text.node import Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.text.scanner import Scanner
    from ecdkit.text.splice import Splice

__all__ = ["reindexed"]

_PLAIN = (NUMBER, TRUE, FALSE, NULL, NONFINITE)


def reindexed(
    scanner: Scanner, data: bytes, root: tuple[Node, int], splices: Sequence[Splice]
) -> tuple[Node, int]:
    """Return the root of a text after splices, and where it begins.

    Nodes of what did not change are those of the text before.

    Args:
        scanner: of the text after.
        data: the text after.
        root: the root of the text before, and where it began.
        splices: sorted; none overlaps another.

    Raises:
        Malformed: the new text is not JSON, or beyond a limit.
    """
    node, start = root
    if start < splices[0].start and splices[-1].end < start + node.size:
        try:
            return _inside(_After(scanner, data), node, (start, start), splices, 0), start
        except (_UnforeseenError, Malformed):
            # What is wrong is told by who reads the text from its start.
            pass
    return scanner.document()


class _UnforeseenError(Exception):
    """The text around a change is not what an edit leaves there, or nobody looked into it."""


@define
class _After:
    """The text after the edit."""

    scanner: Scanner
    data: bytes


@define
class _Change:
    """Neighbouring values of an array or object that changed.

    Attributes:
        first: the index of the first of them, in the text before.
        behind: the index of the first value behind that did not change.
        within: whether it is one value, and all that changed is between its brackets.
        splices: what changed.
    """

    first: int
    behind: int
    within: bool
    splices: list[Splice] = field(factory=list)

    @property
    def growth(self) -> int:
        """How many bytes more there are."""
        return sum(len(one.new) - (one.end - one.start) for one in self.splices)


class _Gap(NamedTuple):
    """A part of an array or object between values that did not change.

    Attributes:
        start: behind the value before, or behind the opening bracket.
        end: where the value behind begins, or at the closing bracket.
        follows: whether there is a value before.
        more: whether there is one behind.
    """

    start: int
    end: int
    follows: bool
    more: bool


def _inside(
    after: _After, old: Node, place: tuple[int, int], splices: Sequence[Splice], depth: int
) -> Node:
    """Return the node of a value between whose brackets something changed.

    Args:
        after: the text after.
        old: the node in the text before.
        place: where the value begins, before and after.
        splices: what changed in it.
        depth: how many arrays and objects are around it.
    """
    if old.items is None:
        raise _UnforeseenError
    before, now = place
    changes = _changes(old, before, splices)
    new = Node(old.kind)
    items, starts = new.open()
    named = old.kind == OBJECT
    moved = named and not all(change.within for change in changes)
    shift, done, fresh = 0, 0, list[Node]()
    for change in changes:
        first, behind, growth = change.first, change.behind, change.growth
        items += old.items[done:first]
        starts += _shifted(old.starts[done:first], shift)
        if moved:
            new.keys += old.keys[done:first]
            new.names += old.names[done:first]
        if change.within:
            start, child = old.starts[first], old.items[first]
            around = (before + start, now + start + shift)
            items.append(_changed(after, child, around, change, depth + 1, keyed=named))
            starts.append(start + shift)
            fresh.append(items[-1])
            if moved:
                new.keys.append(old.keys[first])
                new.names.append(old.names[first])
        else:
            more = behind < len(old.items)
            begin = old.starts[first - 1] + old.items[first - 1].size if first else 1
            end = _begin(old, behind) if more else old.size - 1
            count = len(items)
            gap = _Gap(now + begin + shift, now + end + shift + growth, first > 0, more)
            _scan(after, new, now, gap, depth)
            fresh += items[count:]
        shift += growth
        done = behind
    items += old.items[done:]
    starts += _shifted(old.starts[done:], shift)
    if moved:
        new.keys += old.keys[done:]
        new.names += old.names[done:]
    elif named:
        new.keys, new.names, new.places = old.keys, old.names, old.places
    else:
        new.leaf = all(map(_is_plain, fresh)) and (old.leaf or all(map(_is_plain, items)))
    new.size = old.size + shift
    return new


def _changed(
    after: _After,
    old: Node,
    place: tuple[int, int],
    change: _Change,
    depth: int,
    *,
    keyed: bool,
) -> Node:
    if old.items is not None:
        return _inside(after, old, place, change.splices, depth)
    node = after.scanner.value(place[1], depth, keyed=keyed)
    if node.size != old.size + change.growth:
        raise _UnforeseenError
    return node


def _changes(old: Node, before: int, splices: Sequence[Splice]) -> list[_Change]:
    assert old.items is not None
    changes: list[_Change] = []
    for splice in splices:
        start, end = splice.start - before, splice.end - before
        first = bisect_right(old.starts, start) - 1
        close = old.starts[first] + old.items[first].size if first >= 0 else 0
        within = first >= 0 and old.starts[first] < start and end < close
        if close <= start:
            first += 1
        behind = bisect_left(old.starts, end)
        if behind < len(old.items) and _begin(old, behind) < end:
            behind += 1
        if within:
            behind = first + 1
        change = _Change(first, max(first, behind), within)
        last = changes[-1] if changes else None
        # What begins in the gap where another change ends is one with it.
        if last is not None and first < last.behind + (not last.within and not within):
            last.within = last.within and within
            last.first = min(last.first, first)
            last.behind = max(last.behind, change.behind)
            change = last
        else:
            changes.append(change)
        change.splices.append(splice)
    return changes


def _begin(old: Node, index: int) -> int:
    """Return where an element begins, or a member with its name."""
    return old.starts[index] - (old.names[index][0] if old.names else 0)


def _scan(after: _After, new: Node, now: int, gap: _Gap, depth: int) -> None:
    """Scan elements or members, with the commas that part them from others.

    Args:
        after: the text after.
        new: the node that they are added to.
        now: where it begins.
        gap: where they stand.
        depth: how many arrays and objects are around `new`.
    """
    data, items, named = after.data, new.items, new.kind == OBJECT
    assert items is not None
    pos, end, comma, more = gap.start, gap.end, gap.follows, gap.more
    while True:
        pos = skip_space(data, pos)
        if pos == end and not (comma and more):
            return
        if comma:
            if data[pos : pos + 1] != b",":
                raise _UnforeseenError
            pos = skip_space(data, pos + 1)
            if pos == end and more:
                return
        if pos >= end:
            raise _UnforeseenError
        if named:
            found = KEY.match(data, pos, end)
            if found is None or found.end() == end:
                raise _UnforeseenError
            new.keys.append(decode_string(found[1]))
            new.names.append((found.end() - pos, len(found[1])))
            pos = found.end()
        new.starts.append(pos - now)
        items.append(after.scanner.value(pos, depth + 1, keyed=named))
        pos += items[-1].size
        comma = True


def _shifted(starts: list[int], shift: int) -> list[int]:
    return [start + shift for start in starts] if shift else starts


def _is_plain(node: Node) -> bool:
    """Whether a value may stand in a leaf."""
    return node.leaf or node.kind in _PLAIN
