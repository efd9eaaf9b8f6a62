"""The part of a list in which it differs from what others have in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.compare.cells import common_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.text.view import View

__all__ = ["differing", "elements_apart"]


def differing(view: View, others: Sequence[bytes]) -> tuple[int, int] | None:
    """Return where the elements begin and end around which all is the same.

    What stands before and behind them is, byte for byte, before and behind whole elements of the
    others too: quotes and brackets are in pairs there as they are here.

    Args:
        view: an array.
        others: what else could stand in its place, arrays too.

    Returns:
        Offsets from the array's first byte; None where not even the brackets are written alike.
    """
    token = view.token
    room = min(len(token), *map(len, others))
    head = min(common_head(token, other) for other in others)
    spans = [(one.start - view.start, one.end - view.start) for one in view.elements()]
    start = max((start for start, _ in spans if start <= head), default=None)
    if start is None:
        return None
    tail = min(common_head(token[::-1], other[::-1]) for other in others)
    tail = min(tail, room - start)
    end = min((end for _, end in spans if end >= len(token) - tail), default=None)
    return None if end is None else (start, end)


def elements_apart(lists: Sequence[Sequence[bytes]]) -> tuple[int, int]:
    """Return how many elements several lists begin with alike, and end with.

    Args:
        lists: the elements of each, as they are spelled.
    """
    head = _common(lists)
    return head, _common([one[head:][::-1] for one in lists])


def _common(lists: Sequence[Sequence[bytes]]) -> int:
    count = 0
    for elements in zip(*lists, strict=False):
        if any(one != elements[0] for one in elements):
            break
        count += 1
    return count
