"""Documents as the runner of conformance cases reads them: by Python's own parser, with types."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

__all__ = ["difference", "found_at", "leaves", "shown", "value_of"]

_LONGEST = 300
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONSTANTS = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}


def value_of(content: bytes) -> Any:
    """Return a document as a tagged value (`spec/conformance/README.md`).

    Args:
        content: its bytes, in UTF-8 or with a byte order mark.
    """
    code = next((code for mark, code in _MARKS if content.startswith(mark)), "utf-8")
    return _tagged(
        json.loads(
            content.decode(code),
            parse_int=_integer,
            parse_float=_double,
            parse_constant=lambda token: {"nonfinite": _CONSTANTS[token]},
            object_pairs_hook=lambda pairs: {"object": list(dict(pairs).items())},
        )
    )


def _integer(digits: str) -> dict[str, str]:
    return {"double": digits} if digits == "-0" else {"integer": digits}


def _double(token: str) -> dict[str, str]:
    value = float(token)
    exact = Decimal(token)
    if value in (float("inf"), float("-inf")) or (value == 0.0 and exact != 0):
        return {"wide": token}
    return {"double": repr(value)}


def _tagged(value: Any) -> Any:
    if isinstance(value, list):
        return {"array": [_tagged(one) for one in value]}
    if isinstance(value, dict):
        if "object" in value:
            return {"object": [[name, _tagged(one)] for name, one in value["object"]]}
        return value
    if value is None:
        return {"null": True}
    return {"boolean": value} if isinstance(value, bool) else {"string": value}


def found_at(value: Any, pointer: str) -> Any:
    """Return what stands at a place of a tagged value; None where there is nothing."""
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if "object" in value:
            value = dict(value["object"]).get(name)
        elif "array" in value and name.isdigit() and int(name) < len(value["array"]):
            value = value["array"][int(name)]
        else:
            value = None
        if value is None:
            return None
    return value


def leaves(value: Any, pointer: str = "") -> list[str]:
    """Return the pointers of all scalars and of what is empty."""
    inner: list[tuple[str, Any]] = []
    if "object" in value:
        inner = [(name.replace("~", "~0").replace("/", "~1"), one) for name, one in value["object"]]
    elif "array" in value:
        inner = [(str(at), one) for at, one in enumerate(value["array"])]
    if not inner:
        return [pointer]
    return [leaf for name, one in inner for leaf in leaves(one, f"{pointer}/{name}")]


def difference(wanted: Any, given: Any, where: str) -> str | None:
    """Return the first difference: of objects only the members that are wanted count.

    Args:
        wanted: what is expected.
        given: what there is.
        where: how the place is called.
    """
    if isinstance(wanted, dict):
        if not isinstance(given, dict):
            return f"{where} is {shown(given)}, not an object"
        same = _same_tagged(wanted, given)
        if same is not None:
            return None if same else f"{where} is {shown(given)}, not {shown(wanted)}"
        for key, value in wanted.items():
            if key not in given:
                return f"{where} lacks {key!r}: {shown(given)}"
            found = difference(value, given[key], f"{where}.{key}")
            if found is not None:
                return found
        return None
    if isinstance(wanted, list) and isinstance(given, list):
        if len(wanted) != len(given):
            return f"{where} is {shown(given)}, not the {len(wanted)} of {shown(wanted)}"
        pairs = enumerate(zip(wanted, given, strict=True))
        differences = (difference(one, other, f"{where}[{at}]") for at, (one, other) in pairs)
        return next((one for one in differences if one is not None), None)
    if type(wanted) is type(given) and wanted == given:
        return None
    return f"{where} is {shown(given)}, not {shown(wanted)}"


def shown(value: Any) -> str:
    """Return a value as JSON, cut."""
    text = json.dumps(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _same_tagged(wanted: dict[str, Any], given: dict[str, Any]) -> bool | None:
    """Whether two tagged values are the same; None where their type does not decide it."""
    if len(wanted) != 1 or len(given) != 1:
        return None
    (tag, value), (other, found) = *wanted.items(), *given.items()
    if tag != other:
        return None
    if tag == "double":
        return _same_double(value, found)
    if tag == "wide":
        return _same_wide(value, found)
    return _same_members(value, found) if tag == "object" else None


def _same_double(one: Any, other: Any) -> bool:
    try:
        return float(one).hex() == float(other).hex()
    except (TypeError, ValueError):
        return False


def _same_wide(one: Any, other: Any) -> bool:
    try:
        return Decimal(str(one)) == Decimal(str(other))
    except InvalidOperation:
        return False


def _same_members(one: list[Any], other: Any) -> bool:
    """Whether two objects have the same members, in whatever order."""
    try:
        pairs = dict(other)
    except (TypeError, ValueError):
        return False
    return (
        len(pairs) == len(other) == len(one)
        and all(name in pairs for name, _ in one)
        and all(difference(value, pairs[name], "") is None for name, value in one)
    )
