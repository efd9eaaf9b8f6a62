"""Applying what differs: a `Diff` or a JSON Patch, with the fewest bytes, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import Factory, define

from ecdkit.arguments import require
from ecdkit.compare.grid import cell_spans, flat_indices
from ecdkit.compare.result import Change, Diff
from ecdkit.compare.same import same
from ecdkit.compare.splicing import leaf_splices, spliced, verbatim
from ecdkit.document import Document
from ecdkit.errors import EcdError, EditError, FormatError, LimitError, PointerError
from ecdkit.text.excerpt import cut
from ecdkit.text.kinds import ARRAY, OBJECT, STRINGS
from ecdkit.text.layout import relay
from ecdkit.text.pointer import format_pointer, parse_index, parse_pointer
from ecdkit.text.refusal import twice_error
from ecdkit.text.rewriter import Rewriter
from ecdkit.text.splice import Splice
from ecdkit.text.style import style_of
from ecdkit.text.values import equal, parse_scalar
from ecdkit.text.write import Verbatim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.text.jsontext import JsonText
    from ecdkit.text.style import Style
    from ecdkit.text.view import View

__all__ = ["patch", "read_patch"]

_WHITE = b" \t\n\r"
_Tokens = tuple[str, ...]


def patch(doc: Document, delta: Diff | bytes | str | Sequence[Any]) -> Document:
    """Return a document with differences applied; all of them, or an error.

    Args:
        doc: the document.
        delta: a `Diff`, its JSON document, or a JSON Patch (RFC 6902) as a document or as a list
            of operations. A diff goes onto a document that has the old values where the first
            document had them.

    Raises:
        EditError: it does not fit; which change or operation, where and why.
        EcdError: it is neither a diff nor a JSON Patch.
    """
    require(doc, Document)
    if isinstance(delta, (bytes, str)):
        delta = read_patch(delta)
    if isinstance(delta, Diff):
        text = _apply(doc.text, delta)
    else:
        from ecdkit.compare.json_patch import apply_operations

        text = apply_operations(doc.text, delta)
    if text is doc.text:
        return doc
    try:
        return Document(text, doc.path)
    except FormatError as error:
        raise EditError(f"this patch would leave no definition: {error.message}") from None


def read_patch(content: bytes | str) -> Diff | list[Any]:
    """Return what a document of either patch form holds.

    Args:
        content: the document.

    Raises:
        EcdError: it is neither a diff nor a JSON Patch.
    """
    from ecdkit.text.jsontext import JsonText

    text = JsonText.parse(content, check="full")
    if text.root.kind == OBJECT:
        from ecdkit.compare.form import read_diff

        return read_diff(text)
    if text.root.kind == ARRAY:
        from ecdkit.compare.json_patch import read_operations

        return read_operations(text)
    line, column = text.root.place
    raise FormatError(
        "this is no patch",
        hint="a patch is what diff prints with --format json or --format patch",
        line=line,
        column=column,
    )


@define
class _Container:
    """What happens to one array or object."""

    removed: dict[str, Change] = Factory(dict)
    added: list[Change] = Factory(list)
    moved: list[Change] = Factory(list)


def _apply(text: JsonText, delta: Diff) -> JsonText:
    splices: list[Splice] = []
    containers: dict[_Tokens, _Container] = {}
    numbers = {id(change): at for at, change in enumerate(delta.changes, 1)}

    def refused(change: Change, reason: str, view: View | None = None) -> EditError:
        at = f"change {numbers[id(change)]} of {len(delta.changes)}"
        return _refused(at, change, reason, view)

    for change in delta.changes:
        try:
            splices += _noted(text, change, containers)
        except _Unfit as unfit:
            raise refused(change, unfit.reason, unfit.view) from None
        except PointerError as error:
            raise refused(change, error.message) from None
        except RecursionError:
            raise LimitError("nesting deeper than Python can follow here") from None
    # The innermost first, so that what moves takes along what changed in it.
    for tokens in sorted(containers, key=len, reverse=True):
        container = containers[tokens]
        try:
            splices = _relaid(_place(text, tokens), container, splices)
        except _Unfit as unfit:
            one = next(iter([*container.added, *container.moved, *container.removed.values()]))
            raise refused(unfit.change or one, unfit.reason, unfit.view) from None
    return text.spliced(splices)


class _Unfit(Exception):  # noqa: N818 - it becomes an error when it is known of which change
    """A change does not fit."""

    def __init__(self, reason: str, view: View | None = None, change: Change | None = None) -> None:
        super().__init__()
        self.reason = reason
        self.view = view
        self.change = change


def _refused(which: str, change: Change, reason: str, view: View | None) -> EditError:
    pointer = change.before if change.before is not None else change.inside
    line, column = view.place if view is not None else (None, None)
    return EditError(
        f"{which} ({change.kind}) does not fit: {reason}",
        hint="nothing was changed; merge reconciles documents that have gone different ways",
        pointer=pointer,
        line=line,
        column=column,
    )


def _noted(text: JsonText, change: Change, containers: dict[_Tokens, _Container]) -> list[Splice]:
    """Check that a change fits, and return its splices, or note what happens to its container."""
    if change.kind == "added":
        assert change.inside is not None
        place = _place(text, parse_pointer(change.inside))
        if place.kind not in (OBJECT, ARRAY):
            raise _Unfit(f"a {place.kind} has nothing inside", place)
        containers.setdefault(parse_pointer(change.inside), _Container()).added.append(change)
        return []
    assert change.before is not None
    tokens = parse_pointer(change.before)
    view = _place(text, tokens)
    if change.kind in ("changed", "respelled"):
        return _changed(view, change)
    if not tokens:
        raise _Unfit("the whole document is no member and no element", view)
    container = containers.setdefault(tokens[:-1], _Container())
    if change.kind == "moved":
        container.moved.append(change)
        return []
    assert change.old is not None
    if not same(view, change.old):
        raise _Unfit(f"what stands here is {_told(view)}, not {_told(change.old)}", view)
    container.removed[tokens[-1]] = change
    return []


def _place(text: JsonText, tokens: _Tokens) -> View:
    view = text.root
    for token in tokens:
        if view.kind == OBJECT and any(name == token for name, _ in view.duplicates()):
            raise twice_error(view, token)
        view = view.child(token)
    return view


def _changed(view: View, change: Change) -> list[Splice]:
    old, new = change.old, change.new
    assert old is not None
    assert new is not None
    if change.part is not None:
        return _changed_part(view, change)
    if change.cells is not None:
        return _changed_cells(view, change)
    if not same(view, old):
        raise _Unfit(f"what stands here is {_told(view)}, not {_told(old)}", view)
    if view.is_leaf and new.is_leaf:
        splices = leaf_splices(view, new)
        if splices is not None:
            return splices
    rewriter = Rewriter()
    try:
        rewriter.rewrite(view, new)
    except EditError:
        return [Splice(*view.span, verbatim(new))]
    return rewriter.splices


def _changed_cells(view: View, change: Change) -> list[Splice]:
    assert change.cells is not None
    assert change.old is not None
    assert change.new is not None
    if not view.is_leaf:
        raise _Unfit("what stands here is no array of numbers", view)
    flat = flat_indices(view.token, change.cells)
    rows = [_tokens(change.old), _tokens(change.new)]
    splices = []
    missing = next((path for path, at in zip(change.cells, flat, strict=True) if at is None), None)
    if missing is not None:
        raise _Unfit(f"there is no number at {format_pointer(missing)}", view)
    spans = cell_spans(view, {at for at in flat if at is not None})
    for path, at, old, new in zip(change.cells, flat, *rows, strict=True):
        assert at is not None
        start, end = spans[at]
        token = view.text.data[start:end]
        if not equal(parse_scalar(token), parse_scalar(old)):
            where = format_pointer(path)
            raise _Unfit(f"at {where} is {token.decode()}, not {old.decode()}", view)
        splices.append(Splice(start, end, new))
    return splices


def _changed_part(view: View, change: Change) -> list[Splice]:
    from ecdkit.compare.long_strings import digest_of, is_base64

    part = change.part
    assert part is not None
    assert change.old is not None
    assert change.new is not None
    (start, end), old, new = view.span, change.old.token[1:-1], change.new.token[1:-1]
    from_, to = start + 1 + part.head, end - 1 - part.tail
    reason = "the text that stands here is another"
    if view.kind != STRINGS or from_ > to or view.text.data[from_:to] != old:
        raise _Unfit(reason, view)
    if part.base64 and not is_base64(view):
        raise _Unfit(reason, view)
    if digest_of(view, base64=part.base64) != (part.old_size, part.old_sha256):
        raise _Unfit(f"{reason}: its SHA-256 is not {part.old_sha256}", view)
    return [Splice(from_, to, new)]


def _tokens(row: View) -> list[bytes]:
    return row.token.translate(None, _WHITE)[1:-1].split(b",")


def _relaid(view: View, container: _Container, splices: list[Splice]) -> list[Splice]:
    style = style_of(view)
    if view.kind == OBJECT:
        entries = _members(view, container, style)
    else:
        entries, splices = _elements(view, container, style, splices)
    return [*splices, *relay(view, entries, style)]


def _members(view: View, container: _Container, style: Style) -> list[range | bytes]:
    if container.moved:
        raise _Unfit("a member of an object has no place to move to", view, container.moved[0])
    order: list[tuple[str, range | bytes]] = [
        (name, range(at, at + 1))
        for at, name in enumerate(view.keys())
        if name not in container.removed
    ]
    for change in container.added:
        assert change.after is not None
        name = parse_pointer(change.after)[-1]
        if any(name == known for known, _ in order):
            raise _Unfit(f"there is a member {cut(repr(name))} already", view, change)
        at = next((at for at, (known, _) in enumerate(order) if known == change.follows), None)
        behind = 0 if change.follows is None else len(order) if at is None else at + 1
        order.insert(behind, (name, _item(view, name, change, style)))
    return [entry for _, entry in order]


def _elements(
    view: View, container: _Container, style: Style, splices: list[Splice]
) -> tuple[list[range | bytes], list[Splice]]:
    gone = {_index(view, change.before, change) for change in container.removed.values()}
    moved = {_index(view, change.before, change): change for change in container.moved}
    total = len(view) - len(gone) + len(container.added)
    fixed: dict[int, bytes] = {}
    children = list(view.elements())
    splices = sorted(splices)
    for at, change in moved.items():
        token, splices = _with_inner(children[at], splices)
        _fix(fixed, view, change, token, total)
    for change in container.added:
        _fix(fixed, view, change, _item(view, None, change, style), total)
    stays = iter(at for at in range(len(children)) if at not in gone and at not in moved)
    entries: list[range | bytes] = []
    for at in range(total):
        if at in fixed:
            entries.append(fixed[at])
        else:
            stay = next(stays)
            entries.append(range(stay, stay + 1))
    return entries, splices


def _fix(fixed: dict[int, bytes], view: View, change: Change, entry: bytes, total: int) -> None:
    at = _index(view, change.after, change, within=total)
    if at in fixed:
        raise _Unfit("two elements cannot have one place", view, change)
    fixed[at] = entry


def _index(view: View, pointer: str | None, change: Change, within: int | None = None) -> int:
    assert pointer is not None
    at = parse_index(parse_pointer(pointer)[-1])
    size = len(view) if within is None else within
    if at is None or at >= size:
        raise _Unfit(f"the array has no place for it: it has {size} elements then", view, change)
    return at


def _with_inner(view: View, splices: list[Splice]) -> tuple[bytes, list[Splice]]:
    """Return the text of an element with the splices in it, and the other splices."""
    from bisect import bisect_left

    start, end = view.span
    first, last = (bisect_left(splices, (at,)) for at in (start, end))
    return spliced(view, splices[first:last]), [*splices[:first], *splices[last:]]


def _item(view: View, name: str | None, change: Change, style: Style) -> bytes:
    assert change.new is not None
    rewriter = Rewriter()
    try:
        return rewriter.item(view, name, change.new, style)
    except EcdError:
        return rewriter.item(view, name, Verbatim(verbatim(change.new)), style)


def _told(view: View) -> str:
    """Return a value as a message quotes it."""
    start, end = view.span
    return cut(view.text.data[start : min(end, start + 400)].decode("utf-8", "ignore"))
