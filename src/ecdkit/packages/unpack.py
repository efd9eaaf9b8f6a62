"""Taking a package apart: all of its files, or nothing."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from typing import TYPE_CHECKING

from ecdkit.errors import EcdError, FileAccessError, FileThereError, file_error
from ecdkit.files import make_folder, write_bytes
from ecdkit.limits import DEFAULT_LIMITS, Limits
from ecdkit.packages.reading import read_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.packages.reading import Archive

__all__ = ["unpack"]


def unpack(
    source: str | os.PathLike[str] | bytes,
    folder: str | os.PathLike[str],
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[str, ...]:
    """Write the files of a package into a folder.

    Everything is unpacked beside the folder first and moved there when all of it is right, so
    that an error leaves nothing behind. Nothing that is there is replaced. An archive without a
    definition at its root is unpacked too, so that it can be mended.

    Args:
        source: the package, or its bytes.
        folder: the folder; made if it is not there.
        limits: bounds on what may be read.

    Returns:
        The paths of the files, in the order of the package.

    Raises:
        PackageError: it is no ZIP archive, not safe to read, or damaged.
        FileAccessError: a file is there already, or cannot be written.
    """
    whole = source if isinstance(source, bytes) else os.fsdecode(source)
    target = os.fsdecode(folder)
    archive = read_archive(whole, limits)
    archive.require_safe()
    tops = tuple(dict.fromkeys(one.name.split("/")[0] for one in archive.entries))
    try:
        made = not os.path.lexists(target)
        if not made and not os.path.isdir(target):
            raise FileThereError("this is there already, and is no folder", path=target)
        _refuse_there(target, tops)
        nearest = _nearest_folder(target)
        _require_room(archive, nearest)
        with _temporary_folder(nearest) as temporary:
            for one in archive.entries:
                path = os.path.join(temporary, *one.name.split("/"))
                make_folder(os.path.dirname(path))
                write_bytes(path, archive.chunks(one), overwrite=False)
            if made:
                _take_place(temporary, target)
            else:
                _move(temporary, target, tops)
    except EcdError:
        raise
    except OSError as error:
        raise file_error(error, target) from None
    except ValueError as error:
        raise FileAccessError(f"this is no file name: {error}", path=target) from None
    return tuple(os.path.join(target, *one.name.split("/")) for one in archive.entries)


def _refuse_there(folder: str, names: tuple[str, ...]) -> None:
    for name in names:
        path = os.path.join(folder, name)
        if os.path.lexists(path):
            raise FileThereError(
                "the file exists", path=path, hint="unpack into a folder of its own"
            )


def _nearest_folder(path: str) -> str:
    """Return a folder, or the one that it would be in; nothing is made before all is unpacked."""
    here = os.path.abspath(path)
    while not os.path.isdir(here):
        above = os.path.dirname(here)
        if above == here:
            raise FileNotFoundError(errno.ENOENT, "there is no such drive")
        here = above
    return here


def _require_room(archive: Archive, folder: str) -> None:
    needed = sum(one.size for one in archive.entries)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise FileAccessError(f"this needs {needed:,} bytes, and {free:,} are free", path=folder)


@contextlib.contextmanager
def _temporary_folder(parent: str) -> Iterator[str]:
    path = os.path.join(parent, f".ecdkit-{os.urandom(6).hex()}.tmp")
    os.mkdir(path)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _take_place(temporary: str, target: str) -> None:
    # A folder that appeared meanwhile is not replaced: where it is not empty the system refuses.
    if os.path.lexists(target):
        raise FileThereError("this appeared meanwhile", path=target)
    make_folder(os.path.dirname(os.path.abspath(target)))
    os.rename(temporary, target)


def _move(temporary: str, target: str, names: tuple[str, ...]) -> None:
    """Move what was unpacked to its place; if something is in the way, take all of it back."""
    moved: list[str] = []
    try:
        for name in names:
            _refuse_there(target, (name,))
            os.rename(os.path.join(temporary, name), os.path.join(target, name))
            moved.append(name)
    except BaseException:
        for name in moved:
            with contextlib.suppress(OSError):
                os.rename(os.path.join(target, name), os.path.join(temporary, name))
        raise
