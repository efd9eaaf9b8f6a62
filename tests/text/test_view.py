"""A view shows what stands at a place, and says so where nothing can be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.errors import EcdError, LimitError, PointerError
from ecdkit.limits import Limits
from ecdkit.testing.texts import json_texts, json_values
from ecdkit.text import JsonText, Numbers, equal, rewrite, set_value
from ecdkit.text.rewriter import same

KINDS = {dict: "object", list: "array", str: "string", type(None): "null"}


def kind_of(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return KINDS.get(type(value), "number")


@given(json_texts())
def test_a_view_shows_the_parts_that_python_finds(document):
    text, value = document
    pairs = [(JsonText.parse(text).root, value)]
    while pairs:
        view, value = pairs.pop()
        assert view.kind == kind_of(value)
        assert equal(view.value(), value)
        assert same(view, value)
        children = list(view.children())
        assert len(view) == len(children)
        if isinstance(value, dict):
            assert view.keys() == list(value)
            assert [name for name, _ in view.members()] == list(value)
            assert view.duplicates() == []
            pairs += zip(children, value.values(), strict=True)
        elif isinstance(value, list):
            pairs += zip(view.elements(), value, strict=True)
        for at, child in enumerate(children):
            assert child.span == view.nth(at).span == view.child(str(child.path[-1])).span
            assert (
                view.around(child.span[0]).span == view.around(child.span[1] - 1).span == child.span
            )
            assert child.token == view.text.data[slice(*child.span)]


@given(json_values(), json_values())
def test_sameness_to_a_text_is_sameness_to_its_value(one, other):
    view = rewrite(JsonText.parse(b"0"), one).root
    assert same(view, other) == equal(one, other)
    assert same(view, rewrite(JsonText.parse(b"[]"), other).root) == equal(one, other)


def test_of_names_that_stand_twice_the_last_is_meant_and_the_second_reported():
    text = JsonText.parse(b'{"a": 1, "b": 2, "\\u0061": 3, "a": 4}')
    assert text.at("/a").value() == 4
    assert text.root.value() == {"a": 4, "b": 2}
    assert text.root.keys() == ["a", "b", "a", "a"]
    assert [text.place(span[0]) for _, span in text.root.duplicates()] == [(1, 18), (1, 31)]


def test_where_nothing_is_there_is_no_view():
    root = JsonText.parse(b'{"a": [1, "x"]}').root
    assert root.get("b") is None
    assert root.child("a").get("0") is None
    assert root.around(0) is None
    assert root.around(2) is None
    with pytest.raises(PointerError):
        root.child("b")


LOOKS = {
    "value": lambda view: view.value(),
    "length": len,
    "elements": lambda view: list(view.elements()),
    "child": lambda view: view.child("1"),
    "numbers": lambda view: Numbers(view, 1).array,
    "matrix": lambda view: Numbers(view, 2).array,
    "sameness": lambda view: same(view, [1, 2]),
    "rewrite": lambda view: rewrite(view.text, [1, 2], view.pointer),
    "set": lambda view: set_value(view.text, f"{view.pointer}/-", 1),
    "document": lambda view: view.text.root.value(),
    "full": lambda view: view.text.fully_checked(),
}
MALFORMED = [
    (b"[1,,2]", 3),
    (b"[,]", 1),
    (b"[1 2]", 3),
    (b"[1,]", 2),
    (b"[01]", 1),
    (b"[[1]", 4),
    (b"[1]]", 3),
    (b"[1],[2]", 4),
    (b"[\x00]", 1),
    (b"[\x00,\x00 ]", 1),
    (b"[nul]", 1),
    (b"[1:2]", 2),
    ("[é]".encode(), 1),
    (b"[NaN,nan,-]", 9),
    (b"[-0,-]", 4),
]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("leaf", "offset"), MALFORMED)
def test_a_malformed_leaf_is_found_late_but_in_its_place_and_each_time(leaf, offset, look):
    text = JsonText.parse(b'{"a": %s}' % leaf, check="structure")
    assert text.to_bytes() == b'{"a": %s}' % leaf
    view = text.at("/a")
    for _ in range(2):
        with pytest.raises(EcdError) as refused:
            LOOKS[look](view)
        assert (refused.value.line, refused.value.column) == (1, 7 + offset)


@given(st.text("[],1 nx-.", max_size=12), st.sampled_from(sorted(LOOKS)))
def test_no_look_into_a_leaf_ends_in_anything_but_an_error_of_ours(inside, look):
    try:
        text = JsonText.parse(f'{{"a": [{inside}]}}', check="structure")
        LOOKS[look](text.at("/a"))
    except EcdError as error:
        place = error.line
    else:
        place = 1
    assert place == 1


DEEP = {
    "arrays": lambda depth: b"[" * depth + b"]" * depth,
    "not-a-number": lambda depth: b"[" * depth + b"NaN" + b"]" * depth,
    "wide rows": lambda depth: b"[[1]," * depth + b"[-0]" + b"]" * depth,
}


@pytest.mark.parametrize("look", ["value", "document", "numbers", "matrix", "full", "rewrite"])
@pytest.mark.parametrize("shape", DEEP)
def test_a_leaf_that_nests_beyond_the_limit_is_refused_when_looked_into(shape, look):
    text = JsonText.parse(b'{"a": ' + DEEP[shape](50_000) + b"}", check="structure")
    with pytest.raises(EcdError, match=r"deeper than 400 levels|number is expected"):
        LOOKS[look](text.at("/a"))


def test_what_nests_deeper_than_python_follows_is_refused_by_name():
    depth = 60_000
    limits = Limits(depth=100_000)
    for raw in (b"[" * depth + b"]" * depth, b'{"a":' * depth + b"NaN" + b"}" * depth):
        text = JsonText.parse(raw, limits=limits)
        assert text.to_bytes() == raw
        with pytest.raises(LimitError, match="deeper than Python"):
            text.root.value()


@pytest.mark.parametrize("member", [b"1", b"NaN", b"1e400", b'"inf"'])
def test_what_nests_to_the_limit_has_a_value(member):
    depth = 398
    deep = b'{"a":' * depth + b"[%s]" % member + b"}" * depth
    value = JsonText.parse(deep).root.value()
    for _ in range(depth):
        value = value["a"]
    assert equal(value, JsonText.parse(b"[%s]" % member).root.value())
