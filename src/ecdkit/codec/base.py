"""`Model`: what all models have in common: equality that is as strict as the format."""

from __future__ import annotations

from typing import Any

import attrs

from ecdkit.codec.extra import Extra
from ecdkit.text.values import equal

__all__ = ["Model"]


class Model:
    """Base of all models.

    Two are equal when they are of one class and their fields are, type-strict: 1 and True and
    1.0 differ, unknown members count, numeric arrays are compared bit by bit.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(
            _same(getattr(self, name), getattr(other, name)) for name in _names(type(self))
        )

    def __hash__(self) -> int:
        values = (getattr(self, name) for name in _names(type(self)))
        return hash((type(self), *map(_hashed, values)))


def _names(cls: type) -> list[str]:
    return [attribute.name for attribute in attrs.fields(cls)]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Extra):
        return one == other
    return equal(one, other)


def _hashed(value: Any) -> Any:
    # Lists and dicts may stand where a model was built by hand; equal values must hash equally.
    if isinstance(value, (list, tuple)):
        return tuple(map(_hashed, value))
    return len(value) if isinstance(value, dict) else value
