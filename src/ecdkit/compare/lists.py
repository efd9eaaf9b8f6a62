"""Three lists into one: which elements are the same thing, and in which order they stand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import frozen

from ecdkit.compare.align import align, identity_of
from ecdkit.compare.outcome import Clash, Entry, Inner, Kept, Taken
from ecdkit.compare.same import same

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from ecdkit.compare.outcome import Action, SideName, Topic, Tree
    from ecdkit.formats.format import ListIdentity
    from ecdkit.text.view import View

__all__ = ["Arrangement", "Item", "ListConflict", "arranged", "matched", "sizes"]


class ListConflict(Exception):  # noqa: N818 - it becomes a conflict of the whole list
    """Both sides have changed a list in ways that do not go together."""

    def __init__(self, topic: Topic) -> None:
        super().__init__()
        self.topic: Topic = topic


class Item:
    """One thing that stands in some of three lists.

    Attributes:
        sides: the element in base, ours and theirs.
        node: what becomes of it; None where it goes.
    """

    __slots__ = ("node", "sides")

    def __init__(self, base: View | None, ours: View | None, theirs: View | None) -> None:
        self.sides = (base, ours, theirs)
        self.node: Tree | None = None

    def place(self, side: int) -> int | None:
        """Return its index in one of the lists."""
        view = self.sides[side]
        return None if view is None else int(view.path[-1])

    def identity(self, identity: ListIdentity | None) -> Hashable | None:
        """Return what identifies it in what was merged, as far as one side tells."""
        view = self.sides[1] or self.sides[2] or self.sides[0]
        assert view is not None
        return None if identity is None else identity_of(view, identity)


_BASE, _OURS, _THEIRS = range(3)


def matched(
    base: View | None, ours: View, theirs: View, identity: ListIdentity | None
) -> list[Item]:
    """Return the things that stand in any of three lists, those of ours first, in its order.

    Args:
        base: the list of the base; None where it has none.
        ours: the list of ours.
        theirs: the list of theirs.
        identity: what identifies the elements.
    """
    old = [] if base is None else list(base.elements())
    left, right = list(ours.elements()), list(theirs.elements())
    mine, other = align(old, left, identity), align(old, right, identity)
    in_ours = {new: was for was, new in mine.pairs}
    in_theirs = dict(other.pairs)
    twins = _twins([left[at] for at in mine.added], [right[at] for at in other.added], identity)
    items = []
    paired = set()
    for at, view in enumerate(left):
        was = in_ours.get(at)
        if was is not None:
            there = in_theirs.get(was)
            items.append(Item(old[was], view, None if there is None else right[there]))
            continue
        twin = twins.get(at)
        if twin is not None:
            paired.add(twin)
        items.append(Item(None, view, None if twin is None else right[twin]))
    gone = set(mine.removed)
    items += [
        Item(view, None, right[in_theirs[at]] if at in in_theirs else None)
        for at, view in enumerate(old)
        if at in gone
    ]
    items += [Item(None, None, right[at]) for at in other.added if at not in paired]
    return items


def _twins(
    left: Sequence[View], right: Sequence[View], identity: ListIdentity | None
) -> dict[int, int]:
    """Return which elements that both sides added are the same thing, by their indices."""
    if identity is None:
        return {}
    keys = []
    for views in (left, right):
        found = [(identity_of(view, identity), view) for view in views]
        times = Counter(key for key, _ in found)
        keys.append({key: view for key, view in found if key is not None and times[key] == 1})
    return {
        int(view.path[-1]): int(keys[1][key].path[-1])
        for key, view in keys[0].items()
        if key in keys[1]
    }


@frozen(eq=False)
class Arrangement:
    """The elements of a merged list.

    Attributes:
        entries: what becomes of each, in their order.
        reordered: who has changed the order of what all three lists have; None where nobody has.
    """

    entries: list[Entry]
    reordered: Action | None


def arranged(
    items: Sequence[Item],
    identity: ListIdentity | None,
    *,
    known: bool,
    preferred: Action | None = None,
) -> Arrangement:
    """Return the elements of the merged list in their order.

    What both sides have stands as the side has it that reordered it; what one side has stands
    behind what it stood behind there. Of what both sides put in one place, what identifies it
    decides the order.

    Args:
        items: what stands in any of the lists, with what becomes of it.
        identity: what identifies the elements.
        known: whether the base says what was there before.
        preferred: "ours" or "theirs" for whom to follow where both have changed the order, and
            whose elements come first where nothing else tells.

    Raises:
        ListConflict: both have reordered the list, both have put something in one place that
            nothing tells apart, or two elements would have one identity.
    """
    there = [item for item in items if item.node is not None]
    common = [item for item in there if None not in item.sides[_OURS:]]
    order, reordered = _ordered(common, known=known, preferred=preferred)
    gaps = [_gaps(order, there, side) for side in (_OURS, _THEIRS)]
    result: list[Item] = []
    for at in range(len(order) + 1):
        if at:
            result.append(order[at - 1])
        result += _woven(gaps[0].get(at, []), gaps[1].get(at, []), identity, preferred)
    if identity is not None and not identity.by_place:
        _require_apart(items, result, identity)
    return Arrangement([_entry(item) for item in result], reordered)


def _entry(item: Item) -> Entry:
    assert item.node is not None
    return Entry(None, item.place(_OURS), item.node)


def _by(items: Sequence[Item], side: int) -> list[Item]:
    return sorted(items, key=lambda item: item.place(side) or 0)


def _ordered(
    common: Sequence[Item], *, known: bool, preferred: Action | None
) -> tuple[list[Item], Action | None]:
    """Return in which order what both sides have stands, and who has changed that order."""
    ours, theirs = _by(common, _OURS), _by(common, _THEIRS)
    old = [item for item in common if item.sides[_BASE] is not None]
    was, mine, other = (_by(old, side) for side in (_BASE, _OURS, _THEIRS))
    if ours == theirs:
        return ours, "both" if known and mine != was else None
    if known and mine == was and other != was:
        return theirs, "theirs"
    if known and other == was and mine != was:
        return ours, "ours"
    if preferred is None:
        raise ListConflict("order")
    return (ours if preferred == "ours" else theirs), preferred


def _gaps(order: Sequence[Item], there: Sequence[Item], side: int) -> dict[int, list[Item]]:
    """Return what only one side has, by how many of the common elements stand before it."""
    numbers = {id(item): at + 1 for at, item in enumerate(order)}
    gaps: dict[int, list[Item]] = {}
    behind = 0
    for item in _by([item for item in there if item.sides[side] is not None], side):
        number = numbers.get(id(item))
        if number is not None:
            behind = number
        else:
            gaps.setdefault(behind, []).append(item)
    return gaps


def _woven(
    ours: list[Item], theirs: list[Item], identity: ListIdentity | None, preferred: Action | None
) -> list[Item]:
    """Return what both sides have put in one place, each side's in its order."""
    if not ours or not theirs:
        return ours or theirs
    keys = [[item.identity(identity) for item in side] for side in (ours, theirs)]
    every = [*keys[0], *keys[1]]
    if None in every or len(set(every)) < len(every):
        if len(ours) == len(theirs) and all(map(_same_added, ours, theirs)):
            return ours
        if preferred is None:
            raise ListConflict("order")
        return [*ours, *theirs] if preferred == "ours" else [*theirs, *ours]
    left = [(_sortable(key), item) for key, item in zip(keys[0], ours, strict=True)]
    right = [(_sortable(key), item) for key, item in zip(keys[1], theirs, strict=True)]
    result = []
    while left and right:
        result.append((left if left[0][0] < right[0][0] else right).pop(0)[1])
    return [*result, *(item for _, item in [*left, *right])]


