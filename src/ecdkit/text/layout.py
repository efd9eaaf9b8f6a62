"""Which commas and white space move when values are added to an array or object, or taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.text.kinds import OBJECT
from ecdkit.text.splice import Splice
from ecdkit.text.style import Style, gaps_of, indent_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.text.view import View

__all__ = ["relay"]


def relay(container: View, entries: Sequence[range | bytes], style: Style) -> list[Splice]:
    """Return the splices after which a container holds other values.

    Args:
        container: an array or object.
        entries: what it is to hold, in order: runs of values that stay, by their indices
            (ascending), and the texts of new elements or members.
        style: how to write where the container does not show it.
    """
    count, data = len(container), container.text.data
    entries = [entry for entry in entries if entry]
    if not entries and count:
        return [Splice(container.start + 1, container.end - 1, b"")]
    gaps = gaps_of(container)
    if gaps is None:
        new = _filled(container, entries, style)
        return [Splice(container.start + 1, container.end - 1, new)] if new else []
    usual = gaps.between(style)

    def behind(index: int) -> bytes:
        """The separator behind a value, or where it is the last, before it."""
        found = [
            data[_end(container, at) : _start(container, at + 1)]
            for at in (index, index - 1)
            if 0 <= at < count - 1
        ]
        # An empty line between two groups of values is not repeated.
        return min(found, key=_lines) if found else usual

    splices: list[Splice] = []
    previous: int | None = None
    fresh: list[bytes] = []
    for entry in [*entries, None]:
        if isinstance(entry, bytes):
            fresh.append(entry)
            continue
        start = _start(container, 0) if previous is None else _end(container, previous)
        end = _end(container, count - 1) if entry is None else _start(container, entry[0])
        if previous is not None:
            new = b"".join(behind(previous) + item for item in fresh)
            if entry is not None:
                new += data[_end(container, entry[0] - 1) : end]
        elif entry is not None:
            new = b"".join(item + behind(0) for item in fresh)
        else:
            new = usual.join(fresh)
        if data[start:end] != new:
            splices.append(Splice(start, end, new))
        previous, fresh = entry[-1] if entry is not None else None, []
    return splices


def _start(container: View, index: int) -> int:
    """Return where an element begins, or a member with its name."""
    child = container.nth(index)
    return child.start if child.key_span is None else child.key_span[0]


def _end(container: View, index: int) -> int:
    return container.nth(index).end


def _filled(container: View, entries: Sequence[range | bytes], style: Style) -> bytes:
    """Return the inside of a container that was empty."""
    items = [entry for entry in entries if isinstance(entry, bytes)]
    indent = indent_of(container)
    lined = container.kind == OBJECT or any(item[:1] in (b"{", b"[") for item in items)
    if indent is None or not lined:
        return style.separator.join(items)
    outer = style.newline + indent
    inner = outer + style.unit
    return inner + (b"," + inner).join(items) + outer


def _lines(separator: bytes) -> int:
    return max(separator.count(b"\n"), separator.count(b"\r"))
