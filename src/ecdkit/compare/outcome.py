"""What a merge came to: decisions and conflicts as data, and the tree that they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from ecdkit.text.pointer import format_pointer
from ecdkit.text.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from ecdkit.document import Document

__all__ = [
    "SIDES",
    "Action",
    "Clash",
    "Computed",
    "Decision",
    "Entry",
    "Held",
    "Inner",
    "Kept",
    "Merge",
    "SideName",
    "Taken",
    "Topic",
    "Tree",
]

SideName: TypeAlias = Literal["base", "ours", "theirs"]
Action: TypeAlias = Literal["ours", "theirs", "both", "computed", "conflict"]
Topic: TypeAlias = Literal[
    "value",
    "element",
    "order",
    "identity",
    "color",
    "numbers",
    "body",
    "count",
    "training",
    "classes",
]
ConflictStyle: TypeAlias = Literal["merge", "diff3", "zdiff3"]

SIDES: tuple[SideName, ...] = ("base", "ours", "theirs")

# A value that one of the documents has, a computed count, or nothing.
Held: TypeAlias = View | int | float | None


@frozen(eq=False)
class Decision:
    """What a merge decided at one place.

    Attributes:
        action: whose change was taken: "ours", "theirs", the same change of "both"; "computed"
            where the value is a count of what was merged; or "conflict", where nobody can tell.
        topic: what it is about: a "value" or list "element"; the "order" of a list; the "identity"
            of elements, of which two would have one; the "color", all "numbers" of a class or the
            "body" of an opaque definition, which are taken from one side; a "count"; what the
            "training" of a definition was based on, where the other side has trained too; what
            was trained for certain "classes", where the other side has others.
        pointer: where: in ours, or in theirs or the base where ours has nothing there.
        subject: the thing of the field it is about, such as "class 3 'Water'"; empty where none.
        members: the members that were decided together, where they are several.
        held: what the base, ours and theirs have there.
        chosen: whether a strategy of the user made a decision of a conflict.
    """

    action: Action
    topic: Topic
    pointer: str
    subject: str
    members: tuple[str, ...]
    held: tuple[Held, Held, Held] = field(repr=False)
    chosen: bool = False

    @property
    def base(self) -> Any:
        """The value of the base; None where it has none."""
        return self.value_of("base")

    @property
    def ours(self) -> Any:
        """The value of ours; None where it has none."""
        return self.value_of("ours")

    @property
    def theirs(self) -> Any:
        """The value of theirs; None where it has none."""
        return self.value_of("theirs")

    @property
    def absent(self) -> tuple[SideName, ...]:
        """The sides that have nothing there, which is not the same as null."""
        return tuple(side for side in SIDES if self.side(side) is None)

    def side(self, name: SideName) -> Held:
        """Return what a side has there, unread."""
        return self.held[SIDES.index(name)]

    def place(self, name: SideName) -> str | None:
        """Return where it is in one of the documents, a JSON pointer; None where it is not."""
        held = self.side(name)
        return format_pointer(held.path) if isinstance(held, View) else None

    def value_of(self, name: SideName) -> Any:
        """Return the value of a side; of a unit, an object of its members."""
        held = self.side(name)
        if not isinstance(held, View):
            return held
        if self.members:
            found = ((one, held.get(one)) for one in self.members)
            return {one: view.value() for one, view in found if view is not None}
        return held.value()

    @property
    def text(self) -> str:
        """The decision as a sentence."""
        from ecdkit.compare.merge_words import sentence

        return sentence(self)


@frozen(eq=False)
class Kept:
    """What stands in ours stays as it is written."""

    ours: View


@frozen(eq=False)
class Taken:
    """What theirs has goes where ours has its own, or nothing."""

    theirs: View


@frozen(eq=False)
class Computed:
    """A count of what was merged."""

    count: int | float


@frozen(eq=False)
class Clash:
    """Both sides have changed something, each in its way.

    Attributes:
        decision: the conflict that it is a part of.
        held: what the base, ours and theirs have here.
    """

    decision: Decision
    held: tuple[Held, Held, Held]


@frozen(eq=False)
class Entry:
    """A member or element of what was merged.

    Attributes:
        name: the member's name; None for an element.
        at: where it stands in ours; None where it does not.
        node: what becomes of it.
    """

    name: str | None
    at: int | None
    node: Tree

    def on(self, side: SideName) -> bool:
        """Whether it is there if conflicts are resolved to a side."""
        return not isinstance(self.node, Clash) or self.node.held[SIDES.index(side)] is not None


@frozen(eq=False)
class Inner:
    """An array or object that both sides have, put together from both."""

    ours: View
    entries: Sequence[Entry]


Tree: TypeAlias = Kept | Taken | Computed | Clash | Inner


@frozen(eq=False)
class Merge:
    """Two documents that come from one, reconciled.

    Attributes:
        document: the merged document; where there are conflicts, with what ours has there.
        decisions: every change of either side, and what became of it, conflicts included.
        sources: the base, or None where none is known; ours and theirs.
        tree: how the parts of both were put together.
    """

    document: Document
    decisions: tuple[Decision, ...]
    sources: tuple[Document | None, Document, Document] = field(repr=False)
    tree: Tree = field(repr=False)

    @property
    def conflicts(self) -> tuple[Decision, ...]:
        """What both sides changed, each in its way; with all three values."""
        return tuple(one for one in self.decisions if one.action == "conflict")

    def resolved(self, side: SideName) -> Document:
        """Return the document with every conflict resolved to a side."""
        from ecdkit.compare.markers import resolve

        return resolve(self, side)

    def marked(
        self,
        *,
        style: ConflictStyle = "merge",
        size: int = 7,
        labels: tuple[str, str, str] = ("base", "ours", "theirs"),
    ) -> bytes:
        """Return the bytes of a file in which each conflict stands between the usual markers.

        Args:
            style: "merge" has both sides, "diff3" the base too, and "zdiff3" has it with what
                both sides share moved out, as git's `merge.conflictStyle` has them.
            size: the length of a marker, in characters.
            labels: what stands behind the markers of base, ours and theirs.
        """
        from ecdkit.compare.markers import marked

        return marked(self, style=style, size=size, labels=labels)

    def to_json(self) -> bytes:
        """Return the decisions as a JSON document (schema "merge-1")."""
        from ecdkit.compare.merge_form import merge_bytes

        return merge_bytes(self)
