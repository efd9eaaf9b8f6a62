"""Names and numbers in sentences and in tables that are written by hand are those of the code."""

from __future__ import annotations

import json
import re

import pages
import pytest

import ecdkit
from ecdkit.deep_learning import LARGEST_EMBEDDED
from ecdkit.formats import common_rules, registry
from ecdkit.formats.classifier_definition import rules as classifier_rules
from ecdkit.formats.classifier_definition.model import DEEP_LEARNING_PROFILE, MAXIMUM_LIKELIHOOD
from ecdkit.formats.endmember_definition.spelling import SPELLINGS
from ecdkit.formats.format import CLASS_KEYS, NUMBER_MEMBERS
from ecdkit.formats.model_definition import needs
from ecdkit.formats.model_definition.model import ModelDefinition
from ecdkit.formats.model_definition.readers import readers_of
from ecdkit.formats.model_definition.spelling import MODEL_DEFINITION_KEYS
from ecdkit.formats.model_definition.values import TAKEN
from ecdkit.formats.registry import formats
from ecdkit.ledger import KINDS
from ecdkit.skeleton import masking, place, skeleton, vocabulary
from ecdkit.text import encoding
from ecdkit.text.jsontext import FULL_BELOW

REQUIREMENTS = {one.name: one for one in pages.requirements()}


def page(name):
    return (pages.HERE / name).read_text("utf-8")


def text_of(name):
    """The sentence of a requirement, on one line."""
    return " ".join(REQUIREMENTS[name].text.split())


