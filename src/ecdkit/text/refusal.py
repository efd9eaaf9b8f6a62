"""Why a work is refused where two members have the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.errors import DuplicateKeyError
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from ecdkit.text.view import View

__all__ = ["twice_error"]


def twice_error(
    view: View, name: str, *, work: str = "an edit", path: str | None = None
) -> DuplicateKeyError:
    """Return the error about a name that stands twice, at the second of them.

    Args:
        view: the object.
        name: the name.
        work: what cannot choose between the two.
        path: the file, where it is known.
    """
    start, _ = next(span for key, span in view.duplicates() if key == name)
    line, column = view.text.place(start)
    return DuplicateKeyError(
        f"the name {cut(name)!r} stands twice, and {work} cannot choose",
        hint="remove one of the two by hand",
        path=path,
        pointer=view.pointer,
        line=line,
        column=column,
    )
