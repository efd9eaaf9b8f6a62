"""The command as a process: exit codes, streams, consoles, pipes, and what starting it costs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import ecdkit
from ecdkit.version import __version__

COMMAND = [sys.executable, "-m", "ecdkit"]
CJK = "不透水面"
SH = pytest.mark.skipif(os.name == "nt", reason="Windows has no sh")
HEAVY = ("argparse", "attrs", "attr", "cattrs", "numpy", "msgspec", "jsonschema_rs", "hashlib")


def environ(**changes):
    """The environment of this process, as a user has it: output is buffered."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return kept | changes


def ecd(*arguments, stdin=b"", **environment):
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        env=environ(**environment),
    )
    assert b"Traceback" not in done.stderr or "--debug" in arguments
    return done


def shell(line, **environment):
    return subprocess.run(
        ["sh", "-c", line.replace("ecd ", f"{sys.executable} -m ecdkit ")],
        capture_output=True,
        check=False,
        env=environ(**environment),
    )


@pytest.fixture
def cjk(folder):
    """An extra info with a class name that no Windows code page of the west has."""
    content = (folder / "info.json").read_text().replace("Forest", CJK)
    (folder / "cjk.json").write_text(content, encoding="utf-8")
    return "cjk.json"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "code", "out", "err"),
    [
        (["show", "info.json"], 0, True, False),
        (["validate", "info.json"], 0, True, False),
        (["validate", "wrong.json"], 1, True, False),
        (["validate", "missing"], 2, False, True),
        (["show", "missing"], 2, False, True),
        (["format", "info.json", "--check"], 1, False, True),
        (["edit", "info.json", "--set", "/Classes=1"], 1, True, True),
        (["edit", "info.json", "--remove", "/a"], 2, False, True),
        (["schema"], 0, True, False),
        (["nonsense"], 2, False, True),
        ([], 2, False, True),
    ],
)
def test_exit_codes_and_streams(arguments, code, out, err):
    done = ecd(*arguments)
    assert done.returncode == code
    assert bool(done.stdout) == out
    assert bool(done.stderr) == err


def test_results_on_one_stream_and_the_rest_on_the_other(folder):
    del folder
    done = ecd("deep-learning-model-to-ecd", "trained.model", "info.json", "forest.ecd")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"no Esri tool is known to read this file" in done.stderr


def test_the_command_and_the_module_are_the_same():
    assert ecd("--version").stdout.decode().split() == ["ecd", __version__]
    assert __version__ == ecdkit.__version__ == version("ecdkit")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437", "utf-8", "cp932"])
