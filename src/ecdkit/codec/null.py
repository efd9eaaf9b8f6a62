"""`NULL`: the null of a member that may be missing, where `None` says that it is."""

from __future__ import annotations

from enum import Enum
from typing import Final

__all__ = ["NULL", "Null"]


class Null(Enum):
    """The type of `NULL`, which is false like `None`."""

    NULL = "null"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "NULL"


NULL: Final = Null.NULL
"""A member that is there and null."""
