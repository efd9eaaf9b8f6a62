"""Lossless JSON text: what stands where, and how to change one thing and nothing else.

What is imported here is imported when somebody asks for it: quoting a text needs no scanner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecdkit.text.edit import insert, move, remove, rename, rewrite, set_value
    from ecdkit.text.encoding import Encoding
    from ecdkit.text.jsontext import FULL_BELOW, JsonText
    from ecdkit.text.numbers import Numbers
    from ecdkit.text.pointer import format_pointer, parse_pointer
    from ecdkit.text.values import JsonValue, WideNumber, equal
    from ecdkit.text.view import View

_HOMES = {
    "edit": ("insert", "move", "remove", "rename", "rewrite", "set_value"),
    "encoding": ("Encoding",),
    "jsontext": ("FULL_BELOW", "JsonText"),
    "numbers": ("Numbers",),
    "pointer": ("format_pointer", "parse_pointer"),
    "values": ("JsonValue", "WideNumber", "equal"),
    "view": ("View",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "FULL_BELOW",
    "Encoding",
    "JsonText",
    "JsonValue",
    "Numbers",
    "View",
    "WideNumber",
    "equal",
    "format_pointer",
    "insert",
    "move",
    "parse_pointer",
    "remove",
    "rename",
    "rewrite",
    "set_value",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    home = _HOME_OF.get(name)
    if home is None:
        # Modules of this room are looked for here, too, before they are imported.
        raise AttributeError(f"module 'ecdkit.text' has no attribute {name!r}")
    value = getattr(import_module(f"ecdkit.text.{home}"), name)
    globals()[name] = value
    return value
