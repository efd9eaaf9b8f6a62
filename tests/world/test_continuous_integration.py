"""The hook in a real pre-commit, and the workflow by the schema of GitHub's workflows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.world

ROOT = Path(__file__).resolve().parents[2]
GIT = shutil.which("git")
INFO = {
    "ImportDeepLearningModelToEsriExtraInfo": 0,
    "Version": 1,
    "Classifier": "CNTK",
    "NumberRasterBands": 4,
    "MiniBatchSize": 16,
    "Classes": [{"Value": 1, "Name": "Forest", "Color": [0, 128, 0]}],
}
CONFIG = """repos:
  - repo: {source}
    rev: {revision}
    hooks:
      - id: ecd-validate
      - id: ecd-validate
        alias: infos
        name: infos
        files: ^infos/.*\\.json$
        args: [--fail-on, warning]
"""


def git(folder, *arguments):
    command = [GIT, "-c", "user.name=a", "-c", "user.email=a@b", "-c", "core.autocrlf=false"]
    done = subprocess.run(
        [*command, "-C", str(folder), *arguments], capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def source(tmp_path):
    """A repository of ecdkit as it is now, committed or not."""
    copy = tmp_path / "ecdkit"
    listed = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    git(copy, "init", "-q")
    git(copy, "add", "-A")
    git(copy, "commit", "-q", "-m", "now")
    return copy


@pytest.mark.skipif(GIT is None, reason="there is no git")
def test_the_hook_in_a_real_pre_commit(source, tmp_path):
    pytest.importorskip("pre_commit", reason="make test-world installs it")
    work = tmp_path / "work"
    (work / "infos").mkdir(parents=True)
    config = CONFIG.format(source=source, revision=git(source, "rev-parse", "HEAD"))
    (work / ".pre-commit-config.yaml").write_text(config)
    (work / "right.ecd").write_text(json.dumps(INFO))
    (work / "infos" / "right.json").write_text(json.dumps(INFO))
    (work / "strange.json").write_text("{}")
    git(work, "init", "-q")
    git(work, "add", "-A")

    def run():
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files"],
            cwd=work,
            env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache")},
            capture_output=True,
            check=False,
            text=True,
        )

    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Passed") == 2

    (work / "wrong.emd").write_text('{"EsriClassifierDefinitionFile": 0,\n "FileVersion": 01}')
    warned = INFO | {"Classes": [{"Value": 1, "Name": "Forest ", "Color": [0, 128, 0]}]}
    (work / "infos" / "warned.json").write_text(json.dumps(warned))
    git(work, "add", "-A")
    done = run()
    assert done.returncode == 1
    assert done.stdout.count("Failed") == 2
    assert "wrong.emd:2:17: error: 01 is no JSON value" in done.stdout
    assert "infos/warned.json:1:" in done.stdout
    assert "strange.json" not in done.stdout


def test_the_workflow_is_one_by_the_schema_of_workflows():
    pytest.importorskip("check_jsonschema", reason="make test-world installs it")
    workflow = ROOT / "examples" / "github-workflow.yml"
    command = ["--builtin-schema", "vendor.github-workflows", str(workflow)]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *command],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
