"""A bar that shows how far a work on many files is."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

__all__ = ["Progress"]

_BAR = 30
# What is done sooner needs no bar; and nobody reads faster than this, in seconds.
_PATIENCE = 0.5
_BETWEEN = 0.1


class Progress:
    """A bar that shows how many files are done, where there is a terminal to see it.

    Args:
        stream: where it is drawn.
        total: how many files there are.
        what: what is done to them, such as "migrated".
        clock: tells the time in seconds.
    """

    def __init__(
        self, stream: TextIO, total: int, what: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._total = total
        self._what = what
        self._clock = clock
        self._possible = stream.isatty() and os.environ.get("TERM") != "dumb"
        self._next = clock() + _PATIENCE
        self._is_drawn = False

    def show(self, done: int) -> None:
        """Draw the bar for a number of files that are done, if it is time to."""
        if not self._possible or self._clock() < self._next:
            return
        self._next = self._clock() + _BETWEEN
        full = _BAR * done // self._total
        bar = "#" * full + "." * (_BAR - full)
        self._stream.write(f"\r[{bar}] {done:,} of {self._total:,} {self._what}")
        self._stream.flush()
        self._is_drawn = True

    def clear(self) -> None:
        """Take the bar away, so that a line can stand in its place."""
        if self._is_drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._is_drawn = False
