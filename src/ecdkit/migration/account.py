"""The account of a step: what became of every field, found by comparing source and target.

A step says which fields it pairs, and never what it did with one document. The ledger is made from
both documents: a field of the target is from where the pairing says only if the values agree, and
what of the source is found nowhere is lost. So a step that forgets a field cannot hide it.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from ecdkit.codec.structure import member_names
from ecdkit.ledger import LedgerEntry
from ecdkit.migration.pattern import OTHER, descend, fill, is_before, matched, named_beside
from ecdkit.text.excerpt import cut
from ecdkit.text.pointer import format_pointer, parse_pointer
from ecdkit.text.rewriter import same
from ecdkit.text.values import equal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ecdkit.migration.inputs import Given
    from ecdkit.migration.pattern import Bindings, Path
    from ecdkit.migration.step import Field, Held, Outcome, Step
    from ecdkit.text.view import View

__all__ = ["UndeclaredError", "account"]

_NO_PLACE = "the target has no place for it"
_OTHER_MEANING = "its name means something else in the target"


class UndeclaredError(AssertionError):
    """A step made a field that it does not declare, or not with the value that it declares."""


def account(
    step: Step, source: View, outcome: Outcome, given: Mapping[str, Given]
) -> tuple[LedgerEntry, ...]:
    """Return what became of every field.

    Args:
        step: the step that was taken.
        source: the root of the document that it was taken with.
        outcome: what it made.
        given: the inputs that it was taken with.

    Raises:
        UndeclaredError: a field of the target is none that the step declares.
    """
    book = _Book(step, source, outcome, given)
    book.visit_target(outcome.document.text.root)
    return (*book.entries, *book.rest(source))


class _Book:
    """Collects the entries of one step."""

    def __init__(
        self, step: Step, source: View, outcome: Outcome, given: Mapping[str, Given]
    ) -> None:
        self.entries: list[LedgerEntry] = []
        self._step = step
        self._source = source
        self._bindings: Bindings = outcome.bindings
        self._outcome = outcome
        self._given = given
        self._targets = tuple(one.target for one in step.fields if one.target is not None)
        doc = outcome.document
        model = doc.format.model_for(doc.text.root, doc.version)
        # Names that mean something in the root of the target.
        self._known: set[Path] = {(name,) for name in member_names(model)}
        # Fields of the source that the target has, and what those are in.
        self._kept: set[Path] = set()
        self._around: set[Path] = set()

    def visit_target(self, view: View) -> None:
        """Find where a field of the target is from, or where those in it are from."""
        for one in self._step.fields:
            entry = self._origin(one, view)
            if entry is not None:
                self.entries.append(entry)
                return
        children = list(view.children())
        if not children:
            raise UndeclaredError(
                f"{self._step.source} to {self._step.target}: nothing says where {view!r} is from"
            )
        for child in children:
            self.visit_target(child)

    def _origin(self, one: Field, view: View) -> LedgerEntry | None:
        if one.target is None:
            return None
        bindings = matched(one.target, view.path, self._bindings)
        if bindings is None or bindings.get(OTHER) in named_beside(one.target, self._targets):
            return None
        if one.source is None:
            if not self._is_made(one, view):
                return None
            return LedgerEntry(one.kind, None, view.pointer, one.grade, one.reason)
        path = fill(one.source, bindings)
        source = descend(self._source, path)
        if source is None:
            return None
        if one.kind in ("carried", "renamed"):
            if not same(source, view):
                return None
            self._keep(path)
        elif one.kind == "computed":
            if one.follows is not None and not equal(one.follows(source.value()), view.value()):
                return None
            if one.keeps or (
                one.back is not None and equal(one.back(view.value()), source.value())
            ):
                self._keep(path)
        elif one.holds is not None and one.holds(source):
            self._keep(path)
        return LedgerEntry(one.kind, format_pointer(path), view.pointer, one.grade, one.reason)

    def _is_made(self, one: Field, view: View) -> bool:
        """Whether a field has the value that the format implies, that counts, or that was given."""
        if one.input is None:
            return one.holds is None or one.holds(view)
        found = self._given.get(one.input)
        if found is None:
            return False
        value = found.value if one.follows is None else one.follows(found.value)
        return equal(value, view.value())

    def _keep(self, path: Path) -> None:
        self._kept.add(path)
        self._around.update(path[:length] for length in range(len(path)))

    def rest(self, view: View) -> Iterator[LedgerEntry]:
        """Yield what became of those fields of the source that the target does not have."""
        path = view.path
        if path in self._kept:
            return
        inside = path in self._around
        for one in self._step.fields:
            if inside or one.source is None:
                continue
            if matched(one.source, path, self._bindings) is None:
                continue
            entry = self._end(one, view)
            if entry is not None:
                yield entry
                return
        children = list(view.children())
        if children and (inside or self._is_looked_into(path)):
            for child in children:
                yield from self.rest(child)
        elif not inside:
            yield LedgerEntry("lost", view.pointer, None, "project", self._why_lost(view))

    def _why_lost(self, view: View) -> str:
        """Return why a field of the source is not in the target, though its place may be."""
        root, why = self._outcome.document.text.root, _NO_PLACE
        for one in self._step.fields:
            if one.source is None or one.target is None:
                continue
            bindings = matched(one.source, view.path, self._bindings)
            if bindings is None:
                continue
            place = fill(one.target, bindings)
            there = descend(root, place)
            if there is None:
                # Where a member of any name travels, one that the target knows does not.
                if OTHER in bindings and place in self._known:
                    why = _OTHER_MEANING
                continue
            held = next((entry for entry in self.entries if entry.target == there.pointer), None)
            if held is None:
                # What is inside of it is from several.
                return "its place is taken by other fields"
            if held.source == view.pointer:
                return "the target has only what follows from it"
            if held.source is not None:
                # In several steps this is no pointer into the first document.
                return f"its place is taken by {cut(parse_pointer(held.source)[-1])}"
            if held.kind == "supplied":
                return "its place is taken by what was given"
            return f"its place is taken by what is {held.kind}"
        return why

    def _end(self, one: Field, view: View) -> LedgerEntry | None:
        if one.target is not None:
            return None
        if one.kind == "implied" and one.holds is not None and not one.holds(view):
            return None
        if one.held is None:
            return LedgerEntry(one.kind, view.pointer, None, one.grade, one.reason)
        if one.held == "document":
            whole = b64encode(self._outcome.document.to_bytes()).decode()
            if view.value() != whole:
                return None
            return LedgerEntry(one.kind, view.pointer, "", one.grade, one.reason)
        file = self._file(one.held, view)
        if file is None:
            return None
        return LedgerEntry(one.kind, view.pointer, None, one.grade, one.reason, file)

    def _file(self, held: Held, view: View) -> str | None:
        """Return the file that holds what a field says, or that has its value as name."""
        files = [file.name for file in self._outcome.files]
        if held == "content":
            return files[0] if files else None
        value, own = view.value(), self._outcome.name
        names = [*files, *([own] if own is not None else [])]
        return next((name for name in names if value in (name, name.rpartition("/")[2])), None)

    def _is_looked_into(self, path: Path) -> bool:
        return any(
            one.source is not None and is_before(one.source, path, self._bindings)
            for one in self._step.fields
        )
