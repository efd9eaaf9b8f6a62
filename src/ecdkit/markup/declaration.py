"""Which characters the bytes of an XML file stand for: its mark and declaration, if they agree."""

from __future__ import annotations

import codecs
import re

from ecdkit.errors import EncodingError, XmlSyntaxError
from ecdkit.text.encoding import Encoding, decode
from ecdkit.text.excerpt import cut
from ecdkit.text.position import place_of

__all__ = ["decode_xml"]

_SPACE = rb"[ \t\r\n]"
_DECLARATION = re.compile(
    rb"<\?xml" + _SPACE + rb"+version" + _SPACE + rb"*=" + _SPACE + rb"*(?P<q>[\"'])"
    rb"(?P<version>[^\"'<>]*)(?P=q)"
    rb"(?:" + _SPACE + rb"+encoding" + _SPACE + rb"*=" + _SPACE + rb"*(?P<p>[\"'])"
    rb"(?P<encoding>[A-Za-z][A-Za-z0-9._\-]*)(?P=p))?"
    rb"(?:"
    + _SPACE
    + rb"+standalone"
    + _SPACE
    + rb"*="
    + _SPACE
    + rb"*(?:'(?:yes|no)'|\"(?:yes|no)\"))?"
    + _SPACE
    + rb"*\?>"
)
_LONGEST_DECLARATION = 1024

# Encodings whose bytes below 0x80 mean the same everywhere, so that a declaration can be read, and
# which have no states that an edit in the middle could upset. UTF-7 and ISO-2022 are not of these.
_SINGLE = re.compile(r"ascii|iso8859-\d+|cp125[0-8]|cp(437|850|852|855|866|874)|koi8-[ru]")
_DOUBLE = {"cp932", "gbk", "gb18030", "cp949", "cp950", "euc_jp"}
# Names that Windows writes and Python does not know.
_ALIASES = {
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "windows-874": "cp874",
    "windows-936": "gbk",
    "windows-949": "cp949",
}
# Windows, on which ArcGIS writes templates, means its code pages by the names of the standards that
# they extend, as does the web (WHATWG Encoding). What they have in common they read alike.
_EXTENDED = {"shift_jis": "cp932", "gb2312": "gbk", "euc_kr": "cp949", "big5": "cp950"}
_UTF_16_HEADS = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))


def decode_xml(raw: bytes, name: str | None = None) -> tuple[bytes, Encoding, int]:
    """Return the text of an XML file as UTF-8, how it was encoded, and how long its declaration is.

    Args:
        raw: the bytes of the file.
        name: an encoding that the caller knows; it must agree with the declaration.

    Raises:
        EncodingError: the bytes are not text in the encoding, or mark and declaration disagree.
        XmlSyntaxError: the declaration is of another version than 1.0.
    """
    data, encoding = decode(raw, name or _declared(raw))
    found = _DECLARATION.match(data, 0, _LONGEST_DECLARATION)
    if found is None:
        return data, encoding, 0
    if found["version"] != b"1.0":
        line, column = place_of(data, found.start("version"))
        version = cut(repr(found["version"].decode("utf-8", "replace")))
        raise XmlSyntaxError(
            f"this is XML {version}; templates are XML '1.0'", line=line, column=column
        )
    declared = found["encoding"]
    if declared is not None and not _agree(_codec(declared), encoding.name):
        line, column = place_of(data, found.start("encoding"))
        told = "its byte order mark says" if encoding.bom else "its bytes are"
        raise EncodingError(
            f"the declaration says {cut(declared.decode())}, but {told} {encoding.name}",
            hint="correct the declaration, or save the file in the encoding that it names",
            line=line,
            column=column,
        )
    return data, encoding, found.end()


def _declared(raw: bytes) -> str | None:
    """Return the codec of a file that has no mark, None for UTF-8."""
    for head, codec in _UTF_16_HEADS:
        if raw.startswith(head):
            return codec
    found = _DECLARATION.match(raw, 0, _LONGEST_DECLARATION)
    if found is None or found["encoding"] is None:
        return None
    codec = _codec(found["encoding"])
    # Read as UTF-16, these bytes would be nonsense: what can be read says that it is not that.
    return None if codec.startswith(("utf-16", "utf-32")) else codec


def _codec(declared: bytes) -> str:
    name = declared.decode()
    try:
        codec = codecs.lookup(_ALIASES.get(name.lower(), name)).name
    except LookupError:
        codec = ""
    codec = _EXTENDED.get(codec, codec)
    if codec.startswith(("utf-8", "utf-16", "utf-32")) or codec in _DOUBLE:
        return codec
    if _SINGLE.fullmatch(codec):
        return codec
    raise EncodingError(
        f"the declaration says {cut(name)}, which is no encoding that ecdkit reads XML in",
        hint="save the file in UTF-8",
        line=1,
        column=1,
    )


def _agree(declared: str, codec: str) -> bool:
    # The order of bytes is told by the mark, or by the first of them.
    codec = _EXTENDED.get(codec, codec)
    return declared == codec or (declared in ("utf-16", "utf-32") and codec.startswith(declared))
