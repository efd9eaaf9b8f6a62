"""The bundled JSON Schemas, and the grammar of what is no JSON."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import Any

from ecdkit.errors import UsageError
from ecdkit.text.excerpt import cut

__all__ = ["grammar_names", "schema", "schema_bytes", "schema_names"]

_SUFFIX = ".schema.json"
_GRAMMAR = ".rng"


@functools.cache
def schema_names() -> tuple[str, ...]:
    """Return the names of all JSON Schemas, sorted."""
    return _names(_SUFFIX)


@functools.cache
def grammar_names() -> tuple[str, ...]:
    """Return the names of all RELAX NG grammars, sorted."""
    return _names(_GRAMMAR)


def _names(suffix: str) -> tuple[str, ...]:
    entries = (entry.name for entry in files("ecdkit.schemas").iterdir())
    return tuple(sorted(name.removesuffix(suffix) for name in entries if name.endswith(suffix)))


def schema_bytes(name: str) -> bytes:
    """Return the file of a schema or grammar.

    Args:
        name: such as "extra-info-1".

    Raises:
        UsageError: there is none of that name.
    """
    if name in schema_names():
        return files("ecdkit.schemas").joinpath(name + _SUFFIX).read_bytes()
    if name in grammar_names():
        return files("ecdkit.schemas").joinpath(name + _GRAMMAR).read_bytes()
    known = ", ".join((*schema_names(), *grammar_names()))
    raise UsageError(f"there is no schema {cut(repr(name))}", hint=f"there are {known}")


def schema(name: str) -> dict[str, Any]:
    """Return a JSON Schema as Python values; arguments and errors are those of `schema_bytes`."""
    found: dict[str, Any] = json.loads(schema_bytes(name))
    return found
