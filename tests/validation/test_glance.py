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
from ecdkit.codec.structure import member_names
from ecdkit.errors import EcdError
from ecdkit.formats.model_definition.model import ModelDefinition
from ecdkit.testing.endmembers import endmember_definitions
from ecdkit.testing.models import (
    documents,
    model_definitions,
    models,
    training_data_definitions,
)
from ecdkit.testing.mutations import all_mutations
from ecdkit.testing.texts import mutated
from ecdkit.validation.glance import glance
from ecdkit.validation.glance_model import KNOWN, OTHERS

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
MODEL = {
    "Framework": "TensorFlow",
    "ModelConfiguration": {"Name": "DeepLab", "Architecture": "arch"},
    "ModelType": "ImageClassification",
    "ModelFile": ".\\trained.model",
    "ImageHeight": 256,
    "ImageWidth": 256,
    "ExtractBands": [0, 1, "nir"],
    "BatchSize": 4,
    "Threshold": 0.5,
    "Kwargs": {"a": [1, {"b": None}]},
    "Classes": [
        {"Value": 0, "Name": "Forest", "Color": [0, 128, 0]},
        {"Value": 2, "Name": "Water", "Color": [0, 0, 255]},
    ],
}
LEARNT = {
    "Framework": "arcgis.learn.models._inferencing",
    "ModelConfiguration": "_unet",
    "ModelType": "InstanceDetection",
    "ModelName": "MaskRCNN",
    "ModelFile": "a.pth",
    "InferenceFunction": "[Functions]System\\DeepLearning\\ArcGISLearn\\ArcGISInstanceDetector.py",
    "ImageHeight": 224,
    "ModelParameters": {"backbone": "resnet34"},
    "LearningRate": "1.7378e-03",
    "MinCellSize": None,
    "Classes": [{"Value": 1, "Name": "Tree", "Color": [1, 2, 3]}],
}
VERSION_3 = STATISTICS | {"FileVersion": 3}
RIGHT = {
    "extra info": (INFO, ("extra-info", 1)),
    "statistics": (STATISTICS, ("classifier-definition", 1)),
    "version 3": (VERSION_3, ("classifier-definition", 3)),
    "opaque": (OPAQUE, ("classifier-definition", 1)),
    "trees": (TREES, ("classifier-definition", 1)),
    "endmembers": (ENDMEMBERS, ("endmember-definition", "1a")),
    "other endmembers": (OTHER, ("endmember-definition", "1b")),
    "model": (MODEL, ("model-definition", None)),
    "learnt model": (LEARNT, ("model-definition", None)),
}


def holds(content, path=None):
    """What a glance says is what is found by looking into it; return whether it says something."""
    right = glance(content, path)
    if right is None:
        return False
    doc = ecdkit.parse(content)
    doc.path = path
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


@given(
    documents()
    | documents(models(sound=True))
    | documents(endmember_definitions(sound=True))
    | documents(model_definitions() | training_data_definitions())
)
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
        "1e-05",
        "-0e1",
    ],
)
def test_numbers_of_statistics(number):
    text = json.dumps(STATISTICS).replace('"Means": [1, 2]', f'"Means": [{number}, 2]')
    assert number in text
    said = holds(text.encode())
    assert said == (number in ("-0.0", "1e5", "1e99", "1e-05"))


@pytest.mark.parametrize("place", ["ModelFile", "InferenceFunction", "Architecture", "Config"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("there.py", True),
        (".\\there.py", True),
        ("below/model", True),
        ("below\\..\\there.py", True),
        ("gone.py", False),
        ("gone\0.py", False),
        ("below/there.py", False),
        ("/there.py", False),
        ("C:\\there.py", False),
        ("\\\\server\\there.py", False),
        ("[Functions]System\\gone.py", True),
        ("e.g. there.py", False),
    ],
)
def test_files_are_looked_for_beside_the_definition(tmp_path, place, name, said):
    (tmp_path / "there.py").write_bytes(b"")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "model").write_bytes(b"")
    root = MODEL | {"ModelFile": "there.py", "ModelConfiguration": {"Name": "DeepLab"}}
    if place in MODEL or place == "InferenceFunction":
        root[place] = name
    else:
        root["ModelConfiguration"][place] = name
    content = json.dumps(root).encode()
    assert holds(content, str(tmp_path / "a.emd")) == said
    # Beside standard input nothing is looked for.
    assert holds(content) == (said or ("gone" in name) or name == "below/there.py")
    # It is where the definition really is.
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.emd").symlink_to(tmp_path / "a.emd")
    (tmp_path / "a.emd").write_bytes(content)
    assert holds(content, str(tmp_path / "elsewhere" / "a.emd")) == said


def test_what_names_no_module_may_leave_out_how_it_ends(tmp_path):
    (tmp_path / "arch.py").write_bytes(b"")
    (tmp_path / "trained.model").write_bytes(b"")
    content = json.dumps(MODEL).encode()
    assert holds(content, str(tmp_path / "a.emd"))
    (tmp_path / "arch.py").unlink()
    assert not holds(content, str(tmp_path / "a.emd"))
    (tmp_path / "arch").mkdir()
    assert holds(content, str(tmp_path / "a.emd"))


