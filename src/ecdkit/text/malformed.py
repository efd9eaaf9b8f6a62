"""What is wrong with a text that is not JSON: the sentence, the place, the likely cause."""

from __future__ import annotations

import re

from ecdkit.text.excerpt import cut
from ecdkit.text.grammar import SCALAR, SPACE, STRING
from ecdkit.text.position import place_of

__all__ = [
    "Malformed",
    "TooMuch",
    "bad_string",
    "cut_off",
    "more_text",
    "no_key",
    "no_separator",
    "no_value",
    "unresolved",
]

_WORD = re.compile(rb"[-+.\w#()]+")
_GOOD_STRING = re.compile(rb'"(?:[^"\\\x00-\x1f]++|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*+')
_LONGEST_ESCAPE = 6
# Seven and a label as Git writes them; an attribute of a path may ask for longer ones.
_MARKER = re.compile(rb"(?:<{7,}|\|{7,}|={7,}|>{7,})(?=[ \r\n]|\Z)")
# What word processors make of quotes.
_QUOTES = tuple(
    "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a\u2039\u203a\u0060\u00b4\u2033"
)


class Malformed(Exception):  # noqa: N818 - never seen outside: it becomes a JsonSyntaxError
    """The text stops being JSON at an offset.

    Args:
        offset: the byte of the text, from 0, without a byte order mark.
        message: what is wrong.
        hint: what to do.
    """

    def __init__(self, offset: int, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.hint = hint


class TooMuch(Malformed):
    """The text exceeds a limit at an offset."""


def unresolved(data: bytes, pos: int) -> Malformed | None:
    """A line at `pos` is a marker of a merge conflict; None where it is none.

    Args:
        data: the text.
        pos: where something stands that does not belong there.
    """
    at_start = pos == 0 or data[pos - 1] in b"\r\n"
    if not at_start or _MARKER.match(data, pos) is None:
        return None
    what = (
        "an unresolved merge conflict of Git begins here"
        if data[pos] == b"<"[0]
        else "a marker of a merge conflict of Git was left here"
    )
    return Malformed(pos, what, "choose a side, and remove the lines with the markers")


def more_text(data: bytes, pos: int) -> Malformed:
    """Something stands behind the end of the document."""
    return unresolved(data, pos) or Malformed(
        pos,
        "there is more text after the end of the document",
        "remove it, or the bracket that ends the document too early",
    )


def cut_off(data: bytes, kind: str, start: int) -> Malformed:
    """The text ends inside a container of this kind, which begins at `start`."""
    return Malformed(
        len(data),
        f"the document ends inside an {kind}",
        f"the {kind} that is not closed begins at {_place(data, start)}; the file may be cut off",
    )


def no_key(data: bytes, pos: int, start: int, *, first: bool) -> Malformed:
    """No member stands at `pos` in the object that begins at `start`."""
    if pos >= len(data):
        return cut_off(data, "object", start)
    if (conflict := unresolved(data, pos)) is not None:
        return conflict
    byte = data[pos : pos + 1]
    if byte == b"}" and not first:
        return _trailing(data, pos, "object")
    if byte == b'"':
        found = STRING.match(data, pos)
        if found is None:
            return bad_string(data, pos)
        after = _skip_space(data, found.end())
        if after < len(data):
            if data[after] != b":"[0]:
                return Malformed(after, f"a colon is missing after the name {_quote(found[0])}")
            after = _skip_space(data, after + 1)
        return no_value(data, after)
    if byte == b"'":
        return Malformed(pos, "a name in single quotes", "use double quotes")
    return Malformed(
        pos, f"a member's name is expected, not {_show(data, pos)}", _stranger(data, pos)
    )


def no_value(data: bytes, pos: int) -> Malformed:
    """No value stands at `pos`."""
    if pos >= len(data):
        return Malformed(
            len(data), "the document ends where a value is expected", "the file may be cut off"
        )
    if (conflict := unresolved(data, pos)) is not None:
        return conflict
    byte = data[pos : pos + 1]
    if byte == b'"':
        return bad_string(data, pos)
    if byte == b"]" and _behind_comma(data, pos):
        return _trailing(data, pos, "array")
    if byte in (b"}", b"]"):
        return Malformed(
            pos, f"a value is missing before {_show(data, pos)}", "is there a comma too many?"
        )
    if byte == b"'":
        return Malformed(pos, "a string in single quotes", "use double quotes")
    found = _WORD.match(data, pos)
    if found is None:
        return Malformed(pos, f"a value is expected, not {_show(data, pos)}", _stranger(data, pos))
    if SCALAR.fullmatch(found[0]):
        after = found.end()
        if data[after] in b"\"'":
            return Malformed(after, "a comma is missing here", "or a bracket")
        return Malformed(
            after,
            f"a comma or bracket is expected behind {_quote(found[0])}, not {_show(data, after)}",
            _stranger(data, after),
        )
    hint = "the file may be cut off here" if found.end() == len(data) else _spelling(found[0])
    return Malformed(pos, f"{_quote(found[0])} is no JSON value", hint)


def no_separator(data: bytes, pos: int, kind: str, start: int) -> Malformed:
    """Neither a comma nor the end of the container follows a value."""
    if pos >= len(data):
        return cut_off(data, kind, start)
    if (conflict := unresolved(data, pos)) is not None:
        return conflict
    closer = "}" if kind == "object" else "]"
    if data[pos] in b"\"'" or (kind == "array" and data[pos] in b"{["):
        return Malformed(pos, "a comma is missing here", f"or a {closer} to end the {kind}")
    return Malformed(
        pos,
        f"a comma or {closer} is expected in an {kind}, not {_show(data, pos)}",
        _stranger(data, pos),
    )


def bad_string(data: bytes, pos: int) -> Malformed:
    """The string that begins at `pos` is none."""
    good = _GOOD_STRING.match(data, pos)
    at = good.end() if good else pos
    if at >= len(data):
        return Malformed(
            len(data),
            "the document ends inside a string",
            f"the string begins at {_place(data, pos)}; the file may be cut off",
        )
    if data[at] == b"\\"[0]:
        if len(data) - at < _LONGEST_ESCAPE and b'"' not in data[at + 2 :]:
            return Malformed(at, "the document ends inside a string", "the file may be cut off")
        return Malformed(
            at,
            f"{_quote(data[at : at + 2])} begins no JSON escape",
            "a backslash is written as \\\\, also in Windows paths",
        )
    if data[at] in b"\n\r":
        return Malformed(at, "a line ends inside a string", "is a quote missing?")
    return Malformed(
        at, f"the control character U+{data[at]:04X} in a string", "write it as an escape"
    )


def _trailing(data: bytes, pos: int, kind: str) -> Malformed:
    """Where a value or name is to stand the container ends, because of the comma before."""
    return Malformed(
        data.rfind(b",", 0, pos), f"a comma before the end of an {kind}", "remove the comma"
    )


def _behind_comma(data: bytes, pos: int) -> bool:
    comma = data.rfind(b",", 0, pos)
    return comma >= 0 and not data[comma + 1 : pos].strip(b" \t\n\r")


def _spelling(word: bytes) -> str | None:
    lower = word.lower()
    if lower in (b"true", b"false", b"null"):
        return f"write it in lower case: {lower.decode()}"
    if lower == b"none":
        return "JSON says null"
    if word[:1] == b"+":
        return "remove the plus sign"
    if word[:1] == b"." or word[-1:] == b".":
        return "digits stand on both sides of a decimal point"
    if word[:1] == b"0" and word[1:].isdigit():
        return "a number has no leading zeros"
    return None


def _stranger(data: bytes, pos: int) -> str | None:
    if data[pos : pos + 2] in (b"//", b"/*") or data[pos : pos + 1] == b"#":
        return "JSON has no comments; remove it"
    if data[pos : pos + 3] == b"\xef\xbb\xbf":
        return "a byte order mark belongs only at the very start of a file; remove it"
    if data[pos : pos + 4].decode("utf-8", "ignore")[:1] in _QUOTES:
        return 'use straight double quotes: "'
    if data[pos : pos + 1] == b"<" and not data[:pos].strip():
        return "this looks like XML; for raster function templates there is `ecd template`"
    return None


def _show(data: bytes, pos: int) -> str:
    character = data[pos : pos + 4].decode("utf-8", "ignore")[:1]
    if character.isprintable() and character:
        return f"{character!r}"
    return f"U+{ord(character or '?'):04X}"


def _place(data: bytes, offset: int) -> str:
    line, column = place_of(data, offset)
    return f"{line}:{column}"


def _quote(token: bytes) -> str:
    return cut(token.decode("utf-8", "replace"))


def _skip_space(data: bytes, pos: int) -> int:
    found = SPACE.match(data, pos)
    return found.end() if found else pos
