"""The schema for text editors: one for all documents, of one mind with the others."""

from __future__ import annotations

import functools
import json

import pytest
from hypothesis import assume, given, settings
from jsonschema import Draft7Validator

import ecdkit
from ecdkit.document import structure_problems
from ecdkit.errors import FormatError, UsageError
from ecdkit.formats.registry import formats
from ecdkit.testing.models import documents, mutants
from ecdkit.validation.editor_schema import _rewritten, editor_schema, editor_schema_bytes
from ecdkit.validation.schemas import grammar_names, schema, schema_bytes, schema_names


@functools.cache
def whole():
    return Draft7Validator(editor_schema())


@pytest.fixture(autouse=True)
def _every_test_makes_it_anew():
    editor_schema.cache_clear()
    whole.cache_clear()


def value_of(doc):
    return json.loads(doc.text.data)


def test_it_is_a_schema_of_draft_7_where_nothing_stands_beside_a_reference():
    found = editor_schema()
    Draft7Validator.check_schema(found)
    assert json.loads(editor_schema_bytes()) == found
    assert editor_schema_bytes().isascii()
    references = [about for about in dicts(found) if "$ref" in about]
    assert len(references) > 20
    assert all(set(about) == {"$ref"} for about in references)
    for about in references:
        assert about["$ref"].removeprefix("#/$defs/") in found["$defs"]
    words = {"$schema", "$id", "$defs"} & {
        key for inner in found["$defs"].values() for key in inner
    }
    assert words == set()


def dicts(value):
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from dicts(inner)


@given(documents())
def test_it_takes_every_valid_document(written):
    assert whole().is_valid(value_of(written.parse()))


@settings(max_examples=300)
@given(mutants())
def test_it_is_of_one_mind_with_the_structure_check(mutant):
    try:
        doc = mutant.parse()
    except FormatError:
        assume(False)
    problems = structure_problems(doc)
    # JSON Schema cannot see how an integer is spelled: 1.0 is one to it.
    assume(all(problem.code != "integer-spelling" for problem in problems))
    assert (not problems) == whole().is_valid(value_of(doc))


OLD = ("NumberEndmembers", "NumberBands")
NEW = ("NumberOfEndmembers", "NumberOfBands")


@pytest.mark.parametrize("old", range(4))
@pytest.mark.parametrize("new", range(4))
def test_the_spelling_of_an_endmember_definition_is_told_as_the_format_tells_it(old, new):
    value = {"EsriEndmemberDefinitionFile": 0, "FileVersion": 1, "Endmembers": []}
    value |= {name: 0 for at, name in enumerate(OLD) if old >> at & 1}
    value |= {name: 0 for at, name in enumerate(NEW) if new >> at & 1}
    doc = ecdkit.parse(json.dumps(value))
    errors = [error.message for error in whole().iter_errors(value)]
    assert (not errors) == (structure_problems(doc) == ())
    for name in {*OLD, *NEW} & set(value):
        # A spelling asks nothing of the names of the other.
        other = value | {name: "a"}
        told = structure_problems(ecdkit.parse(json.dumps(other)))
        assert (not told) == whole().is_valid(other)
    missing = [problem for problem in structure_problems(doc) if problem.code == "missing-member"]
    for problem in missing:
        name = problem.message.rpartition("the member '")[2].partition("'")[0]
        assert any(name in message for message in errors)


VALUES = [{"$ref": "#/$defs/a", "$comment": "b", "x-a": 1}]


@pytest.mark.parametrize(("part", "made"), [
    ({"$ref": "#/$defs/a"}, {"$ref": "#/$defs/n.a"}),
    ({"title": "b", "$ref": "#/$defs/a"}, {"title": "b", "allOf": [{"$ref": "#/$defs/n.a"}]}),
    ({"x-unit": "m", "$ref": "#/$defs/a"}, {"$ref": "#/$defs/n.a"}),
    ({"anyOf": [{"$ref": "#/$defs/a"}, {"$comment": "b"}]}, {"anyOf": [{"$ref": "#/$defs/n.a"}, {}]}),
    ({"x-grade": "a", "$comment": "b", "xs": 1}, {"xs": 1}),
    ({"examples": VALUES}, {"examples": VALUES}),
    ({"enum": VALUES}, {"enum": VALUES}),
    ({"const": VALUES}, {"const": VALUES}),
])  # fmt: skip
def test_references_are_renamed_and_stand_alone_and_values_are_left_alone(part, made):
    assert _rewritten(part, "n") == made


def test_every_example_of_every_schema_is_taken():
    for one in formats():
        for name in one.schemas.values():
            for example in schema(name)["examples"]:
                whole().validate(example)


def test_an_empty_object_is_offered_every_root_key():
    root_keys = {one.root_key for one in formats()} - {None}
    assert set(editor_schema()["properties"]) == root_keys


def test_editors_are_told_what_it_is():
    found = editor_schema()
    assert list(found)[:4] == ["$schema", "title", "description", "type"]
    assert found["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert found["title"] == "Esri definitions"
    assert found["description"] == (
        "Classifier definitions, extra info, endmember definitions and model definitions, each "
        "told by its root."
    )
    assert found["type"] == "object"
    for about in found["properties"].values():
        assert {"title", "description"} <= set(about)
    assert editor_schema_bytes().startswith(b'{\n  "$schema": ')


def test_a_schema_that_there_is_not_is_told_with_those_that_there_are():
    names = (*schema_names(), *grammar_names())
    assert len(names) > 10
    assert list(grammar_names()) == sorted(grammar_names())
    for name in names:
        assert schema_bytes(name)
    with pytest.raises(UsageError) as caught:
        schema_bytes("extra-info-2")
    assert caught.value.message == "there is no schema 'extra-info-2'"
    assert caught.value.hint == f"there are {', '.join(names)}"


@pytest.mark.parametrize(
    "one", [one for one in formats() if one.root_key], ids=lambda one: one.name
)
def test_of_a_version_that_nobody_knows_only_the_version_is_asked_for(one):
    for rest, is_right in (
        ({}, False),
        ({one.version_key: "9"}, False),
        ({one.version_key: 9}, True),
        ({one.version_key: 9, "Classes": 1, "Definitions": 1, "Endmembers": 1}, True),
    ):
        root = {one.root_key: 0, **rest}
        assert whole().is_valid(root) == is_right
        assert (structure_problems(ecdkit.parse(json.dumps(root))) == ()) == is_right


def test_what_has_no_root_key_is_a_model_definition():
    assert whole().is_valid({"ModelFile": "a", "ExtractBands": []})
    assert not whole().is_valid({"ModelFile": "a", "ExtractBands": 1})
