"""What a parser of XML says of a text, and whether it saw what our scanner saw.

The parser is libxml2 by lxml, told to read nothing but the text: no document type, no entities, no
network, no huge trees. It decides what is well-formed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ecdkit.errors import EcdError, LimitError, XmlSyntaxError
from ecdkit.markup.elements import CDATA, CHARACTERS, COMMENT, Element
from ecdkit.markup.references import plain_text

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ecdkit.markup.elements import Part

__all__ = ["disagreement", "parsed"]

_LIMITS = re.compile(r"huge|too (long|big|large|deep)|excessive|depth|limit|maximum", re.IGNORECASE)
_TAIL = re.compile(r",? line \d+(, column \d+)?$")


def parsed(data: bytes, start: int) -> _Element:
    """Return the root that the parser sees.

    Args:
        data: the text in UTF-8.
        start: where its declaration ends.

    Raises:
        XmlSyntaxError: it is not well-formed.
        LimitError: it is beyond a limit of the parser.
    """
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        strip_cdata=False,
        collect_ids=False,
    )
    # The text was decoded, so that what its declaration says of the encoding is no longer true.
    declaration = re.sub(rb"[^\r\n]", b" ", data[:start])
    try:
        return etree.fromstring(declaration + data[start:], parser)
    except etree.XMLSyntaxError as error:
        raise _error(error.msg or "", error.lineno or 1, error.offset or 1) from None
    except ValueError as error:
        raise _error(str(error), 1, 1) from None


def _error(message: str, line: int, column: int) -> EcdError:
    told = _TAIL.sub("", " ".join(message.split()))[:200].rstrip(".")
    kind = LimitError if _LIMITS.search(told) else XmlSyntaxError
    return kind(f"this is not XML: {told}", line=max(line, 1), column=max(column, 1))


def disagreement(data: bytes, root: Element, seen: _Element) -> Element | None:
    """Return the first element that the parser saw otherwise, None where both agree.

    Compared are names with namespaces, attributes in order, all texts, and the places of comments
    and processing instructions.

    Args:
        data: the text.
        root: what our scanner found.
        seen: what the parser found.

    Raises:
        Malformed: a reference stands for no character.
    """
    waiting: list[tuple[Element, Any]] = [(root, seen)]
    while waiting:
        element, other = waiting.pop()
        ours = [(_clark(one.uri, one.local), one.value) for one in element.attributes]
        if _clark(element.uri, element.local) != other.tag or ours != list(other.attrib.items()):
            return element
        if element.name.rpartition(":")[0] != (other.prefix or ""):
            return element
        texts, nodes = _content(data, element)
        if texts != [other.text or "", *(child.tail or "" for child in other)]:
            return element
        for node, child in zip(nodes, other, strict=True):
            if isinstance(node, Element):
                if not isinstance(child.tag, str):
                    return element
                waiting.append((node, child))
            elif not _same_other(data, node, child):
                return element
    return None


def _clark(uri: str, local: str) -> str:
    return f"{{{uri}}}{local}" if uri else local


def _content(data: bytes, element: Element) -> tuple[list[str], list[Element | Part]]:
    """Return the texts of an element, and the nodes between them."""
    nodes: list[Element | Part] = []
    texts: list[list[Part]] = [[]]
    for one in element.content:
        if not isinstance(one, Element) and one.kind in (CHARACTERS, CDATA):
            texts[-1].append(one)
        else:
            nodes.append(one)
            texts.append([])
    return [plain_text(data, parts) for parts in texts], nodes


def _same_other(data: bytes, part: Part, seen: Any) -> bool:
    from lxml import etree

    if part.kind == COMMENT:
        text = _lines(data[part.start + 4 : part.end - 3])
        return seen.tag is etree.Comment and text == (seen.text or "")
    # Of the white space between a target and what it is told, readers keep what they like.
    target, _, rest = _lines(data[part.start + 2 : part.end - 2]).expandtabs(1).partition(" ")
    return (
        seen.tag is etree.ProcessingInstruction
        and target.partition("\n")[0] == seen.target
        and (rest.split() == (seen.text or "").split() or "\n" in target)
    )


def _lines(spelled: bytes) -> str:
    return spelled.decode().replace("\r\n", "\n").replace("\r", "\n")
