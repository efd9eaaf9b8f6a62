"""Models to JSON values: names in the model's order, then the members it does not know."""

from __future__ import annotations

from typing import Any

from ecdkit.codec.base import Model, fields_of
from ecdkit.codec.blob import Blob
from ecdkit.codec.fields import EXTRA, MEMBER
from ecdkit.codec.null import NULL
from ecdkit.errors import EditError, LimitError

__all__ = ["unstructure"]


def unstructure(value: Any) -> Any:
    """Return the JSON value of a model.

    Numeric leaves stay `Numbers`, unknown members stay places of their text.

    Args:
        value: a model, or a value that a model holds.

    Raises:
        EditError: an unknown member has the name of a known one.
        LimitError: it is nested deeper than Python can follow.
    """
    try:
        return _value(value)
    except RecursionError:
        raise LimitError("the new value is nested deeper than Python can follow") from None


def _value(value: Any) -> Any:
    if isinstance(value, Model):
        return _members(value)
    if isinstance(value, (list, tuple)):
        return [_value(element) for element in value]
    if isinstance(value, Blob):
        return value.string
    if value is NULL:
        return None
    return value


def _members(value: Model) -> dict[str, Any]:
    members: dict[str, Any] = {}
    fields = fields_of(type(value))
    known = {about.name for one in fields if (about := one.metadata.get(MEMBER))}
    for one in fields:
        held = getattr(value, one.name)
        about = one.metadata.get(MEMBER)
        if one.metadata.get(EXTRA):
            clash = next((name for name in held if name in known), None)
            if clash is not None:
                raise EditError(f"{clash!r} is a member that the model knows, not an extra one")
            members |= held.raw()
        elif about is not None and (held is not None or about.required):
            members[about.name] = _value(held)
    return members
