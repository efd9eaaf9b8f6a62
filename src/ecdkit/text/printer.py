"""The canonical white space of a text: what `ecd format` writes, and how new documents look.

An object has a line for each member, two spaces deeper than its own. An array of scalars stands on
one line, any other array has a line for each element; so a matrix has a line for each row. Lines
end with a line feed, also the last. Names, strings and numbers stay as they are spelled, and
everything stays in its order. (Designed by this project; Esri documents no layout.)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecdkit.text.grammar import KEY, SCALAR, SPACE, STRING
from ecdkit.text.splice import Splice

if TYPE_CHECKING:
    from ecdkit.text.jsontext import JsonText

__all__ = ["canonical"]

_STRING = STRING.pattern
# An array without arrays and objects in it.
_FLAT = re.compile(rb'\[(?:[^\[\]{}"]++|' + _STRING + rb")*+\]")
# An object of scalars in which commas, colons and space are between strings only.
_SIMPLE = rb'"[^"\\,:{}\[\] \t\n\r]*+"'
_GAP = rb"[ \t\n\r]*+"
_SCALARS = re.compile(
    rb"\{(?:" + _GAP + _SIMPLE + _GAP + rb":" + _GAP
    + rb"(?:" + _SIMPLE + rb'|[^",:{}\[\] \t\n\r]++)' + _GAP + rb",?+)++\}"
)  # fmt: skip
_ELEMENT = re.compile(_STRING + rb"|[^, \t\n\r]++")
_WHITE = b" \t\n\r"
_UNIT = b"  "


def canonical(text: JsonText) -> JsonText:
    """Return the text with canonical white space.

    Args:
        text: the text; its encoding stays.

    Raises:
        JsonSyntaxError: something in it that was not looked into when it was read is not JSON.
    """
    text = text.fully_checked()
    data = text.data
    printed = _printed(data)
    if printed == data:
        return text
    return text.spliced([Splice(0, len(data), printed)])


def _printed(data: bytes) -> bytes:
    out = bytearray()
    closers: list[bytes] = []
    indent = b"\n"
    pos = _skip(data, 0)
    while True:
        byte = data[pos : pos + 1]
        if byte in (b"}", b"]"):
            closers.pop()
            indent = indent[: -len(_UNIT)]
            out += indent + byte
            pos += 1
        elif byte == b",":
            out += b"," + indent
            pos = _skip(data, pos + 1)
            pos = _key(data, pos, closers[-1], out)
            continue
        else:
            pos, opened = _value(data, pos, indent, out)
            if opened:
                closers.append(opened)
                indent += _UNIT
                out += indent
                pos = _key(data, _skip(data, pos), opened, out)
                continue
        if not closers:
            out += b"\n"
            return bytes(out)
        pos = _skip(data, pos)


def _value(data: bytes, pos: int, indent: bytes, out: bytearray) -> tuple[int, bytes]:
    """Print a value, or open it: then its closing bracket is returned."""
    byte = data[pos : pos + 1]
    if byte == b"[":
        flat = _FLAT.match(data, pos)
        if flat is None:
            out += b"["
            return pos + 1, b"]"
        out += _row(flat[0])
        return flat.end(), b""
    if byte == b"{":
        simple = _SCALARS.match(data, pos)
        if simple is not None:
            out += _members(simple[0], indent)
            return simple.end(), b""
        inner = _skip(data, pos + 1)
        if data[inner : inner + 1] == b"}":
            out += b"{}"
            return inner + 1, b""
        out += b"{"
        return inner, b"}"
    found = (STRING if byte == b'"' else SCALAR).match(data, pos)
    assert found is not None
    out += found[0]
    return found.end(), b""


def _key(data: bytes, pos: int, closer: bytes, out: bytearray) -> int:
    if closer == b"]":
        return pos
    found = KEY.match(data, pos)
    assert found is not None
    out += found[1] + b": "
    return found.end()


def _row(token: bytes) -> bytes:
    if b'"' in token:
        return b"[" + b", ".join(_ELEMENT.findall(token[1:-1])) + b"]"
    return token.translate(None, _WHITE).replace(b",", b", ")


def _members(token: bytes, indent: bytes) -> bytes:
    """Print an object of scalars at once: most of a large text are such."""
    inner = indent + _UNIT
    members = token[1:-1].translate(None, _WHITE)
    return b"{" + inner + members.replace(b":", b": ").replace(b",", b"," + inner) + indent + b"}"


def _skip(data: bytes, pos: int) -> int:
    found = SPACE.match(data, pos)
    return found.end() if found else pos
