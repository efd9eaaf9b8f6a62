"""Templates of either form as trees of one shape, in which what is equal has equal digests."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ecdkit.markup.elements import CDATA, CHARACTERS, COMMENT, INSTRUCTION, Element, Part
from ecdkit.markup.references import plain_text
from ecdkit.templates.json_form import JsonTemplate
from ecdkit.templates.sites import XS, XSI, is_string, nil_of
from ecdkit.templates.xml_form import XmlTemplate
from ecdkit.text.kinds import ARRAY, OBJECT, STRINGS
from ecdkit.text.values import WideNumber, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    from ecdkit.compare.templates.result import Place
    from ecdkit.markup.xmltext import XmlText
    from ecdkit.templates.held import Held
    from ecdkit.templates.template import Template
    from ecdkit.text.view import View

    Located: TypeAlias = tuple[Place, str]

__all__ = ["Node", "Own", "tree_of"]

_TYPE = f"{{{XSI}}}type"
_STEPS = {COMMENT: "comment()", INSTRUCTION: "processing-instruction()"}
_WHITE = " \t\r\n"
_SCALAR = re.compile(rb"[^\[\],]++")
_NOTHING: Mapping[int, dict[str, Own]] = MappingProxyType({})
_OUTSIDE = re.compile(rb"<!--.*?-->|<\?(?!xml[ \t\r\n]).*?\?>", re.DOTALL)


class Own(NamedTuple):
    """Something that a place says itself.

    Attributes:
        key: equal where it says the same.
        told: how it is shown.
    """

    key: str
    told: str


class Node(NamedTuple):
    """An element, text or comment of XML, or a value of JSON.

    Attributes:
        name: what it is paired with others by: the name of an element or of a member.
        noun: what it is: "element", "text", "comment", "processing instruction" or "value".
        locate: tells its line and column in the file, and its XPath or JSON pointer.
        own: what it says itself, by what that is: its text or value, its attributes.
        children: what is in it, in order.
        ordered: whether the order of what is in it counts.
        held: the definition that it is.
        digest: of all that is in it; equal where nothing differs.
    """

    name: str
    noun: str
    locate: Callable[[], Located]
    own: dict[str, Own]
    children: tuple[Node, ...]
    ordered: bool
    held: Held | None
    digest: bytes = b""

    @property
    def said(self) -> Own | None:
        """Its text or value, None where it has none."""
        return self.own.get("text" if self.noun == "element" else self.noun)


def tree_of(template: Template) -> Node:
    """Return the tree of a template.

    Args:
        template: the template, in either form.
    """
    if isinstance(template, XmlTemplate):
        places = {id(template.element_of(one)): one for one in template.held}
        return _element(template, template.text.root, places)
    assert isinstance(template, JsonTemplate)
    starts = {template.view_of(one).start: one for one in template.held}
    return _value("", template.text.root, starts)


def _element(template: XmlTemplate, element: Element, held: dict[int, Held]) -> Node:
    text = template.text
    here = held.get(id(element))
    nil = None if here is None else nil_of(element)
    own = {
        _clark(one.uri, one.local): Own(one.value, one.value)
        for one in element.attributes
        if one is not nil
    }
    kind = element.get("type", XSI)
    if kind is not None:
        own[_TYPE] = _type(template, element, kind)
        if here is not None and is_string(element, kind):
            # To be a text or nothing comes with holding a definition or none.
            del own[_TYPE]
    children: tuple[Node, ...] = ()
    if element.children:
        children = tuple(_mixed(template, element, held))
    elif here is None or here.how == "empty":
        # What is said to be nothing may hold a text all the same, which no definition is.
        characters = text.text_of(element).data.decode()
        if characters.strip(_WHITE):
            # Where a comment stands in a text matters.
            characters = "".join(_told(text, part) for part in element.parts)
        else:
            children = tuple(_others(text, element))
        if characters.strip(_WHITE) or not (children or here):
            own["text"] = Own(characters, characters)
    else:
        children = tuple(_others(text, element, _places(text, element)))
    name = _clark(element.uri, element.local)
    if element.parent is None:
        own |= {what: Own(told, told) for what, told in _of_whole(template, name).items()}
    locate = partial(_locate, text, element)
    return _digested(Node(name, "element", locate, own, children, ordered=True, held=here))


def _of_whole(template: XmlTemplate, name: str) -> dict[str, str]:
    """Return what is said of a template by its root and around it."""
    text = template.text
    sides = {
        "before the root": text.data[: text.root.start],
        "behind the root": text.data[text.root.end :],
    }
    said = {what: b"\n".join(_OUTSIDE.findall(data)).decode() for what, data in sides.items()}
    said |= {"name": name, "schema version": template.schema_version or ""}
    return {what: told for what, told in said.items() if told}


def _type(template: XmlTemplate, element: Element, told: str) -> Own:
    """Return a type by its namespace, of which that of the whole template is told once."""
    prefix, _, local = told.strip().rpartition(":")
    uri = element.namespaces.get(prefix)
    known = (XS, f"http://www.esri.com/schemas/ArcGIS/{template.schema_version}")
    if uri is None or uri in known:
        return Own(told.strip() if uri is None else f"{known.index(uri)}:{local}", told)
    return Own(_clark(uri, local), _clark(uri, local))


def _clark(uri: str, local: str) -> str:
    return f"{{{uri}}}{local}" if uri else local


def _mixed(template: XmlTemplate, element: Element, held: dict[int, Held]) -> Iterator[Node]:
    """Yield what is in an element that holds elements; between them white space is layout."""
    others = _others(template.text, element)
    run: list[Part] = []
    for one in [*element.content, None]:
        if isinstance(one, Part) and one.kind in (CHARACTERS, CDATA):
            run.append(one)
            continue
        told = plain_text(template.text.data, run)
        if told.strip(_WHITE):
            part = run[0]._replace(kind=CHARACTERS)
            yield _part(template.text, element, part, {"text": Own(told, told)})
        run = []
        if isinstance(one, Element):
            yield _element(template, one, held)
        elif one is not None:
            yield next(others)


def _places(text: XmlText, element: Element) -> dict[int, dict[str, Own]]:
    """Return how far in the text of an element its comments and instructions stand, by offset.

    White space is not counted: between the tokens of a definition it makes no difference.
    """
    before, found = 0, {}
    for part in element.parts:
        if part.kind in _STEPS:
            told = f"behind {before:,} characters without white space"
            found[part.start] = {"place in the text": Own(told, told)}
        else:
            before += len("".join(_told(text, part).split()))
    return found


def _others(
    text: XmlText, element: Element, more: Mapping[int, dict[str, Own]] = _NOTHING
) -> Iterator[Node]:
    """Yield the comments and instructions in an element, with more that is said of some."""
    total = Counter(part.kind for part in element.parts)
    seen: Counter[str] = Counter()
    for part in element.parts:
        if part.kind in _STEPS:
            seen[part.kind] += 1
            number = f"[{seen[part.kind]}]" if total[part.kind] > 1 else ""
            told = _told(text, part)
            own = {part.kind: Own(told, told), **more.get(part.start, {})}
            yield _part(text, element, part, own, f"/{_STEPS[part.kind]}{number}")


def _told(text: XmlText, part: Part) -> str:
    if part.kind in (CHARACTERS, CDATA):
        return plain_text(text.data, [part])
    spelled = text.data[part.start : part.end].decode()
    return spelled.replace("\r\n", "\n").replace("\r", "\n")


def _part(text: XmlText, element: Element, part: Part, own: dict[str, Own], step: str = "") -> Node:
    noun = "text" if part.kind == CHARACTERS else part.kind

    def locate() -> Located:
        return text.place(part.start), element.path + step

    return _digested(Node(f"{noun}()", noun, locate, own, (), ordered=True, held=None))


def _locate(text: XmlText, element: Element) -> Located:
    return text.place(element.start), element.path


def _value(name: str, view: View, held: dict[int, Held]) -> Node:
    here = held.get(view.start)
    own: dict[str, Own] = {}
    children: tuple[Node, ...] = ()
    if here is None and view.kind == OBJECT:
        own = {"value": Own(OBJECT, "an object")}
        children = tuple([_value(key, one, held) for key, one in view.members()])
    elif here is None and view.kind == ARRAY and not view.is_leaf:
        own = {"value": Own(ARRAY, "an array")}
        children = tuple([_value("", one, held) for one in view.elements()])
    elif here is None:
        own = {"value": _scalars(view)}
    ordered = view.kind == ARRAY

    def locate() -> Located:
        return view.place, view.pointer

    return _digested(Node(name, "value", locate, own, children, ordered, here))


def _scalars(view: View) -> Own:
    """Return what a scalar or an array of such says, whatever its spelling."""
    if view.kind == STRINGS:
        told = repr(view.value())
        return Own(told, told)
    token = view.token.translate(None, b" \t\n\r")
    key = _SCALAR.sub(lambda found: _key(found[0]), token)
    return Own(key.decode(), token.replace(b",", b", ").decode())


def _key(token: bytes) -> bytes:
    """Return what is the same for every spelling of a scalar."""
    value = parse_scalar(token)
    return (value.canonical if isinstance(value, WideNumber) else repr(value)).encode()


def _digested(node: Node) -> Node:
    children = node.children
    if not node.ordered:
        # Members of one name keep their order, for the last of them counts.
        children = tuple(sorted(children, key=lambda child: child.name))
    content = (node.held.how, node.held.content) if node.held is not None else None
    said = sorted((what, one.key) for what, one in node.own.items())
    told = repr((node.name, said, content, [child.digest for child in children]))
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()
    return node._replace(digest=digest)
