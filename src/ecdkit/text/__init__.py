"""Lossless JSON text: what stands where, and how to change one thing and nothing else."""

from ecdkit.text.edit import insert, move, remove, rename, rewrite, set_value
from ecdkit.text.encoding import Encoding
from ecdkit.text.jsontext import FULL_BELOW, JsonText
from ecdkit.text.numbers import Numbers
from ecdkit.text.pointer import format_pointer, parse_pointer
from ecdkit.text.values import JsonValue, WideNumber, equal
from ecdkit.text.view import View

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
