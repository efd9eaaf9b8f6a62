"""Migrations of all files of a folder, which may be broken off and taken up again.

What is done is told by what is there: a file whose migration is written already, byte for byte, is
left alone. So nothing has to be remembered, and nothing that was remembered can be wrong. What all
of them write is known before the first is written, so that none takes the place of another.
"""

from __future__ import annotations

import contextlib
import functools
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import frozen

from ecdkit.batch import KINDS, Kind, each, expand
from ecdkit.errors import EcdError, FileThereError, UsageError
from ecdkit.files import is_inside, make_folder, place_of
from ecdkit.migration.claims import (
    Claim,
    brings_files,
    claims_of,
    require_alike,
    require_free,
)
from ecdkit.migration.many import FileReport, failed, migrated_as_needed, read_source
from ecdkit.migration.registry import is_packed, suffix_of
from ecdkit.migration.run import plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ecdkit.batch import Outcome
    from ecdkit.migration.many import Request, Status
    from ecdkit.migration.run import Migration

__all__ = ["Sources", "migrate_folder", "outputs_for", "sources_in"]

_DEFINITION, _PACKAGE = ".emd", ".dlpk"
_KINDS = (*KINDS, Kind(_PACKAGE))


class Sources(NamedTuple):
    """What there is to migrate in a folder.

    Attributes:
        files: the definitions and packages.
        copies: packages that are left alone, and the model definition of the same name beside each:
            tools write both, the one for the other.
    """

    files: tuple[str, ...]
    copies: Mapping[str, str]


def sources_in(folder: str) -> Sources:
    """Return the definitions and packages of a folder and of those below.

    Args:
        folder: the folder.

    Raises:
        FileAccessError: a folder cannot be listed.
    """
    selection = expand([folder], kinds=_KINDS)
    if selection.errors:
        raise selection.errors[0]
    definitions = {
        os.path.normcase(stem): path
        for path in selection.files
        for stem, suffix in [os.path.splitext(path)]
        if suffix.lower() == _DEFINITION
    }
    copies = {
        path: definitions[stem]
        for path in selection.files
        if path.lower().endswith(_PACKAGE)
        and (stem := os.path.normcase(os.path.splitext(path)[0])) in definitions
    }
    return Sources(tuple(path for path in selection.files if path not in copies), copies)


def outputs_for(folder: str, target_folder: str, target: str) -> dict[str, str]:
    """Return where the migration of each file of a folder goes.

    Names and folders below stay; the extension becomes that of the target.

    Args:
        folder: the folder with the files.
        target_folder: the folder for the results.
        target: the target.

    Raises:
        UsageError: two files would become one, or results would be among what is read.
        MigrationError: there is no such target.
    """
    suffix = suffix_of(target)
    inside, outside = os.path.realpath(folder), os.path.realpath(target_folder)
    if is_inside(inside, outside):
        raise UsageError("this would put results among what is read", hint="name another folder")
    outputs: dict[str, str] = {}
    taken: dict[str, str] = {}
    for path in sources_in(folder).files:
        real = os.path.realpath(path)
        if is_inside(real, outside):
            # What an earlier run has written.
            continue
        output = os.path.join(
            target_folder, os.path.splitext(os.path.relpath(path, folder))[0] + suffix
        )
        key = place_of(output)
        if key in taken:
            raise UsageError(
                f"{taken[key]} and {path} would both become {output}", hint="rename one of them"
            )
        taken[key] = path
        outputs[path] = output
    return outputs


def migrate_folder(
    outputs: Mapping[str, str],
    request: Request,
    *,
    planned: Callable[[int], object] | None = None,
    progress: Callable[[int], object] | None = None,
) -> Iterator[FileReport]:
    """Migrate many files, several at a time, and yield what became of each, in their order.

    Args:
        outputs: where the migration of each file goes.
        request: what is asked for.
        planned: called with the number of files of which it is known what they write.
        progress: called with the number of files that are done.

    Raises:
        UsageError: two of them would write unlike files of one name; nothing is written.
    """
    plans = _plans(outputs, request, planned)
    ready = tuple(path for path, one in plans.items() if one.failure is None)
    done = len(outputs) - len(ready)
    work = functools.partial(_one, outputs=dict(outputs), request=request)
    show = None if progress is None else lambda more: progress(done + more)
    with contextlib.closing(each(work, ready, progress=show)) as working:
        for one in plans.values():
            yield one.failure or _report_of(next(working))


def _report_of(outcome: Outcome[FileReport]) -> FileReport:
    return outcome.result or failed(outcome.path, _error_of(outcome))


def _error_of(outcome: Outcome[Any]) -> Exception:
    assert outcome.error is not None
    return outcome.error


def _one(path: str, *, outputs: Mapping[str, str], request: Request) -> FileReport:
    output = outputs[path]
    try:
        made = migrated_as_needed(read_source(path, request.encoding), request)
        status: Status = "written" if _written(made, output, request) else "there already"
        return FileReport(path, output, status, made.ledger)
    except EcdError as error:
        return failed(path, error)


@frozen
class _Plan:
    """What a migration writes beside its document, or why nothing comes of it."""

    claims: tuple[Claim, ...] = ()
    failure: FileReport | None = None


def _plans(
    outputs: Mapping[str, str], request: Request, progress: Callable[[int], object] | None
) -> dict[str, _Plan]:
    """Return what each migration writes, in their order.

    Raises:
        UsageError: not all of that can be written.
    """
    paths = tuple(outputs)
    if is_packed(request.target):
        # It holds its files itself.
        return dict.fromkeys(paths, _Plan())
    planning = functools.partial(_plan, outputs=dict(outputs), request=request)
    plans = {
        one.path: one.result or _Plan(failure=failed(one.path, _error_of(one)))
        for one in each(planning, paths, progress=progress)
    }
    claims = [claim for one in plans.values() for claim in one.claims]
    require_free(claims, outputs)
    require_alike(claims)
    return plans


def _plan(path: str, *, outputs: Mapping[str, str], request: Request) -> _Plan:
    try:
        source = read_source(path, request.encoding)
        if not brings_files(source, plan(source, request.target, allow=request.allow)):
            return _Plan()
        return _Plan(claims_of(path, migrated_as_needed(source, request), outputs[path]))
    except EcdError as error:
        return _Plan(failure=failed(path, error))


def _written(made: Migration, output: str, request: Request) -> bool:
    """Write a migration and what belongs beside it, and return whether there was need to."""
    make_folder(os.path.dirname(output))
    try:
        return made.complete(output, overwrite=request.force)
    except FileThereError as error:
        error.message = "the file exists, and is not what would be written"
        error.hint = "use --force to replace it"
        raise
