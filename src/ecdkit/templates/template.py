"""`Template`: what both forms of a raster function template can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from ecdkit.document import parse
from ecdkit.errors import EcdError, EditError, UsageError
from ecdkit.files import write_bytes
from ecdkit.text.encoding import decode
from ecdkit.text.excerpt import cut, printable

if TYPE_CHECKING:
    import os

    from ecdkit.document import Document
    from ecdkit.problems import Problem
    from ecdkit.templates.held import Held, Leak
    from ecdkit.templates.paths import Relocation
    from ecdkit.text.encoding import Encoding

__all__ = ["Template"]

TITLE = "raster function template"
NAME = "raster-function-template"


class Template(ABC):
    """A raster function template as somebody wrote it. It does not change; an edit makes a new one.

    Attributes:
        path: the file that it was read from, or None.
        held: the definitions in it and the arguments that wait for one, in the order of places.
    """

    path: str | None
    held: tuple[Held, ...]

    @property
    @abstractmethod
    def name(self) -> str | None:
        """What the template calls itself, or its function where it says nothing."""

    @property
    @abstractmethod
    def form(self) -> str:
        """How it is written: "XML" or "JSON"."""

    @property
    @abstractmethod
    def schema_version(self) -> str | None:
        """The version of Esri's schema that it names, such as "3.3.0"."""

    @property
    @abstractmethod
    def encoding(self) -> Encoding:
        """How it is written as bytes."""

    @property
    @abstractmethod
    def functions(self) -> tuple[str, ...]:
        """The raster functions in it, in the order of places."""

    @abstractmethod
    def to_bytes(self) -> bytes:
        """Return the bytes of the file: the source, with edits where there were some."""

    @abstractmethod
    def leaks(self) -> tuple[Leak, ...]:
        """Return the absolute paths in it, in the order of places."""

    @abstractmethod
    def relocated(self, relocation: Relocation) -> Template:
        """Return the template with its absolute paths rewritten.

        Args:
            relocation: how each path is rewritten.

        Raises:
            UsageError: two files would become one.
        """

    @abstractmethod
    def structure(self) -> tuple[Problem, ...]:
        """Return how the structure differs from that of all templates seen."""

    @abstractmethod
    def _embedded(self, place: Held, content: bytes) -> Template:
        """Return the template with other content, UTF-8 text of JSON, at a place."""

    def __repr__(self) -> str:
        where = f" from {self.path!r}" if self.path else ""
        return f"<{TITLE} with {len(self.held)} definitions{where}>"

    def definitions(self) -> tuple[Document, ...]:
        """Return the definitions held by value; their lines and columns are the template's."""
        return tuple(one.document for one in self.held if one.document is not None)

    def place(self, at: int | None = None) -> Held:
        """Return one of what is held.

        Args:
            at: its position; needed where there are several.

        Raises:
            UsageError: there is none at that position, or the choice is not clear.
        """
        if at is None:
            if len(self.held) == 1:
                return self.held[0]
            raise self._unclear()
        if not 0 <= at < len(self.held):
            last = len(self.held) - 1
            has = "no definition" if last < 0 else f"definitions 0 to {last}" if last else "only 0"
            raise UsageError(
                f"there is no definition {at}: this template has {has}", path=self.path
            )
        return self.held[at]

    def extract(self, at: int | None = None) -> bytes:
        """Return the bytes of a definition that is held by value.

        Args:
            at: its position; needed where several are held by value.

        Raises:
            UsageError: there is none at that position, or it is not held by value.
        """
        written = [one for one in self.held if one.how == "value"]
        place = written[0] if at is None and len(written) == 1 else self.place(at)
        if place.how != "value":
            told = (
                f"it is held by its path, {cut(printable(str(place.path)), 120)}"
                if place.how == "path"
                else "its argument is empty"
            )
            raise UsageError(
                f"definition {place.at} cannot be taken out: {told}",
                hint="only what is held by value can be taken out",
                path=self.path,
                line=place.line,
                column=place.column,
            )
        return place.content

    def embed(
        self, definition: bytes, at: int | None = None, *, encoding: str | None = None
    ) -> Template:
        """Return the template with a definition by value, and nothing else changed.

        The definition's characters are kept, all of them: `extract` gives the same bytes back where
        they are UTF-8 without a byte order mark.

        Args:
            definition: the bytes of its file.
            at: the position of what it replaces; needed where there are several.
            encoding: what the definition is written in, where neither UTF-8 nor told by a mark.

        Raises:
            JsonSyntaxError: the definition is not JSON.
            FormatError: it is no definition that ecdkit knows.
            EditError: the template has no place for one of its characters.
            UsageError: there is no such position.
        """
        place = self.place(at)
        parse(definition, encoding=encoding)
        content, _ = decode(definition, encoding)
        if place.how == "value" and place.content == content:
            return self
        changed = self._embedded(place, content)
        found = changed.held[place.at] if place.at < len(changed.held) else None
        if found is None or found.how != "value" or found.content != content:
            raise EditError("what was embedded does not read back the same; nothing is changed")
        return changed

    def write(self, path: str | os.PathLike[str] | None = None, *, overwrite: bool = False) -> None:
        """Write the template to a file, atomically.

        Args:
            path: the file; the one it was read from if not given.
            overwrite: whether a file that exists may be replaced.

        Raises:
            FileAccessError: the file exists or cannot be written.
        """
        target = path if path is not None else self.path
        if target is None:
            raise EditError("this template was not read from a file; name one to write")
        write_bytes(target, [self.to_bytes()], overwrite=overwrite)

    def _unclear(self) -> EcdError:
        if not self.held:
            return UsageError(
                "this template has no definition, and no argument that takes one",
                hint="`ecd template new` makes a template of a definition",
                path=self.path,
            )
        return UsageError(
            f"this template has {len(self.held)} definitions",
            hint="say which with --at; `ecd template list` shows them",
            path=self.path,
        )
