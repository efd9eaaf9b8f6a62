"""One work done on many files: in this process where that is soon done, else in several."""

from __future__ import annotations

import os
import sys
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

__all__ = ["Outcome", "each", "outcome_of"]

_Result = TypeVar("_Result")

# How long it takes until others help, by forking or by starting Python anew: in seconds, and in
# bytes of files that are done meanwhile.
_START = {"fork": 0.05, "spawn": 0.5}
_LARGE = {"fork": 4 << 20, "spawn": 16 << 20}
# Of more files the first ones tell how large they are.
_MANY = 200


class Outcome(NamedTuple, Generic[_Result]):
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
        jobs: how many processes; by default this one alone until it shows that others would be
            worth their start, then as many as there are processors.
        start: how processes are started, "fork" or "spawn"; by default whichever is safe here.
        progress: called with the number of files that are done whenever it has grown.
    """
    method = start or _start_method()
    # What is done here, unless it turns out to take long.
    first = paths if jobs is None or jobs <= 1 else ()
    if jobs is None:
        jobs = processors() if _can_start(method) else 1
        if jobs > 1 and _is_large(paths, method):
            first = ()
    patience = _Patience(len(paths), jobs, _START[method] if jobs > 1 else inf)
    done = 0
    for path in first:
        begin = perf_counter()
        outcome = outcome_of(work, path)
        taken = perf_counter() - begin
        done += 1
        if progress is not None:
            progress(done)
        yield outcome
        if patience.ends(taken):
            break
    if done == len(paths):
        return
    from ecdkit.batch.crew import Crew

    crew = Crew(work, paths[done:], method, min(jobs, len(paths) - done))
    try:
        yield from crew.outcomes(None if progress is None else lambda more: progress(done + more))
    finally:
        crew.end()


class _Patience:
    """Knows when a work on many files takes so long that others should help.

    Args:
        total: how many files there are.
        jobs: how many would share what is left.
        start: how long it takes until others help, in seconds.
    """

    def __init__(self, total: int, jobs: int, start: float) -> None:
        self._rest = total
        self._saved = 1 - 1 / jobs
        self._done = 0
        self._start = start
        self._spent = self._longest = 0.0

    def ends(self, taken: float) -> bool:
        """Take note of one more file, and say whether others should do the rest.

        Args:
            taken: how long it took, in seconds.
        """
        self._rest -= 1
        self._done += 1
        self._spent += taken
        self._longest = max(self._longest, taken)
        if self._spent < self._start or self._done == 1:
            return False
        # What is loaded for the first of its kind is loaded once.
        usual = (self._spent - self._longest) / (self._done - 1)
        return usual * self._rest * self._saved > 2 * self._start


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


def _can_start(method: str) -> bool:
    # Inside ArcGIS Pro the executable is the program itself, which would start once more.
    return method == "fork" or os.path.basename(sys.executable or "").startswith("python")


def _is_large(paths: Sequence[str], method: str) -> bool:
    """Whether files are so large together that nobody waits for the first of them."""
    size = 0
    for path in paths if len(paths) < _MANY else ():
        try:
            size += os.stat(path).st_size
        except (OSError, ValueError):
            continue
    return size >= _LARGE[method]


def outcome_of(work: Callable[[str], _Result], path: str) -> Outcome[_Result]:
    """Do a work on one file and return what became of it.

    Args:
        work: what is to be done.
        path: the file.
    """
    try:
        return Outcome(path, work(path))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other files are done
        return Outcome(path, None, error)
