"""`TemplateDiff`: what differs between two templates, with lines and columns of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from ecdkit.compare.words import statements
from ecdkit.errors import PointerError

if TYPE_CHECKING:
    from ecdkit.compare.result import Diff
    from ecdkit.compare.words import Statement
    from ecdkit.templates.held import Held

__all__ = [
    "HeldDiff",
    "Place",
    "PlaceDiff",
    "PlacedStatement",
    "TemplateDiff",
    "TemplateKind",
    "TemplateSide",
]

Place: TypeAlias = tuple[int, int]
TemplateKind: TypeAlias = Literal["added", "removed", "changed", "moved"]


@frozen
class TemplateSide:
    """One of the templates.

    Attributes:
        path: its file, or None.
        form: "XML" or "JSON".
        schema_version: the version of Esri's schema that it names, or None.
    """

    path: str | None
    form: str
    schema_version: str | None


@frozen
class PlacedStatement:
    """A statement about a definition, and where that stands in the templates.

    Attributes:
        statement: what differs.
        before: line and column in the first template; None where it is not there.
        after: the same in the second.
    """

    statement: Statement
    before: Place | None
    after: Place | None


@frozen
class HeldDiff:
    """What differs between a definition of one template and its partner in the other.

    Attributes:
        kind: "added" and "removed" where there is no partner.
        before: the definition in the first template.
        after: the definition in the second.
        diff: what differs between the two, where both can be read.
        text: what differs in words, where there is no diff.
    """

    kind: TemplateKind
    before: Held | None
    after: Held | None
    diff: Diff | None = None
    text: str | None = None

    def statements(self) -> tuple[PlacedStatement, ...]:
        """Return what differs between the two, a statement for each thing that happened."""
        if self.diff is None:
            return ()
        return tuple(
            PlacedStatement(one, _place(self.before, one.before), _place(self.after, one.after))
            for one in statements(self.diff)
        )


def _place(held: Held | None, pointer: str | None) -> Place | None:
    if held is None or held.document is None or pointer is None:
        return None
    try:
        return held.document.text.at(pointer).place
    except PointerError:
        # Between definitions of two kinds, pointers lead into what both can say.
        return held.line, held.column


@frozen
class PlaceDiff:
    """What differs elsewhere in the templates.

    Attributes:
        kind: what happened; "moved" where the order differs of what is in an element.
        what: what differs there: "element", "value", "text", or the name of an attribute.
        before: line and column in the first template; None where it is not there.
        after: the same in the second.
        path_before: where in the first template, an XPath or a JSON pointer.
        path_after: the same in the second.
        old: the text or value there.
        new: the same in the second.
    """

    kind: TemplateKind
    what: str
    before: Place | None
    after: Place | None
    path_before: str | None
    path_after: str | None
    old: str | None = None
    new: str | None = None


@frozen
class TemplateDiff:
    """What differs between two templates; false where nothing does.

    Attributes:
        before: the first template.
        after: the second.
        definitions: what differs in their definitions, in the order of places.
        elsewhere: what differs around them.
        notes: what is worth knowing and makes no difference.
    """

    before: TemplateSide
    after: TemplateSide
    definitions: tuple[HeldDiff, ...]
    elsewhere: tuple[PlaceDiff, ...]
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.definitions or self.elsewhere)

    def to_json(self) -> bytes:
        """Return the diff as a JSON document (schema "template-diff-1")."""
        from ecdkit.compare.templates.form import template_diff_bytes

        return template_diff_bytes(self)
