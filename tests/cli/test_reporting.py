"""How `ecd validate` reports: severities, explanations, and the formats of other programs."""

from __future__ import annotations

import json

import pytest

GOOD = """# ours
ignore = ["equal-color"]

[severity]
name-outer-space = "error"
"""


CONTENT = json.dumps(
    {
        "ImportDeepLearningModelToEsriExtraInfo": 0,
        "Version": 1,
        "Classifier": "CNTK",
        "NumberRasterBands": 4,
        "MiniBatchSize": 16,
        "Classes": [
            {"Value": 1, "Name": "Forest ", "Color": [0, 128, 0]},
            {"Value": 2, "Name": "Water", "Color": [0, 128, 0]},
        ],
    }
).encode()


class TestSeverities:
    def test_files_yield_to_the_command_line(self, ecd, folder):
        (folder / "info.json").write_bytes(CONTENT)
        assert ecd("validate", "info.json").out.count("warning: ") == 2
        (folder / "ecd.toml").write_text(GOOD)
        done = ecd("validate", "info.json")
        assert done.code == 1
        assert "error: the name 'Forest ' begins or ends" in done.out
        assert "colour" not in done.out
        done = ecd(
            "validate",
            "info.json",
            "--ignore",
            "name-outer-space",
            "--severity",
            "equal-color=note",
        )
        assert done.code == 0
        assert "note: the colour #008000" in done.out
        assert "Forest" not in done.out

    def test_a_file_may_be_named(self, ecd, folder):
        (folder / "info.json").write_bytes(CONTENT)
        (folder / "ecd.toml").write_text(GOOD)
        (folder / "other.toml").write_text("ignore = ['equal-color', 'name-outer-space']")
        done = ecd("validate", "info.json", "--config", "other.toml")
        assert done.out == "info.json: no problems (extra-info 1)\n"
        done = ecd("validate", "info.json", "--config", "missing.toml")
        assert (done.code, done.err) == (2, "ecd: missing.toml: there is no such file\n")

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (
                ["--ignore", "equal-colour"],
                "there is no rule 'equal-colour'. Did you mean equal-color?",
            ),
            (["--severity", "format"], "--severity takes CODE=LEVEL, not 'format'"),
            (["--severity", "format=bad"], "'bad' is no severity"),
            (["--ignore", "format", "--severity", "format=note"], "format is given two severities"),
        ],
    )
    def test_what_nobody_understands_is_refused(self, ecd, folder, arguments, words):
        del folder
        done = ecd("validate", "info.json", *arguments)
        assert (done.code, done.out) == (2, "")
        assert words in done.err

    def test_what_is_wrong_in_the_file_is_told_with_its_place(self, ecd, folder):
        (folder / "pyproject.toml").write_text("[tool.ecdkit]\nignore = ['formatt']\n")
        done = ecd("validate", "info.json")
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            "ecd: pyproject.toml:2:12: there is no rule 'formatt'. Did you mean format?\n"
        )

    def test_a_rule_is_explained(self, ecd):
        done = ecd("validate", "--explain", "duplicate-class-value")
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("duplicate-class-value (error, in model-definition warning)\n")
        assert "Requirement: ECD-" in done.out
        assert max(map(len, done.out.splitlines())) <= 100
        done = ecd("validate", "--explain", "duplicate-clas-value")
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            "ecd: there is no rule 'duplicate-clas-value'. Did you mean duplicate-class-value?\n"
        )

    def test_all_rules_are_listed(self, ecd):
        from ecdkit.validation.catalogue import catalogue

        done = ecd("validate", "--explain")
        assert [line.split()[0] for line in done.out.splitlines()] == [
            one.code for one in catalogue()
        ]


def test_notes_are_counted_too(ecd, folder):
    (folder / "a.json").write_text("{")
    done = ecd("validate", "a.json", "--severity", "syntax=note")
    assert done.code == 0
    assert done.out.splitlines()[-1] == "a.json: 0 errors, 0 warnings, 1 note"
    assert ecd("validate", "a.json", "--ignore", "syntax").out == "a.json: no problems\n"


class TestFormats:
    def test_sarif(self, ecd, folder):
        del folder
        done = ecd("validate", "--format", "sarif", ".", "missing")
        assert done.code == 2
        log = json.loads(done.out)
        (run,) = log["runs"]
        assert {one["ruleId"] for one in run["results"]} >= {"wrong-type", "syntax"}
        (notification,) = run["invocations"][0]["toolExecutionNotifications"]
        assert notification["message"]["text"] == "there is no such file."
        uris = {one["location"]["uri"] for one in run["artifacts"]}
        assert uris == {"info.json", "svm.ecd", "wrong.json", "warned.json", "broken.ecd"}

    def test_github(self, ecd, folder):
        del folder
        done = ecd("validate", "--format", "github", "wrong.json", "missing")
        assert done.code == 2
        first, second, total = done.out.splitlines()
        assert first.startswith("::error file=wrong.json,line=1,col=")
        assert second == "::error file=missing::there is no such file"
        assert total == "1 file: 1 error, 0 warnings; 1 more could not be read"

    def test_json(self, ecd, folder):
        del folder
        found = json.loads(ecd("validate", "--format", "json", ".", "missing").out)
        assert found["report"] == "ecdkit/problem-report/1"
