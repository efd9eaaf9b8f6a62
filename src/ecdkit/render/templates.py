"""Templates as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.render.text import size_text, summary_text
from ecdkit.text.excerpt import cut, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecdkit.render.terminal import Paint
    from ecdkit.summary import HeldSummary, TemplateSummary
    from ecdkit.templates.held import Leak

__all__ = ["held_text", "leaks_text", "template_text"]

_HOW = {"value": "by value", "path": "by path", "empty": "empty"}
_LONGEST = 200


def template_text(summary: TemplateSummary, paint: Paint) -> str:
    """Return what a template is and what is in it, some lines."""
    return "\n".join(_lines(summary, paint)) + "\n"


def held_text(summary: TemplateSummary) -> str:
    """Return a line for each definition: position, classifier, format, how, argument, place."""
    rows = [_row(one) for one in summary.held]
    widths = [max((len(row[at]) for row in rows), default=0) for at in range(5)]
    lines = []
    for row, one in zip(rows, summary.held, strict=True):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        lines.append("  ".join([*cells, one.element]))
        lines += [f"   {detail}" for detail in _details(one)]
    return "".join(f"{printable(line)}\n" for line in lines)


def leaks_text(leaks: Sequence[Leak], name: str) -> str:
    """Return a line for each absolute path, as `file:line:column: path`."""
    return "".join(
        f"{printable(name)}:{leak.line}:{leak.column}: {printable(leak.path)}\n" for leak in leaks
    )


def _lines(summary: TemplateSummary, paint: Paint) -> Iterator[str]:
    yield paint.bold(printable(summary.path or "template"))
    schema = f", schema version {printable(summary.schema)}" if summary.schema else ""
    grade = " (observed in real files)" if summary.form == "XML" else ""
    yield f"  {summary.title} in {summary.form}{schema}{grade}"
    mark = " with a byte order mark" if summary.byte_order_mark else ""
    yield f"  {size_text(summary.size)}, {summary.encoding}{mark}"
    if summary.name:
        yield f"  {printable(cut(summary.name, _LONGEST))}"
    if summary.functions:
        yield f"  functions {printable(cut(', '.join(dict.fromkeys(summary.functions)), _LONGEST))}"
    if summary.absolute_paths:
        paths = "1 absolute path" if summary.absolute_paths == 1 else "absolute paths"
        count = "" if summary.absolute_paths == 1 else f"{summary.absolute_paths} "
        yield f"  {count}{paths}: ecd template paths"
    if not summary.held:
        yield "  no definition in it"
    for one in summary.held:
        at, classifier, _, how, argument = _row(one)
        told = "" if classifier == "-" else f", {classifier}"
        yield printable(f"  {at}: {argument}, {how}{told}")
        yield from (f"    {printable(detail)}" for detail in _details(one))
        if one.definition is not None:
            # The first line names the file, the third its bytes: both are the template's.
            _, *rest = summary_text(one.definition, paint).splitlines()
            yield from (f"  {line}" for at, line in enumerate(rest) if at != 1)


def _row(one: HeldSummary) -> tuple[str, str, str, str, str]:
    version = one.definition.version if one.definition is not None else None
    what = f"{one.definition.format} {version or ''}".strip() if one.definition else "-"
    argument = "/".join(part for part in (one.function, one.argument) if part) or "-"
    return (str(one.at), one.classifier or "-", what, _HOW[one.how], f"line {one.line} {argument}")


def _details(one: HeldSummary) -> Iterator[str]:
    if one.target is not None:
        yield f"path {cut(one.target, _LONGEST)}"
    if one.error is not None:
        yield f"cannot be read: {cut(one.error, _LONGEST)}"
    if one.uses:
        yield f"also used on line {', '.join(map(str, one.uses))}"
