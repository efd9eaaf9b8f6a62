"""What the readers of a model definition need, and what they make of what they find."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

import ecdkit
from ecdkit.formats.model_definition.paths import named_files
from ecdkit.formats.model_definition.rules import RULES
from ecdkit.testing.models import documents, model_definitions, training_data_definitions
from ecdkit.validation.glance import glance

CNTK = {
    "Framework": "CNTK",
    "ModelConfiguration": "AzurePixelLevelLandClassification",
    "ModelType": "ImageClassification",
    "ModelFile": ".\\trained.model",
    "ExtractBands": [0, 1, 2],
    "ImageHeight": 256,
    "ImageWidth": 256,
    "Classes": [
        {"Value": 0, "Name": "a", "Color": [0, 255, 0]},
        {"Value": 1, "Name": "b", "Color": [255, 255, 0]},
    ],
}
LEARN = "arcgis.learn.models._inferencing"


def report_on(value):
    report = ecdkit.validate(ecdkit.parse(json.dumps(value)))
    assert glance(json.dumps(value).encode()) is None or not report.problems
    return report


def found(value):
    return [(one.code, one.severity, one.pointer) for one in report_on(value).problems]


def changed(**changes):
    return {key: one for key, one in {**CNTK, **changes}.items() if one is not ...}


def classes(*values, **changes):
    listed = [{"Value": at, "Name": f"c{at}", "Color": [at % 256, 1, 2]} for at in values]
    return changed(Classes=listed, **changes)


@given(documents(model_definitions(sound=True) | training_data_definitions(sound=True)))
def test_nothing_is_found_in_a_sound_definition(written):
    assert ecdkit.validate(written.parse()).problems == ()


def test_the_rules_are_all_in_the_format():
    doc = ecdkit.parse(json.dumps(CNTK))
    assert doc.format.catalogue == RULES
    assert found(CNTK) == []


@pytest.mark.parametrize(
    "member", ["ModelFile", "ImageHeight", "ImageWidth", "ExtractBands", "Classes"]
)
@pytest.mark.parametrize("framework", ["TensorFlow", "CNTK", "PyTorch", "Keras", "Templates"])
def test_what_a_built_in_raster_function_takes_without_a_default_must_be_there(framework, member):
    wrong = changed(Framework=framework, **{member: ...})
    assert ("missing-for-reader", "error", "") in found(wrong)
    wrong = changed(Framework=framework, **{member: None})
    assert ("missing-for-reader", "error", f"/{member}") in found(wrong)
    # A raster function of its own reads what it likes.
    assert "missing-for-reader" not in {
        code for code, _, _ in found({**wrong, "InferenceFunction": "a.py"})
    }
    assert "missing-for-reader" not in {code for code, _, _ in found({**wrong, "Framework": "X"})}


def test_the_message_says_who_needs_what():
    (problem,) = report_on(changed(ImageHeight=...)).problems
    assert problem.message == (
        "the member 'ImageHeight' is missing; the raster function of CNTK needs it"
    )
    (problem,) = report_on(changed(ImageHeight=None)).problems
    assert problem.message == (
        "the member 'ImageHeight' is null; the raster function of CNTK needs it"
    )


@pytest.mark.parametrize("member", ["CropSizeFixed", "BlackenAroundFeature"])
def test_a_classifier_of_features_needs_two_members_more(member):
    feature = {"ModelType": "ObjectClassification", "CropSizeFixed": 1, "BlackenAroundFeature": 0}
    assert found(changed(**feature)) == []
    assert found(changed(**{**feature, member: ...})) == [("missing-for-reader", "error", "")]
    assert found(changed(ModelType="ObjectDetection")) == []


def test_a_model_type_is_needed_to_choose_the_function():
    (problem,) = report_on(changed(ModelType=...)).problems
    assert (problem.code, problem.severity) == ("missing-for-reader", "warning")
    assert problem.message == "the member 'ModelType' is missing; ArcGIS Pro needs it"
    assert problem.hint == "add the member, or name an InferenceFunction that does without it"


@pytest.mark.parametrize("member", ["ModelParameters", "ModelFile", "ImageHeight", "Classes"])
def test_what_only_arcgis_learn_needs_is_a_warning(member):
    own = {
        "Framework": LEARN,
        "ModelConfiguration": "_DynamicSSD",
        "ModelType": "ObjectDetection",
        "ModelParameters": {"backbone": "resnet34"},
        "InferenceFunction": "[Functions]System\\DeepLearning\\ArcGISLearn\\ArcGISObjectDetector.py",
    }
    assert found(changed(**own)) == []
    (problem,) = report_on(changed(**{**own, member: ...})).problems
    assert (problem.code, problem.severity) == ("missing-for-reader", "warning")
    assert problem.message == f"the member {member!r} is missing; arcgis.learn needs it"
    assert found(changed(**{**own, "ModelType": "CycleGAN", member: ...})) == []


@pytest.mark.parametrize("kind", ["TextClassifier", "SequenceToSequence"])
def test_a_text_model_needs_a_field_for_its_result(kind):
    value = {"ModelType": kind, "InferenceFunction": "a.py", "OutputField": "label"}
    assert found(value) == []
    del value["OutputField"]
    (problem,) = report_on(value).problems
    assert (problem.code, problem.severity) == ("missing-for-reader", "error")
    assert problem.message == f"the member 'OutputField' is missing; the tool for a {kind} needs it"
    assert problem.hint == "add the member"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ModelConfiguration": ...}, "error"),
        ({"ModelConfiguration": None}, "error"),
        ({"ModelConfiguration": {}}, "error"),
        ({"ModelConfiguration": {"Name": None}}, "error"),
        ({"ModelConfiguration": ..., "Framework": "Onnx"}, "warning"),
        ({"ModelConfiguration": ..., "Framework": "N/A"}, None),
        ({"ModelConfiguration": ..., "Framework": ""}, None),
        ({"ModelConfiguration": ..., "Framework": ...}, None),
        ({"ModelConfiguration": ..., "InferenceFunction": "a.py"}, None),
        ({"ModelConfiguration": {"Classes": []}, "InferenceFunction": "Custom"}, None),
        ({"ModelConfiguration": {"Name": "MaskRCNN"}}, None),
    ],
)
def test_a_framework_has_a_configuration_or_a_function(changes, expected):
    told = [
        (severity, at)
        for code, severity, at in found(changed(**changes))
        if code == "nothing-to-run"
    ]
    assert told == ([(expected, "/Framework")] if expected else [])


def test_the_message_says_what_there_is_not():
    (problem,) = report_on(changed(ModelConfiguration=...)).problems
    assert problem.message == "CNTK has neither a ModelConfiguration nor an InferenceFunction"
    (problem,) = report_on(changed(ModelConfiguration={})).problems
    assert problem.message == "the ModelConfiguration of CNTK has no Name"


@pytest.mark.parametrize(
    "path",
    [".\\sub\\trained.model", "./sub/trained.model", "sub\\trained.model", "sub", ".", ".\\"],
)
def test_both_separators_lead_to_the_file_on_every_system(path, tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "trained.model").write_bytes(b"")
    file = tmp_path / "a.emd"
    file.write_text(json.dumps(changed(ModelFile=path)))
    assert ecdkit.validate_file(file).problems == ()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"ModelFile": ".\\none.model"}, "/ModelFile"),
        ({"ModelFile": "a\x00b"}, "/ModelFile"),
        ({"InferenceFunction": "none.py"}, "/InferenceFunction"),
        ({"ModelConfigurationFile": "ModelConfiguration.py"}, "/ModelConfigurationFile"),
        ({"ModelConfiguration": {"Name": "MaskRCNN", "Config": ".\\m\\s"}}, "/ModelConfiguration/Config"),
        ({"ModelConfiguration": {"Name": "MaskRCNN", "Architecture": "a"}}, "/ModelConfiguration/Architecture"),
        ({"ModelFiles": ["there", "none"]}, "/ModelFiles/1"),
        ({"TorchScript": {"CPU": "none.pt"}}, "/TorchScript/CPU"),
        ({"ONNX": {"INFER": "none.onnx"}}, "/ONNX/INFER"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_there_is_a_warning_at_its_name(changes, pointer, tmp_path):
    (tmp_path / "there").write_bytes(b"")
    file = tmp_path / "a.emd"
    value = changed(**{"ModelFile": "there", **changes})
    file.write_text(json.dumps(value))
    (problem,) = ecdkit.validate_file(file).problems
    assert (problem.code, problem.severity, problem.pointer) == (
        "file-not-there",
        "warning",
        pointer,
    )
    # Without a file, nobody knows where to look.
    assert found(value) == []


def test_a_module_may_go_without_its_extension(tmp_path):
    (tmp_path / "there").write_bytes(b"")
    (tmp_path / "spacenet.py").write_bytes(b"")
    file = tmp_path / "a.emd"
    configuration = {"Name": "MaskRCNN", "Architecture": ".\\spacenet", "Config": "spacenet"}
    file.write_text(json.dumps(changed(ModelFile="there", ModelConfiguration=configuration)))
    assert ecdkit.validate_file(file).problems == ()
    # Also where a glance is not enough.
    assert ecdkit.validate(ecdkit.read(file)).problems == ()


def test_the_message_about_a_file_names_it(tmp_path):
    file = tmp_path / "a.emd"
    file.write_text(json.dumps(CNTK))
    (problem,) = ecdkit.validate_file(file).problems
    assert problem.message == "ModelFile names '.\\trained.model', and there is no such file"


@pytest.mark.parametrize(
    "path", ["C:\\m\\a.pb", "c:a.pb", "/m/a.pb", "\\\\host\\share\\a.pb", "//h/a"]
)
def test_an_absolute_path_is_told_and_not_followed(path):
    assert found(changed(ModelFile=path)) == [("absolute-path", "warning", "/ModelFile")]


@pytest.mark.parametrize("path", ["[Functions]System\\a.py", "[functions]System\\a.py"])
def test_the_functions_of_arcgis_are_not_looked_for(path, tmp_path):
    (tmp_path / "trained.model").write_bytes(b"")
    file = tmp_path / "a.emd"
    file.write_text(json.dumps(changed(InferenceFunction=path)))
    assert ecdkit.validate_file(file).problems == ()


def test_help_text_is_told_once_at_the_first():
    report = report_on(
        {"ImageWidth": "e.g. 256", "ModelFile": "e.g. .\\trained.model", "ExtractBands": "e.g. [0]"}
    )
    (problem,) = report.problems
    assert (problem.code, problem.severity, problem.pointer) == (
        "placeholder-text",
        "warning",
        "/ImageWidth",
    )
    assert problem.message == "ImageWidth holds help text, 'e.g. 256'; so do 2 more members"
    (problem,) = report_on({"ModelFile": "e.g. a", "ExtractBands": "e.g. [0]"}).problems
    assert problem.message == "ModelFile holds help text, 'e.g. a'; so does 1 more member"
    assert ("placeholder-text", "warning", "/DataRange") in found(changed(DataRange="e.g. [0, 1]"))


@pytest.mark.parametrize(
    ("values", "beyond"),
    [((0, 1), None), ((1, 2), None), ((0, 2), None), ((0, 3), 1), ((100, 200), 0), ((-1, 0), 0)],
)
@pytest.mark.parametrize(
    ("framework", "configuration"),
    [("CNTK", "AzurePixelLevelLandClassification"), ("TensorFlow", "DeepLab")],
)
def test_class_values_are_indices_of_an_arg_max(framework, configuration, values, beyond):
    value = classes(*values, Framework=framework, ModelConfiguration=configuration)
    told = [one for one in found(value) if one[0] == "class-value-not-of-arg-max"]
    assert told == (
        []
        if beyond is None
        else [("class-value-not-of-arg-max", "warning", f"/Classes/{beyond}/Value")]
    )


def test_other_outputs_may_have_any_class_value():
    for changes in (
        {"InferenceFunction": "a.py"},
        {"ModelType": "ObjectDetection"},
        {"ModelConfiguration": "FasterRCNN"},
        {"Framework": LEARN},
    ):
        assert found(classes(100, 200, **changes)) == []
    (problem,) = report_on(classes(100, 200)).problems
    assert problem.message == "class value 100 is no index of 2 outputs; nor are 1 more"


@pytest.mark.parametrize("color", [..., None, [], [-1, -1, -1], [1, 2]])
def test_a_class_of_pixels_has_a_colour(color):
    one = {"Value": 0, "Name": "a", "Color": color}
    value = changed(Classes=[{key: it for key, it in one.items() if it is not ...}])
    pointer = "/Classes/0" if color is ... else "/Classes/0/Color"
    assert found(value) == [("class-color-for-reader", "warning", pointer)]
    assert found({**value, "InferenceFunction": "a.py"}) == []
    doc = ecdkit.recolor_class(ecdkit.parse(json.dumps(value)), 0, (1, 2, 3))
    assert doc.model.classes[0].color == (1, 2, 3)
    assert ecdkit.validate(doc).problems == ()


def test_the_old_spelling_of_classes_is_a_warning():
    value = changed(Classes=[{"ClassValue": 0, "ClassName": "a", "Color": [1, 2, 3]}])
    assert found(value) == [("old-class-spelling", "warning", "/Classes/0/ClassValue")]


def test_a_class_value_that_stands_twice_is_a_warning():
    value = classes(1, 1)
    value["Classes"][1] |= {"Name": "b", "Color": [9, 9, 9]}
    assert found(value) == [("duplicate-class-value", "warning", "/Classes/1/Value")]


def test_a_misprint_of_the_documentation_is_a_note():
    value = changed(ModelType="ObjectionDetection")
    assert found(value) == [("model-type-misprint", "note", "/ModelType")]


@pytest.mark.parametrize(
    ("member", "fine", "strange"),
    [
        ("ImageHeight", [1, 10**30], [0, -5]),
        ("ImageWidth", [1], [0]),
        ("BatchSize", [1], [0, -4]),
        ("DataRange", [[0, 1], [-1.5, 0.0], [0, 10**400]],
         ["abc", 1, [], [0], [0, 1, 2], [1, 0], [1, 1], [0, "1"], [0, None], [False, True], {"min": 0}]),
        ("ModelPadding", [0, 64], [-1, "x", 1.0, True, [1]]),
        ("Padding", [0], [-1]),
        ("CropSizeFixed", [0, 1, True, False], [7, -1, 2, 1.0, "1", []]),
        ("BlackenAroundFeature", [0, 1, True, False], [2]),
        ("fixedTileSize", [0, 1], [2]),
        ("PerProcessGPUMemoryFraction", [0, 0.5, 1, 1.0, "0.8"], [-0.1, 1.1, True, [0.5], {}]),
        ("Threshold", [0, 0.5, 50], ["0.5", True, []]),
        ("ImageSpaceUsed", ["MAP_SPACE", "PIXEL_SPACE"], ["map_space", "", 0, ["MAP_SPACE"]]),
    ],
)  # fmt: skip
def test_a_value_is_one_that_readers_make_something_of(member, fine, strange):
    # What is null or missing, and help text, is told by others or not at all.
    for value in (*fine, ..., None, "e.g. 1"):
        told = [code for code, _, _ in found(changed(**{member: value}))]
        assert "value-for-reader" not in told, value
    for value in strange:
        wrong = ("value-for-reader", "warning", f"/{member}")
        assert found(changed(**{member: value})) == [wrong], value
    training = {"MetaDataMode": "Classified_Tiles", "ExtractBands": [0], member: strange[0]}
    assert found(training) == []


def test_what_the_structure_has_told_is_not_told_again():
    for member in ("ImageHeight", "ImageWidth", "BatchSize"):
        for value, code in (("x", "wrong-type"), (0.5, "wrong-type"), (0.0, "integer-spelling")):
            assert found(changed(**{member: value})) == [(code, "error", f"/{member}")]


@pytest.mark.parametrize(
    ("member", "token"),
    [
        ("DataRange", "[NaN, 1]"),
        ("DataRange", "[Infinity, 1]"),
        ("DataRange", "[0, -Infinity]"),
        ("Threshold", "NaN"),
        ("PerProcessGPUMemoryFraction", "Infinity"),
        ("PerProcessGPUMemoryFraction", "-Infinity"),
    ],
)
def test_what_is_no_finite_number_is_told_as_such(member, token):
    text = json.dumps(changed(**{member: "HERE"})).replace('"HERE"', token)
    codes = [one.code for one in ecdkit.validate(ecdkit.parse(text)).problems]
    assert codes == ["non-finite-number"]


def test_a_number_that_no_double_holds_is_a_number():
    for member, token in (
        ("DataRange", "[0.0, 1e400]"),
        ("DataRange", "[1e400, 0.0]"),
        ("Threshold", "1e-400"),
        ("PerProcessGPUMemoryFraction", "1e-400"),
    ):
        text = json.dumps(changed(**{member: "HERE"})).replace('"HERE"', token)
        assert {one.code for one in ecdkit.validate(ecdkit.parse(text)).problems} == {"wide-number"}


@pytest.mark.parametrize(
    ("bands", "told"),
    [([0], []), ([0, "Red"], []), ("N/A", []), ([0, -1], ["/ExtractBands/1"]),
     ([-1, "Red", -7], ["/ExtractBands/0", "/ExtractBands/2"])],
)  # fmt: skip
def test_bands_are_counted_from_0(bands, told):
    expected = [("out-of-range", "error", pointer) for pointer in told]
    assert found(changed(ExtractBands=bands)) == expected


def test_a_strange_value_is_cut_and_on_one_line():
    (problem,) = report_on(changed(DataRange=[{"a\u202e": "b" * 999}])).problems
    assert "\n" not in problem.message
    assert len(problem.message) < 300
    text = json.dumps(changed(ImageSpaceUsed={"a": 1}), indent=4)
    (problem,) = ecdkit.validate(ecdkit.parse(text)).problems
    assert problem.message == 'ImageSpaceUsed is MAP_SPACE or PIXEL_SPACE, not { "a": 1 }'


MESSAGES = [
    (changed(DataRange="abc"), 'DataRange is an array of two numbers, the first less than the second, not "abc"',
     "write the value as the readers take it"),
    (changed(ImageHeight=0), "ImageHeight is an integer of at least 1, not 0",
     "write the value as the readers take it"),
    (changed(ModelPadding=-1), "ModelPadding is an integer of at least 0, not -1",
     "write the value as the readers take it"),
    (changed(CropSizeFixed=7), "CropSizeFixed is 0, 1, true or false, not 7",
     "write the value as the readers take it"),
    (changed(PerProcessGPUMemoryFraction=1.5), "PerProcessGPUMemoryFraction is a number from 0 to 1, also in a string, not 1.5",
     "write the value as the readers take it"),
    (changed(Threshold="x"), 'Threshold is a number, not "x"', "write the value as the readers take it"),
    (changed(ImageHeight=...), "the member 'ImageHeight' is missing; the raster function of CNTK needs it",
     "add the member, or name an InferenceFunction that does without it"),
    (changed(ModelConfiguration=...), "CNTK has neither a ModelConfiguration nor an InferenceFunction",
     "name the ModelConfiguration, or an InferenceFunction"),
    (changed(ModelFile="/m/a.pb"), "ModelFile names '/m/a.pb', a path of one machine only",
     "name the file relative to the definition"),
    (changed(DataRange="e.g. [0, 1]"), "DataRange holds help text, 'e.g. [0, 1]'",
     "write the value, or leave the file to its training data"),
    (classes(0, 100), "class value 100 is no index of 2 outputs",
     "check which index the model gives for the class"),
    (changed(Classes=[{"Value": 0, "Name": "a"}]), "this class has no colour of red, green and blue",
     "give the class a colour: ecd edit --recolor VALUE=#rrggbb"),
    (changed(Classes=[{"ClassValue": 0, "ClassName": "a", "Color": [1, 2, 3]}]),
     "this class is spelled ClassValue and ClassName", "rename the members to Value and Name"),
    (changed(ModelType="ObjectionDetection"),
     "ObjectionDetection is a misprint of Esri's page for ObjectDetection", "write ObjectDetection"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "message", "hint"), MESSAGES)
def test_a_rule_is_told_word_for_word(value, message, hint):
    (problem,) = report_on(value).problems
    assert (problem.message, problem.hint) == (message, hint)


def test_every_rule_is_told_somewhere_here():
    told = {report_on(value).problems[0].code for value, _, _ in MESSAGES}
    assert told | {"file-not-there"} == {rule.code for rule in RULES}


@pytest.mark.parametrize(
    "name",
    ["extract_bands", "ModelFiles", "ModelConfigurationFile", "num_classes", "n_intput_channel",
     "bands", "backbone", "ModelVersion", "version", "ModelFormat", "AddressTag", "address_tag"],
)  # fmt: skip
def test_names_of_real_files_are_not_taken_for_misspelt_ones(name):
    assert found(changed(**{name: "z"}, InferenceFunction="a.py")) == []
    assert found({"InferenceFunction": "a.py", "ModelType": "a", name: "z"}) == []


@pytest.mark.parametrize("text", ["x" * 9999, "\x00" * 99, "\ud800" * 99])
def test_hostile_text_is_told_in_bounded_sentences(text, tmp_path):
    file = tmp_path / "a.emd"
    for changes in (
        {"ModelFile": text},
        {"ModelFile": "e.g. " + text},
        {"Framework": text, "ModelConfiguration": ...},
        {"InferenceFunction": "/" + text},
        {text: "e.g. "},
    ):
        file.write_text(json.dumps(changed(**changes)))
        report = ecdkit.validate_file(file)
        assert report.problems
        assert all(len(one.message) < 300 for one in report.problems)


def test_nothing_reads_training_data_as_a_model():
    value = {"Framework": "CNTK", "ModelType": "ObjectionDetection", "MetaDataMode": "a",
             "InputRastersProps": {}, "ModelConfiguration": {"Config": "/a"}}  # fmt: skip
    assert found(value) == []


@pytest.mark.parametrize(("length", "is_cut"), [(120, False), (121, True)])
def test_a_long_path_is_cut(length, is_cut):
    (problem,) = report_on(changed(ModelFile="/" + "a" * (length - 1))).problems
    assert ("..." in problem.message) == is_cut


@pytest.mark.parametrize("path", ["", None, 1, "e.g. a"])
def test_what_names_no_file_is_none(path):
    root = ecdkit.parse(json.dumps(changed(ModelFile=path))).text.root
    assert list(named_files(root)) == []
