"""`Held`: one place of a template that holds a definition, or is meant to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

if TYPE_CHECKING:
    from ecdkit.document import Document
    from ecdkit.errors import EcdError

__all__ = ["Held", "How", "Leak"]

How = Literal["value", "path", "empty"]


@frozen
class Held:
    """One definition in a template, or an argument that waits for one.

    Attributes:
        at: its position among all of the template, from 0.
        how: "value" where it is written out, "path" where a file is named, "empty" where nothing
            is yet.
        function: the raster function that takes it, such as "Classify"; None where none is named.
        argument: the function's argument.
        element: where it stands: an XPath, or a JSON pointer.
        line: the line of the place, from 1.
        column: the column of the place, from 1, in code points.
        content: the definition's bytes in UTF-8, or the path; empty where nothing is.
        document: the definition, whose places are those of the template; None where it is none.
        error: why what is written out is no definition; None where it is one.
        uses: the lines of other arguments that refer to this place.
    """

    at: int
    how: How
    function: str | None
    argument: str | None
    element: str
    line: int
    column: int
    content: bytes = field(repr=False)
    document: Document | None = field(default=None, repr=False)
    error: EcdError | None = field(default=None, repr=False)
    uses: tuple[int, ...] = ()

    @property
    def path(self) -> str | None:
        """The path by which the definition is held, None where it is not."""
        return self.content.decode().strip() if self.how == "path" else None

    @property
    def format(self) -> str | None:
        """The name of the definition's format, None where that cannot be told."""
        return self.document.format.name if self.document is not None else None


@frozen
class Leak:
    """An absolute path in a template, which tells of the machine of its author.

    Attributes:
        path: the path.
        element: where it stands: an XPath, or a JSON pointer.
        line: the line of the place, from 1.
        column: the column of the place, from 1, in code points.
    """

    path: str
    element: str
    line: int
    column: int
