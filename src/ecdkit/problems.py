"""`Problem`: one thing that is wrong with a document, and where."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

__all__ = ["Problem", "Severity"]

Severity = Literal["error", "warning", "note"]


@frozen
class Problem:
    """One thing that is wrong with a document.

    Attributes:
        code: a stable name such as "wrong-type".
        severity: error, warning or note.
        pointer: where, an RFC 6901 JSON pointer; of a missing member the object's.
        line: the line of the place, from 1.
        column: the column of the place, from 1, in code points.
        message: what is wrong, one sentence of less than 300 characters.
        hint: what to do, or None.
        requirement: the id of the requirement of the specification that is violated, or None.
    """

    code: str
    severity: Severity
    pointer: str
    line: int
    column: int
    message: str
    hint: str | None = None
    requirement: str | None = None
