"""Rules that more than one format has: counts that must be true, and what classes may not share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from ecdkit.problems import Rule
from ecdkit.text.excerpt import cut
from ecdkit.text.kinds import ARRAY, NUMBER, STRINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecdkit.formats.format import ClassKeys
    from ecdkit.problems import Problem
    from ecdkit.text.view import View

    _Places: TypeAlias = dict[Any, list[View]]

__all__ = [
    "CLASS_VALUE_BEYOND_8_BIT",
    "COUNT_MISMATCH",
    "DUPLICATE_CLASS_NAME",
    "DUPLICATE_CLASS_VALUE",
    "EQUAL_COLOR",
    "NAME_OUTER_SPACE",
    "RULES",
    "class_keys_of",
    "class_rules",
    "color_of",
    "count_rule",
    "counted",
    "integer_of",
    "member_of",
    "string_of",
]

_LARGEST_8_BIT = 255
# Smaller numbers are spelled with commas between the thousands.
_LARGE = 10**12
# Repetitions of more values than these are told in one sentence.
_FEW = 5
_RGB = 3
_PAIR = 2

COUNT_MISMATCH = Rule(
    "count-mismatch",
    "error",
    "A count is the length of the list that it counts",
    "The format says twice how many classes, definitions or bands there are: by a count and by a "
    "list. A reader that trusts the count reads too few, or beyond the end. It is told at the "
    "count, which nearly always is what somebody forgot when a list was edited by hand.",
    hint="correct the count",
    grade="inferred",
    source="the names of the members, and the one published example",
    requirement="ECD-0502",
)
DUPLICATE_CLASS_VALUE = Rule(
    "duplicate-class-value",
    "error",
    "No two classes of a definition have the same class value",
    "The class value is what a classified raster holds. Two classes with one value cannot be told "
    "apart in it: the second has no name and no colour of its own. In model definitions it is a "
    "warning, because their readers go by the position in the list. Renumber one of the two.",
    hint="renumber one of the classes",
    grade="inferred",
    source="the meaning of a classified raster",
    exceptions=(("model-definition", "warning"),),
    requirement="ECD-0510",
)
DUPLICATE_CLASS_NAME = Rule(
    "duplicate-class-name",
    "warning",
    "No two classes of a definition have the same name",
    "Legends, attribute tables and accuracy reports go by the name. Two classes of one name look "
    "like one. Rename one of the two, or merge them if they are one.",
    hint="rename one of the classes",
    requirement="ECD-0511",
)
NAME_OUTER_SPACE = Rule(
    "name-outer-space",
    "warning",
    "The name of a class neither begins nor ends with white space",
    "Nobody sees such a space, and every comparison of names fails on it. One example in Esri's "
    "documentation has one, so it is kept, and told. Rename the class if it is not meant.",
    hint="rename the class without it if it is not meant",
    requirement="ECD-0512",
)
EQUAL_COLOR = Rule(
    "equal-color",
    "warning",
    "No two classes of a definition have the same colour",
    "In the classified raster and in its legend the two look the same. Give one of them another "
    "colour: ecd edit --recolor VALUE=#rrggbb.",
    hint="give one of the classes another colour",
    requirement="ECD-0513",
)
CLASS_VALUE_BEYOND_8_BIT = Rule(
    "class-value-beyond-8-bit",
    "warning",
    "A class value is from 0 to 255",
    "Classified rasters mostly have 8 bits without sign. What they cannot hold is cut off or "
    "becomes another class. Renumber the class, or write the raster with 16 or 32 bits.",
    hint="a classified raster of 8 bits cannot hold it",
    requirement="ECD-0514",
)

RULES = (
    COUNT_MISMATCH,
    DUPLICATE_CLASS_VALUE,
    DUPLICATE_CLASS_NAME,
    NAME_OUTER_SPACE,
    EQUAL_COLOR,
    CLASS_VALUE_BEYOND_8_BIT,
)


def integer_of(view: View, key: str) -> int | None:
    """Return an integer member of an object; None where it has none."""
    return _integer(view.get(key))


def _integer(place: View | None) -> int | None:
    value = place.value() if place is not None and place.kind == NUMBER else None
    return value if type(value) is int else None


def string_of(view: View, key: str) -> str | None:
    """Return a string member of an object; None where it has none."""
    place = view.get(key)
    return place.value() if place is not None and place.kind == STRINGS else None


def member_of(view: View, key: str) -> View:
    """Return a member that an object is known to have."""
    place = view.get(key)
    assert place is not None
    return place


def counted(number: int, what: str) -> str:
    """Return a number of things in words, such as "1 band" or "2,000 bands"."""
    spelled = f"{number:,}" if abs(number) < _LARGE else cut(str(number))
    return f"{spelled} {what}{'s' * (number != 1)}"


def count_rule(view: View, count_key: str, list_key: str) -> Iterator[Problem]:
    """A count equals the length of the list it counts (told at the count)."""
    count, listed = integer_of(view, count_key), view.get(list_key)
    if count is None or listed is None or listed.kind != ARRAY or count == len(listed):
        return
    length = counted(len(listed), "element")
    message = f"{count_key} is {cut(str(count))}, but {list_key} has {length}"
    yield COUNT_MISMATCH.at(member_of(view, count_key), message)


def class_rules(classes: View, keys: ClassKeys, format_name: str) -> Iterator[Problem]:
    """No two classes have one value; names and colours tell them apart; values fit a raster.

    Args:
        classes: the list.
        keys: what the members of a class are called.
        format_name: the format of the document.
    """
    values: _Places = {}
    names: _Places = {}
    colors: _Places = {}
    beyond: list[View] = []
    for element in classes.elements():
        value, name = integer_of(element, keys.value), string_of(element, keys.name)
        color = color_of(element, keys)
        if value is not None:
            place = member_of(element, keys.value)
            values.setdefault(value, []).append(place)
            if not 0 <= value <= _LARGEST_8_BIT:
                beyond.append(place)
        if name is not None:
            place = member_of(element, keys.name)
            names.setdefault(name, []).append(place)
            if name != name.strip():
                message = f"the name {cut(repr(name))} begins or ends with a space"
                yield NAME_OUTER_SPACE.at(place, message, format_name=format_name)
        if color is not None:
            colors.setdefault(color, []).append(member_of(element, keys.color[0]))
    for rule, places, what, spell in (
        (DUPLICATE_CLASS_VALUE, values, "class value", str),
        (DUPLICATE_CLASS_NAME, names, "name", repr),
        (EQUAL_COLOR, colors, "colour", _hexadecimal),
    ):
        for place, message, hint in _repeated(places, what, spell):
            yield rule.at(place, message, hint, format_name=format_name)
    if beyond:
        more = f"; so are {len(beyond) - 1:,} more" if len(beyond) > 1 else ""
        message = f"class value {cut(beyond[0].token.decode())} is beyond 8 bits{more}"
        yield CLASS_VALUE_BEYOND_8_BIT.at(beyond[0], message, format_name=format_name)


def _repeated(
    places: _Places, what: str, spell: Callable[[Any], str]
) -> Iterator[tuple[View, str, str | None]]:
    """Yield where something repeats, what it is, and where the first is."""
    repeated = {key: views for key, views in places.items() if len(views) > 1}
    if len(repeated) > _FEW:
        first = min((views[1] for views in repeated.values()), key=lambda view: view.start)
        some = ", ".join(cut(spell(key)) for key in list(repeated)[:3])
        more = f"{len(repeated) - 3:,} more"
        yield first, f"the {what} of several classes is the same: {some} and {more}", None
        return
    for key, views in repeated.items():
        times = f"{len(views):,} classes" if len(views) > _PAIR else "two classes"
        message = f"the {what} {cut(spell(key))} is that of {times}"
        yield views[1], message, f"the first is {views[0].pointer}"


def _hexadecimal(rgb: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def color_of(element: View, keys: ClassKeys) -> tuple[int, int, int] | None:
    """Return the colour of a class; None where it has none, or none of 8 bits."""
    if len(keys.color) == _RGB:
        found = [integer_of(element, key) for key in keys.color]
    else:
        place = element.get(keys.color[0]) if keys.color else None
        if place is None or place.kind != ARRAY or len(place) != _RGB:
            return None
        found = [_integer(view) for view in place.elements()]
    rgb = [value for value in found if value is not None and 0 <= value <= _LARGEST_8_BIT]
    return (rgb[0], rgb[1], rgb[2]) if len(rgb) == _RGB else None


def class_keys_of(element: View, known: tuple[ClassKeys, ...]) -> ClassKeys | None:
    """Return the spelling in which an object says that it is a class; None where it says not so."""
    keys = set(element.keys())
    return next((one for one in known if one.value in keys and one.name in keys), None)
