"""Names of files in an archive: what they are meant to be, and which of them are dangerous."""

from __future__ import annotations

import re
import unicodedata
import zlib
from typing import TYPE_CHECKING

from attrs import frozen

from ecdkit.packages.layout import EXTRA_NAME, UTF_8
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Name", "clashes", "folded", "name_problem", "read_name"]

_SEPARATOR = re.compile(r"[\\/]")
_DRIVE = re.compile(r"[A-Za-z]:")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
# What no name on Windows may have (documented).
_FORBIDDEN = frozenset('<>:"|?*')
_FIRST_PRINTABLE = " "
_DELETE = "\x7f"
_LONGEST_PART, _LONGEST = 255, 4096
_HEAD_OF_UNICODE_NAME = 5


@frozen
class Name:
    """The name of an entry.

    Attributes:
        path: with slashes, and without what stays where it is; "" for the root itself.
        is_folder: whether it ends with a separator.
        respelled: whether it was written otherwise.
        unmarked: whether it is not ASCII and not marked as UTF-8.
        utf_8: for one in code page 437, what it would be in UTF-8, or None.
    """

    path: str
    is_folder: bool = False
    respelled: bool = False
    unmarked: bool = False
    utf_8: str | None = None


def read_name(raw: bytes, flags: int, extra: dict[int, bytes]) -> Name | str:
    """Return the name of an entry, or why it cannot be one.

    Args:
        raw: as the archive has it.
        flags: the general purpose flag of the entry.
        extra: its extra fields.
    """
    text = _utf_8(raw)
    other = None
    unmarked = not raw.isascii() and not flags & UTF_8
    if unmarked:
        told = _told(raw, extra)
        text, other = (told, None) if told is not None else (raw.decode("cp437"), text)
    if text is None:
        return "a name is marked as UTF-8 and is not"
    problem = name_problem(text)
    if problem is not None:
        return problem
    parts = [part for part in _SEPARATOR.split(text) if part not in ("", ".")]
    path = "/".join(parts)
    is_folder = text[-1] in "/\\"
    if not path and not is_folder:
        return "a name names nothing"
    respelled = text != (f"{path}/" if is_folder else path)
    return Name(path, is_folder, respelled, unmarked, other)


def name_problem(name: str) -> str | None:
    """Return why a name cannot be that of a file in a package; None if it can.

    Args:
        name: the name, with whichever separators.
    """
    if not name:
        return "a name is empty"
    if name[0] in "/\\" or _DRIVE.match(name):
        return "a name is absolute"
    if len(name) > _LONGEST:
        return f"a name has {len(name):,} characters"
    for part in _SEPARATOR.split(name):
        why = _part_problem(part)
        if why is not None:
            return why
    return None


def _part_problem(part: str) -> str | None:
    if part in ("", "."):
        return None
    if part == "..":
        return "a name climbs out of its folder"
    if any(one < _FIRST_PRINTABLE or one == _DELETE for one in part):
        return "a name has a control character"
    if not _FORBIDDEN.isdisjoint(part):
        return f"a name has one of {' '.join(sorted(_FORBIDDEN))}, which Windows does not allow"
    if part[-1] in ". ":
        return "a part of a name ends with a dot or space, which Windows drops"
    if _RESERVED.fullmatch(part):
        return "a part of a name is a device on Windows"
    if len(part.encode("utf-8", "surrogatepass")) > _LONGEST_PART:
        return f"a part of a name has more than {_LONGEST_PART} bytes"
    return None


def folded(path: str) -> str:
    """Return a name as systems see it that know no capitals and one form of each character."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def clashes(names: Iterable[Name]) -> Iterator[str]:
    """Yield which names cannot be in one package, because they are one on some systems.

    Args:
        names: the names of files and folders.
    """
    seen: dict[str, Name] = {}
    inside: dict[str, Name] = {}
    for name in names:
        key = folded(name.path)
        other = seen.get(key)
        if other is not None:
            same = "twice" if other.path == name.path else f"and as {cut(repr(other.path))}"
            yield f"{cut(repr(name.path))} is in the package {same}"
        seen[key] = name
        at = key.find("/")
        while at >= 0:
            inside.setdefault(key[:at], name)
            at = key.find("/", at + 1)
    for key, name in seen.items():
        if key in inside and not name.is_folder:
            yield f"{cut(repr(name.path))} is a file, and {cut(repr(inside[key].path))} is in it"


def _utf_8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _told(raw: bytes, extra: dict[int, bytes]) -> str | None:
    """Return the name in UTF-8 that Info-ZIP writes beside one in a code page."""
    field = extra.get(EXTRA_NAME, b"")
    if len(field) <= _HEAD_OF_UNICODE_NAME or field[0] != 1:
        return None
    if int.from_bytes(field[1:_HEAD_OF_UNICODE_NAME], "little") != zlib.crc32(raw):
        return None
    return _utf_8(field[_HEAD_OF_UNICODE_NAME:])
