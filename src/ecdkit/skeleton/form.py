"""Places as the JSON document that is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecdkit.skeleton.place import Extent, Members, Place, Strings

__all__ = ["shape"]

_SCALARS = {
    "empty array": "emptyArrays",
    "integer": "integers",
    "fraction": "fractions",
    "boolean": "booleans",
    "null": "nulls",
    "objects that nobody looked into": "deepObjects",
}


def shape(top: Place) -> tuple[dict[str, Any], list[str]]:
    """Return what stands at a place, and the unknown names that are shown."""
    form = _Form(top)
    return form.place(top), sorted(form.unknown)


class _Form:
    """What is known while the document is made.

    Args:
        top: the place of the whole.
    """

    def __init__(self, top: Place) -> None:
        self.unknown: set[str] = set()
        self._ids: dict[Members, int] = {}
        self._find_referred(top)

    def place(self, place: Place) -> dict[str, Any]:
        """Return what stands at a place."""
        found: dict[str, Any] = {}
        if place.members is not None:
            found["objects"] = self._members(place.members)
        if place.again:
            found["objectsLike"] = [
                {"id": self._ids[target], "count": count}
                for target, count in self._targets(place).items()
            ]
        if place.arrays:
            assert place.length is not None
            found["arrays"] = {"count": place.arrays, "length": _extent(place.length)}
            if place.elements is not None:
                found["arrays"]["elements"] = self.place(place.elements)
        if place.matrices:
            found["numberArrays"] = [
                {
                    "count": one.count,
                    "dimensions": [_extent(extent) for extent in one.extents],
                    "fractions": one.fractions,
                }
                for _, one in sorted(place.matrices.items())
            ]
        if place.strings.count:
            found["strings"] = _strings(place.strings)
        for kind, name in _SCALARS.items():
            if kind in place.scalars:
                found[name] = place.scalars[kind]
        return found

    def _members(self, members: Members) -> dict[str, Any]:
        found: dict[str, Any] = {"count": members.count}
        if members in self._ids:
            found["id"] = self._ids[members]
        found["members"] = [
            {"name": name, "count": members.seen[name], "shape": self.place(place)}
            for name, place in members.places.items()
        ]
        self.unknown |= {name for name in members.places if not members.budget.knows(name)}
        if members.masked_names.count:
            found["masked"] = {"names": _strings(members.masked_names)}
            if members.masked is not None:
                found["masked"]["shape"] = self.place(members.masked)
        return found

    def _targets(self, place: Place) -> dict[Members, int]:
        found: dict[Members, int] = {}
        for one, count in place.again.items():
            target = one.self_or_merged
            found[target] = found.get(target, 0) + count
        return found

    def _find_referred(self, place: Place) -> None:
        for target in self._targets(place):
            self._ids.setdefault(target, len(self._ids) + 1)
        if place.elements is not None:
            self._find_referred(place.elements)
        if place.members is not None:
            for inner in place.members.places.values():
                self._find_referred(inner)
            if place.members.masked is not None:
                self._find_referred(place.members.masked)


def _strings(strings: Strings) -> dict[str, Any]:
    assert strings.length is not None
    found: dict[str, Any] = {
        "count": strings.count,
        "length": _extent(strings.length),
        "characters": sorted(strings.characters),
    }
    if strings.words:
        found["words"] = sorted(strings.words)
    return found


def _extent(extent: Extent) -> list[int]:
    return [extent.least, extent.most]
