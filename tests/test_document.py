"""A document is its text: a new model changes what differs and nothing else, whatever is in it."""

from __future__ import annotations

import copy
import enum
import math
import pickle

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import ecdkit
from ecdkit import EcdError, EditError, Extra, FormatError
from ecdkit.codec.structure import member_names
from ecdkit.testing.models import (
    classifier_definitions,
    documents,
    extra_infos,
    model_definitions,
    models,
    opaque_documents,
    training_data_definitions,
    value_of,
)
from ecdkit.testing.values import edited_values, json_names, json_strings, json_values
from ecdkit.text import equal

SMALL = b"""{
  "EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 2, "Vendor": "?",
  "Definitions": [
    {"Classifier": "MaximumLikelihood", "NumberClasses": 2, "RasterIsSegmented": false,
     "NumberBands": 2, "Classes": [
      {"ClassValue": 1, "ClassName": "Forest", "Red": 0, "Green": 128, "Blue": 0, "Count": 50,
       "Means": [10, 2.50], "Covariances": [[4.0, 1], [1e0, 4.00]], "Note": [1, 1.0, 1E0]},
      {"ClassValue": 2, "ClassName": "W\\u0061ter", "Red": 0, "Green": 0, "Blue": 255, "Count": 60,
       "Means": [1, 2], "Covariances": [[4, 0], [0, 4]]}]},
    {"Trees": [[1.50, 2], [3]], "Classifier": "RandomTrees", "Votes": {"b": 1, "a": -0.0}}
  ]
}
"""


NAMES = {"name": "Name", "class_name": "ClassName", "endmember_name": "EndmemberName"}


def class_of(model, at=0):
    return model.definitions[0].classes[at]


def with_class(model, at=0, **changes):
    """The model with one class of its first definition changed."""
    first = model.definitions[0]
    classes = list(first.classes)
    classes[at] = classes[at].evolve(**changes)
    return model.evolve(definitions=(first.evolve(classes=classes), *model.definitions[1:]))


