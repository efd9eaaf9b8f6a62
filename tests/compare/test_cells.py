"""The shape of arrays of numbers, and which of their cells differ, whatever the white space."""

from __future__ import annotations

import json
import math
import random
import re
import sys

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecdkit.compare import cells
from ecdkit.compare.cells import Tolerance, compare_leaves
from ecdkit.compare.grid import dense_grid, flat_indices, grid_of
from ecdkit.compare.same import same
from ecdkit.text import JsonText

rows = st.lists(st.sampled_from([0, 1, 2.5, -3e10]), max_size=4)
ragged = st.lists(rows | st.just(7) | st.lists(rows, max_size=2), max_size=5)
matrices = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1)
)
spaces = st.sampled_from(["", " ", "\n  "])


def spelled(value, space):
    return (
        re.sub(r"([\[\],])", rf"{space}\1{space}", json.dumps(value, separators=(",", ":")))
        .strip()
        .encode()
    )


def shape(value):
    """Rows and columns as NumPy has them; None of what is no matrix of numbers."""
    try:
        array = np.array(value, float)
    except (ValueError, TypeError):
        return None
    return array.shape if array.ndim == 2 and array.size else None


@given(ragged | matrices, spaces)
def test_a_grid_is_that_of_numpy(value, space):
    leaf = spelled(value, space)
    assert grid_of(leaf) == shape(value)
    # What is quicker says the same, or nothing.
    assert dense_grid(leaf) in (shape(value), None)
    if not space and shape(value) and shape(value)[1] > 1:
        assert dense_grid(leaf) == shape(value)


@pytest.mark.parametrize("loaded", [True, False])
@given(value=ragged | matrices, space=spaces, other=spaces, seed=st.integers(0, 99))
def test_the_cells_that_differ_are_found_by_their_indices(loaded, value, space, other, seed):
    wanted = {}
    source = random.Random(seed)

    def changed(one, path):
        if isinstance(one, list):
            return [changed(held, (*path, at)) for at, held in enumerate(one)]
        if source.random() < 0.3:
            wanted[path] = (one, one + 0.5)
        return wanted.get(path, (one, one))[1]

    new = changed(value, ())
    modules = sys.modules
    hidden = {} if loaded else {"numpy": modules.pop("numpy")}
    try:
        leaf = compare_leaves(
            spelled(value, space), spelled(new, other), Tolerance(), respelling=False
        )
        flat = flat_indices(spelled(value, space), list(wanted))
    finally:
        modules.update(hidden)
    if leaf is None:
        # Arrays without a number are told as a whole.
        assert re.search(rb"\[\s*\]", spelled(value, "")) or not re.search(r"\d", json.dumps(value))
        return
    assert leaf.changed == len(wanted)
    if leaf.listed is not None:
        assert {one.path: (float(one.old), float(one.new)) for one in leaf.listed} == wanted
    assert sorted(flat) == sorted(set(flat))
    assert None not in flat


def test_rows_that_are_longer_than_two_bytes_count():
    long = [1] * 70_000
    for value in ([long], [long, long], [long, long[:-1]], [[1, 2], long], [long, [1, 2]]):
        assert grid_of(spelled(value, "")) == (
            (len(value), 70_000) if all(len(row) == 70_000 for row in value) else None
        )


def test_a_leaf_with_one_number_has_cells():
    leaf = compare_leaves(b"[5e-324]", b"[ 5E-324 ]", Tolerance(), respelling=True)
    assert leaf is not None
    assert (leaf.cells, leaf.changed) == (1, 0)


@pytest.mark.parametrize("wide", [b"1e400", b"-1E400", b"1e-400", b"1" + b"0" * 400 + b".5"])
@pytest.mark.parametrize("other", [b"0", b"0.5", b"2e400", b"3" + b"0" * 400])
def test_no_tolerance_reaches_a_number_that_no_double_holds(wide, other):
    tolerance = Tolerance(relative=1.0, absolute=1e308)
    for old, new in ((wide, other), (other, wide)):
        leaf = compare_leaves(
            b"[" + old + b",0.5]", b"[" + new + b",0.25]", tolerance, respelling=True
        )
        assert leaf is not None
        # The other cell is near: that a tolerance is at work stays true.
        assert (leaf.changed, leaf.left_out) == (1, True)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (b"[[],[15]]", b"[[],[15.0]]", True),
        (b"[[],[15]]", b"[[15],[]]", False),
        (b"[[],[15]]", b"[[],[]]", False),
        (b"[[],[15,null]]", b"[[],[15.0,null]]", True),
        (b"[[],[15,null]]", b"[[],[15.0,true]]", False),
        (b"[[],[0]]", b"[[],[-0]]", False),
    ],
)
def test_cells_beside_empty_arrays_are_compared_too(one, other, same):
    assert cells.same_cells(one, other) is same


def test_an_empty_array_is_not_one_of_a_single_number():
    for one, other in (("[]", "[1]"), ("[[], [2]]", "[[1], [2]]"), ("[ ]", "[0]")):
        left, right = JsonText.parse(one).root, JsonText.parse(other).root
        assert not same(left, right)
        assert not same(right, left)
    assert same(JsonText.parse("[]").root, JsonText.parse("[ ]").root)


reals = st.floats(allow_nan=False, allow_infinity=False)
tolerances = st.floats(0, 1e300) | st.sampled_from([0.0, 0.1, 0.5, 1.0])


@given(reals, reals, tolerances, tolerances)
@example(100.0, 115.0, 0.1, 10.0)
def test_of_two_tolerances_either_is_enough_and_they_do_not_add_up(one, other, relative, absolute):
    alone = Tolerance(relative).allows(one, other), Tolerance(absolute=absolute).allows(one, other)
    both = Tolerance(relative, absolute)
    assert both.allows(one, other) == both.allows(other, one) == any(alone)
    if relative <= 1:
        # An independent reading of the same sentence.
        near = math.isclose(one, other, rel_tol=relative, abs_tol=absolute)
        assert both.allows(one, other) == (bool(both) and near)
