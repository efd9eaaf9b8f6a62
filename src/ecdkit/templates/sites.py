"""Where a template in XML has texts that may be definitions, and to which argument each belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.markup.elements import Attribute, Element
    from ecdkit.markup.xmltext import XmlText

__all__ = [
    "XS",
    "XSI",
    "Site",
    "function_name",
    "is_function",
    "is_string",
    "local_type",
    "nil_of",
    "sites",
]

XSI = "http://www.w3.org/2001/XMLSchema-instance"
XS = "http://www.w3.org/2001/XMLSchema"


class Site(NamedTuple):
    """A text that may be a definition: its element, and the argument that it belongs to.

    Attributes:
        element: the element that holds the text, or refers to one that does.
        function: the raster function.
        argument: the name of its argument.
        name: the element in `Names` that has this name, None where it has another home.
    """

    element: Element
    function: str | None
    argument: str | None
    name: Element | None = None


def sites(text: XmlText) -> Iterator[Site]:
    """The texts of a template and the references in it, each with the argument it belongs to.

    Args:
        text: the template.
    """
    return _walk(text, text.root, None, None)


def _walk(
    text: XmlText,
    element: Element,
    function: str | None,
    argument: str | None,
    name: Element | None = None,
) -> Iterator[Site]:
    if element.get("href") is not None or not element.children:
        yield Site(element, function, argument, name)
        return
    if is_function(element):
        own = function_name(element)
        for child in element.children:
            if child.local == "Arguments":
                yield from _arguments(text, child, own)
            else:
                yield from _walk(text, child, function, None)
        return
    labelled = None
    if local_type(element) == "RasterFunctionVariable":
        labelled = element.child("Name")
        argument = argument or (None if labelled is None else _plain(text, labelled))
    elif local_type(element) == "PropertySetProperty":
        labelled = element.child("Key")
        argument, name = (None if labelled is None else _plain(text, labelled)), None
    for child in element.children:
        # Beside its value stand what it is called and what is said of it.
        if labelled is None or child.local == "Value":
            yield from _walk(text, child, function, argument, name)
        else:
            yield from _walk(text, child, function, None)


def _arguments(text: XmlText, element: Element, function: str | None) -> Iterator[Site]:
    names, values = element.child("Names"), element.child("Values")
    if names is None or values is None:
        # A function of one argument has it here, without a name.
        yield from _walk(text, element, function, None)
        return
    listed = names.children
    for at, value in enumerate(values.children):
        name = listed[at] if at < len(listed) else None
        yield from _walk(text, value, function, None if name is None else _plain(text, name), name)
    for child in element.children:
        if child is not names and child is not values:
            yield from _walk(text, child, function, None)


def is_function(element: Element) -> bool:
    """Whether an element is a function with its arguments: a template, or a raster made by one."""
    return element.child("Function") is not None and element.child("Arguments") is not None


def function_name(element: Element) -> str | None:
    """Return what REST calls the function: its type without the ending."""
    function = element.child("Function")
    kind = local_type(function) if function is not None else ""
    return kind.removesuffix("Function") or None


def local_type(element: Element) -> str:
    """Return the type that an element says it has, without its prefix."""
    return (element.get("type", XSI) or "").rpartition(":")[2]


def is_string(element: Element, kind: str) -> bool:
    """Whether a type is that of texts.

    Args:
        element: where it stands, because prefixes hold there.
        kind: the type with its prefix.
    """
    prefix, _, local = kind.strip().rpartition(":")
    return local == "string" and element.namespaces.get(prefix, "") == XS


def nil_of(element: Element) -> Attribute | None:
    """Return the attribute that says that an element holds nothing, None where none does."""
    return next(
        (
            one
            for one in element.attributes
            if one.local == "nil" and one.uri == XSI and one.value.strip() in ("true", "1")
        ),
        None,
    )


def _plain(text: XmlText, element: Element) -> str:
    return text.text_of(element).data.decode()
