"""`Step`: one edge of the map of formats, as data and one pure function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from ecdkit.text.values import equal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecdkit.document import Document
    from ecdkit.ledger import EntryKind
    from ecdkit.migration.inputs import Inputs
    from ecdkit.packages.writing import Member
    from ecdkit.problems import Grade
    from ecdkit.text.view import View

__all__ = [
    "Field",
    "Held",
    "Input",
    "Node",
    "Offer",
    "Outcome",
    "Step",
    "carried",
    "computed",
    "counted",
    "counts",
    "held",
    "implied",
    "invented",
    "is_value",
    "lost",
    "measured",
    "renamed",
    "supplied",
]

Held = Literal["content", "name", "document"]


@frozen
class Node:
    """A place on the map: documents of one format and version that are migrated alike.

    Attributes:
        target: how users name the format and version, such as "extra-info@1".
        kind: what tells these documents from others of the format and version; "" where nothing.
        title: as sentences call one.
        suffix: how names of its files end.
        schema: the JSON Schema of the documents.
        current: whether such documents are what the target's name means; others lead there.
        packed: whether the document and the files that belong beside it are in one archive.
    """

    target: str
    kind: str
    title: str
    suffix: str
    schema: str
    current: bool = True
    packed: bool = False

    @property
    def name(self) -> str:
        """What the node is called in plans and ledgers."""
        return f"{self.target} ({self.kind})" if self.kind else self.target


@frozen
class Field:
    """What a step does to a field: the pairing that its ledger is made from.

    Attributes:
        kind: what becomes of the field, as in a ledger.
        source: a pattern of the field in the source, or None.
        target: a pattern of the field in the target, or None.
        grade: how well this is known.
        reason: why, one sentence without a full stop, or None.
        holds: for what is implied: whether a place has the value that the format implies.
        follows: for what is computed: how the target's value follows from the source's, where
            that is all it follows from; for what is supplied: how it follows from the input, if
            it is not that itself.
        back: for what is computed: how the source's value follows from the target's; where it
            does not, something of the source is lost.
        keeps: for what is computed: whether the new value means what the old one did.
        held: "content" where a file beside the target holds the value, "name" where the value is
            the name of such a file or of the target's own, "document" where the target itself is
            what the value stands for in base64; None otherwise.
        input: for what is supplied: the name of the input.
    """

    kind: EntryKind
    source: str | None
    target: str | None
    grade: Grade
    reason: str | None = None
    holds: Callable[[View], bool] | None = None
    follows: Callable[[Any], Any] | None = None
    back: Callable[[Any], Any] | None = None
    keeps: bool = False
    held: Held | None = None
    input: str | None = None


def carried(pattern: str, grade: Grade, reason: str | None = None) -> Field:
    """Return a field that keeps its name, place and value."""
    return Field("carried", pattern, pattern, grade, reason)


def renamed(source: str, target: str, grade: Grade, reason: str | None = None) -> Field:
    """Return a field that keeps its value under another name or at another place."""
    return Field("renamed", source, target, grade, reason)


def implied(
    source: str | None,
    target: str | None,
    grade: Grade,
    reason: str,
    holds: Callable[[View], bool],
) -> Field:
    """Return a field that the format itself says."""
    return Field("implied", source, target, grade, reason, holds=holds)


def computed(
    source: str,
    target: str,
    grade: Grade,
    reason: str,
    *,
    follows: Callable[[Any], Any] | None = None,
    back: Callable[[Any], Any] | None = None,
    keeps: bool = False,
) -> Field:
    """Return a field that follows from another."""
    return Field("computed", source, target, grade, reason, follows=follows, back=back, keeps=keeps)


def counted(target: str, grade: Grade, listed: str) -> Field:
    """Return a field that is the length of the array beside it that has a name."""
    return Field("computed", None, target, grade, f"the length of {listed}", holds=counts(listed))


def measured(target: str, reason: str) -> Field:
    """Return a field that follows from a file."""
    return Field("computed", None, target, "project", reason)


def supplied(
    name: str,
    grade: Grade,
    *,
    target: str | None = None,
    reason: str | None = None,
    follows: Callable[[Any], Any] | None = None,
) -> Field:
    """Return a field that the user gives; a member of the target's root if not said otherwise."""
    return Field("supplied", None, target or f"/{name}", grade, reason, follows=follows, input=name)


