"""Law 6: a migration keeps a field or lists it, and there and back is the same."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from migration_samples import INPUTS, gone

import ecdkit
from ecdkit.migration import migrate
from ecdkit.migration.nodes import EXTRA_INFO_1, NODES, node_of
from ecdkit.migration.registry import STEPS, node_named, reachable
from ecdkit.testing.ledgers import assert_ledger_is_complete
from ecdkit.testing.migrations import documents_at
from ecdkit.text import equal

MODEL = bytes(range(256))
# Packages are more than documents: their roads are gone in test_packages_on_the_map.py.
SINGLE = [node for node in NODES if not node.packed]
ROADS = [(node, target) for node in SINGLE for target in reachable(node) if target != "dlpk"]
IN_PLACE = [
    step
    for step in STEPS
    if step.in_place and step.source != step.target and "dlpk" not in step.source + step.target
]
BACK = [
    (node, target)
    for node, target in ROADS
    if node.target != target
    and any(node.target in reachable(other) for other in SINGLE if other.target == target)
]
# Roads are many; what is searched in all of them together is much.
few = settings(max_examples=max(settings.default.max_examples // 4, 1))


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Everything that any road may need."""
    model = tmp_path_factory.mktemp("models") / "trained.model"
    model.write_bytes(MODEL)
    return INPUTS | {"ModelFile": str(model)}


def drawn(data, node):
    """A document that stands at a node, in an encoding that it says itself."""
    written = data.draw(documents_at(node))
    # An extra info in a named code page cannot be embedded: nobody could read it.
    return ecdkit.parse(written.marked) if node == EXTRA_INFO_1 else written.parse()


def name_of(one):
    return getattr(one, "name", one)


@pytest.mark.parametrize(("node", "target"), ROADS, ids=name_of)
@few
@given(st.data())
def test_every_field_is_kept_or_listed_and_every_new_field_is_from_somewhere(
    node, target, inputs, data
):
    doc = drawn(data, node)
    before = doc.to_bytes()
    assert node_of(doc) == node
    made = gone(doc, target, inputs)
    assert node_of(made.document).target == target
    assert_ledger_is_complete(made.ledger, doc.text.root.value(), made.document.text.root.value())
    assert doc.to_bytes() == before
    assert [step.source for step in made.ledger.steps[:1]] in ([], [node.name])


@pytest.mark.parametrize(("node", "target"), BACK, ids=name_of)
@few
@given(st.data())
def test_there_and_back_is_the_same_value_wherever_nothing_was_lost(node, target, inputs, data):
    doc = drawn(data, node)
    there = gone(doc, target, inputs)
    if there.ledger.lost:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (there.name or "document")
        there.write(path)
        found = dict(inputs)
        if there.files:
            found["ModelFile"] = str(path.parent / there.files[0].name)
        document = ecdkit.read(path, encoding=there.document.text.encoding.name)
        back = gone(document, node.target, found)
    assert equal(back.document.text.root.value(), doc.text.root.value())


@pytest.mark.parametrize("step", IN_PLACE, ids=lambda step: f"{step.source} to {step.target}")
@few
@given(st.data())
def test_what_is_rewritten_in_place_keeps_every_other_byte(step, inputs, data):
    doc = drawn(data, node_named(step.source))
    there = gone(doc, node_named(step.target).target, inputs)
    assert not there.ledger.lost
    changed = {one.source for one in there.ledger.entries if one.kind != "carried"}
    assert all(pointer is not None for pointer in changed)
    back = [one for one in IN_PLACE if (one.source, one.target) == (step.target, step.source)]
    if back:
        again = gone(there.document, node_named(step.source).target, inputs)
        if is_plain(doc):
            assert again.document.to_bytes() == doc.to_bytes()
        assert equal(again.document.text.root.value(), doc.text.root.value())


def is_plain(doc):
    """Whether the names of the root are written without escapes; a new name always is."""
    spans = [view.key_span for _, view in doc.text.root.members()]
    return all(b"\\" not in doc.text.data[start:end] for start, end in spans)


@few
@given(st.data())
def test_an_extra_info_comes_out_of_a_definition_byte_for_byte(inputs, data):
    doc = drawn(data, EXTRA_INFO_1)
    there = gone(doc, "classifier-definition@1", inputs)
    assert not there.ledger.lost
    (definition,) = there.document.model.definitions
    about = definition.deep_learning_model
    assert about.data.to_bytes() == MODEL
    assert (about.size, about.sha256) == (len(MODEL), hashlib.sha256(MODEL).hexdigest())
    back = migrate(there.document, "extra-info@1")
    assert back.document.to_bytes() == doc.to_bytes()
    (file,) = back.files
    assert b"".join(file.chunks()) == MODEL


@few
@given(st.data())
def test_an_extra_info_goes_to_a_model_definition_and_back(inputs, data):
    doc = drawn(data, EXTRA_INFO_1)
    there = gone(doc, "model-definition", inputs)
    back = migrate(there.document, "extra-info@1", on_loss="warn")
    supplied = {entry.target for entry in there.ledger.of("supplied")}
    assert supplied <= {entry.source for entry in back.ledger.lost}
    if not there.ledger.lost:
        assert equal(back.document.text.root.value(), doc.text.root.value())
