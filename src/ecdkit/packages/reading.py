"""What is in an archive: judged by its directory before anything is read, then read in pieces."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import zlib
from typing import TYPE_CHECKING

from attrs import frozen

from ecdkit.errors import FileAccessError, PackageError, file_error
from ecdkit.files import require_regular
from ecdkit.limits import DEFAULT_LIMITS, Limits
from ecdkit.packages.directory import ArchiveError, Header, TooManyError, read_directory
from ecdkit.packages.layout import DEFLATED, ENCRYPTED, MOST_EXPANSION, PATCH, STORED, UNIX
from ecdkit.packages.names import Name, clashes, read_name
from ecdkit.packages.rules import (
    ARCHIVE,
    DAMAGED,
    FILE_TYPE,
    METHOD,
    NAME,
    NAME_CLASH,
    NAME_ENCODING,
    NAME_SPELLING,
    SIZE,
)
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from ecdkit.problems import Problem

__all__ = ["Archive", "DamagedError", "Entry", "inflated", "judged", "read_archive"]

_PIECE = 1 << 20
# Below this a package may be as much larger than its archive as deflate can make it.
_RATIO_FROM = 4 << 30
_METHODS = {
    1: "shrink",
    6: "implode",
    9: "Deflate64",
    12: "bzip2",
    14: "LZMA",
    93: "Zstandard",
    95: "XZ",
    98: "PPMd",
    99: "AES encryption",
}


@frozen
class Entry:
    """A file in a package.

    Attributes:
        name: its path from the root of the package, with slashes.
        size: how many bytes it has.
        packed: how many bytes it has in the archive.
        header: what the directory says of it.
    """

    name: str
    size: int
    packed: int
    header: Header


@frozen
class Archive:
    """What the directory of an archive says.

    Attributes:
        source: the file, or its bytes.
        size: how many bytes the archive has.
        entries: its files, in the order of the directory.
        problems: what is wrong with it; where one of them is an error, nothing of it is read.
    """

    source: str | bytes
    size: int
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    @property
    def path(self) -> str | None:
        """The file that it was read from, or None."""
        return self.source if isinstance(self.source, str) else None

    def require_safe(self) -> None:
        """Do nothing where all readers see the same, and nothing of it is dangerous.

        Raises:
            PackageError: there is an error among its problems.
        """
        if any(one.severity == "error" for one in self.problems):
            raise PackageError.of(self.problems, self.path)

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """Yield what a file holds, in pieces of at most a megabyte.

        Args:
            entry: one of the entries.

        Raises:
            PackageError: the archive is not safe, or the file not what its checksum says.
            FileAccessError: the archive cannot be read.
        """
        self.require_safe()
        with _opened(self.source) as (file, _):
            try:
                yield from inflated(file, entry)
            except OSError as error:
                raise file_error(error, self.path or "-") from None
            except DamagedError as error:
                message = f"{cut(repr(entry.name))} {error}"
                raise PackageError.of((DAMAGED.of_file(message),), self.path) from None


class DamagedError(Exception):
    """What comes out of the archive is not what its directory says."""


def read_archive(source: str | bytes, limits: Limits = DEFAULT_LIMITS) -> Archive:
    """Return what the directory of an archive says, and what is wrong with that.

    Args:
        source: the file, or its bytes.
        limits: bounds on what may be read.

    Raises:
        FileAccessError: the file cannot be read.
    """
    with _opened(source) as (file, size):
        try:
            entries, problems = judged(file, size, limits)
        except OSError as error:
            raise file_error(error, str(source)) from None
    return Archive(source, size, entries, problems)


def judged(
    file: BinaryIO, size: int, limits: Limits
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the files of an archive, and what is wrong with it.

    Args:
        file: the archive.
        size: how many bytes it has.
        limits: bounds on what may be read.
    """
    try:
        headers = read_directory(file, size, limits.entries)
    except ArchiveError as error:
        return (), (ARCHIVE.of_file(str(error), error.hint),)
    except TooManyError as error:
        return (), (SIZE.of_file(str(error)),)
    entries: list[tuple[Entry, Name]] = []
    problems: list[Problem] = []
    for header in headers:
        name = read_name(header.raw, header.flags, header.extra)
        if isinstance(name, str):
            problems.append(NAME.of_file(f"{name}: {header.told}"))
            continue
        problems += _entry_problems(header, name)
        entries.append((Entry(name.path, header.size, header.packed, header), name))
    problems += (NAME_CLASH.of_file(one) for one in clashes([name for _, name in entries]))
    problems += _too_large([entry for entry, _ in entries], size, limits)
    files = tuple(entry for entry, name in entries if not name.is_folder)
    # No error yields to a warning.
    problems.sort(key=lambda one: one.severity != "error")
    return files, tuple(problems[: limits.problems])


