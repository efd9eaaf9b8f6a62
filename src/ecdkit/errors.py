"""The exception tree: everything that ecdkit raises on bad input derives from `EcdError`."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from ecdkit.ledger import Ledger
    from ecdkit.problems import Problem

__all__ = [
    "DefinitionError",
    "DuplicateKeyError",
    "EcdError",
    "EditError",
    "EncodingError",
    "FileAccessError",
    "FileIsFolderError",
    "FileMissingError",
    "FilePermissionError",
    "FileThereError",
    "FormatError",
    "JsonSyntaxError",
    "LimitError",
    "LossError",
    "MigrationError",
    "PackageError",
    "PointerError",
    "UsageError",
    "XmlSyntaxError",
    "advice",
    "file_error",
]


def advice(hint: str | None) -> str:
    """Return a hint as the sentence that follows another; nothing where there is none.

    Args:
        hint: what to do, one sentence without a full stop.
    """
    return f". {hint[:1].upper()}{hint[1:]}" if hint else ""


class EcdError(Exception):
    """Something is wrong with a document, a file or a request.

    Args:
        message: what is wrong, one sentence without a full stop.
        hint: what to do about it, one sentence without a full stop.
        path: the file's name as the user gave it.
        pointer: where in the document, an RFC 6901 JSON pointer.
        line: the line of the place, from 1.
        column: the column of the place, from 1, in code points.
        excerpt: the line of the place, cut around it, and below it a caret.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        path: str | None = None,
        pointer: str | None = None,
        line: int | None = None,
        column: int | None = None,
        excerpt: str | None = None,
    ) -> None:
        super().__init__(message)
        self.excerpt = excerpt
        self.message = message
        self.hint = hint
        self.path = path
        self.pointer = pointer
        self.line = line
        self.column = column

    @property
    def place(self) -> str:
        """`file:line:column` as far as it is known; empty where nothing is."""
        # An empty name is seen only in quotes.
        parts = [self.path or "''"] if self.path is not None else []
        if self.line is not None:
            parts += [str(self.line), str(self.column)]
        return ":".join(parts)

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, with the pointer, but without file, line and column."""
        where = f" (at {self.pointer})" if self.pointer else ""
        return f"{self.message}{where}{advice(self.hint)}"

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class EncodingError(EcdError):
    """The bytes are not text in the encoding asked for, or cannot be written back in it."""


class JsonSyntaxError(EcdError):
    """The text is not JSON; `line` and `column` say where it stops being so."""


class XmlSyntaxError(EcdError):
    """The text is not XML as templates may have it; `line` and `column` say where."""


class LimitError(EcdError):
    """The input exceeds one of `ecdkit.Limits`."""


class PointerError(EcdError, LookupError):
    """A JSON pointer is malformed, or leads nowhere in this document."""


class EditError(EcdError, ValueError):
    """An edit cannot be made: JSON has no text for a value, or the operation has no meaning."""


class DuplicateKeyError(EditError):
    """An edit would have to choose between members of the same name."""


class FormatError(EcdError):
    """The JSON text is no document that ecdkit knows, or not of the version that was asked for."""


class DefinitionError(EcdError, ValueError):
    """The document is not what its format asks for; `problems` lists what is wrong.

    Args:
        message: what is wrong.
        problems: every problem found, in document order.
        **where: as for `EcdError`.
    """

    def __init__(self, message: str, *, problems: tuple[Problem, ...] = (), **where: Any) -> None:
        super().__init__(message, **where)
        self.problems = problems

    @classmethod
    def of(cls, problems: tuple[Problem, ...], path: str | None = None) -> Self:
        """Return the error that tells the first error of several problems, and carries them all.

        Args:
            problems: what was found, in document order; one of them at least is an error.
            path: the file's name as the user gave it.
        """
        errors = [problem for problem in problems if problem.severity == "error"]
        first, more = errors[0], len(errors) - 1
        return cls(
            f"{first.message}{f', and {more:,} more' if more else ''}",
            hint=first.hint,
            problems=problems,
            path=path,
            pointer=first.pointer,
            line=first.line,
            column=first.column,
        )


class PackageError(DefinitionError):
    """The file is no package, or one that is not safe to read; `problems` lists what is wrong."""


class UsageError(EcdError):
    """The request itself makes no sense: arguments that contradict each other or the document."""


class MigrationError(EcdError):
    """There is no road from this document to that format, or something is needed to go it.

    Args:
        message: what is wrong.
        missing: the names of inputs that are needed and were not given.
        unneeded: the names of inputs that were given and are not needed.
        **where: as for `EcdError`.
    """

    def __init__(
        self,
        message: str,
        *,
        missing: tuple[str, ...] = (),
        unneeded: tuple[str, ...] = (),
        **where: Any,
    ) -> None:
        super().__init__(message, **where)
        self.missing = missing
        self.unneeded = unneeded


class LossError(MigrationError):
    """A migration would lose fields, and was not told that it may; `ledger` lists them.

    Args:
        message: what is wrong.
        ledger: what became of every field.
        **where: as for `EcdError`.
    """

    def __init__(self, message: str, *, ledger: Ledger | None = None, **where: Any) -> None:
        super().__init__(message, **where)
        self.ledger = ledger


class FileAccessError(EcdError, OSError):
    """The operating system refused to read or write a file."""

    def __init__(self, message: str, *, number: int | None = None, **where: Any) -> None:
        EcdError.__init__(self, message, **where)
        self.errno = number
        self.strerror = message
        self.filename = self.path

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors cross process borders in parallel work; what an `OSError` knows would be lost.
        told = {"errno": self.errno, "strerror": self.strerror, "filename": self.filename}
        return (type(self), self.args, {**self.__dict__, **told})


class FileMissingError(FileAccessError, FileNotFoundError):
    """There is no such file."""


class FilePermissionError(FileAccessError, PermissionError):
    """The file may not be read or written."""


class FileIsFolderError(FileAccessError, IsADirectoryError):
    """The path names a folder where a file is needed."""


class FileThereError(FileAccessError, FileExistsError):
    """The file exists and may not be replaced."""


_KINDS: dict[int, tuple[type[FileAccessError], str]] = {
    errno.ENOENT: (FileMissingError, "there is no such file"),
    errno.EACCES: (FilePermissionError, "permission denied"),
    errno.EPERM: (FilePermissionError, "permission denied"),
    errno.EISDIR: (FileIsFolderError, "this is a folder, not a file"),
    errno.EEXIST: (FileThereError, "the file exists"),
}


def file_error(error: OSError, path: str | os.PathLike[str]) -> FileAccessError:
    """Return the `EcdError` that says what the operating system said of a path.

    Args:
        error: what was raised.
        path: the path as the user gave it.
    """
    number = error.errno or 0
    kind, message = _KINDS.get(number, (FileAccessError, ""))
    if not message:
        message = (error.strerror or str(error) or type(error).__name__).lower()
    return kind(message, number=number, path=os.fsdecode(path))
