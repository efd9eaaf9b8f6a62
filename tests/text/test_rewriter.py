"""A text is rewritten with the fewest changes after which it has a given value."""

from __future__ import annotations

import copy
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.errors import DuplicateKeyError
from ecdkit.testing.texts import (
    edited_values,
    json_documents,
    json_names,
    json_numbers,
    json_texts,
    json_values,
)
from ecdkit.text import JsonText, Numbers, equal, rewrite, set_value
from ecdkit.text.write import Verbatim

edits = json_documents().flatmap(
    lambda document: st.tuples(st.just(document), edited_values(document[-1]))
)
structured = st.lists(json_values(), max_size=5) | st.dictionaries(
    json_names(), json_values(), max_size=5
)


def parse(document):
    return JsonText.parse(document[0], encoding=document[1])


def again(text):
    name = text.encoding.name if not text.encoding.bom else None
    return JsonText.parse(text.to_bytes(), encoding=name)


@given(json_documents(irregular=True))
def test_the_value_that_a_text_has_changes_nothing(document):
    text = parse(document)
    assert rewrite(text, copy.deepcopy(document[-1])) is text
    assert rewrite(text, text.root) is text


@given(edits)
def test_the_rewritten_text_has_the_value(edit):
    document, value = edit
    text = parse(document)
    edited = rewrite(text, value)
    assert equal(again(edited).root.value(), value)
    assert again(edited).encoding == text.encoding
    assert again(edited).data == edited.data
    assert rewrite(edited, value) is edited
    assert equal(rewrite(edited, document[-1]).root.value(), document[-1])


@given(json_texts(structured), structured, st.sampled_from([(), ("Value", "a")]))
def test_any_value_can_follow_any_other(document, value, identity):
    text = JsonText.parse(document[0])
    edited = rewrite(text, value, identity=identity)
    assert equal(edited.root.value(), value)
    from_view = rewrite(text, rewrite(JsonText.parse(b"0"), value).root, identity=identity)
    assert equal(from_view.root.value(), value)


@given(json_texts(json_values(irregular=True)), json_texts())
def test_a_text_takes_over_the_value_of_another_text_however_that_is_written(one, other):
    edited = rewrite(JsonText.parse(one[0]), JsonText.parse(other[0]).root)
    assert equal(edited.root.value(), other[1])


@given(json_texts(st.dictionaries(json_names(), json_values(), min_size=1)), st.data())
def test_a_changed_member_changes_as_if_it_were_set(document, data):
    text, value = JsonText.parse(document[0]), copy.deepcopy(document[1])
    path, parent = [], value
    while True:
        path.append(data.draw(st.sampled_from(list(parent))))
        if not isinstance(parent[path[-1]], dict) or not parent[path[-1]]:
            break
        parent = parent[path[-1]]
    parent[path[-1]] = data.draw(json_values())
    pointer = "".join("/" + name.replace("~", "~0").replace("/", "~1") for name in path)
    assert rewrite(text, value).data == set_value(text, pointer, parent[path[-1]]).data
    assert rewrite(text, parent, pointer.rpartition("/")[0]).data == rewrite(text, value).data


@given(json_texts(st.lists(json_values(), max_size=5)), st.randoms(use_true_random=False))
def test_elements_that_move_are_taken_over_as_they_are_written(document, random):
    text = JsonText.parse(document[0])
    order = list(document[1])
    random.shuffle(order)
    edited = rewrite(text, order)
    assert equal(edited.root.value(), order)
    assert tokens(edited) == tokens(text)


unlike = st.lists(
    json_values(), max_size=5, unique_by=lambda value: json.dumps(value, sort_keys=True)
)


@given(json_texts(unlike), st.data())
def test_elements_that_stay_are_left_as_they_are_written(document, data):
    text = JsonText.parse(document[0])
    kept = [at for at in range(len(text.root)) if data.draw(st.booleans())]
    edited = rewrite(text, [document[1][at] for at in kept])
    assert [one.token for one in edited.root.elements()] == [text.root.nth(at).token for at in kept]


def tokens(text):
    return sorted(element.token for element in text.root.elements())


@given(json_texts(st.dictionaries(json_names(), json_values(), max_size=6)), st.data())
def test_members_that_stay_are_left_as_they_are_written_and_new_ones_follow_theirs(document, data):
    text, value = JsonText.parse(document[0]), document[1]
    names = list(value)
    kept = [name for name in names if data.draw(st.booleans())]
    fresh = data.draw(st.lists(json_names().filter(lambda name: name not in value), unique=True))
    order = list(kept)
    for name in fresh:
        order.insert(data.draw(st.integers(0, len(order))), name)
    wanted = {name: value.get(name, 0) for name in order}
    edited = rewrite(text, wanted)
    assert edited.root.keys() == order
    assert all(edited.root.get(name).token == text.root.get(name).token for name in kept)


def rows(numbers):
    return st.lists(st.lists(numbers, min_size=2, max_size=2), max_size=4)


@given(json_texts(rows(json_numbers())), rows(json_numbers()))
def test_a_matrix_is_rewritten_as_lists_too(document, value):
    edited = rewrite(JsonText.parse(document[0]), value)
    assert equal(edited.root.value(), value)


