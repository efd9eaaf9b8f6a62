"""Diffs as JSON documents, and back; what they look like is the schema "diff-1"."""

from __future__ import annotations

import json
import math
import operator
import re
from typing import TYPE_CHECKING, Any, NoReturn, get_args

from ecdkit.compare.result import (
    Change,
    Diff,
    Kind,
    Label,
    NumberSummary,
    Part,
    Role,
    Side,
    Subject,
)
from ecdkit.errors import DefinitionError, EcdError, EditError, PointerError
from ecdkit.text.jsontext import JsonText
from ecdkit.text.kinds import ARRAY, OBJECT, STRINGS
from ecdkit.text.pointer import parse_index, parse_pointer
from ecdkit.text.style import Style
from ecdkit.text.write import write_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.text.view import View

__all__ = ["FORM", "diff_bytes", "read_diff", "written"]

FORM = "ecdkit/diff/1"

_COMPACT = Style(separator=b",", colon=b":")
_WHITE = b" \t\n\r"
# Tokens of a leaf that are neither numbers of RFC 8259 nor null, true or false.
_NONFINITE = re.compile(rb"#|[nN][aA][nN]|[iI][nN][fFdD]")
_RGB = 3
_DIMENSIONS = 2


def diff_bytes(diff: Diff) -> bytes:
    """Return a diff as a JSON document, a line for each change."""
    from ecdkit.compare.words import statements

    subjects: dict[Subject, int] = {}
    changes = [_change(one, subjects) for one in diff.changes]
    shared = None if diff.shared is None else [_change(one, subjects) for one in diff.shared]
    told = [
        {"kind": one.kind, "before": one.before, "after": one.after, "text": one.text}
        for one in statements(diff)
    ]
    members = [
        ("diff", _dump(FORM)),
        ("before", _dump(_side(diff.before))),
        ("after", _dump(_side(diff.after))),
        ("rtol", _dump(diff.rtol)),
        ("atol", _dump(diff.atol)),
        ("ignored", _dump(diff.ignored)),
        ("statements", _lines([_dump(one) for one in told])),
        ("unsaid", _dump(diff.unsaid)),
        ("notes", _dump(diff.notes)),
        ("subjects", _lines([_dump(_subject(one, subjects)) for one in subjects])),
        ("shared", b"null" if shared is None else _lines(shared)),
        ("changes", _lines(changes)),
    ]
    return b"{\n" + b",\n".join(_dump(name) + b": " + value for name, value in members) + b"\n}\n"


def written(view: View) -> bytes:
    """Return a value as compact JSON of RFC 8259.

    Raises:
        EditError: JSON has no spelling for something in it.
    """
    if view.is_leaf:
        token = view.token.translate(None, _WHITE)
        if _NONFINITE.search(token):
            raise EditError("JSON has no spelling for numbers that are not finite")
        return token
    return write_value(view, _COMPACT)


