"""Bounds on what a document may cost; a document beyond one is refused with its place."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["DEFAULT_LIMITS", "OTHER_LIMITS", "Limits"]


class Limits(NamedTuple):
    """Bounds on what reading may cost.

    Attributes:
        size: the largest document, in bytes.
        depth: the deepest nesting of arrays and objects.
        number: the longest number, in characters. Python itself refuses to convert integers
            of more than 4,300 digits, because the conversion takes quadratic time.
        problems: how many problems a report lists before it stops.
        entries: how many files and folders a package may hold.
        unpacked: how large they may be together, in bytes.
        ratio: how often larger than a package what it holds may be, where it is more than 4 GiB.
    """

    size: int = 2 << 30
    depth: int = 400
    number: int = 4_000
    problems: int = 1_000
    entries: int = 65_536
    unpacked: int = 64 << 30
    ratio: int = 100


DEFAULT_LIMITS = Limits()

OTHER_LIMITS = "in Python, other limits can be given: ecdkit.Limits"
"""What to do with a document that is beyond a limit: the command has no option for it."""
