"""Severities as people want them: in Python, in a file, on the command line."""

from __future__ import annotations

import json
import os

import pytest

import ecdkit
from ecdkit.errors import EcdError, FileAccessError, UsageError
from ecdkit.validation.configuration import find_configuration, read_configuration
from ecdkit.validation.settings import Settings
from ecdkit.validation.validate import validate_bytes

INFO = {
    "ImportDeepLearningModelToEsriExtraInfo": 0,
    "Version": 1,
    "Classifier": "CNTK",
    "NumberRasterBands": 4,
    "MiniBatchSize": 16,
    "Classes": [
        {"Value": 1, "Name": "Forest ", "Color": [0, 128, 0]},
        {"Value": 2, "Name": "Water", "Color": [0, 128, 0]},
    ],
}
CONTENT = json.dumps(INFO).encode()


def told(**levels):
    settings = Settings({code.replace("_", "-"): level for code, level in levels.items()})
    return [(one.code, one.severity) for one in validate_bytes(CONTENT, settings=settings).problems]


def test_a_severity_is_that_of_the_settings_and_else_that_of_the_rule():
    assert told() == [("name-outer-space", "warning"), ("equal-color", "warning")]
    assert told(equal_color="ignore") == [("name-outer-space", "warning")]
    assert told(equal_color="error", name_outer_space="note") == [
        ("name-outer-space", "note"),
        ("equal-color", "error"),
    ]
    assert not validate_bytes(CONTENT, settings=Settings({"equal-color": "error"})).ok


def test_what_keeps_a_file_from_being_read_has_a_severity_too():
    report = validate_bytes(b"{}", settings=Settings({"format": "note"}))
    assert [(one.code, one.severity) for one in report.problems] == [("format", "note")]
    assert validate_bytes(b"{}", settings=Settings({"format": "ignore"})).problems == ()


def test_what_is_ignored_takes_no_room_from_what_is_not():
    classes = [
        {"Value": at, "Name": "Forest", "Color": [0, 0, at % 256]} for at in range(1000, 2200)
    ]
    wrong = [{"Value": "a"}] * 1200
    content = json.dumps(INFO | {"Classes": classes + wrong}).encode()
    assert validate_bytes(content).truncated
    some = {"missing-member": "ignore", "wrong-type": "ignore"}
    report = validate_bytes(content, settings=Settings(some))
    assert not report.truncated
    assert {one.code for one in report.problems} >= {"class-value-beyond-8-bit", "equal-color"}


def test_documents_and_files_take_settings(tmp_path):
    path = tmp_path / "info.json"
    path.write_bytes(CONTENT)
    settings = ecdkit.Settings({"equal-color": "ignore", "name-outer-space": "ignore"})
    assert ecdkit.validate(ecdkit.read(path), settings=settings).problems == ()
    assert ecdkit.validate_file(path, settings=settings).problems == ()


def test_settings_yield_to_others():
    one, other = (
        Settings({"equal-color": "error"}),
        Settings({"equal-color": "note", "format": "note"}),
    )
    assert one.over(other).levels == {"equal-color": "error", "format": "note"}
    assert one.over(Settings()) == one


@pytest.mark.parametrize(
    ("levels", "message", "hint"),
    [
        ({"equal-colour": "note"}, "there is no rule 'equal-colour'", "did you mean equal-color?"),
        (
            {"equal-color": "warn"},
            "'warn' is no severity",
            "there are error, warning, note, ignore",
        ),
        (
            {"equal-color": "x"},
            "'x' is no severity",
            "there are error, warning, note, ignore",
        ),
    ],
)
def test_what_nobody_understands_is_refused(levels, message, hint):
    with pytest.raises(UsageError) as caught:
        Settings(levels)
    assert (caught.value.message, caught.value.hint) == (message, hint)


GOOD = """# ours
ignore = ["equal-color"]

[severity]
name-outer-space = "error"
"""


