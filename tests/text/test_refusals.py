"""An edit that cannot be made is refused with its place, and nothing else is ever raised."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.errors import DuplicateKeyError, EcdError, EditError, LimitError, PointerError
from ecdkit.testing.texts import json_documents, json_names, json_places, json_values
from ecdkit.text import (
    JsonText,
    equal,
    format_pointer,
    insert,
    move,
    remove,
    rename,
    rewrite,
    set_value,
)
from ecdkit.text.edit import set_values


class Stranger:
    """No JSON value."""


REFUSED = [
    *("\ud800", "a\udfffb", math.nan, math.inf, -math.inf, 10**5000),
    *(Stranger(), {1, 2}, b"bytes", bytearray(b"x"), 1j, object, print, np.int64(1)),
    *(np.array([1]), np.array([1, 2]), np.float64("nan"), np.bool_(True)),
    *({1: 2}, {None: 1}, {True: 1}, {"a": {(): 1}}, {"\udc00": 1}),
    *([math.nan], {"a": [Stranger()]}, [[1], [{2}]], (1, {"b": b""})),
]


@pytest.mark.parametrize("value", REFUSED, ids=lambda value: type(value).__name__)
def test_what_json_has_no_text_for_is_refused_where_it_was_to_go(value):
    text = JsonText.parse(b'{"a": 1, "b": [1, [2], {"c": 3}, "x"],\n "d": {"e": null}}')
    edits = [
        *(
            lambda at=at: set_value(text, at, value)
            for at in ("", "/a", "/b", "/b/1", "/b/2/c", "/b/3")
        ),
        *(lambda at=at: set_value(text, at, value) for at in ("/new", "/b/-", "/d/f")),
        *(lambda at=at: insert(text, at, value) for at in ("/new", "/b/0", "/b/1/1", "/d/f")),
        *(lambda at=at: rewrite(text, value, at) for at in ("", "/b", "/d/e")),
        *(
            lambda new=new: rewrite(text, new, "/b")
            for new in ([value, 1], [1, [2], value], [[value]])
        ),
        lambda: rewrite(text, {"a": 1, "d": {"f": value}}),
        lambda: rewrite(text, [1, value, {"c": 3}, "x"], "/b", identity=("c",)),
        lambda: set_values(text, {"/a": 2, "/b/2": value}),
    ]
    for edit in edits:
        with pytest.raises(EditError) as refused:
            edit()
        assert refused.value.line >= 1
        assert refused.value.column >= 1


@pytest.mark.parametrize("name", ["\ud800", 1, None, b"b"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(EditError):
        rename(JsonText.parse(b'{"a": 1}'), "/a", name)


@pytest.mark.parametrize("kind", ["list", "dict", "both"])
def test_a_value_that_nests_beyond_the_limit_is_refused(kind):
    text = JsonText.parse(b'{"a": [{"b": []}]}')
    around = {"list": lambda v: [v], "dict": lambda v: {"a": v}, "both": lambda v: [{"a": v}]}[kind]
    value, depth = 0, 0
    while depth < 10_000:
        value, depth = around(value), depth + 1 + (kind == "both")
        if depth in (100, 380, 420, 2000, 10_000):
            for pointer in ("/a", "/a/0/b", "/c", ""):
                if depth < 390:
                    assert equal(set_value(text, pointer, value).at(pointer).value(), value)
                else:
                    with pytest.raises(LimitError) as refused:
                        set_value(text, pointer, value)
                    assert refused.value.line == 1


def test_a_value_that_holds_itself_is_refused():
    text = JsonText.parse(b'{"a": [1]}')
    endless = [1]
    endless.append(endless)
    wheel = {}
    wheel["a"] = wheel
    for value in (endless, wheel):
        for edit in (
            lambda v=value: set_value(text, "/a", v),
            lambda v=value: insert(text, "/b", v),
        ):
            with pytest.raises(LimitError, match="deeper than Python can follow"):
                edit()


NOWHERE = [
    ("set", ("/x/y", "/a/0/b", "/b/9", "/b/2", "/b/-1", "/b/01", "/b/x", "/d/e/f", "/b/-/0")),
    ("insert", ("", "/x/y", "/a/0", "/b/3", "/b/-1", "/b/01", "/b/x", "/d/e/f", "/b/-/0")),
    ("remove", ("", "/x", "/a/0", "/b/2", "/b/-", "/b/01", "/d/f", "/d/e/f")),
    ("move", ("", "/x", "/a/0", "/b/2", "/b/-", "/d/f")),
    ("rename", ("", "/x", "/a/0", "/b/2", "/b/-", "/d/f")),
    ("rewrite", ("/x", "/a/0", "/b/2", "/b/-", "/d/f", "a", "/~")),
]
EDITS = {
    "set": lambda text, at: set_value(text, at, 0),
    "insert": lambda text, at: insert(text, at, 0),
    "remove": remove,
    "move": lambda text, at: move(text, at, "/new"),
    "rename": lambda text, at: rename(text, at, "new"),
    "rewrite": lambda text, at: rewrite(text, 0, at),
    "set several": lambda text, at: set_values(text, {at: 0}),
}


@pytest.mark.parametrize(
    ("operation", "pointer"),
    [(name, pointer) for name, pointers in NOWHERE for pointer in pointers],
)
def test_a_pointer_that_leads_nowhere_is_refused(operation, pointer):
    text = JsonText.parse(b'{"a": 1, "b": [1, 2], "d": {"e": "x"}}')
    with pytest.raises((PointerError, EditError)) as refused:
        EDITS[operation](text, pointer)
    assert isinstance(refused.value, PointerError) or pointer == ""


@pytest.mark.parametrize("operation", EDITS)
@pytest.mark.parametrize("pointer", ["/a", "/b/c", "/b/c/d"])
def test_an_edit_across_a_name_that_stands_twice_is_refused(operation, pointer):
    text = JsonText.parse(b'{"a": 1, "b": {"c": {"d": 1}, "\\u0063": {"d": 2}}, "a": 3}')
    if operation == "insert" and not pointer.endswith("d"):
        with pytest.raises(EditError, match="already"):
            EDITS[operation](text, pointer)
        return
    with pytest.raises(DuplicateKeyError, match="stands twice") as refused:
        EDITS[operation](text, pointer)
    assert refused.value.place == ("1:52" if pointer == "/a" else "1:31")


def test_what_is_there_is_not_inserted_and_no_name_is_given_twice():
    text = JsonText.parse(b'{"a": 1, "b": [{}], "d": 4}')
    for edit in (
        lambda: insert(text, "/a", 2),
        lambda: rename(text, "/a", "b"),
        lambda: rename(text, "/b/0", "c"),
        lambda: move(text, "/a", "/b"),
        lambda: move(text, "/b", "/b/0"),
        lambda: move(text, "/b", "/b/0/x"),
        lambda: move(text, "", "/a"),
    ):
        with pytest.raises(EcdError) as refused:
            edit()
        assert isinstance(refused.value, EditError)
        assert refused.value.pointer is not None


anything = json_values(irregular=True) | st.sampled_from(REFUSED)


@given(json_documents(irregular=True), st.sampled_from(sorted(EDITS)), st.data())
def test_an_edit_of_any_text_is_made_or_refused(document, operation, data):
    """Names that stand twice, pointers to anywhere and values of any type included."""
    raw, encoding, value = document
    text = JsonText.parse(raw, encoding=encoding)
    found = json_places(value)
    more = st.lists(json_names(irregular=True) | st.sampled_from(["-", "0", "1", "2"]), max_size=2)
    pointers = st.builds(lambda path, rest: format_pointer((*path, *rest)), found, more)
    pointer, new = data.draw(pointers), data.draw(anything)
    edits = {
        "set": lambda: set_value(text, pointer, new),
        "insert": lambda: insert(text, pointer, new),
        "remove": lambda: remove(text, pointer),
        "move": lambda: move(text, pointer, data.draw(pointers)),
        "rename": lambda: rename(text, pointer, data.draw(json_names(irregular=True))),
        "rewrite": lambda: rewrite(text, new, pointer, identity=("Value", "a")),
        "set several": lambda: set_values(text, {pointer: new}),
    }
    try:
        edited = edits[operation]()
    except EcdError:
        return
    again = JsonText.parse(edited.to_bytes(), encoding=encoding)
    assert again.data == edited.data
    assert again.encoding == text.encoding
    if operation in ("set", "rewrite", "set several") and not pointer.endswith("/-"):
        assert equal(again.at(pointer).value(), new)
