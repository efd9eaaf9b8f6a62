"""The pages of the specification: the requirements that stand on them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent

# As README.md tells it to everybody.
REQUIREMENT = re.compile(
    r"^\*\*(ECD-\d{4})\*\* \((documented|observed|inferred|project)(?:; ([^()]+))?\)", re.MULTILINE
)
_RULE = re.compile(r"^\*Rule: `([a-z0-9-]+)`, (error|warning|note)\.\*$", re.MULTILINE)


class Requirement(NamedTuple):
    """One requirement.

    Attributes:
        name: its id, such as "ECD-0101".
        page: the file that it stands on.
        grade: how well it is known.
        source: where it is from; None where the grade says it.
        text: the whole paragraph.
        rules: the codes of the rules that check it, each with its severity.
    """

    name: str
    page: str
    grade: str
    source: str | None
    text: str
    rules: tuple[tuple[str, str], ...]


def pages() -> list[Path]:
    """Return the pages, sorted by name."""
    return sorted(HERE.glob("*.md"))


def requirements() -> list[Requirement]:
    """Return all requirements, in the order of pages and places."""
    found = []
    for page in pages():
        text = page.read_text("utf-8")
        for match in REQUIREMENT.finditer(text):
            end = text.find("\n\n", match.start())
            paragraph = text[match.start() : end if end >= 0 else len(text)].strip()
            source = " ".join(match[3].split()) if match[3] else None
            rules = tuple((one[1], one[2]) for one in _RULE.finditer(paragraph))
            found.append(Requirement(match[1], page.name, match[2], source, paragraph, rules))
    return found
