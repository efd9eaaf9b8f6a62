"""What is asked of the migration of a file, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, frozen

from ecdkit.document import read
from ecdkit.errors import LossError, MigrationError
from ecdkit.migration.inputs import read_inputs
from ecdkit.migration.nodes import NODES, node_of
from ecdkit.migration.run import migrate, plan
from ecdkit.packages.kind import is_package
from ecdkit.packages.package import read_package

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecdkit.document import Document
    from ecdkit.ledger import Ledger
    from ecdkit.migration.run import Migration, OnLoss
    from ecdkit.packages.package import Package

__all__ = [
    "FileReport",
    "Request",
    "failed",
    "migrated",
    "migrated_as_needed",
    "read_source",
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


def migrated_as_needed(doc: Document | Package, request: Request) -> Migration:
    """Return the migration of one of many, which may say itself what others do not.

    Args:
        doc: the document, or a package.
        request: what is asked for.

    Raises:
        EcdError: as `migrate` does.
    """
    try:
        return migrated(doc, request)
    except MigrationError as error:
        if not error.unneeded:
            raise
        inputs = {name: one for name, one in request.inputs.items() if name not in error.unneeded}
        return migrated(doc, evolve(request, inputs=inputs))


def failed(path: str, error: Exception) -> FileReport:
    """Return what became of a file that could not be migrated.

    Args:
        path: the file.
        error: why.
    """
    if isinstance(error, LossError):
        return FileReport(path, None, "refused", error.ledger, str(error))
    return FileReport(path, None, "failed", None, str(error))
