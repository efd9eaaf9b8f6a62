"""What is wrong with a structure is told with JSON pointers, JSON names and places, all of it."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given

import ecdkit
from ecdkit.document import structure_problems
from ecdkit.errors import FormatError
from ecdkit.testing.models import documents, mutants

INFO = {
    "ImportDeepLearningModelToEsriExtraInfo": 0,
    "Version": 1,
    "Classifier": "CNTK",
    "NumberRasterBands": 4,
    "MiniBatchSize": 16,
    "Classes": [{"Value": 1, "Name": "Forest", "Color": [0, 128, 0]}],
}


def changed(value, changes):
    """An object with other members; an ellipsis takes one out."""
    return {name: one for name, one in {**value, **changes}.items() if one is not ...}


def info(**changes):
    return changed(INFO, changes)


def info_class(**changes):
    return info(Classes=[changed(INFO["Classes"][0], changes)])


def problems_of(value):
    return structure_problems(ecdkit.parse(json.dumps(value)))


@pytest.mark.parametrize(
    ("value", "pointer", "code", "message"),
    [
        (info(Classifier=...), "", "missing-member", "the member 'Classifier' is missing"),
        (info(Classifier=None), "/Classifier", "wrong-type", "a string is expected, not null"),
        (info(Classifier=1), "/Classifier", "wrong-type", "a string is expected, not a number"),
        (info(Classes={}), "/Classes", "wrong-type", "an array is expected, not an object"),
        (info(Classes=[1]), "/Classes/0", "wrong-type", "an object is expected, not a number"),
        (info(Classes=[[]]), "/Classes/0", "wrong-type", "an object is expected, not an array"),
        (info(Classes="a"), "/Classes", "wrong-type", "an array is expected, not a string"),
        (
            info(MiniBatchSize=True),
            "/MiniBatchSize",
            "wrong-type",
            "an integer is expected, not true",
        ),
        (
            info(MiniBatchSize=1.5),
            "/MiniBatchSize",
            "wrong-type",
            "an integer is expected, not 1.5",
        ),
        (
            info(MiniBatchSize=16.0),
            "/MiniBatchSize",
            "integer-spelling",
            "an integer is written with digits only, not as 16.0",
        ),
        (
            info(MiniBatchSize=-1),
            "/MiniBatchSize",
            "out-of-range",
            "MiniBatchSize is an integer of at least 0, not -1",
        ),
        (
            info_class(Color=[0, 128, 256]),
            "/Classes/0/Color/2",
            "out-of-range",
            "Color is an integer from 0 to 255, not 256",
        ),
        (
            info_class(Color=[0, 128, 0, 255]),
            "/Classes/0/Color",
            "wrong-length",
            "3 elements are expected, not 4",
        ),
        (
            info_class(Color=[0, 128]),
            "/Classes/0/Color",
            "wrong-length",
            "3 elements are expected, not 2",
        ),
        (
            info_class(Color=[0, "1", 0]),
            "/Classes/0/Color/1",
            "wrong-type",
            "an integer is expected, not a string",
        ),
        (
            info_class(Color={"r": 0, "g": 1, "b": 2}),
            "/Classes/0/Color",
            "wrong-type",
            "an array is expected, not an object",
        ),
        (
            info_class(Name=...),
            "/Classes/0",
            "missing-member",
            "the member 'Name' is missing",
        ),
        (info(Version="1"), "/Version", "wrong-type", "an integer is expected, not a string"),
        (info(Version=...), "", "missing-member", "the member 'Version' is missing"),
    ],
)
def test_each_problem_has_its_code_its_place_and_its_sentence(value, pointer, code, message):
    (problem,) = problems_of(value)
    assert (problem.pointer, problem.code, problem.message) == (pointer, code, message)
    assert problem.severity == "error"


@pytest.mark.parametrize(
    ("matrix", "pointer", "message"),
    [
        ("[1, null]", "/0", "an array is expected, not a number"),
        ("[[1, null]]", "/0/1", "a number is expected, not null"),
        ('[[1, "2"]]', "/0/1", "a number is expected, not a string"),
        ("[[1, true]]", "/0/1", "a number is expected, not true"),
        ("[[1, [2]]]", "/0/1", "a number is expected, not an array"),
        ("[[1, {}]]", "/0/1", "a number is expected, not an object"),
        ("[[1], null]", "/1", "an array is expected, not null"),
        ('[[1], "2"]', "/1", "an array is expected, not a string"),
        ("{}", "", "an array of arrays of numbers is expected, not an object"),
        ("1", "", "an array of arrays of numbers is expected, not a number"),
    ],
)
def test_what_does_not_belong_into_a_matrix_is_found(matrix, pointer, message):
    text = (
        '{"EsriClassifierDefinitionFile":0,"FileVersion":1,"NumberDefinitions":1,"Definitions":['
        '{"Classifier":"MaximumLikelihood","NumberClasses":1,"RasterIsSegmented":false,\n'
        '"NumberBands":1,"Classes":[{"ClassValue":1,"ClassName":"Forest","Red":0,"Green":1,\n'
        f'"Blue":2,"Count":9,"Means":[1],\n"Covariances":{matrix}}}]}}]}}'
    )
    (problem,) = structure_problems(ecdkit.parse(text))
    where = "/Definitions/0/Classes/0/Covariances"
    assert (problem.pointer, problem.message) == (where + pointer, message)
    assert problem.line == 4
    assert problem.column >= len('"Covariances":') + 1


def test_all_problems_are_told_at_once_in_the_order_of_the_document():
    value = info(
        Classifier=None,
        MiniBatchSize="16",
        Classes=[{"Value": "1", "Name": 2, "Color": [1]}, {"Value": 2}],
    )
    problems = problems_of(value)
    assert [problem.pointer for problem in problems] == [
        "/Classifier",
        "/MiniBatchSize",
        "/Classes/0/Value",
        "/Classes/0/Name",
        "/Classes/0/Color",
        "/Classes/1",
        "/Classes/1",
    ]
    with pytest.raises(ecdkit.DefinitionError, match="and 6 more") as caught:
        _ = ecdkit.parse(json.dumps(value)).model
    assert caught.value.problems == problems
    assert isinstance(caught.value, ValueError)


def test_a_name_in_a_pointer_is_escaped():
    doc = ecdkit.parse(json.dumps(info()))
    doc = doc.set("/a~1b~0c", {"x": 1}).set("/Classes/0/Name", 1)
    assert structure_problems(doc)[0].pointer == "/Classes/0/Name"


def test_the_error_says_file_line_and_column(tmp_path):
    path = tmp_path / "info.json"
    path.write_text(json.dumps(info_class(Name=5), indent=1))
    with pytest.raises(ecdkit.DefinitionError) as caught:
        _ = ecdkit.read(path).model
    assert str(caught.value).startswith(f"{path}:10:")
    assert "(at /Classes/0/Name)" in str(caught.value)


@given(documents())
def test_a_valid_document_has_no_structure_problem(written):
    assert structure_problems(written.parse()) == ()


@given(mutants())
def test_every_problem_points_at_a_place_of_the_document(mutant):
    try:
        doc = mutant.parse()
    except FormatError:
        return
    for problem in structure_problems(doc):
        place = doc.text.at(problem.pointer)
        assert (problem.line, problem.column) == place.place
        assert len(problem.message) < 300
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", problem.code)


@pytest.mark.parametrize(
    ("spelled", "code"),
    [
        ("1e400", "wrong-type"),
        ("1e-400", "wrong-type"),
        ("0e-500", "integer-spelling"),
        ("1.0000000000000000001", "integer-spelling"),
    ],
)
def test_what_no_double_holds_is_no_integer_in_another_spelling(spelled, code):
    text = json.dumps(info(MiniBatchSize=0.125)).replace("0.125", spelled)
    assert [one.code for one in ecdkit.validate(ecdkit.parse(text)).problems] == [code]


def test_an_array_of_wrong_length_is_looked_into():
    problems = ecdkit.validate(ecdkit.parse(json.dumps(info_class(Color=["x", 300])))).problems
    assert [(one.code, one.pointer) for one in problems] == [
        ("wrong-length", "/Classes/0/Color"),
        ("wrong-type", "/Classes/0/Color/0"),
        ("out-of-range", "/Classes/0/Color/1"),
    ]


def test_of_two_names_for_one_that_is_missing_the_first_is_told():
    value = info(MiniBatchSize=...) | {"minibatchsize": 1, "MINIBATCHSIZE": 2}
    problems = ecdkit.validate(ecdkit.parse(json.dumps(value))).problems
    assert [(one.code, one.pointer) for one in problems] == [("missing-member", "/minibatchsize")]


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"Classes": [{"Value": 1, "Name": "a", "color": [1, 2, 3]}]}, "/Classes/0/color"),
        ({"ModelConfiguration": {"name": "a"}}, "/ModelConfiguration/name"),
    ],
)
def test_names_are_compared_in_members_of_several_types(members, pointer):
    value = {"ImageHeight": 1, "ExtractBands": [0], **members}
    problems = ecdkit.validate(ecdkit.parse(json.dumps(value))).problems
    told = [one.pointer for one in problems if one.code == "misspelt-member"]
    assert told == [pointer]