CLASSES = b"""[
  {"Value": 1, "Name": "Water", "Color": [0,0,255]},
  {"Value": 2, "Name": "Forest", "Color": [0, 128, 0]},
  {"Value": 3, "Name": "Sand",   "Color": [255, 255, 0]}
]"""


def edited_lines(change, identity=("Value",)):
    """Return the lines after an edit of the classes."""
    text = JsonText.parse(CLASSES)
    classes = text.root.value()
    change(classes)
    edited = rewrite(text, classes, identity=identity)
    assert equal(edited.root.value(), classes)
    return edited.data.decode().splitlines()


WATER, FOREST, SAND = CLASSES.decode().splitlines()[1:4]


def test_a_class_that_is_edited_changes_on_its_own_line_only():
    lines = edited_lines(lambda classes: classes[2].update(Name="Dune"))
    assert lines[1:4] == [WATER, FOREST, SAND.replace("Sand", "Dune")]


def test_a_class_that_is_added_is_written_like_the_others():
    new = {"Value": 9, "Name": "Ice", "Color": [1, 2, 3]}
    lines = edited_lines(lambda classes: classes.insert(1, new))
    assert lines[1:5] == [WATER, '  {"Value": 9, "Name": "Ice", "Color": [1,2,3]},', FOREST, SAND]


def test_a_class_that_goes_takes_its_comma_along():
    assert edited_lines(lambda classes: classes.pop(2))[1:3] == [WATER, FOREST.rstrip(",")]
    assert edited_lines(lambda classes: classes.pop(0))[1:3] == [FOREST, SAND]


def test_classes_that_change_places_are_written_as_they_were():
    lines = edited_lines(lambda classes: classes.reverse())
    assert lines[1:4] == [SAND + ",", FOREST, WATER.rstrip(",")]


def test_identity_tells_an_edit_from_one_that_goes_and_one_that_comes():
    def change(classes):
        del classes[0]
        classes[1]["Name"] = "Dune"

    assert edited_lines(change)[1:3] == [FOREST, SAND.replace("Sand", "Dune")]

    def renumber(classes):
        classes[1]["Value"] = 7

    # Nobody else has the number, so what stands in the same place is edited.
    assert edited_lines(renumber)[1:4] == [WATER, FOREST.replace("2", "7", 1), SAND]


def test_an_edit_and_a_move_at_once():
    def change(classes):
        classes.append(classes.pop(0))
        classes[0]["Name"] = "Wood"

    lines = edited_lines(change)
    assert lines[1:4] == [FOREST.replace("Forest", "Wood"), SAND + ",", WATER.rstrip(",")]


@pytest.mark.parametrize("value", [{"a": 3, "b": 1}, {"b": 1}, {"a": {"c": 1}, "b": 1}, 7])
def test_a_member_that_stands_twice_is_not_changed(value):
    text = JsonText.parse(b'{"a": 1, "b": 0, "a": 2}')
    if value == 7:
        assert rewrite(text, value).data == b"7"
        return
    with pytest.raises(DuplicateKeyError) as refused:
        rewrite(text, value)
    assert refused.value.place == "1:18"


def test_beside_a_member_that_stands_twice_others_change():
    text = JsonText.parse(b'{"a": 1, "b": 0, "a": 2}')
    assert rewrite(text, {"a": 2, "b": 3}).data == b'{"a": 1, "b": 3, "a": 2}'
    assert rewrite(text, {"a": 2, "c": 3, "b": 0}).data == b'{"a": 1, "c": 3, "b": 0, "a": 2}'
    assert rewrite(text, {"a": 2}).data == b'{"a": 1, "a": 2}'


def test_two_of_one_identity_stay_two():
    text = JsonText.parse(b'[0, {"v": 1, "n": "a"}, 0]')
    new = [1, {"v": 1, "n": "b"}, {"v": 1, "n": "a"}, 1]
    assert rewrite(text, new, identity=("v",)).root.value() == new


def test_a_text_that_is_to_stand_there_does_so_as_it_is_spelled():
    text = JsonText.parse(b'{"a": [1.50, 2]}')
    assert rewrite(text, {"a": [Verbatim(b"1.50"), 2]}) is text
    assert rewrite(text, {"a": [1.5, Verbatim(b"2.0")]}).data == b'{"a": [1.50, 2.0]}'


def test_numbers_and_lists_of_them_mean_the_same_place():
    text = JsonText.parse(b'{"M": [[1, 2.50], [3, 4]]}')
    assert (
        rewrite(text, {"M": Numbers([[1, 2.5], [3, 5]], 2)}).data == b'{"M": [[1, 2.50], [3, 5]]}'
    )
    assert rewrite(text, {"M": [[1, 2.5], [3, 5]]}).data == b'{"M": [[1, 2.50], [3, 5]]}'
    # In a plain list of values 1.0 is not 1.
    assert rewrite(text, {"M": [[1.0, 2.5], [3, 4]]}).data == b'{"M": [[1.0, 2.50], [3, 4]]}'


def test_many_equals_that_move_are_still_an_answer():
    value = [[1, [at % 3]] for at in range(60)]
    text = JsonText.parse(re.sub(r"\s", "", str(value)).encode())
    for new in (value[::-1], value[20:] + value[:20], [[2], *value[5:30]]):
        assert equal(rewrite(text, new).root.value(), new)