@contextlib.contextmanager
def _opened(source: str | bytes) -> Iterator[tuple[BinaryIO, int]]:
    if isinstance(source, bytes):
        yield io.BytesIO(source), len(source)
        return
    try:
        require_regular(source)
        file = open(source, "rb")  # noqa: SIM115 - what is raised inside is not of opening
    except ValueError as error:
        raise FileAccessError(f"this is no file name: {error}", path=source) from None
    except OSError as error:
        raise file_error(error, source) from None
    with file:
        yield file, os.fstat(file.fileno()).st_size


def _entry_problems(header: Header, name: Name) -> Iterator[Problem]:
    shown = cut(repr(name.path))
    if name.unmarked:
        other = f"; in UTF-8 it would be {cut(repr(name.utf_8))}" if name.utf_8 else ""
        yield NAME_ENCODING.of_file(f"the name {shown} is not marked as UTF-8{other}")
    if name.respelled:
        yield NAME_SPELLING.of_file(f"a name is spelled {header.told} and means {shown}")
    mode = header.attributes >> 16 if header.system in UNIX else 0
    kind = stat.S_IFMT(mode)
    if kind == stat.S_IFLNK:
        yield FILE_TYPE.of_file(f"{shown} is a symbolic link")
    elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        yield FILE_TYPE.of_file(f"{shown} is no file and no folder")
    elif kind and (kind == stat.S_IFDIR) != name.is_folder:
        yield FILE_TYPE.of_file(f"{shown} is a folder by its name or by its mode, not by both")
    if header.flags & ENCRYPTED:
        yield METHOD.of_file(f"{shown} is encrypted", "pack the files again without a password")
    elif header.flags & PATCH:
        yield METHOD.of_file(f"{shown} is the patch of a file")
    elif header.method not in (STORED, DEFLATED):
        how = _METHODS.get(header.method, f"method {header.method}")
        yield METHOD.of_file(f"{shown} is compressed by {how}")
    elif header.size > header.packed * (MOST_EXPANSION if header.method == DEFLATED else 1) or (
        header.method == STORED and header.size != header.packed
    ):
        yield ARCHIVE.of_file(
            f"{shown} cannot have {header.size:,} bytes, packed in {header.packed:,}"
        )
    elif name.is_folder and header.size:
        yield ARCHIVE.of_file(f"the folder {shown} holds {header.size:,} bytes of its own")


def _too_large(entries: Sequence[Entry], size: int, limits: Limits) -> Iterator[Problem]:
    unpacked = sum(entry.size for entry in entries)
    if unpacked > limits.unpacked:
        yield SIZE.of_file(f"unpacked it has {unpacked:,} bytes, more than {limits.unpacked:,}")
    elif unpacked > max(_RATIO_FROM, size * limits.ratio):
        yield SIZE.of_file(
            f"unpacked it is more than {limits.ratio} times as large as it is packed"
        )


def inflated(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """Yield what a file in an archive holds, in pieces of at most a megabyte.

    Args:
        file: the archive.
        entry: the file in it.

    Raises:
        DamagedError: it is not what the directory says.
    """
    header = entry.header
    if header.packed == header.size == header.crc == 0:
        # Some programs write empty files so, and say that they are deflated.
        return
    file.seek(header.data)
    crc = size = 0
    pieces = _stored(file, header.packed)
    for piece in pieces if header.method == STORED else _deflated(pieces):
        size += len(piece)
        if size > header.size:
            break
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != header.size:
        raise DamagedError(f"holds more or less than the {header.size:,} bytes it should")
    if crc != header.crc:
        raise DamagedError("differs from its checksum")


def _stored(file: BinaryIO, packed: int) -> Iterator[bytes]:
    while packed:
        piece = file.read(min(_PIECE, packed))
        if not piece:
            raise DamagedError("is cut off")
        packed -= len(piece)
        yield piece


def _deflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in pieces:
            if stream.eof:
                break
            rest = piece
            while rest and not stream.eof:
                yield stream.decompress(rest, _PIECE)
                rest = stream.unconsumed_tail
        while not stream.eof and (more := stream.decompress(b"", _PIECE)):
            yield more
    except zlib.error:
        raise DamagedError("is no deflate stream") from None
    if not stream.eof or stream.unused_data or next(pieces, b""):
        raise DamagedError("ends before or behind its deflate stream")
