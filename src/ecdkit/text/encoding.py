"""Which characters the bytes of a file stand for, and the way back.

The text rooms work on UTF-8. A file in another encoding is transcoded once; its own bytes are
kept, and returned untouched as long as nothing is edited.
"""

from __future__ import annotations

import codecs
import locale
import re

from attrs import frozen

from ecdkit.errors import EncodingError
from ecdkit.text.excerpt import pointed

__all__ = ["UTF8", "Encoding", "decode"]

_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

# Names that leave the byte order to a mark; without one, little-endian (what Windows means).
_UNMARKED = {
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
    "utf-8-sig": "utf-8",
}

# Text codecs of Python that are no encodings of files.
_NOT_FOR_FILES = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7"}

# Windows code pages in the order of how many installations use them.
_CODE_PAGES = ("cp1252", "cp932", "gbk", "cp949", "cp950", "cp1251", "cp1250", "cp1254", "cp1253")

_UNPACK = "take the files out of it with ecd unpack"
_FETCH = "fetch the file itself with git lfs pull"
# What other files begin with, what they are, and what to do.
_SIGNATURES: tuple[tuple[bytes, str, str | None], ...] = (
    (b"PK\x03\x04", "a ZIP archive", _UNPACK),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file", None),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", None),
    (b"II*\x00", "a TIFF image", None),
    (b"MM\x00*", "a TIFF image", None),
    (b"\x1f\x8b", "a gzip archive", None),
    (b"SQLite format 3\x00", "an SQLite database", None),
    (b"%PDF", "a PDF document", None),
    (b"\x80\x02", "a Python pickle", None),
    (b"version https://git-lfs.github.com/spec/", "a pointer of Git LFS to a file", _FETCH),
)

# Where zero bytes stand in the first characters, which JSON text has from ASCII (RFC 4627, 3).
_WIDE = (
    ("x000", "UTF-32", "utf-32-le"),
    ("000x", "UTF-32", "utf-32-be"),
    ("x0", "UTF-16", "utf-16-le"),
    ("0x", "UTF-16", "utf-16-be"),
)

_MAGIC = tuple(signature for signature, *_ in _SIGNATURES)
_SAMPLE = 4096
# Most pieces of so few bytes are ASCII, also where names are not; those are not decoded.
_CHUNK = 32 << 10
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")


@frozen
class Encoding:
    """How text became the bytes of a file.

    Attributes:
        name: the codec's name, as Python spells it.
        bom: the byte order mark that the file begins with, empty where there is none.
    """

    name: str
    bom: bytes = b""

    @property
    def is_utf8(self) -> bool:
        """Whether the text rooms can work on the file's own bytes."""
        return self.name == "utf-8"

    def encode(self, data: bytes) -> bytes:
        """Return the bytes of a file that holds this text.

        Args:
            data: the text, in UTF-8.

        Raises:
            EncodingError: a character of the text does not exist in this encoding.
        """
        if self.is_utf8:
            return self.bom + data if self.bom else data
        try:
            return self.bom + data.decode().encode(self.name)
        except UnicodeEncodeError as error:
            raise EncodingError(
                f"{error.object[error.start]!r} has no place in {self.name}",
                hint="write it as an escape, or keep the file in UTF-8",
            ) from None

    def lacks(self, character: str) -> bool:
        """Whether a character must be written as an escape in this encoding."""
        if "\ud800" <= character <= "\udfff":
            return True
        if self.name.startswith("utf"):
            return False
        try:
            return character.encode(self.name).decode(self.name) != character
        except UnicodeError:
            return True


UTF8 = Encoding("utf-8")


def decode(raw: bytes, name: str | None = None) -> tuple[bytes, Encoding]:
    """Return the text of a file as UTF-8, and how it was encoded.

    A byte order mark decides where there is one; without a mark the text is UTF-8 unless
    `name` says otherwise.

    Args:
        raw: the bytes of the file.
        name: an encoding as Python names it, such as "cp1252".

    Raises:
        EncodingError: the bytes are not text in that encoding, with line and column.
    """
    encoding = _choose(raw, name)
    if encoding.is_utf8:
        data = raw[len(encoding.bom) :] if encoding.bom else raw
        _require_utf8(data, name, marked=bool(encoding.bom))
        return data, encoding
    try:
        characters = raw[len(encoding.bom) :].decode(encoding.name)
        return characters.encode(), encoding
    except UnicodeDecodeError as error:
        before = raw[len(encoding.bom) :][: error.start].decode(encoding.name, "replace")
        line, column = _place(before)
        raise EncodingError(
            f"these bytes are not {encoding.name}: {error.reason}",
            hint="name the encoding that the file was written in, with encoding= or --encoding",
            line=line,
            column=column,
        ) from None
    except UnicodeEncodeError as error:
        line, column = _place(error.object[: error.start])
        raise EncodingError(
            "half a surrogate pair is no character", line=line, column=column
        ) from None


