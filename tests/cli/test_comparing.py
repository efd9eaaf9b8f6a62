"""diff and patch as they are typed: what they print, where, and their exit codes."""

from __future__ import annotations

import itertools
import json

import jsonpatch
import pytest
from jsonschema import Draft202012Validator

from ecdkit.render.diff_text import diff_text
from ecdkit.render.terminal import Paint
from ecdkit.validation.schemas import schema


@pytest.fixture
def pair(ecd, folder):  # noqa: ARG001 - where the files are
    """Two definitions that differ in a name and a colour."""
    changes = ("--rename-class", "1=Wood", "--recolor", "2=#0000fe")
    assert ecd("edit", "svm.ecd", *changes, "-o", "new.ecd").code == 0
    return "svm.ecd", "new.ecd"


def test_the_exit_code_says_whether_something_differs(ecd, pair):
    a, b = pair
    assert ecd("diff", a, a)[:3] == (0, "", "")
    done = ecd("diff", a, b)
    assert done.code == 1
    assert done.err == ""
    assert "class 1 'Forest' renamed to 'Wood'" in done.out
    assert "class 2 'Water' recoloured: #0000ff → #0000fe" in done.out


@pytest.mark.parametrize("form", ["json", "patch"])
def test_both_forms_make_the_second_file_of_the_first_byte_for_byte(ecd, folder, pair, form):
    a, b = pair
    assert ecd("diff", a, b, "--format", form, "-o", "delta").code == 1
    done = ecd("patch", a, "delta")
    assert (done.code, done.raw) == (0, (folder / b).read_bytes())
    assert ecd("patch", a, "-", stdin=(folder / "delta").read_bytes()).raw == done.raw
    assert ecd("patch", a, "delta", "--in-place").code == 0
    assert (folder / a).read_bytes() == (folder / b).read_bytes()


def test_a_diff_is_undone_and_a_json_patch_is_not(ecd, folder, pair):
    a, b = pair
    ecd("diff", a, b, "--format", "json", "-o", "delta")
    ecd("diff", a, b, "--format", "patch", "-o", "rfc")
    assert ecd("patch", b, "delta", "--reverse").raw == (folder / a).read_bytes()
    done = ecd("patch", b, "rfc", "--reverse")
    assert (done.code, done.out) == (2, "")
    assert "--format json" in done.err


@pytest.mark.parametrize("other", ["svm.ecd", "new.ecd", "info.json"])
def test_the_json_form_is_what_its_schema_says(ecd, pair, other):
    done = ecd("diff", pair[0], other, "--format", "json")
    Draft202012Validator(schema("diff-1")).validate(json.loads(done.raw))
    assert done.raw.isascii()


def test_the_patch_form_is_a_json_patch(ecd, folder, pair):
    a, b = pair
    operations = json.loads(ecd("diff", a, b, "--format", "patch").raw)
    applied = jsonpatch.apply_patch(json.loads((folder / a).read_bytes()), operations)
    assert applied == json.loads((folder / b).read_bytes())


def test_a_patch_that_does_not_fit_says_why_and_changes_nothing(ecd, folder, pair):
    a, b = pair
    before = (folder / b).read_bytes()
    ecd("diff", a, b, "--format", "json", "-o", "delta")
    done = ecd("patch", b, "delta", "--in-place")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"ecd: {b}:1:")
    assert "change 1 of 2 (changed) does not fit" in done.err
    assert '"Wood"' in done.err
    assert "/Definitions/0/Classes/0/ClassName" in done.err
    assert (folder / b).read_bytes() == before
    operations = b'[{"op": "remove", "path": "/Definitions/0/Nothing"}]'
    done = ecd("patch", a, "-", stdin=operations)
    assert done.code == 2
    assert "operation 1 (remove /Definitions/0/Nothing) does not fit" in done.err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"1",
        b"{}",
        b'{"diff": "ecdkit/diff/2"}',
        b'{"diff": "ecdkit/diff/1"}',
        b"[1]",
        b'[{"op": "fly", "path": ""}]',
        b'[{"op": "add", "path": "/x"}]',
        b'[{"op": "move", "path": "/x"}]',
        b'[{"op": "remove", "path": ""}]',
        b'[{"op": "replace", "path": "", "value": 1}]',
        b'[{"op": "remove", "path": "/EsriClassifierDefinitionFile"}]',
    ],
)
def test_what_is_no_patch_is_refused(ecd, pair, content):
    done = ecd("patch", pair[0], "-", stdin=content)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("ecd: ")
    assert "defect" not in done.err


