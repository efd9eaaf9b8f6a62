"""Templates of either form as trees of one shape, in which what is equal has equal digests."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from ecdkit.compare.same import content_of
from ecdkit.markup.elements import CDATA, CHARACTERS
from ecdkit.templates.json_form import JsonTemplate
from ecdkit.templates.sites import XSI
from ecdkit.templates.xml_form import XmlTemplate
from ecdkit.text.scanner import ARRAY, OBJECT, STRINGS

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ecdkit.markup.elements import Element
    from ecdkit.templates.held import Held
    from ecdkit.templates.template import Template
    from ecdkit.text.view import View

__all__ = ["Node", "Own", "tree_of"]


class Own(NamedTuple):
    """Something that a place says itself.

    Attributes:
        key: equal where it says the same.
        told: how it is shown.
    """

    key: Hashable
    told: str


class Node(NamedTuple):
    """An element of XML, or a value of JSON.

    Attributes:
        name: what it is paired with others by: the name of an element or of a member.
        place: line and column in the file.
        path: where it stands, an XPath or a JSON pointer.
        noun: "element" or "value".
        own: what it says itself, by what that is: its text or value, its attributes.
        children: what is in it, in order.
        ordered: whether the order of what is in it counts.
        held: the definition that it is.
        digest: of all that is in it; equal where nothing differs.
    """

    name: str
    place: tuple[int, int]
    path: str
    noun: str
    own: dict[str, Own]
    children: tuple[Node, ...]
    ordered: bool
    held: Held | None
    digest: bytes = b""


def tree_of(template: Template) -> Node:
    """Return the tree of a template.

    Args:
        template: the template, in either form.
    """
    held = {one.element: one for one in template.held}
    if isinstance(template, XmlTemplate):
        return _element(template, template.text.root, held)
    assert isinstance(template, JsonTemplate)
    return _value("", template.text.root, held)


def _element(template: XmlTemplate, element: Element, held: dict[str, Held]) -> Node:
    text = template.text
    path = element.path
    here = held.get(path)
    said = {_name(one.uri, one.local): one.value for one in element.attributes}
    children: tuple[Node, ...] = ()
    if here is not None:
        # Its text is the definition's, and to be a text or nothing comes with holding one.
        for name in ("type", "nil"):
            said.pop(_name(XSI, name), None)
    if here is None or here.how == "empty":
        # What is said to be nothing may hold a text all the same, which no definition is.
        characters = text.text_of(element).data.decode()
        children = tuple([_element(template, one, held) for one in element.children])
        # Between elements white space is layout.
        if characters.strip() or not (children or here):
            said["text"] = characters
    others = [part for part in element.parts if part.kind not in (CHARACTERS, CDATA)]
    for number, part in enumerate(others, 1):
        said[f"{part.kind} {number}"] = text.data[part.start : part.end].decode()
    if element.parent is None and template.schema_version is not None:
        said["schema version"] = template.schema_version
    own = {what: Own(value, value) for what, value in said.items()}
    name, place = _name(element.uri, element.local), text.place(element.start)
    return _digested(Node(name, place, path, "element", own, children, ordered=True, held=here))


def _name(uri: str, local: str) -> str:
    return f"{{{uri}}}{local}" if uri else local


def _value(name: str, view: View, held: dict[str, Held]) -> Node:
    path = view.pointer
    here = held.get(path)
    own: dict[str, Own] = {}
    children: tuple[Node, ...] = ()
    if here is None and view.kind == OBJECT:
        own = {"value": Own(OBJECT, "an object")}
        children = tuple([_value(key, one, held) for key, one in view.members()])
    elif here is None and view.kind == ARRAY and not view.is_leaf:
        own = {"value": Own(ARRAY, "an array")}
        children = tuple([_value("", one, held) for one in view.elements()])
    elif here is None:
        spelled = view.token.translate(None, b" \t\n\r").replace(b",", b", ").decode()
        told = repr(view.value()) if view.kind == STRINGS else spelled
        own = {"value": Own(content_of(view), told)}
    ordered = view.kind == ARRAY
    return _digested(Node(name, view.place, path, "value", own, children, ordered, here))


def _digested(node: Node) -> Node:
    inner = [child.digest for child in node.children]
    content = (node.held.how, node.held.content) if node.held is not None else None
    said = sorted((what, repr(one.key)) for what, one in node.own.items())
    told = repr((node.name, said, content, inner if node.ordered else sorted(inner)))
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()
    return node._replace(digest=digest)
