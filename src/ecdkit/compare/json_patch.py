"""JSON Patch (RFC 6902): diffs as a list of operations, and operations applied to a text."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ecdkit.compare.cells import same_number
from ecdkit.compare.form import written
from ecdkit.errors import DuplicateKeyError, EcdError, EditError, FormatError, PointerError
from ecdkit.text import edit
from ecdkit.text.excerpt import cut
from ecdkit.text.kinds import ARRAY, OBJECT
from ecdkit.text.pointer import format_pointer, parse_pointer
from ecdkit.text.values import equal
from ecdkit.text.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecdkit.compare.result import Change, Diff
    from ecdkit.text.jsontext import JsonText

__all__ = ["apply_operations", "patch_bytes", "read_operations"]

_WITH_VALUE = ("add", "replace", "test")
_WITH_SOURCE = ("move", "copy")
_OPERATIONS = (*_WITH_VALUE, *_WITH_SOURCE, "remove")


def patch_bytes(diff: Diff) -> bytes:
    """Return a diff as a JSON Patch, an operation on each line.

    Values are replaced first, where they stand in the first document; then members and elements
    are taken out, moved and added, the innermost first.

    Raises:
        EditError: a value is no JSON of RFC 8259, such as NaN.
    """
    try:
        lines = list(_operations(diff))
    except EditError as error:
        raise EditError(
            f"a JSON Patch cannot hold this: {error.message}", hint="use the format json"
        ) from None
    return b"[\n" + b",\n".join(lines) + b"\n]\n" if lines else b"[]\n"


def _operations(diff: Diff) -> Iterator[bytes]:
    containers: dict[tuple[str, ...], list[Change]] = {}
    for change in diff.changes:
        if change.kind in ("changed", "respelled"):
            yield from _replacements(change)
            continue
        if change.kind == "added":
            assert change.inside is not None
            container = parse_pointer(change.inside)
        else:
            assert change.before is not None
            container = parse_pointer(change.before)[:-1]
        containers.setdefault(container, []).append(change)
    for tokens in sorted(containers, key=len, reverse=True):
        yield from _structural(tokens, containers[tokens])


def _replacements(change: Change) -> Iterator[bytes]:
    assert change.before is not None
    assert change.new is not None
    if change.part is not None:
        yield _operation("replace", change.before, value=_whole(change))
        return
    if change.cells is None:
        yield _operation("replace", change.before, value=written(change.new))
        return
    values = written(change.new)[1:-1].split(b",")
    for path, value in zip(change.cells, values, strict=True):
        yield _operation("replace", change.before + format_pointer(path), value=value)


def _whole(change: Change) -> bytes:
    if change.whole is None:
        raise EditError(
            "this diff was read from a file, and holds only what differs of a long text"
        )
    return written(change.whole[1])


def _structural(tokens: tuple[str, ...], changes: list[Change]) -> Iterator[bytes]:
    """Yield what turns the order of one array or object into the new one."""
    around = format_pointer(tokens)
    gone = [change for change in changes if change.kind == "removed"]
    if any(change.keyed for change in changes):
        for change in gone:
            assert change.before is not None
            yield _operation("remove", change.before)
        for change in changes:
            if change.kind == "added":
                assert change.new is not None
                assert change.after is not None
                name = parse_pointer(change.after)[-1]
                yield _operation("add", around + format_pointer((name,)), value=written(change.new))
        return
    for at in sorted((_last(change.before) for change in gone), reverse=True):
        yield _operation("remove", f"{around}/{at}")
    moved = {_last(one.after): _last(one.before) for one in changes if one.kind == "moved"}
    added = {_last(one.after): one for one in changes if one.kind == "added"}
    places = _Places([_last(one.before) for one in gone], moved, list(added))
    for target in places.wanted:
        coming = added.get(target)
        if coming is None:
            source, place = places.move(moved[target], target)
            if source != place:
                yield _operation("move", f"{around}/{place}", source=f"{around}/{source}")
        else:
            assert coming.new is not None
            place = places.put(target)
            yield _operation("add", f"{around}/{place}", value=written(coming.new))


class _Places:
    """Where elements of an array stand while they are put into a new order, from left to right.

    Each is put behind the one that it follows in the new order. What is still to move stands
    where it stood among those that stay; how many of it stand before a place is counted in
    logarithmic time.

    Args:
        removed: old indices of what is gone already.
        moved: old indices of what moves, by new index.
        added: new indices of what comes in.

    Attributes:
        wanted: new indices of what moves and what comes in, ascending.
    """

    def __init__(self, removed: list[int], moved: dict[int, int], added: list[int]) -> None:
        self.wanted = sorted([*moved, *added])
        self._sources = sorted(moved.values())
        self._gone = sorted([*removed, *self._sources])
        self._wanted_less = [at - index for index, at in enumerate(self.wanted)]
        self._gone_less = [at - index for index, at in enumerate(self._gone)]
        # A Fenwick tree over what is still to move.
        self._sums = [0] * (len(self._sources) + 1)
        for index in range(len(self._sources)):
            self._count(index, 1)

    def put(self, target: int) -> int:
        """Return the index at which what is to stand at `target` comes in."""
        stays = target - bisect_left(self.wanted, target)
        if not stays:
            return target
        last = stays - 1
        return target + self._waiting(last + bisect_right(self._gone_less, last))

    def move(self, old: int, target: int) -> tuple[int, int]:
        """Return the index where an element stands, and that at which it comes in without it."""
        stays = old - bisect_left(self._gone, old)
        before = self._target_of(stays - 1) if stays else -1
        if before < target:
            ready = min(self._target_of(stays), target)
        else:
            ready = target + stays - (target - bisect_left(self.wanted, target))
        source = ready + self._waiting(old)
        self._count(bisect_left(self._sources, old), -1)
        return source, self.put(target)

    def _target_of(self, stay: int) -> int:
        """Return the new index of one of those that stay."""
        return stay + bisect_right(self._wanted_less, stay)

    def _waiting(self, old: int) -> int:
        """Return how many that are still to move stood before an old index."""
        at, total = bisect_left(self._sources, old), 0
        while at:
            total += self._sums[at]
            at -= at & -at
        return total

    def _count(self, index: int, change: int) -> None:
        at = index + 1
        while at < len(self._sums):
            self._sums[at] += change
            at += at & -at


def _operation(
    name: str, path: str, *, value: bytes | None = None, source: str | None = None
) -> bytes:
    members = [("op", json.dumps(name).encode())]
    if source is not None:
        members.append(("from", json.dumps(source).encode()))
    members.append(("path", json.dumps(path).encode()))
    if value is not None:
        members.append(("value", value))
    return b"{" + b", ".join(b'"%s": %s' % (key.encode(), held) for key, held in members) + b"}"


def _last(pointer: str | None) -> int:
    assert pointer is not None
    return int(parse_pointer(pointer)[-1])


def read_operations(text: JsonText) -> list[Any]:
    """Return the operations of a JSON Patch document; values stay places of its text.

    Raises:
        FormatError: it is no array of objects.
    """
    operations = []
    for view in text.root.elements():
        if view.kind != OBJECT:
            line, column = view.place
            raise FormatError(
                f"an operation is an object, not a {view.kind}", line=line, column=column
            )
        operations.append(
            {name: one if name == "value" else one.value() for name, one in view.members()}
        )
    return operations


def apply_operations(text: JsonText, operations: Sequence[Any]) -> JsonText:
    """Return a text with the operations of a JSON Patch applied, one after the other.

    Args:
        text: the text.
        operations: mappings of `op`, `path`, and `value` or `from`.

    Raises:
        EditError: an operation is none, or does not fit; which, where and why.
    """
    waiting: dict[str, tuple[int, Any]] = {}
    around: set[str] = set()
    for at, operation in enumerate(operations):
        name, path = _checked(at, operation)
        outer = _outer(path)
        apart = path not in waiting and path not in around and waiting.keys().isdisjoint(outer)
        if name != "replace" or not path or not apart:
            text = _replaced(text, waiting)
            waiting, around = {}, set()
        if name == "replace" and path:
            # What is replaced in a row is replaced in one go, if none is inside another.
            waiting[path] = (at, operation["value"])
            around.update(outer)
        else:
            text = _applied(text, at, operation)
    return _replaced(text, waiting)


def _checked(at: int, operation: Any) -> tuple[str, str]:
    """Return name and path of an operation that is one."""
    if not isinstance(operation, Mapping):
        raise EditError(f"operation {at + 1} is no object")
    name, path = operation.get("op"), operation.get("path")
    if name not in _OPERATIONS:
        known = ", ".join(_OPERATIONS)
        raise EditError(f"operation {at + 1}: there is no operation {cut(repr(name))} ({known})")
    for member in ("path", "from") if name in _WITH_SOURCE else ("path",):
        if not isinstance(operation.get(member), str):
            raise EditError(f"operation {at + 1} ({name}): {member!r} is missing, or no string")
    if name in _WITH_VALUE and "value" not in operation:
        raise EditError(f"operation {at + 1} ({name}): 'value' is missing")
    assert isinstance(name, str)
    assert isinstance(path, str)
    return name, path


def _outer(path: str) -> list[str]:
    """Return the pointers of what is around a place."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _replaced(text: JsonText, waiting: Mapping[str, tuple[int, Any]]) -> JsonText:
    """Return a text with values replaced in one go, or one by one to tell which does not fit."""
    if not waiting:
        return text
    try:
        return edit.set_values(text, {path: value for path, (_, value) in waiting.items()})
    except EcdError:
        for path, (at, value) in waiting.items():
            text = _applied(text, at, {"op": "replace", "path": path, "value": value})
        return text


