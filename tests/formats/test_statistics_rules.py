"""What the statistics of a maximum-likelihood class must be to classify with."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ecdkit
from ecdkit.formats.classifier_definition.covariance import is_surely_sound
from ecdkit.formats.classifier_definition.rules import _one_thread

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


def test_zeros_beside_a_pair_that_is_blurred_are_symmetric():
    assert (
        found(
            ml_class(means=[1] * 3, covariances=[[9, 1, 0], [1.0000001, 9, 0], [0, 0, 9]]), bands=3
        )
        == []
    )


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


@pytest.mark.parametrize(
    ("smallest", "code"),
    [(-1e-6, "covariance-nearly-singular"), (0, "covariance-nearly-singular"), (1e-6, None)],
)
def test_a_millionth_of_the_largest_eigenvalue_is_neither_below_nor_beyond_it(smallest, code):
    report = report_on(ml_class(covariances=[[1, 0], [0, smallest]]))
    assert [one.code for one in report.problems] == ([code] if code else [])


@pytest.mark.parametrize(
    ("covariances", "bands", "message"),
    [
        ([[1, 0], [0, 1]], 1, "Covariances has 2 rows, but there is 1 band"),
        ([[1]], 2, "Covariances has 1 row, but there are 2 bands"),
        ([[1, 0], []], 2, "a row of Covariances has 0 numbers, but there are 2 bands"),
        ([[1, 0], [1]], 2, "a row of Covariances has 1 number, but there are 2 bands"),
    ],
)
def test_another_shape_is_told_in_words(covariances, bands, message):
    one = ml_class(means=list(range(bands)), covariances=covariances)
    (problem,) = report_on(one, bands=bands).problems
    assert problem.message == message


@pytest.mark.parametrize("bands", ["2", None, 2.5])
def test_without_a_number_of_bands_the_means_are_the_measure(bands):
    assert [code for code, _, _ in found(ml_class(), bands=bands)] in (
        ["wrong-type"],
        ["integer-spelling"],
    )
    codes = [code for code, _, _ in found(ml_class(covariances=[[1]]), bands=bands)]
    assert codes[1:] == ["covariance-shape"]
    assert len(codes) == 2


@pytest.mark.parametrize("is_installed", [True, False])
def test_matrices_of_many_bands_are_judged_with_and_without_threadpoolctl(
    monkeypatch, is_installed
):
    if not is_installed:
        monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    bands = 48
    flat = [[float(row == column) for column in range(bands)] for row in range(bands)]
    sound = ml_class(means=[0] * bands, covariances=flat)
    assert found(sound, bands=bands) == []
    flat[5][5] = -1.0
    assert [code for code, _, _ in found(sound, bands=bands)] == [
        "covariance-not-positive-definite"
    ]


@pytest.mark.parametrize(("bands", "threads"), [(47, 2), (48, 1), (400, 1)])
def test_linear_algebra_of_many_bands_keeps_to_one_thread(bands, threads):
    pools = pytest.importorskip("threadpoolctl", reason="threadpoolctl is in the extra fast")

    def counts():
        return {one["num_threads"] for one in pools.threadpool_info() if one["user_api"] == "blas"}

    with pools.threadpool_limits(2, "blas"):
        if counts() != {2}:
            pytest.skip("the linear algebra of this NumPy has no threads to limit")
        with _one_thread(bands):
            assert counts() == {threads}
        assert counts() == {2}


# What is taken from the diagonal leaves nothing of it.
EDGE = 2e-6
for _ in range(9):
    EDGE = 2e-6 * (1 + EDGE)


@pytest.mark.parametrize(
    ("rows", "is_sound"),
    [
        ([[2, 1], [1, 2]], True), ([[1, 1], [1, 1]], False), ([[4, 2], [2, 1]], False),
        ([[1, 3], [3, 8]], False), ([[1, 3], [3, 10]], True), ([[0]], False), ([[1]], True),
        ([[1, 2], [3, 9]], False), ([[1e300]], True), ([[float("inf")]], False),
        ([[2, 1, 0], [1, 2, 1], [0, 1, 2]], True), ([[1, 1, 2], [1, 2, 3], [2, 3, 5]], False),
        ([[1e-319]], False), ([[1e301]], False), ([[1e306, 0], [0, 1]], False), ([[-1]], False),
        ([[float("nan")]], False), ([[-float("inf")]], False), ([[1.7e308, 0], [0, 1.7e308]], False),
        ([[1, 0], [0, -1e-9]], False), ([[1, 0], [0, EDGE]], False), ([[EDGE, 0], [0, 1]], False),
        ([[1, 0], [0, EDGE * 1.001]], True), ([[EDGE * 1.001, 0], [0, 1]], True),
    ],
)  # fmt: skip
def test_a_glance_at_a_matrix_calls_nothing_sound_that_is_not(rows, is_sound):
    assert is_surely_sound(rows) == is_sound
    if is_sound:
        assert np.linalg.eigvalsh(np.array(rows, float))[0] > 0


def test_without_definitions_nothing_is_told_of_them():
    root = {"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1}
    (problem,) = ecdkit.validate(ecdkit.parse(json.dumps(root))).problems
    assert (problem.code, problem.pointer) == ("missing-member", "")
