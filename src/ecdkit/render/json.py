"""Results as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecdkit.summary import PackageSummary, Summary, TemplateSummary
    from ecdkit.templates.held import Leak
    from ecdkit.validation.report import Failure, Report

__all__ = ["leaks_json", "reports_json", "summaries_json", "summary_json"]


def summary_json(summary: Summary | TemplateSummary | PackageSummary) -> str:
    """Return what a document is, as an object."""
    return _dump(attrs.asdict(summary))


def summaries_json(summaries: Sequence[Summary | TemplateSummary | PackageSummary]) -> str:
    """Return what documents are, as an array of objects."""
    return _dump([attrs.asdict(summary) for summary in summaries])


def reports_json(reports: Sequence[Report], failures: Sequence[Failure] = ()) -> str:
    """Return the problems of all documents, a verdict on each, and what could not be read."""
    problems = [
        {"file": report.file_of(problem), **attrs.asdict(problem, filter=_is_told)}
        for report in reports
        for problem in report.problems
    ]
    files = [
        {
            "file": report.path,
            "format": report.format,
            "version": report.version,
            "ok": report.ok,
            "truncated": report.truncated,
        }
        for report in reports
    ]
    return _dump(
        {
            "report": "ecdkit/problem-report/1",
            "ok": all(report.ok for report in reports) and not failures,
            "problems": problems,
            "files": files,
            "failures": [{"file": one.path, "message": one.message} for one in failures],
        }
    )


def leaks_json(found: Iterable[tuple[str, Sequence[Leak]]]) -> str:
    """Return the absolute paths of files and their places, as an array of objects.

    Args:
        found: the name of each file, and the paths in it.
    """
    return _dump([{"file": name, **attrs.asdict(leak)} for name, leaks in found for leak in leaks])


def _dump(value: Any) -> str:
    # ASCII, so that no console can fail on a class name.
    return json.dumps(value, indent=2) + "\n"


def _is_told(field: attrs.Attribute[Any], _: object) -> bool:
    # The file's name holds that of the entry.
    return field.name != "entry"
