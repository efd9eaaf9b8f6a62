"""Unpacking: all files or none, and nothing that is there is replaced."""

from __future__ import annotations

import io
import os
import shutil
from collections import namedtuple

import pytest

import ecdkit
from ecdkit.errors import FileAccessError, PackageError
from ecdkit.packages import unpack as unpacking
from ecdkit.packages.writing import write_archive
from ecdkit.testing.packages import members

FILES = {"a.emd": b"{}", "lib/f.py": b"raise SystemExit", "lib/deep/m.pth": b"weights" * 50}


@pytest.fixture
def archive():
    file = io.BytesIO()
    write_archive(file, members(FILES))
    return file.getvalue()


def files_in(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def damaged(archive):
    """The archive with another byte in the last file, whose header is right."""
    at = archive.rindex(b"lib/deep/m.pth", 0, archive.index(b"PK\1\2")) + 20
    return archive[:at] + bytes([archive[at] ^ 0xFF]) + archive[at + 1 :]


@pytest.mark.parametrize("where", ["new", "new/below/it", "."])
def test_the_files_are_where_the_package_has_them(archive, tmp_path, monkeypatch, where):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    paths = ecdkit.unpack(archive, where)
    assert files_in(tmp_path / "here" / where) == FILES
    assert [os.path.relpath(path, where).replace(os.sep, "/") for path in paths] == list(FILES)


def test_other_files_of_the_folder_stay(archive, tmp_path):
    (tmp_path / "other").write_bytes(b"other")
    ecdkit.unpack(archive, tmp_path)
    assert files_in(tmp_path) == {**FILES, "other": b"other"}


@pytest.mark.parametrize("name", ["a.emd", "lib"])
def test_nothing_that_is_there_is_replaced(archive, tmp_path, name):
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(FileExistsError, match="the file exists"):
        ecdkit.unpack(archive, tmp_path)
    assert files_in(tmp_path) == {name: b"mine"}
    with pytest.raises(FileExistsError, match="no folder"):
        ecdkit.unpack(archive, tmp_path / name)


@pytest.mark.parametrize("where", ["new/below", "."])
def test_a_damaged_file_leaves_nothing(archive, tmp_path, where):
    with pytest.raises(PackageError, match=r"lib/deep/m\.pth"):
        ecdkit.unpack(damaged(archive), tmp_path / where)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_nothing(archive, tmp_path, monkeypatch):
    def interrupt(*arguments, **options):
        del arguments, options
        raise KeyboardInterrupt

    monkeypatch.setattr(unpacking, "write_bytes", interrupt)
    with pytest.raises(KeyboardInterrupt):
        ecdkit.unpack(archive, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_what_appears_meanwhile_is_not_replaced_and_the_rest_is_taken_back(
    archive, tmp_path, monkeypatch
):
    rename = os.rename

    def renamed(source, target):
        if not (tmp_path / "lib").exists():
            (tmp_path / "lib").write_bytes(b"mine")
        rename(source, target)

    monkeypatch.setattr(unpacking.os, "rename", renamed)
    with pytest.raises(FileExistsError):
        ecdkit.unpack(archive, tmp_path)
    assert files_in(tmp_path) == {"lib": b"mine"}


def test_a_disk_without_room_is_told_before_anything_is_written(archive, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - as shutil has it
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100, 99, 1))
    with pytest.raises(FileAccessError, match="and 1 are free"):
        ecdkit.unpack(archive, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["a\0b", ""])
def test_a_folder_that_no_system_can_have_is_refused(archive, folder):
    if folder:
        with pytest.raises(FileAccessError):
            ecdkit.unpack(archive, folder)
    else:
        with pytest.raises(FileAccessError):
            ecdkit.unpack(archive, os.devnull)