@pytest.mark.parametrize("verb", ["show", "validate", "edit"])
def test_a_console_in_a_code_page_does_not_fail_on_a_class_name(cjk, encoding, verb):
    arguments = {"edit": ["--rename-class", f"2={CJK}"]}.get(verb, [])
    done = ecd(verb, cjk, *arguments, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 0
    if verb == "show":
        shown = done.stdout.decode(encoding)
        kept = encoding in ("utf-8", "cp932")
        assert (CJK if kept else CJK.encode("unicode_escape").decode()) in shown
    if verb == "edit":
        # A document is bytes, whatever the console.
        assert CJK.encode() in done.stdout


def test_an_error_in_a_code_page_does_not_fail_on_a_file_name(folder):
    del folder
    done = ecd("show", CJK, PYTHONIOENCODING="cp1252")
    assert done.returncode == 2
    assert b"there is no such file" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows hands over characters, no bytes")
@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["edit", "info.json", "--rename-class", "1=%s"], "--rename-class"),
        (["edit", "info.json", "--set", '/Classifier="%s"'], "--set"),
        (["edit", "info.json", "--set", "/%s=1"], "--set"),
        (["edit", "cjk.json", "--set", "/%s=1", "--remove", "/%s"], "--set"),
        (["diff", "info.json", "info.json", "--ignore", "/%s"], "--ignore"),
        (["migrate", "info.json", "--to", "extra-info@1", "--with", "a=%s"], "--with"),
        (["skeleton", "info.json", "--show-name", "%s"], "--show-name"),
        (["template", "paths", "info.json", "--relocate", "%s"], "--relocate"),
        (["merge", "info.json", "info.json", "info.json", "--strategy", "/%s=ours"], "--strategy"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else words,
)
@pytest.mark.usefixtures("cjk")
def test_characters_are_utf_8_whatever_the_locale_and_what_is_none_is_told(arguments, option):
    def typed(name, **environment):
        words = [word.encode().replace(b"%s", name) for word in arguments]
        return subprocess.run(
            [*COMMAND, *words], capture_output=True, check=False, env=environ(**environment)
        )

    usual = typed(CJK.encode(), LC_ALL="C.UTF-8")
    ascii_only = typed(CJK.encode(), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (ascii_only.returncode, ascii_only.stdout) == (usual.returncode, usual.stdout)
    assert b"surrogate" not in ascii_only.stderr
    wrong = typed("ä".encode("cp1252"), LC_ALL="C.UTF-8")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert wrong.stderr.startswith(f"ecd: {option}: ".encode())
    assert wrong.stderr.endswith(b" is not UTF-8\n")


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["edit", "info.json", "--set", "a=1"], "--set"),
        (["edit", "info.json", "--remove", "a"], "--remove"),
        (["diff", "info.json", "info.json", "--ignore", "a"], "--ignore"),
        (["merge", "info.json", "info.json", "info.json", "--strategy", "a=ours"], "--strategy"),
    ],
)
def test_a_pointer_that_is_none_is_told_with_its_option(folder, arguments, option):
    del folder
    done = ecd(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    told = f"ecd: {option}: 'a' is no JSON pointer. A JSON pointer begins with a slash\n"
    assert done.stderr.decode() == told


def test_names_that_would_act_on_a_terminal_are_escaped(folder):
    name = "\x1b]0;owned\x07\x1b[31m"
    content = (folder / "info.json").read_text().replace('"Forest"', json.dumps(name + " "))
    content = content.replace('"CNTK"', json.dumps(name))
    (folder / "evil.json").write_text(content)
    (folder / "evil2.json").write_text("{%s: 1}" % json.dumps(name))  # noqa: UP031
    (folder / "evil3.json").write_text(
        content.replace("]\n}", "],\n" + json.dumps(name) + ": NaN}")
    )
    for arguments in (
        ["show", "evil.json"],
        ["validate", "evil.json"],
        ["show", "evil2.json"],
        ["validate", "evil2.json", "evil3.json"],
        ["edit", "evil3.json", "--remove", "/" + name + "/x"],
        ["show", name],
        ["edit", "info.json", "--set", name],
    ):
        done = ecd(*arguments)
        assert b"\x1b" not in done.stdout + done.stderr
        assert b"\x07" not in done.stdout + done.stderr
        assert done.stdout + done.stderr


def on_a_terminal(arguments, **environment):
    """What the command writes to a terminal."""
    import pty

    master, slave = pty.openpty()
    environment = {"TERM": "xterm", "COLORTERM": "truecolor", **environment}
    done = subprocess.run(
        [*COMMAND, *arguments], stdout=slave, stderr=slave, check=False, env=environ(**environment)
    )
    os.close(slave)
    written = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    os.close(master)
    return done.returncode, written


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_colours_are_for_terminals_only_and_no_color_is_obeyed(folder, monkeypatch):
    del folder
    monkeypatch.delenv("NO_COLOR", raising=False)
    for arguments in (["show", "info.json"], ["validate", "wrong.json"]):
        _, colored = on_a_terminal(arguments)
        assert b"\x1b[" in colored
        for plain in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            code, written = on_a_terminal(arguments, **plain)
            assert b"\x1b" not in written
            assert code == (0 if arguments[0] == "show" else 1)
        assert b"\x1b" not in ecd(*arguments, TERM="xterm", COLORTERM="truecolor").stdout


@SH
@pytest.mark.parametrize(
    ("verb", "verdict"),
    [
        ("show", 0),
        ("show --format json", 0),
        ("validate", 1),
        ("validate --format json", 1),
        ("format", 0),
        ("diff --format json info.json", 1),
        ("skeleton", 0),
    ],
)
@pytest.mark.parametrize("reader", ["head -n 1", "true"])
def test_who_closes_a_pipe_early_hears_no_complaint_and_no_wrong_verdict(
    folder, verb, verdict, reader
):
    classes = [{"Value": 1, "Name": f"{at} a", "Color": [1, 2, 3]} for at in range(2_000)]
    root = {"ImportDeepLearningModelToEsriExtraInfo": 0, "Version": 1, "Classifier": "CNTK"}
    root |= {"NumberRasterBands": 4, "MiniBatchSize": -1, "Classes": classes}
    (folder / "many.json").write_text(json.dumps(root))
    # The code of a command in the middle of a pipe is not the shell's.
    done = shell(f"{{ ecd {verb} many.json; echo $? >code; }} | {reader}")
    assert done.stderr == b""
    # What was not found before nobody listened, nobody knows.
    assert int((folder / "code").read_text()) in (verdict, 141)


@SH
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("validate wrong.json --format json", 1),
        ("format missing", 2),
        ("format missing --debug", 2),
        ("nonsense", 2),
        ("--version", 0),
        ("--help", 0),
        ("show --help", 0),
    ],
)
@pytest.mark.parametrize("buffered", ["", "1"])
def test_a_verdict_that_is_known_does_not_change_where_nobody_listens(folder, line, code, buffered):
    # The reader has gone before the command begins.
    pipe = f"{{ until [ -e gone ]; do sleep 0.05; done; ecd {line} 2>&1; echo $? >code; }}"
    done = shell(f"{pipe} | {{ exec <&-; touch gone; }}", PYTHONUNBUFFERED=buffered)
    assert done.stderr == b""
    found = int((folder / "code").read_text())
    # Without a buffer the first line is not written before there is a verdict.
    assert found in ((code, 141) if buffered or code == 0 else (code,))


@SH
def test_what_nobody_listens_to_any_more_is_not_called_done(folder):
    (folder / "many").mkdir()
    for at in range(200):
        (folder / "many" / f"{at:08}.json").write_bytes((folder / "info.json").read_bytes())
    done = shell("{ ecd show many --format json; echo $? >code; } | true")
    assert done.stderr == b""
    assert (folder / "code").read_text() == "141\n"


