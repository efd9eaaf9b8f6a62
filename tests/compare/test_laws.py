"""The laws of comparing: what differs is all that differs, and it goes both ways."""

from __future__ import annotations

import json

import jsonpatch
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.compare.diff import diff
from ecdkit.compare.patch import patch
from ecdkit.compare.result import Diff
from ecdkit.document import parse
from ecdkit.errors import EcdError, EditError
from ecdkit.testing.models import documents
from ecdkit.testing.texts import edited_values, json_values
from ecdkit.text import equal

ROOT = {"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1}


def document(value, **how):
    return parse(json.dumps(value, **how))


def one(value, name, red, means):
    return {"ClassValue": value, "ClassName": name, "Red": red, "Means": means}


numbers = st.lists(st.sampled_from([0, 1, 15, 15.0, -0.0, 2.5, 1e300]), max_size=4)
classes = st.lists(
    st.builds(one, st.integers(0, 5), st.sampled_from("abc"), st.integers(0, 2), numbers),
    max_size=7,
)
definitions = st.builds(
    lambda name, listed, more: {"Classifier": name, "Classes": listed, **more},
    st.sampled_from(["SVM", "KNN"]),
    classes,
    st.dictionaries(st.sampled_from(["a", "b", "0", "~/"]), json_values(), max_size=3),
)
roots = st.builds(
    lambda listed, more: {**ROOT, "Definitions": listed, **more},
    st.lists(definitions, max_size=3),
    st.dictionaries(st.sampled_from(["x", "y"]), json_values(), max_size=2),
)


def is_root(value):
    return isinstance(value, dict) and "EsriClassifierDefinitionFile" in value


pairs = roots.flatmap(
    lambda value: st.tuples(st.just(value), edited_values(value).filter(is_root) | roots)
)
layouts = st.sampled_from([{}, {"indent": 2}, {"separators": (",", ":")}])


def value_of(doc):
    return doc.text.root.value()


@given(pairs, layouts, layouts)
def test_a_patch_makes_the_second_of_the_first_and_back(pair, first, second):
    a, b = document(pair[0], **first), document(pair[1], **second)
    delta = diff(a, b)
    assert bool(delta) == (not equal(*pair))
    assert equal(value_of(patch(a, delta)), pair[1])
    assert equal(value_of(patch(b, delta.inverted())), pair[0])
    assert delta.inverted().inverted() == delta
    assert bool(delta) == bool(delta.sentences())


@given(pairs)
def test_a_diff_survives_as_a_document(pair):
    a, b = map(document, pair)
    delta = diff(a, b)
    again = Diff.from_json(delta.to_json())
    assert again == delta
    assert again.sentences() == delta.sentences()
    assert equal(value_of(patch(a, again)), pair[1])
    assert equal(value_of(patch(b, again.inverted())), pair[0])


@given(pairs)
def test_the_json_patch_applies_with_the_library_of_that_name(pair):
    a, b = map(document, pair)
    operations = diff(a, b).to_json_patch()
    applied = jsonpatch.apply_patch(json.loads(a.to_bytes()), json.loads(operations))
    assert equal(applied, json.loads(b.to_bytes()))
    assert equal(value_of(patch(a, operations)), pair[1])


@given(documents(), documents())
def test_the_laws_hold_for_documents_of_every_kind(first, second):
    a, b = first.parse(), second.parse()
    assert not diff(a, a)
    assert patch(a, diff(a, a)) is a
    made = patch(a, diff(a, b))
    assert equal(value_of(made), value_of(b))
    assert made.format is b.format
    assert not diff(made, b)


@given(roots, layouts, layouts)
def test_white_space_is_no_difference(value, first, second):
    a, b = document(value, **first), document(value, **second)
    delta = diff(a, b)
    assert not delta
    assert not delta.sentences()
    assert bool(delta.notes) == (a.to_bytes() != b.to_bytes())


@given(pairs, st.data())
def test_a_patch_that_does_not_fit_changes_nothing(pair, data):
    a, b = map(document, pair)
    other = document(data.draw(edited_values(pair[0]).filter(is_root)))
    delta = diff(a, b)
    try:
        made = patch(other, delta)
    except EcdError:
        return
    # It went onto another document because it found all its old values there.
    back = patch(made, delta.inverted())
    assert equal(value_of(back), value_of(other))


def test_a_diff_between_large_leaves_lists_what_differs_or_holds_them_whole():
    rows = [[float(row * column) for column in range(300)] for row in range(300)]
    changed = [[value + 1 for value in row] for row in rows]
    few = [list(row) for row in rows]
    few[7][9] = 0.5
    few[299][299] = 1e300
    a = document({**ROOT, "Definitions": [], "m": rows})
    for value, listed in ((few, True), (changed, False)):
        b = document({**ROOT, "Definitions": [], "m": value})
        delta = diff(a, b)
        assert (delta.changes[0].cells is not None) == listed
        assert equal(value_of(patch(a, delta)), value_of(b))
        assert Diff.from_json(delta.to_json()) == delta
    assert diff(a, document({**ROOT, "Definitions": [], "m": few})).changes[0].cells == (
        (7, 9),
        (299, 299),
    )


@pytest.mark.parametrize(
    "token", ["NaN", "-1e999", "[1, nan, 2]", "[NaN]", '"\\ud800"', '"名\\ud800"']
)
def test_what_json_cannot_spell_is_carried_as_it_was(token):
    head = '{"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "Definitions": [], "x": '
    a, b = parse(head + "1}"), parse(head + token + "}")
    delta = diff(a, b)
    again = Diff.from_json(delta.to_json())
    json.loads(delta.to_json(), parse_constant=pytest.fail)
    assert again == delta
    for one_of_both in (delta, again):
        assert not diff(patch(a, one_of_both), b)
        assert patch(b, one_of_both.inverted()).to_bytes() == a.to_bytes()


def test_a_json_patch_refuses_what_is_not_finite():
    head = '{"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "Definitions": [], "x": '
    for token in ("NaN", "[1, Infinity]", "[[1.0], [nan]]"):
        with pytest.raises(EditError, match="JSON Patch"):
            diff(parse(head + "1}"), parse(head + token + "}")).to_json_patch()
