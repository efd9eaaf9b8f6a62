"""How the structure of a template differs from that of all templates seen."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import TYPE_CHECKING

from ecdkit.problems import Problem, Rule
from ecdkit.templates.rules import UNPAIRED_ARGUMENT, UNUSUAL_STRUCTURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import RelaxNG

    from ecdkit.markup import Element, XmlText

__all__ = ["SCHEMA", "structure_of_xml"]

SCHEMA = "raster-function-template.rng"


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
            message = f"there are {one} names of arguments and {other} values"
            yield _problem(text, UNPAIRED_ARGUMENT, at, message)


def _unusual(text: XmlText) -> Iterator[Problem]:
    schema = _schema()
    if schema.validate(text.seen):
        return
    # The schema tells one way to fail, often that of the outermost element; one note is enough.
    error = schema.error_log[0]
    place = _place(text, error.path or "")
    yield _problem(
        text,
        UNUSUAL_STRUCTURE,
        place,
        f"no public template has this structure: {' '.join(error.message.split())[:200]}",
    )


def _place(text: XmlText, path: str) -> Element:
    """Return the element that an XPath of the parser leads to, the root where it leads nowhere."""
    found = text.seen.xpath(path) if path.startswith("/") and ":" not in path else []
    if not isinstance(found, list) or len(found) != 1:
        return text.root
    number = next((at for at, one in enumerate(text.seen.iter("*")) if one is found[0]), 0)
    return next(element for at, element in enumerate(text.root.walk()) if at == number)


def _problem(text: XmlText, rule: Rule, element: Element, message: str) -> Problem:
    line, column = text.place(element.start)
    return Problem(rule.code, rule.severity, "", line, column, message, rule.hint, rule.requirement)


@functools.cache
def _schema() -> RelaxNG:
    from lxml import etree

    content = files("ecdkit.schemas").joinpath(SCHEMA).read_bytes()
    return etree.RelaxNG(etree.fromstring(content))
