"""`ecd package` and `ecd unpack` as they are typed, and packages given to other verbs."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import zipfile
from pathlib import Path

import pytest

import ecdkit

ROOT = Path(__file__).resolve().parents[2]
EMD = {
    "Framework": "CNTK",
    "ModelConfiguration": "FasterRCNN",
    "ModelType": "ObjectDetection",
    "ModelFile": "trained.model",
    "ImageHeight": 256,
    "ImageWidth": 256,
    "ExtractBands": [0, 1, 2],
    "Classes": [{"Value": 1, "Name": "Palm", "Color": [1, 2, 3]}],
}


@pytest.fixture
def packed(folder):
    """The folder, with a definition in it and its package."""
    (folder / "palms.emd").write_text(json.dumps(EMD), "utf-8")
    ecdkit.package(folder / "palms.emd", folder / "palms.dlpk")
    return folder


def test_a_package_is_written_beside_its_definition_and_listed(ecd, packed):
    (packed / "palms.dlpk").unlink()
    done = ecd("package", "palms.emd")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "palms.dlpk\n  2 files\n    palms.emd      248 bytes\n    trained.model  256 bytes\n"
    )
    with zipfile.ZipFile("palms.dlpk") as archive:
        assert archive.namelist() == ["palms.emd", "trained.model"]


def test_an_existing_package_is_replaced_only_by_force(ecd, packed):
    before = (packed / "palms.dlpk").read_bytes()
    (packed / "trained.model").write_bytes(b"new")
    done = ecd("package", "palms.emd")
    assert (done.code, done.out) == (2, "")
    assert "palms.dlpk: the file exists. Use --force to replace it" in done.err
    assert (packed / "palms.dlpk").read_bytes() == before
    assert ecd("package", "palms.emd", "--force").code == 0
    assert (packed / "palms.dlpk").read_bytes() != before


def test_a_package_goes_to_standard_output_as_the_same_bytes(ecd, packed):
    done = ecd("package", "palms.emd", "-o", "-")
    assert (done.code, done.err) == (0, "")
    assert done.raw == (packed / "palms.dlpk").read_bytes()


def test_what_cannot_be_packed_is_told_with_its_place(ecd, packed):
    (packed / "trained.model").unlink()
    done = ecd("package", "palms.emd", "-o", "other.dlpk")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("ecd: palms.emd:1:104: ModelFile names 'trained.model'")
    assert not (packed / "other.dlpk").exists()
    done = ecd("package", "info.json")
    assert done.code == 2
    assert "`ecd targets` says whether `ecd migrate --to dlpk` makes one of it" in done.err
    assert "dlpk" in ecd("targets", "info.json").out
    assert ecd("package", "-").code == 2
    assert ecd("package", "nothing.emd").code == 2


def test_a_package_is_unpacked_all_or_not_at_all(ecd, packed):
    done = ecd("unpack", "palms.dlpk", "-d", "out/here")
    assert (done.code, done.err) == (0, "")
    assert [line.replace("\\", "/") for line in done.out.splitlines()] == [
        "out/here/palms.emd",
        "out/here/trained.model",
    ]
    assert (packed / "out/here/palms.emd").read_bytes() == (packed / "palms.emd").read_bytes()
    (packed / "out/here/palms.emd").unlink()
    done = ecd("unpack", "palms.dlpk", "-d", "out/here")
    assert (done.code, done.out) == (2, "")
    assert "trained.model: the file exists" in done.err
    assert [one.name for one in (packed / "out/here").iterdir()] == ["trained.model"]
    done = ecd("unpack", "-", "-d", "piped", stdin=(packed / "palms.dlpk").read_bytes())
    assert done.code == 0
    assert len(list((packed / "piped").iterdir())) == 2
    done = ecd("unpack", "info.json", "-d", "else")
    assert done.code == 2
    assert done.err.endswith(
        "this is no ZIP archive but text that begins like JSON. "
        "Make a package of a model definition with ecd package\n"
    )
    assert not (packed / "else").exists()


def test_a_package_is_shown_with_its_files_and_its_definition(ecd, packed):
    done = ecd("show", "palms.dlpk")
    assert done.code == 0
    assert "  deep learning package\n" in done.out
    assert "    trained.model  256 bytes\n" in done.out
    assert "  palms.dlpk/palms.emd\n    Esri model definition" in done.out
    assert "#010203  Palm" in done.out
    shown = json.loads(ecd("show", "palms.dlpk", "--format", "json").out)
    assert shown["format"] == "deep-learning-package"
    assert [one["name"] for one in shown["files"]] == ["palms.emd", "trained.model"]
    assert shown["definition"]["path"] == "palms.dlpk/palms.emd"
    done = ecd("show", "-", stdin=(packed / "palms.dlpk").read_bytes())
    assert "  -/palms.emd\n" in done.out
    (row,) = csv.DictReader(io.StringIO(ecd("show", "palms.dlpk", "--format", "csv").out))
    assert (row["format"], row["bands"], row["classes"]) == ("deep-learning-package", "3", "1")


def test_a_package_without_a_definition_is_shown_as_far_as_it_goes(ecd, packed):
    with zipfile.ZipFile(packed / "empty.dlpk", "w") as archive:
        archive.writestr("folder/palms.emd", "{}")
    done = ecd("show", "empty.dlpk")
    told = "there is no model definition (.emd) at the root; there is 'folder/palms.emd'"
    assert (done.code, done.err) == (2, f"ecd: empty.dlpk:1:1: {told}\n")
    assert done.out.splitlines()[-1].split() == ["folder/palms.emd", "2", "bytes"]
    (packed / "broken.dlpk").write_bytes(b"PK\3\4 and no more")
    done = ecd("show", "broken.dlpk")
    assert (done.code, done.out) == (2, "")
    assert "the archive is cut off" in done.err


@pytest.mark.parametrize("how", ["text", "json", "csv", "html"])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"ModelFile": 01}', "bad.dlpk/palms.emd:1:15: "),
        (b'{"a": 1}', "bad.dlpk/palms.emd:1:1: "),
        (b"\xff", "bad.dlpk/palms.emd:1:1: "),
    ],
)
def test_a_package_whose_definition_cannot_be_read_is_told_in_whatever_format(
    ecd, packed, content, told, how
):
    with zipfile.ZipFile(packed / "bad.dlpk", "w") as archive:
        archive.writestr("palms.emd", content)
    done = ecd("show", "bad.dlpk", "--format", how)
    assert done.code == 2
    assert done.err.startswith(f"ecd: {told}")
    assert done.err.count("\n") == 1
    assert "palms.emd" in done.out
    both = ecd("show", "bad.dlpk", "palms.dlpk", "--format", how)
    assert (both.code, both.err) == (2, done.err)
    assert "palms.dlpk" in both.out


def test_problems_in_a_package_have_places_in_it(ecd, packed):
    wrong = {**EMD, "ModelFile": "gone.model", "ImageHeight": "e.g. 256"}
    with zipfile.ZipFile(packed / "wrong.dlpk", "w") as archive:
        archive.writestr("palms.emd", json.dumps(wrong, indent=1))
    done = ecd("validate", "wrong.dlpk", "palms.dlpk")
    assert done.code == 1
    lines = done.out.splitlines()
    assert any(line.startswith("wrong.dlpk/palms.emd:5:15: error: ModelFile") for line in lines)
    assert lines[-1] == "palms.dlpk: no problems (deep-learning-package)"
    told = json.loads(ecd("validate", "wrong.dlpk", "--format", "json").out)
    assert {one["file"] for one in told["problems"]} == {"wrong.dlpk/palms.emd"}
    assert told["files"][0]["file"] == "wrong.dlpk"
    before = (packed / "wrong.dlpk").read_bytes()
    assert ecd("validate", "--fix", "wrong.dlpk").code == 1
    assert (packed / "wrong.dlpk").read_bytes() == before


def test_packages_in_folders_are_found(ecd, packed):
    assert packed
    done = ecd("validate", ".", "--format", "json")
    assert any(one["file"].endswith("palms.dlpk") for one in json.loads(done.out)["files"])


@pytest.mark.parametrize("verb", ["edit", "format", "extract"])
def test_a_verb_that_takes_no_package_says_what_does(ecd, packed, verb):
    assert packed
    more = {"edit": ["--set", "/a=1"], "format": [], "extract": ["-d", "out"]}[verb]
    done = ecd(verb, "palms.dlpk", *more)
    assert (done.code, done.out) == (2, "")
    assert "a ZIP archive. Take the files out of it with ecd unpack" in done.err


def test_what_the_page_on_migrations_shows_is_what_happens(ecd, folder):
    (folder / "cntk.model").write_bytes(b"model")
    (folder / "models").mkdir()
    (folder / "models" / "forest.emd").write_text(json.dumps(EMD), "utf-8")
    assert ecd("deep-learning-model-to-ecd", "cntk.model", "info.json", "forest.ecd").code == 0
    page = (ROOT / "docs" / "migration.md").read_text("utf-8")
    commands = re.findall(r"^    ecd ((?:.*\\\n)*.*)$", page, re.MULTILINE)
    assert [command.split()[0] for command in commands] == ["targets", *["migrate"] * 5]
    for command in commands:
        words = shlex.split(command.replace("\\\n", " "), comments=True)
        done = ecd(*words)
        assert done.code == 0, done.err
    assert ecdkit.read("back.json").model == ecdkit.read("info.json").model
    assert json.loads(Path("ledger.json").read_bytes())["migrations"][0]["status"] == "written"
    # What the page says is needed is needed.
    (lossy,) = (command for command in commands if "forest.ecd" in command)
    words = shlex.split(lossy.replace("\\\n", " ").replace("--on-loss warn", ""))
    done = ecd(*words, "--force")
    assert done.code == 2
    assert "DeepLearningModel/ExtraInfo/FileName" in done.err


def test_what_the_page_on_packages_shows_is_what_happens(ecd, folder):
    (folder / "forest.emd").write_text(json.dumps(EMD), "utf-8")
    for name in ("extra-info.json", "pixel_classifier.onnx", "pixel_classifier.py"):
        (folder / name).write_bytes((ROOT / "examples" / name).read_bytes())
    page = (ROOT / "docs" / "packages.md").read_text("utf-8")
    commands = re.findall(r"^    ecd ((?:.*\\\n)*.*)$", page, re.MULTILINE)
    assert [command.split()[0] for command in commands] == [
        "package",
        "migrate",
        "show",
        "validate",
        "unpack",
    ]
    for command in commands:
        done = ecd(*shlex.split(command.replace("\\\n", " ")))
        assert done.code == 0, done.err
    (block,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (folder / "forest.dlpk").unlink()
    exec(compile(block, "packages.md", "exec"), {})
    assert sorted(path.name for path in (folder / "unpacked").iterdir()) == [
        "forest.emd",
        "trained.model",
    ]


@pytest.mark.parametrize("name", ["", ".", "/", ".."])
@pytest.mark.usefixtures("packed")
def test_what_has_no_name_is_no_definition(ecd, name):
    done = ecd("package", name)
    assert (done.code, done.out) == (2, "")
    assert "defect" not in done.err


def test_a_definition_that_no_reader_would_find_is_not_packed(ecd, packed):
    (packed / "palms.emd").rename(packed / "palms.json")
    done = ecd("package", "palms.json", "-o", "other.dlpk")
    assert done.code == 2
    assert done.err == (
        "ecd: other.dlpk:1:1: 'palms.json' would not be found: the definition's name ends with "
        ".emd. Rename the file\n"
    )
    assert not (packed / "other.dlpk").exists()


@pytest.mark.parametrize("verb", [["toolbox", "-o"], ["extract", "deep.ecd", "-d"]])
def test_a_folder_without_a_name_is_the_one_where_we_are_and_a_file_is_none(ecd, folder, verb):
    assert ecd("deep-learning-model-to-ecd", "trained.model", "info.json", "deep.ecd").code == 0
    done = ecd(*verb, "info.json")
    assert (done.code, done.err) == (2, "ecd: info.json: this is a file, not a folder\n")
    for name in ("trained.model", "info.json"):
        (folder / name).unlink()
    done = ecd(*verb, "")
    assert (done.code, done.err) == (0, "")
    assert all((folder / name).is_file() for name in done.out.split())
