"""What a merge decides: example by example, as somebody would tell it who loses a week's work."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from merging import LAYOUTS, assert_laws, document, merged, one, tree, value_of

from ecdkit.compare.merge import merge
from ecdkit.document import parse
from ecdkit.errors import DuplicateKeyError, EcdError, UsageError
from ecdkit.testing.models import documents
from ecdkit.testing.texts import edited_values
from ecdkit.text import equal
from ecdkit.validation.schemas import schema

BASE = tree([one(1), one(2), one(3)])


def edited(*, classes=(), drop=(), body=None, base=BASE, **root):
    """The base with members of classes changed (by value), classes dropped, the body changed."""
    value = copy.deepcopy(base)
    definition = value["Definitions"][0]
    definition.update(body or {})
    for number, members in classes:
        next(c for c in definition["Classes"] if c["ClassValue"] == number).update(members)
    definition["Classes"] = [c for c in definition["Classes"] if c["ClassValue"] not in drop]
    definition["NumberClasses"] = len(definition["Classes"])
    value.update(root)
    return value


def added(*new, base=BASE, at=None):
    value = copy.deepcopy(base)
    classes = value["Definitions"][0]["Classes"]
    place = len(classes) if at is None else at
    classes[place:place] = new
    value["Definitions"][0]["NumberClasses"] = len(classes)
    return value


def classes_of(doc):
    return doc.text.root.value()["Definitions"][0]["Classes"]


def conflicts(result):
    return [(found.topic, found.pointer) for found in result.conflicts]


def test_what_each_side_changed_is_taken_and_ours_keeps_its_bytes():
    ours = document(edited(classes=[(1, {"ClassName": "Wood"})]), indent=3)
    theirs = document(edited(classes=[(3, {"ClassName": "Lake"})]), separators=(",", ":"))
    result = merge(document(BASE), ours, theirs)
    assert not result.conflicts
    assert result.document.to_bytes() == ours.to_bytes().replace(b'"class 3"', b'"Lake"')
    assert [(found.action, found.pointer) for found in result.decisions] == [
        ("ours", "/Definitions/0/Classes/0/ClassName"),
        ("theirs", "/Definitions/0/Classes/2/ClassName"),
    ]


def test_classes_that_both_sides_removed_are_gone_and_the_count_is_of_what_is_left():
    result = assert_laws(BASE, edited(drop=[1, 2]), edited(drop=[2, 3]))
    assert not result.conflicts
    assert classes_of(result.document) == []
    assert value_of(result.document)["Definitions"][0]["NumberClasses"] == 0
    # Of two lists that count alike, the count says nothing; of the same deletion, it is the same.
    result = assert_laws(BASE, edited(drop=[2]), edited(drop=[2]))
    assert value_of(result.document)["Definitions"][0]["NumberClasses"] == 2


@pytest.mark.parametrize("change", [{"ClassName": "Wood"}, {"Red": 9}, {"Means": [7, 8]}])
def test_an_edit_against_a_deletion_is_a_conflict_with_all_three_values(change):
    ours, theirs = edited(drop=[2]), edited(classes=[(2, change)])
    result = assert_laws(BASE, ours, theirs)
    element, count = result.conflicts
    assert (element.topic, count.topic) == ("element", "count")
    assert element.absent == ("ours",)
    assert element.text == "class 2 'class 2': ours has removed what theirs has changed"
    assert equal(element.base, one(2))
    assert equal(element.theirs, {**one(2), **change})
    assert (count.base, count.ours, count.theirs) == (3, 2, 3)
    # Whoever is followed everywhere has a count that is true.
    for side in ("ours", "theirs"):
        definition = value_of(result.resolved(side))["Definitions"][0]
        assert definition["NumberClasses"] == len(definition["Classes"])


def test_a_deletion_of_what_lost_its_identity_on_the_other_side_is_a_conflict():
    theirs = edited()
    del theirs["Definitions"][0]["Classes"][1]["ClassValue"]
    result = assert_laws(BASE, edited(drop=[2]), theirs)
    assert conflicts(result)[0] == ("element", "/Definitions/0/Classes/1")


def test_a_count_is_computed_only_where_both_sides_changed_the_list():
    result = assert_laws(BASE, added(one(7)), edited(drop=[1]))
    assert [found.action for found in result.decisions if found.topic == "count"] == ["computed"]
    assert value_of(result.document)["Definitions"][0]["NumberClasses"] == 3
    # A count that lies in ours is not mended in passing.
    lying = edited(body={"NumberClasses": 99})
    lying["Definitions"][0]["NumberClasses"] = 99
    result = assert_laws(BASE, lying, edited(classes=[(1, {"ClassName": "x"})]))
    assert value_of(result.document)["Definitions"][0]["NumberClasses"] == 99


def test_a_count_that_lies_in_both_sides_is_nobody_s_to_compute():
    ours, theirs = added(one(7)), edited(drop=[1])
    ours["Definitions"][0]["NumberClasses"] = 40
    result = assert_laws(BASE, ours, theirs)
    assert ("value", "/Definitions/0/NumberClasses") in conflicts(result)


def test_the_means_of_one_side_never_meet_the_covariances_of_the_other():
    ours = edited(classes=[(2, {"Means": [9, 9]})])
    theirs = edited(classes=[(2, {"Covariances": [[5, 0], [0, 5]]})])
    result = assert_laws(BASE, ours, theirs)
    (conflict,) = result.conflicts
    assert conflict.topic == "numbers"
    assert conflict.members == ("Count", "Means", "Covariances")
    for side, wanted in (("ours", ours), ("theirs", theirs)):
        assert equal(value_of(result.resolved(side)), wanted)


def test_the_channels_of_one_colour_are_taken_from_one_side():
    result = assert_laws(
        BASE, edited(classes=[(1, {"Red": 5})]), edited(classes=[(1, {"Blue": 5})])
    )
    assert [found.topic for found in result.conflicts] == ["color"]
    result = assert_laws(
        BASE, edited(classes=[(1, {"Red": 5})]), edited(classes=[(1, {"Means": [4, 4]})])
    )
    assert not result.conflicts


def test_classes_that_both_added_stand_by_their_values():
    result = assert_laws(BASE, added(one(20)), added(one(10)))
    assert [c["ClassValue"] for c in classes_of(result.document)] == [1, 2, 3, 10, 20]
    result = assert_laws(BASE, added(one(10, red=1)), added(one(10, red=1)))
    assert not result.conflicts
    assert len(classes_of(result.document)) == 4
    result = assert_laws(BASE, added(one(10, red=1)), added(one(10, red=2)))
    assert [found.topic for found in result.conflicts] == ["color"]


def test_one_order_is_taken_and_two_are_a_conflict():
    def ordered(*values):
        value = copy.deepcopy(BASE)
        value["Definitions"][0]["Classes"] = [one(at) for at in values]
        return value

    renamed = edited(classes=[(2, {"ClassName": "Lake"})])
    result = assert_laws(BASE, ordered(3, 1, 2), renamed)
    assert [c["ClassName"] for c in classes_of(result.document)] == ["class 3", "class 1", "Lake"]
    assert "order" in {found.topic for found in result.decisions}
    result = assert_laws(BASE, ordered(3, 1, 2), ordered(2, 1, 3))
    assert conflicts(result) == [("order", "/Definitions/0/Classes")]
    # Who wants the order of theirs keeps what ours has changed in the classes.
    both = ordered(3, 1, 2)
    both["Definitions"][0]["Classes"][1]["ClassName"] = "Wood"
    result = merged(BASE, both, ordered(2, 1, 3), strategies={"/Definitions/*/Classes": "theirs"})
    assert not result.conflicts
    assert [c["ClassName"] for c in classes_of(result.document)] == ["class 2", "Wood", "class 3"]


_NOTES = [
    "a",
    "a,",
    '"',
    "],",
    '"]',
    "[",
    "{",
    "\\",
    '\\"',
    "",
    1,
    1.5,
    -1,
    [1],
    ["]"],
    {"a": ","},
    {},
]
_LISTS = st.lists(st.sampled_from(_NOTES), max_size=6, unique_by=json.dumps)


@given(_LISTS, _LISTS, _LISTS, st.sampled_from(LAYOUTS))
@example(["a", '"', 1, 1.5], ['"', "a", 1, 1.5], [1, '"', "a", 1.5], {})
@example([], [1], ["],", 1], {})
def test_lists_in_conflict_are_whole_whichever_side_is_chosen(base, ours, theirs, layout):
    assert_laws(*(tree([one(1)], Notes=notes) for notes in (base, ours, theirs)), layout)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_of_a_long_list_in_conflict_only_what_differs_is_between_markers(style, layout):
    def ordered(*middle):
        return tree([one(at) for at in (*range(100), *middle, *range(200, 300))])

    sides = [
        document(ordered(*middle), **layout)
        for middle in ((101, 102, 103), (102, 101, 103), (103, 102, 101))
    ]
    result = merge(*sides)
    (conflict,) = result.conflicts
    assert conflict.topic == "order"
    content = result.marked(style=style)
    start, end = content.index(b"<<<<<<<"), content.index(b">>>>>>>")
    shown = content[start:end]
    assert {at for at in range(300) if b'class %d"' % at in shown} <= {101, 102, 103}
    assert content.count(b"<<<<<<<") == 1
    # The sentence shows that part too, and the decisions have all of it.
    told = conflict.text
    assert "Classes from index 100: base {" in told
    assert '"ClassValue": 101' in told.replace('":101', '": 101')
    assert '"ClassValue": 99,' not in told.replace('":99', '": 99')
    assert len(told) < 800
    decisions = json.loads(result.to_json())
    assert [len(decisions["conflicts"][0][side]) for side in ("base", "ours", "theirs")] == 3 * [
        203
    ]


def test_of_many_elements_that_differ_some_are_told():
    many = [
        tree([one(at) for at in order])
        for order in (range(50), range(49, -1, -1), [*range(25, 50), *range(25)])
    ]
    (conflict,) = merged(*many).conflicts
    assert conflict.text.count("and 47 more") == 3
    assert len(conflict.text) < 800


def test_a_renumbering_and_an_edit_go_together_and_two_renumberings_do_not():
    result = assert_laws(
        BASE, edited(classes=[(2, {"ClassValue": 20})]), edited(classes=[(2, {"Red": 8})])
    )
    assert not result.conflicts
    assert classes_of(result.document)[1] == one(20, "class 2", red=8)
    result = assert_laws(
        BASE, edited(classes=[(2, {"ClassValue": 20})]), edited(classes=[(2, {"ClassValue": 30})])
    )
    assert conflicts(result) == [("value", "/Definitions/0/Classes/1/ClassValue")]
    # Nor may two classes come to have one value.
    result = assert_laws(BASE, edited(classes=[(2, {"ClassValue": 20})]), added(one(20, "new")))
    assert [found.topic for found in result.conflicts][:1] == ["identity"]


def opaque(**body):
    vectors = {"Vectors": [[1, 2], [3, 4]], "Kernel": {"Gamma": 0.5}, "Note": "x"}
    return tree([one(1), one(2)], classifier="SVM", body={**vectors, **body})


def test_the_body_of_an_opaque_definition_is_taken_from_one_side():
    base = opaque()
    result = assert_laws(base, opaque(Vectors=[[9, 2], [3, 4]]), opaque(Kernel={"Gamma": 1}))
    (conflict,) = result.conflicts
    assert (conflict.topic, conflict.members) == ("body", ("Vectors", "Kernel"))
    result = assert_laws(base, opaque(Vectors=[[9, 2], [3, 4]]), opaque(Note="y"))
    assert not result.conflicts


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value["Classes"].pop(),
        lambda value: value["Classes"].append(one(7)),
        lambda value: value["Classes"].reverse(),
        lambda value: value["Classes"][0].update(ClassValue=70),
    ],
    ids=["removed", "added", "reordered", "renumbered"],
)
def test_a_body_trained_for_other_classes_is_a_conflict(change):
    theirs = opaque()
    change(theirs["Definitions"][0])
    theirs["Definitions"][0]["NumberClasses"] = len(theirs["Definitions"][0]["Classes"])
    result = assert_laws(opaque(), opaque(Vectors=[[9, 2], [3, 4]]), theirs)
    assert [found.topic for found in result.conflicts] == ["classes"]
    # A name or a colour is no training.
    theirs = edited(base=opaque(), classes=[(1, {"ClassName": "Wood", "Red": 3})])
    assert not assert_laws(opaque(), opaque(Vectors=[[9, 2], [3, 4]]), theirs).conflicts


@pytest.mark.parametrize("ground", [{"NumberBands": 5}, {"RasterIsSegmented": True}])
def test_numbers_of_one_training_do_not_meet_the_bands_of_another(ground):
    ours = edited(body=ground)
    for theirs in (edited(classes=[(1, {"Means": [5, 5]})]), added(one(9))):
        result = assert_laws(BASE, ours, theirs)
        assert [found.topic for found in result.conflicts] == ["training"]
    assert not assert_laws(BASE, ours, edited(drop=[1])).conflicts
    assert not assert_laws(BASE, ours, edited(classes=[(1, {"ClassName": "x"})])).conflicts


def test_endmembers_have_the_bands_of_their_document():
    def endmembers(*listed, bands=2):
        head = {"EsriEndmemberDefinitionFile": 0, "FileVersion": 1}
        return {**head, "NumberEndmembers": len(listed), "NumberBands": bands, "Endmembers": listed}

    def endmember(at, *profile):
        return {"EndmemberID": at, "EndmemberName": str(at), "SpectralProfile": profile}

    base = endmembers(endmember(1, 2, 3))
    ours = endmembers(endmember(1, 2, 3, 4), bands=3)
    result = assert_laws(base, ours, endmembers(endmember(1, 2, 3), endmember(2, 5, 6)))
    assert [found.topic for found in result.conflicts] == ["training"]


def test_an_embedded_model_is_taken_as_a_whole():
    def deep(digest, size):
        model = {"Profile": "ecdkit/deep-learning/1", "SHA256": digest, "Size": size}
        body = {"DeepLearningModel": model}
        return tree([one(1)], classifier="CNTK", body=body)

    result = assert_laws(deep("aa", 1), deep("bb", 1), deep("aa", 2))
    assert conflicts(result) == [("value", "/Definitions/0/DeepLearningModel")]


def model_definition(model, classes):
    head = {"Framework": "PyTorch", "ModelType": "ImageClassification", "ModelFile": model}
    return {
        **head,
        "Classes": [{"Value": at, "Name": str(at), "Color": [at, 2, 3]} for at in classes],
    }


def deep_learning(model, classes):
    body = {"DeepLearningModel": {"SHA256": model, "Size": 1}}
    return tree([one(at) for at in classes], classifier="CNTK", body=body)


@pytest.mark.parametrize("built", [model_definition, deep_learning])
@pytest.mark.parametrize("classes", [[1], [1, 2, 3], [2, 1], [1, 7]])
def test_a_model_trained_for_other_classes_is_a_conflict(built, classes):
    base = built("a", [1, 2])
    result = assert_laws(base, built("b", [1, 2]), built("a", classes))
    assert [found.topic for found in result.conflicts] == ["classes"]
    assert not assert_laws(base, built("b", [1, 2]), built("a", [1, 2])).conflicts


def test_what_a_document_is_must_agree():
    other = edited(FileVersion=3)
    with pytest.raises(UsageError, match="FileVersion is 1 in ours and 3 in theirs") as caught:
        merged(BASE, edited(drop=[1]), other)
    assert (caught.value.pointer, caught.value.line) == ("/FileVersion", 1)
    assert equal(value_of(merged(BASE, BASE, other).document), other)
    info = {"ImportDeepLearningModelToEsriExtraInfo": 0, "Version": 1, "Classes": []}
    for base, ours, theirs in ((BASE, edited(drop=[1]), info), (info, BASE, edited(drop=[1]))):
        with pytest.raises(UsageError, match="ours is an Esri classifier definition"):
            merged(base, ours, theirs)


@pytest.mark.parametrize(
    "broken", ['"x": {"a": 1, "a": 2}', '"x": [{"a": 1, "a": 2}]', '"x": {"b": {"a": 1, "a": 2}}']
)
def test_a_name_that_stands_twice_is_refused_where_somebody_changed_something(broken):
    head = '{"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "Definitions": [], '
    base, ours = parse(head + '"y": 1, ' + broken + "}"), parse(head + '"y": 2, ' + broken + "}")
    theirs = parse(base.to_bytes().replace(b'"a": 1', b'"a": 3'))
    for sides in ((ours, theirs), (theirs, ours)):
        with pytest.raises(DuplicateKeyError, match="'a'"):
            merge(base, *sides)
    # Elsewhere it is nobody's business.
    assert (
        b'"a": 1, "a": 2' in merge(base, ours, parse(base.to_bytes() + b"\n")).document.to_bytes()
    )


def test_a_strategy_decides_conflicts_and_nothing_else():
    ours = edited(classes=[(1, {"ClassName": "A"}), (2, {"ClassName": "B"})])
    theirs = edited(classes=[(1, {"ClassName": "X"}), (3, {"ClassName": "Z"})])

    def names(strategies):
        result = merged(BASE, ours, theirs, strategies=strategies)
        return [c["ClassName"] for c in classes_of(result.document)], len(result.conflicts)

    assert names({}) == (["A", "B", "Z"], 1)
    assert names({"": "theirs"}) == (["X", "B", "Z"], 0)
    assert names({"/Definitions/*/Classes/*/ClassName": "theirs"}) == (["X", "B", "Z"], 0)
    assert names({"/Definitions/0/Classes/0": "ours"}) == (["A", "B", "Z"], 0)
    assert names({"/Definitions/0/Classes/1": "theirs"}) == (["A", "B", "Z"], 1)
    # Of several that fit, the longest counts.
    assert names({"": "ours", "/Definitions/0/Classes": "theirs"}) == (["X", "B", "Z"], 0)
    result = merged(BASE, ours, theirs, strategies={"": "theirs"})
    assert [found.text for found in result.decisions if found.chosen] == [
        "class 1 'class 1': ClassName taken from theirs, as asked for"
    ]
    for wrong in ({"": "mine"}, {"x": "ours"}, {"/~2": "ours"}):
        with pytest.raises(EcdError):
            merged(BASE, ours, theirs, strategies=wrong)


def test_without_a_base_whatever_differs_is_a_conflict():
    ours, theirs = document(edited(drop=[3])), document(edited(classes=[(1, {"Red": 4})]))
    result = merge(None, ours, theirs)
    assert {found.topic for found in result.conflicts} >= {"color", "element"}
    assert merge(None, ours, ours).conflicts == ()
    assert merge(None, ours, document(edited(drop=[3]), indent=1)).conflicts == ()


def test_a_document_that_one_side_left_alone_is_the_other_byte_for_byte():
    base = document(BASE)
    raw = json.dumps(BASE, indent=1)
    for content in (
        raw.encode("utf-8-sig"),
        raw.encode("utf-16"),
        raw.replace("\n", "\r\n").encode(),
    ):
        other = parse(content)
        assert merge(base, other, base).document.to_bytes() == content
        assert merge(base, base, other).document.to_bytes() == content
        assert [found.action for found in merge(base, base, other).decisions] == ["theirs"]
    assert merge(base, base, base).decisions == ()


def test_decisions_are_what_their_schema_says():
    ours = edited(drop=[1], classes=[(2, {"Red": 1, "ClassName": "x"})], Extra=1)
    theirs = edited(classes=[(1, {"Red": 3}), (2, {"Blue": 5, "ClassName": "x"})], Other=[1, 2])
    validator = Draft202012Validator(schema("merge-1"))
    for result in (
        merged(BASE, ours, theirs),
        merged(BASE, BASE, theirs),
        merged(BASE, BASE, BASE),
    ):
        content = result.to_json()
        assert content.isascii()
        held = json.loads(content)
        validator.validate(held)
        assert len(held["conflicts"]) == len(result.conflicts)
        for told, found in zip(held["conflicts"], result.conflicts, strict=True):
            assert told["text"] == found.text
            for side in ("base", "ours", "theirs"):
                assert (side in told) == (side not in found.absent)
                assert told["places"][side] == found.place(side)


def test_a_value_that_json_cannot_spell_stands_as_text_in_decisions():
    head = '{"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "Definitions": [], "x": '
    base, ours, theirs = (parse(head + token + "}") for token in ("1", "NaN", '"\\ud800"'))
    result = merge(base, ours, theirs)
    held = json.loads(result.to_json(), parse_constant=pytest.fail)
    Draft202012Validator(schema("merge-1")).validate(held)
    assert held["conflicts"][0]["ours_text"] == "NaN"
    assert merge(base, base, ours).document.to_bytes() == ours.to_bytes()
    mixed = parse(head.replace('"x"', '"y": 5, "x"') + "1}")
    assert b'"x": NaN' in merge(base, mixed, ours).document.to_bytes()
    assert b'"x": "\\ud800"' in merge(base, mixed, theirs).document.to_bytes()


@given(documents(), st.data(), st.sampled_from(LAYOUTS))
def test_the_laws_hold_for_documents_of_every_kind(made, data, layout):
    base = value_of(made.parse())
    form = document(base).format

    def stays(value):
        try:
            return document(value).format is form
        except EcdError:
            return False

    ours = data.draw(edited_values(base).filter(stays))
    theirs = data.draw(edited_values(base).filter(stays))
    try:
        assert_laws(base, ours, theirs, layout)
    except UsageError:
        # Root keys that differ, which is refused in both directions.
        with pytest.raises(UsageError):
            merged(base, theirs, ours)
