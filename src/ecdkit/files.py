"""Files: read whole, written atomically or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ecdkit.errors import (
    EcdError,
    FileAccessError,
    FileIsFolderError,
    FileMissingError,
    FileThereError,
    LimitError,
    UsageError,
    file_error,
)
from ecdkit.limits import OTHER_LIMITS

if TYPE_CHECKING:
    import hashlib
    from collections.abc import Callable, Iterable, Iterator
    from io import FileIO
    from typing import BinaryIO

__all__ = [
    "is_inside",
    "is_stream",
    "is_taken",
    "is_there",
    "make_folder",
    "place_of",
    "read_bytes",
    "read_stream",
    "require_other",
    "require_regular",
    "write_bytes",
    "write_file",
]

# What is read back is compared where the processor still keeps it.
_CHUNK = 256 << 10
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
# No file system of today takes longer names.
_LONGEST_NAME = 255


def read_bytes(path: str | os.PathLike[str], limit: int) -> bytes:
    """Return the content of a file.

    Args:
        path: the file.
        limit: the largest size, in bytes.

    Raises:
        FileAccessError: it cannot be read.
        LimitError: it is larger.
    """
    name = os.fsdecode(path)
    try:
        # What is small is done before a file object is made.
        handle = os.open(name, _READ)
        try:
            status = os.fstat(handle)
            size = status.st_size
            if stat.S_ISDIR(status.st_mode):
                raise FileIsFolderError("this is a folder, not a file", path=name)
            if size > limit:
                raise _too_large(f"{size:,} bytes, more than {limit:,}")
            content = b""
            if size < _CHUNK and stat.S_ISREG(status.st_mode):
                content = os.read(handle, size + 1)
                if len(content) == size:
                    return content
            # It is large, or not as large as it says, or no file at all.
            with open(handle, "rb", buffering=0, closefd=False) as file:
                is_file = stat.S_ISREG(status.st_mode)
                content += file.read() if is_file else read_stream(file, limit)
        finally:
            os.close(handle)
    except EcdError as error:
        error.path = name
        raise
    except ValueError as error:
        raise FileAccessError(f"this is no file name: {error}", path=name) from None
    except OSError as error:
        raise file_error(error, name) from None
    return content


def read_stream(stream: BinaryIO | FileIO, limit: int) -> bytes:
    """Return what comes out of a pipe or device, perhaps in small pieces, perhaps without end.

    Args:
        stream: where it comes from.
        limit: the largest size, in bytes.

    Raises:
        LimitError: there is more.
    """
    content = bytearray()
    while piece := stream.read(_CHUNK):
        content += piece
        if len(content) > limit:
            raise _too_large(f"more than {limit:,} bytes")
    return bytes(content)


def _too_large(size: str) -> LimitError:
    return LimitError(f"the file has {size}", hint=OTHER_LIMITS)


def is_there(path: str | os.PathLike[str], pieces: Iterable[bytes | memoryview]) -> bool:
    """Return whether a file holds exactly these bytes.

    Args:
        path: the file.
        pieces: the bytes; they are taken only as far as they agree.

    Raises:
        FileAccessError: it is there and cannot be read.
    """
    name = os.fsdecode(path)
    try:
        if not os.path.isfile(name):
            return False
        with open(name, "rb", buffering=0) as file:
            # Bytes are compared at once, what a view of them shows one by one.
            same = all(file.read(len(part)) == bytes(part) for part in _parts(pieces))
            return same and not file.read(1)
    except ValueError as error:
        raise FileAccessError(f"this is no file name: {error}", path=name) from None
    except OSError as error:
        raise file_error(error, name) from None


def is_taken(path: str) -> bool:
    """Return whether something is there that writing would replace: no pipe, and no device.

    Args:
        path: the file.
    """
    # A link that leads nowhere is something, too.
    return os.path.lexists(path) and not is_stream(path)


def is_stream(path: str) -> bool:
    """Return whether a pipe or a device is there, which is written to and never replaced.

    Args:
        path: the file.
    """
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def is_inside(path: str, folder: str) -> bool:
    """Return whether a path is that of a folder, or of something in it.

    Args:
        path: a path without links.
        folder: another.
    """
    try:
        return os.path.commonpath([folder, path]) == folder
    except ValueError:
        # Another drive.
        return False


def place_of(path: str) -> str:
    """Return what is the same for two paths where they may be one file, on whichever system.

    Args:
        path: the path; nothing need be there.
    """
    return os.path.normcase(os.path.realpath(path)).casefold()


def require_other(target: str, *sources: str) -> None:
    """Refuse to write what was made of files over one of them.

    Args:
        target: the file to write.
        sources: those that it is made of; none of them need be there.

    Raises:
        UsageError: it is one of them.
    """
    for source in sources:
        try:
            same = os.path.isfile(source) and os.path.samefile(target, source)
        except (OSError, ValueError):
            continue
        if same:
            raise UsageError(
                "this would replace what is read, by what is made of it",
                hint="write it somewhere else",
                path=target,
            )


def require_regular(path: str) -> None:
    """Do nothing where a file can be opened without waiting: a pipe, or a device without end.

    Raises:
        OSError: it is neither a file nor a folder, or not there.
    """
    mode = os.stat(path).st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "this is no regular file")


def make_folder(folder: str) -> None:
    """Make a folder and those it is in, where they are not there.

    Args:
        folder: the folder; one without a name is the working folder, as that of a bare file name.

    Raises:
        FileAccessError: it cannot be made, or is a file.
    """
    try:
        os.makedirs(folder or os.curdir, exist_ok=True)
    except FileExistsError:
        raise FileAccessError("this is a file, not a folder", path=folder) from None
    except OSError as error:
        raise file_error(error, folder) from None
    except ValueError as error:
        raise FileAccessError(f"this is no file name: {error}", path=folder) from None


def write_bytes(
    path: str | os.PathLike[str], pieces: Iterable[bytes | memoryview], *, overwrite: bool
) -> None:
    """Write a file so that a crash leaves the old content or the new one.

    The new content goes to a temporary file in the same folder, is flushed to the disk, read
    back and compared, and then takes the place of the old one, whose mode bits it keeps.
    Symbolic links are resolved first. What is no regular file (a pipe, a device) is written to.

    Args:
        path: the file.
        pieces: its new content.
        overwrite: whether a file that exists may be replaced.

    Raises:
        FileThereError: the file exists and may not be replaced.
        FileAccessError: it cannot be written.
    """
    content = _Content(pieces)
    _write(os.fsdecode(path), content.write, content.is_in, content.stream, overwrite=overwrite)


def write_file(
    path: str | os.PathLike[str],
    fill: Callable[[BinaryIO], None],
    check: Callable[[BinaryIO], bool],
    *,
    overwrite: bool,
) -> None:
    """Write a file by a function that goes back and forth in it; else as `write_bytes`.

    Args:
        path: the file.
        fill: writes the content to an empty file.
        check: whether what is in the file reads back as what was meant.
        overwrite: whether a file that exists may be replaced.

    Raises:
        FileThereError: the file exists and may not be replaced.
        FileAccessError: it cannot be written.
    """
    name = os.fsdecode(path)

    def stream(file: BinaryIO) -> None:
        import shutil
        import tempfile

        with tempfile.TemporaryFile() as whole:
            fill(whole)
            whole.seek(0)
            if not check(whole):
                raise _not_the_same(name)
            whole.seek(0)
            shutil.copyfileobj(whole, file, _CHUNK)

    _write(name, fill, check, stream, overwrite=overwrite)


def _write(
    name: str,
    fill: Callable[[BinaryIO], None],
    check: Callable[[BinaryIO], bool],
    stream: Callable[[BinaryIO], None],
    *,
    overwrite: bool,
) -> None:
    if not name:
        # The real path of it is the working folder.
        raise FileAccessError("this is no file name: it is empty", path=name)
    try:
        # A pipe is opened by the name that was given: its real path may be the name of no file.
        status = _status(name)
        target = os.path.realpath(name)
        if status is not None:
            if stat.S_ISDIR(status.st_mode):
                raise FileIsFolderError("this is a folder, not a file", path=name)
            if not stat.S_ISREG(status.st_mode):
                with open(name, "wb") as file:
                    stream(file)
                return
            if not overwrite:
                raise FileThereError(
                    "the file exists",
                    path=name,
                    hint="say that it may be replaced, or name another",
                )
            if not os.access(target, os.W_OK):
                raise PermissionError(13, "permission denied")
        with _temporary(target) as temporary:
            # What was private is not open to others for a moment.
            mode = 0o666 if status is None else 0o600
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with open(os.open(temporary, flags, mode), "w+b") as new:
                fill(new)
                new.flush()
                os.fsync(new.fileno())
                new.seek(0)
                if not check(new):
                    raise _not_the_same(name)
            if status is not None:
                os.chmod(temporary, stat.S_IMODE(status.st_mode))
            _put(temporary, target, overwrite=overwrite)
    except EcdError:
        raise
    except ValueError as error:
        raise FileAccessError(f"this is no file name: {error}", path=name) from None
    except OSError as error:
        raise _unwritten(error, name) from None
    _flush_folder(os.path.dirname(target))


def _unwritten(error: OSError, name: str) -> FileAccessError:
    if isinstance(error, FileExistsError):
        # It appeared meanwhile.
        return FileThereError("the file exists", path=name)
    if isinstance(error, FileNotFoundError):
        message, hint = "there is no folder to write it in", "make the folder first"
        return FileMissingError(message, hint=hint, number=error.errno, path=name)
    return file_error(error, name)


def _not_the_same(name: str) -> FileAccessError:
    return FileAccessError("what was written does not read back the same", path=name)


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def _temporary(target: str) -> Iterator[str]:
    folder, base = os.path.split(target)
    suffix = f".{os.urandom(6).hex()}.tmp"
    # A character takes up to four bytes, and the suffix has some too.
    path = os.path.join(folder, f".{base[: _LONGEST_NAME // 6]}{suffix}")
    try:
        yield path
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)


def _sha256() -> hashlib._Hash:
    # It loads a library of cryptography.
    from hashlib import sha256

    return sha256()


class _Content:
    """Writes pieces, and compares what is there with them.

    What is in memory is compared byte by byte, a stream by its digest.
    """

    def __init__(self, pieces: Iterable[bytes | memoryview]) -> None:
        self._pieces = pieces
        self._digest = None if isinstance(pieces, Sequence) else _sha256()

    def write(self, file: BinaryIO) -> None:
        for part in _parts(self._pieces):
            if self._digest is not None:
                self._digest.update(part)
            file.write(part)

    def is_in(self, file: BinaryIO) -> bool:
        if self._digest is None:
            # Bytes are compared at once, what a view of them shows one by one.
            same = all(file.read(len(part)) == bytes(part) for part in _parts(self._pieces))
            return same and not file.read(1)
        found = _sha256()
        while read := file.read(_CHUNK):
            found.update(read)
        return found.digest() == self._digest.digest()

    def stream(self, file: BinaryIO) -> None:
        file.writelines(self._pieces)


def _parts(pieces: Iterable[bytes | memoryview]) -> Iterator[memoryview]:
    for piece in pieces:
        whole = memoryview(piece)
        yield from (whole[at : at + _CHUNK] for at in range(0, len(whole), _CHUNK))


def _put(temporary: str, target: str, *, overwrite: bool) -> None:
    if overwrite:
        os.replace(temporary, target)
        return
    try:
        # Fails where somebody else was faster; renaming would replace that file.
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        # Not every file system has links.
        if os.path.lexists(target):
            raise FileExistsError from None
        os.rename(temporary, target)


def _flush_folder(folder: str) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