@pytest.mark.parametrize("name", ["model", "learnt model"])
@pytest.mark.parametrize(
    "member",
    ["modelfile", "Model File", "image_width", "BachSize", "Clases", "ModelTypes", "Frameworks",
     "NumClasses", "num_classes", "ModelFiles", "extract_bands", "rasterFunction", "arguments",
     "TorchScript", "WellKnownBandNames", "MetaDataMode", "ImageSpaceUsed", "", "\u1234"],
)  # fmt: skip
@pytest.mark.parametrize("value", [1, "a", "e.g. 1", {"a": "missing"}, ["missing"], None])
def test_a_model_definition_with_another_member(tmp_path, name, member, value):
    root, _ = RIGHT[name]
    for one in ("trained.model", "arch.py", "a.pth"):
        (tmp_path / one).write_bytes(b"")
    content = json.dumps({**root, member: value}).encode()
    holds(content, str(tmp_path / "a.emd"))
    holds(content)


def statistics(bands=2, classes=1, count=50, **changes):
    one = {"ClassValue": 0, "ClassName": "a", "Red": 0, "Green": 0, "Blue": 255, "Count": count,
           "Means": [1] * bands,
           "Covariances": [[int(at == other) for at in range(bands)] for other in range(bands)]}  # fmt: skip
    definition = {"Classifier": "MaximumLikelihood", "NumberClasses": classes,
                  "RasterIsSegmented": True, "NumberBands": bands, "Classes": [one] * classes}  # fmt: skip
    return STATISTICS | {"Definitions": [definition | changes]}


def info(**changes):
    first, *others = INFO["Classes"]
    return INFO | {"Classes": [first | changes, *others]}


def endmembers(count, bands):
    found = [{"EndmemberID": at, "EndmemberName": str(at), "SpectralProfile": [at] * bands}
             for at in range(count)]  # fmt: skip
    return ENDMEMBERS | {"NumberEndmembers": count, "NumberBands": bands, "Endmembers": found}


def opaque(**changes):
    return OPAQUE | {"Definitions": [{"Classifier": "SVM", **changes}]}


def model_of(*values):
    classes = [{"Value": at, "Name": str(at), "Color": [0, 0, at]} for at in values]
    return MODEL | {"Classes": classes}


without_classes = {name: one for name, one in MODEL.items() if name != "Classes"}
without_classes["Framework"] = "mine"


@pytest.mark.parametrize(("root", "said"), [
    (info(Value=255), True), (info(Value=256), False), (info(Value=0), True), (info(Value=-1), False),
    (info(Color=[255, 0, 0]), True), (info(Color=[256, 0, 0]), False), (info(Color=[0, 0, -1]), False),
    (info(Color=[0, 0, 0, 0]), False), (info(Color=[0, 0]), False), (INFO | {"Classes": []}, True),
    (info(Color=[0, 0, 255]), False), (info(Value=2), False), (info(Name="Water"), False),
    (INFO | {"NumberRasterBands": 0}, True), (INFO | {"NumberRasterBands": -1}, False),
    (INFO | {"MiniBatchSize": 0}, True), (INFO | {"MiniBatchSize": -1}, False),
    (statistics(12), True), (statistics(13), False), (statistics(1), True), (statistics(0), False),
    (statistics(2, 0), True), (statistics(0, 0), False), (statistics(-1, 0), False),
    (statistics(count=3), True), (statistics(count=2), False), (statistics(NumberClasses=2), False),
    (statistics(2, 2), False), (STATISTICS | {"NumberDefinitions": 0, "Definitions": []}, True),
    (opaque(DeepLearningModel=""), False), (opaque(Classes={}), False), (opaque(Classes=[]), True),
    (opaque(Classes=[CLASSES[0]] * 2), False), (opaque(Classes=[CLASSES[0] | {"Red": 256}]), False),
    (opaque(Classes=[CLASSES[0], CLASSES[1] | {"ClassValue": 1}]), False),
    (opaque(Classes=[CLASSES[0], CLASSES[1] | {"ClassName": "Forest"}]), False),
    (opaque(Classes=[CLASSES[0], CLASSES[1] | {"Green": 128, "Blue": 0}]), False),
    (opaque(Classifier="MaximumLike"), True), (opaque(Classifier="MaximumLikel"), False),
    (opaque(Classifier=1), False), (opaque(Classi=1), True), (opaque(Classif=1), False),
    (endmembers(0, 0), True), (endmembers(1, 1), True), (endmembers(3, 3), True),
    (endmembers(4, 3), False), (endmembers(1, 2), True),
    (model_of(1, 2), True), (model_of(1, 3), False), (model_of(0, -1), False),
    (MODEL | {"ExtractBands": "N/A"}, True), (MODEL | {"ExtractBands": {"a": 1}}, False),
    (MODEL | {"ExtractBands": [1.5]}, False), (MODEL | {"ExtractBands": [0]}, True),
    (MODEL | {"ModelConfiguration": "DeepLab"}, True), (MODEL | {"ModelConfiguration": ["a"]}, False),
    (MODEL | {"ModelConfiguration": {"Name": 1}}, False),
    (MODEL | {"ModelConfiguration": {"Name": "a", "Config": "e.g. a"}}, False),
    (MODEL | {"ModelConfiguration": {"Name": "a", "name": "a"}}, False),
    (MODEL | {"ModelConfiguration": {"Name": "a", "Names": "a"}}, False),
    (MODEL | {"ModelConfiguration": {"a": 1}, "InferenceFunction": "a"}, True),
    (MODEL | {"Framework": "N/A", "ModelConfiguration": None}, True),
    (MODEL | {"Framework": "mine", "ModelConfiguration": None}, False),
    (MODEL | {"Framework": "mine", "ModelConfiguration": None, "InferenceFunction": "a"}, True),
    (MODEL | {"Framework": "mine", "Classes": None}, True), (without_classes, True),
    (MODEL | {"ModelFile": None}, False), (MODEL | {"ModelFile": None, "InferenceFunction": "a"}, True),
])  # fmt: skip
def test_where_a_glance_begins_to_doubt(root, said):
    assert holds(json.dumps(root).encode()) == said


