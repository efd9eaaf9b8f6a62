"""How an answer is compared with what a case expects."""

from __future__ import annotations

import io
import zipfile
from base64 import b64decode
from typing import TYPE_CHECKING, Any

from ecdkit.testing.conformance.values import difference, found_at, leaves, shown, value_of
from ecdkit.validation.schemas import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

__all__ = ["judge"]

_KEPT = ("carried", "renamed")
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644
_CONTENTS = ("content", "model", "info", "held")


def judge(
    expect: dict[str, Any],
    answer: dict[str, Any],
    about: Collection[str] | None = None,
    request: dict[str, Any] | None = None,
) -> str | None:
    """Return what is wrong with an answer; None where nothing is.

    Args:
        expect: what the case expects.
        answer: the answer.
        about: codes of the problems that the case speaks of; None if of all.
        request: what was asked.
    """
    if "any" in expect:
        reasons = [judge(one, answer, about, request) for one in expect["any"]]
        return None if None in reasons else "; or: ".join(str(one) for one in reasons)
    given = dict(answer)
    if about is not None and isinstance(answer.get("problems"), list):
        given["problems"] = [one for one in answer["problems"] if _code(one) in about]
    places = [_place(one) for one in given.get("problems") or ()]
    if places != sorted(places):
        return f"problems are not in the order of their places: {shown(given['problems'])}"
    wanted = dict(expect)
    for name, check in _CHECKS.items():
        if name in wanted:
            try:
                why = check(wanted.pop(name), given, request or {})
            except (KeyError, TypeError, ValueError) as error:
                why = f"{name} cannot be judged: {type(error).__name__}: {error}"
            if why is not None:
                return why
    _sort(wanted, given)
    return difference(wanted, given, "answer")


def _sort(wanted: dict[str, Any], given: dict[str, Any]) -> None:
    """Bring into one order what may stand in any: problems at one place, and changes."""
    for side in (wanted, given):
        if isinstance(side.get("problems"), list):
            side["problems"] = sorted(side["problems"], key=_place_and_code)
        found = side.get("diff")
        if isinstance(found, dict) and isinstance(found.get("changes"), list):
            side["diff"] = {**found, "changes": sorted(found["changes"], key=_change)}


def _code(problem: Any) -> Any:
    return problem.get("code") if isinstance(problem, dict) else None


def _place(problem: Any) -> tuple[int, int]:
    found = [problem.get(key) if isinstance(problem, dict) else 0 for key in ("line", "column")]
    line, column = (value if isinstance(value, int) else 0 for value in found)
    return line, column


def _place_and_code(problem: Any) -> tuple[int, int, str]:
    return *_place(problem), str(_code(problem))


def _change(change: Any) -> tuple[str, ...]:
    held = change if isinstance(change, dict) else {}
    return tuple(str(held.get(key)) for key in ("kind", "before", "after"))


def _count(wanted: int, given: dict[str, Any], _: dict[str, Any]) -> str | None:
    number = len(given.get("problems", ()))
    return None if number == wanted else f"there are {number} problems, not {wanted}"


def _has(wanted: list[Any], given: dict[str, Any], _: dict[str, Any]) -> str | None:
    for one in wanted:
        if all(difference(one, other, "") for other in given.get("problems", ())):
            return f"there is no problem {shown(one)}"
    return None


def _valid(wanted: dict[str, str], given: dict[str, Any], _: dict[str, Any]) -> str | None:
    import jsonschema_rs

    for member, name in wanted.items():
        if member not in given:
            return f"the answer has no {member}: {shown(given)}"
        found = next(
            iter(jsonschema_rs.validator_for(schema(name)).iter_errors(given[member])), None
        )
        if found is not None:
            return f"{member} is not valid by {name}: {found.message[:200]}"
    return None


def _bytes(name: str) -> Callable[[str, dict[str, Any], dict[str, Any]], str | None]:
    def check(wanted: str, given: dict[str, Any], _: dict[str, Any]) -> str | None:
        if name not in given:
            return f"the answer has no {name}: {shown(given)}"
        content, expected = b64decode(given[name], validate=True), b64decode(wanted)
        if content == expected:
            return None
        pairs = enumerate(zip(expected, content, strict=False))
        shorter = min(len(expected), len(content))
        at = next((at for at, (one, other) in pairs if one != other), shorter)
        near = slice(max(at - 30, 0), at + 60)
        return f"{name} differs at byte {at}: {content[near]!r}, not {expected[near]!r}"

    return check


def _same_value(wanted: str, given: dict[str, Any], _: dict[str, Any]) -> str | None:
    if "content" not in given:
        return f"the answer has no content: {shown(given)}"
    return difference(value_of(b64decode(wanted)), value_of(b64decode(given["content"])), "content")


def _read(wanted: dict[str, Any], given: dict[str, Any], _: dict[str, Any]) -> str | None:
    value = value_of(b64decode(given["content"]))
    for pointer, one in wanted.items():
        why = difference(one, found_at(value, pointer), f"content at {pointer}")
        if why is not None:
            return why
    return None


