"""A place in a text: what stands there, where it is, and what is in it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ecdkit.errors import PointerError
from ecdkit.text.grammar import decode_string
from ecdkit.text.pointer import format_pointer, parse_index
from ecdkit.text.scanner import (
    ARRAY,
    FALSE,
    NONFINITE,
    NULL,
    NUMBER,
    OBJECT,
    STRINGS,
    TRUE,
    Node,
)
from ecdkit.text.values import JsonValue, parse_nonfinite, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.text.jsontext import JsonText

__all__ = ["View"]

# What Python's own parser would read otherwise than `values` says.
_UNUSUAL = re.compile(rb"-0(?![0-9.eE])|[eE][-+]?[0-9]{3}|[0-9]{300}|[nN][aA][nN]|[iI][nN][fF]|\.#")
_CONSTANTS = {TRUE: True, FALSE: False, NULL: None}


class View:
    """One value of a text.

    Attributes:
        text: the text.
        path: the reference tokens that lead here; indices are integers.
    """

    __slots__ = ("key_span", "node", "path", "text")

    def __init__(
        self,
        text: JsonText,
        node: Node,
        path: tuple[str | int, ...],
        key_span: tuple[int, int] | None = None,
    ) -> None:
        self.text = text
        self.node = node
        self.path = path
        self.key_span = key_span

    def __repr__(self) -> str:
        return f"<{self.kind} at {self.pointer or 'the root'}>"

    @property
    def kind(self) -> str:
        """What it is: object, array, string, number, true, false, null or non-finite number."""
        return self.node.kind

    @property
    def pointer(self) -> str:
        """The JSON pointer that leads here."""
        return format_pointer(self.path)

    @property
    def span(self) -> tuple[int, int]:
        """Offsets of the first byte and behind the last, in UTF-8 without byte order mark."""
        return self.node.start, self.node.end

    @property
    def place(self) -> tuple[int, int]:
        """Line and column of its first character, from 1, columns in code points."""
        return self.text.place(self.node.start)

    @property
    def token(self) -> bytes:
        """Its bytes in UTF-8, as they stand in the text."""
        return self.text.data[self.node.start : self.node.end]

    @property
    def is_leaf(self) -> bool:
        """Whether it is an array with no string and no object in it."""
        return self.node.leaf

    def __len__(self) -> int:
        return len(self._items())

    def keys(self) -> list[str]:
        """The names of an object's members in order, duplicates included."""
        self._items()
        return self.node.keys

    def members(self) -> Iterator[tuple[str, View]]:
        """The members of an object in order, duplicates included."""
        if self.kind == OBJECT:
            for at, item in enumerate(self._items()):
                key = self.node.keys[at]
                yield key, View(self.text, item, (*self.path, key), self.node.spans[at])

    def elements(self) -> Iterator[View]:
        """The elements of an array in order."""
        if self.kind == ARRAY:
            for at, item in enumerate(self._items()):
                yield View(self.text, item, (*self.path, at))

    def children(self) -> Iterator[View]:
        """The values in an array or object in order."""
        if self.kind == OBJECT:
            for _, view in self.members():
                yield view
        else:
            yield from self.elements()

    def get(self, key: str) -> View | None:
        """Return a member of an object by its name, the last where there are several."""
        if self.kind != OBJECT:
            return None
        items = self._items()
        keys = self.node.keys
        for at in range(len(keys) - 1, -1, -1):
            if keys[at] == key:
                return View(self.text, items[at], (*self.path, key), self.node.spans[at])
        return None

    def duplicates(self) -> list[tuple[str, tuple[int, int]]]:
        """The members of an object whose name stood before: the name and where it stands."""
        self._items()
        keys = self.node.keys
        if len(set(keys)) == len(keys):
            return []
        seen: set[str] = set()
        found = []
        for key, span in zip(keys, self.node.spans, strict=True):
            if key in seen:
                found.append((key, span))
            seen.add(key)
        return found

    def child(self, token: str) -> View:
        """Return the member or element that a reference token leads to.

        Raises:
            PointerError: there is none.
        """
        if self.kind == OBJECT:
            member = self.get(token)
            if member is None:
                raise self._leads_nowhere(f"there is no member {token[:60]!r}")
            return member
        if self.kind == ARRAY:
            items = self._items()
            index = parse_index(token)
            if index is None:
                raise self._leads_nowhere(f"{token[:60]!r} is no index of an array")
            if index >= len(items):
                raise self._leads_nowhere(
                    f"there is no element {index}: the array has {len(items)}"
                )
            return View(self.text, items[index], (*self.path, index))
        raise self._leads_nowhere(f"a {self.kind} has nothing inside")

    def value(self) -> JsonValue:
        """Return it as Python values; of members of the same name the last."""
        node, data = self.node, self.text.data
        if node.kind in (OBJECT, ARRAY):
            if not _UNUSUAL.search(data, node.start, node.end):
                return json.loads(data[node.start : node.end])
            if node.kind == OBJECT:
                return {key: view.value() for key, view in self.members()}
            return [view.value() for view in self.elements()]
        if node.kind == STRINGS:
            return decode_string(self.token)
        if node.kind == NUMBER:
            return parse_number(self.token)
        if node.kind == NONFINITE:
            return parse_nonfinite(self.token)
        return _CONSTANTS[node.kind]

    def _items(self) -> list[Node]:
        if self.node.items is None:
            if self.kind not in (OBJECT, ARRAY):
                return []
            self.text.expand(self.node, len(self.path))
        return self.node.items or []

    def _leads_nowhere(self, message: str) -> PointerError:
        line, column = self.place
        return PointerError(message, pointer=self.pointer, line=line, column=column)
