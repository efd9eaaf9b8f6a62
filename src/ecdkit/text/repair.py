"""Repairs of what keeps a text from being JSON, where nobody can doubt what was meant.

One walk over the text with a grammar that knows the usual mistakes: a comma behind the last
element, single quotes, a comma that is missing before a name or between two containers, single
backslashes in a Windows path, comments, byte order marks between tokens. Everything else, and
everything that can be read in two ways, is refused; then nothing is repaired at all. Values are
never touched: each stands in the repaired text as it was meant in the broken one.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from attrs import frozen

from ecdkit.errors import EncodingError, JsonSyntaxError
from ecdkit.limits import DEFAULT_LIMITS, Limits
from ecdkit.text.encoding import decode
from ecdkit.text.fast import FastText
from ecdkit.text.grammar import SCALAR, SPACE, STRING
from ecdkit.text.jsontext import JsonText, syntax_error
from ecdkit.text.kinds import ARRAY, OBJECT
from ecdkit.text.lexical import value_at
from ecdkit.text.malformed import (
    Malformed,
    TooMuch,
    bad_string,
    more_text,
    no_key,
    no_separator,
    no_value,
)

__all__ = ["Repair", "Repaired", "repair"]

_BOM = b"\xef\xbb\xbf"
_CLOSERS = {"object": b"}", "array": b"]"}
_KINDS = {b"{": "object", b"[": "array"}
_COMMENT = re.compile(rb"(?://|#)[^\n\r]*+|/\*(?:[^*]++|\*(?!/))*+\*/")
# A word that may be a scalar, up to where another token or a comment begins.
_WORD = re.compile(rb"1\.#[A-Za-z]++0*+|-1\.#[A-Za-z]++0*+|[^ \t\n\r,:\[\]{}\"'/#\xef]*+")
# A string as somebody wrote it who did not think of escapes, and its escapes.
_LOOSE = re.compile(rb'"((?:[^"\\\x00-\x1f]++|\\[^\x00-\x1f])*+)"')
_SINGLE = re.compile(rb"'((?:[^'\\\x00-\x1f]++|\\[^\x00-\x1f])*+)'")
_VALID_ESCAPE = re.compile(rb'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
# Escapes of other languages: a backslash before these may mean something else than itself.
_FOREIGN_ESCAPE = re.compile(rb"\\(?:[uUx][0-9a-fA-F]|N\{|')")
# Names in a Windows path, a drive before them or not, with single backslashes between.
_PATH = re.compile(rb'(?:[A-Za-z]:|[^\\:*?"<>|]*+)(?:\\[^\\:*?"<>|]*+)++')
# What may stand behind a backslash in single quotes: what JSON knows too, and the quote itself.
_SAME_ESCAPE = re.compile(rb"\\(?:['\"\\bfnrt]|u[0-9a-fA-F]{4})")
_QUOTE = re.compile(rb'"|\\.', re.DOTALL)
# What tokens that are no strings are made of.
_TOKEN = re.compile(rb"[-+.\w#()]")
_UNSURE = "it can be read in more than one way, so only you can repair it"
# How deep a faster parser is asked whether a container is sound.
_TRIED = 12


@frozen
class Repair:
    """One change that was made.

    Attributes:
        start: where the span begins that is replaced, in the text that was repaired.
        end: behind its last byte.
        new: what stands there now, in UTF-8.
        what: what was done, as "remove the comma".
    """

    start: int
    end: int
    new: bytes
    what: str


@frozen
class Repaired:
    """What a repair has made of a text.

    Attributes:
        content: the bytes of the file.
        source: the text that was repaired, in UTF-8 without byte order mark.
        repairs: what was changed, in the order of places; none where the text was JSON before.
    """

    content: bytes
    source: bytes
    repairs: tuple[Repair, ...]


def repair(
    content: bytes, *, encoding: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Repaired:
    """Return the bytes of a file with every mistake repaired that keeps it from being JSON.

    Args:
        content: the bytes of the file.
        encoding: what they are in, where that is neither UTF-8 nor told by a mark.
        limits: bounds on what may be read.

    Raises:
        JsonSyntaxError: a mistake can be read in more than one way, or is none of those that are
            repaired; it names the first such place, and nothing is repaired.
        EncodingError: the bytes are no text, or would not come back the same.
        LimitError: it is beyond a limit.
    """
    try:
        JsonText.parse(content, encoding=encoding, check="full", limits=limits)
    except JsonSyntaxError:
        pass
    else:
        return Repaired(content, b"", ())
    source, how = decode(content, encoding)
    if not how.is_utf8 and how.encode(source) != content:
        raise EncodingError(f"this text cannot be repaired in {how.name}: other bytes would change")
    try:
        repairs = _Walk(source, limits).repairs()
        text = JsonText(_applied(source, repairs), how, "full", limits)
        _prove(text, source, repairs)
    except Malformed as error:
        raise syntax_error(source, error) from None
    return Repaired(text.to_bytes(), source, repairs)


class _Walk:
    """One walk over a broken text, from token to token.

    Args:
        data: the text in UTF-8.
        limits: bounds on depth and on the length of a number.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._limits = limits
        self._fast = FastText(data)
        self._found: list[Repair] = []

    def repairs(self) -> tuple[Repair, ...]:
        """Return what must be changed, in the order of places.

        Raises:
            Malformed: something is wrong that cannot be repaired without a doubt.
        """
        data, stack = self._data, list[tuple[str, int]]()
        pos = self._gap(0)
        while True:
            kind = _KINDS.get(data[pos : pos + 1])
            if kind is None:
                end = self._scalar(pos)
            else:
                end = self._fast.end_of(pos) if len(stack) < _TRIED else -1
            if kind is not None and end < 0:
                if len(stack) >= self._limits.depth:
                    raise TooMuch(pos, f"nesting deeper than {self._limits.depth:,} levels")
                stack.append((kind, pos))
                end = self._gap(pos + 1)
                if data[end : end + 1] != _CLOSERS[kind]:
                    pos = self._name(end, pos) if kind == OBJECT else end
                    continue
            pos = self._behind(end, stack)
            if not stack:
                break
            kind, opened = stack[-1]
            if kind == OBJECT:
                pos = self._name(pos, opened)
        if pos < len(data):
            raise more_text(data, pos)
        return tuple(sorted(self._found, key=lambda one: (one.start, one.end)))

    def _behind(self, end: int, stack: list[tuple[str, int]]) -> int:
        """Close what ends here, and return where the next value or name begins."""
        data = self._data
        while stack:
            kind, opened = stack[-1]
            pos = self._gap(end)
            byte = data[pos : pos + 1]
            if byte == b",":
                comma, pos = pos, self._gap(pos + 1)
                if data[pos : pos + 1] != _CLOSERS[kind]:
                    return pos
                self._add(comma, comma + 1, b"", f"remove the comma before the end of an {kind}")
            elif byte != _CLOSERS[kind]:
                if not self._lacks_comma(kind, end, pos):
                    raise no_separator(data, pos, kind, opened)
                self._add(end, end, b",", "add the comma that is missing")
                return pos
            end = pos + 1
            stack.pop()
        return self._gap(end)

    def _lacks_comma(self, kind: str, end: int, pos: int) -> bool:
        """Whether nothing but a comma can be missing between a value and what stands behind it.

        In an object that is a name with its colon. In an array it is a container behind another;
        two scalars may be one that was broken in two.
        """
        data = self._data
        if kind == ARRAY:
            return data[end - 1] in b"]}" and data[pos : pos + 1] in (b"[", b"{")
        if end == pos and data[end - 1] in b"\"'":
            return False
        name = STRING.match(data, pos) or _LOOSE.match(data, pos) or _SINGLE.match(data, pos)
        return name is not None and data[_skip(data, name.end()) :][:1] == b":"

    def _name(self, pos: int, opened: int) -> int:
        """Return where the value of the member begins whose name is at `pos`."""
        data = self._data
        if data[pos : pos + 1] not in (b'"', b"'"):
            raise no_key(data, pos, opened, first=False)
        pos = self._gap(self._string(pos))
        if data[pos : pos + 1] != b":":
            raise Malformed(pos, "a colon is missing after a name")
        return self._gap(pos + 1)

    def _scalar(self, pos: int) -> int:
        data = self._data
        if data[pos : pos + 1] in (b'"', b"'"):
            return self._string(pos)
        word = _WORD.match(data, pos)
        if word is None or not SCALAR.fullmatch(word[0]):
            raise no_value(data, pos)
        if len(word[0]) > self._limits.number:
            raise TooMuch(pos, f"a number of more than {self._limits.number:,} characters")
        return word.end()

    def _string(self, pos: int) -> int:
        data = self._data
        if data[pos : pos + 1] == b"'":
            return self._single(pos)
        found = STRING.match(data, pos)
        if found is not None:
            return found.end()
        found = _LOOSE.match(data, pos)
        if found is None:
            raise bad_string(data, pos)
        inner = found[1]
        certain = not _VALID_ESCAPE.search(inner) and not _FOREIGN_ESCAPE.search(inner)
        if not certain or not _PATH.fullmatch(inner):
            wrong = bad_string(data, pos)
            raise Malformed(wrong.offset, wrong.message, _UNSURE)
        new = b'"%s"' % inner.replace(b"\\", b"\\\\")
        self._add(pos, found.end(), new, "double the backslashes")
        return found.end()

    def _single(self, pos: int) -> int:
        found = _SINGLE.match(self._data, pos)
        if found is None or b"\\" in _SAME_ESCAPE.sub(b"", found[1]):
            raise Malformed(pos, "a string in single quotes", _UNSURE)
        new = b'"%s"' % _QUOTE.sub(_requoted, found[1])
        self._add(pos, found.end(), new, "use double quotes")
        return found.end()

    def _gap(self, pos: int) -> int:
        """Return where the next token begins; what stands between tokens and is none goes."""
        data = self._data
        while True:
            pos = _skip(data, pos)
            if data.startswith(_BOM, pos):
                end, what = pos + len(_BOM), "remove the byte order mark"
            else:
                comment = _COMMENT.match(data, pos)
                if comment is None:
                    return pos
                end, what = comment.end(), "remove the comment"
            self._add(pos, end, b"", what)
            pos = end

    def _add(self, start: int, end: int, new: bytes, what: str) -> None:
        self._found.append(Repair(start, end, new, what))


