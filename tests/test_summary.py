"""What a document is, as far as it can be told; what is wrong with it is left out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

import ecdkit
from ecdkit import NULL
from ecdkit.errors import FormatError
from ecdkit.render.json import summaries_json, summary_json
from ecdkit.render.terminal import Paint
from ecdkit.render.text import size_text, summary_text
from ecdkit.summary import ClassSummary, PartSummary
from ecdkit.testing.models import (
    classifier_definitions,
    documents,
    endmember_definitions,
    extra_infos,
    model_definitions,
    mutants,
    training_data_definitions,
)

PLAIN = Paint()


def ecd(*definitions, version=1):
    root = {"EsriClassifierDefinitionFile": 0, "FileVersion": version}
    return ecdkit.parse(json.dumps(root | {"NumberDefinitions": 1, "Definitions": definitions}))


@given(documents(extra_infos()))
def test_an_extra_info_is_summed_up(written):
    summary = ecdkit.summarize(written.parse())
    model = written.model
    assert (summary.format, summary.version, summary.grade) == ("extra-info", 1, "documented")
    assert summary.size == len(written.content)
    (one,) = summary.definitions
    assert (one.kind, one.classifier) == ("extra-info", model.classifier)
    assert (one.bands, one.segmented, one.model) == (model.number_raster_bands, None, None)
    assert one.classes == tuple(ClassSummary(it.value, it.name, it.color) for it in model.classes)


@given(documents(classifier_definitions()))
def test_a_classifier_definition_is_summed_up(written):
    summary = ecdkit.summarize(written.parse())
    assert summary.format == "classifier-definition"
    assert summary.grade == {1: "documented", 3: "inferred"}[summary.version]
    assert len(summary.definitions) == len(written.model.definitions)
    for one, definition in zip(summary.definitions, written.model.definitions, strict=True):
        assert one.classifier == definition.classifier
        if isinstance(definition, ecdkit.OpaqueDefinition):
            assert (one.kind, one.grade) == ("opaque", "unknown")
            continue
        assert one.bands == definition.number_bands
        assert one.segmented == definition.raster_is_segmented
        assert [it.name for it in one.classes] == [it.class_name for it in definition.classes]
        assert [it.value for it in one.classes] == [it.class_value for it in definition.classes]
        colors = [(it.red, it.green, it.blue) for it in definition.classes]
        assert [it.color for it in one.classes] == colors
        if isinstance(definition, ecdkit.DeepLearningDefinition):
            assert (one.kind, one.grade) == ("deep-learning", "project")
            file = definition.deep_learning_model
            assert (one.model.file_name, one.model.size) == (file.file_name, file.size)
            assert one.model.path == file.path
        else:
            assert (one.kind, one.grade) == ("maximum-likelihood", summary.grade)


@given(documents(endmember_definitions()))
def test_an_endmember_definition_is_summed_up(written):
    summary = ecdkit.summarize(written.parse())
    model = written.model
    assert (summary.format, summary.grade) == ("endmember-definition", "documented")
    (one,) = summary.definitions
    assert (one.kind, one.bands, one.classifier) == ("endmembers", model.number_bands, None)
    assert one.classes == tuple(
        ClassSummary(it.endmember_id, it.endmember_name, None) for it in model.endmembers
    )


@given(documents(model_definitions()))
def test_a_model_definition_is_summed_up(written):
    summary = ecdkit.summarize(written.parse())
    model = written.model
    assert (summary.format, summary.version, summary.grade) == (
        "model-definition",
        None,
        "documented",
    )
    (one,) = summary.definitions
    assert (one.kind, one.grade) == ("model", "documented")
    bands = model.extract_bands
    assert one.bands == (len(bands) if isinstance(bands, tuple) else None)
    assert len(one.classes) == len(model.classes or ())
    facts = {fact.name: fact.value for fact in one.facts}
    assert facts.get("Framework") == (model.framework if model.framework is not NULL else None)
    if isinstance(model.image_height, int):
        assert facts["ImageHeight"] == str(model.image_height)
    assert "without a version" not in summary_text(summary, PLAIN)


@given(documents(training_data_definitions()))
def test_training_data_is_told_from_a_model(written):
    summary = ecdkit.summarize(written.parse())
    (one,) = summary.definitions
    assert (one.kind, one.grade) == ("training-data", "observed")
    assert "training data, not a model (observed in real files)" in summary_text(summary, PLAIN)


@given(mutants())
def test_what_is_wrong_is_left_out_and_not_refused(mutant):
    try:
        doc = mutant.parse()
    except FormatError:
        return
    summary = ecdkit.summarize(doc)
    text = summary_text(summary, PLAIN)
    assert all(character == "\n" or character.isprintable() for character in text)
    assert json.loads(summary_json(summary))["format"] == doc.format.name


def test_the_parts_of_an_unknown_body_are_named_with_their_sizes():
    body = {"Classifier": "SVM", "NumberBands": 4, "Hyperplanes": [[1, 2]], "Kernel": "rbf"}
    (one,) = ecdkit.summarize(ecd(body)).definitions
    assert one.parts == (PartSummary("Hyperplanes", "array", 8), PartSummary("Kernel", "string", 5))
    assert one.bands == 4


def test_a_version_that_nobody_knows_makes_everything_unknown():
    doc = ecd({"Classifier": "MaximumLikelihood", "Classes": []}, version=2)
    summary = ecdkit.summarize(doc)
    assert (summary.version, summary.grade) == (2, "unknown")
    assert (summary.definitions[0].kind, summary.definitions[0].grade) == ("opaque", "unknown")


def test_where_it_comes_from_and_how_it_is_written_is_told(tmp_path):
    path = tmp_path / "forest.ecd"
    content = '{"EsriClassifierDefinitionFile": 0}'.encode("utf-16")
    path.write_bytes(content)
    summary = ecdkit.summarize(ecdkit.read(path))
    assert (summary.path, summary.encoding, summary.byte_order_mark) == (
        str(path),
        "utf-16-le",
        True,
    )
    assert (summary.version, summary.grade, summary.definitions) == (None, "unknown", ())
    text = summary_text(summary, PLAIN)
    assert "without a version (unknown; kept as it is)" in text
    assert "utf-16-le with a byte order mark, checked fully" in text
    structure = ecdkit.summarize(ecdkit.read(path, check="structure"))
    assert "numbers not looked into" in summary_text(structure, PLAIN)


def test_many_classes_are_cut_in_the_text_and_whole_in_json():
    classes = [{"Value": at, "Name": f"class {at}", "Color": [at, 0, 0]} for at in range(250)]
    summary = ecdkit.summarize(ecd({"Classifier": "SVM", "Classes": classes, "b": 1}))
    text = summary_text(summary, PLAIN)
    assert "250 classes" in text
    assert "class 199" in text
    assert "class 200" not in text
    assert "and 50 more" in text
    assert len(json.loads(summary_json(summary))["definitions"][0]["classes"]) == 250


def test_one_summary_is_an_object_and_several_are_an_array():
    summary = ecdkit.summarize(ecd())
    assert json.loads(summary_json(summary))["format"] == "classifier-definition"
    assert [one["version"] for one in json.loads(summaries_json([summary, summary]))] == [1, 1]
    assert json.loads(summaries_json([])) == []


def test_names_that_would_act_on_a_terminal_are_escaped():
    name = "\x1b[31mred\x07\u202eder\x9b"
    classes = [{"Value": 1, "Name": name, "Color": [0, 0, 0]}]
    body = {"Classifier": name, "Classes": classes, name: 1}
    text = summary_text(ecdkit.summarize(ecd(body)), PLAIN)
    assert not set(name) & set("\x1b\x07\u202e\x9b") & set(text)
    assert "\\x1b[31mred\\x07\\u202eder\\x9b" in text


def test_swatches_are_shown_only_in_true_colour():
    classes = [{"Value": 1, "Name": "a", "Color": [1, 2, 3]}, {"Value": 2, "Name": "b"}]
    summary = ecdkit.summarize(ecd({"Classifier": "SVM", "Classes": classes}))
    colored = summary_text(summary, Paint(colored=True, true_color=True))
    assert colored.count("\x1b[48;2;1;2;3m") == 1
    assert "\x1b[48" not in summary_text(summary, Paint(colored=True))
    assert "\x1b" not in summary_text(summary, PLAIN)
    assert "#010203" in summary_text(summary, PLAIN)


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (12_345, "12.3 kB"), (10**6, "1.0 MB"),
     (97 * 10**6, "97.0 MB"), (2 * 10**9, "2.0 GB"), (5 * 10**12, "5000.0 GB")],
)  # fmt: skip
def test_sizes_are_told_as_people_say_them(size, text):
    assert size_text(size) == text
