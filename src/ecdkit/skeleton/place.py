"""What stands at one place of a structure: how often which kind of value, and of which extent.

Elements of an array share one place, and so do the nodes of a tree: an object that has the names of
one around it is counted there. So what is kept stays small whatever the size of the text.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from attrs import Factory, define

from ecdkit.skeleton.vocabulary import is_identifier, is_known_name, known_classifier

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Budget", "Extent", "Members", "Place", "Strings"]

# Deeper places are counted and not looked into; no file that is known is half as deep.
_DEEPEST = 40
_MOST_PLACES = 5_000
# An object with more names than this that nobody knows is keyed by data.
_MOST_NAMES = 64
_MOST_LAYOUTS = 256

_CLASSES = (
    ("letters", re.compile("[A-Za-z]")),
    ("digits", re.compile("[0-9]")),
    ("spaces", re.compile(" ")),
    ("punctuation", re.compile(f"[{re.escape(string.punctuation)}]")),
    ("controls", re.compile("[\x00-\x1f\x7f]")),
    ("beyond ASCII", re.compile("[^\x00-\x7f]")),
)


@define
class Budget:
    """What all places of one skeleton share.

    Attributes:
        shown: names that somebody has said are no data.
        places: how many more places there may be.
        masked: names that were masked though they look like a program's.
    """

    shown: frozenset[str]
    places: int = _MOST_PLACES
    masked: set[str] = Factory(set)

    def knows(self, name: str) -> bool:
        """Whether a name may be shown without a look at what is beside it."""
        return is_known_name(name) or name in self.shown


@define
class Extent:
    """The least and the most of something.

    Attributes:
        least: the least, and
        most: the most that was seen.
    """

    least: int
    most: int

    def add(self, least: int, most: int) -> None:
        """Take note of one more."""
        self.least, self.most = min(self.least, least), max(self.most, most)


@define
class Strings:
    """Strings at one place, without one of them.

    Attributes:
        count: how many.
        length: their lengths in characters; None before the first.
        characters: which classes of characters are in them.
        words: those of them that are published words.
    """

    count: int = 0
    length: Extent | None = None
    characters: set[str] = Factory(set)
    words: set[str] = Factory(set)

    def add(self, text: str, *, tells: bool = False) -> None:
        """Take note of a string.

        Args:
            text: the string.
            tells: whether it may be the name of a classifier.
        """
        self.add_measured(len(text), {name for name, found in _CLASSES if found.search(text)})
        if tells and known_classifier(text):
            self.words.add(text)

    def add_measured(self, length: int, characters: set[str]) -> None:
        """Take note of a string of which somebody else has seen what is in it."""
        self.count += 1
        self.characters |= characters
        if self.length is None:
            self.length = Extent(length, length)
        self.length.add(length, length)

    def absorb(self, other: Strings) -> None:
        """Take over all of another place."""
        self.count += other.count
        self.characters |= other.characters
        self.words |= other.words
        if other.length is not None:
            self.length = self.length or Extent(other.length.least, other.length.most)
            self.length.add(other.length.least, other.length.most)


@define
class Matrices:
    """Arrays of numbers of one number of dimensions.

    Attributes:
        count: how many.
        extents: how long they are in each dimension.
        fractions: whether some of the numbers are more than digits.
    """

    count: int
    extents: list[Extent]
    fractions: bool

    def absorb(self, other: Matrices) -> None:
        """Take over all of another place."""
        self.count += other.count
        self.fractions |= other.fractions
        for own, extent in zip(self.extents, other.extents, strict=True):
            own.add(extent.least, extent.most)


@define(eq=False)
class Place:
    """What stands at one place.

    Attributes:
        budget: what all places share.
        around: the objects around it, the innermost last.
        depth: how many arrays and objects are around it.
        tells: whether a string here may be the name of a classifier.
        scalars: how many of each kind of scalar but strings, and of empty arrays.
        strings: the strings.
        matrices: the arrays of numbers, by how many dimensions they have.
        arrays: how many other arrays there are.
        length: how long those are.
        elements: what is in those; None where nobody looked.
        members: the objects.
        again: how many objects are like one around the place, and counted there.
    """

    budget: Budget
    around: tuple[Members, ...] = ()
    depth: int = 0
    tells: bool = False
    scalars: dict[str, int] = Factory(dict)
    strings: Strings = Factory(Strings)
    matrices: dict[int, Matrices] = Factory(dict)
    arrays: int = 0
    length: Extent | None = None
    elements: Place | None = None
    members: Members | None = None
    again: dict[Members, int] = Factory(dict)

    def add_scalar(self, kind: str) -> None:
        """Take note of an integer, a fraction, a truth value, null or an empty array."""
        self.scalars[kind] = self.scalars.get(kind, 0) + 1

    def add_numbers(self, extents: Sequence[tuple[int, int]], *, fractions: bool) -> None:
        """Take note of an array of numbers.

        Args:
            extents: the least and the greatest length in each dimension.
            fractions: whether some of the numbers are more than digits.
        """
        new = Matrices(1, [Extent(*extent) for extent in extents], fractions)
        self._absorb_matrices(new)

    def add_array(self, length: int) -> Place | None:
        """Take note of another array.

        Returns:
            The place of its elements; None where nobody needs to look at them.
        """
        self.arrays += 1
        self.length = self.length or Extent(length, length)
        self.length.add(length, length)
        if self.elements is None:
            self.elements = self._inner(self.around, tells=self.tells)
        return self.elements

    def add_object(self, names: tuple[str, ...], kinds: tuple[str, ...]) -> list[Place] | None:
        """Take note of an object.

        Args:
            names: its names in order.
            kinds: the kinds of its values: object, array, string, ...

        Returns:
            The places of its members; None where nobody needs to look at them.
        """
        if self.depth >= _DEEPEST:
            self.add_scalar("objects that nobody looked into")
            return None
        if self.members is None or (names, kinds) not in self.members.layouts:
            known = frozenset(names)
            for one in self.around if len(names) > 1 else ():
                if known in one.name_sets:
                    self.again[one] = self.again.get(one, 0) + 1
                    return one.add(names, kinds)
        if self.members is None:
            self.members = Members(self.budget, self.around, self.depth)
        return self.members.add(names, kinds)

    def absorb(self, other: Place) -> None:
        """Take over all of another place."""
        for kind, count in other.scalars.items():
            self.scalars[kind] = self.scalars.get(kind, 0) + count
        self.strings.absorb(other.strings)
        for one in other.matrices.values():
            self._absorb_matrices(one)
        self.arrays += other.arrays
        if other.length is not None:
            self.length = self.length or Extent(other.length.least, other.length.most)
            self.length.add(other.length.least, other.length.most)
        if self.elements is None or other.elements is None:
            self.elements = self.elements or other.elements
        else:
            self.elements.absorb(other.elements)
        if self.members is None or other.members is None:
            self.members = self.members or other.members
        else:
            self.members.absorb(other.members)
        for one_around, count in other.again.items():
            self.again[one_around] = self.again.get(one_around, 0) + count

    def _absorb_matrices(self, new: Matrices) -> None:
        old = self.matrices.get(len(new.extents))
        if old is None:
            self.matrices[len(new.extents)] = new
        else:
            old.absorb(new)

    def _inner(self, around: tuple[Members, ...], *, tells: bool) -> Place | None:
        if self.depth >= _DEEPEST or self.budget.places <= 0:
            return None
        self.budget.places -= 1
        return Place(self.budget, around, self.depth + 1, tells)


@define(eq=False)
class Members:
    """The members of all objects at one place.

    Attributes:
        budget: what all places share.
        around: the objects around these.
        depth: how deep they stand.
        count: how many objects there are.
        places: what stands under each name.
        seen: in how many objects each name is.
        hidden: the names that may be data.
        masked: what stands under names that are not kept.
        masked_names: those names, without one of them.
        overflown: whether there were more names than can be kept.
        layouts: where the members of objects with these names and kinds go.
        name_sets: which names objects had together.
        merged: the members that have taken these over, if there are such.
    """

    budget: Budget
    around: tuple[Members, ...]
    depth: int
    count: int = 0
    places: dict[str, Place] = Factory(dict)
    seen: dict[str, int] = Factory(dict)
    hidden: set[str] = Factory(set)
    masked: Place | None = None
    masked_names: Strings = Factory(Strings)
    overflown: bool = False
    layouts: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Place] | None] = Factory(dict)
    name_sets: set[frozenset[str]] = Factory(set)
    merged: Members | None = None

    @property
    def self_or_merged(self) -> Members:
        """These members, or those that have taken them over."""
        found = self
        while found.merged is not None:
            found = found.merged
        return found

    def add(self, names: tuple[str, ...], kinds: tuple[str, ...]) -> list[Place] | None:
        """Take note of an object; arguments and result are those of `Place.add_object`."""
        self.count += 1
        layout = (names, kinds)
        kept = self.layouts.get(layout)
        if kept is None:
            kept = self._routes(names, kinds)
            if kept is not None and not self.overflown and len(self.layouts) < _MOST_LAYOUTS:
                self.layouts[layout] = kept
                self.name_sets.add(frozenset(names))
        for name in names:
            if name in self.places:
                self.seen[name] = self.seen.get(name, 0) + 1
            else:
                self.masked_names.add(name)
        return kept

    def absorb(self, other: Members) -> None:
        """Take over the members of another place."""
        if other is self:
            return
        other.merged = self
        self.count += other.count
        self.hidden |= other.hidden
        self.overflown |= other.overflown
        self.name_sets |= other.name_sets
        for name, place in other.places.items():
            self.seen[name] = self.seen.get(name, 0) + other.seen.get(name, 0)
            if name in self.places:
                self.places[name].absorb(place)
            else:
                self.places[name] = place
        self.mask(other.masked, other.masked_names)

    def mask(self, place: Place | None, names: Strings) -> None:
        """Count what stands at a place among what is masked."""
        self.masked_names.absorb(names)
        if place is None:
            return
        if self.masked is None:
            self.masked = place
        else:
            self.masked.absorb(place)

    def _routes(self, names: tuple[str, ...], kinds: tuple[str, ...]) -> list[Place] | None:
        """Return where the members of an object go; new places are made for new names."""
        unknown = [name for name in names if not self.budget.knows(name)]
        if unknown and len(set(kinds) - {"null"}) <= 1:
            self.hidden |= set(unknown)
        around, found = (*self.around, self), []
        for name in names:
            place = self.places.get(name) or self._new_place(name, around)
            if place is None:
                return None
            found.append(place)
        return found

    def _new_place(self, name: str, around: tuple[Members, ...]) -> Place | None:
        known = self.budget.knows(name)
        if not known:
            kept = sum(1 for one in self.places if not self.budget.knows(one))
            self.overflown |= kept >= _MOST_NAMES
            if self.overflown or not is_identifier(name):
                if self.masked is None:
                    self.masked = self._inner(around, name)
                return self.masked
        place = self._inner(around, name)
        if place is not None:
            self.places[name] = place
        return place

    def _inner(self, around: tuple[Members, ...], name: str) -> Place | None:
        if self.budget.places <= 0:
            return None
        self.budget.places -= 1
        return Place(self.budget, around, self.depth + 1, tells=name == "Classifier")
