"""One work done on many files: in this process where they are few, else in several."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import traceback
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from attrs import frozen

from ecdkit.errors import EcdError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext
    from multiprocessing.process import BaseProcess

__all__ = ["Outcome", "each"]

_Result = TypeVar("_Result")

# Fewer and smaller files than these are done sooner than a process has started: by forking, or by
# starting Python anew.
_MANY = {"fork": 200, "spawn": 1000}
_LARGE = {"fork": 4 << 20, "spawn": 16 << 20}
_LONGEST_CHUNK = 32


@frozen
class Outcome(Generic[_Result]):
    """What became of one file.

    Attributes:
        path: the file as it was named.
        result: what the work returned; None where it failed.
        error: what the work raised, or None.
    """

    path: str
    result: _Result | None
    error: Exception | None = None


def each(
    work: Callable[[str], _Result],
    paths: Sequence[str],
    *,
    jobs: int | None = None,
    start: str | None = None,
    progress: Callable[[int], object] | None = None,
) -> Generator[Outcome[_Result]]:
    """Do a work on every file and yield what became of it, in the order of the files.

    Whatever a work raises is the outcome of its file, and so is a process that dies over it. When
    the caller stops (an interrupt, a generator that is closed), the processes are ended.

    Args:
        work: a function that can be pickled, and so must be what it returns.
        paths: the files.
        jobs: how many processes; by default as many as there are processors, and this one alone
            where the files are few and small.
        start: how processes are started, "fork" or "spawn"; by default whichever is safe here.
        progress: called with the number of files that are done whenever it has grown.
    """
    method = start or _start_method()
    if jobs is None:
        jobs = processors() if _is_much(paths, method) else 1
    jobs = min(jobs, len(paths))
    if jobs <= 1:
        for at, path in enumerate(paths, start=1):
            outcome = _outcome(work, path)
            if progress is not None:
                progress(at)
            yield outcome
        return
    from multiprocessing import get_context

    crew = _Crew(work, paths, cast("SpawnContext", get_context(method)), jobs)
    try:
        yield from crew.outcomes(progress)
    finally:
        crew.end()


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start_method() -> str:
    """Return how a process is started here: a fork is quick, but loses the other threads."""
    try:
        alone = len(os.listdir("/proc/self/task")) == 1
    except OSError:
        alone = False
    return "fork" if alone else "spawn"


def _is_much(paths: Sequence[str], method: str) -> bool:
    if method == "spawn" and not os.path.basename(sys.executable or "").startswith("python"):
        # Inside ArcGIS Pro the executable is the program itself, which would start once more.
        return False
    if len(paths) >= _MANY[method]:
        return True
    size = 0
    for path in paths:
        try:
            size += os.stat(path).st_size
        except (OSError, ValueError):
            continue
    return size >= _LARGE[method]


def _outcome(work: Callable[[str], _Result], path: str) -> Outcome[_Result]:
    try:
        return Outcome(path, work(path))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other files are done
        return Outcome(path, None, error)


class _Crew:
    """Processes that each take a few files at a time.

    The executors of the standard library do not fit: one gives up everything when a process dies,
    the other waits forever, and neither can be ended by a documented call in Python 3.11.
    """

    def __init__(
        self, work: Callable[[str], Any], paths: Sequence[str], context: SpawnContext, jobs: int
    ) -> None:
        self._work = work
        self._paths = paths
        self._context = context
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
        # An interrupt reaches all processes of a terminal; this one ends the others.
        with _interrupts_held_back():
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
            process.join()


@contextlib.contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let a process that is started inherit that interrupts are none of its business."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, work: Callable[[str], Any]) -> None:
    """Do the work on what comes in, until nothing comes any more."""
    # On Windows nothing else holds interrupts back.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    assert parent is not None
    # A fork holds both ends of its pipe, so that only this tells that the parent is gone.
    while connection in wait([connection, parent.sentinel]):
        paths = connection.recv()
        connection.send([_portable(_outcome(work, path)) for path in paths])


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
