"""How texts are quoted in messages: never longer than a line, never with control characters."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Piece", "around", "columns", "cut", "pointed", "printable", "quoted"]

_LONGEST = 60
# What is shown of a long line before and behind a place, in columns of a terminal.
_BEFORE = 48
_BEHIND = 28
# No character takes more bytes than these.
_BYTES = 4
_DOTS = "..."


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return a text of at most so many characters; an ellipsis tells where it was cut."""
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def printable(text: str) -> str:
    """Return a text in which what would act on a terminal is escaped."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def quoted(text: str, longest: int = _LONGEST) -> str:
    """Return a text as a sentence quotes it, with backslashes as they are: paths have them.

    Args:
        text: the text.
        longest: how many characters of it are shown.
    """
    mark = '"' if "'" in text else "'"
    return f"{mark}{cut(printable(text), longest)}{mark}"


class Piece(NamedTuple):
    """The part of a line around a span, as it is shown.

    Attributes:
        before: what stands before the span in its line.
        inside: the span, or as much of it as is in its first line.
        behind: what stands behind it in that line.
    """

    before: str
    inside: str
    behind: str


def around(data: bytes, start: int, end: int) -> Piece:
    """Return the line around a span, cut where it is long.

    Args:
        data: a text in UTF-8; bytes that are not UTF-8 are shown as escapes.
        start: where the span begins.
        end: behind its last byte.
    """
    last = _line_end(data, start, max(start, end) + _BEHIND * _BYTES)
    end = min(max(start, end), last)
    before = _characters(data[_line_start(data, start) : start])
    return Piece(
        "".join(_cut(before[::-1], _BEFORE)[::-1]),
        "".join(_cut(_characters(data[start:end]), _LONGEST)),
        "".join(_cut(_characters(data[end:last]), _BEHIND)),
    )


def pointed(data: bytes, offset: int) -> str | None:
    """Return the line of a place, cut around it, and below it a caret; None of an empty line.

    Args:
        data: a text in UTF-8.
        offset: the place.
    """
    piece = around(data, offset, offset)
    line = piece.before + piece.inside + piece.behind
    return f"{line}\n{' ' * columns(piece.before)}^" if line.strip() else None


def columns(shown: str) -> int:
    """Return how many columns of a terminal a text takes: East Asian characters take two."""
    if shown.isascii():
        return len(shown)
    import unicodedata

    def width(character: str) -> int:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
            return 0
        return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1

    return sum(map(width, shown))


def _line_start(data: bytes, offset: int) -> int:
    low = max(0, offset - _BEFORE * _BYTES)
    return max(data.rfind(b"\n", low, offset), data.rfind(b"\r", low, offset), low - 1) + 1


def _line_end(data: bytes, offset: int, limit: int) -> int:
    found = (data.find(b"\n", offset, limit), data.find(b"\r", offset, limit))
    return min((at for at in found if at >= 0), default=min(limit, len(data)))


def _characters(piece: bytes) -> list[str]:
    """Return what is shown of each character."""
    text = piece.decode("utf-8", "backslashreplace")
    return [" " if character == "\t" else printable(character) for character in text]


def _cut(shown: list[str], longest: int) -> list[str]:
    """Return the first of what is shown, so much as fits, with an ellipsis where there is more."""
    width = 0
    for at, text in enumerate(shown):
        width += max(columns(text), 1)
        if width > longest:
            return [*shown[:at], _DOTS]
    return shown
