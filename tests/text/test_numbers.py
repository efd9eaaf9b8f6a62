"""A numeric leaf is an array of its numbers, and keeps their spelling until they change."""

from __future__ import annotations

import copy
import json
import math
import pickle
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ecdkit.errors import DefinitionError, EcdError, EditError, JsonSyntaxError
from ecdkit.testing.texts import json_numbers, json_texts
from ecdkit.text import JsonText, Numbers, WideNumber, insert, rewrite, set_value
from ecdkit.text.numbers import first_stranger, same_bits

# Doubles and their bits, not-a-numbers of every kind among them.
doubles = st.floats(width=64) | st.sampled_from([0.0, -0.0, 1.0, 15.0, -3.0, math.nan, math.inf])
finite = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-20, 20).map(float)
rows = st.lists(json_numbers(irregular=True), max_size=8)
matrices = st.integers(0, 4).flatmap(
    lambda width: st.lists(
        st.lists(json_numbers(irregular=True), min_size=width, max_size=width), max_size=4
    )
)


def double(number):
    return float(number.token) if isinstance(number, WideNumber) else float(number)


def spellings(token):
    return re.findall(rb"[^\[\], \t\r\n]+", token)


@given(json_texts(rows), st.sampled_from(["full", "structure"]))
def test_a_list_of_numbers_is_an_array_of_them(document, check):
    text, values = document
    view = JsonText.parse(f'{{"a": {text}}}', check=check).at("/a")
    array = Numbers(view, 1).array
    assert same_bits(array, np.array([double(value) for value in values], dtype=np.float64))
    assert not array.flags.writeable
    assert Numbers(view, 1).are_numbers()


@given(json_texts(matrices), st.sampled_from(["full", "structure"]))
def test_a_list_of_rows_is_a_matrix(document, check):
    text, values = document
    view = JsonText.parse(f'{{"a": {text}}}', check=check).at("/a")
    shape = (len(values), len(values[0]) if values else 0)
    expected = np.array([[double(value) for value in row] for row in values], dtype=np.float64)
    assert same_bits(Numbers(view, 2).array, expected.reshape(shape))
    assert Numbers(view, 2).are_numbers()


@given(st.lists(doubles, max_size=6), st.lists(doubles, max_size=6))
def test_arrays_are_the_same_when_their_bits_are_and_not_a_number_is_one(one, other):
    def bits(values):
        return ["nan" if math.isnan(value) else value.hex() for value in values]

    first, second = Numbers(np.array(one), 1), Numbers(np.array(other), 1)
    assert first == Numbers(np.array(one), 1)
    assert (first == second) == (second == first) == (bits(one) == bits(other))
    assert first != one
    if first == second:
        assert hash(first) == hash(second)


def test_not_a_number_is_one_whatever_its_bits():
    quiet, other = np.array([0x7FF8 << 48, 0xFFF8 << 48 | 7], dtype=np.uint64).view(np.float64)
    assert Numbers([1.0, quiet], 1) == Numbers([1.0, other], 1)
    assert Numbers([1.0, quiet], 1) != Numbers([2.0, other], 1)
    text = JsonText.parse(b"[NaN, 1, -nan(ind)]")
    assert rewrite(text, Numbers([other, 2, quiet], 1)).data == b"[NaN, 2, -nan(ind)]"
    assert rewrite(text, Numbers([other, 1, quiet], 1)) is text


def test_shape_and_dimensions_are_part_of_sameness():
    assert Numbers([[1.0, 2.0]], 2) != Numbers([[1.0], [2.0]], 2)
    assert Numbers([], 1) != Numbers(np.empty((0, 0)), 2)
    assert Numbers([1], 1) == Numbers([1.0], 1) == Numbers(np.array([1], dtype=np.uint8), 1)
    assert Numbers(JsonText.parse(b"[1, 2.50]").root, 1) == Numbers([1.0, 2.5], 1)


@given(json_texts(rows), st.data())
def test_only_the_numbers_that_change_are_written_anew(document, data):
    text = JsonText.parse(document[0])
    old = Numbers(text.root, 1).array
    changes = data.draw(st.lists(st.none() | finite, min_size=len(old), max_size=len(old)))
    new = np.array([was if now is None else now for was, now in zip(old, changes, strict=True)])
    edited = rewrite(text, Numbers(new, 1))
    assert same_bits(Numbers(edited.root, 1).array, new.astype(np.float64))
    before, after = spellings(text.root.token), spellings(edited.root.token)
    differ = [not same_bits(old[at : at + 1], new[at : at + 1]) for at in range(len(old))]
    assert [
        one == two for one, two, changed in zip(before, after, differ, strict=True) if not changed
    ] == [True] * differ.count(False)
    assert re.sub(rb"[^\[\], \t\r\n]+", b"", edited.data) == re.sub(
        rb"[^\[\], \t\r\n]+", b"", text.data
    )


