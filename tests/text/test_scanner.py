"""The shortcuts of the scanner find what the grammar finds, at a cost that grows with the text."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import product

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ecdkit.errors import EcdError
from ecdkit.limits import DEFAULT_LIMITS, Limits
from ecdkit.testing.texts import json_texts, json_values, mutated
from ecdkit.text import JsonText, checks, equal, insert, scanner, set_value
from ecdkit.text.fast import FastText
from ecdkit.text.grammar import SPACE
from ecdkit.text.judge import judge
from ecdkit.text.kinds import ARRAY, OBJECT
from ecdkit.text.malformed import Malformed
from ecdkit.text.position import place_of

# Sizes from which on the fast parser is asked, strings are long, and nodes are too many.
ALWAYS = {"_SMALL": 0, "_LONG_STRING": 0, "_MANY_NODES": 0, "_BYTES_A_NODE": 1 << 30}
SHORTCUTS = [
    {"_SMALL": small, "_LONG_STRING": long, "_MANY_NODES": many, "_BYTES_A_NODE": size}
    for small, long, (many, size) in product(
        (0, 1 << 20), (0, 1 << 20), ((0, 1 << 30), (3, 1 << 30), (2, 8), (1 << 20, 0))
    )
]
texts = json_texts(irregular=True).map(lambda document: document[0].encode())
mutants = texts.flatmap(mutated)
# Brackets in every disorder.
tangles = st.lists(st.sampled_from(["[", "]", "{", "}", ",", "1", '"a":', '"a"', " "]), max_size=24)


@contextmanager
def thresholds(settings):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setattr(checks if hasattr(checks, name) else scanner, name, value)
        yield


def outcome(raw, limits=DEFAULT_LIMITS, check="full"):
    """Return everything that a reader can see of a text: each value, or what is wrong and where."""
    try:
        text = JsonText.parse(raw, limits=limits, check=check)
        seen, stack = [], [text.root]
        while stack:
            view = stack.pop()
            seen.append((view.path, view.kind, view.span, view.key_span, view.is_leaf))
            stack += list(view.children())[::-1]
        return seen, text.root.value()
    except EcdError as error:
        return type(error), error.message, error.hint, error.line, error.column


def assert_same(one, other):
    assert one[:-1] == other[:-1]
    assert equal(one[-1], other[-1])


@given(texts | mutants | tangles.map(lambda tokens: "".join(tokens).encode()))
def test_whatever_shortcut_is_taken_the_outcome_is_one(raw):
    with thresholds({"_SMALL": 1 << 30, "_LONG_STRING": 1 << 30, "_MANY_NODES": 1 << 30}):
        expected = outcome(raw)
    for settings in SHORTCUTS:
        with thresholds(settings):
            assert_same(outcome(raw), expected)


@given(texts, st.sampled_from(SHORTCUTS))
def test_a_valid_text_looks_the_same_read_for_its_structure(raw, settings):
    expected = outcome(raw)
    with thresholds(settings):
        assert_same(outcome(raw, check="structure"), expected)


@example(b'{"a":[1', Limits(depth=1), 0)
@example(b'{"a":{"b":[[1,{"c":2', Limits(depth=2), 0)
@given(
    texts | mutants | tangles.map(lambda tokens: "".join(tokens).encode()),
    st.builds(DEFAULT_LIMITS._replace, depth=st.integers(1, 6), number=st.integers(12, 40)),
    st.sampled_from([0, 1 << 20]),
)
def test_the_scan_ends_where_the_grammar_read_token_by_token_does(raw, limits, small):
    assume(is_utf_8(raw))
    expected = end_of_valid(raw, limits)
    with thresholds({"_SMALL": small}):
        if expected is None:
            text = JsonText.parse(raw, check="full", limits=limits)
            assert equal(text.root.value(), JsonText.parse(raw).root.value())
            return
        with pytest.raises(EcdError) as refused:
            JsonText.parse(raw, check="full", limits=limits)
    assert (refused.value.line, refused.value.column) == place_of(raw, expected)


def end_of_valid(raw, limits):
    """Return where a text stops being JSON to the judge; None where all of it is."""
    start = SPACE.match(raw).end()
    if start == len(raw):
        return start
    try:
        end = SPACE.match(raw, judge(raw, start, 0, limits)).end()
    except Malformed as error:
        return error.offset
    return end if end < len(raw) else None


def is_utf_8(raw):
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return not raw.startswith(b"\xef\xbb\xbf") and b"\x00" not in raw[:4]


@given(
    texts | mutants,
    st.builds(DEFAULT_LIMITS._replace, depth=st.integers(1, 5), number=st.integers(12, 40)),
)
def test_in_a_hole_a_limit_is_met_at_the_latest_when_somebody_looks(raw, limits):
    expected = outcome(raw, limits)
    with thresholds(ALWAYS):
        found = outcome(raw, limits)
    assert isinstance(found[0], type) == isinstance(expected[0], type)


def test_the_fast_parser_tells_where_a_value_ends():
    assert FastText(b'{"a":[1]} ,').end_of(0) == 9
    assert FastText(b'{"a":[1]},{"b":[2]}]').end_of(10) == 19
    assert FastText(b"[[1, 2],[3]]").end_of(1) == 7
    assert FastText(b"[1, 2] \n").end_of(0) == 6
    assert FastText(b"[1, 2]").end_of(0) == 6
    assert FastText(b"[1, 2").end_of(0) == -1


@given(texts, st.sampled_from(["", " ", ",", "]", "}", ' , "a"', "\n:", "x", "\u00e9"]))
def test_the_fast_parser_tells_the_end_that_the_grammar_tells(raw, more):
    text, fast = JsonText.parse(raw), FastText(raw + more.encode())
    stack = [text.root]
    while stack:
        view = stack.pop()
        stack += view.children()
        if view.kind in (OBJECT, ARRAY):
            start, end = view.span
            assert end in (fast.end_of(start), fast.end_of_shaded(start))
            assert fast.accepts(start, end) or fast.accepts_shaded(start, end)


@given(texts | mutants)
def test_what_the_fast_parser_accepts_the_grammar_accepts(raw):
    fast, whole = FastText(raw), (0, len(raw))
    if is_utf_8(raw) and (fast.accepts(*whole) or fast.accepts_shaded(*whole)):
        assert end_of_valid(raw, DEFAULT_LIMITS) is None


def test_the_shortcuts_are_taken_where_they_save_something():
    """A text of many small objects is few nodes, and not one of its leaves is judged."""
    raw = b'{"Trees": [' + b",".join([b'{"Node": [1, 2], "Left": {"Value": 1}}'] * 40_000) + b"]}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "judge", lambda *_: pytest.fail("a shortcut was not taken"))
        nodes = count_nodes(patch)
        text = JsonText.parse(raw, check="full")
        assert nodes() < 2 * scanner._MANY_NODES
        assert len(text.at("/Trees")) == 40_000
        assert nodes() < 60_000


def test_a_leaf_is_an_array_without_strings_and_objects():
    text = JsonText.parse(
        b'{"a": [1, [2, null]], "b": [["x"]], "c": [{}], "d": [[1], [2], ["", [3]]], "e": []}'
    )
    leaves = ["/a", "/d/0", "/d/1", "/d/2/1", "/e", "/a/1"]
    others = ["", "/b", "/b/0", "/c", "/d", "/d/2", "/a/0", "/c/0", "/b/0/0"]
    assert all(text.at(pointer).is_leaf for pointer in leaves)
    assert not any(text.at(pointer).is_leaf for pointer in others)


def count_nodes(patch):
    """Count the nodes that are made from now on; call what is returned for their number."""
    made = []

    class Counted(scanner.Node):
        __slots__ = ()

        def __init__(self, kind, size=-1):
            made.append(kind)
            super().__init__(kind, size)

    patch.setattr(scanner, "Node", Counted)
    return lambda: len(made)


TEXTS_OF_SIZE = {
    "objects": lambda size: b"[" + b",".join([b'{"Name": "a", "Color": [1, 2, 3]}'] * size) + b"]",
    "a matrix": lambda size: b'{"Means": [' + b",".join([b"[1.5, 2.5]"] * size) + b"]}",
    "rows among names": lambda size: b'["a",' + b",".join([b"[1.5, [2.5]]"] * size) + b',"b"]',
    "members": lambda size: b"{" + b",".join(b'"%d": [1]' % at for at in range(size)) + b"}",
    "trees": lambda size: b'{"T": [' + b",".join([b'{"L": {"L": {}, "R": {}}}'] * size) + b"]}",
    "open arrays": lambda size: b"[" + b"[1]," * size + b"[" * 9 + b"{",
}


@pytest.mark.parametrize("kind", TEXTS_OF_SIZE)
def test_twice_the_text_makes_at_most_about_twice_the_nodes(kind, monkeypatch):
    nodes = count_nodes(monkeypatch)

    def cost(size):
        before = nodes()
        outcome(TEXTS_OF_SIZE[kind](size))
        return nodes() - before

    assert cost(4000) <= 2.2 * cost(2000) + 100


BRACKETS = {
    "closed arrays": lambda size: b"[" + b"[1]," * size + b"{}]",
    "open arrays": lambda size: b"[1,[2]," * size + b"{",
    "open arrays behind closed ones": lambda size: b"[" + b"[1]," * size + b"[" * 99 + b"{",
    "open arrays behind a closed one": lambda size: b'["a",[1],' + b"[2," * size + b"{",
    "both in turn": lambda size: b"[" + b"[1],[2,{}]," * size + b"0]",
    "rows of rows": lambda size: b'{"a":[' + b"[[1],[2]]," * size + b"[]]}",
    "closing brackets": lambda size: b"[1" + b"]" * size,
    "rows of one array among others": lambda size: b'["a",' + b"[1,[2]]," * size + b"[]]",
}


@pytest.mark.parametrize("kind", BRACKETS)
def test_in_twice_the_text_about_twice_the_brackets_are_looked_at(kind, monkeypatch):
    looked_at = []
    brackets = scanner._BRACKET

    class Counting:
        def finditer(self, data, start, end):
            for found in brackets.finditer(data, start, end):
                looked_at.append(found.start())
                yield found

    monkeypatch.setattr(scanner, "_BRACKET", Counting())

    def cost(size):
        looked_at.clear()
        outcome(BRACKETS[kind](size), Limits(depth=10**9))
        return len(looked_at)

    assert cost(600) <= 2.2 * cost(300) + 100


@pytest.mark.parametrize("kind", ["objects", "a matrix", "members"])
def test_editing_the_last_of_many_makes_a_handful_of_nodes_more_than_reading(kind, monkeypatch):
    nodes = count_nodes(monkeypatch)

    def cost_of_edit(size):
        text = JsonText.parse(TEXTS_OF_SIZE[kind](size))
        pointer = {"objects": f"/{size - 1}/Name", "a matrix": "/Name", "members": "/Name"}[kind]
        before = nodes()
        edited = set_value(text, pointer, "b")
        edit = nodes() - before
        before = nodes()
        JsonText.parse(edited.data)
        return edit - (nodes() - before)

    assert cost_of_edit(1000) < 10
    assert cost_of_edit(2000) < 10


def test_the_scan_stops_asking_how_arrays_close_that_nobody_reaches():
    """Bytes of which the scanner takes note while it reads a hostile text are few."""
    text = scanner.Scanner(b"[1," * 100_000 + b"{", Limits(), full=True)
    with pytest.raises(Malformed):
        text.document()
    assert len(text._open_arrays) <= DEFAULT_LIMITS.depth + 1


@given(json_values(), json_texts(), st.sampled_from(SHORTCUTS))
def test_an_edit_does_not_depend_on_the_shortcuts(value, document, settings):
    text, around = document[0], '{"a": [0, %s, 1], "b": [[1, 2], {"c": [3]}]}'
    raw = around.replace("%s", text).encode()

    def edited():
        read = JsonText.parse(raw)
        return insert(set_value(read, "/b/1/c/0", value), "/a/2", value).to_bytes()

    expected = edited()
    with thresholds(settings):
        assert edited() == expected
