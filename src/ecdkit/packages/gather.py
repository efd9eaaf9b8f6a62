"""From a model definition and the files beside it to a package."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from typing import TYPE_CHECKING

from ecdkit.arguments import strings_of
from ecdkit.document import Document, read
from ecdkit.errors import DefinitionError, FileAccessError, PackageError, UsageError, file_error
from ecdkit.files import is_inside, is_there, require_other, write_file
from ecdkit.formats.classifier_definition.model_file import file_chunks
from ecdkit.formats.model_definition.paths import is_absolute, is_of_arcgis, named_files
from ecdkit.formats.model_definition.signature import kind_of
from ecdkit.limits import DEFAULT_LIMITS, Limits
from ecdkit.packages.package import (
    SUFFIX,
    Package,
    file_problems,
    paths_in,
    read_package,
)
from ecdkit.packages.reading import DamagedError, inflated, judged
from ecdkit.packages.rules import DEFINITION
from ecdkit.packages.writing import Member, write_archive
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

__all__ = [
    "file_member",
    "files_at",
    "is_written",
    "members_beside",
    "package",
    "write_package",
]

_CHUNK = 1 << 20


def package(
    definition: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    add: Iterable[str | os.PathLike[str]] = (),
    encoding: str | None = None,
    overwrite: bool = False,
) -> Package:
    """Write a deep learning package of a model definition and the files that it names.

    The definition is taken as it is, byte for byte. The same files make the same bytes.

    Args:
        definition: the model definition; the files that it names are relative to its folder.
        out: the package to write.
        add: more files and folders; those below the definition's folder keep their place.
        encoding: what the definition is written in, where that is not UTF-8.
        overwrite: whether a file that exists may be replaced.

    Returns:
        The package, as it reads back.

    Raises:
        DefinitionError: the definition is not valid, or a file that it names is not there.
        PackageError: a name cannot be that of a file in a package.
        FileAccessError: a file cannot be read or written.
        UsageError: it would replace the definition, or a folder to add is a link.
    """
    more = strings_of(add, "files and folders")
    name, target = os.fsdecode(definition), os.fsdecode(out)
    require_other(target, name)
    doc = read(name, encoding=encoding, check="full")
    members = {one.name: one for one in members_beside(doc, without=target)}
    for path in more:
        members |= {one.name: one for one in _added(os.fsdecode(path), name, target)}
    definition_name = os.path.basename(name)
    members.pop(definition_name, None)
    write_package(target, doc, definition_name, tuple(members.values()), overwrite=overwrite)
    return read_package(target)


def write_package(
    path: str | os.PathLike[str],
    definition: Document,
    name: str,
    members: Sequence[Member],
    *,
    limits: Limits = DEFAULT_LIMITS,
    overwrite: bool = False,
) -> None:
    """Write a package: the definition first, then its files by name.

    Args:
        path: the package to write.
        definition: its model definition.
        name: the definition's name in the package.
        members: its other files.
        limits: bounds on what may be read back.
        overwrite: whether a file that exists may be replaced.

    Raises:
        DefinitionError: the definition is not valid, or names a file that is not among them.
        PackageError: a name cannot be that of a file in a package, or it would be too large.
        FileAccessError: a file cannot be read or written.
    """
    try:
        archive = _archive(definition, name, members, limits)
        write_file(path, archive.write, archive.is_in, overwrite=overwrite)
    except PackageError as error:
        error.path = error.path or os.fsdecode(path)
        raise


def is_written(path: str, definition: Document, name: str, members: Sequence[Member]) -> bool:
    """Return whether a file is the package that these would make, byte for byte.

    Args:
        path: the file.
        definition: as for `write_package`, and so are the others.
        name: the definition's name in the package.
        members: its other files.

    Raises:
        FileAccessError: a file cannot be read.
    """
    if not os.path.isfile(path):
        return False
    archive = _archive(definition, name, members, DEFAULT_LIMITS)
    with tempfile.TemporaryFile() as made:
        archive.write(made)
        made.seek(0)
        return is_there(path, iter(partial(made.read, _CHUNK), b""))


def _archive(
    definition: Document, name: str, members: Sequence[Member], limits: Limits
) -> _Archive:
    _require_valid(definition, (name, *(one.name for one in members)))
    if "/" in name or not name.lower().endswith(SUFFIX):
        message = f"{cut(repr(name))} would not be found: the definition's name ends with {SUFFIX}"
        raise PackageError.of((DEFINITION.of_file(message, "rename the file"),))
    content = definition.to_bytes()
    first = Member(name, len(content), lambda: iter([content]))
    others = sorted(members, key=lambda one: one.name.encode("utf-8", "surrogatepass"))
    for one in others:
        if "/" not in one.name and one.name.lower().endswith(SUFFIX):
            message = f"{cut(repr(name))} and {cut(repr(one.name))} would both be at the root"
            raise PackageError.of((DEFINITION.of_file(message, "leave one of them"),))
    return _Archive((first, *others), limits)


class _Archive:
    """Writes files, and reads them back."""

    def __init__(self, members: Sequence[Member], limits: Limits) -> None:
        self._members = members
        self._limits = limits
        self._digests: list[bytes] = []

    def write(self, file: BinaryIO) -> None:
        self._digests = write_archive(file, self._members)

    def is_in(self, file: BinaryIO) -> bool:
        from hashlib import sha256

        entries, problems = judged(file, file.seek(0, os.SEEK_END), self._limits)
        if any(one.severity == "error" for one in problems):
            raise PackageError.of(problems)
        if len(entries) != len(self._members):
            return False
        for entry, member, digest in zip(entries, self._members, self._digests, strict=True):
            found = sha256()
            try:
                for piece in inflated(file, entry):
                    found.update(piece)
            except DamagedError:
                return False
            if entry.name != member.name or found.digest() != digest:
                return False
        return True


def members_beside(doc: Document, *, without: str | None = None) -> tuple[Member, ...]:
    """Return the files beside a definition that it names.

    Args:
        doc: a model definition that was read from a file.
        without: a file that is none of them, because it is to be written.

    Raises:
        FileAccessError: one that is there cannot be looked at.
    """
    assert doc.path is not None
    folder = os.path.dirname(os.path.realpath(doc.path))
    found: dict[str, Member] = {}
    listed = doc.text.root.get("ModelFiles") is not None
    for file in named_files(doc.text.root):
        if is_absolute(file.path) or is_of_arcgis(file.path):
            continue
        names = paths_in(file)
        # Where the files are listed, the model is said to be the folder of the definition.
        if not names or (listed and names[0] == ""):
            continue
        there = (one for one in names if _exists(os.path.join(folder, *one.split("/"))))
        name = next(there, None)
        if name is not None:
            path = os.path.join(folder, *name.split("/"))
            members = files_at(path, name, without=(doc.path, without))
            found |= {one.name: one for one in members}
    return tuple(found.values())


def file_member(path: str, name: str) -> Member:
    """Return a file of this machine as one of a package.

    Args:
        path: the file.
        name: its path in the package, with slashes.

    Raises:
        FileAccessError: it is not there.
    """
    try:
        size = os.stat(path).st_size
    except OSError as error:
        raise file_error(error, path) from None
    except ValueError as error:
        raise FileAccessError(f"this is no file name: {error}", path=path) from None
    return Member(name, size, partial(file_chunks, path))


def _require_valid(doc: Document, names: tuple[str, ...]) -> None:
    if doc.format.name != "model-definition":
        raise UsageError(
            f"this is an {doc.format.title}, and a package holds a model definition (.emd)",
            hint="`ecd targets` says whether `ecd migrate --to dlpk` makes one of it",
            path=doc.path,
        )
    _ = doc.model
    if kind_of(doc.text.root) != "model":
        raise UsageError(
            "this model definition describes training data, not a trained model", path=doc.path
        )
    problems = (*doc.format.rules(doc), *file_problems(doc, names, where="there is"))
    if any(one.severity == "error" for one in problems):
        raise DefinitionError.of(problems, doc.path)


def _added(path: str, definition: str, target: str) -> Iterator[Member]:
    folder = os.path.dirname(os.path.realpath(definition))
    real = os.path.realpath(path)
    name = os.path.relpath(real, folder) if is_inside(real, folder) else os.path.basename(real)
    if not _exists(path):
        raise file_error(FileNotFoundError(2, "no such file"), path)
    name = "" if name == os.curdir else name.replace(os.sep, "/")
    return files_at(real, name, without=(definition, target))


def files_at(path: str, name: str, *, without: tuple[str | None, ...] = ()) -> Iterator[Member]:
    """Yield a file, or all files of a folder and of those below; hidden ones are left out.

    Args:
        path: the file or folder.
        name: its path in the package, with slashes.
        without: files that are left out, too.

    Raises:
        UsageError: a folder is a link.
        FileAccessError: one of them cannot be looked at.
    """
    if not os.path.isdir(path):
        yield file_member(path, name)
        return
    left_out = {os.path.realpath(one) for one in without if one is not None}
    failed: list[OSError] = []
    for here, folders, files in os.walk(path, onerror=failed.append):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        linked = next((one for one in folders if os.path.islink(os.path.join(here, one))), None)
        if linked is not None:
            raise UsageError(
                "a link to a folder is not followed",
                hint="put the folder itself there",
                path=os.path.join(here, linked),
            )
        below = os.path.relpath(here, path)
        parts = [*([name] if name else []), *([] if below == os.curdir else below.split(os.sep))]
        for one in sorted(files):
            full = os.path.join(here, one)
            if not one.startswith(".") and os.path.realpath(full) not in left_out:
                yield file_member(full, "/".join([*parts, one]))
    if failed:
        raise file_error(failed[0], failed[0].filename or path)


def _exists(path: str) -> bool:
    try:
        return os.path.exists(path)
    except ValueError:
        return False
