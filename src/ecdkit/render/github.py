"""Problems as workflow commands, which GitHub Actions shows beside the lines of a change."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ecdkit.errors import advice
from ecdkit.render.text import total_text
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecdkit.problems import Problem
    from ecdkit.validation.report import Failure, Report

__all__ = ["reports_github"]

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
# What ends a command, and what ends a property of one.
_IN_TEXT = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_IN_PROPERTY = (*_IN_TEXT, (":", "%3A"), (",", "%2C"))


def reports_github(reports: Sequence[Report], failures: Sequence[Failure] = ()) -> str:
    """Return an annotation for each problem and each file that cannot be read, and the total.

    Args:
        reports: what was found.
        failures: what could not be read.
    """
    lines = [line for report in reports for line in _of_report(report)]
    lines += [
        f"::error file={_property(_slashed(one.path))}::{_text(one.message)}\n" for one in failures
    ]
    return "".join((*lines, total_text(reports, len(reports), len(failures))))


def _of_report(report: Report) -> Iterator[str]:
    for one in report.problems:
        file = _property(_slashed(report.file_of(one) or ""))
        yield (
            f"::{_COMMANDS[one.severity]} file={file},line={one.line},col={one.column},"
            f"title={_property(one.code)}::{_text(_sentences(one))}\n"
        )
    if report.truncated:
        name = _property(_slashed(report.path or ""))
        yield f"::notice file={name}::there are more problems than these\n"


def _sentences(problem: Problem) -> str:
    where = f" (at {problem.pointer})" if problem.pointer else ""
    return f"{problem.message}{where}{advice(problem.hint)}"


def _slashed(path: str) -> str:
    """A path as git names it."""
    return path.replace(os.sep, "/").removeprefix("./")


def _text(text: str) -> str:
    return _escaped(printable(text), _IN_TEXT)


def _property(text: str) -> str:
    return printable(_escaped(text, _IN_PROPERTY))


def _escaped(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for plain, escaped in pairs:
        text = text.replace(plain, escaped)
    return text
