"""The decisions of a merge as a JSON document; what it looks like is the schema "merge-1"."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ecdkit.compare.form import written
from ecdkit.compare.outcome import SIDES
from ecdkit.errors import EditError
from ecdkit.text.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.compare.outcome import Decision, Merge, SideName
    from ecdkit.document import Document

__all__ = ["MERGE_FORM", "merge_bytes"]

MERGE_FORM = "ecdkit/merge/1"


def merge_bytes(merge: Merge) -> bytes:
    """Return what a merge decided as a JSON document, a line for each decision.

    Conflicts come with all three values; a side that has nothing there has no member for it. A
    value that is no JSON of RFC 8259, such as NaN, stands as text.
    """
    members = [("merge", _dump(MERGE_FORM))]
    members += [
        (side, _dump(_source(doc)))
        for side, doc in zip(SIDES, merge.sources, strict=True)
        if doc is not None
    ]
    taken = [one for one in merge.decisions if one.action != "conflict"]
    members += [
        ("conflicts", _lines([_decision(one, values=True) for one in merge.conflicts])),
        ("decisions", _lines([_decision(one, values=False) for one in taken])),
    ]
    return b"{\n" + b",\n".join(_dump(name) + b": " + value for name, value in members) + b"\n}\n"


def _decision(decision: Decision, *, values: bool) -> bytes:
    members = [
        ("pointer", _dump(decision.pointer)),
        ("action", _dump(decision.action)),
        ("topic", _dump(decision.topic)),
        ("text", _dump(decision.text)),
        ("places", _dump({side: decision.place(side) for side in SIDES})),
    ]
    if decision.members:
        members.append(("members", _dump(decision.members)))
    if decision.chosen:
        members.append(("chosen", b"true"))
    if values:
        for side in SIDES:
            members += _held(decision, side)
    return b"{" + b",".join(_dump(name) + b":" + value for name, value in members) + b"}"


def _held(decision: Decision, side: SideName) -> list[tuple[str, bytes]]:
    held = decision.side(side)
    if held is None:
        return []
    if not isinstance(held, View):
        return [(side, _dump(held))]
    try:
        return [(side, _unit(decision, held) if decision.members else written(held))]
    except EditError:
        return [(f"{side}_text", _dump(held.token.decode()))]


def _unit(decision: Decision, around: View) -> bytes:
    found = ((name, around.get(name)) for name in decision.members)
    parts = [_dump(name) + b":" + written(view) for name, view in found if view is not None]
    return b"{" + b",".join(parts) + b"}"


def _source(doc: Document) -> dict[str, Any]:
    return {"path": doc.path, "format": doc.format.name, "version": doc.version}


def _dump(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _lines(items: Sequence[bytes]) -> bytes:
    return b"[\n" + b",\n".join(items) + b"\n]" if items else b"[]"
