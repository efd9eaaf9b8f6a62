"""The file of the toolbox, which is shipped with the library."""

from __future__ import annotations

import os
from importlib.resources import files

from ecdkit.files import make_folder, write_bytes

__all__ = ["NAME", "toolbox_bytes", "write_toolbox"]

NAME = "ecdkit.pyt"


def toolbox_bytes() -> bytes:
    """Return the toolbox's file."""
    return files("ecdkit").joinpath("esri", "toolboxes", NAME).read_bytes()


def write_toolbox(folder: str | os.PathLike[str], *, overwrite: bool = False) -> str:
    """Write the toolbox's file into a folder, and return its path.

    Args:
        folder: the folder; made if it is not there.
        overwrite: whether a file that exists may be replaced.

    Raises:
        FileAccessError: the file exists, or cannot be written.
    """
    make_folder(os.fsdecode(folder))
    path = os.path.join(folder, NAME)  # noqa: PTH118 - paths are text here
    write_bytes(path, [toolbox_bytes()], overwrite=overwrite)
    return path