def test_every_damage_of_a_diff_is_told_in_a_sentence(ecd, pair):
    a, b = pair
    held = json.loads(ecd("diff", a, b, "--format", "json").raw)
    change = {"changes": {**held["changes"][0]}}
    broken = [{**held, name: value} for name in held for value in (None, 1, [1], ["x"], {}, [{}])]
    broken += [
        {**held, "changes": [{**change["changes"], name: value}]}
        for name in (
            "kind",
            "role",
            "before",
            "after",
            "subject",
            "cells",
            "part",
            "numbers",
            "old",
        )
        for value in (1, -1, "x", [1], [[0]], {}, {"head": 1})
    ]
    for one in broken:
        done = ecd("patch", a, "-", stdin=json.dumps(one).encode())
        assert done.code in (0, 2)
        assert "defect" not in done.err, one


def test_tolerances_and_ignored_places_leave_differences_out(ecd, folder):
    root = json.loads((folder / "svm.ecd").read_bytes())
    root["Definitions"][0]["Hyperplanes"] = [1.5000001, 2]
    root["Definitions"][0]["Classes"][0]["Red"] = 1
    (folder / "near.ecd").write_text(json.dumps(root))
    names = ("diff", "svm.ecd", "near.ecd")
    assert ecd(*names, "--ignore", "/Definitions/*/Classes/*/Red").code == 1
    done = ecd(*names, "--ignore", "/Definitions/*/Classes/*/Red", "--rtol", "1e-6")
    assert done.code == 0
    assert "left out" in done.out
    # A colour is a whole number, which is compared exactly.
    assert ecd(*names, "--atol", "5").code == 1
    assert ecd(*names, "--ignore", "").code == 0
    for wrong in (("--rtol", "-1"), ("--atol", "nan"), ("--ignore", "x"), ("--ignore", "/~2")):
        assert ecd(*names, *wrong).code == 2


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("place", ["/Wide", "/Definitions/0/Hyperplanes"])
def test_a_tolerance_meets_numbers_that_no_double_holds(ecd, place):
    for name, value in (("a.ecd", "1e400"), ("b.ecd", "0.5"), ("c.ecd", "1e-400")):
        spelled = value if place == "/Wide" else f"[{value}, 2]"
        assert ecd("edit", "svm.ecd", "--set", f"{place}={spelled}", "-o", name).code == 0
    for one, other in itertools.permutations(("a.ecd", "b.ecd", "c.ecd"), 2):
        for tolerance in ("--rtol", "--atol"):
            done = ecd("diff", one, other, tolerance, "1")
            assert (done.code, done.err) == (1, "")


