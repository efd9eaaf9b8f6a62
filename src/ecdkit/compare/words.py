"""Differences in the words of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import frozen

from ecdkit.text.excerpt import cut, printable
from ecdkit.text.kinds import ARRAY, OBJECT, STRINGS
from ecdkit.text.pointer import format_pointer, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from ecdkit.compare.result import Change, Diff, Label, NumberSummary, Part, Side, Subject
    from ecdkit.text.view import View

__all__ = ["Statement", "Verb", "hexadecimal", "quoted", "statements"]

Verb: TypeAlias = Literal[
    "added", "removed", "moved", "renamed", "recolored", "renumbered", "changed", "respelled"
]
_Color: TypeAlias = tuple[int, int, int] | None
# Of more moved elements one sentence tells how many there are.
_FEW_MOVES = 8
_DIGITS = 12
# Longer arrays are told by their shape.
_SHORT = 40
_WHITE = b" \t\n\r"


@frozen
class Statement:
    """One sentence about what differs.

    Attributes:
        kind: what happened.
        about: what it happened to, such as "class 100 'Impervious'"; empty of the document.
        member: the names that lead from it to what changed; empty where the statement is about
            the whole.
        what: what happened, such as "renamed to 'Hard surface'".
        before: where in the first document, or None.
        after: where in the second, or None.
        old_color: the colour before, of what has one and is added, removed or recoloured.
        new_color: the colour after.
        changes: what it tells of.
    """

    kind: Verb
    about: str
    member: str
    what: str
    before: str | None
    after: str | None
    old_color: _Color = None
    new_color: _Color = None
    changes: tuple[Change, ...] = ()

    @property
    def text(self) -> str:
        """The sentence."""
        if self.member:
            of = f" of {self.about}" if self.about else ""
            return f"{self.member}{of}: {self.what}"
        return f"{self.about} {self.what}" if self.about else self.what


def statements(diff: Diff) -> tuple[Statement, ...]:
    """Return what differs, a statement for each thing that happened.

    Args:
        diff: the diff. Between documents of two kinds, what differs in what both can say.
    """
    changes = diff.changes if diff.shared is None else diff.shared
    groups: dict[tuple[Subject | None, bool], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.subject, change.kind == "moved"), []).append(change)
    told: list[Statement] = []
    if diff.shared is not None:
        what = f"{_kind(diff.before)} is compared with {_kind(diff.after)}"
        told.append(Statement("changed", "", "", what, "", ""))
    moves = [change for change in changes if change.kind == "moved" and change.subject is not None]
    many = len(moves) > _FEW_MOVES
    for (subject, moved), group in groups.items():
        if moved and many:
            continue
        told += _told(subject, group)
    if many:
        told += _many_moves(moves)
    return tuple(told)


def _kind(side: Side) -> str:
    return f"{'an' if side.format[0] in 'aeiou' else 'a'} {side.format}"


def hexadecimal(color: tuple[int, int, int]) -> str:
    """Return a colour as #rrggbb."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def _many_moves(moves: list[Change]) -> Iterator[Statement]:
    kinds: dict[str, list[Change]] = {}
    for change in moves:
        kinds.setdefault(change.subject.noun if change.subject else "", []).append(change)
    for noun, group in kinds.items():
        first = group[0]
        plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
        what = f"{len(group):,} {plural} moved to other places of their list"
        yield Statement("moved", "", "", what, first.before, first.after, changes=tuple(group))


def _told(subject: Subject | None, changes: list[Change]) -> Iterator[Statement]:
    about = _name(subject) if subject is not None else ""
    colors = [change for change in changes if change.role == "color" and subject is not None]
    for change in changes:
        if not colors or change.role != "color":
            yield _statement(subject, about, change)
    if colors:
        yield _recolored(subject, about, colors)


def _recolored(subject: Subject | None, about: str, changes: list[Change]) -> Statement:
    before = subject.before.color if subject is not None and subject.before else None
    after = subject.after.color if subject is not None and subject.after else None
    first = changes[0]
    if before is None or after is None:
        what = ", ".join(f"{_member(change)} {_what(change)}" for change in changes)
    else:
        what = f"recoloured: {hexadecimal(before)} → {hexadecimal(after)}"
    return Statement(
        "recolored", about, "", what, first.before, first.after, before, after, tuple(changes)
    )


def _statement(subject: Subject | None, about: str, change: Change) -> Statement:
    old_color = new_color = None
    verb: Verb = change.kind
    member = ""
    if change.role == "element" and change.kind in ("added", "removed"):
        label = _label(subject)
        color = label.color if label is not None else None
        what = f"{change.kind} ({hexadecimal(color)})" if color else change.kind
        old_color, new_color = (color, None) if change.kind == "removed" else (None, color)
    elif change.kind == "moved":
        member = "" if change.role == "element" else _member(change)
        what = f"moved from place {_place(change.before)} to place {_place(change.after)}"
    elif change.kind == "changed" and change.role == "name" and _is_text(change.new):
        verb, what = "renamed", f"renamed to {quoted(change.new)}"
    elif change.kind == "changed" and change.role == "identity" and _is_numbered(subject):
        verb, what = "renumbered", f"renumbered to {quoted(change.new)}"
    else:
        member, what = _member(change), _what(change)
    return Statement(
        verb, about, member, what, change.before, change.after, old_color, new_color, (change,)
    )


