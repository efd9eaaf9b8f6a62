"""From a text to the places of its structure, without making values of numbers."""

from __future__ import annotations

import gc
import re
from typing import TYPE_CHECKING, Any

from ecdkit.skeleton.place import Strings
from ecdkit.text.kinds import ARRAY, NONFINITE, NUMBER, OBJECT, STRINGS

if TYPE_CHECKING:
    from ecdkit.skeleton.place import Place
    from ecdkit.text.view import View

__all__ = ["walk"]

# A part of a text that nobody has looked into is decoded at once up to this size.
_PIECE = 4 << 20
# Of longer strings only the bytes are looked at.
_LONG = 64 << 10
_CHUNK = 1 << 20

_WORDS = (b"true", b"false", b"null")
_MORE_THAN_DIGITS = (b".", b"e", b"E", b"n", b"N", b"#")
_LEAF_TOKEN = re.compile(rb"[\[\]]|[^\[\]]++")
_SCALAR_TOKEN = re.compile(rb"[\[\]]|[^\[\], \t\n\r]++")
_SPACE_AND_COMMAS = b", \t\n\r"
_DIGITS = frozenset(b"0123456789")
_LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_CONTINUATION = bytes(range(0x80, 0xC0))
_KINDS = {
    dict: OBJECT,
    list: ARRAY,
    str: STRINGS,
    int: NUMBER,
    float: NUMBER,
    bool: "boolean",
    type(None): "null",
}


def walk(view: View, place: Place) -> None:
    """Take note of a value of a text and of all that is in it.

    Args:
        view: the value.
        place: where it belongs.

    Raises:
        JsonSyntaxError: a part that was not looked into before is not JSON.
    """
    if view.is_leaf:
        _walk_leaf(view, place)
    elif view.kind in (OBJECT, ARRAY):
        unseen = view.node.items is None
        if unseen and view.node.size <= _PIECE:
            decoded = _decoded(view.token)
            if decoded is not None:
                _walk_value(decoded[0], place)
                return
        _walk_container(view, place)
        if unseen:
            # What a hole held is needed no more, and there may be very many of them.
            view.node.close()
    elif view.kind == STRINGS:
        _walk_string(view, place)
    else:
        place.add_scalar(_kind_of_scalar(view.kind, view.token))


def _walk_container(view: View, place: Place) -> None:
    if view.kind == ARRAY:
        if not len(view):
            place.add_scalar("empty array")
            return
        inner = place.add_array(len(view))
        for element in view.elements() if inner is not None else ():
            assert inner is not None
            walk(element, inner)
        return
    names = tuple(view.keys())
    kinds = tuple(_kind_of(node.kind) for node in view.nodes())
    places = place.add_object(names, kinds)
    for (_, member), inner in zip(view.members(), places or (), strict=False):
        walk(member, inner)


def _walk_value(value: Any, place: Place) -> None:
    """Take note of Python values, as `walk` does of a view."""
    kind = type(value)
    if kind is dict:
        kinds = tuple(_KINDS[type(one)] for one in value.values())
        places = place.add_object(tuple(value), kinds)
        for one, inner in zip(value.values(), places or (), strict=False):
            _walk_value(one, inner)
    elif kind is list:
        _walk_list(value, place)
    elif kind is str:
        place.strings.add(value, tells=place.tells)
    elif kind is bool or value is None:
        place.add_scalar(_KINDS[kind])
    else:
        place.add_scalar("integer" if kind is int else "fraction")


def _walk_list(value: list[Any], place: Place) -> None:
    if not value:
        place.add_scalar("empty array")
        return
    numbers = _extents(value)
    if numbers is not None:
        extents, fractions = numbers
        place.add_numbers(extents, fractions=fractions)
        return
    inner = place.add_array(len(value))
    for one in value if inner is not None else ():
        assert inner is not None
        _walk_value(one, inner)


