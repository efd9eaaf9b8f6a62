"""Rules for people: one of them on a terminal, all of them as a page."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecdkit.problems import Rule

__all__ = ["rule_text", "rules_page", "rules_text"]

_WIDTH = 88
_GRADES = {
    "documented": "documented",
    "observed": "observed",
    "inferred": "inferred",
    "project": "a rule of this project",
    "unknown": "unknown",
}


def rule_text(rule: Rule) -> str:
    """Return what a rule asks for, why, and how that is known."""
    lines = [f"{rule.code} ({_severities(rule)})", "", f"{rule.title}.", ""]
    lines += textwrap.wrap(rule.explanation, _WIDTH)
    lines += ["", f"Formats: {', '.join(rule.formats) or 'all'}"]
    lines += textwrap.wrap(f"Known: {_GRADES[rule.grade]}; {rule.source}", _WIDTH)
    if rule.requirement:
        lines.append(f"Requirement: {rule.requirement}")
    return "\n".join(lines) + "\n"


def rules_text(rules: Iterable[Rule]) -> str:
    """Return a line for each rule: code, severity, what is asked for."""
    listed = list(rules)
    width = max(len(rule.code) for rule in listed)
    return "".join(f"{rule.code:{width}}  {rule.severity:7}  {rule.title}\n" for rule in listed)


def rules_page(rules: Iterable[Rule]) -> str:
    """Return the page of all rules, in Markdown."""
    listed = list(rules)
    return "\n".join((*_head(listed), *_sections(listed)))


def _head(rules: list[Rule]) -> Iterator[str]:
    yield from (
        "# Rules",
        "",
        "What `ecd validate` and `ecd check` look for. `make docs` writes this page from the",
        "rules themselves; `ecd validate --explain CODE` prints one of them.",
        "",
        "A rule is ignored, or given another severity, on the command line or in a file. Names of",
        "rules that do not exist are an error.",
        "",
        "    ecd validate models --ignore equal-color --severity name-outer-space=error",
        "",
        "The file is `ecd.toml` in the current folder or one above; the same may stand in",
        "`pyproject.toml`, in the tables `[tool.ecdkit]` and `[tool.ecdkit.severity]`:",
        "",
        "```toml",
        'ignore = ["equal-color"]',
        "",
        "[severity]",
        'name-outer-space = "error"',
        "```",
        "",
        "| rule | severity | asks for | formats |",
        "|---|---|---|---|",
    )
    for rule in rules:
        about = ", ".join(rule.formats) or "all"
        yield f"| [`{rule.code}`](#{rule.code}) | {_severities(rule)} | {rule.title} | {about} |"
    yield ""


def _sections(rules: list[Rule]) -> Iterator[str]:
    for rule in rules:
        known = f"Known: {_GRADES[rule.grade]}; {rule.source}."
        requirement = f" Requirement: {rule.requirement}." if rule.requirement else ""
        yield from (f"## {rule.code}", "", f"{rule.title}.", "")
        yield from textwrap.wrap(rule.explanation, 100, break_long_words=False)
        yield from ("", *textwrap.wrap(f"{known}{requirement}", 100), "")


def _severities(rule: Rule) -> str:
    others = "".join(f", in {name} {severity}" for name, severity in rule.exceptions)
    return f"{rule.severity}{others}"
