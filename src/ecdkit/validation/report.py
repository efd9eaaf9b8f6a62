"""`Report`: everything that is wrong with one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ecdkit.errors import DefinitionError

if TYPE_CHECKING:
    from ecdkit.formats.format import Version
    from ecdkit.problems import Problem

__all__ = ["Failure", "Report"]


@frozen
class Failure:
    """A file or folder about which nothing can be said, because it cannot be read.

    Attributes:
        path: the file.
        message: why, one or two sentences.
    """

    path: str
    message: str


@frozen
class Report:
    """What the validation of one document found.

    Attributes:
        path: the file, or None.
        format: the name of the format, or None where the text is none that we know.
        version: the version that the document says it has, or None.
        problems: what was found, in the order of places.
        truncated: whether there is more than the limit allows to list.
    """

    path: str | None
    format: str | None
    version: Version
    problems: tuple[Problem, ...]
    truncated: bool = False

    def file_of(self, problem: Problem) -> str | None:
        """Return the file that the place of a problem is in; one in a package is behind a slash."""
        return self.path if problem.entry is None else f"{self.path or '-'}/{problem.entry}"

    @property
    def ok(self) -> bool:
        """Whether no problem is an error."""
        return not self.errors

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems of severity error."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems of severity warning."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")

    def raise_for_errors(self) -> None:
        """Do nothing if no problem is an error.

        Raises:
            DefinitionError: a problem is; its `problems` are those of this report.
        """
        if not self.ok:
            raise DefinitionError.of(self.problems, self.path)
