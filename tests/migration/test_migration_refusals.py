"""What `migrate` refuses, and that it leaves alone what it is given."""

from __future__ import annotations

import json
import pickle

import pytest
from migration_samples import GIVEN, INFO, LIKELIHOOD, MODEL, classifier, parsed, value_of

import ecdkit
from ecdkit.errors import DuplicateKeyError, UsageError
from ecdkit.migration import migrate
from ecdkit.migration.compose import composed


def test_reading_never_migrates_and_the_document_is_left_alone():
    doc = parsed(INFO)
    before = doc.to_bytes()
    migrate(doc, "model-definition", **GIVEN)
    assert doc.to_bytes() == before


def test_a_name_that_stands_twice_is_refused_with_its_place():
    doc = ecdkit.parse(json.dumps(INFO).replace('"Version"', '"Note": 1, "Note": 2, "Version"'))
    with pytest.raises(DuplicateKeyError, match="'Note' stands twice") as caught:
        migrate(doc, "model-definition", **GIVEN)
    assert caught.value.line == 1


@pytest.mark.parametrize("token", ["NaN", "-Infinity", '"\\ud800"'])
def test_what_cannot_be_written_is_refused_with_its_place(token):
    text = json.dumps(INFO, indent=1).replace('"Version"', f'"Note": [1, {token}],\n "Version"')
    with pytest.raises(ecdkit.MigrationError) as caught:
        migrate(ecdkit.parse(text), "model-definition", **GIVEN)
    assert caught.value.pointer == "/Note/1"
    assert caught.value.line == 3


def test_what_is_not_finite_survives_a_step_in_place():
    doc = ecdkit.parse(
        json.dumps(classifier_text := value_of(classifier(LIKELIHOOD))).replace("1.5", "NaN")
    )
    made = migrate(doc, "classifier-definition@3", allow="inferred")
    assert b"NaN" in made.document.to_bytes()
    assert classifier_text


def test_a_document_whose_structure_is_wrong_is_refused():
    with pytest.raises(ecdkit.DefinitionError):
        migrate(parsed(INFO, Classifier=5), "model-definition", **GIVEN)


@pytest.mark.parametrize("wrong", [{"on_loss": "ignore"}, {"allow": "everything"}])
def test_options_that_do_not_exist_are_refused(wrong):
    with pytest.raises(UsageError):
        migrate(parsed(INFO), "model-definition", **wrong)


def test_a_refused_loss_carries_its_ledger_across_processes():
    with pytest.raises(ecdkit.LossError) as caught:
        migrate(parsed(MODEL), "extra-info@1")
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.ledger == caught.value.ledger
    assert isinstance(caught.value, ecdkit.MigrationError)
    assert isinstance(caught.value, ecdkit.EcdError)


def test_two_ledgers_of_nothing_are_one_of_nothing():
    assert composed((), ()) == ()
