"""Deep-learning definitions are joined, taken apart, and lead to model definitions."""

from __future__ import annotations

import json

import pytest
from migration_samples import GIVEN, INFO, MODEL, lost, parsed, value_of

import ecdkit
from ecdkit.errors import FileThereError
from ecdkit.migration import migrate
from ecdkit.text import equal


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "info.json").write_text(json.dumps(INFO, indent=3))
    (tmp_path / "cntk.model").write_bytes(b"abc" * 1000)
    return tmp_path


@pytest.fixture
def joined(folder):
    made = migrate(
        ecdkit.read(folder / "info.json"),
        "classifier-definition@1",
        ModelFile=str(folder / "cntk.model"),
    )
    made.write(folder / "joined.ecd")
    return folder / "joined.ecd"


def test_it_is_what_the_tool_writes(folder, joined):
    ecdkit.deep_learning_model_to_ecd(
        folder / "cntk.model", folder / "info.json", folder / "tool.ecd"
    )
    one, other = (value_of(ecdkit.read(path)) for path in (joined, folder / "tool.ecd"))
    assert equal(one, other)


def test_taken_apart_both_files_are_what_they_were(folder, joined):
    made = migrate(ecdkit.read(joined), "extra-info@1")
    assert not made.ledger.lost
    (folder / "out").mkdir()
    made.write(folder / "out" / made.name)
    for name in ("info.json", "cntk.model"):
        assert (folder / "out" / name).read_bytes() == (folder / name).read_bytes()
    held = {entry.file for entry in made.ledger.entries if entry.file}
    assert held == {"info.json", "cntk.model"}


def test_of_an_edited_one_the_edits_come_and_the_old_text_is_lost(joined):
    doc = ecdkit.rename_class(ecdkit.read(joined), 100, "Lake")
    with pytest.raises(ecdkit.LossError) as caught:
        migrate(doc, "extra-info@1")
    (entry,) = caught.value.ledger.lost
    assert entry.source == "/Definitions/0/DeepLearningModel/ExtraInfo/Data"
    made = migrate(doc, "extra-info@1", on_loss="warn")
    assert b"Lake" in made.document.to_bytes()


def test_to_a_model_definition_the_model_goes_along_and_the_name_of_the_extra_info_is_lost(joined):
    given = {name: one for name, one in GIVEN.items() if name != "ModelFile"}
    with pytest.raises(ecdkit.LossError):
        migrate(ecdkit.read(joined), "model-definition", **given)
    made = migrate(ecdkit.read(joined), "model-definition", on_loss="warn", **given)
    assert lost(made) == {"/Definitions/0/DeepLearningModel/ExtraInfo/FileName"}
    assert value_of(made.document)["ModelFile"] == "cntk.model"
    (entry,) = (one for one in made.ledger.entries if one.target == "/ModelFile")
    assert entry.kind == "renamed"
    assert entry.source == "/Definitions/0/DeepLearningModel/FileName"
    assert [step.grade for step in made.ledger.steps] == ["project", "documented"]
    assert [file.name for file in made.files] == ["cntk.model"]


def test_from_a_model_definition_the_file_that_it_names_is_embedded(folder):
    (folder / "a.emd").write_text(json.dumps({**MODEL, "ModelFile": "cntk.model", "Note": [1]}))
    made = migrate(ecdkit.read(folder / "a.emd"), "classifier-definition@1", on_loss="warn")
    assert "/ModelFile" not in lost(made)
    assert "/Note" not in lost(made)
    back = migrate(made.document, "extra-info@1")
    assert value_of(back.document)["Note"] == [1]


def test_another_spelling_of_its_path_is_lost(folder):
    (folder / "a.emd").write_text(json.dumps(MODEL))
    made = migrate(ecdkit.read(folder / "a.emd"), "classifier-definition@1", on_loss="warn")
    assert "/ModelFile" in lost(made)


def test_a_file_that_is_not_there_is_told_with_what_to_do(folder):
    (folder / "a.emd").write_text(json.dumps({**MODEL, "ModelFile": "no.model"}))
    with pytest.raises(FileNotFoundError, match="ModelFile=PATH"):
        migrate(ecdkit.read(folder / "a.emd"), "classifier-definition@1", on_loss="warn")


