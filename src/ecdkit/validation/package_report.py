"""What is wrong with a package: with the archive, with the definition in it, with other files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ecdkit.errors import EcdError, FileAccessError, PackageError
from ecdkit.formats.model_definition.rules import ABSOLUTE_PATH
from ecdkit.packages.package import (
    definition_entries,
    definition_of,
    definition_problems,
    file_problems,
)
from ecdkit.packages.reading import read_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecdkit.document import Document
    from ecdkit.limits import Limits
    from ecdkit.packages.reading import Archive
    from ecdkit.problems import Problem
    from ecdkit.validation.report import Report

__all__ = ["package_problems"]


def package_problems(
    source: str | bytes,
    limits: Limits,
    validate: Callable[[Document], Report],
    problem: Callable[[EcdError], Problem],
) -> Iterator[Problem]:
    """Yield what is wrong with a package; of one that is not safe to read, only why.

    Args:
        source: the file, or its bytes.
        limits: bounds on what may be read.
        validate: returns what is wrong with a definition.
        problem: makes a problem of the error of a definition that cannot be read.

    Raises:
        FileAccessError: the file cannot be read.
    """
    archive = read_archive(source, limits)
    yield from archive.problems
    if any(one.severity == "error" for one in archive.problems):
        return
    yield from definition_problems(archive)
    definitions = definition_entries(archive)
    damaged: set[str] = set()
    for entry in definitions:
        try:
            definition = definition_of(archive, entry, limits)
        except FileAccessError:
            raise
        except PackageError as error:
            damaged.add(entry.name)
            yield from error.problems
        except EcdError as error:
            yield evolve(problem(error), entry=entry.name)
        else:
            yield from _definition_problems(archive, definition, entry.name, validate)
    for entry in archive.entries:
        if entry.name not in damaged:
            yield from _damage(archive, entry.name)


def _definition_problems(
    archive: Archive, definition: Document, name: str, validate: Callable[[Document], Report]
) -> Iterator[Problem]:
    for one in validate(definition).problems:
        # In a package it is more than a warning: what is not in it is not there.
        if one.code != ABSOLUTE_PATH.code:
            yield evolve(one, entry=name)
    for one in file_problems(definition, tuple(one.name for one in archive.entries)):
        yield evolve(one, entry=name)


def _damage(archive: Archive, name: str) -> Iterator[Problem]:
    entry = next(one for one in archive.entries if one.name == name)
    try:
        for _ in archive.chunks(entry):
            pass
    except FileAccessError:
        raise
    except PackageError as error:
        yield from error.problems
