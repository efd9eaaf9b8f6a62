"""Which cells of two numeric leaves differ: by bytes, in blocks, parsing only what differs."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import frozen

from ecdkit.compare.grid import grid_of, paths_of
from ecdkit.text.values import WideNumber, equal, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


__all__ = [
    "Block",
    "Cell",
    "Leaf",
    "Tolerance",
    "common_ends",
    "common_head",
    "compact",
    "compare_leaves",
    "differing_blocks",
    "same_cells",
    "same_number",
]

_PIECE = 1 << 16
# Cells that are looked at together.
_BLOCK = 1 << 15
_STRUCTURE = (b"[", b"]", b",")
_FEW = 64
# Single cells are listed up to a quarter of a leaf; a leaf of more changes is told as a whole.
_DENSE = 4
_ALWAYS_LISTED = 16
_NO_STRUCTURE = bytes(set(range(256)) - set(b"[],"))
_WHITE = b" \t\n\r"
_MARKS = tuple(bytes([mark]) for mark in _WHITE)
_EMPTY = re.compile(rb"\[[ \t\n\r]*+\]")
_NO_CELL = b"[]" + _WHITE
_TOKEN = re.compile(rb"[\[\],]|[^\[\], \t\n\r]++")


@frozen
class Tolerance:
    """How far two numbers may be apart and still pass for one: either is enough.

    Attributes:
        relative: in parts of the larger of the two.
        absolute: in the numbers' own unit.
    """

    relative: float = 0.0
    absolute: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.relative or self.absolute)

    def allows(self, one: Any, other: Any) -> bool:
        """Whether two values are numbers that are near enough."""
        if not self or not _is_number(one) or not _is_number(other):
            return False
        if isinstance(one, WideNumber) or isinstance(other, WideNumber):
            # Nearness is that of doubles, and no double holds these.
            return False
        try:
            left, right = float(one), float(other)
        except OverflowError:
            return False
        if not math.isfinite(left) or not math.isfinite(right):
            return False
        # Each says alone which change is none, so the wider of the two counts, not their sum.
        apart = max(self.relative * max(abs(left), abs(right)), self.absolute)
        return abs(left - right) <= apart


class Block(NamedTuple):
    """Cells in a row, of which some differ: the index of the first, and both spellings."""

    start: int
    old: list[bytes]
    new: list[bytes]


class Cell(NamedTuple):
    """A cell that differs: where, and both spellings."""

    path: tuple[int, ...]
    old: bytes
    new: bytes


@frozen
class Leaf:
    """How two leaves of one shape differ.

    Attributes:
        cells: how many numbers each holds.
        shape: rows and columns of a matrix; of anything else how many numbers there are.
        changed: how many differ.
        respelled: how many are the same number in another spelling, such as 15 and 15.0.
        largest: the largest relative change; None where it cannot be told.
        at: where that is.
        listed: the cells that differ; None where they are too many to be listed.
        left_out: whether cells that differ were left out.
    """

    cells: int
    shape: tuple[int, ...]
    changed: int
    respelled: int
    largest: float | None
    at: tuple[int, ...] | None
    listed: tuple[Cell, ...] | None
    left_out: bool


def compare_leaves(
    one: bytes,
    other: bytes,
    tolerance: Tolerance,
    *,
    respelling: bool,
    exact_integers: bool = False,
    skips: Callable[[tuple[int, ...]], bool] | None = None,
) -> Leaf | None:
    """Return how two leaves differ; None where they are not of one shape.

    Args:
        one: the text of an array without strings and objects.
        other: another.
        tolerance: what passes for the same.
        respelling: whether 15 and 15.0 are one number here.
        exact_integers: whether two whole numbers are compared without tolerance.
        skips: which cells are left out.
    """
    grid = grid_of(one)
    blocks = differing_blocks(one, other, grid)
    if blocks is None:
        return None
    cells = grid[0] * grid[1] if grid is not None else one.count(b",") + 1
    most = max(cells // _DENSE, _ALWAYS_LISTED)
    path_of = paths_of(one, grid)
    found = {"changed": 0, "respelled": 0, "near": 0}
    largest, place = -1.0, -1
    listed: list[tuple[int, bytes, bytes]] = []
    for block in blocks:
        for at, kind, relative in _judged(block, tolerance, respelling, exact_integers):
            index = block.start + at
            if kind == "near" or (skips is not None and skips(path_of(index))):
                found["near"] += 1
                continue
            found[kind] += 1
            if relative > largest:
                largest, place = relative, index
            if len(listed) <= most:
                listed.append((index, block.old[at], block.new[at]))
    # What is left out must not come back with the whole.
    told = len(listed) <= most or found["near"] > 0
    if len(listed) > most and told:
        listed = [
            (block.start + at, block.old[at], block.new[at])
            for block in differing_blocks(one, other, grid) or ()
            for at, kind, _ in _judged(block, tolerance, respelling, exact_integers)
            if kind != "near" and not (skips is not None and skips(path_of(block.start + at)))
        ]
    return Leaf(
        cells,
        grid or (cells,),
        found["changed"],
        found["respelled"],
        largest if largest >= 0 else None,
        path_of(place) if place >= 0 else None,
        tuple(Cell(path_of(at), old, new) for at, old, new in listed) if told else None,
        found["near"] > 0,
    )


def compact(leaf: bytes) -> bytes:
    """Return the text of an array of numbers without its white space."""
    # Looking for it costs a tenth of taking it out.
    return leaf.translate(None, _WHITE) if any(mark in leaf for mark in _MARKS) else leaf


def differing_blocks(
    one: bytes, other: bytes, grid: tuple[int, int] | None = None
) -> Iterator[Block] | None:
    """Return the blocks of cells in which two leaves differ; None where shapes differ.

    Args:
        one: the text of an array without strings and objects.
        other: another.
        grid: rows and columns of the first where it is known to be a matrix.
    """
    start, end = common_ends(one, other)
    start = max(one.rfind(mark, 0, start) + 1 for mark in (b",", b"["))
    tail = len(one) - end
    ends = [at - tail for mark in (b",", b"]") if (at := one.find(mark, tail)) >= 0]
    end -= min(ends, default=end)
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    if left.translate(None, _NO_STRUCTURE) != right.translate(None, _NO_STRUCTURE):
        return None
    if not left or not right:
        return None
    if grid is not None:
        row = one.count(b"]", 0, start)
        column = one.count(b",", one.rfind(b"[", 0, start), start)
        return _blocks(left, right, row * grid[1] + column)
    # An empty array has no cell, and a comma more than cells have.
    return None if _EMPTY.search(one) else _blocks(left, right, one.count(b",", 0, start))


def _blocks(left: bytes, right: bytes, first: int) -> Iterator[Block]:
    left, right = left.translate(None, _NO_CELL), right.translate(None, _NO_CELL)
    count = left.count(b",") + 1
    if count <= _BLOCK:
        yield Block(first, left.split(b","), right.split(b","))
        return
    here = there = 0
    for at in range(0, count, _BLOCK):
        wanted = min(_BLOCK, count - at)
        stop, halt = _behind(left, here, wanted), _behind(right, there, wanted)
        piece, other = left[here:stop], right[there:halt]
        if piece != other:
            yield Block(first + at, piece.split(b","), other.split(b","))
        here, there = stop + 1, halt + 1


def _behind(data: bytes, start: int, count: int) -> int:
    """Return where the last of so many cells ends."""
    stop, left = start, count
    while True:
        piece = data[stop : stop + _PIECE]
        commas = piece.count(b",")
        if commas >= left:
            break
        if stop + _PIECE >= len(data):
            return len(data)
        left -= commas
        stop += _PIECE
    at = -1
    for _ in range(left):
        at = piece.find(b",", at + 1)
    return stop + at


def _judged(
    block: Block, tolerance: Tolerance, respelling: bool, exact_integers: bool
) -> Iterator[tuple[int, str, float]]:
    """Yield the cells of a block whose values differ: where, how, and the relative change."""
    pairs = zip(block.old, block.new, strict=True)
    differ = [at for at, (old, new) in enumerate(pairs) if old != new]
    floats = _floats(block, differ) if len(differ) > _FEW and not tolerance else None
    for index, at in enumerate(differ):
        if floats is not None:
            one, other = floats[0][index], floats[1][index]
            if one != other:
                yield at, "changed", relative_change(one, other)
                continue
        old, new = parse_scalar(block.old[at]), parse_scalar(block.new[at])
        if equal(old, new):
            continue
        exact = exact_integers and isinstance(old, int) and isinstance(new, int)
        if not exact and tolerance.allows(old, new):
            yield at, "near", -1.0
        elif respelling and same_number(old, new):
            yield at, "respelled", -1.0
        else:
            yield at, "changed", relative_change(old, new)


def _floats(block: Block, differ: list[int]) -> tuple[list[float], list[float]] | None:
    from msgspec import MsgspecError
    from msgspec.json import Decoder

    decoder = Decoder(list[float])
    try:
        old, new = (
            decoder.decode(b"[" + b",".join([side[at] for at in differ]) + b"]")
            for side in (block.old, block.new)
        )
    except MsgspecError:
        return None
    return old, new


def same_number(one: Any, other: Any) -> bool:
    """Whether two values are one number, as 15 and 15.0 are; exactly, never through a double."""
    if not _is_number(one) or not _is_number(other):
        return False
    if _minus(one) != _minus(other):
        return False
    try:
        return Decimal(_spelled(one)) == Decimal(_spelled(other))
    except InvalidOperation:
        return False


def same_cells(one: bytes, other: bytes) -> bool:
    """Whether two leaves have one structure and hold the same numbers, whatever their spelling.

    Args:
        one: an array without strings, objects and white space.
        other: another.
    """
    left, right = _TOKEN.findall(one), _TOKEN.findall(other)
    return len(left) == len(right) and all(map(_same_token, left, right))


def _same_token(one: bytes, other: bytes) -> bool:
    if one == other:
        return True
    if one in _STRUCTURE or other in _STRUCTURE:
        return False
    old, new = parse_scalar(one), parse_scalar(other)
    return equal(old, new) or same_number(old, new)


def _spelled(value: Any) -> Any:
    return value.token if isinstance(value, WideNumber) else value


def _minus(value: Any) -> bool:
    if isinstance(value, WideNumber):
        return value.token.startswith("-")
    return math.copysign(1.0, value) < 0 if isinstance(value, float) else value < 0


def _is_number(value: Any) -> bool:
    return _is_double(value) or isinstance(value, WideNumber)


def _is_double(value: Any) -> bool:
    # To Python, true is 1.
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def relative_change(one: Any, other: Any) -> float:
    """Return the change of two numbers in parts of the larger; -1 where it cannot be told."""
    if not _is_double(one) or not _is_double(other):
        return -1.0
    try:
        change = abs(one - other) / (max(abs(one), abs(other)) or 1)
    except OverflowError:
        return -1.0
    return float(change) if math.isfinite(change) else -1.0


def common_ends(one: bytes, other: bytes) -> tuple[int, int]:
    """Return how many bytes two texts begin alike, and how many of the rest end alike."""
    head = common_head(one, other)
    return head, _common_tail(one, other, head)


def common_head(one: bytes, other: bytes) -> int:
    """Return how many bytes two texts begin alike."""
    shorter, at = min(len(one), len(other)), 0
    while at + _PIECE <= shorter and one.startswith(other[at : at + _PIECE], at):
        at += _PIECE
    left, right = one[at : at + _PIECE], other[at : at + _PIECE]
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        # What is before the low end is known to be alike.
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return min(at + low, shorter)


def _common_tail(one: bytes, other: bytes, head: int) -> int:
    """Return how many bytes behind the common head two texts end alike."""
    shorter, done = min(len(one), len(other)) - head, 0
    while done < shorter:
        step = min(_PIECE, shorter - done)
        right = other[len(other) - done - step : len(other) - done]
        if not one.endswith(right, 0, len(one) - done):
            left = one[len(one) - done - step : len(one) - done]
            low, high = 0, step
            while low < high:
                middle = (low + high + 1) // 2
                nearer = slice(step - middle, step - low)
                if left[nearer] == right[nearer]:
                    low = middle
                else:
                    high = middle - 1
            return done + low
        done += step
    return shorter
