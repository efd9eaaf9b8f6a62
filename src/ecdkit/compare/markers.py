"""Conflicts in a file, between the usual markers: lines for a person to choose from.

A marker stands on a line of its own. Where the conflicting value shares a line with much else, as
in a file of one line, the line is broken between tokens, which JSON allows: so markers surround the
value and not the rest. Whichever lines are chosen, what is left is JSON.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from attrs import frozen

from ecdkit.compare.narrow import elements_apart
from ecdkit.compare.outcome import SIDES, ConflictStyle
from ecdkit.compare.weave import variant
from ecdkit.document import Document
from ecdkit.errors import UsageError
from ecdkit.text.excerpt import cut, printable
from ecdkit.text.style import style_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.compare.outcome import Merge, SideName
    from ecdkit.text.encoding import Encoding
    from ecdkit.text.splice import Splice

__all__ = ["marked", "resolve"]

# A line with less than this around a conflict is shown as a whole, unless it is the only one.
_CONTEXT = 200
_COMMA = re.compile(rb"[ \t]*+,")
_SPACE = b" \t"


@frozen
class _Hunk:
    """Lines that are in conflict.

    Attributes:
        start: where they begin in the merged text.
        end: where they end.
        before: whether a line has to be broken before them.
        behind: whether a line has to be broken behind them.
    """

    start: int
    end: int
    before: bool
    behind: bool


def resolve(merge: Merge, side: SideName) -> Document:
    """Return a merged document with every conflict resolved to a side."""
    if side not in SIDES:
        raise UsageError(f"a side is base, ours or theirs, not {cut(repr(side))}")
    text = merge.document.text
    if side == "ours":
        return merge.document
    return Document(text.spliced(variant(text, merge.tree, side).splices), merge.document.path)


def marked(merge: Merge, *, style: ConflictStyle, size: int, labels: tuple[str, str, str]) -> bytes:
    """Return the bytes of a file with markers around each conflict.

    Args:
        merge: what was merged.
        style: which sides are shown, as git's `merge.conflictStyle` has it.
        size: the length of a marker.
        labels: what stands behind the markers of base, ours and theirs.

    Raises:
        UsageError: there is no such style, or there are not three labels.
    """
    if style not in get_args(ConflictStyle):
        names = ", ".join(get_args(ConflictStyle))
        raise UsageError(f"a style is one of {names}, not {cut(repr(style))}")
    if len(labels) != len(SIDES):
        raise UsageError("there are three labels: of base, ours and theirs")
    text = merge.document.text
    data = text.data
    theirs = variant(text, merge.tree, "theirs")
    base = variant(text, merge.tree, "base") if style != "merge" else None
    zones = theirs.zones + (base.zones if base is not None else [])
    if not zones:
        return merge.document.to_bytes()
    newline = style_of(text.root).newline
    marks = _marks(size, [_label(one, text.encoding) for one in labels], newline)
    pieces: list[bytes] = []
    done = 0
    for hunk in _hunks(data, zones):
        between = data[done : hunk.start]
        if hunk.before:
            between = between.rstrip(_SPACE)
            # Where two conflicts touch, the line is broken already.
            between += newline if between or not pieces else b""
        ours = _lines(hunk, data, (), newline)
        other = _lines(hunk, data, theirs.splices, newline)
        old = _lines(hunk, data, base.splices, newline) if base is not None else None
        pieces += [between, *_shown(ours, other, old, marks, trimmed=style != "diff3")]
        done = hunk.end
        while hunk.behind and data[done] in _SPACE:
            done += 1
    pieces.append(data[done:])
    return text.encoding.encode(b"".join(pieces))


def _label(label: str, encoding: Encoding) -> bytes:
    """Return what stands behind a marker, on one line and in characters that the file has."""
    shown = "".join(
        one.encode("ascii", "backslashreplace").decode() if encoding.lacks(one) else one
        for one in printable(label)
    )
    return shown.encode()


def _marks(size: int, labels: Sequence[bytes], newline: bytes) -> tuple[bytes, ...]:
    """Return the markers of ours, base, the middle and theirs."""
    base, ours, theirs = labels

    def mark(character: bytes, label: bytes) -> bytes:
        return character * size + (b" " + label if label else b"") + newline

    return mark(b"<", ours), mark(b"|", base), mark(b"=", b""), mark(b">", theirs)


def _shown(
    ours: list[bytes],
    theirs: list[bytes],
    base: list[bytes] | None,
    marks: tuple[bytes, ...],
    *,
    trimmed: bool,
) -> list[bytes]:
    sides = [ours, theirs]
    if base is not None and not trimmed:
        sides.append(base)
    head, tail = elements_apart(sides)
    if ours == theirs and base in (None, ours):
        return ours

    def inner(side: list[bytes]) -> list[bytes]:
        return side[head : len(side) - tail]

    old: list[bytes] = []
    if base is not None:
        old = [marks[1], *(base if trimmed else inner(base))]
    middle = [marks[0], *inner(ours), *old, marks[2], *inner(theirs), marks[3]]
    return [*ours[:head], *middle, *ours[len(ours) - tail :]]


def _lines(hunk: _Hunk, data: bytes, splices: Sequence[Splice], newline: bytes) -> list[bytes]:
    """Return the lines of a side in a hunk, each with its end."""
    pieces, done = [], hunk.start
    for splice in sorted(splices):
        if hunk.start <= splice.start and splice.end <= hunk.end:
            pieces += [data[done : splice.start], splice.new]
            done = splice.end
    content = b"".join([*pieces, data[done : hunk.end]])
    if hunk.before:
        content = content.lstrip(_SPACE)
    if hunk.behind:
        content = content.rstrip(_SPACE)
    if content and not content.endswith((b"\n", b"\r")):
        content += newline
    return content.splitlines(keepends=True)


def _hunks(data: bytes, zones: Sequence[tuple[int, int]]) -> list[_Hunk]:
    """Return the lines, or parts of lines, that hold zones."""
    touching = _joined(zones, touching=True)
    ranges = _joined([_with_comma(data, *zone) for zone in touching], touching=False)
    joined: list[_Hunk] = []
    context = -1 if len(data.strip().splitlines()) == 1 else _CONTEXT
    for hunk in [_hunk(data, start, end, context) for start, end in ranges]:
        whole = hunk
        # One that takes whole lines may reach back over several that take parts of them.
        while joined and whole.start < joined[-1].end:
            other = joined.pop()
            first = min(other, whole, key=lambda one: one.start)
            last = max(other, whole, key=lambda one: one.end)
            whole = _Hunk(first.start, last.end, first.before, last.behind)
        joined.append(whole)
    return joined


def _joined(ranges: Sequence[tuple[int, int]], *, touching: bool) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and (start < joined[-1][1] or (touching and start == joined[-1][1])):
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _with_comma(data: bytes, start: int, end: int) -> tuple[int, int]:
    found = _COMMA.match(data, end)
    return start, found.end() if found else end


def _hunk(data: bytes, start: int, end: int, context: int) -> _Hunk:
    first = _line_start(data, start)
    last = _line_end(data, end)
    if start - first <= context and last - end <= context:
        return _Hunk(first, last, before=False, behind=False)
    before = bool(data[first:start].strip(_SPACE))
    behind = bool(data[end:last].strip(b" \t\r\n"))
    return _Hunk(start if before else first, end if behind else last, before, behind)


def _line_start(data: bytes, at: int) -> int:
    return max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at)) + 1


def _line_end(data: bytes, at: int) -> int:
    """Return where the next line begins."""
    if at and data[at - 1 : at] in (b"\n", b"\r") and _line_start(data, at) == at:
        # What ends with its line needs no more.
        return at
    ends = [found for mark in (b"\n", b"\r") if (found := data.find(mark, at)) >= 0]
    if not ends:
        return len(data)
    end = min(ends)
    return end + (2 if data[end : end + 2] == b"\r\n" else 1)
