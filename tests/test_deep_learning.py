"""The seed: a model and an extra info become one definition, and come back byte for byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import ecdkit
from ecdkit import DefinitionError, EcdError, UsageError, deep_learning
from ecdkit.errors import FileThereError
from ecdkit.testing.models import documents, extra_infos
from ecdkit.text import JsonText

MODEL = bytes(range(256)) * 5 + b"!"
# As in the documentation: odd white space, and a name that begins with a space.
INFO = b"""{ \r
   "ImportDeepLearningModelToEsriExtraInfo":0,
   "Version":1, "Vendor": {"b": 1.50, "a": [NULL]},
   "Classifier":"CNTK",
   "NumberRasterBands":4,
   "MiniBatchSize":16,
   "Classes":[
      {"Value":100, "Name":"Impervious", "Color":[204, 204, 204], "Note": 1e0},
      {"Name":" Other \\u0028Pervious)", "Value":200, "Color":[56,168,0]}
   ]
}""".replace(b"NULL", b"null")

in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def seed(tmp_path):
    """A folder with a model and an extra info."""
    (tmp_path / "trained.model").write_bytes(MODEL)
    (tmp_path / "info.json").write_bytes(INFO)
    return tmp_path


def join(folder, *, name="forest.ecd", **how):
    target = folder / name
    ecdkit.deep_learning_model_to_ecd(folder / "trained.model", folder / "info.json", target, **how)
    return target


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def edited(path, edit):
    edit(ecdkit.read(path)).write(path, overwrite=True)


def member(path, pointer, value):
    """Set a member of the model of a definition; an ellipsis takes it out."""
    doc = ecdkit.read(path)
    where = f"/Definitions/0/DeepLearningModel{pointer}"
    doc = doc.remove(where) if value is ... else doc.set(where, value)
    doc.write(path, overwrite=True)


both_ways = pytest.mark.parametrize("by_reference", [False, True], ids=["embedded", "reference"])


@both_ways
def test_both_files_come_back_byte_for_byte(seed, by_reference):
    target = join(seed, by_reference=by_reference)
    assert ecdkit.validate_file(target).ok
    paths = ecdkit.extract(target, seed / "out")
    assert paths == (str(seed / "out" / "trained.model"), str(seed / "out" / "info.json"))
    assert contents(seed / "out") == {"trained.model": MODEL, "info.json": INFO}


@both_ways
@in_one_folder
@given(st.binary(max_size=3000), documents(extra_infos(sound=True)))
def test_any_model_and_any_extra_info_come_back_byte_for_byte(
    tmp_path, by_reference, model, written
):
    # What is in a code page is refused where it is read.
    assume(written.encoding is None)
    (tmp_path / "trained.model").write_bytes(model)
    (tmp_path / "info.json").write_bytes(written.content)
    target = join(tmp_path, by_reference=by_reference, overwrite=True)
    assert not ecdkit.validate_file(target).errors
    ecdkit.extract(target, tmp_path / "out", overwrite=True)
    assert contents(tmp_path / "out") == {"trained.model": model, "info.json": written.content}


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5, 7, 8, 9, 10])
def test_a_model_in_pieces_of_any_size_is_embedded_whole(seed, size, monkeypatch):
    from ecdkit.codec import blob
    from ecdkit.formats.classifier_definition import model_file

    monkeypatch.setattr(model_file, "_CHUNK", 4)
    monkeypatch.setattr(blob, "_CHUNK", 8)
    (seed / "trained.model").write_bytes(MODEL[:size])
    target = join(seed)
    ecdkit.extract(target, seed / "out")
    assert contents(seed / "out")["trained.model"] == MODEL[:size]


def test_the_definition_is_as_the_profile_says(seed):
    doc = ecdkit.read(join(seed))
    assert doc.formatted() is doc
    (definition,) = doc.model.definitions
    assert (doc.model.file_version, doc.model.number_definitions) == (1, 1)
    assert definition.classifier == "CNTK"
    assert (definition.number_classes, definition.number_bands) == (2, 4)
    assert (definition.mini_batch_size, definition.raster_is_segmented) == (16, False)
    assert [one.class_name for one in definition.classes] == ["Impervious", " Other (Pervious)"]
    embedded = definition.deep_learning_model
    assert (embedded.profile, embedded.file_name) == ("ecdkit/deep-learning/1", "trained.model")
    assert (embedded.size, embedded.path) == (len(MODEL), None)
    assert embedded.data.to_bytes() == MODEL
    assert embedded.extra_info.file_name == "info.json"
    assert embedded.extra_info.data.to_bytes() == INFO
    assert list(doc.text.at("/Definitions/0").keys())[-1] == "DeepLearningModel"
    assert list(doc.text.at("/Definitions/0/DeepLearningModel").keys())[-1] == "Data"
    # The model's bytes stand on a line of their own.
    (line,) = (
        line for line in doc.to_bytes().splitlines() if b'"Data"' in line and len(line) > 900
    )
    assert line.startswith(b'        "Data": "')


def test_a_model_may_be_in_a_folder_below_and_is_named_with_slashes(seed):
    (seed / "models" / "deep").mkdir(parents=True)
    (seed / "trained.model").rename(seed / "models" / "deep" / "trained.model")
    target = seed / "forest.ecd"
    model = seed / "models" / "deep" / "trained.model"
    ecdkit.deep_learning_model_to_ecd(model, seed / "info.json", target, by_reference=True)
    found = ecdkit.read(target).model.definitions[0].deep_learning_model
    assert (found.path, found.data) == ("models/deep/trained.model", None)
    ecdkit.extract(target, seed / "out")
    assert contents(seed / "out")["trained.model"] == MODEL


def test_a_folder_may_move_with_all_that_is_in_it(seed, tmp_path_factory, monkeypatch):
    join(seed, by_reference=True)
    moved = tmp_path_factory.mktemp("elsewhere") / "moved"
    seed.rename(moved)
    monkeypatch.chdir(moved)
    assert ecdkit.validate_file("forest.ecd").ok
    ecdkit.extract("forest.ecd", "out")
    assert contents(moved / "out") == {"trained.model": MODEL, "info.json": INFO}


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (lambda doc: ecdkit.rename_class(doc, 100, "Sealed"), b"Impervious", b"Sealed"),
        (lambda doc: ecdkit.rename_class(doc, 200, "Öd"), b" Other \\u0028Pervious)", b"\\u00d6d"),
        (lambda doc: ecdkit.recolor_class(doc, 200, (56, 170, 0)), b"168", b"170"),
        (lambda doc: doc.set("/Definitions/0/NumberBands", 8), b'Bands":4', b'Bands":8'),
        (lambda doc: doc.set("/Definitions/0/MiniBatchSize", 2), b'Size":16', b'Size":2'),
        (lambda doc: doc.set("/Definitions/0/Classifier", "ONNX"), b"CNTK", b"ONNX"),
        (lambda doc: doc.formatted(), b"", b""),
        (lambda doc: doc.set("/Definitions/0/Vendor", 1), b"", b""),
    ],
)
def test_what_was_edited_is_the_only_thing_that_differs_in_the_extra_info(seed, edit, old, new):
    target = join(seed)
    edited(target, edit)
    ecdkit.extract(target, seed / "out")
    assert contents(seed / "out") == {"trained.model": MODEL, "info.json": INFO.replace(old, new)}


def test_classes_added_removed_and_reordered_reach_the_extra_info(seed):
    target = join(seed)
    doc = ecdkit.read(target)
    definition = doc.model.definitions[0]
    first, second = definition.classes
    new = [second, first.evolve(class_value=7, class_name="New"), first]
    doc.replace(
        doc.model.evolve(definitions=[definition.evolve(classes=new, number_classes=3)])
    ).write(target, overwrite=True)
    _, info = ecdkit.extract(target, seed / "out")
    classes = ecdkit.read(info).model.classes
    assert [one.value for one in classes] == [200, 7, 100]
    assert [one.name for one in classes] == [" Other (Pervious)", "New", "Impervious"]
    assert [dict(one.extra) for one in classes] == [{}, {}, {"Note": 1.0}]
    assert b'"Color":[56,168,0]}' in Path(info).read_bytes()


def test_an_existing_definition_is_replaced_only_when_asked(seed):
    join(seed)
    before = contents(seed)
    with pytest.raises(FileExistsError):
        join(seed)
    assert contents(seed) == before
    (seed / "trained.model").write_bytes(b"other")
    join(seed, overwrite=True)
    assert ecdkit.read(seed / "forest.ecd").model.definitions[0].deep_learning_model.size == 5


@pytest.mark.parametrize("name", ["trained.model", "info.json"])
def test_the_definition_does_not_replace_what_it_is_made_of(seed, name):
    before = contents(seed)
    (seed / "link").symlink_to(name)
    (seed / "hard").hardlink_to(seed / name)
    for target in (name, "link", "hard", "./" + name):
        with pytest.raises(UsageError, match="would replace what is read"):
            join(seed, name=target, overwrite=True)
    assert {key: contents(seed)[key] for key in before} == before


@pytest.mark.parametrize("missing", ["trained.model", "info.json"])
@both_ways
def test_a_file_that_is_missing_is_told_and_nothing_is_written(seed, missing, by_reference):
    (seed / missing).unlink()
    with pytest.raises(FileNotFoundError) as caught:
        join(seed, by_reference=by_reference)
    assert caught.value.filename == str(seed / missing)
    assert not (seed / "forest.ecd").exists()


@pytest.mark.parametrize("which", ["trained.model", "info.json"])
def test_a_folder_is_neither_a_model_nor_an_extra_info(seed, which):
    (seed / which).unlink()
    (seed / which).mkdir()
    with pytest.raises(IsADirectoryError):
        join(seed)
    assert not (seed / "forest.ecd").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the document is empty"),
        (b"{", "the document ends"),
        (b"\xff\xfe\xfd", "utf-16|not UTF-8"),
        (INFO.replace(b"Impervious", b"Imp\xe9rvious"), "is not UTF-8"),
        (b'{"a": 1}', "no definition that ecdkit knows"),
        (
            b'{"EsriClassifierDefinitionFile": 0}',
            "an Esri classifier definition, not an extra info",
        ),
        (INFO.replace(b'"Version":1,', b""), "the member 'Version' is missing"),
        (INFO.replace(b'"Version":1,', b'"Version":2,'), "nothing is known of Version 2"),
        (INFO.replace(b'"Version":1,', b'"Version":"1",'), "an integer is expected, not a string"),
        (INFO.replace(b'"CNTK"', b"null"), "a string is expected, not null"),
        (INFO.replace(b"204, 204, 204", b"204, 204"), "3 elements are expected, not 2"),
        (INFO.replace(b"204, 204, 204", b"204, 204, 256"), "from 0 to 255, not 256"),
        (INFO.replace(b":200", b":100"), "the class value 100 is that of two classes"),
        (INFO.replace(b"1.50", b"NaN"), "NaN is no number of JSON"),
        (INFO.replace(b'"b"', b'"a"'), "stands twice"),
    ],
)
@both_ways
def test_an_extra_info_that_is_not_valid_is_refused_with_its_place(
    seed, content, message, by_reference
):
    (seed / "info.json").write_bytes(content)
    with pytest.raises(EcdError, match=message) as caught:
        join(seed, by_reference=by_reference)
    assert caught.value.path == str(seed / "info.json")
    assert not (seed / "forest.ecd").exists()


def test_a_valid_extra_info_may_have_warnings(seed):
    report = ecdkit.validate_file(seed / "info.json")
    assert [one.code for one in report.problems] == ["name-outer-space"]
    join(seed)


def test_a_model_too_large_to_embed_is_refused_with_the_way_out(seed, monkeypatch):
    monkeypatch.setattr(deep_learning, "LARGEST_EMBEDDED", 10)
    with pytest.raises(UsageError, match="more than 10 can be embedded") as caught:
        join(seed)
    assert "--by-reference" in caught.value.hint
    assert "by_reference=True" in caught.value.hint
    assert not (seed / "forest.ecd").exists()
    join(seed, by_reference=True)


def test_a_model_outside_the_folder_cannot_be_referred_to(seed):
    (seed / "here").mkdir()
    (seed / "beside").mkdir()
    outside = seed / "beside" / "trained.model"
    outside.write_bytes(MODEL)
    target = seed / "here" / "forest.ecd"
    for model in (outside, seed / "trained.model", seed / "here" / ".." / "trained.model"):
        with pytest.raises(UsageError, match="in the folder of the definition or below") as caught:
            ecdkit.deep_learning_model_to_ecd(model, seed / "info.json", target, by_reference=True)
        assert "copy it there, or embed it" in caught.value.hint
        assert not target.exists()
    (seed / "here" / "trained.model").symlink_to(outside)
    with pytest.raises(UsageError):
        ecdkit.deep_learning_model_to_ecd(
            seed / "here" / "trained.model", seed / "info.json", target, by_reference=True
        )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["a:b.model", "a\\b.model"])
def test_names_that_not_every_system_has_are_refused_when_the_definition_is_made(seed, name):
    (seed / name).write_bytes(MODEL)
    for model, info in ((name, "info.json"), ("trained.model", name)):
        (seed / name).write_bytes(INFO if info == name else MODEL)
        with pytest.raises(UsageError, match="more than the name of a file"):
            ecdkit.deep_learning_model_to_ecd(seed / model, seed / info, seed / "forest.ecd")
    assert not (seed / "forest.ecd").exists()


def test_two_files_of_one_name_are_refused_when_the_definition_is_made(seed):
    (seed / "sub").mkdir()
    (seed / "sub" / "TRAINED.model").write_bytes(INFO)
    with pytest.raises(UsageError, match="have the same name"):
        ecdkit.deep_learning_model_to_ecd(
            seed / "trained.model", seed / "sub" / "TRAINED.model", seed / "forest.ecd"
        )
    assert not (seed / "forest.ecd").exists()


def test_a_model_that_changes_while_it_is_read_is_noticed(seed, monkeypatch):
    write = deep_learning.write_bytes

    def late(target, pieces, *, overwrite):
        (seed / "trained.model").write_bytes(MODEL[::-1])
        write(target, pieces, overwrite=overwrite)

    monkeypatch.setattr(deep_learning, "write_bytes", late)
    with pytest.raises(OSError, match="the model changed while it was read"):
        join(seed)
    assert set(contents(seed)) == {"trained.model", "info.json"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_model(seed):
    (seed / "trained.model").unlink()
    os.mkfifo(seed / "trained.model")
    with pytest.raises(OSError, match="this is no regular file"):
        join(seed)


DAMAGE = [
    ("/Size", 1, "1,281 bytes, but Size is 1"),
    ("/SHA256", "0" * 64, "its SHA-256 is"),
    ("/Data", "QUJD", "it has 3 bytes, but Size is"),
    ("/Data", "QUJ", "not base64"),
    ("/Data", "Q=JD", "not base64"),
    ("/Data", ..., "neither Data nor Path"),
    ("/Data", 5, "a string is expected, not a number"),
    ("/Path", "trained.model", "both Data and Path"),
    ("/FileName", "../trained.model", "more than the name of a file"),
    ("/FileName", "/etc/passwd", "more than the name of a file"),
    ("/FileName", "a\\b", "more than the name of a file"),
    ("/FileName", "C:a", "more than the name of a file"),
    ("/FileName", "", "names no file"),
    ("/FileName", "..", "names no file"),
    ("/FileName", "info.JSON", "have the same name"),
    ("/ExtraInfo/FileName", "../info.json", "more than the name of a file"),
    ("/ExtraInfo/FileName", "trained.model", "have the same name"),
    ("/ExtraInfo/Data", "AAA", "not base64"),
    ("/ExtraInfo/Data", "AAAA", "the embedded extra info"),
    ("/ExtraInfo/Data", "W10=", "the embedded extra info"),
    ("/ExtraInfo/Data", "e30=", "the embedded extra info"),
    ("/ExtraInfo/Data", "", "the embedded extra info"),
    ("/ExtraInfo", ..., "the member 'ExtraInfo' is missing"),
    ("/Profile", "ecdkit/deep-learning/2", "no deep-learning definition of ecdkit"),
    ("", ..., "no deep-learning definition of ecdkit"),
]


@pytest.mark.parametrize(("pointer", "value", "message"), DAMAGE, ids=lambda one: str(one)[:20])
def test_a_definition_that_is_damaged_is_told_and_no_file_is_written(seed, pointer, value, message):
    target = join(seed)
    member(target, pointer, value)
    before = contents(seed)
    with pytest.raises(EcdError, match=message) as caught:
        ecdkit.extract(target, seed / "out", overwrite=True)
    assert caught.value.path == str(target)
    assert not (seed / "out").exists() or contents(seed / "out") == {}
    assert contents(seed) == before


LEAVING = ["../trained.model", "/etc/hostname", "a/../../b", "a\\b", "C:\\a", "C:a", "//host/a", "", ".",
           "..", "./trained.model", "a//b", "a\x00b"]  # fmt: skip


@pytest.mark.parametrize("path", LEAVING)
def test_a_path_that_may_leave_the_folder_is_not_followed(seed, path):
    (seed / "sub").mkdir()
    target = join(seed, by_reference=True).rename(seed / "sub" / "forest.ecd")
    member(target, "/Path", path)
    with pytest.raises(DefinitionError, match=r"relative path|leaves the folder") as caught:
        ecdkit.extract(target, seed / "out")
    assert caught.value.path == str(target)
    assert not (seed / "out").exists() or contents(seed / "out") == {}


def test_a_link_that_leaves_the_folder_is_not_followed(seed):
    (seed / "sub").mkdir()
    target = join(seed, by_reference=True).rename(seed / "sub" / "forest.ecd")
    (seed / "sub" / "trained.model").symlink_to(seed / "trained.model")
    (seed / "sub" / "folder").symlink_to(seed)
    for path in ("trained.model", "folder/trained.model"):
        member(target, "/Path", path)
        with pytest.raises(DefinitionError, match="leads out of the folder"):
            ecdkit.extract(target, seed / "out")


def test_a_model_that_was_referred_to_and_is_gone_or_changed_is_told(seed):
    target = join(seed, by_reference=True)
    (seed / "trained.model").write_bytes(MODEL + b"!")
    with pytest.raises(DefinitionError, match="is not the one that the definition was made with"):
        ecdkit.extract(target, seed / "out")
    assert contents(seed / "out") == {}
    (seed / "trained.model").unlink()
    with pytest.raises(FileNotFoundError) as caught:
        ecdkit.extract(target, seed / "out")
    assert caught.value.filename.endswith("trained.model")


@pytest.mark.parametrize("existing", ["trained.model", "info.json"])
def test_existing_files_are_replaced_only_when_asked(seed, existing):
    target = join(seed)
    (seed / "out").mkdir()
    (seed / "out" / existing).write_bytes(b"mine")
    with pytest.raises(FileThereError) as caught:
        ecdkit.extract(target, seed / "out")
    assert caught.value.path == str(seed / "out" / existing)
    assert contents(seed / "out") == {existing: b"mine"}
    ecdkit.extract(target, seed / "out", overwrite=True)
    assert contents(seed / "out") == {"trained.model": MODEL, "info.json": INFO}


@pytest.mark.parametrize("pointer", ["/FileName", "/ExtraInfo/FileName"])
def test_what_is_extracted_does_not_replace_the_definition(seed, pointer):
    target = join(seed)
    member(target, pointer, "forest.ecd")
    before = contents(seed)
    with pytest.raises(UsageError, match="would replace what is read"):
        ecdkit.extract(target, seed, overwrite=True)
    assert contents(seed) == before


def test_a_file_is_no_folder_to_extract_into(seed):
    target = join(seed)
    with pytest.raises(OSError, match=r"not a folder|not a directory"):
        ecdkit.extract(target, seed / "info.json")
    with pytest.raises(EcdError):
        ecdkit.extract(target, "a\x00b")


def test_of_several_definitions_one_is_named(seed):
    target = join(seed)
    doc = ecdkit.read(target)
    first = doc.model.definitions[0]
    other = ecdkit.OpaqueDefinition(classifier="SVM")
    second = first.evolve(
        deep_learning_model=first.deep_learning_model.evolve(file_name="second.model")
    )
    doc.replace(doc.model.evolve(definitions=[first, other, second], number_definitions=3)).write(
        target, overwrite=True
    )
    with pytest.raises(UsageError, match="there are deep-learning definitions at 0, 2"):
        ecdkit.extract(target, seed / "out")
    ecdkit.extract(target, seed / "out", definition=2)
    assert contents(seed / "out")["second.model"] == MODEL
    with pytest.raises(DefinitionError, match="definition 1 is no deep-learning"):
        ecdkit.extract(target, seed / "out", definition=1)
    for index in (3, -1):
        with pytest.raises(DefinitionError, match=rf"no definition {index}\. The last one is 2"):
            ecdkit.extract(target, seed / "out", definition=index)


def test_an_extra_info_has_no_model_to_extract(seed):
    with pytest.raises(DefinitionError, match="there is no model to extract"):
        ecdkit.extract(seed / "info.json", seed / "out")


def test_the_notice_names_the_road_that_runs_today():
    assert "no Esri tool is known to read" in deep_learning.NOTICE
    assert ".emd" in deep_learning.NOTICE
    assert ".dlpk" in deep_learning.NOTICE


MEASURED = """
import pathlib, re, resource, sys
import ecdkit
{call}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (sys.platform != "darwin" and 1024 or 1)
status = pathlib.Path("/proc/self/status")
if status.exists():
    # Linux counts what the parent had when it started this interpreter; this line it does not.
    peak = 1024 * int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1])
