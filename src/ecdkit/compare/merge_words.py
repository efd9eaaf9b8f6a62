"""Decisions of a merge as sentences."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ecdkit.compare.narrow import elements_apart
from ecdkit.compare.outcome import SIDES
from ecdkit.text.excerpt import cut
from ecdkit.text.view import View

if TYPE_CHECKING:
    from ecdkit.compare.outcome import Decision, SideName

__all__ = ["sentence"]

_TOPICS = {
    "order": "both sides have changed the order of this list, or put something in one place of it",
    "identity": "two elements would be told apart by nothing",
    "numbers": "both sides have changed the numbers",
    "color": "both sides have changed the colour",
    "body": "both sides have changed the body, which nobody has published",
    "training": "one side has trained on something else, and the other has trained too",
    "classes": "one side has trained anew, and the other has changed which classes there are",
}
_WHOLE = {"element": "the element", "order": "the order of the list"}
_LARGE = 300
# How many elements of a list are shown, and how much of each.
_FEW = 3
_ELEMENT = 48


def sentence(decision: Decision) -> str:
    """Return a decision as a sentence, with the values of a conflict where they are short."""
    about = f"{decision.subject}: " if decision.subject else ""
    name = decision.pointer.rpartition("/")[2]
    which = ", ".join(decision.members) or name
    if decision.action == "conflict":
        return about + _conflict(decision, which)
    verb = {
        "ours": "taken from ours",
        "theirs": "taken from theirs",
        "both": "changed alike by both",
        "computed": "computed from what was merged",
    }[decision.action]
    which = which or "the document"
    what = _WHOLE.get(decision.topic, which)
    asked = ", as asked for" if decision.chosen else ""
    return f"{about}{what} {verb}{asked}"


def _conflict(decision: Decision, which: str) -> str:
    absent = decision.absent
    if decision.topic == "element" and absent:
        if "base" in absent:
            return "both sides have added it, each in its way"
        if len(absent) == 1:
            one, other = ("ours", "theirs") if absent == ("ours",) else ("theirs", "ours")
            return f"{one} has removed what {other} has changed"
    if decision.topic == "value" and "base" in absent and len(absent) > 1:
        side = "theirs" if "ours" in absent else "ours"
        return f"both sides have added what is around {which}, and only {side} has it"
    if decision.topic == "order" and (apart := _apart(decision)) is not None:
        at, told = apart
        return f"{_TOPICS['order']} ({which or 'the list'} from index {at}: {told})"
    values = ", ".join(f"{side} {_told(decision, side)}" for side in SIDES)
    known = _TOPICS.get(decision.topic)
    if known is not None:
        return f"{known} ({which}: {values})"
    return f"both sides have changed {which}: {values}"


def _apart(decision: Decision) -> tuple[int, str] | None:
    """Return the index from which on lists differ, and what each has there; None if nowhere."""
    lists = {
        side: [one.token for one in held.elements()]
        for side in SIDES
        if isinstance(held := decision.side(side), View)
    }
    head, tail = elements_apart(tuple(lists.values()))
    inner = {side: tokens[head : len(tokens) - tail] for side, tokens in lists.items()}
    if not any(inner.values()):
        return None
    return head, ", ".join(f"{side} {_few(inner.get(side, []))}" for side in SIDES)


def _few(tokens: list[bytes]) -> str:
    """Return some elements as a sentence shows them."""
    shown = [cut(_on_one_line(one), _ELEMENT) for one in tokens[:_FEW]]
    more = f"and {len(tokens) - _FEW:,} more" if len(tokens) > _FEW else ""
    return " ".join([*shown, more] if more else shown) or "nothing"


def _on_one_line(token: bytes) -> str:
    # No more of a long one than can be shown of it.
    value = " ".join(token[: 4 * _LARGE].decode("utf-8", "ignore").split())
    return json.dumps(value)[1:-1].replace('\\"', '"')


def _told(decision: Decision, side: SideName) -> str:
    held = decision.side(side)
    if held is None:
        return "nothing"
    if not isinstance(held, View):
        return str(held)
    if decision.members:
        return _shown({one: held.get(one) for one in decision.members})
    return _view(held)


def _shown(members: dict[str, View | None]) -> str:
    return " ".join(_view(view) if view is not None else "nothing" for view in members.values())


def _view(view: View) -> str:
    start, end = view.span
    if end - start > _LARGE:
        return f"({view.kind} of {end - start:,} bytes)"
    return cut(_on_one_line(view.token))
