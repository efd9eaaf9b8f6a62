"""Which names of a structure might be data, and go.

A name that no published format has stays only if it looks like a name that a programmer chose, and
if nothing around it looks like a table keyed by data.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ecdkit.skeleton.place import Strings

if TYPE_CHECKING:
    from ecdkit.skeleton.place import Members, Place

__all__ = ["mask"]

# In an array of so many objects a name that is in but one of them is rather the key of a table.
_SEVERAL = 3


def mask(top: Place) -> None:
    """Take the names that might be data out of a place and of all that is in it."""
    # A name that is data at one place is data at every other, and what was under names that went
    # comes together, where it has other neighbours.
    while _masks(top):
        pass


def _masks(place: Place) -> bool:
    """Take names out; return whether there were some."""
    inner = _masks(place.elements) if place.elements is not None else False
    return (_masks_members(place.members) if place.members is not None else False) or inner


def _masks_members(members: Members) -> bool:
    inner = [_masks(place) for place in members.places.values()]
    if members.masked is not None:
        inner.append(_masks(members.masked))
    hidden = _hidden(members)
    members.budget.masked.update(hidden)
    for name in list(members.places):
        if name in hidden:
            names = Strings()
            for _ in range(members.seen.get(name, 0)):
                names.add(name)
            members.mask(members.places.pop(name), names)
    return bool(hidden) or any(inner)


def _hidden(members: Members) -> set[str]:
    knows = members.budget.knows
    unknown = [name for name in members.places if not knows(name)]
    if members.overflown:
        return set(unknown)
    hidden = (members.hidden | members.budget.masked) & set(unknown)
    if members.count >= _SEVERAL:
        once = [name for name in unknown if members.seen.get(name) == 1]
        hidden |= set(once) if len(once) > 1 else set()
    for one, other in combinations(unknown, 2):
        if _alike(members.places[one], members.places[other]):
            hidden |= {one, other}
    if members.masked is not None:
        hidden |= {name for name in unknown if _alike(members.places[name], members.masked)}
    return hidden


def _kinds(place: Place) -> set[str]:
    """Return the kinds of what stands at a place; null is the absence of any."""
    found = {kind for kind in place.scalars if kind != "null"}
    found = {"number" if kind in ("integer", "fraction", "non-finite") else kind for kind in found}
    found |= {"string"} if place.strings.count else set()
    found |= {"array"} if place.arrays or place.matrices or "empty array" in found else set()
    found |= {"object"} if place.members is not None or place.again else set()
    return found - {"empty array"}


def _alike(one: Place, other: Place) -> bool:
    """Whether two places hold arrays or objects that may be entries of one table."""
    if one.again or other.again:
        # One is the branch of a tree: both names stand again in what it holds.
        return False
    if _same_objects(one, other):
        return True
    shared = one.matrices.keys() & other.matrices.keys()
    if any(one.matrices[size].extents == other.matrices[size].extents for size in shared):
        return True
    if one.elements is None or other.elements is None:
        return False
    return _alike(one.elements, other.elements) or (
        one.length == other.length and _kinds(one.elements) == _kinds(other.elements)
    )


def _same_objects(one: Place, other: Place) -> bool:
    if one.members is None or other.members is None:
        return False
    names, others = set(one.members.places), set(other.members.places)
    return bool(names & others) or not (names or others)
