"""The published schemas: valid themselves, true to their examples, and of one mind with the code."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest
from jsonschema import Draft202012Validator

import ecdkit
from ecdkit.document import structure_problems
from ecdkit.errors import FormatError, UsageError
from ecdkit.formats.registry import formats
from ecdkit.testing.mutations import all_mutations
from ecdkit.validation.schemas import schema, schema_bytes, schema_names

GRADES = {"documented", "observed", "inferred", "project", "unknown"}


@cache
def validator(name):
    return Draft202012Validator(schema(name))


def verdict(doc, value):
    """Whether a published schema of the document's format takes it; None where there is none."""
    version = value.get(doc.format.version_key) if doc.format.version_key else None
    if type(version) is int and version == doc.version and version not in doc.format.versions:
        return None
    # Each takes documents of its own version and spelling only.
    return any(validator(name).is_valid(value) for name in doc.format.schemas.values())


SAMPLES = {
    "extra-info": {
        "ImportDeepLearningModelToEsriExtraInfo": 0,
        "Version": 1,
        "Classifier": "CNTK",
        "NumberRasterBands": 4,
        "MiniBatchSize": 16,
        "Classes": [{"Value": 1, "Name": "a", "Color": [0, 128, 255], "Note": [1]}],
    },
    "endmember-1a": {
        "EsriEndmemberDefinitionFile": 0,
        "FileVersion": 1,
        "NumberEndmembers": 1,
        "NumberBands": 2,
        "Endmembers": [
            {"EndmemberID": 1, "EndmemberName": "a", "SpectralProfile": [88, 4.5], "Note": [1]}
        ],
    },
    "endmember-1b": {
        "EsriEndmemberDefinitionFile": 0,
        "FileVersion": 1,
        "NumberOfEndmembers": 1,
        "NumberOfBands": 2,
        "Endmembers": [
            {"EndmemberID": 1, "EndmemberName": "a", "SpectralProfile": [88, 4.5], "Note": [1]}
        ],
    },
    "model-definition": {
        "Framework": "Keras",
        "ModelConfiguration": {"Name": "MaskRCNN", "Architecture": ".\\mrcnn"},
        "ModelType": "ObjectDetection",
        "ModelFile": ".\\a.h5",
        "InferenceFunction": None,
        "ImageHeight": 256,
        "ImageWidth": None,
        "ExtractBands": [0, "Red"],
        "BatchSize": 1,
        "ModelName": "a",
        "Version": "2019.02",
        "LearningRate": "1e-3",
        "Classes": [
            {"Value": 1, "Name": "a", "Color": [0, 128, -1], "Note": [1]},
            {"ClassValue": 2, "ClassName": 3, "Color": []},
        ],
    },
    "training-data": {
        "ModelFile": "e.g. .\\trained.model",
        "ImageHeight": "e.g. 256",
        "ExtractBands": "e.g. [0, 1, 2]",
        "MetaDataMode": "Classified_Tiles",
        "WellKnownBandNames (FYI)": ["Red"],
        "Classes": [{"Value": 1, "Name": "1", "Color": [-1, -1, -1]}],
    },
    "maximum-likelihood": {
        "EsriClassifierDefinitionFile": 0,
        "FileVersion": 1,
        "NumberDefinitions": 1,
        "Definitions": [
            {
                "Classifier": "MaximumLikelihood",
                "NumberClasses": 1,
                "RasterIsSegmented": False,
                "NumberBands": 1,
                "Classes": [
                    {"ClassValue": 1, "ClassName": "a", "Red": 0, "Green": 128, "Blue": 255, "Count": 9,
                     "Means": [1, 2.5], "Covariances": [[1.5, 0], [0, 1]], "Note": {"a": 1}}
                ],
            }
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", [*SAMPLES, "deep-learning", "opaque", "third"])
def test_they_are_of_one_mind_on_everything_that_can_be_changed_in_one_place(kind):
    if kind == "deep-learning":
        value = base64_document("QQ==")
        value["Definitions"][0]["Classes"] = [
            {"ClassValue": 1, "ClassName": "a", "Red": 0, "Green": 128, "Blue": 255}
        ]
    elif kind == "opaque":
        value = SAMPLES["maximum-likelihood"] | {
            "Definitions": [{"Classifier": "SVM", "Trees": [1]}]
        }
    elif kind == "third":
        value = SAMPLES["maximum-likelihood"] | {"FileVersion": 3}
    else:
        value = SAMPLES[kind]
    verdicts = set()
    for change, changed in all_mutations(value):
        try:
            doc = ecdkit.parse(json.dumps(changed))
        except FormatError:
            continue
        problems = structure_problems(doc)
        if any(problem.code == "integer-spelling" for problem in problems):
            continue
        taken = verdict(doc, changed) in (True, None)
        assert (not problems) == taken, (change, changed)
        verdicts.add(taken)
    assert verdicts == {True, False}


def base64_document(characters, digest="0" * 64):
    embedded = {"Profile": "ecdkit/deep-learning/1", "FileName": "a", "Size": 1, "SHA256": digest}
    embedded |= {"ExtraInfo": {"FileName": "b", "Data": characters}}
    definition = {"Classifier": "CNTK", "NumberClasses": 0, "RasterIsSegmented": False}
    definition |= {"NumberBands": 1, "MiniBatchSize": 1, "Classes": []}
    root = {"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1}
    return root | {"Definitions": [definition | {"DeepLearningModel": embedded}]}


@pytest.mark.parametrize("escapes", [False, True])
@pytest.mark.parametrize(
    "characters",
    ["", "QUJD", "QUI=", "QQ==", "+/+/", "Q", "QQ", "QQ=", "=", "====", "QQ==\n", "\nQQ==", "QQ==QQ==",
     "QQ=Q", "Q Q=", "QUJDé", "-_-_", "QUJD" * 500, "QUJD" * 500 + "=", "\u2028QUJ"],
)  # fmt: skip
def test_the_schema_and_the_structure_check_agree_on_base64(characters, escapes):
    agree_on(base64_document(characters), characters, escapes=escapes)


@pytest.mark.parametrize("escapes", [False, True])
@pytest.mark.parametrize(
    "digest",
    ["0" * 64, "ab" * 32, "AB" * 32, "0" * 63, "0" * 65, "0" * 64 + "\n", "g" * 64, "", "٣" * 64],
)
def test_the_schema_and_the_structure_check_agree_on_digests(digest, escapes):
    agree_on(base64_document("", digest), digest, escapes=escapes)


def agree_on(value, characters, *, escapes):
    text = json.dumps(value)
    if escapes and characters:
        units = "".join(f"\\u{ord(one):04x}" for one in characters)
        text = text.replace(json.dumps(characters), f'"{units}"')
    doc = ecdkit.parse(text)
    assert (structure_problems(doc) == ()) == validator("classifier-definition-1").is_valid(value)
    assert all(problem.code != "schema" for problem in ecdkit.validate(doc).problems)


@pytest.mark.parametrize("name", schema_names())
def test_a_schema_is_valid_and_its_id_is_its_file_name(name):
    found = schema(name)
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    kind, _, version = name.rpartition("-")
    assert found["$id"] == f"urn:ecdkit:schema:{kind}:{version}"
    assert schema_bytes(name).endswith(b"}\n")
    assert schema_bytes(name).isascii()
    assert found["title"]
    assert found["description"]


# Documents that commands write, and that are no format of their own.
RESULTS = {
    "diff-1",
    "ledger-1",
    "merge-1",
    "problem-report-1",
    "skeleton-1",
    "template-diff-1",
}


def test_every_version_that_is_known_has_its_schema_and_no_other_is_there():
    named = {name for one in formats() for name in one.schemas.values()}
    assert set(schema_names()) == named | RESULTS
    for one in formats():
        assert set(one.schemas) == set(one.versions) == set(one.grades)
    assert len({schema(name)["$id"] for name in schema_names()}) == len(named | RESULTS)


def properties(found, path=""):
    """Yield every property of a schema with its place."""
    if isinstance(found, dict):
        for name, about in found.get("properties", {}).items():
            yield f"{path}/properties/{name}", about
        for name, inner in found.items():
            # What only tells one definition from another describes nothing.
            if name != "if":
                yield from properties(inner, f"{path}/{name}")
    elif isinstance(found, list):
        for at, inner in enumerate(found):
            yield from properties(inner, f"{path}/{at}")


@pytest.mark.parametrize("name", schema_names())
def test_every_property_has_a_grade_a_source_a_sentence_and_true_examples(name):
    found = schema(name)
    seen = dict(properties(found))
    assert len(seen) >= 8
    for path, about in seen.items():
        assert about["x-grade"] in GRADES, path
        assert about["x-source"].strip(), path
        # One sentence.
        assert re.fullmatch(r"(?!.*[.!?] [A-Z]).*[.]", about["description"]), path
        assert re.fullmatch(r"[A-Z].*[^.]", about["title"]), path
        for example in about.get("examples", ()):
            alone = {key: rule for key, rule in about.items() if key != "$ref"}
            Draft202012Validator({"$defs": found["$defs"], **alone}).validate(example)


@pytest.mark.parametrize("name", schema_names())
def test_a_schema_has_examples_of_whole_documents_that_are_right(name):
    found = schema(name)
    for example in found["examples"]:
        validator(name).validate(example)
        if name not in RESULTS:
            assert ecdkit.validate(ecdkit.parse(json.dumps(example))).ok
    # What is a word or a number shows itself somewhere.
    shown = set(names_in(found["examples"]))
    for path, about in properties(found):
        plain = {"string", "integer", "number", "boolean"} & {*as_list(about.get("type"))}
        fixed = {"const", "enum", "examples"} & about.keys()
        assert not plain or fixed or path.rpartition("/")[2] in shown, path


def as_list(value):
    return value if isinstance(value, list) else [value]


def names_in(value):
    """Yield the names of all members in a value."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from names_in(inner)


@pytest.mark.parametrize("name", schema_names())
def test_a_schema_branches_by_what_a_document_says_of_itself_and_gives_units(name):
    text = schema_bytes(name)
    # Where a branch is chosen by a member, an error is one of that branch, not of all of them.
    assert b'"oneOf"' not in text
    for path, about in properties(schema(name)):
        if "x-unit" in about:
            assert about["x-unit"].strip() == about["x-unit"] != "", path


@pytest.mark.parametrize("name", schema_names())
def test_every_definition_of_a_schema_says_what_it_is(name):
    for path, about in schema(name)["$defs"].items():
        assert about["description"], path
        if "properties" in about:
            assert about["title"], path
            assert about["x-grade"] in GRADES, path
            assert about["x-source"].strip(), path
            assert set(about.get("required", ())) <= set(about["properties"]), path


def test_the_grades_of_the_formats_are_those_of_their_schemas():
    for one in formats():
        for version, name in one.schemas.items():
            found = schema(name)
            if one.grades[version] == "documented":
                assert found["x-grade"] == "documented"
            else:
                grades = {about["x-grade"] for _, about in properties(found)}
                assert one.grades[version] in grades


@pytest.mark.parametrize("name", ["", "extra-info", "../extra-info-1", "extra-info-1.schema.json"])
def test_a_schema_that_is_not_there_is_told_with_those_that_are(name):
    with pytest.raises(UsageError, match="there is no schema") as caught:
        schema_bytes(name)
    assert "extra-info-1" in caught.value.hint


def test_the_corpus_is_valid_by_its_schema(corpus):
    for pattern, name in (
        ("classifier-definition/*", "classifier-definition-1"),
        ("endmember-definition/number-endmembers.json", "endmember-definition-1a"),
        ("endmember-definition/number-of-endmembers.json", "endmember-definition-1b"),
        ("extra-info/*", "extra-info-1"),
        ("model-definition/*", "model-definition-1"),
    ):
        files = list(corpus.glob(pattern))
        assert files
        for path in files:
            validator(name).validate(json.loads(path.read_bytes()))
