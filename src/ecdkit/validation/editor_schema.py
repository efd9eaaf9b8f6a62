"""One JSON Schema for every document that is known, as text editors take it.

An editor is told which schema belongs to which file names, and `.ecd` is the name of several kinds.
So this schema goes by the root, as `registry.detect` does. It is of draft 7, which all editors that
were looked at support in full: there nothing stands beside a `$ref`.
"""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from ecdkit.formats.endmember_definition.spelling import SPELLINGS
from ecdkit.formats.registry import formats
from ecdkit.validation.schemas import schema

if TYPE_CHECKING:
    from ecdkit.formats.format import Format

__all__ = ["NAME", "editor_schema", "editor_schema_bytes"]

NAME = "editor"

_Schema = dict[str, Any]


def editor_schema_bytes() -> bytes:
    """Return the file of the schema."""
    return (json.dumps(editor_schema(), indent=2) + "\n").encode()


@functools.cache
def editor_schema() -> _Schema:
    """Return the schema."""
    *told, last = formats()
    (name,) = last.schemas.values()
    found: _Schema = {"$ref": f"#/$defs/{name}"}
    for one in reversed(told):
        found = {"if": {"required": [one.root_key]}, "then": _versions(one), "else": found}
    definitions: _Schema = {}
    for one in (*told, last):
        for name in one.schemas.values():
            definitions |= _moved(name, schema(name))
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Esri definitions",
        "description": "Classifier definitions, extra info, endmember definitions and model "
        "definitions, each told by its root.",
        "type": "object",
        "properties": {one.root_key: _about_root_key(one) for one in told},
        **found,
        "$defs": definitions,
    }


def _about_root_key(one: Format) -> _Schema:
    name = next(iter(one.schemas.values()))
    assert one.root_key is not None
    about = schema(name)["properties"][one.root_key]
    return {key: about[key] for key in ("title", "description", "examples")}


def _versions(one: Format) -> _Schema:
    """Return what is asked of a document of a format, by the version that it says it has."""
    key = one.version_key
    assert key is not None
    # Of another version nothing is known but that it is one.
    found: _Schema = {"required": [key], "properties": {key: {"type": "integer"}}}
    for version, name in one.schemas.items():
        # Spellings have one number; the newer of the two is looked for first.
        number = version if isinstance(version, int) else 1
        test: _Schema = {"required": [key], "properties": {key: {"const": number}}}
        if version == SPELLINGS[1].version:
            test = {"allOf": [test, _has_more_of_the_newer()]}
        found = {"if": test, "then": {"$ref": f"#/$defs/{name}"}, "else": found}
    return found


def _has_more_of_the_newer() -> _Schema:
    """Return what is true of an endmember definition in the newer spelling."""
    (_, old_count, old_bands), (_, new_count, new_bands) = SPELLINGS
    one_new: _Schema = {"anyOf": [{"required": [new_count]}, {"required": [new_bands]}]}
    one_old: _Schema = {"anyOf": [{"required": [old_count]}, {"required": [old_bands]}]}
    both_new: _Schema = {"required": [new_count, new_bands]}
    both_old: _Schema = {"required": [old_count, old_bands]}
    return {
        "anyOf": [
            {"allOf": [one_new, {"not": one_old}]},
            {"allOf": [both_new, {"not": both_old}]},
        ]
    }


def _moved(name: str, part: _Schema) -> _Schema:
    """Return the definitions of a schema and the schema itself, under names of one namespace."""
    inner = part.get("$defs", {})
    whole = {key: value for key, value in part.items() if key not in ("$schema", "$id", "$defs")}
    moved = {name: whole, **{f"{name}.{key}": value for key, value in inner.items()}}
    return {key: _rewritten(value, name) for key, value in moved.items()}


def _rewritten(part: Any, name: str) -> Any:
    if isinstance(part, list):
        return [_rewritten(one, name) for one in part]
    if not isinstance(part, dict):
        return part
    made = {
        key: value if key in ("examples", "const", "enum") else _rewritten(value, name)
        for key, value in part.items()
        if key != "$comment" and not key.startswith("x-")
    }
    reference = made.pop("$ref", None)
    if reference is None:
        return made
    target = {"$ref": reference.replace("#/$defs/", f"#/$defs/{name}.")}
    return {**made, "allOf": [target]} if made else target
