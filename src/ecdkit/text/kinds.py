"""What a value of a text may be, as sentences call it."""

from __future__ import annotations

from typing import Final

__all__ = ["ARRAY", "FALSE", "NONFINITE", "NULL", "NUMBER", "OBJECT", "STRINGS", "TRUE"]

OBJECT: Final = "object"
ARRAY: Final = "array"
STRINGS: Final = "string"
NUMBER: Final = "number"
TRUE: Final = "true"
FALSE: Final = "false"
NULL: Final = "null"
NONFINITE: Final = "non-finite number"
