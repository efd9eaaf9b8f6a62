"""What a repair changes, as the hunks of a unified diff, cut where a line is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.text.excerpt import around, cut, printable
from ecdkit.text.position import Ruler

if TYPE_CHECKING:
    from ecdkit.text.repair import Repaired

__all__ = ["repair_text"]

# More hunks than these are counted, not shown.
_MANY = 100


def repair_text(repaired: Repaired, name: str) -> str:
    """Return of each change its place, what was done, and the line without and with it.

    Args:
        repaired: what a repair has made of a text.
        name: the file.
    """
    if not repaired.repairs:
        return ""
    shown = printable(name)
    ruler = Ruler(repaired.source)
    lines = [f"--- {shown}", f"+++ {shown} (repaired)"]
    for one in repaired.repairs[:_MANY]:
        line, column = ruler.place(one.start)
        piece = around(repaired.source, one.start, one.end)
        new = cut(printable(one.new.decode()))
        lines += [
            f"@@ {line}:{column} {one.what} @@",
            f"-{piece.before}{piece.inside}{piece.behind}",
            f"+{piece.before}{new}{piece.behind}",
        ]
    more = len(repaired.repairs) - _MANY
    if more > 0:
        lines.append(f"@@ and {more:,} more @@")
    return "\n".join(lines) + "\n"
