"""What a value cannot show is found where it stands, and nowhere else."""

from __future__ import annotations

import json
import time
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.testing.texts import json_strings, json_texts, json_values
from ecdkit.text import JsonText, WideNumber, lexical, scanner
from ecdkit.text.grammar import decode_string
from ecdkit.text.lexical import (
    duplicate_names,
    is_uniform,
    lone_surrogates,
    nonfinite_numbers,
    value_at,
    wide_numbers,
)


def everything(text):
    """Yield every value of a text, the slow way."""
    stack = [text.root]
    while stack:
        view = stack.pop()
        yield view
        stack += list(view.children())[::-1]


def offsets(findings):
    return sorted(finding.offset for finding in findings)


def counted(findings):
    return sum(1 + finding.more for finding in findings)


def is_wide(view):
    if view.kind != "number":
        return False
    value = view.value()
    return isinstance(value, WideNumber) or (isinstance(value, int) and abs(value) >= 10**309)


def holds_half(token):
    return any("\ud800" <= character <= "\udfff" for character in decode_string(token))


@given(json_texts(irregular=True), st.sampled_from([0, 1 << 20]), st.sampled_from([0, 1 << 20]))
def test_what_is_found_is_what_a_walk_over_everything_finds(document, small, many):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexical, "_SMALL", small)
        patch.setattr(scanner, "_MANY_NODES", many)
        patch.setattr(scanner, "_BYTES_A_NODE", 1 << 30)
        text = JsonText.parse(document[0])
        found = [list(find(text)) for find in FINDERS]
    views = list(everything(text))
    twice = [span[0] for view in views for _, span in view.duplicates()]
    strings = [view.span for view in views if view.kind == "string"]
    strings += [view.key_span for view in views if view.key_span]
    halves = [start for start, end in strings if holds_half(text.data[start:end])]
    nonfinite = [view.span[0] for view in views if view.kind == "non-finite number"]
    wide = [view.span[0] for view in views if is_wide(view)]
    assert offsets(found[0]) == sorted(twice)
    assert offsets(found[1]) == sorted(halves)
    assert counted(found[2]) == len(nonfinite)
    assert {finding.offset for finding in found[2]} <= set(nonfinite)
    assert counted(found[3]) == len(wide)
    assert {finding.offset for finding in found[3]} <= set(wide)
    for finding in found[2] + found[3]:
        assert text.at(finding.pointer).span[0] == finding.offset
        assert text.at(finding.pointer).token.decode() == finding.token


FINDERS = (duplicate_names, lone_surrogates, nonfinite_numbers, wide_numbers)


def repeats(piece):
    """Whether an object in a text repeats a name, by another reader."""
    seen = []

    def note(pairs):
        seen.append(len(dict(pairs)) < len(pairs))

    json.loads(piece, object_pairs_hook=note)
    return any(seen)


# Strings of what is also structure, in objects whose names often are the same.
_TRICKY = st.text('{}[]:,"\\a1 e', max_size=3)
_SHAPED = st.recursive(
    st.integers(0, 9).map(str) | _TRICKY.map(json.dumps),
    lambda inner: (
        st.lists(st.tuples(_TRICKY.map(json.dumps), inner), max_size=4).map(
            lambda pairs: "{" + ",".join(f"{name}: {value}" for name, value in pairs) + "}"
        )
        | st.lists(inner, max_size=3).map(lambda found: "[" + ", ".join(found) + "]")
    ),
    max_leaves=12,
)


@given(_SHAPED)
def test_a_text_of_uniform_objects_repeats_no_name(piece):
    assert not (is_uniform(piece.encode()) and repeats(piece))


@given(st.lists(_SHAPED | st.just('{"a": 1, "b": "x"}')), st.integers(1, 40), st.integers(2, 3))
def test_nor_does_one_that_is_looked_at_in_parts(pieces, part, run):
    piece = ("[" + ", ".join(one for one in pieces for _ in range(run)) + "]").encode()
    with patch.multiple(lexical, _PART=part, _RUN=run):
        assert not (is_uniform(piece) and repeats(piece))
        assert not (is_uniform(b'"{' + piece, 2) and repeats(piece))


