"""Every code is declared once, as data, and every problem is made from its declaration."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import ecdkit
from ecdkit.errors import UsageError
from ecdkit.formats.registry import formats
from ecdkit.packages.kind import PACKAGE as DLPK
from ecdkit.problems import Rule
from ecdkit.render.rules import rules_page
from ecdkit.templates.template import NAME as TEMPLATE
from ecdkit.validation.catalogue import catalogue, rule

PACKAGE = Path(ecdkit.__file__).parent
GRADES = {"documented", "observed", "inferred", "project", "unknown"}
SEVERITIES = {"error", "warning", "note"}


def calls_of(name):
    """Where in the sources something of a name is called: the module and the call."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
                yield path.relative_to(PACKAGE).as_posix(), node


def test_every_rule_that_is_declared_is_in_the_catalogue_and_no_code_stands_twice():
    declared = [ast.literal_eval(call.args[0]) for _, call in calls_of("Rule")]
    codes = [one.code for one in catalogue()]
    assert sorted(declared) == codes
    assert len(set(codes)) == len(codes)


def test_problems_are_made_from_rules_and_nowhere_else():
    places = {module for module, _ in calls_of("Problem")}
    assert places == {"problems.py"}


@pytest.mark.parametrize("one", catalogue(), ids=lambda one: one.code)
def test_a_rule_says_what_it_asks_for_why_and_what_to_do(one):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.code)
    assert {one.severity, *dict(one.exceptions).values()} <= SEVERITIES
    assert one.grade in GRADES
    assert one.source
    assert one.title[0].isupper()
    assert not one.title.endswith(".")
    assert len(one.title) < 100
    assert one.explanation.endswith(".")
    assert one.explanation.count(".") > 1
    assert one.hint is None or (one.hint[0].islower() and not one.hint.endswith("."))
    known = {found.name for found in formats()} | {TEMPLATE, DLPK}
    assert set(one.formats) <= known
    assert set(dict(one.exceptions)) <= known | {"model-definition"}


def test_a_rule_is_found_by_its_code():
    assert rule("wrong-type").code == "wrong-type"
    with pytest.raises(UsageError, match="there is no rule 'wrong_type'") as caught:
        rule("wrong_type")
    assert caught.value.hint == "did you mean wrong-type?"
    with pytest.raises(UsageError) as caught:
        rule("x" * 1000)
    assert len(str(caught.value)) < 200


def test_the_page_of_rules_is_that_of_the_rules():
    page = Path(__file__).resolve().parents[2] / "docs" / "rules.md"
    assert page.read_text("utf-8") == rules_page(catalogue()), "make docs writes it"


def test_a_severity_may_be_another_in_some_formats():
    one = Rule("a", "error", "A", "B.", exceptions=(("model-definition", "warning"),))
    assert one.severity_in("model-definition") == "warning"
    assert one.severity_in("extra-info") == "error"
    assert one.severity_in("") == "error"
