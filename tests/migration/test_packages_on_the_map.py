"""Roads to packages and out of them: the files go with the definition, and nothing is lost."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from migration_samples import gone

import ecdkit
from ecdkit.errors import LossError, MigrationError
from ecdkit.migration.nodes import DEEP_LEARNING_1, DLPK, EXTRA_INFO_1, OLD_DLPK, node_of
from ecdkit.migration.registry import reachable
from ecdkit.packages.writing import write_archive
from ecdkit.testing.ledgers import assert_ledger_is_complete
from ecdkit.testing.migrations import documents_at
from ecdkit.testing.packages import members, packages
from ecdkit.text import equal

INFO = {
    "ImportDeepLearningModelToEsriExtraInfo": 0,
    "Version": 1,
    "Classifier": "CNTK",
    "NumberRasterBands": 2,
    "MiniBatchSize": 16,
    "Classes": [{"Value": 100, "Name": "Impervious", "Color": [204, 204, 204]}],
}
EMD = {
    "Framework": "CNTK",
    "ModelConfiguration": "FasterRCNN",
    "ModelType": "ObjectDetection",
    "ModelFile": ".\\cntk.model",
    "ImageHeight": 256,
    "ImageWidth": 256,
    "ExtractBands": [0, 1],
    "Classes": [{"Value": 1, "Name": "Palm", "Color": [1, 2, 3]}],
}
MODEL = bytes(range(256)) * 9
NEEDED = {
    "ModelType": "ImageClassification",
    "ImageHeight": 256,
    "ImageWidth": 256,
    "ModelConfiguration": "AzurePixelLevelLandClassification",
}
few = settings(max_examples=max(settings.default.max_examples // 4, 1))


@pytest.fixture
def seed(tmp_path, monkeypatch):
    """A folder with an extra info, a model definition, a model and some code."""
    (tmp_path / "info.json").write_text(json.dumps(INFO, indent=3))
    (tmp_path / "palms.emd").write_text(json.dumps(EMD, indent=4))
    (tmp_path / "cntk.model").write_bytes(MODEL)
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "Classify.py").write_text("raise SystemExit\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def packed(made, path):
    made.write(path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_extra_info_and_its_model_become_a_package_in_one_go(seed):
    made = ecdkit.migrate(ecdkit.read("info.json"), "dlpk", ModelFile="cntk.model", **NEEDED)
    found = packed(made, "out.dlpk")
    assert list(found) == ["out.emd", "cntk.model"]
    assert found["cntk.model"] == MODEL
    definition = json.loads(found["out.emd"])
    assert (definition["ModelFile"], definition["ExtractBands"]) == ("cntk.model", [0, 1])
    assert ecdkit.validate_file("out.dlpk").ok
    assert [step.target for step in made.ledger.steps] == ["model-definition", "dlpk"]
    assert (made.ledger.source, made.ledger.target) == ("extra-info@1", "dlpk")
    assert made.ledger.lost == ()
    assert_ledger_is_complete(made.ledger, INFO, definition)
    first = Path("out.dlpk").read_bytes()
    made.write("out.dlpk", overwrite=True)
    assert Path("out.dlpk").read_bytes() == first
    with pytest.raises(FileExistsError):
        made.write("out.dlpk")
    assert seed


def test_files_that_were_typed_are_from_the_working_folder_and_go_where_a_package_can_have_them(
    seed, monkeypatch
):
    (seed / "work").mkdir()
    monkeypatch.chdir(seed / "work")
    doc = ecdkit.read(seed / "info.json")
    needed = {**NEEDED, "InferenceFunction": "../code/Classify.py"}
    del needed["ModelConfiguration"]
    made = ecdkit.migrate(doc, "dlpk", ModelFile=str(seed / "cntk.model"), **needed)
    found = packed(made, "out.dlpk")
    assert list(found) == ["out.emd", "Classify.py", "cntk.model"]
    definition = json.loads(found["out.emd"])
    assert definition["ModelFile"] == "cntk.model"
    assert definition["InferenceFunction"] == "Classify.py"
    monkeypatch.chdir(seed)
    needed["InferenceFunction"] = "code/Classify.py"
    made = ecdkit.migrate(doc, "dlpk", ModelFile="cntk.model", **needed)
    # Where it was typed from is nobody's business in the package.
    assert list(packed(made, "flat.dlpk")) == ["flat.emd", "Classify.py", "cntk.model"]
    (seed / "cntk.py").write_text("x")
    (seed / "code" / "cntk.py").write_text("y")
    needed["InferenceFunction"] = "code/cntk.py"
    with pytest.raises(MigrationError, match=r"two files would be 'cntk\.py' in the package"):
        ecdkit.migrate(doc, "dlpk", ModelFile="cntk.py", **needed)


def test_a_file_that_is_named_takes_no_other_s_place(seed):
    ecdkit.deep_learning_model_to_ecd("cntk.model", "info.json", "old.ecd")
    (seed / "newer").mkdir()
    (seed / "newer" / "cntk.model").write_bytes(b"newer")
    with pytest.raises(MigrationError, match=r"'cntk\.model' comes along with the source"):
        ecdkit.migrate(ecdkit.read("old.ecd"), "dlpk", ModelFile="newer/cntk.model", **NEEDED)


def test_a_model_definition_is_packed_byte_for_byte_under_its_name(seed):
    made = ecdkit.migrate(ecdkit.read(seed / "palms.emd"), "dlpk")
    found = packed(made, "out.dlpk")
    assert found == {"palms.emd": (seed / "palms.emd").read_bytes(), "cntk.model": MODEL}
    assert {entry.kind for entry in made.ledger.entries} == {"carried"}
    ecdkit.package("palms.emd", "same.dlpk")
    assert Path("same.dlpk").read_bytes() == Path("out.dlpk").read_bytes()


def test_a_path_of_another_machine_becomes_one_in_the_package_and_no_other_byte_changes(seed):
    text = json.dumps({**EMD, "ModelFile": "C:\\models\\cntk.model"}, indent=4)
    (seed / "palms.emd").write_text(text)
    made = ecdkit.migrate(ecdkit.read("palms.emd"), "dlpk")
    found = packed(made, "out.dlpk")
    assert found["palms.emd"].decode() == text.replace("C:\\\\models\\\\", "")
    (entry,) = made.ledger.of("computed")
    assert (entry.source, entry.target) == ("/ModelFile", "/ModelFile")
    assert made.ledger.lost == ()


def test_a_file_that_is_elsewhere_is_named_by_the_user(seed):
    (seed / "elsewhere").mkdir()
    (seed / "cntk.model").rename(seed / "elsewhere" / "trained.model")
    doc = ecdkit.read("palms.emd")
    with pytest.raises(MigrationError, match=r"ModelFile names .*, and there is no such") as caught:
        ecdkit.migrate(doc, "dlpk")
    error = caught.value
    assert (error.path, error.line, error.missing) == ("palms.emd", 5, ("ModelFile",))
    made = ecdkit.migrate(doc, "dlpk", ModelFile="elsewhere/trained.model")
    # The definition says what it is called in the package.
    assert packed(made, "out.dlpk") == {
        "palms.emd": (seed / "palms.emd").read_bytes(),
        "cntk.model": MODEL,
    }
    with pytest.raises(MigrationError, match="there is no such file"):
        ecdkit.migrate(doc, "dlpk", ModelFile="nothing.model")
    parsed = ecdkit.parse((seed / "palms.emd").read_bytes())
    with pytest.raises(MigrationError, match="there is no such file"):
        ecdkit.migrate(parsed, "dlpk")
    (seed / "elsewhere" / "trained.model").rename(seed / "elsewhere" / "cntk.model")
    assert packed(ecdkit.migrate(parsed, "dlpk", Folder="elsewhere"), "folder.dlpk")


def test_what_was_typed_and_is_not_there_has_no_place_in_the_document(seed):
    with pytest.raises(MigrationError) as caught:
        ecdkit.migrate(ecdkit.read("info.json"), "dlpk", ModelFile="gone.model", **NEEDED)
    assert str(caught.value).startswith("info.json: ModelFile names 'gone.model', and there is no")
    assert (caught.value.line, caught.value.pointer) == (None, None)
    assert seed


def test_a_place_after_some_steps_is_told_as_one_in_the_first_document(seed):
    old = [{"ClassValue": 1, "ClassName": "Palm"}]
    changed = {**EMD, "Classes": old, "ModelFile": "gone.model"}
    # Respelled classes move what is behind them.
    text = json.dumps(dict(reversed(changed.items())), indent=1)
    (seed / "palms.emd").write_text(text)
    with pytest.raises(MigrationError) as caught:
        ecdkit.migrate(ecdkit.read("palms.emd"), "dlpk")
    line = text.splitlines()[caught.value.line - 1]
    assert line[caught.value.column - 1 :].startswith('"gone.model"')


def test_a_deep_learning_definition_becomes_a_package_with_the_model_that_it_holds(seed):
    ecdkit.deep_learning_model_to_ecd("cntk.model", "info.json", "old.ecd")
    (seed / "cntk.model").unlink()
    made = ecdkit.migrate(ecdkit.read("old.ecd"), "dlpk", on_loss="warn", **NEEDED)
    found = packed(made, "new.dlpk")
    assert list(found) == ["new.emd", "cntk.model"]
    assert found["cntk.model"] == MODEL
    # What the extra info says is there; that its file was called info.json is not.
    (entry,) = made.ledger.lost
    assert entry.source == "/Definitions/0/DeepLearningModel/ExtraInfo/FileName"
    assert [step.target for step in made.ledger.steps][-1] == "dlpk"


def test_a_package_becomes_a_deep_learning_definition_again_with_its_model_inside(seed):
    ecdkit.deep_learning_model_to_ecd("cntk.model", "info.json", "old.ecd")
    made = ecdkit.migrate(ecdkit.read("old.ecd"), "dlpk", on_loss="warn", **NEEDED)
    made.write("new.dlpk")
    package = ecdkit.read_package("new.dlpk")
    with pytest.raises(LossError):
        ecdkit.migrate(package, "classifier-definition@1")
    back = ecdkit.migrate(package, "classifier-definition@1", on_loss="warn")
    model = back.document.model.definitions[0].deep_learning_model
    assert model.data.to_bytes() == MODEL
    assert back.files == ()
    # What is in the extra info is what was; its white space is not.
    assert equal(ecdkit.parse(model.extra_info.data.to_bytes()).text.root.value(), INFO)
    assert seed


def test_a_package_comes_apart_into_its_definition_and_files(seed):
    (seed / "README.txt").write_text("more")
    ecdkit.package("palms.emd", "palms.dlpk", add=["README.txt", "code"])
    made = ecdkit.migrate(ecdkit.read_package("palms.dlpk"), "model-definition")
    assert made.name == "palms.emd"
    assert not made.is_packed
    (seed / "out").mkdir()
    made.write(seed / "out" / "palms.emd")
    names = {path.relative_to(seed / "out").as_posix() for path in (seed / "out").rglob("*.*")}
    assert names == {"palms.emd", "cntk.model", "README.txt", "code/Classify.py"}
    assert (seed / "out" / "palms.emd").read_bytes() == (seed / "palms.emd").read_bytes()
    assert (seed / "out" / "cntk.model").read_bytes() == MODEL


def test_a_package_in_the_old_spelling_is_respelled(seed):
    old = json.dumps({**EMD, "Classes": [{"ClassValue": 1, "ClassName": "Palm"}]})
    (seed / "palms.emd").write_text(
        old.replace('"FasterRCNN"', '"FasterRCNN", "InferenceFunction": "code/Classify.py"')
    )
    ecdkit.package("palms.emd", "palms.dlpk")
    package = ecdkit.read_package("palms.dlpk")
    assert node_of(package) == OLD_DLPK
    made = ecdkit.migrate(package, "dlpk")
    found = packed(made, "new.dlpk")
    assert b'"Value": 1, "Name": "Palm"' in found["palms.emd"]
    assert set(found) == {"palms.emd", "cntk.model", "code/Classify.py"}
    assert node_of(ecdkit.read_package("new.dlpk")) == DLPK


def test_a_package_that_is_one_already_stays_as_it_is(seed):
    ecdkit.package("palms.emd", "palms.dlpk", add=["code"])
    made = ecdkit.migrate(ecdkit.read_package("palms.dlpk"), "dlpk")
    assert made.ledger.steps == ()
    made.write("again.dlpk")
    assert Path("again.dlpk").read_bytes() == Path("palms.dlpk").read_bytes()
    assert seed


def test_a_package_leads_everywhere_that_its_definition_does():
    assert set(reachable(DLPK)) == {
        "dlpk",
        "model-definition",
        "extra-info@1",
        "classifier-definition@1",
    }
    assert set(reachable(OLD_DLPK)) == set(reachable(DLPK))


@few
@given(found=packages())
def test_there_and_back_is_the_same_definition_and_the_same_files(found, tmp_path_factory):
    folder = tmp_path_factory.mktemp("there")
    for name, content in {"a.emd": found.definition, **found.files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    there = ecdkit.migrate(ecdkit.read(folder / "a.emd"), "dlpk")
    assert_ledger_is_complete(
        there.ledger, json.loads(found.definition), json.loads(there.document.to_bytes())
    )
    there.write(folder / "a.dlpk")
    back = ecdkit.migrate(ecdkit.read_package(folder / "a.dlpk"), "model-definition")
    assert back.document.to_bytes() == found.definition
    assert {one.name: b"".join(one.chunks()) for one in back.files}.items() <= found.files.items()
    assert {one.size for one in back.files} == {len(found.files[one.name]) for one in back.files}


@few
@given(documents_at(DLPK) | documents_at(OLD_DLPK))
def test_the_definition_in_a_package_is_migrated_like_any_other(written):
    doc = written.parse()
    if written.encoding is not None or doc.text.encoding.bom:
        return
    file = io.BytesIO()
    write_archive(file, members({"a.emd": doc.to_bytes()}))
    package = ecdkit.read_package(file.getvalue())
    made = ecdkit.migrate(package, "model-definition")
    alone = ecdkit.migrate(doc, "model-definition")
    assert made.document.to_bytes() == alone.document.to_bytes()
    assert_ledger_is_complete(made.ledger, doc.text.root.value(), made.document.text.root.value())


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Everything that any road may need."""
    file = tmp_path_factory.mktemp("models") / "trained.model"
    file.write_bytes(MODEL)
    given = {"ModelFile": str(file), "Classifier": "CNTK", "NumberRasterBands": 4}
    return {**NEEDED, **given, "MiniBatchSize": 16, "Definition": 0}


