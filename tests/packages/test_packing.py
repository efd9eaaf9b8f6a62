"""Writing packages: what goes in comes out, and the same files make the same bytes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecdkit
from ecdkit.errors import DefinitionError, FileAccessError, PackageError, UsageError
from ecdkit.packages import writing
from ecdkit.packages.gather import file_member, write_package
from ecdkit.packages.reading import read_archive
from ecdkit.packages.writing import Member, require_names, write_archive
from ecdkit.testing.packages import members, packages

DEFINITION = {
    "Framework": "CNTK",
    "ModelConfiguration": "FasterRCNN",
    "ModelType": "ObjectDetection",
    "ModelFile": ".\\trained.model",
    "ImageHeight": 256,
    "ImageWidth": 256,
    "ExtractBands": [0, 1, 2],
    "Classes": [{"Value": 1, "Name": "Palm", "Color": [1, 2, 3]}],
}


def written(path, packed, *, name="forest.emd", backwards=False):
    files = dict(reversed(packed.files.items())) if backwards else packed.files
    definition = ecdkit.parse(packed.definition)
    write_package(str(path), definition, name, members(files), overwrite=True)
    return path.read_bytes()


def contents(package):
    return {one.name: b"".join(package.chunks(one.name)) for one in package.files}


@given(packed=packages())
def test_what_is_packed_reads_back_byte_for_byte(packed, tmp_path_factory):
    path = tmp_path_factory.mktemp("packed") / "forest.dlpk"
    content = written(path, packed)
    wanted = {"forest.emd": packed.definition, **packed.files}
    for source in (path, content):
        package = ecdkit.read_package(source)
        assert package.definition_name == "forest.emd"
        assert package.definition.to_bytes() == packed.definition
        assert contents(package) == wanted
    # An independent reader sees the same.
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == wanted
    assert ecdkit.validate_file(path).errors == ()
    again = ecdkit.unpack(path, path.parent / "out")
    assert {Path(one).relative_to(path.parent / "out").as_posix() for one in again} == set(wanted)
    assert all((path.parent / "out" / name).read_bytes() == wanted[name] for name in wanted)


@given(packed=packages())
def test_the_same_files_make_the_same_bytes_in_whatever_order(packed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("packed")
    one = written(folder / "one.dlpk", packed)
    assert written(folder / "two.dlpk", packed, backwards=True) == one
    names = [found.filename for found in zipfile.ZipFile(io.BytesIO(one)).infolist()]
    assert names == ["forest.emd", *sorted(packed.files, key=str.encode)]


def test_the_bytes_are_these_today_and_tomorrow(folder):
    # Stored blocks would be the same under every zlib; short texts are too.
    (folder / "trained.model").write_bytes(b"")
    first = ecdkit.package(folder / "forest.emd", folder / "a.dlpk")
    os.utime(folder / "trained.model", (2_000_000_000, 2_000_000_000))
    (folder / "trained.model").chmod(0o600)
    ecdkit.package(folder / "forest.emd", folder / "b.dlpk")
    assert (folder / "a.dlpk").read_bytes() == (folder / "b.dlpk").read_bytes()
    with zipfile.ZipFile(folder / "a.dlpk") as archive:
        for one in archive.infolist():
            assert one.date_time == (1980, 1, 1, 0, 0, 0)
            assert one.compress_type == zipfile.ZIP_DEFLATED
            assert one.external_attr >> 16 == 0o100644
            assert one.flag_bits == 0
            assert (one.extra, one.comment) == (b"", b"")
    assert [one.name for one in first.files] == ["forest.emd", "trained.model"]


@pytest.fixture
def folder(tmp_path):
    """A folder with a definition and its model."""
    (tmp_path / "forest.emd").write_text(json.dumps(DEFINITION), "utf-8")
    (tmp_path / "trained.model").write_bytes(bytes(range(256)) * 40)
    return tmp_path


def rewritten(folder, **changes):
    value = {**DEFINITION, **changes}
    (folder / "forest.emd").write_text(
        json.dumps({name: one for name, one in value.items() if one is not None}), "utf-8"
    )


def packed_names(folder, **options):
    package = ecdkit.package(folder / "forest.emd", folder / "out.dlpk", **options)
    return [one.name for one in package.files]


def test_every_file_that_the_definition_names_is_packed_where_it_is_named(folder):
    (folder / "code" / "deep").mkdir(parents=True)
    (folder / "code" / "f.py").write_text("raise SystemExit('nobody runs this')\n")
    (folder / "code" / "deep" / "more.txt").write_text("more")
    (folder / "code" / ".hidden").write_text("not this")
    (folder / "mrcnn.py").write_text("x")
    (folder / "model.onnx").write_text("x")
    rewritten(
        folder,
        InferenceFunction="code\\f.py",
        ModelConfiguration={"Name": "MaskRCNN", "Architecture": ".\\mrcnn"},
        ONNX={"INFER": "model.onnx"},
    )
    assert packed_names(folder) == [
        "forest.emd",
        "code/f.py",
        "model.onnx",
        "mrcnn.py",
        "trained.model",
    ]
    rewritten(folder, ModelFile="code", InferenceFunction="[Functions]System\\a.py")
    assert packed_names(folder, overwrite=True) == [
        "forest.emd",
        "code/deep/more.txt",
        "code/f.py",
    ]
    rewritten(folder, ModelFile=".", ModelFiles=["trained.model", "model.onnx"])
    assert packed_names(folder, overwrite=True) == ["forest.emd", "model.onnx", "trained.model"]
    # Without a list the model is the whole folder, but not the package that is being written.
    rewritten(folder, ModelFile=".")
    assert "out.dlpk" not in packed_names(folder, overwrite=True)
    assert "code/deep/more.txt" in packed_names(folder, overwrite=True)


def test_more_files_are_added_where_they_are(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "README.txt").write_text("x")
    (folder / "docs").mkdir()
    (folder / "docs" / "metrics.html").write_text("x")
    names = packed_names(folder, add=[folder / "docs", elsewhere / "README.txt"])
    assert names == ["forest.emd", "README.txt", "docs/metrics.html", "trained.model"]
    with pytest.raises(FileNotFoundError):
        packed_names(folder, add=[folder / "nothing"], overwrite=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ModelFile": "gone.model"}, "no such file"),
        ({"ModelFile": "C:\\models\\trained.model"}, "a path of one machine"),
        ({"ModelFile": "../trained.model"}, "out of the package"),
        ({"ModelFile": "\\\\server\\share\\m"}, "a path of one machine"),
        ({"InferenceFunction": "gone.py"}, "no such file"),
        ({"ImageHeight": None}, "ImageHeight"),
        ({"ImageHeight": "256"}, "ImageHeight|string"),
        ({"Classes": None}, "Classes"),
    ],
)
def test_a_definition_that_would_not_run_is_not_packed(folder, changes, words):
    rewritten(folder, **changes)
    with pytest.raises(DefinitionError, match=words) as caught:
        packed_names(folder)
    assert caught.value.path == str(folder / "forest.emd")
    assert caught.value.problems
    assert sorted(one.name for one in folder.iterdir()) == ["forest.emd", "trained.model"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_definition_that_readers_cannot_open_is_not_packed(folder, encoding):
    (folder / "forest.emd").write_text(json.dumps(DEFINITION), encoding)
    with pytest.raises(DefinitionError, match="the definition is in utf"):
        packed_names(folder)


def test_what_is_no_model_definition_is_not_packed(folder):
    info = {"ImportDeepLearningModelToEsriExtraInfo": 0, "Version": 1}
    (folder / "forest.emd").write_text(json.dumps(info), "utf-8")
    with pytest.raises(UsageError, match="extra info") as caught:
        packed_names(folder)
    assert "--to dlpk" in str(caught.value)
    (folder / "forest.emd").write_text('{"InputRastersProps": {}, "AllTilesStats": []}', "utf-8")
    with pytest.raises(UsageError, match="training data"):
        packed_names(folder)


def test_an_existing_package_is_replaced_only_when_told(folder):
    packed_names(folder)
    before = (folder / "out.dlpk").read_bytes()
    rewritten(folder, ModelName="another")
    with pytest.raises(FileExistsError):
        packed_names(folder)
    assert (folder / "out.dlpk").read_bytes() == before
    packed_names(folder, overwrite=True)
    assert (folder / "out.dlpk").read_bytes() != before


def test_a_file_that_changes_while_it_is_packed_is_noticed(folder):
    member = Member("trained.model", 5, lambda: iter([b"123", b"456"]))
    doc = ecdkit.read(folder / "forest.emd")
    with pytest.raises(FileAccessError, match="changed while it was packed"):
        write_package(str(folder / "out.dlpk"), doc, "forest.emd", [member])
    assert not (folder / "out.dlpk").exists()
    assert len(list(folder.iterdir())) == 2


@pytest.mark.skipif(not hasattr(os, "pwrite"), reason="this system cannot write at an offset")
def test_what_does_not_read_back_is_not_left_there(folder, monkeypatch):
    fsync = os.fsync

    def spoil(handle):
        fsync(handle)
        os.pwrite(handle, b"X", 60)

    monkeypatch.setattr(os, "fsync", spoil)
    with pytest.raises(FileAccessError, match="does not read back"):
        packed_names(folder)
    assert len(list(folder.iterdir())) == 2


def test_a_second_definition_at_the_root_is_refused(folder):
    (folder / "other.emd").write_text(json.dumps(DEFINITION), "utf-8")
    with pytest.raises(PackageError, match="would both be at the root"):
        packed_names(folder, add=[folder / "other.emd"])


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links for administrators only")
def test_a_link_to_a_file_is_that_file_and_a_link_to_a_folder_is_refused(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "big.model").write_bytes(b"big")
    (folder / "trained.model").unlink()
    (folder / "trained.model").symlink_to(elsewhere / "big.model")
    package = ecdkit.package(folder / "forest.emd", folder / "out.dlpk")
    assert contents(package)["trained.model"] == b"big"
    (folder / "more").mkdir()
    (folder / "more" / "link").symlink_to(elsewhere)
    with pytest.raises(UsageError, match="a link to a folder"):
        packed_names(folder, add=[folder / "more"], overwrite=True)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/a",
        "../a",
        "a/../b",
        "C:a",
        "a\\b",
        "a//b",
        "./a",
        "con",
        "a.",
        "a ",
        "a\nb",
        "a:b",
        ".",
    ],
)
def test_names_that_no_reader_would_take_are_not_written(name):
    with pytest.raises(PackageError, match="name"):
        require_names([name])
    with pytest.raises(PackageError, match="name"):
        write_archive(io.BytesIO(), members({name: b""}))


@pytest.mark.parametrize(
    "names", [("a", "a"), ("Model.pth", "model.pth"), ("e\u0301", "\u00e9"), ("a/b", "A")]
)
def test_names_that_are_one_on_some_systems_are_not_written(names):
    with pytest.raises(PackageError, match=r"is in the package|is a file"):
        require_names(names)


@given(content=st.binary(max_size=400), wide_from=st.sampled_from([0, 100, 1 << 40]))
def test_a_large_file_has_numbers_of_64_bits(content, wide_from):
    """The same writer, told that files are large from another size on."""
    before = writing._WIDE_FROM
    writing._WIDE_FROM = wide_from
    try:
        file = io.BytesIO()
        write_archive(file, members({"a": content, "b": b"b"}))
    finally:
        writing._WIDE_FROM = before
    archive = read_archive(file.getvalue())
    assert archive.problems == ()
    assert [b"".join(archive.chunks(one)) for one in archive.entries] == [content, b"b"]
    with zipfile.ZipFile(file) as other:
        assert other.testzip() is None
        assert other.read("a") == content


MEASURED = """
import os, pathlib, re, resource, sys
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
    code = MEASURED.format(call=call)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def costs_little(folder, size):
    """A model of some size is packed, judged, unpacked and read in 200 MB of memory."""
    with (folder / "trained.model").open("r+b") as file:
        file.truncate(size)
    limit = 200_000_000
    assert peak_memory("ecdkit.package('forest.emd', 'out.dlpk')", folder) < limit
    assert peak_memory("assert ecdkit.validate_file('out.dlpk').ok", folder) < limit
    assert peak_memory("ecdkit.unpack('out.dlpk', 'out')", folder) < limit
    assert (folder / "out" / "trained.model").stat().st_size == size
    pieces = "for _ in ecdkit.read_package('out.dlpk').chunks('trained.model'): pass"
    assert peak_memory(pieces, folder) < limit


