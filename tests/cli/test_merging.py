"""merge as it is typed: what it writes, where, and its exit codes."""

from __future__ import annotations

import copy
import json

import pytest
from jsonschema import Draft202012Validator

from ecdkit.validation.schemas import schema


@pytest.fixture
def three(folder):
    """Three files in lines: a base, and two sides that go together in all but a name."""
    base = json.loads((folder / "svm.ecd").read_bytes())
    names = ("base.ecd", "ours.ecd", "theirs.ecd")
    sides = [copy.deepcopy(base) for _ in names]
    first, second = (side["Definitions"][0]["Classes"] for side in sides[1:])
    first[0]["Red"], second[1]["ClassName"] = 9, "Lake"
    for name, side in zip(names, sides, strict=True):
        (folder / name).write_text(json.dumps(side, indent=2))
    second[0]["ClassName"], first[0]["ClassName"] = "Tree", "Wood"
    for name, side in (("ours2.ecd", sides[1]), ("theirs2.ecd", sides[2])):
        (folder / name).write_text(json.dumps(side, indent=2))
    return names


CLASHING = ("base.ecd", "ours2.ecd", "theirs2.ecd")


def test_what_goes_together_is_printed_and_nothing_else(ecd, folder, three):
    done = ecd("merge", *three)
    wanted = (folder / "ours.ecd").read_bytes().replace(b'"Water"', b'"Lake"')
    assert (done.code, done.raw, done.err) == (0, wanted, "")
    assert ecd("merge", *three, "-o", "merged.ecd").code == 0
    assert (folder / "merged.ecd").read_bytes() == wanted
    done = ecd("merge", *three, "-o", "merged.ecd")
    assert done.code == 2
    assert "--force" in done.err
    assert ecd("merge", *three, "-o", "ours.ecd", "--force").code == 0
    assert (folder / "ours.ecd").read_bytes() == wanted


@pytest.mark.usefixtures("three")
def test_a_conflict_exits_with_one_and_stands_in_the_fewest_lines(ecd):
    done = ecd("merge", *CLASHING)
    assert done.code == 1
    assert done.err.startswith("ours2.ecd: conflict: class 1 'Forest': both sides have changed")
    assert done.err.rstrip().endswith("(at /Definitions/0/Classes/0/ClassName)")
    lines = done.out.splitlines()
    at = lines.index("<<<<<<< ours2.ecd")
    assert lines[at : at + 5] == [
        "<<<<<<< ours2.ecd",
        '          "ClassName": "Wood",',
        "=======",
        '          "ClassName": "Tree",',
        ">>>>>>> theirs2.ecd",
    ]
    assert sum(line[:7] in ("<<<<<<<", "=======", ">>>>>>>") for line in lines) == 3
    # What does not clash is merged around it.
    assert '          "ClassName": "Lake",' in lines
    assert '          "Red": 9,' in lines
    done = ecd("merge", *CLASHING, "--conflict-style", "diff3")
    assert '||||||| base.ecd\n          "ClassName": "Forest",\n=======' in done.out


@pytest.mark.usefixtures("three")
def test_in_a_file_of_one_line_markers_surround_the_value(ecd, folder):
    for name in CLASHING:
        value = json.loads((folder / name).read_bytes())
        # As long as a file of the world.
        value["Definitions"][0]["Hyperplanes"] = [0.5] * 100_000
        (folder / name).write_text(json.dumps(value))
    done = ecd("merge", *CLASHING)
    head, marked = done.out.split("<<<<<<< ours2.ecd\n")
    inside, tail = marked.split(">>>>>>> theirs2.ecd\n")
    assert inside == '"ClassName": "Wood",\n=======\n"ClassName": "Tree",\n'
    assert head.count("\n") == 1
    assert head.endswith('"ClassValue": 1,\n')
    assert tail.startswith('"Red": 9')


