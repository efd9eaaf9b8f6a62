"""The reader in JavaScript, written from the pages alone, passes the cases of what it does."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from ecdkit.testing.conformance import runner

HOME = Path(__file__).resolve().parents[2]
CASES = HOME / "spec" / "conformance" / "cases"
GROUPS = ("detection", "text", "values", "equality", "structure")
# String.prototype.isWellFormed came with it.
OLDEST = 20


@pytest.fixture(scope="module")
def command():
    """The command that answers cases."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(told.lstrip("v").split(".")[0]) < OLDEST:
        pytest.skip(f"node {told.strip()} is older than {OLDEST}")
    path = HOME / "examples" / "javascript" / "conform.mjs"
    return f'"{node}" "{path}"'.replace("\\", "/")


def test_it_passes_what_readers_need(command):
    outcomes = runner.run(runner.cases(CASES, GROUPS), command, 2)
    assert {one.case.group for one in outcomes} == set(GROUPS)
    assert [(one.case.name, one.why) for one in outcomes if one.status != "passed"] == []


def test_it_says_that_it_has_no_rules_and_makes_no_documents(command):
    others = [path.stem for path in CASES.glob("*.jsonl") if path.stem not in GROUPS]
    # One case of each operation is enough.
    found = {case.request["do"]: case for case in runner.cases(CASES, others)}
    statuses = Counter(one.status for one in runner.run(list(found.values()), command, 1))
    assert statuses == {"unsupported": len(found)}
