"""Which commas and white space move when values are added to an array or object, or taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.text.scanner import OBJECT
from ecdkit.text.splice import Splice
from ecdkit.text.style import Style, gaps_of, indent_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.text.view import View

__all__ = ["relay"]


def relay(container: View, entries: Sequence[int | bytes], style: Style) -> list[Splice]:
    """Return the splices after which a container holds other values.

    Args:
        container: an array or object.
        entries: what it is to hold, in order: the index of a value that stays (ascending), or
            the text of a new element or member.
        style: how to write where the container does not show it.
    """
    spans = _spans(container)
    if list(entries) == list(range(len(spans))):
        return []
    node, data = container.node, container.text.data
    if not entries:
        return [Splice(node.start + 1, node.end - 1, b"")]
    gaps = gaps_of(container)
    if gaps is None:
        return [Splice(node.start + 1, node.end - 1, _filled(container, entries, style))]
    usual = gaps.between(style)

    def behind(index: int) -> bytes:
        """The separator behind a value, or where it is the last, before it."""
        after = data[spans[index][1] : spans[index + 1][0]] if index + 1 < len(spans) else None
        before = data[spans[index - 1][1] : spans[index][0]] if index > 0 else None
        found = [one for one in (after, before) if one is not None]
        # An empty line between two groups of values is not repeated.
        return min(found, key=_lines) if found else usual

    splices: list[Splice] = []
    previous: int | None = None
    fresh: list[bytes] = []
    for entry in [*entries, None]:
        if isinstance(entry, bytes):
            fresh.append(entry)
            continue
        start = spans[0][0] if previous is None else spans[previous][1]
        if entry is None:
            end = spans[-1][1]
            if previous is None:
                new = usual.join(fresh)
            else:
                new = b"".join(behind(previous) + item for item in fresh)
        else:
            end = spans[entry][0]
            if previous is None:
                new = b"".join(item + behind(0) for item in fresh)
            else:
                new = b"".join(behind(previous) + item for item in fresh)
                new += data[spans[entry - 1][1] : end]
        if data[start:end] != new:
            splices.append(Splice(start, end, new))
        previous, fresh = entry, []
    return splices


def _spans(container: View) -> list[tuple[int, int]]:
    starts = [child.span for child in container.children()]
    if container.kind == OBJECT:
        keys = container.node.spans
        return [(key[0], span[1]) for key, span in zip(keys, starts, strict=True)]
    return starts


def _filled(container: View, entries: Sequence[int | bytes], style: Style) -> bytes:
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
