"""Law 6: a migration keeps a field or lists it, and there and back is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.errors import DefinitionError, FileAccessError, MigrationError
from ecdkit.migration import migrate
from ecdkit.migration.nodes import NODES, node_of
from ecdkit.migration.registry import reachable
from ecdkit.testing.ledgers import assert_ledger_is_complete
from ecdkit.testing.migrations import documents_at

ROADS = [(node, target) for node in NODES for target in reachable(node)]
MODEL_FILE = bytes(range(256))


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Everything that any road may need."""
    model = tmp_path_factory.mktemp("models") / "trained.model"
    model.write_bytes(MODEL_FILE)
    return {
        "ModelFile": str(model),
        "ModelType": "ImageClassification",
        "ImageHeight": 256,
        "ImageWidth": 128,
        "ModelConfiguration": "FasterRCNN",
        "Classifier": "CNTK",
        "NumberRasterBands": 4,
        "MiniBatchSize": 16,
        "Definition": 0,
    }


def needed(doc, target, inputs):
    """Those inputs that a road takes; documents of several definitions need an index."""
    given = {}
    while True:
        try:
            return migrate(doc, target, on_loss="warn", allow="inferred", **given)
        except (FileAccessError, DefinitionError):
            # The model definition names a file that is not there.
            given["ModelFile"] = inputs["ModelFile"]
        except MigrationError as error:
            if not error.missing:
                raise
            given |= {name: inputs[name] for name in error.missing if name in inputs}


@pytest.mark.parametrize(("node", "target"), ROADS, ids=lambda one: getattr(one, "name", one))
@given(st.data())
def test_every_field_is_kept_or_listed_and_every_new_field_is_from_somewhere(
    node, target, inputs, data
):
    written = data.draw(documents_at(node).filter(lambda found: found.encoding is None))
    doc = written.parse()
    assert node_of(doc) == node
    made = needed(doc, target, inputs)
    assert node_of(made.document).target == target
    assert_ledger_is_complete(made.ledger, doc.text.root.value(), made.document.text.root.value())
    assert doc.to_bytes() == written.content
