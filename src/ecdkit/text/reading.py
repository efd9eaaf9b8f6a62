"""The value of a place in a text: by Python's own parser wherever that reads what we mean."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ecdkit.errors import LimitError
from ecdkit.text.grammar import decode_string
from ecdkit.text.kinds import ARRAY, NUMBER, OBJECT, STRINGS
from ecdkit.text.values import JsonValue, parse_number, parse_scalar

if TYPE_CHECKING:
    from ecdkit.text.view import View

__all__ = ["read"]

# What Python's own parser would read otherwise than `values` says.
_UNUSUAL = re.compile(rb"-0(?![0-9.eE])|[eE][-+]?[0-9]{3}|[0-9]{200}|[nN][aA][nN]|[iI][nN][fF]|\.#")
_LEAF_TOKEN = re.compile(rb"[\[\]]|[^\[\], \t\n\r]++")


def read(view: View) -> JsonValue:
    """Return what stands at a place as Python values; of members of the same name the last.

    Raises:
        JsonSyntaxError: a leaf is not JSON; it was not looked into when it was read.
        LimitError: it is nested deeper than Python can follow.
    """
    # Most are asked for one by one.
    kind = view.node.kind
    if kind == NUMBER:
        return parse_number(view.token)
    if kind == STRINGS:
        return decode_string(view.token)
    if kind not in (OBJECT, ARRAY):
        return parse_scalar(view.token)
    try:
        return _read(view, _Search(view.text.data, view.end))
    except RecursionError:
        line, column = view.place
        raise LimitError(
            "nesting deeper than Python can follow here",
            pointer=view.pointer,
            line=line,
            column=column,
        ) from None


class _Search:
    """Tells where something unusual stands, and looks at each byte but once.

    Args:
        data: the text.
        end: where to stop looking.
    """

    __slots__ = ("_data", "_end", "_from", "_next")

    def __init__(self, data: bytes, end: int) -> None:
        self._data = data
        self._end = end
        self._from = self._next = -1

    def finds(self, start: int, end: int) -> bool:
        """Whether there is something unusual in a span."""
        if not self._from <= start <= self._next:
            found = _UNUSUAL.search(self._data, start, self._end)
            self._from, self._next = start, found.start() if found else self._end
        return self._next < end


def _read(view: View, search: _Search) -> JsonValue:
    # No other function and no comprehension stands between two levels, to save Python's stack.
    if view.kind == STRINGS:
        return decode_string(view.token)
    if view.kind not in (OBJECT, ARRAY):
        return parse_scalar(view.token)
    if not search.finds(*view.span):
        return _loaded(view)
    if view.is_leaf:
        return _read_leaf(view)
    if view.kind == OBJECT:
        members = {}
        for key, member in view.members():
            members[key] = _read(member, search)
        return members
    elements = []
    for element in view.elements():
        elements.append(_read(element, search))  # noqa: PERF401 - a comprehension takes stack
    return elements


def _loaded(view: View) -> JsonValue:
    try:
        return json.loads(view.token)
    except (ValueError, RecursionError):
        # Only what nobody has looked into is refused, and what nests too deep.
        view.text.recheck(view)
        raise


def _read_leaf(view: View) -> JsonValue:
    """Return what a leaf holds, of which there may be too much for a node for each number."""
    if view.text.checked != "full":
        view.text.recheck(view)
    stack: list[list[JsonValue]] = [[]]
    for found in _LEAF_TOKEN.finditer(view.text.data, *view.span):
        token = found[0]
        if token == b"[":
            stack.append([])
        elif token == b"]":
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(parse_scalar(token))
    return stack[0][0]
