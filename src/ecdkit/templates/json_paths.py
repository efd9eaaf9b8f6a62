"""Absolute paths in the strings of a JSON text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.templates.paths import path_spans
from ecdkit.text import edit
from ecdkit.text.scanner import ARRAY, OBJECT, STRINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.templates.paths import Relocation
    from ecdkit.text.jsontext import JsonText
    from ecdkit.text.view import View

__all__ = ["leaks_of_json", "relocated_json", "strings"]


def leaks_of_json(text: JsonText) -> Iterator[tuple[str, int]]:
    """The absolute paths in the strings of a text, each with the offset of its string in the file.

    Args:
        text: the text.
    """
    skipped = len(text.encoding.bom)
    for view in strings(text.root):
        for span in path_spans(str(view.value())):
            yield span.path, view.start + skipped


def relocated_json(text: JsonText, relocation: Relocation) -> bytes:
    """Return the bytes of a text with the absolute paths in its strings rewritten.

    Args:
        text: the text.
        relocation: how each path is rewritten.
    """
    return rewritten(text, relocation).to_bytes()


def rewritten(text: JsonText, relocation: Relocation) -> JsonText:
    """Return a text with the absolute paths in its strings rewritten; see `relocated_json`."""
    values = {}
    for view in strings(text.root):
        old = str(view.value())
        new = relocation.text(old)
        if new != old:
            values[view.pointer] = new
    return edit.set_values(text, values) if values else text


def strings(view: View) -> Iterator[View]:
    """The strings in a value, in the order of the text; names of members are none of them.

    Args:
        view: the value.
    """
    waiting = [view]
    while waiting:
        place = waiting.pop()
        if place.kind == STRINGS:
            yield place
        elif place.kind in (ARRAY, OBJECT) and not place.is_leaf:
            waiting += reversed(list(place.children()))