def test_the_same_number_in_another_spelling_is_told_as_such(ecd, folder):
    body = {
        "Classifier": "MaximumLikelihood",
        "Classes": [{"ClassValue": 1, "ClassName": "a", "Means": [15, 2.5]}],
    }
    root = {"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "Definitions": [body]}
    text = json.dumps(root)
    (folder / "a.ecd").write_text(text)
    (folder / "b.ecd").write_text(text.replace("15,", "15.0,"))
    done = ecd("diff", "a.ecd", "b.ecd")
    assert done.code == 1
    assert "1 of 2 values are respelled" in done.out
    (folder / "b.ecd").write_text(text.replace("2.5", "2.50"))
    done = ecd("diff", "a.ecd", "b.ecd")
    assert done.code == 0
    assert "spelling" in done.out


def test_true_is_no_number_and_no_change_of_one(ecd, folder):
    text = '{"ImportDeepLearningModelToEsriExtraInfo": 0, "Version": 1, "a": [%s]}'
    for name, values in (("a.json", "1, 0, 4"), ("b.json", "true, false, 8")):
        (folder / name).write_text(text % values)
    told = "3 of 3 values differ, largest relative change 0.5 at [2]"
    assert told in ecd("diff", "a.json", "b.json").out
    (folder / "b.json").write_text(text % "true, false, 4")
    assert "2 of 3 values differ\n" in ecd("diff", "a.json", "b.json").out


def test_standard_input_has_the_name_that_was_typed(ecd, folder):
    content = (folder / "wrong.json").read_bytes()
    assert ecd("diff", "info.json", "-", stdin=content).out.splitlines()[:2] == [
        "--- info.json (extra-info 1)",
        "+++ - (extra-info 1)",
    ]
    page = ecd("diff", "info.json", "-", "--format", "html", stdin=content).out
    assert "<h1>info.json → -</h1>" in page
    assert ecd("show", "-", stdin=content).out.startswith("-\n")


@pytest.mark.usefixtures("folder")
def test_documents_of_two_kinds_are_compared_in_what_both_can_say(ecd):
    ecd("deep-learning-model-to-ecd", "trained.model", "info.json", "joined.ecd")
    done = ecd("diff", "info.json", "joined.ecd")
    assert done.code == 1
    assert "a extra-info" not in done.out
    assert "class" not in "".join(
        line
        for line in done.out.splitlines()
        if line[:1] in "+-~" and line[:3] not in ("---", "+++") and "compared" not in line
    )
    assert "only the second can say" in done.out
    assert "DeepLearningModel" in done.out


def test_an_embedded_model_is_told_by_its_digest_and_goes_back(ecd, folder):
    ecd("deep-learning-model-to-ecd", "trained.model", "info.json", "one.ecd")
    (folder / "trained.model").write_bytes(bytes(range(256)) * 40)
    ecd("deep-learning-model-to-ecd", "trained.model", "info.json", "two.ecd")
    (folder / "trained.model").write_bytes(bytes(range(256)) * 39 + bytes(256))
    ecd("deep-learning-model-to-ecd", "trained.model", "info.json", "three.ecd")
    done = ecd("diff", "two.ecd", "three.ecd")
    assert "10,240 bytes, SHA-256" in done.out
    for pair in (("one.ecd", "two.ecd"), ("two.ecd", "three.ecd")):
        ecd("diff", *pair, "--format", "json", "-o", "delta", "--force")
        assert ecd("patch", pair[0], "delta").raw == (folder / pair[1]).read_bytes()
        assert ecd("patch", pair[1], "delta", "--reverse").raw == (folder / pair[0]).read_bytes()
    operations = ecd("diff", "two.ecd", "three.ecd", "--format", "patch").raw
    assert ecd("patch", "two.ecd", "-", stdin=operations).raw == (folder / "three.ecd").read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [("-", "-"), ("svm.ecd", "absent.ecd"), ("svm.ecd", "broken.ecd"), ("svm.ecd", "strange.json")],
)
@pytest.mark.usefixtures("pair")
def test_what_cannot_be_compared_exits_with_two(ecd, arguments):
    for form in ("text", "json", "patch", "html"):
        done = ecd("diff", *arguments, "--format", form)
        assert (done.code, done.out) == (2, "")


def test_colours_and_swatches_are_for_terminals_that_show_them(pair):
    import ecdkit

    delta = ecdkit.diff(*map(ecdkit.read, pair))
    assert "\x1b" not in diff_text(delta, Paint())
    assert "\x1b[48;2;0;0;255m" in diff_text(delta, Paint(colored=True, true_color=True))
    assert "48;2" not in diff_text(delta, Paint(colored=True))


@pytest.mark.usefixtures("folder")
def test_names_that_would_act_on_a_terminal_or_a_page_are_escaped(ecd):
    name = "<b>\x1b[31m\u202e\"'&"
    ecd("edit", "svm.ecd", "--rename-class", f"1={name}", "-o", "evil.ecd")
    text = ecd("diff", "svm.ecd", "evil.ecd").out
    page = ecd("diff", "svm.ecd", "evil.ecd", "--format", "html").out
    for out in (text, page):
        assert "\x1b" not in out
        assert "\u202e" not in out
    assert "<b>" not in page


def test_a_name_that_stands_twice_is_told_with_its_file_and_nothing_is_written(ecd, folder):
    content = (folder / "svm.ecd").read_bytes()
    twice = content.replace(b'"Classifier"', b'"Classifier": "KNN", "Classifier"', 1)
    assert twice != content
    (folder / "twice.ecd").write_bytes(twice)
    column = twice.decode().splitlines()[-1].rindex('"Classifier"') + 1
    place = f"{twice.count(10) + (not twice.endswith(bytes([10])))}:{column}: "
    for names in (("svm.ecd", "twice.ecd"), ("twice.ecd", "svm.ecd")):
        done = ecd("diff", *names, "-o", "out")
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"ecd: twice.ecd:{place}the name 'Classifier' stands twice")
        assert not (folder / "out").exists()
    assert ecd("diff", "-", "svm.ecd", stdin=twice).err.startswith(f"ecd: -:{place}")
    assert ecd("diff", "twice.ecd", "-", stdin=twice).code == 0
