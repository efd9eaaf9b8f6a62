"""Elements of two lists are matched by what they are, in n log n."""

from __future__ import annotations

import json
import random
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.compare.align import align, identity_for
from ecdkit.compare.same import same
from ecdkit.document import parse
from ecdkit.formats.format import CLASS_LIST
from ecdkit.testing.texts import edited_values, json_values
from ecdkit.text import JsonText, equal


def views_of(text):
    return list(JsonText.parse(text).root.elements())


def views(elements):
    return views_of(json.dumps(elements))


def aligned(old, new, identity=None):
    return align(views(old), views(new), identity)


def one(value, name, **more):
    return {"ClassValue": value, "ClassName": name, **more}


def rebuilt(new, alignment):
    """Return the new list as the alignment makes it of the old one."""
    made = [None] * len(new)
    for before, after in alignment.pairs:
        made[after] = ("old", before)
    for after in alignment.added:
        assert made[after] is None
        made[after] = ("new", after)
    return made


values = st.lists(json_values(), max_size=6)
few = st.integers(0, 3)
classes = st.lists(
    st.builds(
        one,
        st.integers(0, 6) | st.sampled_from(["1", 1.0, True]),
        st.sampled_from("abcde"),
        Red=few,
    ),
    max_size=8,
)


@pytest.mark.parametrize("identity", [None, CLASS_LIST], ids=["content", "identity"])
@given(data=st.data())
def test_every_element_is_paired_once_or_added_or_removed(identity, data):
    old = data.draw(classes | values)
    new = data.draw(edited_values(old).filter(lambda value: isinstance(value, list)) | classes)
    found = aligned(old, new, identity)
    assert sorted([before for before, _ in found.pairs] + list(found.removed)) == list(
        range(len(old))
    )
    assert sorted([after for _, after in found.pairs] + list(found.added)) == list(range(len(new)))
    assert found.moved <= set(found.pairs)
    kept = [pair for pair in found.pairs if pair not in found.moved]
    assert [before for before, _ in kept] == sorted(before for before, _ in kept)
    assert None not in rebuilt(new, found)


@given(classes, st.randoms())
def test_classes_that_only_change_places_are_the_same_classes(old, source):
    new = list(old)
    source.shuffle(new)
    found = aligned(old, new, CLASS_LIST)
    assert not found.added
    assert not found.removed
    assert all(equal(old[before], new[after]) for before, after in found.pairs)


@given(values, st.data())
def test_elements_without_identity_are_matched_by_content(old, data):
    new = list(old)
    at = data.draw(st.integers(0, len(new)))
    new.insert(at, {"new": "one"})
    found = aligned(old, new)
    assert not found.removed
    assert len(found.added) == 1
    assert not found.moved


def test_identity_is_type_strict():
    found = aligned([one(1, "a", Red=1)], [one("1", "b", Red=2)], CLASS_LIST)
    assert (found.removed, found.added) == ((0,), (0,))
    found = aligned([one(1, "a", Red=1)], [one(1.0, "b", Red=2)], CLASS_LIST)
    assert (found.removed, found.added) == ((0,), (0,))


def test_a_class_of_the_same_name_is_the_same_class_in_another_number():
    old = [one(value, f"class {value}", Red=value) for value in range(1, 6)]
    new = [{**element, "ClassValue": element["ClassValue"] + 1} for element in old]
    assert aligned(old, new, CLASS_LIST).pairs == tuple((at, at) for at in range(5))


def test_names_that_change_places_are_two_renamed_classes():
    old = [one(1, "a", Red=1), one(2, "b", Red=2)]
    new = [one(1, "b", Red=1), one(2, "a", Red=2)]
    assert aligned(old, new, CLASS_LIST).pairs == ((0, 0), (1, 1))


def test_repeated_identities_are_paired_equal_ones_first_then_in_order():
    old = [one(1, "a", Red=1), one(1, "a", Red=2), one(1, "a", Red=3)]
    new = [one(1, "a", Red=3), one(1, "a", Red=9), one(1, "a", Red=1), one(1, "z", Red=0)]
    found = aligned(old, new, CLASS_LIST)
    assert found.pairs == ((2, 0), (1, 1), (0, 2))
    assert found.added == (3,)
    # However they are spelled, what is the same in the same order has not moved.
    rows = [f'{{"ClassValue": 1, "Means": [1.5, {zero}]}}' for zero in ("0.0", "0.00")]
    both = [views_of(f"[{one}, {other}]") for one, other in (rows, rows[::-1])]
    assert align(*both, CLASS_LIST).pairs == ((0, 0), (1, 1))


