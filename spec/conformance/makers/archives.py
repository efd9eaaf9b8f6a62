"""ZIP archives and deflated data, byte for byte the same wherever cases are made.

Libraries differ in what they make of the same bytes, so these are written here, by APPNOTE.TXT and
RFC 1951.
"""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

__all__ = ["DEFLATED", "STORED", "Held", "archive", "deflated", "zeros"]

STORED, DEFLATED = 0, 8
_UTF8 = 0x800
# 1980-01-01 00:00:00, as MS-DOS has it.
_NO_TIME, _NO_DATE = 0, 0x21
_BLOCK = 0xFFFF
_LONGEST_MATCH = 258


class Held(NamedTuple):
    """A file of an archive.

    Attributes:
        name: the bytes of its name.
        content: its bytes, unpacked.
        packed: its bytes as they stand in the archive.
        method: how they are packed.
        mode: its type and permissions, as Unix has them.
        flags: its general purpose bits.
    """

    name: bytes
    content: bytes
    packed: bytes
    method: int = STORED
    mode: int = 0o100644
    flags: int = 0

    @classmethod
    def of(cls, name: str, content: bytes, *, method: int = STORED, mode: int = 0) -> Held:
        """Return a file with a name of characters.

        Args:
            name: the name; a folder's ends with a slash.
            content: its bytes.
            method: `STORED` or `DEFLATED`; another is only said and not done.
            mode: as for `Held`, if not that of a plain file or folder.
        """
        packed = deflated(content) if method == DEFLATED else content
        usual = 0o40755 if name.endswith("/") else 0o100644
        flags = 0 if name.isascii() else _UTF8
        return cls(name.encode(), content, packed, method, mode or usual, flags)


def archive(*files: Held) -> bytes:
    """Return a ZIP archive of some files, in their order."""
    entries, directory = b"", b""
    for one in files:
        sizes = (zlib.crc32(one.content), len(one.packed), len(one.content), len(one.name), 0)
        common = struct.pack("<HHHHHIIIHH", 20, one.flags, one.method, _NO_TIME, _NO_DATE, *sizes)
        attributes = struct.pack("<HHHII", 0, 0, 0, one.mode << 16, len(entries))
        directory += b"PK\x01\x02" + struct.pack("<H", 3 << 8 | 20) + common + attributes + one.name
        entries += b"PK\x03\x04" + common + one.name + one.packed
    counts = (len(files), len(files), len(directory), len(entries), 0)
    return entries + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, *counts)


def deflated(content: bytes) -> bytes:
    """Return bytes as a deflate stream of blocks that hold them as they are."""
    blocks = [content[at : at + _BLOCK] for at in range(0, len(content), _BLOCK)] or [b""]
    return b"".join(
        struct.pack("<BHH", at == len(blocks) - 1, len(block), len(block) ^ _BLOCK) + block
        for at, block in enumerate(blocks)
    )


def zeros(matches: int) -> tuple[bytes, bytes]:
    """Return very many zero bytes, and a short deflate stream of them.

    Args:
        matches: how often the stream repeats the longest run, of 258 bytes.
    """
    # A last block of fixed codes: the literal 0, runs of length 258 at distance 1, the end.
    bits = "1" + "10" + "00110000" + ("11000101" + "00000") * matches + "0000000"
    bits += "0" * (-len(bits) % 8)
    packed = int(bits[::-1], 2).to_bytes(len(bits) // 8, "little")
    return bytes(1 + _LONGEST_MATCH * matches), packed
