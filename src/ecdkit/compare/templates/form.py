"""Differences between templates as JSON documents; what they look like is "template-diff-1"."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.compare.templates.result import (
        HeldDiff,
        Place,
        PlaceDiff,
        TemplateDiff,
        TemplateSide,
    )
    from ecdkit.templates.held import Held

__all__ = ["FORM", "template_diff_bytes"]

FORM = "ecdkit/template-diff/1"


def template_diff_bytes(diff: TemplateDiff) -> bytes:
    """Return a diff as a JSON document.

    Args:
        diff: the diff.
    """
    members = {
        "template_diff": _dump(FORM),
        "before": _dump(_side(diff.before)),
        "after": _dump(_side(diff.after)),
        "definitions": _lines([_definition(one) for one in diff.definitions]),
        "elsewhere": _lines([_dump(_elsewhere(one)) for one in diff.elsewhere]),
        "notes": _dump(diff.notes),
    }
    lines = b",\n".join(_dump(name) + b": " + value for name, value in members.items())
    return b"{\n" + lines + b"\n}\n"


def _dump(value: Any) -> bytes:
    # ASCII, so that no console can fail on a class name.
    return json.dumps(value, separators=(",", ":")).encode()


def _lines(items: Sequence[bytes]) -> bytes:
    return b"[\n" + b",\n".join(items) + b"\n]" if items else b"[]"


def _side(side: TemplateSide) -> dict[str, Any]:
    return {"path": side.path, "form": side.form, "schema_version": side.schema_version}


def _definition(one: HeldDiff) -> bytes:
    told = {
        "kind": one.kind,
        "before": _held(one.before),
        "after": _held(one.after),
        "text": one.text,
        "statements": [
            {
                "kind": placed.statement.kind,
                "text": placed.statement.text,
                "before": _place(placed.before),
                "after": _place(placed.after),
            }
            for placed in one.statements()
        ],
    }
    # Its numbers are spelled as in the documents, and stay so.
    held = b"null" if one.diff is None else one.diff.to_json().rstrip()
    return _dump(told)[:-1] + b',"diff":' + held + b"}"


def _held(held: Held | None) -> dict[str, Any] | None:
    if held is None:
        return None
    return {
        "at": held.at,
        "how": held.how,
        "function": held.function,
        "argument": held.argument,
        "element": held.element,
        "place": _place((held.line, held.column)),
    }


def _elsewhere(one: PlaceDiff) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "what": one.what,
        "before": _place(one.before),
        "after": _place(one.after),
        "path_before": one.path_before,
        "path_after": one.path_after,
        "old": one.old,
        "new": one.new,
    }


def _place(place: Place | None) -> dict[str, int] | None:
    return None if place is None else {"line": place[0], "column": place[1]}
