"""What a text of a template is: a definition, a path to one, nothing yet, or something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecdkit.document import Document
from ecdkit.errors import EcdError, FormatError
from ecdkit.formats.registry import ENTRIES
from ecdkit.templates.names import SUFFIXES, is_definition_argument
from ecdkit.text import JsonText

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecdkit.templates.held import How
    from ecdkit.text.position import Ruler

__all__ = ["Found", "look"]

_BOM = b"\xef\xbb\xbf"
_LONGEST_PATH = 4096
_ROOTS = tuple(entry.root_key.encode() for entry in ENTRIES if entry.root_key is not None)


class Found(NamedTuple):
    """What a text was found to be."""

    how: How
    document: Document | None = None
    error: EcdError | None = None


def look(
    data: bytes, argument: str | None, ruler: Callable[[int], Ruler], path: str | None
) -> Found | None:
    """Return what a text is; None where it has nothing to do with definitions.

    Args:
        data: the text in UTF-8.
        argument: the name of the argument that it belongs to.
        ruler: makes what tells places, for so many bytes that stand before the text.
        path: the template's file, which errors name.
    """
    expected = is_definition_argument(argument)
    stripped = data.removeprefix(_BOM).strip()
    if stripped[:1] == b"{":
        return _written(data, ruler, path, expected=expected)
    if not stripped:
        return Found("empty") if expected else None
    if len(stripped) > _LONGEST_PATH or b"\n" in stripped:
        return None
    named = stripped.lower().decode("utf-8", "replace").endswith(SUFFIXES)
    return Found("path") if named or expected else None


def _written(
    data: bytes, ruler: Callable[[int], Ruler], path: str | None, *, expected: bool
) -> Found | None:
    skipped = len(_BOM) if data.startswith(_BOM) else 0
    try:
        text = JsonText.parse(data, ruler=ruler(skipped))
        return Found("value", Document(text, path))
    except FormatError as error:
        if not expected:
            return None
        problem: EcdError = error
    except EcdError as error:
        # Broken JSON that still shows whose it is must not pass as something else.
        if not expected and not any(root in data for root in _ROOTS):
            return None
        problem = error
    problem.path = path
    return Found("value", None, problem)
