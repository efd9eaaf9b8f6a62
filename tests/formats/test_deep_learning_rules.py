"""Whether the model of a deep-learning definition is there, and is the one it was made with."""

from __future__ import annotations

import base64
import hashlib
import json
import os

import pytest

import ecdkit
from ecdkit.errors import DefinitionError
from ecdkit.formats.classifier_definition.model_file import (
    file_chunks,
    model_chunks,
    referenced_file,
)

MODEL = b"\x00\x01weights"
INFO = {
    "ImportDeepLearningModelToEsriExtraInfo": 0,
    "Version": 1,
    "Classifier": "CNTK",
    "NumberRasterBands": 4,
    "MiniBatchSize": 16,
    "Classes": [],
}
WHERE = "/Definitions/0/DeepLearningModel"


def encoded(content):
    return base64.b64encode(
        content if isinstance(content, bytes) else json.dumps(content).encode()
    ).decode()


def definition(**changes):
    """The text of a definition whose model is changed; an ellipsis takes a member out."""
    model = {
        "Profile": "ecdkit/deep-learning/1",
        "FileName": "trained.model",
        "Size": len(MODEL),
        "SHA256": hashlib.sha256(MODEL).hexdigest(),
        "ExtraInfo": {"FileName": "info.json", "Data": encoded(INFO)},
        "Data": encoded(MODEL),
        **changes,
    }
    body = {
        "Classifier": "CNTK",
        "NumberClasses": 0,
        "RasterIsSegmented": False,
        "NumberBands": 4,
        "MiniBatchSize": 16,
        "Classes": [],
        "DeepLearningModel": {key: value for key, value in model.items() if value is not ...},
    }
    root = {"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1}
    return json.dumps(root | {"Definitions": [body]})


def report_on(**changes):
    return ecdkit.validate(ecdkit.parse(definition(**changes)))


def found(report):
    return [(one.code, one.severity, one.pointer) for one in report.problems]


def error(code, member=""):
    return [(code, "error", WHERE + member)]


def test_a_definition_whose_model_is_the_one_it_says_is_fine():
    assert found(report_on()) == []
    assert found(report_on(Data=encoded(b""), Size=0, SHA256=hashlib.sha256().hexdigest())) == []


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"Size": len(MODEL) + 1}, "/Size"),
        ({"Size": 0}, "/Size"),
        ({"Size": 10**50}, "/Size"),
        ({"SHA256": "0" * 64}, "/SHA256"),
        ({"Data": encoded(MODEL[::-1])}, "/SHA256"),
        ({"Data": encoded(MODEL[:-1])}, "/Size"),
        ({"Data": ""}, "/Size"),
    ],
)
def test_a_model_of_another_size_or_digest_is_an_error_there(changes, member):
    report = report_on(**changes)
    assert found(report) == error("model-digest", member)
    if "SHA256" in changes:
        here = hashlib.sha256(MODEL).hexdigest()[:12]
        assert report.problems[0].message == (
            "the model is not the one that the definition was made with: "
            f"its SHA-256 is {here}..., but SHA256 is 000000000000..."
        )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"Data": ...}, "the model has neither Data nor Path; it needs one of them"),
        ({"Path": "trained.model"}, "the model has both Data and Path; it needs one of them"),
    ],
)
def test_a_model_is_either_embedded_or_referred_to(changes, message):
    report = report_on(**changes)
    assert found(report) == error("model-place")
    assert report.problems[0].message == message


@pytest.mark.parametrize("data", ["A", "====", "QUJD\n", "Ä"])
def test_a_model_that_is_no_base64_is_an_error(data):
    assert error("not-base64", "/Data")[0] in found(report_on(Data=data))


LEAVING = ["../trained.model", "/etc/passwd", "a/../../b", "a\\b", "C:\\a", "C:a", "//host/a", "", ".",
           "./a", "a//b", "a/", "..", "a\x00b"]  # fmt: skip


@pytest.mark.parametrize("path", LEAVING)
def test_a_path_that_may_leave_the_folder_is_an_error_and_not_followed(path, tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "trained.model").write_bytes(MODEL)
    file = tmp_path / "sub" / "forest.ecd"
    file.write_text(definition(Data=..., Path=path))
    assert found(ecdkit.validate_file(file)) == error("model-path", "/Path")


@pytest.mark.parametrize("name", [".", "..", "", "a/b", "a\\b", "C:a", "a\x00b", "../a", "/a"])
def test_a_file_name_is_the_name_of_a_file(name):
    info = {"FileName": name, "Data": encoded(INFO)}
    assert found(report_on(FileName=name)) == error("file-name", "/FileName")
    assert found(report_on(ExtraInfo=info)) == error("file-name", "/ExtraInfo/FileName")


@pytest.mark.parametrize("path", ["trained.model", "models/deep/trained.model", "模型.model"])
def test_a_model_that_is_referred_to_is_looked_at_beside_the_definition(path, tmp_path):
    model = tmp_path.joinpath(*path.split("/"))
    model.parent.mkdir(parents=True, exist_ok=True)
    model.write_bytes(MODEL)
    file = tmp_path / "forest.ecd"
    file.write_text(definition(Data=..., Path=path))
    assert found(ecdkit.validate_file(file)) == []
    assert found(ecdkit.validate(ecdkit.read(file))) == []
    model.write_bytes(MODEL + b"!")
    assert found(ecdkit.validate_file(file)) == error("model-digest", "/Size")
    model.write_bytes(MODEL[::-1])
    assert found(ecdkit.validate_file(file)) == error("model-digest", "/SHA256")
    model.unlink()
    report = ecdkit.validate_file(file)
    assert found(report) == error("model-file", "/Path")
    assert report.problems[0].message == "the model cannot be read: there is no such file"


