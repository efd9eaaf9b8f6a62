"""What a schema cannot say of an extra info."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.formats.common_rules import class_rules
from ecdkit.formats.format import CLASS_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.document import Document
    from ecdkit.problems import Problem

__all__ = ["rules"]


def rules(doc: Document) -> Iterator[Problem]:
    """Yield what is wrong with a document of a version whose structure is known."""
    classes = doc.text.root.get("Classes")
    if doc.version in doc.format.versions and classes is not None:
        yield from class_rules(classes, CLASS_KEYS[1], doc.format.name)