@SH
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "line",
    [
        *(f"{verb} info.json" for verb in ("show", "validate", "format", "edit --set /a=1")),
        "schema extra-info-1",
        "--version",
        "--help",
        "show --help",
        "validate --explain",
    ],
)
def test_output_that_cannot_be_written_is_told(folder, line):
    del folder
    done = shell(f"PYTHONUNBUFFERED= ecd {line} >/dev/full")
    assert done.returncode == 2
    assert done.stderr == b"ecd: standard output cannot be written: No space left on device\n"


@SH
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_streams_that_are_closed_are_no_defect(folder, closed):
    del folder
    for line, code in (
        ("show info.json", 0),
        ("validate wrong.json", 1),
        ("format missing", 2),
        ("--version", 0),
    ):
        done = shell(f"ecd {line} {closed}")
        assert done.returncode == code
        assert b"defect" not in done.stderr
        assert b"Traceback" not in done.stderr


@SH
def test_standard_input_that_is_closed_is_told(folder):
    del folder
    for verb in ("show", "validate", "format"):
        done = shell(f"ecd {verb} - <&-")
        assert done.returncode == 2
        assert b"standard input is closed" in done.stderr


@SH
def test_what_a_pipe_brings_is_read_to_its_end(folder):
    content = json.loads((folder / "info.json").read_bytes()) | {"Padding": "x" * 300_000}
    (folder / "long.json").write_text(json.dumps(content))
    for line in ("cat long.json | ecd validate -", "cat long.json | ecd validate /dev/stdin"):
        assert shell(line).returncode == 0


def test_debug_shows_where_a_defect_is_and_keeps_the_exit_code(folder):
    del folder
    for arguments in (["format", "missing"], ["show", "missing"], ["validate", "missing"]):
        done = ecd(*arguments, "--debug")
        assert done.returncode == 2
        assert b"Traceback" in done.stderr
        assert b"there is no such file" in done.stderr


def imported_by(code):
    """The heavy modules that a piece of code loads."""
    line = f"import sys\n{code}\nprint(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, check=True, text=True)
    return done.stdout.splitlines()[-1].split()


def test_the_version_the_help_and_the_import_load_nothing_heavy():
    assert imported_by("import ecdkit") == []
    call = "from ecdkit.cli import main; assert main([{}]) == 0"
    assert imported_by(call.format("'--version'")) == []
    assert set(imported_by(call.format("'--help'"))) <= {"argparse"}


def test_no_verb_loads_more_than_it_needs(folder):
    del folder
    show = "from ecdkit.cli import main; assert main(['show', 'info.json']) == 0"
    assert "numpy" not in imported_by(show)
    assert "jsonschema_rs" not in imported_by(show)
    formatted = "from ecdkit.cli import main; assert main(['format', 'info.json']) == 0"
    assert "numpy" not in imported_by(formatted)


def test_what_is_right_is_validated_before_the_library_is_loaded(folder):
    (folder / "a.emd").write_text(
        json.dumps({"ModelFile": "info.json", "ExtractBands": [0], "Framework": "N/A"})
    )
    (folder / "ecd.toml").unlink(missing_ok=True)
    for name in ("info.json", "a.emd"):
        call = f"from ecdkit.cli import main; assert main(['validate', {name!r}]) == 0"
        assert set(imported_by(call)) <= {"argparse"}


# Writing to the disk takes so long that the signal arrives meanwhile.
WRITES_SLOWLY = """
import os, sys, time
from ecdkit.cli import main
nap = float(sys.argv.pop(1))
def slowly(handle):
    os.write(1, b"writing")
    time.sleep(nap)
os.fsync = slowly
sys.exit(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("SIGTERM", -15),
        ("SIGHUP", -1),
        ("SIGINT", 130),
    ],
)
def test_a_signal_while_a_file_is_written_leaves_the_old_one_and_nothing_else(folder, number, code):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    process = subprocess.Popen(
        [sys.executable, "-c", WRITES_SLOWLY, "60", "format", "info.json", "--in-place"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout.read(7) == b"writing"
    assert len(list(folder.iterdir())) == len(before) + 1
    process.send_signal(getattr(signal, number))
    assert process.communicate(timeout=30) == (b"", b"")
    assert process.returncode == code
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@SH
def test_a_signal_that_is_ignored_stays_ignored(folder):
    before = (folder / "info.json").read_bytes()
    words = "1 format info.json --in-place"
    process = subprocess.Popen(
        ["sh", "-c", f"trap '' HUP; exec {sys.executable} -c \"$0\" {words}", WRITES_SLOWLY],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout.read(7) == b"writing"
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert (folder / "info.json").read_bytes() != before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_an_interrupt_leaves_no_traceback(folder):
    os.mkfifo(folder / "pipe")
    process = subprocess.Popen(
        [*COMMAND, "show", "pipe"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with (folder / "pipe").open("wb"):
        # The pipe opens when the command reads from it.
        process.send_signal(2)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert (out, err) == (b"", b"")
