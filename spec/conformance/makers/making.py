"""What makers of cases share: texts with places, cases as data, and files that hold them."""

from __future__ import annotations

import base64
import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

__all__ = [
    "CASES",
    "MARK",
    "Group",
    "Spelled",
    "Token",
    "content",
    "marked",
    "place",
    "problem",
    "shown",
    "spell",
    "tagged",
]

CASES = Path(__file__).resolve().parent.parent / "cases"
MARK = "¦"
# How much of a spelling stands in the name of a case.
_LONGEST = 40


class Token(str):
    """A value as it is to be spelled, whether that is JSON or not."""

    __slots__ = ()


class Members(list):
    """The members of an object as pairs, where a name may stand twice."""

    __slots__ = ()


class Spelled(NamedTuple):
    """A text, and where in it the values are and the names.

    Attributes:
        text: the text.
        values: the offset of each value, by its pointer.
        names: the offset of each name, by the pointer of its member.
    """

    text: str
    values: dict[str, int]
    names: dict[str, int]

    def at(self, pointer: str) -> dict[str, Any]:
        """Return pointer, line and column of a value."""
        line, column = place(self.text, self.values[pointer])
        return {"pointer": pointer, "line": line, "column": column}

    def at_name(self, pointer: str) -> dict[str, Any]:
        """Return line and column of a name, with the pointer of its member."""
        line, column = place(self.text, self.names[pointer])
        return {"pointer": pointer, "line": line, "column": column}


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, by ECD-0160 and ECD-0161."""
    lines = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without its marks, and the lines and columns where they stood."""
    pieces = text.split(MARK)
    whole = "".join(pieces)
    offsets, offset = [], 0
    for piece in pieces[:-1]:
        offset += len(piece)
        offsets.append(offset)
    return whole, [place(whole, offset) for offset in offsets]


def spell(value: Any, *, flat: bool = False) -> Spelled:
    """Spell a value: a line for each member and element, or all on one line.

    Args:
        value: what `json` takes, `Token` where a spelling matters, `Members` for repeated names.
        flat: whether all stands on one line.
    """
    speller = _Speller(flat=flat)
    speller.value(value, "", 0)
    return Spelled("".join(speller.pieces), speller.values, speller.names)


class _Speller:
    def __init__(self, *, flat: bool) -> None:
        self.flat = flat
        self.pieces: list[str] = []
        self.size = 0
        self.values: dict[str, int] = {}
        self.names: dict[str, int] = {}

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.size += len(text)

    def line(self, depth: int) -> None:
        self.put("" if self.flat else "\n" + "  " * depth)

    def value(self, value: Any, pointer: str, depth: int) -> None:
        self.values[pointer] = self.size
        if isinstance(value, Token):
            self.put(value)
        elif isinstance(value, (dict, Members)):
            pairs = list(value.items()) if isinstance(value, dict) else value
            self.put("{")
            for at, (name, one) in enumerate(pairs):
                self.put(("," + " " * self.flat) * (at > 0))
                self.line(depth + 1)
                inner = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
                self.names[inner] = self.size
                self.put(json.dumps(name, ensure_ascii=False) + ": ")
                self.value(one, inner, depth + 1)
            if pairs:
                self.line(depth)
            self.put("}")
        elif isinstance(value, list):
            rows = any(isinstance(one, (dict, list)) for one in value)
            self.put("[")
            for at, one in enumerate(value):
                self.put(("," if rows and not self.flat else ", ") * (at > 0))
                if rows:
                    self.line(depth + 1)
                self.value(one, f"{pointer}/{at}", depth + 1)
            if rows:
                self.line(depth)
            self.put("]")
        else:
            self.put(json.dumps(value, ensure_ascii=False))


def content(given: str | bytes | Spelled | list[tuple[str, int]]) -> dict[str, Any]:
    """Return bytes as a case holds them: as text where that is exact, else in base64.

    Args:
        given: the text or the bytes; of a long text its pieces, each with how often it stands there.
    """
    if isinstance(given, list):
        return {"pieces": [list(piece) for piece in given]}
    text = given.text if isinstance(given, Spelled) else given
    raw = text.encode() if isinstance(text, str) else text
    try:
        decoded = raw.decode()
    except UnicodeDecodeError:
        decoded = "\ufeff"
    if decoded.startswith("\ufeff"):
        return {"base64": base64.b64encode(raw).decode()}
    return {"text": decoded}


def problem(code: str, where: dict[str, Any] | tuple[int, int], **more: Any) -> dict[str, Any]:
    """Return a problem as a case expects it."""
    if isinstance(where, tuple):
        where = {"line": where[0], "column": where[1]}
    return {"code": code, **where, **more}


def shown(token: str) -> str:
    """Return a spelling for the name of a case, with a sign where it is cut."""
    return token if len(token) <= _LONGEST else f"{token[:_LONGEST]}... ({len(token)} characters)"


def tagged(value: Any) -> Any:
    """Return a value with the type of each scalar, as the protocol says.

    Args:
        value: what `json` takes; a `Token` is a number that no double can hold, or no number.
    """
    if isinstance(value, dict):
        return {"object": [[name, tagged(one)] for name, one in value.items()]}
    if isinstance(value, list):
        return {"array": [tagged(one) for one in value]}
    if isinstance(value, Token):
        if value in ("nan", "inf", "-inf"):
            return {"nonfinite": str(value)}
        return {"wide": str(value)}
    if value is None:
        return {"null": True}
    if isinstance(value, bool):
        return {"boolean": value}
    if isinstance(value, int):
        return {"integer": str(value)}
    return {"double": repr(value)} if isinstance(value, float) else {"string": value}


class Group:
    """Cases about one thing.

    Args:
        name: the name of the group and of its file.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.cases: list[dict[str, Any]] = []

    def add(
        self,
        name: str,
        requirements: str,
        do: str,
        expect: Any,
        *,
        about: Any = None,
        **request: Any,
    ) -> None:
        """Add a case.

        Args:
            name: what it is, then what is expected.
            requirements: the numbers of the requirements that it tests, such as "0101 0105".
            do: the operation.
            expect: what the answer holds.
            about: codes of the problems that it speaks of; all if not given.
            **request: what the operation needs.
        """
        case: dict[str, Any] = {
            "name": name,
            "tests": [f"ECD-{one}" for one in requirements.split()],
        }
        if about is not None:
            case["about"] = sorted(about)
        case |= {"do": do, **request, "expect": expect}
        self.cases.append(case)

    def text(self) -> str:
        """Return the file of the group: a case on each line."""
        names = [case["name"] for case in self.cases]
        twice = [name for name, number in Counter(names).items() if number > 1]
        if twice:
            raise ValueError(f"{self.name}: several cases are called {twice[0]!r}")
        return "".join(json.dumps(case, ensure_ascii=True) + "\n" for case in self.cases)
