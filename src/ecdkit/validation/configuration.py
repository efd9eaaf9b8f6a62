"""Settings as people write them down: `ecd.toml`, or the table `tool.ecdkit` of `pyproject.toml`.

ignore = ["equal-color"]

[severity]
name-outer-space = "error"
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from ecdkit.errors import UsageError, file_error
from ecdkit.files import read_bytes
from ecdkit.text.excerpt import cut
from ecdkit.text.likeness import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ecdkit.validation.settings import Level, Settings

__all__ = ["find_configuration", "read_configuration"]

_OWN = "ecd.toml"
_SHARED = "pyproject.toml"
_TABLE = ("tool", "ecdkit")
_NAMES = ("ignore", "severity")
_LARGEST = 1 << 20
_WHERE = re.compile(r" \(at line (\d+), column (\d+)\)$")
# Where our table may begin in a file of several programs.
_BEGINS = re.compile(r"""ecdkit["']?\s*[\].=]""")
# How much text is read to find a place, in characters: each file at least some times.
_MOST = 4 << 20
# Stands for a text to see whether that is the one that is meant.
_MARK = "ecdkit-looks-for-this-place"


def find_configuration(folder: str) -> str | None:
    """Return the file with the settings for a folder: its own, or that of the nearest one above.

    Args:
        folder: the folder.

    Raises:
        FileAccessError: a file that may have them cannot be read.
    """
    try:
        here, below = os.path.realpath(folder), ""
    except FileNotFoundError:
        # The working folder was removed, and its settings with it.
        return None
    while here != below:
        own, shared = os.path.join(here, _OWN), os.path.join(here, _SHARED)
        if _is_file(own):
            return os.path.relpath(own)
        # Other programs' tables may be what they like, also wrong.
        if _is_file(shared) and b"ecdkit" in read_bytes(shared, _LARGEST):
            name = os.path.relpath(shared)
            if _table(_parsed(_text(name), name), _TABLE) is not None:
                return name
        here, below = os.path.dirname(here), here
    return None


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        if error.errno == errno.ELOOP:
            return False
        raise file_error(error, path) from None


def read_configuration(path: str) -> Settings:
    """Return the settings that a file has.

    Args:
        path: a TOML file; of one that is called `pyproject.toml` only the table `tool.ecdkit`.

    Raises:
        FileAccessError: the file cannot be read.
        UsageError: it is no TOML, or says what nobody understands; with its place.
    """
    text = _text(path)
    from ecdkit.validation.settings import NO_SETTINGS

    where = _TABLE if os.path.basename(path) == _SHARED else ()
    root = _parsed(text, path)
    table = _table(root, where)
    if table is None:
        return NO_SETTINGS
    return _settings(table, _Finder(text, path, where))


class _Finder:
    """Knows where something stands in a TOML text.

    The parser of the standard library tells no places. But an occurrence of a text is the one that
    is meant if another text in its stead is what the parser then reads in that place.

    Args:
        text: the text.
        path: its file.
        where: the names of the tables around ours.
    """

    def __init__(self, text: str, path: str, where: tuple[str, ...]) -> None:
        self._text = text
        self._path = path
        self._where = where

    def error(
        self, message: str, hint: str | None, way: Sequence[str | int], value: str | None = None
    ) -> UsageError:
        """Return an error at a place.

        Args:
            message: what is wrong.
            hint: what to do.
            way: the keys and indices that lead to it from our table.
            value: the string that is meant; None where the key is.
        """
        full = (*self._where, *way)
        line, column = self._place(full, value)
        return UsageError(message, hint=hint, path=self._path, line=line, column=column)

    @contextlib.contextmanager
    def placed(self, way: Sequence[str | int], value: str | None = None) -> Iterator[None]:
        """Give what is raised a place; arguments are those of `error`."""
        try:
            yield
        except UsageError as error:
            raise self.error(error.message, error.hint, way, value) from None

    def _place(self, way: Sequence[str | int], value: str | None) -> tuple[int, int]:
        wanted = str(way[-1]) if value is None else value
        # As a part of another word it is not the one that is meant.
        word = re.compile(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])")
        begin = _BEGINS.search(self._text) if self._where else None
        places = word.finditer(self._text, begin.start() if begin else 0)
        for found in islice(places, _MOST // len(self._text)):
            changed = self._text[: found.start()] + _MARK + self._text[found.end() :]
            if _is_there(changed, way, is_key=value is None):
                before = self._text[: found.start()]
                line = before.count("\n") + 1
                return line, found.start() - (before.rfind("\n") + 1) + 1
        # It is spelled with escapes, or stands behind too many that are not meant.
        return 1, 1


def _is_there(text: str, way: Sequence[str | int], *, is_key: bool) -> bool:
    import tomllib

    try:
        found: Any = tomllib.loads(text)
        for step in way[:-1]:
            found = found[step]
        return _MARK in found if is_key else found[way[-1]] == _MARK
    except (tomllib.TOMLDecodeError, LookupError, TypeError):
        return False


def _text(path: str) -> str:
    try:
        # TOML is UTF-8; a mark is not part of it, and Windows editors write one.
        return read_bytes(path, _LARGEST).decode().removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError("this is no TOML: it is not UTF-8", path=path) from error


def _parsed(text: str, path: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = _WHERE.search(message)
        line, column = (int(found[1]), int(found[2])) if found else (None, None)
        told = f"this is no TOML: {cut(_WHERE.sub('', message))}"
        raise UsageError(told, path=path, line=line, column=column) from None


def _table(root: Mapping[str, Any], where: tuple[str, ...]) -> Any:
    found: Any = root
    for name in where:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _settings(table: Any, finder: _Finder) -> Settings:
    if not isinstance(table, dict):
        raise finder.error("tool.ecdkit is a table", None, ())
    for name in table:
        if name not in _NAMES:
            meant = nearest(name, _NAMES)
            hint = f"did you mean {meant}?" if meant else f"there are {' and '.join(_NAMES)}"
            raise finder.error(f"there is no setting {cut(repr(name))}", hint, (name,))
    from ecdkit.validation.settings import Settings

    levels: dict[str, Level] = {}
    ignored, severities = table.get("ignore", []), table.get("severity", {})
    if not isinstance(ignored, list) or not all(isinstance(one, str) for one in ignored):
        raise finder.error("ignore is a list of codes", None, ("ignore",))
    if not isinstance(severities, dict):
        raise finder.error("severity is a table of codes and severities", None, ("severity",))
    for at, code in enumerate(ignored):
        with finder.placed(("ignore", at), code):
            levels |= Settings({code: "ignore"}).levels
    for code, level in severities.items():
        way = ("severity", code)
        if code in levels:
            raise finder.error(f"{code} is ignored, too", "remove it from one of the two", way)
        with finder.placed(way):
            Settings({code: "note"})
        if not isinstance(level, str):
            raise finder.error("a severity is a string", None, way)
        with finder.placed(way, level):
            levels |= Settings({code: cast("Level", level)}).levels
    return Settings(levels)
