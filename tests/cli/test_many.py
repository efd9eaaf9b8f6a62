"""Folders and patterns: every file is looked at, and none stops the others."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import pytest

from ecdkit.cli import main, many
from ecdkit.cli.telling import sentence
from ecdkit.render.progress import Progress


@pytest.fixture
def models(folder):
    """A folder with right, wrong, broken and strange files, some in folders below."""
    root = folder / "models"
    (root / "old" / "最").mkdir(parents=True)
    (root / ".hidden").mkdir()
    for name, where in (
        ("info.json", "a.json"),
        ("svm.ecd", "old/b.ECD"),
        ("wrong.json", "old/最/c.json"),
        ("warned.json", "d.json"),
        ("broken.ecd", "old/e.ecd"),
        ("strange.json", "strange.json"),
        ("wrong.json", ".hidden/f.json"),
        ("trained.model", "trained.model"),
    ):
        (root / where).write_bytes((folder / name).read_bytes())
    return "models"


class TestValidate:
    def test_of_a_folder_what_is_wrong_is_told_and_how_much_there_is(self, ecd, models):
        done = ecd("validate", models)
        assert (done.code, done.err) == (1, "")
        lines = done.out.splitlines()
        told = [line.split(":")[0] for line in lines if "[" in line]
        assert told == ["models/d.json", "models/old/e.ecd", "models/old/最/c.json"]
        assert "a.json" not in done.out
        assert "b.ECD" not in done.out
        assert lines[-1] == "5 files: 2 errors, 1 warning in 3 of them"

    def test_of_a_folder_without_problems_that_is_told(self, ecd, models, folder):
        for name in ("d.json", "old/e.ecd", "old/最/c.json"):
            (folder / models / name).unlink()
        done = ecd("validate", models)
        assert (done.code, done.out) == (0, "2 files: no problems\n")

    def test_a_pattern_stands_for_what_it_matches(self, ecd, models):
        done = ecd("validate", f"{models}/**/*.json")
        assert "strange.json:1:1: error: this is JSON, but no definition" in done.out
        assert done.out.splitlines()[-1] == "4 files: 2 errors, 1 warning in 3 of them"
        done = ecd("validate", f"{models}/*.nothing")
        assert (done.code, done.out) == (2, "")
        assert done.err == f"ecd: {models}/*.nothing: there is no such file\n"

    def test_a_folder_that_holds_nothing_is_told(self, ecd, folder):
        (folder / "empty").mkdir()
        for verb in ("validate", "show"):
            done = ecd(verb, "empty")
            assert done.code == 2
            assert done.err == "ecd: empty: there is no definition in this folder\n"
        # No verdict on files of which none was read.
        assert ecd("validate", "empty").out == ""
        assert ecd("validate", "missing", "--format", "github").out == (
            "::error file=missing::there is no such file\n"
        )

    def test_the_total_says_how_many_could_not_be_read(self, ecd, models):
        assert ecd("validate", models, "missing").out.endswith("; 1 more could not be read\n")
        assert "could not be read" not in ecd("validate", models).out

    def test_what_cannot_be_read_is_in_the_report(self, ecd, models):
        done = ecd("validate", models, "missing", "--format", "json")
        assert done.code == 2
        found = json.loads(done.out)
        assert found["ok"] is False
        assert found["failures"] == [{"file": "missing", "message": "there is no such file"}]
        assert len(found["files"]) == 5

    def test_fix_repairs_what_is_in_a_folder(self, ecd, models, folder):
        (folder / models / "old" / "e.ecd").write_bytes(
            (folder / "svm.ecd").read_bytes().replace(b"]}]}", b"],}]}")
        )
        assert ecd("validate", models, "--fix").code == 1
        assert ecd("validate", f"{models}/old/e.ecd").code == 0

    def test_standard_input_may_be_among_files(self, ecd, models, folder):
        done = ecd("validate", models, "-", stdin=(folder / "wrong.json").read_bytes())
        assert done.code == 1
        assert "\n-:1:" in done.out


class TestShow:
    def test_a_folder_is_an_inventory(self, ecd, models):
        done = ecd("show", models)
        assert done.code == 2
        assert done.err.count("\n") == 1
        lines = done.out.splitlines()
        assert lines[0].split() == [
            "models/a.json", "extra-info", "1", "CNTK", "4", "bands", "2", "classes", "447", "bytes",
        ]  # fmt: skip
        assert lines[2].split()[:4] == ["models/old/b.ECD", "classifier-definition", "1", "SVM"]
        assert lines[3].split() == ["models/old/e.ecd", "cannot", "be", "read"]
        assert lines[-1].startswith("4 files, ")
        assert len(lines) == 6

    def test_csv_has_a_row_for_each_file_whether_it_can_be_read_or_not(self, ecd, models):
        done = ecd("show", models, "missing", "--format", "csv")
        assert done.code == 2
        rows = {row["file"]: row for row in csv.DictReader(io.StringIO(done.out))}
        assert list(rows) == [
            "models/a.json", "models/d.json", "models/old/b.ECD", "models/old/e.ecd",
            "models/old/最/c.json", "missing",
        ]  # fmt: skip
        assert rows["models/a.json"] == {
            "file": "models/a.json", "format": "extra-info", "version": "1", "grade": "documented",
            "classifier": "CNTK", "bands": "4", "classes": "2", "size": "447", "encoding": "utf-8",
            "error": "",
        }  # fmt: skip
        assert rows["missing"]["error"] == "there is no such file"
        assert rows["models/old/e.ecd"]["format"] == ""
        assert rows["models/old/e.ecd"]["error"].startswith("01 is no JSON value")

    def test_csv_of_one_file_is_a_row(self, ecd, folder):
        del folder
        done = ecd("show", "svm.ecd", "--format", "csv")
        assert done.code == 0
        assert len(list(csv.reader(io.StringIO(done.out)))) == 2

    def test_several_definitions_are_one_row(self, ecd, folder):
        root = json.loads((folder / "svm.ecd").read_bytes())
        root["NumberDefinitions"] = 2
        root["Definitions"].append({"Classifier": "ISO", "Classes": []})
        (folder / "two.ecd").write_text(json.dumps(root))
        (row,) = csv.DictReader(io.StringIO(ecd("show", "two.ecd", "--format", "csv").out))
        assert (row["classifier"], row["classes"], row["bands"]) == ("SVM; ISO", "2; 0", "")

    def test_json_of_a_folder_is_an_array_also_of_one(self, ecd, models, folder):
        del folder
        assert len(json.loads(ecd("show", models, "--format", "json").out)) == 4
        assert len(json.loads(ecd("show", f"{models}/old/b*", "--format", "json").out)) == 1


def test_many_files_are_the_same_in_one_process_and_in_several(ecd, folder, monkeypatch):
    (folder / "many").mkdir()
    names = ("info.json", "svm.ecd", "wrong.json", "broken.ecd", "warned.json")
    for at in range(100):
        name = names[at % len(names)]
        (folder / "many" / f"{at:03}{name}").write_bytes((folder / name).read_bytes())
    calls = (
        ["validate", "many"],
        ["validate", "many", "--format", "json"],
        ["show", "many", "--format", "csv"],
    )
    several = [ecd(*call) for call in calls]
    each = many.each
    for changed in ({"jobs": 1}, {"jobs": 2}, {"jobs": 2, "start": "spawn"}):
        monkeypatch.setattr(
            many, "each", lambda *given, changed=changed, **named: each(*given, **named | changed)
        )
        assert [ecd(*call) for call in calls] == several
    assert "100 files: 40 errors, 20 warnings in 60 of them" in several[0].out


def test_a_defect_over_one_file_is_told_and_the_others_are_done(ecd, models, monkeypatch):
    real = many.each

    def moody(work, paths, **named):
        def one(path):
            if path.endswith("a.json"):
                raise ZeroDivisionError("what")
            return work(path)

        return real(one, paths, **named)

    monkeypatch.setattr(many, "each", moody)
    done = ecd("validate", models)
    assert done.code == 2
    assert done.err.startswith(
        "ecd: models/a.json: this is a defect of ecdkit: ZeroDivisionError: what; "
    )
    assert (
        done.out.splitlines()[-1]
        == "4 files: 2 errors, 1 warning in 3 of them; 1 more could not be read"
    )
    assert "Traceback" in ecd("validate", models, "--debug").err
    assert sentence(MemoryError()) == "there is not enough memory for this"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no sh")
def test_who_closes_the_pipe_early_gets_no_complaint(models):
    line = f"{sys.executable} -m ecdkit validate {models} {models}/old | head -n 1"
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
    assert done.stderr == b""
    assert done.stdout.count(b"\n") == 1


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_shows_what_takes_long_and_goes_away(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    times = iter([0, 0.4, 1, 1, 1.05, 2, 2])
    terminal = Terminal()
    progress = Progress(terminal, 2000, "validated", clock=lambda: next(times))
    progress.show(1)
    progress.clear()
    assert terminal.getvalue() == ""
    progress.show(1000)
    progress.show(1001)
    bar = f"\r[{'#' * 15}{'.' * 15}] 1,000 of 2,000 validated"
    assert terminal.getvalue() == bar
    progress.show(2000)
    progress.clear()
    progress.clear()
    assert terminal.getvalue() == f"{bar}\r[{'#' * 30}] 2,000 of 2,000 validated\r\x1b[K"


@pytest.mark.parametrize("where", ["no terminal", "dumb"])
def test_a_bar_is_for_terminals_only(monkeypatch, where):
    monkeypatch.setenv("TERM", "dumb" if where == "dumb" else "xterm")
    stream = Terminal() if where == "dumb" else io.StringIO()
    progress = Progress(stream, 2, "validated", clock=iter(range(100)).__next__)
    progress.show(1)
    progress.clear()
    assert stream.getvalue() == ""


def test_results_go_on_while_the_bar_is_shown(models, monkeypatch, capsys):
    """The bar is on standard error, and never in the middle of a line of results."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("ecdkit.render.progress._PATIENCE", 0)
    monkeypatch.setattr("ecdkit.render.progress._BETWEEN", 0)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["validate", models]) == 1
    assert "validated\r\x1b[K" in terminal.getvalue()
    assert terminal.getvalue().endswith("\x1b[K")
    assert "\r" not in capsys.readouterr().out
