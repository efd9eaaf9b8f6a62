"""Names that stand twice, where documents are compared: nobody knows which one is meant.

Where all documents are spelled alike they are nobody's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.text.kinds import ARRAY, OBJECT
from ecdkit.text.refusal import twice_error

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecdkit.document import Document
    from ecdkit.text.view import View

__all__ = ["SingleNames", "has_twice"]


class SingleNames:
    """Refuses names that stand twice, and says in which of the documents.

    Args:
        work: what cannot choose between the two, such as "a diff".
        sources: the documents that are compared.
    """

    def __init__(self, work: str, sources: Iterable[Document | None]) -> None:
        self._work = work
        self._sources = [one for one in sources if one is not None]

    def require(self, *views: View | None) -> None:
        """Refuse objects in which a name stands twice; what is inside them is not looked at.

        Raises:
            DuplicateKeyError: a name stands twice.
        """
        for view in views:
            if view is not None and view.kind == OBJECT and (twice := view.duplicates()):
                path = next((doc.path for doc in self._sources if doc.text is view.text), None)
                raise twice_error(view, twice[0][0], work=self._work, path=path)

    def require_inside(self, view: View) -> None:
        """Refuse a place where a name stands twice in it or anywhere inside.

        Raises:
            DuplicateKeyError: a name stands twice.
        """
        if view.kind not in (OBJECT, ARRAY) or view.is_leaf:
            return
        self.require(view)
        for child in view.children():
            self.require_inside(child)


def has_twice(view: View) -> bool:
    """Whether a name stands twice in a place or anywhere inside."""
    if view.kind not in (OBJECT, ARRAY) or view.is_leaf:
        return False
    if view.kind == OBJECT and view.duplicates():
        return True
    return any(has_twice(child) for child in view.children())
