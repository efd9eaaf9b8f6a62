"""Model definitions: no root key, no version, an open set of members, and two kinds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

import ecdkit
from ecdkit import NULL, EditError, FormatError
from ecdkit.formats.model_definition.needs import BUILT_IN, readers_for
from ecdkit.formats.model_definition.signature import kind_of, recognizes
from ecdkit.testing.models import (
    documents,
    model_definitions,
    training_data_definitions,
)

CNTK = {
    "Framework": "CNTK",
    "ModelConfiguration": "FasterRCNN",
    "ModelType": "ObjectDetection",
    "ModelFile": ".\\CoconutTree.model",
    "ExtractBands": [0, 1, 2],
    "ImageHeight": 850,
    "ImageWidth": 850,
    "Classes": [{"Value": 1, "Name": "CoconutTree", "Color": [0, 255, 0]}],
}
TRAINING = {
    "Framework": "e.g. CNTK",
    "ModelConfiguration": "some description",
    "ModelFile": "e.g. .\\trained.model",
    "ImageHeight": "e.g. 256",
    "ExtractBands": "e.g. [0, 1, 2]",
    "Classes": [{"Value": 1, "Name": "1", "Color": [-1, -1, -1]}],
    "WellKnownBandNames (FYI, these band names can be used in ExtractBands)": ["Red"],
}


def parse(value):
    return ecdkit.parse(json.dumps(value))


def without(value, *keys):
    return {key: one for key, one in value.items() if key not in keys}


@given(documents(model_definitions()))
def test_a_model_is_known_as_one(written):
    doc = written.parse()
    assert (doc.format.name, doc.version) == ("model-definition", None)
    assert isinstance(doc.model, ecdkit.ModelDefinition)


@given(documents(training_data_definitions()))
def test_training_data_is_known_as_such(written):
    doc = written.parse()
    assert doc.format.name == "model-definition"
    assert isinstance(doc.model, ecdkit.TrainingDataDefinition)


@pytest.mark.parametrize(
    "names",
    [
        ["InferenceFunction", "ModelType"],
        ["InferenceFunction", "ModelType", "OutputField"],
        ["Framework", "ModelConfiguration"],
        ["ModelName", "architectures"],
        ["Framework", "ModelFile", "ModelType"],
        ["ModelFile", "ModelType", "OutputField"],
        ["Framework", "ModelName", "ModelType", "Classes"],
        ["ModelName", "ModelFile", "_is_classification"],
        ["ModelType", "ArcGISLearnVersion"],
        ["ImageHeight", "ImageWidth", "MetaDataMode", "Classes"],
        ["InputRastersProps", "AllTilesStats"],
        ["WellKnownBandNames (FYI)", "Classes"],
    ],
)
def test_one_name_that_tells_and_another_are_enough_and_so_are_several_common_ones(names):
    assert parse(dict.fromkeys(names)).format.name == "model-definition"


@pytest.mark.parametrize("has_function", [False, True])
@pytest.mark.parametrize("framework", [*sorted(BUILT_IN), "arcgis.learn.models._inferencing", None])
@pytest.mark.parametrize(
    "kind", ["ObjectDetection", "ObjectClassification", "TextClassifier", "SequenceToSequence"]
)
def test_what_any_reader_needs_is_enough(framework, kind, has_function):
    for reader in readers_for(framework, kind, has_function=has_function):
        if reader.name == "ArcGIS Pro":
            continue  # It asks for one member, beside what another reader needs.
        assert recognizes(set(reader.members))
        # And so is what is left where one is forgotten, with what tells who reads it.
        for forgotten in reader.members if framework else ():
            left = {*reader.members, "ModelType", "Framework", "ModelFile"} - {forgotten}
            assert recognizes(left), left


@pytest.mark.parametrize(
    "value",
    [
        {"ModelFile": "car.obj", "ModelName": "car"},
        {"ModelName": "Golf", "ModelType": "car", "Framework": "steel"},
        {"Framework": "django", "Version": "4.2", "name": "shop"},
        {"ModelName": "a", "PrimaryContainer": {}, "ExecutionRoleArn": "arn"},
        {"architectures": ["BertModel"], "model_type": "bert", "hidden_size": 768},
        {"modelfile": "FROM llama3", "parameters": "", "template": ""},
        # The companion of training data is no model definition.
        {"Version": 1, "NumBands": 3, "NumClasses": 1, "MetaDataMode": "Classified_Tiles",
         "Classes": [{"ClassValue": 1, "ClassName": "a"}], "FeatureStats": {}},
        {"categorical_variables": [], "continuous_variables": [], "dependent_variable": "x"},
        {"extractbands": [0]},
    ],
)  # fmt: skip
def test_no_other_json_is_taken_for_one(value):
    with pytest.raises(FormatError, match="no definition that ecdkit knows"):
        parse(value)


def test_what_has_the_root_key_of_another_format_is_that():
    info = {"ImportDeepLearningModelToEsriExtraInfo": 0, **CNTK}
    assert parse(info).format.name == "extra-info"
    assert parse({**CNTK, "EsriClassifierDefinitionFile": 0}).format.name == "classifier-definition"


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ({"ModelFile": "a"}, "for a model definition (.emd) ModelFile alone is not enough"),
        ({"ModelFile": 1, "Framework": 2}, "Framework and ModelFile alone are not enough"),
        (
            {"modelFile": "a", "Extractbands": [], "x": 1},
            "a model definition (.emd) has ExtractBands, not 'Extractbands'",
        ),
        (
            {"modelFile": "a", "x": 1},
            "a model definition (.emd) has ModelFile, ModelType, ExtractBands and others",
        ),
        ({"x": 1}, "a model definition (.emd) has ModelFile, ModelType, ExtractBands and others"),
        ({"WellKnownBandNames" + "x" * 999: 1}, "... alone is not enough"),
    ],
)
def test_a_near_miss_is_told(value, hint):
    with pytest.raises(FormatError) as caught:
        parse(value)
    assert hint in caught.value.hint
    assert len(caught.value.hint) < 300


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, ecdkit.ModelDefinition),
        ({"MetaDataMode": "PASCAL_VOC_rectangles"}, ecdkit.ModelDefinition),
        ({"InputRastersProps": {}, "AllTilesStats": []}, ecdkit.ModelDefinition),
        ({"ModelFile": "e.g. .\\trained.model"}, ecdkit.TrainingDataDefinition),
        ({"ModelFile": "", "MetaDataMode": ""}, ecdkit.TrainingDataDefinition),
        ({"ModelFile": None, "AllTilesStats": None}, ecdkit.TrainingDataDefinition),
        ({"ModelFile": ""}, ecdkit.ModelDefinition),
        ({"ModelFile": "e.g. x", "InferenceFunction": "a.py"}, ecdkit.ModelDefinition),
        ({"ModelFile": "e.g"}, ecdkit.ModelDefinition),
    ],
)
def test_training_data_names_no_file_that_could_be_run(changes, kind):
    told = "model" if kind is ecdkit.ModelDefinition else "training-data"
    assert kind_of(parse({**CNTK, **changes}).text.root) == told
    assert type(parse({**CNTK, **changes}).model) is kind


def test_help_text_is_no_value_and_no_error_of_training_data():
    doc = parse(TRAINING)
    assert doc.model.extra["ImageHeight"] == "e.g. 256"
    assert doc.model.classes[0].color == (-1, -1, -1)
    assert ecdkit.validate(doc).ok


def test_null_is_kept_apart_from_a_member_that_is_missing():
    doc = parse({**without(CNTK, "ImageHeight"), "ImageWidth": None, "ExtractBands": None})
    model = doc.model
    assert (model.image_height, model.image_width, model.extract_bands) == (None, NULL, NULL)
    assert not NULL
    assert model != model.evolve(image_width=None)
    assert b'"ImageWidth"' not in doc.replace(model.evolve(image_width=None)).to_bytes()
    there = doc.replace(model.evolve(image_height=NULL))
    assert there.text.at("/ImageHeight").value() is None
    assert there.model.image_height is NULL


@pytest.mark.parametrize(
    ("member", "value", "attribute"),
    [
        ("ModelConfiguration", "FastaiSSD", "FastaiSSD"),
        (
            "ModelConfiguration",
            {"Name": "MaskRCNN", "Architecture": ".\\a"},
            ecdkit.ModelConfiguration(name="MaskRCNN", extra={"Architecture": ".\\a"}),
        ),
        ("ModelConfiguration", {"Classes": []}, ecdkit.ModelConfiguration(extra={"Classes": []})),
        ("ExtractBands", [0, "NearInfrared", 2], (0, "NearInfrared", 2)),
        ("ExtractBands", "N/A", "N/A"),
        ("ExtractBands", [], ()),
    ],
)
def test_a_member_may_be_of_several_types(member, value, attribute):
    model = parse({**CNTK, member: value}).model
    name = "model_configuration" if member == "ModelConfiguration" else "extract_bands"
    assert getattr(model, name) == attribute


@pytest.mark.parametrize(
    ("changes", "pointer", "message"),
    [
        ({"ModelConfiguration": []}, "/ModelConfiguration", "a string, an object or null"),
        ({"ExtractBands": [[0]]}, "/ExtractBands/0", "an integer or a string is expected"),
        ({"ExtractBands": 3}, "/ExtractBands", "an array, a string or null is expected"),
        ({"ImageHeight": "256"}, "/ImageHeight", "an integer or null is expected, not a string"),
        ({"Classes": {}}, "/Classes", "an array or null is expected, not an object"),
        ({"Classes": [{"Value": 1}]}, "/Classes/0", "'Name' is missing"),
        (
            {"Classes": [{"Value": 1, "Name": "a", "Color": "#ffffff"}]},
            "/Classes/0/Color",
            "an array or null is expected, not a string",
        ),
        (
            {"Classes": [{"ClassValue": 1, "ClassName": "a", "Color": [0, -2, 255]}]},
            "/Classes/0/Color/1",
            "Color is an integer from -1 to 255, not -2",
        ),
        (
            {"Classes": [{"ClassValue": 1, "ClassName": "a", "Color": [-1, 256, 255]}]},
            "/Classes/0/Color/1",
            "Color is an integer from -1 to 255, not 256",
        ),
        (
            {"Classes": [{"Value": 1, "Name": "a", "Color": [-1, -2, 255]}]},
            "/Classes/0/Color/1",
            "Color is an integer from -1 to 255, not -2",
        ),
        (
            {"Classes": [{"Value": 1, "Name": "a", "Color": [0, 0, 256]}]},
            "/Classes/0/Color/2",
            "Color is an integer from -1 to 255, not 256",
        ),
    ],
)
def test_what_no_reader_could_take_is_an_error_there(changes, pointer, message):
    report = ecdkit.validate(parse({**CNTK, **changes}))
    (problem,) = report.errors
    assert problem.pointer == pointer
    assert message in problem.message


def test_text_stays_text_and_misspelt_names_stay_misspelt():
    others = {"LearningRate": "1.7378e-03", "accuracy": "9.5355e-01", "n_intput_channel": 3}
    others |= {"Version": "2019.02", "ModelVersion": "2021.12", "version": "1.0.2"}
    doc = parse({**CNTK, **others})
    assert dict(doc.model.extra) == others
    assert ecdkit.validate(doc).problems == ()
    assert doc.replace(doc.model.evolve(batch_size=4)).model.extra == others


@pytest.mark.parametrize("keys", [("Value", "Name"), ("ClassValue", "ClassName")])
def test_classes_are_edited_in_either_spelling(keys):
    value, name = keys
    classes = [{value: 1, name: "a", "Color": [1, 2, 3]}, {value: 2, name: 7, "Color": []}]
    doc = parse({**CNTK, "Classes": [*classes, {value: 3, name: "c"}]})
    text = doc.to_bytes()
    assert ecdkit.rename_class(doc, 1, "b").to_bytes() == text.replace(b'"a"', b'"b"')
    assert ecdkit.rename_class(doc, 2, "b").to_bytes() == text.replace(b": 7", b': "b"')
    assert ecdkit.recolor_class(doc, 1, (1, 9, 3)).to_bytes() == text.replace(b"1, 2,", b"1, 9,")


def test_another_kind_of_definition_is_not_made_in_passing():
    doc = parse({**CNTK, "MetaDataMode": "Classified_Tiles"})
    with pytest.raises(EditError, match="cannot hold"):
        doc.replace(doc.model.evolve(model_file=None))


def test_the_corpus_is_read_summed_up_and_valid(corpus):
    files = sorted((corpus / "model-definition").iterdir())
    assert len(files) >= 18
    for path in files:
        doc = ecdkit.read(path)
        assert doc.to_bytes() == path.read_bytes()
        assert isinstance(doc.model, ecdkit.ModelDefinition)
        assert ecdkit.validate(doc).ok
        (one,) = ecdkit.summarize(doc).definitions
        assert (one.kind, one.grade) == ("model", "documented")
        assert one.classes


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        ({"ClassValue": 1, "ClassName": "a"}, "Old"),
        ({"ClassValue": 1, "ClassName": "a", "Value": 1}, "Old"),
        ({"ClassValue": 1, "ClassName": "a", "Name": "a"}, "Old"),
        ({"ClassValue": 1, "ClassName": "a", "Value": 1, "Name": "a"}, ""),
        ({"ClassValue": 1, "ClassName": "a", "Value": 1, "Name": "a", "x": 1}, ""),
        ({"Value": 1, "Name": "a"}, ""),
    ],
)
def test_a_class_of_both_spellings_is_of_the_newer(one, kind):
    (found,) = parse({**CNTK, "Classes": [one]}).model.classes
    assert type(found).__name__ == f"{kind}ModelDefinitionClass"
