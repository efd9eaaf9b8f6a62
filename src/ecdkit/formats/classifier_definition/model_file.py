"""How a deep-learning definition names its model's file, and what is wrong with such a name.

Grade of everything here: project. The profile is ours.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from ecdkit.errors import DefinitionError, file_error
from ecdkit.files import is_inside, require_regular
from ecdkit.text.excerpt import cut, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecdkit.formats.classifier_definition.model import DeepLearningModel

__all__ = [
    "Measure",
    "base_name_problem",
    "file_chunks",
    "model_chunks",
    "path_problem",
    "referenced_file",
]

_CHUNK = 4 << 20
_SEPARATORS = ("/", "\\")


class Measure:
    """Size and SHA-256 of a stream."""

    def __init__(self) -> None:
        self.size = 0
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The digest so far, in lower-case hexadecimal digits."""
        return self._digest.hexdigest()

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the same chunks, measured."""
        for chunk in chunks:
            self.size += len(chunk)
            self._digest.update(chunk)
            yield chunk

    def take(self, chunks: Iterable[bytes]) -> Measure:
        """Measure all chunks, and return this."""
        for _ in self.watch(chunks):
            pass
        return self

    def differs_from(self, model: DeepLearningModel) -> str | None:
        """Return how the stream differs from what a definition says of it; None if not."""
        if self.size != model.size:
            return f"it has {self.size:,} bytes, but Size is {cut(f'{model.size:,}')}"
        if self.sha256 != model.sha256:
            return f"its SHA-256 is {self.sha256[:12]}..., but SHA256 is {model.sha256[:12]}..."
        return None


def base_name_problem(name: str) -> str | None:
    """Return why a text is no name of a file in a folder; None if it is."""
    if name in ("", ".", ".."):
        return f"{quoted(name)} names no file"
    if any(mark in name for mark in _SEPARATORS) or "\x00" in name or ":" in name:
        return f"{quoted(name)} is more than the name of a file"
    return None


def path_problem(path: str) -> str | None:
    """Return why a relative path with slashes may leave its folder; None if it does not."""
    parts = path.split("/")
    if path.startswith("/") or ":" in path or "\\" in path or "\x00" in path:
        return f"{quoted(path)} is no relative path with slashes"
    if any(part in ("", ".", "..") for part in parts):
        return f"{quoted(path)} leaves the folder of the definition, or names nothing"
    return None


def referenced_file(path: str, definition: str | None) -> str:
    """Return the file that a definition refers to.

    Args:
        path: the relative path in the definition.
        definition: the file of the definition.

    Raises:
        DefinitionError: the path leaves the folder of the definition, or there is no folder.
    """
    problem = path_problem(path)
    if problem is not None:
        raise DefinitionError(problem)
    if definition is None:
        raise DefinitionError(
            "this definition refers to a file, and was itself not read from one",
            hint="read the definition from its file",
        )
    folder = os.path.realpath(os.path.dirname(os.path.realpath(definition)))
    target = os.path.realpath(os.path.join(folder, path))
    if not is_inside(target, folder):
        raise DefinitionError(f"{quoted(path)} leads out of the folder of the definition")
    return target


def file_chunks(path: str, *, told: str | None = None) -> Iterator[bytes]:
    """Yield a file in pieces of some megabytes.

    Args:
        path: the file.
        told: how errors call it, if not by its path.

    Raises:
        FileAccessError: it cannot be read.
    """
    try:
        require_regular(path)
        with open(path, "rb", buffering=0) as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise file_error(error, told or path) from None
    except ValueError as error:
        raise DefinitionError(f"{quoted(path)} is no file name: {error}") from None


def model_chunks(model: DeepLearningModel, definition: str | None) -> Iterator[bytes]:
    """Yield the model's file, embedded or referred to, in pieces of some megabytes.

    Args:
        model: what a definition says of it.
        definition: the file of the definition.

    Raises:
        DefinitionError: there is no model, or its path leaves the folder, or it is no base64.
        FileAccessError: the file cannot be read.
    """
    if (model.data is None) == (model.path is None):
        what = "neither Data nor Path" if model.data is None else "both Data and Path"
        raise DefinitionError(f"the model has {what}; it needs one of them")
    if model.data is not None:
        return model.data.chunks()
    assert model.path is not None
    return file_chunks(referenced_file(model.path, definition))
