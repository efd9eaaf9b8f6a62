"""`Package`: a model definition with its files in one archive; and what is wrong with one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ecdkit.document import Document
from ecdkit.errors import EcdError, PackageError
from ecdkit.formats.model_definition.paths import is_absolute, is_of_arcgis, named_files
from ecdkit.formats.model_definition.signature import kind_of
from ecdkit.limits import DEFAULT_LIMITS, Limits
from ecdkit.packages.names import folded
from ecdkit.packages.reading import Archive, Entry, read_archive
from ecdkit.packages.rules import (
    DEFINITION,
    DEFINITION_ENCODING,
    FILE_NOT_IN_PACKAGE,
    SIZE,
)
from ecdkit.text import JsonText
from ecdkit.text.excerpt import cut, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.formats.model_definition.paths import NamedFile
    from ecdkit.problems import Problem

__all__ = [
    "NEEDED",
    "SUFFIX",
    "Package",
    "definition_entries",
    "definition_of",
    "definition_problems",
    "file_problems",
    "inside",
    "package_of",
    "paths_in",
    "read_package",
]

SUFFIX = ".emd"
"""How the name of a model definition ends."""
# Model definitions are small; nothing that is larger is read into memory.
_LARGEST_DEFINITION = 64 << 20
# Members whose files every reader opens; those of exports and configurations only some.
NEEDED = frozenset({"ModelFile", "ModelFiles", "InferenceFunction", "ModelConfigurationFile"})
_LONGEST_NAME = 120


@frozen
class Package:
    """A deep learning package as somebody packed it.

    Attributes:
        path: the file that it was read from, or None.
        definition_name: the name of its model definition.
        definition: its model definition; its own `path` is None, for it is in no folder.
        files: its files, the definition among them, in the order of the archive.
        archive: the archive.
    """

    path: str | None
    definition_name: str
    definition: Document
    files: tuple[Entry, ...]
    archive: Archive

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield what a file holds, in pieces of at most a megabyte.

        Args:
            name: the name of one of the files.

        Raises:
            PackageError: there is no such file, or it is not what its checksum says.
            FileAccessError: the archive cannot be read.
        """
        found = next((one for one in self.files if one.name == name), None)
        if found is None:
            raise PackageError(f"there is no {cut(repr(name))} in the package", path=self.path)
        return self.archive.chunks(found)


def read_package(
    source: str | os.PathLike[str] | bytes, *, limits: Limits = DEFAULT_LIMITS
) -> Package:
    """Read a deep learning package.

    Of what it holds only the definition is read; other files are read when they are asked for.
    Nothing in it is imported or run.

    Args:
        source: the file, or its bytes.
        limits: bounds on what may be read.

    Raises:
        PackageError: it is no ZIP archive, not safe to read, or has not exactly one `.emd` at its
            root; `problems` lists what is wrong.
        FileAccessError: the file cannot be read.
        JsonSyntaxError: the definition is not JSON.
        FormatError: the definition is none.
    """
    whole = source if isinstance(source, bytes) else os.fsdecode(source)
    return package_of(read_archive(whole, limits), limits)


def package_of(archive: Archive, limits: Limits = DEFAULT_LIMITS) -> Package:
    """Return the package that an archive is; errors are those of `read_package`."""
    archive.require_safe()
    problems = tuple(definition_problems(archive))
    if problems:
        raise PackageError.of(problems, archive.path)
    (entry,) = definition_entries(archive)
    return Package(
        path=archive.path,
        definition_name=entry.name,
        definition=definition_of(archive, entry, limits),
        files=archive.entries,
        archive=archive,
    )


def definition_entries(archive: Archive) -> tuple[Entry, ...]:
    """Return the model definitions at the root of an archive."""
    return tuple(
        one for one in archive.entries if "/" not in one.name and one.name.lower().endswith(SUFFIX)
    )


def definition_of(archive: Archive, entry: Entry, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Return a model definition in an archive, checked fully.

    Raises:
        PackageError: it is larger than a definition may be, or damaged.
        EcdError: it is no definition; the place is told as one in the package.
    """
    if entry.size > min(_LARGEST_DEFINITION, limits.size):
        message = f"the definition {cut(repr(entry.name))} has {entry.size:,} bytes"
        raise PackageError.of((SIZE.of_file(message),), archive.path)
    content = b"".join(archive.chunks(entry))
    try:
        doc = Document(JsonText.parse(content, check="full", limits=limits))
    except EcdError as error:
        error.path = inside(archive.path, entry.name)
        raise
    if doc.format.name != "model-definition":
        message = f"{cut(repr(entry.name))} is an {doc.format.title}, no model definition"
        raise PackageError.of((DEFINITION.of_file(message),), archive.path)
    return doc


def definition_problems(archive: Archive) -> Iterator[Problem]:
    """Yield what keeps loaders from finding the definition of an archive."""
    found = definition_entries(archive)
    if len(found) == 1:
        return
    if found:
        names = " and ".join(cut(repr(one.name)) for one in found[:2])
        yield DEFINITION.of_file(
            f"{len(found)} model definitions are at the root: {names}", "leave one of them"
        )
        return
    below = [one.name for one in archive.entries if one.name.lower().endswith(SUFFIX)]
    where = f"; there is {cut(repr(below[0]))}" if below else ""
    yield DEFINITION.of_file(f"there is no model definition (.emd) at the root{where}")


def inside(package: str | None, name: str) -> str:
    """Return how the place of a file in a package is told, as `forest.dlpk/forest.emd`."""
    return f"{package or '-'}/{name}"


def file_problems(
    definition: Document, names: tuple[str, ...], *, where: str = "the package has"
) -> Iterator[Problem]:
    """Yield what is wrong with a definition because it is in a package.

    Args:
        definition: the definition.
        names: the names of all files of the package.
        where: what sentences say of a place in which a file is, or is not.
    """
    text = definition.text
    if text.encoding.bom or text.encoding.name.lower().replace("_", "-") not in ("utf-8", "ascii"):
        mark = " with a byte order mark" if text.encoding.bom else ""
        message = f"the definition is in {text.encoding.name}{mark}"
        yield DEFINITION_ENCODING.at(text.root, message)
    if kind_of(text.root) != "model":
        return
    there = {*names, *(folder for name in names for folder in _folders(name))}
    on_windows = {folded(name) for name in there}
    for file in named_files(text.root):
        if is_of_arcgis(file.path):
            continue
        told = f"{file.place.path[-1]} names {quoted(file.path, _LONGEST_NAME)}"
        paths = () if is_absolute(file.path) else paths_in(file)
        if not there.isdisjoint(paths):
            continue
        rule = FILE_NOT_IN_PACKAGE
        if file.place.path[0] not in NEEDED:
            rule = evolve(rule, severity="warning")
        if any(folded(path) in on_windows for path in paths):
            rule = evolve(rule, severity="warning")
            message = f"{told}, and {where} it in other capitals"
        elif not paths:
            message = f"{told}, a path of one machine, or one out of the package"
        else:
            message = f"{told}, and {where} no such file"
        yield rule.at(file.place, message)


def paths_in(file: NamedFile) -> tuple[str, ...]:
    """Return what a file may be called in a package; nothing where it is outside of it.

    Args:
        file: a file that a definition names; its path is relative.
    """
    parts: list[str] = []
    for part in file.path.replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return ()
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    path = "/".join(parts)
    return (path + file.suffix, path) if file.suffix else (path,)


def _folders(name: str) -> Iterator[str]:
    yield ""
    at = name.find("/")
    while at >= 0:
        yield name[:at]
        at = name.find("/", at + 1)
