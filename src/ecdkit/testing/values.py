"""Hypothesis strategies for JSON values, and for values that lie one edit away from a given one."""

from __future__ import annotations

import math
import string
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ecdkit.text import WideNumber

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.text import JsonValue

__all__ = [
    "edited_values",
    "json_names",
    "json_numbers",
    "json_places",
    "json_strings",
    "json_values",
]

# Characters that writers and readers treat each in a way of its own.
_NOTABLE = "\"\\/'\b\f\n\r\t\x00\x1f\x7f\x80\x85éß€Ž\u2028\ufeff\uffff漢😀🛰"
_NAMES = ("Classes", "Name", "Value", "Color", "a", "b", "", "0", "-", "a/b", "m~n", "é", "名")


def json_strings(*, irregular: bool = False) -> st.SearchStrategy[str]:
    """Return strings that JSON can hold.

    Args:
        irregular: whether some hold single surrogates.
    """
    plain = st.text(st.sampled_from(string.ascii_letters + string.digits + " ,:[]{}"), max_size=8)
    notable = st.text(st.sampled_from(_NOTABLE), max_size=6)
    strings = plain | notable | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    if not irregular:
        return strings
    halves = st.text(st.sampled_from("\ud800\udbff\udc00\udfffa\\😀"), max_size=4)
    return strings | halves.map(_paired)


def json_names(*, irregular: bool = False) -> st.SearchStrategy[str]:
    """Return names of members; few enough that objects often share some.

    Args:
        irregular: whether some hold single surrogates.
    """
    return st.sampled_from(_NAMES) | json_strings(irregular=irregular)


def json_numbers(*, irregular: bool = False) -> st.SearchStrategy[int | float | WideNumber]:
    """Return integers of up to 60 digits, and finite floats with both zeros.

    Args:
        irregular: whether there are numbers that are not finite, and such as no float can hold.
    """
    integers = st.integers(-300, 300) | st.integers(-(10**60), 10**60)
    floats = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, -0.0, 15.0])
    if not irregular:
        return integers | floats
    wide = st.builds(
        "{}{}e{}".format,
        st.sampled_from(["", "-"]),
        st.integers(1, 999) | st.sampled_from(["0.001", "1.50"]),
        st.integers(400, 10**9) | st.integers(-(10**9), -400),
    )
    return (
        integers | floats | st.sampled_from([math.nan, math.inf, -math.inf]) | wide.map(WideNumber)
    )


def json_values(*, irregular: bool = False) -> st.SearchStrategy[JsonValue]:
    """Return JSON values as `ecdkit.text` reads them: scalars, nested lists and dicts, matrices.

    Args:
        irregular: whether there are numbers that are not finite or that no float can hold, and
            strings with single surrogates.
    """
    numbers = json_numbers(irregular=irregular)
    scalars = st.none() | st.booleans() | numbers | json_strings(irregular=irregular)
    names = json_names(irregular=irregular)
    rows = st.integers(0, 3).flatmap(
        lambda width: st.lists(st.lists(numbers, min_size=width, max_size=width), max_size=4)
    )
    return st.recursive(
        scalars | rows | st.lists(numbers, max_size=5),
        lambda inner: st.lists(inner, max_size=5) | st.dictionaries(names, inner, max_size=5),
        max_leaves=16,
    )


def edited_values(value: JsonValue) -> st.SearchStrategy[JsonValue]:
    """Return values near a given one, which itself is left alone.

    Somewhere in them a member is changed, added or taken out, or an element is changed, inserted,
    taken out or moved. Rarely, what is new happens to be what was there.

    Args:
        value: the value that is edited.
    """
    anew: st.SearchStrategy[Any] = json_values()
    if isinstance(value, dict):
        return st.one_of(anew, *_edited_members(value)) if value else anew | _with_member({})
    if isinstance(value, list):
        return st.one_of(anew, *_edited_elements(value))
    return anew


def json_places(value: JsonValue) -> st.SearchStrategy[tuple[str | int, ...]]:
    """Return places in a value, as the names and indices that lead there; () is the value itself.

    Args:
        value: the value that holds them.
    """
    inside: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    here: st.SearchStrategy[tuple[str | int, ...]] = st.just(())
    if not inside:
        return here
    deeper = st.sampled_from(inside).flatmap(
        lambda found: json_places(found[1]).map(lambda rest: (found[0], *rest))
    )
    return deeper | here


def _edited_members(value: dict[str, Any]) -> list[st.SearchStrategy[Any]]:
    names = st.sampled_from(list(value))
    return [
        _with_member(value),
        names.map(lambda name: {key: one for key, one in value.items() if key != name}),
        *2 * [names.flatmap(lambda name: _replaced(value, name))],
    ]


def _with_member(value: dict[str, Any]) -> st.SearchStrategy[Any]:
    def added(name: str, new: Any, at: int) -> dict[str, Any]:
        members = list(value.items())
        members.insert(at, (name, new))
        return {**dict(members), name: new}

    return st.builds(added, json_names(), json_values(), st.integers(0, len(value)))


def _replaced(value: dict[str, Any], name: str) -> st.SearchStrategy[Any]:
    return edited_values(value[name]).map(lambda new: {**value, name: new})


def _edited_elements(value: Sequence[Any]) -> list[st.SearchStrategy[Any]]:
    places, gaps = st.sampled_from(range(len(value) or 1)), st.integers(0, len(value))
    inserted = st.builds(lambda at, new: [*value[:at], new, *value[at:]], gaps, json_values())
    if not value:
        return [inserted]

    def moved(source: int, target: int) -> list[Any]:
        rest = [*value[:source], *value[source + 1 :]]
        return [*rest[:target], value[source], *rest[target:]]

    def changed(at: int) -> st.SearchStrategy[Any]:
        return edited_values(value[at]).map(lambda new: [*value[:at], new, *value[at + 1 :]])

    return [
        inserted,
        st.builds(moved, places, gaps),
        places.map(lambda at: [*value[:at], *value[at + 1 :]]),
        *2 * [places.flatmap(changed)],
    ]


def _paired(characters: str) -> str:
    """Return the characters as a reader of escapes sees them: two halves side by side are one."""
    return characters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
