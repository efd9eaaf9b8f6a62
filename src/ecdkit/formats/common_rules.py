"""Rules that more than one format has: counts that must be true, and what classes may not share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ecdkit.problems import Problem, Severity
from ecdkit.text.excerpt import cut
from ecdkit.text.scanner import ARRAY, NUMBER, OBJECT, STRINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecdkit.formats.format import ClassKeys
    from ecdkit.text.view import View

__all__ = [
    "class_keys_of",
    "class_rules",
    "color_of",
    "count_rule",
    "integer_of",
    "problem",
    "string_of",
]

_Key = TypeVar("_Key")
_LARGEST_8_BIT = 255
# Repetitions of more values than these are told in one sentence.
_FEW = 5
_RGB = 3
_PAIR = 2


def problem(
    view: View, code: str, severity: Severity, message: str, hint: str | None = None
) -> Problem:
    """Return a problem at a place."""
    line, column = view.place
    return Problem(code, severity, view.pointer, line, column, message, hint)


def integer_of(view: View, key: str) -> int | None:
    """Return an integer member of an object; None where it has none."""
    place = view.get(key)
    value = place.value() if place is not None and place.kind == NUMBER else None
    return value if type(value) is int else None


def string_of(view: View, key: str) -> str | None:
    """Return a string member of an object; None where it has none."""
    place = view.get(key)
    return place.value() if place is not None and place.kind == STRINGS else None


def count_rule(view: View, count_key: str, list_key: str) -> Iterator[Problem]:
    """A count equals the length of the list it counts (told at the count)."""
    count, place, listed = integer_of(view, count_key), view.get(count_key), view.get(list_key)
    if count is None or place is None or listed is None or listed.kind != ARRAY:
        return
    if count != len(listed):
        message = f"{count_key} is {cut(str(count))}, but {list_key} has {len(listed):,} elements"
        yield problem(place, "count-mismatch", "error", message, "correct the count")


def class_rules(classes: View, keys: ClassKeys) -> Iterator[Problem]:
    """No two classes have one value; names and colours tell them apart; values fit a raster."""
    values: dict[int, list[View]] = {}
    names: dict[str, list[View]] = {}
    colors: dict[tuple[int, int, int], list[View]] = {}
    beyond: list[View] = []
    for element in classes.elements():
        value, name = integer_of(element, keys.value), string_of(element, keys.name)
        color = color_of(element, keys)
        if value is not None and (place := element.get(keys.value)) is not None:
            values.setdefault(value, []).append(place)
            if value > _LARGEST_8_BIT:
                beyond.append(place)
        if name is not None and (place := element.get(keys.name)) is not None:
            names.setdefault(name, []).append(place)
            if name != name.strip():
                message = f"the name {cut(repr(name))} begins or ends with a space"
                yield problem(place, "name-outer-space", "warning", message)
        if color is not None and (place := element.get(keys.color[0])) is not None:
            colors.setdefault(color, []).append(place)
    yield from _repeated(values, "duplicate-class-value", "error", "the class value", str)
    yield from _repeated(names, "duplicate-class-name", "warning", "the name", repr)
    yield from _repeated(
        colors,
        "equal-color",
        "warning",
        "the colour",
        lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb),
    )
    if beyond:
        more = f"; so are {len(beyond) - 1:,} more" if len(beyond) > 1 else ""
        message = f"class value {cut(beyond[0].token.decode())} is beyond 8 bits{more}"
        yield problem(
            beyond[0],
            "class-value-beyond-8-bit",
            "warning",
            message,
            "a classified raster of 8 bits cannot hold it",
        )


def _repeated(
    places: dict[_Key, list[View]],
    code: str,
    severity: Severity,
    what: str,
    spell: Callable[[_Key], str],
) -> Iterator[Problem]:
    repeated = {key: views for key, views in places.items() if len(views) > 1}
    if len(repeated) > _FEW:
        first = min((views[1] for views in repeated.values()), key=lambda view: view.start)
        some = ", ".join(cut(spell(key)) for key in list(repeated)[:3])
        message = f"{what} of several classes is the same: {some} and {len(repeated) - 3:,} more"
        yield problem(first, code, severity, message)
        return
    for key, views in repeated.items():
        times = f"{len(views):,} classes" if len(views) > _PAIR else "two classes"
        message = f"{what} {cut(spell(key))} is that of {times}"
        yield problem(views[1], code, severity, message, f"the first is {views[0].pointer}")


def color_of(element: View, keys: ClassKeys) -> tuple[int, int, int] | None:
    """Return the colour of a class; None where it has none, or none of 8 bits."""
    if len(keys.color) > 1:
        found = [integer_of(element, key) for key in keys.color]
    else:
        place = element.get(keys.color[0])
        if place is None or place.kind != ARRAY or len(place) != _RGB:
            return None
        found = [view.value() if view.kind == NUMBER else None for view in place.elements()]
    rgb = [value for value in found if type(value) is int and 0 <= value <= _LARGEST_8_BIT]
    return (rgb[0], rgb[1], rgb[2]) if len(rgb) == _RGB else None


def class_keys_of(element: View, known: tuple[ClassKeys, ...]) -> ClassKeys | None:
    """Return the spelling in which an object says that it is a class; None where it says not so."""
    if element.kind != OBJECT:
        return None
    keys = set(element.keys())
    return next((one for one in known if one.value in keys and one.name in keys), None)
