"""`Model`: what all models have in common: equality that is as strict as the format."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

import attrs

from ecdkit.codec.extra import Extra
from ecdkit.text.values import equal

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Model", "fields_of", "per_class"]

_Result = TypeVar("_Result")


class Model:
    """Base of all models.

    Two are equal when they are of one class and their fields are, type-strict: 1 and True and
    1.0 differ, unknown members count, numeric arrays are compared bit by bit.

    Attributes:
        other_names: names that real files have beside the fields, however like those they are.
    """

    __slots__ = ()

    other_names: ClassVar[frozenset[str]] = frozenset()

    if TYPE_CHECKING:
        __attrs_attrs__: ClassVar[tuple[attrs.Attribute[Any], ...]]

    def evolve(self, **changes: Any) -> Self:
        """Return this model with other values for some fields, as `attrs.evolve` does."""
        this: Any = self
        made: Self = attrs.evolve(this, **changes)
        return made

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(_same(getattr(self, name), getattr(other, name)) for name in _names(type(self)))

    def __hash__(self) -> int:
        values = (getattr(self, name) for name in _names(type(self)))
        return hash((type(self), *map(_hashed, values)))


def fields_of(cls: type[Model]) -> tuple[attrs.Attribute[Any], ...]:
    """Return the fields of a model class, with their types resolved."""
    return tuple(attrs.fields(attrs.resolve_types(cls)))


def per_class(work: Callable[[type[Model]], _Result]) -> Callable[[type[Model]], _Result]:
    """Return a function of model classes that works once for each of them."""
    kept: Any = functools.cache(work)
    made: Callable[[type[Model]], _Result] = kept
    return made


def _names(cls: type[Model]) -> list[str]:
    return [attribute.name for attribute in attrs.fields(cls)]


def _same(one: Any, other: Any) -> bool:
    # `Extra` compares places of texts without making Python values of them.
    return bool(one == other) if isinstance(one, Extra) else equal(one, other)


def _hashed(value: Any) -> Any:
    # Lists and dicts may stand where a model was built by hand; equal values must hash equally.
    if isinstance(value, (list, tuple)):
        return tuple(map(_hashed, value))
    return len(value) if isinstance(value, dict) else value
