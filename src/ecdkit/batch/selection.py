"""Which files are meant by paths, folders and patterns."""

from __future__ import annotations

import fnmatch
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from ecdkit.errors import EcdError, FileAccessError, file_error
from ecdkit.files import read_bytes
from ecdkit.formats.registry import ENTRIES
from ecdkit.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["KINDS", "TEMPLATE_KINDS", "Kind", "Selection", "expand"]


class Kind(NamedTuple):
    """Files that a walk through a folder takes.

    Attributes:
        suffix: how their names end, in lower case; of several that fit, the longest decides.
        is_ours: whether a file of that name is one, by its path; None where the name says it.
    """

    suffix: str
    is_ours: Callable[[str], bool] | None = None


class Selection(NamedTuple):
    """What paths, folders and patterns stand for.

    Attributes:
        files: the files, each once, in the order of what was named; in a folder by name. One that
            was named and is not there is among them: whoever opens it says so.
        errors: folders that cannot be listed.
        empty: folders that were named and hold nothing that is taken.
        is_wide: whether a folder or a pattern was among what was named.
    """

    files: tuple[str, ...]
    errors: tuple[EcdError, ...] = ()
    empty: tuple[str, ...] = ()
    is_wide: bool = False


_ROOT_KEYS = tuple(entry.root_key for entry in ENTRIES if entry.root_key)
_MENTION = re.compile("|".join(f'"{key}"' for key in _ROOT_KEYS).encode())
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*(?:%s)\s*:" % _MENTION.pattern)
# A file is looked through piece by piece; what is looked for may lie across two.
_PIECE = 1 << 20
_FIRST_PIECE = 16 << 10
_OVERLAP = 64
_MAGIC = re.compile(r"[*?[]")
_SEPARATORS = r"[\\/]" if os.sep == "\\" else "/"


def _is_definition(path: str) -> bool:
    """Whether a JSON file is a definition, or would be one if it were JSON.

    Most files are judged by their bytes alone: folders hold much JSON that is not ours.
    """
    content = b""
    try:
        known = _begins_as_one(path)
        if known is not None:
            return known
        content = read_bytes(path, DEFAULT_LIMITS.size)
        from ecdkit.text.jsontext import JsonText
        from ecdkit.text.kinds import OBJECT

        root = JsonText.parse(content, check="structure").root
        return root.kind == OBJECT and not set(_ROOT_KEYS).isdisjoint(root.keys())
    except FileAccessError:
        return False
    except EcdError:
        # It names a root of ours and is broken, or too large to say: that is to be told.
        return not content or _MENTION.search(content.replace(b"\0", b"")) is not None


def _begins_as_one(path: str) -> bool | None:
    """Whether a file begins with a root of ours; false also where it nowhere names one.

    None where it is to be looked into: it names one somewhere, or is no UTF-8. Much of a folder may
    be large.
    """
    try:
        with open(path, "rb", buffering=0) as file:
            piece = file.read(_FIRST_PIECE)
            if _BEGINS.match(piece):
                return True
            # UTF-16 text is looked into.
            if b"\0" in piece[:4]:
                return None
            while piece:
                if _MENTION.search(piece):
                    return None
                more = file.read(_PIECE)
                piece = piece[-_OVERLAP:] + more if more else b""
    except OSError as error:
        raise file_error(error, path) from None
    return False


KINDS = (Kind(".ecd"), Kind(".emd"), Kind(".json", _is_definition))
TEMPLATE_KINDS = (Kind(".rft.xml"), Kind(".rft.json"))


