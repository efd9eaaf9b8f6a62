"""`ecd skeleton` as it is typed, and the page that asks for what it prints."""

from __future__ import annotations

import json
import re
from pathlib import Path

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "skeleton.md").read_text("utf-8")


def block(language):
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return found


def test_the_page_shows_what_the_command_prints(ecd, tmp_path):
    path = tmp_path / "SecretName.ecd"
    path.write_text(block("json"), "utf-8")
    done = ecd("skeleton", path)
    assert (done.code, done.err) == (0, block("text"))
    made = json.loads(done.out)
    assert made["unknown"] == ["Hyperplanes", "Kernel", "Samples"]
    for word in ("Oak", "Lake", "rbf", "120", "SecretName"):
        assert word not in done.out
    assert '"dimensions": [\n' in done.out
    assert '"length": [4, 8],' in done.out


def test_the_python_of_the_page_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("model.ecd").write_text(block("json"), "utf-8")
    exec(compile(block("python"), "skeleton.md", "exec"), {})
    assert "Hyperplanes" in capsys.readouterr().out


def test_masked_names_are_listed_for_their_owner_and_shown_when_asked(ecd, tmp_path):
    path = tmp_path / "a.ecd"
    path.write_text('{"Trees": [{"Left": 1, "Right": 2, "2 Oaks": 1}], "Note": 1}', "utf-8")
    done = ecd("skeleton", path, "--masked")
    assert (done.code, done.out, done.err) == (0, "Left\nRight\n", "")
    done = ecd("skeleton", path, "--show-name", "Left")
    assert '"Left"' in done.out
    assert '"Right"' not in done.out


def test_standard_input_and_another_encoding_are_read(ecd):
    done = ecd("skeleton", "-", "--encoding", "cp1252", stdin=b'{"Name": "\xe4"}')
    assert done.code == 0
    assert json.loads(done.out)["encoding"] == "cp1252"
    assert done.err == ""


def test_what_is_no_json_is_told_with_its_place(ecd, tmp_path):
    path = tmp_path / "a.ecd"
    path.write_bytes(b'{"A": [1,]}')
    done = ecd("skeleton", path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"ecd: {path}:1:9: ")
    assert ecd("skeleton", tmp_path / "b.ecd").code == 2


def test_a_template_is_told_to_be_one(ecd, tmp_path):
    path = tmp_path / "a.rft.xml"
    path.write_text("<RasterFunctionTemplate/>", "utf-8")
    done = ecd("skeleton", path)
    assert done.code == 2
    assert "ecd template extract" in done.err
