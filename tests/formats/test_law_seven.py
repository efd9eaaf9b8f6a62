"""Law 7: the published schema and the structure check say the same, by an independent validator.

The two differ only where JSON Schema cannot see what is written: names that stand twice, numbers
that are not finite, integers with a fraction.
"""

from __future__ import annotations

import json
from functools import cache
from unittest.mock import patch

import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import ecdkit
from ecdkit.document import structure_problems
from ecdkit.errors import EditError, FormatError
from ecdkit.formats.registry import formats
from ecdkit.testing.models import (
    classifier_definitions,
    documents,
    endmember_definitions,
    extra_infos,
    model_definitions,
    mutants,
    opaque_documents,
    training_data_definitions,
    value_of,
)
from ecdkit.testing.mutations import mutations
from ecdkit.validation import schema_check
from ecdkit.validation.schemas import schema

# Every kind of document by itself, so that none of them is rare among the others.
KINDS = {
    "classifier definition": classifier_definitions(),
    "sound classifier definition": classifier_definitions(sound=True),
    "extra info": extra_infos(),
    "endmember definition": endmember_definitions(),
    "model definition": model_definitions(),
    "training data": training_data_definitions(),
    "unknown version": opaque_documents(),
}


@cache
def validator(name):
    return Draft202012Validator(schema(name))


def verdict(doc, value):
    """Whether the published schema of the document's version takes its value.

    Nothing is published of an unknown version, so nothing can be wrong with it. Without a version
    no schema may take the document.
    """
    one = doc.format
    if doc.version in one.schemas:
        return validator(one.schemas[doc.version]).is_valid(value)
    if doc.version is not None:
        return True
    return any(validator(name).is_valid(value) for name in one.schemas.values())


def agree(doc, value):
    """Check that both say the same, and return what they say."""
    problems = structure_problems(doc)
    # JSON Schema cannot see how an integer is spelled: 1.0 is one to it.
    assume(all(problem.code != "integer-spelling" for problem in problems))
    taken = verdict(doc, value)
    assert (not problems) == taken, problems
    found = ecdkit.validate(doc).problems
    assert [problem for problem in found if problem.code == "schema"] == []
    if taken:
        # Nor does it refuse anything where a text is not handed to it as a whole.
        with patch.object(schema_check, "_takes", return_value=False):
            assert list(schema_check.schema_problems(doc)) == []
    return taken


@pytest.mark.parametrize("kind", KINDS)
def test_every_model_becomes_a_document_that_its_schema_takes(kind):
    @given(KINDS[kind])
    def becomes_one(model):
        try:
            doc = ecdkit.new(model)
        except EditError as error:
            # A model is of its class; a document must show that by the names of its members.
            assume("no whole document" not in error.message)
            raise
        assert agree(doc, json.loads(doc.to_bytes()))

    becomes_one()


@pytest.mark.parametrize("kind", KINDS)
def test_every_document_is_taken_by_its_schema(kind):
    @given(documents(KINDS[kind]))
    def is_taken(written):
        doc = written.parse()
        assert agree(doc, value_of(written.model))

    is_taken()


@pytest.mark.parametrize("kind", KINDS)
def test_both_refuse_the_same_of_documents_with_one_change(kind):
    @given(mutants(KINDS[kind]))
    def refuse_the_same(mutant):
        try:
            doc = mutant.parse()
        except FormatError:
            assume(False)
        agree(doc, value_by_another_reader(mutant))

    refuse_the_same()


def value_by_another_reader(written):
    """What Python's own JSON reader makes of a file, without our code."""
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\x00\x00": "utf-32"}
    marks |= {b"\x00\x00\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    found = (name for mark, name in marks.items() if written.content.startswith(mark))
    return json.loads(written.content.decode(written.encoding or next(found, "utf-8")))


@pytest.mark.parametrize("kind", KINDS)
def test_both_refuse_the_same_of_documents_with_several_changes(kind):
    @given(KINDS[kind], st.data())
    def refuse_the_same(model, data):
        value = value_of(model)
        for _ in range(data.draw(st.integers(2, 4))):
            if not value:
                break
            value = data.draw(mutations(value))[1]
        try:
            doc = ecdkit.parse(json.dumps(value))
        except FormatError:
            assume(False)
        agree(doc, value)

    refuse_the_same()


TRIED = sorted({name for one in formats() for name in one.schemas.values()})


@pytest.mark.parametrize("name", TRIED)
def test_every_schema_of_a_format_is_tried(name):
    """A schema whose documents no strategy makes would go untested in silence."""

    def is_of_it(model):
        doc = ecdkit.parse(json.dumps(value_of(model)))
        return doc.format.schemas.get(doc.version) == name

    # Any will do, so nothing is made smaller.
    first = settings(max_examples=500, database=None, phases=[Phase.generate])
    find(st.one_of(*KINDS.values()), is_of_it, settings=first)
