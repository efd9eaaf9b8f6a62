"""Lines and columns: LF, CRLF and CR end a line, columns count code points, both from 1."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Ruler", "place_of"]

_PIECE = 1 << 20
_CONTINUATION = bytes(range(0x80, 0xC0))


class _Mark(NamedTuple):
    """A place that is known: its offset, its line, where that begins, and what is between."""

    offset: int = 0
    line: int = 1
    start: int = 0
    points: int = 0


class Ruler:
    """Tells line and column of offsets; a place behind the last one costs what is between them.

    Args:
        data: the text in UTF-8, without a byte order mark.
    """

    __slots__ = ("_data", "_mark")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._mark = _Mark()

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset.

        Args:
            offset: a byte of the text, or its length.
        """
        data = self._data
        # Another thread may set it meanwhile.
        mark = self._mark
        if mark.offset > offset:
            mark = _Mark()
        breaks = data.count(b"\n", mark.offset, offset)
        if data.find(b"\r", mark.offset, offset) >= 0:
            breaks += data.count(b"\r", mark.offset, offset)
            breaks -= data.count(b"\r\n", mark.offset, offset)
        if breaks:
            last = max(
                data.rfind(b"\n", mark.offset, offset), data.rfind(b"\r", mark.offset, offset)
            )
            mark = _Mark(last + 1, mark.line + breaks, last + 1)
        points = mark.points + _code_points(data, mark.offset, offset)
        if data[max(offset - 1, 0) : offset + 1] != b"\r\n":
            # Between the two bytes of a line's end nothing is known for good.
            self._mark = _Mark(offset, mark.line, mark.start, points)
        return mark.line, points + 1


def place_of(data: bytes, offset: int) -> tuple[int, int]:
    """Return line and column of one offset of a text; see `Ruler`."""
    return Ruler(data).place(offset)


def _code_points(data: bytes, start: int, end: int) -> int:
    # In pieces: a document may be one line of hundreds of megabytes.
    count = 0
    for at in range(start, end, _PIECE):
        piece = data[at : min(at + _PIECE, end)]
        count += len(piece) if piece.isascii() else len(piece.translate(None, _CONTINUATION))
    return count
