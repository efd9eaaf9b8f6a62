"""Installing the drivers: blocks of lines in git's own files, which go as they came.

Git itself could write its configuration, but not take back what it wrote byte for byte. So each
file gets one block between two comments; what people or git write around it stays.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from ecdkit.errors import FileAccessError, UsageError, file_error
from ecdkit.files import read_bytes, write_bytes
from ecdkit.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PATTERNS", "State", "install", "status", "uninstall"]

PATTERNS = ("*.ecd", "*.emd")
_NAME = "ecd"
CONFLICT_CODE = 77
_BEGIN = b"# >>> ecd git install"
_OPEN_LINE = b", behind a line without an end"
_OWN_FILE = b", in a file of its own"
_OWN_FOLDERS = re.compile(rb", with (\d+) of its folders")
_BEHIND = b" >>>\n"
_END = b"# <<< ecd git install <<<\n"
# What git shows as the heading of a hunk: the name of the class above it.
_HEADINGS = r'^ *("(ClassName|Name|EndmemberName|Classifier)": ".*")'


@frozen
class State:
    """What is installed in one of git's files.

    Attributes:
        path: the file.
        installed: whether it has our block.
        current: whether the block is what would be written now.
        everywhere: whether the file is for all repositories of the user.
    """

    path: str
    installed: bool
    current: bool
    everywhere: bool


def install(*, everywhere: bool) -> tuple[State, ...]:
    """Install the drivers, and return what is installed then.

    Args:
        everywhere: in the user's files, for all repositories; else in those of the repository
            that the current folder is in.

    Raises:
        UsageError: there is no git, or no repository.
        FileAccessError: a file cannot be written.
    """
    for path, body in _files(everywhere=everywhere):
        folders = _missing_folders(path)
        with _locked(path):
            old = _content(path)
            new = _with_block(old, body, folders)
            if new != old:
                write_bytes(path, [new], overwrite=True)
    return status(everywhere=everywhere)


def uninstall(*, everywhere: bool) -> tuple[State, ...]:
    """Take the drivers out; every other byte of git's files stays.

    Args:
        everywhere: as for `install`.

    Raises:
        UsageError: there is no git, or no repository.
        FileAccessError: a file cannot be written.
    """
    for path, _ in _files(everywhere=everywhere):
        old = _content(path)
        if old is None or _span(old) is None:
            continue
        folders = 0
        with _locked(path):
            new = _without_block(old)
            if new is None:
                path.unlink()
                folders = _own_folders(old)
            else:
                write_bytes(path, [new], overwrite=True)
        for _, folder in zip(range(folders), path.parents, strict=False):
            # What somebody has put there meanwhile keeps it.
            with contextlib.suppress(OSError):
                folder.rmdir()
    return status(everywhere=everywhere)


def status(*, everywhere: bool) -> tuple[State, ...]:
    """Return what is installed.

    Args:
        everywhere: as for `install`.

    Raises:
        UsageError: there is no git, or no repository.
        FileAccessError: a file cannot be read.
    """
    states = []
    for path, body in _files(everywhere=everywhere):
        content = _content(path) or b""
        span = _span(content)
        current = span is not None and _body(content, span) == body
        states.append(State(str(path), span is not None, current, everywhere))
    return tuple(states)


def _files(*, everywhere: bool) -> tuple[tuple[Path, bytes], ...]:
    """Return the files of git that are concerned, each with our lines."""
    if shutil.which("git") is None:
        raise UsageError("there is no git here", hint="install git, or put it on the path")
    if everywhere:
        config, attributes = _global_config(), _global_attributes()
    else:
        config, attributes = (_git_path(name) for name in ("config", "info/attributes"))
    return (config, _config()), (attributes, _attributes())


def _git_path(name: str) -> Path:
    found, told = _git("rev-parse", "--git-path", name)
    if not found:
        # It may be one that git does not trust; it says so on its first line.
        reason = told.partition("\n")[0].removeprefix("fatal: ")
        raise UsageError(
            f"git finds no repository here: {reason}", hint="go into one, or use --global"
        )
    return Path(found).absolute()


def _git(*arguments: str) -> tuple[str, str]:
    """Return what git prints, and what it complains of."""
    done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607 - the git that the user has
    printed = os.fsdecode(done.stdout).removesuffix("\n").removesuffix("\r")
    return printed, done.stderr.decode("utf-8", "replace")


def _home() -> Path:
    return Path(os.environ.get("HOME") or Path.home())


def _xdg() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or _home() / ".config") / "git"


def _global_config() -> Path:
    """Return the file that `git config --global` would write."""
    asked = os.environ.get("GIT_CONFIG_GLOBAL")
    if asked:
        return Path(asked)
    usual, other = _home() / ".gitconfig", _xdg() / "config"
    return other if other.exists() and not usual.exists() else usual


def _global_attributes() -> Path:
    """Return the file of attributes for all repositories of the user."""
    for scope in ("--global", "--system"):
        asked, _ = _git("config", scope, "--type=path", "--get", "core.attributesFile")
        if asked:
            return Path(asked)
    return _xdg() / "attributes"


def _attributes() -> bytes:
    return b"".join(b"%s diff=ecd merge=ecd\n" % pattern.encode() for pattern in PATTERNS)


def _config() -> bytes:
    """Return the sections of the configuration.

    The command names the interpreter by its path: what calls git may have another search path, and
    git hands commands to its own shell on Windows too, for which slashes and single quotes are
    right. `-P` keeps Python from importing what lies in the repository. Where the interpreter or
    ecdkit is gone, git shows and merges as if nothing were installed: an interpreter that fails
    exits with 1, which to git would be a conflict in a file that has ours and no markers. So
    conflicts have an exit code of their own here.
    """
    python = _quoted(sys.executable.replace("\\", "/"))
    ecd = f"{python} -P -m ecdkit"
    textconv = f'show() {{ {ecd} git textconv "$1" || cat "$1"; }}; show'
    # In this one, git replaces what stands behind a percent sign.
    told = f"--conflict-code {CONFLICT_CODE} -- %O %A %B %L %P"
    driver = f"{ecd.replace('%', '%%')} git merge-driver {told}"
    usual = "git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B"
    otherwise = f"case $? in 0) ;; {CONFLICT_CODE}) exit 1;; *) {usual};; esac"
    settings = (
        (
            "diff",
            (("textconv", textconv), ("xfuncname", _HEADINGS)),
        ),
        (
            "merge",
            (
                ("name", "definitions by their meaning"),
                ("driver", f"{driver}; {otherwise}"),
            ),
        ),
        ("difftool", (("cmd", f'{ecd} diff "$LOCAL" "$REMOTE"'),)),
    )
    lines = []
    for section, values in settings:
        lines.append(f'[{section} "{_NAME}"]\n')
        lines += [f"\t{key} = {_escaped(value)}\n" for key, value in values]
    return os.fsencode("".join(lines))


def _quoted(path: str) -> str:
    """Return a word as a shell reads it."""
    escaped = path.replace("'", "'\\''")
    return f"'{escaped}'"


def _escaped(value: str) -> str:
    """Return a value as git's configuration spells it."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _content(path: Path) -> bytes | None:
    try:
        return read_bytes(path, DEFAULT_LIMITS.size)
    except FileNotFoundError:
        return None


