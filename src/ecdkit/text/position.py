"""Lines and columns: LF, CRLF and CR end a line, columns count code points, both from 1."""

from __future__ import annotations

__all__ = ["place_of"]

_PIECE = 1 << 20
_CONTINUATION = bytes(range(0x80, 0xC0))


def place_of(data: bytes, offset: int) -> tuple[int, int]:
    """Return line and column of an offset.

    Args:
        data: the text in UTF-8, without a byte order mark.
        offset: a byte of it, or its length.
    """
    line = 1
    if data.find(b"\r", 0, offset) >= 0:
        line -= data.count(b"\r\n", 0, offset)
        line += data.count(b"\r", 0, offset)
    line += data.count(b"\n", 0, offset)
    start = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    return line, _code_points(data, start, offset) + 1


def _code_points(data: bytes, start: int, end: int) -> int:
    # In pieces: a document may be one line of hundreds of megabytes.
    count = 0
    for at in range(start, end, _PIECE):
        piece = data[at : min(at + _PIECE, end)]
        count += len(piece) if piece.isascii() else len(piece.translate(None, _CONTINUATION))
    return count
