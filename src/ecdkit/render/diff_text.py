"""Differences as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.compare.words import statements
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.compare.result import Diff, Side
    from ecdkit.compare.words import Statement
    from ecdkit.render.terminal import Paint

__all__ = ["diff_text", "statement_line"]

_MARKS = {"added": "+", "removed": "-", "moved": ">", "respelled": "="}
# More statements are counted; the JSON form has them all.
_MANY = 1000


def diff_text(diff: Diff, paint: Paint) -> str:
    """Return what differs, a line for each thing; nothing where nothing differs.

    Args:
        diff: the diff.
        paint: how to colour it.
    """
    lines = list(_lines(diff, paint))
    return "".join(f"{line}\n" for line in lines)


def _lines(diff: Diff, paint: Paint) -> Iterator[str]:
    told = statements(diff)
    if told or diff.notes:
        yield paint.bold(f"--- {_side(diff.before)}")
        yield paint.bold(f"+++ {_side(diff.after)}")
    for statement in told[:_MANY]:
        yield statement_line(statement, paint)
    if len(told) > _MANY:
        yield f"  and {len(told) - _MANY:,} more; the format json has all of them"
    for unsaid in diff.unsaid:
        yield f"  {printable(unsaid)}"
    for note in diff.notes:
        yield f"  note: {printable(note)}"


def _side(side: Side) -> str:
    version = "" if side.version is None else f" {side.version}"
    return f"{printable(side.path or '-')} ({side.format}{version})"


def statement_line(statement: Statement, paint: Paint) -> str:
    """Return one statement with its mark and its colours.

    Args:
        statement: what differs.
        paint: how to colour it.
    """
    mark = _MARKS.get(statement.kind, "~")
    old = paint.swatch(statement.old_color) if statement.old_color else ""
    new = paint.swatch(statement.new_color) if statement.new_color else ""
    return f"{paint.change(mark)} {old}{new}{statement.text}"
