"""Differences as one self-contained HTML page, for screens, paper and screen readers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ecdkit.compare.heat import LEVELS, heat_of
from ecdkit.compare.words import hexadecimal, quoted, statements
from ecdkit.render.style import STYLE
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecdkit.compare.heat import Heat
    from ecdkit.compare.result import Change, Diff, Side
    from ecdkit.compare.words import Statement

__all__ = ["MANY", "changes_table", "color_swatch", "diff_html", "escaped", "page", "statement_row"]

# A page of more is slow to open; the JSON form has everything.
MANY = 5000
"""More changes are counted."""
_MAPS = 60
_KINDS = {
    "added": "added",
    "removed": "removed",
    "moved": "moved",
    "renamed": "renamed",
    "recolored": "recoloured",
    "renumbered": "renumbered",
    "changed": "changed",
    "respelled": "respelled",
}
# The width of a heat map, and of its fields, in pixels.
_WIDTH, _LEAST, _MOST = 384, 8, 32
_SMALL = 40
_PERCENT = 100


def diff_html(diff: Diff) -> str:
    """Return what differs as an HTML page.

    Args:
        diff: the diff.
    """
    told = statements(diff)
    title = f"{_short(diff.before)} → {_short(diff.after)}"
    body = [
        "<header>",
        f"<h1>{escaped(title)}</h1>",
        _sides(diff),
        "</header>",
        "<main>",
        *_summary(diff, told),
        *(_table(told) if told else ()),
        *_maps(told),
        "</main>",
        "<footer><p>Made by ecdkit.</p></footer>",
    ]
    return page(title, body)


def page(title: str, body: Iterable[str]) -> str:
    """Return a page that needs nothing else.

    Args:
        title: what it is called.
        body: the pieces of its body, in HTML.
    """
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escaped(title)}</title>",
            f"<style>\n{STYLE}</style>",
            "</head>",
            "<body>",
            *body,
            "</body>",
            "</html>",
            "",
        ]
    )


def escaped(text: str) -> str:
    """Return a text for a page, without what would act on it.

    Args:
        text: any text.
    """
    return escape(printable(text))


def _short(side: Side) -> str:
    path = side.path or "-"
    return path.replace("\\", "/").rpartition("/")[2] or path


def _sides(diff: Diff) -> str:
    names = ("file", "format", "version")
    rows = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{which}</th>'
        + "".join(
            f'<td role="cell" data-label="{name}">{escaped(held)}</td>'
            for name, held in zip(names, _said(side), strict=True)
        )
        + "</tr>"
        for which, side in (("before", diff.before), ("after", diff.after))
    )
    head = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in ("", *names))
    # The roles stay where a narrow screen shows rows as blocks.
    return (
        '<table class="sides" role="table"><caption>What is compared</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _said(side: Side) -> tuple[str, str, str]:
    version = "none" if side.version is None else str(side.version)
    return side.path or "-", side.format, version


def _summary(diff: Diff, told: tuple[Statement, ...]) -> Iterator[str]:
    yield '<section aria-labelledby="summary"><h2 id="summary">Summary</h2>'
    counts = {kind: sum(one.kind == kind for one in told) for kind in _KINDS}
    if told:
        parts = [f"{counts[kind]:,} {name}" for kind, name in _KINDS.items() if counts[kind]]
        yield f"<p>{escaped(', '.join(parts))}.</p>"
    else:
        yield "<p>Nothing differs.</p>"
    remarks = [*diff.unsaid, *diff.notes]
    if diff.rtol or diff.atol:
        remarks.append(f"tolerance: relative {diff.rtol:g}, absolute {diff.atol:g}")
    if diff.ignored:
        remarks.append(f"ignored: {', '.join(diff.ignored)}")
    if remarks:
        yield "<ul>" + "".join(f"<li>{escaped(one)}</li>" for one in remarks) + "</ul>"
    yield "</section>"


def _table(told: tuple[Statement, ...]) -> Iterator[str]:
    yield '<section aria-labelledby="changes"><h2 id="changes">Changes</h2>'
    yield from changes_table("Every difference, with both sides", map(_row, told[:MANY]))
    if len(told) > MANY:
        yield f"<p>And {len(told) - MANY:,} more; the format json has all of them.</p>"
    yield "</section>"


def changes_table(caption: str, rows: Iterable[str]) -> Iterator[str]:
    """Yield a table of changes.

    Args:
        caption: what the table is.
        rows: each of four cells: what, of, before, after.
    """
    # The roles stay where a narrow screen shows rows as blocks.
    yield f'<table class="changes" role="table"><caption>{escaped(caption)}</caption>'
    names = ("what", "of", "before", "after")
    head = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in names)
    yield f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">'
    yield from rows
    yield "</tbody></table>"


def _row(statement: Statement) -> str:
    place = statement.before if statement.before is not None else statement.after
    return statement_row(statement, place)


def statement_row(statement: Statement, place: str | None) -> str:
    """Return a statement as a row of `changes_table`.

    Args:
        statement: what differs.
        place: where, for who points at it; None where there is nothing to say.
    """
    about = escaped(statement.about or "the document")
    if statement.member:
        about += f' <span class="member">{escaped(statement.member)}</span>'
    kind = _KINDS[statement.kind]
    title = f' title="{escaped(place)}"' if place else ""
    return (
        f'<tr class="{statement.kind}" role="row">'
        f'<th scope="row" role="rowheader"><span class="kind">{kind}</span></th>'
        f'<td role="cell" data-label="of"{title}>{about}</td>{_cells(statement)}</tr>'
    )


def _cells(statement: Statement) -> str:
    change = statement.changes[0] if statement.changes else None
    if statement.old_color is not None or statement.new_color is not None:
        return _pair(_swatch(statement.old_color), _swatch(statement.new_color))
    whole = change is None or len(statement.changes) > 1 or change.part is not None
    summed = change is not None and change.numbers is not None and change.numbers.cells > 1
    if whole or summed or statement.kind == "moved":
        return f'<td colspan="2" role="cell" data-label="how">{escaped(statement.what)}</td>'
    assert change is not None
    return _pair(
        _none() if change.old is None else f"<code>{escaped(quoted(change.old))}</code>",
        _none() if change.new is None else f"<code>{escaped(quoted(change.new))}</code>",
    )


def _pair(before: str, after: str) -> str:
    return "".join(
        f'<td role="cell" data-label="{name}">{held}</td>'
        for name, held in (("before", before), ("after", after))
    )


def _none() -> str:
    return '<span class="none">not there</span>'


def _swatch(color: tuple[int, int, int] | None) -> str:
    return _none() if color is None else color_swatch(color)


def color_swatch(color: tuple[int, int, int]) -> str:
    """Return a patch of a colour, and its code."""
    code = hexadecimal(color)
    return (
        f'<svg class="swatch" width="28" height="16" role="img" aria-label="colour {code}">'
        f'<rect width="28" height="16" rx="2" fill="{code}"/></svg> <code>{code}</code>'
    )


def _maps(told: tuple[Statement, ...]) -> Iterator[str]:
    with_numbers = [
        (statement, change)
        for statement in told
        for change in statement.changes
        if change.numbers is not None and change.numbers.cells > 1
    ]
    if not with_numbers:
        return
    yield '<section aria-labelledby="numbers"><h2 id="numbers">Numbers</h2>'
    yield _legend()
    for number, (statement, change) in enumerate(with_numbers[:_MAPS]):
        heat = heat_of(change)
        if heat is not None:
            yield _map(number, statement, change, heat)
    if len(with_numbers) > _MAPS:
        yield f"<p>And {len(with_numbers) - _MAPS:,} more arrays of numbers.</p>"
    yield "</section>"


def _legend() -> str:
    items = ['<li><span class="key h0"></span>equal</li>']
    before = "up to "
    for level, most in enumerate(LEVELS[:-1], 1):
        items.append(f'<li><span class="key h{level}"></span>{before}{_percent(most)}</li>')
    items.append(f'<li><span class="key h{len(LEVELS)}"></span>more</li>')
    return (
        "<p>Relative change, in parts of the larger of the two numbers:</p>"
        f'<ul class="legend">{"".join(items)}</ul>'
    )


def _map(number: int, statement: Statement, change: Change, heat: Heat) -> str:
    name = " of ".join(part for part in (statement.member, statement.about) if part)
    scale = ""
    if heat.step > 1:
        scale = f" Each field stands for {heat.step} by {heat.step} numbers."
    shape = f"{heat.rows} by {heat.columns}" if heat.rows > 1 else f"{heat.columns} numbers"
    words = f"{name}, {shape}: {statement.what}.{scale}"
    size = max(_LEAST, min(_MOST, _WIDTH // len(heat.fields[0])))
    width, height = len(heat.fields[0]) * size, len(heat.fields) * size
    rects = "".join(
        f'<rect class="h{level}" x="{column * size}" y="{row * size}" width="{size - 1}" '
        f'height="{size - 1}">{_tip(row, column, relative, level, heat)}</rect>'
        for row, fields in enumerate(heat.fields)
        for column, (level, relative) in enumerate(fields)
    )
    return (
        f'<figure><svg class="heat" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="map{number}">{rects}</svg>'
        f'<figcaption id="map{number}">{escaped(words)}</figcaption>{_listed(change)}</figure>'
    )


def _tip(row: int, column: int, relative: float, level: int, heat: Heat) -> str:
    if not level:
        return ""
    place = f"[{column * heat.step}]"
    if heat.rows > 1:
        place = f"[{row * heat.step}]{place}"
    return f"<title>{place}: {relative:.2g}</title>"


def _listed(change: Change) -> str:
    """Return the numbers themselves where they are few."""
    cells = change.cells
    if cells is None or len(cells) > _SMALL or change.old is None or change.new is None:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{"".join(f"[{index}]" for index in path)}</th>'
        f"<td><code>{escaped(quoted(old))}</code></td><td><code>{escaped(quoted(new))}</code></td></tr>"
        for path, old, new in zip(cells, change.old.elements(), change.new.elements(), strict=True)
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("place", "before", "after"))
    return (
        '<details><summary>The numbers that differ</summary><table class="numbers">'
        f"<caption>Numbers that differ</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></details>"
    )


def _percent(part: float) -> str:
    return f"{part * _PERCENT:g} %"
