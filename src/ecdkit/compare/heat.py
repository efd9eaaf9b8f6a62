"""How strongly the numbers of two arrays differ, as a grid that is small enough to look at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from attrs import frozen

from ecdkit.compare.cells import relative_change
from ecdkit.text.values import parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.compare.result import Change

__all__ = ["LEVELS", "Heat", "heat_of", "level_of"]

# A change up to this many parts of the larger number is of the level, from 1; 0 is none at all.
LEVELS = (1e-6, 1e-4, 1e-2, 0.1, 0.5, math.inf)
_WIDEST = 48
_WHITE = b" \t\n\r"


@frozen
class Heat:
    """The largest relative change in each field of a grid over an array.

    Attributes:
        rows: rows of the array.
        columns: columns of the array.
        step: how many rows and columns one field stands for.
        fields: level and largest relative change of each field, row by row.
    """

    rows: int
    columns: int
    step: int
    fields: tuple[tuple[tuple[int, float], ...], ...]


def level_of(relative: float) -> int:
    """Return how strong a change is, from 1; a change that cannot be measured is the strongest."""
    if relative < 0:
        return len(LEVELS)
    return next(at for at, most in enumerate(LEVELS, 1) if relative <= most)


def heat_of(change: Change) -> Heat | None:
    """Return the heat of a change of numbers; None where it is none.

    Args:
        change: the change.
    """
    numbers = change.numbers
    if numbers is None or change.old is None or change.new is None:
        return None
    rows, columns = numbers.shape if len(numbers.shape) > 1 else (1, numbers.shape[0])
    step = max(1, math.ceil(max(rows, columns) / _WIDEST))
    high, wide = math.ceil(rows / step), math.ceil(columns / step)
    grid = [[(0, 0.0)] * wide for _ in range(high)]
    for path, relative in _changes(change, columns):
        row, column = path if len(numbers.shape) > 1 else (0, path[0])
        level = level_of(relative)
        old = grid[row // step][column // step]
        grid[row // step][column // step] = max(old, (level, max(relative, old[1])))
    return Heat(rows, columns, step, tuple(map(tuple, grid)))


def _changes(change: Change, columns: int) -> Iterator[tuple[tuple[int, ...], float]]:
    """Yield where numbers differ, and by how much."""
    numbers = change.numbers
    assert numbers is not None
    assert change.old is not None
    assert change.new is not None
    tokens = [
        view.token.translate(None, _WHITE + b"[]").split(b",") for view in (change.old, change.new)
    ]
    flat = len(numbers.shape) == 1
    for at, (old, new) in enumerate(zip(*tokens, strict=True)):
        if old == new:
            continue
        path: tuple[int, ...] = (at,) if flat else divmod(at, columns)
        if change.cells is not None:
            path = change.cells[at]
            if flat and len(path) != 1:
                # Of an array that is no matrix only the order is shown.
                path = (min(at, numbers.shape[0] - 1),)
        yield path, relative_change(parse_scalar(old), parse_scalar(new))
