"""A report lists what is wrong in the order of places, is bounded, and never calls wrong right."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import ecdkit
from ecdkit import Limits
from ecdkit.errors import FormatError, LimitError
from ecdkit.limits import DEFAULT_LIMITS
from ecdkit.testing.models import documents, mutants
from ecdkit.text import JsonText
from ecdkit.validation import schema_check
from ecdkit.validation.report import Report
from ecdkit.validation.rules import FORMAT
from ecdkit.validation.validate import validate_bytes


def info(*classes, text=str):
    root = {"ImportDeepLearningModelToEsriExtraInfo": 0, "Version": 1, "Classifier": "CNTK"}
    root |= {"NumberRasterBands": 4, "MiniBatchSize": 16, "Classes": classes}
    return text(json.dumps(root)).encode()


def one(at, **changes):
    color = [at % 256, at // 256 % 256, at // 65536]
    return {"Value": at, "Name": f"class {at}", "Color": color, **changes}


def codes(report):
    return [problem.code for problem in report.problems]


@given(mutants())
def test_a_report_is_in_the_order_of_places_and_of_one_mind_with_itself(mutant):
    try:
        doc = mutant.parse()
    except FormatError:
        return
    report = ecdkit.validate(doc)
    places = [(problem.line, problem.column) for problem in report.problems]
    assert places == sorted(places)
    assert report.ok == (not report.errors)
    assert report.ok == all(problem.severity != "error" for problem in report.problems)
    assert set(report.errors) | set(report.warnings) <= set(report.problems)
    for problem in report.problems:
        assert problem.severity in ("error", "warning", "note")
        assert 0 < len(problem.message) < 300
        assert "\n" not in problem.message
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", problem.code)
        doc.text.at(problem.pointer)


@given(documents())
def test_the_verdict_does_not_depend_on_how_a_document_was_read(written):
    doc = written.parse()
    quick = ecdkit.parse(written.content, encoding=written.encoding, check="structure")
    assert ecdkit.validate(quick) == ecdkit.validate(doc)
    again = validate_bytes(written.content, encoding=written.encoding)
    assert again == ecdkit.validate(doc)
    assert again.version == doc.version


WORDS = [
    "1",
    "-2.5e3",
    "0",
    "-0",
    "1e400",
    "1e-400",
    "9" * 30,
    "NaN",
    "01",
    "1.",
    "true",
    "[1]",
    "",
]
ROWS = st.lists(st.just("1") | st.sampled_from(WORDS), min_size=1, max_size=3).map(
    lambda words: "[" + ", ".join(words) + "]"
)
SHORTCUTS = {
    "ecdkit.text.checks._SMALL": 0,
    "ecdkit.text.lexical._SMALL": 0,
    "ecdkit.text.lexical._LARGE_LEAF": 0,
    "ecdkit.text.numbers.LARGE": 0,
    "ecdkit.text.doubles.LARGE": 0,
}


@given(
    ROWS,
    st.lists(ROWS, min_size=1, max_size=3),
    st.builds(DEFAULT_LIMITS._replace, depth=st.integers(5, 8), number=st.sampled_from([12, 4000])),
)
def test_nor_on_which_parser_has_looked_into_its_numbers(means, rows, limits):
    written = statistics_with(means, "[" + ",".join(rows) + "]")
    expected = validate_bytes(written, limits=limits)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SHORTCUTS.items():
            patch.setattr(name, value)
        assert validate_bytes(written, limits=limits) == expected
        try:
            quick = ecdkit.parse(written, check="structure", limits=limits)
        except ecdkit.EcdError:
            return
        # Of what is read for its structure the format is known, also where a number is none.
        assert ecdkit.validate(quick).problems == expected.problems


def test_a_package_is_not_read_whole(tmp_path):
    path = tmp_path / "forest.dlpk"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("forest.emd", "{}")
    report = ecdkit.validate_file(path, limits=Limits(size=10))
    assert report.format == "deep-learning-package"
    assert "limit" not in codes(report)


def test_wide_numbers_are_looked_for_in_texts_that_are_read_fully(monkeypatch):
    written = b'{"EsriClassifierDefinitionFile": 0, "FileVersion": 2, "a": 1e400}'
    for more, told in ((1, ["wide-number"]), (0, [])):
        monkeypatch.setattr("ecdkit.validation.validate.FULL_BELOW", len(written) + more)
        found = [code for code in codes(validate_bytes(written)) if code == "wide-number"]
        assert found == told


def statistics_with(means, covariances):
    """Return a definition of one class of two bands, with these texts for its numbers."""
    return (
        '{"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1, '
        '"Definitions": [{"Classifier": "MaximumLikelihood", "NumberClasses": 1, '
        '"RasterIsSegmented": false, "NumberBands": 2, "Classes": [{"ClassValue": 1, '
        '"ClassName": "Water", "Red": 0, "Green": 0, "Blue": 255, "Count": 100, '
        f'"Means": {means}, "Covariances": {covariances}}}]}}]}}'
    ).encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "syntax"),
        (b"{", "syntax"),
        (b'{"a": 1}', "format"),
        (b"[]", "format"),
        (b'{"a": "\xe9"}', "encoding"),
        (b"PK\x03\x04", "archive"),
        (b"[" * 1000 + b"]" * 1000, "limit"),
    ],
)
def test_what_cannot_be_read_is_one_problem_with_its_place(content, code, tmp_path):
    path = tmp_path / "forest.ecd"
    path.write_bytes(content)
    report = ecdkit.validate_file(path)
    assert codes(report) == [code]
    assert not report.ok
    assert report.path == str(path)
    assert report.problems[0].line >= 1


def test_a_file_that_cannot_be_opened_is_an_error_and_no_report(tmp_path):
    with pytest.raises(FileNotFoundError):
        ecdkit.validate_file(tmp_path / "nothing.ecd")
    with pytest.raises(ecdkit.EncodingError):
        validate_bytes(info(), encoding="no such encoding")
    with pytest.raises(ecdkit.LimitError, match="more than 10"):
        validate_bytes(info(), limits=Limits(size=10))


def test_a_number_that_was_not_looked_into_is_looked_into():
    root = '{"EsriClassifierDefinitionFile": 0, "FileVersion": 2, "a": [1, 2, 01]}'
    doc = ecdkit.parse(root, check="structure")
    report = ecdkit.validate(doc)
    assert codes(report) == ["syntax"]
    assert (report.problems[0].line, report.format, report.version) == (1, doc.format.name, 2)


@pytest.mark.parametrize(
    ("text", "code", "severity", "pointer"),
    [
        ('"Version": 1, "Version": 1', "duplicate-name", "error", ""),
        ('"Version": 1, "a": NaN', "non-finite-number", "error", "/a"),
        ('"Version": 1, "a": [1, -Infinity]', "non-finite-number", "error", "/a/1"),
        ('"Version": 1, "a": 1e400', "wide-number", "warning", "/a"),
        ('"Version": 1, "a": "\\ud800"', "lone-surrogate", "warning", "/a"),
        ('"Version": 1, "\\udfff": 1', "lone-surrogate", "warning", ""),
        ('"Version": 7', "unknown-version", "warning", "/Version"),
    ],
)
def test_what_json_values_cannot_show_is_told(text, code, severity, pointer):
    content = info(text=lambda document: document.replace('"Version": 1', text))
    report = validate_bytes(content)
    told = [(problem.code, problem.severity, problem.pointer) for problem in report.problems]
    assert (code, severity, pointer) in told
    assert report.ok == (severity != "error")


def test_a_duplicate_name_is_told_at_the_second():
    report = validate_bytes(b'{"ImportDeepLearningModelToEsriExtraInfo": 0,\n "a": 1,\n  "a": 2}')
    (problem,) = [problem for problem in report.problems if problem.code == "duplicate-name"]
    assert (problem.line, problem.column) == (3, 3)


def test_many_repetitions_are_told_in_one_sentence_and_in_bounded_time():
    # No structure of its classes is known, so nothing but the repetitions is looked for.
    classes = b",".join([b'{"Value":7,"Name":"x","Color":[1,2,3]}'] * 100_000)
    content = (
        b'{"EsriClassifierDefinitionFile":0,"FileVersion":1,"NumberDefinitions":1,'
        b'"Definitions":[{"Classifier":"SVM","Classes":[%s]}]}' % classes
    )
    began = time.process_time()
    report = validate_bytes(content)
    assert time.process_time() - began < 30
    assert codes(report) == ["duplicate-class-value", "duplicate-class-name", "equal-color"]
    assert report.problems[0].message == "the class value 7 is that of 100,000 classes"
    assert not report.truncated


def test_many_different_repetitions_are_told_in_one_sentence():
    content = info(*(one(at // 2, Name=f"{at // 2}", Color=[at % 250, 1, 1]) for at in range(400)))
    report = validate_bytes(content)
    duplicates = [problem for problem in report.problems if problem.code == "duplicate-class-value"]
    assert [problem.message for problem in duplicates] == [
        "the class value of several classes is the same: 0, 1, 2 and 197 more"
    ]
    assert duplicates[0].pointer == "/Classes/1/Value"


@pytest.mark.parametrize("limit", [1, 2, 10, 200])
def test_a_report_has_no_more_problems_than_the_limit(limit):
    content = info(*(one(at, Name=None) for at in range(limit + 5)))
    report = validate_bytes(content, limits=Limits(problems=limit))
    assert len(report.problems) == limit
    assert report.truncated
    exact = validate_bytes(content, limits=Limits(problems=limit + 5))
    assert len(exact.problems) == limit + 5
    assert not exact.truncated


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_no_number_of_warnings_hides_an_error(limit):
    spaced = [one(at, Name=f" {at}") for at in range(30)]
    content = info(*spaced, one(29, Name="last"))
    report = validate_bytes(content, limits=Limits(problems=limit))
    assert not report.ok
    assert "duplicate-class-value" in codes(report)
    assert len(report.problems) == limit
    assert report.truncated


def test_thousands_of_warnings_do_not_hide_an_error_nor_take_long():
    content = info(*(one(at, Name=f" {at}") for at in range(20_000)), one(19_999, Name="last"))
    began = time.process_time()
    report = validate_bytes(content)
    assert time.process_time() - began < 30
    assert not report.ok
    assert len(report.problems) == 1000
    assert report.truncated


HOSTILE = {
    "long": "x" * 10_000,
    "controls": "\x00\x1b[31m" * 2000,
    "invisible": "\U000e0001" * 5000,
    "surrogates": "\ud800" * 5000,
    "quotes": "'\"\\" * 3000,
    "spaces": " " * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_values_are_told_in_bounded_sentences(text):
    wide = "9" * 3_999
    documents = [
        info(one(1, Name=text), one(2, Name=text)),
        info(one(1, Name=text, Color=text), one(2, **{text: text})),
        info(one(1), text=lambda found: found.replace('"Version": 1', f'"Version": {wide}')),
        info(one(1), text=lambda found: found.replace("16,", f"-{wide},")),
        info(one(int(wide)), one(int(wide))),
        info(text=lambda found: found.replace("[]", f"{{{json.dumps(text)}: 1}}")),
        json.dumps({text: 1, "Version": text}).encode(),
        json.dumps({"ImportDeepLearningModelToEsriExtraInfo": text, "Version": text}).encode(),
        info(text=lambda found: found.replace("[]", json.dumps([text] * 100))),
        b'{"ImportDeepLearningModelToEsriExtraInfo": 0, %s: 1, %s: 2}'
        % (2 * (json.dumps(text).encode(),)),
        b'{"ImportDeepLearningModelToEsriExtraInfo": 0, "a": %s!}' % json.dumps(text).encode(),
        text.encode("utf-8", "surrogatepass"),
    ]
    for content in documents:
        report = validate_bytes(content)
        assert report.problems
        for problem in report.problems:
            assert len(problem.message) < 300, problem.message
            assert problem.hint is None or len(problem.hint) < 300, problem.hint


@pytest.mark.parametrize(("path", "told"), [("a.dlpk", "a.dlpk/x.emd"), (None, "-/x.emd")])
def test_a_place_in_a_package_is_told_behind_a_slash(path, told):
    problem = FORMAT.of_file("x")
    report = Report(path, None, None, ())
    assert report.file_of(problem) == path
    assert report.file_of(evolve(problem, entry="x.emd")) == told


def test_what_is_wrong_with_a_package_comes_before_what_is_wrong_in_it():
    emd = json.dumps({"ModelFile": 1, "ExtractBands": []})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("./a.emd", "\n\n" + emd)
    problems = validate_bytes(file.getvalue()).problems
    assert [one.entry is None for one in problems] == sorted(
        (one.entry is None for one in problems), reverse=True
    )
    assert {one.entry is None for one in problems} == {True, False}


def test_a_template_of_just_the_largest_size_is_read():
    content = b'{"rasterFunction": "Classify", "rasterFunctionArguments": {}}'
    report = validate_bytes(content, limits=Limits(size=len(content)))
    assert report.format == "raster-function-template"
    with pytest.raises(LimitError):
        validate_bytes(content, limits=Limits(size=len(content) - 1))


def test_what_the_structure_lets_pass_by_a_defect_the_schema_refuses(monkeypatch):
    from ecdkit.validation import validate as module

    content = info(one(1), one(2, Color=[1, 2]))
    assert [each.code for each in validate_bytes(content).problems] == ["wrong-length"]
    look = module.structure_problems
    monkeypatch.setattr(module, "structure_problems", lambda doc: look(doc) and ())
    (problem,) = validate_bytes(content).problems
    assert (problem.code, problem.pointer) == ("schema", "/Classes/1/Color")


def test_errors_and_warnings_are_those_of_their_severity():
    report = validate_bytes(info(one(1, Name="a "), one(300, Color=[0, 0, 256])))
    by = {
        severity: tuple(problem for problem in report.problems if problem.severity == severity)
        for severity in ("error", "warning")
    }
    assert (report.errors, report.warnings) == (by["error"], by["warning"])
    assert all(by.values())
    right = validate_bytes(info(one(1)))
    assert (right.errors, right.warnings) == ((), ())


def test_what_is_wrong_with_a_package_as_a_whole_is_told_at_its_beginning():
    (problem,) = validate_bytes(b"PK\x03\x04 nothing", path="a.dlpk").problems
    assert (problem.line, problem.column, problem.pointer) == (1, 1, "")


PIECES = [
    "a",
    "\u00e9",
    "\u68ee",
    "\U0001f600",
    "\\n",
    "\\\\",
    '\\"',
    "\\u0041",
    "\\ud83d\\ude00",
    "\\ud800",
]


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(1, 300)), max_size=4))
def test_of_a_long_string_the_schema_is_given_how_it_begins(runs):
    token = "".join(piece * times for piece, times in runs)
    view = JsonText.parse(f'["{token}"]', check="structure").root.child("0")
    assert schema_check._beginning(view) == view.value()[:256]
