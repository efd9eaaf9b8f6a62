"""Bounds on what a document may cost; a document beyond one is refused with its place."""

from __future__ import annotations

from attrs import frozen

__all__ = ["DEFAULT_LIMITS", "Limits"]


@frozen
class Limits:
    """Bounds on what reading may cost.

    Attributes:
        size: the largest document, in bytes.
        depth: the deepest nesting of arrays and objects.
        number: the longest number, in characters. Python itself refuses to convert integers
            of more than 4,300 digits, because the conversion takes quadratic time.
        problems: how many problems a report lists before it stops.
    """

    size: int = 2 << 30
    depth: int = 400
    number: int = 4_000
    problems: int = 1_000


DEFAULT_LIMITS = Limits()
