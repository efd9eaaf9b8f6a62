"""What a schema cannot say of a model definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.formats.common_rules import class_keys_of, class_rules
from ecdkit.text.scanner import ARRAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.document import Document
    from ecdkit.problems import Problem, Rule

__all__ = ["RULES", "rules"]

RULES: tuple[Rule, ...] = ()


def rules(doc: Document) -> Iterator[Problem]:
    """Yield what is wrong with a document."""
    classes = doc.text.root.get("Classes")
    if classes is None or classes.kind != ARRAY:
        return
    spellings = (class_keys_of(element, doc.format.class_keys) for element in classes.elements())
    keys = next((keys for keys in spellings if keys is not None), None)
    if keys is not None:
        yield from class_rules(classes, keys, doc.format.name)
