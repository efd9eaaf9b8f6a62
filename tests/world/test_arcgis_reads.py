"""arcgis.learn, which users run, reads our packages and definitions. `make test-arcgis`.

It runs in an environment of its own. What is stubbed there, and what is not, is said at the head of
read_with_arcgis.py: the deep learning frameworks are, the reader is not.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

import ecdkit

PYTHON = os.environ.get("ECDKIT_ARCGIS_PYTHON")
READER = Path(__file__).with_name("read_with_arcgis.py")
pytestmark = [
    pytest.mark.world,
    pytest.mark.skipif(PYTHON is None, reason="make test-arcgis makes the environment"),
]

INFO = {
    "ImportDeepLearningModelToEsriExtraInfo": 0,
    "Version": 1,
    "Classifier": "PyTorch",
    "NumberRasterBands": 3,
    "MiniBatchSize": 8,
    "Classes": [
        {"Value": 1, "Name": "Küste", "Color": [204, 204, 204]},
        {"Value": 7, "Name": " Other (Pervious)", "Color": [56, 168, 0]},
    ],
}
NEEDED = {
    "ModelType": "ImageClassification",
    "ModelConfiguration": "_unet",
    "ImageHeight": 400,
    "ImageWidth": 400,
    "ModelParameters": {"backbone": "resnet34", "pyramid_sizes": [1, 2, 3, 6]},
    "ModelName": "UnetClassifier",
}
MODEL = bytes(range(256))


def read(path):
    done = subprocess.run(
        [str(Path(PYTHON).absolute()), str(READER), str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=path.parent,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def seed(tmp_path):
    (tmp_path / "info.json").write_text(json.dumps(INFO, ensure_ascii=False), "utf-8")
    (tmp_path / "weights.pth").write_bytes(MODEL)
    return tmp_path


def migrated(seed):
    return ecdkit.migrate(
        ecdkit.read(seed / "info.json"), "dlpk", ModelFile=str(seed / "weights.pth"), **NEEDED
    )


def assert_understood(found):
    assert found["arcgis"].startswith("2.4")
    assert found["classes"] == [[1, "Küste"], [7, " Other (Pervious)"]]
    assert found["colors"] == [[1, [204, 204, 204]], [7, [56, 168, 0]]]
    assert found["chip_size"] == 400
    assert found["backbone"] == "resnet34"
    assert bytes.fromhex(found["weights"]) == MODEL


def test_a_package_made_of_an_extra_info_is_opened_and_understood(seed):
    made = migrated(seed)
    made.write(seed / "coast.dlpk")
    found = read(seed / "coast.dlpk")
    assert_understood(found)
    assert found["definition"] == "coast.emd"
    assert found["files"] == ["coast.emd", "weights.pth"]
    assert found["text"].encode() == made.document.to_bytes()


def test_a_packed_definition_is_opened_with_all_that_was_put_in(seed):
    made = migrated(seed)
    made.document.write(seed / "coast.emd")
    (seed / "code").mkdir()
    (seed / "code" / "Küste.py").write_text("raise SystemExit\n")
    ecdkit.package(seed / "coast.emd", seed / "packed.dlpk", add=[seed / "code"])
    found = read(seed / "packed.dlpk")
    assert_understood(found)
    assert found["files"] == ["coast.emd", "code/Küste.py", "weights.pth"]


def test_a_definition_that_was_edited_is_understood_without_a_package(seed):
    made = migrated(seed)
    ecdkit.rename_class(made.document, 1, "Strand – 海").write(seed / "coast.emd")
    found = read(seed / "coast.emd")
    assert found["classes"] == [[1, "Strand – 海"], [7, " Other (Pervious)"]]
    assert bytes.fromhex(found["weights"]) == MODEL


def test_what_our_rules_refuse_is_refused_there_too(seed):
    import zipfile

    definition = migrated(seed).document.to_bytes()
    for names in (["a.emd", "b.emd"], ["folder/a.emd"]):
        with zipfile.ZipFile(seed / "wrong.dlpk", "w") as archive:
            for name in names:
                archive.writestr(name, definition)
            archive.writestr("weights.pth", MODEL)
        assert not ecdkit.validate_file(seed / "wrong.dlpk").ok
        with pytest.raises(AssertionError, match="multiple emd files"):
            read(seed / "wrong.dlpk")
    with zipfile.ZipFile(seed / "wrong.dlpk", "w") as archive:
        archive.writestr("a.emd", b"\xef\xbb\xbf" + definition)
        archive.writestr("weights.pth", MODEL)
    assert not ecdkit.validate_file(seed / "wrong.dlpk").ok
    with pytest.raises(AssertionError, match="JSONDecodeError"):
        read(seed / "wrong.dlpk")
