"""What users give because no document says it: asked for, read by type, refused."""

from __future__ import annotations

import pytest
from migration_samples import GIVEN, INFO, MODEL, parsed, value_of

import ecdkit
from ecdkit.errors import UsageError
from ecdkit.migration import migrate, plan
from ecdkit.migration.inputs import read_inputs, typed
from ecdkit.migration.step import Input
from ecdkit.text import equal
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
    with pytest.raises(ecdkit.MigrationError, match="the document says it"):
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
    ],
)
def test_what_is_typed_is_read_by_the_type_of_the_schema(name, text, value):
    assert equal(typed(text, name, schema("model-definition-1")), value)


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
    assert read_inputs({"MiniBatchSize": "7", "Foo": "7"}, steps, schemas) == {
        "MiniBatchSize": 7,
        "Foo": "7",
    }


def test_examples_are_told_as_they_are_typed():
    assert Input("A", "what it is", ("1", "2")).told == "A (what it is, such as 1 or 2)"
