"""A place in a text: what stands there, where it is, and what is in it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from ecdkit.errors import PointerError
from ecdkit.text.kinds import ARRAY, OBJECT
from ecdkit.text.pointer import format_pointer, parse_index
from ecdkit.text.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.text.jsontext import JsonText
    from ecdkit.text.node import Node
    from ecdkit.text.values import JsonValue

__all__ = ["View"]


class View:
    """One value of a text.

    Attributes:
        text: the text.
        node: what is known of the value.
        start: offset of its first byte, in UTF-8 without byte order mark.
        path: the reference tokens that lead here; indices are integers.
    """

    __slots__ = ("_name", "node", "path", "start", "text")

    def __init__(
        self,
        text: JsonText,
        node: Node,
        start: int,
        path: tuple[str | int, ...],
        name: tuple[int, int] | None = None,
    ) -> None:
        self.text = text
        self.node = node
        self.start = start
        self.path = path
        self._name = name

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
    def end(self) -> int:
        """Offset behind its last byte."""
        return self.start + self.node.size

    @property
    def span(self) -> tuple[int, int]:
        """Offsets of its first byte and behind the last."""
        return self.start, self.start + self.node.size

    @property
    def key_span(self) -> tuple[int, int] | None:
        """Where its name stands, with its quotes; None where it is no member of an object."""
        if self._name is None:
            return None
        before, size = self._name
        return self.start - before, self.start - before + size

    @property
    def place(self) -> tuple[int, int]:
        """Line and column of its first character, from 1, columns in code points."""
        return self.text.place(self.start)

    @property
    def token(self) -> bytes:
        """Its bytes in UTF-8, as they stand in the text."""
        return self.text.data[self.start : self.start + self.node.size]

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
            items, node, path = self.nodes(), self.node, self.path
            for key, item, start, name in zip(
                node.keys, items, node.starts, node.names, strict=True
            ):
                yield key, View(self.text, item, self.start + start, (*path, key), name)

    def elements(self) -> Iterator[View]:
        """The elements of an array in order."""
        if self.kind == ARRAY:
            items, path = self.nodes(), self.path
            for at, (item, start) in enumerate(zip(items, self.node.starts, strict=True)):
                yield View(self.text, item, self.start + start, (*path, at))

    def children(self) -> Iterator[View]:
        """The values in an array or object in order."""
        if self.kind == OBJECT:
            for _, view in self.members():
                yield view
        else:
            yield from self.elements()

    def nth(self, at: int) -> View:
        """Return the member or element at a place in the order, from 0."""
        item, node = self.nodes()[at], self.node
        start = self.start + node.starts[at]
        if self.kind == OBJECT:
            return View(self.text, item, start, (*self.path, node.keys[at]), node.names[at])
        return View(self.text, item, start, (*self.path, at))

    def index(self, key: str) -> int | None:
        """Return where a member of an object stands in the order, the last of that name."""
        self.nodes()
        node = self.node
        if node.places is None:
            node.places = {name: at for at, name in enumerate(node.keys)}
        return node.places.get(key)

    def get(self, key: str) -> View | None:
        """Return a member of an object by its name, the last where there are several."""
        if self.kind != OBJECT:
            return None
        at = self.index(key)
        return None if at is None else self.nth(at)

    def around(self, offset: int) -> View | None:
        """Return the member or element whose value is at an offset; None where it is none."""
        self.nodes()
        at = bisect_right(self.node.starts, offset - self.start) - 1
        if at < 0:
            return None
        found = self.nth(at)
        return found if offset < found.end else None

    def duplicates(self) -> list[tuple[str, tuple[int, int]]]:
        """The members of an object whose name stood before: the name and where it stands."""
        self.nodes()
        keys, places = self.node.keys, self.node.places
        if len(set(keys) if places is None else places) == len(keys):
            return []
        seen: set[str] = set()
        found = []
        for key, member in self.members():
            if key in seen:
                assert member.key_span is not None
                found.append((key, member.key_span))
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
            return self.nth(index)
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
            self.text.expand(self)
        return self.node.items or []

    def _leads_nowhere(self, message: str) -> PointerError:
        line, column = self.place
        return PointerError(message, pointer=self.pointer, line=line, column=column)