def _dump(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _lines(items: Sequence[bytes]) -> bytes:
    return b"[\n" + b",\n".join(items) + b"\n]" if items else b"[]"


def _side(side: Side) -> dict[str, Any]:
    return {"path": side.path, "format": side.format, "version": side.version}


def _subject(subject: Subject, subjects: dict[Subject, int]) -> dict[str, Any]:
    return {
        "noun": subject.noun,
        "before": _label(subject.before),
        "after": _label(subject.after),
        "around": None if subject.around is None else subjects[subject.around],
    }


def _label(label: Label | None) -> dict[str, Any] | None:
    if label is None:
        return None
    return {
        "pointer": label.pointer,
        "value": label.value,
        "name": label.name,
        "color": label.color,
    }


def _number(subject: Subject, subjects: dict[Subject, int]) -> int:
    if subject.around is not None:
        _number(subject.around, subjects)
    return subjects.setdefault(subject, len(subjects))


def _change(change: Change, subjects: dict[Subject, int]) -> bytes:
    members: list[tuple[str, bytes]] = [
        ("kind", _dump(change.kind)),
        ("role", _dump(change.role)),
        ("before", _dump(change.before)),
        ("after", _dump(change.after)),
    ]
    if change.subject is not None:
        members.append(("subject", _dump(_number(change.subject, subjects))))
    if change.inside is not None:
        members.append(("inside", _dump(change.inside)))
    if change.keyed:
        members.append(("keyed", b"true"))
    if change.follows is not None:
        members.append(("follows", _dump(change.follows)))
    numbers, part = change.numbers, change.part
    if numbers is not None:
        told = {
            "cells": numbers.cells,
            "changed": numbers.changed,
            "respelled": numbers.respelled,
            "largest": numbers.largest,
            "at": numbers.at,
            "shape": numbers.shape,
        }
        members.append(("numbers", _dump(told)))
    if part is not None:
        held = {
            "head": part.head,
            "tail": part.tail,
            "old_size": part.old_size,
            "new_size": part.new_size,
            "old_sha256": part.old_sha256,
            "new_sha256": part.new_sha256,
            "base64": part.base64,
        }
        members.append(("part", _dump(held)))
    if change.cells is not None:
        members.append(("cells", _dump(change.cells)))
    for name, view in (("old", change.old), ("new", change.new)):
        if view is not None:
            members.append(_value(name, view))
    return b"{" + b",".join(_dump(name) + b":" + value for name, value in members) + b"}"


def _value(name: str, view: View) -> tuple[str, bytes]:
    """Return a value as a member; as text where it is no JSON of RFC 8259."""
    try:
        return name, written(view)
    except EditError:
        return f"{name}_text", _dump(view.token.decode())


def read_diff(content: bytes | str | JsonText) -> Diff:
    """Return the diff that a JSON document holds.

    Args:
        content: the document.

    Raises:
        EcdError: it is no such document.
    """
    text = content if isinstance(content, JsonText) else JsonText.parse(content, check="full")
    root = text.root
    form = root.get("diff")
    if form is None or form.kind != STRINGS or form.value() != FORM:
        raise _error(root, f"this is no diff: it has no member 'diff' of {FORM!r}")
    try:
        return _read(root)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        if isinstance(error, EcdError):
            raise
        raise _error(root, f"this diff is damaged: {error}") from None


def _read(root: View) -> Diff:
    subjects: list[Subject] = []
    for view in _elements(root, "subjects"):
        held = _members(view)
        around = held.get("around")
        _require(view, around is None or (type(around) is int and 0 <= around < len(subjects)))
        # It is there in one of the documents.
        _require(view, held["before"] is not None or held["after"] is not None)
        subjects.append(
            Subject(
                str(held["noun"]),
                _read_label(view, held["before"]),
                _read_label(view, held["after"]),
                None if around is None else subjects[around],
            )
        )
    shared = root.get("shared")
    return Diff(
        before=_read_side(root, "before"),
        after=_read_side(root, "after"),
        changes=tuple(_read_change(one, subjects) for one in _elements(root, "changes")),
        shared=None
        if shared is None or shared.kind != ARRAY
        else tuple(_read_change(one, subjects) for one in shared.elements()),
        unsaid=_strings(root, "unsaid"),
        notes=_strings(root, "notes"),
        rtol=float(_member(root, "rtol").value()),
        atol=float(_member(root, "atol").value()),
        ignored=_strings(root, "ignored"),
    )


def _read_change(view: View, subjects: list[Subject]) -> Change:
    held = _members(view, apart=("old", "new"))
    kind, role, number = held["kind"], held["role"], held.get("subject")
    before, after = held.get("before"), held.get("after")
    _require(view, kind in get_args(Kind), role in get_args(Role))
    inside = held.get("inside")
    _require(view, (inside is not None) == (kind in ("added", "removed")))
    for name in (before, after, inside, held.get("follows")):
        _require(view, name is None or isinstance(name, str))
    for pointer in (before, after, inside):
        _require(view, pointer is None or _is_pointer(pointer))
    _require(view, number is None or (type(number) is int and 0 <= number < len(subjects)))
    keyed = held.get("keyed", False) is True
    _require(view, not keyed or inside is not None)
    for pointer in (before, after) if kind == "moved" or inside is not None else ():
        # What comes, goes or moves is a member, or stands at an index.
        is_place = pointer is None or (
            "/" in pointer if keyed else parse_index(pointer.rpartition("/")[2]) is not None
        )
        _require(view, is_place)
    old, new = _read_value(view, "old", held), _read_value(view, "new", held)
    both, moved = kind in ("changed", "respelled"), kind == "moved"
    _require(view, (before is not None) == (kind != "added"))
    _require(view, (after is not None) == (kind != "removed"))
    _require(view, (old is not None) == (both or kind == "removed"))
    _require(view, (new is not None) == (both or kind == "added"), not moved or old is None)
    cells, part, numbers = held.get("cells"), held.get("part"), held.get("numbers")
    if cells is not None:
        whole = [type(index) is int and index >= 0 for path in cells for index in path]
        _require(view, both, all(whole), all(map(bool, cells)))
        for row in (old, new):
            _require(view, row is not None and row.is_leaf and len(row) == len(cells) > 0)
            _require(view, row is not None and row.token.count(b"[") == 1)
    if numbers is not None:
        _require(view, both, *(one is not None and one.is_leaf for one in (old, new)))
        _require_grid(view, numbers, cells, [one for one in (old, new) if one is not None])
    if part is not None:
        for one in (old, new):
            _require(view, both, one is not None and one.kind == STRINGS)
        sizes = [part[name] for name in ("head", "tail", "old_size", "new_size")]
        _require(view, *(type(size) is int and size >= 0 for size in sizes))
        _require(view, *(isinstance(part[f"{side}_sha256"], str) for side in ("old", "new")))
        _require(view, type(part["base64"]) is bool)
    return Change(
        kind=kind,
        role=role,
        before=before,
        after=after,
        old=old,
        new=new,
        inside=inside,
        keyed=keyed,
        follows=held.get("follows"),
        cells=None if cells is None else tuple(map(tuple, cells)),
        part=None if part is None else Part(**part),
        numbers=None if numbers is None else _read_numbers(numbers),
        subject=None if number is None else subjects[number],
    )


def _is_pointer(text: str) -> bool:
    try:
        parse_pointer(text)
    except PointerError:
        return False
    return True


def _require_grid(
    view: View, numbers: dict[str, Any], cells: list[list[int]] | None, rows: list[View]
) -> None:
    """Require that the numbers of two arrays have places in the shape that is told."""
    shape, at = numbers["shape"], numbers["at"]
    _require(
        view, 1 <= len(shape) <= _DIMENSIONS, all(type(one) is int and one > 0 for one in shape)
    )
    _require(view, at is None or all(type(one) is int and one >= 0 for one in at))
    _require(view, numbers["cells"] == math.prod(shape))
    if cells is None:
        held = [row.token.translate(None, _WHITE) for row in rows]
        _require(view, *(row.count(b",") + 1 == numbers["cells"] for row in held))
        _require(view, *(b"[]" not in row for row in held))
    for path in cells or ():
        # Indices into what is no matrix say nothing of its shape.
        fits = len(path) == len(shape) and all(map(operator.lt, path, shape))
        _require(view, fits or (len(shape) == 1 and len(path) > 1))


def _read_numbers(held: dict[str, Any]) -> NumberSummary:
    at = held["at"]
    return NumberSummary(
        int(held["cells"]),
        int(held["changed"]),
        int(held["respelled"]),
        None if held["largest"] is None else float(held["largest"]),
        None if at is None else tuple(map(int, at)),
        tuple(map(int, held["shape"])),
    )


def _read_value(view: View, name: str, held: dict[str, Any]) -> View | None:
    text = held.get(f"{name}_text")
    if text is not None:
        _require(view, isinstance(text, str))
        return JsonText.parse(text, check="full").root
    return view.get(name)


def _read_side(root: View, name: str) -> Side:
    held = _members(_member(root, name))
    version = held["version"]
    _require(root, version is None or isinstance(version, (int, str)))
    path = held["path"]
    return Side(None if path is None else str(path), str(held["format"]), version)


def _read_label(view: View, held: Any) -> Label | None:
    if held is None:
        return None
    place, value, name, color = held["pointer"], held["value"], held["name"], held["color"]
    _require(view, isinstance(place, str), parse_index(place.rpartition("/")[2]) is not None)
    _require(view, value is None or isinstance(value, str), name is None or isinstance(name, str))
    if color is not None:
        _require(view, len(color) == _RGB, *(type(one) is int and 0 <= one < 256 for one in color))  # noqa: PLR2004 - a byte
    return Label(place, value, name, None if color is None else (color[0], color[1], color[2]))


def _members(view: View, apart: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the members of an object as Python values, but for those that may be large."""
    _require(view, view.kind == OBJECT)
    return {name: one.value() for name, one in view.members() if name not in apart}


def _member(root: View, name: str) -> View:
    found = root.get(name)
    if found is None:
        raise _error(root, f"this diff is damaged: there is no member {name!r}")
    return found


def _elements(root: View, name: str) -> list[View]:
    found = _member(root, name)
    _require(found, found.kind == ARRAY)
    return list(found.elements())


def _strings(root: View, name: str) -> tuple[str, ...]:
    found = _elements(root, name)
    for one in found:
        _require(one, one.kind == STRINGS)
    return tuple(one.value() for one in found)


def _require(view: View, *conditions: bool) -> None:
    if not all(conditions):
        _damaged(view)


def _damaged(view: View) -> NoReturn:
    raise _error(view, "this diff is damaged: what stands here is not what the schema says")


def _error(view: View, message: str) -> DefinitionError:
    line, column = view.place
    return DefinitionError(message, pointer=view.pointer, line=line, column=column)
