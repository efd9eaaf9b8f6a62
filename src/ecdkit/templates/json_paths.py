"""Absolute paths in texts, of which some are JSON: there each string is a text again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.errors import EcdError
from ecdkit.templates.json_sites import text_of
from ecdkit.templates.paths import path_spans
from ecdkit.text import edit
from ecdkit.text.jsontext import JsonText
from ecdkit.text.kinds import ARRAY, OBJECT, STRINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.templates.paths import Relocation
    from ecdkit.text.view import View

__all__ = ["leaks_of_string", "leaks_of_text", "relocated_json", "relocated_text", "strings"]

_BOM = b"\xef\xbb\xbf"


def leaks_of_text(data: bytes) -> Iterator[tuple[str, int]]:
    """The absolute paths in a text, each with the offset of it or of the string that holds it.

    Args:
        data: the text in UTF-8.
    """
    inner = _json(data)
    if inner is not None:
        skipped = len(inner.encoding.bom)
        for view in strings(inner.root):
            for path, offset in leaks_of_string(view):
                yield path, offset + skipped
        return
    text = data.decode()
    for span in path_spans(text):
        yield span.path, len(text[: span.start].encode())


def leaks_of_string(view: View) -> Iterator[tuple[str, int]]:
    """The absolute paths in a string, each with an offset in the text that the string stands in.

    Args:
        view: the string. One that holds JSON leads on to the strings in that.
    """
    spelled = text_of(view)
    if spelled is not None and _json(spelled.data) is not None:
        for path, offset in leaks_of_text(spelled.data):
            yield path, spelled.source(offset)
        return
    for span in path_spans(str(view.value())):
        yield span.path, view.start


def relocated_text(text: str, relocation: Relocation) -> str:
    """Return a text with the absolute paths in it rewritten, in JSON as JSON spells them.

    Args:
        text: the text.
        relocation: how each path is rewritten.
    """
    inner = _json(text.encode("utf-8", "surrogatepass"))
    if inner is None:
        return relocation.text(text)
    return relocated_json(inner, relocation).to_bytes().decode()


def relocated_json(text: JsonText, relocation: Relocation) -> JsonText:
    """Return a text with the absolute paths in its strings rewritten.

    Args:
        text: the text.
        relocation: how each path is rewritten.
    """
    values = {}
    for view in strings(text.root):
        old = str(view.value())
        new = relocated_text(old, relocation)
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


def _json(data: bytes) -> JsonText | None:
    """Return a text as JSON; None where it is none, or but one value."""
    if data.removeprefix(_BOM).lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        return JsonText.parse(data, encoding="utf-8")
    except EcdError:
        return None
