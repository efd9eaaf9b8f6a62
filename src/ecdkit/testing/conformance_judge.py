"""How an answer is compared with what a case expects."""

from __future__ import annotations

import json
from base64 import b64decode
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

__all__ = ["judge"]

_LONGEST = 300


def judge(
    expect: dict[str, Any], answer: dict[str, Any], about: Collection[str] | None
) -> str | None:
    """Return what is wrong with an answer; None where nothing is.

    Args:
        expect: what the case expects.
        answer: the answer.
        about: codes of the problems that the case speaks of; None if of all.
    """
    if "any" in expect:
        reasons = [judge(one, answer, about) for one in expect["any"]]
        return None if None in reasons else "; or: ".join(str(one) for one in reasons)
    given = dict(answer)
    if about is not None and isinstance(answer.get("problems"), list):
        problems = [one for one in answer["problems"] if _code(one) in about]
        given = {**answer, "problems": problems}
    wanted = dict(expect)
    places = [_place(one) for one in given.get("problems") or ()]
    if places != sorted(places):
        return f"problems are not in the order of their places: {_shown(given['problems'])}"
    # At one place they may stand in any order.
    for side in (wanted, given):
        if isinstance(side.get("problems"), list):
            side["problems"] = sorted(side["problems"], key=_place_and_code)
    if "count" in wanted:
        number = len(given.get("problems", ()))
        if number != wanted.pop("count"):
            return f"there are {number} problems"
    for one in wanted.pop("has", ()):
        if not any(_difference(one, other, "") is None for other in given.get("problems", ())):
            return f"there is no problem {_shown(one)}"
    if "content" in wanted:
        why = _different_bytes(wanted.pop("content"), given.get("content"))
        if why is not None:
            return why
    return _difference(wanted, given, "answer")


def _different_bytes(wanted: str, given: Any) -> str | None:
    try:
        content = b64decode(given, validate=True)
    except (TypeError, ValueError):
        return f"there is no content in base64, but {_shown(given)}"
    expected = b64decode(wanted)
    if content == expected:
        return None
    at = next(
        (
            at
            for at, (one, other) in enumerate(zip(expected, content, strict=False))
            if one != other
        ),
        min(len(expected), len(content)),
    )
    before = max(at - 30, 0)
    return f"byte {at} differs: {content[before : at + 60]!r}, not {expected[before : at + 60]!r}"


def _code(problem: Any) -> Any:
    return problem.get("code") if isinstance(problem, dict) else None


def _place(problem: Any) -> tuple[int, int]:
    found = [problem.get(key) if isinstance(problem, dict) else 0 for key in ("line", "column")]
    line, column = (value if isinstance(value, int) else 0 for value in found)
    return line, column


def _place_and_code(problem: Any) -> tuple[int, int, str]:
    return *_place(problem), str(_code(problem))


def _difference(wanted: Any, given: Any, where: str) -> str | None:
    """Return the first difference: of objects only the members that are wanted count."""
    if isinstance(wanted, dict):
        if not isinstance(given, dict):
            return f"{where} is {_shown(given)}, not an object"
        if len(wanted) == 1 and len(given) == 1:
            (tag, value), (other, found) = *wanted.items(), *given.items()
            if tag == other and tag in _SAME:
                same = _SAME[tag](value, found)
                return None if same else f"{where} is {_shown(found)}, not {_shown(value)}"
        for key, value in wanted.items():
            if key not in given:
                return f"{where} lacks {key!r}: {_shown(given)}"
            found = _difference(value, given[key], f"{where}.{key}")
            if found is not None:
                return found
        return None
    if isinstance(wanted, list) and isinstance(given, list):
        if len(wanted) != len(given):
            return f"{where} is {_shown(given)}, not the {len(wanted)} of {_shown(wanted)}"
        pairs = enumerate(zip(wanted, given, strict=True))
        differences = (_difference(one, other, f"{where}[{at}]") for at, (one, other) in pairs)
        return next((one for one in differences if one is not None), None)
    if type(wanted) is type(given) and wanted == given:
        return None
    return f"{where} is {_shown(given)}, not {_shown(wanted)}"


def _same_double(one: str, other: Any) -> bool:
    try:
        return float(one).hex() == float(other).hex()
    except (TypeError, ValueError):
        return False


def _same_wide(one: str, other: Any) -> bool:
    try:
        return Decimal(one) == Decimal(str(other))
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
        and all(_difference(value, pairs[name], "") is None for name, value in one)
    )


# What is in a value that has its type beside it.
_SAME: dict[str, Callable[[Any, Any], bool]] = {
    "double": _same_double,
    "wide": _same_wide,
    "object": _same_members,
}


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
