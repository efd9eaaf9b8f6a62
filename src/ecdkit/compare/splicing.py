"""How a place of one text comes to hold what a place of another does, by splices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.compare.cells import differing_blocks
from ecdkit.compare.grid import cell_spans
from ecdkit.text.splice import Splice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecdkit.text.view import View

__all__ = ["leaf_splices", "spliced", "verbatim"]


def leaf_splices(view: View, value: View) -> list[Splice] | None:
    """Return the splices of the numbers in which two leaves differ; None where shapes differ.

    Args:
        view: the place, a numeric leaf.
        value: the leaf of another text that it is to become.
    """
    blocks = differing_blocks(view.token, value.token)
    if blocks is None:
        return None
    wanted = {
        block.start + at: new
        for block in blocks
        for at, (old, new) in enumerate(zip(block.old, block.new, strict=True))
        if old != new
    }
    spans = cell_spans(view, wanted)
    return [Splice(*spans[at], token) for at, token in wanted.items()]


def spliced(view: View, splices: Iterable[Splice]) -> bytes:
    """Return the text of a value with splices in it.

    Args:
        view: the value.
        splices: what changes in it; none reaches beyond it.
    """
    data, (start, end) = view.text.data, view.span
    pieces, done = [], start
    for splice in sorted(splices):
        pieces += [data[done : splice.start], splice.new]
        done = splice.end
    return b"".join([*pieces, data[done:end]])


def verbatim(view: View) -> bytes:
    """Return a value as it was spelled, in characters that every encoding has."""
    token = view.token
    if token.isascii():
        return token
    units = token.decode().encode("utf-16-be")
    pairs = (int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2))
    return "".join(chr(unit) if unit < 128 else f"\\u{unit:04x}" for unit in pairs).encode()  # noqa: PLR2004 - ASCII
