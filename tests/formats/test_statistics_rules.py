"""What the statistics of a maximum-likelihood class must be to classify with."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ecdkit

WHERE = "/Definitions/0/Classes"
IDENTITY = [[1.0, 0.0], [0.0, 1.0]]


def ml_class(at=0, means=(1, 2), covariances=IDENTITY, count=50):
    return {
        "ClassValue": at,
        "ClassName": f"class {at}",
        "Red": at,
        "Green": 0,
        "Blue": 0,
        "Count": count,
        "Means": means,
        "Covariances": covariances,
    }


def report_on(*classes, bands=2, text=str):
    definition = {
        "Classifier": "MaximumLikelihood",
        "NumberClasses": len(classes),
        "RasterIsSegmented": False,
        "NumberBands": bands,
        "Classes": classes,
    }
    root = {"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1}
    return ecdkit.validate(ecdkit.parse(text(json.dumps(root | {"Definitions": [definition]}))))


def found(*classes, **changes):
    return [
        (one.code, one.severity, one.pointer) for one in report_on(*classes, **changes).problems
    ]


def test_sound_statistics_are_fine():
    assert found(ml_class(0), ml_class(1, covariances=[[4, 1], [1, 4]])) == []
    assert found() == []
    assert found(bands=0) == []
    assert found(ml_class(means=[], covariances=[]), bands=0) == []


def test_means_of_another_length_are_told_at_the_means():
    classes = [ml_class(0), ml_class(1, means=[1, 2, 3])]
    assert found(*classes) == [("wrong-length", "error", f"{WHERE}/1/Means")]


def test_a_number_of_bands_that_no_class_has_is_told_at_the_number():
    classes = [ml_class(0), ml_class(1)]
    assert found(*classes, bands=3) == [("count-mismatch", "error", "/Definitions/0/NumberBands")]


@pytest.mark.parametrize(
    ("covariances", "pointer"),
    [
        ([[1.0]], ""),
        ([], ""),
        ([[]], ""),
        ([[1, 0]], ""),
        ([[1, 0], [0, 1], [0, 0]], ""),
        ([[1, 0], [0]], "/1"),
        ([[1], [0, 1]], "/0"),
        ([[1, 0, 0], [0, 1, 0]], "/0"),
        ([[], []], "/0"),
        ([[1, 0], [0, 1, 0]], "/1"),
    ],
)
def test_covariances_of_another_shape_are_an_error_at_the_row(covariances, pointer):
    wrong = ml_class(covariances=covariances)
    assert found(wrong) == [("covariance-shape", "error", f"{WHERE}/0/Covariances{pointer}")]


@pytest.mark.parametrize(
    ("upper", "symmetric"),
    [(1.0, True), (1.0 + 0.9e-6, True), (1.0 + 1.1e-6, False), (-1.0, False), (0.0, False)],
)
def test_covariances_are_symmetric_to_seven_digits(upper, symmetric):
    wrong = ml_class(covariances=[[9, upper], [1.0, 9]])
    error = ("covariance-asymmetric", "error", f"{WHERE}/0/Covariances")
    assert found(wrong) == ([] if symmetric else [error])


def test_the_first_pair_that_differs_is_told():
    (problem,) = report_on(ml_class(covariances=[[9, 1], [2, 9]])).problems
    assert problem.message == "the covariance is not symmetric: 1 at [0][1], 2 at [1][0]"


# Where the smallest eigenvalue lies, measured by the largest.
DEFINITE, SINGULAR, NOT = "", "covariance-nearly-singular", "covariance-not-positive-definite"


@pytest.mark.parametrize("scale", [1.0, 1e-290, 1.6e308, 12345.678])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("smallest", "code"),
    [
        (1.0, DEFINITE),
        (1.2e-6, DEFINITE),
        (0.8e-6, SINGULAR),
        (1e-12, SINGULAR),
        (0.0, SINGULAR),
        (-0.8e-6, SINGULAR),
        (-1.2e-6, NOT),
        (-1.0, NOT),
    ],
)
def test_the_smallest_eigenvalue_decides_within_what_seven_digits_blur(
    smallest, code, turned, scale
):
    matrix = np.diag([1.0, smallest])
    if turned:
        half = np.sqrt(0.5)
        turn = np.array([[half, -half], [half, half]])
        matrix = turn @ matrix @ turn.T
        matrix = (matrix + matrix.T) / 2
    problems = report_on(ml_class(covariances=(matrix * scale).tolist())).problems
    assert [one.code for one in problems] == [code] * bool(code)
    for one in problems:
        assert one.pointer == f"{WHERE}/0/Covariances"
        assert one.severity == ("error" if code == NOT else "warning")


@pytest.mark.parametrize("matrix", [[[0, 0], [0, 0]], [[-1, 0], [0, -1]], [[-0.0, 0], [0, -0.0]]])
def test_a_matrix_without_any_positive_eigenvalue_is_an_error(matrix):
    (problem,) = report_on(ml_class(covariances=matrix)).problems
    assert problem.code == NOT
    assert "-0" not in problem.message.replace("-0.", "").replace("-1", "")


@given(
    st.integers(1, 4).flatmap(
        lambda bands: st.lists(
            st.lists(
                st.floats(allow_nan=False, allow_infinity=False), min_size=bands, max_size=bands
            ),
            min_size=bands,
            max_size=bands,
        )
    )
)
def test_any_matrix_of_doubles_is_judged(rows):
    upper = np.triu(np.array(rows))
    whole = upper + np.triu(upper, 1).T
    for matrix in (rows, whole.tolist()):
        problems = report_on(
            ml_class(means=[1] * len(rows), covariances=matrix), bands=len(rows)
        ).problems
        assert {one.code for one in problems} <= {"covariance-asymmetric", SINGULAR, NOT}
        assert len(problems) <= 1
    assert "covariance-asymmetric" not in {one.code for one in problems}


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_count_of_samples_not_above_the_bands_is_a_warning(count):
    few = ml_class(count=count)
    assert found(few) == [("few-samples", "warning", f"{WHERE}/0/Count")]
    assert found(ml_class(count=3)) == []


@pytest.mark.parametrize("token", ["NaN", "-Infinity", "1e400", "-1.#IND"])
def test_numbers_that_are_none_are_told_as_such_and_nothing_else(token):
    report = report_on(
        ml_class(covariances=[["?", 0], [0, 1]]), text=lambda text: text.replace('"?"', token)
    )
    (problem,) = report.problems
    assert problem.code == ("wide-number" if token == "1e400" else "non-finite-number")
    assert problem.pointer == f"{WHERE}/0/Covariances/0/0"


def test_what_is_wrong_with_one_class_does_not_hide_another():
    broken = {**ml_class(0), "Means": "none"}
    classes = [broken, ml_class(1, covariances=[[1]]), ml_class(2, count=1)]
    assert {code for code, _, _ in found(*classes)} == {
        "wrong-type",
        "covariance-shape",
        "few-samples",
    }


@pytest.mark.parametrize("digits", [60, 4000])
def test_a_number_of_bands_of_any_size_is_told_in_bounded_sentences(digits):
    report = report_on(ml_class(0), ml_class(1, means=[1], covariances=[]), bands=int("9" * digits))
    assert len(report.problems) > 4
    assert all(len(one.message) < 300 for one in report.problems)
