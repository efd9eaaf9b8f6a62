"""`migrate`: a document along a road, with the ledger of what became of every field."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, frozen

from ecdkit.arguments import require
from ecdkit.document import Document, structure_problems
from ecdkit.errors import (
    DuplicateKeyError,
    EcdError,
    EditError,
    FileThereError,
    LossError,
    MigrationError,
    UsageError,
)
from ecdkit.files import is_taken, is_there, make_folder, place_of, write_bytes
from ecdkit.ledger import Ledger, LedgerEntry, StepTaken
from ecdkit.migration.account import account
from ecdkit.migration.compose import composed, origin_of
from ecdkit.migration.inputs import Given, Inputs, given
from ecdkit.migration.nodes import node_of
from ecdkit.migration.pattern import descend, fill
from ecdkit.migration.registry import STEPS, node_named, road
from ecdkit.packages.gather import is_written, write_package
from ecdkit.packages.package import Package, inside
from ecdkit.packages.writing import Member
from ecdkit.text import lexical
from ecdkit.text.excerpt import cut
from ecdkit.text.kinds import STRINGS
from ecdkit.text.pointer import format_pointer
from ecdkit.text.values import equal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ecdkit.migration.step import Node, Step

__all__ = ["Migration", "OnLoss", "migrate", "plan"]

_UNTOUCHED = (LedgerEntry("carried", "", "", "documented"),)

OnLoss = Literal["error", "warn"]


@frozen
class Migration:
    """A document after its migration.

    Attributes:
        document: the document in its new format.
        ledger: what became of every field.
        files: files that belong beside it, such as the model of a deep-learning definition.
        name: the name that its file had when it became part of the source, or None.
        source: the file that was read, or None.
    """

    document: Document
    ledger: Ledger
    files: tuple[Member, ...] = ()
    name: str | None = None
    source: str | None = None

    @property
    def is_packed(self) -> bool:
        """Whether document and files belong into one package."""
        return node_named(self.ledger.target).packed

    def members(self, path: str) -> tuple[str, tuple[Member, ...]]:
        """Return the name that the document has in a package, and the other files of that.

        Args:
            path: the package to write.
        """
        stem, _ = os.path.splitext(os.path.basename(path))
        return self.name or f"{stem}.emd", self.files

    def paths(self, path: str) -> tuple[str, ...]:
        """Return the files that are written: the document last.

        Args:
            path: the document's file, or the package.
        """
        if self.is_packed:
            return (path,)
        folder = os.path.dirname(path)
        return (*(os.path.join(folder, *one.name.split("/")) for one in self.files), path)

    def write(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the document, and the files that belong beside it into the same folder.

        What is packed is written as one package. Otherwise each is written atomically, the document
        last; a file that is there already, byte for byte, is left alone.

        Args:
            path: the document's file.
            overwrite: whether files that exist may be replaced.

        Raises:
            FileAccessError: a file exists or cannot be written.
            DefinitionError: a file is not the one that the source was made with.
            UsageError: a file that belongs beside the document would be the document, or the file
                that was read.
        """
        name = os.fsdecode(path)
        if not overwrite and is_taken(name):
            # Before anything else is written.
            raise FileThereError("the file exists", path=name)
        if self.is_packed:
            write_package(name, self.document, *self.members(name), overwrite=overwrite)
        else:
            self._write_all(name, overwrite=overwrite)

    def complete(self, path: str, *, overwrite: bool = False) -> bool:
        """Write what is not there yet, byte for byte, and return whether there was need to.

        Args:
            path: the document's file, or the package.
            overwrite: whether files that exist with other content may be replaced.

        Raises:
            EcdError: as `write` does.
        """
        if not self.is_packed:
            return self._write_all(path, overwrite=overwrite)
        if is_written(path, self.document, *self.members(path)):
            return False
        write_package(path, self.document, *self.members(path), overwrite=overwrite)
        return True

    def _write_all(self, path: str, *, overwrite: bool) -> bool:
        targets = self.paths(path)
        beside = {place_of(one): one for one in targets[:-1]}
        if place_of(path) in beside:
            raise UsageError(
                "the document and a file that belongs beside it would be one file",
                hint="give the document another name",
                path=path,
            )
        read = beside.get(place_of(self.source)) if beside and self.source is not None else None
        if read is not None:
            raise UsageError(
                "a file that belongs beside the document would replace what is read",
                hint="put the document into another folder",
                path=read,
            )
        contents: list[Callable[[], Iterable[bytes]]] = [one.chunks for one in self.files]
        contents.append(lambda: [self.document.to_bytes()])
        wanted = [
            (target, content)
            for target, content in zip(targets, contents, strict=True)
            if not is_there(target, content())
        ]
        there = next((one for one, _ in wanted if is_taken(one)), None)
        if there is not None and not overwrite:
            # Before any of them is written.
            raise FileThereError("the file exists", path=there)
        for file in self.files:
            if "/" in file.name:
                make_folder(os.path.join(os.path.dirname(path), *file.name.split("/")[:-1]))
        for target, content in wanted:
            try:
                write_bytes(target, content(), overwrite=overwrite)
            except FileThereError:
                # Another process may have made the same file of another document meanwhile.
                if not is_there(target, content()):
                    raise
        return bool(wanted)


