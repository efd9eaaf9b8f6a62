"""The page about comparing shows what is printed, in the order in which it is typed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "comparing.md").read_text("utf-8")
HOME = "/home/me/lakes"


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not on this machine")
def test_the_page_shows_what_is_printed(ecd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "EMAIL"):
        monkeypatch.setenv(name, "somebody@example.org")
    base, markers = blocks("json")
    Path("base.ecd").write_bytes(base.encode())
    for block in blocks("console"):
        for shown in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, expected = shown.partition("\n")
            program, *words = shlex.split(command)
            if program == "ecd":
                done = ecd(*words)
                printed = done.out + done.err
                is_told = words[0] == "diff" or "conflict.ecd" in words
                assert done.code == (1 if is_told else 0), command
            else:
                printed = subprocess.run(
                    ["git", *words], capture_output=True, encoding="utf-8", check=True
                ).stdout
            assert printed.replace(str(tmp_path), HOME) == expected, command
    assert Path("both.ecd").read_bytes() == Path("merged.ecd").read_bytes()
    assert markers in Path("conflict.ecd").read_text("utf-8")
    assert '"ClassName": "Pond"' in Path("named.ecd").read_text("utf-8")
    # What the page says of a patch in both directions, and of one that does not fit.
    theirs, before = Path("theirs.ecd").read_bytes(), base.encode()
    Path("base.ecd").write_bytes(before)
    assert ecd("patch", "base.ecd", "delta.json").raw == theirs
    assert ecd("patch", "theirs.ecd", "delta.json", "--reverse").raw == before
    refused = ecd("patch", "theirs.ecd", "delta.json", "-o", "refused.ecd")
    assert (refused.code, refused.out) == (2, "")
    assert not Path("refused.ecd").exists()
