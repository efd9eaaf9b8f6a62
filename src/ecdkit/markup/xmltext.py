"""`XmlText`: the source of an XML file, kept byte for byte, with an index of what stands where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecdkit.errors import EcdError, EditError, EncodingError, LimitError, XmlSyntaxError
from ecdkit.markup.declaration import decode_xml
from ecdkit.markup.elements import CDATA, CHARACTERS, Element
from ecdkit.markup.judge import disagreement, parsed
from ecdkit.markup.references import Spelled, SpelledRuler, spelled_text
from ecdkit.markup.scanner import scan
from ecdkit.markup.spell import Spelling
from ecdkit.text.malformed import Malformed, TooMuch
from ecdkit.text.position import Ruler
from ecdkit.text.splice import Splice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element


__all__ = ["LARGEST", "XmlText"]

LARGEST = 64 << 20
"""Larger files are refused, in bytes."""

_ESCAPES = (('"', b"&quot;"), ("'", b"&apos;"), (">", b"&gt;"))


class XmlText:
    """An XML text that is never normalised.

    Make one with `parse`. It does not change; an edit makes a new one. What our scanner found is
    what libxml2 found, or there is no `XmlText`.

    Attributes:
        data: the text in UTF-8, without byte order mark.
        encoding: how it becomes bytes.
        root: its root element.
        seen: the root as lxml sees it, for schemas and XPath.
    """

    __slots__ = ("_raw", "_ruler", "_spelling", "data", "encoding", "root", "seen")

    def __init__(self, raw: bytes, name: str | None = None) -> None:
        if len(raw) > LARGEST:
            raise LimitError(
                f"the template has {len(raw):,} bytes, more than {LARGEST:,}",
                hint="hold large definitions by their paths",
            )
        self._raw = raw
        self.data, self.encoding, start = decode_xml(raw, name)
        self._ruler = Ruler(self.data)
        self._spelling: Spelling | None = None
        self.root, self.seen = self._judged(start)

    @classmethod
    def parse(cls, raw: bytes, *, encoding: str | None = None) -> XmlText:
        """Read the bytes of a file.

        Args:
            raw: the bytes.
            encoding: what they are in, where neither a mark nor the declaration tells.

        Raises:
            EncodingError: they are no text, or mark and declaration disagree.
            XmlSyntaxError: the text is not XML, or has a document type or XInclude.
            LimitError: it is beyond a limit.
        """
        return cls(raw, encoding)

    def _judged(self, start: int) -> tuple[Element, _Element]:
        try:
            root = scan(self.data, start)
        except Malformed as error:
            # What the parser would say has no better place.
            raise self._error(error) from None
        seen = parsed(self.data, start)
        try:
            other = disagreement(self.data, root, seen)
        except Malformed as error:
            raise self._error(error) from None
        if other is not None:
            line, column = self.place(other.start)
            raise XmlSyntaxError(
                f"two readers of XML disagree about the element {other.name!r}",
                hint="report this file to ecdkit; it is not edited",
                line=line,
                column=column,
            )
        return root, seen

    def to_bytes(self) -> bytes:
        """Return the bytes of the file."""
        return self._raw

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, from 1, columns in code points."""
        return self._ruler.place(offset)

    def text_of(self, element: Element) -> Spelled:
        """Return the text of an element that holds no elements."""
        parts = element.parts
        # The text of an empty CDATA section stands inside it.
        return spelled_text(self.data, parts, parts[0].start if parts else element.inner)

    def ruler_of(self, spelled: Spelled, skipped: int = 0) -> SpelledRuler:
        """Return what tells line and column of a text that is spelled in this file."""
        return SpelledRuler(self.place, spelled.source, skipped)

    @property
    def quote(self) -> bytes:
        """The quote that the file's first attribute is written with."""
        first = next((one for element in self.root.walk() for one in element.attributes), None)
        return b'"' if first is None else self.data[first.value_end : first.value_end + 1]

    @property
    def newline(self) -> bytes:
        """What the file's first line ends with."""
        found = re.search(rb"\r\n|\r|\n", self.data)
        return b"\n" if found is None else found[0]

    @property
    def spelling(self) -> Spelling:
        """How texts are spelled in the file."""
        if self._spelling is None:
            self._spelling = Spelling(self.newline, self._escaped(), self.encoding)
        return self._spelling

    def _escaped(self) -> frozenset[str]:
        """Characters that some text escapes, and no text holds as they are."""
        texts = [
            self.data[part.start : part.end]
            for element in self.root.walk()
            for part in element.parts
            if part.kind == CHARACTERS
        ]
        return frozenset(
            character
            for character, escape in _ESCAPES
            if any(escape in text for text in texts)
            and not any(character.encode() in text for text in texts)
        )

    def spliced(self, splices: Sequence[Splice]) -> XmlText:
        """Return the text with some spans replaced.

        Raises:
            EncodingError: the file's encoding does not allow edits that leave the rest alone.
            XmlSyntaxError: what is new makes it no XML.
        """
        if not splices:
            return self
        if not self.encoding.is_utf8 and self.encoding.encode(self.data) != self._raw:
            raise EncodingError(
                f"this text cannot be edited in {self.encoding.name}: other bytes would change",
                hint="convert the file to UTF-8 first",
            )
        pieces: list[bytes] = []
        done = 0
        for splice in sorted(splices):
            pieces += [self.data[done : splice.start], splice.new]
            done = splice.end
        pieces.append(self.data[done:])
        name = None if self.encoding.bom else self.encoding.name
        return XmlText(self.encoding.encode(b"".join(pieces)), name)

    def text_splice(self, element: Element, new: bytes) -> list[Splice]:
        """Return the edit that gives an element another text.

        What the old text and the new begin and end with keeps its spelling; where both are equal,
        nothing is edited.

        Args:
            element: an element that holds no elements.
            new: the text in UTF-8, all of it characters of XML.

        Raises:
            EditError: a comment or an instruction stands where the text is to change.
        """
        if self.text_of(element).data == new:
            return []
        parts = element.parts
        strange = next((one for one in parts if one.kind not in (CHARACTERS, CDATA)), None)
        if strange is not None:
            line, column = self.place(strange.start)
            raise EditError(
                f"a {strange.kind} stands inside the text that is to change",
                hint="move it out of the element by hand",
                line=line,
                column=column,
            )
        if len(parts) < 2:  # noqa: PLR2004 - one part, or none
            splice = self._least(element, new, parts[0].kind if parts else CHARACTERS)
            inner = [self.data[element.inner : splice.start], splice.new]
            if _reads_as(b"".join([*inner, self.data[splice.end : element.outer]]), new):
                return [splice]
        text = new.decode()
        if any(part.kind == CDATA for part in parts):
            spelled = b"<![CDATA[" + self.spelling.cdata(text) + b"]]>"
        else:
            spelled = self.spelling.characters(text)
        return [Splice(element.inner, element.outer, spelled)]

    def _least(self, element: Element, new: bytes, kind: str) -> Splice:
        """Return the edit of what lies between what the old text and the new have in common."""
        old = self.text_of(element)
        before, behind = _common(old.data, new)
        start, end = old.ends(before), old.source(len(old.data) - behind)
        middle = new[before : len(new) - behind].decode()
        context = new[:before][-2:].decode("utf-8", "replace")
        spell = self.spelling.cdata if kind == CDATA else self.spelling.characters
        return Splice(start, end, spell(middle, context))

    def _error(self, error: Malformed) -> EcdError:
        line, column = self.place(error.offset)
        kind = LimitError if isinstance(error, TooMuch) else XmlSyntaxError
        return kind(error.message, hint=error.hint, line=line, column=column)