def _without(wanted: list[str], given: dict[str, Any], _: dict[str, Any]) -> str | None:
    value = value_of(b64decode(given["content"]))
    there = [pointer for pointer in wanted if found_at(value, pointer) is not None]
    return f"the content has {there[0]}" if there else None


def _lost(wanted: list[str], given: dict[str, Any], _: dict[str, Any]) -> str | None:
    entries = given["ledger"]["migrations"][0]["entries"]
    lost = {one["source"] for one in entries if one["kind"] == "lost"}
    missing = [pointer for pointer in wanted if pointer not in lost]
    return f"{missing[0]} is not told to be lost" if missing else None


def _accounted(_: bool, given: dict[str, Any], request: dict[str, Any]) -> str | None:
    """Every field of both documents is in the ledger, and its kind is true of both."""
    entries = given["ledger"]["migrations"][0]["entries"]
    sides = {
        "source": value_of(b64decode(request["content"])),
        "target": value_of(b64decode(given["content"])),
    }
    for side, value in sides.items():
        for leaf in leaves(value):
            entry = _entry_of(entries, side, leaf)
            if entry is None:
                return f"the ledger says nothing of {leaf} of the {side}"
            if side == "source" and entry["kind"] in _KEPT and entry["target"] is not None:
                there = entry["target"] + leaf.removeprefix(entry["source"])
                if _entry_of(entries, "target", there) is not entry:
                    continue
                why = difference(
                    found_at(value, leaf), found_at(sides["target"], there), f"what was {leaf}"
                )
                if why is not None:
                    return f"{entry['kind']}, but {why}"
    for one in entries:
        gone = one["target"] is None and one["file"] is None and one["kind"] != "implied"
        if (one["kind"] == "lost") != gone:
            return f"a field is lost where it goes nowhere: {shown(one)}"
        if one["kind"] in ("supplied", "invented") and one["source"] is not None:
            return f"what is {one['kind']} has no source: {shown(one)}"
        kept = one["kind"] == "carried" and one["target"] is not None
        if kept and _name(one["source"]) != _name(one["target"]):
            return f"what is carried keeps its name: {shown(one)}"
    return None


def _entry_of(entries: list[Any], side: str, leaf: str) -> Any:
    around = [one for one in entries if one[side] is not None and _inside(leaf, one[side])]
    return max(around, key=lambda one: len(one[side]), default=None)


def _inside(pointer: str, place: str) -> bool:
    return pointer == place or pointer.startswith(f"{place}/")


def _name(pointer: str) -> str:
    return pointer.rpartition("/")[2]


def _lacks(wanted: list[str], given: dict[str, Any], _: dict[str, Any]) -> str | None:
    text = str(given["skeleton"]).lower()
    there = [word for word in wanted if word.lower() in text]
    return f"the skeleton has {there[0]!r} in it" if there else None


def _holds(wanted: list[str], given: dict[str, Any], _: dict[str, Any]) -> str | None:
    text = str(given["skeleton"])
    missing = [word for word in wanted if word not in text]
    return f"the skeleton does not have {missing[0]!r}" if missing else None


def _marked(wanted: list[str], given: dict[str, Any], _: dict[str, Any]) -> str | None:
    """Lines with these beginnings or words stand in the text, in this order."""
    lines = iter(b64decode(given["marked"]).decode().splitlines())
    for word in wanted:
        if not any(line.startswith(word) or word in line for line in lines):
            return f"no further line has {word!r}"
    return "there is a content where there are conflicts" if "content" in given else None


def _around(wanted: list[str], given: dict[str, Any], _: dict[str, Any]) -> str | None:
    content = b64decode(given["content"]).decode()
    before, behind = wanted
    if content.startswith(before) and content.endswith(behind):
        return None
    return f"what is around it has changed: {content[:300]!r}"


def _archive(wanted: list[str], given: dict[str, Any], _: dict[str, Any]) -> str | None:
    with zipfile.ZipFile(io.BytesIO(b64decode(given["content"]))) as archive:
        entries = archive.infolist()
        names = [one.filename for one in entries]
        if names != wanted or archive.testzip() is not None:
            return f"the archive has {names}, not {wanted}"
        for one in entries:
            if one.compress_type != zipfile.ZIP_DEFLATED:
                return f"{one.filename} is not deflated"
            if one.date_time != _NO_TIME or one.external_attr >> 16 != _PLAIN_FILE:
                return f"{one.filename} has a time, or another mode than a plain file"
    return None


_CHECKS: dict[str, Callable[[Any, dict[str, Any], dict[str, Any]], str | None]] = {
    "count": _count,
    "has": _has,
    "valid": _valid,
    **{name: _bytes(name) for name in _CONTENTS},
    "same_value": _same_value,
    "read": _read,
    "without": _without,
    "lost": _lost,
    "accounted": _accounted,
    "lacks": _lacks,
    "holds": _holds,
    "marked": _marked,
    "around": _around,
    "archive": _archive,
}
