"""What files are as one self-contained HTML page: an inventory, and below it each file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.render.html import color_swatch, escaped, page
from ecdkit.render.text import GRADES, count_text, size_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ecdkit.render.inventory import Row
    from ecdkit.summary import (
        ClassSummary,
        DefinitionSummary,
        HeldSummary,
        PackageSummary,
        Summary,
        TemplateSummary,
    )

__all__ = ["document_section", "package_section", "summary_page", "template_section"]

# A page of more is slow to open; the other forms have everything.
_MANY_FILES = 500
_MANY_CLASSES = 500
_COLUMNS = ("file", "format", "classifier", "bands", "classes", "size")
_HOW = {"value": "written out", "path": "a path", "empty": "nothing yet"}


def summary_page(rows: Sequence[Row], sections: Sequence[str]) -> str:
    """Return a page about files.

    Args:
        rows: one for each file, whether it can be read or not.
        sections: what is told of each that can be read, in HTML.
    """
    title = rows[0].file or "-" if len(rows) == 1 else count_text(len(rows), "file")
    body = ["<header>", f"<h1>{escaped(title)}</h1>", "</header>", "<main>"]
    if len(rows) > 1 or any(row.error for row in rows):
        body += _inventory(rows)
    body += sections[:_MANY_FILES]
    if len(sections) > _MANY_FILES:
        body.append(f"<p>And {len(sections) - _MANY_FILES:,} more files, listed above.</p>")
    body += ["</main>", "<footer><p>Made by ecdkit.</p></footer>"]
    return page(f"ecdkit: {title}", body)


def document_section(summary: Summary) -> str:
    """Return what a document is, in HTML."""
    version = "" if summary.version is None else f", version {summary.version}"
    mark = " with a byte order mark" if summary.byte_order_mark else ""
    return _section(
        summary.path or "-",
        [
            ("format", f"{summary.title}{version}"),
            ("known", GRADES[summary.grade]),
            ("size", size_text(summary.size)),
            ("encoding", f"{summary.encoding}{mark}"),
        ],
        (part for one in summary.definitions for part in _definition(one)),
    )


def template_section(summary: TemplateSummary) -> str:
    """Return what a template is, in HTML."""
    schema = f", schema version {summary.schema}" if summary.schema else ""
    facts = [
        ("format", f"{summary.title} in {summary.form}{schema}"),
        ("size", size_text(summary.size)),
        ("encoding", summary.encoding),
        ("functions", ", ".join(dict.fromkeys(summary.functions))),
        ("absolute paths", str(summary.absolute_paths or "")),
    ]
    parts = (part for one in summary.held for part in _held(one))
    return _section(summary.path or "template", facts, parts)


def package_section(summary: PackageSummary) -> str:
    """Return what a package is, in HTML."""
    facts = [
        ("format", summary.title),
        ("size", f"{size_text(summary.size)}, unpacked {size_text(summary.unpacked)}"),
        ("files", ", ".join(one.name for one in summary.files)),
        ("cannot be read", summary.error or ""),
    ]
    definition = summary.definition
    listed = definition.definitions if definition is not None else ()
    return _section(
        summary.path or "package", facts, (part for one in listed for part in _definition(one))
    )


def _inventory(rows: Sequence[Row]) -> Iterator[str]:
    # The roles stay where a narrow screen shows rows as blocks.
    yield '<table class="inventory" role="table"><caption>All files</caption>'
    head = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in _COLUMNS)
    yield f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">'
    for row in rows:
        if row.error:
            cells = f'<td colspan="5" role="cell" class="none">{escaped(row.error)}</td>'
        else:
            kind = f"{row.format} {row.version}".strip()
            told = (kind, row.classifier, row.bands, row.classes, size_text(row.size or 0))
            cells = "".join(
                f'<td role="cell" data-label="{name}" class="{name}">{escaped(value)}</td>'
                for name, value in zip(_COLUMNS[1:], told, strict=True)
            )
        yield (
            f'<tr role="row"><th scope="row" role="rowheader">{escaped(row.file)}</th>{cells}</tr>'
        )
    yield "</tbody></table>"


def _section(name: str, facts: Iterable[tuple[str, str]], parts: Iterable[str]) -> str:
    return "\n".join(
        ("<section>", f"<h2>{escaped(name)}</h2>", _facts(facts), *parts, "</section>")
    )


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    rows = [
        f'<tr><th scope="row">{escaped(name)}</th><td>{escaped(value)}</td></tr>'
        for name, value in facts
        if value
    ]
    return f'<table class="facts"><tbody>{"".join(rows)}</tbody></table>'


def _definition(one: DefinitionSummary) -> Iterator[str]:
    segmented = {None: "", True: "segmented raster", False: "raster not segmented"}[one.segmented]
    model = one.model
    facts = [
        ("classifier", one.classifier or ""),
        ("kind", one.kind),
        ("known", GRADES[one.grade]),
        ("bands", "" if one.bands is None else str(one.bands)),
        ("raster", segmented),
        ("model", (model.file_name or "without a name") if model is not None else ""),
        *((fact.name, fact.value) for fact in one.facts),
        *((part.name, f"{part.kind}, {size_text(part.size)}, not described") for part in one.parts),
    ]
    yield _facts(facts)
    if one.classes:
        yield from _classes(one.classes, is_of_endmembers=one.kind == "endmembers")


def _classes(classes: Sequence[ClassSummary], *, is_of_endmembers: bool) -> Iterator[str]:
    what = ("endmember",) if is_of_endmembers else ("class", "classes")
    names = ("value", "name") if is_of_endmembers else ("value", "colour", "name")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    yield f'<table class="classes"><caption>{count_text(len(classes), *what)}</caption>'
    yield f"<thead><tr>{head}</tr></thead><tbody>"
    for one in classes[:_MANY_CLASSES]:
        value = "?" if one.value is None else str(one.value)
        shown = color_swatch(one.color) if one.color is not None else ""
        colored = "" if is_of_endmembers else f"<td>{shown}</td>"
        name = escaped(one.name or "")
        yield f'<tr><th scope="row">{value}</th>{colored}<td>{name}</td></tr>'
    yield "</tbody></table>"
    if len(classes) > _MANY_CLASSES:
        yield f"<p>And {len(classes) - _MANY_CLASSES:,} more.</p>"


def _held(one: HeldSummary) -> Iterator[str]:
    yield f"<h3>Definition {one.at}</h3>"
    yield _facts(
        [
            ("function", one.function or ""),
            ("argument", one.argument or ""),
            ("held by", _HOW[one.how]),
            ("path", one.target or ""),
            ("cannot be read", one.error or ""),
            ("line", str(one.line)),
        ]
    )
    for definition in one.definition.definitions if one.definition is not None else ():
        yield from _definition(definition)