def test_without_a_file_what_a_definition_refers_to_is_not_looked_at():
    assert found(report_on(Data=..., Path="trained.model")) == []


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "secret").write_bytes(MODEL)
    (tmp_path / "sub" / "trained.model").symlink_to(tmp_path / "secret")
    (tmp_path / "sub" / "folder").symlink_to(tmp_path)
    file = tmp_path / "sub" / "forest.ecd"
    for path in ("trained.model", "folder/secret"):
        file.write_text(definition(Data=..., Path=path))
        report = ecdkit.validate_file(file)
        assert found(report) == error("model-file", "/Path")
        assert report.problems[0].message == (
            f"the model cannot be read: {path!r} leads out of the folder of the definition"
        )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "trained.model")
    file = tmp_path / "forest.ecd"
    file.write_text(definition(Data=..., Path="trained.model"))
    report = ecdkit.validate_file(file)
    assert found(report) == error("model-file", "/Path")
    assert report.problems[0].message == "the model cannot be read: this is no regular file"


def test_a_folder_is_no_model(tmp_path):
    (tmp_path / "trained.model").mkdir()
    file = tmp_path / "forest.ecd"
    file.write_text(definition(Data=..., Path="trained.model"))
    report = ecdkit.validate_file(file)
    assert found(report) == error("model-file", "/Path")
    assert "this is a folder, not a file" in report.problems[0].message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the document is empty"),
        (b"{", "the document ends"),
        # A member that no reader asks for is no JSON.
        (
            json.dumps(INFO)[:-1].encode() + b', "x": [1,,2]}',
            "extra info: 1:151: a value is expected, not ','",
        ),
        (b"[]", "its root is an array, not an object"),
        (b"\xff\xfe\x00", "not utf-16"),
        ({}, "its root is empty"),
        ({"a": 1}, "no definition that ecdkit knows"),
        ({**INFO, "EsriClassifierDefinitionFile": 0}, "the roots of 2 formats"),
        ({**INFO, "Classes": None}, "an array is expected, not null"),
        ({**INFO, "Classifier": 1}, "a string is expected, not a number"),
        (
            {**INFO, "Classes": [{"Value": 1, "Name": "a", "Color": [1, 2]}]},
            "extra info: 1:175: 3 elements are expected, not 2",
        ),
        ({**INFO, "Version": 9}, "Version 9"),
        ({"EsriClassifierDefinitionFile": 0}, "this is an Esri classifier definition"),
    ],
)
def test_an_embedded_extra_info_that_is_not_valid_is_an_error(content, message):
    report = report_on(ExtraInfo={"FileName": "info.json", "Data": encoded(content)})
    assert found(report) == error("embedded-extra-info", "/ExtraInfo/Data")
    assert message in report.problems[0].message
    assert report.problems[0].message.startswith("the embedded extra info: ")


def test_a_model_without_a_profile_is_told_at_the_name_that_is_nearly_it():
    text = definition(Profile=..., profile="a")
    (problem,) = ecdkit.validate(ecdkit.parse(text)).problems
    line, column = problem.line, problem.column
    assert problem.code == "unknown-profile"
    assert text.splitlines()[line - 1][column - 1 :].startswith('"profile"')


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "\x00" * 99, "\U000e0001" * 99], ids=["x", "0", "e"]
)
def test_hostile_names_are_told_in_bounded_sentences(text):
    for changes in (
        {"FileName": text + "/"},
        {"Data": ..., "Path": text + "/"},
        {"Data": ..., "Path": text + ":"},
        {"ExtraInfo": {"FileName": ".." + text + "/", "Data": encoded({text: 1})}},
        {"ExtraInfo": {"FileName": "a", "Data": encoded({**INFO, "Classes": {text: 1}})}},
        {"SHA256": text},
    ):
        report = report_on(**changes)
        assert report.problems
        assert all(len(one.message) < 300 for one in report.problems)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/a", "'/a' is no relative path with slashes"),
        ("a\\b", "'a\\b' is no relative path with slashes"),
        ("C:a", "'C:a' is no relative path with slashes"),
        ("a//b", "'a//b' leaves the folder of the definition, or names nothing"),
        ("", "'' leaves the folder of the definition, or names nothing"),
    ],
)
def test_a_path_that_is_none_is_told_word_for_word(path, message):
    (problem,) = report_on(Data=..., Path=path).problems
    assert problem.message == message


def test_of_a_definition_that_was_not_read_from_a_file_nothing_is_found_beside_it():
    with pytest.raises(DefinitionError) as caught:
        referenced_file("a", None)
    error = caught.value
    assert error.message == "this definition refers to a file, and was itself not read from one"
    assert error.hint == "read the definition from its file"


@pytest.mark.parametrize(
    ("changes", "what"),
    [({"Data": ...}, "neither Data nor Path"), ({"Path": "a"}, "both Data and Path")],
)
def test_a_model_in_no_place_or_two_cannot_be_taken(changes, what):
    model = ecdkit.parse(definition(**changes)).model.definitions[0].deep_learning_model
    with pytest.raises(DefinitionError) as caught:
        model_chunks(model, None)
    assert caught.value.message == f"the model has {what}; it needs one of them"


def test_a_name_that_no_system_can_have_is_no_file():
    with pytest.raises(DefinitionError, match=r"is no file name: embedded null (byte|character)"):
        list(file_chunks("a\0b"))