def expand(paths: Iterable[str], *, kinds: tuple[Kind, ...] = KINDS) -> Selection:
    """Return the files that paths stand for.

    A file is taken whatever its name is, also one that a pattern matches, as if a shell had
    expanded it. A folder is walked, also through symbolic links, each folder once; of its files
    those of the given kinds are taken. What is hidden (its name begins with a dot) is left out,
    unless it was named.

    Args:
        paths: files, folders, and patterns with `*`, `?`, `[...]` and `**`; `-` stands for itself.
        kinds: which files of a folder are taken.
    """
    files: dict[str, str] = {}
    errors: list[EcdError] = []
    empty: list[str] = []
    is_wide = False

    def take(path: str) -> None:
        files.setdefault(os.path.normcase(os.path.normpath(path)), path)

    for given in paths:
        matches = _matches(given, errors)
        is_wide = is_wide or matches != [given]
        for path in matches:
            if path == "-" or not os.path.isdir(path):
                take(path)
                continue
            is_wide = True
            before = len(errors)
            some = False
            for found, is_folder in _walk(path, errors):
                if not is_folder and _is_taken(found, kinds):
                    some = True
                    take(found)
            if not some and len(errors) == before:
                empty.append(path)
    return Selection(tuple(files.values()), tuple(errors), tuple(empty), is_wide=is_wide)


def _is_taken(path: str, kinds: tuple[Kind, ...]) -> bool:
    name = os.path.basename(path).lower()
    fitting = [kind for kind in kinds if name.endswith(kind.suffix)]
    if not fitting:
        return False
    kind = max(fitting, key=lambda one: len(one.suffix))
    return kind.is_ours is None or kind.is_ours(path)


def _walk(folder: str, errors: list[EcdError]) -> Iterator[tuple[str, bool]]:
    """Yield a folder and what is below it by name, and whether it is a folder, each folder once."""
    visited: set[tuple[int, int] | str] = set()
    # A list of what is to come, because deep trees must not exhaust the stack.
    waiting = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if is_folder:
            try:
                status = os.stat(path)
                # Some network drives number nothing.
                identity = (
                    (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(path)
                )
                if identity in visited:
                    continue
                visited.add(identity)
                with os.scandir(path) as listed:
                    shown = [entry for entry in listed if _is_shown(entry)]
                shown.sort(key=lambda entry: entry.name, reverse=True)
                waiting += [(os.path.join(path, one.name), one.is_dir()) for one in shown]
            except OSError as error:
                errors.append(file_error(error, path))
        yield path, is_folder


def _is_shown(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return False
    if entry.is_file() or entry.is_dir():
        return True
    # A pipe or a device would be waited for. A link that leads nowhere is told by who opens it.
    return entry.is_symlink() and not os.path.exists(entry.path)


def _matches(given: str, errors: list[EcdError]) -> list[str]:
    """Return what a pattern matches, sorted; itself where it is none, or matches nothing."""
    if not _MAGIC.search(given) or os.path.lexists(given):
        return [given]
    drive, rest = os.path.splitdrive(given)
    parts = [part for part in re.split(_SEPARATORS, rest) if part]
    root = drive + os.sep if re.match(_SEPARATORS, rest) else drive
    return list(_globbed(root, parts, errors)) or [given]


def _globbed(base: str, parts: list[str], errors: list[EcdError]) -> Iterator[str]:
    """Yield what is below a folder and matches the parts of a pattern, one for each level."""
    if not parts:
        yield base
        return
    part, rest = parts[0], parts[1:]
    if part == "**":
        while rest[:1] == ["**"]:
            rest = rest[1:]
        for path, is_folder in _walk(base or os.curdir, errors):
            if is_folder:
                # What was found from here is told as it was typed, without "./".
                here = path if base else os.path.relpath(path)
                yield from _globbed("" if here == os.curdir else here, rest, errors)
        return
    if not _MAGIC.search(part):
        path = os.path.join(base, part)
        if os.path.lexists(path):
            yield from _globbed(path, rest, errors)
        return
    try:
        names = sorted(os.listdir(base or os.curdir))
    except NotADirectoryError:
        return
    except OSError as error:
        errors.append(file_error(error, base or os.curdir))
        return
    for name in names:
        hidden = name.startswith(".") and not part.startswith(".")
        if not hidden and fnmatch.fnmatch(name, part):
            yield from _globbed(os.path.join(base, name), rest, errors)
