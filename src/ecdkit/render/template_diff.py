"""Differences between templates as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.render.diff_text import statement_line
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.compare.templates.result import (
        HeldDiff,
        Place,
        PlaceDiff,
        TemplateDiff,
        TemplateSide,
    )
    from ecdkit.render.terminal import Paint
    from ecdkit.templates.held import Held

__all__ = ["heading", "places", "sentence", "template_diff_text", "what_happened"]

_MARKS = {"added": "+", "removed": "-", "moved": ">"}
# What the path leads to already.
_PLACES = ("element", "text", "comment", "processing instruction", "value")
# More lines are counted; the JSON form has them all.
_MANY = 1000


def template_diff_text(diff: TemplateDiff, paint: Paint) -> str:
    """Return what differs, a line for each thing, with line and column in both files.

    Args:
        diff: the diff.
        paint: how to colour it.
    """
    return "".join(f"{line}\n" for line in _lines(diff, paint))


def _lines(diff: TemplateDiff, paint: Paint) -> Iterator[str]:
    if diff or diff.notes:
        yield paint.bold(f"--- {_side(diff.before)}")
        yield paint.bold(f"+++ {_side(diff.after)}")
    for one in diff.definitions:
        yield from _definition(one, paint)
    if diff.elsewhere:
        yield "elsewhere in the template"
    for found in diff.elsewhere[:_MANY]:
        yield _elsewhere(found, paint)
    if len(diff.elsewhere) > _MANY:
        yield f"  and {len(diff.elsewhere) - _MANY:,} more; the format json has all of them"
    for note in diff.notes:
        yield f"  note: {printable(note)}"


def _side(side: TemplateSide) -> str:
    version = "" if side.schema_version is None else f" {side.schema_version}"
    return printable(f"{side.path or 'template'} (raster function template, {side.form}{version})")


def heading(one: HeldDiff) -> str:
    """Return which definition it is about: its positions, function, argument and lines.

    Args:
        one: what differs.
    """
    held = one.before if one.before is not None else one.after
    assert held is not None
    name = "/".join(part for part in (held.function, held.argument) if part)
    both = (one.before, one.after)
    numbers = _both(*(None if each is None else str(each.at) for each in both))
    lines = _both(*(None if each is None else str(each.line) for each in both))
    return f"definition {numbers}{f', {name}' if name else ''}, line {lines}"


def _definition(one: HeldDiff, paint: Paint) -> Iterator[str]:
    yield printable(heading(one))
    if one.diff is None:
        where = places(_start(one.before), _start(one.after))
        what = f"{one.kind}: {one.text}" if one.kind != "changed" else str(one.text)
        yield f"{paint.change(_MARKS.get(one.kind, '~'))} {where} {printable(what)}"
        return
    told = one.statements()
    for placed in told[:_MANY]:
        line = statement_line(placed.statement, paint)
        mark, _, rest = line.partition(" ")
        yield f"{mark} {places(placed.before, placed.after)} {rest}"
    if len(told) > _MANY:
        yield f"  and {len(told) - _MANY:,} more; the format json has all of them"
    for unsaid in (*one.diff.unsaid, *one.diff.notes):
        yield f"  {printable(unsaid)}"


def _start(held: Held | None) -> Place | None:
    return None if held is None else (held.line, held.column)


def _elsewhere(one: PlaceDiff, paint: Paint) -> str:
    mark = paint.change(_MARKS.get(one.kind, "~"))
    return f"{mark} {places(one.before, one.after)} {printable(sentence(one))}"


def sentence(one: PlaceDiff) -> str:
    """Return what differs at a place of a template, with the way to it.

    Args:
        one: what differs.
    """
    path = one.path_before if one.path_before is not None else one.path_after
    whole = one.what in _PLACES or one.kind == "moved"
    where = " ".join(part for part in (path, "" if whole else one.what) if part)
    return f"{where}: {what_happened(one)}"


def what_happened(one: PlaceDiff) -> str:
    """Return what happened at a place of a template, in words.

    Args:
        one: what differs.
    """
    if one.kind == "moved":
        return "what is in it stands in another order"
    if one.kind == "added":
        return "added" if one.new is None else f"added, {one.new!r}"
    if one.kind == "removed":
        return "removed" if one.old is None else f"removed, it was {one.old!r}"
    return f"{one.old!r} → {one.new!r}"


def places(before: Place | None, after: Place | None) -> str:
    """Return lines and columns in both files, once where they are equal.

    Args:
        before: in the first file.
        after: in the second.
    """
    return _both(*(None if one is None else f"{one[0]}:{one[1]}" for one in (before, after)))


def _both(before: str | None, after: str | None) -> str:
    if before is None or after is None or before == after:
        return (after if before is None else before) or ""
    return f"{before} → {after}"
