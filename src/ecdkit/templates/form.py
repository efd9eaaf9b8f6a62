"""Which form a file has, told by what is in it and never by its name; cheap for what is none."""

from __future__ import annotations

from ecdkit.errors import EcdError

__all__ = ["is_template", "looks_like_xml"]

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_WIDE = (b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\xff\xfe", b"\xfe\xff")
_UTF_16_FIRST = (b"<\0", b"\0<")
_CONFLICT = b"<" * 7
_FUNCTION_KEYS = (b"rasterFunction", b"arguments")


def looks_like_xml(content: bytes) -> bool:
    """Whether the first character of a file is that of XML.

    Args:
        content: the bytes of the file.
    """
    head = content[:4096]
    mark = next((one for one in _WIDE if head.startswith(one)), None)
    if mark is not None:
        # Of a character below 0x80, the other bytes are zero.
        head = head[len(mark) :].replace(b"\0", b"")
    elif head.startswith(_UTF_16_FIRST):
        return True
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    # A merge that nobody has finished says nothing of what is merged.
    return head.startswith(b"<") and not head.startswith(_CONFLICT)


def is_template(content: bytes, encoding: str | None = None) -> bool:
    """Whether the bytes of a file are XML, or a raster function in JSON.

    Args:
        content: the bytes.
        encoding: what they are in, where that is neither UTF-8 nor told by a mark.
    """
    if looks_like_xml(content):
        return True
    plain = encoding is None and not content.startswith(_WIDE)
    if plain and not any(key in content for key in _FUNCTION_KEYS):
        return False
    from ecdkit.templates.json_sites import is_raster_function
    from ecdkit.text import JsonText

    try:
        root = JsonText.parse(content, encoding=encoding, check="structure").root
        return is_raster_function(root)
    except EcdError:
        return False
