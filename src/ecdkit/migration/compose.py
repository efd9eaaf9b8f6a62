"""Two ledgers in a row to one: from the first source to the last target."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from attrs import evolve

from ecdkit.ledger import KINDS
from ecdkit.text.pointer import format_pointer, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecdkit.ledger import LedgerEntry
    from ecdkit.problems import Grade

__all__ = ["composed", "origin_of"]

_Tokens = tuple[str, ...]
# From the best known to the least.
_GRADES: tuple[Grade, ...] = ("documented", "observed", "inferred", "project", "unknown")
# Kinds whose value is the source's own, so that what is inside is found inside.
_SAME = ("carried", "renamed")


def composed(
    first: Sequence[LedgerEntry], second: Sequence[LedgerEntry]
) -> tuple[LedgerEntry, ...]:
    """Return what became of the fields of a document after two steps.

    Args:
        first: the entries of the step from the document to one in the middle.
        second: the entries of the step from there.
    """
    middle = _Middle(first, second)
    found: list[LedgerEntry] = []
    for entry in second:
        if entry.source is None:
            found.append(entry)
        else:
            found += middle.joined(entry)
    found += [entry for entry in first if entry.target is None]
    # Fields that were found by two ways are told once.
    return tuple(dict.fromkeys(found))


def origin_of(pointer: str, entries: Sequence[LedgerEntry]) -> str | None:
    """Return where a field of a target stands in the source; None where it has no place there.

    Args:
        pointer: the field in the target.
        entries: what became of the fields of the source.
    """
    place = parse_pointer(pointer)
    outer, before = _Middle(entries, ()).outer(place)
    if before is None or before.source is None or before.kind not in _SAME:
        return None
    return before.source + format_pointer(place[len(outer) :])


class _Middle:
    """What the first step says of the document in the middle."""

    def __init__(self, first: Sequence[LedgerEntry], second: Sequence[LedgerEntry]) -> None:
        self._by_target = {
            parse_pointer(entry.target): entry for entry in first if entry.target is not None
        }
        self._targets = sorted(self._by_target)
        self._spoken = {parse_pointer(entry.source) for entry in second if entry.source is not None}

    def outer(self, place: _Tokens) -> tuple[_Tokens, LedgerEntry | None]:
        """Return the entry that speaks for a place of the middle, and where it stands itself."""
        for length in range(len(place), -1, -1):
            before = self._by_target.get(place[:length])
            if before is not None:
                return place[:length], before
        return (), None

    def joined(self, entry: LedgerEntry) -> Iterator[LedgerEntry]:
        """Yield what an entry of the second step says of the first source."""
        assert entry.source is not None
        place = parse_pointer(entry.source)
        outer, before = self.outer(place)
        if before is not None:
            yield from _both(before, place[len(outer) :], entry, ())
        # What is inside a place follows it in the order of paths.
        for at in range(bisect_right(self._targets, place), len(self._targets)):
            inner = self._targets[at]
            if inner[: len(place)] != place:
                break
            lengths = range(len(place) + 1, len(inner) + 1)
            if not any(inner[:length] in self._spoken for length in lengths):
                yield from _both(self._by_target[inner], (), entry, inner[len(place) :])


def _both(
    before: LedgerEntry, rest: _Tokens, after: LedgerEntry, inside: _Tokens
) -> Iterator[LedgerEntry]:
    """Yield what two entries say together: of a part of the first's, or inside the second's."""
    source = before.source
    if source is not None and before.kind in _SAME:
        source += format_pointer(rest)
    target = after.target
    if target is not None and after.kind in _SAME:
        target += format_pointer(inside)
    if after.target is None:
        # What the first step made up and the second dropped was never there.
        if source is not None:
            yield evolve(after, source=source)
        return
    if source is None:
        yield evolve(before, target=target)
        return
    yield evolve(
        after,
        source=source,
        target=target,
        kind=max(before.kind, after.kind, key=KINDS.index),
        grade=max(before.grade, after.grade, key=_GRADES.index),
        reason=after.reason or before.reason,
    )
