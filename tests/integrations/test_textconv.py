"""What git is shown of a definition differs wherever the definition does."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from ecdkit.integrations.git.textconv import readable
from ecdkit.testing.texts import edited_values, json_texts, json_values
from ecdkit.text import equal

ragged = st.recursive(
    st.sampled_from([0, 1, 2.5]), lambda inner: st.lists(inner, max_size=3), max_leaves=6
)
objects = st.dictionaries(st.text(max_size=3), json_values(irregular=True), max_size=4)


def shown(value):
    return readable(json.dumps({"x": value}).encode())


@given(ragged, ragged)
@example([[1], [2], 3], [[1], [2], 4])
@example([[], []], [[]])
def test_arrays_of_any_shape_look_alike_only_where_they_are(one, other):
    assert (shown(one) == shown(other)) == equal(one, other)


@given(objects, st.data())
def test_texts_of_two_values_never_look_alike(old, data):
    new = data.draw(edited_values(old).filter(lambda value: isinstance(value, dict)))
    (one, _), (other, _) = (data.draw(json_texts(st.just(value))) for value in (old, new))
    if not equal(old, new):
        assert readable(one.encode()) != readable(other.encode())


def test_rows_beyond_a_thousand_are_told_in_groups_and_each_change_shows():
    rows = [[at, 0.5] for at in range(2345)]
    before = shown(rows).splitlines()
    rows[1234][1] = 0.25
    after = shown(rows).splitlines()
    assert len(before) < 30
    (changed,) = [at for at, pair in enumerate(zip(before, after, strict=True)) if len({*pair}) > 1]
    assert b"rows 1200 to 1299, sha256" in after[changed]