@pytest.mark.parametrize("change", [{}, {"Red": 9}], ids=["equal", "edited"])
def test_an_element_that_loses_or_gets_its_identity_is_the_same_element(change):
    lost = {"Red": 1, "Green": 2} | change
    old = [one(1, "a"), {"Red": 1, "Green": 2, "ClassValue": 2}, one(3, "c")]
    new = [one(3, "c"), one(1, "a"), lost]
    found = aligned(old, new, CLASS_LIST)
    assert set(found.pairs) == {(0, 1), (1, 2), (2, 0)}
    new = [one(1, "a"), lost, one(3, "c")]
    assert aligned(old, new, CLASS_LIST).pairs == ((0, 0), (1, 1), (2, 2))
    assert aligned(new, old, CLASS_LIST).pairs == ((0, 0), (1, 1), (2, 2))


@given(st.data())
def test_lost_identities_leave_every_element_one_partner_at_most(data):
    old = data.draw(classes)
    new = [dict(one) for one in data.draw(st.permutations(old))]
    for found in new:
        if data.draw(st.booleans()):
            del found["ClassValue"]
    found = aligned(old, new, CLASS_LIST)
    assert sorted([*(before for before, _ in found.pairs), *found.removed]) == [*range(len(old))]
    assert sorted([*(after for _, after in found.pairs), *found.added]) == [*range(len(new))]
    # What is neither a number nor a string identifies nothing.
    assert not found.removed or any(one["ClassValue"] is True for one in old)


def test_what_moved_and_changed_is_the_same_where_a_part_of_it_is():
    old = [{"a": 1, "b": 2}, 5, {"c": 3}, [{"d": 4}, 6]]
    new = [5, [{"d": 4}, 7], {"a": 1, "b": 9}, {"e": 3}]
    found = aligned(old, new)
    assert set(found.pairs) == {(0, 2), (1, 0), (3, 1)}
    assert (found.removed, found.added) == ((2,), (3,))
    # Of rows of numbers a part says nothing.
    assert aligned([[1, 2], "x"], ["x", [1, 3]]).removed == (0,)


def test_an_element_of_another_identity_is_another_element():
    found = aligned([one(1, "a"), one(2, "b")], [one(1, "a"), one(3, "c")], CLASS_LIST)
    assert (found.pairs, found.removed, found.added) == (((0, 0),), (1,), (1,))


def test_definitions_are_told_by_classifier_and_by_place():
    old = {"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "Definitions": []}
    doc = parse(json.dumps(old))
    listed = identity_for(doc.format, doc.text.at("/Definitions"))
    assert listed is not None
    names = [["SVM", "KNN", "SVM"], ["KNN", "SVM", "Other"]]
    first, second = (
        [{"Classifier": name, "a": at} for at, name in enumerate(side)] for side in names
    )
    found = aligned(first, second, listed)
    assert found.pairs == ((1, 0), (0, 1), (2, 2))


def test_lists_of_classes_are_known_wherever_they_stand():
    text = {"EsriClassifierDefinitionFile": 0, "FileVersion": 9, "X": [one(1, "a")], "Y": [1, {}]}
    doc = parse(json.dumps(text))
    assert identity_for(doc.format, doc.text.at("/X")) is CLASS_LIST
    assert identity_for(doc.format, doc.text.at("/Y")) is None


def test_unspelled_differences_are_no_differences():
    left = JsonText.parse('{"a": [1, 2.50], "b": "\\u0041", "c": [[1],\n [2]]}').root
    right = JsonText.parse('{"c":[[1],[2]],"b":"A","a":[1,2.5]}').root
    assert same(left, right)
    assert not same(left, JsonText.parse('{"c":[[1],[2]],"b":"A","a":[1.0,2.5]}').root)


def calls_of(count):
    """Return how many calls it takes to align so many classes, reordered and renumbered."""
    source = random.Random(4)
    old = [one(value, f"class {value}", Red=value % 256) for value in range(count)]
    new = [{**element, "ClassValue": 7 * count - element["ClassValue"]} for element in old]
    source.shuffle(new)
    both = views(old), views(new)
    align(
        *both, CLASS_LIST
    )  # what is looked into for the first time is scanned, which is no work of aligning
    calls = 0

    def count_call(_frame, event, _argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count_call)
    try:
        found = align(*both, CLASS_LIST)
    finally:
        sys.setprofile(None)
    assert len(found.pairs) == count
    return calls


def test_the_work_grows_no_faster_than_n_log_n():
    assert calls_of(5000) < 5.5 * calls_of(1000)
