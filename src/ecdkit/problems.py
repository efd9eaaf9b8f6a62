"""`Problem`: one thing that is wrong with a document, and where; `Rule`: what it violates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import frozen

if TYPE_CHECKING:
    from ecdkit.text.view import View

__all__ = ["Grade", "Problem", "Rule", "Severity"]

Severity = Literal["error", "warning", "note"]
Grade = Literal["documented", "observed", "inferred", "project", "unknown"]


@frozen
class Problem:
    """One thing that is wrong with a document.

    Attributes:
        code: a stable name such as "wrong-type", that of a rule.
        severity: error, warning or note.
        pointer: where, an RFC 6901 JSON pointer; of a missing member the object's, or that of the
            member that is spelled nearly so.
        line: the line of the place, from 1.
        column: the column of the place, from 1, in code points.
        message: what is wrong, one sentence of less than 300 characters.
        hint: what to do, or None.
        requirement: the id of the requirement of the specification that is violated, or None.
        excerpt: of what is no JSON text the line, cut around the place, and a caret below it in a
            line of its own; else None.
        entry: the name of the file in a package that the place is in; None where it is in the file
            that was validated.
    """

    code: str
    severity: Severity
    pointer: str
    line: int
    column: int
    message: str
    hint: str | None = None
    requirement: str | None = None
    excerpt: str | None = None
    entry: str | None = None


@frozen
class Rule:
    """One way in which a document can be wrong, declared once.

    Problems are made from rules, so that the catalogue, the reporters and what `--explain` prints
    have one source.

    Attributes:
        code: the stable name that its problems have.
        severity: how bad it is unless somebody says otherwise.
        title: what is asked for, one sentence without a full stop.
        explanation: why, and what to do; sentences.
        hint: what to do, where a problem does not say it more exactly.
        formats: names of the formats that it is about; empty if it is about all.
        grade: how well it is known that a violation is wrong.
        source: where that is said.
        requirement: the id of the requirement in the specification, or None where it has none.
        exceptions: other severities in some formats, by the format's name.
    """

    code: str
    severity: Severity
    title: str
    explanation: str
    hint: str | None = None
    formats: tuple[str, ...] = ()
    grade: Grade = "project"
    source: str = "ecdkit"
    requirement: str | None = None
    exceptions: tuple[tuple[str, Severity], ...] = ()

    def severity_in(self, format_name: str) -> Severity:
        """Return how bad it is in a format, unless somebody says otherwise."""
        return dict(self.exceptions).get(format_name, self.severity)

    def at(
        self,
        view: View,
        message: str,
        hint: str | None = None,
        *,
        offset: int | None = None,
        pointer: str | None = None,
        format_name: str = "",
    ) -> Problem:
        """Return a problem at a place of a text.

        Args:
            view: the place.
            message: what is wrong there.
            hint: what to do, if not what the rule says.
            offset: where exactly, if not where the place begins.
            pointer: what exactly, if not the place.
            format_name: the format of the document, where the rule has exceptions.
        """
        return self.problem(
            message,
            view.place if offset is None else view.text.place(offset),
            hint=hint,
            pointer=view.pointer if pointer is None else pointer,
            format_name=format_name,
        )

    def problem(
        self,
        message: str,
        place: tuple[int, int],
        *,
        hint: str | None = None,
        pointer: str = "",
        format_name: str = "",
        excerpt: str | None = None,
    ) -> Problem:
        """Return a problem, where there may be no place of a JSON text.

        Args:
            message: what is wrong.
            place: line and column, from 1, columns in code points.
            hint: what to do, if not what the rule says.
            pointer: where, as a JSON pointer.
            format_name: the format of the document, where the rule has exceptions.
            excerpt: the line, and a caret below it.
        """
        line, column = place
        return Problem(
            self.code,
            self.severity_in(format_name),
            pointer,
            line,
            column,
            message,
            hint or self.hint,
            self.requirement,
            excerpt,
        )

    def of_file(self, message: str, hint: str | None = None) -> Problem:
        """Return a problem of a file as a whole, which has no place in it.

        Args:
            message: what is wrong with it.
            hint: what to do, if not what the rule says.
        """
        return Problem(
            self.code, self.severity, "", 1, 1, message, hint or self.hint, self.requirement
        )
