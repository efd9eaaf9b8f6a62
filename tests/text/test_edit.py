"""An edit makes the value that was asked for, and leaves every other byte alone."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ecdkit.testing.texts import json_documents, json_names, json_places, json_texts, json_values
from ecdkit.text import (
    JsonText,
    equal,
    format_pointer,
    insert,
    move,
    remove,
    rename,
    set_value,
)
from ecdkit.text.edit import set_values


def paths(value, path=()):
    """Yield every place in a value, and what stands there."""
    yield path, value
    inside = enumerate(value) if isinstance(value, list) else ()
    for token, member in value.items() if isinstance(value, dict) else inside:
        yield from paths(member, (*path, token))


@st.composite
def places(draw, *, kind=(dict, list), members=0, of=json_documents):
    """Return a document, and the place of a container of a kind in it."""
    roots = [st.dictionaries(json_names(), json_values(), min_size=members, max_size=4)]
    roots += [st.lists(json_values(), min_size=members, max_size=4)]
    root = roots[kind is list] if isinstance(kind, type) else st.one_of(roots)
    document = draw(of(root))
    fitting = [
        path for path, one in paths(document[-1]) if isinstance(one, kind) and len(one) >= members
    ]
    return document, draw(st.sampled_from(fitting))


@st.composite
def parts_of_documents(draw, *, kind=(dict, list), of=json_documents):
    """Return a document, and the place of a member or element in it."""
    document, path = draw(places(kind=kind, members=1, of=of))
    container = inside(document[-1], path)
    tokens = list(container) if isinstance(container, dict) else range(len(container))
    return document, (*path, draw(st.sampled_from(tokens)))


def read(document):
    raw, encoding, value = document
    return JsonText.parse(raw, encoding=encoding), copy.deepcopy(value)


def inside(value, path):
    for token in path:
        value = value[token]
    return value


def assert_reads(text, value):
    """The bytes of the file are a text of that value, in the encoding that it had."""
    name = text.encoding.name if not text.encoding.bom else None
    again = JsonText.parse(text.to_bytes(), encoding=name)
    assert again.encoding == text.encoding
    assert again.data == text.data
    assert equal(again.root.value(), value)


def assert_only_this_changed(before, after, span):
    """The bytes outside a span are what they were."""
    start, end = span
    assert after.data[:start] == before.data[:start]
    tail = len(before.data) - end
    assert after.data[len(after.data) - tail :] == before.data[end:]


def parts(view):
    """Return the tokens of the members or elements, each with its name."""
    data = view.text.data
    return [
        data[(one.key_span or one.span)[0] : one.span[1]] if one.key_span else one.token
        for one in view.children()
    ]


@given(parts_of_documents(), json_values())
def test_setting_a_value_changes_that_value_only(found, new):
    document, path = found
    text, value = read(document)
    pointer = format_pointer(path)
    edited = set_value(text, pointer, new)
    inside(value, path[:-1])[path[-1]] = new
    assert_reads(edited, value)
    assert_only_this_changed(text, edited, text.at(pointer).span)
    assert set_values(text, {pointer: new}).data == edited.data


@given(places(kind=dict), json_names(), json_values())
def test_setting_a_member_that_is_not_there_adds_it_last(found, name, new):
    document, path = found
    text, value = read(document)
    parent = inside(value, path)
    assume(name not in parent)
    pointer = format_pointer((*path, name))
    edited = set_value(text, pointer, new)
    parent[name] = new
    assert_reads(edited, value)
    before, after = text.at(format_pointer(path)), edited.at(format_pointer(path))
    assert_only_this_changed(text, edited, before.span)
    assert parts(after)[:-1] == parts(before)
    assert after.keys() == list(parent)
    assert insert(text, pointer, new).data == edited.data


@given(places(kind=list), json_values(), st.data(), st.booleans())
def test_inserting_an_element_moves_those_behind_it(found, new, data, last):
    document, path = found
    text, value = read(document)
    parent = inside(value, path)
    at = len(parent) if last else data.draw(st.integers(0, len(parent)))
    edited = insert(text, format_pointer((*path, "-" if last else at)), new)
    parent.insert(at, new)
    assert_reads(edited, value)
    before, after = text.at(format_pointer(path)), edited.at(format_pointer(path))
    assert_only_this_changed(text, edited, before.span)
    tokens = parts(after)
    del tokens[at]
    assert tokens == parts(before)
    if len(before):
        assert remove(edited, format_pointer((*path, at))).data == text.data
    if last:
        assert set_value(text, format_pointer((*path, "-")), new).data == edited.data


@given(parts_of_documents())
def test_removing_a_value_leaves_its_neighbours_as_they_are_written(found):
    document, path = found
    text, value = read(document)
    edited = remove(text, format_pointer(path))
    del inside(value, path[:-1])[path[-1]]
    assert_reads(edited, value)
    before, after = text.at(format_pointer(path[:-1])), edited.at(format_pointer(path[:-1]))
    assert_only_this_changed(text, edited, before.span)
    names = before.keys() if before.kind == "object" else range(len(before))
    left = [part for name, part in zip(names, parts(before), strict=True) if name != path[-1]]
    assert parts(after) == left


@given(parts_of_documents(), st.data())
def test_a_value_moves_as_it_is_written(found, data):
    document, path = found
    text, value = read(document)
    token = text.at(format_pointer(path)).token
    moved = inside(value, path)
    del inside(value, path[:-1])[path[-1]]
    goals = [goal for goal, one in paths(value) if isinstance(one, (dict, list))]
    goal = data.draw(st.sampled_from([goal for goal in goals if goal[: len(path)] != path]))
    parent = inside(value, goal)
    if isinstance(parent, dict):
        last = data.draw(json_names().filter(lambda name: name not in parent))
        parent[last] = moved
    else:
        last = data.draw(st.integers(0, len(parent)))
        parent.insert(last, moved)
    target = format_pointer((*goal, last))
    edited = move(text, format_pointer(path), target)
    assert_reads(edited, value)
    assert edited.at(target).token == token


@given(parts_of_documents(kind=dict), json_names())
def test_renaming_a_member_changes_its_name_only(found, name):
    document, path = found
    text, value = read(document)
    pointer, parent = format_pointer(path), inside(value, path[:-1])
    assume(name == path[-1] or name not in parent)
    edited = rename(text, pointer, name)
    names = [name if key == path[-1] else key for key in parent]
    members = dict(zip(names, parent.values(), strict=True))
    parent.clear()
    parent.update(members)
    assert_reads(edited, value)
    assert edited.at(format_pointer(path[:-1])).keys() == names
    assert_only_this_changed(text, edited, text.at(pointer).key_span)


@given(parts_of_documents(of=json_texts))
def test_what_is_set_to_what_it_is_stays_as_it_is_written(found):
    (text, value), path = found
    before = JsonText.parse(text)
    pointer = format_pointer(path)
    assert set_value(before, pointer, inside(value, path)) is before
    assert set_value(before, pointer, before.at(pointer)) is before
    if isinstance(inside(value, path[:-1]), dict):
        assert rename(before, pointer, path[-1]) is before


@given(places(members=1, of=json_texts), st.data())
def test_several_values_are_set_at_once_as_one_after_the_other(found, data):
    text, value = JsonText.parse(found[0][0]), found[0][1]
    names = list(value) if isinstance(value, dict) else range(len(value))
    new = {
        format_pointer((name,)): data.draw(json_values())
        for name in names
        if data.draw(st.booleans())
    }
    one_by_one = text
    for pointer, member in new.items():
        one_by_one = set_value(one_by_one, pointer, member)
    at_once = set_values(text, new)
    assert equal(at_once.root.value(), one_by_one.root.value())


# What Python's own writer makes, which is laid out evenly everywhere.
LAYOUTS = [
    {"indent": None},
    {"indent": None, "separators": (",", ":")},
    {"indent": 2},
    {"indent": 4},
    {"indent": "\t"},
    {"indent": 1, "separators": (" ,", " : ")},
    {"indent": 0},
]
WORDS = st.text("abcé ", max_size=4)
plain = st.none() | st.booleans() | st.integers(-99, 99) | WORDS
even = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=4)
        | st.dictionaries(WORDS, inner, min_size=2, max_size=4)
    ),
    max_leaves=12,
).filter(lambda value: isinstance(value, (list, dict)))


@given(
    even.flatmap(lambda value: st.tuples(st.just(value), json_places(value).filter(len))),
    st.sampled_from(LAYOUTS),
    st.sampled_from(["\n", "\r\n", "\r"]),
    plain,
    WORDS,
)
def test_in_an_even_layout_an_edit_leaves_no_trace(found, layout, newline, new, name):
    """The edited text is what the same writer makes of the edited value."""
    value, path = copy.deepcopy(found)

    def written():
        return json.dumps(value, ensure_ascii=False, **layout).replace("\n", newline).encode()

    text = JsonText.parse(written())
    # A text without characters beyond ASCII is taken for one that is to stay so.
    new, name = (
        word.replace("é", "e") if isinstance(word, str) and text.data.isascii() else word
        for word in (new, name)
    )
    pointer, parent = format_pointer(path), inside(value, path[:-1])
    if isinstance(parent, list):
        parent.insert(path[-1], new)
        assert insert(text, pointer, new).data == written()
        parent.pop(path[-1])
    elif name not in parent:
        parent[name] = new
        assert insert(text, format_pointer((*path[:-1], name)), new).data == written()
        parent.pop(name)
    old, parent[path[-1]] = parent[path[-1]], new
    assert set_value(text, pointer, new).data == written()
    parent[path[-1]] = old
    del parent[path[-1]]
    assert remove(text, pointer).data == written()


EXAMPLES = [
    # A new member looks like its neighbours.
    ("insert", '{"a": 1}', "/b", 2, '{"a": 1, "b": 2}'),
    ("insert", '{"a":1}', "/b", 2, '{"a":1,"b":2}'),
    ("insert", '{\n\t"a" : 1\n}\n', "/b", 2, '{\n\t"a" : 1,\n\t"b" : 2\n}\n'),
    ("insert", '{\r\n  "a": 1\r\n}', "/b", [1, 2], '{\r\n  "a": 1,\r\n  "b": [1, 2]\r\n}'),
    ("insert", '{"a": 1,"b": 2}', "/c", 3, '{"a": 1,"b": 2,"c": 3}'),
    ("insert", '{ "a": 1 }', "/b", 2, '{ "a": 1, "b": 2 }'),
    ("insert", '{"a":[1, 2]}', "/b", [3, 4], '{"a":[1, 2],"b":[3, 4]}'),
    # A new element looks like its neighbours, an object like the object before it.
    ("insert", "[1,2]", "/1", 9, "[1,9,2]"),
    ("insert", "[1, 2]", "/0", 9, "[9, 1, 2]"),
    ("insert", "[\n1,\n2\n]", "/-", 9, "[\n1,\n2,\n9\n]"),
    ("insert", "[1, 2,\n 3, 4]", "/2", 9, "[1, 2, 9,\n 3, 4]"),
    ("insert", "[\n 0,\n 0,\n\n 0\n]", "/2", 1, "[\n 0,\n 0,\n 1,\n\n 0\n]"),
    (
        "insert",
        '[\n  {"a": 1, "b": [0, 0]},\n  {"a": 2, "b": [1, 1]}\n]',
        "/1",
        {"a": 3, "b": [2, 2]},
        '[\n  {"a": 1, "b": [0, 0]},\n  {"a": 3, "b": [2, 2]},\n  {"a": 2, "b": [1, 1]}\n]',
    ),
    (
        "insert",
        '{\n  "a": {\n    "x": 1\n  }\n}',
        "/b",
        {"y": 2},
        '{\n  "a": {\n    "x": 1\n  },\n  "b": {\n    "y": 2\n  }\n}',
    ),
    # What is filled from nothing learns from what is around.
    ("insert", '{\r\n\t"a": {}\r\n}', "/a/b", 1, '{\r\n\t"a": {\r\n\t\t"b": 1\r\n\t}\r\n}'),
    ("insert", '{\r\n\t"a": []\r\n}', "/a/-", 1, '{\r\n\t"a": [1]\r\n}'),
    ("insert", '{\n  "a": [ ]\n}', "/a/-", {}, '{\n  "a": [\n    {}\n  ]\n}'),
    ("insert", '{"a": {}}', "/a/b", 1, '{"a": {"b": 1}}'),
    ("insert", "{}", "/b", 1, '{"b":1}'),
    ("insert", "[]", "/0", 1, "[1]"),
    # A comma goes with what goes.
    ("remove", '{"a": 1, "b": 2, "c": 3}', "/a", None, '{"b": 2, "c": 3}'),
    ("remove", '{"a": 1, "b": 2, "c": 3}', "/b", None, '{"a": 1, "c": 3}'),
    ("remove", '{"a": 1, "b": 2, "c": 3}', "/c", None, '{"a": 1, "b": 2}'),
    ("remove", '{\n  "a": 1\n}', "/a", None, "{}"),
    ("remove", "[ 1 ,2 , 3 ]", "/1", None, "[ 1 , 3 ]"),
    # A string is escaped as the text escapes.
    ("set", '{"a": "x"}', "/a", "é/", '{"a": "\\u00e9/"}'),
    ("set", '{"a": "\\u00E9"}', "/a", "ÿ", '{"a": "\\u00FF"}'),
    ("set", '{"a": "é"}', "/a", "ÿ", '{"a": "ÿ"}'),
    ("set", '{"a": "é", "b": "\\u00e9"}', "/b", "ÿ", '{"a": "é", "b": "\\u00ff"}'),
    ("set", '{"a": "\\/"}', "/a", "a/b", '{"a": "a\\/b"}'),
    ("set", '{"a": 1.50, "b": 1e3}', "/a", 2.0, '{"a": 2.0, "b": 1e3}'),
    # Numbers and strings around are left as they are spelled.
    ("insert", '[1.50, 1E5, -0, "\\u0041"]', "/1", 1, '[1.50, 1, 1E5, -0, "\\u0041"]'),
]


@pytest.mark.parametrize(("operation", "before", "pointer", "new", "after"), EXAMPLES)
def test_an_edit_is_written_as_its_neighbours_are(operation, before, pointer, new, after):
    edits = {"insert": insert, "set": set_value, "remove": lambda text, at, _: remove(text, at)}
    edited = edits[operation](JsonText.parse(before), pointer, new)
    assert edited.to_bytes().decode() == after


def test_a_value_takes_its_spelling_along():
    text = JsonText.parse(b'{"a": [1.50, 2, 1E5], "b": {"c": [ 7 , -0]}}')
    assert move(text, "/a/2", "/a/0").data == b'{"a": [1E5, 1.50, 2], "b": {"c": [ 7 , -0]}}'
    assert move(text, "/b/c", "/d").data == b'{"a": [1.50, 2, 1E5], "b": {}, "d": [ 7 , -0]}'
    assert move(text, "/a", "/b/a").data == b'{"b": {"c": [ 7 , -0], "a": [1.50, 2, 1E5]}}'
    assert move(text, "/a/1", "/a/1").data == text.data
    assert move(text, "/a/0", "/a/-").at("/a").token == b"[2, 1E5, 1.50]"


def test_a_character_that_the_encoding_lacks_is_escaped():
    text = JsonText.parse('{"é": "€"}'.encode("cp1252"), encoding="cp1252")
    edited = set_value(set_value(text, "/é", "ü漢😀"), "/ß漢", 1)
    assert edited.to_bytes() == '{"é": "ü\\u6f22\\ud83d\\ude00", "ß\\u6f22": 1}'.encode("cp1252")
    assert rename(text, "/é", "Ž名").to_bytes() == '{"Ž\\u540d": "€"}'.encode("cp1252")


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "utf-32"])
def test_a_text_with_a_mark_holds_every_character(codec):
    text = JsonText.parse('{\r\n "a": "b"\r\n}'.encode(codec))
    edited = set_value(text, "/a", "漢😀")
    assert edited.to_bytes() == '{\r\n "a": "漢😀"\r\n}'.encode(codec)


def test_beside_a_name_that_stands_twice_everything_can_be_edited():
    text = JsonText.parse(b'{"a": 1, "b": [2], "a": 3}')
    assert set_value(text, "/b/0", 4).data == b'{"a": 1, "b": [4], "a": 3}'
    assert insert(text, "/c", 4).data == b'{"a": 1, "b": [2], "a": 3, "c": 4}'
    assert remove(text, "/b").data == b'{"a": 1, "a": 3}'
    assert rename(text, "/b", "c").data == b'{"a": 1, "c": [2], "a": 3}'


def test_an_edit_in_a_text_read_for_its_structure_keeps_its_leaves_closed():
    text = JsonText.parse(b'{"a": [1,, 2], "b": {"c": 1}}', check="structure")
    edited = set_value(text, "/b/c", 2)
    assert edited.data == b'{"a": [1,, 2], "b": {"c": 2}}'
    assert edited.checked == "structure"