def test_a_list_of_like_objects_is_uniform_in_parts_of_any_size():
    like = b'{"T": [%s]}' % b", ".join(b'{"a": %d, "b": "x"}' % at for at in range(40))
    odd = like[:-2] + b', {"a": 1, "b": "x", "b": "y"}]}'
    for part in range(30, len(odd) + 1):
        with patch.object(lexical, "_PART", part):
            assert is_uniform(like)
            assert not is_uniform(odd)


@pytest.mark.parametrize(
    ("piece", "uniform"),
    [
        ('{"T": [{"a": 1, "b": 2.5}, {"a": 3, "b": 4e5}]}', True),
        ('{"a": {"a": {"a": 1}, "b": 2}}', True),
        ('{"a": 1, "a": 2}', False),
        ('{"x": [{"a": 1, "b": 2}, {"a": 1, "a": 2}]}', False),
        ('{"a": 1, "\\u0061": 2}', False),
        ('{"a": "x{", "a": "y}"}', False),
        ('{"a": "x", ":k": 1, ":k": 2}', False),
        ('{"k{": ":,", ":}": 5, ":}": 6}', False),
    ],
)
def test_objects_are_uniform_where_few_shapes_make_them_up(piece, uniform):
    assert is_uniform(piece.encode()) == uniform


WORDS = ["NaN", "-inf", "1.#INF", "1e400", ".1e999", ".e999", "1.2.3e400", "1e-400", "." * 200]


@pytest.mark.parametrize("word", [*WORDS, "1" * 400, "-1e999", "007e999"])
@pytest.mark.parametrize("frame", ['"%s"', '["a %s b", 1]', '{"%s": 1, " %s ": [" %s,", ",%s]"]}'])
def test_what_looks_like_a_number_inside_a_string_is_none(word, frame):
    text = JsonText.parse(frame.replace("%s", word))
    assert list(wide_numbers(text)) == []
    assert list(nonfinite_numbers(text)) == []


@pytest.mark.parametrize("frame", ["%s", "[%s]", '{"a":%s}', '["%s", %s\n, 1]', "[[1,[%s ,2]]]"])
def test_a_number_is_found_wherever_a_value_may_stand(frame):
    for word, find in (("-nan(ind)", nonfinite_numbers), ("-1.5E400", wide_numbers)):
        (found,) = find(JsonText.parse(frame.replace("%s", word)))
        assert found.token == word
        assert found.offset == frame.rindex("%s") + (len(word) - 2) * (frame.count("%s") - 1)


@given(json_texts(), st.data())
def test_the_value_at_an_offset_is_the_innermost_around_it(document, data):
    text = JsonText.parse(document[0])
    offset = data.draw(st.integers(0, len(text.data) - 1))
    around = [view for view in everything(text) if view.span[0] <= offset < view.span[1]]
    innermost = max(around, key=lambda view: len(view.path), default=None)
    found = value_at(text, offset)
    if found is None:
        assert innermost is None
    elif found.is_leaf:
        assert found.span in [view.span for view in around]
    else:
        assert found.span == innermost.span


@given(json_texts(st.dictionaries(json_strings(), json_values())))
def test_a_plain_text_is_not_suspected(document):
    text = JsonText.parse(document[0])
    assert [list(find(text)) for find in (duplicate_names, nonfinite_numbers, wide_numbers)] == [
        []
    ] * 3


@pytest.mark.parametrize(
    "raw",
    [
        b'["' + b"1." * 500_000 + b'"]',
        b'["' + b" 1." * 300_000 + b'"]',
        b'["' + b"1" * 1_000_000 + b'"]',
        b'["' + b"1e" * 500_000 + b'"]',
        b"[" + b"NaN," * 100_000 + b"1]",
        b"[" + b'"NaN",NaN,' * 30_000 + b"1]",
        b"[" + b'"\\ud800",' * 30_000 + b"1]",
        b'["' + b'\\"' * 500_000 + b'\\ud800"]',
        b'["' + b"\\\\" * 500_000 + b'\\ud800"]',
        b"{" + b'"a":1,' * 30_000 + b'"a":1}',
    ],
    ids=lambda raw: raw[:12].decode(),
)
def test_a_hostile_text_is_searched_in_bounded_time(raw):
    text = JsonText.parse(raw)
    begin = time.process_time()
    for find in FINDERS:
        list(find(text))
    assert time.process_time() - begin < 10
