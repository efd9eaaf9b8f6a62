"""Where a name stands twice, no comparison picks one of the two and says nothing of the other."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ecdkit import diff, merge, parse, read
from ecdkit.errors import DuplicateKeyError
from ecdkit.testing.texts import json_texts
from ecdkit.text.kinds import ARRAY, OBJECT

HEAD = '{"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "Definitions": [], "X": '


# Names that stand twice are rare in random texts, and of these one may be the last.
AROUND = ("?", '{"n": ?, "n": 0}', '{"n": 0, "n": ?}', '[{"b": {"n": [?], "n": 0}}]')


def scalars(view):
    """Every scalar in a place, also in members whose name stands again behind them."""
    if view.kind == OBJECT:
        children = [member for _, member in view.members()]
    elif view.kind == ARRAY:
        children = list(view.elements())
    else:
        return [view]
    return [one for child in children for one in scalars(child)]


@given(json_texts(irregular=True), st.sampled_from(AROUND), st.integers(0, 1 << 20))
def test_a_value_that_is_another_is_told_or_refused(written, around, at):
    before = parse(HEAD + around.replace("?", written[0]) + "}")
    places = scalars(before.text.at("/X"))
    assume(places)
    start, end = places[at % len(places)].span
    data = before.text.data
    after = parse(data[:start] + b'"another"' + data[end:])
    for pair in ((before, after), (after, before)):
        try:
            told = bool(diff(*pair))
        except DuplicateKeyError as error:
            told = error.line is not None
        assert told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a": 1, "a": 2}', '{"a": 3, "a": 2}'),
        ('{"a": 2}', '{"a": 1, "a": 2}'),
        ('[{"b": {"a": 1, "a": 2}}]', '[{"b": {"a": 0, "a": 2}}]'),
        ('{"a": 1, "a": 2}', "5"),
        ("[]", '[[{"a": 1, "a": 2}]]'),
    ],
)
def test_a_diff_says_in_which_file_and_where(tmp_path, one, other):
    paths = [tmp_path / "one.ecd", tmp_path / "other.ecd"]
    for path, value in zip(paths, (one, other), strict=True):
        path.write_text(HEAD + value + "}", "utf-8")
    docs = [read(path) for path in paths]
    for pair in (docs, docs[::-1]):
        with pytest.raises(DuplicateKeyError, match="'a' stands twice, and a diff cannot") as found:
            diff(*pair)
        path = next(path for path in paths if str(path) == found.value.path)
        text = path.read_text("utf-8")
        assert text[found.value.column - 1 :].startswith('"a"')
        assert '"a"' in text[: found.value.column - 1]
    # Spelled alike, or left out on request, they are nobody's business.
    assert not diff(docs[0], parse(docs[0].to_bytes() + b"\n"))
    left_out = diff(*docs, ignore=["/X"])
    assert not left_out
    assert left_out.notes == (
        "differences within the tolerance, or in what is ignored, are left out",
    )


def test_a_merge_says_in_which_file_and_where(tmp_path):
    values = {"base": '{"a": 1}', "ours": '{"a": 5}', "theirs": '{"a": 1, "a": 2}'}
    docs = {}
    for name, value in values.items():
        (tmp_path / f"{name}.ecd").write_text(HEAD + value + "}", "utf-8")
        docs[name] = read(tmp_path / f"{name}.ecd")
    for order in (
        ("base", "ours", "theirs"),
        ("base", "theirs", "ours"),
        ("theirs", "ours", "base"),
    ):
        with pytest.raises(DuplicateKeyError, match="and a merge cannot choose") as found:
            merge(*(docs[name] for name in order))
        assert found.value.path == str(tmp_path / "theirs.ecd")
        assert (found.value.line, found.value.column) == (1, len(HEAD) + 10)
