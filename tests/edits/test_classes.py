"""Names and colours of classes: edited wherever they stand, and nothing else with them."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import ecdkit
from ecdkit import EditError, UsageError
from ecdkit.edits import parse_color
from ecdkit.formats.common_rules import class_keys_of, color_of, integer_of
from ecdkit.testing.models import (
    classifier_definitions,
    documents,
    extra_infos,
    model_definitions,
    models,
)
from ecdkit.testing.values import json_strings

OPAQUE = b"""{"EsriClassifierDefinitionFile":0, "FileVersion":1, "NumberDefinitions":2, "Definitions":[
  {"Classifier":"SVM", "Hyperplanes":[[1.50,2],[3,4]], "Classes":[
    {"ClassValue":1, "ClassName":"Forest", "Red":0, "Green":128, "Blue":0},
    {"ClassValue":2, "ClassName":"Water", "Red":0, "Green":0, "Blue":255, "Trees":[1e0]}]},
  {"Classifier":"RandomTrees", "Classes":[
    {"Value":2, "Name":"Lake", "Color":[0, 0, 255]},
    {"Value":3, "Name":"Field", "Color":null},
    {"Value":4, "Name":"Road"}]}
]}"""
colors = st.tuples(*3 * [st.integers(0, 255)])


def classes_of(doc):
    """Every class of a document with its definition, its keys and its value."""
    for definition, classes in doc.format.class_lists(doc.text.root):
        for element in classes.elements():
            keys = class_keys_of(element, doc.format.class_keys)
            if keys is not None:
                yield definition, element, keys, integer_of(element, keys.value)


def untouched(before, after, places):
    """Whether two texts are the same but for what stands at some places."""
    at, other = 0, 0
    for pointer in places:
        (start, end), (new, stop) = before.at(pointer).span, after.at(pointer).span
        if before.data[at:start] != after.data[other:new]:
            return False
        at, other = end, stop
    return before.data[at:] == after.data[other:]


sound = documents(models(sound=True))
colored = documents(
    classifier_definitions(sound=True) | extra_infos(sound=True) | model_definitions(sound=True)
)


@given(sound, json_strings(), st.data())
def test_renaming_changes_the_name_and_not_a_byte_more(written, name, data):
    doc = written.parse()
    found = list(classes_of(doc))
    assume(found)
    definition, element, keys, value = data.draw(st.sampled_from(found))
    renamed = ecdkit.rename_class(doc, value, name, definition=definition)
    place = f"{element.pointer}/{keys.name}"
    assert renamed.text.at(place).value() == name
    assert untouched(doc.text, renamed.text, [place])
    back = ecdkit.rename_class(
        renamed, value, element.get(keys.name).value(), definition=definition
    )
    assert back.model == doc.model


@given(colored, colors, st.data())
def test_recolouring_changes_the_colour_and_not_a_byte_more(written, color, data):
    doc = written.parse()
    found = list(classes_of(doc))
    assume(found)
    definition, element, keys, value = data.draw(st.sampled_from(found))
    recolored = ecdkit.recolor_class(doc, value, color, definition=definition)
    assert color_of(recolored.text.at(element.pointer), keys) == color
    places = [place for key in keys.color for place in [element.get(key)]]
    leaves = [leaf for place in places for leaf in (list(place.elements()) or [place])]
    leaves.sort(key=lambda leaf: leaf.span)
    assert untouched(doc.text, recolored.text, [leaf.pointer for leaf in leaves])
    again = ecdkit.recolor_class(recolored, value, color, definition=definition)
    assert again.to_bytes() == recolored.to_bytes()


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (lambda doc: ecdkit.rename_class(doc, 1, "Wald"), b"Forest", b"Wald"),
        (lambda doc: ecdkit.rename_class(doc, 3, "Öd"), b"Field", b"\\u00d6d"),
        (lambda doc: ecdkit.rename_class(doc, 2, "Sea", definition=0), b"Water", b"Sea"),
        (lambda doc: ecdkit.rename_class(doc, 2, "Sea", definition=1), b"Lake", b"Sea"),
        (
            lambda doc: ecdkit.recolor_class(doc, 2, (0, 9, 255), definition=1),
            b"[0, 0, 255]",
            b"[0, 9, 255]",
        ),
        (lambda doc: ecdkit.recolor_class(doc, 1, (0, 129, 0)), b"128", b"129"),
    ],
)
def test_classes_of_unknown_bodies_are_edited_too(edit, old, new):
    assert edit(ecdkit.parse(OPAQUE)).to_bytes() == OPAQUE.replace(old, new)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda doc: ecdkit.rename_class(doc, 9, "x"), "no class has the value 9"),
        (lambda doc: ecdkit.rename_class(doc, 1, "x", definition=1), "no class has the value 1"),
        (lambda doc: ecdkit.rename_class(doc, 1, "x", definition=2), "there is no definition 2"),
        (lambda doc: ecdkit.rename_class(doc, 1, "x", definition=-1), "there is no definition -1"),
        (
            lambda doc: ecdkit.rename_class(doc, 2, "x"),
            "2 classes have the value 2: /Definitions/0/Classes/1 and /Definitions/1/Classes/0",
        ),
        (lambda doc: ecdkit.rename_class(doc, 1, "\ud800"), "half a surrogate pair"),
        (lambda doc: ecdkit.recolor_class(doc, 3, (1, 2, 3)), "is no array of three numbers"),
        (lambda doc: ecdkit.recolor_class(doc, 4, (1, 2, 3)), "class 4 has no colour to change"),
        (lambda doc: ecdkit.recolor_class(doc, 1, (1, 2, 256)), "integers from 0 to 255"),
        (lambda doc: ecdkit.recolor_class(doc, 1, (1, 2, -1)), "integers from 0 to 255"),
        (lambda doc: ecdkit.recolor_class(doc, 1, (1, 2)), "integers from 0 to 255"),
        (lambda doc: ecdkit.recolor_class(doc, 1, (1, 2, 3, 4)), "integers from 0 to 255"),
        (lambda doc: ecdkit.recolor_class(doc, 1, (1.0, 2, 3)), "integers from 0 to 255"),
        (lambda doc: ecdkit.recolor_class(doc, 1, (True, 2, 3)), "integers from 0 to 255"),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused(edit, message):
    with pytest.raises(EditError, match=message):
        edit(ecdkit.parse(OPAQUE))


def test_a_value_that_matches_twice_is_told_at_the_second():
    with pytest.raises(EditError) as caught:
        ecdkit.rename_class(ecdkit.parse(OPAQUE), 2, "x")
    assert caught.value.line == 6
    assert "name the definition" in caught.value.hint


@pytest.mark.parametrize("classes", [[], {}, None, "a", [1, [], "a", {"ClassValue": 1}]])
def test_a_document_without_classes_that_we_know_has_none_to_edit(classes):
    root = {"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1}
    doc = ecdkit.parse(
        json.dumps(root | {"Definitions": [{"Classifier": "?", "Classes": classes}]})
    )
    with pytest.raises(EditError, match="no list of classes here is in a spelling that is known"):
        ecdkit.rename_class(doc, 1, "x")
    with pytest.raises(EditError, match="no list of classes here is in a spelling that is known"):
        ecdkit.recolor_class(ecdkit.parse(json.dumps(root)), 1, (1, 2, 3))


def test_a_class_value_is_matched_to_the_type():
    for value in ("1.0", "true", '"1"', "1e0"):
        doc = ecdkit.parse(OPAQUE.replace(b'"ClassValue":1', b'"ClassValue":' + value.encode()))
        with pytest.raises(EditError, match="no class has the value 1"):
            ecdkit.rename_class(doc, 1, "x")


def test_a_name_that_stands_twice_is_not_chosen_between():
    doc = ecdkit.parse(OPAQUE.replace(b'"ClassName":"Forest"', b'"ClassName":"a","ClassName":"b"'))
    with pytest.raises(ecdkit.DuplicateKeyError):
        ecdkit.rename_class(doc, 1, "x")


def test_a_document_of_an_unknown_version_is_edited_too():
    source = OPAQUE.replace(b'"FileVersion":1', b'"FileVersion":2')
    renamed = ecdkit.rename_class(ecdkit.parse(source), 1, "Wald")
    assert renamed.to_bytes() == source.replace(b"Forest", b"Wald")


@given(colors)
def test_a_colour_is_read_with_and_without_its_hash(color):
    digits = "{:02x}{:02x}{:02x}".format(*color)
    for text in ("#" + digits, digits, digits.upper()):
        assert parse_color(text) == color


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#",
        "#12345",
        "#1234567",
        "#12345g",
        "red",
        " #123456",
        "#123456\n",
        "##123456",
        "#١٢٣٤٥٦",
    ],
)
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(UsageError, match="is no colour"):
        parse_color(text)
