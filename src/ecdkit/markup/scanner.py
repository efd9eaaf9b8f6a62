"""One pass over an XML text that finds the span of every element, attribute and text.

It is the judge of nothing: what it finds is compared with what a parser found (`judge.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecdkit.markup.elements import (
    CDATA,
    CHARACTERS,
    COMMENT,
    INSTRUCTION,
    Attribute,
    Element,
    Part,
)
from ecdkit.markup.references import attribute_value
from ecdkit.text.excerpt import cut, printable
from ecdkit.text.malformed import Malformed, TooMuch, unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "DEEPEST",
    "LONGEST_TEXT",
    "MOST_ELEMENTS",
    "MOST_PARTS",
    "MOST_REFERENCES",
    "scan",
]

DEEPEST = 250
"""Deeper elements are refused; parsers have a limit of 256."""
MOST_ELEMENTS = 100_000
"""More elements are refused."""
MOST_PARTS = 300_000
"""More texts, comments and the like are refused."""
MOST_REFERENCES = 500_000
"""More references to characters are refused."""
LONGEST_TEXT = 10_000_000
"""Longer texts are refused, in bytes; parsers have this limit."""

_XML = "http://www.w3.org/XML/1998/namespace"
_XINCLUDE = "http://www.w3.org/2001/XInclude"
_NAME = rb"[^\x00-\x20<>/=!?\"'&]+"
_OPENING = re.compile(rb"<(" + _NAME + rb")")
_CLOSING = re.compile(rb"</(" + _NAME + rb")[ \t\r\n]*>")
_ATTRIBUTE = re.compile(
    rb"[ \t\r\n]+(" + _NAME + rb")[ \t\r\n]*=[ \t\r\n]*(?:\"([^\"<]*)\"|'([^'<]*)')"
)
_END_OF_TAG = re.compile(rb"[ \t\r\n]*(/?)>")
_MOST_ATTRIBUTES = 1_000
_MOST_NAMESPACES = 1_000
_SPANS = (
    (b"<!--", b"-->", COMMENT, "a comment"),
    (b"<![CDATA[", b"]]>", CDATA, "a CDATA section"),
    (b"<?", b"?>", INSTRUCTION, "a processing instruction"),
)


def scan(data: bytes, start: int) -> Element:
    """Return the root of an XML text.

    Args:
        data: the text in UTF-8.
        start: where its declaration ends.

    Raises:
        Malformed: it is not XML, or has what templates may not have.
        TooMuch: it is beyond a limit.
    """
    if data.count(b"&") > MOST_REFERENCES:
        raise TooMuch(
            data.find(b"&"),
            f"there are more than {MOST_REFERENCES:,} references such as &quot;",
            "hold definitions in CDATA sections, or by their paths",
        )
    return _Scan(data).run(start)


class _Scan:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._count = 0
        self._parts = 0
        self._namespaces = 0
        self._root: Element | None = None

    def run(self, start: int) -> Element:
        data = self._data
        at, element, depth = start, None, 0
        while at < len(data):
            mark = data.find(b"<", at)
            end = len(data) if mark < 0 else mark
            if end > at:
                self._characters(element, at, end)
            if mark < 0:
                break
            if data.startswith(b"</", mark):
                element, at = self._close(element, mark)
                depth -= 1
            elif data[mark + 1 : mark + 2] in (b"!", b"?"):
                at = self._other(element, mark)
            else:
                if element is None and self._root is not None:
                    raise Malformed(mark, "a second root element begins here")
                opened, at = self._open(element, mark)
                if self._root is None:
                    self._root = opened
                if not opened.closes_itself:
                    element, depth = opened, depth + 1
                if depth > DEEPEST:
                    raise TooMuch(mark, f"elements are nested deeper than {DEEPEST}")
        if element is not None:
            raise Malformed(len(data), f"the element {_quoted(element.name)} is not closed")
        if self._root is None:
            raise Malformed(len(data), "there is no element")
        return self._root

    def _characters(self, element: Element | None, start: int, end: int) -> None:
        if element is not None:
            if end - start > LONGEST_TEXT:
                raise TooMuch(
                    start,
                    f"a text of {end - start:,} bytes; XML parsers take {LONGEST_TEXT:,}",
                    "hold such a definition by its path",
                )
            self._add(element, Part(CHARACTERS, start, end))
        elif self._data[start:end].strip(b" \t\r\n"):
            where = "before" if self._root is None else "after"
            raise Malformed(start, f"there is text {where} the root element")

    def _add(self, element: Element, part: Part) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise TooMuch(part.start, f"there are more than {MOST_PARTS:,} texts and comments")
        element.content.append(part)

    def _other(self, element: Element | None, start: int) -> int:
        data = self._data
        for opening, closing, kind, what in _SPANS:
            if not data.startswith(opening, start):
                continue
            inner = start + len(opening)
            stop = data.find(closing, inner)
            if stop < 0:
                raise Malformed(start, f"{what} is not closed")
            if stop - inner > LONGEST_TEXT:
                raise TooMuch(start, f"{what} of {stop - inner:,} bytes")
            end = stop + len(closing)
            if element is not None:
                span = (inner, stop) if kind == CDATA else (start, end)
                self._add(element, Part(kind, *span))
            elif kind == CDATA:
                raise Malformed(start, "a CDATA section outside of the root element")
            return end
        if data.startswith(b"<!DOCTYPE", start):
            raise Malformed(
                start,
                "a document type declaration, which no template has",
                "it could declare entities that blow up or read files; remove it",
            )
        raise Malformed(start, "this begins no part of XML")

    def _close(self, element: Element | None, start: int) -> tuple[Element | None, int]:
        found = _CLOSING.match(self._data, start)
        if found is None:
            raise Malformed(start, "this is no end tag")
        name = _name(found[1], start)
        if element is None or element.name != name:
            opened = f"; {_quoted(element.name)} is open" if element is not None else ""
            raise Malformed(start, f"an end tag of {_quoted(name)}{opened}")
        element.outer, element.end = start, found.end()
        return element.parent, found.end()

    def _open(self, parent: Element | None, start: int) -> tuple[Element, int]:
        data = self._data
        found = _OPENING.match(data, start)
        if found is None:
            raise unresolved(data, start) or Malformed(
                start, "this begins no element", "write < in a text as &lt;"
            )
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise TooMuch(start, f"there are more than {MOST_ELEMENTS:,} elements")
        element = Element(_name(found[1], start), start, parent)
        raw, at = self._attributes(found.end())
        closing = _END_OF_TAG.match(data, at)
        if closing is None:
            raise Malformed(
                at, f"the start tag of {_quoted(element.name)} does not go on like that"
            )
        element.inner = element.outer = element.end = closing.end()
        self._namespaces += _resolve(element, raw)
        if self._namespaces > _MOST_NAMESPACES:
            raise TooMuch(start, f"there are more than {_MOST_NAMESPACES:,} namespaces")
        if parent is not None:
            parent.content.append(element)
        if not closing[1]:
            # Its end comes later; until then it must not look like one that closes itself.
            element.end = -1
        return element, closing.end()

    def _attributes(self, at: int) -> tuple[list[Attribute], int]:
        raw = []
        for found in self._matches(at):
            group = 2 if found[2] is not None else 3
            name = _name(found[1], found.start(1))
            span = found.span(group)
            if span[1] - span[0] > LONGEST_TEXT:
                raise TooMuch(span[0], f"a value of {span[1] - span[0]:,} bytes")
            raw.append(
                Attribute(name, "", attribute_value(self._data, *span), found.start(1), *span)
            )
            if len(raw) > _MOST_ATTRIBUTES:
                raise TooMuch(at, f"an element has more than {_MOST_ATTRIBUTES:,} attributes")
            at = found.end()
        return raw, at

    def _matches(self, at: int) -> Iterator[re.Match[bytes]]:
        while found := _ATTRIBUTE.match(self._data, at):
            yield found
            at = found.end()


def _resolve(element: Element, raw: list[Attribute]) -> int:
    """Give the names of an element and its attributes their namespaces.

    Returns:
        How many namespaces it declares.
    """
    inherited = element.parent.namespaces if element.parent else {"xml": _XML}
    own = {}
    for one in raw:
        prefix, _, local = one.name.rpartition(":")
        if one.name == "xmlns" or prefix == "xmlns":
            if one.value == _XINCLUDE:
                raise Malformed(
                    one.start,
                    "this uses XInclude, which would read other files",
                    "no template has it; put the text itself here",
                )
            own[local if prefix else ""] = one.value
    element.namespaces = {**inherited, **own} if own else inherited
    element.uri = _uri(element.name, element.namespaces, element.start, default=True)
    element.attributes = tuple(
        one._replace(uri=_uri(one.name, element.namespaces, one.start, default=False))
        for one in raw
        if one.name != "xmlns" and not one.name.startswith("xmlns:")
    )
    return len(own)


def _uri(name: str, namespaces: dict[str, str], at: int, *, default: bool) -> str:
    prefix, _, _ = name.rpartition(":")
    if not prefix:
        return namespaces.get("", "") if default else ""
    if prefix not in namespaces:
        raise Malformed(at, f"the prefix {_quoted(prefix)} is not declared")
    return namespaces[prefix]


def _name(raw: bytes, at: int) -> str:
    if raw.count(b":") > 1:
        raise Malformed(at, "a name with two colons")
    return raw.decode()


def _quoted(name: str) -> str:
    return cut(repr(printable(name)))
