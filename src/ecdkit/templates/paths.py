"""Absolute paths in texts: what looks like one, and how it is rewritten."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ecdkit.errors import UsageError
from ecdkit.text.excerpt import cut, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PathSpan", "Relocation", "path_spans"]

# What ends a path inside a longer text: characters that Windows forbids in names, the semicolon of
# connection strings, and the end of the line. A path may have spaces; the next one begins with a
# drive again.
_NAME = r"(?:(?!\s+(?:[A-Za-z]:[\\/]|\\\\))[^\x00-\x1f\"<>|?*;:])"
_WINDOWS = rf"(?<![A-Za-z0-9])[A-Za-z]:[\\/]{_NAME}*"
_SHARE = rf"(?<![\\\w])\\\\(?:\?\\(?:[A-Za-z]:\\)?)?[\w.$-]+\\{_NAME}*"
_FILE_URL = r"file://[^\s\"<>|;]+"
# A path of other systems looks like much else, so it must fill a text or the part behind an equals
# sign, and name one of their roots.
_POSIX = (
    r"(?:(?<=^)|(?<== ))/(?:home|Users|mnt|media|tmp|var|opt|srv|data|Volumes|root|usr|arcgis)"
    rf"/{_NAME}*"
)
_PATH = re.compile(rf"{_FILE_URL}|{_WINDOWS}|{_SHARE}|{_POSIX}", re.MULTILINE)
_END_OF_CLAUSE = re.compile(r"[,.!)](?=\s)")
_COMPONENTS = re.compile(r"[\\/]+")
_DATABASE = re.compile(r"\.(?:gdb|sde|gpkg|mdb)$", re.IGNORECASE)


class PathSpan(NamedTuple):
    """A path and where it stands in a text, in characters."""

    start: int
    end: int
    path: str


class Relocation:
    """How paths are rewritten.

    A rule with an old folder gives what is below that folder to the new one; the first rule that
    fits counts, in any case of letters and with either slash. One without gives it every other
    path: of a file its name, of what is in a geodatabase the way from there, of a folder nothing.

    Args:
        rules: pairs of the old folder, or None, and the new one; "." is the template's own.
    """

    def __init__(self, rules: Sequence[tuple[str | None, str]]) -> None:
        self._rules = tuple(rules)
        self._made: dict[str, str] = {}

    def rewritten(self, path: str) -> str:
        """Return what becomes of a path: itself, where no rule fits.

        Raises:
            UsageError: two paths would become one.
        """
        new = self._applied(path)
        if new == path:
            return path
        before = self._made.setdefault(new.lower(), path)
        if _same(before) != _same(path) and not path.endswith(("\\", "/")):
            raise UsageError(
                f"both {cut(printable(before))} and {cut(printable(path))} would become "
                f"{cut(printable(new))}",
                hint="give each folder a place of its own: --relocate OLD=NEW",
            )
        return new

    def text(self, text: str) -> str:
        """Return a text with the paths in it rewritten."""
        pieces, done = [], 0
        for span in path_spans(text):
            pieces += [text[done : span.start], self.rewritten(span.path)]
            done = span.end
        return "".join([*pieces, text[done:]])

    def _applied(self, path: str) -> str:
        slash = "\\" if "\\" in path else "/"
        for old, new in self._rules:
            rest = _kept(path) if old is None else _below(path, old)
            if rest is not None:
                return _joined(new, rest, slash)
        return path


def path_spans(text: str) -> list[PathSpan]:
    """Return what looks like an absolute path in a text.

    Args:
        text: any text; paths in it end where a name of a file cannot go on.
    """
    found = []
    for match in _PATH.finditer(text):
        path = match[0].rstrip()
        if match[0] != text.strip():
            # Names of files may have such marks, but in a sentence they are its own.
            path = _END_OF_CLAUSE.split(path, maxsplit=1)[0].rstrip(" \t,.)'")
        found.append(PathSpan(match.start(), match.start() + len(path), path))
    return found


def _kept(path: str) -> str:
    """Return what stays of a path whose folder is given up."""
    if path.endswith(("\\", "/")):
        return ""
    parts = _COMPONENTS.split(path)
    inside = next((at for at, part in enumerate(parts) if _DATABASE.search(part)), len(parts) - 1)
    return "/".join(parts[inside:])


def _below(path: str, folder: str) -> str | None:
    """Return the way from a folder to a path, None where it is not below it."""
    there, here = _same(folder).rstrip("/"), _same(path)
    if here.rstrip("/") == there:
        return ""
    return path[len(there) + 1 :] if here.startswith(there + "/") else None


def _same(path: str) -> str:
    """Return a path as Windows compares it; as long as it was."""
    return path.replace("\\", "/").casefold() if path.isascii() else path.replace("\\", "/")


def _joined(folder: str, rest: str, slash: str) -> str:
    rest = rest.replace("/", slash).replace("\\", slash)
    if folder in ("", "."):
        return rest or "."
    if not rest:
        return folder if folder.endswith(("\\", "/")) else folder + slash
    return folder + rest if folder.endswith(("\\", "/")) else f"{folder}{slash}{rest}"
