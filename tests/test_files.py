"""Files: a crash leaves the old content or the new one, and nothing else beside it."""

from __future__ import annotations

import errno
import io
import os
import stat
import threading
from pathlib import Path

import pytest

import ecdkit
from ecdkit import EcdError, Limits, files
from ecdkit.errors import (
    FileAccessError,
    FileIsFolderError,
    FileMissingError,
    FilePermissionError,
    FileThereError,
    LimitError,
    file_error,
)
from ecdkit.files import is_inside, read_bytes, write_bytes

OLD, NEW = b"old content", b"new content of another length"
SHARED = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user"
)
PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "forest.ecd"
    path.write_bytes(OLD)
    return path


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def failing(*pieces, error):
    yield from pieces
    raise error


@pytest.mark.parametrize("pieces", [[NEW], [NEW[:5], NEW[5:]], [], [b""], [memoryview(NEW)]])
@pytest.mark.parametrize("streamed", [False, True])
def test_a_file_holds_what_was_written(tmp_path, pieces, streamed):
    path = tmp_path / "new.ecd"
    write_bytes(path, iter(pieces) if streamed else pieces, overwrite=False)
    assert contents(tmp_path) == {"new.ecd": b"".join(pieces)}


def test_a_file_is_replaced_only_with_permission(target, tmp_path):
    with pytest.raises(FileThereError, match="the file exists") as caught:
        write_bytes(target, [NEW], overwrite=False)
    assert isinstance(caught.value, FileExistsError)
    assert caught.value.filename == str(target)
    assert caught.value.errno is None or caught.value.errno == errno.EEXIST
    assert contents(tmp_path) == {"forest.ecd": OLD}
    write_bytes(target, [NEW], overwrite=True)
    assert contents(tmp_path) == {"forest.ecd": NEW}


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), EcdError("no"), KeyboardInterrupt()]
)
@pytest.mark.parametrize("before", [(), (b"x" * 10_000,)])
def test_a_failure_in_the_middle_leaves_the_old_file_and_no_other(target, tmp_path, error, before):
    with pytest.raises(type(error) if not isinstance(error, OSError) else FileAccessError):
        write_bytes(target, failing(*before, error=error), overwrite=True)
    assert contents(tmp_path) == {"forest.ecd": OLD}
    with pytest.raises(BaseException):  # noqa: B017 - each of them
        write_bytes(tmp_path / "new", failing(*before, error=error), overwrite=False)
    assert contents(tmp_path) == {"forest.ecd": OLD}


@pytest.mark.parametrize("call", ["replace", "fsync", "chmod", "open"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.EROFS])
def test_a_refusal_of_the_system_leaves_the_old_file_and_no_other(
    target, tmp_path, monkeypatch, call, number
):
    def refuse(*arguments, **options):
        del arguments, options
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(files.os, call, refuse)
        with pytest.raises(FileAccessError) as caught:
            write_bytes(target, [NEW], overwrite=True)
    assert caught.value.errno == number
    assert caught.value.path == str(target)
    assert contents(tmp_path) == {"forest.ecd": OLD}


@pytest.mark.skipif(not hasattr(os, "pwrite"), reason="this system cannot write at an offset")
@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("offset", [0, 3, len(NEW)])
def test_a_disk_that_gives_back_something_else_is_noticed(
    target, tmp_path, monkeypatch, streamed, offset
):
    fsync = os.fsync

    def spoil(handle):
        fsync(handle)
        os.pwrite(handle, b"X", offset)

    monkeypatch.setattr(files.os, "fsync", spoil)
    with pytest.raises(FileAccessError, match="does not read back the same"):
        write_bytes(target, iter([NEW]) if streamed else [NEW], overwrite=True)
    assert contents(tmp_path) == {"forest.ecd": OLD}


def test_a_short_write_is_continued(tmp_path, monkeypatch):
    real = open

    class Slow(io.FileIO):
        """A file that takes three bytes at a time, as a full pipe or a signal makes it."""

        def write(self, data):
            return super().write(bytes(data)[:3])

    written = []

    def opened(file, mode="r", **options):
        if mode != "w+b":
            return real(file, mode, **options)
        written.append(file)
        return io.BufferedRandom(Slow(file, mode))

    monkeypatch.setattr(files, "open", opened, raising=False)
    write_bytes(tmp_path / "new", [NEW], overwrite=False)
    monkeypatch.undo()
    assert written
    assert contents(tmp_path) == {"new": NEW}


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path):
    path = tmp_path / "new.ecd"

    def pieces():
        yield NEW
        path.write_bytes(OLD)

    with pytest.raises(FileThereError):
        write_bytes(path, pieces(), overwrite=False)
    assert contents(tmp_path) == {"new.ecd": OLD}