@given(json_texts(matrices))
def test_the_same_numbers_change_nothing(document):
    text = JsonText.parse(document[0])
    numbers = Numbers(text.root, 2)
    for same in (numbers, Numbers(numbers.array, 2), Numbers(numbers.array.copy(order="F"), 2)):
        assert rewrite(text, same).to_bytes() == text.to_bytes()


@given(
    json_texts(st.lists(st.lists(st.integers(-9, 9), min_size=2, max_size=2), max_size=3)),
    arrays.arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(0, 3)), elements=finite),
)
def test_numbers_of_another_shape_are_written_so_that_they_read_the_same(document, array):
    text = JsonText.parse(document[0])
    for new in (array, np.asfortranarray(array), array[::-1]):
        edited = rewrite(text, Numbers(new, 2))
        assert same_bits(Numbers(edited.root, 2).array, np.ascontiguousarray(new))
        assert edited.root.value() == new.tolist()


@given(json_texts(matrices), json_texts())
def test_numbers_go_into_another_text_as_they_are_spelled(document, other):
    numbers = Numbers(JsonText.parse(document[0]).root, 2)
    text = JsonText.parse(f'{{"a": {other[0]}}}')
    if re.search(rb"[nN#]", numbers.token):
        with pytest.raises(EditError, match="JSON has no spelling"):
            set_value(text, "/b", numbers)
        return
    edited = set_value(text, "/b", numbers)
    assert spellings(edited.at("/b").token) == spellings(numbers.token)
    assert Numbers(edited.at("/b"), 2) == numbers


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("[1, 2, 3]", [1, 5, 3], "[1, 5, 3]"),
        ("[1, 2, 3]", [1, 5.5, 3], "[1, 5.5, 3]"),
        ("[1.50, 2.0]", [1.5, 3], "[1.50, 3.0]"),
        ("[1e3, 2]", [1000, 7], "[1e3, 7]"),
        ("[1e3, 2]", [7, 2], "[7.0, 2]"),
        ("[0]", [-0.0], "[-0.0]"),
        ("[-0]", [0.0], "[0]"),
        ("[-0, 1]", [-0.0, 2], "[-0, 2]"),
        ("[1]", [2**53], "[9007199254740992.0]"),
        ("[1]", [1e22], "[1e+22]"),
        ("[NaN, 1]", [math.nan, 2], "[NaN, 2]"),
        ("[-nan(ind)]", [2], "[2]"),
        ("[1,\t2 ]", [1, 2, 3], "[1,\t2,\t3 ]"),
        ("[1.5]", [1, 2], "[1.0,2.0]"),
        ("[]", [1.0, 2.5], "[1.0,2.5]"),
        ("[1, 2]", [], "[]"),
        ("null", [1, 2.5], "[1.0,2.5]"),
    ],
)
def test_a_number_is_written_like_the_one_that_it_replaces(old, new, after):
    assert (
        rewrite(JsonText.parse(old), Numbers(np.array(new, dtype=float), 1)).data == after.encode()
    )


def test_a_matrix_is_written_in_rows_like_the_one_that_it_replaces():
    text = JsonText.parse(b'{"M": [\n   [1, 2],\n   [3, 4]\n ]}')
    grown = rewrite(text, Numbers([[1, 2, 5], [3, 4, 6], [7, 8, 9]], 2), "/M")
    assert grown.data == b'{"M": [\n   [1, 2, 5],\n   [3, 4, 6],\n   [7, 8, 9]\n ]}'
    lined = JsonText.parse(b'{\n\t"M": null\n}')
    filled = rewrite(lined, Numbers([[1.0, 2.0], [3.0, 4.5]], 2), "/M")
    assert filled.data == b'{\n\t"M": [\n\t\t[1.0, 2.0],\n\t\t[3.0, 4.5]\n\t]\n}'


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("old", ["[1, 2]", "[1]", "[]", "7", "[NaN, 3]"])
def test_a_new_number_that_is_not_finite_is_refused(old, number):
    text = JsonText.parse(f'{{"a": {old}}}')
    for edit in (rewrite, lambda text, new, at: insert(text, at + "b", new)):
        with pytest.raises(EditError, match="JSON has no spelling") as refused:
            edit(text, Numbers([1, number], 1), "/a")
        assert refused.value.line == 1


