"""Reports in the formats of other programs, judged by their own schemas and rules."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.problems import Problem
from ecdkit.render.github import reports_github
from ecdkit.render.json import reports_json
from ecdkit.render.sarif import reports_sarif
from ecdkit.testing.models import documents
from ecdkit.testing.texts import mutated
from ecdkit.validation.catalogue import catalogue
from ecdkit.validation.report import Failure, Report
from ecdkit.validation.schemas import schema
from ecdkit.validation.validate import validate_bytes

VENDOR = Path(__file__).resolve().parent.parent / "vendor"


def sarif_schema():
    found = json.loads((VENDOR / "sarif" / "sarif-2.1.0-rtm.4.json").read_text("utf-8"))
    # A stray bracket makes it no regular expression; we write no language.
    for name in ("run", "toolComponent"):
        del found["definitions"][name]["properties"]["language"]["pattern"]
    return found


SARIF = jsonschema_rs.Draft4Validator(sarif_schema(), validate_formats=True)
REPORT = jsonschema_rs.Draft202012Validator(schema("problem-report-1"))
CODES = [one.code for one in catalogue()]

texts = st.text(max_size=30) | st.sampled_from(["[a](b)", "%0A::error::x", "a,b:c", "\x1b[31m\r\n"])
problems = st.builds(
    Problem,
    code=st.sampled_from(CODES),
    severity=st.sampled_from(["error", "warning", "note"]),
    pointer=st.just("") | texts.map("/{}".format),
    line=st.integers(1, 10**9),
    column=st.integers(1, 10**9),
    message=texts.filter(bool),
    hint=st.none() | texts.filter(bool),
    requirement=st.none() | st.just("ECD-0502"),
    excerpt=st.none() | st.just("  a\n  ^"),
)
names = texts.filter(lambda name: "\0" not in name and name.strip("./\\"))
reports = st.lists(
    st.builds(
        Report,
        path=names,
        format=st.none() | st.just("extra-info"),
        version=st.none() | st.just(1) | st.just("1a"),
        problems=st.lists(problems, max_size=4).map(tuple),
        truncated=st.booleans(),
    ),
    max_size=4,
)
failures = st.lists(st.builds(Failure, names, texts.filter(bool)), max_size=2)


@given(reports, failures)
def test_every_log_is_sarif(reports, failures):
    log = json.loads(reports_sarif(reports, failures))
    SARIF.validate(log)
    (run,) = log["runs"]
    found = [(report, one) for report in reports for one in report.problems]
    assert len(run["results"]) == len(found)
    for result, (_, problem) in zip(run["results"], found, strict=True):
        rules = run["tool"]["driver"]["rules"]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == problem.code
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["region"]["startLine"] == problem.line
        assert place["region"]["startColumn"] == problem.column
        artifact = place["artifactLocation"]
        assert run["artifacts"][artifact.pop("index")]["location"] == artifact
        assert result["level"] == problem.severity
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"][0]["executionSuccessful"] is not bool(failures)


@given(documents().flatmap(lambda made: mutated(made.content)))
def test_what_is_wrong_with_real_bytes_is_told_in_every_format(content):
    report = validate_bytes(content, path="a b.ecd")
    SARIF.validate(json.loads(reports_sarif([report])))
    REPORT.validate(json.loads(reports_json([report])))
    lines = reports_github([report]).split("\n")[:-1]
    assert len(lines) == len(report.problems) + report.truncated + 1


@given(reports, failures)
def test_every_report_in_json_is_of_its_schema(reports, failures):
    text = reports_json(reports, failures)
    assert text.isascii()
    REPORT.validate(json.loads(text))


@given(reports, failures)
def test_an_annotation_is_one_line_that_reads_back(reports, failures):
    found = reports_github(reports, failures).split("\n")[:-1]
    told = [one for report in reports for one in report.problems]
    annotations = [line for line in found if line.startswith("::") and ",line=" in line]
    assert len(annotations) == len(told)
    for line, one in zip(annotations, told, strict=True):
        command, head, message = re.fullmatch(r"::(\w+) (.*?)::(.*)", line).groups()
        assert command == {"error": "error", "warning": "warning", "note": "notice"}[one.severity]
        values = dict(part.split("=", 1) for part in head.split(","))
        assert values["line"] == str(one.line)
        assert values["col"] == str(one.column)
        assert values["title"] == one.code
        assert message
    # Where nothing was read there is no total.
    total = 1 if reports or not failures else 0
    truncated = sum(one.truncated for one in reports)
    assert len(found) == len(told) + len(failures) + truncated + total


def test_the_escapes_of_annotations_are_those_of_the_runner():
    problem = Problem("syntax", "error", "/a%/b", 1, 2, "50% of\na, b: c", "do\rthis")
    report = Report("a,b:c%.json", None, None, (problem,))
    first, total = reports_github([report]).splitlines()
    assert first == (
        "::error file=a%2Cb%3Ac%25.json,line=1,col=2,title=syntax::"
        "50%25 of\\na, b: c (at /a%25/b). Do\\rthis"
    )
    assert total == "1 file: 1 error, 0 warnings"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a.ecd", "a.ecd"),
        ("./models/最 新.ecd", "models/%E6%9C%80%20%E6%96%B0.ecd"),
        ("c:d.ecd", "c%3Ad.ecd"),
        ("a#b?.ecd", "a%23b%3F.ecd"),
        ("-", "-"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_of_files_are_uris_below_the_base(path, uri):
    (run,) = json.loads(reports_sarif([Report(path, None, None, ())]))["runs"]
    location = run["artifacts"][0]["location"]
    assert (location["uri"], location["uriBaseId"]) == (uri, "SRCROOT")
    assert list(run["originalUriBaseIds"]) == ["SRCROOT"]


def test_a_file_elsewhere_is_named_wholly(tmp_path):
    (run,) = json.loads(reports_sarif([Report(str(tmp_path / "a b"), None, None, ())]))["runs"]
    assert run["artifacts"][0]["location"] == {"uri": (tmp_path / "a b").as_uri()}


def test_a_quoted_name_is_no_link():
    problem = Problem("equal-color", "warning", "", 1, 1, "'[a](http://b)' at [0][1]")
    (run,) = json.loads(reports_sarif([Report("a", None, None, (problem,))]))["runs"]
    assert run["results"][0]["message"]["text"] == "'\\[a](http://b)' at [0][1]."


@pytest.mark.parametrize("one", catalogue(), ids=lambda one: one.code)
def test_every_rule_can_be_told_to_others(one):
    problem = one.problem("a", (1, 1))
    log = json.loads(reports_sarif([Report("a", None, None, (problem,))]))
    SARIF.validate(log)
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["help"]["text"].startswith(one.explanation)
    assert rule["defaultConfiguration"]["level"] == one.severity
    assert rule["properties"]["requirement"] == one.requirement
