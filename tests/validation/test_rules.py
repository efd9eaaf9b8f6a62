"""Every rule at its boundaries: what conforms is not told, what violates is, word for word."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest

import ecdkit
from ecdkit import Limits
from ecdkit.document import structure_problems
from ecdkit.validation import fit_rules, schema_check
from ecdkit.validation.catalogue import catalogue
from ecdkit.validation.schema_check import schema_problems
from ecdkit.validation.validate import validate_bytes

INFO = {
    "ImportDeepLearningModelToEsriExtraInfo": 0,
    "Version": 1,
    "Classifier": "CNTK",
    "NumberRasterBands": 4,
    "MiniBatchSize": 16,
    "Classes": [
        {"Value": 1, "Name": "Forest", "Color": [0, 128, 0]},
        {"Value": 2, "Name": "Water", "Color": [0, 0, 255]},
    ],
}
STATISTICS = {
    "EsriClassifierDefinitionFile": 0,
    "FileVersion": 1,
    "NumberDefinitions": 1,
    "Definitions": [
        {
            "Classifier": "MaximumLikelihood",
            "NumberClasses": 2,
            "RasterIsSegmented": False,
            "NumberBands": 2,
            "Classes": [
                {"ClassValue": 1, "ClassName": "Forest", "Red": 0, "Green": 128, "Blue": 0, "Count": 50,
                 "Means": [1, 2], "Covariances": [[1, 0], [0, 1]]},
                {"ClassValue": 2, "ClassName": "Water", "Red": 0, "Green": 0, "Blue": 255, "Count": 3,
                 "Means": [3, 4], "Covariances": [[4, 1], [1, 4]]},
            ],
        }
    ],
}  # fmt: skip
MODEL = b"weights"


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


DEEP = {
    "EsriClassifierDefinitionFile": 0,
    "FileVersion": 1,
    "NumberDefinitions": 1,
    "Definitions": [
        {
            "Classifier": "CNTK",
            "NumberClasses": 0,
            "RasterIsSegmented": False,
            "NumberBands": 4,
            "MiniBatchSize": 16,
            "Classes": [],
            "DeepLearningModel": {
                "Profile": "ecdkit/deep-learning/1",
                "FileName": "trained.model",
                "Size": len(MODEL),
                "SHA256": hashlib.sha256(MODEL).hexdigest(),
                "ExtraInfo": {"FileName": "info.json", "Data": encoded(json.dumps(INFO).encode())},
                "Data": encoded(MODEL),
            },
        }
    ],
}
DIGEST = hashlib.sha256(MODEL).hexdigest()
TRAINED = {
    "Framework": "PyTorch",
    "ModelConfiguration": "a",
    "ModelFile": "f.pt",
    "ImageHeight": 256,
}
OPAQUE = {**STATISTICS, "Definitions": [{"Classifier": "SVM", "Hyperplanes": [1]}]}
DL = "/Definitions/0/DeepLearningModel"
C0, C1 = "/Definitions/0/Classes/0", "/Definitions/0/Classes/1"


def at(document: Any, **changes: Any) -> bytes:
    """The text of a document with other values; names are pointers with _ for /, ... takes out."""
    value = copy.deepcopy(document)
    for name, new in changes.items():
        *way, last = [int(part) if part.isdigit() else part for part in name.split("_")]
        place = value
        for part in way:
            place = place[part]
        if new is ...:
            del place[last]
        else:
            place[last] = new
    return json.dumps(value, ensure_ascii=False).encode()


class Case(NamedTuple):
    """A text, and the one problem of the rule that is told of it; None where it conforms."""

    code: str
    content: bytes
    told: tuple[str, str, str | None] | None


def raw(document: Any, old: str, new: str) -> bytes:
    text = json.dumps(document)
    assert old in text
    return text.replace(old, new, 1).encode()


DL_ = "Definitions_0_DeepLearningModel_"
CLASS_ = "Definitions_0_Classes_0_"
GOT = "did you mean "
JOIN = "join model and extra info again: ecd deep-learning-model-to-ecd"
TRAIN = "train the class with samples that vary in every band"
DEPEND = "leave out bands that depend on others, or collect more samples"

CASES = [
    # text
    Case("encoding", b'{"ImportDeepLearningModelToEsriExtraInfo": "\xc3\xa9"}', None),
    Case("encoding", b'{"a": "\xe9"}', ("", "byte 0xe9 is not UTF-8",
         "read it with encoding=, on the command line --encoding; likely cp1252, cp1251, cp1250, cp1254")),
    Case("encoding", b"\x89PNG\r\n\x1a\n", ("", "this is not JSON text but a PNG image", None)),
    Case("syntax", at(INFO), None),
    Case("syntax", at(INFO)[:-1] + b",}", ("", "a comma before the end of an object", "remove the comma")),
    Case("syntax", b"", ("", "the document is empty", None)),
    Case("limit", b'{"ImportDeepLearningModelToEsriExtraInfo": ' + b"[" * 399 + b"]" * 399 + b"}", None),
    Case("limit", b'{"ImportDeepLearningModelToEsriExtraInfo": ' + b"[" * 400 + b"]" * 400 + b"}",
         ("", "nesting deeper than 400 levels", "in Python, other limits can be given: ecdkit.Limits")),
    Case("limit", raw(INFO, '"CNTK"', "9" * 4000), None),
    Case("limit", raw(INFO, '"CNTK"', "9" * 4001),
         ("", "a number of more than 4,000 characters", "in Python, other limits can be given: ecdkit.Limits")),
    Case("format", at(OPAQUE), None),
    Case("format", b'{"a": 1}', ("", "this is JSON, but no definition that ecdkit knows: its root has 'a'", ...)),
    Case("format", b'{"EsriClassifierDefinitonFile": 1}',
         ("/EsriClassifierDefinitonFile", ("this is JSON, but no definition that ecdkit knows: its root has "
          "'EsriClassifierDefinitonFile'"), "did you mean EsriClassifierDefinitionFile?")),
    Case("duplicate-name", b'{"ImportDeepLearningModelToEsriExtraInfo": 0, "a": {"b": 1}, "b": 2}', None),
    Case("duplicate-name", b'{"ImportDeepLearningModelToEsriExtraInfo": 0, "a": 1, "a": 1}',
         ("", "the name 'a' stands twice in this object", "readers take the last one; remove the other")),
    Case("non-finite-number", at(STATISTICS, Definitions_0_Classes_0_Means=[1e308, 0]), None),
    Case("non-finite-number", raw(STATISTICS, "[1, 2]", "[1, nan]"),
         (f"{C0}/Means/1", "nan is no number of JSON", "most readers refuse the file; write a number")),
    Case("non-finite-number", raw(STATISTICS, "[1, 2]", "[NaN, -Infinity]"),
         (f"{C0}/Means/0", "NaN is no number of JSON (and 1 more in this array)", "most readers refuse the file; write a number")),
    Case("non-finite-number", raw(INFO, "16", "NaN"), None),
    Case("wide-number", raw(STATISTICS, "[1, 2]", "[1, 1.7976931348623157e308]"), None),
    Case("wide-number", raw(STATISTICS, "[1, 2]", "[1, 1.8e308]"),
         (f"{C0}/Means/1", "this number is beyond a double", "write a number below 1.8e308")),
    Case("wide-number", raw(STATISTICS, "[1, 2]", "[1, -1e400]"),
         (f"{C0}/Means/1", "this number is beyond a double", "write a number below 1.8e308")),
    Case("wide-number", raw(STATISTICS, "[1, 2]", "[5e-324, 0e-999]"), None),
    Case("wide-number", raw(STATISTICS, "[1, 2]", "[1, 1e-400]"),
         (f"{C0}/Means/1", "this number is too small for a double, and readers take it for 0",
          "write 0, or a number that is no nearer to it than 5e-324")),
    Case("wide-number", raw(STATISTICS, "[1, 2]", "[1, -0." + "0" * 400 + "1]"),
         (f"{C0}/Means/1", "this number is too small for a double, and readers take it for 0",
          "write 0, or a number that is no nearer to it than 5e-324")),
    Case("wide-number", raw(INFO, "16", "1e400"), None),
    Case("lone-surrogate", raw(INFO, '"CNTK"', '"\\ud83d\\ude00"'), None),
    Case("lone-surrogate", raw(INFO, '"CNTK"', '"\\ud83d"'),
         ("/Classifier", "this string holds half a surrogate pair, which is no character",
          "complete the pair, or remove the half")),
    Case("unknown-version", at(OPAQUE, FileVersion=3), None),
    Case("unknown-version", at(OPAQUE, FileVersion=2),
         ("/FileVersion", "nothing is known of FileVersion 2; it is not checked", "ecdkit knows 1 and 3")),
    Case("unknown-version", at(OPAQUE, FileVersion=4),
         ("/FileVersion", "nothing is known of FileVersion 4; it is not checked", "ecdkit knows 1 and 3")),
    Case("unknown-version", at(INFO, Version=0),
         ("/Version", "nothing is known of Version 0; it is not checked", "ecdkit knows 1")),
    # structure
    Case("missing-member", at(INFO), None),
    Case("missing-member", at(INFO, MiniBatchSize=...), ("", "the member 'MiniBatchSize' is missing", "add the member")),
    Case("missing-member", at(INFO, MiniBatchSize=..., miniBatchsize=1),
         ("/miniBatchsize", "'miniBatchsize' is no member that is known, and 'MiniBatchSize' is missing",
          "did you mean MiniBatchSize?")),
    Case("missing-member", at(INFO, Version=..., Versoin=1),
         ("/Versoin", "'Versoin' is no member that is known, and 'Version' is missing", "did you mean Version?")),
    Case("misspelt-member", at(INFO, Comment="x", Classe=[]), None),
    Case("misspelt-member", at(INFO, classifier="x"),
         ("/classifier", "'classifier' is no member that is known, and 'Classifier' stands beside it",
          "remove one of the two if they are the same")),
    Case("misspelt-member", at(DEEP, **{DL_ + "Data": ..., DL_ + "data": "", DL_ + "Path": "a"}),
         (f"{DL}/data", "'data' is no member that is known", "did you mean Data?")),
    Case("misspelt-member", at(STATISTICS, Definitions_0_Classes_1_count=1),
         (f"{C1}/count", "'count' is no member that is known, and 'Count' stands beside it",
          "remove one of the two if they are the same")),
    Case("misspelt-member", at(INFO, MiniBatchSize=..., miniBatchsize=1), None),
    Case("wrong-type", at(INFO, MiniBatchSize="16"), ("/MiniBatchSize", "an integer is expected, not a string", None)),
    Case("wrong-type", raw(STATISTICS, "[1, 2]", '[1, "2"]'), (f"{C0}/Means/1", "a number is expected, not a string", None)),
    Case("wrong-type", raw(STATISTICS, "false", "0"),
         ("/Definitions/0/RasterIsSegmented", "true or false is expected, not a number", None)),
    Case("wrong-type", raw(INFO, "16", "NaN"), ("/MiniBatchSize", "an integer is expected, not a non-finite number", None)),
    Case("integer-spelling", raw(INFO, "16", "17"), None),
    Case("integer-spelling", raw(INFO, "16", "16.0"),
         ("/MiniBatchSize", "an integer is written with digits only, not as 16.0",
          "write it without fraction, exponent and minus zero")),
    Case("integer-spelling", raw(INFO, "16", "-0"),
         ("/MiniBatchSize", "an integer is written with digits only, not as -0",
          "write it without fraction, exponent and minus zero")),
    Case("out-of-range", at(INFO, MiniBatchSize=0, Classes_0_Color=[0, 255, 0]), None),
    Case("out-of-range", at(INFO, MiniBatchSize=-1), ("/MiniBatchSize", "MiniBatchSize is an integer of at least 0, not -1", None)),
    Case("out-of-range", at(INFO, Classes_0_Color=[0, 256, 0]),
         ("/Classes/0/Color/1", "Color is an integer from 0 to 255, not 256", None)),
    Case("out-of-range", at(INFO, Classes_0_Color=[0, 0, -1]),
         ("/Classes/0/Color/2", "Color is an integer from 0 to 255, not -1", None)),
    Case("wrong-length", at(INFO, Classes_0_Color=[0, 1]),
         ("/Classes/0/Color", "3 elements are expected, not 2", "add what is missing, or remove what is too much")),
    Case("wrong-length", at(INFO, Classes_0_Color=[0, 1, 2]), None),
    Case("wrong-length", at(INFO, Classes_0_Color=[0, 1, 2, 3]),
         ("/Classes/0/Color", "3 elements are expected, not 4", "add what is missing, or remove what is too much")),
    Case("wrong-length", at(STATISTICS, **{CLASS_ + "Means": [1]}),
         (f"{C0}/Means", "Means has 1 number, but NumberBands is 2", "add what is missing, or remove what is too much")),
    Case("wrong-length", at(STATISTICS, **{CLASS_ + "Means": [1, 2, 3]}),
         (f"{C0}/Means", "Means has 3 numbers, but NumberBands is 2", "add what is missing, or remove what is too much")),
    Case("bad-form", at(DEEP), None),
    Case("bad-form", at(DEEP, **{DL_ + "SHA256": "0" * 63}),
         (f"{DL}/SHA256", f"{'0' * 57}... has not the form asked for", "write it in that form")),
    Case("not-base64", at(DEEP, **{DL_ + "Data": ""}), None),
    Case("not-base64", at(DEEP, **{DL_ + "Data": "QQ="}), (f"{DL}/Data", "this string is not base64", "embed the file again")),
    # classes
    Case("count-mismatch", at(INFO), None),
    Case("count-mismatch", at(OPAQUE, NumberDefinitions=2),
         ("/NumberDefinitions", "NumberDefinitions is 2, but Definitions has 1 element", "correct the count")),
    Case("count-mismatch", at(STATISTICS, Definitions_0_NumberClasses=1),
         ("/Definitions/0/NumberClasses", "NumberClasses is 1, but Classes has 2 elements", "correct the count")),
    Case("count-mismatch", at(STATISTICS, Definitions_0_NumberBands=3),
         ("/Definitions/0/NumberBands", "NumberBands is 3, but every class has the means of 2 bands", "correct the count")),
    Case("duplicate-class-value", at(INFO, Classes_1_Value=1),
         ("/Classes/1/Value", "the class value 1 is that of two classes", "the first is /Classes/0/Value")),
    Case("duplicate-class-value", at(INFO, Classes_1_Value=0), None),
    Case("duplicate-class-name", at(INFO, Classes_1_Name="Forest"),
         ("/Classes/1/Name", "the name 'Forest' is that of two classes", "the first is /Classes/0/Name")),
    Case("duplicate-class-name", at(INFO, Classes_1_Name="forest"), None),
    Case("name-outer-space", at(INFO, Classes_1_Name=" Sea"),
         ("/Classes/1/Name", "the name ' Sea' begins or ends with a space", "rename the class without it if it is not meant")),
    Case("name-outer-space", at(INFO, Classes_1_Name="S ea"), None),
    Case("equal-color", at(INFO, Classes_1_Color=[0, 128, 0]),
         ("/Classes/1/Color", "the colour #008000 is that of two classes", "the first is /Classes/0/Color")),
    Case("equal-color", at(INFO, Classes_1_Color=[0, 128, 1]), None),
    Case("class-value-beyond-8-bit", at(INFO, Classes_0_Value=0, Classes_1_Value=255), None),
    Case("class-value-beyond-8-bit", at(INFO, Classes_1_Value=256),
         ("/Classes/1/Value", "class value 256 is beyond 8 bits", "a classified raster of 8 bits cannot hold it")),
    Case("class-value-beyond-8-bit", at(INFO, Classes_0_Value=-1, Classes_1_Value=300),
         ("/Classes/0/Value", "class value -1 is beyond 8 bits; so are 1 more", "a classified raster of 8 bits cannot hold it")),
    # Of a version that is not known nothing is judged.
    Case("count-mismatch", at(OPAQUE, FileVersion=2, NumberDefinitions=2), None),
    Case("duplicate-class-value", at(INFO, Version=2, Classes_1_Value=1), None),
    Case("unknown-profile", at(DEEP, **{DL_ + "Profile": 1}), None),
    Case("unknown-profile", at(DEEP, **{DL_ + "Profile": None, DL_ + "profile": "a"}), None),
    # statistics
    Case("misspelt-classifier", at(OPAQUE), None),
    Case("misspelt-classifier", at(STATISTICS), None),
    Case("misspelt-classifier", at(OPAQUE, Definitions_0_Classifier="Maximum Likelihood"),
         ("/Definitions/0/Classifier", "nothing is known of the classifier 'Maximum Likelihood'; it is not checked",
          "did you mean MaximumLikelihood?")),
    Case("few-samples", at(STATISTICS, **{CLASS_ + "Count": 3}), None),
    Case("few-samples", at(STATISTICS, **{CLASS_ + "Count": 2}),
         (f"{C0}/Count", "2 samples are too few for 2 bands", "a covariance needs more samples than bands")),
    Case("few-samples", at(STATISTICS, **{CLASS_ + "Count": 1}),
         (f"{C0}/Count", "1 sample is too few for 2 bands", "a covariance needs more samples than bands")),
    Case("covariance-shape", at(STATISTICS, **{CLASS_ + "Covariances": [[1, 0]]}),
         (f"{C0}/Covariances", "Covariances has 1 row, but there are 2 bands",
          "write a row of as many numbers as there are bands for each band")),
    Case("covariance-shape", at(STATISTICS, **{CLASS_ + "Covariances": [[1, 0], [0]]}),
         (f"{C0}/Covariances/1", "a row of Covariances has 1 number, but there are 2 bands",
          "write a row of as many numbers as there are bands for each band")),
    # A class of another number of bands as a whole has one problem, at its means.
    Case("covariance-shape", at(STATISTICS, **{CLASS_ + "Means": [1], CLASS_ + "Covariances": [[1]]}), None),
    Case("wrong-length", at(STATISTICS, **{CLASS_ + "Means": [1], CLASS_ + "Covariances": [[1]]}),
         (f"{C0}/Means", "Means has 1 number, but NumberBands is 2", "add what is missing, or remove what is too much")),
    Case("covariance-asymmetric", at(STATISTICS, **{CLASS_ + "Covariances": [[1, 0.5], [0.5000004, 1]]}), None),
    Case("covariance-asymmetric", at(STATISTICS, **{CLASS_ + "Covariances": [[1, 0.5], [0.500001, 1]]}),
         (f"{C0}/Covariances", "the covariance is not symmetric: 0.5 at [0][1], 0.500001 at [1][0]",
          "write the same number at both places")),
    Case("covariance-not-positive-definite", at(STATISTICS, **{CLASS_ + "Covariances": [[1, 0], [0, -0.9e-6]]}), None),
    Case("covariance-not-positive-definite", at(STATISTICS, **{CLASS_ + "Covariances": [[1, 0], [0, -1.1e-6]]}),
         (f"{C0}/Covariances", ("class 1 'Forest' cannot be classified, its covariance is not positive definite: "
          "its smallest eigenvalue is -1.1e-06"), TRAIN)),
    Case("covariance-not-positive-definite", at(STATISTICS, **{CLASS_ + "Covariances": [[0, 0], [0, 0]]}),
         (f"{C0}/Covariances", ("class 1 'Forest' cannot be classified, its covariance is not positive definite: "
          "its smallest eigenvalue is 0"), TRAIN)),
    Case("covariance-nearly-singular", at(STATISTICS, **{CLASS_ + "Covariances": [[1, 0], [0, 1.1e-6]]}), None),
    Case("covariance-nearly-singular", at(STATISTICS, **{CLASS_ + "Covariances": [[1, 0], [0, 0.9e-6]]}),
         (f"{C0}/Covariances", "the covariance of class 1 'Forest' is nearly singular: its smallest eigenvalue is 9e-07", DEPEND)),
    # the model of a deep-learning definition
    Case("unknown-profile", at(DEEP), None),
    Case("unknown-profile", at(OPAQUE, Definitions_0_DeepLearningModel={"Weights": 1}), None),
    Case("unknown-profile", at(DEEP, **{DL_ + "Profile": "ecdkit/deep-learning/2"}),
         (f"{DL}/Profile", "nothing is known of the profile 'ecdkit/deep-learning/2'; the model is not checked",
          "ecdkit knows ecdkit/deep-learning/1")),
    Case("unknown-profile", at(OPAQUE, Definitions_0_DeepLearningModel={"profile": 1}),
         (f"{DL}/profile", "the model has no Profile, so it is not checked", "did you mean Profile?")),
    Case("model-place", at(DEEP), None),
    Case("model-place", at(DEEP, **{DL_ + "Path": "a"}), (DL, "the model has both Data and Path; it needs one of them", JOIN)),
    Case("model-place", at(DEEP, **{DL_ + "Data": ...}), (DL, "the model has neither Data nor Path; it needs one of them", JOIN)),
    Case("model-digest", at(DEEP, **{DL_ + "Size": 6}),
         (f"{DL}/Size", "the model is not the one that the definition was made with: it has 7 bytes, but Size is 6",
          "bring back the model, or join it again: ecd deep-learning-model-to-ecd")),
    Case("model-digest", at(DEEP), None),
    Case("file-name", at(DEEP, **{DL_ + "FileName": "a..b"}), None),
    Case("file-name", at(DEEP, **{DL_ + "FileName": ".."}), (f"{DL}/FileName", "'..' names no file", "write the name without folders")),
    Case("file-name", at(DEEP, **{DL_ + "FileName": "a/b"}),
         (f"{DL}/FileName", "'a/b' is more than the name of a file", "write the name without folders")),
    Case("model-path", at(DEEP, **{DL_ + "Data": ..., DL_ + "Path": "a/b"}), None),
    Case("model-path", at(DEEP, **{DL_ + "Data": ..., DL_ + "Path": "../b"}),
         (f"{DL}/Path", "'../b' leaves the folder of the definition, or names nothing",
          "write a path below the definition's folder, with slashes")),
    Case("embedded-extra-info", at(DEEP), None),
    Case("embedded-extra-info", at(DEEP, **{DL_ + "ExtraInfo_Data": encoded(b"[]")}),
         (f"{DL}/ExtraInfo/Data", "the embedded extra info: 1:1: this is no definition: its root is an array, not an object", JOIN)),
]  # fmt: skip
WARNINGS = {
    "class-value-beyond-8-bit",
    "covariance-nearly-singular",
    "duplicate-class-name",
    "equal-color",
    "few-samples",
    "lone-surrogate",
    "misspelt-classifier",
    "misspelt-member",
    "name-outer-space",
    "unknown-profile",
    "unknown-version",
    "wide-number",
}
# These need a file, a raster, or a defect of ours.
ELSEWHERE = {"model-file", "schema"} | {one.code for one in fit_rules.RULES}
# The rules of these have their cases in tests/formats, tests/templates and tests/packages.
OF_THEIR_OWN = {
    "deep-learning-package",
    "endmember-definition",
    "model-definition",
    "raster-function-template",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_rule_tells_what_violates_it_and_nothing_that_conforms(case):
    problems = [one for one in validate_bytes(case.content).problems if one.code == case.code]
    if case.told is None:
        assert problems == []
        return
    (problem,) = problems
    pointer, message, hint = case.told
    assert (problem.pointer, problem.message) == (pointer, message)
    assert hint in (problem.hint, ...)
    assert problem.severity == ("warning" if case.code in WARNINGS else "error")


def test_every_rule_is_told_and_kept_somewhere():
    own = {one.code for one in catalogue() if set(one.formats) & OF_THEIR_OWN}
    codes = {one.code for one in catalogue()} - ELSEWHERE - own
    assert {case.code for case in CASES if case.told is not None} == codes
    kept = {case.code for case in CASES if case.told is None}
    assert codes - kept <= {"wrong-type"}


def test_what_violates_one_rule_violates_no_other():
    for case in CASES:
        if case.told is not None and not case.code.startswith("misspelt"):
            codes = [one.code for one in validate_bytes(case.content).problems]
            assert codes == [case.code] or case.code in ("duplicate-name", "non-finite-number"), (
                codes
            )


def test_a_model_file_that_is_not_there_is_told(tmp_path):
    content = at(DEEP, **{DL_ + "Data": ..., DL_ + "Path": "a.model"})
    file = tmp_path / "forest.ecd"
    file.write_bytes(content)
    (problem,) = ecdkit.validate_file(file).problems
    assert (problem.code, problem.severity, problem.pointer) == (
        "model-file",
        "error",
        f"{DL}/Path",
    )
    assert problem.message == "the model cannot be read: there is no such file"
    assert problem.hint == "put the model's file where Path says"
    (tmp_path / "a.model").write_bytes(MODEL)
    assert ecdkit.validate_file(file).problems == ()


def test_what_only_the_schema_refuses_would_be_told():
    doc = ecdkit.parse(at(INFO, MiniBatchSize=-1))
    structure_problems(doc)
    (problem,) = schema_problems(doc)
    assert (problem.code, problem.pointer) == ("schema", "/MiniBatchSize")
    assert problem.message == ("the schema extra-info-1 says: -1 is less than the minimum of 0")
    assert told_by_the_schema(ecdkit.parse(at(INFO))) == []
    assert told_by_the_schema(ecdkit.parse(at(INFO, Version=2))) == []


def told_by_the_schema(doc):
    """Where the schema tells something of a document whose structure was looked at before."""
    structure_problems(doc)
    return [one.pointer for one in schema_problems(doc)]


def told_place_by_place(doc):
    """Where the schema tells something of a text that is not handed to it as a whole."""
    with patch.object(schema_check, "_takes", return_value=False):
        return told_by_the_schema(doc)


@pytest.mark.parametrize(("length", "is_cut"), [(200, False), (201, True)])
def test_what_the_schema_says_is_cut_where_it_is_long(length, is_cut):
    said = '"{}" is not of type "integer"'
    value = "x" * (length - len(said.format("")))
    (problem,) = schema_problems(ecdkit.parse(at({**INFO, "Classes": []}, MiniBatchSize=value)))
    shown = said.format(value)[:197] + "..." if is_cut else said.format(value)
    assert problem.message == f"the schema extra-info-1 says: {shown}"


LONG = [at / 7 for at in range(100)]


@pytest.mark.parametrize(
    "content",
    [
        at(INFO), at(STATISTICS), at(DEEP), at(OPAQUE),
        at(DEEP, **{DL_ + "Data": encoded(b"weights" * 99)}),
        raw(DEEP, encoded(MODEL), encoded(b"weights" * 99).replace("d", "\\u0064")),
        raw(INFO, "CNTK", "\\ud800"), raw(INFO, "CNTK", "\\ud800" * 99), raw(INFO, "Classifier", 'Classifier": "", "\\ud800'),
        at(STATISTICS, **{CLASS_ + "Means": LONG, CLASS_ + "Covariances": [LONG] * 2}),
        at(INFO, x=LONG, y={"a": LONG}, z=None), raw(STATISTICS, "[1, 2]", "[NaN, 1e400]"),
        at(INFO, **{f"x{more}": "a" * (255 + more) for more in range(4)}),
        raw(DEEP, DIGEST, "".join(f"\\u{ord(one):04x}" for one in DIGEST)),
        raw(TRAINED, "f.pt", "\\ud800"), raw(TRAINED, '"f.pt"', '"f.pt", "accuracy": NaN'),
        raw(TRAINED, '"f.pt"', '"f.pt", "accuracy": 1e400'),
        # What is exported for training may say anything where a model names its framework.
        at(TRAINED, ModelFile="e.g. " + "x" * 300, MetaDataMode="Classified_Tiles", Framework=5),
    ],
)  # fmt: skip
def test_place_by_place_the_schema_takes_what_is_right(content):
    assert told_place_by_place(ecdkit.parse(content)) == []
    # So it does where somebody has looked into the leaves.
    doc = ecdkit.parse(content)
    look_into(doc.text.root)
    assert told_place_by_place(doc) == []


def look_into(view):
    for child in view.children():
        look_into(child)


@pytest.mark.parametrize(
    ("content", "pointers"),
    [
        (at(INFO, MiniBatchSize=-1), ["/MiniBatchSize"]),
        (at(INFO, Classes_1_Color=[1, 2, 256]), ["/Classes/1/Color/2"]),
        (raw(INFO, "16", "1e400"), ["/MiniBatchSize"]),
        (at(INFO, Classifier=LONG), ["/Classifier"]),
        (at(INFO, Classes={"a": 1}), ["/Classes"]),
        (at(INFO, NumberRasterBands="x" * 300), ["/NumberRasterBands"]),
        (at(DEEP, **{DL_ + "SHA256": "0" * 300}), [f"{DL}/SHA256"] * 2),
    ],
)
def test_place_by_place_the_schema_tells_where_what_is_wrong(content, pointers):
    assert told_place_by_place(ecdkit.parse(content)) == pointers


@pytest.mark.parametrize("size", [64 << 10, (64 << 10) + 1])
def test_a_text_of_any_size_has_the_verdict_of_its_schema(size):
    for batch, pointers in ((0, []), (-1, ["/MiniBatchSize"])):
        content = at(INFO, MiniBatchSize=batch, x="")
        content = content.replace(b'"x": ""', b'"x": "%s"' % (b"a" * (size - len(content))))
        assert len(content) == size
        assert told_by_the_schema(ecdkit.parse(content)) == pointers


@pytest.mark.parametrize("value", ["NaN", '"\\ud800"', "1e400", "[" * 390 + "]" * 390])
def test_so_has_a_text_that_strict_readers_refuse(value):
    for batch, pointers in ((0, []), (-1, ["/MiniBatchSize"])):
        content = raw({**INFO, "MiniBatchSize": batch}, '"Version"', f'"x": {value}, "Version"')
        assert told_by_the_schema(ecdkit.parse(content)) == pointers


def test_the_schema_looks_into_no_numbers_of_leaves_and_into_no_holes():
    many = {str(at): {"a": at} for at in range(5_000)}
    doc = ecdkit.parse(at(STATISTICS, x=[list(many.values())] * 3, y={"a": many, "b": many}))
    assert structure_problems(doc) == ()
    closed = [view for view in everything(doc.text.root) if view.node.items is None]
    closed = [view for view in closed if view.kind in ("array", "object")]
    assert {("array", True), ("array", False), ("object", False)} == {
        (view.kind, view.is_leaf) for view in closed
    }
    assert told_place_by_place(doc) == []
    assert all(view.node.items is None for view in closed)


def everything(view):
    """Yield a value and what is known to be in it."""
    yield view
    if view.node.items is not None:
        for child in view.children():
            yield from everything(child)


def test_problems_are_in_the_order_of_places_each_cause_once():
    content = b"""{
  "EsriClassifierDefinitionFile": 0,
  "FileVersion": 1,
  "NumberDefinitions": 2,
  "Definitions": [
    {
      "Classifier": "MaximumLikelihood",
      "NumberClass": 1,
      "RasterIsSegmented": false,
      "NumberBands": 1,
      "Classes": [{"ClassValue": 1, "ClassName": "a", "Red": 1e400, "Green": NaN, "Blue": "\\ud800"}]
    }
  ]
}"""
    told = [(one.line, one.column, one.code) for one in validate_bytes(content).problems]
    assert told == [
        (4, 24, "count-mismatch"),
        (8, 7, "missing-member"),
        (11, 19, "missing-member"),
        (11, 19, "missing-member"),
        (11, 19, "missing-member"),
        (11, 62, "wrong-type"),
        (11, 78, "wrong-type"),
        (11, 91, "wrong-type"),
        (11, 91, "lone-surrogate"),
    ]


def test_an_error_raised_from_a_report_carries_the_same_problems():
    content = at(INFO, Classes_0_Name=" Forest", MiniBatchSize=-1, Classes_1_Value="2")
    report = validate_bytes(content, path="info.json")
    assert len(report.problems) == 3
    with pytest.raises(ecdkit.DefinitionError) as caught:
        report.raise_for_errors()
    error = caught.value
    assert error.problems == report.problems
    first = report.errors[0]
    assert error.message == f"{first.message}, and 1 more"
    assert (error.path, error.pointer, error.line) == ("info.json", first.pointer, first.line)
    assert (error.column, error.hint) == (first.column, first.hint)
    assert validate_bytes(at(INFO, Classes_0_Name=" a")).raise_for_errors() is None
    with pytest.raises(ecdkit.DefinitionError, match="the document is empty"):
        validate_bytes(b"").raise_for_errors()


def test_a_hundred_thousand_equal_class_values_are_one_bounded_message():
    classes = [
        {"Value": 7, "Name": str(at), "Color": [0, at >> 8 & 255, at & 255]}
        for at in range(100_000)
    ]
    problems = validate_bytes(at(INFO, Classes=classes), limits=Limits()).errors
    assert [(one.code, one.message) for one in problems] == [
        ("duplicate-class-value", "the class value 7 is that of 100,000 classes")
    ]
    pairs = [{**one, "Value": at // 2 % 256} for at, one in enumerate(classes)]
    (problem,) = validate_bytes(at(INFO, Classes=pairs)).errors
    assert problem.message == "the class value of several classes is the same: 0, 1, 2 and 253 more"


def test_many_strangers_are_compared_in_bounded_time():
    strangers = {f"MiniBatchSiz{at}": at for at in range(50_000)}
    report = validate_bytes(at({**INFO, **strangers}, MiniBatchSize=...))
    assert [one.code for one in report.problems] == ["missing-member"]


def test_five_repeated_values_are_told_each_and_six_in_one_sentence():
    for pairs, messages in (
        (5, [f"the class value {at} is that of two classes" for at in range(5)]),
        (6, ["the class value of several classes is the same: 0, 1, 2 and 3 more"]),
    ):
        classes = [
            {"Value": at // 2, "Name": str(at), "Color": [at, 0, 0]} for at in range(2 * pairs)
        ]
        problems = validate_bytes(at(INFO, Classes=classes)).problems
        assert [one.message for one in problems] == messages


def test_long_values_are_cut_where_they_are_quoted():
    changes = {CLASS_ + "ClassValue": 10**20, CLASS_ + "Covariances": [[1, 0], [0, -1]]}
    told = {one.code: one.message for one in validate_bytes(at(STATISTICS, **changes)).problems}
    assert told["covariance-not-positive-definite"].startswith(
        "class 10000000000000000... 'Forest'"
    )
    changes[CLASS_ + "ClassValue"] = 10**19
    told = {one.code: one.message for one in validate_bytes(at(STATISTICS, **changes)).problems}
    assert told["covariance-not-positive-definite"].startswith(
        "class 10000000000000000000 'Forest'"
    )
    names = {"x" * 34 + str(number): 1 for number in range(5)}
    embedded = encoded(json.dumps(names).encode())
    (problem,) = validate_bytes(at(DEEP, **{DL_ + "ExtraInfo_Data": embedded})).problems
    assert len(problem.message) == len("the embedded extra info: ") + 200
