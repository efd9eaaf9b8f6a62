"""Pointers name places as RFC 6901 says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.errors import PointerError
from ecdkit.testing.texts import json_places, json_texts, json_values
from ecdkit.text import JsonText, equal, format_pointer, parse_pointer
from ecdkit.text.pointer import parse_index

# RFC 6901, section 5.
EXAMPLE = r"""{
    "foo": ["bar", "baz"],
    "": 0,
    "a/b": 1,
    "c%d": 2,
    "e^f": 3,
    "g|h": 4,
    "i\\j": 5,
    "k\"l": 6,
    " ": 7,
    "m~n": 8
}"""
WHOLE = {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4}
WHOLE |= {"i\\j": 5, 'k"l': 6, " ": 7, "m~n": 8}


@given(st.lists(st.text("/~01a%#é\ud800", max_size=4) | st.text() | st.integers(0, 10**9)))
def test_tokens_survive_in_a_pointer(tokens):
    pointer = format_pointer(tuple(tokens))
    assert parse_pointer(pointer) == tuple(map(str, tokens))
    assert format_pointer(parse_pointer(pointer)) == pointer


@given(
    json_values().flatmap(lambda value: st.tuples(json_texts(st.just(value)), json_places(value)))
)
def test_a_pointer_leads_to_what_python_finds(found):
    (text, value), path = found
    for token in path:
        value = value[token]
    view = JsonText.parse(text).at(format_pointer(path))
    assert equal(view.value(), value)
    assert view.path == path
    assert view.pointer == format_pointer(path)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", WHOLE),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/e^f", 3),
        ("/g|h", 4),
        ("/i\\j", 5),
        ('/k"l', 6),
        ("/ ", 7),
        ("/m~0n", 8),
        # Section 6: the same as URI fragments.
        ("#", WHOLE),
        ("#/foo", ["bar", "baz"]),
        ("#/foo/0", "bar"),
        ("#/", 0),
        ("#/a~1b", 1),
        ("#/c%25d", 2),
        ("#/e%5Ef", 3),
        ("#/g%7Ch", 4),
        ("#/i%5Cj", 5),
        ("#/k%22l", 6),
        ("#/%20", 7),
        ("#/m~0n", 8),
    ],
)
def test_the_examples_of_the_standard_hold(pointer, value):
    assert equal(JsonText.parse(EXAMPLE).at(pointer).value(), value)


def test_the_order_of_unescaping_is_that_of_the_standard():
    assert parse_pointer("/~01") == ("~1",)


@pytest.mark.parametrize(
    "pointer", ["foo", "foo/bar", "/~", "/~2", "/a~", "/~~0", "#foo", "#/%ff", "#/~2", "#/\ud800"]
)
def test_what_is_no_pointer_is_refused(pointer):
    with pytest.raises(PointerError):
        parse_pointer(pointer)


@pytest.mark.parametrize(
    "token", ["", "-", "-1", "+1", "01", "00", "1.0", " 1", "1 ", "²", "١", "a"]
)
def test_what_is_no_index_is_none(token):
    assert parse_index(token) is None


@given(st.integers(0, 10**17))
def test_an_index_is_a_decimal_number(index):
    assert parse_index(str(index)) == index


def test_an_index_of_very_many_digits_is_none():
    assert parse_index("9" * 5000) is None


@pytest.mark.parametrize(
    ("pointer", "message"),
    [
        ("/bar", "there is no member 'bar'"),
        ("/foo/2", "there is no element 2: the array has 2"),
        ("/foo/-", "'-' is no index of an array"),
        ("/foo/01", "'01' is no index of an array"),
        ("/foo/" + "1" * 5000, "is no index of an array"),
        ("/foo/0/x", "a string has nothing inside"),
        ("/ /0", "a number has nothing inside"),
    ],
)
def test_a_pointer_that_leads_nowhere_tells_where_it_ended(pointer, message):
    with pytest.raises(PointerError, match=message) as refused:
        JsonText.parse(EXAMPLE).at(pointer)
    assert refused.value.line >= 1
    assert refused.value.column >= 1
    assert pointer.startswith(refused.value.pointer)
    assert len(refused.value.message) < 120
