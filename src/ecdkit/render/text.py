"""Results as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.errors import advice
from ecdkit.text.excerpt import cut, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecdkit.formats.format import Version
    from ecdkit.problems import Problem
    from ecdkit.render.terminal import Paint
    from ecdkit.summary import ClassSummary, DefinitionSummary, Summary
    from ecdkit.validation.glance import Right
    from ecdkit.validation.report import Report

__all__ = [
    "GRADES",
    "count_text",
    "problem_line",
    "report_text",
    "right_text",
    "size_text",
    "summary_text",
    "total_text",
]

GRADES = {
    "documented": "documented by Esri",
    "observed": "observed in real files",
    "inferred": "inferred, not proven",
    "project": "designed by ecdkit; no Esri tool is known to read it",
    "unknown": "unknown; kept as it is",
}
# Longer lists of classes are cut; the JSON form has them all.
_MANY_CLASSES = 200
_MANY_PARTS = 40
# Kinds of which a document is one, and not a list of definitions.
_WHOLE = ("extra-info", "endmembers", "model", "training-data")


def summary_text(summary: Summary, paint: Paint) -> str:
    """Return what a document is, some lines."""
    return "\n".join(_summary_lines(summary, paint)) + "\n"


def report_text(report: Report, paint: Paint) -> str:
    """Return the problems of a document, a line each, and how many there are."""
    name = report.path or "-"
    lines: list[str] = []
    for problem in report.problems:
        file = report.file_of(problem) or name
        lines.append(problem_line(problem, file, paint))
        where = f"{printable(file)}:{problem.line}:{problem.column}:"
        lines += [f"{where} | {line}" for line in (problem.excerpt or "").splitlines()]
    errors, warnings = len(report.errors), len(report.warnings)
    if report.truncated:
        lines.append(f"{printable(name)}: there are more problems than these")
    verdict = _verdict(errors, warnings, len(report.problems) - errors - warnings)
    lines.append(_verdict_line(name, verdict, report.format, report.version))
    return "\n".join(lines) + "\n"


def right_text(one: Right) -> str:
    """Return what the report of a file without a problem says, a line."""
    return _verdict_line(one.path, _verdict(0, 0, 0), one.format, one.version) + "\n"


def _verdict_line(name: str, verdict: str, format_name: str | None, version: Version) -> str:
    of_version = "" if version is None else f" {version}"
    kind = f" ({format_name}{of_version})" if format_name else ""
    return f"{printable(name)}: {verdict}{kind}"


def total_text(reports: Sequence[Report], total: int, unread: int = 0) -> str:
    """Return what the reports on many files say together: a line, or nothing of no file.

    Args:
        reports: all that tell of a problem, and perhaps others.
        total: how many files there are.
        unread: how many more there are that could not be read.
    """
    if unread and not total:
        return ""
    errors = sum(len(report.errors) for report in reports)
    warnings = sum(len(report.warnings) for report in reports)
    wrong = sum(bool(report.problems) for report in reports)
    notes = sum(len(report.problems) for report in reports) - errors - warnings
    verdict = _verdict(errors, warnings, notes)
    if wrong and total > 1:
        verdict += f" in {wrong:,} of them"
    if unread:
        verdict += f"; {unread:,} more could not be read"
    return f"{count_text(total, 'file')}: {verdict}\n"


def _verdict(errors: int, warnings: int, notes: int) -> str:
    if not errors and not warnings and not notes:
        return "no problems"
    told = f"{count_text(errors, 'error')}, {count_text(warnings, 'warning')}"
    return f"{told}, {count_text(notes, 'note')}" if notes else told


def problem_line(problem: Problem, name: str, paint: Paint) -> str:
    """Return a problem as `file:line:column: severity: message`, on one line."""
    where = f" (at {printable(problem.pointer)})" if problem.pointer else ""
    return (
        f"{printable(name)}:{problem.line}:{problem.column}: {paint.severity(problem.severity)}: "
        f"{printable(problem.message)}{where}{printable(advice(problem.hint))} [{problem.code}]"
    )


def size_text(size: int) -> str:
    """Return a size as people say it."""
    value = float(size)
    for unit in ("bytes", "kB", "MB"):
        if value < 1000:  # noqa: PLR2004 - thousands
            return f"{size} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def _summary_lines(summary: Summary, paint: Paint) -> Iterator[str]:
    yield paint.bold(printable(summary.path or "-"))
    yield f"  {summary.title}{_version(summary)} ({GRADES[summary.grade]})"
    mark = " with a byte order mark" if summary.byte_order_mark else ""
    checked = "checked fully" if summary.checked == "full" else "numbers not looked into"
    yield f"  {size_text(summary.size)}, {summary.encoding}{mark}, {checked}"
    for at, definition in enumerate(summary.definitions):
        if definition.kind not in _WHOLE:
            yield f"  definition {at}: {_name(definition)} ({GRADES[definition.grade]})"
        yield from (f"    {line}" for line in _definition_lines(definition, paint))


def _version(summary: Summary) -> str:
    if summary.version is not None:
        return f", version {summary.version}"
    # What is known without a version is of a format that has none.
    return ", without a version" if summary.grade == "unknown" else ""


def _name(definition: DefinitionSummary) -> str:
    classifier = printable(definition.classifier or "no classifier named")
    return (
        classifier
        if definition.kind == "maximum-likelihood"
        else f"{classifier}, {definition.kind}"
    )


def _definition_lines(definition: DefinitionSummary, paint: Paint) -> Iterator[str]:
    if definition.kind == "extra-info":
        yield f"classifier {printable(definition.classifier or 'not named')}"
    if definition.kind == "training-data":
        yield f"training data, not a model ({GRADES[definition.grade]})"
    yield from (f"{fact.name}: {printable(cut(fact.value))}" for fact in definition.facts)
    facts = []
    if definition.bands is not None:
        facts.append(count_text(definition.bands, "band"))
    if definition.segmented is not None:
        facts.append("segmented raster" if definition.segmented else "raster not segmented")
    if facts:
        yield ", ".join(facts)
    model = definition.model
    if model is not None:
        where = "embedded" if model.path is None else f"at {printable(model.path)}"
        size = size_text(model.size) if model.size is not None else "of unknown size"
        yield f"model {printable(model.file_name or 'without a name')}, {size}, {where}"
    classes = definition.classes
    if classes:
        endmembers = definition.kind == "endmembers"
        yield count_text(len(classes), *(("endmember",) if endmembers else ("class", "classes")))
        width = max(len(str(one.value)) for one in classes[:_MANY_CLASSES])
        yield from (f"  {_class_line(one, width, paint)}" for one in classes[:_MANY_CLASSES])
        if len(classes) > _MANY_CLASSES:
            yield f"  and {len(classes) - _MANY_CLASSES:,} more"
    if definition.parts:
        yield "not described anywhere, kept as it is:"
        for part in definition.parts[:_MANY_PARTS]:
            yield f"  {printable(part.name)}: {part.kind}, {size_text(part.size)}"
        if len(definition.parts) > _MANY_PARTS:
            yield f"  and {len(definition.parts) - _MANY_PARTS:,} more members"


def _class_line(one: ClassSummary, width: int, paint: Paint) -> str:
    color = "       " if one.color is None else "#{:02x}{:02x}{:02x}".format(*one.color)
    swatch = paint.swatch(one.color) if one.color is not None else ""
    value = "?" if one.value is None else str(one.value)
    return f"{value:>{width}}  {swatch}{color}  {printable(one.name or '')}"


def count_text(number: int, one: str, many: str | None = None) -> str:
    """Return how many there are of something, such as "1 class" and "2 classes"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
