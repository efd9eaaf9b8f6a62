"""Lines and columns are those that an editor shows."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecdkit.text import JsonText, position
from ecdkit.text.position import Ruler, place_of


@given(st.text("aé漢😀 \r\n\t", max_size=30), st.lists(st.integers(0, 30)), st.integers(1, 5))
@example("a\r\nb", [2, 1, 4, 2, 3], 1)
@example("\r\r\n\n\r", [5, 0, 1, 2, 3, 4, 5], 1)
def test_places_are_told_as_by_one_who_splits_the_text_into_lines(text, indices, piece):
    ruler = Ruler(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(position, "_PIECE", piece)
        for index in indices:
            before = text[:index]
            lines = re.split("\r\n|\r|\n", before)
            place = (len(lines), len(lines[-1]) + 1)
            offset = len(before.encode())
            assert place_of(text.encode(), offset) == place
            # Also where another place was asked for before.
            assert ruler.place(offset) == place


def test_columns_count_code_points_also_on_a_line_of_megabytes():
    line = "é" * (1 << 20) + "😀"
    assert place_of(line.encode(), len(line.encode())) == (1, len(line) + 1)


def test_a_view_knows_where_it_stands():
    text = JsonText.parse('\ufeff{\r\n\t"名": ["😀", 7],\r"b": 0}')
    assert text.at("/名/1").place == (2, 13)
    assert text.at("/b").place == (3, 6)
    assert text.root.place == (1, 1)


def test_a_ruler_goes_by_one_mark_although_another_thread_sets_it_meanwhile():
    class Shared(Ruler):
        """A ruler whose mark is another one at each look, as other threads would have it."""

        marks = iter(({}, {"offset": 6, "line": 4, "start": 6}))

        @property
        def _mark(self):
            return position._Mark(**next(self.marks))

        @_mark.setter
        def _mark(self, mark):
            pass

    assert Shared(b"a\nb\nc\nd").place(2) == (2, 1)
