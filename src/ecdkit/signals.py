"""Signals that end a process: what would be left behind is cleaned up first."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ENDING", "ended_in_order"]

ENDING = frozenset(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals by which others end a process, as this system has them."""


class _EndedError(BaseException):
    """A signal asks this process to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _end(number: int, _frame: object) -> NoReturn:
    # The second one ends the process wherever it is.
    signal.signal(number, signal.SIG_DFL)
    raise _EndedError(number)


@contextlib.contextmanager
def ended_in_order() -> Iterator[None]:
    """Let a signal that ends this process unwind what runs inside, and then end it all the same.

    A signal that is ignored (as by nohup), or that the program around sees to itself, is left to
    it, and so are all signals in other threads than the main one, where none arrives.
    """
    before = {}
    # It is no ValueError in the main thread.
    with contextlib.suppress(ValueError):
        for number in ENDING:
            # A process that was forked has what its parent has set.
            if signal.getsignal(number) in (signal.SIG_DFL, _end):
                before[number] = signal.signal(number, _end)
    try:
        yield
    except _EndedError as ended:
        os.kill(os.getpid(), ended.number)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
