"""`Diff`: what differs between two documents, as data that holds both sides and so inverts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, field, frozen

from ecdkit.compare.same import same

if TYPE_CHECKING:
    from typing import TypeAlias

    from ecdkit.text.view import View

__all__ = ["Change", "Diff", "Kind", "Label", "NumberSummary", "Part", "Role", "Side", "Subject"]

Kind: TypeAlias = Literal["added", "removed", "changed", "respelled", "moved"]
Role: TypeAlias = Literal["element", "identity", "name", "color", "count", "member"]

_INVERSE: dict[Kind, Kind] = {"added": "removed", "removed": "added"}


class _Held:
    """A value that equals another of another text."""

    __slots__ = ("view",)

    def __init__(self, view: View | None) -> None:
        self.view = view

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Held):
            return NotImplemented
        if self.view is None or other.view is None:
            return self.view is other.view
        return same(self.view, other.view)

    def __hash__(self) -> int:
        return hash(None if self.view is None else self.view.kind)


@frozen
class Label:
    """What an element of a list says of itself on one side.

    Attributes:
        pointer: where it is, a JSON pointer.
        value: what identifies it, such as a class value; None where it says nothing.
        name: its name.
        color: red, green and blue, 0 to 255 each.
    """

    pointer: str
    value: str | None = None
    name: str | None = None
    color: tuple[int, int, int] | None = None

    @property
    def place(self) -> int:
        """Its index in the list."""
        return int(self.pointer.rpartition("/")[2])


@frozen
class Subject:
    """The thing of the field that a change is about.

    Attributes:
        noun: "class", "endmember" or "definition".
        before: what it says of itself in the first document; None where it is not there.
        after: the same in the second.
        around: the definition around it, where documents have several.
    """

    noun: str
    before: Label | None
    after: Label | None
    around: Subject | None = None

    def inverted(self) -> Subject:
        """Return the subject with its sides exchanged."""
        around = self.around.inverted() if self.around is not None else None
        return Subject(self.noun, self.after, self.before, around)


@frozen
class NumberSummary:
    """How the numbers of two arrays differ.

    Attributes:
        cells: how many numbers each array holds.
        changed: how many of them differ.
        respelled: how many are the same number in another spelling, as 15 and 15.0 are.
        largest: the largest change, in parts of the larger number; None where none can be told.
        at: the indices of the number that changed most.
        shape: rows and columns of a matrix, or how many numbers a row has.
    """

    cells: int
    changed: int
    respelled: int
    largest: float | None
    at: tuple[int, ...] | None
    shape: tuple[int, ...]


@frozen
class Part:
    """Two long strings that begin and end alike, of which only what is between is held.

    Attributes:
        head: how many characters they begin alike.
        tail: how many characters they end alike.
        old_size: the size of the whole: bytes where it is base64, else characters.
        new_size: the same of the second.
        old_sha256: the digest of those bytes, or of the characters in UTF-8.
        new_sha256: the same of the second.
        base64: whether both are base64.
    """

    head: int
    tail: int
    old_size: int
    new_size: int
    old_sha256: str
    new_sha256: str
    base64: bool

    def inverted(self) -> Part:
        """Return it with its sides exchanged."""
        return evolve(
            self,
            old_size=self.new_size,
            new_size=self.old_size,
            old_sha256=self.new_sha256,
            new_sha256=self.old_sha256,
        )


@frozen
class Change:
    """One thing that differs.

    Attributes:
        kind: "added", "removed", "changed", "moved" (within its list), or "respelled" (the same
            number, as 15 and 15.0 are where a number is meant).
        role: what the place is to its subject.
        before: where in the first document, a JSON pointer; None where it is not there.
        after: where in the second.
        old: the value there; of `cells` and of a `part` only what differs. None where moved.
        new: the value in the second.
        inside: of what was added or removed, where its array or object is in the other document.
        keyed: whether what was added or removed is a member of an object.
        follows: the name of the member before it; None where it is the first.
        cells: the indices of the numbers that differ in an array; `old` and `new` are their
            values in that order. None where the whole value is held.
        part: set where `old` and `new` are what is between equal ends of long strings.
        numbers: how arrays of numbers differ.
        subject: the class, endmember or definition that it is about.
        whole: the long strings of which a `part` is held, where the documents are at hand.
    """

    kind: Kind
    role: Role
    before: str | None
    after: str | None
    old: View | None = field(default=None, eq=_Held)
    new: View | None = field(default=None, eq=_Held)
    inside: str | None = None
    keyed: bool = False
    follows: str | None = None
    cells: tuple[tuple[int, ...], ...] | None = None
    part: Part | None = None
    numbers: NumberSummary | None = None
    subject: Subject | None = None
    whole: tuple[View, View] | None = field(default=None, eq=False, repr=False)

    def inverted(self) -> Change:
        """Return the change that undoes this one."""
        return evolve(
            self,
            kind=_INVERSE.get(self.kind, self.kind),
            before=self.after,
            after=self.before,
            old=self.new,
            new=self.old,
            part=self.part.inverted() if self.part is not None else None,
            subject=self.subject.inverted() if self.subject is not None else None,
            whole=(self.whole[1], self.whole[0]) if self.whole is not None else None,
        )


@frozen
class Side:
    """One of the documents.

    Attributes:
        path: its file, or None.
        format: the name of its format.
        version: the version that it says it has.
    """

    path: str | None
    format: str
    version: int | str | None


@frozen
class Diff:
    """What differs between two documents; false where nothing does.

    Attributes:
        before: the first document.
        after: the second.
        changes: what differs, enough to make the second of the first, and the other way round.
        shared: between documents of two kinds, what differs in what both can say; pointers lead
            into that common view.
        unsaid: between documents of two kinds, what only one of them says, in words.
        notes: what is worth knowing and makes no difference.
        rtol: how far numbers may be apart, in parts of the larger, and pass for one.
        atol: the same, in the numbers' own unit.
        ignored: pointers of what was left out.
    """

    before: Side
    after: Side
    changes: tuple[Change, ...]
    shared: tuple[Change, ...] | None = None
    unsaid: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rtol: float = 0.0
    atol: float = 0.0
    ignored: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    def inverted(self) -> Diff:
        """Return the diff that makes the first document of the second."""
        shared = self.shared
        return evolve(
            self,
            before=self.after,
            after=self.before,
            changes=tuple(change.inverted() for change in self.changes),
            shared=None if shared is None else tuple(change.inverted() for change in shared),
        )

    def sentences(self) -> tuple[str, ...]:
        """Return what differs in the words of the field, a sentence each."""
        from ecdkit.compare.words import statements

        return tuple(statement.text for statement in statements(self))

    def to_json(self) -> bytes:
        """Return the diff as a JSON document (schema "diff-1")."""
        from ecdkit.compare.form import diff_bytes

        return diff_bytes(self)

    @classmethod
    def from_json(cls, content: bytes | str) -> Diff:
        """Return the diff that a JSON document holds.

        Args:
            content: what `to_json` returned.

        Raises:
            EcdError: it is no such document.
        """
        from ecdkit.compare.form import read_diff

        return read_diff(content)

    def to_json_patch(self) -> bytes:
        """Return the diff as a JSON Patch (RFC 6902).

        Raises:
            EditError: a value is no JSON of RFC 8259, such as NaN.
        """
        from ecdkit.compare.json_patch import patch_bytes

        return patch_bytes(self)

    def __hash__(self) -> int:
        held: tuple[Any, ...] = (self.before, self.after, len(self.changes))
        return hash(held)
