"""Writing a ZIP archive: the same files make the same bytes, whenever and wherever.

Times are fixed to the first that the format knows, attributes to those of a plain file, names are
relative with slashes; every file is deflated. What deflate makes of the same bytes is the same with
the same release of zlib.
"""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import TYPE_CHECKING

from attrs import frozen

from ecdkit.errors import FileAccessError, PackageError
from ecdkit.packages.layout import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    DEFLATED,
    END,
    END_64,
    END_64_SIGNATURE,
    END_SIGNATURE,
    EXTRA_64,
    FULL_16,
    FULL_32,
    LOCAL,
    LOCAL_SIGNATURE,
    LOCATOR,
    LOCATOR_SIGNATURE,
    UTF_8,
)
from ecdkit.packages.names import Name, clashes, name_problem
from ecdkit.packages.rules import NAME, NAME_CLASH
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

__all__ = ["Member", "require_names", "write_archive"]

_LEVEL = 6
# 1980-01-01 00:00:00.
_DATE, _TIME = 1 << 5 | 1, 0
_VERSION, _VERSION_64 = 20, 45
_MADE_BY_UNIX = 3 << 8
_PLAIN_FILE = 0o100644 << 16
# From here on deflate might make more of it than 32 bits can count.
_WIDE_FROM = FULL_32 - (16 << 20)
_CHUNK = 4 << 20


@frozen
class Member:
    """A file to be written with others: into a package, or beside a document.

    Attributes:
        name: its path with slashes, from the root of the package or the folder of the document.
        size: how many bytes it has.
        chunks: what yields them, as often as it is called.
    """

    name: str
    size: int
    chunks: Callable[[], Iterator[bytes]]


@frozen
class _Written:
    raw: bytes
    crc: int
    packed: int
    size: int
    at: int
    digest: bytes = b""


def require_names(names: Sequence[str]) -> None:
    """Do nothing where files of these names can be in one package.

    Args:
        names: the names.

    Raises:
        PackageError: one cannot be a file's, or two are one on some systems.
    """
    for name in names:
        problem = name_problem(name)
        if problem is None and ("\\" in name or not {"", "."}.isdisjoint(name.split("/"))):
            problem = "a name has a backslash or an empty part"
        if problem is not None:
            raise PackageError.of((NAME.of_file(f"{problem}: {cut(repr(name))}"),))
    problems = tuple(NAME_CLASH.of_file(one) for one in clashes(Name(name) for name in names))
    if problems:
        raise PackageError.of(problems)


def write_archive(file: BinaryIO, members: Sequence[Member]) -> list[bytes]:
    """Write an archive, and return the SHA-256 of each file.

    Args:
        file: an empty file, open for reading and writing.
        members: the files, in their order in the archive.

    Raises:
        PackageError: a name cannot be that of a file in a package.
        FileAccessError: a file cannot be read, or has another size than it is said to have.
    """
    require_names([member.name for member in members])
    written = [_write_member(file, member) for member in members]
    start = file.tell()
    file.writelines(_central(one) for one in written)
    _write_end(file, len(written), start)
    return [one.digest for one in written]


def _write_member(file: BinaryIO, member: Member) -> _Written:
    at = file.tell()
    raw = member.name.encode("utf-8")
    header = _Written(raw, 0, 0, member.size, at)
    file.write(_local(header))
    crc = size = packed = 0
    digest = sha256()
    stream = zlib.compressobj(_LEVEL, DEFLATED, -zlib.MAX_WBITS)
    for piece in _small(member.chunks()):
        size += len(piece)
        crc = zlib.crc32(piece, crc)
        digest.update(piece)
        packed += file.write(stream.compress(piece))
    packed += file.write(stream.flush())
    if size != member.size:
        raise FileAccessError("the file changed while it was packed", path=member.name)
    found = _Written(raw, crc, packed, size, at, digest.digest())
    file.seek(at)
    file.write(_local(found))
    file.seek(0, 2)
    return found


def _small(chunks: Iterator[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for at in range(0, len(chunk), _CHUNK):
            yield chunk[at : at + _CHUNK]


def _local(one: _Written) -> bytes:
    wide = one.size >= _WIDE_FROM
    extra = _extra(one.size, one.packed) if wide else b""
    sizes = (FULL_32, FULL_32) if wide else (one.packed, one.size)
    version, flags = _VERSION_64 if wide else _VERSION, _flags(one.raw)
    head = (LOCAL_SIGNATURE, version, flags, DEFLATED, _TIME, _DATE, one.crc, *sizes)
    return LOCAL.pack(*head, len(one.raw), len(extra)) + one.raw + extra


def _central(one: _Written) -> bytes:
    wide = one.size >= _WIDE_FROM
    far = one.at >= FULL_32
    extra = _extra(*((one.size, one.packed) if wide else ()), *((one.at,) if far else ()))
    sizes = (FULL_32, FULL_32) if wide else (one.packed, one.size)
    version, flags = _VERSION_64 if wide or far else _VERSION, _flags(one.raw)
    return (
        CENTRAL.pack(
            *(CENTRAL_SIGNATURE, _MADE_BY_UNIX | version, version, flags, DEFLATED, _TIME, _DATE),
            *(one.crc, *sizes, len(one.raw), len(extra), 0, 0, 0, _PLAIN_FILE),
            FULL_32 if far else one.at,
        )
        + one.raw
        + extra
    )


def _flags(raw: bytes) -> int:
    return 0 if raw.isascii() else UTF_8


def _extra(*numbers: int) -> bytes:
    if not numbers:
        return b""
    values = b"".join(number.to_bytes(8, "little") for number in numbers)
    return EXTRA_64.to_bytes(2, "little") + len(values).to_bytes(2, "little") + values


def _write_end(file: BinaryIO, count: int, start: int) -> None:
    end = file.tell()
    length = end - start
    if count >= FULL_16 or start >= FULL_32 or length >= FULL_32:
        version = (_MADE_BY_UNIX | _VERSION_64, _VERSION_64)
        rest = END_64.size - 12
        file.write(END_64.pack(END_64_SIGNATURE, rest, *version, 0, 0, count, count, length, start))
        file.write(LOCATOR.pack(LOCATOR_SIGNATURE, 0, end, 1))
    short = min(count, FULL_16)
    numbers = (short, short, min(length, FULL_32), min(start, FULL_32))
    file.write(END.pack(END_SIGNATURE, 0, 0, *numbers, 0))
