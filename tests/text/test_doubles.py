"""The shortcuts through other libraries read and write what slower code does, or nothing."""

from __future__ import annotations

import importlib.util
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ecdkit.errors import DefinitionError
from ecdkit.testing.texts import json_numbers, json_texts
from ecdkit.text import JsonText, Numbers, doubles
from ecdkit.text.doubles import parse_doubles, spell_doubles
from ecdkit.text.numbers import same_bits

OPTIONAL = {"simdjson": "_simdjson", "orjson": "_dump"}
numbers = st.lists(json_numbers(irregular=True), max_size=5)
leaves = json_texts(numbers | st.lists(numbers, max_size=4))
finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.fixture(params=["with", "without"], autouse=True)
def library(request, monkeypatch):
    """Everything holds with the optional libraries and without them."""
    lacking = [name for name in OPTIONAL if importlib.util.find_spec(name) is None]
    if request.param == "with" and lacking:
        pytest.skip(f"not installed here: {', '.join(lacking)}")
    monkeypatch.setattr(doubles, "LARGE", 0)
    if request.param == "without":
        for name in OPTIONAL:
            monkeypatch.setitem(__import__("sys").modules, name, None)
    for function in OPTIONAL.values():
        getattr(doubles, function).cache_clear()
    yield
    for function in OPTIONAL.values():
        getattr(doubles, function).cache_clear()


def slowly(leaf, dimensions):
    """Return the array that our own grammar reads, or None."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ecdkit.text.numbers.parse_doubles", lambda *_: None)
        try:
            return Numbers(JsonText.parse(leaf).root, dimensions).array
        except DefinitionError:
            return None


@given(leaves, st.sampled_from([1, 2]))
def test_an_array_is_read_as_slower_code_reads_it_or_left_to_it(document, dimensions):
    leaf = document[0].encode() if isinstance(document[0], str) else document[0]
    found = parse_doubles(leaf.strip(), dimensions)
    if found is not None:
        expected = slowly(leaf, dimensions)
        # Of no numbers the shape is told by the brackets alone.
        assert expected is not None or not found.size
        assert not found.size or same_bits(found, expected)


@pytest.mark.parametrize(
    ("leaf", "dimensions"),
    [
        ("[1, [2]]", 1),
        ("[[1], 2]", 2),
        ("[[1, 2], [3]]", 2),
        ("[[1], [[2]]]", 2),
        ("[[1, [2]], [3, 4]]", 2),
        ("[1, true]", 1),
        ("[1, null]", 1),
        ("[[1], null]", 2),
        ("[0, -0]", 1),
        ("[1e400]", 1),
        ("[NaN]", 1),
    ],
)
def test_what_is_no_array_of_doubles_is_left_to_slower_code(leaf, dimensions):
    assert parse_doubles(leaf.encode(), dimensions) is None


@pytest.mark.parametrize(
    ("leaf", "values"),
    [
        ("[-0.0, 0]", [-0.0, 0.0]),
        ("[18446744073709551615, 9007199254740993]", [1.8446744073709552e19, 9007199254740992.0]),
        ("[-9223372036854775809]", [-9.223372036854775808e18]),
        ("[4.9e-324, 1.7976931348623157e308]", [5e-324, 1.7976931348623157e308]),
        ("[[1, 2.5]]", [[1.0, 2.5]]),
    ],
)
def test_an_array_of_doubles_is_read_at_once(leaf, values):
    found = parse_doubles(leaf.encode(), 2 if leaf.startswith("[[") else 1)
    assert found is not None
    assert same_bits(found, np.array(values))


@given(
    arrays.arrays(
        np.float64,
        st.tuples(st.integers(0, 3), st.integers(0, 3)),
        elements=finite | st.floats(-1.0, 1.0) | st.sampled_from([0.0, -0.0, 1e-5, 1e16, 1e22]),
    )
)
def test_an_array_is_spelled_as_python_spells_it(array):
    for same in (array, np.asfortranarray(array), array[::-1]):
        rows = [json.dumps(row, separators=(",", ":"))[1:-1].encode() for row in same.tolist()]
        assert spell_doubles(same) == rows
