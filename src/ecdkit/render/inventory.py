"""What many files are, one row a file: as a table for people, and as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from ecdkit.render.text import count_text, size_text
from ecdkit.text.excerpt import cut, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecdkit.summary import PackageSummary, Summary, TemplateSummary
    from ecdkit.validation.report import Failure

__all__ = [
    "Row",
    "failure_row",
    "inventory_csv",
    "inventory_text",
    "package_row",
    "summary_row",
    "template_row",
]

_LONGEST = 60


@frozen
class Row:
    """What one file is. What is not told is empty; of several definitions all are told.

    Attributes:
        file: its name as it was found.
        format: the name of its format.
        version: the version that it says it has.
        grade: how well it is known what is in it.
        classifier: the names of its classifiers.
        bands: how many bands it takes.
        classes: how many classes, or endmembers, it has.
        size: its size in bytes.
        encoding: what it is written in.
        error: why it cannot be read.
    """

    file: str
    format: str = ""
    version: str = ""
    grade: str = ""
    classifier: str = ""
    bands: str = ""
    classes: str = ""
    size: int | None = None
    encoding: str = ""
    error: str = ""


def summary_row(summary: Summary) -> Row:
    """Return the row of a document."""
    listed = summary.definitions
    return Row(
        file=summary.path or "",
        format=summary.format,
        version="" if summary.version is None else str(summary.version),
        grade=_joined(dict.fromkeys(one.grade for one in listed)) or summary.grade,
        classifier=_joined(one.classifier or "" for one in listed),
        bands=_joined("" if one.bands is None else str(one.bands) for one in listed),
        classes=_joined(str(len(one.classes)) for one in listed),
        size=summary.size,
        encoding=summary.encoding,
    )


def package_row(summary: PackageSummary) -> Row:
    """Return the row of a package: that of the definition in it, in the package's name."""
    own = Row(
        file=summary.path or "",
        format=summary.format,
        size=summary.size,
        error=summary.error or "",
    )
    if summary.definition is None:
        return own
    inside = summary_row(summary.definition)
    return attrs.evolve(
        inside, file=own.file, format=own.format, version="", size=own.size, encoding=""
    )


def template_row(summary: TemplateSummary) -> Row:
    """Return the row of a template: that of the definitions in it, in the template's name."""
    inside = [summary_row(one.definition) for one in summary.held if one.definition is not None]
    return Row(
        file=summary.path or "",
        format=summary.format,
        version=summary.schema or "",
        grade=_joined(dict.fromkeys(one.grade for one in inside)),
        classifier=_joined(one.classifier for one in inside),
        bands=_joined(one.bands for one in inside),
        classes=_joined(one.classes for one in inside),
        size=summary.size,
        encoding=summary.encoding,
    )


def failure_row(failure: Failure) -> Row:
    """Return the row of what cannot be read."""
    return Row(file=failure.path, error=failure.message)


def inventory_csv(rows: Iterable[Row]) -> str:
    """Return rows as CSV with a line of names; values are written as they are."""
    out = io.StringIO()
    # One kind of line end, which the stream turns into that of the system.
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(field.name for field in attrs.fields(Row))
    writer.writerows(attrs.astuple(row) for row in rows)
    return out.getvalue()


def inventory_text(rows: Sequence[Row]) -> str:
    """Return rows as a table, a line a file, and what they are together."""
    cells = [_cells(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    readable = sum(not row.error for row in rows)
    size = sum(row.size or 0 for row in rows)
    lines.append(f"{count_text(readable, 'file')}, {size_text(size)}")
    return "\n".join(lines) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    if row.error:
        return (printable(row.file), "cannot be read", "", "", "", "")
    return (
        printable(row.file),
        printable(cut(f"{row.format} {row.version}".strip(), _LONGEST)),
        printable(cut(row.classifier, _LONGEST)),
        f"{row.bands} bands" if row.bands else "",
        f"{row.classes} classes" if row.classes else "",
        size_text(row.size or 0),
    )


def _joined(texts: Iterable[str]) -> str:
    """All texts, as soon as one of them says something."""
    listed = list(texts)
    return "; ".join(listed) if any(listed) else ""
