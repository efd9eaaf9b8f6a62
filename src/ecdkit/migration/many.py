"""Migrations of files: one, or all of a folder, which may be broken off and taken up again.

What is done is told by what is there: a file whose migration is written already, byte for byte, is
left alone. So nothing has to be remembered, and nothing that was remembered can be wrong.
"""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, frozen

from ecdkit.batch import each, expand
from ecdkit.document import read
from ecdkit.errors import EcdError, FileThereError, LossError, MigrationError, UsageError
from ecdkit.files import is_inside, make_folder, place_of
from ecdkit.migration.inputs import read_inputs
from ecdkit.migration.nodes import NODES, node_of
from ecdkit.migration.registry import suffix_of
from ecdkit.migration.run import migrate, plan
from ecdkit.packages.kind import is_package
from ecdkit.packages.package import read_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ecdkit.document import Document
    from ecdkit.ledger import Ledger
    from ecdkit.migration.run import Migration, OnLoss
    from ecdkit.packages.package import Package

__all__ = [
    "FileReport",
    "Request",
    "migrate_folder",
    "migrated",
    "outputs_for",
    "read_source",
    "sources_in",
]

Status = Literal["printed", "written", "there already", "refused", "failed"]


@frozen
class Request:
    """What is asked for, whichever the file.

    Attributes:
        target: where to.
        inputs: what was typed, by name.
        on_loss: as for `migrate`.
        allow: as for `migrate`.
        encoding: what files are written in, where that is neither UTF-8 nor told by a mark.
        force: whether files that exist may be replaced.
    """

    target: str
    inputs: Mapping[str, str]
    on_loss: OnLoss = "error"
    allow: Literal["inferred"] | None = None
    encoding: str | None = None
    force: bool = False


@frozen
class FileReport:
    """What became of one file.

    Attributes:
        file: the file that was read.
        output: the file that holds the result, or None.
        status: what was done: "refused" where fields would be lost, "failed" where it could not be
            migrated at all.
        ledger: what became of every field; None where it failed.
        error: why it was refused or failed, or None.
    """

    file: str
    output: str | None
    status: Status
    ledger: Ledger | None = None
    error: str | None = None


def read_source(path: str, encoding: str | None = None) -> Document | Package:
    """Read what can be migrated: a document or a package.

    Args:
        path: the file.
        encoding: what it is written in, where that is neither UTF-8 nor told by a mark.

    Raises:
        EcdError: as `read` and `read_package` do.
    """
    return read_package(path) if is_package(path) else read(path, encoding=encoding)


def migrated(doc: Document | Package, request: Request) -> Migration:
    """Return the migration of a document, with inputs as they were typed.

    Args:
        doc: the document, or a package.
        request: what is asked for.

    Raises:
        EcdError: as `migrate` does.
    """
    from ecdkit.validation.schemas import schema

    steps = plan(doc, request.target, allow=request.allow)
    names = {node_of(doc).name, *(step.target for step in steps)}
    schemas = {node.name: schema(node.schema) for node in NODES if node.name in names}
    values: dict[str, Any] = read_inputs(request.inputs, steps, schemas) if request.inputs else {}
    return migrate(doc, request.target, on_loss=request.on_loss, allow=request.allow, **values)


def sources_in(folder: str) -> tuple[str, ...]:
    """Return the definitions of a folder and of those below.

    Args:
        folder: the folder.

    Raises:
        FileAccessError: a folder cannot be listed.
    """
    selection = expand([folder])
    if selection.errors:
        raise selection.errors[0]
    return selection.files


def outputs_for(folder: str, target_folder: str, target: str) -> dict[str, str]:
    """Return where the migration of each file of a folder goes.

    Names and folders below stay; the extension becomes that of the target.

    Args:
        folder: the folder with the files.
        target_folder: the folder for the results.
        target: the target.

    Raises:
        UsageError: two files would become one, or a file would replace what is read.
        MigrationError: there is no such target.
    """
    suffix = suffix_of(target)
    inside, outside = os.path.realpath(folder), os.path.realpath(target_folder)
    if inside == outside:
        raise UsageError("this would put results among what is read", hint="name another folder")
    outputs: dict[str, str] = {}
    taken: dict[str, str] = {}
    for path in sources_in(folder):
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
    progress: Callable[[int], object] | None = None,
) -> Iterator[FileReport]:
    """Migrate many files, several at a time, and yield what became of each, in their order.

    Args:
        outputs: where the migration of each file goes.
        request: what is asked for.
        progress: called with the number of files that are done.
    """
    paths: Sequence[str] = tuple(outputs)
    work = functools.partial(_one, outputs=dict(outputs), request=request)
    for outcome in each(work, paths, progress=progress):
        if outcome.result is not None:
            yield outcome.result
        else:
            yield FileReport(outcome.path, None, "failed", None, str(outcome.error))


def _one(path: str, *, outputs: Mapping[str, str], request: Request) -> FileReport:
    output = outputs[path]
    try:
        made = _migrated_as_needed(read(path, encoding=request.encoding), request)
        status: Status = "written" if _written(made, output, request) else "there already"
        return FileReport(path, output, status, made.ledger)
    except LossError as error:
        return FileReport(path, None, "refused", error.ledger, str(error))
    except EcdError as error:
        return FileReport(path, None, "failed", None, str(error))


def _migrated_as_needed(doc: Document, request: Request) -> Migration:
    """Return the migration of one of many, which may say itself what others do not."""
    try:
        return migrated(doc, request)
    except MigrationError as error:
        if not error.unneeded:
            raise
        inputs = {name: one for name, one in request.inputs.items() if name not in error.unneeded}
        return migrated(doc, evolve(request, inputs=inputs))


def _written(made: Migration, output: str, request: Request) -> bool:
    """Write a migration and what belongs beside it, and return whether there was need to."""
    make_folder(os.path.dirname(output))
    try:
        return made.complete(output, overwrite=request.force)
    except FileThereError as error:
        error.message = "the file exists, and is not what would be written"
        error.hint = "use --force to replace it"
        raise