@frozen
class _State:
    """How far a road has been gone.

    Attributes:
        document: where it has led to.
        entries: what became of the fields of the first document.
        files: files that belong beside the document.
        name: the name that its file had.
        given: inputs, those that steps offered among them.
    """

    document: Document
    entries: tuple[LedgerEntry, ...]
    files: tuple[Member, ...]
    name: str | None
    given: Mapping[str, Given]


def migrate(
    doc: Document | Package,
    target: str,
    *,
    on_loss: OnLoss = "error",
    allow: Literal["inferred"] | None = None,
    **inputs: Any,
) -> Migration:
    """Return a document in another format or version, with the ledger of what that costs.

    The document is checked fully, and itself left alone.

    Args:
        doc: the document, or a package: the model definition in it with its files.
        target: such as "model-definition"; `TARGETS` and `ecd targets` list them.
        on_loss: whether fields that the target cannot hold make this an error.
        allow: "inferred" to take steps that nobody has published.
        **inputs: what the steps need and no document says, such as `ModelFile`; what no step
            knows becomes a member of the target.

    Raises:
        MigrationError: there is no road, or an input is missing: `missing` names it.
        LossError: fields would be lost; `ledger` lists them.
        DefinitionError: the structure of the document is not that of its format.
        DuplicateKeyError: a name stands twice in it.
    """
    if on_loss not in ("error", "warn"):
        raise UsageError(f"on_loss is 'error' or 'warn', not {cut(repr(on_loss))}")
    if allow not in (None, "inferred"):
        raise UsageError(f"allow is 'inferred' or None, not {cut(repr(allow))}")
    steps = plan(doc, target, allow=allow)
    start = _start(doc, {name: given(name, one) for name, one in inputs.items()})
    path = inside(doc.path, doc.definition_name) if isinstance(doc, Package) else doc.path
    try:
        _refuse_duplicates(start.document)
        made = _gone(start, node_of(doc), steps, doc.path)
    except DuplicateKeyError as error:
        error.path = error.path or path
        raise
    except EditError as error:
        refused = _unwritable(start.document, error)
        refused.path = path
        raise refused from None
    except EcdError as error:
        error.path = error.path or path
        raise
    lost = made.ledger.lost
    if lost and on_loss == "error":
        first = lost[0]
        more = f" and {len(lost) - 1:,} more" if len(lost) > 1 else ""
        raise LossError(
            f"{target} cannot hold {_fields(len(lost))} of this {made.ledger.source}: "
            f"{cut(str(first.source))}{more}",
            ledger=made.ledger,
            hint="accept that with --on-loss warn, in Python on_loss='warn'",
            path=path,
        )
    return made


def _start(doc: Document | Package, given: Mapping[str, Given]) -> _State:
    """Return where a road begins: a document, or that in a package with the files around it."""
    if not isinstance(doc, Package):
        return _State(doc.fully_checked(), _UNTOUCHED, (), None, given)
    files = tuple(
        Member(one.name, one.size, partial(doc.chunks, one.name))
        for one in doc.files
        if one.name != doc.definition_name
    )
    return _State(doc.definition, _UNTOUCHED, files, doc.definition_name, given)


def plan(
    doc: Document | Package, target: str, *, allow: Literal["inferred"] | None = None
) -> tuple[Step, ...]:
    """Return the steps that a migration would take, without taking them.

    Args:
        doc: the document or package.
        target: as for `migrate`.
        allow: as for `migrate`.

    Raises:
        MigrationError: there is no road.
        DefinitionError: the structure of the document is not that of its format.
    """
    require(doc, Document, Package)
    source = node_of(doc)
    try:
        steps = road(source, target, inferred=allow == "inferred")
    except MigrationError as error:
        error.path = error.path or doc.path
        raise
    if source.target != target:
        return steps
    # It is there already; what is left is to mend it.
    end = steps[-1].target if steps else source.name
    return (*steps, *(one for one in STEPS if one.source == one.target == end))


def _gone(start: _State, source: Node, steps: tuple[Step, ...], path: str | None) -> Migration:
    known = {one.name for step in steps for one in step.inputs}
    doc, state = start.document, start
    taken: list[StepTaken] = []
    used: set[str] = set()
    for step in steps:
        if step.applies is None or step.applies(state.document):
            try:
                state = _after(state, step, doc, used)
            except EcdError as error:
                _place_in(doc, state, error)
                raise
            taken.append(StepTaken(step.source, step.target, step.grade, step.evidence))
    document, entries = state.document, state.entries
    others = [name for name in start.given if name not in used]
    _refuse_unneeded(
        [name for name in others if name in known or document.text.root.get(name) is not None]
    )
    for name in others:
        document = _with_member(document, name, start.given[name].spelled)
        entries = (*entries, LedgerEntry("supplied", None, format_pointer((name,)), "project"))
    _require_sound(document)
    ledger = Ledger(source.name, taken[-1].target if taken else source.name, tuple(taken), entries)
    # It is not what stands in the file that was read.
    document = Document(document.text) if document is not doc else doc
    return Migration(document, ledger, state.files, state.name, path)


