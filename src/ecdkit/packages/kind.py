"""Which files are packages: told by how they begin, or by their name."""

from __future__ import annotations

import os

from ecdkit.errors import FileAccessError, file_error

__all__ = ["PACKAGE", "begins_like_one", "is_package"]

PACKAGE = "deep-learning-package"
"""The name of the format."""

# Of the first file in an archive, and of the end of one that is empty.
_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")


def is_package(path: str) -> bool:
    """Whether a file is to be read as a package: by how it begins, or by its name.

    Args:
        path: the file.

    Raises:
        FileAccessError: it cannot be read.
    """
    if path.lower().endswith(".dlpk"):
        return True
    try:
        # A pipe gives what it has only once.
        if not os.path.isfile(path):
            return False
        with open(path, "rb", buffering=0) as file:
            return begins_like_one(file.read(len(_BEGINS[0])))
    except ValueError as error:
        raise FileAccessError(f"this is no file name: {error}", path=path) from None
    except OSError as error:
        raise file_error(error, path) from None


def begins_like_one(content: bytes) -> bool:
    """Whether bytes begin as those of an archive do."""
    return content.startswith(_BEGINS)
