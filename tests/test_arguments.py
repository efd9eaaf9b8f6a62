"""What is handed in and is of another type is refused with a sentence, and never half taken."""

import os
import pickle
from pathlib import Path

import numpy as np
import pytest

import ecdkit

INFO = ecdkit.new(
    ecdkit.ExtraInfo(
        classifier="CNTK",
        number_raster_bands=1,
        mini_batch_size=1,
        classes=(ecdkit.ExtraInfoClass(value=1, name="Lake", color=(0, 0, 9)),),
    )
)
NAME = "info.json"


@pytest.fixture(autouse=True)
def _file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path(NAME).write_bytes(INFO.to_bytes())


@pytest.mark.parametrize(
    "call",
    [
        ecdkit.validate,
        ecdkit.summarize,
        lambda wrong: ecdkit.diff(wrong, INFO),
        lambda wrong: ecdkit.diff(INFO, wrong),
        lambda wrong: ecdkit.patch(wrong, []),
        lambda wrong: ecdkit.merge(wrong, INFO, INFO),
        lambda wrong: ecdkit.merge(INFO, wrong, INFO),
        lambda wrong: ecdkit.merge(INFO, INFO, wrong),
        lambda wrong: ecdkit.migrate(wrong, "model-definition"),
        lambda wrong: ecdkit.rename_class(wrong, 1, "Pond"),
        lambda wrong: ecdkit.recolor_class(wrong, 1, (1, 2, 3)),
        lambda wrong: ecdkit.check_raster(wrong, "raster.tif"),
    ],
)
@pytest.mark.parametrize("wrong", [NAME, Path(NAME), INFO.model, INFO.to_bytes(), 5])
def test_what_is_no_document_is_refused_and_told_how_to_make_one(call, wrong):
    with pytest.raises(TypeError, match=r"a Document.* is expected, not ") as refused:
        call(wrong)
    is_path = isinstance(wrong, (str, Path))
    assert ("ecdkit.read" in str(refused.value)) is is_path


def test_a_path_may_be_bytes_as_in_the_standard_library():
    name = os.fsencode(NAME)
    assert ecdkit.read(name).to_bytes() == INFO.to_bytes()
    assert ecdkit.validate_file(name).ok
    INFO.write(b"written.json")
    assert Path("written.json").read_bytes() == INFO.to_bytes()
    with pytest.raises(ecdkit.FileAccessError) as missing:
        ecdkit.read(b"missing.json")
    assert str(missing.value) == "missing.json: there is no such file"


@pytest.mark.parametrize("encoding", [None, "cp1252"])
@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_bytes_that_change_later_change_no_document(kind, encoding):
    buffer = bytearray(INFO.to_bytes())
    doc = ecdkit.parse(kind(buffer), encoding=encoding)
    buffer[2:6] = b"XXXX"
    assert doc.to_bytes() == INFO.to_bytes()
    assert doc.replace(doc.model) is doc


@pytest.mark.parametrize("content", [{}, None, Path(NAME), ["{}"]])
def test_what_is_no_content_is_refused(content):
    with pytest.raises(TypeError, match="bytes or str are expected"):
        ecdkit.parse(content)


@pytest.mark.parametrize(
    "call",
    [
        lambda: ecdkit.diff(INFO, INFO, ignore="/Classes"),
        lambda: ecdkit.package("model.emd", "model.dlpk", add="model.py"),
        lambda: ecdkit.skeleton_of(INFO.text, shown="name"),
    ],
)
def test_one_string_is_not_taken_letter_by_letter(call):
    with pytest.raises(TypeError, match=r"a list of .* is expected, not .* alone"):
        call()


@pytest.mark.parametrize("value", [True, 1.0, "1", None])
def test_a_class_value_is_an_integer(value):
    with pytest.raises(TypeError):
        ecdkit.rename_class(INFO, value, "Pond")


def test_an_integer_of_numpy_is_an_integer_and_a_name_a_string():
    renamed = ecdkit.rename_class(INFO, np.int64(1), "Pond")
    assert renamed.model.classes[0].name == "Pond"
    with pytest.raises(TypeError, match="a name is a string, not a int"):
        ecdkit.rename_class(INFO, 1, 5)


def test_a_check_needs_a_raster():
    with pytest.raises(TypeError, match=r"^a raster is expected, not None$"):
        ecdkit.check_raster(INFO, None)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda merge: merge.resolved("mine"), "a side is base, ours or theirs, not 'mine'"),
        (lambda merge: merge.marked(style="diff4"), "merge, diff3, zdiff3, not 'diff4'"),
        (lambda merge: merge.marked(labels=("a", "b")), "there are three labels"),
    ],
)
def test_a_merge_knows_its_sides_and_styles(call, words):
    with pytest.raises(ecdkit.UsageError, match=words):
        call(ecdkit.merge(INFO, INFO, INFO))


def test_an_error_over_a_file_says_what_python_says_of_it():
    with pytest.raises(FileNotFoundError) as missing:
        ecdkit.read("missing.json")
    error = missing.value
    assert (error.strerror, error.filename) == ("there is no such file", "missing.json")
    assert pickle.loads(pickle.dumps(error)).strerror == error.strerror


def test_what_is_masked_has_no_number():
    masked = np.ma.masked_array([1.0, 2.0], mask=[False, True])
    with pytest.raises(ecdkit.EditError, match="masked"):
        ecdkit.Endmember(endmember_id=1, endmember_name="a", spectral_profile=masked)