def _is_numbered(subject: Subject | None) -> bool:
    return subject is not None and subject.noun != "definition"


def _what(change: Change) -> str:
    """Return what happened to a member, in words."""
    if change.kind == "added":
        return f"added, {quoted(change.new)}"
    if change.kind == "removed":
        return f"removed, it was {quoted(change.old)}"
    if change.part is not None:
        return _parts(change.part)
    if change.numbers is not None and change.numbers.cells > 1:
        return _numbers(change.numbers)
    old, new = change.old, change.new
    if change.cells is not None:
        return f"{_inside(old)} → {_inside(new)}"
    shapes = _shape(old), _shape(new)
    if None not in shapes and shapes[0] != shapes[1]:
        return f"{shapes[0]} → {shapes[1]}"
    again = " (the same number)" if change.kind == "respelled" else ""
    return f"{quoted(old)} → {quoted(new)}{again}"


def _numbers(numbers: NumberSummary) -> str:
    parts = []
    if numbers.changed:
        part = f"{numbers.changed:,} of {numbers.cells:,} values differ"
        if numbers.largest is not None and numbers.at is not None:
            at = "".join(f"[{index}]" for index in numbers.at)
            part += f", largest relative change {numbers.largest:.2g} at {at}"
        parts.append(part)
    if numbers.respelled:
        parts.append(
            f"{numbers.respelled:,} of {numbers.cells:,} values are respelled, the same numbers"
        )
    return "; ".join(parts)


def _parts(part: Part) -> str:
    unit = "bytes" if part.base64 else "characters"
    sizes = (
        f"{part.old_size:,} {unit}"
        if part.old_size == part.new_size
        else f"{part.old_size:,} → {part.new_size:,} {unit}"
    )
    digests = f"{part.old_sha256[:_DIGITS]}… → {part.new_sha256[:_DIGITS]}…"
    return f"{sizes}, SHA-256 {digests}"


def _name(subject: Subject) -> str:
    label = _label(subject)
    assert label is not None
    if subject.noun == "definition":
        name = f"definition {label.place}"
        return f"{name} ({printable(cut(label.value))})" if label.value is not None else name
    value = f" {printable(cut(label.value))}" if label.value is not None else ""
    name = f"{subject.noun}{value}" if value else f"{subject.noun} at place {label.place}"
    if label.name is not None:
        name += f" {printable(cut(repr(label.name)))}"
    around = _label(subject.around)
    return f"definition {around.place}: {name}" if around is not None and around.place else name


def _label(subject: Subject | None) -> Label | None:
    if subject is None:
        return None
    return subject.before if subject.before is not None else subject.after


def _member(change: Change) -> str:
    """Return how a place is called: the names that lead to it from its subject."""
    pointer = change.before if change.before is not None else change.after
    assert pointer is not None
    subject = change.subject
    label = None
    if subject is not None:
        label = subject.before if change.before is not None else subject.after
    tokens = parse_pointer(pointer.removeprefix(label.pointer) if label is not None else pointer)
    return printable(cut(tokens[0] + format_pointer(tokens[1:]))) if tokens else ""


def _place(pointer: str | None) -> str:
    return parse_pointer(pointer)[-1] if pointer else "?"


def _is_text(view: View | None) -> bool:
    return view is not None and view.kind == STRINGS


def quoted(view: View | None) -> str:
    """Return a value as a sentence quotes it."""
    if view is None:
        return "nothing"
    if view.kind == STRINGS:
        return printable(cut(repr(view.value())))
    if view.kind == OBJECT:
        return f"an object of {len(view):,} member{'' if len(view) == 1 else 's'}"
    if view.kind == ARRAY and not view.is_leaf:
        return f"an array of {len(view):,} element{'' if len(view) == 1 else 's'}"
    if view.kind == ARRAY:
        return _shape(view) or view.token.translate(None, _WHITE).replace(b",", b", ").decode()
    return printable(cut(view.token.decode()))


def _inside(view: View | None) -> str:
    return (
        "nothing"
        if view is None
        else cut(view.token.translate(None, _WHITE)[1:-1].replace(b",", b", ").decode())
    )


def _shape(view: View | None) -> str | None:
    """Return the shape of an array of numbers; None where it is none."""
    if view is None or view.kind != ARRAY or not view.is_leaf:
        return None
    token = view.token.translate(None, _WHITE)
    if len(token) <= _SHORT:
        return None
    rows, cells = token.count(b"[") - 1, token.count(b",") + 1
    return f"{rows} by {cells // rows} numbers" if rows else f"{cells:,} numbers"
