"""The records of a ZIP archive, as APPNOTE.TXT lays them out (documented, PKWARE, 6.3.10)."""

from __future__ import annotations

import struct

__all__ = [
    "CENTRAL",
    "CENTRAL_SIGNATURE",
    "DATA_DESCRIPTOR",
    "DEFLATED",
    "DESCRIPTOR_SIGNATURE",
    "ENCRYPTED",
    "END",
    "END_64",
    "END_64_SIGNATURE",
    "END_SIGNATURE",
    "EXTRA_64",
    "EXTRA_NAME",
    "FULL_16",
    "FULL_32",
    "LOCAL",
    "LOCAL_SIGNATURE",
    "LOCATOR",
    "LOCATOR_SIGNATURE",
    "LONGEST_COMMENT",
    "MOST_EXPANSION",
    "PATCH",
    "STORED",
    "UNIX",
    "UTF_8",
]

# Each begins with its signature.
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
END_64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR = struct.Struct("<4sLQL")

LOCAL_SIGNATURE = b"PK\x03\x04"
CENTRAL_SIGNATURE = b"PK\x01\x02"
END_SIGNATURE = b"PK\x05\x06"
END_64_SIGNATURE = b"PK\x06\x06"
LOCATOR_SIGNATURE = b"PK\x06\x07"
DESCRIPTOR_SIGNATURE = b"PK\x07\x08"

LONGEST_COMMENT = 0xFFFF
# What stands where the true number needs more room.
FULL_16, FULL_32 = 0xFFFF, 0xFFFFFFFF

STORED, DEFLATED = 0, 8
# Bits of the general purpose flag: encrypted, strongly so, with a hidden directory.
ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13
DATA_DESCRIPTOR = 1 << 3
# What is packed is the patch of another file.
PATCH = 1 << 5
UTF_8 = 1 << 11
# Extra fields: sizes of 64 bits, and Info-ZIP's name in UTF-8.
EXTRA_64, EXTRA_NAME = 0x0001, 0x7075
# The systems whose attributes have the mode bits of Unix.
UNIX = (3, 19)
# A deflated byte stands for no more (zlib, technical details).
MOST_EXPANSION = 1032
