"""The pages of the specification: ids that can be relied on, and rules that check what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pages
import pytest
from hypothesis import given

import ecdkit
from ecdkit.testing.models import mutants
from ecdkit.validation.catalogue import catalogue
from ecdkit.validation.validate import validate_bytes

REQUIREMENTS = {one.name: one for one in pages.requirements()}
KEYWORDS = {"error": "MUST", "warning": "SHOULD", "note": "MAY"}


def test_every_id_stands_once():
    names = [one.name for one in pages.requirements()]
    assert len(names) > 100
    assert sorted(names) == sorted(set(names))


def test_every_bold_id_is_a_requirement_and_ids_elsewhere_name_one():
    for page in pages.pages():
        text = page.read_text("utf-8")
        if page.name != "README.md":
            bold = re.findall(r"\*\*(ECD-[^*]*)\*\*", text)
            assert bold == [one.name for one in pages.requirements() if one.page == page.name]
        for name in re.findall(r"ECD-\d+(?!\d*x)", text):
            assert name in REQUIREMENTS or name == "ECD-0000", (page.name, name)


@pytest.mark.parametrize("one", REQUIREMENTS.values(), ids=list(REQUIREMENTS))
def test_a_requirement_says_how_it_is_known_and_what_is_required(one):
    assert one.grade == "project" or one.source
    assert re.search(r"\b(MUST|SHOULD|MAY)\b", one.text)
    assert len(one.rules) == len(re.findall(r"\*Rule", one.text))
    ranges = Path(pages.HERE, "README.md").read_text("utf-8")
    row = next(line for line in ranges.splitlines() if f"({one.page})" in line)
    first, last = (re.findall(r"ECD-(\d\d)xx", row) * 2)[:2]
    assert first <= one.name[4:6] <= last


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_a_rule_checks_a_requirement_that_names_it(rule):
    assert rule.requirement in REQUIREMENTS, "a rule needs a requirement: see spec/README.md"
    one = REQUIREMENTS[rule.requirement]
    assert (rule.code, rule.severity) in one.rules
    assert KEYWORDS[rule.severity] in one.text
    assert one.grade == rule.grade


def test_every_rule_that_a_requirement_names_is_there_and_named_once():
    named = [code for one in pages.requirements() for code, _ in one.rules]
    assert sorted(named) == [rule.code for rule in catalogue()]


def test_the_sources_name_no_requirement_that_is_not_there():
    package = Path(ecdkit.__file__).parent
    for path in package.rglob("*.py"):
        for name in re.findall(r"ECD-\d{4}", path.read_text("utf-8")):
            assert name in REQUIREMENTS, (path, name)


def named_sources():
    """What the page of sources has in its first columns."""
    rows = re.findall(
        r"^\| ([^|]+) \|", (pages.HERE / "sources.md").read_text("utf-8"), re.MULTILINE
    )
    return {name for row in rows for name in row.split("; ")}


def is_named(source, named):
    """Whether every part of a source is one of the page word for word, or a section of one."""
    names = "|".join(map(re.escape, named))
    one = rf"(?:{names})(?:, (?:section [0-9.]+|which [a-z ]+))?"
    return re.fullmatch(rf"{one}(?:, and {one})*", source) is not None


@pytest.mark.parametrize("one", REQUIREMENTS.values(), ids=list(REQUIREMENTS))
def test_the_source_of_a_requirement_is_on_the_page_of_sources(one):
    assert one.source is None or is_named(one.source, named_sources())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("real files", True),
        ("RFC 8259, section 8.2", True),
        ("arcgis.learn, which writes and reads it", True),
        ("arcgis.learn, and Esri/raster-deep-learning, python_raster_functions", True),
        ("RFC 8259 and others", False),
        ("RFC 8", False),
        ("ArcGIS Pro 3, Linear Spectral Unmixing", False),
        ("ArcGIS Pro", False),
        ("real files, and a guess", False),
    ],
)
def test_a_source_is_one_of_the_page_word_for_word(source, expected):
    assert is_named(source, named_sources()) == expected


def test_the_sources_of_the_schemas_are_on_the_page_of_sources():
    named = named_sources()
    for path in sorted((pages.HERE.parent / "schemas").glob("*.schema.json")):
        for source in re.findall(r'"x-source": "([^"]*)"', path.read_text("utf-8")):
            assert is_named(source, named), (path.name, source)


def test_questions_are_numbered_and_say_what_would_settle_them():
    rows = re.findall(
        r"^\| (U-\d\d) \| (.+) \| (.+) \|$",
        (pages.HERE / "unknown.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert [name for name, _, _ in rows] == [f"U-{at:02}" for at in range(1, len(rows) + 1)]
    assert all("?" in question for _, question, _ in rows)


@given(mutants())
def test_every_problem_of_a_document_names_a_requirement_that_names_its_rule(mutant):
    for problem in validate_bytes(mutant.content, encoding=mutant.encoding).problems:
        assert problem.code in dict(REQUIREMENTS[problem.requirement].rules)


TEMPLATE = (
    "<RasterFunctionTemplate><Name/><Odd/><Arguments><Names><String>a</String></Names><Values/>"
    r"</Arguments><Definition>C:\data\a.tif</Definition></RasterFunctionTemplate>"
)


@pytest.mark.parametrize(
    "content",
    [TEMPLATE, "<", '{"rasterFunction":"a","rasterFunctionArguments":{"p":"C:\\\\a.tif"}}'],
)
def test_every_problem_of_a_template_names_a_requirement_that_names_its_rule(content):
    problems = validate_bytes(content.encode()).problems
    assert problems
    for problem in problems:
        assert problem.code in dict(REQUIREMENTS[problem.requirement].rules)