def _same_added(one: Item, other: Item) -> bool:
    ours, theirs = one.sides[_OURS], other.sides[_THEIRS]
    added = one.sides[_BASE] is None and other.sides[_BASE] is None
    return added and ours is not None and theirs is not None and same(ours, theirs)


def _sortable(key: Hashable) -> tuple[str, int, str]:
    assert isinstance(key, tuple)
    kind, value = key
    return (kind, value, "") if isinstance(value, int) else (kind, 0, str(value))


def _require_apart(items: Sequence[Item], result: Sequence[Item], identity: ListIdentity) -> None:
    """Refuse a list in which more elements have one identity than in either side.

    Raises:
        ListConflict: it is such a list, whichever side conflicts are resolved to.
    """
    limits: Counter[Hashable] = Counter()
    for side in (_OURS, _THEIRS):
        views = [item.sides[side] for item in items]
        limits |= Counter(identity_of(view, identity) for view in views if view is not None)
    for resolution in ("ours", "theirs"):
        found = Counter(_identities(result, resolution, identity))
        if any(found[key] > limits[key] for key in found if key is not None):
            raise ListConflict("identity")


def _identities(
    result: Sequence[Item], resolution: SideName, identity: ListIdentity
) -> list[Hashable | None]:
    found: list[Hashable | None] = []
    for item in result:
        assert item.node is not None
        if _entry(item).on(resolution):
            found.append(_identity_of_node(item.node, item, resolution, identity))
    return found


def _identity_of_node(
    node: Tree, item: Item, resolution: SideName, identity: ListIdentity
) -> Hashable | None:
    """Return what will identify an element."""
    side = _OURS if resolution == "ours" else _THEIRS
    if isinstance(node, Kept):
        return identity_of(node.ours, identity)
    if isinstance(node, Taken):
        return identity_of(node.theirs, identity)
    if isinstance(node, Inner):
        # The member that identifies it is a scalar, which was taken from one of the sides.
        for key in identity.keys:
            for entry in node.entries:
                if entry.name == key:
                    return _identity_of_member(entry.node, item, side, identity)
        return None
    view = item.sides[side]
    return None if view is None else identity_of(view, identity)


def _identity_of_member(
    node: Tree, item: Item, side: int, identity: ListIdentity
) -> Hashable | None:
    if isinstance(node, Kept):
        side = _OURS
    elif isinstance(node, Taken):
        side = _THEIRS
    view = item.sides[side]
    return None if view is None else identity_of(view, identity)


def sizes(node: Tree, ours: View, theirs: View) -> tuple[int, int]:
    """Return how long a merged list is when conflicts are resolved to ours, and to theirs.

    Args:
        node: what becomes of it.
        ours: the list of ours.
        theirs: the list of theirs.
    """
    if isinstance(node, Inner):
        on_ours = sum(entry.on("ours") for entry in node.entries)
        return on_ours, sum(entry.on("theirs") for entry in node.entries)
    if isinstance(node, Clash):
        return len(ours), len(theirs)
    length = len(ours) if isinstance(node, Kept) else len(theirs)
    return length, length
