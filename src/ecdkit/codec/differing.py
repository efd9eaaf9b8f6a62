"""Where two models differ first, for errors about a value that a format cannot hold."""

from __future__ import annotations

from typing import Any

from ecdkit.codec.base import Model, fields_of
from ecdkit.codec.fields import MEMBER
from ecdkit.text.excerpt import cut
from ecdkit.text.pointer import format_pointer
from ecdkit.text.values import equal

__all__ = ["first_difference"]

_LONGEST = 60


def first_difference(given: Any, read: Any) -> tuple[str, str]:
    """Return where a model differs from what is read back of it, and how.

    Args:
        given: the model.
        read: what is read back, which is not equal.

    Returns:
        A JSON pointer, and a sentence without a full stop.
    """
    path: list[str | int] = []
    while True:
        step = _step(given, read)
        if step is None:
            return format_pointer(tuple(path)), _told(given, read)
        name, given, read = step
        if name is not None:
            path.append(name)


def _step(given: Any, read: Any) -> tuple[str | int | None, Any, Any] | None:
    if isinstance(given, Model) and type(given) is type(read):
        for one in fields_of(type(given)):
            mine, theirs = getattr(given, one.name), getattr(read, one.name)
            if not equal(mine, theirs):
                about = one.metadata.get(MEMBER)
                return (None if about is None else about.name), mine, theirs
    if isinstance(given, tuple) and isinstance(read, tuple) and len(given) == len(read):
        for at, (mine, theirs) in enumerate(zip(given, read, strict=True)):
            if not equal(mine, theirs):
                return at, mine, theirs
    return None


def _told(given: Any, read: Any) -> str:
    if type(given) is type(read) and not isinstance(given, Model):
        return f"{cut(repr(given), _LONGEST)} would be read as {cut(repr(read), _LONGEST)}"
    kinds = " would be read as ".join(type(one).__name__ for one in (given, read))
    return f"this {kinds}" if isinstance(given, Model) else f"a {kinds}"
