"""The longest ascending run in a sequence: what stays while the rest moves around it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["longest_ascending"]


def longest_ascending(source: Sequence[int | None]) -> set[int]:
    """Return the positions of a longest ascending run, in n log n.

    Args:
        source: numbers of which none stands twice; None where there is no number.
    """
    tails: list[int] = []
    positions: list[int] = []
    parent: dict[int, int | None] = {}
    for at, place in enumerate(source):
        if place is None:
            continue
        where = bisect_left(tails, place)
        parent[at] = positions[where - 1] if where else None
        tails[where : where + 1] = [place]
        positions[where : where + 1] = [at]
    kept: set[int] = set()
    step = positions[-1] if positions else None
    while step is not None:
        kept.add(step)
        step = parent[step]
    return kept