@pytest.mark.parametrize("node", [EXTRA_INFO_1, DEEP_LEARNING_1], ids=lambda node: node.name)
@few
@given(st.data())
def test_every_field_on_the_way_to_a_package_is_kept_or_listed(node, inputs, data):
    doc = ecdkit.parse(data.draw(documents_at(node)).marked)
    made = gone(doc, "dlpk", inputs)
    assert_ledger_is_complete(made.ledger, doc.text.root.value(), made.document.text.root.value())
    assert [one.name for one in made.files] == ["trained.model"]
    assert made.is_packed


@pytest.mark.parametrize("target", ["extra-info@1", "classifier-definition@1"])
@few
@given(documents_at(DLPK) | documents_at(OLD_DLPK))
def test_every_field_on_the_way_out_of_a_package_is_kept_or_listed(target, inputs, written):
    doc = ecdkit.parse(written.marked)
    assume(not doc.text.encoding.bom)
    file = io.BytesIO()
    write_archive(file, members({"a.emd": doc.to_bytes()}))
    made = gone(ecdkit.read_package(file.getvalue()), target, inputs)
    assert_ledger_is_complete(made.ledger, doc.text.root.value(), made.document.text.root.value())


def test_a_folder_of_definitions_becomes_a_folder_of_packages(seed):
    from ecdkit.cli import main

    arguments = ["migrate", ".", "--to", "dlpk", "-o", "packed"]
    arguments += [f"--with={name}={value}" for name, value in NEEDED.items()]
    (seed / "info.json").unlink()
    assert main([*arguments[:6]]) == 0
    before = (seed / "packed" / "palms.dlpk").read_bytes()
    assert zipfile.ZipFile(seed / "packed" / "palms.dlpk").namelist() == ["palms.emd", "cntk.model"]
    assert main([*arguments[:6]]) == 0
    assert (seed / "packed" / "palms.dlpk").read_bytes() == before
    (seed / "cntk.model").write_bytes(b"new")
    assert main([*arguments[:6]]) == 2
    assert (seed / "packed" / "palms.dlpk").read_bytes() == before
