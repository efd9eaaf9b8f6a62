"""The conformance cases are what their makers make, cover the specification, and are passed by us."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ecdkit.testing import conformance
from ecdkit.testing.conformance import runner
from ecdkit.testing.conformance.judge import judge

HOME = Path(__file__).resolve().parents[2] / "spec" / "conformance"
OURS = f'"{sys.executable}" -m ecdkit.testing.conformance.adapter'.replace("\\", "/")


def test_the_cases_are_what_is_made_anew():
    done = subprocess.run(
        [sys.executable, str(HOME / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_makers_know_nothing_of_the_code_that_they_judge():
    for path in HOME.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in getattr(node, "names", ())]
            module = getattr(node, "module", None) or ""
            assert not any(name.startswith("ecdkit") for name in [*names, module]), path


def test_our_own_command_uses_public_names_only():
    source = Path(conformance.__file__).with_name("adapter.py").read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert not (node.module or "").startswith("ecdkit"), ast.unparse(node)
        if isinstance(node, ast.Import):
            assert not any(alias.name.startswith("ecdkit.") for alias in node.names)


GROUPS = sorted(path.stem for path in (HOME / "cases").glob("*.jsonl"))


@pytest.fixture(scope="module")
def outcomes():
    """What becomes of all cases with our own command."""
    return conformance.run(conformance.cases(HOME / "cases"), OURS, 2)


@pytest.mark.parametrize("group", GROUPS)
def test_our_own_command_passes(group, outcomes):
    found = [one for one in outcomes if one.case.group == group]
    assert found
    assert [(one.case.name, one.why) for one in found if one.status != "passed"] == []


READER = HOME.parents[1] / "examples" / "javascript" / "conform.mjs"
FOR_READERS = ("detection", "equality", "structure", "text", "values")


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed here")
def test_a_reader_in_another_language_passes_what_is_for_readers():
    found = conformance.cases(HOME / "cases", FOR_READERS)
    told = conformance.run(found, f'node "{READER}"'.replace("\\", "/"), 2)
    assert [(one.case.name, one.why) for one in told if one.status == "failed"] == []
    # What it leaves out are code pages that its platform does not have.
    assert sum(one.status == "passed" for one in told) > len(found) - 10


# Commands that do it wrong, each in its way.
LIAR = (
    "print(json.dumps({'id': request['id'], 'kind': 'extra-info', 'version': 1, 'problems': []}))"
)
COMMANDS = {
    "says the same to everything": (LIAR, "failed"),
    "ends at once": ("raise SystemExit(3)", "the command ended without an answer (exit code 3)"),
    "prints no JSON": ("print('hello')", "the answer is no JSON"),
    "answers another request": ("print(json.dumps({'id': 'x'}))", "to another request"),
    "can do nothing": ("print(json.dumps({'id': request['id'], 'unsupported': True}))", "unsupported"),
}  # fmt: skip


def command_of(body, folder):
    path = folder / "command.py"
    path.write_text(
        f"import json, sys\nfor line in sys.stdin:\n    request = json.loads(line)\n    {body}\n"
        "    sys.stdout.flush()\n"
    )
    return f'"{sys.executable}" "{path}"'.replace("\\", "/")


@pytest.mark.parametrize("what", COMMANDS)
def test_a_command_that_is_wrong_is_told_so(what, tmp_path, capsys):
    body, told = COMMANDS[what]
    command = command_of(body, tmp_path)
    words = ["--command", command, "--group", "detection", "--only", "0: ", "--jobs", "1"]
    code = conformance.main(words)
    assert told in capsys.readouterr().out
    assert code == (0 if told == "unsupported" else 1)


@pytest.mark.parametrize("name", ["alone: ext", "100,000 objects"])
def test_a_command_that_hangs_is_given_up(name, tmp_path, monkeypatch, capsys):
    """Also where it does not even read a request that is larger than any pipe."""
    monkeypatch.setattr(runner, "_PATIENCE", 0.5)
    path = tmp_path / "command.py"
    path.write_text("import time\ntime.sleep(60)\n")
    command = f'"{sys.executable}" "{path}"'.replace("\\", "/")
    assert conformance.main(["--command", command, "--only", name]) == 1
    assert "no answer within" in capsys.readouterr().out


def test_a_command_that_never_answers_is_asked_no_more(tmp_path, capsys):
    command = command_of("raise SystemExit", tmp_path)
    words = ["--command", command, "--group", "values", "--jobs", "1", "--failures", "99"]
    assert conformance.main(words) == 1
    told = capsys.readouterr().out
    assert told.count("without an answer") == 10
    assert told.count("the command is given up") > 10


def test_a_command_that_hangs_now_and_then_is_given_up(tmp_path, monkeypatch, capsys):
    """Each time costs the whole of our patience, and there are thousands of cases."""
    monkeypatch.setattr(runner, "_PATIENCE", 1.0)
    body = (
        "if int(request['id']) % 2: import time; time.sleep(60)\n"
        "    print(json.dumps({'id': request['id'], 'unsupported': True}))"
    )
    words = ["--command", command_of(body, tmp_path), "--group", "values", "--jobs", "1"]
    assert conformance.main([*words, "--failures", "99"]) == 1
    told = capsys.readouterr().out
    assert told.count("no answer within") == 5
    assert told.count("the command is given up") > 50


def test_what_cannot_be_started_or_found_is_told(capsys):
    assert conformance.main(["--command", "no-such-command-9", "--only", "an empty object"]) == 1
    assert "cannot be started" in capsys.readouterr().out
    for words in (
        ["--group", "none"],
        ["--group", "text", "--group", "none"],
        ["--only", "no such"],
    ):
        assert conformance.main(["--command", "x", *words]) == 2
        told = capsys.readouterr().err
        assert told.startswith(
            "there is no group 'none'" if "none" in words else "there are no such"
        )
        assert "its groups: canonical" in told
    assert conformance.main(["--command", "x", "--cases", "nowhere"]) == 2
    told = capsys.readouterr().err
    assert "they are not installed with ecdkit" in told
    assert "--cases" in told


@pytest.mark.parametrize(
    ("expect", "answer", "right"),
    [
        ({"ok": True}, {"ok": True, "more": 1}, True),
        ({"ok": True}, {"ok": 1}, False),
        ({"ok": True}, {}, False),
        ({"version": 1}, {"version": 1.0}, False),
        ({"problems": []}, {"problems": [{"code": "other"}]}, True),
        ({"problems": []}, {"problems": [{"code": "syntax"}]}, False),
        ({"problems": [{"code": "syntax"}]}, {"problems": []}, False),
        ({"problems": [{"code": "syntax"}]}, {"problems": [{"code": "syntax", "line": 1}]}, True),
        ({"problems": []}, {"problems": None}, False),
        ({"has": [{"line": 2}]}, {"problems": [{"code": "syntax", "line": 2}]}, True),
        ({"has": [{"line": 2}]}, {"problems": [{"code": "syntax", "line": 1}]}, False),
        ({"count": 2}, {"problems": [{"code": "syntax"}]}, False),
        ({"any": [{"ok": True}, {"ok": False}]}, {"ok": False}, True),
        ({"any": [{"ok": True}, {"ok": 1}]}, {"ok": False}, False),
        ({"value": {"double": "15.0"}}, {"value": {"double": "1.5e1"}}, True),
        ({"value": {"double": "0.0"}}, {"value": {"double": "-0.0"}}, False),
        ({"value": {"double": "15.0"}}, {"value": {"integer": "15"}}, False),
        ({"value": {"double": "15.0"}}, {"value": {"double": "x"}}, False),
        ({"value": {"integer": "15"}}, {"value": {"integer": "015"}}, False),
        ({"value": {"wide": "1e400"}}, {"value": {"wide": "10E399"}}, True),
        ({"value": {"wide": "1e400"}}, {"value": {"wide": "1e401"}}, False),
        ({"value": {"wide": "1e400"}}, {"value": {"wide": []}}, False),
        ({"value": {"object": [["a", 1], ["b", 2]]}}, {"value": {"object": [["b", 2], ["a", 1]]}}, True),
        ({"value": {"object": [["a", 1]]}}, {"value": {"object": [["a", 1], ["a", 1]]}}, False),
        ({"value": {"object": [["a", 1]]}}, {"value": {"object": [["a", 1], ["b", 1]]}}, False),
        ({"value": {"object": [["a", 1]]}}, {"value": {"object": 7}}, False),
        ({"value": {"array": [1, 2]}}, {"value": {"array": [2, 1]}}, False),
    ],
)  # fmt: skip
def test_an_answer_is_right_or_not(expect, answer, right):
    assert (judge(expect, answer, ("syntax",)) is None) == right


def test_a_ledger_that_forgets_a_field_or_lies_is_told(outcomes):
    name = "an extra info becomes a model definition"
    (one,) = [found for found in outcomes if found.case.name == name]
    expect = {"accounted": True}
    entries = one.answer["ledger"]["migrations"][0]["entries"]

    def with_entries(changed):
        ledger = {"migrations": [{"entries": changed}]}
        return judge(expect, {**one.answer, "ledger": ledger}, None, one.case.request)

    assert with_entries(entries) is None
    for at, entry in enumerate(entries):
        assert "says nothing of" in with_entries([*entries[:at], *entries[at + 1 :]]), entry
        lie = {**entry, "kind": "lost" if entry["target"] else "carried"}
        assert with_entries([*entries[:at], lie, *entries[at + 1 :]]) is not None, entry
    swapped = {"/MiniBatchSize": "/ImageHeight", "/Classifier": "/ModelFile"}
    lies = [{**one, "target": swapped.get(one["source"], one["target"])} for one in entries]
    assert with_entries(lies) is not None


def requirements():
    """Every requirement of the specification by its id, with its text."""
    found = {}
    for path in sorted(HOME.parent.glob("*.md")):
        for paragraph in path.read_text("utf-8").split("\n\n"):
            if path.name != "README.md" and (match := re.match(r"\*\*(ECD-\d{4})\*\* ", paragraph)):
                found[match[1]] = paragraph
    return found


def test_every_requirement_has_a_case_or_says_why_not():
    tested = {one for case in conformance.cases(HOME / "cases") for one in case.tests}
    known = requirements()
    assert len(known) > 150
    assert sorted(tested - known.keys()) == []
    assert sorted(one for one in known.keys() - tested if "*No case: " not in known[one]) == []
    assert sorted(one for one in tested if "*No case: " in known[one]) == []
    assert all(case.tests for case in conformance.cases(HOME / "cases"))


def test_outcomes_are_printed_for_programs_too(capsys):
    words = ["--command", OURS, "--group", "detection", "--only", "an array", "--json"]
    assert conformance.main(words) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {one["status"] for one in told} == {"passed"}
