"""Verbs on many files: which ones are meant, one work on each, and what came of it."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ecdkit.batch import KINDS, Outcome, each, expand
from ecdkit.cli.telling import sentence, told
from ecdkit.errors import EcdError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from ecdkit.batch import Kind, Selection
    from ecdkit.validation.report import Failure

__all__ = ["FAILED", "Batch", "each_file", "selected"]

_Result = TypeVar("_Result")
FAILED = 2


class Batch(NamedTuple, Generic[_Result]):
    """What came of many files.

    Attributes:
        outcomes: what became of each file, in their order.
        failures: what could not be read: folders first.
        is_wide: whether a folder or a pattern was among what was named.
    """

    outcomes: tuple[Outcome[_Result], ...]
    failures: tuple[Failure, ...]
    is_wide: bool

    @property
    def results(self) -> tuple[_Result, ...]:
        """What was found in the files that could be read."""
        return tuple(one.result for one in self.outcomes if one.result is not None)

    @property
    def code(self) -> int:
        """The exit code that the files ask for which could not be read."""
        return FAILED if self.failures else 0


def selected(
    arguments: argparse.Namespace, kinds: tuple[Kind, ...] = KINDS, noun: str = "definition"
) -> tuple[Selection, tuple[Failure, ...]]:
    """Return the files that arguments name, and tell of folders that cannot be listed or are empty.

    Args:
        arguments: what was typed.
        kinds: which files of a folder are taken.
        noun: what such a file is.
    """
    selection = expand(arguments.files, kinds=kinds)
    errors = [
        *selection.errors,
        *(EcdError(f"there is no {noun} in this folder", path=path) for path in selection.empty),
    ]
    for error in errors:
        if arguments.debug:
            raise error
        sys.stderr.write(f"ecd: {told(error)}\n")
    return selection, tuple(_failure(error.path or "", error) for error in errors)


def each_file(
    arguments: argparse.Namespace,
    work: Callable[[str], _Result],
    *,
    chosen: tuple[Selection, tuple[Failure, ...]] | None = None,
    take: Callable[[_Result], object] | None = None,
    participle: str = "read",
) -> Batch[_Result]:
    """Do a work on each file; one that cannot be read is told of and does not stop the others.

    Args:
        arguments: what was typed.
        work: a function that other processes can be given: no lambda, nothing that is nested.
        chosen: what `selected` returned, where it was asked for something special.
        take: called with each result as soon as those before it are there.
        participle: what is done to the files.
    """
    from ecdkit.render.progress import Progress

    selection, failed = chosen or selected(arguments)
    failures = list(failed)
    outcomes = []
    progress = Progress(sys.stderr, len(selection.files), participle)
    # Standard input is this process's own, and what is to be debugged is best not elsewhere.
    alone = "-" in selection.files or arguments.debug
    jobs = 1 if alone else None
    working = each(work, selection.files, jobs=jobs, progress=progress.show)
    with contextlib.closing(working):
        for outcome in working:
            outcomes.append(outcome)
            error = outcome.error
            if error is not None:
                if arguments.debug:
                    raise error
                progress.clear()
                failures.append(_failure(outcome.path, error))
                sys.stderr.write(f"ecd: {_placed(error, outcome.path)}\n")
            elif take is not None and outcome.result is not None:
                progress.clear()
                take(outcome.result)
    progress.clear()
    return Batch(tuple(outcomes), tuple(failures), selection.is_wide)


def _failure(path: str, error: Exception) -> Failure:
    from ecdkit.validation.report import Failure

    return Failure(path, sentence(error))


def _placed(error: Exception, path: str) -> str:
    if isinstance(error, EcdError):
        return told(error)
    from ecdkit.text.excerpt import printable

    return f"{printable(path)}: {sentence(error)}"