def _span(content: bytes) -> tuple[int, int] | None:
    """Return where our block stands.

    Raises:
        UsageError: it begins and does not end.
    """
    start = content.find(_BEGIN)
    if start < 0:
        return None
    end = content.find(_END, start)
    if end < 0:
        raise UsageError(
            f"the line {_END.decode().strip()!r} is gone from git's files",
            hint="put it back behind what ecd git install wrote",
        )
    return start, end + len(_END)


def _body(content: bytes, span: tuple[int, int]) -> bytes:
    start, end = span
    return content[content.index(b"\n", start) + 1 : end - len(_END)]


def _missing_folders(path: Path) -> int:
    """Return how many of the folders that a file is in are not there."""
    return sum(not folder.exists() for folder in path.parents)


def _own_folders(content: bytes) -> int:
    """Return how many folders were made for a file."""
    found = _OWN_FOLDERS.search(content, 0, content.index(b"\n"))
    return int(found[1]) if found else 0


def _with_block(content: bytes | None, body: bytes, folders: int) -> bytes:
    span = _span(content) if content is not None else None
    if content is not None and span is not None:
        start, end = span
        head = content[: content.index(b"\n", start) + 1]
        return head + body + _END + content[end:]
    if content is None:
        made = b", with %d of its folders" % folders if folders else b""
        return _BEGIN + _OWN_FILE + made + _BEHIND + body + _END
    if content and not content.endswith(b"\n"):
        return content + b"\n" + _BEGIN + _OPEN_LINE + _BEHIND + body + _END
    return content + _BEGIN + _BEHIND + body + _END


def _without_block(content: bytes) -> bytes | None:
    """Return a file without our block; None where there would be no file."""
    span = _span(content)
    assert span is not None
    start, end = span
    header = content[start : content.index(b"\n", start)]
    before, behind = content[:start], content[end:]
    if _OPEN_LINE in header and not behind:
        before = before.removesuffix(b"\n")
    if _OWN_FILE in header and not before and not behind:
        return None
    return before + behind


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep git from writing a file at the same time, as git does it.

    Raises:
        FileAccessError: git is writing it, or a lock was left behind.
    """
    lock = Path(f"{os.path.realpath(path)}.lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        raise FileAccessError(
            "git is writing this file, or has left its lock behind",
            path=str(path),
            hint=f"if no git runs, remove {lock}",
        ) from None
    except OSError as error:
        raise file_error(error, str(path)) from None
    try:
        yield
    finally:
        lock.unlink()
