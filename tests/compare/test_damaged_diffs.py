"""A diff that somebody has damaged is refused, or does no harm: nothing but our errors comes out."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from merging import one, tree

from ecdkit.compare.diff import diff
from ecdkit.compare.heat import heat_of
from ecdkit.compare.patch import patch
from ecdkit.compare.result import Diff
from ecdkit.document import parse
from ecdkit.errors import DefinitionError, EcdError, EditError
from ecdkit.render.diff_text import diff_text
from ecdkit.render.html import diff_html
from ecdkit.render.terminal import Paint

ROWS = [[row * 10 + column for column in range(9)] for row in range(9)]


def document(value):
    return parse(json.dumps(value))


OLD = tree([one(1), one(2), one(3)], body={"a": 1, "rows": ROWS, "long": "x" * 2000, "s": [1, "y"]})
NEW = tree(
    [one(3, "c"), one(1, red=7, means=(2, 2)), one(9)],
    body={"b": [1], "rows": [[0.5, *ROWS[0][1:]], *ROWS[1:]], "long": "x" * 999 + "y" + "x" * 999,
          "s": ["y", 2]},
)  # fmt: skip
A, B = document(OLD), document(NEW)
WHOLE = json.loads(diff(A, B).to_json())
STRANGE = st.sampled_from(
    [
        None, 0, -1, 10**30, 1.5, True, "", "/", "/0", "x", "/a", "/Definitions/-", "/Definitions/x", "removed",
        "moved", "changed", "element", "NaN", "[1", [], [1], [[1]], [[0, 5]], [[]], {}, "\ud800", "~2",
    ]
)  # fmt: skip
MEMBERS = st.sampled_from(
    ["cells", "part", "numbers", "keyed", "inside", "follows", "old", "subject"]
)


def places(value, path=()):
    """Every way to something inside a value."""
    listed = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in listed:
        yield (*path, name)
        if isinstance(inner, (dict, list)):
            yield from places(inner, (*path, name))


PLACES = [path for path in places(WHOLE) if path[0] not in ("diff", "statements")]


@st.composite
def damaged(draw):
    value = copy.deepcopy(WHOLE)
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(PLACES))
        holder = value
        try:
            for name in path[:-1]:
                holder = holder[name]
            how = draw(st.sampled_from(["set", "set", "delete", "add"]))
            if how == "delete":
                del holder[path[-1]]
            elif how == "add" and isinstance(holder, dict):
                holder[draw(MEMBERS)] = draw(STRANGE)
            else:
                holder[path[-1]] = draw(STRANGE)
        except (KeyError, IndexError, TypeError):
            continue
    return value


@given(damaged())
def test_only_our_errors_come_out_of_a_damaged_diff(value):
    try:
        delta = Diff.from_json(json.dumps(value))
    except EcdError:
        return
    assert Diff.from_json(delta.to_json()) == delta
    assert delta.inverted().inverted() == delta
    assert bool(diff_text(delta, Paint())) == bool(delta or delta.notes or delta.unsaid)
    assert diff_html(delta).endswith("</html>\n")
    assert bool(delta.sentences()) == bool(delta)
    for change in delta.changes:
        heat_of(change)
    for make in (
        lambda: patch(A, delta),
        lambda: patch(B, delta.inverted()),
        delta.to_json_patch,
    ):
        try:
            make()
        except EcdError:
            continue


def test_what_is_in_neither_document_is_no_subject():
    value = copy.deepcopy(WHOLE)
    value["subjects"][1] |= {"before": None, "after": None}
    with pytest.raises(DefinitionError, match="this diff is damaged") as caught:
        Diff.from_json(json.dumps(value))
    assert caught.value.pointer == "/subjects/1"


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("added", {"after": ""}),
        ("added", {"after": "/Definitions/0/Classes/x"}),
        ("removed", {"before": "/Definitions/0/Classes/-"}),
        ("moved", {"after": "/Definitions/0/Classes/01"}),
        ("moved", {"keyed": True}),
        ("removed", {"inside": None}),
        ("changed", {"old": None, "cells": [[0]]}),
    ],
)
def test_what_is_not_what_the_schema_says_is_told_where_it_stands(kind, changes):
    value = copy.deepcopy(WHOLE)
    listed = [one["kind"] == kind and "keyed" not in one for one in value["changes"]]
    at = listed.index(True)
    value["changes"][at] |= changes
    with pytest.raises(DefinitionError, match="this diff is damaged") as caught:
        Diff.from_json(json.dumps(value))
    assert caught.value.pointer.startswith(f"/changes/{at}")
    assert caught.value.line == 1


def test_a_damaged_diff_changes_nothing():
    value = copy.deepcopy(WHOLE)
    value["changes"][-1]["after"] = "/Definitions/0/Classes/99"
    with pytest.raises(EditError, match="does not fit"):
        patch(A, json.dumps(value))
