"""What users give because no document says it: asked for, read by type, refused."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from migration_samples import GIVEN, INFO, MODEL, parsed, value_of

import ecdkit
from ecdkit.errors import UsageError
from ecdkit.migration import migrate, plan
from ecdkit.migration.inputs import read_inputs, typed
from ecdkit.migration.many import Request, migrated
from ecdkit.migration.step import Input
from ecdkit.text import equal
from ecdkit.text.view import View
from ecdkit.validation.schemas import schema


def test_all_that_is_missing_is_told_at_once_with_meaning_and_examples():
    with pytest.raises(ecdkit.MigrationError) as caught:
        migrate(parsed(INFO), "model-definition", ImageHeight=1)
    error = caught.value
    assert error.missing == (
        "ModelFile", "ModelType", "ImageWidth", "ModelConfiguration", "InferenceFunction",
    )  # fmt: skip
    assert "ModelType (what the model does, such as ImageClassification" in error.message
    assert "ImageHeight" not in error.message


def test_one_of_two_does():
    given = {**GIVEN, "InferenceFunction": "Classify.py"}
    del given["ModelConfiguration"]
    made = value_of(migrate(parsed(INFO), "model-definition", **given).document)
    assert made["InferenceFunction"] == "Classify.py"
    assert "ModelConfiguration" not in made


def test_what_no_step_knows_becomes_a_member_of_the_target():
    made = migrate(parsed(INFO), "model-definition", **GIVEN, ModelName="Forest", Foo="1")
    assert value_of(made.document)["ModelName"] == "Forest"
    assert {"/ModelName", "/Foo"} <= {entry.target for entry in made.ledger.of("supplied")}


@pytest.mark.parametrize("name", ["BatchSize", "Framework", "Classes"])
def test_what_the_document_says_is_not_overruled(name):
    with pytest.raises(ecdkit.MigrationError, match="not needed here"):
        migrate(parsed(INFO), "model-definition", **GIVEN, **{name: 3})


def test_what_a_step_could_ask_and_did_not_is_refused_too():
    with pytest.raises(ecdkit.MigrationError, match="'MiniBatchSize' is not needed"):
        migrate(parsed(MODEL), "extra-info@1", on_loss="warn", MiniBatchSize=3)


@pytest.mark.parametrize(("name", "value"), [("ImageHeight", "256"), ("ModelType", 1)])
def test_a_value_of_another_type_makes_no_document(name, value):
    with pytest.raises(ecdkit.MigrationError, match=f"not be valid: at /{name}"):
        migrate(parsed(INFO), "model-definition", **{**GIVEN, name: value})


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("ImageHeight", "256", 256),
        ("ModelType", "256", "256"),
        ("ModelType", "null", "null"),
        ("ModelConfiguration", '{"Name": "MaskRCNN"}', {"Name": "MaskRCNN"}),
        ("ModelConfiguration", "MaskRCNN", "MaskRCNN"),
        ("ModelConfiguration", "{MaskRCNN", "{MaskRCNN"),
        ("Anything", "256", "256"),
        # Where any type may stand, the examples of the schema tell which is meant.
        ("ModelPadding", "64", 64),
        ("DataRange", "[0, 1.5]", [0, 1.5]),
        ("Threshold", "1", 1),
        ("SupportsVariableTileSize", "true", True),
        ("resize_to", "256", 256),
        ("resize_to", "null", None),
        ("Version", "2019.02", "2019.02"),
        ("LearningRate", "0.001", "0.001"),
        ("ModelPadding", "wide", "wide"),
        ("ModelPadding", "[1]", "[1]"),
    ],
)
def test_what_is_typed_is_read_by_the_type_of_the_schema(name, text, value):
    found = typed(text, name, schema("model-definition-1"))
    assert equal(found.value() if isinstance(found, View) else found, value)


NUMBERS = st.from_regex(
    r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,20})?([eE][-+]?[0-9]{1,4})?", fullmatch=True
)


@given(number=NUMBERS)
@example("1.10")
@example("-0")
@example("1e2")
@example("1e400")
@example("123456789012345678901234567890")
@example("0.1000000000000000055511151231257827")
def test_a_number_stands_in_the_result_as_it_was_typed(number):
    typed = {name: str(value) for name, value in GIVEN.items()}
    configuration = f'{{"Name": "a", "Scale": {number}}}'
    asked = {
        "Threshold": number, "DataRange": f"[0,{number}]", "ModelConfiguration": configuration
    }  # fmt: skip
    made = migrated(parsed(INFO), Request("model-definition", {**typed, **asked}))
    text = made.document.text
    for pointer in ("/Threshold", "/DataRange/1", "/ModelConfiguration/Scale"):
        assert text.at(pointer).token.decode() == number
    assert {"/Threshold", "/DataRange", "/ModelConfiguration"} <= {
        entry.target for entry in made.ledger.of("supplied")
    }


@pytest.mark.parametrize("number", ["NaN", "nan", "-Infinity", "1.#INF", "01", "+1", "1."])
def test_what_is_no_number_of_json_is_no_number(number):
    with pytest.raises(UsageError, match="is of type integer or null"):
        typed(number, "ImageHeight", schema("model-definition-1"))
    assert typed(number, "Threshold", schema("model-definition-1")) == number


@pytest.mark.parametrize("text", ["abc", "1.5", "true", '"1"', "[1]"])
def test_what_is_of_no_type_of_the_schema_is_refused(text):
    with pytest.raises(UsageError, match="ImageHeight is of type integer or null"):
        typed(text, "ImageHeight", schema("model-definition-1"))
    with pytest.raises(UsageError, match="of type integer"):
        typed("x", "Version", schema("extra-info-1"))


def test_each_input_is_read_by_the_schema_of_its_step():
    steps = plan(parsed(MODEL), "classifier-definition@1")
    names = [steps[0].source, *(step.target for step in steps)]
    schemas = dict(
        zip(names, map(schema, ["model-definition-1", "extra-info-1", "classifier-definition-1"]), strict=True)
    )  # fmt: skip
    found = read_inputs({"MiniBatchSize": "7", "Foo": "7"}, steps, schemas)
    assert (found["MiniBatchSize"].value(), found["Foo"]) == (7, "7")


def test_of_what_is_typed_nothing_is_dropped():
    text = '{"Name": "a", "Name": "b"}'
    with pytest.raises(UsageError, match="the name 'Name' stands twice"):
        typed(text, "ModelConfiguration", schema("model-definition-1"))
    # Where text may stand alone it is text.
    assert typed(text, "ModelType", schema("model-definition-1")) == text


def test_examples_are_told_as_they_are_typed():
    assert Input("A", "what it is", ("1", "2")).told == "A (what it is, such as 1 or 2)"


@pytest.mark.parametrize("empty", ["", None])
def test_what_is_empty_is_missing(empty):
    with pytest.raises(ecdkit.MigrationError) as caught:
        migrate(parsed(INFO), "model-definition", **{**GIVEN, "ModelType": empty})
    assert caught.value.missing == ("ModelType",)
    given = {**GIVEN, "ModelConfiguration": empty, "InferenceFunction": "a.py"}
    with pytest.raises(ecdkit.MigrationError, match="'ModelConfiguration' is not needed here"):
        migrate(parsed(INFO), "model-definition", **given)


@pytest.mark.parametrize("name", ["ImageHeight", "ImageWidth"])
def test_a_tile_has_a_pixel_at_least(name):
    for wrong in (0, -1):
        with pytest.raises(ecdkit.MigrationError, match=f"{name} .* is 1 at least, not {wrong}"):
            migrate(parsed(INFO), "model-definition", **{**GIVEN, name: wrong})


def test_a_path_may_be_given_as_one_and_an_array_as_a_tuple():
    given = {**GIVEN, "ModelFile": PurePosixPath("models/cntk.model"), "DataRange": (0, 1)}
    made = value_of(migrate(parsed(INFO), "model-definition", **given).document)
    assert (made["ModelFile"], made["DataRange"]) == ("models/cntk.model", [0, 1])


@pytest.mark.parametrize("value", [float("nan"), object(), {1: 2}, b"x", "\ud800", {1, 2}])
def test_what_json_cannot_hold_is_refused_by_name(value):
    with pytest.raises(UsageError, match="'Foo' is no value of JSON"):
        migrate(parsed(INFO), "model-definition", **GIVEN, Foo=value)


def test_all_that_is_not_needed_is_told_at_once():
    with pytest.raises(ecdkit.MigrationError) as caught:
        migrate(parsed(INFO), "model-definition", **GIVEN, BatchSize=3, Classes=[], Foo=1)
    assert caught.value.unneeded == ("BatchSize", "Classes")
    assert "'BatchSize', 'Classes' are not needed" in caught.value.message


@pytest.mark.parametrize("end", ["model-definition", "extra-info@1"])
def test_no_input_makes_another_kind_of_document_of_the_result(end):
    source, given = (INFO, GIVEN) if end == "model-definition" else (MODEL, {})
    with pytest.raises(
        ecdkit.MigrationError, match="EsriClassifierDefinitionFile' cannot be given"
    ):
        migrate(parsed(source), end, on_loss="warn", **given, EsriClassifierDefinitionFile=0)


@pytest.mark.parametrize("folder", ["nowhere", 3, "a\x00b", ["."]])
def test_a_folder_that_is_none_is_refused(folder):
    with pytest.raises(ecdkit.MigrationError, match="Folder is"):
        migrate(parsed(MODEL), "model-definition", Folder=folder)
