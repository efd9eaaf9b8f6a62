"""Two values are the same when they are of one type and one value, exactly."""

from __future__ import annotations

import copy
import math
import struct
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.errors import EcdError
from ecdkit.testing.texts import edited_values, json_numbers, json_values
from ecdkit.text import JsonText, Numbers, WideNumber, equal
from ecdkit.text.values import parse_nonfinite, parse_number, parse_scalar

# No two of these are the same.
DISTINCT = [
    *(None, True, False, 0, 1, 10**30, -(10**30), 2**53, 2**53 + 1),
    *(0.0, -0.0, 1.0, 1e30, float(2**53), math.nan, math.inf, -math.inf, 5e-324),
    *("", "0", "1", "1.0", "true", "null", "é", "e\u0301"),
    *(WideNumber("1e400"), WideNumber("1e401"), WideNumber("-1e400"), WideNumber("1e-400")),
    *([], [0], [0, 0], [0.0], [[]], ["0"], {}, {"": 0}, {"": 0.0}, {"a": 0}, {"": 0, "a": 0}),
    *(Numbers([0], 1), Numbers([-0.0], 1), Numbers([[0]], 2), Numbers([0, 1], 1)),
]


def frozen(value):
    """Return a form of a value in which only the same things are equal to Python."""
    if isinstance(value, float):
        return "not a number" if math.isnan(value) else struct.pack("d", value)
    if isinstance(value, WideNumber):
        return (WideNumber, Decimal(value.token))
    if isinstance(value, list):
        return (list, tuple(map(frozen, value)))
    if isinstance(value, dict):
        return (dict, frozenset((name, frozen(member)) for name, member in value.items()))
    return (type(value), value)


@pytest.mark.parametrize("one", range(len(DISTINCT)))
def test_a_value_is_the_same_as_itself_and_as_no_other(one):
    for other, value in enumerate(DISTINCT):
        assert equal(DISTINCT[one], copy.deepcopy(value)) == (one == other)


@given(
    json_values(irregular=True).flatmap(
        lambda value: st.tuples(st.just(value), edited_values(value))
    )
)
def test_sameness_is_that_of_types_and_bits(pair):
    one, other = pair
    assert equal(one, copy.deepcopy(one))
    assert equal(one, other) == equal(other, one) == (frozen(one) == frozen(other))


@given(json_numbers(irregular=True), json_numbers(irregular=True))
def test_numbers_are_the_same_when_type_and_value_are(one, other):
    assert equal(one, other) == (frozen(one) == frozen(other))


def test_the_order_of_members_does_not_matter_and_that_of_elements_does():
    assert equal({"a": 1, "b": [1, 2]}, {"b": [1, 2], "a": 1})
    assert not equal({"a": [1, 2]}, {"a": [2, 1]})
    assert equal((1, 2), [1, 2])
    assert not equal("ab", ["a", "b"])
    assert not equal(["a", "b"], "ab")


@given(st.integers(1, 10**9), st.integers(400, 5000), st.integers(0, 30), st.integers(0, 9))
def test_a_wide_number_is_its_decimal_value(digits, power, zeros, comma):
    one = WideNumber(f"-{digits}e{power}")
    more = f"{digits}{'0' * zeros}"
    other = WideNumber(f"-{more}E+{power - zeros}")
    fraction = WideNumber(f"-{more}.{'0' * (comma + 1)}e0{power - zeros}")
    small = WideNumber(f"-0.{'0' * comma}{digits}e{power + comma + len(str(digits))}")
    assert one == other == fraction == small
    assert hash(one) == hash(other) == hash(fraction) == hash(small)
    assert one != WideNumber(f"-{digits}e{power + 1}")
    assert one != WideNumber(f"-{digits + 1}e{power}")
    assert one != WideNumber(f"{digits}e{power}")


def test_wide_numbers_of_the_issue():
    assert equal(WideNumber("1e400"), WideNumber("10e399"))
    assert not equal(WideNumber("1e400"), WideNumber("1e401"))
    assert WideNumber("1e" + "9" * 5000) != WideNumber("1e" + "9" * 5001)
    assert WideNumber("0e" + "9" * 5000) == WideNumber("0.0e400")


@pytest.mark.parametrize("token", ["", "nan", "1e", "007", "٣", "+1", "0x1", "1e400 ", ".5", "1."])
def test_what_is_no_number_of_json_is_no_wide_number(token):
    with pytest.raises(EcdError):
        WideNumber(token)


@given(st.integers(-(10**70), 10**70))
def test_digits_are_an_integer_of_any_size(number):
    assert equal(parse_number(b"%d" % number), number)


@given(st.from_regex(r"\A-?(0|[1-9][0-9]{0,400})(\.[0-9]{1,9})?([eE][+-]?[0-9]{1,3})?\Z"))
def test_a_number_is_a_double_unless_it_does_not_fit(text):
    value = parse_number(text.encode())
    if isinstance(value, int):
        assert value == Decimal(text)
    elif isinstance(value, float):
        assert equal(value, float(text))
        assert math.isfinite(value)
        assert value or not Decimal(text)
    else:
        assert value.token == text
        assert abs(float(text)) in (0.0, math.inf)
    for document in (text, f"[{text}]", f'{{"a": [{text}, -0]}}'):
        # However a value is read, as a part or as a whole, it is the same.
        view = JsonText.parse(document).root
        while view.kind in ("object", "array"):
            assert equal(
                view.value(), {"a": [value, -0.0]} if view.kind == "object" else view.value()
            )
            view = next(view.children())
        assert equal(view.value(), value)


@pytest.mark.parametrize("token", [b"9" * 299 + b"e99", b"0." + b"0" * 299 + b"1e-99", b"1e400"])
def test_a_number_beyond_a_double_stays_what_it_is_inside_an_array(token):
    assert equal(JsonText.parse(b"[%s]" % token).root.value(), [WideNumber(token.decode())])


def test_an_integer_beyond_what_python_converts_is_kept_by_its_spelling():
    assert parse_number(b"1" * 5000) == WideNumber("1" * 5000)


def test_minus_zero_without_a_fraction_is_minus_zero():
    for token in (b"-0", b"-0.0", b"-0e7"):
        assert equal(parse_number(token), -0.0)
    assert equal(JsonText.parse(b"[-0, -0.0, 0, 0.0]").root.value(), [-0.0, -0.0, 0, 0.0])


@pytest.mark.parametrize(
    ("token", "value"),
    [(b"true", True), (b"false", False), (b"null", None), (b"7", 7), (b"-inf", -math.inf)],
)
def test_a_token_that_is_no_string_has_its_value(token, value):
    assert equal(parse_scalar(token), value)


def test_every_not_a_number_is_one():
    for token in (b"NaN", b"-nan(ind)", b"1.#IND", b"1.#QNAN0"):
        assert equal(parse_nonfinite(token), math.nan)


def test_numbers_of_an_array_are_compared_bit_by_bit():
    one = Numbers(JsonText.parse(b"[1, -0, 1e400, NaN]").root, 1)
    assert equal(one, Numbers(np.array([1.0, -0.0, math.inf, math.nan]), 1))
    assert not equal(one, Numbers([1.0, 0.0, math.inf, math.nan], 1))
