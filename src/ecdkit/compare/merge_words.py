"""Decisions of a merge as sentences."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

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
    values = ", ".join(f"{side} {_told(decision, side)}" for side in ("base", "ours", "theirs"))
    known = _TOPICS.get(decision.topic)
    if known is not None:
        return f"{known} ({which}: {values})"
    return f"both sides have changed {which}: {values}"


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
    value: Any = view.token.decode()
    return cut(" ".join(json.dumps(value)[1:-1].replace('\\"', '"').split()))
