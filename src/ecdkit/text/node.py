"""One value of a JSON text, and what is in it as far as anybody has looked."""

from __future__ import annotations

from typing import Final

from ecdkit.text.kinds import OBJECT

__all__ = ["DOUBLES", "JSON", "UNKNOWN", "Node"]

# What is known of the inside of an array.
UNKNOWN: Final = 0
JSON: Final = 1
DOUBLES: Final = 2

_NO_STARTS: list[int] = []
_NO_KEYS: list[str] = []
_NO_NAMES: list[tuple[int, int]] = []


class Node:
    """One value, and what is in it as far as anybody has looked.

    It does not know where it stands: what is in it is placed relative to its own start. So an edit
    makes new nodes for the values around a change, and keeps all others.

    Attributes:
        kind: one of the constants of `kinds`.
        size: how many bytes it takes.
        items: the elements of an array or the values of an object in order; None where nobody
            has looked yet (a leaf, a hole).
        starts: where each of the items begins.
        keys: the names of an object's members, in the order of `items`.
        names: how each name stands, with its quotes: how far before its value, and how long.
        places: the index of each name in `keys`, the last of a repeated one; None until asked for.
        leaf: whether this is an array with no string and no object in it.
        known: 1 where the inside of a leaf is known to be JSON within the limits, 2 (`DOUBLES`)
            where it is numbers besides, of which each is a double; 0 where nobody has looked.
    """

    __slots__ = ("items", "keys", "kind", "known", "leaf", "names", "places", "size", "starts")

    def __init__(self, kind: str, size: int = -1) -> None:
        self.kind = kind
        self.size = size
        self.leaf = False
        self.known = UNKNOWN
        self.items: list[Node] | None = None
        self.starts: list[int] = _NO_STARTS
        # Most values are no objects; a list for each would double the memory.
        self.keys: list[str] = _NO_KEYS
        self.names: list[tuple[int, int]] = _NO_NAMES
        self.places: dict[str, int] | None = None

    def open(self) -> tuple[list[Node], list[int]]:
        """Begin to take note of what is in it."""
        self.items, self.starts = [], []
        if self.kind == OBJECT:
            self.keys, self.names = [], []
        return self.items, self.starts

    def close(self) -> None:
        """Forget what is in it."""
        self.items, self.starts = None, _NO_STARTS
        self.keys, self.names, self.places = _NO_KEYS, _NO_NAMES, None

    def take(self, other: Node) -> None:
        """Have in it what another has; other threads see all of it or nothing."""
        self.starts, self.keys, self.names = other.starts, other.keys, other.names
        self.items = other.items
