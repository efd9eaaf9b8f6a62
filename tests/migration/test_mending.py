"""Model definitions of other machines and times: where their files are now, how classes are spelled."""

from __future__ import annotations

import json

import pytest
from migration_samples import INFO, MODEL, gone, parsed, value_of

import ecdkit
from ecdkit.migration import migrate
from ecdkit.testing.ledgers import assert_ledger_is_complete


@pytest.fixture
def folder(tmp_path):
    for name in ("cntk.model", "sub/Classify.py", "mrcnn/spacenet.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "now"),
    [
        (".\\cntk.model", "cntk.model"),
        ("C:\\train\\out\\cntk.model", "cntk.model"),
        ("\\\\server\\share\\cntk.model", "cntk.model"),
        ("/home/me/cntk.model", "cntk.model"),
        ("C:/x/sub/Classify.py", "sub/Classify.py"),
        ("..\\cntk.model", "cntk.model"),
        (".\\gone.model", ".\\gone.model"),
        ("C:\\gone.model", "C:\\gone.model"),
        ("[Functions]System\\DeepLearning\\a.py", "[Functions]System\\DeepLearning\\a.py"),
        ("cntk.model", "cntk.model"),
        ("./cntk.model", "./cntk.model"),
        ("C:\\a\x00b", "C:\\a\x00b"),
    ],
)
def test_paths_lead_to_where_the_files_are_now(folder, path, now):
    (folder / "a.emd").write_text(json.dumps({**MODEL, "ModelFile": path}, indent=5))
    doc = ecdkit.read(folder / "a.emd")
    made = migrate(doc, "model-definition")
    assert value_of(made.document)["ModelFile"] == now
    old, new = (json.dumps(one).encode() for one in (path, now))
    assert made.document.to_bytes() == doc.to_bytes().replace(old, new)
    assert not made.ledger.lost


def test_modules_and_functions_are_files_too(folder):
    configuration = {"Name": "MaskRCNN", "Architecture": ".\\mrcnn\\spacenet", "Config": 5}
    more = {"ModelConfiguration": configuration, "InferenceFunction": "D:\\x\\sub\\Classify.py"}
    (folder / "a.emd").write_text(json.dumps({**MODEL, **more, "ModelFiles": [".\\cntk.model"]}))
    made = value_of(migrate(ecdkit.read(folder / "a.emd"), "model-definition").document)
    assert made["ModelConfiguration"]["Architecture"] == "mrcnn/spacenet"
    assert made["InferenceFunction"] == "sub/Classify.py"
    assert made["ModelFiles"] == ["cntk.model"]


def test_a_path_that_leads_out_of_the_folder_still_does(folder):
    (folder / "models").mkdir()
    (folder / "shared").mkdir()
    (folder / "shared" / "m.pb").write_text("x")
    named = {"ModelFile": "..\\shared\\m.pb", "InferenceFunction": "..\\..\\no\\Classify.py"}
    (folder / "models" / "a.emd").write_text(json.dumps({**MODEL, **named}))
    made = value_of(migrate(ecdkit.read(folder / "models" / "a.emd"), "model-definition").document)
    assert made["ModelFile"] == "../shared/m.pb"
    assert made["InferenceFunction"] == named["InferenceFunction"]