@pytest.mark.parametrize("appears", [False, True])
def test_where_there_are_no_links_a_file_is_moved_into_place(tmp_path, monkeypatch, appears):
    path = tmp_path / "new.ecd"

    def no_links(*arguments, **options):
        del arguments, options
        if appears:
            path.write_bytes(OLD)
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(files.os, "link", no_links)
    if appears:
        with pytest.raises(FileThereError):
            write_bytes(path, [NEW], overwrite=False)
    else:
        write_bytes(path, [NEW], overwrite=False)
    assert contents(tmp_path) == {"new.ecd": OLD if appears else NEW}


def test_of_two_writers_one_wins_and_the_other_is_told(tmp_path):
    path = tmp_path / "new.ecd"
    both = threading.Barrier(2)
    told = []

    def pieces(content):
        yield content
        both.wait(timeout=30)

    def write(content):
        try:
            write_bytes(path, pieces(content), overwrite=False)
        except FileThereError:
            told.append(content)

    threads = [threading.Thread(target=write, args=(content,)) for content in (OLD, NEW)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert contents(tmp_path) == {"new.ecd": OLD if told == [NEW] else NEW}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_mode_bits_are_kept(target, mode):
    target.chmod(mode)
    seen = []

    def pieces():
        yield NEW
        seen.extend(path.stat().st_mode for path in target.parent.glob(".*.tmp"))

    write_bytes(target, pieces(), overwrite=True)
    assert len(seen) == 1
    assert seen[0] & 0o077 & ~mode == 0
    assert stat.S_IMODE(target.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_new_file_has_the_mode_bits_of_new_files(tmp_path, mask):
    old = os.umask(mask)
    try:
        write_bytes(tmp_path / "new", [NEW], overwrite=False)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o666 & ~mask


def test_a_symbolic_link_stays_and_its_target_is_written(target, tmp_path):
    (tmp_path / "other").mkdir()
    link = tmp_path / "other" / "link.ecd"
    link.symlink_to("../forest.ecd")
    with pytest.raises(FileThereError):
        write_bytes(link, [NEW], overwrite=False)
    write_bytes(link, [NEW], overwrite=True)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["link.ecd"]


def test_a_link_to_nothing_is_filled_and_a_circle_refused(tmp_path):
    (tmp_path / "link").symlink_to("nothing")
    write_bytes(tmp_path / "link", [NEW], overwrite=False)
    assert (tmp_path / "nothing").read_bytes() == NEW
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(FileAccessError):
        write_bytes(tmp_path / "a", [NEW], overwrite=True)
    with pytest.raises(FileAccessError):
        read_bytes(tmp_path / "a", 100)


def test_a_folder_is_no_file(tmp_path):
    for overwrite in (False, True):
        with pytest.raises(FileIsFolderError, match="this is a folder, not a file"):
            write_bytes(tmp_path, [NEW], overwrite=overwrite)
    assert contents(tmp_path) == {}
    with pytest.raises(IsADirectoryError):
        read_bytes(tmp_path, 100)


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        ("/a/b", "/a", True), ("/a", "/a", True), ("/ab", "/a", False), ("/", "/a", False),
        # As on two drives, there is nothing that both are in.
        ("a/b", "/a", False),
    ],
)  # fmt: skip
def test_what_is_inside_a_folder(path, folder, expected):
    assert is_inside(path, folder) == expected


@pytest.mark.parametrize("name", ["no/new.ecd", "forest.ecd/new.ecd"])
def test_a_folder_that_is_none_is_told(target, tmp_path, name):
    with pytest.raises(FileAccessError) as caught:
        write_bytes(tmp_path / name, [NEW], overwrite=True)
    assert caught.value.path == str(tmp_path / name)
    assert contents(tmp_path) == {target.name: OLD}


@SHARED
def test_a_read_only_folder_and_a_read_only_file_are_told(target, tmp_path):
    target.chmod(0o444)
    with pytest.raises(FilePermissionError, match="permission denied"):
        write_bytes(target, [NEW], overwrite=True)
    target.chmod(0o644)
    tmp_path.chmod(0o555)
    try:
        for path in (target, tmp_path / "new"):
            with pytest.raises(PermissionError) as caught:
                write_bytes(path, [NEW], overwrite=True)
            assert isinstance(caught.value, EcdError)
    finally:
        tmp_path.chmod(0o755)
    assert contents(tmp_path) == {"forest.ecd": OLD}
    target.chmod(0o000)
    with pytest.raises(FilePermissionError, match="permission denied"):
        read_bytes(target, 100)
    target.chmod(0o644)


