"""Raster functions in JSON: what stands where, and how to change one definition.

Two forms are known: that of rendering rules, `rasterFunction` with `rasterFunctionArguments`
(documented), and that of templates, `function` with `arguments` whose values are variables
(observed).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecdkit.errors import EditError, FormatError, UsageError
from ecdkit.markup.references import SpelledRuler
from ecdkit.templates.contents import Found, look
from ecdkit.templates.held import Held, Leak
from ecdkit.templates.json_paths import leaks_of_string, relocated_json, strings
from ecdkit.templates.json_sites import (
    arguments_of,
    function_of,
    is_raster_function,
    sites,
    string_at,
    text_of,
)
from ecdkit.templates.names import by_value_name, is_definition_argument
from ecdkit.templates.template import Template
from ecdkit.text import edit
from ecdkit.text.kinds import ARRAY, NULL, OBJECT, STRINGS
from ecdkit.text.splice import Splice
from ecdkit.text.style import style_of
from ecdkit.text.write import write_key, write_string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.problems import Problem
    from ecdkit.templates.json_sites import Site
    from ecdkit.templates.paths import Relocation
    from ecdkit.text.encoding import Encoding
    from ecdkit.text.jsontext import JsonText
    from ecdkit.text.view import View

__all__ = ["JsonTemplate"]

_SPACE = b" \t\r\n"
_CLOSING = (b"}", b"]")
_LINE_END = re.compile(rb"\r\n|\r|\n")


class JsonTemplate(Template):
    """A raster function in JSON; see `Template`.

    Attributes:
        text: the source, byte for byte.
    """

    def __init__(self, text: JsonText, path: str | None = None) -> None:
        self.text = text
        self.path = path
        root = text.root
        if not is_raster_function(root):
            line, column = root.place
            raise FormatError(
                "this is JSON, but no raster function",
                hint="a raster function has rasterFunction and rasterFunctionArguments",
                line=line,
                column=column,
            )
        self._references: dict[bytes, list[Site]] = {}
        found = [site for site in sites(root) if self._noted(site)]
        self._sites: list[Site] = []
        self.held = tuple(self._found(found))

    @property
    def name(self) -> str | None:
        """Its member `name`, or the name of its function."""
        root = self.text.root
        return string_at(root.get("name")) or function_of(root)

    @property
    def form(self) -> str:
        """Always JSON."""
        return "JSON"

    @property
    def schema_version(self) -> str | None:
        """None: the JSON forms name no version."""
        return None

    @property
    def encoding(self) -> Encoding:
        """How it is written as bytes."""
        return self.text.encoding

    @property
    def functions(self) -> tuple[str, ...]:
        """The raster functions in it, in the order of places."""
        found = []
        waiting = [self.text.root]
        while waiting:
            place = waiting.pop()
            if place.kind == OBJECT and arguments_of(place) is not None:
                found.append(function_of(place))
            if place.kind in (ARRAY, OBJECT) and not place.is_leaf:
                waiting += reversed(list(place.children()))
        return tuple(name for name in found if name)

    def to_bytes(self) -> bytes:
        """Return the bytes of the file."""
        return self.text.to_bytes()

    def structure(self) -> tuple[Problem, ...]:
        """Return nothing: the JSON forms have no structure beyond names and values."""
        return ()

    def leaks(self) -> tuple[Leak, ...]:
        """Return the absolute paths in it, in the order of places."""
        return tuple(
            Leak(path, view.pointer, *self.text.place(offset))
            for view in strings(self.text.root)
            for path, offset in leaks_of_string(view)
        )

    def relocated(self, relocation: Relocation) -> Template:
        """Return the template with its absolute paths rewritten."""
        text = relocated_json(self.text, relocation)
        return self if text is self.text else JsonTemplate(text, self.path)

    def view_of(self, held: Held) -> View:
        """Return the value that is a definition of this template, or waits for one."""
        return self._sites[held.at].view

    def _noted(self, site: Site) -> bool:
        """Keep in mind who refers to what; whether the site has a value of its own."""
        if site.refers is None:
            return True
        self._references.setdefault(site.refers, []).append(site)
        return False

    def _found(self, listed: list[Site]) -> Iterator[Held]:
        for listed_site in listed:
            site = listed_site
            users = [one for number in site.numbers for one in self._references.get(number, ())]
            named = next((one for one in users if is_definition_argument(one.argument)), None)
            if named is not None and not is_definition_argument(site.argument):
                site = site._replace(argument=named.argument, function=named.function)
            found = self._look(site)
            if found is None:
                continue
            content, what = found
            line, column = site.view.place
            held = Held(
                len(self._sites),
                what.how,
                site.function,
                site.argument,
                site.view.pointer,
                line,
                column,
                b"" if what.how == "empty" else content,
                what.document,
                what.error,
                tuple(one.view.place[0] for one in users),
            )
            self._sites.append(listed_site)
            yield held

    def _look(self, site: Site) -> tuple[bytes, Found] | None:
        view, text = site.view, self.text
        expected = is_definition_argument(site.argument)
        if site.is_unset:
            return (b"", Found("empty")) if expected else None
        if view.kind == STRINGS:
            spelled = text_of(view)
            if spelled is None:
                return None
            what = look(
                spelled.data,
                site.argument,
                lambda skipped: SpelledRuler(text.place, spelled.source, skipped),
                self.path,
            )
            return None if what is None else (spelled.data, what)
        if view.kind == NULL or (view.kind == OBJECT and not len(view)):
            return (b"", Found("empty")) if expected else None
        if view.kind != OBJECT:
            return None
        start, end = view.span
        content = text.data[start : end + len(_tail(view)[0])]
        what = look(
            content,
            site.argument,
            lambda skipped: SpelledRuler(text.place, lambda at: start + at, skipped),
            self.path,
        )
        return None if what is None else (content, what)

    def _embedded(self, place: Held, content: bytes) -> Template:
        site = self._sites[place.at]
        view = site.view
        if site.is_unset:
            made = edit.set_value(self.text, f"{view.pointer}/value", None)
            return JsonTemplate(made, self.path).embed(content, place.at)
        splices = self._name_splices(site, place)
        if view.kind == STRINGS and place.how == "value":
            new = write_string(content.decode(), style_of(view))
            splices.append(Splice(*view.span, new))
        else:
            splices.append(self._object_splice(view, content))
        return JsonTemplate(self.text.spliced(splices), self.path)

    def _object_splice(self, view: View, content: bytes) -> Splice:
        if content[:1] in (b" ", b"\t", b"\r", b"\n"):
            raise EditError(
                "the definition begins with white space, which has no place in a member's value",
                hint="remove the white space before its first brace",
                path=self.path,
            )
        behind, close = _tail(view)
        end = view.span[1] + len(behind) + len(close)
        tail = content[len(content.rstrip(_SPACE)) :]
        if tail and self.text.data[end : end + 1] in _CLOSING:
            close = _closing(tail, close, _gap(view))
        lacks = self.text.encoding.lacks
        text = content.decode()
        if not text.isascii() and any(lacks(one) for one in set(text) if not one.isascii()):
            raise EditError(
                f"the definition has characters that {self.text.encoding.name} lacks",
                hint="save the raster function in UTF-8 first",
                path=self.path,
            )
        return Splice(view.span[0], end, content + close)

    def _name_splices(self, site: Site, place: Held) -> list[Splice]:
        """Return the edit that makes an argument for a path one for a value."""
        name = by_value_name(site.argument) if site.argument is not None else None
        if name is None or site.named.key_span is None:
            return []
        around = self.text.ancestors(site.named)[-1]
        if around.get(name) is not None:
            raise UsageError(
                f"definition {place.at} is held by path, and {name} beside it by value",
                hint=f"embed into {name}: `ecd template list` shows its position",
                path=self.path,
                line=place.line,
                column=place.column,
            )
        start, end = site.named.key_span
        return [Splice(start, end, write_key(name, style_of(site.named), b""))]


def _tail(view: View) -> tuple[bytes, bytes]:
    """Return the white space behind a member's value: what is the value's own, and the layout's.

    Nobody lays out white space before a comma. Before the closing brace or bracket, layout is the
    last line end and what follows where the whole begins with one, and what it begins with
    elsewhere.
    """
    data, end = view.text.data, view.span[1]
    space = _space(data, end)
    if data[end + len(space) : end + len(space) + 1] not in _CLOSING:
        return space, b""
    gap = _gap(view)
    if _LINE_END.search(gap):
        ends = list(_LINE_END.finditer(space))
        cut_at = ends[-1].start() if ends else 0
    else:
        cut_at = len(space) - len(gap) if space.endswith(gap) else len(space)
    return space[:cut_at], space[cut_at:]


def _closing(tail: bytes, close: bytes, gap: bytes) -> bytes:
    """Return what must stand behind a value, so that its tail is not taken for layout.

    Args:
        tail: the white space that the value ends with.
        close: the layout behind it, as it was.
        gap: what the whole begins with.
    """
    line_end = _LINE_END.search(gap)
    if line_end is None:
        return gap if not close and tail.endswith(gap) else close
    if close[:1] not in (b"\r", b"\n"):
        close = line_end[0] + close
    # Both would be read as one line end.
    return b"\r" + close if tail.endswith(b"\r") and close.startswith(b"\n") else close


def _gap(view: View) -> bytes:
    """Return the white space that the object or array around a value begins with."""
    around = view.text.ancestors(view)
    return _space(view.text.data, around[-1].span[0] + 1) if around else b""


def _space(data: bytes, start: int) -> bytes:
    end = start
    while data[end : end + 1] in (b" ", b"\t", b"\r", b"\n"):
        end += 1
    return data[start:end]
