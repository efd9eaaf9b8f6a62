"""The bundled JSON Schemas."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import Any

from ecdkit.errors import UsageError
from ecdkit.text.excerpt import cut

__all__ = ["schema", "schema_bytes", "schema_names"]

_SUFFIX = ".schema.json"


@functools.cache
def schema_names() -> tuple[str, ...]:
    """Return the names of all schemas, sorted."""
    entries = (entry.name for entry in files("ecdkit.schemas").iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in entries if name.endswith(_SUFFIX)))


def schema_bytes(name: str) -> bytes:
    """Return the file of a schema.

    Args:
        name: such as "extra-info-1".

    Raises:
        UsageError: there is none of that name.
    """
    if name not in schema_names():
        raise UsageError(
            f"there is no schema {cut(repr(name))}", hint=f"there are {', '.join(schema_names())}"
        )
    return files("ecdkit.schemas").joinpath(name + _SUFFIX).read_bytes()


def schema(name: str) -> dict[str, Any]:
    """Return a schema as Python values; arguments and errors are those of `schema_bytes`."""
    found: dict[str, Any] = json.loads(schema_bytes(name))
    return found