def test_a_file_that_may_not_be_written_is_told(target, tmp_path, monkeypatch):
    monkeypatch.setattr(files.os, "access", lambda *_: False)
    with pytest.raises(FilePermissionError, match="permission denied"):
        write_bytes(target, [NEW], overwrite=True)
    assert contents(tmp_path) == {"forest.ecd": OLD}


@pytest.mark.parametrize("character", ["a", "é", "漢", "😀"])
def test_every_name_that_the_system_takes_can_be_written(tmp_path, character):
    name = character * ((255 - 4) // len(character.encode())) + ".ecd"
    write_bytes(tmp_path / name, [OLD], overwrite=False)
    write_bytes(tmp_path / name, [NEW], overwrite=True)
    assert contents(tmp_path) == {name: NEW}


@pytest.mark.parametrize("name", ["a" * 256, "a\x00b", "\ud800", "x/" * 3000])
def test_a_name_that_the_system_does_not_take_is_an_error_about_it(tmp_path, name):
    for call in (
        lambda path: write_bytes(path, [NEW], overwrite=False),
        lambda path: read_bytes(path, 100),
        ecdkit.read,
        ecdkit.validate_file,
    ):
        with pytest.raises(FileAccessError) as caught:
            call(f"{tmp_path}/{name}")
        assert caught.value.path == f"{tmp_path}/{name}"
    assert contents(tmp_path) == {}


def test_a_file_is_read_whole_up_to_the_limit(target):
    assert read_bytes(target, len(OLD)) == OLD
    with pytest.raises(LimitError, match=f"the file has {len(OLD)} bytes, more than 5") as caught:
        read_bytes(target, 5)
    assert caught.value.path == str(target)
    with pytest.raises(LimitError):
        ecdkit.read(target, limits=Limits(size=5))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileMissingError, match="there is no such file") as caught:
        ecdkit.read(tmp_path / "nothing.ecd")
    assert isinstance(caught.value, FileNotFoundError)
    assert str(caught.value) == f"{tmp_path / 'nothing.ecd'}: there is no such file"


@PIPES
@pytest.mark.parametrize("size", [0, 5, 200_000])
def test_a_pipe_is_read_to_its_end_up_to_the_limit(tmp_path, size):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def feed():
        with pipe.open("wb") as stream:
            for at in range(0, size, 1000):
                stream.write(b"x" * min(1000, size - at))
                stream.flush()

    thread = threading.Thread(target=feed)
    thread.start()
    assert read_bytes(pipe, size) == b"x" * size
    thread.join()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_without_end_is_refused_at_the_limit():
    with pytest.raises(LimitError, match="the file has more than 1,000 bytes"):
        read_bytes("/dev/zero", 1000)


@PIPES
def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got = []
    thread = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    thread.start()
    write_bytes(pipe, [NEW[:3], NEW[3:]], overwrite=False)
    thread.join()
    assert got == [NEW]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="this system has no /dev/fd")
def test_an_open_pipe_is_written_to_by_its_number():
    reading, writing = os.pipe()
    write_bytes(f"/dev/fd/{writing}", [NEW[:3], NEW[3:]], overwrite=False)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() == NEW


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_device_is_told():
    with pytest.raises(FileAccessError, match="no space left on device") as caught:
        write_bytes("/dev/full", [NEW], overwrite=False)
    assert caught.value.errno == errno.ENOSPC


@pytest.mark.parametrize(
    ("number", "builtin", "message"),
    [
        (errno.ENOENT, FileNotFoundError, "there is no such file"),
        (errno.EACCES, PermissionError, "permission denied"),
        (errno.EPERM, PermissionError, "permission denied"),
        (errno.EISDIR, IsADirectoryError, "this is a folder, not a file"),
        (errno.EEXIST, FileExistsError, "the file exists"),
        (errno.ENOSPC, OSError, "no space left on device"),
    ],
)
def test_errors_of_the_system_are_ours_and_the_builtin_ones_too(number, builtin, message):
    error = file_error(OSError(number, os.strerror(number)), "forest.ecd")
    assert isinstance(error, builtin)
    assert isinstance(error, EcdError)
    assert error.errno == number
    assert str(error) == f"forest.ecd: {message}"
    assert "OSError" in file_error(OSError(), "forest.ecd").message.replace("oserror", "OSError")