def _place_in(doc: Document, state: _State, error: EcdError) -> None:
    """Tell the place of an error as one in the first document, or none where it has none there."""
    if error.line is None or state.document.text is doc.text:
        return
    pointer = origin_of(error.pointer or "", state.entries)
    error.pointer, error.line, error.column = pointer, None, None
    if pointer is not None:
        error.line, error.column = doc.text.at(pointer).place


def _after(state: _State, step: Step, origin: Document, used: set[str]) -> _State:
    """Return how far a road has been gone after one more step."""
    folder = os.path.dirname(os.path.abspath(origin.path)) if origin.path else None
    inputs = Inputs(state.given, step.inputs, folder, state.files, state.name)
    outcome = step.run(state.document, inputs)
    used |= inputs.used
    name = outcome.name or (state.name if step.in_place else None)
    entries = composed(
        state.entries if name == state.name else _without_name(state),
        account(step, state.document.text.root, outcome, state.given),
    )
    offers: dict[str, Given] = {}
    for offer in step.offers:
        for pattern in offer.sources:
            path = fill(pattern, outcome.bindings)
            view = descend(state.document.text.root, path)
            pointer = origin_of(format_pointer(path), state.entries)
            if (
                view is not None
                and view.kind == STRINGS
                and pointer is not None
                and offer.name not in offers
            ):
                offers[offer.name] = Given(view.value(), pointer)
    return _State(
        outcome.document,
        _with_offers(entries, step, state.given, origin, outcome.document),
        (*(one for one in state.files if one.name not in outcome.taken), *outcome.files),
        name,
        {**offers, **state.given},
    )


def _without_name(state: _State) -> tuple[LedgerEntry, ...]:
    """Return the entries where the document is no longer the one that had a name of its own."""
    files = {file.name.rpartition("/")[2] for file in state.files}
    if state.name is None or state.name in files:
        return state.entries
    return tuple(
        evolve(one, kind="lost", file=None, reason="no file of this name is made")
        if one.file == state.name
        else one
        for one in state.entries
    )


def _with_offers(
    entries: tuple[LedgerEntry, ...],
    step: Step,
    given: Mapping[str, Given],
    origin: Document,
    made: Document,
) -> tuple[LedgerEntry, ...]:
    """Return the entries where what a step took from an offer is from the first document."""
    pointers = {
        one.target: found.pointer
        for one in step.fields
        if one.kind == "supplied"
        and (found := given.get(str(one.input))) is not None
        and found.pointer is not None
    }
    kept: set[str] = set()
    changed: list[LedgerEntry] = []
    for entry in entries:
        pointer = pointers.get(entry.target) if entry.kind == "supplied" else None
        if pointer is None:
            changed.append(entry)
            continue
        assert entry.target is not None
        same = equal(origin.text.at(pointer).value(), made.text.at(entry.target).value())
        if same:
            kept.add(pointer)
        changed.append(evolve(entry, kind="renamed" if same else "computed", source=pointer))
    return tuple(one for one in changed if one.kind != "lost" or one.source not in kept)


def _with_member(doc: Document, name: str, value: Any) -> Document:
    try:
        return doc.set(format_pointer((name,)), value)
    except EditError as error:
        raise MigrationError(f"{cut(repr(name))} cannot be given: {error.message}") from None


def _refuse_unneeded(names: list[str]) -> None:
    if names:
        some = ", ".join(cut(repr(name)) for name in names)
        raise MigrationError(
            f"{some} {'is' if len(names) == 1 else 'are'} not needed here",
            unneeded=tuple(names),
            hint="leave it out; what the document says itself can be edited in the result",
        )


def _require_sound(doc: Document) -> None:
    """Refuse a result whose structure is wrong: what was given does not fit."""
    problems = structure_problems(doc)
    if problems:
        first = problems[0]
        raise MigrationError(
            f"the result would not be valid: at {first.pointer or 'the root'}, {first.message}"
        )


def _refuse_duplicates(doc: Document) -> None:
    for found in lexical.duplicate_names(doc.text):
        line, column = doc.text.place(found.offset)
        raise DuplicateKeyError(
            f"the name {cut(repr(found.token))} stands twice, and only one of them could migrate",
            hint="remove the other",
            path=doc.path,
            pointer=found.pointer,
            line=line,
            column=column,
        )


def _unwritable(doc: Document, error: EditError) -> MigrationError:
    """Return why a new document cannot be written, with the place in the old one."""
    places = (*lexical.nonfinite_numbers(doc.text), *lexical.lone_surrogates(doc.text))
    line, column = doc.text.place(places[0].offset) if places else (error.line, error.column)
    pointer = places[0].pointer if places else error.pointer
    return MigrationError(
        error.message, hint="correct it first", pointer=pointer, line=line, column=column
    )


def _fields(number: int) -> str:
    return "one field" if number == 1 else f"{number:,} fields"
