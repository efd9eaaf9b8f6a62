"""Edits of a text that change only what they must: set, insert, remove, move, rename, rewrite.

Each returns a new text. Bytes outside the changed values stay; what is new is written like its
neighbours. An edit that would have to choose between members of the same name is refused.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ecdkit.errors import EcdError, EditError, LimitError, PointerError
from ecdkit.text.kinds import ARRAY, OBJECT
from ecdkit.text.layout import relay
from ecdkit.text.pointer import parse_index, parse_pointer
from ecdkit.text.refusal import twice_error
from ecdkit.text.rewriter import Rewriter
from ecdkit.text.splice import Splice
from ecdkit.text.style import style_of
from ecdkit.text.write import Verbatim, write_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ecdkit.text.jsontext import JsonText
    from ecdkit.text.view import View

__all__ = ["insert", "move", "remove", "rename", "rewrite", "set_value", "set_values"]


def set_value(text: JsonText, pointer: str, value: Any) -> JsonText:
    """Return the text with a value added or replaced.

    Args:
        text: the text.
        pointer: where; a member that is not there is added, `-` appends to an array.
        value: a JSON value, `Numbers`, or a `View` of another text.

    Raises:
        PointerError: the pointer leads nowhere, or to an element that does not exist.
        EditError: JSON has no text for the value.
        DuplicateKeyError: a name of the pointer stands twice.
    """
    tokens = parse_pointer(pointer)
    if not tokens:
        return rewrite(text, value)
    parent = _descend(text, tokens[:-1])
    last = tokens[-1]
    if parent.kind == ARRAY and last == "-":
        return _add(parent, len(parent), None, value)
    if parent.kind == OBJECT:
        _refuse_duplicates(parent, last)
        if parent.get(last) is None:
            return _add(parent, len(parent), last, value)
    return _spliced(text, parent.child(last), value)


def set_values(text: JsonText, values: Mapping[str, Any]) -> JsonText:
    """Return the text with several values replaced at once.

    Args:
        text: the text.
        values: new values by pointer; every place must exist, and none may be inside another.

    Raises:
        PointerError: a pointer leads nowhere.
        EditError: JSON has no text for a value.
        DuplicateKeyError: a name of a pointer stands twice.
    """
    rewriter = Rewriter()
    for pointer, value in values.items():
        tokens = parse_pointer(pointer)
        place = _descend(text, tokens)
        with _placing(place):
            rewriter.rewrite(place, value)
    return text.spliced(rewriter.splices)


def insert(text: JsonText, pointer: str, value: Any) -> JsonText:
    """Return the text with a value added before an element, or as a member.

    Args:
        text: the text.
        pointer: the element before which the value goes (its index may be the array's length or
            `-`), or a member that is not there.
        value: as for `set_value`.

    Raises:
        PointerError: the pointer leads nowhere.
        EditError: the member exists, or JSON has no text for the value.
    """
    parent, last = _parent(text, pointer)
    if parent.kind == OBJECT:
        if parent.get(last) is not None:
            raise _error(EditError, parent.child(last), f"there is a member {last[:60]!r} already")
        return _add(parent, len(parent), last, value)
    index = len(parent) if last == "-" else parse_index(last)
    if parent.kind != ARRAY or index is None or index > len(parent):
        parent.child(last)
        raise PointerError(f"{last[:60]!r} is no place in an array", pointer=parent.pointer)
    return _add(parent, index, None, value)


def remove(text: JsonText, pointer: str) -> JsonText:
    """Return the text without a member or element, and without its comma.

    Raises:
        PointerError: the pointer leads nowhere, or to the root.
        DuplicateKeyError: a name of the pointer stands twice.
    """
    parent, last = _parent(text, pointer)
    index = _index(parent, last)
    staying = [range(index), range(index + 1, len(parent))]
    return text.spliced(relay(parent, staying, style_of(parent)))


def move(text: JsonText, source: str, target: str) -> JsonText:
    """Return the text with a value taken out at one place and inserted at another.

    Args:
        text: the text.
        source: where the value stands.
        target: where it goes, in the text without it; as for `insert`.

    Raises:
        PointerError: one of the pointers leads nowhere.
        EditError: the target lies inside what moves, or exists.
    """
    tokens, goal = parse_pointer(source), parse_pointer(target)
    if goal[: len(tokens)] == tokens and len(goal) > len(tokens):
        raise EditError("a value cannot move into itself", pointer=source)
    token = Verbatim(_descend(text, tokens).token)
    return insert(remove(text, source), target, token)


def rename(text: JsonText, pointer: str, name: str) -> JsonText:
    """Return the text with a member renamed in place.

    Raises:
        PointerError: the pointer leads to no member.
        EditError: there is a member of that name already.
        DuplicateKeyError: a name of the pointer stands twice.
    """
    parent, last = _parent(text, pointer)
    member = parent.child(last)
    if parent.kind != OBJECT or member.key_span is None:
        raise _error(EditError, member, "an element of an array has no name")
    _refuse_duplicates(parent, last)
    if name == last:
        return text
    if parent.get(name) is not None:
        raise _error(EditError, parent.child(name), f"there is a member {name[:60]!r} already")
    return text.spliced([Splice(*member.key_span, write_key(name, style_of(parent), b""))])


def rewrite(
    text: JsonText, value: Any, pointer: str = "", *, identity: Collection[str] = ()
) -> JsonText:
    """Return the text with the fewest changes after which it has a value.

    Args:
        text: the text.
        value: a JSON value, `Numbers`, or a `View` of another text.
        pointer: the part of the text that gets the value.
        identity: names of members that identify an object in an array, so that what is edited
            is told from what is removed and added.

    Raises:
        EditError: JSON has no text for the value.
        DuplicateKeyError: a member that changes stands twice.
    """
    return _spliced(text, _descend(text, parse_pointer(pointer)), value, identity)


def _spliced(text: JsonText, view: View, value: Any, identity: Collection[str] = ()) -> JsonText:
    rewriter = Rewriter(identity)
    with _placing(view):
        rewriter.rewrite(view, value)
        return text.spliced(rewriter.splices)


def _add(parent: View, index: int, key: str | None, value: Any) -> JsonText:
    style = style_of(parent)
    rewriter = Rewriter()
    with _placing(parent):
        item = rewriter.item(parent, key, value, style)
        entries: list[range | bytes] = [range(index), item, range(index, len(parent))]
        return parent.text.spliced(relay(parent, entries, style))


def _parent(text: JsonText, pointer: str) -> tuple[View, str]:
    tokens = parse_pointer(pointer)
    if not tokens:
        raise PointerError("the whole document is no member and no element")
    return _descend(text, tokens[:-1]), tokens[-1]


def _descend(text: JsonText, tokens: tuple[str, ...]) -> View:
    view = text.root
    for token in tokens:
        _refuse_duplicates(view, token)
        view = view.child(token)
    return view


def _index(parent: View, token: str) -> int:
    parent.child(token)
    if parent.kind == ARRAY:
        return int(token)
    _refuse_duplicates(parent, token)
    index = parent.index(token)
    assert index is not None
    return index


def _refuse_duplicates(view: View, key: str) -> None:
    if view.kind == OBJECT and any(name == key for name, _ in view.duplicates()):
        raise twice_error(view, key)


def _error(kind: type[EcdError], view: View, message: str) -> EcdError:
    line, column = view.place
    return kind(message, pointer=view.pointer, line=line, column=column)


@contextmanager
def _placing(view: View) -> Iterator[None]:
    """Add to an error about a new value where it was to go."""
    try:
        yield
    except (EditError, LimitError) as error:
        if error.line is None:
            error.line, error.column = view.place
            error.pointer = error.pointer or view.pointer
        raise
    except RecursionError:
        message = "the new value is nested deeper than Python can follow"
        raise _error(LimitError, view, message) from None
