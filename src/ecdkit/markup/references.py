"""What the spelled characters of XML stand for, and where each of them is spelled."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from ecdkit.markup.elements import CDATA, CHARACTERS
from ecdkit.text.malformed import Malformed
from ecdkit.text.position import Ruler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ecdkit.markup.elements import Part

__all__ = ["Run", "Spelled", "SpelledRuler", "attribute_value", "plain_text", "spelled_text"]

_NAMED = {b"amp": b"&", b"lt": b"<", b"gt": b">", b"quot": b'"', b"apos": b"'"}
_SPECIAL = re.compile(rb"\r\n?|&(?:#x([0-9a-fA-F]{1,40})|#([0-9]{1,40})|([^\s;&<]{1,60}));|&")
_ENDS = re.compile(rb"\r\n?")
_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


class Run(NamedTuple):
    """A stretch of text that is spelled in one way.

    Attributes:
        at: where it begins in the text.
        source: where its spelling begins in the file's text.
        length: how long its spelling is.
        literal: whether it is spelled byte by byte.
    """

    at: int
    source: int
    length: int
    literal: bool


class Spelled:
    """A text as it is spelled somewhere inside a file.

    Attributes:
        data: the text in UTF-8.
        runs: its stretches, in order; none where it is empty.
        start: where its spelling begins in the file's text.
    """

    __slots__ = ("_starts", "data", "runs", "start")

    def __init__(self, data: bytes, runs: list[Run], start: int) -> None:
        self.data = data
        self.runs = runs
        self.start = start
        self._starts = [run.at for run in runs]

    def source(self, offset: int) -> int:
        """Return where the byte at an offset of the text is spelled; its end, for the length."""
        if not self.runs:
            return self.start
        run = self.runs[max(bisect_right(self._starts, offset) - 1, 0)]
        if run.literal:
            return run.source + offset - run.at
        return run.source + (run.length if offset >= len(self.data) else 0)

    def ends(self, offset: int) -> int:
        """Return where the spelling of what is before an offset ends."""
        if not self.runs or offset <= 0:
            return self.runs[0].source if self.runs else self.start
        run = self.runs[bisect_right(self._starts, offset - 1) - 1]
        return run.source + (offset - run.at if run.literal else run.length)


class SpelledRuler(Ruler):
    """Tells line and column of a text's offsets in the file in which it is spelled.

    Args:
        place: tells line and column of offsets of the file's text.
        source: tells where a byte of the text is spelled.
        skipped: bytes of the text that stand before what is asked for, as a byte order mark does.
    """

    __slots__ = ("_place", "_skipped", "_source")

    def __init__(
        self,
        place: Callable[[int], tuple[int, int]],
        source: Callable[[int], int],
        skipped: int = 0,
    ) -> None:
        super().__init__(b"")
        self._place = place
        self._source = source
        self._skipped = skipped

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset of the text, in the file."""
        return self._place(self._source(offset + self._skipped))


def spelled_text(data: bytes, parts: Iterable[Part], start: int) -> Spelled:
    """Return the text of an element that holds no elements.

    Args:
        data: the file's text.
        parts: what is in the element.
        start: where its content begins.

    Raises:
        Malformed: a reference stands for no character.
    """
    pieces: list[bytes] = []
    runs: list[Run] = []
    length = 0
    for part in parts:
        if part.kind not in (CHARACTERS, CDATA):
            continue
        pattern = _SPECIAL if part.kind == CHARACTERS else _ENDS
        done = part.start
        for found in pattern.finditer(data, part.start, part.end):
            if found.start() > done:
                runs.append(Run(length, done, found.start() - done, literal=True))
                pieces.append(data[done : found.start()])
                length += found.start() - done
            piece = _piece(found)
            runs.append(Run(length, found.start(), len(found[0]), literal=False))
            pieces.append(piece)
            length += len(piece)
            done = found.end()
        if part.end > done:
            runs.append(Run(length, done, part.end - done, literal=True))
            pieces.append(data[done : part.end])
            length += part.end - done
    return Spelled(b"".join(pieces), runs, start)


def plain_text(data: bytes, parts: Iterable[Part]) -> str:
    """Return the text of an element; as `spelled_text`, where nobody asks for places.

    Args:
        data: the file's text.
        parts: characters and CDATA sections.

    Raises:
        Malformed: a reference stands for no character.
    """
    pieces = []
    for part in parts:
        spelled = data[part.start : part.end]
        if part.kind == CDATA:
            pieces.append(_ENDS.sub(b"\n", spelled))
            continue
        try:
            pieces.append(_SPECIAL.sub(_piece, spelled))
        except Malformed as error:
            error.offset += part.start
            raise
    return b"".join(pieces).decode()


def _piece(found: re.Match[bytes]) -> bytes:
    return b"\n" if found[0][:1] == b"\r" else _resolved(found)


def attribute_value(data: bytes, start: int, end: int) -> str:
    """Return the value of an attribute: white space is normalised as XML says.

    Raises:
        Malformed: a reference stands for no character.
    """
    pieces: list[bytes] = []
    done = start
    for found in _SPECIAL.finditer(data, start, end):
        pieces.append(_spaces(data[done : found.start()]))
        pieces.append(b" " if found[0][:1] == b"\r" else _resolved(found))
        done = found.end()
    pieces.append(_spaces(data[done:end]))
    return b"".join(pieces).decode()


def _spaces(literal: bytes) -> bytes:
    return literal.replace(b"\n", b" ").replace(b"\t", b" ")


def _resolved(found: re.Match[bytes]) -> bytes:
    hexadecimal, decimal, name = found.groups()
    if name is not None and name in _NAMED:
        return _NAMED[name]
    if hexadecimal is None and decimal is None:
        if name is None:
            raise Malformed(found.start(), "an ampersand begins no reference", "write it as &amp;")
        raise Malformed(
            found.start(),
            f"the entity &{name.decode('utf-8', 'replace')}; is not one of the five of XML",
            "entities that a document declares itself are refused",
        )
    code = int(hexadecimal, 16) if hexadecimal is not None else int(decimal)
    if code > _LAST or code in _SURROGATES:
        raise Malformed(found.start(), "this reference stands for no character")
    return chr(code).encode()
