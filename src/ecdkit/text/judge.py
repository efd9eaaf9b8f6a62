"""The grammar, token by token: the judge of what no shortcut accepts, who names the exact place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.text.grammar import KEY, SCALAR, STRING, skip_space
from ecdkit.text.malformed import TooMuch, bad_string, cut_off, no_key, no_separator, no_value

if TYPE_CHECKING:
    from ecdkit.limits import Limits

__all__ = ["judge"]

_KINDS = {b"{": "object", b"[": "array"}
_CLOSERS = {"object": b"}", "array": b"]"}


def judge(data: bytes, start: int, depth: int, limits: Limits, end: int | None = None) -> int:
    """Check one array or object and return its end.

    Args:
        data: the text in UTF-8.
        start: where it begins.
        depth: how many arrays and objects are around it.
        limits: bounds on depth and on the length of a number.
        end: where it is taken to end, by one who only looked for brackets.

    Raises:
        Malformed: it is not JSON, or does not end there, or is beyond a limit.
    """
    pos, stack = start, list[tuple[str, int]]()
    while True:
        kind = _KINDS.get(data[pos : pos + 1])
        if kind is None:
            pos, first = _scalar(data, pos, limits), False
        else:
            if depth + len(stack) >= limits.depth:
                raise TooMuch(pos, f"nesting deeper than {limits.depth:,} levels")
            stack.append((kind, pos))
            pos = skip_space(data, pos + 1)
            first = data[pos : pos + 1] != _CLOSERS[kind]
        if not first:
            pos = _behind(data, pos, stack)
        if not stack:
            break
        kind, opened = stack[-1]
        if kind == "array":
            if pos == len(data):
                raise cut_off(data, kind, opened)
            continue
        found = KEY.match(data, pos)
        if found is None or found.end() == len(data):
            raise no_key(data, pos, opened, first=first)
        pos = found.end()
    if end is not None and pos != end:
        pos = skip_space(data, pos)
        if data[pos : pos + 1] == b",":
            raise no_key(data, skip_space(data, pos + 1), pos, first=False)
        raise no_separator(data, pos, "object", pos)
    return pos


def _behind(data: bytes, pos: int, stack: list[tuple[str, int]]) -> int:
    """Close what ends here, and return where the next value or name is to begin."""
    while stack:
        kind, opened = stack[-1]
        pos = skip_space(data, pos)
        byte = data[pos : pos + 1]
        if byte == b",":
            return skip_space(data, pos + 1)
        if byte != _CLOSERS[kind]:
            raise no_separator(data, pos, kind, opened)
        pos += 1
        stack.pop()
    return pos


def _scalar(data: bytes, pos: int, limits: Limits) -> int:
    if data[pos : pos + 1] == b'"':
        found = STRING.match(data, pos)
        if found is None:
            raise bad_string(data, pos)
        return found.end()
    found = SCALAR.match(data, pos)
    if found is None:
        raise no_value(data, pos)
    if found.end() - pos > limits.number:
        raise TooMuch(pos, f"a number of more than {limits.number:,} characters")
    return found.end()
