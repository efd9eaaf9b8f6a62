"""What git shows of a definition instead of its bytes: lines, of which a change is one.

Git calls a `textconv` for both sides of every diff, also in `log -p` and `blame`, where an external
diff command is not asked. The text is that of `ecd format`, with characters for escapes; of what is
long it has a digest, so that every change shows and 90 MB do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.errors import EcdError
from ecdkit.text.grammar import encode_string
from ecdkit.text.jsontext import JsonText
from ecdkit.text.kinds import ARRAY, OBJECT, STRINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecdkit.text.view import View

__all__ = ["readable"]

_WHITE = b" \t\n\r"
_UNIT = b"  "
# Longer rows and strings are told by their beginning and a digest.
_LONG = 400
_FIRST = 4
_HEAD = 60
# Longer matrices are told in groups of rows.
_MANY_ROWS = 1000
_GROUP = 100
_DIGITS = 16
_BINARY = 8000


def readable(content: bytes) -> bytes:
    """Return what git shows of a file.

    Args:
        content: its bytes. What is no JSON stays as it is, and of what is no text there is a line.
    """
    try:
        root = JsonText.parse(content, check="structure").root
        if root.kind == OBJECT:
            return b"\n".join(_lines(root, b"", b"", b"")) + b"\n"
    except (EcdError, RecursionError):
        pass
    if b"\0" in content[:_BINARY]:
        return b"no text: %d bytes, sha256 %s\n" % (len(content), _digest(content))
    return content


def _lines(view: View, indent: bytes, before: bytes, behind: bytes) -> Iterator[bytes]:
    """Yield the lines of a value, with what stands before and behind it."""
    head = indent + before
    inner = indent + _UNIT
    if view.kind == OBJECT:
        members = list(view.members())
        if not members:
            yield head + b"{}" + behind
            return
        yield head + b"{"
        for at, (name, member) in enumerate(members, 1):
            comma = b"," if at < len(members) else b""
            yield from _lines(member, inner, encode_string(name) + b": ", comma)
        yield indent + b"}" + behind
    elif view.kind == ARRAY:
        yield from _array(view, indent, before, behind)
    elif view.kind == STRINGS:
        yield head + _string(view) + behind
    else:
        yield head + view.token + behind


def _array(view: View, indent: bytes, before: bytes, behind: bytes) -> Iterator[bytes]:
    inner, head = indent + _UNIT, indent + before
    if view.is_leaf:
        token = view.token.translate(None, _WHITE)
        if token.count(b"[") == 1:
            yield head + _row(token) + behind
            return
        if _is_rows(token):
            yield head + b"["
            yield from _matrix(token[2:-2].split(b"],["), inner)
            yield indent + b"]" + behind
            return
    elements = list(view.elements())
    if all(one.kind not in (OBJECT, ARRAY) for one in elements):
        row = b", ".join(_string(one) if one.kind == STRINGS else one.token for one in elements)
        if len(row) <= _LONG:
            yield head + b"[" + row + b"]" + behind
            return
    yield head + b"["
    for at, element in enumerate(elements, 1):
        yield from _lines(element, inner, b"", b"," if at < len(elements) else b"")
    yield indent + b"]" + behind


def _is_rows(token: bytes) -> bool:
    """Whether an array holds arrays of numbers, and no number beside them."""
    ends = token.startswith(b"[[") and token.endswith(b"]]")
    return ends and token.count(b"[") == token.count(b"],[") + 2


def _matrix(rows: Sequence[bytes], indent: bytes) -> Iterator[bytes]:
    if len(rows) > _MANY_ROWS:
        for at in range(0, len(rows), _GROUP):
            group = rows[at : at + _GROUP]
            last = at + len(group) - 1
            yield b"%srows %d to %d, sha256 %s" % (indent, at, last, _digest(b"],[".join(group)))
        return
    for at, row in enumerate(rows, 1):
        yield indent + _row(b"[" + row + b"]") + (b"," if at < len(rows) else b"")


def _row(token: bytes) -> bytes:
    """Return an array of numbers, on one line."""
    if len(token) <= _LONG:
        return token.replace(b",", b", ")
    first = b", ".join(token[1:].split(b",", _FIRST)[:_FIRST])
    return b"[%s, ... %d numbers, sha256 %s]" % (first, token.count(b",") + 1, _digest(token))


def _string(view: View) -> bytes:
    value = view.value()
    if len(value) <= _LONG:
        return encode_string(value)
    held = value.encode("utf-8", "surrogatepass")
    begin = encode_string(value[:_HEAD])[:-1]
    return b'%s... %d characters, sha256 %s"' % (begin, len(value), _digest(held))


def _digest(content: bytes) -> bytes:
    from hashlib import sha256

    return sha256(content).hexdigest()[:_DIGITS].encode()
