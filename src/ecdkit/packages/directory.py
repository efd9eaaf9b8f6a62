"""The directory of a ZIP archive, read so that no two readers could see two archives in it.

Nothing that a file holds is read here. What is checked: that the record at the end is the last
thing and the only one of its kind, that the directory is where it says and ends where it says, that
each file's own header says the same, and that headers, data and directory fill the archive without
gap or overlap.
"""

from __future__ import annotations

import contextlib
import struct
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ecdkit.packages.layout import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    DATA_DESCRIPTOR,
    DESCRIPTOR_SIGNATURE,
    ENCRYPTED,
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
    LONGEST_COMMENT,
    PATCH,
    UTF_8,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

__all__ = ["ArchiveError", "Header", "TooManyError", "read_directory"]

# Names and extra fields of as many entries as are allowed are far less.
_LARGEST_DIRECTORY = 64 << 20
_LARGEST_DESCRIPTOR = 24
_SHOWN = 60
# The flags that change what an entry is.
_MEANING = ENCRYPTED | DATA_DESCRIPTOR | PATCH | UTF_8
# What other archives begin with.
_OTHERS = (
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"BZh", "a bzip2 file"),
    (b"MZ", "a Windows program"),
)


class ArchiveError(Exception):
    """The bytes are no archive, or one that readers may see differently.

    Args:
        message: why.
        hint: what to do, if that is not to pack the files again.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class TooManyError(Exception):
    """The archive holds more than is allowed."""


@frozen
class Header:
    """What the directory says of one entry.

    Attributes:
        raw: its name, as the archive has it.
        extra: its extra fields, by their numbers.
        flags: the general purpose flag.
        method: how it is compressed.
        crc: the CRC-32 of what it holds.
        packed: how many bytes it has in the archive.
        size: how many bytes it holds.
        system: the number of the system that its attributes are of.
        attributes: these.
        at: where its own header is.
        data: where what it holds begins.
    """

    raw: bytes
    extra: dict[int, bytes]
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    system: int
    attributes: int
    at: int
    data: int = 0

    @property
    def told(self) -> str:
        """The name, as messages tell it."""
        text = repr(self.raw.decode("utf-8", "backslashreplace"))
        return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."

    @property
    def end(self) -> int:
        """Where what it holds ends."""
        return self.data + self.packed


def read_directory(file: BinaryIO, size: int, most: int) -> list[Header]:
    """Return what the directory of an archive says of its entries, in its order.

    Args:
        file: the archive.
        size: how many bytes it has.
        most: how many entries there may be.

    Raises:
        ArchiveError: the bytes are no archive that all readers see alike.
        TooManyError: there are more entries.
    """
    count, start, end = _find_directory(file, size)
    if count > most or end - start > _LARGEST_DIRECTORY:
        raise TooManyError(f"the archive holds {count:,} files, more than {most:,}")
    headers = list(_central_headers(_read(file, start, end - start), count))
    return _with_data(file, headers, start)


def _read(file: BinaryIO, at: int, length: int) -> bytes:
    file.seek(at)
    found = file.read(length)
    if len(found) != length:
        raise ArchiveError("the archive is cut off")
    return found


def _find_directory(file: BinaryIO, size: int) -> tuple[int, int, int]:
    """Return how many entries the directory has, where it begins and where it ends."""
    tail_at = max(0, size - END.size - LONGEST_COMMENT)
    tail = _read(file, tail_at, size - tail_at)
    # Readers look for the last one; one inside a comment would be another archive's.
    found = tail.rfind(END_SIGNATURE)
    if found < 0 or found + END.size > len(tail):
        raise _no_archive(file, size)
    _, disk, disk_of_directory, here, count, length, start, comment = END.unpack_from(tail, found)
    at = tail_at + found
    behind = size - at - END.size - comment
    if behind:
        what = f"{behind:,} bytes stand behind it" if behind > 0 else "its comment is cut off"
        raise ArchiveError(f"the archive does not end where it says: {what}")
    end = at
    if at >= LOCATOR.size and (locator := _read(file, at - LOCATOR.size, LOCATOR.size)).startswith(
        LOCATOR_SIGNATURE
    ):
        old = (disk, disk_of_directory, here, count, length, start)
        end, new = _read_64(file, locator, at - LOCATOR.size)
        for short, true, full in zip(old, new, (FULL_16,) * 4 + (FULL_32,) * 2, strict=True):
            if short not in (true, full):
                raise ArchiveError(
                    "the two records at the end of the archive contradict each other"
                )
        disk, disk_of_directory, here, count, length, start = new
    if disk or disk_of_directory or here != count:
        raise ArchiveError("the archive is one part of several")
    if start + length != end:
        before = end - length - start
        raise ArchiveError(
            f"{before:,} bytes stand before the archive"
            if 0 < before <= size
            else "the directory of the archive is not where it says"
        )
    return count, start, end


def _read_64(file: BinaryIO, locator: bytes, at: int) -> tuple[int, tuple[int, ...]]:
    """Return where the record of a large archive is, and what it says."""
    _, disk, start, disks = LOCATOR.unpack(locator)
    if disk or disks > 1:
        raise ArchiveError("the archive is one part of several")
    if start + END_64.size > at:
        raise ArchiveError("the record of a large archive is not where its locator says")
    signature, length, _, _, *told = END_64.unpack(_read(file, start, END_64.size))
    # The length does not count the signature and itself.
    if signature != END_64_SIGNATURE or start + 12 + length != at:
        raise ArchiveError("the record of a large archive is not where its locator says")
    return start, tuple(told)


def _no_archive(file: BinaryIO, size: int) -> ArchiveError:
    if size == 0:
        return ArchiveError("the file is empty")
    begin = _read(file, 0, min(size, len(_OTHERS[0][0])))
    if begin.startswith(LOCAL_SIGNATURE):
        return ArchiveError("the archive is cut off: its directory is missing")
    if begin.startswith(b"{"):
        return ArchiveError(
            "this is no ZIP archive but text that begins like JSON",
            "make a package of a model definition with ecd package",
        )
    what = next((name for mark, name in _OTHERS if begin.startswith(mark)), None)
    return ArchiveError("this is no ZIP archive" + (f" but {what}" if what else ""))


def _central_headers(directory: bytes, count: int) -> Iterator[Header]:
    at = 0
    for _ in range(count):
        if at + CENTRAL.size > len(directory):
            raise ArchiveError("the directory is shorter than it says")
        fields = CENTRAL.unpack_from(directory, at)
        signature, made, _, flags, method, _, _, crc, packed, size = fields[:10]
        name_length, extra_length, comment_length, disk, _, attributes, start = fields[10:]
        if signature != CENTRAL_SIGNATURE:
            raise ArchiveError("the directory has something that is no entry")
        at += CENTRAL.size
        raw = directory[at : at + name_length]
        extra = _extra_fields(directory[at + name_length : at + name_length + extra_length])
        at += name_length + extra_length + comment_length
        wide = _Wide(extra)
        size, packed, start = (wide.true(one) for one in (size, packed, start))
        if disk not in (0, FULL_16):
            raise ArchiveError("the archive is one part of several")
        yield Header(raw, extra, flags, method, crc, packed, size, made >> 8, attributes, start)
    if at != len(directory):
        raise ArchiveError("the directory is longer than its entries")


def _extra_fields(extra: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(extra):
        number, length = struct.unpack_from("<2H", extra, at)
        at += 4 + length
        if at > len(extra):
            break
        if number == EXTRA_64 and number in found:
            raise ArchiveError("an entry says twice how large it is")
        found.setdefault(number, extra[at - length : at])
    if at != len(extra):
        raise ArchiveError("an entry has an extra field that ends nowhere")
    return found


class _Wide:
    """Gives the numbers of 64 bits, in their order, where those of 32 bits are full."""

    def __init__(self, extra: dict[int, bytes]) -> None:
        self._field = extra.get(EXTRA_64)
        self._at = 0

    def true(self, number: int) -> int:
        if number != FULL_32 or self._field is None:
            return number
        self._at += 8
        if self._at > len(self._field):
            raise ArchiveError("an entry does not say how large it is")
        return int.from_bytes(self._field[self._at - 8 : self._at], "little")


def _with_data(file: BinaryIO, headers: list[Header], end: int) -> list[Header]:
    """Return the entries with the places of their data; refuse gaps, overlaps, contradictions.

    Args:
        file: the archive.
        headers: what the directory says of the entries.
        end: where the directory begins.
    """
    in_order = sorted(headers, key=lambda one: one.at)
    starts = [*(one.at for one in in_order), end]
    if starts[0]:
        what = "file" if headers else "directory"
        raise ArchiveError(f"{starts[0]:,} bytes stand before the first {what}")
    found = {}
    for header, following in zip(in_order, starts[1:], strict=True):
        located = _located(file, header, following)
        _require_nothing_between(file, located, following)
        found[header.at] = located
    return [found[header.at] for header in headers]


def _located(file: BinaryIO, header: Header, following: int) -> Header:
    """Return the entry with the place of its data, if its own header says what the directory does.

    Args:
        file: the archive.
        header: what the directory says.
        following: where the next entry begins, or the directory.
    """
    contradiction = ArchiveError(f"the directory and the header of {header.told} differ")
    overlap = ArchiveError(f"{header.told} overlaps with what follows it")
    if header.at + LOCAL.size > following:
        raise overlap
    fields = LOCAL.unpack(_read(file, header.at, LOCAL.size))
    signature, _, flags, method, _, _, crc, packed, size, name_length, extra_length = fields
    if signature != LOCAL_SIGNATURE:
        raise ArchiveError(f"the header of {header.told} is not where the directory says")
    data = header.at + LOCAL.size + name_length + extra_length
    if data + header.packed > following:
        raise overlap
    rest = _read(file, header.at + LOCAL.size, name_length + extra_length)
    told = flags & _MEANING
    if (
        rest[:name_length] != header.raw
        or method != header.method
        or told != header.flags & _MEANING
    ):
        raise contradiction
    wide = _Wide(_extra_fields(rest[name_length:]))
    numbers = (crc, wide.true(size), wide.true(packed))
    # Before the data nobody may have known.
    unknown = flags & DATA_DESCRIPTOR and crc == 0
    if numbers != (header.crc, header.size, header.packed) and not (
        unknown and numbers[1] in (0, header.size) and numbers[2] in (0, header.packed)
    ):
        raise contradiction
    return evolve(header, data=data)


def _require_nothing_between(file: BinaryIO, header: Header, following: int) -> None:
    """Refuse what belongs to no file; behind the data may stand its numbers once more."""
    between = following - header.end
    if not header.flags & DATA_DESCRIPTOR:
        if between:
            raise ArchiveError(f"{between:,} bytes behind {header.told} belong to no file")
        return
    if between <= _LARGEST_DESCRIPTOR:
        found = _read(file, header.end, between)
        for sizes in ("2L", "2Q"):
            with contextlib.suppress(struct.error):
                told = struct.pack(f"<L{sizes}", header.crc, header.packed, header.size)
                if found in (told, DESCRIPTOR_SIGNATURE + told):
                    return
    raise ArchiveError(f"what follows {header.told} is not what the directory says of it")