def in_project(text):
    return text.replace("ignore =", "[tool.ecdkit]\nignore =").replace(
        "[severity]", "[tool.ecdkit.severity]"
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("name", "text"), [("ecd.toml", GOOD), ("pyproject.toml", in_project(GOOD))]
)
def test_a_file_says_severities(tmp_path, name, text, mark, newline):
    path = tmp_path / name
    path.write_text(mark + text, "utf-8", newline=newline)
    assert read_configuration(str(path)).levels == {
        "equal-color": "ignore",
        "name-outer-space": "error",
    }


def test_an_empty_file_says_nothing(tmp_path):
    for name, text in (
        ("ecd.toml", ""),
        ("pyproject.toml", "[project]\nname = 'ecdkit'\n"),
        ("pyproject.toml", "[tool.ecdkit]\n"),
    ):
        path = tmp_path / name
        path.write_text(text)
        assert read_configuration(str(path)) == Settings()


@pytest.mark.parametrize(
    "case",
    [
        ('ignore = ["equal-colour"]', "1:12", "there is no rule 'equal-colour'",
         "did you mean equal-color?"),
        ('# equal-colour\nignore = [\n  "equal-color",\n  \'equal-colour\',\n]', "4:4",
         "there is no rule 'equal-colour'", "did you mean equal-color?"),
        ('ignore = ["x", "x"]', "1:12", "there is no rule 'x'",
         "list them with ecd validate --explain"),
        ("# x\n[severity]\nx = 'note'", "3:1", "there is no rule 'x'",
         "list them with ecd validate --explain"),
        ("severity.format = 'warn'", "1:20", "'warn' is no severity", "there are error, warning, note, ignore"),
        ("severity = {format = 'format'}", "1:23", "'format' is no severity",
         "there are error, warning, note, ignore"),
        ("[severity]\nformat = 1", "2:1", "a severity is a string", None),
        ("ignore = 'format'", "1:1", "ignore is a list of codes", None),
        ("# ignore\nignore = [1]", "2:1", "ignore is a list of codes", None),
        ("severity = 1", "1:1", "severity is a table of codes and severities", None),
        ("ignore = ['format']\nseverity.format = 'note'", "2:10", "format is ignored, too",
         "remove it from one of the two"),
        ("\n  ignor = []", "2:3", "there is no setting 'ignor'", "did you mean ignore?"),
        ("x.a = 1\nx.b = 1", "1:1", "there is no setting 'x'", "there are ignore and severity"),
        ("nonsense = []", "1:1", "there is no setting 'nonsense'", "there are ignore and severity"),
        ('ignore = [""]', "1:12", "there is no rule ''", "list them with ecd validate --explain"),
        ("\n'' = 1", "2:2", "there is no setting ''", "there are ignore and severity"),
        ("ignore = []\nseverit = {}\n# ecdkit = 1", "2:1", "there is no setting 'severit'",
         "did you mean severity?"),
        ('ignore = ["form\\u0061tt"]', "1:1", "there is no rule 'formatt'", "did you mean format?"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_wrong_in_a_file_has_a_place(tmp_path, newline, case):
    text, place, message, hint = case
    path = tmp_path / "ecd.toml"
    path.write_text(text, "utf-8", newline=newline)
    with pytest.raises(UsageError) as caught:
        read_configuration(str(path))
    error = caught.value
    assert (error.place, error.message, error.hint) == (f"{path}:{place}", message, hint)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a = \n", ":1:5: this is no TOML: Invalid value"),
        (b"a = 1\na = 2\n", ":2:6: this is no TOML: Cannot overwrite a value"),
        (b"a = '\xff'", ": this is no TOML: it is not UTF-8"),
        (b"[tool]\necdkit = 1\n", ":2:1: tool.ecdkit is a table"),
    ],
)
def test_a_file_that_cannot_be_understood_is_told(tmp_path, content, told):
    path = tmp_path / "pyproject.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_configuration(str(path))
    assert str(caught.value).startswith(f"{path}{told}")


def test_the_nearest_file_counts_and_other_programs_tables_do_not(tmp_path, monkeypatch):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    (tmp_path / "pyproject.toml").write_text(in_project(GOOD))
    assert find_configuration(".") == "../../pyproject.toml".replace("/", os.sep)
    # No table of ours: not even looked into.
    (deep / "pyproject.toml").write_text("this is = = no toml")
    assert find_configuration(".").endswith("pyproject.toml")
    assert find_configuration(".") != "pyproject.toml"
    (deep.parent / "ecd.toml").write_text("")
    assert find_configuration(".").endswith("ecd.toml")
    (deep / "pyproject.toml").write_text("[tool.ecdkit]\n")
    assert find_configuration(".") == "pyproject.toml"
    (deep / "ecd.toml").write_text("")
    assert find_configuration(".") == "ecd.toml"
    (deep / "ecd.toml").unlink()
    (deep / "pyproject.toml").write_text("ecdkit = = 1")
    with pytest.raises(UsageError, match=r"^pyproject.toml:1:10: this is no TOML"):
        find_configuration(".")


def test_a_place_is_found_behind_much_that_is_not_meant_or_given_up(tmp_path):
    others = "".join(f'key{at} = ["xx x-{at}", "x"]\n' for at in range(3000))
    path = tmp_path / "pyproject.toml"
    path.write_text(f'[project]\n{others}[tool.ecdkit]\nignore = ["x"]\n')
    with pytest.raises(UsageError, match="there is no rule 'x'") as caught:
        read_configuration(str(path))
    assert (caught.value.line, caught.value.column) == (3003, 12)
    # Each place is tried by reading the whole, so that there is an end to it.
    path = tmp_path / "ecd.toml"
    path.write_text("# x\n" * 100_000 + 'ignore = ["x"]\n')
    with pytest.raises(UsageError, match="there is no rule 'x'") as caught:
        read_configuration(str(path))
    assert (caught.value.line, caught.value.column) == (1, 1)


@pytest.mark.skipif(os.name == "nt", reason="not everybody may make links on Windows")
def test_a_link_in_a_circle_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ecd.toml").symlink_to("ecd.toml")
    (tmp_path / "pyproject.toml").write_text("[tool.ecdkit]\n")
    assert find_configuration(os.curdir) == "pyproject.toml"


@pytest.mark.skipif(os.name == "nt", reason="Windows takes a long name for one that is not there")
def test_where_nothing_can_be_looked_up_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = "a" * 300
    with pytest.raises(FileAccessError, match="ame too long") as caught:
        find_configuration(folder)
    assert caught.value.path == str(tmp_path.resolve() / folder / "ecd.toml")


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no folder that somebody is in")
def test_a_folder_that_was_removed_has_no_settings(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert find_configuration(os.curdir) is None


@pytest.mark.parametrize(
    ("content", "message", "place"),
    [
        (b"a = '\xff'", "this is no TOML: it is not UTF-8", (None, None)),
        (b"[tool]\necdkit = 1\n", "tool.ecdkit is a table", (2, 1)),
        (b"# severity\n[tool.ecdkit]\nseverity = 1\n",
         "severity is a table of codes and severities", (3, 1)),
        (b"a = \n", "this is no TOML: Invalid value", (1, 5)),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_understood_is_told_word_for_word(tmp_path, content, message, place):
    path = tmp_path / "pyproject.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_configuration(str(path))
    error = caught.value
    assert (error.message, (error.line, error.column)) == (message, place)


def test_settings_of_more_than_a_megabyte_are_refused(tmp_path):
    path = tmp_path / "ecd.toml"
    path.write_bytes(b"#" * (1 << 20))
    assert read_configuration(str(path)) == Settings()
    path.write_bytes(b"#" * ((1 << 20) + 1))
    with pytest.raises(EcdError, match="more than 1,048,576"):
        read_configuration(str(path))


def test_where_the_parser_tells_no_place_the_file_is_told(tmp_path):
    path = tmp_path / "ecd.toml"
    path.write_bytes(b"a = [")
    with pytest.raises(UsageError, match=r"this is no TOML: .*\(at end of document\)") as caught:
        read_configuration(str(path))
    assert (caught.value.path, caught.value.line) == (str(path), None)
