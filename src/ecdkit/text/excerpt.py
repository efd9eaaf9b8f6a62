"""How values are quoted in messages: never longer than a line, never with control characters."""

from __future__ import annotations

__all__ = ["cut", "printable"]

_LONGEST = 60


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
