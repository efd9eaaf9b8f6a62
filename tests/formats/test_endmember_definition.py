"""Endmember definitions: two spellings of one version, told apart by the names of their counts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

import ecdkit
from ecdkit import EditError
from ecdkit.formats.endmember_definition.rules import RULES
from ecdkit.formats.endmember_definition.spelling import SPELLINGS
from ecdkit.testing.models import documents, endmember_definitions

CLASSES = {"1a": ecdkit.EndmemberDefinition1a, "1b": ecdkit.EndmemberDefinition1b}
everywhere = pytest.mark.parametrize("spelling", SPELLINGS, ids=lambda spelling: spelling.version)


def definition(spelling, endmembers, *, bands=2, count=None, **changes):
    return {
        "EsriEndmemberDefinitionFile": 0,
        "FileVersion": 1,
        spelling.endmembers: len(endmembers) if count is None else count,
        spelling.bands: bands,
        "Endmembers": [
            {"EndmemberID": at, "EndmemberName": name, "SpectralProfile": profile}
            for at, name, profile in endmembers
        ],
        **changes,
    }


def report_on(value):
    return ecdkit.validate(ecdkit.parse(json.dumps(value)))


def found(value):
    return [(one.code, one.severity, one.pointer) for one in report_on(value).problems]


PURE = [(1, "urban", [88, 42.5]), (2, "water", [51, 20])]


@given(documents(endmember_definitions()))
def test_the_spelling_is_the_version(written):
    doc = written.parse()
    assert doc.format.name == "endmember-definition"
    assert CLASSES[doc.version] is type(doc.model)


@everywhere
def test_both_spellings_have_the_same_attributes(spelling):
    model = ecdkit.parse(json.dumps(definition(spelling, PURE))).model
    assert type(model) is CLASSES[spelling.version]
    assert (model.file_version, model.number_endmembers, model.number_bands) == (1, 2, 2)
    assert model.endmembers[1].endmember_name == "water"
    assert model.endmembers[0].spectral_profile.tolist() == [88.0, 42.5]


@pytest.mark.parametrize(
    ("keys", "version"),
    [
        ([], "1a"),
        (["NumberEndmembers"], "1a"),
        (["NumberOfBands"], "1b"),
        (["NumberOfBands", "NumberBands"], "1a"),
        (["NumberOfBands", "NumberBands", "NumberOfEndmembers"], "1b"),
        (["NumberOfBands", "NumberBands", "NumberEndmembers"], "1a"),
        (["NumberOfBands", "NumberBands", "NumberOfEndmembers", "NumberEndmembers"], "1a"),
        (["numberofbands"], "1a"),
    ],
)
def test_a_mixed_spelling_is_the_one_of_which_there_is_most(keys, version):
    root = {"EsriEndmemberDefinitionFile": 0, "FileVersion": 1}
    assert ecdkit.parse(json.dumps(root | dict.fromkeys(keys, 0))).version == version


@pytest.mark.parametrize("number", [0, 2, -1, 10**30])
@everywhere
def test_other_numbers_are_versions_that_nobody_knows(spelling, number):
    doc = ecdkit.parse(json.dumps(definition(spelling, PURE, FileVersion=number)))
    assert doc.version == number
    assert isinstance(doc.model, ecdkit.OpaqueDocument)
    (problem,) = ecdkit.validate(doc).problems
    assert (problem.code, problem.severity, problem.pointer) == (
        "unknown-version",
        "warning",
        "/FileVersion",
    )
    assert problem.hint == "ecdkit knows 1a and 1b"


@everywhere
def test_of_another_version_nothing_is_checked_that_this_one_says(spelling):
    value = definition(spelling, PURE, bands=5, count=7, FileVersion=2)
    assert found(value) == [("unknown-version", "warning", "/FileVersion")]


@everywhere
def test_without_endmembers_nothing_is_told_of_them(spelling):
    value = definition(spelling, PURE, count=7)
    del value["Endmembers"]
    assert found(value) == [("missing-member", "error", "")]
    for other in (None, "a", {"a": {}}):
        value["Endmembers"] = other
        assert found(value) == [("wrong-type", "error", "/Endmembers")]


@pytest.mark.parametrize(
    ("number", "code"), [(None, "wrong-type"), ("1", "wrong-type"), (1.0, "integer-spelling")]
)
def test_a_version_that_is_no_integer_is_told_and_has_no_model(number, code):
    doc = ecdkit.parse(json.dumps(definition(SPELLINGS[0], PURE, FileVersion=number)))
    assert doc.version is None
    with pytest.raises(ecdkit.DefinitionError):
        _ = doc.model
    assert found(definition(SPELLINGS[0], PURE, FileVersion=number)) == [
        (code, "error", "/FileVersion")
    ]


def test_a_model_does_not_change_its_spelling_in_passing():
    doc = ecdkit.parse(json.dumps(definition(SPELLINGS[0], PURE)))
    other = ecdkit.parse(json.dumps(definition(SPELLINGS[1], PURE))).model
    with pytest.raises(EditError, match="EndmemberDefinition1a is expected"):
        doc.replace(other)


@everywhere
def test_a_sound_definition_has_no_problems(spelling):
    assert found(definition(spelling, PURE)) == []
    assert found(definition(spelling, [])) == []
    assert found(definition(spelling, [], bands=0)) == []


@everywhere
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_count_that_lies_is_an_error_at_the_count(spelling, count):
    wrong = definition(spelling, PURE, count=count)
    assert found(wrong) == [("count-mismatch", "error", f"/{spelling.endmembers}")]


@everywhere
@pytest.mark.parametrize("bands", [1, 3])
def test_a_number_of_bands_that_no_spectrum_has_is_told_at_the_number(spelling, bands):
    report = report_on(definition(spelling, PURE[:1], bands=bands))
    (problem,) = report.problems
    assert (problem.code, problem.pointer) == ("count-mismatch", f"/{spelling.bands}")
    assert problem.message == f"{spelling.bands} is {bands}, but every spectrum has 2 bands"
    (problem,) = report_on(definition(spelling, [(1, "a", [5])])).problems
    assert problem.message == f"{spelling.bands} is 2, but every spectrum has 1 band"


@everywhere
def test_without_a_number_of_bands_nothing_is_told_of_spectra(spelling):
    value = definition(spelling, PURE, bands="2")
    assert found(value) == [("wrong-type", "error", f"/{spelling.bands}")]
    del value[spelling.bands]
    assert found(value) == [("missing-member", "error", "")]


@everywhere
def test_one_spectrum_of_another_length_is_told_at_the_spectrum(spelling):
    for profile, numbers in (([1], "1 number"), ([1, 2, 3], "3 numbers")):
        wrong = definition(spelling, [*PURE, (3, "soil", profile)], bands=2)
        told = next(one for one in report_on(wrong).problems if one.code == "wrong-length")
        assert (told.severity, told.pointer) == ("error", "/Endmembers/2/SpectralProfile")
        assert told.message == f"SpectralProfile has {numbers}, but {spelling.bands} is 2"


@everywhere
@pytest.mark.parametrize(
    ("endmembers", "code", "severity", "where"),
    [
        ([(1, "a", [1, 2]), (1, "b", [2, 2])], "duplicate-endmember-id", "error", "1/EndmemberID"),
        (
            [(1, "a", [1, 2]), (2, "a", [2, 2])],
            "duplicate-class-name",
            "warning",
            "1/EndmemberName",
        ),
        ([(1, "a", [1, 2]), (2, "b", [1.0, 2])], "equal-spectra", "warning", "1/SpectralProfile"),
        ([(1, "a ", [1, 2])], "name-outer-space", "warning", "0/EndmemberName"),
    ],
)
def test_endmembers_differ(spelling, endmembers, code, severity, where):
    report = report_on(definition(spelling, endmembers))
    (problem,) = report.problems
    assert (problem.code, problem.severity) == (code, severity)
    assert problem.pointer == f"/Endmembers/{where}"
    if code == "duplicate-class-name":
        assert problem.message == "the name of two endmembers is the same"
    if code == "name-outer-space":
        assert problem.message == "the name 'a ' begins or ends with a space"
    if len(endmembers) > 1:
        assert problem.hint.startswith("the first is /Endmembers/0/")


MESSAGES = [
    (definition(SPELLINGS[0], [(1, "a", [1, 2]), (1, "b", [2, 2])]),
     "the number of two endmembers is the same", "the first is /Endmembers/0/EndmemberID"),
    (definition(SPELLINGS[0], [(1, "a", [1, 2]), (2, "b", [1, 2])]),
     "the spectrum of two endmembers is the same", "the first is /Endmembers/0/SpectralProfile"),
    (definition(SPELLINGS[0], [(1, "a", [1]), (2, "b", [2])], bands=1),
     "there are more endmembers (2) than bands (1)",
     "linear spectral unmixing takes at most as many endmembers as bands"),
    (definition(SPELLINGS[0], PURE, NumberOfBands=2),
     "NumberOfBands is no member of the spelling with NumberEndmembers",
     "remove the member of the other spelling"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "message", "hint"), MESSAGES)
def test_a_rule_is_told_word_for_word(value, message, hint):
    (problem,) = report_on(value).problems
    assert (problem.message, problem.hint) == (message, hint)


def test_every_rule_is_told_somewhere_here():
    told = {report_on(value).problems[0].code for value, _, _ in MESSAGES}
    assert told == {rule.code for rule in RULES}


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("NumberOfBands", "NumberBands"), ("NumberOfEndmembers", "NumberEndmembers")],
)
def test_the_only_count_is_to_be_renamed_and_not_removed(wrong, right):
    value = definition(SPELLINGS[0], PURE)
    value[wrong] = value.pop(right)
    told = {one.code: one.hint for one in report_on(value).problems}
    assert told == {
        "missing-member": f"did you mean {right}?",
        "mixed-spelling": f"name it {right}",
    }
    value[right] = value.pop(wrong)
    assert found(value) == []


@everywhere
def test_more_endmembers_than_bands_are_a_warning(spelling):
    two = [(1, "a", [1]), (2, "b", [2])]
    assert found(definition(spelling, two, bands=1)) == [
        ("more-endmembers-than-bands", "warning", "/Endmembers")
    ]
    assert found(definition(spelling, [(1, "a", [1])], bands=1)) == []


def test_names_of_both_spellings_are_told_at_those_that_do_not_belong():
    mixed = definition(SPELLINGS[0], PURE, NumberOfBands=2)
    assert found(mixed) == [("mixed-spelling", "warning", "/NumberOfBands")]
    mixed = definition(SPELLINGS[0], PURE, NumberOfEndmembers=2)
    assert found(mixed) == [("mixed-spelling", "warning", "/NumberOfEndmembers")]
    mixed = definition(SPELLINGS[1], PURE, NumberBands=2)
    assert found(mixed) == [("mixed-spelling", "warning", "/NumberBands")]


@everywhere
def test_endmembers_are_renamed_by_their_number_and_have_no_colour(spelling):
    doc = ecdkit.parse(json.dumps(definition(spelling, PURE)))
    renamed = ecdkit.rename_class(doc, 2, "lake")
    assert renamed.to_bytes() == doc.to_bytes().replace(b"water", b"lake")
    with pytest.raises(EditError, match="class 2 has no colour to change"):
        ecdkit.recolor_class(doc, 2, (1, 2, 3))
    with pytest.raises(EditError, match="no class has the value 3"):
        ecdkit.rename_class(doc, 3, "x")


def test_the_corpus_is_read_summed_up_and_valid(corpus):
    versions = set()
    for path in (corpus / "endmember-definition").iterdir():
        doc = ecdkit.read(path)
        assert doc.to_bytes() == path.read_bytes()
        assert ecdkit.validate(doc).problems == ()
        (one,) = ecdkit.summarize(doc).definitions
        assert (one.kind, one.grade, one.bands) == ("endmembers", "documented", 7)
        assert [each.name for each in one.classes] == ["urban", "vegetation", "water"]
        versions.add(doc.version)
    assert versions == {"1a", "1b"}
