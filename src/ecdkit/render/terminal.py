"""What a terminal can show: colours, or not."""

from __future__ import annotations

import os
from typing import TextIO

__all__ = ["Paint", "Progress", "paint_for"]

_BAR = 30


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


class Progress:
    """A bar that shows how many files are done, where there is a terminal to see it.

    Args:
        stream: where it is drawn.
        total: how many files there are.
        what: what is done to them, such as "migrated".
    """

    def __init__(self, stream: TextIO, total: int, what: str) -> None:
        self._stream = stream
        self._total = total
        self._what = what
        self._shown = stream.isatty() and os.environ.get("TERM") != "dumb"

    def show(self, done: int) -> None:
        """Draw the bar for a number of files that are done."""
        if not self._shown:
            return
        full = _BAR * done // self._total
        bar = "#" * full + "." * (_BAR - full)
        self._stream.write(f"\r[{bar}] {done:,} of {self._total:,} {self._what}")
        self._stream.flush()

    def clear(self) -> None:
        """Take the bar away, so that a line can stand in its place."""
        if self._shown:
            self._stream.write("\r\x1b[K")
