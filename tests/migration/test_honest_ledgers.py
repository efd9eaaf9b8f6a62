"""A ledger is true whatever a step does: steps that forget, invent or coerce are caught."""

from __future__ import annotations

import contextlib
import json

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from migration_samples import INPUTS, LIKELIHOOD, MODEL, classifier, lost, parsed

import ecdkit
from ecdkit.document import Document
from ecdkit.errors import EditError, FormatError
from ecdkit.formats.registry import ENTRIES
from ecdkit.ledger import Ledger
from ecdkit.migration import run as running
from ecdkit.migration.account import UndeclaredError, account
from ecdkit.migration.inputs import Given, Inputs
from ecdkit.migration.nodes import node_of
from ecdkit.migration.registry import STEPS, node_named
from ecdkit.migration.step import Outcome, invented
from ecdkit.testing.ledgers import assert_ledger_is_complete
from ecdkit.testing.migrations import documents_at
from ecdkit.testing.values import edited_values
from ecdkit.text import JsonText, equal
from ecdkit.validation.schemas import schema

CHANGING = [step for step in STEPS if "dlpk" not in step.source + step.target]
few = settings(max_examples=max(settings.default.max_examples // 6, 1))


ROOT_KEYS = {entry.root_key for entry in ENTRIES if entry.root_key}


def target_names(step):
    """Every name of a member that the schema of a step's target has."""
    found, waiting = set(), [schema(node_named(step.target).schema)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            properties = one.get("properties")
            found |= set(properties if isinstance(properties, dict) else ())
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found


def names(step):
    return f"{step.source} to {step.target}"


@pytest.fixture(scope="module")
def given_inputs(tmp_path_factory):
    """Everything that any step may need."""
    model = tmp_path_factory.mktemp("models") / "trained.model"
    model.write_bytes(b"model")
    found = INPUTS | {"ModelFile": str(model)}
    return {name: Given(value) for name, value in found.items()}


def made_by(step, doc, inputs):
    asked = {one.name: inputs[one.name] for one in step.inputs if one.name in inputs}
    return step.run(doc, Inputs(asked, step.inputs, None))


@pytest.mark.parametrize("step", CHANGING, ids=names)
@few
@given(st.data())
def test_whatever_a_step_makes_its_ledger_is_true_or_there_is_none(step, given_inputs, data):
    written = data.draw(documents_at(node_named(step.source)))
    doc = ecdkit.parse(written.marked)
    outcome = made_by(step, doc, given_inputs)
    before = outcome.document.text.root.value()
    after = data.draw(edited_values(before))
    assume(isinstance(after, dict))
    # What the step says of its fields is not asked: it forgets, invents and coerces as it likes.
    text = JsonText.parse(json.dumps(after).encode())
    try:
        made = evolve(outcome, document=Document(text))
    except FormatError:
        # It is no document at all.
        return
    try:
        entries = account(step, doc.text.root, made, given_inputs)
    except UndeclaredError:
        assert not equal(after, before)
        return
    ledger = Ledger(step.source, step.target, (), entries)
    assert_ledger_is_complete(ledger, doc.text.root.value(), after)


# Where the whole source is kept inside, nothing is lost with a member.
LOSING = [step for step in CHANGING if all(one.source != "" for one in step.fields)]


@pytest.mark.parametrize("step", LOSING, ids=names)
@few
@given(st.data())
def test_a_member_that_a_step_forgets_is_lost(step, given_inputs, data):
    doc = ecdkit.parse(data.draw(documents_at(node_named(step.source))).marked)
    outcome = made_by(step, doc, given_inputs)
    whole = account(step, doc.text.root, outcome, given_inputs)
    source_of = {
        one.target: one.source
        for one in whole
        if one.kind in ("carried", "renamed") and one.source and one.target
    }
    assume(source_of)
    pointer = data.draw(st.sampled_from(sorted(source_of)))
    assume(isinstance(outcome.document.text.at(pointer).path[-1], str))
    try:
        made = evolve(outcome, document=outcome.document.remove(pointer))
    except EditError:
        # It would be no document without it.
        return
    try:
        entries = account(step, doc.text.root, made, given_inputs)
    except UndeclaredError:
        return
    forgotten = source_of[pointer] + "/"
    places = [f"{one.source}/" for one in entries if one.kind == "lost"]
    # It is told itself, or all that was in it, or more than it.
    assert any(forgotten.startswith(one) or one.startswith(forgotten) for one in places)


# Where a member that neither format knows keeps its place, so that a place can be another's.
TRAVELLING = [
    step for step in LOSING if any(one.source == one.target == "/{other}" for one in step.fields)
]


@pytest.mark.parametrize("step", TRAVELLING, ids=names)
@few
@given(st.data())
def test_what_is_said_of_the_place_of_something_lost_is_true(step, given_inputs, data):
    doc = ecdkit.parse(data.draw(documents_at(node_named(step.source))).marked)
    # Names that the target knows, in a source that does not.
    known = st.sampled_from(sorted(target_names(step) | ROOT_KEYS))
    for name in data.draw(st.lists(known, max_size=4)):
        with contextlib.suppress(ecdkit.EcdError):
            changed = doc if doc.text.root.get(name) is not None else doc.set(f"/{name}", "mine")
            # Some names make it another kind of document.
            doc = changed if node_of(changed).name == step.source else doc
    try:
        outcome = made_by(step, doc, given_inputs)
    except ecdkit.EcdError:
        assume(False)
    target = outcome.document.text.root
    entries = account(step, doc.text.root, outcome, given_inputs)
    found = {one.target: one for one in entries if one.target is not None}
    for one in entries:
        if one.kind != "lost" or one.source is None or one.source.count("/") != 1:
            continue
        name = one.source[1:]
        there = found.get(one.source)
        if one.reason == "the target has no place for it":
            assert target.get(name) is None
        elif one.reason == "its name means something else in the target":
            assert name in target_names(step)
        elif one.reason == "its place is taken by other fields":
            assert any(pointer.startswith(f"{one.source}/") for pointer in found)
        elif one.reason.startswith("its place is taken by "):
            assert there is not None
            origin = there.source.rpartition("/")[2] if there.source is not None else None
            kind = "given" if there.kind == "supplied" else there.kind
            told = {origin, f"what is {kind}", f"what was {kind}"}
            assert one.reason.removeprefix("its place is taken by ") in told
            assert there.source != one.source


class TestMutants:
    """Steps that are wrong in one way each, taken by `migrate` as users do."""

    @pytest.fixture
    def wrong(self, monkeypatch):
        """Let a step do something else with what it has made."""

        def let(source, target, change, *more):
            steps = tuple(
                evolve(one, run=changed(one, change), fields=(*one.fields, *more))
                if (one.source, one.target) == (source, target)
                else one
                for one in STEPS
            )
            found = {(one.source, one.target): one for one in steps}

            def plan(doc, target, *, allow=None):
                return tuple(
                    found[one.source, one.target] for one in right(doc, target, allow=allow)
                )

            right = running.plan
            monkeypatch.setattr(running, "plan", plan)

        def changed(step, change):
            def run(doc, inputs):
                outcome = step.run(doc, inputs)
                return Outcome(
                    change(outcome.document), outcome.bindings, outcome.files, outcome.name
                )

            return run

        return let

    BACK = ("model-definition", "extra-info@1")
    SPECTRA = ("classifier-definition@1 (maximum-likelihood)", "endmember-definition@1b")

    def test_a_forgotten_field_is_lost_and_refused(self, wrong):
        wrong(*self.BACK, lambda made: made.remove("/Note"))
        with pytest.raises(ecdkit.LossError) as caught:
            ecdkit.migrate(parsed(MODEL, Note=[1]), "extra-info@1")
        assert "/Note" in {one.source for one in caught.value.ledger.lost}

    @pytest.mark.parametrize(
        ("pointer", "value"),
        [
            ("/New", 1),
            ("/Classifier", "TensorFlow"),
            ("/NumberRasterBands", 4),
            ("/NumberRasterBands", 3.0),
            ("/MiniBatchSize", 2),
            ("/Version", 2),
            ("/Classes/0/Value", 1),
            ("/Classes/0/Name", "Baum"),
            ("/Classes/0/Color/0", 1),
            ("/Note", "1"),
            ("/Note", 1.0),
            ("/Note", True),
        ],
    )
    def test_an_invented_or_coerced_field_makes_no_ledger(self, wrong, pointer, value):
        wrong(*self.BACK, lambda made: made.set(pointer, value))
        with pytest.raises(UndeclaredError):
            ecdkit.migrate(parsed(MODEL, Note=1), "extra-info@1", on_loss="warn")

    def test_an_input_that_is_given_and_not_used_as_given_makes_no_ledger(self, wrong):
        wrong(*self.BACK, lambda made: made.set("/MiniBatchSize", 9))
        model = {name: one for name, one in MODEL.items() if name != "BatchSize"}
        with pytest.raises(UndeclaredError):
            ecdkit.migrate(parsed(model), "extra-info@1", on_loss="warn", MiniBatchSize=8)

    def test_classes_in_another_order_make_no_ledger(self, wrong):
        def turned(made):
            value = made.text.root.value()
            return parsed({**value, "Endmembers": value["Endmembers"][::-1]})

        other = {**LIKELIHOOD["Classes"][0], "ClassValue": 6, "Means": [3, 4]}
        body = {**LIKELIHOOD, "NumberClasses": 2, "Classes": [*LIKELIHOOD["Classes"], other]}
        wrong(*self.SPECTRA, turned)
        with pytest.raises(UndeclaredError):
            ecdkit.migrate(classifier(body), "endmember-definition@1b", on_loss="warn")

    def test_a_number_of_another_type_makes_no_ledger(self, wrong):
        wrong(*self.SPECTRA, lambda made: made.set("/Endmembers/0/EndmemberID", 5.5))
        with pytest.raises(UndeclaredError):
            ecdkit.migrate(classifier(LIKELIHOOD), "endmember-definition@1b", on_loss="warn")

    def test_what_is_declared_as_invented_is_told_as_that(self, wrong):
        more = invented("/Color", "nobody said it", [1, 2, 3])
        wrong(*self.BACK, lambda made: made.set("/Color", [1, 2, 3]), more)
        made = ecdkit.migrate(parsed(MODEL), "extra-info@1", on_loss="warn")
        assert [one.target for one in made.ledger.of("invented")] == ["/Color"]
        assert lost(made)
