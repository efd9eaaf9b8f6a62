"""The map: its steps say all there is to say, roads lose least, and the docs show it as it is."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from attrs import evolve

import ecdkit
from ecdkit.codec.base import fields_of
from ecdkit.codec.fields import MEMBER
from ecdkit.formats.classifier_definition import model as classifier
from ecdkit.formats.endmember_definition import model as endmember
from ecdkit.formats.extra_info import model as info
from ecdkit.formats.model_definition import model as definition
from ecdkit.formats.registry import formats
from ecdkit.migration.account import UndeclaredError, account
from ecdkit.migration.inputs import Given, Inputs
from ecdkit.migration.nodes import NODES, node_of
from ecdkit.migration.registry import STEPS, TARGETS, node_named, reachable, road
from ecdkit.migration.step import Outcome
from ecdkit.render.map_page import heading, steps_page, with_steps
from ecdkit.render.svg_map import map_svg
from ecdkit.validation.schemas import schema_names

DOCS = Path(__file__).resolve().parents[2] / "docs"
GRADES = {"documented", "observed", "inferred", "project"}

CLASSES = "/Definitions/{d}/Classes/{c}"
# Where the members of each model stand in documents of a node.
MODELS = {
    "extra-info@1": {"": info.ExtraInfo, "/Classes/{c}": info.ExtraInfoClass},
    "classifier-definition@1 (deep-learning)": {
        "": classifier.ClassifierDefinition,
        "/Definitions/{d}": classifier.DeepLearningDefinition,
        CLASSES: classifier.DeepLearningClass,
        "/Definitions/{d}/DeepLearningModel": classifier.DeepLearningModel,
        "/Definitions/{d}/DeepLearningModel/ExtraInfo": classifier.EmbeddedExtraInfo,
    },
    "classifier-definition@1 (maximum-likelihood)": {
        "": classifier.ClassifierDefinition,
        "/Definitions/{d}": classifier.MaximumLikelihoodDefinition,
        CLASSES: classifier.MaximumLikelihoodClass,
    },
    "endmember-definition@1b": {
        "": endmember.EndmemberDefinition1b,
        "/Endmembers/{c}": endmember.Endmember,
    },
    "model-definition": {
        "": definition.ModelDefinition,
        "/Classes/{c}": definition.ModelDefinitionClass,
    },
}
REBUILT = [step for step in STEPS if not step.in_place]


def names(step):
    return f"{step.source} to {step.target}"


def members(node, *, required=False):
    """Every known member of the documents of a node, as patterns."""
    return {
        f"{place}/{about.name}"
        for place, model in MODELS[node].items()
        for field in fields_of(model)
        if (about := field.metadata.get(MEMBER)) and (about.required or not required)
    }


def patterns(step, side):
    return [
        pattern.replace("/Definitions/0", "/Definitions/{d}")
        for one in step.fields
        if (pattern := getattr(one, side)) is not None
    ]


@pytest.mark.parametrize("step", REBUILT, ids=names)
@pytest.mark.parametrize("side", ["source", "target"])
def test_a_step_speaks_of_every_member_that_its_formats_know(step, side):
    declared = patterns(step, side)
    # What may be missing may be left out of what is made.
    for member in members(getattr(step, side), required=side == "target"):
        spoken = any(one == member or one.startswith(f"{member}/") for one in declared)
        assert spoken or (side == "source" and "" in declared), member


@pytest.mark.parametrize("step", STEPS, ids=names)
def test_a_step_says_what_it_does_and_where_that_is_known_from(step):
    assert step.grade in GRADES
    assert step.evidence
    assert step.summary.endswith(".")
    assert step.fields
    for one in step.fields:
        assert one.grade in GRADES
        assert one.reason is None or not one.reason.endswith(".")
        assert (one.source, one.target) != (None, None)
    for one in step.inputs:
        assert one.meaning
        assert one.examples
        assert one.instead is None or one.instead in {other.name for other in step.inputs}
    for name in (step.source, step.target):
        assert node_named(name).schema in schema_names()
    assert (step.applies is None) == (step.source != step.target)


def test_every_version_of_every_format_is_a_target():
    known = {
        one.name if version is None else f"{one.name}@{version}"
        for one in formats()
        for version in one.versions
    }
    # A package is a model definition with its files.
    assert set(TARGETS) == known | {"dlpk"}


def test_what_is_only_inferred_needs_permission():
    source = node_named("classifier-definition@1 (maximum-likelihood)")
    with pytest.raises(ecdkit.MigrationError, match="only inferred") as caught:
        road(source, "classifier-definition@3", inferred=False)
    assert "--allow inferred" in caught.value.hint
    (step,) = road(source, "classifier-definition@3", inferred=True)
    assert step.grade == "inferred"


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.name)
def test_a_road_begins_and_ends_where_it_says_and_no_shorter_one_loses_less(node):
    for target, steps in reachable(node).items():
        places = [node.name, *(step.target for step in steps)]
        assert [step.source for step in steps] == places[:-1]
        assert node_named(places[-1]).target == target
        assert node_named(places[-1]).current
        cost = sum(len(step.dropped) for step in steps)
        for step in STEPS:
            if step.source == node.name and node_named(step.target).target == target:
                assert cost <= len(step.dropped)


def test_a_target_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(ecdkit.MigrationError, match="there is no target 'dlpq'") as caught:
        road(NODES[0], "dlpq", inferred=False)
    assert "model-definition" in caught.value.hint
    with pytest.raises(ecdkit.MigrationError, match="no road leads") as caught:
        road(NODES[0], "endmember-definition@1a", inferred=True)
    assert caught.value.hint == "it can become classifier-definition@1, model-definition, dlpk"


INFO = ecdkit.ExtraInfo(
    import_deep_learning_model_to_esri_extra_info=0,
    version=1,
    classifier="CNTK",
    number_raster_bands=2,
    mini_batch_size=16,
    classes=(ecdkit.ExtraInfoClass(value=7, name="Wald", color=(1, 2, 3), extra={"Note": [1]}),),
    extra={"Foo": {"a": [1, None]}},
)
GIVEN = {
    "ModelFile": Given("a.model"),
    "ModelType": Given("ImageClassification"),
    "ImageHeight": Given(1),
    "ImageWidth": Given(2),
    "InferenceFunction": Given("a.py"),
}


@pytest.fixture
def forward():
    (step,) = (step for step in STEPS if names(step) == "extra-info@1 to model-definition")
    doc = ecdkit.new(INFO)
    return step, doc, step.run(doc, Inputs(GIVEN, step.inputs, None)).document


@pytest.mark.parametrize(
    "pointer",
    [
        "/Framework",
        "/BatchSize",
        "/ExtractBands",
        "/Foo",
        "/Foo/a/0",
        "/Classes/0/Note",
        "/Classes/0",
    ],
)
def test_a_step_that_forgets_a_field_loses_it(forward, pointer):
    step, doc, made = forward
    entries = account(step, doc.text.root, Outcome(made), GIVEN)
    assert [entry for entry in entries if entry.kind == "lost"] == []
    forgotten = Outcome(made.remove(pointer))
    try:
        entries = account(step, doc.text.root, forgotten, GIVEN)
    except UndeclaredError:
        # What is left is not what the step says that it carries.
        assert pointer in ("/Foo/a/0", "/Classes/0")
        return
    assert [entry for entry in entries if entry.kind == "lost"]


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/New", 1),
        ("/Framework", "TensorFlow"),
        ("/BatchSize", 17),
        ("/BatchSize", 16.0),
        ("/ExtractBands/0", 5),
        ("/Classes/0/Value", 8),
        ("/Classes/0/New", None),
        ("/Foo/a/1", 0),
    ],
)
def test_a_step_that_makes_a_field_up_is_caught(forward, pointer, value):
    step, doc, made = forward
    with pytest.raises(UndeclaredError, match="nothing says where"):
        account(step, doc.text.root, Outcome(made.set(pointer, value)), GIVEN)


def test_a_grade_or_pair_that_is_not_declared_is_not_in_the_ledger(forward):
    step, doc, made = forward
    fewer = evolve(step, fields=tuple(one for one in step.fields if one.source != "/Classifier"))
    with pytest.raises(UndeclaredError):
        account(fewer, doc.text.root, Outcome(made), GIVEN)


def test_what_leads_nowhere_says_why():
    root = '{"EsriClassifierDefinitionFile":0,"FileVersion":%s,"NumberDefinitions":1,"Definitions":[%s]}'
    likelihood = (
        '{"Classifier":"MaximumLikelihood","NumberClasses":0,"RasterIsSegmented":false,'
        '"NumberBands":1,"Classes":[]}'
    )
    for text, words in (
        (root % (1, '{"Classifier":"SVM"}'), "the body of 'SVM' is unknown"),
        (root % (1, ""), "it has no definition"),
        (root % (1, f'{likelihood},{{"Classifier":"SVM"}}'), "several kinds"),
        (root % (2, ""), "nothing is known of FileVersion 2"),
        (
            '{"ImportDeepLearningModelToEsriExtraInfo":0,"Version":9}',
            "nothing is known of Version 9",
        ),
        ('{"AllTilesStats":[],"Classes":[]}', "describes training data"),
    ):
        with pytest.raises(ecdkit.MigrationError) as caught:
            node_of(ecdkit.parse(text))
        assert words in str(caught.value)


def test_the_picture_in_the_docs_is_that_of_the_map():
    picture = map_svg(NODES, STEPS)
    assert (DOCS / "migration-map.svg").read_bytes() == picture.encode(), "run make docs"
    assert map_svg(NODES, STEPS) == picture
    root = ET.fromstring(picture)
    drawn = {path.get("aria-label") for path in root.iter("{http://www.w3.org/2000/svg}path")}
    assert drawn - {None} == {names(step) for step in STEPS}
    shown = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    for node in NODES:
        assert node.target in shown
        assert not node.kind or node.kind in shown


def test_the_page_in_the_docs_has_a_section_for_every_step():
    page = (DOCS / "migration.md").read_text("utf-8")
    assert with_steps(page, STEPS) == page, "run make docs"
    for step in STEPS:
        section = page.partition(f"### {heading(step)}\n")[2].partition("\n### ")[0]
        assert f"Grade: **{step.grade}**" in section
        assert step.evidence in section
    assert steps_page(STEPS) in page
    with pytest.raises(ValueError, match="no marks"):
        with_steps("# A page", STEPS)
