"""The laws of templates hold for raster functions in JSON, in both forms and in every layout."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import ecdkit
from ecdkit.exchange.rft_xml import parse_template
from ecdkit.testing.raster_functions import raster_functions
from ecdkit.testing.templates import definitions
from ecdkit.text import equal
from ecdkit.text.edit import set_value

SVM = b"""{"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1,
 "Definitions": [{"Classifier": "SVM"}]}
"""


def rule(arguments, **layout):
    value = {"rasterFunction": "Classify", "rasterFunctionArguments": arguments}
    return parse_template(json.dumps(value, **layout).encode())


@given(raster_functions())
def test_a_raster_function_reads_as_it_was_written_and_goes_back_byte_for_byte(drawn):
    template = parse_template(drawn.content)
    assert template.form == "JSON"
    assert template.to_bytes() == drawn.content
    told = [one.content.strip() if one.how == "value" else one.path for one in template.held]
    assert sorted(map(str, told)) == sorted(map(str, drawn.held))


@given(raster_functions(), definitions(), st.data())
def test_around_what_is_embedded_every_value_is_what_it_was(drawn, definition, data):
    template = parse_template(drawn.content)
    assume(template.held)
    at = data.draw(st.sampled_from(range(len(template.held))))
    changed = template.embed(definition, at)
    pointer = changed.held[at].element
    rests = [set_value(one.text, pointer, 0).root.value() for one in (template, changed)]
    assert equal(*rests)


@given(raster_functions(), definitions(), st.data())
def test_only_the_bytes_of_the_value_change(drawn, definition, data):
    template = parse_template(drawn.content)
    assume(template.held)
    at = data.draw(st.sampled_from(range(len(template.held))))
    changed = template.embed(definition.strip(), at)
    view, after = (one.text.at(one.held[at].element) for one in (template, changed))
    assert changed.text.data[: after.span[0]] == template.text.data[: view.span[0]]
    assert changed.text.data[after.span[1] :].strip() == template.text.data[view.span[1] :].strip()


def test_a_definition_is_an_object_a_string_a_path_or_not_there_yet():
    told = [
        [(one.how, one.function, one.argument, one.element) for one in rule(arguments).held]
        for arguments in (
            {"ClassifierDefinition": json.loads(SVM)},
            {"classifierdefinition": SVM.decode()},
            {"ClassifierDefinitionFile": "forest.ecd"},
            {"Model": "tree.emd"},
            {"ClassifierDefinition": None},
            {"ClassifierDefinition": {}},
            {"Raster": "$$", "Method": "Scaled", "Signatures": {"Shadow": [70.05]}},
        )
    ]
    at = "/rasterFunctionArguments/"
    assert told == [
        [("value", "Classify", "ClassifierDefinition", at + "ClassifierDefinition")],
        [("value", "Classify", "classifierdefinition", at + "classifierdefinition")],
        [("path", "Classify", "ClassifierDefinitionFile", at + "ClassifierDefinitionFile")],
        [("path", "Classify", "Model", at + "Model")],
        [("empty", "Classify", "ClassifierDefinition", at + "ClassifierDefinition")],
        [("empty", "Classify", "ClassifierDefinition", at + "ClassifierDefinition")],
        [],
    ]


def test_references_lead_to_the_one_place_that_holds_the_definition():
    variable = {"name": "x", "type": "RasterFunctionVariable", "_object_id": 7}
    template = parse_template(
        json.dumps(
            {
                "function": {"type": "ClassifyFunction"},
                "arguments": {
                    "ClassifierDefinition": {"_object_ref_id": 7},
                    "Rasters": {
                        "type": "RasterFunctionVariable",
                        "value": {
                            "type": "ArgumentArray",
                            "elements": [{**variable, "value": json.loads(SVM)}],
                        },
                    },
                },
            },
            indent=1,
        ).encode()
    )
    (one,) = template.held
    assert (one.argument, one.uses) == ("ClassifierDefinition", (6,))
    assert one.element == "/arguments/Rasters/value/elements/0/value"
    other = SVM.replace(b"SVM", b"KNN")
    assert template.embed(other).extract() == other


def test_a_variable_without_a_value_gets_one():
    variable = {"name": "ClassifierDefinition", "type": "RasterFunctionVariable"}
    root = {
        "function": {"type": "ClassifyFunction"},
        "arguments": {"ClassifierDefinition": variable},
    }
    template = parse_template(json.dumps(root, indent=1).encode())
    (one,) = template.held
    assert (one.how, one.element) == ("empty", "/arguments/ClassifierDefinition")
    changed = template.embed(SVM)
    assert changed.extract() == SVM
    assert changed.held[0].element == "/arguments/ClassifierDefinition/value"


def test_an_argument_for_a_path_becomes_the_one_for_a_value():
    template = rule({"ClassifierDefinitionFile": "forest.ecd"}, indent=1)
    changed = template.embed(SVM)
    assert changed.held[0].argument == "ClassifierDefinition"
    assert changed.extract() == SVM
    both = rule({"ClassifierDefinitionFile": "a.ecd", "ClassifierDefinition": None})
    with pytest.raises(ecdkit.UsageError, match="held by path, and ClassifierDefinition beside"):
        both.embed(SVM, 0)
    assert both.embed(SVM, 1).extract() == SVM


@pytest.mark.parametrize("layout", [{}, {"indent": 1}, {"separators": (" , ", " : ")}])
@pytest.mark.parametrize("tail", ["", " ", "\n", "\r", "\r\n", "\n\r", "\r\r", " \n ", "\t\r "])
@pytest.mark.parametrize("more", [{}, {"Raster": "$$"}])
def test_white_space_behind_a_definition_is_its_own(layout, tail, more):
    template = rule({"ClassifierDefinition": None, **more}, **layout)
    definition = SVM.strip() + tail.encode()
    changed = template.embed(definition)
    assert changed.extract() == definition
    assert changed.embed(SVM.strip()).extract() == SVM.strip()


@pytest.mark.parametrize("space", [b" ", b"\n", b"\r\n\t"])
def test_white_space_before_a_definition_has_no_place_in_an_object(space):
    with pytest.raises(ecdkit.EditError, match="begins with white space"):
        rule({"ClassifierDefinition": None}).embed(space + SVM)
    # In a string it has.
    assert rule({"ClassifierDefinition": SVM.decode()}).embed(space + SVM).extract() == space + SVM


def test_characters_that_the_file_cannot_hold_are_refused_and_escaped_in_strings():
    content = json.dumps(
        {"rasterFunction": "ä", "rasterFunctionArguments": {"ClassifierDefinition": None}},
        ensure_ascii=False,
    ).encode("cp1252")
    definition = SVM.replace(b"SVM", "森".encode())
    with pytest.raises(ecdkit.EditError, match="characters that cp1252 lacks"):
        parse_template(content, encoding="cp1252").embed(definition)
    held = content.replace(b"null", json.dumps(SVM.decode()).encode())
    changed = parse_template(held, encoding="cp1252").embed(definition)
    assert changed.extract() == definition
    assert b"\\u68ee" in changed.to_bytes()


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"{}",
        b'{"rasterFunction": 1, "rasterFunctionArguments": {}}',
        b'{"rasterFunction": "a", "rasterFunctionArguments": []}',
        b'{"rasterFunction": "a"}',
        b'{"function": {}, "arguments": {}}',
    ],
)
def test_what_is_no_raster_function_is_refused(content):
    with pytest.raises(ecdkit.FormatError, match="no raster function"):
        parse_template(content)
