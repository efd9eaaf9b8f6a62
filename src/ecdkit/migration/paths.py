"""Paths of files that a document names, as they are on this machine.

Model definitions come from Windows: a path may have backslashes, a drive, or the name of another
machine. Relative ones are relative to the folder of the document (documented).
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from ecdkit.errors import MigrationError
from ecdkit.formats.model_definition.paths import is_absolute
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from ecdkit.migration.inputs import Inputs

__all__ = ["base_name", "located", "parts_of"]

_DRIVE = re.compile(r"[A-Za-z]:")
_SEPARATOR = re.compile(r"[\\/]")


def parts_of(path: str) -> list[str]:
    """Return the names of a path, without drive and without those that stay where they are."""
    return [
        part
        for part in _SEPARATOR.split(path)
        if part not in ("", ".") and not _DRIVE.fullmatch(part)
    ]


def base_name(path: str) -> str:
    """Return the name of a file without the folders that lead there."""
    return _SEPARATOR.split(path)[-1]


def located(inputs: Inputs, name: str) -> str:
    """Return the file that an input names: what was typed is relative to the working folder.

    Args:
        inputs: the inputs of a step.
        name: the input; where a document names the file, it is relative to the document.
    """
    given = inputs[name]
    path = given.value
    if not isinstance(path, str):
        raise MigrationError(f"{name} is the path of a file, not {cut(repr(path))}")
    if given.pointer is None or is_absolute(path) or inputs.folder is None:
        return path
    return os.path.join(inputs.folder, *parts_of(path))
