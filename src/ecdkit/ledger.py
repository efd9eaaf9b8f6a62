"""The ledger of a migration: what became of every field, and where every new field is from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from attrs import frozen

if TYPE_CHECKING:
    from ecdkit.problems import Grade

__all__ = ["KINDS", "EntryKind", "Ledger", "LedgerEntry", "StepTaken"]

EntryKind = Literal["carried", "renamed", "implied", "computed", "supplied", "invented", "lost"]

KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
"""What can become of a field: the value and name stay; the value stays under another name; the
format itself says it; it follows from other values; the user gave it; this project made it up; it
is gone."""


@frozen
class LedgerEntry:
    """What became of one field, or where one field is from.

    It speaks for everything inside the field, except where another entry speaks of something
    inside it.

    Attributes:
        kind: one of `KINDS`.
        source: the field in the source document, a JSON pointer; None where it has none there.
        target: the field in the target document; None where it has none there.
        file: the file beside the target document that holds the value, or whose name it is.
        reason: why, one sentence without a full stop; None where the kind says it all.
        grade: how well it is known that the two fields mean the same, or that it may go.
    """

    kind: EntryKind
    source: str | None
    target: str | None
    grade: Grade
    reason: str | None = None
    file: str | None = None


@frozen
class StepTaken:
    """One step of a road.

    Attributes:
        source: the format and version that it starts from.
        target: the format and version that it leads to.
        grade: how well the step as a whole is known.
        evidence: where that is known from.
    """

    source: str
    target: str
    grade: Grade
    evidence: str


@frozen
class Ledger:
    """Everything that a migration did to the fields of a document.

    Attributes:
        source: the format and version of the document.
        target: the format and version that it was migrated to.
        steps: the steps that led there, in order.
        entries: what became of every field.
    """

    source: str
    target: str
    steps: tuple[StepTaken, ...]
    entries: tuple[LedgerEntry, ...]

    @property
    def lost(self) -> tuple[LedgerEntry, ...]:
        """The entries of fields that are gone."""
        return self.of("lost")

    def of(self, kind: EntryKind) -> tuple[LedgerEntry, ...]:
        """Return the entries of one kind."""
        return tuple(entry for entry in self.entries if entry.kind == kind)
