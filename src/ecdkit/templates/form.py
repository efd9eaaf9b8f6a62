"""Which form a file has, told by what is in it and never by its name; cheap for what is none."""

from __future__ import annotations

from ecdkit.errors import EcdError
from ecdkit.text import JsonText

__all__ = ["is_template", "looks_like_xml"]

_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF_16_FIRST = (b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00", b"\x00<")
_FUNCTION_KEYS = (b"rasterFunction", b"arguments")


def looks_like_xml(content: bytes) -> bool:
    """Whether the first character of a file is that of XML.

    Args:
        content: the bytes of the file.
    """
    first = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")[:1]
    return first == b"<" or content.startswith(_UTF_16_FIRST)


def is_template(content: bytes, encoding: str | None = None) -> bool:
    """Whether the bytes of a file are XML, or a raster function in JSON.

    Args:
        content: the bytes.
        encoding: what they are in, where that is neither UTF-8 nor told by a mark.
    """
    if looks_like_xml(content):
        return True
    plain = encoding is None and not content.startswith(_MARKS)
    if plain and not any(key in content for key in _FUNCTION_KEYS):
        return False
    from ecdkit.templates.json_sites import is_raster_function

    try:
        root = JsonText.parse(content, encoding=encoding, check="structure").root
        return is_raster_function(root)
    except EcdError:
        return False