@pytest.mark.usefixtures("three")
def test_a_strategy_settles_a_conflict_and_decisions_tell_so(ecd, folder):
    pointer = "/Definitions/*/Classes/*/ClassName=theirs"
    done = ecd("merge", *CLASHING, "--strategy", pointer, "--decisions", "told.json")
    assert (done.code, done.err) == (0, "")
    assert b'"Tree"' in done.raw
    held = json.loads((folder / "told.json").read_bytes())
    Draft202012Validator(schema("merge-1")).validate(held)
    assert [one["text"] for one in held["decisions"] if one.get("chosen")] == [
        "class 1 'Forest': ClassName taken from theirs, as asked for"
    ]
    assert held["base"]["path"] == "base.ecd"
    for wrong in ("x", "/a=mine", "=", "a=ours"):
        done = ecd("merge", *CLASHING, "--strategy", wrong)
        assert (done.code, done.out) == (2, "")


@pytest.mark.usefixtures("three")
def test_an_empty_base_says_that_nothing_is_known_and_a_dash_is_standard_input(ecd, folder):
    (folder / "nothing").write_bytes(b"")
    done = ecd("merge", "nothing", *CLASHING[1:], "--decisions", "told.json", "-o", "out.ecd")
    assert done.code == 1
    # Whatever differs is a conflict, of the two names too that would have gone together.
    assert done.err.count("conflict:") == 3
    held = json.loads((folder / "told.json").read_bytes())
    Draft202012Validator(schema("merge-1")).validate(held)
    assert "base" not in held
    theirs = (folder / "theirs.ecd").read_bytes()
    assert ecd("merge", "base.ecd", "ours.ecd", "-", stdin=theirs).code == 0
    done = ecd("merge", "-", "ours.ecd", "-", stdin=theirs)
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("absent.ecd", "svm.ecd", "svm.ecd"), "absent.ecd"),
        (("svm.ecd", "broken.ecd", "svm.ecd"), "broken.ecd:2:"),
        (("svm.ecd", "svm.ecd", "strange.json"), "strange.json"),
        (("base.ecd", "ours.ecd", "info.json"), "Only documents of one format"),
        (("strange.json", "ours.ecd", "theirs.ecd"), "strange.json"),
    ],
)
@pytest.mark.usefixtures("three")
def test_what_cannot_be_merged_exits_with_two_and_writes_nothing(ecd, folder, names, told):
    done = ecd("merge", *names, "-o", "out.ecd", "--decisions", "told.json")
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert not (folder / "out.ecd").exists()
    assert not (folder / "told.json").exists()


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("more", [[], ["--force"]])
def test_decisions_are_not_written_over_the_document(ecd, folder, more):
    done = ecd("merge", *CLASHING, "-o", "out.ecd", "--decisions", "./out.ecd", *more)
    assert done.code == 2
    assert "the merged document and the decisions cannot be one file" in done.err
    assert not (folder / "out.ecd").exists()


def test_decisions_that_cannot_be_written_are_refused_before_anything_is_written(ecd, folder):
    (folder / "told.json").write_bytes(b"mine")
    done = ecd("merge", *CLASHING, "-o", "out.ecd", "--decisions", "told.json")
    assert done.code == 2
    assert not (folder / "out.ecd").exists()
    assert (folder / "told.json").read_bytes() == b"mine"
    done = ecd("merge", *CLASHING, "--decisions", "-")
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
@pytest.mark.usefixtures("three")
def test_other_encodings_and_newlines_have_markers_of_their_own(ecd, folder, encoding):
    for name in CLASHING:
        text = (folder / name).read_text().replace("Water", "Gew\u00e4sser").replace("\n", "\r\n")
        (folder / name).write_bytes(text.encode(encoding))
    (folder / "森.ecd").write_bytes((folder / "ours2.ecd").read_bytes())
    more = ("--encoding", "cp1252") if encoding == "cp1252" else ()
    done = ecd("merge", "base.ecd", "森.ecd", "theirs2.ecd", *more)
    text = done.raw.decode(encoding)
    assert done.code == 1
    assert "\r\n=======\r\n" in text
    assert text.count("\n") == text.count("\r\n")
    assert ">>>>>>> theirs2.ecd\r\n" in text
    shown = "\\u68ee" if encoding == "cp1252" else "森"
    assert f"<<<<<<< {shown}.ecd\r\n" in text
    assert "Gew\u00e4sser" not in done.err