def test_the_largest_text_and_the_most_brackets_that_a_glance_is_enough_for():
    text = json.dumps(INFO).encode()
    assert holds(text.ljust(64 << 10))
    assert not holds(text.ljust((64 << 10) + 1))
    beside = json.dumps(opaque(a=[])).count("[") + json.dumps(opaque(a=[])).count("{")
    for pairs in ([[]], [{}]):
        assert holds(json.dumps(opaque(a=pairs * (300 - beside))).encode())
        assert not holds(json.dumps(opaque(a=pairs * (301 - beside))).encode())


def test_a_number_of_150_digits_is_in_doubt():
    for digits in (149, 150):
        text = json.dumps(statistics()).replace('"Means": [1,', f'"Means": [{"1" * digits},')
        assert str("1" * digits) in text
        assert holds(text.encode()) == (digits < 150)


def test_the_file_of_a_configuration_is_looked_for(tmp_path):
    (tmp_path / "trained.model").write_bytes(b"")
    configuration = {"ModelConfiguration": "DeepLab", "ModelConfigurationFile": "there.py"}
    content = json.dumps(MODEL | configuration).encode()
    assert not holds(content, str(tmp_path / "a.emd"))
    (tmp_path / "there.py").write_bytes(b"")
    assert holds(content, str(tmp_path / "a.emd"))


def test_a_file_beside_the_definition_has_all_of_its_name(tmp_path):
    (tmp_path / "trained.modelx").write_bytes(b"")
    content = json.dumps(MODEL | {"ModelConfiguration": "DeepLab"}).encode()
    assert not holds(content, str(tmp_path / "a.emd"))
    (tmp_path / "trained.model").write_bytes(b"")
    assert holds(content, str(tmp_path / "a.emd"))


def test_the_names_of_a_model_definition_are_those_of_its_model():
    assert member_names(ModelDefinition) == KNOWN
    assert ModelDefinition.other_names == OTHERS


@pytest.mark.parametrize("changes", [
    {"ModelType": "ObjectionDetection"},
    {"Framework": "e.g. CNTK"},
    {"Classes": [{"Value": 1, "Name": "a", "Color": [1, 2, 3]}, {"Value": 3, "Name": "b", "Color": [1, 2, 4]}]},
    {"Classes": [{"ClassValue": 0, "ClassName": "a", "Color": [1, 2, 3]}]},
    {"Classes": [{"Value": 0, "Name": "a", "Color": [-1, -1, -1]}]},
    {"Classes": [{"Value": 0, "Name": "a"}]},
    {"ModelConfiguration": {"Name": None}},
    {"ModelConfiguration": {"name": "DeepLab"}},
    {"ModelConfiguration": None},
    {"ModelFile": "", "InferenceFunction": None, "MetaDataMode": "Classified_Tiles"},
])  # fmt: skip
def test_model_definitions_that_are_in_doubt(changes):
    assert not holds(json.dumps(MODEL | changes).encode())


@pytest.mark.parametrize("member", ["Framework", "ModelType"])
@pytest.mark.parametrize(
    "word",
    ["CNTK", "Keras", "PyTorch", "Templates", "ObjectClassification", "ObjectDetection",
     "InstanceDetection", "TextClassifier", "SequenceToSequence", "N/A", "", None, "other",
     "arcgis.learn.models._inferencing", "ImageClassification"],
)  # fmt: skip
def test_whoever_reads_a_model_definition_misses_nothing(member, word):
    said = 0
    for root in (MODEL, LEARNT):
        whole = {**root, member: word, "OutputField": "a", "CropSizeFixed": 1,
                 "BlackenAroundFeature": 0, "ImageWidth": 1, "ExtractBands": [0]}  # fmt: skip
        for other in (whole, {**whole, "InferenceFunction": "a.py"}):
            said += holds(json.dumps(other).encode())
            for key in other:
                holds(json.dumps({**other, key: None}).encode())
                holds(
                    json.dumps({name: one for name, one in other.items() if name != key}).encode()
                )
    assert said


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
