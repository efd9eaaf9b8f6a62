"""What a file is, is told by the key of its root; what is none of ours is told clearly."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

import ecdkit
from ecdkit.errors import EcdError, EncodingError, FormatError, JsonSyntaxError
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
    assert "the roots of 2 formats" in error.message
    assert all(key in error.message for key in keys)
    assert (error.line, error.column) == (4, 2)
    assert error.pointer == f"/{keys[1]}"
    assert "remove the one that does not belong" in error.hint


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
