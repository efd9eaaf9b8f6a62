"""The rules made from the pages, and those of the library, tell the same."""

from __future__ import annotations

import json
from pathlib import Path

import pages
from hypothesis import assume, given
from plain_reader import place, read
from plain_rules import Rules

import ecdkit
from ecdkit.document import structure_problems
from ecdkit.errors import FormatError
from ecdkit.formats.model_definition.signature import kind_of
from ecdkit.testing.models import mutants
from ecdkit.validation.schemas import schema

# Those that look for files, and that look into embedded bytes.
ELSEWHERE = {"absolute-path", "embedded-extra-info", "file-name", "file-not-there"}
ELSEWHERE |= {"model-digest", "model-file", "model-path", "model-place"}
OF_PAGES = {
    "classes.md",
    "classifier-definition.md",
    "endmember-definition.md",
    "model-definition.md",
}
CODES = {
    code for one in pages.requirements() if one.page in OF_PAGES for code, _ in one.rules
} - ELSEWHERE


def told_by_the_pages(doc):
    text = doc.text.data.decode()
    root = read(text)
    rules = Rules(doc.format.name, schema(doc.format.schemas[doc.version]))
    if doc.format.name == "classifier-definition":
        rules.classifier_definition(root)
    elif doc.format.name == "extra-info":
        rules.classes(root, ())
    elif doc.format.name == "endmember-definition":
        rules.endmember_definition(root, doc.version[1])
    else:
        rules.model_definition(root, training=kind_of(doc.text.root) == "training-data")
    return sorted((code, pointer, *place(text, at)) for code, pointer, at in rules.found)


def told_by_the_library(doc):
    structure = {(one.code, one.pointer) for one in structure_problems(doc)}
    return sorted(
        (one.code, one.pointer, one.line, one.column)
        for one in ecdkit.validate(doc).problems
        if (one.code in CODES or one.code == "wrong-length")
        and (one.code, one.pointer) not in structure
    )


def agree_on(doc):
    if doc.version in doc.format.versions:
        told, wanted = told_by_the_library(doc), told_by_the_pages(doc)
        # ECD-0403: what is likely meant beyond equal plain forms is up to a program.
        more = {one for one in told if one[0] == "misspelt-classifier"} - set(wanted)
        assert [one for one in told if one not in more] == wanted


@given(mutants())
def test_they_tell_the_same_of_documents_with_one_change(mutant):
    try:
        doc = mutant.parse()
    except FormatError:
        assume(False)
    agree_on(doc)


CASES = [
    json.loads(line)
    for line in Path(pages.HERE, "conformance/cases/rules.jsonl").read_text("utf-8").splitlines()
]


def test_they_tell_the_same_of_every_case_about_rules():
    tried = 0
    for case in CASES:
        content = case["content"]
        if case["do"] == "validate" and "text" in content and "files" not in case:
            agree_on(ecdkit.parse(content["text"]))
            tried += 1
    assert tried > 100
