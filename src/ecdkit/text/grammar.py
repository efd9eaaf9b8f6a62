"""The tokens of our JSON: RFC 8259, and the spellings of non-finite numbers that real writers emit.

Writers in C print what their library's `printf` makes of a number: `nan`, `inf`, `-nan(ind)` and
`1.#INF` come from Microsoft's and GNU's; `NaN` and `Infinity` from Python and JavaScript.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "KEY",
    "NONFINITE",
    "NONFINITE_ANYWHERE",
    "NUMBER",
    "ROW",
    "SCALAR",
    "SPACE",
    "STRING",
    "SURROGATE_ANYWHERE",
    "decode_string",
    "encode_string",
    "skip_space",
]

_SPACE = rb"[ \t\n\r]*+"
_NUMBER = rb"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][-+]?[0-9]++)?+"
_NONFINITE = (
    rb"-?(?:NaN|NAN|nan|Infinity|INFINITY|infinity|Inf|INF|inf)(?:\((?:ind|snan|IND|SNAN)\))?+"
    rb"|-?1\.#(?:INF|IND|QNAN|SNAN|inf|ind|qnan|snan)0*+"
)
_SCALAR = rb"(?:" + _NONFINITE + rb"|" + _NUMBER + rb"|true|false|null)"
_END = rb"(?=[ \t\n\r,\]}]|\Z)"
_STRING = (
    rb'"[^"\\\x00-\x1f]*+'
    rb'(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+"'
)

SPACE = re.compile(_SPACE)
NUMBER = re.compile(_NUMBER)
NONFINITE = re.compile(_NONFINITE)
STRING = re.compile(_STRING)
# A scalar that is no string, up to a place where a value may end. The groups tell the kind:
# number, true, false, null, non-finite.
SCALAR = re.compile(rb"(?:(" + _NUMBER + rb")|(true)|(false)|(null)|(" + _NONFINITE + rb"))" + _END)
# A member's name with its colon, up to its value.
KEY = re.compile(rb"(" + _STRING + rb")" + _SPACE + rb":" + _SPACE)
# Non-finite numbers where a value may stand, wherever that is, also in strings.
NONFINITE_ANYWHERE = re.compile(rb"(?<![^ \t\n\r,:\[])(?:" + _NONFINITE + rb")(?![^ \t\n\r,\]}])")
# Escapes of single or paired surrogates, also behind an escaped backslash.
SURROGATE_ANYWHERE = re.compile(rb"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
# An array of scalars only, without strings.
ROW = re.compile(
    rb"\["
    + _SPACE
    + rb"(?:"
    + _SCALAR
    + _SPACE
    + rb"(?:,"
    + _SPACE
    + _SCALAR
    + _SPACE
    + rb")*+)?+\]"
)

_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NAMED = {
    '"': '"',
    "\\": "\\",
    "/": "/",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
}
_SHORT = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}
_SPECIAL = re.compile('["\\\\\x00-\x1f\ud800-\udfff]')
_SPECIAL_OR_FOREIGN = re.compile('["\\\\\x00-\x1f]|[^\x00-\x7f]')


def skip_space(data: bytes, pos: int) -> int:
    """Return the first place at or behind an offset where no white space is."""
    return SPACE.match(data, pos).end()  # type: ignore[union-attr]  # it matches no space too


def decode_string(token: bytes) -> str:
    """Return the characters of a string token.

    Args:
        token: a valid JSON string in UTF-8, with its quotes. Escapes of single surrogates are
            JSON (RFC 8259, section 8.2) and come back as such.
    """
    inner = token[1:-1].decode()
    if "\\" not in inner:
        return inner
    characters = _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _NAMED[found[2]], inner
    )
    return _PAIR.sub(
        lambda found: found[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"),
        characters,
    )


def encode_string(
    characters: str,
    *,
    ascii_only: bool = False,
    lacking: Iterable[str] = (),
    slashes: bool = False,
    upper: bool = False,
) -> bytes:
    """Return a string token in UTF-8.

    Args:
        characters: the characters; single surrogates become escapes.
        ascii_only: whether characters beyond ASCII become escapes.
        lacking: characters that become escapes even so.
        slashes: whether `/` becomes an escape.
        upper: whether the hexadecimal digits of escapes are upper case.
    """

    def escape(character: str) -> str:
        short = _SHORT.get(character)
        if short is not None:
            return short
        units = character.encode("utf-16-be", "surrogatepass").hex()
        if upper:
            units = units.upper()
        return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))

    pattern = _SPECIAL_OR_FOREIGN if ascii_only else _SPECIAL
    text = pattern.sub(lambda found: escape(found[0]), characters)
    for character in lacking:
        text = text.replace(character, escape(character))
    if slashes:
        text = text.replace("/", "\\/")
    return b'"' + text.encode() + b'"'
