"""Paths of files that a document names, as they are on this machine.

Model definitions come from Windows: a path may have backslashes, a drive, or the name of another
machine. Relative ones are relative to the folder of the document (documented).
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from ecdkit.errors import MigrationError

if TYPE_CHECKING:
    from ecdkit.migration.inputs import Inputs

__all__ = ["is_absolute", "located", "parts_of"]

_DRIVE = re.compile(r"[A-Za-z]:")
_SEPARATOR = re.compile(r"[\\/]")


def parts_of(path: str) -> list[str]:
    """Return the names of a path, without drive and without those that stay where they are."""
    return [
        part
        for part in _SEPARATOR.split(path)
        if part not in ("", ".") and not _DRIVE.fullmatch(part)
    ]


def is_absolute(path: str) -> bool:
    """Whether a path is absolute, on Windows or anywhere else."""
    return path[:1] in ("/", "\\") or _DRIVE.match(path) is not None


def located(inputs: Inputs, name: str) -> str:
    """Return the file that an input names: what was typed is relative to the working folder.

    Args:
        inputs: the inputs of a step.
        name: the input; where a document names the file, it is relative to the document.
    """
    given = inputs[name]
    try:
        path = os.fspath(given.value)
    except TypeError:
        raise MigrationError(
            f"{name} is the path of a file, not {type(given.value).__name__}"
        ) from None
    if given.pointer is None or is_absolute(path) or inputs.folder is None:
        return str(path)
    return os.path.join(inputs.folder, *parts_of(path))
