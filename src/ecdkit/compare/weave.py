"""From the tree of a merge to splices: first of ours, then from what was merged to another side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import Factory, define

from ecdkit.compare.narrow import differing
from ecdkit.compare.outcome import SIDES, Clash, Computed, Inner, Kept, Taken
from ecdkit.compare.same import same
from ecdkit.compare.splicing import leaf_splices, spliced, verbatim
from ecdkit.errors import EditError
from ecdkit.text.ascending import longest_ascending
from ecdkit.text.kinds import ARRAY, OBJECT
from ecdkit.text.layout import relay
from ecdkit.text.rewriter import Rewriter
from ecdkit.text.splice import Splice
from ecdkit.text.style import indent_of, style_of
from ecdkit.text.values import equal
from ecdkit.text.view import View
from ecdkit.text.write import Verbatim, write_value

if TYPE_CHECKING:
    from collections.abc import Collection

    from ecdkit.compare.outcome import Held, SideName, Tree
    from ecdkit.text.jsontext import JsonText
    from ecdkit.text.style import Style

__all__ = ["Variant", "is_faithful", "variant", "woven"]

_LEADING = re.compile(rb"[ \t\n\r,]*+")


def woven(text: JsonText, tree: Tree, identity: Collection[str]) -> JsonText:
    """Return ours with what was merged, and nothing else changed.

    Args:
        text: ours.
        tree: what becomes of its root; conflicts keep what ours has.
        identity: names of members that identify an object in an array.
    """
    weaver = _Weaver(identity)
    weaver.place(tree, text.root)
    return text.spliced(weaver.splices)


class _Weaver:
    """Collects the splices of ours."""

    def __init__(self, identity: Collection[str]) -> None:
        self.splices: list[Splice] = []
        self._identity = identity

    def place(self, node: Tree, view: View) -> None:
        """Note what becomes of a value that ours has."""
        if isinstance(node, Inner):
            self._container(node, view)
        elif isinstance(node, Taken):
            self.splices += _rewritten(view, node.theirs, self._identity)
        elif isinstance(node, (Computed, Clash)):
            value = node.count if isinstance(node, Computed) else node.held[1]
            if value is not None and not isinstance(value, View):
                self.splices += _rewritten(view, value, self._identity)

    def _container(self, inner: Inner, view: View) -> None:
        entries = [entry for entry in inner.entries if entry.on("ours")]
        stay = longest_ascending([entry.at for entry in entries])
        style = style_of(view)
        layout: list[range | bytes] = []
        for number, entry in enumerate(entries):
            if entry.at is None:
                layout.append(_item(view, entry.name, _value(entry.node), style))
            elif number in stay:
                layout.append(range(entry.at, entry.at + 1))
                self.place(entry.node, view.nth(entry.at))
            else:
                # It moves as it is written, with what changes in it.
                child, inside = view.nth(entry.at), _Weaver(self._identity)
                inside.place(entry.node, child)
                layout.append(spliced(child, inside.splices))
        self.splices += relay(view, layout, style)


def is_faithful(node: Tree, view: View) -> bool:
    """Whether a merged text has what was merged: no change may be lost on the way to bytes.

    Args:
        node: what became of a value; conflicts keep what ours has.
        view: the value in the merged text.
    """
    if isinstance(node, Kept):
        return same(view, node.ours)
    if isinstance(node, Taken):
        return same(view, node.theirs)
    if isinstance(node, Computed):
        return equal(view.value(), node.count)
    if isinstance(node, Clash):
        held = node.held[1]
        return same(view, held) if isinstance(held, View) else equal(view.value(), held)
    there = [entry for entry in node.entries if entry.on("ours")]
    if view.kind != node.ours.kind or len(view) != len(there):
        return False
    for at, entry in enumerate(there):
        found = view.nth(at) if entry.name is None else view.get(entry.name)
        if found is None or not is_faithful(entry.node, found):
            return False
    return True


def _value(node: Tree) -> Any:
    if isinstance(node, Taken):
        return node.theirs
    if isinstance(node, Clash):
        return node.held[1]
    assert isinstance(node, Computed)
    return node.count


def _rewritten(view: View, value: Any, identity: Collection[str]) -> list[Splice]:
    """Return the fewest splices after which a place has a value of another text."""
    if isinstance(value, View):
        if same(view, value):
            return []
        if view.is_leaf and value.is_leaf:
            cells = leaf_splices(view, value)
            if cells is not None:
                return cells
    rewriter = Rewriter(identity)
    try:
        rewriter.rewrite(view, value)
    except EditError:
        # Theirs has it already; what JSON has no text for goes over as theirs spells it.
        if not isinstance(value, View):
            raise
        return [Splice(*view.span, verbatim(value))]
    return rewriter.splices


def _item(view: View, name: str | None, value: Any, style: Style) -> bytes:
    rewriter = Rewriter()
    try:
        return rewriter.item(view, name, value, style)
    except EditError:
        if not isinstance(value, View):
            raise
        return rewriter.item(view, name, Verbatim(verbatim(value)), style)


@define
class Variant:
    """What differs between the merged text, which has ours in conflicts, and another side there.

    Attributes:
        splices: what makes the other side of the merged text.
        zones: the places of conflicts in the merged text, each a range of bytes that belongs
            together, with names of members.
    """

    splices: list[Splice] = Factory(list)
    zones: list[tuple[int, int]] = Factory(list)


def variant(text: JsonText, tree: Tree, side: SideName) -> Variant:
    """Return how a side differs in the conflicts from the merged text.

    Args:
        text: the merged text.
        tree: what it was made from.
        side: the side.
    """
    found = Variant()
    units: dict[int, list[int]] = {}
    _walk(tree, text.root, side, found, units)
    found.splices = [_tidied(text.data, splice) for splice in found.splices]
    found.zones += [(min(places), max(places)) for places in units.values()]
    found.zones += [(splice.start, splice.end) for splice in found.splices]
    return found


def _tidied(data: bytes, splice: Splice) -> Splice:
    """Return the same splice on whole lines, where it begins and ends with the space between."""
    (start, end, new), old = splice, data[splice.start : splice.end]
    head = min(len(_LEADING.match(one)[0]) for one in (old, new))  # type: ignore[index]
    head = next((at for at in range(head, -1, -1) if old[:at] == new[:at]), 0)
    line = max(old.rfind(b"\n", 0, head), old.rfind(b"\r", 0, head)) + 1
    head = line or head
    tail = 0
    shorter = min(len(old), len(new)) - head
    while tail < shorter and old[-1 - tail] == new[-1 - tail] and old[-1 - tail] in b" \t":
        tail += 1
    return Splice(start + head, end - tail, new[head : len(new) - tail])


def _walk(
    node: Tree, view: View, side: SideName, found: Variant, units: dict[int, list[int]]
) -> None:
    if isinstance(node, Clash):
        _clash(node, view, side, found, units)
    if not isinstance(node, Inner):
        return
    style: Style | None = None
    layout: list[range | bytes] = []
    at = 0
    for entry in node.entries:
        here, there = entry.on("ours"), entry.on(side)
        if here and there:
            layout.append(range(at, at + 1))
            if not isinstance(entry.node, Kept):
                _walk(entry.node, view.nth(at), side, found, units)
        elif there:
            assert isinstance(entry.node, Clash)
            style = style or style_of(view)
            layout.append(_item(view, entry.name, _held(entry.node, side), style))
        at += here
    if style is not None or sum(len(one) for one in layout if isinstance(one, range)) != at:
        found.splices += relay(view, layout, style or style_of(view))


def _clash(
    node: Clash, view: View, side: SideName, found: Variant, units: dict[int, list[int]]
) -> None:
    start, end = view.span
    if node.decision.topic == "order" and (narrow := _narrowed(node, view)) is not None:
        # Of a list that differs in its middle, nobody wants to look at the rest.
        (first, last), written = narrow
        found.zones.append((start + first, start + last))
        old, new = view.token, written[side]
        changed = new[first : len(new) - (len(old) - last)]
        if changed != old[first:last]:
            found.splices.append(Splice(start + first, start + last, changed))
        return
    zone = (view.key_span or view.span)[0], end
    if node.decision.members:
        units.setdefault(id(node.decision), []).extend(zone)
    else:
        found.zones.append(zone)
    value = _held(node, side)
    if value is None:
        return
    if not isinstance(value, View) or not same(view, value):
        found.splices.append(Splice(start, end, _written(value, view)))


def _narrowed(node: Clash, view: View) -> tuple[tuple[int, int], dict[SideName, bytes]] | None:
    """Return which elements differ between any sides, and how each is written in place of ours."""
    views = {side: one for side in SIDES if isinstance(one := _held(node, side), View)}
    others = {side: one for side, one in views.items() if side != "ours"}
    if "ours" not in views or any(one.kind != ARRAY for one in views.values()) or not others:
        return None
    written: dict[SideName, bytes] = {one: _written(held, view) for one, held in others.items()}
    found = differing(view, tuple(written.values()))
    return None if found is None else (found, {**written, "ours": view.token})


def _written(value: Any, view: View) -> bytes:
    """Return a value as it is written in place of one of ours.

    As a whole: no part of one side is to meet a part of the other.
    """
    style, like = style_of(view), view if view.kind in (OBJECT, ARRAY) else None
    try:
        return write_value(value, style, indent_of(view), like)
    except EditError:
        if not isinstance(value, View):
            raise
        return verbatim(value)


def _held(node: Clash, side: SideName) -> Held:
    return node.held[SIDES.index(side)]
