"""When two places of two texts hold the same value, whatever their spelling and white space.

Bytes are compared first, in pieces, so that neither side is parsed where nothing differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.text.kinds import ARRAY, OBJECT
from ecdkit.text.values import WideNumber, equal, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ecdkit.text.view import View

__all__ = ["content_of", "same", "same_bytes", "spelling_of"]

# Pieces that fit into memory that Python has at hand.
_PIECE = 1 << 16
_WHITE = b" \t\n\r"
# Longer values are told by a digest, or not at all.
_LONG = 256
_LARGEST_CONTENT = 1 << 18


def same_bytes(one: View, other: View) -> bool:
    """Whether two places are spelled alike, byte by byte."""
    (start, end), (begin, stop) = one.span, other.span
    if end - start != stop - begin:
        return False
    left, right = one.text.data, other.text.data
    if left is right and start == begin:
        return True
    shift = begin - start
    # Only one of the two is copied, piece by piece.
    return all(
        left.startswith(right[at + shift : min(at + _PIECE, end) + shift], at)
        for at in range(start, end, _PIECE)
    )


def same(one: View, other: View) -> bool:
    """Whether two places hold the same value, type-strict; of members of one name the last."""
    if same_bytes(one, other):
        return True
    if one.kind == OBJECT:
        if other.kind != OBJECT:
            return False
        left, right = dict(one.members()), dict(other.members())
        if left.keys() != right.keys():
            return False
        # Not a generator, to save Python's stack.
        for name, member in left.items():  # noqa: SIM110
            if not same(member, right[name]):
                return False
        return True
    if one.kind == ARRAY:
        return other.kind == ARRAY and _same_arrays(one, other)
    if other.kind in (OBJECT, ARRAY):
        return False
    return equal(one.value(), other.value())


def _same_arrays(one: View, other: View) -> bool:
    if one.is_leaf != other.is_leaf:
        return False
    if one.is_leaf:
        return _same_leaves(one.token, other.token)
    if len(one) != len(other):
        return False
    for left, right in zip(one.elements(), other.elements(), strict=True):
        if not same(left, right):
            return False
    return True


def _same_leaves(one: bytes, other: bytes) -> bool:
    from ecdkit.compare.cells import compact, differing_blocks

    blocks = differing_blocks(one, other)
    if blocks is None:
        return compact(one) == compact(other)
    # An empty array and one of a single number have as many commas.
    return all(
        bool(left and right) and equal(parse_scalar(left), parse_scalar(right))
        for block in blocks
        for left, right in zip(block.old, block.new, strict=True)
        if left != right
    )


def spelling_of(view: View) -> Hashable:
    """Return what places of one spelling have in common."""
    return _digest(view.token)


def _digest(token: bytes) -> bytes:
    if len(token) <= _LONG:
        return token
    from hashlib import sha256

    return sha256(token).digest()


def content_of(view: View) -> Hashable:
    """Return what places of one value have in common, of large ones of one spelling."""
    if view.is_leaf:
        return (ARRAY, _digest(view.token.translate(None, _WHITE)))
    start, end = view.span
    if end - start > _LARGEST_CONTENT:
        return spelling_of(view)
    if view.kind == OBJECT:
        return (OBJECT, frozenset((name, content_of(one)) for name, one in view.members()))
    if view.kind == ARRAY:
        return (ARRAY, tuple([content_of(one) for one in view.elements()]))
    value = view.value()
    if isinstance(value, WideNumber):
        return value
    return (type(value).__name__, str(value) if isinstance(value, float) else value)