def _applied(text: JsonText, at: int, operation: Mapping[str, Any]) -> JsonText:
    name, path = operation["op"], operation["path"]
    try:
        return _done(text, name, path, operation)
    except (PointerError, EditError, DuplicateKeyError) as error:
        where = error.pointer if error.pointer is not None else path
        raise EditError(
            f"operation {at + 1} ({name} {cut(path)}) does not fit: {error.message}",
            hint="nothing was changed",
            pointer=where,
            line=error.line,
            column=error.column,
        ) from None


def _done(text: JsonText, name: str, path: str, operation: Mapping[str, Any]) -> JsonText:
    value = operation.get("value")
    if name == "test":
        found = text.at(path)
        if not _equal(found.value(), value.value() if isinstance(value, View) else value):
            line, column = found.place
            raise EditError("the value is another", pointer=path, line=line, column=column)
        return text
    if name == "remove":
        return edit.remove(text, path)
    if name == "move":
        source = operation["from"]
        if source == path:
            text.at(path)
            return text
        tokens, moved = parse_pointer(path), parse_pointer(source)
        value = text.at(source)
        if tokens[: len(moved)] == moved:
            line, column = value.place
            raise EditError(
                "a value cannot be moved into itself", pointer=source, line=line, column=column
            )
        # RFC 6902: taken out first, then added where the path leads in what is left.
        gone = edit.remove(text, source)
        around = gone.at(format_pointer(tokens[:-1])) if tokens else gone.root
        if not tokens or (around.kind == OBJECT and around.get(tokens[-1]) is not None):
            return edit.set_value(gone, path, value)
        return edit.move(text, source, path)
    if name == "copy":
        value = text.at(operation["from"])
    if name == "replace":
        text.at(path)
        return edit.set_value(text, path, value)
    tokens = parse_pointer(path)
    if tokens and text.at(format_pointer(tokens[:-1])).kind == ARRAY:
        return edit.insert(text, path, value)
    return edit.set_value(text, path, value)


def _equal(one: Any, other: Any) -> bool:
    """Whether two values are equal as RFC 6902 says: numbers by their value."""
    if isinstance(one, dict) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(
            _equal(value, other[name]) for name, value in one.items()
        )
    if isinstance(one, list) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_equal, one, other))
    return equal(one, other) or same_number(one, other)
