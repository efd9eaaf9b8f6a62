"""What differs between two templates: their trees are walked together, place by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.compare.diff import diff
from ecdkit.compare.templates.nodes import tree_of
from ecdkit.compare.templates.result import HeldDiff, PlaceDiff, TemplateDiff, TemplateSide
from ecdkit.errors import LimitError
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ecdkit.compare.templates.nodes import Node, Own
    from ecdkit.compare.templates.result import TemplateKind
    from ecdkit.templates.held import Held
    from ecdkit.templates.template import Template

__all__ = ["diff_templates"]

_LONGEST = 200
# What is shown of a long text before the first character that differs.
_BEFORE = 40


def diff_templates(
    a: Template,
    b: Template,
    *,
    rtol: float = 0.0,
    atol: float = 0.0,
    ignore: Iterable[str] = (),
) -> TemplateDiff:
    """Return what differs between two templates.

    Definitions are partners where they stand at the same place, or where what stands around them
    is equal; what is left over, where the same function takes them, in the order of places.

    Args:
        a: the first template.
        b: the second.
        rtol: how far numbers of definitions may be apart and pass for one, in parts of the larger.
        atol: the same, in the numbers' own unit.
        ignore: JSON pointers into the definitions of what is left out there.

    Raises:
        UsageError: a tolerance is no number from 0.
        PointerError: a pointer to ignore is malformed.
    """
    pairs: list[tuple[Held | None, Held | None]]
    elsewhere: tuple[PlaceDiff, ...]
    if a.form == b.form:
        walk = _Walk()
        try:
            walk.compare(tree_of(a), tree_of(b))
        except RecursionError:
            raise LimitError("nesting deeper than Python can follow here") from None
        pairs, elsewhere = walk.partners(), tuple(walk.elsewhere)
    else:
        pairs = _by_function(list(a.held), list(b.held))
        elsewhere = (PlaceDiff("changed", "form", (1, 1), (1, 1), None, None, a.form, b.form),)
    ignored = tuple(ignore)
    found, notes = [], list[str]()
    for one, other in pairs:
        told = _held_diff(one, other, rtol, atol, ignored)
        if isinstance(told, HeldDiff):
            found.append(told)
        elif told:
            assert one is not None
            notes.append(f"definition {one.at}: {told}")
    found.sort(key=_order)
    definitions = tuple(found)
    if not definitions and not elsewhere and not notes and a.to_bytes() != b.to_bytes():
        notes.append(
            "only the spelling differs: white space, quotes, escapes, prefixes or the encoding"
        )
    return TemplateDiff(_side(a), _side(b), definitions, elsewhere, tuple(notes))


def _side(template: Template) -> TemplateSide:
    return TemplateSide(template.path, template.form, template.schema_version)


def _order(one: HeldDiff) -> tuple[int, int]:
    held = one.before if one.before is not None else one.after
    assert held is not None
    return held.line, held.column


def _held_diff(
    one: Held | None, other: Held | None, rtol: float, atol: float, ignored: tuple[str, ...]
) -> HeldDiff | str | None:
    """Return what differs between partners, or a note where that makes no difference."""
    if one is None or other is None:
        kind: TemplateKind = "added" if one is None else "removed"
        return HeldDiff(kind, one, other, None, _told(one if other is None else other))
    if one.document is not None and other.document is not None:
        delta = diff(one.document, other.document, rtol=rtol, atol=atol, ignore=ignored)
        if delta:
            return HeldDiff("changed", one, other, delta)
        return ", ".join(delta.notes) or None
    if (one.how, one.content) == (other.how, other.content):
        return None
    return HeldDiff("changed", one, other, None, f"{_told(one)} → {_told(other)}")


def _told(held: Held | None) -> str:
    assert held is not None
    if held.how == "path":
        return f"by its path {cut(repr(held.path), _LONGEST)}"
    if held.how == "empty":
        return "nothing"
    if held.document is None:
        return "by value, which cannot be read"
    version = "" if held.document.version is None else f" {held.document.version}"
    return f"by value, {held.document.format.name}{version}"


def _by_function(left: list[Held], right: list[Held]) -> list[tuple[Held | None, Held | None]]:
    """Return what is left over, in pairs where the same function takes them."""
    pairs: list[tuple[Held | None, Held | None]] = []
    for one in left:
        partner = next((other for other in right if other.function == one.function), None)
        if partner is not None:
            right.remove(partner)
        pairs.append((one, partner))
    return [*pairs, *((None, other) for other in right)]


class _Walk:
    """Collects what differs between two trees.

    Attributes:
        elsewhere: what differs outside of definitions.
    """

    def __init__(self) -> None:
        self.elsewhere: list[PlaceDiff] = []
        self._pairs: list[tuple[Held, Held]] = []
        self._left: list[Held] = []
        self._right: list[Held] = []

    def partners(self) -> list[tuple[Held | None, Held | None]]:
        """Return the definitions that are not equal byte by byte, with their partners."""
        return [*self._pairs, *_by_function(self._left, list(self._right))]

    def compare(self, one: Node, other: Node) -> None:
        """Note what differs between two places.

        Args:
            one: the place in the first tree.
            other: its partner.
        """
        if one.digest == other.digest:
            return
        if one.held is not None and other.held is not None:
            self._pairs.append((one.held, other.held))
        elif one.held is not None:
            self._left.append(one.held)
        elif other.held is not None:
            self._right.append(other.held)
        self._own(one, other)
        pairs = list(_partners(one, other))
        places = [at for _, _, at in pairs if at is not None]
        if one.ordered and other.ordered and places != sorted(places):
            self._add("moved", "order", (one, other))
        for first, second, _ in pairs:
            if first is not None and second is not None:
                self.compare(first, second)
            elif first is not None:
                self._alone("removed", first)
            elif second is not None:
                self._alone("added", second)

    def _own(self, one: Node, other: Node) -> None:
        for what in [*one.own, *(name for name in other.own if name not in one.own)]:
            old, new = one.own.get(what), other.own.get(what)
            if old is None or new is None or old.key != new.key:
                kind: TemplateKind
                kind = "added" if old is None else "removed" if new is None else "changed"
                self._add(kind, what, (one, other), (_shown(old, new), _shown(new, old)))

    def _alone(self, kind: TemplateKind, node: Node) -> None:
        """Note a place that has no partner."""
        told = _shown(node.said, None)
        if kind == "removed":
            self._left += _held_in(node)
            self._add(kind, node.noun, (node, None), (told, None))
        else:
            self._right += _held_in(node)
            self._add(kind, node.noun, (None, node), (None, told))

    def _add(
        self,
        kind: TemplateKind,
        what: str,
        nodes: tuple[Node | None, Node | None],
        told: tuple[str | None, str | None] = (None, None),
    ) -> None:
        before, path_before = (None, None) if nodes[0] is None else nodes[0].locate()
        after, path_after = (None, None) if nodes[1] is None else nodes[1].locate()
        self.elsewhere.append(PlaceDiff(kind, what, before, after, path_before, path_after, *told))


def _shown(one: Own | None, other: Own | None) -> str | None:
    """Return how something is shown: of what is long, the part that differs."""
    if one is None:
        return None
    if len(one.told) <= _LONGEST:
        return one.told
    pairs = zip(one.told, "" if other is None else other.told, strict=False)
    same = next((at for at, (old, new) in enumerate(pairs) if old != new), _BEFORE)
    start = max(0, same - _BEFORE)
    return ("..." if start else "") + cut(one.told[start:], _LONGEST)


def _held_in(node: Node) -> Iterator[Held]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.held is not None:
            yield one.held
        waiting += reversed(one.children)


def _partners(one: Node, other: Node) -> Iterator[tuple[Node | None, Node | None, int | None]]:
    """Pair what is in two places: what is equal at both ends, and between by name and number.

    Yields:
        Two places, one of them None where it has no partner, and the number of the second.
    """
    left, right = one.children, other.children
    most = min(len(left), len(right)) if one.ordered else 0
    head = next((at for at in range(most) if left[at].digest != right[at].digest), most)
    tail = next(
        (at for at in range(most - head) if left[-at - 1].digest != right[-at - 1].digest),
        most - head,
    )
    first, second = left[head : len(left) - tail], right[head : len(right) - tail]
    waiting = {key: (at, node) for at, (key, node) in enumerate(_keyed(second))}
    for key, node in _keyed(first):
        at, partner = waiting.pop(key, (None, None))
        yield node, partner, at
    for _, node in waiting.values():
        yield None, node, None


def _keyed(nodes: Sequence[Node]) -> Iterator[tuple[tuple[str, int], Node]]:
    """Yield each place with its name and how many of that name stand before it."""
    counts: dict[str, int] = {}
    for node in nodes:
        counts[node.name] = counts.get(node.name, -1) + 1
        yield (node.name, counts[node.name]), node