def _skip(data: bytes, pos: int) -> int:
    return SPACE.match(data, pos).end()  # type: ignore[union-attr]  # it matches no space too


def _requoted(found: re.Match[bytes]) -> bytes:
    """Return what double quotes need for a quote or an escape in single ones."""
    return {b'"': b'\\"', b"\\'": b"'"}.get(found[0], found[0])


def _applied(source: bytes, repairs: tuple[Repair, ...]) -> bytes:
    view, pieces, done = memoryview(source), list[bytes | memoryview](), 0
    for one in repairs:
        pieces += [view[done : one.start], one.new]
        done = one.end
    return b"".join([*pieces, view[done:]])


def _prove(text: JsonText, source: bytes, repairs: tuple[Repair, ...]) -> None:
    """Make sure that every token outside the repairs is there as it was, and no other.

    Raises:
        Malformed: a repair would change a token beside it.
    """
    old, new = memoryview(source), memoryview(text.data)
    done = shift = 0
    for one in repairs:
        start = one.start + shift
        shift += len(one.new) - (one.end - one.start)
        same = old[done : one.start] == new[start - (one.start - done) : start]
        if not same or _is_inside(text, start) or _is_inside(text, start + len(one.new)):
            raise Malformed(one.start, "this cannot be repaired without a doubt", _UNSURE)
        done = one.end


def _is_inside(text: JsonText, offset: int) -> bool:
    """Whether an offset is inside a token."""
    view = value_at(text, offset)
    if view is None:
        return False
    if view.is_leaf:
        return bool(_TOKEN.match(text.data, offset) and _TOKEN.match(text.data, offset - 1))
    if view.kind == OBJECT:
        # No value is there, so it may be in the name of the next one.
        at = bisect_right(view.node.starts, offset - view.start)
        name = view.nth(at).key_span if at < len(view) else None
        return name is not None and name[0] < offset < name[1]
    return view.kind != ARRAY and view.start < offset
