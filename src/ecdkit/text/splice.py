"""A replacement of one span of a text."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Splice"]


class Splice(NamedTuple):
    """Bytes `start` to `end` become `new`; sorted, splices apply from left to right."""

    start: int
    end: int
    new: bytes
