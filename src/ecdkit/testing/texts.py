"""Hypothesis strategies for JSON texts: every way to write a value, and every way to break it.

What writers disagree about is drawn here: white space, the spelling of numbers and strings, the
encoding of the file. With `irregular` comes what readers disagree about too: names that stand
twice, numbers that are not finite or that no float can hold, single surrogates.
"""

from __future__ import annotations

import codecs
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import frozen
from hypothesis import strategies as st

from ecdkit.testing.values import (
    edited_values,
    json_names,
    json_numbers,
    json_places,
    json_strings,
    json_values,
)
from ecdkit.text import WideNumber
from ecdkit.text.encoding import Encoding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    from ecdkit.text import JsonValue

__all__ = [
    "edited_values",
    "json_documents",
    "json_names",
    "json_numbers",
    "json_places",
    "json_strings",
    "json_texts",
    "json_values",
    "mutated",
]

_STRUCTURAL = b'{}[],:"'
_NONFINITE = {
    "nan": (
        "NaN",
        "nan",
        "NAN",
        "-nan",
        "-nan(ind)",
        "nan(snan)",
        "1.#QNAN",
        "-1.#IND",
        "1.#IND00",
    ),
    "inf": ("Infinity", "inf", "Inf", "INF", "infinity", "1.#INF", "1.#INF000"),
    "-inf": ("-Infinity", "-inf", "-INF", "-1.#INF", "-1.#inf00"),
}
_SHORT = {'"': '"', "\\": "\\", "/": "/", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t"}
# Codecs with the mark that the file begins with, and the name that must be given to read it.
_ENCODINGS = (
    ("utf-8", b"", None),
    ("utf-8", codecs.BOM_UTF8, None),
    ("utf-16-le", codecs.BOM_UTF16_LE, None),
    ("utf-16-be", codecs.BOM_UTF16_BE, None),
    ("utf-32-le", codecs.BOM_UTF32_LE, None),
    ("utf-32-be", codecs.BOM_UTF32_BE, None),
    ("cp1252", b"", "cp1252"),
)


def json_texts(
    values: st.SearchStrategy[JsonValue] | None = None,
    *,
    irregular: bool = False,
    encoding: str = "utf-8",
) -> st.SearchStrategy[tuple[str, JsonValue]]:
    """Return JSON texts, each with its value, written in every style that writers have.

    Args:
        values: the values to write; by default `json_values`.
        irregular: whether there are names that stand twice (of their values the last counts) and,
            by default, irregular values.
        encoding: characters that it lacks are written as escapes.
    """

    def written(value: JsonValue, layout: _Layout, random: Random, before: str, after: str) -> Any:
        writer = _Writer(layout, random, encoding, twice=irregular)
        return before + writer.write(value, 0) + after, value

    around = st.sampled_from(["", "", "\n", "\r\n", "\r", " \t\n"])
    if values is None:
        values = json_values(irregular=irregular)
    seeds = st.randoms(use_true_random=True)
    return st.builds(written, values, _layouts(), seeds, around, around)


def json_documents(
    values: st.SearchStrategy[JsonValue] | None = None, *, irregular: bool = False
) -> st.SearchStrategy[tuple[bytes, str | None, JsonValue]]:
    """Return JSON files: their bytes, the encoding that must be named to read them, their value.

    Args:
        values: the values to write; by default `json_values`.
        irregular: as for `json_texts`.
    """

    def files(codec: str, mark: bytes, name: str | None) -> st.SearchStrategy[Any]:
        texts = json_texts(values, irregular=irregular, encoding=codec)
        return texts.map(lambda found: (mark + found[0].encode(codec), name, found[1]))

    return st.one_of(*(files(*encoding) for encoding in _ENCODINGS))


def mutated(data: bytes) -> st.SearchStrategy[bytes]:
    """Return near-valid mutants of a text: it cut off, or a byte or two of it changed.

    Args:
        data: the bytes of a file.
    """
    places = st.integers(0, max(len(data) - 1, 0))
    gaps = st.integers(0, len(data))
    structure = st.sampled_from(_STRUCTURAL)
    structural = [at for at, byte in enumerate(data) if byte in _STRUCTURAL]
    inserted = st.builds(lambda at, new: data[:at] + bytes([new]) + data[at:], gaps, structure)
    if not data:
        return inserted

    def replaced(at: int, new: int) -> bytes:
        return data[:at] + bytes([new]) + data[at + 1 :]

    def swapped(at: int) -> bytes:
        return data[:at] + data[at : at + 2][::-1] + data[at + 2 :]

    removable = st.sampled_from(structural) if structural else places
    return st.one_of(
        gaps.map(lambda at: data[:at]),
        st.builds(lambda at, bit: replaced(at, data[at] ^ 1 << bit), places, st.integers(0, 7)),
        st.builds(replaced, places, structure),
        removable.map(lambda at: data[:at] + data[at + 1 :]),
        inserted,
        places.map(swapped),
    )


@frozen
class _Layout:
    """White space as a program writes it.

    Attributes:
        newlines: what ends a line; more than one where they are mixed.
        unit: what a level adds to the indentation; None where everything stands on one line.
        comma: what stands between two values on one line.
        colon: what stands between a name and its value.
        flat: whether arrays of scalars stand on one line.
        space: white space that turns up anywhere.
    """

    newlines: tuple[str, ...]
    unit: str | None
    comma: str
    colon: str
    flat: bool
    space: tuple[str, ...]


def _layouts() -> st.SearchStrategy[_Layout]:
    return st.builds(
        _Layout,
        newlines=st.sampled_from([("\n",), ("\r\n",), ("\r",), ("\n", "\r\n", "\r")]),
        unit=st.sampled_from([None, "  ", "    ", "\t", ""]),
        comma=st.sampled_from([",", ", ", " ,"]),
        colon=st.sampled_from([":", ": ", " : ", " :"]),
        flat=st.booleans(),
        space=st.sampled_from([("",), ("",), ("", "", " ", "\t", "\n", "\r\n", "\r", "  \n\t")]),
    )


class _Writer:
    """Writes values; details that a reader must not care about are left to chance.

    Args:
        layout: the white space.
        random: what decides on spellings.
        encoding: characters that it lacks become escapes.
        twice: whether some names stand twice.
    """

    def __init__(self, layout: _Layout, random: Random, encoding: str, *, twice: bool) -> None:
        self._layout = layout
        self._random = random
        self._encoding = encoding
        self._twice = twice
        # How many of so many characters are escapes though they need not be.
        self._escaping = random.choice([(False,), (False,), (False, False, True), (True,)])
        self._plain_numbers = random.choice([True, False])

    def write(self, value: JsonValue, level: int) -> str:
        """Return the text of a value that stands so many levels deep."""
        if isinstance(value, dict):
            return self._around("{", self._members(value, level + 1), "}", level)
        if isinstance(value, list):
            lined = not self._layout.flat or any(isinstance(one, (list, dict)) for one in value)
            elements = [self.write(one, level + 1) for one in value]
            return self._around("[", elements, "]", level, lined=lined)
        if isinstance(value, str):
            return self._string(value)
        if isinstance(value, float):
            return self._number(value)
        if isinstance(value, WideNumber):
            return value.token
        return "null" if value is None else str(value).lower()

    def _around(
        self, opening: str, items: list[str], closing: str, level: int, *, lined: bool = True
    ) -> str:
        if not items:
            return opening + self._space() + closing
        inner, comma, outer = "", self._layout.comma, ""
        if lined and self._layout.unit is not None:
            newline = self._random.choice(self._layout.newlines)
            inner, outer = (newline + self._layout.unit * depth for depth in (level + 1, level))
            comma = "," + inner
        joined = items[0]
        for item in items[1:]:
            joined += self._space() + comma + self._space() + item
        return opening + inner + self._space() + joined + self._space() + outer + closing

    def _members(self, value: dict[str, JsonValue], level: int) -> list[str]:
        items: list[str] = []
        for name, member in value.items():
            colon = self._space() + self._layout.colon + self._space()
            if self._twice and self._random.choice([True, *[False] * 9]):
                early = self._random.choice(["1", '"earlier"', "{}", "[1, 2]"])
                items.insert(
                    self._random.randint(0, len(items)), self._string(name) + colon + early
                )
            items.append(self._string(name) + colon + self.write(member, level))
        return items

    def _space(self) -> str:
        return self._random.choice(self._layout.space)

    def _string(self, value: str) -> str:
        return '"' + "".join(map(self._character, value)) + '"'

    def _character(self, character: str) -> str:
        must = character < " " or character in '"\\' or self._lacks(character)
        if not must and not self._random.choice(self._escaping):
            return character
        short = _SHORT.get(character)
        if short is not None and self._random.choice([True, True, False]):
            return "\\" + short
        units = character.encode("utf-16-be", "surrogatepass").hex()
        case: Callable[[str], str] = self._random.choice([str.lower, str.upper])
        return "".join("\\u" + case(units[at : at + 4]) for at in range(0, len(units), 4))

    def _lacks(self, character: str) -> bool:
        return Encoding(self._encoding).lacks(character)

    def _number(self, value: float) -> str:
        if not math.isfinite(value):
            return self._random.choice(_NONFINITE[repr(value)])
        if self._plain_numbers:
            return repr(value)
        return self._random.choice(list(_spellings(value)))


def _spellings(value: float) -> Iterable[str]:
    """Return ways to write one decimal number, each with a fraction or an exponent."""
    plain = repr(value)
    yield plain
    yield plain.upper()
    if "e" not in plain:
        yield plain + "0"
    sign, digits, power = Decimal(plain).as_tuple()
    assert isinstance(power, int)
    figures, minus = "".join(map(str, digits)), "-" * sign
    yield f"{minus}{figures}E{power}"
    yield f"{minus}{figures}e{power:+04d}"
    yield f"{minus}{figures[0]}.{figures[1:]}0E{power + len(figures) - 1:+d}"
    if not value and sign:
        yield "-0"