def _extents(value: list[Any]) -> tuple[list[tuple[int, int]], bool] | None:
    """Return the extents of an array of numbers, and whether some are more than digits."""
    types = set(map(type, value))
    if value and types <= {int, float}:
        return [(len(value), len(value))], float in types
    if types != {list}:
        return None
    inner = [_extents(one) for one in value]
    found = [one for one in inner if one is not None]
    if len(found) < len(inner) or len({len(extents) for extents, _ in found}) > 1:
        return None
    deeper = [
        (min(least for least, _ in extents), max(most for _, most in extents))
        for extents in zip(*(extents for extents, _ in found), strict=True)
    ]
    return [(len(value), len(value)), *deeper], any(fractions for _, fractions in found)


def _walk_leaf(view: View, place: Place) -> None:
    if view.text.checked != "full":
        # What is no JSON has no shape, and what is only measured must not be cut off.
        view.text.recheck(view)
    data, (start, end) = view.text.data, view.span
    if all(data.find(word, start, end) < 0 for word in _WORDS):
        extents = _leaf_extents(data, start, end)
        if extents is not None:
            fractions = any(data.find(byte, start, end) >= 0 for byte in _MORE_THAN_DIGITS)
            place.add_numbers(extents, fractions=fractions)
            return
    _walk_value(_stand_in(data, start, end), place)


def _leaf_extents(data: bytes, start: int, end: int) -> list[tuple[int, int]] | None:
    """Return the extents of an array of numbers; None where its parts have no common shape."""
    open_arrays: list[int] = []
    extents: dict[int, tuple[int, int]] = {}
    innermost = 0
    for found in _LEAF_TOKEN.finditer(data, start, end):
        token = found[0]
        if token == b"[":
            if open_arrays:
                open_arrays[-1] += 1
            open_arrays.append(0)
        elif token == b"]":
            length, depth = open_arrays.pop(), len(open_arrays)
            if not length:
                return None
            least, most = extents.get(depth, (length, length))
            extents[depth] = min(least, length), max(most, length)
        elif token.strip(_SPACE_AND_COMMAS):
            depth = len(open_arrays)
            if open_arrays[-1] or innermost not in (0, depth):
                return None
            innermost = depth
            open_arrays[-1] = token.count(b",") + 1
    if len(extents) != innermost:
        return None
    return [extents[depth] for depth in range(innermost)]


def _stand_in(data: bytes, start: int, end: int) -> list[Any]:
    """Return an array that has other scalars of the same kinds in the same places."""
    stack: list[list[Any]] = [[]]
    for found in _SCALAR_TOKEN.finditer(data, start, end):
        token = found[0]
        if token == b"[":
            stack.append([])
        elif token == b"]":
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(_STAND_INS[_scalar_kind(token)])
    whole: list[Any] = stack[0][0]
    return whole


# One value for each kind of scalar: what it is matters, not which.
_STAND_INS = {"boolean": True, "null": None, "fraction": 0.5, "integer": 0}


def _scalar_kind(token: bytes) -> str:
    if token in (b"true", b"false"):
        return "boolean"
    if token == b"null":
        return "null"
    return "fraction" if any(byte in token for byte in _MORE_THAN_DIGITS) else "integer"


def _kind_of(kind: str) -> str:
    if kind in ("true", "false"):
        return "boolean"
    return NUMBER if kind == NONFINITE else kind


def _kind_of_scalar(kind: str, token: bytes) -> str:
    return _scalar_kind(token) if kind in (NUMBER, NONFINITE) else _kind_of(kind)


def _walk_string(view: View, place: Place) -> None:
    data, (start, end) = view.text.data, view.span
    if end - start < _LONG or data.find(b"\\", start, end) >= 0:
        place.strings.add(view.value(), tells=place.tells)
        return
    seen: set[int] = set()
    length = 0
    for at in range(start + 1, end - 1, _CHUNK):
        chunk = data[at : min(at + _CHUNK, end - 1)]
        length += len(chunk.translate(None, _CONTINUATION))
        seen |= set(chunk)
    alone = Strings()
    alone.add("".join(chr(byte) for byte in seen))
    place.strings.add_measured(length, alone.characters)


def _decoded(token: bytes) -> tuple[Any] | None:
    """Return a part of a text as Python values in a tuple; None where the judge is needed."""
    import msgspec

    paused = gc.isenabled()
    gc.disable()
    try:
        return (msgspec.json.decode(token),)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
    finally:
        if paused:
            gc.enable()
