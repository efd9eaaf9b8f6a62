"""Processes that do one work on many files, and what becomes of those that die over one."""

from __future__ import annotations

import contextlib
import pickle
import signal
import sys
import traceback
from typing import TYPE_CHECKING, Any, cast

from ecdkit.batch.workers import Outcome, outcome_of
from ecdkit.errors import EcdError
from ecdkit.signals import ENDING, ended_in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext
    from multiprocessing.process import BaseProcess

__all__ = ["Crew"]

_LONGEST_CHUNK = 32
# How long a process may clean up, in seconds.
_PATIENCE = 10


class Crew:
    """Processes that each take a few files at a time.

    The executors of the standard library do not fit: one gives up everything when a process dies,
    the other waits forever, and neither can be ended by a documented call in Python 3.11.

    Args:
        work: a function that can be pickled, and so must be what it returns.
        paths: the files.
        start: how processes are started, "fork" or "spawn".
        jobs: how many there are at most.
    """

    def __init__(
        self, work: Callable[[str], Any], paths: Sequence[str], start: str, jobs: int
    ) -> None:
        from multiprocessing import get_context

        self._work = work
        self._paths = paths
        self._context = cast("SpawnContext", get_context(start))
        size = max(1, min(_LONGEST_CHUNK, len(paths) // (jobs * 8)))
        self._waiting = [
            (begin, min(begin + size, len(paths))) for begin in range(0, len(paths), size)
        ]
        self._waiting.reverse()
        self._busy: dict[Connection, tuple[BaseProcess, tuple[int, int]]] = {}
        self._idle: list[tuple[Connection, BaseProcess]] = []
        self._jobs = min(jobs, len(self._waiting))

    def outcomes(self, progress: Callable[[int], object] | None) -> Iterator[Outcome[Any]]:
        """Yield the outcomes of all files, in their order."""
        from multiprocessing.connection import wait

        early: dict[int, list[Outcome[Any]]] = {}
        at = done = 0
        while at < len(self._paths):
            self._hand_out()
            for connection in wait(list(self._busy)):
                assert connection in self._busy
                begin, found = self._receive(connection)
                if found:
                    early[begin] = found
                    done += len(found)
            if progress is not None:
                progress(done)
            # Before the caller takes its time, everybody has something to do.
            self._hand_out()
            while at in early:
                some = early.pop(at)
                yield from some
                at += len(some)

    def _hand_out(self) -> None:
        while self._waiting and len(self._busy) < self._jobs:
            connection, process = self._idle.pop() if self._idle else self._started()
            begin, end = self._waiting.pop()
            self._busy[connection] = (process, (begin, end))
            connection.send(list(self._paths[begin:end]))

    def _started(self) -> tuple[Connection, BaseProcess]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        # An interrupt reaches all processes of a terminal; this one ends the others, as soon as
        # they can clean up.
        with _signals_held_back():
            process.start()
        # The end of the pipe is seen only when nobody else holds it.
        theirs.close()
        return ours, process

    def _receive(self, connection: Connection) -> tuple[int, list[Outcome[Any]]]:
        process, (begin, end) = self._busy.pop(connection)
        try:
            found: list[Outcome[Any]] = connection.recv()
        except (EOFError, OSError):
            connection.close()
            process.join()
            return begin, self._lost(begin, end, process.exitcode)
        self._idle.append((connection, process))
        return begin, found

    def _lost(self, begin: int, end: int, code: int | None) -> list[Outcome[Any]]:
        """Find out over which file a process died, by doing them one by one."""
        if end - begin > 1:
            self._waiting += [(one, one + 1) for one in reversed(range(begin, end))]
            return []
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        error = EcdError(
            f"the process that worked on this file died ({how})",
            path=self._paths[begin],
            hint="there may be too little memory for it; try it alone",
        )
        return [Outcome(self._paths[begin], None, error)]

    def end(self) -> None:
        """End all processes, whatever they do."""
        crew = [(connection, process) for connection, (process, _) in self._busy.items()]
        crew += self._idle
        for connection, process in crew:
            process.terminate()
            connection.close()
        for _, process in crew:
            process.join(_PATIENCE)
            process.kill()
            process.join()


@contextlib.contextmanager
def _signals_held_back() -> Iterator[None]:
    """Let a process that is started inherit that signals are none of its business yet."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *ENDING})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, work: Callable[[str], Any]) -> None:
    """Do the work on what comes in, until nothing comes any more."""
    # On Windows nothing else holds interrupts back.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with ended_in_order():
        if sys.platform != "win32":
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        _serve_all(connection, work)


def _serve_all(connection: Connection, work: Callable[[str], Any]) -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    assert parent is not None
    # A fork holds both ends of its pipe, so that only this tells that the parent is gone.
    while connection in wait([connection, parent.sentinel]):
        paths = connection.recv()
        connection.send([_portable(outcome_of(work, path)) for path in paths])


def _portable(outcome: Outcome[Any]) -> Outcome[Any]:
    """Return an outcome that can cross to another process: of a defect, what can be told of it."""
    error = outcome.error
    if error is None or isinstance(error, EcdError):
        return outcome
    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - an error may hold anything
        stand_in = RuntimeError(f"{type(error).__name__}: {error}")
        stand_in.__notes__ = error.__notes__
        return Outcome(outcome.path, None, stand_in)
    return outcome
