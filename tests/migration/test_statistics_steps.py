"""Maximum-likelihood definitions and endmembers: versions, spellings, means as spectra."""

from __future__ import annotations

import pytest
from migration_samples import LIKELIHOOD, classifier, lost, parsed, value_of

import ecdkit
from ecdkit.migration import migrate


def test_means_are_spectra_in_their_own_spelling():
    made = migrate(classifier(LIKELIHOOD), "endmember-definition@1b", on_loss="warn")
    (one,) = value_of(made.document)["Endmembers"]
    assert one == {
        "EndmemberID": 5,
        "EndmemberName": "Wald",
        "SpectralProfile": [1.5, 2],
        "Note": {"a": [1]},
    }
    assert ecdkit.validate(made.document).ok
    inside = "/Definitions/0/Classes/0"
    assert {f"{inside}/Covariances", f"{inside}/Count", f"{inside}/Red"} <= lost(made)


def test_a_count_that_lies_is_counted_anew_and_lost():
    doc = classifier({**LIKELIHOOD, "NumberClasses": 7})
    made = migrate(doc, "endmember-definition@1b", on_loss="warn")
    assert value_of(made.document)["NumberOfEndmembers"] == 1
    assert "/Definitions/0/NumberClasses" in lost(made)


def test_members_of_all_levels_travel_unless_two_have_one_name():
    doc = classifier({**LIKELIHOOD, "Foo": 1, "NumberOfBands": 9}, Foo=2, Bar=3)
    made = migrate(doc, "endmember-definition@1b", on_loss="warn")
    value = value_of(made.document)
    assert (value["Foo"], value["Bar"], value["NumberOfBands"]) == (1, 3, 2)
    assert {"/Foo", "/Definitions/0/NumberOfBands"} <= lost(made)


def test_versions_change_one_number_and_back(corpus):
    doc = ecdkit.read(corpus / "classifier-definition" / "maximum-likelihood-v1.ecd")
    there = migrate(doc, "classifier-definition@3", allow="inferred")
    changed = doc.to_bytes().replace(b'"FileVersion":1', b'"FileVersion":3')
    assert there.document.to_bytes() == changed
    assert not there.ledger.lost
    back = migrate(there.document, "classifier-definition@1", allow="inferred")
    assert back.document.to_bytes() == doc.to_bytes()


def test_from_version_three_two_steps_lead_to_endmembers():
    doc = classifier(LIKELIHOOD, version=3)
    with pytest.raises(ecdkit.MigrationError, match="only inferred"):
        migrate(doc, "endmember-definition@1a", on_loss="warn")
    made = migrate(doc, "endmember-definition@1a", on_loss="warn", allow="inferred")
    assert len(made.ledger.steps) == 3
    (entry,) = (one for one in made.ledger.entries if one.target == "/Endmembers/0/SpectralProfile")
    assert entry.source == "/Definitions/0/Classes/0/Means"
    assert entry.grade == "inferred"


def test_spellings_of_endmembers_change_two_names(corpus):
    doc = ecdkit.read(corpus / "endmember-definition" / "number-endmembers.json")
    there = migrate(doc, "endmember-definition@1b")
    other = ecdkit.read(corpus / "endmember-definition" / "number-of-endmembers.json")
    assert there.document.to_bytes() == other.to_bytes()
    assert migrate(there.document, "endmember-definition@1a").document.to_bytes() == (
        doc.to_bytes()
    )


def test_a_file_with_both_spellings_of_one_name_is_refused():
    root = {"EsriEndmemberDefinitionFile": 0, "FileVersion": 1, "Endmembers": []}
    doc = parsed(root, NumberEndmembers=0, NumberBands=1, NumberOfBands=1)
    with pytest.raises(ecdkit.MigrationError, match="there is a member of that name"):
        migrate(doc, "endmember-definition@1b")