def changed_part(before, after):
    """What two byte strings do not have in common at their beginning and end."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return before[head : len(before) - tail], after[head : len(after) - tail]


@given(documents())
def test_a_document_of_any_format_is_read_to_its_model_and_written_byte_for_byte(written):
    doc = written.parse()
    assert doc.model == written.model
    assert doc.to_bytes() == written.content


@pytest.mark.parametrize(
    "strategy",
    [classifier_definitions(), extra_infos(), model_definitions(), training_data_definitions()],
    ids=["ecd", "info", "emd", "training"],
)
@given(data=st.data())
def test_any_model_of_a_format_takes_the_place_of_another(strategy, data):
    written = data.draw(documents(strategy))
    new = data.draw(strategy)
    doc = written.parse()
    changed = doc.replace(new)
    assert changed.model == new
    again = ecdkit.parse(changed.to_bytes(), encoding=written.encoding)
    assert again.model == new
    assert again.text.encoding == doc.text.encoding


@given(documents(opaque_documents()), st.data())
def test_an_opaque_document_takes_any_model_but_one_of_another_kind(written, data):
    doc = written.parse()
    new = data.draw(opaque_documents())
    if ecdkit.new(new).format is doc.format:
        assert doc.replace(new).model == new
        return
    with pytest.raises(EditError, match="another kind of document"):
        doc.replace(new)


@given(documents(models(sound=True)), st.data())
def test_renaming_a_class_changes_its_name_and_not_a_byte_more(written, data):
    doc = written.parse()
    model = doc.model
    definitions = getattr(model, "definitions", (model,))
    listed = "endmembers" if doc.format.name == "endmember-definition" else "classes"
    places = [
        (at, nth)
        for at, one in enumerate(definitions)
        for nth in range(len(getattr(one, listed, ())))
    ]
    assume(places)
    at, nth = data.draw(st.sampled_from(places))
    one = definitions[at]
    classes = list(getattr(one, listed))
    field, name = next(names for names in NAMES.items() if hasattr(classes[nth], names[0]))
    new = data.draw(json_strings())
    assume(new not in [getattr(each, field) for each in classes])
    classes[nth] = classes[nth].evolve(**{field: new})
    renamed = one.evolve(**{listed: classes})
    if one is not model:
        renamed = model.evolve(definitions=[*definitions[:at], renamed, *definitions[at + 1 :]])
    changed = doc.replace(renamed)
    where = f"/Definitions/{at}" if one is not model else ""
    where += f"/{listed.capitalize()}/{nth}/{name}"
    old_place, new_place = doc.text.at(where), changed.text.at(where)
    assert new_place.value() == new
    before, after = doc.text.data, changed.text.data
    assert before[: old_place.span[0]] == after[: new_place.span[0]]
    assert before[old_place.span[1] :] == after[new_place.span[1] :]


@given(documents(), st.data())
def test_an_added_member_taken_out_again_leaves_no_trace(written, data):
    doc = written.parse()
    taken = {*doc.text.root.keys(), *member_names(type(doc.model))}
    member = data.draw(json_names().filter(lambda name: name not in taken))
    value = data.draw(json_values())
    model = doc.model
    changed = doc.replace(model.evolve(extra=model.extra | {member: value}))
    assert equal(changed.model.extra[member], value)
    assert changed.replace(model).to_bytes() == written.content


@given(documents())
def test_an_equal_model_changes_nothing(written):
    doc = written.parse()
    assert doc.replace(doc.model) is doc
    assert doc.replace(written.model) is doc
    assert doc.replace(copy.deepcopy(doc.model)) is doc


@given(models())
def test_a_new_document_is_canonical_and_reads_back(model):
    doc = ecdkit.new(model)
    assert doc.model == model
    assert doc.formatted() is doc
    again = ecdkit.parse(doc.to_bytes(), check="full")
    assert again.model == model
    assert equal(again.text.root.value(), value_of(model))


def test_a_new_document_is_what_was_written_whatever_becomes_of_the_values_it_was_made_of():
    note = {"by": "A"}
    model = ecdkit.parse(SMALL).model.evolve(extra={"Note": note})
    doc = ecdkit.new(model)
    note["by"] = "B"
    assert doc.model == ecdkit.parse(doc.to_bytes()).model
    model.extra["Note"]["by"] = "C"
    assert model.extra["Note"] == {"by": "A"}
    assert doc.replace(model) is doc


@given(documents())
def test_formatting_keeps_the_model_and_happens_once(written):
    doc = written.parse()
    formatted = doc.formatted()
    assert formatted.model == written.model
    assert formatted.formatted() is formatted
    assert formatted.text.encoding == doc.text.encoding


def test_renaming_a_class_changes_one_token():
    doc = ecdkit.parse(SMALL)
    changed = doc.replace(with_class(doc.model, class_name="Wald"))
    assert changed_part(SMALL, changed.to_bytes()) == (b"Forest", b"Wald")


def test_one_number_of_a_matrix_changes_one_token():
    doc = ecdkit.parse(SMALL)
    covariances = class_of(doc.model).covariances.copy()
    covariances[0, 1] = 1.25
    changed = doc.replace(with_class(doc.model, covariances=covariances))
    assert changed.to_bytes() == SMALL.replace(b"[[4.0, 1], [1e0", b"[[4.0, 1.25], [1e0")


def test_another_spelling_of_the_same_number_is_no_change_of_a_model():
    doc = ecdkit.parse(SMALL)
    same = with_class(doc.model, means=[10.0, 2.5], covariances=[[4, 1], [1, 4]])
    assert doc.replace(same) is doc
    renamed = with_class(same, class_name="Wald")
    assert doc.replace(renamed).to_bytes() == SMALL.replace(b"Forest", b"Wald")


def test_a_class_taken_out_and_put_back_leaves_no_trace():
    doc = ecdkit.parse(SMALL)
    first = doc.model.definitions[0]
    fewer = doc.model.evolve(
        definitions=(first.evolve(classes=first.classes[1:]), doc.model.definitions[1])
    )
    shorter = doc.replace(fewer)
    assert b"Forest" not in shorter.to_bytes()
    assert b"W\\u0061ter" in shorter.to_bytes()
    assert b"[[1.50, 2], [3]]" in shorter.to_bytes()


def test_a_class_that_is_edited_is_told_from_one_that_is_removed_by_its_value():
    doc = ecdkit.parse(SMALL)
    first = doc.model.definitions[0]
    left = first.classes[1].evolve(class_name="Sea", count=61)
    model = doc.model.evolve(definitions=(first.evolve(classes=[left]), doc.model.definitions[1]))
    start = SMALL.index(b'{"ClassValue": 1')
    end = SMALL.index(b'{"ClassValue": 2')
    expected = SMALL[:start] + SMALL[end:].replace(b"W\\u0061ter", b"Sea").replace(b"60", b"61")
    assert doc.replace(model).to_bytes() == expected


def test_unknown_members_stay_in_place_and_in_order():
    doc = ecdkit.parse(SMALL)
    changed = doc.set("/Definitions/0/Classes/0/ClassName", "Wald").set("/FileVersion", 3)
    changed = changed.remove("/Definitions/0/Classes/1").formatted()
    assert changed.text.root.keys() == doc.text.root.keys()
    opaque = changed.text.at("/Definitions/1")
    assert opaque.keys() == ["Trees", "Classifier", "Votes"]
    assert opaque.child("Votes").keys() == ["b", "a"]
    for token in (b"1.50", b"-0.0", b"1E0", b'"?"', b"4.00"):
        assert changed.to_bytes().count(token) == SMALL.count(token)


@given(documents(), st.data())
def test_what_is_unknown_takes_part_in_equality(written, data):
    model = written.parse().model
    name = data.draw(json_names().filter(lambda name: name not in model.extra))
    value = data.draw(json_values())
    more = model.evolve(extra=model.extra | {name: value})
    assert more != model
    assert more.evolve(extra=more.extra.without(name)) == model
    other = data.draw(edited_values(value))
    assume(not equal(value, other))
    assert model.evolve(extra=model.extra | {name: other}) != more


@pytest.mark.parametrize("version", [0, 2, 4, 99, -1, 10**30])
def test_an_unknown_version_is_opaque_and_survives(version):
    source = SMALL.replace(b'"FileVersion": 1', b'"FileVersion": %d' % version)
    doc = ecdkit.parse(source)
    assert isinstance(doc.model, ecdkit.OpaqueDocument)
    assert doc.version == version
    assert doc.model.extra["FileVersion"] == version
    assert doc.replace(doc.model) is doc
    changed = doc.replace(doc.model.evolve(extra=doc.model.extra | {"Vendor": "!"}))
    assert changed.to_bytes() == source.replace(b'"?"', b'"!"')
    report = ecdkit.validate(doc)
    assert report.ok
    assert [problem.code for problem in report.problems] == ["unknown-version"]


@pytest.mark.parametrize(
    "spelling", [None, b'"1"', b"1.0", b"1e0", b"true", b"null", b"[1]", b"{}", b"NaN", b"1e400"]
)
def test_a_version_that_is_no_integer_is_a_problem_and_no_model(spelling):
    new = b"" if spelling is None else b'"FileVersion": %s,' % spelling
    doc = ecdkit.parse(SMALL.replace(b'"FileVersion": 1,', new))
    assert doc.version is None
    with pytest.raises(ecdkit.DefinitionError, match=r"FileVersion|integer"):
        _ = doc.model
    assert not ecdkit.validate(doc).ok
    # Its text is safe all the same.
    assert doc.set("/FileVersion", 1).model == ecdkit.parse(SMALL).model


def nested(depth):
    """An array in an array, as deep as is said; a loop where it is endless."""
    found = []
    if depth == math.inf:
        found.append(found)
        return found
    for _ in range(depth):
        found = [found]
    return found


UNWRITABLE = [
    math.nan,
    math.inf,
    -math.inf,
    "\ud800",
    "a\udfffb",
    [1, [math.nan]],
    {"\udc00": 1},
    {1: 2},
    {1, 2},
    object(),
    b"bytes",
    1 + 2j,
    10**5000,
    nested(100_000),
    {"a": nested(math.inf)},
]


@pytest.mark.parametrize("value", UNWRITABLE, ids=lambda value: type(value).__name__)
def test_a_value_that_json_has_no_text_for_is_refused(value):
    doc = ecdkit.parse(SMALL)
    with pytest.raises(EcdError):
        doc.set("/Vendor", value)
    with pytest.raises(EcdError):
        doc.replace(doc.model.evolve(extra=Extra({"Vendor": value})))
    with pytest.raises(EcdError):
        ecdkit.new(doc.model.evolve(extra=Extra({"Vendor": value})))


@pytest.mark.parametrize(
    "changes",
    [
        {"class_name": "\ud800"},
        {"means": [1, math.nan]},
        {"covariances": [[math.inf, 0], [0, 1]]},
        {"red": 256},
        {"red": -1},
        {"red": True},
        {"red": 1.0},
        {"red": "1"},
        {"red": None},
        {"class_name": None},
        {"class_name": 5},
        {"count": -1},
        {"class_value": np.int64(3)},
        {"extra": Extra({"Red": 5})},
        {"extra": {"Note": np.float64(1.5)}},
    ],
    ids=str,
)
def test_a_model_that_the_format_does_not_allow_is_refused(changes):
    doc = ecdkit.parse(SMALL)
    wrong = with_class(doc.model, **changes)
    with pytest.raises(EcdError):
        doc.replace(wrong)
    with pytest.raises(EcdError):
        ecdkit.new(wrong)


def test_a_model_of_another_format_is_refused():
    info = ecdkit.ExtraInfo(
        import_deep_learning_model_to_esri_extra_info=0,
        version=1,
        classifier="CNTK",
        number_raster_bands=3,
        mini_batch_size=1,
        classes=(),
    )
    with pytest.raises(EditError, match="ClassifierDefinition is expected, not a ExtraInfo"):
        ecdkit.parse(SMALL).replace(info)


@pytest.mark.parametrize("model", [class_of(ecdkit.parse(SMALL).model), Extra()], ids=["class", ""])
def test_a_part_of_a_model_is_no_document(model):
    with pytest.raises(EcdError):
        ecdkit.new(model)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda doc: doc.remove("/EsriClassifierDefinitionFile"), "would leave no definition"),
        (lambda doc: doc.set("", [1]), "would leave no definition"),
        (
            lambda doc: doc.set("", {"ImportDeepLearningModelToEsriExtraInfo": 0}),
            "another kind of document",
        ),
        (
            lambda doc: doc.set("/ImportDeepLearningModelToEsriExtraInfo", 0),
            "would leave no definition",
        ),
    ],
)
def test_an_edit_that_leaves_no_definition_is_refused(edit, message):
    with pytest.raises(EditError, match=message):
        edit(ecdkit.parse(SMALL))


def test_an_edit_that_breaks_the_structure_is_made_and_reported():
    doc = ecdkit.parse(SMALL).set("/Definitions/0/Classes", {"0": "Forest"})
    assert not ecdkit.validate(doc).ok
    with pytest.raises(ecdkit.DefinitionError) as caught:
        _ = doc.model
    assert caught.value.pointer == "/Definitions/0/Classes"
    assert caught.value.line > 1
    assert caught.value.problems[0].code == "wrong-type"
    with pytest.raises(ecdkit.DefinitionError):
        doc.replace(ecdkit.parse(SMALL).model)


@given(documents())
def test_a_document_survives_pickling(written):
    doc = written.parse()
    again = pickle.loads(pickle.dumps(doc))
    assert again.to_bytes() == written.content
    assert again.model == doc.model
    assert again.format is doc.format
    assert again.set("/Vendor", 1).to_bytes() == doc.set("/Vendor", 1).to_bytes()


def test_a_document_tells_its_kind_and_its_file(tmp_path):
    path = tmp_path / "forest.ecd"
    path.write_bytes(SMALL)
    doc = ecdkit.read(path)
    assert doc.path == str(path)
    assert doc.format.name == "classifier-definition"
    assert doc.checked == "full"
    assert "classifier-definition 1" in repr(doc)
    assert ecdkit.read(path, check="structure").checked == "structure"
    assert ecdkit.read(path, check="structure").fully_checked().checked == "full"
    assert doc.set("/Vendor", 1).path == str(path)


def test_text_and_bytes_are_read_alike():
    assert ecdkit.parse(SMALL.decode()).to_bytes() == SMALL


def test_a_document_that_was_not_read_from_a_file_needs_a_name(tmp_path):
    doc = ecdkit.parse(SMALL)
    with pytest.raises(EditError, match="name one to write"):
        doc.write()
    doc.write(tmp_path / "new.ecd")
    assert (tmp_path / "new.ecd").read_bytes() == SMALL
    again = ecdkit.read(tmp_path / "new.ecd")
    with pytest.raises(FileExistsError):
        again.set("/Vendor", 1).write()
    again.set("/Vendor", 1).write(overwrite=True)
    assert ecdkit.read(tmp_path / "new.ecd").model.extra["Vendor"] == 1


def test_what_a_file_says_of_itself_need_not_be_said():
    classes = ({"class_value": 1, "class_name": "Lake", "red": 0, "green": 0, "blue": 9, "count": 9,
                "means": [1.0], "covariances": [[2.0]]},)  # fmt: skip
    definition = ecdkit.MaximumLikelihoodDefinition(
        number_classes=1,
        raster_is_segmented=False,
        number_bands=1,
        classes=tuple(ecdkit.MaximumLikelihoodClass(**one) for one in classes),
    )
    endmember = ecdkit.Endmember(endmember_id=1, endmember_name="urban", spectral_profile=[0.5])
    endmembers = {"number_endmembers": 1, "number_bands": 1, "endmembers": (endmember,)}
    for model in (
        ecdkit.ClassifierDefinition(
            file_version=1, number_definitions=1, definitions=(definition,)
        ),
        ecdkit.ExtraInfo(
            classifier="CNTK",
            number_raster_bands=1,
            mini_batch_size=1,
            classes=(ecdkit.ExtraInfoClass(value=1, name="Lake", color=(0, 0, 9)),),
        ),
        ecdkit.EndmemberDefinition1a(**endmembers),
        ecdkit.EndmemberDefinition1b(**endmembers),
    ):
        written = ecdkit.new(model)
        assert ecdkit.validate(written).problems == ()
        assert ecdkit.parse(written.to_bytes()).model == model
        # In a file it is asked for all the same.
        _, version, *_ = written.text.root.keys()
        assert [one.code for one in ecdkit.validate(written.remove(f"/{version}")).errors] == [
            "missing-member"
        ]
    assert (
        b'"Classifier": "MaximumLikelihood"'
        in ecdkit.new(
            ecdkit.ClassifierDefinition(
                file_version=3, number_definitions=1, definitions=(definition,)
            )
        ).to_bytes()
    )


def test_the_corpus_is_read_and_written_byte_for_byte(corpus_file):
    content = corpus_file.read_bytes()
    try:
        doc = ecdkit.parse(content)
    except FormatError:
        assert corpus_file.parent.name not in ("classifier-definition", "extra-info")
        return
    assert doc.to_bytes() == content
    assert doc.replace(doc.model) is doc
    assert ecdkit.new(doc.model).model == doc.model
    assert ecdkit.validate(doc).ok


class Level(enum.IntEnum):
    """An integer under another name."""

    ONE = 1


def definition(**changes):
    """A maximum-likelihood definition with one class, changed."""
    one = {"class_value": 1, "class_name": "Lake", "red": 0, "green": 0, "blue": 9, "count": 9,
           "means": [1.0], "covariances": [[2.0]]}  # fmt: skip
    body = ecdkit.MaximumLikelihoodDefinition(
        number_classes=1,
        raster_is_segmented=False,
        number_bands=1,
        classes=(ecdkit.MaximumLikelihoodClass(**(one | changes)),),
    )
    return ecdkit.ClassifierDefinition(file_version=1, number_definitions=1, definitions=(body,))


@pytest.mark.parametrize(
    ("model", "pointer", "message"),
    [
        (definition(count=np.int64(9)), "/Definitions/0/Classes/0/Count", "int64 is no type of JSON"),
        (definition(extra={"a": [{"b": {1}}]}), "/Definitions/0/Classes/0/a/0/b", "set is no type"),
        (definition(count=Level.ONE), "/Definitions/0/Classes/0/Count", "a Level would be read as int"),
        (definition(class_name=np.str_("a")), "/Definitions/0/Classes/0/ClassName",
         "a str_ would be read as str"),
        (definition().evolve(file_version=2), "",
         "this ClassifierDefinition would be read as OpaqueDocument"),
        (definition().evolve(definitions=(definition().definitions[0].evolve(classifier="SVM"),)),
         "/Definitions/0", "this MaximumLikelihoodDefinition would be read as OpaqueDefinition"),
    ],
)  # fmt: skip
def test_a_value_that_no_file_holds_is_told_with_its_place(model, pointer, message):
    doc = ecdkit.new(definition())
    for work in (ecdkit.new, doc.replace):
        with pytest.raises(EcdError, match=message) as refused:
            work(model)
        assert refused.value.pointer == pointer


def test_what_is_wrong_in_a_new_value_is_told_with_the_place_that_it_would_have():
    doc = ecdkit.new(definition())
    for pointer, value, place in (
        ("/Definitions/0/Classes/0/Note", {"a": [1, np.float32(2)]}, "/Note/a/1"),
        ("/Definitions/0/Classes/0/Note", np.array([1]), "/Note"),
        ("/Definitions/0/Classes/0/Count", math.inf, "/Count"),
    ):
        with pytest.raises(EcdError, match="JSON") as refused:
            doc.set(pointer, value)
        assert refused.value.pointer == f"/Definitions/0/Classes/0{place}"
        assert refused.value.line is not None
    with pytest.raises(EcdError) as refused:
        doc.set("/Definitions/0/Classes/-", {"a/b": {1}})
    assert refused.value.pointer == "/Definitions/0/Classes/-/a~1b"
    with pytest.raises(EcdError, match="tolist"):
        doc.set("/Note", np.array([1]))
    assert doc.set("/Note", Level.ONE).get("/Note") == 1


def test_a_value_is_got_by_its_pointer():
    doc = ecdkit.parse(SMALL).set("/Note", {"a": [1, 1.0, "x", None, True]})
    assert doc.get("/Note/a") == [1, 1.0, "x", None, True]
    assert [type(one) for one in doc.get("/Note/a")] == [int, float, str, type(None), bool]
    assert doc.get("")["Note"] == doc.get("/Note")
    with pytest.raises(ecdkit.PointerError):
        doc.get("/Note/b")


def test_documents_are_equal_when_their_bytes_are(tmp_path):
    doc = ecdkit.parse(SMALL)
    doc.write(tmp_path / "a.ecd")
    again = ecdkit.read(tmp_path / "a.ecd")
    assert again == doc == ecdkit.parse(SMALL.decode())
    assert len({doc, again, pickle.loads(pickle.dumps(doc)), copy.deepcopy(doc)}) == 1
    assert doc != doc.set("/Note", 1)
    assert doc.set("/Note", 1) == doc.set("/Note", 1)
    assert doc != SMALL
    # Of the same bytes another encoding makes other characters.
    latin = SMALL.replace(b"RandomTrees", "Bäume".encode())
    assert ecdkit.parse(latin) != ecdkit.parse(latin, encoding="cp1252")


def test_nothing_that_a_model_shows_changes_the_document():
    model = ecdkit.parse(SMALL).model
    for one in model.definitions[0].classes:
        for array in (one.means, one.covariances):
            with pytest.raises(ValueError, match="WRITEABLE"):
                array.setflags(write=True)
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0
