"""What is right at a glance is right when it is looked into: no rule, no structure, no spelling."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ecdkit
from ecdkit.errors import EcdError
from ecdkit.testing.endmembers import endmember_definitions
from ecdkit.testing.models import documents, models
from ecdkit.testing.mutations import all_mutations
from ecdkit.testing.texts import mutated
from ecdkit.validation.glance import glance

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_rules import CASES, INFO, OPAQUE, STATISTICS

CLASSES = [
    {"ClassValue": 1, "ClassName": "Forest", "Red": 0, "Green": 128, "Blue": 0},
    {
        "ClassValue": 2,
        "ClassName": "Wa\u1234ter",
        "Red": 0,
        "Green": 0,
        "Blue": 255,
        "a": [{"b": 1}],
    },
]
TREES = {**OPAQUE, "Definitions": [{"Classifier": "RandomTrees", "Trees": [{"a": {"b": 0.5}}],
                                    "Classes": CLASSES}]}  # fmt: skip
ENDMEMBERS = {
    "EsriEndmemberDefinitionFile": 0,
    "FileVersion": 1,
    "NumberEndmembers": 2,
    "NumberBands": 3,
    "Endmembers": [
        {"EndmemberID": 1, "EndmemberName": "urban", "SpectralProfile": [88, 42.5, 4]},
        {"EndmemberID": 2, "EndmemberName": "water", "SpectralProfile": [88, 42.5, 5]},
    ],
}
OTHER = {key.replace("NumberE", "NumberOfE").replace("NumberB", "NumberOfB"): value
         for key, value in ENDMEMBERS.items()}  # fmt: skip
VERSION_3 = STATISTICS | {"FileVersion": 3}
RIGHT = {
    "extra info": (INFO, ("extra-info", 1)),
    "statistics": (STATISTICS, ("classifier-definition", 1)),
    "version 3": (VERSION_3, ("classifier-definition", 3)),
    "opaque": (OPAQUE, ("classifier-definition", 1)),
    "trees": (TREES, ("classifier-definition", 1)),
    "endmembers": (ENDMEMBERS, ("endmember-definition", "1a")),
    "other endmembers": (OTHER, ("endmember-definition", "1b")),
}


def holds(content):
    """What a glance says is what is found by looking into it; return whether it says something."""
    right = glance(content)
    if right is None:
        return False
    doc = ecdkit.parse(content)
    report = ecdkit.validate(doc)
    assert report.problems == ()
    assert (report.format, report.version) == right
    return True


@pytest.mark.parametrize(("root", "told"), RIGHT.values(), ids=list(RIGHT))
@pytest.mark.parametrize("indent", [None, 2, "\t"])
def test_a_glance_is_enough_for_what_is_right(root, told, indent):
    for separators in ((",", ":"), (", ", ": "), (", ", " : ")):
        text = json.dumps(root, indent=indent, separators=separators, ensure_ascii=False)
        assert glance(text.encode()) == told
        assert holds(text.encode())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_no_violation_of_a_rule_is_right_at_a_glance(case):
    if case.told is not None:
        assert glance(case.content) is None
    else:
        holds(case.content)


@pytest.mark.parametrize("name", RIGHT)
def test_whatever_is_changed_a_glance_says_no_more_than_is_true(name):
    root, _ = RIGHT[name]
    said = 0
    for _, changed in all_mutations(root):
        said += holds(json.dumps(changed).encode())
    assert said


@given(documents() | documents(models(sound=True)) | documents(endmember_definitions(sound=True)))
def test_every_document_that_is_right_at_a_glance_is_right(written):
    holds(written.content)


@given(st.sampled_from([json.dumps(root).encode() for root, _ in RIGHT.values()]).flatmap(mutated))
def test_every_broken_text_that_is_right_at_a_glance_is_right(content):
    holds(content)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Version": 1', '"Version": 1.0'),
        ('"Version": 1', '"Version": 1e0'),
        ('"Version": 1', '"Version": -0'),
        ('"MiniBatchSize": 16', '"MiniBatchSize": -0'),
        ('"MiniBatchSize": 16', '"MiniBatchSize": 1.6E+1'),
        ('"MiniBatchSize": 16', '"MiniBatchSize": 16, "MiniBatchSize": 16'),
        ('"MiniBatchSize": 16', '"MiniBatchSize"  : 16, "MiniBatchSize"  : 16'),
        ('"MiniBatchSize": 16', '"MiniBatchSize"\\n\\t:16,"MiniBatchSize"\\n\\t:16'),
        ('"Forest"', '"Forest\\\\":"'),
        ('"Forest"', '"\\ud800"'),
        ('"Forest"', '"\\uDC00"'),
        ('"Forest"', '"\\udc00\\ud800"'),
        ('"Forest"', '"\\ud800x"'),
        ('"Forest"', '"\x01"'),
        ("[0, 128, 0]", "[0, 128.0, 0]"),
        ("[0, 128, 0]", "[0, 128, true]"),
        ("[0, 128, 0]", "[0, 128, 00]"),
        ("[0, 128, 0]", "[0, 128, NaN]"),
        ('"Classifier": "CNTK"', '"classifier": "CNTK", "Classifier": "CNTK"'),
        ('"Classifier": "CNTK"', '"Classifier": "CNTK", "Clasifier": "CNTK"'),
        ("{", "\ufeff{"),
    ],
)
def test_spellings_that_fast_parsers_do_not_see(old, new):
    text = json.dumps(INFO).replace(old, new.replace("\\n", "\n").replace("\\t", "\t"), 1)
    assert text != json.dumps(INFO)
    content = text.encode("utf-8", "surrogatepass")
    assert not holds(content)


def test_escapes_of_whole_characters_are_right():
    escaped = json.dumps(INFO).replace("Forest", "\\u6797\\ud83c\\udf32")
    assert holds(escaped.encode())


@pytest.mark.parametrize("name", ["classifier", "CLASSIFIER", "Clasifier", "_classifier"])
def test_another_spelling_beside_the_one_that_is_known_is_in_doubt(name):
    root = {**OPAQUE, "Definitions": [{"Classifier": "SVM", name: "SVM"}]}
    assert not holds(json.dumps(root).encode())


@pytest.mark.parametrize(("variance", "said"), [(5e-7, False), (1.5e-6, False), (1e-4, True)])
def test_a_covariance_that_is_nearly_singular_is_in_doubt(variance, said):
    rows = json.dumps([[1, 0], [0, variance]])
    text = json.dumps(STATISTICS).replace("[[1, 0], [0, 1]]", rows)
    assert rows in text
    assert holds(text.encode()) == said


@pytest.mark.parametrize("changes", [{"NumberEndmembers": 3}, {"NumberBands": 2}])
def test_counts_of_endmembers(changes):
    assert not holds(json.dumps(ENDMEMBERS | changes).encode())


def test_more_endmembers_than_bands_are_in_doubt():
    few = [{"EndmemberID": at, "EndmemberName": str(at), "SpectralProfile": [at]} for at in (1, 2)]
    root = ENDMEMBERS | {"NumberBands": 1, "Endmembers": few}
    assert not holds(json.dumps(root).encode())


@pytest.mark.parametrize(
    "number",
    [
        "1e400",
        "1E+400",
        "1e-400",
        "-1e999",
        "1" * 400,
        "1" * 200 + ".5",
        "-0",
        "-0.0",
        "1e5",
        "1e99",
    ],
)
def test_numbers_of_statistics(number):
    text = json.dumps(STATISTICS).replace('"Means": [1, 2]', f'"Means": [{number}, 2]')
    assert number in text
    said = holds(text.encode())
    assert said == (number in ("-0.0", "1e5", "1e99"))


def test_what_is_no_json_of_ours_is_in_doubt():
    for content in (b"", b"{}", b"[]", b"1", b'"EsriClassifierDefinitionFile"', b"\xff", b"null",
                    b'{"EsriClassifierDefinitionFile": 0}', b"[" * 100_000, b'{"a":' * 100_000,
                    json.dumps(INFO | {"EsriClassifierDefinitionFile": 0}).encode(),
                    json.dumps(INFO | {"rasterFunction": "a", "arguments": {}}).encode()):  # fmt: skip
        assert glance(content) is None


def test_depth_that_nobody_bounds_is_in_doubt():
    deep: object = 1
    for _ in range(350):
        deep = [deep]
    root = {**OPAQUE, "Definitions": [{"Classifier": "SVM", "a": deep}]}
    assert glance(json.dumps(root).encode()) is None


# Of ordinary size: numbers with long exponents are in doubt anyway.
entries = st.integers(-10_000, 10_000).map(lambda number: number / 1000)


@given(
    st.integers(1, 12).flatmap(
        lambda bands: st.lists(
            st.lists(entries, min_size=bands, max_size=bands),
            min_size=bands,
            max_size=bands,
        )
    ),
    st.sampled_from([0.0, 1e-9, 1e-7, 1e-6, 3e-6, 1e-5, 1e-3, 1.0]),
    st.sampled_from([1.0, 1e-30, 1e30, 1e200]),
)
def test_covariances_near_the_edge(rows, share, scale):
    factor = np.array(rows)
    matrix = factor @ factor.T
    matrix = (matrix + matrix.T) / 2
    matrix += np.eye(len(matrix)) * share * (np.abs(matrix).sum(axis=1).max() or 1.0)
    one = dict(
        STATISTICS["Definitions"][0]["Classes"][0],
        Means=[1.0] * len(matrix), Count=50, Covariances=(matrix * scale).tolist(),
    )  # fmt: skip
    definition = {**STATISTICS["Definitions"][0], "NumberClasses": 1, "NumberBands": len(matrix),
                  "Classes": [one]}  # fmt: skip
    said = holds(json.dumps({**STATISTICS, "Definitions": [definition]}).encode())
    if share >= 1e-3 and scale == 1.0:
        assert said


def test_the_corpus(corpus_file):
    content = corpus_file.read_bytes()
    try:
        ecdkit.parse(content)
    except EcdError:
        assert glance(content) is None
        return
    holds(content)
