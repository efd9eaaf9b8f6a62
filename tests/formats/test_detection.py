"""What a file is, is told by the key of its root; what is none of ours is told clearly."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

import ecdkit
from ecdkit.errors import EcdError, EncodingError, FormatError, JsonSyntaxError
from ecdkit.formats.format import ListIdentity
from ecdkit.formats.registry import ENTRIES, formats
from ecdkit.testing.models import documents
from ecdkit.testing.values import json_values

CLASSIFIER = "EsriClassifierDefinitionFile"
INFO = "ImportDeepLearningModelToEsriExtraInfo"
ENDMEMBER = "EsriEndmemberDefinitionFile"


def refused(content):
    """The error about some bytes, as parse and as validation tell it."""
    with pytest.raises(EcdError) as caught:
        ecdkit.parse(content)
    return caught.value


@given(documents())
def test_the_kind_of_a_document_is_told_by_its_root_key_if_it_has_one(written):
    doc = written.parse()
    found = {entry.root_key for entry in ENTRIES} & set(doc.text.root.keys())
    assert found == ({doc.format.root_key} - {None})


def test_every_entry_of_the_registry_leads_to_its_format():
    for entry, found in zip(ENTRIES, formats(), strict=True):
        assert entry.root_key == found.root_key
        assert found.title
        assert found.name == found.name.lower()


@pytest.mark.parametrize(
    ("content", "kind", "message", "place"),
    [
        ('{"a": 1}', FormatError, "no definition that ecdkit knows: its root has 'a'", (1, 1)),
        ("\n {}", FormatError, "its root is empty", (2, 2)),
        ("[]", FormatError, "its root is an array, not an object", (1, 1)),
        ("\r\n\r\n [{}]", FormatError, "its root is an array", (3, 2)),
        ("1", FormatError, "its root is a number", (1, 1)),
        ('"text"', FormatError, "its root is a string", (1, 1)),
        ("null", FormatError, "its root is null", (1, 1)),
        ("NaN", FormatError, "its root is a non-finite number", (1, 1)),
        ("", JsonSyntaxError, "the document is empty", (1, 1)),
        ("  \n ", JsonSyntaxError, "there is nothing but space", (2, 2)),
        (b"\x89HDF\r\n\x1a\n\x00\x00", EncodingError, "not JSON text but an HDF5 file", (1, 1)),
        (b"PK\x03\x04\x14", EncodingError, "not JSON text but a ZIP archive", (1, 1)),
        (b"\x00\x01\x02\x03", EncodingError, "", (1, 1)),
    ],
)
def test_what_is_no_definition_has_its_own_clear_error(content, kind, message, place):
    error = refused(content)
    assert type(error) is kind
    assert message in error.message
    assert (error.line, error.column) == place


@pytest.mark.parametrize(
    "keys", [(CLASSIFIER, INFO), (INFO, CLASSIFIER), (CLASSIFIER, ENDMEMBER), (ENDMEMBER, INFO)]
)
def test_two_roots_are_refused_at_the_second(keys):
    error = refused(json.dumps({"x": 1, **dict.fromkeys(keys, 0)}, indent=1))
    assert type(error) is FormatError
    assert sorted(
        error.message.removeprefix("this has the roots of 2 formats: ").split(" and ")
    ) == sorted(keys)
    assert (error.line, error.column) == (4, 2)
    assert error.pointer == f"/{keys[1]}"
    assert error.hint == "remove the one that does not belong"


def test_a_root_key_that_stands_twice_is_one_root_and_a_problem():
    doc = ecdkit.parse(b'{"%s": 0,\n"%s": 0}' % (CLASSIFIER.encode(), CLASSIFIER.encode()))
    codes = {problem.code for problem in ecdkit.validate(doc).problems}
    assert "duplicate-name" in codes


def test_a_folder_is_no_definition(tmp_path):
    with pytest.raises(IsADirectoryError, match="this is a folder, not a file") as caught:
        ecdkit.read(tmp_path)
    assert isinstance(caught.value, EcdError)
    assert caught.value.filename == str(tmp_path)


def test_an_extension_means_nothing(tmp_path):
    path = tmp_path / "classes.png"
    path.write_text(json.dumps({INFO: 0}))
    assert ecdkit.read(path).format.name == "extra-info"


def test_the_error_about_a_file_names_it(tmp_path):
    path = tmp_path / "forest.ecd"
    path.write_text('\n{"a": 1}')
    with pytest.raises(FormatError) as caught:
        ecdkit.read(path)
    assert str(caught.value).startswith(f"{path}:2:1: this is JSON, but no definition")
    report = ecdkit.validate_file(path)
    assert (report.format, report.version, report.ok) == (None, None, False)
    assert [(one.code, one.line, one.column) for one in report.problems] == [("format", 2, 1)]


@pytest.mark.parametrize(
    "names",
    [["x" * 10_000] * 1, [f"{at}" * 5000 for at in range(9)], [chr(0) * 99 + str(at) for at in range(9)],
     [chr(0xE0001) * 99 + str(at) for at in range(9)], ["\ud800" * 99]],
    ids=["long", "many", "controls", "invisible", "surrogates"],
)  # fmt: skip
def test_a_strange_root_is_quoted_in_a_bounded_sentence(names):
    error = refused(json.dumps(dict.fromkeys(names, 1)))
    assert type(error) is FormatError
    assert len(error.message) < 300


@given(json_values())
def test_no_value_is_taken_for_a_definition_that_has_no_root_key_of_ours(value):
    error = refused(json.dumps(value))
    assert type(error) is FormatError
    assert (error.line, error.column) == (1, 1)
    assert len(error.message) < 300


def test_of_several_likely_names_the_first_is_told():
    error = refused(
        '{"a": 1, "esriClassifierDefinitionFile": 0, "EsriEndmember_DefinitionFile": 0}'
    )
    assert error.pointer == "/esriClassifierDefinitionFile"
    assert (error.line, error.column) == (1, 10)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "this is JSON, but no definition that ecdkit knows: its root is empty"),
        ('{"a": 1, "b": 2}', "this is JSON, but no definition that ecdkit knows: its root has 'a', 'b'"),
        (json.dumps(dict.fromkeys("abcde", 1)),
         "this is JSON, but no definition that ecdkit knows: its root has 'a', 'b', 'c', 'd', 'e'"),
        (json.dumps(dict.fromkeys("abcdef", 1)),
         "this is JSON, but no definition that ecdkit knows: its root has 'a', 'b', 'c', 'd', 'e', ..."),
        ("[]", "this is no definition: its root is an array, not an object"),
        ("1", "this is no definition: its root is a number, not an object"),
        ('"a"', "this is no definition: its root is a string, not an object"),
        ("true", "this is no definition: its root is true, not an object"),
        ("false", "this is no definition: its root is false, not an object"),
        ("null", "this is no definition: its root is null, not an object"),
        ("NaN", "this is no definition: its root is a non-finite number, not an object"),
    ],
)  # fmt: skip
def test_what_is_no_definition_is_told_word_for_word(content, message):
    assert refused(content).message == message


@pytest.mark.parametrize(("length", "is_cut"), [(38, False), (39, True)])
def test_a_long_name_of_a_strange_root_is_cut(length, is_cut):
    assert ("..." in refused(json.dumps({"x" * length: 1})).message) == is_cut


@pytest.mark.parametrize("keys", [["rasterFunction"], ["rasterFunction", "a"], ["function", "arguments"],
                                  ["function", "arguments", "name"]])  # fmt: skip
def test_a_raster_function_is_told_as_one(keys):
    hint = "this is a raster function; `ecd template` finds the definitions in it"
    assert refused(json.dumps(dict.fromkeys(keys, 1))).hint == hint
    assert refused(json.dumps(dict.fromkeys([f"{key}s" for key in keys], 1))).hint != hint


def test_one_name_of_a_model_definition_is_told_as_too_few():
    hint = refused('{"ModelFile": "a"}').hint
    assert hint.endswith("; for a model definition (.emd) ModelFile alone is not enough")


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/Classes", ("Classes",), True), ("/Classes", ("Class",), False), ("/Classes", (), False),
        ("/Classes", ("Classes", 0), False), ("/*/Classes", (0, "Classes"), True),
        ("/a/*/Classes", ("a", "b", "Classes"), True), ("/a/*/Classes", ("b", 0, "Classes"), False),
        ("/0", (0,), True), ("/1", (0,), False),
    ],
)  # fmt: skip
def test_a_star_stands_for_any_one_token(pattern, path, fits):
    assert ListIdentity(pattern, "class", ("Value",)).fits(path) == fits


def test_the_lists_of_classes_are_told_with_their_definition():
    for root in (
        {"EsriEndmemberDefinitionFile": 0}, {"ModelFile": "a", "ExtractBands": []},
        {"EsriClassifierDefinitionFile": 0}, {INFO: 0},
    ):  # fmt: skip
        doc = ecdkit.parse(json.dumps(root))
        assert doc.format.class_lists(doc.text.root) == []
    for root, key in (
        ({"EsriEndmemberDefinitionFile": 0, "Endmembers": []}, "Endmembers"),
        ({"ModelFile": "a", "ExtractBands": [], "Classes": []}, "Classes"),
        ({INFO: 0, "Classes": []}, "Classes"),
    ):
        doc = ecdkit.parse(json.dumps(root))
        ((at, found),) = doc.format.class_lists(doc.text.root)
        assert (at, found.pointer) == (0, f"/{key}")


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (
            ecdkit.ClassifierDefinition(
                file_version=1,
                number_definitions=1,
                definitions=(
                    ecdkit.MaximumLikelihoodDefinition(
                        number_classes=0, raster_is_segmented=False, number_bands=1, classes=()
                    ),
                ),
            ),
            {CLASSIFIER: 0, "Definitions": [{"Classifier": "MaximumLikelihood"}]},
        ),
        (
            ecdkit.ExtraInfo(
                classifier="CNTK", number_raster_bands=1, mini_batch_size=1, classes=()
            ),
            {INFO: 0, "Version": 1},
        ),
        *(
            (
                kind(number_endmembers=0, number_bands=1, endmembers=()),
                {ENDMEMBER: 0, "FileVersion": 1},
            )
            for kind in (ecdkit.EndmemberDefinition1a, ecdkit.EndmemberDefinition1b)
        ),
    ],
)
def test_a_new_model_says_by_itself_what_all_of_its_kind_say(model, said):
    doc = ecdkit.new(model)
    written = json.loads(doc.to_bytes())
    for name, value in said.items():
        if isinstance(value, list):
            assert written[name][0].items() >= value[0].items()
        else:
            assert written[name] == value
    assert type(doc.model) is type(model)
    assert ecdkit.validate(doc).errors == ()
