"""Paths, folders and patterns stand for files: in a fixed order, each once, whatever lies around."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from ecdkit import Limits
from ecdkit.batch import KINDS, Kind, expand

LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
INFO = b'{"ImportDeepLearningModelToEsriExtraInfo": 0}'


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A folder with files of every kind, in which paths are typed."""
    files = {
        "b.ecd": b"",
        "a.ecd": b"",
        "B/deep/c.ECD": b"",
        "b/d.emd": b"",
        "b/notes.txt": b"",
        "info.json": INFO,
        "other.json": b'{"a": 1}',
        ".git/x.ecd": b"",
        "b/.hidden/x.ecd": b"",
        "b/._d.ecd": b"",
        "x[1].ecd": b"",
    }
    for name, content in files.items():
        path = tmp_path / name.replace("B/", "upper/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*paths, **options):
    selection = expand(paths, **options)
    assert not selection.errors
    return [path.replace(os.sep, "/") for path in selection.files]


ALL = ["a.ecd", "b/d.emd", "b.ecd", "info.json", "upper/deep/c.ECD", "x[1].ecd"]


@pytest.mark.usefixtures("tree")
class TestNames:
    def test_a_folder_is_walked_by_name_without_what_is_hidden_or_not_ours(self):
        assert names(".") == [f"./{name}" for name in ALL]

    def test_a_folder_that_is_hidden_is_walked_where_it_is_named(self):
        assert names(".git") == [".git/x.ecd"]

    def test_a_file_is_taken_whatever_it_is(self):
        assert names("other.json", "b/notes.txt", "missing", "-") == [
            "other.json",
            "b/notes.txt",
            "missing",
            "-",
        ]

    @pytest.mark.parametrize(
        ("pattern", "found"),
        [
            ("*.ecd", ["a.ecd", "b.ecd", "x[1].ecd"]),
            ("?.ecd", ["a.ecd", "b.ecd"]),
            ("[b-z].ecd", ["b.ecd"]),
            ("*/*.emd", ["b/d.emd"]),
            ("**/*.emd", ["b/d.emd"]),
            ("**/*.ecd", ["a.ecd", "b.ecd", "x[1].ecd"]),
            ("**/**/*.emd", ["b/d.emd"]),
            ("./**/*.emd", ["./b/d.emd"]),
            ("upper/**/*", ["upper/deep/c.ECD"]),
            ("b/**", ["b/d.emd"]),
            ("b/*", ["b/d.emd", "b/notes.txt"]),
            (".g*/*", [".git/x.ecd"]),
            ("x[1].ecd", ["x[1].ecd"]),
            ("x[[]1].ecd", ["x[1].ecd"]),
            ("*.nothing", ["*.nothing"]),
            ("a.ecd/*", ["a.ecd/*"]),
            ("b.*", ["b.ecd"]),
        ],
    )
    def test_patterns_match_as_in_a_shell(self, pattern, found):
        if sys.platform == "win32":
            found = [*found, *(["upper/deep/c.ECD"] if pattern == "**/*.ecd" else [])]
        assert names(pattern) == found

    def test_an_absolute_pattern(self, tree):
        assert names(f"{tree}/*.emd/../b/*.emd") == [
            f"{tree}/*.emd/../b/*.emd".replace(os.sep, "/")
        ]
        assert names(f"{tree}/**/*.emd") == [f"{tree}/b/d.emd".replace(os.sep, "/")]

    def test_each_file_is_taken_once(self):
        assert names("b.ecd", "*.ecd", ".", "./b/../b.ecd", "-", "-") == [
            "b.ecd",
            "a.ecd",
            "x[1].ecd",
            *(f"./{name}" for name in ("b/d.emd", "info.json", "upper/deep/c.ECD")),
            "-",
        ]

    def test_a_folder_below_one_that_was_walked_is_not_empty(self):
        selection = expand([".", "b", "upper/deep", ".git/..", "b/.hidden/../../b"])
        assert selection.empty == ()

    def test_a_folder_without_definitions_is_told(self, tree):
        (tree / "empty" / "below").mkdir(parents=True)
        assert expand(["empty", "a.ecd"]).empty == ("empty",)

    def test_other_kinds_are_a_matter_of_the_table(self):
        assert set(names(".", kinds=(*KINDS, Kind(".txt")))) == {
            *(f"./{name}" for name in ALL),
            "./b/notes.txt",
        }
        assert names("b", kinds=(Kind(".txt"), Kind("es.txt", lambda _: False))) == []


@LINKS
def test_loops_of_links_end(tree):
    (tree / "b" / "up").symlink_to(tree)
    (tree / "b" / "self").symlink_to(tree / "b")
    (tree / "gone").symlink_to(tree / "nowhere")
    assert names(".") == [f"./{name}" for name in ALL]
    assert names("**/*.emd") == ["b/d.emd"]


@LINKS
def test_a_linked_folder_is_walked(tree, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "z.ecd").write_bytes(b"")
    (tree / "b" / "link").symlink_to(other)
    assert names("b") == ["b/d.emd", "b/link/z.ecd"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the root reads all")
def test_a_folder_that_cannot_be_listed_is_an_error_and_stops_nothing(tree):
    (tree / "b").chmod(0)
    try:
        selection = expand(["."])
    finally:
        (tree / "b").chmod(0o700)
    assert [str(error) for error in selection.errors] == ["./b: permission denied"]
    assert "./b.ecd" in selection.files


def test_a_very_deep_tree_does_not_exhaust_the_stack(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        Path("d").mkdir()
        os.chdir("d")
    monkeypatch.chdir(tmp_path)
    try:
        # Beyond what a path may be long, the system refuses; before, everything is walked.
        selection = expand(["."])
        assert len(selection.errors) <= 1
    finally:
        for _ in range(1200):
            os.chdir("d")
        for _ in range(1200):
            os.chdir("..")
            Path("d").rmdir()


@pytest.mark.parametrize(
    ("content", "taken"),
    [
        (INFO, True),
        (b"\xef\xbb\xbf" + INFO, True),
        (INFO.decode().encode("utf-16"), True),
        (b'{"a": 1, "EsriClassifierDefinitionFile": 0}', True),
        (b'{"a": {"EsriClassifierDefinitionFile": 0}}', False),
        (b'["EsriClassifierDefinitionFile"]', False),
        (b'{"a": "EsriClassifierDefinitionFile"}', False),
        # Broken, and one of ours: that is to be told.
        (b'{"a": 1,, "EsriClassifierDefinitionFile": 0}', True),
        (INFO[:-1], True),
        (b"{'a': 1", False),
        (b"", False),
        (b"\0\0\0\0", False),
        (json.dumps({"a": "\u6797"}).encode("utf-16-le"), False),
    ],
)
def test_a_json_file_of_a_folder_is_taken_where_its_root_is_ours(tmp_path, content, taken):
    (tmp_path / "one.json").write_bytes(content)
    assert (expand([str(tmp_path)]).files != ()) == taken


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_pipes_in_a_folder_are_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.ecd")
    (tmp_path / "b.ecd").symlink_to(tmp_path / "a.ecd")
    (tmp_path / "c.ecd").symlink_to(tmp_path / "nowhere")
    (tmp_path / "d.ecd").write_text("{}")
    (tmp_path / "e.ecd").symlink_to(tmp_path / "d.ecd")
    found = expand([str(tmp_path)]).files
    assert [Path(path).name for path in found] == ["c.ecd", "d.ecd", "e.ecd"]
    # One that is named is meant.
    assert expand([str(tmp_path / "a.ecd")]).files == (str(tmp_path / "a.ecd"),)


@pytest.mark.parametrize("before", [0, (1 << 20) - 20, (1 << 20) + 5, 3 << 20])
def test_the_root_is_found_wherever_it_stands(tmp_path, before):
    (tmp_path / "a.json").write_text(
        '{"a": "%s", "EsriClassifierDefinitionFile": 0}' % ("x" * before)
    )
    (tmp_path / "b.json").write_text('{"a": "%s", "Other": 0}' % ("x" * before))
    assert [Path(path).name for path in expand([str(tmp_path)]).files] == ["a.json"]


def test_a_json_that_is_larger_than_any_definition_is_no_trouble(tmp_path, monkeypatch):
    monkeypatch.setattr("ecdkit.batch.selection.DEFAULT_LIMITS", Limits(size=100))
    (tmp_path / "a.json").write_text('{"a": "%s"}' % ("x" * 200))
    (tmp_path / "b.json").write_text('{"a": "%s", "EsriClassifierDefinitionFile": 0}' % ("x" * 200))
    assert [Path(path).name for path in expand([str(tmp_path)]).files] == ["b.json"]