print(peak)
"""


def peak_memory(call, folder):
    """The most memory, in bytes, that a fresh interpreter needs for a call."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(call=call)],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no module resource")
def test_a_large_model_is_referred_to_in_little_memory(seed):
    size = 300_000_000
    os.truncate(seed / "trained.model", size)
    arguments = "'trained.model', 'info.json', 'forest.ecd', by_reference=True"
    peak = peak_memory(f"ecdkit.deep_learning_model_to_ecd({arguments})", seed)
    assert peak < 200_000_000
    assert ecdkit.read(seed / "forest.ecd").model.definitions[0].deep_learning_model.size == size
    assert peak_memory("assert ecdkit.validate_file('forest.ecd').ok", seed) < 200_000_000


@pytest.mark.skipif(os.name == "nt", reason="Windows has no module resource")
def test_a_model_is_embedded_and_extracted_within_four_times_its_size(seed):
    size = 64 << 20
    os.truncate(seed / "trained.model", size)
    arguments = "'trained.model', 'info.json', 'forest.ecd'"
    assert peak_memory(f"ecdkit.deep_learning_model_to_ecd({arguments})", seed) < 4 * size
    assert peak_memory("ecdkit.extract('forest.ecd', 'out')", seed) < 4 * size
    assert (seed / "out" / "trained.model").stat().st_size == size
    assert peak_memory("assert ecdkit.validate_file('forest.ecd').ok", seed) < 4 * size


def test_the_documented_example_is_joined_and_comes_back(corpus, tmp_path):
    info = corpus / "extra-info" / "documentation-example.json"
    (tmp_path / "trained.model").write_bytes(MODEL)
    target = tmp_path / "forest.ecd"
    ecdkit.deep_learning_model_to_ecd(tmp_path / "trained.model", info, target)
    _, extracted = ecdkit.extract(target, tmp_path / "out")
    assert Path(extracted).read_bytes() == info.read_bytes()
    edited(target, lambda doc: ecdkit.rename_class(doc, 200, "Pervious"))
    _, extracted = ecdkit.extract(target, tmp_path / "again")
    assert Path(extracted).read_bytes() == info.read_bytes().replace(
        b" Other (Pervious)", b"Pervious"
    )


def test_the_embedded_text_is_ascii_whatever_the_names(seed):
    info = json.dumps(json.loads(INFO)).replace("Impervious", "不透水")
    (seed / "info.json").write_text(info, encoding="utf-8")
    target = join(seed)
    assert target.read_bytes().isascii()
    assert (
        JsonText.parse(target.read_bytes()).at("/Definitions/0/Classes/0/ClassName").value()
        == "不透水"
    )