def _choose(raw: bytes, name: str | None) -> Encoding:
    mark, marked = next(((b, n) for b, n in _BOMS if raw.startswith(b)), (b"", ""))
    wanted = _canonical(name) if name is not None else ""
    if not mark:
        return Encoding(_UNMARKED.get(wanted, wanted) or "utf-8")
    if wanted and wanted != marked and _UNMARKED.get(wanted, "")[:6] != marked[:6]:
        raise EncodingError(
            f"the file begins with the byte order mark of {marked}, not of {name}",
            hint="leave the encoding unnamed",
            line=1,
            column=1,
        )
    return Encoding(marked, mark)


def _canonical(name: str) -> str:
    try:
        info = codecs.lookup(name)
        usable = "".encode(name) is not None and info.name.replace("-", "_") not in _NOT_FOR_FILES
    except (LookupError, UnicodeError, ValueError):
        usable = False
    if not usable:
        raise EncodingError(
            f"{name[:60]!r} is no encoding that a file can have",
            hint="use a name such as utf-8, utf-16 or cp1252",
        )
    return info.name


def _require_utf8(data: bytes, name: str | None, *, marked: bool) -> None:
    # What is told to be UTF-8 is not taken for something else because of a zero byte.
    guessed = name is None and not marked
    if (guessed and b"\x00" in data[:4]) or data.startswith(_MAGIC):
        _refuse(data, max(data.find(b"\x00", 0, 4), 0), name)
    if data.isascii():
        return
    # In pieces: the whole as a Python string would take up to four times the memory.
    decoder = codecs.getincrementaldecoder("utf-8")()
    for at in range(0, len(data), _CHUNK):
        chunk = data[at : at + _CHUNK]
        pending = len(decoder.getstate()[0])
        if not pending and chunk.isascii():
            continue
        try:
            decoder.decode(chunk, final=at + _CHUNK >= len(data))
        except UnicodeDecodeError as error:
            _refuse(data, at - pending + error.start, name)


def _refuse(data: bytes, offset: int, name: str | None) -> None:
    head = data[:_SAMPLE]
    for signature, what, hint in _SIGNATURES:
        if data.startswith(signature):
            raise EncodingError(f"this is not JSON text but {what}", hint=hint, line=1, column=1)
    start = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    line = _lines(data[:offset])
    # Before a zero byte nobody knows the encoding, and each byte is taken for a character.
    reading = "utf-8" if data[offset] else "latin-1"
    column = len(data[start:offset].decode(reading, "replace")) + 1
    pages: list[str] = []
    wide = next((one for zeros, *one in _WIDE if _begins(data, zeros)), None)
    if not data.strip(b"\x00"):
        message = "the file holds zero bytes only"
        hint = "its content was lost when it was written or copied; take another copy"
    elif wide is not None:
        family, order = wide
        message = f"this is not UTF-8; it looks like {family} without a byte order mark"
        hint = (
            f"if that is what it is, read it with encoding=, on the command line --encoding {order}"
        )
    elif _CONTROL.search(head):
        message, hint = "this is not JSON text but binary data", None
    else:
        message = f"byte 0x{data[offset]:02x} is not UTF-8"
        pages = _likely(data, offset)
        hint = (
            f"read it with encoding=, on the command line --encoding; likely {', '.join(pages)}"
            if pages and name is None
            else None
        )
    shown = pointed(data, offset) if pages else None
    raise EncodingError(message, hint=hint, line=line, column=column, excerpt=shown)


def _begins(data: bytes, zeros: str) -> bool:
    """Whether just those of the first bytes are zero of which this says so."""
    return "".join("x0"[not byte] for byte in data[: len(zeros)]) == zeros


def _likely(data: bytes, offset: int) -> list[str]:
    """Code pages in which the neighbourhood of a byte reads as letters, likeliest first."""
    ends = [at for at in (data.find(b'"', offset), data.find(b"\n", offset)) if at >= 0]
    stop = min(min(ends, default=len(data)), offset + 200)
    sample = data[max(data.rfind(b'"', 0, offset) + 1, offset - 200) : stop]
    own = codecs.lookup(locale.getpreferredencoding(do_setlocale=False)).name
    pages = list(dict.fromkeys([own, *_CODE_PAGES])) if own.startswith("cp") else _CODE_PAGES
    found = []
    for page in pages:
        try:
            text = sample.decode(page)
        except UnicodeDecodeError:
            continue
        foreign = [character for character in text if not character.isascii()]
        if foreign and all(character.isalpha() for character in foreign):
            found.append(page)
    return found[:4] or ["cp1252"]


def _place(before: str) -> tuple[int, int]:
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


def _lines(before: bytes) -> int:
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
