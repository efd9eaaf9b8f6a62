"""Hypothesis strategies for raster function templates: every way in which they are written.

What writers disagree about is drawn here: marks, declarations, encodings, quotes, ends of lines,
one line or many, numbers of elements and references to them, escapes and CDATA sections. Drawn are
functions in functions, definitions by value and by path, and arguments that wait for one.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from ecdkit.testing.models import documents
from ecdkit.text.encoding import Encoding, decode

if TYPE_CHECKING:
    from typing import TypeAlias

    from ecdkit.testing.models import Written

    _Encoding: TypeAlias = tuple[str, bytes, str | None]

__all__ = ["DrawnTemplate", "definitions", "respelled_templates", "templates"]

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_XS = "http://www.w3.org/2001/XMLSchema"
_VERSIONS = ("10.3", "10.4", "2.1.0", "2.9.0", "3.0.0", "3.3.0")
# Codecs, the mark, and what the declaration may say; None where there may be no declaration.
_ENCODINGS: tuple[tuple[str, bytes, tuple[str | None, ...]], ...] = (
    ("utf-8", b"", (None, "utf-8", "UTF-8")),
    ("utf-8", codecs.BOM_UTF8, (None, "utf-8")),
    ("utf-16-le", codecs.BOM_UTF16_LE, (None, "utf-16", "UTF-16")),
    ("utf-16-be", codecs.BOM_UTF16_BE, ("utf-16",)),
    ("cp1252", b"", ("windows-1252",)),
    ("cp932", b"", ("shift_jis", "windows-31j")),
    ("gbk", b"", ("gbk",)),
    ("ascii", b"", ("us-ascii",)),
)
_WORDS = st.sampled_from(
    ["NDVI", "Wald & Wiese", "森林", "größer < als", "it's", '"quoted"', "", "a]]b"]
)
_PATHS = st.sampled_from(
    ["C:\\Users\\me\\forest.ecd", "..\\forest.ecd", "models/tree.emd", "\\\\srv\\data\\wood.dlpk"]
)


class DrawnTemplate(NamedTuple):
    """A template and what was drawn for it.

    Attributes:
        content: the bytes of the file.
        held: what its arguments hold in the order of places: bytes of definitions (UTF-8), paths
            as text, None where nothing is.
    """

    content: bytes
    held: tuple[bytes | str | None, ...]


class _Style(NamedTuple):
    quote: str
    newline: str
    indent: str | None
    numbered: bool
    cdata: bool
    eager: bool
    version: str


def definitions() -> st.SearchStrategy[bytes]:
    """Return bytes of definitions in UTF-8 without a mark, of characters that XML has."""
    ends = st.sampled_from([b"", b"\n", b"\r\n", b"\r", b" \n\n"])
    return st.builds(lambda one, end: _plain(one) + end, documents(), ends)


def _plain(written: Written) -> bytes:
    data, _ = decode(written.content, written.encoding)
    return data.decode().translate({0xFFFE: "x", 0xFFFF: "x"}).strip().encode()


def templates(held: st.SearchStrategy[bytes] | None = None) -> st.SearchStrategy[DrawnTemplate]:
    """Return templates in XML, each with what its arguments hold.

    Args:
        held: the definitions, in UTF-8; by default `definitions`.
    """
    contents = st.one_of(held if held is not None else definitions(), _PATHS, st.none())
    return st.builds(
        _drawn, st.lists(contents, max_size=4), _styles(), _encodings(), _WORDS, st.booleans()
    )


def respelled_templates() -> st.SearchStrategy[tuple[DrawnTemplate, DrawnTemplate]]:
    """Return two templates that say the same, each written in its own way."""

    def pair(
        contents: list[bytes | str | None],
        word: str,
        styles: tuple[_Style, _Style],
        encodings: tuple[_Encoding, _Encoding],
    ) -> tuple[DrawnTemplate, DrawnTemplate]:
        first, second = styles
        # The numbers of elements, and the version of the schema, are no spelling.
        second = second._replace(numbered=first.numbered, version=first.version)
        return (
            _drawn(contents, first, encodings[0], word, final=True),
            _drawn(contents, second, encodings[1], word, final=False),
        )

    contents = st.lists(st.one_of(definitions(), _PATHS, st.none()), max_size=3)
    styles, encodings = _styles(), _encodings()
    return st.builds(
        pair, contents, _WORDS, st.tuples(styles, styles), st.tuples(encodings, encodings)
    )


def _styles() -> st.SearchStrategy[_Style]:
    return st.builds(
        _Style,
        st.sampled_from("'\""),
        st.sampled_from(["\n", "\r\n"]),
        st.sampled_from([None, "  ", "\t"]),
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.sampled_from(_VERSIONS),
    )


def _encodings() -> st.SearchStrategy[_Encoding]:
    return st.sampled_from(_ENCODINGS).flatmap(
        lambda one: st.sampled_from(one[2]).map(lambda name: (one[0], one[1], name))
    )


def _drawn(
    contents: list[bytes | str | None],
    style: _Style,
    encoding: _Encoding,
    word: str,
    final: bool,
) -> DrawnTemplate:
    codec, mark, declared = encoding
    q = style.quote
    namespaces = (
        f"xmlns:xsi={q}{_XSI}{q} xmlns:xs={q}{_XS}{q} "
        f"xmlns:typens={q}http://www.esri.com/schemas/ArcGIS/{style.version}{q}"
    )
    root = _template("RasterFunctionTemplate", contents, _Writer(style, codec), word, namespaces)
    version = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    lines = [*([version] if version else []), *root.lines(style.indent)]
    text = style.newline.join(lines) if style.indent is not None else "".join(lines)
    text += style.newline if final else ""
    return DrawnTemplate(mark + text.encode(codec, "xmlcharrefreplace"), tuple(contents))


class _Node(NamedTuple):
    start: str
    children: tuple[_Node | str, ...]
    name: str

    def lines(self, indent: str | None, depth: int = 0) -> list[str]:
        margin = (indent or "") * depth
        if not any(isinstance(child, _Node) for child in self.children):
            inside = "".join(child for child in self.children if isinstance(child, str))
            return [f"{margin}<{self.start}>{inside}</{self.name}>"]
        inner = [
            line
            for child in self.children
            if isinstance(child, _Node)
            for line in child.lines(indent, depth + 1)
        ]
        return [f"{margin}<{self.start}>", *inner, f"{margin}</{self.name}>"]


class _Writer:
    def __init__(self, style: _Style, codec: str) -> None:
        self._style = style
        self._encoding = Encoding(codec)
        self._count = 0

    def typed(self, name: str, kind: str, *children: _Node | str, attributes: str = "") -> _Node:
        quote = self._style.quote
        start = f"{name} xsi:type={quote}{kind}{quote}"
        if self._style.numbered and not kind.startswith("xs:"):
            self._count += 1
            start += f" id={quote}ID{self._count}{quote}"
        return _Node(start + (f" {attributes}" if attributes else ""), children, name)

    def nothing(self) -> _Node:
        """A value that is not set, in one of the two ways that were seen."""
        quote = self._style.quote
        nil = f" xsi:nil={quote}true{quote}" if self._style.eager else ""
        return _Node(f"Value{nil}", (), "Value")

    def plain(self, name: str, text: str) -> _Node:
        return _Node(name, (self.text(text),), name)

    def text(self, text: str) -> str:
        """Spell a text: line feeds as the file ends lines, carriage returns as references."""
        newline = self._style.newline
        if self._style.cdata and text and self._holds(text):
            return "<![CDATA[" + text.replace("\n", newline) + "]]>"
        entities = {"\r": "&#13;"}
        if self._style.eager:
            entities |= {'"': "&quot;", "'": "&apos;"}
        # Python encodes some characters as others that look like them.
        entities |= {one: f"&#{ord(one)};" for one in set(text) if self._encoding.lacks(one)}
        return escape(text, entities).replace("\n", newline)

    def _holds(self, text: str) -> bool:
        if any(map(self._encoding.lacks, set(text))):
            return False
        return "]]>" not in text and "\r" not in text


def _template(
    name: str, contents: list[bytes | str | None], write: _Writer, word: str, attributes: str = ""
) -> _Node:
    """Return a template whose first argument, a raster, is made by templates for the others."""
    here, rest = (contents[-1:], contents[:-1]) if contents else ([], [])
    inner = _template("Value", rest, write, word) if rest else _Node("Value", (), "Value")
    raster = _variable(write, "Raster", inner)
    values = [raster, *(_argument(write, content) for content in here)]
    names = ["Raster", *("ClassifierDefinition" for _ in here)]
    strings = [write.plain("String", one) for one in names]
    arguments = write.typed(
        "Arguments",
        "typens:ClassifyFunctionArguments",
        write.typed("Names", "typens:ArrayOfString", *strings),
        write.typed("Values", "typens:ArrayOfAnyType", *values),
    )
    function = write.typed(
        "Function",
        "typens:ClassifyFunction",
        write.plain("Name", "Classify"),
        write.plain("Description", word),
        write.plain("PixelType", "U8"),
    )
    tail = [
        write.plain(one, word if one == "Help" else "")
        for one in ("Help", "Type", "Thumbnail", "Definition", "Group", "Tag", "ThumbnailEx")
    ]
    parts = (write.plain("Name", word), write.plain("Description", ""), function, arguments, *tail)
    return write.typed(name, "typens:RasterFunctionTemplate", *parts, attributes=attributes)


def _argument(write: _Writer, content: bytes | str | None) -> _Node:
    if content is None:
        return _variable(write, "ClassifierDefinition", write.nothing())
    text = content.decode() if isinstance(content, bytes) else content
    if isinstance(content, str):
        return write.typed("AnyType", "xs:string", write.text(text))
    value = write.typed("Value", "xs:string", write.text(text))
    return _variable(write, "ClassifierDefinition", value)


def _variable(write: _Writer, name: str, value: _Node) -> _Node:
    return write.typed(
        "AnyType",
        "typens:RasterFunctionVariable",
        write.plain("Name", name),
        write.plain("Description", ""),
        value,
        write.plain("IsDataset", "false"),
    )
