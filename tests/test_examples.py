"""What README and examples promise is what happens."""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import ecdkit
from ecdkit.cli.run import VERBS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")

# The README speaks of a forest; any definition with a class 3 will do.
FOREST = {
    "EsriClassifierDefinitionFile": 0,
    "FileVersion": 3,
    "NumberDefinitions": 1,
    "Definitions": [
        {
            "Classifier": "RandomTrees",
            "Classes": [
                {"ClassValue": 1, "ClassName": "Forest", "Red": 0, "Green": 99, "Blue": 0},
                {"ClassValue": 3, "ClassName": "Water", "Red": 0, "Green": 0, "Blue": 200},
            ],
        }
    ],
}


@pytest.fixture
def forest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import json

    monkeypatch.chdir(tmp_path)
    path = tmp_path / "forest.ecd"
    path.write_text(json.dumps(FOREST), "utf-8")
    return path


def test_the_example_runs_and_proves_its_bytes() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "run.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "byte for byte" in run.stdout
    assert run.stderr == ""


def test_the_python_of_the_readme_runs(forest: Path) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(block, "README.md", "exec"), {})
    assert b'"ClassName": "Lake"' in forest.read_bytes()


def test_the_guides_name_every_page_and_every_verb() -> None:
    guides = (ROOT / "docs" / "README.md").read_text("utf-8")
    linked = re.findall(r"^\| \[.*?\]\((.*?)\)", guides, re.MULTILINE)
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert sorted(linked) == sorted(pages)
    assert re.findall(r"^\| `ecd (.*?)` \| (.*) \|$", guides, re.MULTILINE) == [*VERBS.items()]


def test_the_page_about_python_shows_what_python_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "python.md").read_text("utf-8")
    (definition,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("lake.ecd").write_text(definition, "utf-8")
    blocks = re.findall(r"```pycon\n(.*?)```", page, re.DOTALL)
    assert page.count("```") == 2 * (len(blocks) + 1)
    examples = doctest.DocTestParser().get_doctest("".join(blocks), {}, "python.md", None, None)
    assert examples.examples
    told: list[str] = []
    outcome = doctest.DocTestRunner().run(examples, out=told.append)
    assert not outcome.failed, "".join(told)


def test_the_commands_of_the_readme_run(forest: Path) -> None:
    commands = re.findall(r"^    (ecd .*?)\s+#", README, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        words = shlex.split(command)[1:]
        run = subprocess.run(
            [sys.executable, "-m", "ecdkit", *words], capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr
    assert ecdkit.summarize(ecdkit.read(forest)).definitions[0].classes[1].name == "Lake"


def test_the_readme_leads_to_a_package(tmp_path: Path) -> None:
    text = README.replace("\\\n", " ")
    (command,) = re.findall(r"^    ecd (migrate .*)$", text, re.MULTILINE)
    words = [
        str(tmp_path / word) if word == "ground.dlpk" else word for word in shlex.split(command)
    ]
    run = subprocess.run(
        [sys.executable, "-m", "ecdkit", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "supplied  /ModelFile" in run.stderr
    model = ecdkit.read_package(tmp_path / "ground.dlpk").definition.model
    assert model.model_type == "ImageClassification"


def test_the_make_commands_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^    make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_readme_says_it_in_thirty_lines() -> None:
    assert len(README.splitlines()) <= 30


def test_links_of_the_documents_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("spec/*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}"


def test_what_the_workflow_runs_runs(tmp_path: Path) -> None:
    import json

    (tmp_path / "a.ecd").write_text(json.dumps(FOREST))
    text = (ROOT / "examples" / "github-workflow.yml").read_text("utf-8")
    commands = re.findall(r"run: ecd (.*)", text)
    assert len(commands) == 2
    for one in commands:
        words = one.split(" > ")[0].split()
        done = subprocess.run(
            [sys.executable, "-m", "ecdkit", *words], cwd=tmp_path, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout


def test_the_hook_on_the_page_is_the_hook_that_there_is() -> None:
    page = (ROOT / "docs" / "continuous-integration.md").read_text("utf-8")
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    ids = set(re.findall(r"- id: (\S+)", hooks))
    assert set(re.findall(r"- id: (\S+)", page)) == ids == {"ecd-validate"}