@pytest.mark.parametrize(
    ("leaf", "dimensions", "message", "place"),
    [
        ("[1, true]", 1, "a number is expected, not true (at /a/1)", 11),
        ("[1, null]", 1, "a number is expected, not null (at /a/1)", 11),
        ("[1, [2]]", 1, "a number is expected, not array (at /a/1)", 11),
        ("[1, 2]", 2, "a row is expected (at /a/0)", 8),
        ("[[1], 2]", 2, "a row is expected (at /a/1)", 13),
        ("[[1], [2, false]]", 2, "a number is expected, not false (at /a/1/1)", 17),
        ("[[1], [[2]]]", 2, "a number is expected, not array (at /a/1/0)", 14),
        ("[[1], [2, 3]]", 2, "the rows of a matrix differ in length (at /a)", 7),
        ("[[], [1]]", 2, "the rows of a matrix differ in length (at /a)", 7),
        ('"x"', 1, "a number is expected, not string (at /a)", 7),
        ("7", 1, "a row is expected (at /a)", 7),
        ("{}", 2, "a number is expected, not object (at /a)", 7),
        ('[1, "x"]', 1, "a number is expected, not strings or objects (at /a)", 7),
    ],
)
def test_what_is_no_array_of_numbers_is_refused_where_it_stands(leaf, dimensions, message, place):
    view = JsonText.parse(f'{{"a": {leaf}}}').at("/a")
    for _ in range(2):
        with pytest.raises(DefinitionError) as refused:
            _ = Numbers(view, dimensions).array
        assert str(refused.value) == f"1:{place}: {message}"


@given(json_texts(rows | matrices), st.sampled_from([1, 2]))
def test_a_leaf_is_all_numbers_unless_there_is_a_first_stranger(document, dimensions):
    view = JsonText.parse(document[0]).root
    stranger = first_stranger(view, dimensions)
    assert Numbers(view, dimensions).are_numbers() == (stranger is None)
    if stranger is not None:
        inside = view
        for index in stranger[1]:
            inside = inside.nth(index)
        assert inside.span[0] == stranger[0]


@pytest.mark.parametrize("source", ["[1, 2]", "[[[1]]]", "[true]", '["x"]', "7"])
def test_what_is_no_matrix_is_not_copied_as_one(source):
    numbers = Numbers(JsonText.parse(source).root, 2)
    text = JsonText.parse(b'{"a": 1}', check="structure")
    with pytest.raises(EcdError):
        set_value(text, "/b", numbers)


def test_rows_of_different_lengths_are_copied_as_they_are():
    rows = Numbers(JsonText.parse(b"[[1,2.50],[3]]").root, 2)
    copied = set_value(JsonText.parse(b'{"a": 1}'), "/b", rows)
    assert copied.data == b'{"a": 1, "b": [[1, 2.50], [3]]}'


def test_a_malformed_leaf_is_not_copied():
    numbers = Numbers(JsonText.parse(b'{"a": [1,,2]}', check="structure").at("/a"), 1)
    with pytest.raises(JsonSyntaxError):
        set_value(JsonText.parse(b"{}"), "/b", numbers)


@pytest.mark.parametrize(
    ("source", "dimensions"),
    [
        ([True, 1.0], 1),
        ([[1.0, True]], 2),
        (np.array([True]), 1),
        (["1"], 1),
        ([None], 1),
        ([[1], [2, 3]], 2),
        ([1, 2], 2),
        ([[1, 2]], 1),
        (7, 1),
        ([2**53 + 1], 1),
        ([-(2**63) + 1], 1),
        ([2**64 - 1], 1),
        ([10**30], 1),
        ([10**400, 1.5], 1),
        ([1j], 1),
        ([{}], 1),
    ],
)
def test_what_no_array_of_doubles_holds_is_refused(source, dimensions):
    with pytest.raises(EditError):
        Numbers(source, dimensions)


@pytest.mark.parametrize("integer", [2**53, -(2**53), 2**60, -(2**63), 2**63])
def test_integers_that_are_doubles_are_taken(integer):
    assert Numbers([integer], 1).array.tolist() == [integer]


def test_numbers_are_their_own():
    given_array = np.array([1.0, 2.0])
    numbers = Numbers(given_array, 1)
    given_array[0] = 9
    assert numbers.array.tolist() == [1.0, 2.0]
    assert Numbers.of(numbers, 1) is numbers
    assert Numbers.of([1.0, 2.0], 1) == numbers
    with pytest.raises(EditError, match="2 dimensions"):
        Numbers.of(numbers, 2)


@given(json_texts(rows))
def test_numbers_cross_borders_between_processes(document):
    numbers = Numbers(JsonText.parse(document[0]).root, 1)
    for same in (pickle.loads(pickle.dumps(numbers)), copy.deepcopy(numbers)):
        assert same == numbers
        assert same.token == numbers.token
    plain = Numbers(numbers.array, 1)
    assert pickle.loads(pickle.dumps(plain)) == plain == numbers


def test_numbers_are_shown_in_brief():
    view = JsonText.parse(b'{"a": [[1, 2]]}').at("/a")
    numbers = Numbers(view, 2)
    assert repr(numbers) == "<numbers at /a>"
    assert numbers.array.shape == (1, 2)
    assert repr(numbers) == "<numbers of shape (1, 2)>"


def test_a_million_numbers_are_not_a_million_nodes():
    text = JsonText.parse(json.dumps({"a": [list(range(1000))] * 1000}).encode())
    assert Numbers(text.at("/a"), 2).array.shape == (1000, 1000)
    assert text.at("/a").node.items is None
