"""Git's merge driver: three files in, one out, and whether it is merged.

What cannot be merged by its meaning is merged as git would have done it, line by line. Git must
never take for merged what is only one of the sides.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from ecdkit.compare.merge import merge
from ecdkit.document import Document, parse
from ecdkit.errors import EcdError, FormatError
from ecdkit.files import read_bytes, write_bytes
from ecdkit.formats.registry import ENTRIES
from ecdkit.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.compare.outcome import ConflictStyle

__all__ = ["drive"]

_NAMES = ("base", "ours", "theirs")
_ERROR = 128
_STYLES: dict[str, ConflictStyle] = {"diff3": "diff3", "zdiff3": "zdiff3"}
_MARKER = re.compile(rb"^<{7}", re.MULTILINE)


def drive(base: str, ours: str, theirs: str, size: str, path: str) -> bool:
    """Merge for git, into the file of ours, and return whether nobody has to look at it.

    Args:
        base: `%O`, the file of the base; empty where both sides have added one.
        ours: `%A`, the file of ours.
        theirs: `%B`, the file of theirs.
        size: `%L`, how long markers are.
        path: `%P`, what the file is called in the repository.
    """
    files = (ours, base, theirs)
    length = int(size) if size.isdigit() and int(size) else 7
    try:
        contents = [read_bytes(name, DEFAULT_LIMITS.size) for name in (base, ours, theirs)]
    except EcdError as error:
        return _as_text(files, length, path, str(error))
    found = [_read(content, name) for content, name in zip(contents, _NAMES, strict=True)]
    if not any(
        isinstance(one, Document) or _looks_broken(content, one)
        for content, one in zip(contents, found, strict=True)
    ):
        return _as_text(files, length, path, None)
    for name, content, one in zip(_NAMES, contents, found, strict=True):
        if isinstance(one, EcdError) and not (name == "base" and _says_nothing(content)):
            return _as_text(files, length, path, f"{name} is no definition: {one}")
    old, left, right = (one if isinstance(one, Document) else None for one in found)
    assert left is not None
    assert right is not None
    try:
        merged = merge(old, left, right)
        conflicts = merged.conflicts
        content = (
            merged.marked(style=_style(), size=length) if conflicts else merged.document.to_bytes()
        )
        write_bytes(ours, [content], overwrite=True)
    except EcdError as error:
        return _as_text(files, length, path, str(error))
    for conflict in conflicts:
        _tell(path, f"conflict: {conflict.text} (at {conflict.pointer})")
    return not conflicts


def _says_nothing(base: bytes) -> bool:
    """Whether a base tells nothing of what was there before, so that all that differs conflicts.

    There is none where both sides have added the file. Where histories cross, git merges their
    bases first, and what conflicts there stands between markers in what it then calls the base.
    """
    return not base or _MARKER.search(base) is not None


def _read(content: bytes, name: str) -> Document | EcdError:
    try:
        doc = parse(content)
    except EcdError as error:
        return error
    # The names of the files are git's own, and gone when somebody reads what is wrong.
    doc.path = name
    return doc


def _looks_broken(content: bytes, found: Document | EcdError) -> bool:
    """Whether a file has been a definition once, and is no JSON now."""
    if isinstance(found, (Document, FormatError)):
        return False
    keys = [entry.root_key for entry in ENTRIES if entry.root_key]
    return any(
        key.encode(codec) in content
        for key in keys
        for codec in ("utf-8", "utf-16-le", "utf-16-be")
    )


def _style() -> ConflictStyle:
    """Return how git is told to show conflicts."""
    asked = _git("config", "--get", "merge.conflictStyle")
    return _STYLES.get(asked.stdout.decode("ascii", "replace").strip(), "merge")


def _as_text(files: Sequence[str], size: int, path: str, reason: str | None) -> bool:
    """Merge line by line, as git does; return whether nobody has to look at it.

    Args:
        files: ours, base and theirs.
        size: how long markers are.
        path: what the file is called in the repository.
        reason: why a definition is not merged as one, which somebody has to look at; None where
            the file is none.
    """
    ours, base, theirs = files
    labels = ("-L", "ours", "-L", "base", "-L", "theirs")
    done = _git("merge-file", f"--marker-size={size}", *labels, ours, base, theirs)
    if done.returncode >= _ERROR:
        _tell(path, done.stderr.decode("utf-8", "replace").strip() or "git merge-file failed")
    if reason is not None:
        _tell(path, f"merged line by line: {reason}")
    return done.returncode == 0 and reason is None


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607 - git has called us, and finds itself


def _tell(path: str, message: str) -> None:
    from ecdkit.text.excerpt import printable

    sys.stderr.write(f"ecd: {printable(path)}: {printable(message)}\n")
