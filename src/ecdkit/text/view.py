"""A place in a text: what stands there, where it is, and what is in it."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from ecdkit.errors import PointerError
from ecdkit.text.pointer import format_pointer, parse_index
from ecdkit.text.reading import read
from ecdkit.text.scanner import ARRAY, OBJECT, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.text.jsontext import JsonText
    from ecdkit.text.values import JsonValue

__all__ = ["View"]


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
        return len(self.nodes())

    def __bool__(self) -> bool:
        # A place is something, also where nothing is in it.
        return True

    def keys(self) -> list[str]:
        """The names of an object's members in order, duplicates included."""
        self.nodes()
        return self.node.keys

    def members(self) -> Iterator[tuple[str, View]]:
        """The members of an object in order, duplicates included."""
        if self.kind == OBJECT:
            for at, item in enumerate(self.nodes()):
                key = self.node.keys[at]
                yield key, View(self.text, item, (*self.path, key), self.node.spans[at])

    def elements(self) -> Iterator[View]:
        """The elements of an array in order."""
        if self.kind == ARRAY:
            for at, item in enumerate(self.nodes()):
                yield View(self.text, item, (*self.path, at))

    def children(self) -> Iterator[View]:
        """The values in an array or object in order."""
        if self.kind == OBJECT:
            for _, view in self.members():
                yield view
        else:
            yield from self.elements()

    def nth(self, at: int) -> View:
        """Return the member or element at a place in the order, from 0."""
        item = self.nodes()[at]
        if self.kind == OBJECT:
            return View(self.text, item, (*self.path, self.node.keys[at]), self.node.spans[at])
        return View(self.text, item, (*self.path, at))

    def get(self, key: str) -> View | None:
        """Return a member of an object by its name, the last where there are several."""
        if self.kind != OBJECT:
            return None
        items, node = self.nodes(), self.node
        if node.places is None:
            node.places = {name: at for at, name in enumerate(node.keys)}
        at = node.places.get(key)
        if at is None:
            return None
        return View(self.text, items[at], (*self.path, key), node.spans[at])

    def around(self, offset: int) -> View | None:
        """Return the member or element whose value is at an offset; None where it is none."""
        nodes = self.nodes()
        at = bisect_right(nodes, offset, key=attrgetter("start")) - 1
        return self.nth(at) if at >= 0 and offset < nodes[at].end else None

    def duplicates(self) -> list[tuple[str, tuple[int, int]]]:
        """The members of an object whose name stood before: the name and where it stands."""
        self.nodes()
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
            items = self.nodes()
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
        """Return it as Python values; of members of the same name the last.

        Raises:
            JsonSyntaxError: a leaf is not JSON; it was not looked into when it was read.
            LimitError: it is nested deeper than Python can follow.
        """
        return read(self)

    def nodes(self) -> list[Node]:
        """The nodes of what is in it, in order."""
        if self.node.items is None:
            if self.kind not in (OBJECT, ARRAY):
                return []
            self.text.expand(self.node, len(self.path))
        return self.node.items or []

    def _leads_nowhere(self, message: str) -> PointerError:
        line, column = self.place
        return PointerError(message, pointer=self.pointer, line=line, column=column)
