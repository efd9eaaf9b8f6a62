"""`Extra`: the members of an object that its model does not know, kept as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ecdkit.errors import LimitError
from ecdkit.text.jsontext import JsonText
from ecdkit.text.rewriter import same
from ecdkit.text.values import JsonValue, equal
from ecdkit.text.view import View

__all__ = ["Extra"]


class Extra(Mapping[str, JsonValue]):
    """The unknown members of an object, in their order.

    A value becomes Python when it is asked for, however large; until then it is a place in the
    text. What is handed in or out is a copy, so that nobody changes it. Two are equal when names
    and values are, type-strict, in whatever order.

    Args:
        members: names and values; a value may be a `View`.
    """

    __slots__ = ("_members",)

    def __init__(self, members: Mapping[str, Any] | None = None) -> None:
        raw = members.raw() if isinstance(members, Extra) else members
        self._members: dict[str, Any] = {key: _own(value) for key, value in (raw or {}).items()}

    def __getitem__(self, key: str) -> JsonValue:
        value = self._members[key]
        return value.value() if isinstance(value, View) else _own(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, key: object) -> bool:
        return key in self._members

    def __or__(self, other: Mapping[str, Any]) -> Extra:
        """Return these members and others; those of `other` win."""
        added = other.raw() if isinstance(other, Extra) else other
        return Extra({**self._members, **added})

    def without(self, *keys: str) -> Extra:
        """Return these members but some."""
        return Extra({key: value for key, value in self._members.items() if key not in keys})

    def raw(self) -> Mapping[str, Any]:
        """Names and values, those of a text as places in it."""
        return self._members

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        theirs = other.raw() if isinstance(other, Extra) else other
        if self._members.keys() != theirs.keys():
            return False
        try:
            return all(_same(value, theirs[key]) for key, value in self._members.items())
        except RecursionError:
            message = "members are nested deeper than Python can compare"
            raise LimitError(message) from None

    def __hash__(self) -> int:
        return hash(frozenset(self._members))

    def __repr__(self) -> str:
        return f"Extra({', '.join(self._members)})"

    def __reduce__(self) -> tuple[Any, ...]:
        pieces = [
            (key, value.token if isinstance(value, View) else None, value)
            for key, value in self._members.items()
        ]
        return (
            _revive,
            ([(key, token, None if token else value) for key, token, value in pieces],),
        )


def _own(value: Any) -> Any:
    """Return a value that nobody else can change."""
    if not isinstance(value, (list, tuple, dict)):
        return value
    from copy import deepcopy

    try:
        return deepcopy(value)
    except RecursionError:
        raise LimitError("a member is nested deeper than Python can follow") from None


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, View):
        return same(one, other)
    if isinstance(other, View):
        return same(other, one)
    return equal(one, other)


def _revive(pieces: list[tuple[str, bytes | None, Any]]) -> Extra:
    return Extra(
        {
            key: value if token is None else JsonText.parse(token, check="structure").root
            for key, token, value in pieces
        }
    )