def rows(name, head):
    """The cells of a table of a page, by its first line."""
    lines = page(name).split(head + "\n", 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def quoted(text):
    return re.findall(r"`([^`]+)`", text)


def test_the_kinds_and_how_they_are_told():
    table = rows("overview.md", "| kind | told by | version key | page |")
    told = {kind: (quoted(by), quoted(key)) for kind, by, key, _ in table}
    for one in formats():
        by, key = told[one.name.replace("-", " ")]
        assert by == ([one.root_key] if one.root_key else [])
        assert key == ([one.version_key] if one.version_key else [])
    assert f"its first {['', 'one', 'two', 'three', 'four', 'five'][registry._SHOWN]} names" in (
        text_of("ECD-0006")
    )


def test_the_versions_that_are_described():
    (sentence,) = re.findall(
        r"^Described are (.*?)\.$", page("overview.md"), re.MULTILINE | re.DOTALL
    )
    said = " ".join(sentence.split())
    assert said == (
        "FileVersion 1 and 3 of classifier definitions, FileVersion 1 of endmember definitions and "
        "Version 1 of extra info"
    )
    versions = {one.name: one.versions for one in formats()}
    assert versions["classifier-definition"] == (1, 3)
    assert versions["endmember-definition"] == ("1a", "1b")
    assert versions["extra-info"] == (1,)


def test_the_marks_of_encodings():
    names = {"UTF-8": "utf-8"}
    for kind in ("16", "32"):
        names |= {
            f"UTF-{kind}, {word}": f"utf-{kind}-{word[0]}e"
            for word in ("little-endian", "big-endian")
        }
    table = rows("text.md", "| first bytes | encoding |")
    told = [(bytes.fromhex(quoted(mark)[0]), names[name]) for mark, name in table]
    assert sorted(told) == sorted(encoding._BOMS)


def test_the_members_that_hold_numbers():
    section = page("text.md").split("**ECD-0141**")[1].split("**ECD-0150**")[0]
    assert set(quoted(section.split(", in any document")[0])) == NUMBER_MEMBERS


def test_the_spellings_of_classes():
    table = rows("classes.md", "| spelling | class value | name | colour | seen in |")
    told = [
        (quoted(value)[0], quoted(name)[0], tuple(quoted(color)))
        for _, value, name, color, _ in table
    ]
    first, second, third = told
    assert [(one.value, one.name, one.color) for one in CLASS_KEYS] == [first, second]
    assert [(one.value, one.name, one.color) for one in MODEL_DEFINITION_KEYS] == [second, third]


def test_the_counts_and_what_they_count():
    told = {}
    for document, count, _ in rows("classes.md", "| document | count | counts |"):
        told.setdefault(document.split(" ")[0], set()).update(quoted(count))
    assert told["endmember"] == {name for one in SPELLINGS for name in one[1:]}
    counts = {name for one in formats()[0].lists for name in one.counts}
    assert told["classifier"] | told["its"] == counts | {"NumberBands"}
    words = ("", "one", "two", "three", "four", "five")
    assert f"more than {words[common_rules._FEW]} values" in " ".join(page("classes.md").split())


def test_the_bounds_of_statistics():
    assert classifier_rules._BLUR == 1e-6
    for name in ("ECD-1104", "ECD-1105", "ECD-1106"):
        assert "a millionth of the" in text_of(name)


def test_the_names_of_the_classifier_and_the_profile():
    assert {MAXIMUM_LIKELIHOOD, DEEP_LEARNING_PROFILE} <= set(quoted(text_of("ECD-1002")))
    assert f"{LARGEST_EMBEDDED:,} bytes" in text_of("ECD-1310")
    assert f"{FULL_BELOW >> 20} MiB" in text_of("ECD-0131")


ANYBODY = {"Framework": "PyTorch", "ModelConfiguration": "a"}
DEFINITIONS = [
    [ANYBODY | {"ModelType": "ObjectDetection"}],
    [ANYBODY | {"ModelType": "ObjectClassification"}],
    [ANYBODY],
    [{"Framework": needs._ARCGIS_LEARN, "ModelType": one} for one in sorted(needs._WITH_CLASSES)],
    [{"ModelType": one} for one in sorted(needs._TEXT)],
]


@pytest.mark.parametrize("at", range(5))
def test_the_members_that_readers_take(at):
    condition, members, severity = rows(
        "model-definition.md", "| the definition | members | severity |"
    )[at]
    for value in DEFINITIONS[at]:
        definition = {"ExtractBands": None, "ModelName": "a"} | value
        found = readers_of(ecdkit.parse(json.dumps(definition)).text.root)
        told = {name for one in found if one.severity == severity for name in one.members}
        assert set(quoted(members)) <= told
        if at != 1:
            assert set(quoted(members)) == told
        named = {one for one in value.values() if one != "a"}
        assert at in (0, 1, 2) or named <= set(quoted(condition))
    if at == 0:
        assert set(quoted(condition)) == needs.BUILT_IN | {"Framework", "InferenceFunction"}
    if at == 3:
        assert set(quoted(condition)) - {"Framework", "ModelType"} == needs._WITH_CLASSES | {
            needs._ARCGIS_LEARN
        }
    if at == 4:
        assert set(quoted(condition)) == needs._TEXT | {"ModelType"}


def test_the_names_that_a_model_definition_has_beside_others():
    section = page("model-definition.md").split("`ModelConfiguration` where it is an object:")[1]
    sentence = section.split("<!-- end -->")[1].split(" stand in real")[0]
    assert set(quoted(sentence)) == ModelDefinition.other_names


def test_the_kinds_of_ledger_entries():
    table = rows("ledger.md", "| kind | means | `source` | `target` |")
    assert tuple(quoted(one[0])[0] for one in table) == KINDS


def test_the_bounds_of_skeletons():
    text = " ".join(page("skeleton.md").split())
    words = ("", "one", "two", "three", "four", "five")
    assert f"longer than {vocabulary._LONGEST} characters" in text
    assert f"has {words[vocabulary._MANY_DIGITS]} digits or more" in text
    assert f"more than {place._MOST_NAMES} such names" in text
    assert f"of {words[masking._SEVERAL]} objects or more" in text
    assert f"is 0 to {skeleton._LARGEST_VERSION} or a spelling" in text
    classes = quoted(page("skeleton.md").split("**ECD-7504**")[1].split("**ECD-7505**")[0])
    assert classes == [name for name, _ in place._CLASSES]


def test_the_values_that_readers_take():
    table = rows("model-definition.md", "| member | value |")
    told = {name: value.replace("`", "") for names, value in table for name in quoted(names)}
    assert told == {name: taken.expected for name, taken in TAKEN.items()}
