"""Where the numbers of a numeric leaf stand: in which rows, at which indices, at which bytes."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from ecdkit.text.view import View

__all__ = ["cell_spans", "dense_grid", "flat_indices", "grid_of", "paths_of"]

_NO_STRUCTURE = bytes(set(range(256)) - set(b"[],"))
_EMPTY = re.compile(rb"\[[ \t\n\r]*+\]")
_TWO_BYTES = 1 << 16
_TOKEN = re.compile(rb"[\[\],]|[^\[\], \t\n\r]++")
_CELL = re.compile(rb"[^\[\], \t\n\r]++")


def grid_of(leaf: bytes) -> tuple[int, int] | None:
    """Return rows and columns of a matrix; None where a leaf is none."""
    # To load NumPy would cost more than it saves.
    if "numpy" in sys.modules and (grid := dense_grid(leaf)) is not None:
        return grid
    structure = leaf.translate(None, _NO_STRUCTURE)
    if not structure.startswith(b"[[") or _EMPTY.search(leaf):
        return None
    width = structure.find(b"]") - 1
    row = b"[" + b"," * (width - 1) + b"]"
    rows = (len(structure) - 1) // (len(row) + 1)
    return (rows, width) if structure == b"[" + b",".join([row] * rows) + b"]" else None


def dense_grid(leaf: bytes) -> tuple[int, int] | None:
    """Return rows and columns of a matrix without white space; None of what else it may be."""
    import numpy as np

    data = np.frombuffer(leaf, np.uint8)
    marks = data == ord("]")
    ends = np.flatnonzero(marks)[:-1]
    rows = len(ends)
    if not rows or not leaf.startswith(b"[["):
        return None
    # Each row but the last is followed by a comma and a bracket; the last by one bracket. What is
    # nested deeper has two closing brackets together before that.
    gaps = ends[:-1]
    joined = (data[gaps + 1] == ord(",")).all() and (data[gaps + 2] == ord("[")).all()
    if not joined or ends[-1] != len(leaf) - 2:
        return None
    starts = np.concatenate(([0], gaps + 2))
    commas = np.equal(data, ord(","), out=marks).view(np.uint8)
    # Sums of two bytes are quicker by far, and hold what rows of that many bytes can have.
    short = rows == 1 or int(np.diff(ends).max()) < _TWO_BYTES
    counts = np.add.reduceat(commas, starts, dtype=np.uint16 if short else np.int64)
    # One comma stands behind each row but the last.
    width = int(counts[-1]) + 1
    same = ends[0] < _TWO_BYTES or not short
    # What has a comma has a number on either side of it, for the leaf is JSON.
    return (rows, width) if same and width > 1 and bool((counts[:-1] == width).all()) else None


def paths_of(leaf: bytes, grid: tuple[int, int] | None) -> Callable[[int], tuple[int, ...]]:
    """Return what turns the number of a cell into its indices."""
    if grid is not None:
        width = grid[1]
        return lambda at: divmod(at, width)
    if leaf.count(b"[") == 1:
        return lambda at: (at,)
    walked: list[tuple[int, ...]] = []

    def walk(at: int) -> tuple[int, ...]:
        if not walked:
            walked.extend(_walk(leaf))
        return walked[at]

    return walk


def flat_indices(leaf: bytes, paths: Sequence[tuple[int, ...]]) -> list[int | None]:
    """Return which number of a leaf stands at each path; None where there is none.

    Args:
        leaf: the text of an array without strings and objects.
        paths: indices that lead to numbers.
    """
    wanted = set(paths)
    grid = grid_of(leaf)
    found: dict[tuple[int, ...], int]
    if grid is not None:
        rows, width = grid
        found = {
            path: path[0] * width + path[1]
            for path in wanted
            if len(path) == len(grid) and path[0] < rows and path[1] < width
        }
    else:
        found = {path: at for at, path in enumerate(_walk(leaf)) if path in wanted}
    return [found.get(path) for path in paths]


def cell_spans(view: View, wanted: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return where numbers of a leaf stand in its text.

    Args:
        view: the leaf.
        wanted: which numbers, counted from 0 through all rows.
    """
    if not wanted:
        return {}
    data, (start, end) = view.text.data, view.span
    spans: dict[int, tuple[int, int]] = {}
    for at, found in enumerate(_CELL.finditer(data, start, end)):
        if at in wanted:
            spans[at] = found.span()
            if len(spans) == len(wanted):
                break
    return spans


def _walk(leaf: bytes) -> Iterator[tuple[int, ...]]:
    """Yield the indices of every number of a leaf in order."""
    path: list[int] = []
    for found in _TOKEN.finditer(leaf):
        token = found[0]
        if token == b"[":
            path.append(0)
        elif token == b"]":
            path.pop()
        elif token == b",":
            path[-1] += 1
        else:
            yield tuple(path)