@pytest.mark.skipif(os.name == "nt", reason="Windows has no module resource")
def test_a_large_model_is_packed_and_unpacked_in_little_memory(folder):
    costs_little(folder, 300_000_000)


@pytest.mark.world
@pytest.mark.skipif(os.name == "nt", reason="Windows has no module resource")
def test_a_model_of_more_than_four_gigabytes_is_too(folder):
    costs_little(folder, (4 << 30) - (8 << 20))
    subprocess.run([sys.executable, "-m", "zipfile", "-t", str(folder / "out.dlpk")], check=True)


@pytest.mark.world
def test_as_many_files_as_need_the_record_of_large_archives():
    file = io.BytesIO()
    write_archive(file, members({f"{number:05x}": b"" for number in range(65_536)}))
    assert read_archive(file.getvalue()).problems == ()
    with zipfile.ZipFile(file) as other:
        assert len(other.namelist()) == 65_536
    write_archive(file := io.BytesIO(), members({f"{number:05x}": b"" for number in range(65_537)}))
    (problem,) = read_archive(file.getvalue()).problems
    assert problem.code == "archive-size"


@settings(max_examples=20)
@given(packed=packages())
def test_a_member_of_this_machine_has_its_size_and_content(packed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("members")
    (folder / "a").write_bytes(packed.definition)
    member = file_member(str(folder / "a"), "b")
    assert (member.name, member.size) == ("b", len(packed.definition))
    assert b"".join(member.chunks()) == b"".join(member.chunks()) == packed.definition
