"""What classes may not share, and counts that must be true; told at the right place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given

import ecdkit
from ecdkit.formats.common_rules import counted
from ecdkit.testing.models import documents, models

if TYPE_CHECKING:
    from collections.abc import Callable

COLORS = [(at, 128, 255 - at) for at in range(256)]


def info(classes):
    return {
        "ImportDeepLearningModelToEsriExtraInfo": 0,
        "Version": 1,
        "Classifier": "CNTK",
        "NumberRasterBands": 4,
        "MiniBatchSize": 16,
        "Classes": [
            {"Value": value, "Name": name, "Color": color} for value, name, color in classes
        ],
    }


def rows(classes):
    """Classes in the spelling of classifier definitions."""
    return [
        {"ClassValue": value, "ClassName": name, "Red": red, "Green": green, "Blue": blue}
        for value, name, (red, green, blue) in classes
    ]


def envelope(*definitions, **changes):
    return {
        "EsriClassifierDefinitionFile": 0,
        "FileVersion": 1,
        "NumberDefinitions": len(definitions),
        "Definitions": definitions,
        **changes,
    }


def opaque(classes):
    return envelope({"Classifier": "SVM", "Classes": rows(classes)})


def opaque_like_info(classes):
    return envelope({"Classifier": "SVM", "Classes": info(classes)["Classes"]})


def maximum_likelihood(classes):
    statistics = {"Count": 9, "Means": [1], "Covariances": [[1]]}
    return envelope(
        {
            "Classifier": "MaximumLikelihood",
            "NumberClasses": len(classes),
            "RasterIsSegmented": False,
            "NumberBands": 1,
            "Classes": [row | statistics for row in rows(classes)],
        }
    )


def found(value):
    """Code, severity and pointer of every problem."""
    report = ecdkit.validate(ecdkit.parse(json.dumps(value)))
    return [(one.code, one.severity, one.pointer) for one in report.problems]


class Spelling(NamedTuple):
    """A way to write classes: what makes the document, where they are, what members are called."""

    make: Callable[[list], dict]
    where: str
    value: str
    name: str
    color: str


everywhere = pytest.mark.parametrize(
    "spelling",
    [
        Spelling(info, "/Classes", "Value", "Name", "Color"),
        Spelling(opaque, "/Definitions/0/Classes", "ClassValue", "ClassName", "Red"),
        Spelling(opaque_like_info, "/Definitions/0/Classes", "Value", "Name", "Color"),
        Spelling(maximum_likelihood, "/Definitions/0/Classes", "ClassValue", "ClassName", "Red"),
    ],
    ids=lambda spelling: spelling.make.__name__,
)


@given(documents(models(sound=True)))
def test_nothing_is_found_in_a_sound_document(written):
    report = ecdkit.validate(written.parse())
    assert report.problems == ()
    assert report.ok


@everywhere
def test_classes_that_differ_in_everything_are_fine(spelling):
    assert found(spelling.make([(0, "", COLORS[0]), (255, "Forest", COLORS[1])])) == []


@everywhere
def test_a_repeated_class_value_is_an_error_at_the_later_one(spelling):
    classes = [(1, "a", COLORS[0]), (2, "b", COLORS[1]), (1, "c", COLORS[2]), (1, "d", COLORS[3])]
    assert found(spelling.make(classes)) == [
        ("duplicate-class-value", "error", f"{spelling.where}/2/{spelling.value}")
    ]
    report = ecdkit.validate(ecdkit.parse(json.dumps(spelling.make(classes))))
    assert report.problems[0].message == "the class value 1 is that of 3 classes"
    assert report.problems[0].hint == f"the first is {spelling.where}/0/{spelling.value}"
    assert not report.ok


@everywhere
def test_a_repeated_name_is_a_warning_at_the_later_one(spelling):
    classes = [(1, "a", COLORS[0]), (2, "a", COLORS[1]), (3, "A", COLORS[2])]
    assert found(spelling.make(classes)) == [
        ("duplicate-class-name", "warning", f"{spelling.where}/1/{spelling.name}")
    ]


@everywhere
def test_an_equal_colour_is_a_warning_at_the_later_one(spelling):
    classes = [(1, "a", (1, 2, 3)), (2, "b", (3, 2, 1)), (3, "c", (1, 2, 3))]
    assert found(spelling.make(classes)) == [
        ("equal-color", "warning", f"{spelling.where}/2/{spelling.color}")
    ]


@everywhere
@pytest.mark.parametrize("outer", [" a", "a ", "\ta", "a\n", "\u3000a"])
def test_outer_space_of_a_name_is_a_warning(spelling, outer):
    classes = [(1, "a b", COLORS[0]), (2, outer, COLORS[1])]
    assert found(spelling.make(classes)) == [
        ("name-outer-space", "warning", f"{spelling.where}/1/{spelling.name}")
    ]


@everywhere
def test_a_class_value_above_255_is_a_warning(spelling):
    assert found(spelling.make([(255, "a", COLORS[0])])) == []
    classes = [(256, "a", COLORS[0]), (10**40, "b", COLORS[1])]
    assert found(spelling.make(classes)) == [
        ("class-value-beyond-8-bit", "warning", f"{spelling.where}/0/{spelling.value}")
    ]


@everywhere
def test_a_class_that_is_none_does_not_hide_the_others(spelling):
    document = spelling.make([(7, "x", COLORS[9]), (1, "a", COLORS[0]), (1, "b", COLORS[1])])
    classes = document.get("Classes") or document["Definitions"][0]["Classes"]
    classes[0].clear()
    assert ("duplicate-class-value", "error", f"{spelling.where}/2/{spelling.value}") in found(
        document
    )


def test_classes_of_other_definitions_may_have_the_same_values():
    one = opaque([(1, "a", COLORS[0])])["Definitions"][0]
    assert found(envelope(one, one)) == []


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        (envelope(NumberDefinitions=1), "/NumberDefinitions"),
        (
            envelope({**maximum_likelihood([])["Definitions"][0], "NumberClasses": 1}),
            "/Definitions/0/NumberClasses",
        ),
    ],
)
def test_a_count_that_lies_is_an_error_at_the_count(document, pointer):
    assert found(document) == [("count-mismatch", "error", pointer)]


def test_a_count_that_nobody_described_is_not_judged():
    assert found(envelope({"Classifier": "SVM", "NumberClasses": 9, "Classes": []})) == []


@pytest.mark.parametrize("digits", [1, 60, 4000])
def test_a_count_of_any_size_is_told_in_a_bounded_sentence(digits):
    document = json.dumps(envelope()).replace(
        '"NumberDefinitions": 0', '"NumberDefinitions": ' + "9" * digits
    )
    problems = ecdkit.validate(ecdkit.parse(document)).problems
    assert "count-mismatch" in {problem.code for problem in problems}
    assert all(len(problem.message) < 300 for problem in problems)


@pytest.mark.parametrize("listed", [[], [1], [{"x": 1}], [[]], [{"ClassValue": 1}], ["a", None]])
def test_where_nothing_says_that_it_is_a_class_nothing_is_judged(listed):
    assert found(envelope({"Classifier": "SVM", "Classes": listed})) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 bands"), (1, "1 band"), (2, "2 bands"), (-1, "-1 bands"), (1000, "1,000 bands"),
        (10**12 - 1, "999,999,999,999 bands"), (10**12, "1000000000000 bands"),
        (1 - 10**12, "-999,999,999,999 bands"), (-(10**12), "-1000000000000 bands"),
    ],
)  # fmt: skip
def test_numbers_of_things_are_spelled_as_people_do(number, words):
    assert counted(number, "band") == words


@pytest.mark.parametrize(
    "color",
    [
        [1, 2],
        [1, 2, "3"],
        [1, 2, True],
        [1, 2, 3.0],
        [1, 2, [3]],
        "a",
        None,
        [1, 2, 256],
        [1, 2, -1],
    ],
)
def test_what_is_no_colour_is_equal_to_none(color):
    classes = info([(1, "a", color), (2, "b", color)])["Classes"]
    codes = [code for code, _, _ in found(envelope({"Classifier": "SVM", "Classes": classes}))]
    assert codes == []
