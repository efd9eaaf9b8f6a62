"""Hypothesis strategies that change one thing in a JSON value, as editors and other programs do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import SearchStrategy

    from ecdkit.text import JsonValue

__all__ = ["all_mutations", "mutations"]

_Path = tuple[str | int, ...]
_STRANGERS: tuple[Any, ...] = (
    None, True, False, 0, 1, 3, -1, 256, 10**30, 1.5, "", "1", [], [0], {}, {"a": 1},
)  # fmt: skip


class _Change(NamedTuple):
    """One thing that is done to a value.

    Attributes:
        name: what it is, in words.
        new: the new value; without one, the place goes.
    """

    name: str
    new: tuple[Any, ...] = ()


def mutations(value: JsonValue) -> SearchStrategy[tuple[str, JsonValue]]:
    """Return values that differ from a given one in one place, each with what was changed.

    Args:
        value: an object or array that is not empty; it is left alone.
    """
    places = [place for place in _places(value, ()) if place[0]]

    # Hypothesis draws zero very often; it must not mean the same place in every value.
    offset = crc32(repr(value).encode("utf-8", "surrogatepass"))

    def changed(seed: int) -> tuple[str, JsonValue]:
        seed += offset
        path, at = places[seed % len(places)]
        changes = list(_changes(at))
        change = changes[seed // len(places) % len(changes)]
        return change.name, _replaced(value, path, change.new)

    return st.integers(0, 2**22).map(changed)


def all_mutations(value: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    """Yield every value that `mutations` may draw.

    Args:
        value: an object or array that is not empty; it is left alone.
    """
    for path, at in _places(value, ()):
        if path:
            for change in _changes(at):
                yield change.name, _replaced(value, path, change.new)


def _places(value: JsonValue, path: _Path) -> Iterator[tuple[_Path, JsonValue]]:
    yield path, value
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _places(member, (*path, key))
    elif isinstance(value, list):
        for at, element in enumerate(value):
            yield from _places(element, (*path, at))


def _changes(value: JsonValue) -> Iterator[_Change]:
    yield _Change("removed")
    yield _Change("nested one level deeper", ([value],))
    for stranger in _STRANGERS:
        yield _Change(f"replaced by {stranger!r}", (stranger,))
    if isinstance(value, bool):
        yield _Change("an integer for a truth value", (int(value),))
    elif isinstance(value, int):
        yield _Change("a truth value for an integer", (bool(value),))
        yield _Change("a string for an integer", (str(value),))
        if abs(value) < 1 << 53:
            yield _Change("an integer with a fraction", (float(value),))
    elif isinstance(value, str):
        yield _Change("a string with a line feed behind it", (value + "\n",))
        yield _Change("a string without its last character", (value[:-1],))
        yield _Change("a string in capitals", (value.upper(),))
    elif isinstance(value, list):
        yield _Change("an object for an array", ({str(at): one for at, one in enumerate(value)},))
        yield _Change("null in an array", ([None, *value],))
        yield _Change("a string in an array", ([*value, "1"],))
        yield _Change("one element twice", ([*value[:1], *value],))
        yield _Change("without its last element", (value[:-1],))
    elif isinstance(value, dict):
        yield _Change("an array for an object", (list(value.values()),))
        yield _Change("with another member", ({**value, "Classifiers": "?"},))


def _replaced(value: JsonValue, path: _Path, new: tuple[Any, ...]) -> JsonValue:
    if not path:
        return new[0]
    first, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {
            key: _replaced(one, rest, new) if key == first else one
            for key, one in value.items()
            if rest or new or key != first
        }
    return [
        _replaced(one, rest, new) if at == first else one
        for at, one in enumerate(value)
        if rest or new or at != first
    ]
