"""What differs between two documents: a walk over both texts that parses only what differs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ecdkit.arguments import require, strings_of
from ecdkit.compare.align import align, identity_for
from ecdkit.compare.cells import Tolerance, compact, compare_leaves, same_cells, same_number
from ecdkit.compare.long_strings import part_of
from ecdkit.compare.result import Change, Diff, Label, NumberSummary, Side, Subject
from ecdkit.compare.same import same, same_bytes
from ecdkit.compare.twice import SingleNames, has_twice
from ecdkit.document import Document
from ecdkit.errors import LimitError, UsageError
from ecdkit.formats.format import NUMBER_MEMBERS, ListIdentity
from ecdkit.text.jsontext import JsonText
from ecdkit.text.kinds import ARRAY, NONFINITE, NUMBER, OBJECT, STRINGS
from ecdkit.text.pointer import parse_pointer
from ecdkit.text.values import equal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecdkit.compare.cells import Cell
    from ecdkit.compare.result import Role
    from ecdkit.formats.format import Format
    from ecdkit.text.view import View

__all__ = ["Walk", "diff"]

# A list of fewer bytes is told element by element, also where its elements are scalars.
_SHORT_LIST = 4096
_LONG_STRING = 1024
_RGB = 3
_BYTE = 255


def diff(
    a: Document,
    b: Document,
    *,
    rtol: float = 0.0,
    atol: float = 0.0,
    ignore: Iterable[str] = (),
) -> Diff:
    """Return what differs between two documents.

    Args:
        a: the first document.
        b: the second.
        rtol: how far two numbers may be apart and pass for one, in parts of the larger. Whole
            numbers are compared exactly wherever a format does not expect fractions.
        atol: the same, in the numbers' own unit. Where both are given, either is enough.
        ignore: JSON pointers of what is left out with all that is in it; `*` stands for any one
            name or index.

    Raises:
        UsageError: a tolerance is no number from 0.
        PointerError: a pointer to ignore is malformed.
        DuplicateKeyError: a name stands twice in what is not spelled alike in both.
        JsonSyntaxError: a part that was not looked into before is not JSON.
    """
    if not all(0 <= one < math.inf for one in (rtol, atol)):
        raise UsageError("a tolerance is a number from 0")
    require(a, Document)
    require(b, Document)
    ignored = strings_of(ignore, "JSON pointers")
    walk = Walk(a.format, Tolerance(rtol, atol), ignored, sources=(a, b))
    shared: tuple[Change, ...] | None = None
    unsaid: tuple[str, ...] = ()
    try:
        walk.compare(a.text.root, b.text.root)
        if a.format.name != b.format.name:
            from ecdkit.compare.kinds import compare_kinds

            shared, unsaid = compare_kinds(a, b, Tolerance(rtol, atol), ignored)
    except RecursionError:
        raise LimitError("nesting deeper than Python can follow here") from None
    return Diff(
        before=_side(a),
        after=_side(b),
        changes=tuple(walk.changes),
        shared=shared,
        unsaid=unsaid,
        notes=_notes(a, b, walk),
        rtol=rtol,
        atol=atol,
        ignored=ignored,
    )


def _side(doc: Document) -> Side:
    return Side(doc.path, doc.format.name, doc.version)


def _notes(a: Document, b: Document, walk: Walk) -> tuple[str, ...]:
    notes = []
    if not walk.changes and a.text.data != b.text.data and not walk.left_out:
        notes.append("only white space, the order of members or the spelling of values differs")
    if walk.left_out:
        notes.append("differences within the tolerance, or in what is ignored, are left out")
    one, other = a.text.encoding, b.text.encoding
    if (one.name, bool(one.bom)) != (other.name, bool(other.bom)):
        notes.append(f"the encoding differs: {_encoding(a)} → {_encoding(b)}")
    return tuple(notes)


def _encoding(doc: Document) -> str:
    encoding = doc.text.encoding
    return f"{encoding.name}{' with a byte order mark' if encoding.bom else ''}"


class Walk:
    """Collects the changes between places of two texts.

    Args:
        form: the format whose identities count.
        tolerance: which numbers pass for the same.
        ignored: patterns of pointers that are left out.
        sources: the documents, where these are what the texts are of.

    Attributes:
        changes: what was found.
        left_out: whether something that differs was left out.
    """

    def __init__(
        self,
        form: Format,
        tolerance: Tolerance,
        ignored: Iterable[str] = (),
        sources: Iterable[Document] = (),
    ) -> None:
        self.changes: list[Change] = []
        self.left_out = False
        self._form = form
        self._tolerance = tolerance
        self._names = SingleNames("a diff", sources)
        self._ignored = [parse_pointer(pointer) for pointer in ignored]

    def compare(
        self,
        one: View,
        other: View,
        subject: Subject | None = None,
        role: Role = "member",
        *,
        numeric: bool = False,
    ) -> None:
        """Note what differs between two places.

        Args:
            one: a place in the first text.
            other: a place in the second.
            subject: what the places are about.
            role: what they are to it.
            numeric: whether 15 and 15.0 are one number here.
        """
        if not same_bytes(one, other):
            self._differing(one, other, subject, role, numeric=numeric)

    def _differing(
        self, one: View, other: View, subject: Subject | None, role: Role, *, numeric: bool
    ) -> None:
        """Note what differs between two places that are not spelled alike."""
        if self._is_ignored(one, other):
            # Of a name that stands twice `same` takes the last.
            alike = same(one, other) and not has_twice(one) and not has_twice(other)
            self.left_out = self.left_out or not alike
        elif one.kind == OBJECT == other.kind:
            self._members(one, other, subject, role)
        elif one.kind == ARRAY == other.kind:
            self._arrays(one, other, subject, role, numeric=numeric)
        elif one.kind in (OBJECT, ARRAY) or other.kind in (OBJECT, ARRAY):
            self._changed(one, other, subject, role)
        else:
            self._scalars(one, other, subject, role, numeric=numeric)

    def _members(self, one: View, other: View, subject: Subject | None, role: Role) -> None:
        self._names.require(one, other)
        listed = self._identity(one) if role == "element" else None
        counts = {name for form in self._form.lists for name in form.counts}
        left, right = dict(one.members()), dict(other.members())
        for side, kind in ((left, "removed"), (right, "added")):
            rest = right if side is left else left
            before: str | None = None
            for name, view in side.items():
                if name not in rest and not self._leaves_out(view):
                    old, new = (view, None) if side is left else (None, view)
                    self._note(
                        Change(
                            kind,  # type: ignore[arg-type]  # one of the two above
                            _role_of(name, listed, counts),
                            view.pointer if side is left else None,
                            view.pointer if side is right else None,
                            old,
                            new,
                            inside=(other if side is left else one).pointer,
                            keyed=True,
                            follows=before,
                            subject=subject,
                        )
                    )
                before = name
        for name, view in left.items():
            if name in right:
                self.compare(
                    view,
                    right[name],
                    subject,
                    _role_of(name, listed, counts),
                    numeric=name in NUMBER_MEMBERS,
                )

    def _identity(self, element: View) -> ListIdentity | None:
        from ecdkit.formats.format import CLASS_LIST

        around = element.path[:-1]
        return next((one for one in self._form.lists if one.fits(around)), CLASS_LIST)

    def _arrays(
        self, one: View, other: View, subject: Subject | None, role: Role, *, numeric: bool
    ) -> None:
        if one.is_leaf and other.is_leaf:
            if self._leaves(one, other, subject, role, numeric=numeric):
                return
            longer = max(_size(one), _size(other))
            if numeric or role == "color" or longer > _SHORT_LIST:
                # Of arrays that hold empty ones no cells are told.
                old, new = (compact(view.token) for view in (one, other))
                respelled = numeric and b"[]" in old and same_cells(old, new)
                self._changed(one, other, subject, role, respelled=respelled)
                return
        self._elements(one, other, subject)

    def _elements(self, one: View, other: View, subject: Subject | None) -> None:
        identity = identity_for(self._form, one if len(one) else other)
        old, new = list(one.elements()), list(other.elements())
        found = align(old, new, identity)

        def about(before: View | None, after: View | None) -> tuple[Subject | None, Role]:
            if identity is None:
                return subject, "member"
            around = subject if subject is not None and subject.noun == "definition" else None
            labels = _label(before, identity), _label(after, identity)
            return Subject(identity.noun, *labels, around), "element"

        for place in (old[at] for at in found.removed):
            if not self._leaves_out(place):
                who, what = about(place, None)
                self._note(
                    Change(
                        "removed",
                        what,
                        place.pointer,
                        None,
                        place,
                        inside=other.pointer,
                        subject=who,
                    )
                )
        for before, after in found.pairs:
            pair = old[before], new[after]
            moved = (before, after) in found.moved
            alike = same_bytes(*pair)
            if alike and not moved:
                continue
            who, what = about(*pair)
            if moved and not self._is_ignored(*pair):
                pointers = pair[0].pointer, pair[1].pointer
                self._note(Change("moved", what, *pointers, subject=who))
            self.left_out = self.left_out or (moved and self._is_ignored(*pair))
            if not alike:
                self._differing(*pair, who, what, numeric=False)
        for place in (new[at] for at in found.added):
            if not self._leaves_out(place):
                who, what = about(None, place)
                self._note(
                    Change(
                        "added",
                        what,
                        None,
                        place.pointer,
                        None,
                        place,
                        inside=one.pointer,
                        subject=who,
                    )
                )

    def _leaves(
        self, one: View, other: View, subject: Subject | None, role: Role, *, numeric: bool
    ) -> bool:
        """Note which numbers of two leaves differ; return whether they have one shape."""
        for view in (one, other):
            if view.text.checked != "full":
                view.text.recheck(view)
        old, new = one.token, other.token
        deeper = [
            tokens[len(one.path) :]
            for tokens in self._ignored
            if len(tokens) > len(one.path) and _fits(tokens[: len(one.path)], one.path)
        ]

        def skips(path: tuple[int, ...]) -> bool:
            return any(_fits(tokens, path[: len(tokens)]) for tokens in deeper)

        # Whole numbers outside number fields are exact: a colour, an index.
        leaf = compare_leaves(
            old,
            new,
            self._tolerance,
            respelling=numeric,
            exact_integers=not numeric,
            skips=skips if deeper else None,
        )
        if leaf is None:
            return compact(old) == compact(new)
        self.left_out = self.left_out or leaf.left_out
        if not leaf.changed and not leaf.respelled:
            return True
        summary = NumberSummary(
            leaf.cells, leaf.changed, leaf.respelled, leaf.largest, leaf.at, leaf.shape
        )
        cells = leaf.listed
        self._note(
            Change(
                "changed" if leaf.changed else "respelled",
                role,
                one.pointer,
                other.pointer,
                one if cells is None else _row(cells, "old"),
                other if cells is None else _row(cells, "new"),
                cells=None if cells is None else tuple(cell.path for cell in cells),
                numbers=summary,
                subject=subject,
            )
        )
        return True

    def _scalars(
        self, one: View, other: View, subject: Subject | None, role: Role, *, numeric: bool
    ) -> None:
        if one.kind == STRINGS == other.kind and self._strings(one, other, subject, role):
            return
        old, new = one.value(), other.value()
        if equal(old, new):
            return
        exact = isinstance(old, int) and isinstance(new, int) and not numeric
        if not exact and self._tolerance.allows(old, new):
            self.left_out = True
            return
        respelled = numeric and same_number(old, new)
        self._changed(one, other, subject, role, respelled=respelled)

    def _strings(self, one: View, other: View, subject: Subject | None, role: Role) -> bool:
        """Note where two long strings differ, if they are such."""
        if max(_size(one), _size(other)) < _LONG_STRING:
            return False
        old, new = one.token[1:-1], other.token[1:-1]
        if any(b"\\" in side or not side.isascii() for side in (old, new)):
            return False
        from ecdkit.compare.cells import common_ends

        head, tail = common_ends(old, new)
        part = part_of(one, other, head, tail)
        self._note(
            Change(
                "changed",
                role,
                one.pointer,
                other.pointer,
                _string(old[head : len(old) - tail]),
                _string(new[head : len(new) - tail]),
                part=part,
                subject=subject,
                whole=(one, other),
            )
        )
        return True

    def _changed(
        self,
        one: View,
        other: View,
        subject: Subject | None,
        role: Role,
        *,
        respelled: bool = False,
    ) -> None:
        kind = "respelled" if respelled else "changed"
        self._note(
            Change(kind, role, one.pointer, other.pointer, one, other, subject=subject)  # type: ignore[arg-type]  # one of two
        )

    def _note(self, change: Change) -> None:
        for held in (change.old, change.new):
            # What a diff holds is written and read again, and of two that would leave one.
            if held is not None:
                self._names.require_inside(held)
        self.changes.append(change)

    def _leaves_out(self, view: View) -> bool:
        """Whether what only one side has is ignored; noted if so."""
        found = self._is_ignored(view)
        self.left_out = self.left_out or found
        return found

    def _is_ignored(self, *views: View) -> bool:
        return any(_fits(tokens, view.path) for tokens in self._ignored for view in views)


def _fits(pattern: tuple[str, ...], path: tuple[str | int, ...]) -> bool:
    return len(pattern) == len(path) and all(
        one in ("*", str(token)) for one, token in zip(pattern, path, strict=True)
    )


def _role_of(name: str, identity: ListIdentity | None, counts: set[str]) -> Role:
    if identity is not None:
        if name in identity.keys:
            return "identity"
        if name in identity.names:
            return "name"
        if name in identity.colors:
            return "color"
    return "count" if name in counts else "member"


def _label(element: View | None, identity: ListIdentity) -> Label | None:
    if element is None:
        return None
    value = _first(element, identity.keys)
    name = _first(element, identity.names)
    return Label(
        element.pointer,
        None if value is None else _told(value),
        None if name is None or name.kind != STRINGS else str(name.value()),
        _color(element, identity.colors),
    )


def _told(view: View) -> str:
    return str(view.value()) if view.kind == STRINGS else view.token.decode()


def _first(element: View, keys: tuple[str, ...]) -> View | None:
    found = (element.get(key) for key in keys)
    fitting = (view for view in found if view is not None and view.kind not in (OBJECT, ARRAY))
    return next(fitting, None)


def _color(element: View, keys: tuple[str, ...]) -> tuple[int, int, int] | None:
    parts = [part for key in keys if (part := element.get(key)) is not None]
    if len(parts) == 1 and parts[0].kind == ARRAY and len(parts[0]) == _RGB:
        parts = list(parts[0].elements())
    if len(parts) != _RGB or any(part.kind not in (NUMBER, NONFINITE) for part in parts):
        return None
    values = [part.value() for part in parts]
    if not all(type(value) is int and 0 <= value <= _BYTE for value in values):
        return None
    red, green, blue = values
    return red, green, blue


def _row(cells: tuple[Cell, ...], side: str) -> View:
    tokens = b",".join(getattr(cell, side) for cell in cells)
    return JsonText.parse(b"[" + tokens + b"]", check="structure").root


def _string(characters: bytes) -> View:
    return JsonText.parse(b'"' + characters + b'"', check="structure").root


def _size(view: View) -> int:
    start, end = view.span
    return end - start
