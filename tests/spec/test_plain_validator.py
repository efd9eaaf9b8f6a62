"""A check of structure made from the pages and schemas, and that of the library, tell the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given
from plain_reader import place, read
from plain_validator import Validator, plain

import ecdkit
from ecdkit.document import structure_problems
from ecdkit.errors import FormatError
from ecdkit.formats.registry import formats
from ecdkit.testing.models import mutants
from ecdkit.testing.mutations import all_mutations
from ecdkit.validation.schemas import schema


def agree_on(doc):
    name = doc.format.schemas.get(doc.version)
    if name is None:
        # Without a version nothing else of the structure is judged (ECD-0010).
        return
    text = doc.text.data.decode()
    judge = Validator(schema(name))
    judge.judge(read(text), judge.schema, ())
    wanted = [(code, pointer, *place(text, at)) for code, pointer, at in judge.found]
    problems = structure_problems(doc)
    # ECD-0403: a program may take more names for likely than those whose plain forms are equal.
    if any(is_rather_likely(problem) for problem in problems):
        return
    told = [(one.code, one.pointer, one.line, one.column) for one in problems]
    assert sorted(told) == sorted(wanted)


def is_rather_likely(problem):
    if problem.hint is None or not problem.hint.startswith("did you mean"):
        return False
    return plain(problem.pointer.rpartition("/")[2]) != plain(problem.hint[13:-1])


@given(mutants())
def test_they_tell_the_same_mistakes_at_the_same_places(mutant):
    try:
        doc = mutant.parse()
    except FormatError:
        assume(False)
    agree_on(doc)


EXAMPLES = [
    (name, at)
    for one in formats()
    for name in one.schemas.values()
    for at in range(len(schema(name)["examples"]))
]


@pytest.mark.parametrize(("name", "at"), EXAMPLES)
def test_they_agree_on_everything_that_can_be_changed_in_one_place(name, at):
    for _, changed in all_mutations(schema(name)["examples"][at]):
        try:
            doc = ecdkit.parse(json.dumps(changed))
        except FormatError:
            continue
        agree_on(doc)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[45.5, 80.25]", '[true, "a", 1]'),
        ("[45.5, 80.25]", '[1, [2, "a"], {}]'),
        ("[[4.5, 1.25], [1.25, 9.75]]", '[1, [2, "a"], {}, [null]]'),
        ("[[4.5, 1.25], [1.25, 9.75]]", '[[1, true], "a"]'),
        ("[[4.5, 1.25], [1.25, 9.75]]", "[[1, NaN], [], 1e400]"),
        ('"NumberBands": 2', '"NumberBands": 2e0'),
        ('"NumberBands": 2', '"NumberBands": -0'),
        ('"NumberBands": 2', '"numberbands": 2'),
        ('"NumberBands": 2', '"NumberBands": 1, "NumberBands": "a"'),
        ('"Red": 38', '"Red": 256, "Blue": -1, "red": 1'),
    ],
)
def test_they_agree_on_what_one_change_does_not_show(old, new):
    text = json.dumps(schema("classifier-definition-1")["examples"][0])
    assert old in text
    agree_on(ecdkit.parse(text.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("YSBtb2RlbAo=", "YSBtb2RlbAo"),
        ("YSBtb2RlbAo=", "YSBtb2RlbAo=="),
        ("YSBtb2RlbAo=", "YSBtb2Rl bAo="),
        ("YSBtb2RlbAo=", "YSBtb2RlbAp="),
        ("YSBtb2RlbAo=", ""),
        ('"SHA256": "', '"SHA256": "0'),
        ('"SHA256": "', '"SHA256": "A'),
    ],
)
def test_they_agree_on_the_form_of_strings(old, new):
    text = json.dumps(schema("classifier-definition-1")["examples"][2])
    assert old in text
    agree_on(ecdkit.parse(text.replace(old, new)))
