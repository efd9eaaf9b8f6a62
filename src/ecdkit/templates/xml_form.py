"""Templates in XML (`.rft.xml`): what stands where, and how to change one definition.

The structure is as observed in public templates of the schema versions 10.3 to 3.3.0: arguments
are pairs of `Names` and `Values` by position, a value is a literal, a `RasterFunctionVariable`, a
list of `Argument`, or a template again; `href` refers to what has that `id`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecdkit.errors import EcdError, EditError, FormatError, UsageError
from ecdkit.markup.spell import require_characters
from ecdkit.templates.contents import Found, look
from ecdkit.templates.held import Held, Leak
from ecdkit.templates.json_paths import leaks_of_text, relocated_text
from ecdkit.templates.names import by_value_name, is_definition_argument
from ecdkit.templates.sites import (
    XS,
    XSI,
    Site,
    function_name,
    is_function,
    is_string,
    nil_of,
    sites,
)
from ecdkit.templates.template import Template
from ecdkit.text.excerpt import cut
from ecdkit.text.splice import Splice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.markup.elements import Element
    from ecdkit.markup.references import Spelled
    from ecdkit.markup.xmltext import XmlText
    from ecdkit.problems import Problem
    from ecdkit.templates.paths import Relocation
    from ecdkit.text.encoding import Encoding

__all__ = ["XmlTemplate"]

ROOT = "RasterFunctionTemplate"
_ESRI = re.compile(r"http://www\.esri\.com/schemas/ArcGIS/(.+)")
# What texts of these say is for people, and of the others in which a path is an argument's value.
_VALUES = {"AnyType", "Argument", "Arguments", "String", "Value"}


class XmlTemplate(Template):
    """A raster function template in XML; see `Template`.

    Attributes:
        text: the source, byte for byte.
    """

    def __init__(self, text: XmlText, path: str | None = None) -> None:
        self.text = text
        self.path = path
        root = text.root
        if root.local != ROOT:
            line, column = text.place(root.start)
            raise FormatError(
                f"this is XML, but no raster function template: its root is {cut(repr(root.name))}",
                hint=f"the root of a template is {ROOT}",
                line=line,
                column=column,
            )
        self._references: dict[str, list[Site]] = {}
        found = [site for site in sites(text) if self._noted(site)]
        self._sites: list[Site] = []
        self.held = tuple(self._found(found))

    @property
    def name(self) -> str | None:
        """The text of its element `Name`."""
        element = self.text.root.child("Name")
        return None if element is None else self._string(element).strip() or None

    @property
    def form(self) -> str:
        """Always XML."""
        return "XML"

    @property
    def schema_version(self) -> str | None:
        """The end of Esri's namespace, such as "3.3.0"."""
        found = (_ESRI.fullmatch(uri) for uri in self.text.root.namespaces.values())
        return next((one[1] for one in found if one), None)

    @property
    def encoding(self) -> Encoding:
        """How it is written as bytes."""
        return self.text.encoding

    @property
    def functions(self) -> tuple[str, ...]:
        """The raster functions in it, in the order of places."""
        elements = (one for one in self.text.root.walk() if is_function(one))
        return tuple(name for one in elements if (name := function_name(one)))

    def to_bytes(self) -> bytes:
        """Return the bytes of the file."""
        return self.text.to_bytes()

    def structure(self) -> tuple[Problem, ...]:
        """Return how the structure differs from that of all templates seen."""
        from ecdkit.templates.structure import structure_of_xml

        return structure_of_xml(self.text)

    def leaks(self) -> tuple[Leak, ...]:
        """Return the absolute paths in it, in the order of places."""
        return tuple(leak for element in self._texts() for leak in self._leaks_of(element))

    def relocated(self, relocation: Relocation) -> Template:
        """Return the template with its absolute paths rewritten."""
        splices: list[Splice] = []
        for element in self._texts():
            old = self.text.text_of(element).data
            new = relocated_text(old.decode(), relocation).encode()
            if new != old:
                require_characters(new, "the new path")
                splices += self.text.text_splice(element, new)
        return XmlTemplate(self.text.spliced(splices), self.path) if splices else self

    def _texts(self) -> Iterator[Element]:
        for element in self.text.root.walk():
            if not element.children and element.parts:
                yield element

    def _leaks_of(self, element: Element) -> Iterator[Leak]:
        spelled = self.text.text_of(element)
        for path, offset in leaks_of_text(spelled.data):
            yield Leak(path, element.path, *self.text.place(spelled.source(offset)))

    def element_of(self, held: Held) -> Element:
        """Return the element that holds a definition of this template, or waits for one."""
        return self._sites[held.at].element

    def _noted(self, site: Site) -> bool:
        """Keep in mind who refers to what; whether the site has a text of its own."""
        target = site.element.get("href")
        if target is None:
            return True
        self._references.setdefault(target.removeprefix("#"), []).append(site)
        return False

    def _found(self, found: list[Site]) -> Iterator[Held]:
        for site in found:
            references = self._references_to(site.element)
            named = next((one for one in references if is_definition_argument(one.argument)), None)
            argument, function = site.argument, site.function
            if named is not None and not is_definition_argument(argument):
                argument, function = named.argument, named.function
            held = self._held(site.element, function, argument, references)
            if held is not None:
                self._sites.append(site)
                yield held

    def _held(
        self,
        element: Element,
        function: str | None,
        argument: str | None,
        references: list[Site],
    ) -> Held | None:
        text = self.text
        spelled = text.text_of(element)
        found = None if element.children else self._content(element, spelled, argument)
        if found is None:
            return None
        start = element.start if found.how == "empty" else spelled.source(0)
        line, column = text.place(start)
        uses = tuple(text.place(one.element.start)[0] for one in references)
        return Held(
            len(self._sites),
            found.how,
            function,
            argument,
            element.path,
            line,
            column,
            b"" if found.how == "empty" else spelled.data,
            found.document,
            found.error,
            uses,
        )

    def _content(self, element: Element, spelled: Spelled, argument: str | None) -> Found | None:
        """Return what a text is; None where it has nothing to do with definitions."""
        if nil_of(element) is not None:
            return Found("empty") if is_definition_argument(argument) else None
        found = look(
            spelled.data, argument, lambda skipped: self.text.ruler_of(spelled, skipped), self.path
        )
        if found is None or (found.how == "path" and element.local not in _VALUES):
            return None
        kind = element.get("type", XSI)
        if kind is None or is_string(element, kind) or found.document is not None:
            return found
        # Nobody knows of which type a definition may be: what is one counts, and nothing else.
        return None

    def _references_to(self, element: Element) -> list[Site]:
        around: Element | None = element
        # A variable has the number, its value the text.
        for _ in range(2):
            if around is None:
                break
            number = around.get("id")
            if number is not None and number in self._references:
                return self._references[number]
            around = around.parent
        return []

    def _embedded(self, place: Held, content: bytes) -> XmlTemplate:
        require_characters(content, "the definition")
        site = self._sites[place.at]
        splices = self._text_splices(site.element, content)
        splices += self._name_splices(site, place)
        try:
            return XmlTemplate(self.text.spliced(splices), self.path)
        except EcdError as error:
            # What was read is sound, so what is wrong is not there but in what would be written.
            error.path = self.path
            error.line = error.column = None
            raise

    def _text_splices(self, element: Element, content: bytes) -> list[Splice]:
        text = self.text
        named = element.start + 1 + len(element.name.encode())
        typed: list[Splice] = []
        nil, is_typed = nil_of(element), element.get("type", XSI) is not None
        if nil is not None:
            # What was said to be nothing becomes a text, at the same place of the tag.
            kind = b"" if is_typed else self._type_attribute(element)
            before = len(text.data[named : nil.start].rstrip())
            typed = [Splice(named + before, nil.value_end + 1, kind)]
        elif not is_typed:
            typed = [Splice(named, named, self._type_attribute(element))]
        if not element.closes_itself:
            return [*typed, *text.text_splice(element, content)]
        spelled = text.spelling.characters(content.decode())
        closing = text.data.rindex(b"/>", 0, element.end)
        space = len(text.data[named:closing]) - len(text.data[named:closing].rstrip())
        end_tag = b">" + spelled + b"</%s>" % element.name.encode()
        return [*typed, Splice(closing - space, element.end, end_tag)]

    def _type_attribute(self, element: Element) -> bytes:
        """Return the attribute that makes a text a string, with the prefixes that hold there."""
        prefixes = {uri: prefix for prefix, uri in element.namespaces.items() if prefix}
        if XSI not in prefixes or XS not in prefixes:
            raise EditError(
                "this template does not declare the namespaces of types, xsi and xs",
                hint="declare them on its root, as templates of ArcGIS do",
                path=self.path,
            )
        quote = self.text.quote
        value = b"%s:string" % prefixes[XS].encode()
        return b" %s:type=%s%s%s" % (prefixes[XSI].encode(), quote, value, quote)

    def _name_splices(self, site: Site, place: Held) -> list[Splice]:
        """Return the edit that makes an argument for a path one for a value."""
        name = by_value_name(site.argument) if site.argument is not None else None
        if name is None or site.name is None or site.name.parent is None:
            return []
        others = [self._string(one).lower() for one in site.name.parent.children]
        if name.lower() in others:
            raise UsageError(
                f"definition {place.at} is held by path, and {name} beside it by value",
                hint=f"embed into {name}: `ecd template list` shows its position",
                path=self.path,
                line=place.line,
                column=place.column,
            )
        return self.text.text_splice(site.name, name.encode())

    def _string(self, element: Element) -> str:
        return self.text.text_of(element).data.decode()
