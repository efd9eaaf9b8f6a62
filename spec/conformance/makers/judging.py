"""How cases about rules are made: severity and requirement of each from the table of the page."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

from makers.making import Group, content, problem, spell

__all__ = ["add", "with_"]

_PAGE = Path(__file__).resolve().parents[2] / "problem-report.md"
_ROW = re.compile(
    r"^\| (ECD-\d{4}) \| `([a-z0-9-]+)` \| (\w+)(?:; in a model definition (\w+))? \|", re.MULTILINE
)
_RULES = {row[2]: row for row in _ROW.finditer(_PAGE.read_text("utf-8"))}


def add(
    group: Group,
    name: str,
    tests: str,
    value: Any,
    *told: tuple[str, str],
    flat: bool = False,
    **more: Any,
) -> None:
    """Add a case in which exactly these problems are told.

    Args:
        group: where it goes.
        name: what it is.
        tests: the requirements.
        value: the document.
        *told: code and pointer of each problem; a pointer that begins with `@` means the name.
        flat: whether the document stands on one line.
        **more: what else the request has.
    """
    text = spell(value, flat=flat)
    model = "Framework" in value or "ModelFile" in value
    problems = []
    for code, pointer in told:
        row = _RULES[code]
        severity = (row[4] if model else None) or row[3]
        if code in ("missing-for-reader", "nothing-to-run") and more.get("soft"):
            severity = "warning"
        where = text.at_name(pointer[1:]) if pointer.startswith("@") else text.at(pointer)
        problems.append(problem(code, where, severity=severity, requirement=row[1]))
    problems.sort(key=lambda one: (one["line"], one["column"], one["code"]))
    more.pop("soft", None)
    expect = {"problems": problems, "ok": all(one["severity"] != "error" for one in problems)}
    codes = ", ".join(dict.fromkeys(code for code, _ in told)) or "right"
    group.add(
        f"{name}: {codes}", f"{tests} 7003 7004", "validate", expect, content=content(text), **more
    )


def with_(sample: Any, pointer: str, new: Any) -> Any:
    """Return a document with another value at a place."""
    changed = copy.deepcopy(sample)
    *path, last = pointer.split("/")[1:]
    around = changed
    for token in path:
        around = around[int(token)] if isinstance(around, list) else around[token]
    around[int(last) if isinstance(around, list) else last] = new
    return changed
