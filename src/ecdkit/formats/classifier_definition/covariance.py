"""Whether a small covariance is surely sound, found out before a library is loaded."""

from __future__ import annotations

__all__ = ["MOST_BANDS", "is_surely_sound"]

# Of more bands a library is faster.
MOST_BANDS = 12
# Twice what the rules allow, so that rounding makes no difference.
_BLUR = 2e-6
_HUGE = 1e300


def is_surely_sound(rows: list[list[float]]) -> bool:
    """Whether a square matrix is symmetric to the last digit, and far from singular.

    It is where all pivots of an elimination are positive, also after something was taken from the
    diagonal: no eigenvalue of such a matrix exceeds the sum of the diagonal. False where that is
    not so, or not sure.

    Args:
        rows: at least one row of at most `MOST_BANDS` numbers, and as many rows.
    """
    if rows != list(map(list, zip(*rows, strict=True))):
        return False
    shift = _BLUR * sum([row[at] for at, row in enumerate(rows)])
    # Of the smallest doubles a millionth is nothing.
    if shift <= 0:
        return False
    left = rows
    while left:
        first, *others = left
        pivot = first[0] - shift
        if not 0 < pivot < _HUGE:
            return False
        behind, left = first[1:], []
        for row in others:
            factor = row[0] / pivot
            left.append([one - factor * two for one, two in zip(row[1:], behind, strict=False)])
    return True