def invented(target: str, reason: str, value: Any) -> Field:
    """Return a field that is made up, because the target cannot be without it."""
    return Field("invented", None, target, "project", reason, holds=is_value(value))


def lost(source: str, grade: Grade, reason: str) -> Field:
    """Return a field that the target cannot hold."""
    return Field("lost", source, None, grade, reason)


def held(source: str, grade: Grade, reason: str, by: Held = "content") -> Field:
    """Return a field whose value a file beside the target holds, or names, or the target itself."""
    kind: EntryKind = "computed" if by == "document" else "carried"
    return Field(kind, source, None, grade, reason, held=by)


def is_value(value: Any) -> Callable[[View], bool]:
    """Return whether a place has a value, type-strict."""
    return lambda view: equal(view.value(), value)


def counts(name: str) -> Callable[[View], bool]:
    """Return whether a place holds the length of the array beside it that has a name."""

    def holds(view: View) -> bool:
        counted = view.text.ancestors(view)[-1].get(name)
        return counted is not None and equal(view.value(), len(counted))

    return holds


@frozen
class Input:
    """Something that a step needs and a document does not say.

    Its type is the one that the schema of the step's target gives its name.

    Attributes:
        name: the name of the target's member, or of a file.
        meaning: what it is.
        examples: some values, as they are typed.
        least: of a number, the least that makes sense; None where it is none.
        instead: the name of another input that does as well, or None.
        when: in which case it is needed, or None where always.
    """

    name: str
    meaning: str
    examples: tuple[str, ...]
    least: int | None = None
    instead: str | None = None
    when: str | None = None

    @property
    def told(self) -> str:
        """The input with its meaning and examples, as errors and plans tell it."""
        return f"{self.name} ({self.meaning}, such as {' or '.join(self.examples)})"


@frozen
class Offer:
    """A value of the source that a later step of the road may need.

    Attributes:
        name: the name of the input.
        sources: patterns of where it may stand, the first that is there counts.
    """

    name: str
    sources: tuple[str, ...]


@frozen
class Outcome:
    """What a step made.

    Attributes:
        document: the target.
        bindings: what names in the patterns of the step's fields stand for.
        files: files that belong beside the target.
        name: the name that the target's file had once, or None.
        taken: the names of files that belonged beside the source and are in the target itself now.
    """

    document: Document
    bindings: Mapping[str, int] = field(factory=dict)
    files: tuple[Member, ...] = ()
    name: str | None = None
    taken: frozenset[str] = frozenset()


@frozen
class Step:
    """An edge of the map.

    Attributes:
        source: the name of the node that it starts from.
        target: the name of the node that it leads to; of one that mends, the same.
        grade: how well the step as a whole is known.
        evidence: where that is known from.
        summary: what it does, one sentence.
        fields: what becomes of each field.
        run: a pure function of the source and the inputs.
        inputs: what it may need.
        offers: what later steps of a road may take from its source.
        in_place: whether the bytes of what it leaves alone stay.
        applies: for a step that mends: whether there is something to mend.
    """

    source: str
    target: str
    grade: Grade
    evidence: str
    summary: str
    fields: tuple[Field, ...]
    run: Callable[[Document, Inputs], Outcome]
    inputs: tuple[Input, ...] = ()
    offers: tuple[Offer, ...] = ()
    in_place: bool = False
    applies: Callable[[Document], bool] | None = None

    @property
    def dropped(self) -> tuple[Field, ...]:
        """The fields that the target cannot hold."""
        return tuple(one for one in self.fields if one.kind == "lost")

    @property
    def brings_files(self) -> bool:
        """Whether files belong beside the target that hold something of the source."""
        return any(one.held == "content" for one in self.fields)
