"""Differences between templates as one self-contained HTML page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.render.html import MANY, changes_table, escaped, page, statement_row
from ecdkit.render.template_diff import heading, places, what_happened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.compare.templates.result import (
        HeldDiff,
        PlaceDiff,
        PlacedStatement,
        TemplateDiff,
        TemplateSide,
    )

__all__ = ["template_diff_html"]


def template_diff_html(diff: TemplateDiff) -> str:
    """Return what differs as an HTML page.

    Args:
        diff: the diff.
    """
    title = f"{_short(diff.before)} → {_short(diff.after)}"
    body = [
        "<header>",
        f"<h1>{escaped(title)}</h1>",
        _sides(diff),
        "</header>",
        "<main>",
        *_summary(diff),
        *(line for number, one in enumerate(diff.definitions) for line in _held(number, one)),
        *_elsewhere(diff),
        "</main>",
        "<footer><p>Made by ecdkit.</p></footer>",
    ]
    return page(title, body)


def _short(side: TemplateSide) -> str:
    path = side.path or "template"
    return path.replace("\\", "/").rpartition("/")[2] or path


def _sides(diff: TemplateDiff) -> str:
    rows = "".join(
        f'<tr><th scope="row">{which}</th><td class="path">{escaped(side.path or "template")}</td>'
        f"<td>{side.form}</td><td>{escaped(side.schema_version or 'none')}</td></tr>"
        for which, side in (("before", diff.before), ("after", diff.after))
    )
    names = ("", "file", "form", "schema version")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    return (
        f'<table class="sides"><caption>What is compared</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _summary(diff: TemplateDiff) -> Iterator[str]:
    yield '<section aria-labelledby="summary"><h2 id="summary">Summary</h2>'
    if diff:
        told = f"definitions that differ: {len(diff.definitions):,}"
        yield f"<p>{told}; places elsewhere: {len(diff.elsewhere):,}.</p>"
    else:
        yield "<p>Nothing differs.</p>"
    if diff.notes:
        yield "<ul>" + "".join(f"<li>{escaped(one)}</li>" for one in diff.notes) + "</ul>"
    yield "</section>"


def _held(number: int, one: HeldDiff) -> Iterator[str]:
    name = f"definition{number}"
    yield f'<section aria-labelledby="{name}"><h2 id="{name}">{escaped(heading(one))}</h2>'
    if one.diff is None:
        yield f"<p>{escaped(one.kind if one.text is None else f'{one.kind}: {one.text}')}</p>"
    else:
        told = one.statements()
        yield from changes_table("What differs in the definition", map(_statement, told[:MANY]))
        if len(told) > MANY:
            yield f"<p>And {len(told) - MANY:,} more; the format json has all of them.</p>"
        remarks = [*one.diff.unsaid, *one.diff.notes]
        if remarks:
            yield "<ul>" + "".join(f"<li>{escaped(each)}</li>" for each in remarks) + "</ul>"
    yield "</section>"


def _statement(placed: PlacedStatement) -> str:
    where = places(placed.before, placed.after)
    return statement_row(placed.statement, f"line and column {where}" if where else None)


def _elsewhere(diff: TemplateDiff) -> Iterator[str]:
    if not diff.elsewhere:
        return
    yield '<section aria-labelledby="elsewhere"><h2 id="elsewhere">Elsewhere</h2>'
    yield from changes_table(
        "What differs around the definitions", map(_row, diff.elsewhere[:MANY])
    )
    if len(diff.elsewhere) > MANY:
        yield f"<p>And {len(diff.elsewhere) - MANY:,} more; the format json has all of them.</p>"
    yield "</section>"


def _row(one: PlaceDiff) -> str:
    path = one.path_before if one.path_before is not None else one.path_after
    of = f'{escaped(path or "the template")} <span class="member">{escaped(one.what)}</span>'
    where = escaped(f"line and column {places(one.before, one.after)}")
    head = (
        f'<tr class="{one.kind}" role="row"><th scope="row" role="rowheader">'
        f'<span class="kind">{one.kind}</span></th>'
        f'<td role="cell" data-label="of" title="{where}">{of}</td>'
    )
    if one.kind != "changed":
        told = f'<td colspan="2" role="cell" data-label="how">{escaped(what_happened(one))}</td>'
        return f"{head}{told}</tr>"
    cells = "".join(
        f'<td role="cell" data-label="{name}"><code>{escaped(repr(value))}</code></td>'
        for name, value in (("before", one.old), ("after", one.new))
    )
    return f"{head}{cells}</tr>"
