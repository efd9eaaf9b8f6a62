"""The verdict of the published JSON Schema, with places."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from ecdkit.errors import PointerError
from ecdkit.text.excerpt import cut
from ecdkit.text.grammar import decode_string
from ecdkit.text.kinds import ARRAY, NONFINITE, OBJECT, STRINGS
from ecdkit.text.pointer import format_pointer
from ecdkit.text.values import WideNumber
from ecdkit.validation.rules import SCHEMA
from ecdkit.validation.schemas import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.document import Document
    from ecdkit.problems import Problem
    from ecdkit.text.view import View

__all__ = ["schema_problems"]

# Smaller texts are read as a whole sooner than place by place.
_SMALL = 64 << 10
_LONGEST = 200
# What schemas say of a string that may be long can be seen at its beginning; groups of base64 have
# four characters.
_BEGINNING = 256
# No character takes more bytes than two escapes.
_ENOUGH = 1 + 12 * _BEGINNING
_WHOLE = re.compile(rb'"(?:[^"\\]++|\\u[0-9a-fA-F]{4}|\\[^u])*+')
# What no double holds is a number, but no integer; what is no number of JSON is told as such.
_FRACTION = 0.5


def schema_problems(doc: Document) -> Iterator[Problem]:
    """Yield what the schema of a document's version refuses; nothing for an unknown version.

    Args:
        doc: a document whose structure was looked at before.
    """
    name = doc.format.schemas.get(doc.version)
    if name is None or _takes(name, doc.text.data):
        return
    for error in _validator(name).iter_errors(_instance(doc.text.root)):
        pointer = format_pointer(tuple(error.instance_path))
        try:
            view = doc.text.at(pointer)
        except PointerError:  # pragma: no cover - the instance has the text's places
            view = doc.text.root
        message = f"the schema {name} says: {cut(error.message, _LONGEST)}"
        yield SCHEMA.at(view, message)


def _takes(name: str, data: bytes) -> bool:
    """Whether a schema takes a small text as a fast parser reads it; false if that is not sure."""
    if len(data) > _SMALL:
        return False
    from msgspec import DecodeError
    from msgspec.json import decode

    try:
        taken: bool = _validator(name).is_valid(decode(data))
    except (DecodeError, ValueError, RecursionError):
        return False
    return taken


@functools.cache
def _validator(name: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema(name))


def _instance(view: View) -> Any:
    """Return a value as the validator takes it.

    What nobody has looked into is empty there: the structure was, wherever a schema describes it,
    but for numbers of leaves, which were checked in its place.
    """
    if view.kind == OBJECT:
        members = () if view.node.items is None else view.members()
        return {_paired(key): _instance(member) for key, member in members}
    if view.kind == ARRAY:
        elements = () if view.node.items is None else view.elements()
        return [_instance(element) for element in elements]
    if view.kind == NONFINITE:
        return _FRACTION
    if view.kind == STRINGS:
        return _paired(_beginning(view))
    value = view.value()
    return _FRACTION if isinstance(value, WideNumber) else value


def _beginning(view: View) -> str:
    """Return the first characters of a string; the others may be a model of a gigabyte."""
    # The quote that ends it is not matched.
    found = _WHOLE.match(view.text.data, view.start, view.start + _ENOUGH)
    assert found is not None
    # What is cut through lies behind what is asked for.
    whole = found[0].decode(errors="ignore").encode()
    return decode_string(whole + b'"')[:_BEGINNING]


def _paired(characters: str) -> str:
    """Return characters without half surrogate pairs, which the validator cannot take.

    They are told of as such, and no name and no pattern of a schema has one.
    """
    return characters.encode(errors="replace").decode()
