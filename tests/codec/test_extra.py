"""Unknown members: kept as they stand, in order, equal when they are to the type."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.codec import Extra
from ecdkit.testing.texts import json_texts
from ecdkit.testing.values import json_names, json_values
from ecdkit.text import JsonText, equal

objects = st.dictionaries(json_names(), json_values(), max_size=5)


def read(text):
    """The members of an object as places of its text."""
    return Extra(dict(JsonText.parse(text).root.members()))


@given(objects.flatmap(lambda value: json_texts(st.just(value))))
def test_members_are_what_they_are_in_the_text(written):
    text, value = written
    extra = read(text)
    assert list(extra) == list(value)
    assert len(extra) == len(value)
    assert all(equal(extra[name], value[name]) for name in value)
    assert all(name in extra for name in value)


@given(objects.flatmap(lambda value: json_texts(st.just(value))))
def test_members_in_a_text_and_in_python_are_the_same(written):
    text, value = written
    one, other = read(text), Extra(value)
    assert one == other
    assert other == one
    assert one == value
    assert hash(one) == hash(other)
    for same in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one)), Extra(one)):
        assert same == one
        assert list(same) == list(one)
        assert hash(same) == hash(one)


@given(objects, objects)
def test_members_are_equal_exactly_when_names_and_values_are(one, other):
    assert (Extra(one) == Extra(other)) == equal(one, other)


@given(objects)
def test_the_order_of_members_is_kept_and_does_not_matter(value):
    turned = dict(reversed(value.items()))
    assert list(Extra(turned)) == list(turned)
    assert Extra(turned) == Extra(value)


@given(objects, objects)
def test_members_are_added_and_taken_away_without_changing_what_was(one, other):
    before = Extra(one)
    both = before | other
    assert equal(dict(both), {**one, **other})
    assert both == before | Extra(other)
    assert both.without(*other) == Extra(one).without(*other)
    assert before == Extra(one)


@pytest.mark.parametrize("value", [1, True, 1.0, "1", [1], None, 0.0, -0.0, {"a": 1}])
@pytest.mark.parametrize("other", [1, True, 1.0, "1", [1], None, 0.0, -0.0, {"a": 1}])
def test_values_of_different_types_differ(value, other):
    same = type(value) is type(other) and repr(value) == repr(other)
    assert (Extra({"a": value}) == Extra({"a": other})) == same


def test_members_show_their_names():
    assert repr(Extra({"Vendor": 1, "Note": 2})) == "Extra(Vendor, Note)"


def test_members_of_something_else_are_not_equal():
    assert Extra() != 1
    assert Extra() != []
