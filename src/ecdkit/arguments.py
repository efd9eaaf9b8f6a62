"""What callers hand in, made of the one type that the library works with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["content_of", "require", "strings_of"]

_String = TypeVar("_String")


def content_of(content: object) -> bytes | str:
    """Return characters or bytes that nobody can change.

    Args:
        content: characters, or bytes.

    Raises:
        TypeError: it is neither.
    """
    if isinstance(content, (bytes, str)):
        return content
    if isinstance(content, (bytearray, memoryview)):
        return bytes(content)
    kind = type(content).__name__
    raise TypeError(f"bytes or str are expected, not {kind}: ecdkit.read takes a path")


def strings_of(values: Iterable[_String], what: str) -> tuple[_String, ...]:
    """Return several strings or paths; one alone, whose letters would pass for several, is refused.

    Args:
        values: the strings or paths.
        what: what they are, in the plural.

    Raises:
        TypeError: it is one string.
    """
    if isinstance(values, (str, bytes)):
        raise TypeError(f"a list of {what} is expected, not {values!r} alone")
    return tuple(values)


def require(value: object, *kinds: type) -> None:
    """Do nothing if a value is of one of some types.

    Args:
        value: the value.
        kinds: the types, all of this library.

    Raises:
        TypeError: it is of none.
    """
    if not isinstance(value, kinds):
        expected = " or a ".join(kind.__name__ for kind in kinds)
        hint = ": ecdkit.read makes one of a file" if isinstance(value, (str, os.PathLike)) else ""
        raise TypeError(f"a {expected} is expected, not {type(value).__name__}{hint}")