def test_a_definition_that_refers_to_its_model_gives_it_too(folder):
    ecdkit.deep_learning_model_to_ecd(
        folder / "cntk.model", folder / "info.json", folder / "ref.ecd", by_reference=True
    )
    given = {name: one for name, one in GIVEN.items() if name != "ModelFile"}
    made = migrate(ecdkit.read(folder / "ref.ecd"), "model-definition", on_loss="warn", **given)
    assert lost(made) == {"/Definitions/0/DeepLearningModel/ExtraInfo/FileName"}
    made.write(folder / "a.emd")
    (folder / "out").mkdir()
    made.write(folder / "out" / "a.emd")
    assert (folder / "out" / "cntk.model").read_bytes() == b"abc" * 1000
    made = migrate(ecdkit.read(folder / "ref.ecd"), "extra-info@1", on_loss="warn")
    assert lost(made) == {"/Definitions/0/DeepLearningModel/Path"}


def test_of_several_definitions_one_is_named(joined):
    doc = ecdkit.read(joined)
    value = value_of(doc)
    twice = parsed(value, NumberDefinitions=2, Definitions=value["Definitions"] * 2)
    with pytest.raises(ecdkit.MigrationError) as caught:
        migrate(twice, "extra-info@1")
    assert caught.value.missing == ("Definition",)
    for at in (1, "1"):
        made = migrate(twice, "extra-info@1", on_loss="warn", Definition=at)
        assert {"/NumberDefinitions", "/Definitions/0"} <= lost(made)
        assert not any(pointer.startswith("/Definitions/1") for pointer in lost(made))
    for at in (2, -1, "x", True, [0]):
        with pytest.raises(ecdkit.MigrationError, match="from 0 to 1"):
            migrate(twice, "extra-info@1", Definition=at)


@pytest.mark.parametrize("name", ["../evil.model", "/etc/evil", "..", "a/b", "C:evil", "a\\b", ""])
def test_no_file_is_put_outside_the_folder(joined, name):
    doc = ecdkit.read(joined).set("/Definitions/0/DeepLearningModel/FileName", name)
    with pytest.raises(ecdkit.MigrationError, match=r"names no file|more than the name"):
        migrate(doc, "extra-info@1", on_loss="warn")


def test_a_damaged_model_is_not_written(folder, joined):
    doc = ecdkit.read(joined).set("/Definitions/0/DeepLearningModel/Data", "QUJD")
    made = migrate(doc, "extra-info@1")
    (folder / "out").mkdir()
    with pytest.raises(ecdkit.DefinitionError, match="not the one"):
        made.write(folder / "out" / "info.json")
    assert list((folder / "out").iterdir()) == []


def test_nothing_is_written_where_the_document_exists(folder, joined):
    made = migrate(ecdkit.read(joined), "extra-info@1")
    (folder / "out").mkdir()
    (folder / "out" / "info.json").write_text("mine")
    with pytest.raises(FileThereError):
        made.write(folder / "out" / "info.json")
    assert [path.name for path in (folder / "out").iterdir()] == ["info.json"]


def test_an_extra_info_in_a_code_page_is_refused(folder):
    content = json.dumps(INFO).replace(" Wald", "Wäld").encode("cp1252", "replace")
    content = content.replace(b"\\u00e4", b"\xe4")
    doc = ecdkit.parse(content, encoding="cp1252")
    with pytest.raises(ecdkit.MigrationError, match="Convert it to UTF-8") as caught:
        migrate(doc, "classifier-definition@1", ModelFile=str(folder / "cntk.model"))
    assert "cp1252" in caught.value.message


def test_classes_of_one_value_each_keep_what_only_the_extra_info_holds(folder):
    classes = [{"Value": 7, "Name": name, "Color": [1, 2, 3], "Note": name} for name in "abc"]
    (folder / "info.json").write_text(json.dumps({**INFO, "Classes": classes}))
    doc = ecdkit.read(folder / "info.json")
    there = migrate(doc, "classifier-definition@1", ModelFile=folder / "cntk.model")
    assert migrate(there.document, "extra-info@1").document.to_bytes() == doc.to_bytes()


def test_a_model_that_is_too_large_is_not_read(folder):
    large = folder / "large.model"
    with large.open("wb") as file:
        # A hole: it takes no room, but whoever read it would need the memory.
        file.truncate(1 << 40)
    with pytest.raises(ecdkit.MigrationError, match="more than 268,435,456 can") as caught:
        migrate(parsed(INFO), "classifier-definition@1", ModelFile=large)
    assert caught.value.path == str(large)
    assert "--by-reference" in caught.value.hint