@pytest.mark.parametrize(
    ("member", "value", "now"),
    [
        ("ModelFile", ".\\", "."),
        ("ModelFiles", ["C:\\x\\cntk.model", "C:\\gone"], ["cntk.model", "C:\\gone"]),
        ("TorchScript", {"CPU": "D:\\x\\cntk.model"}, {"CPU": "cntk.model"}),
        ("ONNX", {"INFER": ".\\cntk.model"}, {"INFER": "cntk.model"}),
        ("ModelConfigurationFile", "C:\\sub\\Classify.py", "sub/Classify.py"),
        # A module may be a folder, and goes without its extension.
        ("ModelConfiguration", {"Config": "X:\\y\\mrcnn"}, {"Config": "mrcnn"}),
        ("ModelConfiguration", {"Name": "C:\\cntk.model"}, {"Name": "C:\\cntk.model"}),
        # What names no file is none of its business.
        ("ResultsPath", "C:\\x\\cntk.model", "C:\\x\\cntk.model"),
        ("ModelFile", "e.g. .\\cntk.model", "e.g. .\\cntk.model"),
    ],
)
def test_a_file_is_looked_for_wherever_a_definition_names_one(folder, member, value, now):
    text = json.dumps(
        {**MODEL, "ModelFile": "cntk.model", "InferenceFunction": "a.py", member: value}
    )
    (folder / "a.emd").write_text(text)
    doc = ecdkit.read(folder / "a.emd")
    made = migrate(doc, "model-definition")
    assert value_of(made.document) == {**value_of(doc), member: now}
    assert_ledger_is_complete(made.ledger, value_of(doc), value_of(made.document))
    told = [entry.source for entry in made.ledger.of("computed")]
    assert [pointer.split("/")[1] for pointer in told] == ([member] if now != value else [])


@pytest.mark.parametrize(
    "path", ["C:\\x\\..\\shared\\m.pb", "/x/../shared/m.pb", "[Functions]System\\sub\\Classify.py"]
)
def test_no_path_of_another_machine_is_taken_for_one_that_leads_out_or_is_of_arcgis(folder, path):
    (folder / "models" / "sub").mkdir(parents=True)
    (folder / "shared").mkdir()
    (folder / "shared" / "m.pb").write_text("x")
    (folder / "models" / "sub" / "Classify.py").write_text("x")
    (folder / "models" / "a.emd").write_text(json.dumps({**MODEL, "InferenceFunction": path}))
    made = value_of(migrate(ecdkit.read(folder / "models" / "a.emd"), "model-definition").document)
    assert made["InferenceFunction"] == path


def test_the_folder_may_be_named(folder):
    made = migrate(parsed(MODEL), "model-definition", Folder=str(folder))
    assert value_of(made.document)["ModelFile"] == "cntk.model"
    assert migrate(parsed(MODEL), "model-definition").document.to_bytes() == (
        parsed(MODEL).to_bytes()
    )


def test_classes_in_the_old_spelling_are_renamed_in_place(folder):
    text = json.dumps(MODEL, indent=1).replace('"Value"', '"ClassValue"')
    text = text.replace('"Name"', '"ClassName"').replace(".\\\\cntk", "cntk")
    (folder / "a.emd").write_text(text)
    made = migrate(ecdkit.read(folder / "a.emd"), "model-definition")
    assert made.document.to_bytes() == (
        text.replace("ClassValue", "Value").replace("ClassName", "Name").encode()
    )
    assert [step.grade for step in made.ledger.steps] == ["observed"]
    made = migrate(ecdkit.read(folder / "a.emd"), "extra-info@1", on_loss="warn")
    (entry,) = (one for one in made.ledger.entries if one.target == "/Classes/0/Value")
    assert entry.source == "/Classes/0/ClassValue"


def test_what_is_there_already_stays_as_it_is():
    doc = parsed(INFO)
    made = migrate(doc, "extra-info@1")
    assert made.document is doc
    assert made.ledger.steps == ()
    assert [(one.kind, one.source, one.target) for one in made.ledger.entries] == [
        ("carried", "", "")
    ]


def test_every_real_model_definition_migrates_to_an_extra_info(corpus):
    asked = {"MiniBatchSize": 1, "Classifier": "PyTorch", "NumberRasterBands": 3}
    for path in sorted((corpus / "model-definition").iterdir()):
        doc = ecdkit.read(path)
        made = gone(doc, "extra-info@1", asked)
        assert ecdkit.validate(made.document).ok
        assert value_of(made.document)["Classes"] == value_of(doc)["Classes"]
        assert_ledger_is_complete(made.ledger, value_of(doc), value_of(made.document))
