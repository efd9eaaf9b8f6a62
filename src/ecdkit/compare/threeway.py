"""The three-way comparison: from the texts of base, ours and theirs to a tree and its decisions.

Parts that are spelled alike are equal without a look inside, so a large matrix that nobody changed
costs the comparison of its bytes. What is done where stands in `strategies`; which elements of two
lists are the same thing, in `align`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.compare.align import identity_for, identity_of, name_of
from ecdkit.compare.lists import ListConflict, arranged, matched, sizes
from ecdkit.compare.outcome import Clash, Computed, Decision, Entry, Inner, Kept, Taken
from ecdkit.compare.same import same, same_bytes
from ecdkit.compare.strategies import guards_of, is_whole, unit_of
from ecdkit.formats.format import CLASS_LIST
from ecdkit.text.excerpt import cut
from ecdkit.text.kinds import ARRAY, NUMBER, OBJECT
from ecdkit.text.pointer import format_pointer
from ecdkit.text.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecdkit.compare.lists import Arrangement, Item
    from ecdkit.compare.outcome import Action, Held, Topic, Tree
    from ecdkit.compare.strategies import Choices, Guard
    from ecdkit.compare.twice import SingleNames
    from ecdkit.formats.format import Format, ListIdentity

__all__ = ["ThreeWay"]

_Sides = tuple[View | None, View | None, View | None]
_OTHER: dict[str, Action] = {"ours": "theirs", "theirs": "ours"}


class ThreeWay:
    """Compares three documents of one format, and notes what it decides.

    Args:
        form: the format.
        choices: what a user wants where both sides changed something.
        names: refuses names that stand twice.

    Attributes:
        decisions: what was decided so far, in the order of ours.
    """

    def __init__(self, form: Format, choices: Choices, names: SingleNames) -> None:
        self.decisions: list[Decision] = []
        self._form = form
        self._choices = choices
        self._names = names
        self._subject = ""

    def merge(
        self,
        sides: _Sides,
        *,
        known: bool = True,
        topic: Topic = "value",
        identity: ListIdentity | None = None,
    ) -> Tree | None:
        """Return what becomes of a value; None where it goes.

        Args:
            sides: what base, ours and theirs have.
            known: whether the base says what was there before. Where both sides have added what
                is around the value, nobody knows, and whatever differs is a conflict.
            topic: what the value is.
            identity: what identifies it in the list that it is an element of.

        Raises:
            DuplicateKeyError: a name stands twice in an object that has to be looked into.
        """
        base, ours, theirs = sides
        if ours is None or theirs is None:
            return self._atom(sides, known=known, topic=topic)
        if same_bytes(ours, theirs) and (base is None or same_bytes(base, ours)):
            if base is None and known:
                self._note("both", topic, sides)
            return Kept(ours)
        if not is_whole(self._form, ours.path):
            if ours.kind == theirs.kind == OBJECT:
                return self._object(base, ours, theirs, identity, known=known)
            if ours.kind == theirs.kind == ARRAY and not (ours.is_leaf and theirs.is_leaf):
                return self._array(base, ours, theirs, known=known)
        return self._atom(sides, known=known, topic=topic)

    def _atom(self, sides: _Sides, *, known: bool, topic: Topic) -> Tree | None:
        """Take a value as a whole from the side that changed it."""
        action = self._changed_by([sides], known=known)
        if action == "conflict":
            return self._conflict(topic, sides)
        if action is not None:
            self._note(action, topic, sides)
        return _taken(sides, action)

    def _unit(self, topic: Topic, entries: list[_Member], around: _Sides, *, known: bool) -> None:
        """Take several members together from the side that changed any of them."""
        action = self._changed_by([one.sides for one in entries], known=known)
        if action == "conflict":
            self._oppose(topic, entries, around, known=known)
            return
        start = len(self.decisions)
        if action is not None:
            self._note_unit(action, topic, entries, around)
        for one in entries:
            one.decisions = self.decisions[start:]
            one.node = _taken(one.sides, action)

    def _oppose(self, topic: Topic, entries: list[_Member], around: _Sides, *, known: bool) -> None:
        """Make members that belong together a conflict, or take them from whom the user wants."""
        start = len(self.decisions)
        names = tuple(one.name for one in entries) if len(entries) > 1 else ()
        chosen = self._chosen(around if names else entries[0].sides, names)
        decision = self._note_unit(chosen or "conflict", topic, entries, around, chosen=chosen)
        for one in entries:
            one.decisions = self.decisions[start:]
            if chosen is not None:
                one.node = _taken(one.sides, chosen)
                continue
            changed = self._changed_by([one.sides], known=known) is not None
            one.node = Clash(decision, one.sides) if changed else _taken(one.sides, None)

    def _changed_by(self, group: Sequence[_Sides], *, known: bool) -> Action | None:
        """Return who changed any of several values; None where nobody did."""
        if all(self._equal(ours, theirs) for _, ours, theirs in group):
            if not known or all(self._equal(base, ours) for base, ours, _ in group):
                return None
            return "both"
        if known and all(self._equal(base, theirs) for base, _, theirs in group):
            return "ours"
        if known and all(self._equal(base, ours) for base, ours, _ in group):
            return "theirs"
        return "conflict"

    def _equal(self, one: View | None, other: View | None) -> bool:
        """Whether two places hold the same.

        Raises:
            DuplicateKeyError: they are spelled in two ways, and a name stands twice in one of them.
        """
        if one is None or other is None:
            return one is other
        if same_bytes(one, other):
            return True
        self._names.require_inside(one)
        self._names.require_inside(other)
        return same(one, other)

    def _note_unit(
        self,
        action: Action,
        topic: Topic,
        entries: list[_Member],
        around: _Sides,
        *,
        chosen: Action | None = None,
    ) -> Decision:
        if len(entries) == 1:
            return self._note(action, topic, entries[0].sides, chosen=chosen is not None)
        names = tuple(one.name for one in entries)
        return self._note(action, topic, around, names, chosen=chosen is not None)

    def _object(
        self,
        base: View | None,
        ours: View,
        theirs: View,
        identity: ListIdentity | None,
        *,
        known: bool,
    ) -> Tree:
        if base is not None and base.kind != OBJECT:
            base = None
        known = known and base is not None
        around: _Sides = (base, ours, theirs)
        self._names.require(*around)
        start = len(self.decisions)
        members = _members(around)
        units: dict[Topic, list[_Member]] = {}
        for one in members:
            unit = unit_of(one.name, one.sides, around, identity)
            if unit is None:
                before = len(self.decisions)
                one.node = self.merge(one.sides, known=known)
                one.decisions = self.decisions[before:]
            else:
                units.setdefault(unit, []).append(one)
        for topic, grouped in units.items():
            self._unit(topic, grouped, around, known=known)
        for guard in guards_of(self._form, ours.path) if known else ():
            named = [one for one in members if one.name in guard.names]
            self._guard(guard, named or units.get("body", []), members, around, start)
        self._count(members, known=known)
        return _inner(ours, [Entry(one.name, one.at, one.node) for one in members if one.node])

    def _array(self, base: View | None, ours: View, theirs: View, *, known: bool) -> Tree | None:
        sides: _Sides = (base, ours, theirs)
        was = base if base is not None and base.kind == ARRAY else None
        known = known and was is not None
        identity = self._identity(was, ours, theirs)
        start, outer = len(self.decisions), self._subject
        items = matched(was, ours, theirs, identity)
        for item in items:
            if identity is not None:
                self._subject = _subject(item.sides, identity) or outer
            item.node = self.merge(item.sides, known=known, topic="element", identity=identity)
        self._subject = outer
        try:
            found = self._arranged(items, identity, sides, known=known)
        except ListConflict as conflict:
            # What was decided inside belongs to the conflict now.
            del self.decisions[start:]
            return self._conflict(conflict.topic, sides)
        return _inner(ours, found.entries)

    def _arranged(
        self, items: list[Item], identity: ListIdentity | None, sides: _Sides, *, known: bool
    ) -> Arrangement:
        """Return the elements in their order, and note whose order that is."""
        try:
            found = arranged(items, identity, known=known)
        except ListConflict as conflict:
            chosen = self._chosen(sides)
            if conflict.topic != "order" or chosen is None:
                raise
            found = arranged(items, identity, known=known, preferred=chosen)
            self._note(chosen, "order", sides, chosen=True)
            return found
        if found.reordered is not None:
            self._note(found.reordered, "order", sides)
        return found

    def _identity(self, *views: View | None) -> ListIdentity | None:
        """Return what identifies the elements of a list in all documents."""
        found = [
            identity_for(self._form, view)
            for view in views
            if view is not None and len(view) and not view.is_leaf
        ]
        if not found:
            return None
        return found[0] if all(one is found[0] for one in found) else None

    def _conflict(self, topic: Topic, sides: tuple[Held, Held, Held]) -> Tree | None:
        chosen = self._chosen(sides)
        if chosen is not None:
            self._note(chosen, topic, sides, chosen=True)
            return _taken(sides, chosen)
        return Clash(self._note("conflict", topic, sides), sides)

    def _chosen(self, sides: tuple[Held, Held, Held], names: tuple[str, ...] = ()) -> Action | None:
        """Return which side the user wants here; for several members, if for all of them."""
        path = _path(sides)
        found = {self._choices.at((*path, name)) for name in names} or {self._choices.at(path)}
        return found.pop() if len(found) == 1 else None

    def _note(
        self,
        action: Action,
        topic: Topic,
        sides: tuple[Held, Held, Held],
        members: tuple[str, ...] = (),
        *,
        chosen: bool = False,
    ) -> Decision:
        pointer = format_pointer(_path(sides))
        decision = Decision(action, topic, pointer, self._subject, members, sides, chosen)
        self.decisions.append(decision)
        return decision

    def _guard(
        self,
        guard: Guard,
        guarded: list[_Member],
        members: list[_Member],
        around: _Sides,
        start: int,
    ) -> None:
        """Object where one side changed what does not go together with a change of the other."""
        for group in [guarded] if guard.topic == "classes" else [[one] for one in guarded]:
            side = self._changed_by([one.sides for one in group], known=True) if group else None
            other = _OTHER.get(side or "")
            names = {one.name for one in group}
            if other is not None and any(
                decision.action in (other, "conflict") and self._upsets(decision, guard, around)
                for one in members
                if one.name not in names
                for decision in one.decisions
            ):
                self._drop(group, start)
                self._oppose(guard.topic, group, around, known=True)

    def _upsets(self, decision: Decision, guard: Guard, around: _Sides) -> bool:
        """Whether a change does not go together with one of what a guard keeps."""
        path = _path(decision.held)
        element = decision.topic == "element"
        if guard.topic == "training":
            trained = decision.topic in ("numbers", "body") or is_whole(self._form, path)
            return trained or (element and decision.side("base") is None)
        inside = path[len(_path(around)) :]
        if inside[:1] != ("Classes",):
            return False
        if element or decision.topic in ("order", "identity"):
            return not element or bool(decision.absent)
        return len(inside) == 1 or inside[-1] in CLASS_LIST.keys

    def _drop(self, members: list[_Member], start: int) -> None:
        """Take back what was decided about members."""
        gone = {id(decision) for one in members for decision in one.decisions}
        kept = [one for one in self.decisions[start:] if id(one) not in gone]
        self.decisions[start:] = kept
        for one in members:
            one.decisions = []

    def _count(self, members: list[_Member], *, known: bool) -> None:
        """Count anew the lists whose length both sides changed, or whose length is in conflict."""
        by_name = {one.name: one for one in members}
        for listed in members:
            views = [view for view in listed.sides if view is not None and view.kind == ARRAY]
            if len(views) < len(listed.sides) - (not known) or listed.node is None:
                continue
            for name in _count_names(self._form, views[-1]):
                count = by_name.get(name)
                if count is not None:
                    self._recount(count, listed)

    def _recount(self, count: _Member, listed: _Member) -> None:
        base, ours, theirs = count.sides
        was, left, right = listed.sides
        if ours is None or theirs is None or left is None or right is None or listed.node is None:
            return
        truthful = _says(ours, len(left)) and _says(theirs, len(right))
        in_ours, in_theirs = sizes(listed.node, left, right)
        both = was is not None and len(was) != len(left) and len(was) != len(right)
        if not truthful or not (both or in_ours != in_theirs) or self._choices.at(ours.path):
            return
        self._drop([count], 0)
        kind = type(ours.value())
        if in_ours != in_theirs:
            held = (base, kind(in_ours), kind(in_theirs))
            pointer = format_pointer(ours.path)
            decision = Decision("conflict", "count", pointer, self._subject, (), held)
            self.decisions.append(decision)
            count.node = Clash(decision, held)
            return
        self._note("computed", "count", count.sides)
        count.node = Kept(ours) if in_ours == len(left) else Computed(kind(in_ours))


class _Member:
    """A member of an object on its way to what becomes of it."""

    __slots__ = ("at", "decisions", "name", "node", "sides")

    def __init__(self, name: str, at: int | None, sides: _Sides) -> None:
        self.name = name
        self.at = at
        self.sides = sides
        self.node: Tree | None = None
        self.decisions: list[Decision] = []


def _members(around: _Sides) -> list[_Member]:
    """Return the members of three objects: those of ours, what it lacks where theirs has it."""
    _, ours, theirs = around
    assert ours is not None
    assert theirs is not None
    order = list(ours.keys())
    known = set(order)
    before: str | None = None
    behind: dict[str | None, list[str]] = {}
    for name in list(theirs.keys()):
        if name not in known:
            behind.setdefault(before, []).append(name)
        else:
            before = name
    names = [*behind.get(None, ())]
    for name in order:
        names += [name, *behind.get(name, ())]
    base = around[0]
    there = set(names)
    gone = [name for name, _ in base.members() if name not in there] if base is not None else []
    return [_Member(name, ours.index(name), _each(around, name)) for name in [*names, *gone]]


def _each(around: _Sides, name: str) -> _Sides:
    base, ours, theirs = (None if view is None else view.get(name) for view in around)
    return base, ours, theirs


def _taken(sides: tuple[Held, Held, Held], action: Action | None) -> Tree | None:
    _, ours, theirs = sides
    if action == "theirs":
        return Taken(theirs) if isinstance(theirs, View) else None
    return Kept(ours) if isinstance(ours, View) else None


def _inner(ours: View, entries: Sequence[Entry]) -> Tree:
    """Return what an array or object becomes: itself where nothing in it changes."""
    if len(entries) == len(ours) and all(
        entry.at == at and isinstance(entry.node, Kept) for at, entry in enumerate(entries)
    ):
        return Kept(ours)
    return Inner(ours, entries)


def _path(sides: Iterable[Held]) -> tuple[str | int, ...]:
    base, ours, theirs = sides
    view = next(view for view in (ours, theirs, base) if isinstance(view, View))
    return view.path


def _subject(sides: _Sides, identity: ListIdentity) -> str:
    """Return what an element is called, by what it was before."""
    view = next(view for view in sides if view is not None)
    if view.kind != OBJECT:
        return ""
    found, name = identity_of(view, identity), name_of(view, identity)
    if found is None:
        return ""
    value = found[1] if isinstance(found, tuple) else found
    called = f" {cut(repr(name[1]))}" if isinstance(name, tuple) else ""
    return f"{identity.noun} {cut(str(value))}{called}"


def _count_names(form: Format, view: View) -> tuple[str, ...]:
    return next((one.counts for one in form.lists if one.fits(view.path)), ())


def _says(count: View, length: int) -> bool:
    if count.kind != NUMBER:
        return False
    value = count.value()
    return isinstance(value, (int, float)) and value == length