def _reads_as(content: bytes, text: bytes) -> bool:
    """Whether the content of an element is read as a text."""
    data = b"<a>" + content + b"</a>"
    try:
        root = scan(data, 0)
        ends = any(
            part.kind == CHARACTERS and b"]]>" in data[part.start : part.end] for part in root.parts
        )
        # Outside of sections their end is no text; our scanner would take it.
        return not ends and not root.children and spelled_text(data, root.parts, 0).data == text
    except Malformed:
        return False


def _common(one: bytes, other: bytes) -> tuple[int, int]:
    """Return how many bytes two texts have in common at the start, and at the end behind it.

    Neither number cuts a character in two.
    """
    most = min(len(one), len(other))
    before = _longest(most, lambda length: one.startswith(other[:length]))
    while before and (_continues(one, before) or _continues(other, before)):
        before -= 1
    most -= before
    behind = _longest(most, lambda length: one.endswith(other[len(other) - length :]))
    while behind and _continues(other, len(other) - behind):
        behind -= 1
    return before, behind


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """Return the largest number up to a bound that fits, where all smaller ones fit too."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if fits(middle):
            least = middle
        else:
            most = middle - 1
    return least


def _continues(text: bytes, at: int) -> bool:
    """Whether the byte at an offset belongs to the character before it."""
    return at < len(text) and text[at] & 0xC0 == 0x80  # noqa: PLR2004 - the mark of UTF-8
