"""An extra info to a model definition and back: what is kept, asked, lost, and never made up."""

from __future__ import annotations

import pytest
from migration_samples import GIVEN, INFO, MODEL, lost, parsed, value_of

import ecdkit
from ecdkit.migration import migrate
from ecdkit.text import equal


def test_the_documented_extra_info_goes_to_an_emd_and_back(corpus):
    doc = ecdkit.read(corpus / "extra-info" / "documentation-example.json")
    there = migrate(doc, "model-definition", **GIVEN)
    assert not there.ledger.lost
    assert ecdkit.validate(there.document).ok
    back = migrate(there.document, "extra-info@1", on_loss="warn")
    assert lost(back) == {f"/{name}" for name in GIVEN}
    assert equal(value_of(back.document), value_of(doc))


def test_values_order_and_names_of_classes_stay():
    made = value_of(migrate(parsed(INFO), "model-definition", **GIVEN).document)
    assert made["Classes"] == INFO["Classes"]
    assert made["ExtractBands"] == [0, 1, 2, 3]
    assert made["BatchSize"] == 16
    assert "Version" not in made
    assert "ModelPadding" not in made


def test_pairs_are_inferred_and_need_no_permission():
    ledger = migrate(parsed(INFO), "model-definition", **GIVEN).ledger
    assert [step.grade for step in ledger.steps] == ["documented"]
    grades = {entry.source: entry.grade for entry in ledger.entries}
    assert grades["/Classifier"] == grades["/MiniBatchSize"] == "inferred"


def test_what_neither_format_knows_travels_both_ways():
    doc = parsed(INFO, Note={"a": [1.50, None]}, DataRange=[0.0, 1.0])
    there = migrate(doc, "model-definition", **GIVEN)
    assert value_of(there.document)["Note"] == {"a": [1.50, None]}
    back = migrate(there.document, "extra-info@1", on_loss="warn")
    assert equal(value_of(back.document), value_of(doc))


def test_a_member_that_means_something_in_the_target_does_not_travel():
    with pytest.raises(ecdkit.LossError) as caught:
        migrate(parsed(INFO, ModelName="x"), "model-definition", **GIVEN)
    (entry,) = caught.value.ledger.lost
    assert entry.source == "/ModelName"
    assert entry.reason == "its name means something else in the target"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Framework", "its place is taken by Classifier"),
        ("BatchSize", "its place is taken by MiniBatchSize"),
        ("ExtractBands", "its place is taken by NumberRasterBands"),
        ("ModelType", "its place is taken by what was given"),
    ],
)
def test_of_a_member_whose_place_another_has_it_is_said_which(name, reason):
    made = migrate(parsed(INFO, **{name: "mine"}), "model-definition", on_loss="warn", **GIVEN)
    assert [(one.source, one.reason) for one in made.ledger.lost] == [(f"/{name}", reason)]
    assert value_of(made.document)[name] != "mine"


def test_the_version_of_a_model_is_not_that_of_a_format():
    made = migrate(parsed(MODEL, Version="2019.02"), "extra-info@1", on_loss="warn")
    assert value_of(made.document)["Version"] == 1
    assert "/Version" in lost(made)


def test_a_batch_size_is_never_made_up():
    model = {name: one for name, one in MODEL.items() if name != "BatchSize"}
    with pytest.raises(ecdkit.MigrationError) as caught:
        migrate(parsed(model), "extra-info@1", on_loss="warn")
    assert caught.value.missing == ("MiniBatchSize",)
    made = migrate(parsed(model), "extra-info@1", on_loss="warn", MiniBatchSize=8)
    assert value_of(made.document)["MiniBatchSize"] == 8
    (entry,) = made.ledger.of("supplied")
    assert entry.target == "/MiniBatchSize"


@pytest.mark.parametrize("bands", [[2, 1, 0], [1], ["Red", "Green"], [0, 2]])
def test_which_bands_they_are_and_in_what_order_is_lost(bands):
    made = migrate(parsed(MODEL, ExtractBands=bands), "extra-info@1", on_loss="warn")
    assert value_of(made.document)["NumberRasterBands"] == len(bands)
    assert "/ExtractBands" in lost(made)
    made = migrate(parsed(MODEL), "extra-info@1", on_loss="warn")
    assert "/ExtractBands" not in lost(made)


@pytest.mark.parametrize("bands", ["N/A", None])
def test_where_there_are_no_bands_they_are_asked(bands):
    with pytest.raises(ecdkit.MigrationError, match="NumberRasterBands") as caught:
        migrate(parsed(MODEL, ExtractBands=bands), "extra-info@1", on_loss="warn")
    assert caught.value.missing == ("NumberRasterBands",)


@pytest.mark.parametrize("framework", ["N/A", "arcgis.learn.models._inferencing", None])
def test_a_framework_that_is_none_is_asked_and_lost(framework):
    doc = parsed(MODEL, Framework=framework)
    with pytest.raises(ecdkit.MigrationError) as caught:
        migrate(doc, "extra-info@1", on_loss="warn")
    assert caught.value.missing == ("Classifier",)
    assert "/Framework" in lost(migrate(doc, "extra-info@1", on_loss="warn", Classifier="PyTorch"))


@pytest.mark.parametrize(
    ("color", "made"),
    [
        ([-1, -1, -1], [128, 128, 128]),
        ([], [128, 128, 128]),
        (None, [128, 128, 128]),
        ([1, 2, 3, 4], [1, 2, 3]),
        ([1, 2], [128, 128, 128]),
    ],
)
def test_a_colour_that_an_extra_info_cannot_have_is_lost_and_another_told(color, made):
    doc = parsed(MODEL, Classes=[{"Value": 1, "Name": 7, "Color": color}])
    result = migrate(doc, "extra-info@1", on_loss="warn")
    (one,) = value_of(result.document)["Classes"]
    assert one == {"Value": 1, "Name": "7", "Color": made}
    assert {"/Classes/0/Color", "/Classes/0/Name"} <= lost(result)
    kinds = {entry.target: entry.kind for entry in result.ledger.entries if entry.target}
    assert kinds["/Classes/0/Color"] == ("computed" if len(color or []) == 4 else "invented")


def test_a_number_of_bands_that_no_sensor_has_is_refused():
    doc = parsed(INFO, NumberRasterBands=10**12)
    with pytest.raises(ecdkit.MigrationError, match="no model takes more") as caught:
        migrate(doc, "model-definition", **GIVEN)
    assert (caught.value.pointer, caught.value.line) == ("/NumberRasterBands", 1)
