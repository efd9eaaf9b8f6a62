"""Where verbs write: never over what they read, unless that is what was asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ecdkit.exchange.rft_xml import new_template

WITH = [
    "--with=ModelFile=trained.model",
    "--with=ModelType=ImageClassification",
    "--with=ImageHeight=256",
    "--with=ImageWidth=128",
    "--with=ModelConfiguration=FasterRCNN",
]


@pytest.fixture
def work(folder):
    """What each verb reads: definitions of which one differs, a patch, a template and a link."""
    content = (folder / "svm.ecd").read_bytes()
    (folder / "other.ecd").write_bytes(content.replace(b"Forest", b"Wood"))
    (folder / "a.rft.xml").write_bytes(new_template(content).to_bytes())
    (folder / "patch.json").write_text('[{"op": "remove", "path": "/Definitions/0/Classes/1"}]')
    (folder / "link").symlink_to("svm.ecd")
    (folder / "models").mkdir()
    (folder / "models" / "info.json").write_bytes((folder / "info.json").read_bytes())
    (folder / "a.emd").write_text(
        json.dumps({"ModelFile": "info.json", "ExtractBands": [0], "Framework": "N/A"})
    )
    return folder


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


MIGRATE = ["migrate", "info.json", "--to", "model-definition", *WITH]
OVER_WHAT_IS_READ = [
    ["diff", "svm.ecd", "other.ecd", "-o", "svm.ecd"],
    ["diff", "svm.ecd", "other.ecd", "-o", "other.ecd"],
    ["diff", "svm.ecd", "other.ecd", "-o", "./link"],
    ["patch", "svm.ecd", "patch.json", "-o", "patch.json"],
    *(
        ["merge", "svm.ecd", "link", "other.ecd", "-o", "new.ecd", "--decisions", name]
        for name in ("svm.ecd", "other.ecd", "link")
    ),
    [*MIGRATE, "-o", "new.emd", "--report", "info.json"],
    [*MIGRATE, "--report", "info.json"],
    ["migrate", "models", *MIGRATE[2:], "-o", "new", "--report", "models/info.json"],
    ["template", "extract", "a.rft.xml", "-o", "a.rft.xml"],
    ["template", "embed", "a.rft.xml", "svm.ecd", "-o", "svm.ecd"],
    ["template", "new", "svm.ecd", "-o", "link"],
    ["package", "a.emd", "-o", "a.emd"],
]


@pytest.mark.skipif(os.name == "nt", reason="a link needs a privilege on Windows")
@pytest.mark.parametrize("arguments", OVER_WHAT_IS_READ, ids=" ".join)
def test_what_is_read_is_not_replaced_by_what_is_made_of_it_even_by_force(ecd, work, arguments):
    before = contents(work)
    done = ecd(*arguments, "--force")
    assert (done.code, done.out) == (2, "")
    named = arguments[-1]
    assert done.err == (
        f"ecd: {named}: this would replace what is read, by what is made of it. "
        "Write it somewhere else\n"
    )
    assert contents(work) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["edit", "svm.ecd", "--rename-class", "1=Tree"],
        ["format", "svm.ecd"],
        ["patch", "svm.ecd", "patch.json"],
        ["merge", "svm.ecd", "svm.ecd", "other.ecd"],
    ],
    ids=" ".join,
)
def test_another_form_of_what_is_read_takes_its_place_by_force(ecd, work, arguments):
    wanted = ecd(*arguments)
    done = ecd(*arguments, "-o", "svm.ecd", "--force")
    assert (wanted.code, done.code, done.err) == (0, 0, "")
    assert ecd("format", "svm.ecd", "--check").code == int(arguments[0] != "format")
    assert (work / "svm.ecd").read_bytes() == wanted.raw


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="this system has no /dev/stdout")
@pytest.mark.parametrize(
    "arguments",
    [
        ["format", "svm.ecd", "-o"],
        ["template", "extract", "a.rft.xml", "-o"],
        ["diff", "svm.ecd", "other.ecd", "-o"],
        [*MIGRATE, "-o"],
        [*MIGRATE, "-o", "x", "--report"],
        ["merge", "svm.ecd", "svm.ecd", "other.ecd", "-o", "x", "--decisions"],
    ],
    ids=" ".join,
)
def test_a_pipe_is_written_to_whichever_name_it_has(ecd, work, arguments):
    wanted = ecd(*arguments, "-")
    (work / "x").unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "ecdkit", *arguments, "/dev/stdout"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (wanted.code, wanted.err.encode())
    assert wanted.raw
    assert done.stdout == wanted.raw


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(
    "arguments",
    [
        ["format", "pipe", "--in-place"],
        ["edit", "pipe", "--rename-class", "1=Tree", "--in-place"],
        ["template", "paths", "pipe", "--relocate", "x", "--in-place"],
        ["validate", "pipe", "--fix"],
    ],
    ids=" ".join,
)
def test_a_pipe_is_not_written_in_place(work, arguments):
    os.mkfifo(work / "pipe")
    name = "a.rft.xml" if arguments[0] == "template" else "svm.ecd"
    content = (work / name).read_bytes()
    feeder = threading.Thread(target=(work / "pipe").write_bytes, args=(content,))
    feeder.start()
    done = subprocess.run(
        [sys.executable, "-m", "ecdkit", *arguments], capture_output=True, check=False, timeout=30
    )
    feeder.join()
    assert done.returncode == 2
    told = b"ecd: pipe: what is no file cannot be written in place. Use -o\n"
    assert done.stderr == told
