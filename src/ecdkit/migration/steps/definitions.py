"""Which definition of a file a step takes, where there are several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.errors import MigrationError
from ecdkit.migration.inputs import HINT
from ecdkit.migration.step import Input

if TYPE_CHECKING:
    from ecdkit.document import Document
    from ecdkit.migration.inputs import Inputs

__all__ = ["DEFINITION", "chosen"]

DEFINITION = Input(
    "Definition",
    "the index of the definition to take, from 0",
    ("0", "1"),
    when="the file has several definitions",
)


def chosen(source: Document, inputs: Inputs) -> int:
    """Return the index of the definition that a step takes.

    Raises:
        MigrationError: there are several and none was named, or there is none of that index.
    """
    definitions = source.text.root.get("Definitions")
    assert definitions is not None
    number = len(definitions)
    if number == 1 and DEFINITION.name not in inputs:
        return 0
    at = inputs.need(DEFINITION.name)[DEFINITION.name].value
    if isinstance(at, str) and at.isdigit():
        at = int(at)
    if type(at) is not int or not 0 <= at < number:
        raise MigrationError(
            f"Definition is an index from 0 to {number - 1}, not {str(at)[:60]!r}", hint=HINT
        )
    return at
