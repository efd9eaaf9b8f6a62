"""Real programs read what is packed here, and what they pack is read here."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

import ecdkit

FILES = {
    "forest.emd": json.dumps(
        {
            "Framework": "CNTK",
            "ModelConfiguration": "FasterRCNN",
            "ModelType": "ObjectDetection",
            "ModelFile": "trained.model",
            "InferenceFunction": "code/Küste.py",
            "ImageHeight": 1,
            "ImageWidth": 1,
            "ExtractBands": [0],
            "Classes": [{"Value": 1, "Name": "A", "Color": [1, 2, 3]}],
        }
    ).encode(),
    "trained.model": bytes(range(256)) * 4000,
    "code/Küste.py": b"raise SystemExit\n",
    "code/空.txt": b"",
}
READERS = {
    "unzip": ["unzip", "-q", "{archive}", "-d", "{folder}"],
    "7z": ["7z", "x", "-bd", "-o{folder}", "{archive}"],
    "bsdtar": ["bsdtar", "-xf", "{archive}", "-C", "{folder}"],
    # CMake brings libarchive.
    "cmake": ["cmake", "-E", "chdir", "{folder}", "cmake", "-E", "tar", "xf", "{archive}"],
    "jar": ["jar", "--extract", "--file", "{archive}"],
    "python": [sys.executable, "-m", "zipfile", "-e", "{archive}", "{folder}"],
}
WRITERS = {
    "zip": ["zip", "-q", "-r", "{archive}", "."],
    "zip through a pipe": ["sh", "-c", "zip -q -r - . > '{archive}'"],
    "7z": ["7z", "a", "-bd", "-tzip", "{archive}", "."],
    "bsdtar": ["bsdtar", "-a", "-cf", "{archive}", "--format", "zip", "."],
    "cmake": ["cmake", "-E", "tar", "cf", "{archive}", "--format=zip", "."],
    "jar": ["jar", "--create", "--no-manifest", "--file", "{archive}", "."],
    "python": [
        sys.executable,
        "-m",
        "zipfile",
        "-c",
        "{archive}",
        "forest.emd",
        "trained.model",
        "code",
    ],
}


def run(command, archive, folder):
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not on this machine")
    words = [word.format(archive=archive, folder=folder) for word in command]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def filled(folder):
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def files_in(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("command", READERS.values(), ids=READERS)
def test_another_program_unpacks_what_is_packed_here(command, tmp_path):
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    out.mkdir()
    filled(source)
    archive = tmp_path / "forest.zip"
    ecdkit.package(source / "forest.emd", archive, add=[source / "code"])
    run(command, archive, out)
    assert files_in(out) == FILES


@pytest.mark.parametrize("command", WRITERS.values(), ids=WRITERS)
def test_what_another_program_packs_is_unpacked_here(command, tmp_path):
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    filled(source)
    archive = tmp_path / "forest.zip"
    run(command, archive, source)
    report = ecdkit.validate_file(archive)
    assert report.format == "deep-learning-package"
    told = {one.code for one in report.problems}
    ecdkit.unpack(archive, out)
    found = files_in(out)
    if "archive-name-encoding" in told:
        # Nothing in the archive says in what its names are, so readers take another name.
        assert told <= {"archive-name-encoding", "archive-name-spelling", "file-not-in-package"}
        assert sorted(found.values()) == sorted(FILES.values())
    else:
        assert told <= {"archive-name-spelling"}
        assert found == FILES
