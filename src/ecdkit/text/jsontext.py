"""`JsonText`: the source of a document, kept byte for byte, with an index of what stands where."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Literal

from ecdkit.arguments import content_of
from ecdkit.errors import EcdError, EncodingError, JsonSyntaxError, LimitError, UsageError
from ecdkit.limits import DEFAULT_LIMITS, OTHER_LIMITS, Limits
from ecdkit.text.encoding import Encoding, decode
from ecdkit.text.excerpt import cut, pointed
from ecdkit.text.fast import FastText
from ecdkit.text.malformed import Malformed, TooMuch
from ecdkit.text.pointer import parse_pointer
from ecdkit.text.position import Ruler, place_of
from ecdkit.text.reindex import reindexed
from ecdkit.text.scanner import Scanner
from ecdkit.text.style import Traits, traits_of
from ecdkit.text.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.text.node import Node
    from ecdkit.text.splice import Splice

__all__ = ["FULL_BELOW", "Check", "Checked", "JsonText", "syntax_error"]

Check = Literal["auto", "full", "structure"]
Checked = Literal["full", "structure"]

FULL_BELOW = 8 << 20
"""Texts of fewer bytes are checked fully unless said otherwise."""


class JsonText:
    """A JSON text that is never normalised.

    Make one with `parse`. It does not change; an edit makes a new one.

    Attributes:
        data: the text in UTF-8, without byte order mark.
        encoding: how it becomes bytes.
        checked: "full", or "structure" where numeric leaves were not looked into.
        limits: the bounds it was read under.
    """

    __slots__ = (
        "_plain",
        "_raw",
        "_root",
        "_ruler",
        "_scanner",
        "_traits",
        "_whole",
        "checked",
        "data",
        "encoding",
        "limits",
    )

    def __init__(
        self,
        data: bytes,
        encoding: Encoding,
        checked: Checked,
        limits: Limits,
        raw: bytes | None = None,
        *,
        ruler: Ruler | None = None,
        edited: tuple[tuple[Node, int], Sequence[Splice]] | None = None,
    ) -> None:
        self.data = data
        self.encoding = encoding
        self.checked: Checked = checked
        self.limits = limits
        self._raw = raw
        self._traits: Traits | None = None
        self._plain: bool | None = None
        self._ruler = Ruler(data) if ruler is None else ruler
        self._scanner = Scanner(data, limits, full=checked == "full")
        # Of an edited text the scanner has seen only what is new.
        self._whole = edited is None
        try:
            self._root: tuple[Node, int] = (
                self._scanner.document()
                if edited is None
                else reindexed(self._scanner, data, *edited)
            )
        except Malformed as error:
            raise self.error(error) from None

    @classmethod
    def parse(
        cls,
        content: bytes | str,
        *,
        encoding: str | None = None,
        check: Check = "auto",
        limits: Limits = DEFAULT_LIMITS,
        ruler: Ruler | None = None,
    ) -> JsonText:
        """Read a text.

        Args:
            content: the bytes of a file, or characters.
            encoding: what the bytes are in, where that is neither UTF-8 nor told by a mark.
            check: "full" looks into numeric leaves, "structure" does not; "auto" does so below
                `FULL_BELOW` bytes.
            limits: bounds on what may be read.
            ruler: what tells line and column, where the text stands inside another file.

        Raises:
            UsageError: there is no such check.
            EncodingError: the bytes are no text.
            JsonSyntaxError: the text is not JSON.
            LimitError: it is beyond a limit.
        """
        if check not in ("auto", "full", "structure"):
            raise UsageError(f"check is 'auto', 'full' or 'structure', not {cut(repr(check))}")
        content = content_of(content)
        if len(content) > limits.size:
            raise LimitError(
                f"the document has {len(content):,} bytes, more than {limits.size:,}",
                hint=OTHER_LIMITS,
            )
        raw = _from_characters(content) if isinstance(content, str) else content
        data, how = decode(raw, None if isinstance(content, str) else encoding)
        checked: Checked = "full" if check == "full" else "structure"
        if check == "auto" and len(data) < FULL_BELOW:
            checked = "full"
        return cls(data, how, checked, limits, None if how.is_utf8 else raw, ruler=ruler)

    def to_bytes(self) -> bytes:
        """Return the bytes of the file.

        Raises:
            EncodingError: the text cannot be written in its encoding.
        """
        return self.encoding.encode(self.data) if self._raw is None else self._raw

    @property
    def root(self) -> View:
        """The whole document."""
        return View(self, *self._root, ())

    def at(self, pointer: str) -> View:
        """Return the value that a JSON pointer leads to.

        Raises:
            PointerError: it leads nowhere.
        """
        view = self.root
        for token in parse_pointer(pointer):
            view = view.child(token)
        return view

    def ancestors(self, view: View) -> list[View]:
        """Return the arrays and objects around a value, from the root inwards."""
        around = []
        place = self.root
        for token in view.path:
            around.append(place)
            place = place.child(str(token))
        return around

    @property
    def size(self) -> int:
        """The size of the file, in bytes."""
        if self._raw is not None:
            return len(self._raw)
        if self.encoding.is_utf8:
            return len(self.encoding.bom) + len(self.data)
        return len(self.to_bytes())

    @property
    def traits(self) -> Traits:
        """What is true of the text as a whole."""
        if self._traits is None:
            self._traits = traits_of(self.data)
        return self._traits

    @property
    def is_finite(self) -> bool:
        """Whether it is known to hold no non-finite numbers."""
        known = self.checked == "full" and self._whole and self._scanner.checks.finite
        return known or self.is_plain

    @property
    def is_plain(self) -> bool:
        """Whether it is RFC 8259 throughout, without half surrogate pairs."""
        if self._plain is None:
            self._plain = FastText(self.data).accepts_plainly()
        return self._plain

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, from 1, columns in code points."""
        return self._ruler.place(offset)

    def fully_checked(self) -> JsonText:
        """Return this text checked fully.

        Raises:
            JsonSyntaxError: a numeric leaf is not JSON.
            LimitError: it is beyond a limit.
        """
        if self.checked == "full":
            return self
        taken = self.taken_for_checked()
        taken.check_leaves()
        return taken

    def taken_for_checked(self) -> JsonText:
        """Return this text as one that is checked fully, which `check_leaves` has to make true."""
        taken = copy(self)
        taken.checked = "full"
        return taken

    def check_leaves(self) -> None:
        """Look into the leaves of which nobody knows yet that they are JSON.

        Raises:
            JsonSyntaxError: one is not; the first is told.
            LimitError: it is beyond a limit.
        """
        try:
            self._scanner.checks.check_leaves(*self._root)
        except Malformed as error:
            raise self.error(error) from None

    def expand(self, view: View) -> None:
        """Look into a leaf or a hole.

        Raises:
            JsonSyntaxError: its inside is not JSON.
        """
        try:
            self._scanner.expand(view.node, view.start, len(view.path))
        except Malformed as error:
            raise self.error(error) from None

    def recheck(self, leaf: View) -> None:
        """Look for what is wrong inside a leaf.

        Raises:
            JsonSyntaxError: it is not JSON; it was not looked into when it was read.
        """
        try:
            self._scanner.checks.check(leaf.node, leaf.start, len(leaf.path))
        except Malformed as error:
            raise self.error(error) from None

    def vouch(self, leaf: View, dimensions: int, *, zeros: bool) -> None:
        """Take note that a strict parser of JSON has read a leaf as finite doubles.

        Args:
            leaf: the leaf.
            dimensions: how deep its numbers stand.
            zeros: whether some of them are zero, which may stand for a number that is not.
        """
        self._scanner.checks.vouch(leaf.node, leaf.start, len(leaf.path), dimensions, zeros=zeros)

    def spliced(self, splices: Sequence[Splice]) -> JsonText:
        """Return the text with some spans replaced.

        Raises:
            EncodingError: the file's encoding does not allow edits that leave the rest alone.
        """
        if not splices:
            return self
        if self._raw is not None and self.encoding.encode(self.data) != self._raw:
            raise EncodingError(
                f"this text cannot be edited in {self.encoding.name}: other bytes would change",
                hint="convert the file to UTF-8 first",
            )
        source = memoryview(self.data)
        pieces: list[bytes | memoryview] = []
        done = 0
        splices = sorted(splices)
        for splice in splices:
            pieces += [source[done : splice.start], splice.new]
            done = splice.end
        pieces.append(source[done:])
        data = b"".join(pieces)
        return JsonText(
            data, self.encoding, self.checked, self.limits, edited=(self._root, splices)
        )

    def error(self, error: Malformed) -> EcdError:
        """Return the public form of what is wrong with this text."""
        return syntax_error(self.data, error, self.place(error.offset))


def syntax_error(data: bytes, error: Malformed, place: tuple[int, int] | None = None) -> EcdError:
    """Return the public form of what is wrong with a text.

    Args:
        data: the text in UTF-8, without byte order mark.
        error: what is wrong.
        place: its line and column, where they are known already.
    """
    line, column = place or place_of(data, error.offset)
    if isinstance(error, TooMuch):
        return LimitError(error.message, hint=error.hint, line=line, column=column)
    shown = pointed(data, error.offset)
    return JsonSyntaxError(error.message, hint=error.hint, line=line, column=column, excerpt=shown)


def _from_characters(content: str) -> bytes:
    try:
        return content.encode()
    except UnicodeEncodeError as error:
        before = error.object[: error.start].encode()
        line, column = place_of(before, len(before))
        raise EncodingError(
            "half a surrogate pair is no character", line=line, column=column
        ) from None
