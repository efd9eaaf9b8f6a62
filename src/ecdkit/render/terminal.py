"""What a terminal can show: colours, or not."""

from __future__ import annotations

import os
from typing import TextIO

__all__ = ["Paint", "paint_for"]


class Paint:
    """Colours text where there is a terminal to see it.

    Args:
        colored: whether to colour at all.
        true_color: whether the terminal shows every colour.
    """

    def __init__(self, *, colored: bool = False, true_color: bool = False) -> None:
        self._colored = colored
        self._true_color = true_color

    def bold(self, text: str) -> str:
        """Return the text in bold."""
        return f"\x1b[1m{text}\x1b[0m" if self._colored else text

    def severity(self, severity: str) -> str:
        """Return the name of a severity in its colour."""
        color = {"error": "31", "warning": "33"}.get(severity, "36")
        return f"\x1b[{color}m{severity}\x1b[0m" if self._colored else severity

    def change(self, mark: str) -> str:
        """Return the mark of a change in its colour: + green, - red, others yellow."""
        color = {"+": "32", "-": "31"}.get(mark, "33")
        return f"\x1b[{color}m{mark}\x1b[0m" if self._colored else mark

    def swatch(self, color: tuple[int, int, int]) -> str:
        """Return a patch of a colour with a space behind it; nothing where it cannot be shown."""
        red, green, blue = color
        return f"\x1b[48;2;{red};{green};{blue}m  \x1b[0m " if self._true_color else ""


def paint_for(stream: TextIO) -> Paint:
    """Return how to colour what goes to a stream; `NO_COLOR` is obeyed."""
    colored = (
        stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
    true_color = colored and os.environ.get("COLORTERM", "") in ("truecolor", "24bit")
    return Paint(colored=colored, true_color=true_color)
