"""Git with our drivers, as people use it: a real git, real repositories, one-line files."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys

import pytest

import ecdkit
from ecdkit.cli import main

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")

BASE = {
    "EsriClassifierDefinitionFile": 0,
    "FileVersion": 1,
    "NumberDefinitions": 1,
    "Definitions": [
        {
            "Classifier": "SVM",
            "NumberClasses": 3,
            "Classes": [
                {"ClassValue": at, "ClassName": name, "Red": at, "Green": 0, "Blue": 0}
                for at, name in ((1, "Forest"), (2, "Water"), (3, "Road"))
            ],
        }
    ],
}
NAME = "classes.ecd"
ODD = "mes données/森林 it's $5 100%.ecd"


def changed(*changes, base=BASE):
    """The base with (class index, member, value) changed; None for a class takes it out."""
    value = copy.deepcopy(base)
    classes = value["Definitions"][0]["Classes"]
    for at, name, new in changes:
        classes[at][name] = new
    return value


def without(*gone):
    value = copy.deepcopy(BASE)
    definition = value["Definitions"][0]
    definition["Classes"] = [c for c in definition["Classes"] if c["ClassValue"] not in gone]
    definition["NumberClasses"] = len(definition["Classes"])
    return value


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of nobody, so that the tester's own git takes no part."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "somebody@example.org")
    return folder


class Repository:
    """A repository, and what is typed in it."""

    def __init__(self, folder):
        self.folder = folder
        self.errors = ""

    def __call__(self, *arguments, code=0):
        run = subprocess.run(["git", *arguments], cwd=self.folder, capture_output=True, check=False)
        self.errors = run.stderr.decode()
        out = run.stdout.decode("utf-8", "replace")
        if code is not None:
            assert run.returncode == code, (out, self.errors)
        return out

    def put(self, value, name=NAME, *, commit="change"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
        self("add", "--all")
        if commit:
            self("commit", "--quiet", "-m", commit)

    def read(self, name=NAME):
        return (self.folder / name).read_bytes()

    def value(self, name=NAME):
        return ecdkit.read(self.folder / name).text.root.value()

    def fork(self, ours, theirs, *, base=BASE, name=NAME):
        """Commit a base, theirs on a branch of that name, and ours."""
        self.put(base, name)
        self("branch", "theirs")
        self.put(ours, name)
        self("checkout", "--quiet", "theirs")
        self.put(theirs, name)
        self("checkout", "--quiet", "main")


@pytest.fixture
def git(tmp_path, home, monkeypatch):  # noqa: ARG001 - the home of whoever types
    """A repository with our drivers."""
    repository = Repository(tmp_path / "a repository")
    repository.folder.mkdir()
    repository("init", "--quiet", "--initial-branch=main")
    monkeypatch.chdir(repository.folder)
    assert main(["git", "install"]) == 0
    return repository


def test_a_diff_shows_the_line_that_changed_and_not_the_file(git):
    large = copy.deepcopy(BASE)
    large["Definitions"][0]["Vectors"] = [[at * 1.5 for at in range(40)] for _ in range(300)]
    git.put(large)
    git.put(changed((1, "Red", 99), base=large), commit=None)
    out = git("diff", "--cached")
    assert '-          "Red": 2' in out
    assert '+          "Red": 99' in out
    assert len(out) < 1000
    # The heading of a hunk names the class.
    assert '@@ "ClassName": "Water"' in out or '"ClassName": "Water"' in out
    git("commit", "--quiet", "-m", "red")
    assert '+          "Red": 99' in git("log", "-p", "-1")
    assert '"Red": 99' in git("blame", NAME)
    # What is applied elsewhere is the file's own text.
    assert json.dumps(large)[:60] in git("format-patch", "-1", "--stdout")


def test_every_change_of_a_long_row_shows_in_a_diff(git):
    value = copy.deepcopy(BASE)
    value["Definitions"][0]["Vectors"] = [float(at) for at in range(5000)]
    git.put(value)
    value["Definitions"][0]["Vectors"][4000] += 1e-9
    git.put(value, commit=None)
    out = git("diff", "--cached")
    assert out.count("5000 numbers, sha256") == 2


def test_a_file_of_one_line_is_merged_by_what_it_means(git):
    git.fork(changed((0, "ClassName", "Wood")), changed((2, "ClassName", "Street")))
    git("merge", "theirs")
    assert git.value() == changed((0, "ClassName", "Wood"), (2, "ClassName", "Street"))
    assert git("status", "--porcelain") == ""
    # Ours keeps its bytes but for what theirs has changed.
    assert git.read() == git("show", "HEAD^1:" + NAME).encode().replace(b"Road", b"Street")


def test_plain_git_cannot_merge_that(git):
    main(["git", "uninstall"])
    git.fork(changed((0, "ClassName", "Wood")), changed((2, "ClassName", "Street")))
    git("merge", "theirs", code=1)


def test_a_conflict_stands_between_markers_around_its_value_and_git_knows(git):
    git.fork(changed((0, "ClassName", "Wood"), (2, "Red", 8)), changed((0, "ClassName", "Tree")))
    out = git("merge", "theirs", code=1)
    assert "CONFLICT (content)" in out
    assert "both sides have changed ClassName" in git.errors
    assert "UU" in git("status", "--porcelain")
    lines = git.read().splitlines()
    start = lines.index(b"<<<<<<< ours")
    assert lines[start:] [:5] == [
        b"<<<<<<< ours",
        b'"ClassName": "Wood",',
        b"=======",
        b'"ClassName": "Tree",',
        b">>>>>>> theirs",
    ]  # fmt: skip
    # Whoever takes one of the two has a file again.
    kept = [
        line for at, line in enumerate(lines) if at not in (start, start + 2, start + 3, start + 4)
    ]
    assert json.loads(b"\n".join(kept)) == changed((0, "ClassName", "Wood"), (2, "Red", 8))


@pytest.mark.parametrize("style", ["diff3", "zdiff3"])
def test_the_conflict_style_is_that_of_git(git, style):
    git("config", "merge.conflictStyle", style)
    git.fork(changed((0, "ClassName", "Wood")), changed((0, "ClassName", "Tree")))
    git("merge", "theirs", code=1)
    assert b'||||||| base\n"ClassName": "Forest",\n=======' in git.read()


def test_an_edit_against_a_deletion_is_a_conflict(git):
    git.fork(without(2), changed((1, "Red", 77)))
    git("merge", "theirs", code=1)
    assert "ours has removed what theirs has changed" in git.errors
    assert b"<<<<<<< ours" in git.read()
    git("merge", "--abort")
    git("merge", "--quiet", "-X", "theirs", "theirs", code=None)


def test_rebase_and_cherry_pick_merge_by_meaning_too(git):
    git.fork(changed((0, "ClassName", "Wood")), changed((2, "ClassName", "Street")))
    git("rebase", "--quiet", "theirs")
    both = changed((0, "ClassName", "Wood"), (2, "ClassName", "Street"))
    assert git.value() == both
    assert git("log", "--oneline").count("\n") == 3
    git("checkout", "--quiet", "-b", "third", "theirs~1")
    git.put(changed((1, "Red", 50)))
    git("cherry-pick", "theirs")
    assert git.value() == changed((1, "Red", 50), (2, "ClassName", "Street"))


def test_a_rebase_stops_at_a_conflict_and_goes_on(git):
    git.fork(changed((0, "ClassName", "Wood")), changed((0, "ClassName", "Tree")))
    git("rebase", "theirs", code=1)
    assert b"<<<<<<< ours" in git.read()
    git.put(changed((0, "ClassName", "Wood")), commit=None)
    git("-c", "core.editor=true", "rebase", "--continue")
    assert git.value() == changed((0, "ClassName", "Wood"))


def test_files_with_spaces_and_names_beyond_ascii(git):
    ours, theirs = changed((0, "ClassName", "森林")), changed((2, "ClassName", "Straße"))
    git.fork(ours, theirs, name=ODD)
    git("merge", "theirs")
    assert git.value(ODD) == changed((0, "ClassName", "森林"), (2, "ClassName", "Straße"))
    # Escapes in the file are characters in the diff.
    assert "森林" in git("log", "-p", "-m", "--first-parent")
    git("checkout", "--quiet", "-b", "other", "main~2")
    git.put(changed((0, "ClassName", "Tree")), ODD)
    git("merge", "main", code=1)
    assert "森林 it's $5 100%.ecd: conflict" in git.errors
    assert b">>>>>>> theirs" in git.read(ODD)


def test_a_name_that_looks_like_an_option(git):
    git.fork(changed((0, "Red", 9)), changed((2, "Red", 9)), name="-h.ecd")
    git("merge", "theirs")
    assert git.value("-h.ecd") == changed((0, "Red", 9), (2, "Red", 9))


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_name_that_stands_twice_is_told_with_the_side_that_has_it(git, side):
    sides = {"ours": changed((0, "Red", 9)), "theirs": changed((0, "Red", 8))}
    content = json.dumps(sides[side]).encode()
    sides[side] = content.replace(b'"Red"', b'"Red": 7, "Red"', 1)
    git.fork(sides["ours"], sides["theirs"])
    git("merge", "theirs", code=1)
    assert f"merged line by line: {side}:1:" in git.errors
    assert "the name 'Red' stands twice, and a merge cannot choose" in git.errors


@pytest.mark.parametrize("broken", ["ours", "theirs"])
def test_a_side_that_does_not_parse_is_merged_as_git_would_with_markers(git, broken):
    sides = {"ours": changed((0, "Red", 9)), "theirs": changed((2, "Red", 9))}
    sides[broken] = json.dumps(sides[broken]).encode()[:-2]
    git.fork(sides["ours"], sides["theirs"])
    git("merge", "theirs", code=1)
    assert f"merged line by line: {broken} is no definition" in git.errors
    files = [git.folder / name for name in ("one", "two", "three")]
    for path, revision in zip(files, ("main", "main~1", "theirs"), strict=True):
        path.write_bytes(git("show", f"{revision}:{NAME}").encode())
    labels = ("-L", "ours", "-L", "base", "-L", "theirs")
    plain = git("merge-file", "-p", *labels, "one", "two", "three", code=1)
    assert git.read() == plain.encode()
    assert b"<<<<<<< ours" in git.read()


def test_a_side_that_does_not_parse_is_a_conflict_where_its_lines_would_merge(git):
    def lined(value):
        return json.dumps(value, indent=1).encode()

    git.fork(
        lined(changed((0, "Red", 9))), lined(changed((2, "Red", 9)))[:-1] + b",}", base=lined(BASE)
    )
    git("merge", "theirs", code=1)
    assert "theirs is no definition" in git.errors
    assert b'"Red": 9' in git.read()
    assert git.read().endswith(b",}")


def test_a_file_that_is_no_definition_is_merged_as_plain_text(git):
    text = "".join(f"line {at}\n" for at in range(20))
    git.fork(
        text.replace("line 2\n", "two\n").encode(),
        text.replace("line 15", "x").encode(),
        base=text.encode(),
    )
    git("merge", "theirs")
    assert git.read().decode() == text.replace("line 2\n", "two\n").replace("line 15", "x")
    assert git.errors == ""
    git.put(b"a\n", "other.ecd")
    git("branch", "--force", "theirs")
    git.put(b"b\n", "other.ecd")
    git("checkout", "--quiet", "theirs")
    git.put(b"c\n", "other.ecd")
    git("merge", "main", code=1)
    assert git.read("other.ecd") == b"<<<<<<< ours\nc\n=======\nb\n>>>>>>> theirs\n"
    # What is no text shows as a line.
    git("merge", "--abort")
    git.put(bytes(range(256)) * 40, "other.ecd", commit=None)
    assert "no text: 10240 bytes" in git("diff", "--cached")


def test_a_file_that_both_sides_added(git):
    git.put(b"x", "readme")
    git("branch", "theirs")
    git.put(changed((0, "Red", 9)))
    git("checkout", "--quiet", "theirs")
    git.put(changed((0, "Red", 8)))
    git("merge", "main", code=1)
    assert b'<<<<<<< ours\n"Red": 8,' in git.read()


def test_what_one_side_took_back_stays_so_where_histories_cross(git):
    """Two merges of the same two commits: git has two bases, and merges these first."""
    git.put(BASE)
    git("checkout", "--quiet", "-b", "a")
    git.put(changed((0, "Red", 50)))
    git("checkout", "--quiet", "-b", "b", "main")
    git.put(changed((2, "Red", 60)))
    git("branch", "b1")
    git("merge", "--quiet", "a", "-m", "b has a")
    git("checkout", "--quiet", "a")
    git("merge", "--quiet", "b1", "-m", "a has b")
    assert len(git("merge-base", "--all", "a", "b").split()) == 2
    # One takes back what both have by now; the other does something else.
    git.put(changed((2, "Red", 60)))
    git("checkout", "--quiet", "b")
    git.put(changed((0, "Red", 50), (1, "Red", 70), (2, "Red", 60)))
    git("merge", "--quiet", "a", "-m", "again")
    assert git.value() == changed((1, "Red", 70), (2, "Red", 60))


def test_bases_that_conflict_are_no_base_and_what_differs_is_a_conflict(git):
    git.put(BASE)
    git("checkout", "--quiet", "-b", "a")
    git.put(changed((0, "Red", 50)))
    git("checkout", "--quiet", "-b", "b", "main")
    git.put(changed((0, "Red", 60)))
    git("branch", "b1")
    git("merge", "a", code=1)
    git.put(changed((0, "Red", 60)))
    git("checkout", "--quiet", "a")
    git("merge", "b1", code=1)
    git.put(changed((0, "Red", 50)))
    git("merge", "b", code=1)
    assert b'<<<<<<< ours\n"Red": 50,\n=======\n"Red": 60,\n>>>>>>> theirs' in git.read()


def test_where_ecdkit_is_gone_git_does_what_it_did_before(git):
    config = git.folder / ".git" / "config"
    text = config.read_text("utf-8")
    for gone in (
        text.replace(sys.executable, "/nowhere/python"),
        text.replace("ecdkit", "absent_ecdkit"),
    ):
        assert gone != text
        config.write_text(gone, "utf-8")
        git("checkout", "--quiet", "-B", "main")
        git.fork(changed((0, "Red", 9)), changed((2, "Red", 9)))
        git("merge", "theirs", code=1)
        assert git.read().startswith(b"<<<<<<< ours\n{")
        assert "Road" in git("diff", "HEAD~1", "HEAD")
        git("merge", "--abort")
        git("branch", "--delete", "--force", "theirs")


def files_of(*folders):
    """Every file and folder below some, with its content."""
    return {
        str(path): path.read_bytes() if path.is_file() else None
        for folder in folders
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize(
    "before",
    [
        None,
        b"",
        b"[user]\n\tname = x",
        b"[user]\r\n\tname = x\r\n",
        b'# mine\n[diff "other"]\n\ttextconv = cat\n',
    ],
    ids=["no files", "empty", "no newline", "Windows", "other drivers"],
)
@pytest.mark.parametrize("scope", [(), ("--global",)], ids=["local", "global"])
def test_uninstall_leaves_everything_as_it_was(tmp_path, home, monkeypatch, before, scope):
    repository = Repository(tmp_path / "repository")
    repository.folder.mkdir()
    repository("init", "--quiet")
    monkeypatch.chdir(repository.folder)
    if before is not None:
        (home / ".gitconfig").write_bytes(before)
        with (repository.folder / ".git" / "config").open("ab") as config:
            config.write(before)
        for path in (
            home / ".config" / "git" / "attributes",
            repository.folder / ".git" / "info" / "attributes",
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(before and b"*.txt text")
    was = files_of(home, repository.folder)
    assert main(["git", "status", *scope]) == 1
    assert main(["git", "install", *scope]) == 0
    installed = files_of(home, repository.folder)
    assert installed != was
    # Twice is as once, and git reads what stands there.
    assert main(["git", "install", *scope]) == 0
    assert files_of(home, repository.folder) == installed
    assert main(["git", "status", *scope]) == 0
    assert "git merge-driver" in repository("config", "merge.ecd.driver")
    assert "merge: ecd" in repository("check-attr", "merge", "x/y.ecd")
    assert "diff: ecd" in repository("check-attr", "diff", "x.emd")
    assert "unspecified" in repository("check-attr", "diff", "x.json")
    assert main(["git", "uninstall", *scope]) == 0
    assert files_of(home, repository.folder) == was
    assert main(["git", "uninstall", *scope]) == 0
    assert files_of(home, repository.folder) == was


def test_what_is_installed_for_the_user_is_installed_in_each_repository(
    tmp_path, home, monkeypatch, capsys
):
    repository = Repository(tmp_path / "repository")
    repository.folder.mkdir()
    repository("init", "--quiet")
    monkeypatch.chdir(repository.folder)
    assert main(["git", "install", "--global"]) == 0
    everywhere = capsys.readouterr().out
    assert main(["git", "status"]) == 0
    assert capsys.readouterr().out == everywhere
    assert everywhere.splitlines() == [
        f"{home / '.gitconfig'}: installed, for all repositories of this user",
        f"{home / '.config' / 'git' / 'attributes'}: installed, for all repositories of this user",
    ]
    # What a repository has of its own hides it.
    config = repository.folder / ".git" / "config"
    assert main(["git", "install"]) == 0
    config.write_bytes(config.read_bytes().replace(sys.executable.encode(), b"/old/python"))
    capsys.readouterr()
    assert main(["git", "status"]) == 1
    assert f"{config}: installed, but not for this Python" in capsys.readouterr().out
    assert main(["git", "uninstall"]) == 0
    assert capsys.readouterr().out.count(": not installed\n") == 2


def test_what_git_writes_around_our_lines_stays(git):
    git("config", "user.signingKey", "key")
    git("config", "core.abbrev", "9")
    assert main(["git", "uninstall"]) == 0
    assert git("config", "user.signingKey") == "key\n"
    assert git("config", "core.abbrev") == "9\n"
    assert "ecd" not in git("config", "--list")


def test_install_brings_up_to_date_what_another_python_installed(git, capsys):
    config = git.folder / ".git" / "config"
    current = config.read_bytes()
    config.write_bytes(current.replace(sys.executable.encode(), b"/old/python"))
    assert main(["git", "status"]) == 1
    assert "not for this Python" in capsys.readouterr().out
    assert main(["git", "install"]) == 0
    assert config.read_bytes() == current


def test_in_no_repository_and_without_its_end_git_files_stay_as_they_are(
    git, tmp_path, monkeypatch, capsys
):
    config = git.folder / ".git" / "config"
    content = config.read_bytes().replace(b"# <<< ecd git install <<<\n", b"")
    config.write_bytes(content)
    for what in ("install", "uninstall", "status"):
        assert main(["git", what]) == 2
        assert "is gone from git's files" in capsys.readouterr().err
    assert config.read_bytes() == content
    monkeypatch.chdir(tmp_path)
    assert main(["git", "install"]) == 2
    assert "not a git repository" in capsys.readouterr().err


def test_a_lock_of_git_is_respected(git, capsys):
    lock = git.folder / ".git" / "config.lock"
    lock.write_bytes(b"")
    assert main(["git", "uninstall"]) == 2
    assert "config.lock" in capsys.readouterr().err
    assert "ecd" in git("config", "--list")
    lock.unlink()


def test_the_driver_exits_with_one_where_there_are_conflicts(tmp_path, capsys):
    names = []
    for name, value in (
        ("base", BASE),
        ("ours", changed((0, "Red", 9))),
        ("theirs", changed((0, "Red", 8))),
    ):
        names.append(str(tmp_path / name))
        (tmp_path / name).write_text(json.dumps(value))
    assert main(["git", "merge-driver", *names, "9", "x.ecd"]) == 1
    assert "x.ecd: conflict:" in capsys.readouterr().err
    # Markers are as long as git asks for.
    assert b"\n<<<<<<<<< ours\n" in (tmp_path / "ours").read_bytes()
