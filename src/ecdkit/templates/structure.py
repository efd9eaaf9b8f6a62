"""How the structure of a template differs from that of all templates seen."""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from ecdkit.templates.rules import UNPAIRED_ARGUMENT, UNUSUAL_STRUCTURE
from ecdkit.templates.sites import XSI, local_type
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import RelaxNG, _Element

    from ecdkit.markup import Element, XmlText
    from ecdkit.problems import Problem, Rule

__all__ = ["SCHEMA", "structure_of_xml"]

SCHEMA = "raster-function-template.rng"

_RELAX = {"r": "http://relaxng.org/ns/structure/1.0"}
_ANY_NAME = '<element xmlns="%s"><anyName/><ref name="%s"/></element>'
_VALUES = {"AnyType", "Argument", "Value"}
# In larger templates the place is not narrowed down: in the worst case that takes as many steps as
# there are elements, times their levels.
_MANY = 20_000


def structure_of_xml(text: XmlText) -> tuple[Problem, ...]:
    """Return what is unusual in a template in XML.

    Args:
        text: the template.
    """
    return (*_unpaired(text), *_unusual(text))


def _unpaired(text: XmlText) -> Iterator[Problem]:
    for element in text.root.walk():
        names, values = element.child("Names"), element.child("Values")
        if element.local != "Arguments" or names is None or values is None:
            continue
        one, other = len(names.children), len(values.children)
        if one != other:
            at = names if one > other else values
            message = f"names of arguments: {one}, values: {other}; they are paired by position"
            yield _problem(text, UNPAIRED_ARGUMENT, at, message)


def _unusual(text: XmlText) -> Iterator[Problem]:
    seen = text.seen
    if _grammar(None).validate(seen):
        return
    if sum(1 for _ in text.root.walk()) <= _MANY:
        seen = _narrowest(seen)
    element = _place(text, seen)
    kind = local_type(element)
    told = f"the element {cut(element.name)}{f' of type {cut(kind)}' if kind else ''}"
    message = f"{told} has a structure that no template seen so far has"
    yield _problem(text, UNUSUAL_STRUCTURE, element, message)


def _narrowest(element: _Element) -> _Element:
    """Return the innermost value that is unusual by itself; the element, where none in it is."""
    for value in _values(element):
        if not _grammar(_kind(value)).validate(value):
            return _narrowest(value)
    return element


def _values(element: _Element) -> Iterator[_Element]:
    """The elements in an element that stand for values, but for those that stand in such."""
    for child in element.iterchildren("*"):
        if child.tag in _VALUES:
            yield child
        else:
            yield from _values(child)


def _kind(element: _Element) -> str:
    """Return the name that the grammar gives to an element of this type."""
    if element.get(f"{{{XSI}}}nil") is not None:
        return "nil"
    kind = element.get(f"{{{XSI}}}type")
    if kind is None:
        return "nothing"
    if element.get("href") is not None:
        return "reference"
    return next((name for name, pattern in _kinds() if pattern.fullmatch(kind)), "other")


def _place(text: XmlText, seen: _Element) -> Element:
    """Return what our scanner found where the parser found an element."""
    number = next(at for at, one in enumerate(text.seen.iter("*")) if one is seen)
    return next(element for at, element in enumerate(text.root.walk()) if at == number)


def _problem(text: XmlText, rule: Rule, element: Element, message: str) -> Problem:
    return rule.problem(message, text.place(element.start))


@functools.cache
def _source() -> bytes:
    return files("ecdkit.schemas").joinpath(SCHEMA).read_bytes()


@functools.cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the names that the grammar gives to values, each with the types of its elements."""
    from lxml import etree

    defines = etree.fromstring(_source()).iterfind("r:define", _RELAX)
    found = []
    for define in defines:
        patterns = define.xpath(
            ".//r:attribute[@name='xsi:type'][not(ancestor::r:element)]/r:data/r:param/text()",
            namespaces=_RELAX,
        )
        assert isinstance(patterns, list)
        if patterns:
            found.append((str(define.get("name")), re.compile("|".join(map(str, patterns)))))
    return tuple(found)


@functools.cache
def _grammar(kind: str | None) -> RelaxNG:
    """Return what judges a whole template, or one value of a kind."""
    from lxml import etree

    root = etree.fromstring(_source())
    if kind is not None:
        start = root.find("r:start", _RELAX)
        assert start is not None
        start[:] = [etree.fromstring(_ANY_NAME % (_RELAX["r"], kind))]
    return etree.RelaxNG(root)
