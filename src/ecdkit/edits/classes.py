"""Name and colour of a class, wherever a definition lists its classes in a spelling we know."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING

from ecdkit.arguments import require
from ecdkit.document import Document
from ecdkit.errors import EditError, UsageError
from ecdkit.formats.common_rules import class_keys_of, color_of, integer_of
from ecdkit.text.edit import set_values
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from typing import Any

    from ecdkit.formats.format import ClassKeys
    from ecdkit.text.view import View

__all__ = ["parse_color", "recolor_class", "rename_class"]

_COLOR = re.compile(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
_CHANNELS = 3


def parse_color(text: str) -> tuple[int, int, int]:
    """Return red, green and blue of a colour such as "#38a800", 0 to 255 each.

    Raises:
        UsageError: it is no colour.
    """
    found = _COLOR.fullmatch(text)
    if found is None:
        raise UsageError(f"{cut(repr(text))} is no colour", hint="write a colour as #rrggbb")
    red, green, blue = (int(channel, 16) for channel in found.groups())
    return red, green, blue


def rename_class(
    doc: Document, value: int, name: str, *, definition: int | None = None
) -> Document:
    """Return the document with a class renamed, and nothing else changed.

    Args:
        doc: the document.
        value: the value of the class.
        name: its new name.
        definition: the index of the definition that has the class, where several do.

    Raises:
        EditError: no class has that value, or more than one has.
    """
    if not isinstance(name, str):
        raise TypeError(f"a name is a string, not a {type(name).__name__}")
    element, keys = _find(doc, value, definition)
    return _edited(doc, {f"{element.pointer}/{keys.name}": name})


def recolor_class(
    doc: Document, value: int, color: tuple[int, int, int], *, definition: int | None = None
) -> Document:
    """Return the document with a class in another colour, and nothing else changed.

    Args:
        doc: the document.
        value: the value of the class.
        color: red, green and blue, 0 to 255 each.
        definition: the index of the definition that has the class, where several do.

    Raises:
        EditError: no class has that value, or more than one has, or it has no colour.
    """
    known = len(color) == _CHANNELS and all(type(channel) is int for channel in color)
    if not known or not all(0 <= channel <= 255 for channel in color):  # noqa: PLR2004 - a byte
        raise EditError("a colour has red, green and blue, integers from 0 to 255")
    element, keys = _find(doc, value, definition)
    if keys.color_optional and color_of(element, keys) is None:
        # Where no colour is known there is none to change: nothing, null, [] or -1 for each.
        return doc.set(f"{element.pointer}/{keys.color[0]}", list(color))
    places = [place for key in keys.color if (place := element.get(key)) is not None]
    if not places or len(places) < len(keys.color):
        raise _error(element, f"class {cut(str(value))} has no colour to change")
    if len(places) == 1:
        # Number by number, so that the space between them stays.
        places = list(places[0].elements())
    if len(places) != _CHANNELS:
        what = f"the colour of class {cut(str(value))} is no array of three numbers"
        raise _error(element, what)
    channels = zip(places, color, strict=True)
    return _edited(doc, {place.pointer: channel for place, channel in channels})


def _edited(doc: Document, values: dict[str, Any]) -> Document:
    return Document(set_values(doc.text, values), doc.path)


def _find(doc: Document, value: int, definition: int | None) -> tuple[View, ClassKeys]:
    require(doc, Document)
    if isinstance(value, bool):
        raise TypeError("a class value is an integer, not a bool")
    value = operator.index(value)
    lists = doc.format.class_lists(doc.text.root)
    if definition is not None:
        lists = [entry for entry in lists if entry[0] == definition]
        if not lists:
            raise EditError(f"there is no definition {definition} with a list of classes")
    found: list[tuple[View, ClassKeys]] = []
    known = False
    for _, classes in lists:
        for element in classes.elements():
            keys = class_keys_of(element, doc.format.class_keys)
            if keys is not None:
                known = True
                if integer_of(element, keys.value) == value:
                    found.append((element, keys))
    if len(found) == 1:
        return found[0]
    if found:
        places = " and ".join(cut(element.pointer) for element, _ in found[:2])
        raise _error(
            found[1][0],
            f"{len(found)} classes have the value {cut(str(value))}: {places}",
            "name the definition, or edit by pointer",
        )
    if known:
        raise EditError(f"no class has the value {cut(str(value))}", path=doc.path)
    raise EditError("no list of classes here is in a spelling that is known", path=doc.path)


def _error(view: View, message: str, hint: str | None = None) -> EditError:
    line, column = view.place
    return EditError(message, hint=hint, line=line, column=column)
