"""Reading archives: whatever real programs write, and nothing that two readers may see differently."""

from __future__ import annotations

import contextlib
import io
import json
import os
import stat
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ecdkit
from ecdkit.errors import EcdError, FileAccessError, PackageError
from ecdkit.packages.layout import CENTRAL, END, END_64, LOCAL, LOCATOR
from ecdkit.packages.reading import read_archive
from ecdkit.packages.rules import RULES
from ecdkit.packages.writing import write_archive
from ecdkit.testing.packages import file_names, members, packages
from ecdkit.validation.validate import validate_bytes

EMD = json.dumps(
    {
        "Framework": "CNTK",
        "ModelConfiguration": "FasterRCNN",
        "ModelType": "ObjectDetection",
        "ModelFile": "m.pth",
        "ImageHeight": 1,
        "ImageWidth": 1,
        "ExtractBands": [0],
        "Classes": [{"Value": 1, "Name": "A", "Color": [1, 2, 3]}],
    }
).encode()
FILES = {"a.emd": EMD, "m.pth": b"weights" * 99, "lib/f.py": b"raise SystemExit"}


def ours(files=FILES):
    file = io.BytesIO()
    write_archive(file, members(files))
    return file.getvalue()


def theirs(files=FILES, *, method=zipfile.ZIP_DEFLATED, comment=b"", stream=False, change=None):
    """An archive that Python's zipfile writes."""

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

        def tell(self):
            raise io.UnsupportedOperation

    file = Pipe() if stream else io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = method
            if change is not None:
                change(info)
            with archive.open(info, "w", force_zip64=stream) as out:
                out.write(content)
        archive.comment = comment
    return file.getvalue()


def content_of(archive):
    return {one.name: b"".join(archive.chunks(one)) for one in archive.entries}


def codes(content):
    return {one.code for one in read_archive(content).problems}


@given(
    files=st.dictionaries(file_names(), st.binary(max_size=300), max_size=4).filter(
        lambda files: "archive-name-clash" not in codes(theirs(files))
    ),
    method=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
    comment=st.binary(max_size=20).filter(lambda one: b"PK\5\6" not in one),
    stream=st.booleans(),
)
def test_what_python_writes_is_read(files, method, comment, stream):
    content = theirs(files, method=method, comment=comment, stream=stream)
    archive = read_archive(content)
    assert archive.problems == ()
    assert content_of(archive) == files


def test_folders_are_no_files_and_may_be_there():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.mkdir("lib")
        archive.mkdir("empty")
        for name, content in FILES.items():
            archive.writestr(name, content)
    assert read_archive(file.getvalue()).problems == ()
    assert content_of(read_archive(file.getvalue())) == FILES
    assert validate_bytes(file.getvalue()).ok


def test_an_archive_with_nothing_in_it():
    empty = theirs({})
    assert read_archive(empty).problems == ()
    assert [one.code for one in validate_bytes(empty).problems] == ["package-definition"]


def test_what_7_zip_and_bsdtar_do_with_names_is_understood():
    archive = read_archive(raw({b"./a.emd": EMD, b"lib\\f.py": b"", b"./": b""}))
    assert [one.name for one in archive.entries] == ["a.emd", "lib/f.py"]
    assert {one.code for one in archive.problems} == {"archive-name-spelling"}
    assert {one.severity for one in archive.problems} == {"warning"}


@pytest.mark.parametrize(
    ("name", "flags", "extra", "read", "told"),
    [
        ("é.pth".encode(), 1 << 11, b"", "é.pth", set()),
        ("é.pth".encode(), 0, b"", "├⌐.pth", {"archive-name-encoding"}),
        (b"\x82.pth", 0, b"", "é.pth", {"archive-name-encoding"}),
        (
            b"\x82.pth",
            0,
            struct.pack("<HHBL", 0x7075, 10 + 1, 1, zlib.crc32(b"\x82.pth")) + "é.pth".encode(),
            "é.pth",
            {"archive-name-encoding"},
        ),
        (b"\xff.pth", 1 << 11, b"", None, {"archive-name"}),
    ],
)
def test_a_name_is_read_as_its_archive_says(name, flags, extra, read, told):
    archive = read_archive(raw({name: b"x"}, flags=flags, extra=extra))
    assert {one.code for one in archive.problems} == told
    assert [one.name for one in archive.entries] == ([] if read is None else [read])
    if "├" in str(read):
        assert "in UTF-8 it would be 'é.pth'" in archive.problems[0].message


def raw(
    files,
    *,
    flags=0,
    method=0,
    extra=b"",
    system=3,
    attributes=0,
    central=None,
    before=b"",
    between=b"",
    behind=b"",
    comment=b"",
    wide=None,
    end=None,
):
    """An archive, byte by byte, with whatever is wrong with it.

    `end` are other numbers in the record at its end; `wide` are those that the records of a large
    archive have otherwise, where it has these.
    """
    out, directory = bytearray(before), b""
    for name, content in files.items():
        at, crc = len(out), zlib.crc32(content)
        packed = content if method == 0 else zlib.compress(content, wbits=-15)
        numbers = {"crc": crc, "packed": len(packed), "size": len(content), "at": at}
        told = {**numbers, **(central or {})}
        out += LOCAL.pack(
            b"PK\3\4",
            20,
            flags,
            method,
            0,
            33,
            crc,
            len(packed),
            len(content),
            len(name),
            len(extra),
        )
        out += name + extra + packed + between
        directory += CENTRAL.pack(
            b"PK\1\2", system << 8 | 20, 20, flags, method, 0, 33, told["crc"], told["packed"],
            told["size"], len(name), len(extra), 0, 0, 0, attributes, told["at"],
        ) + name + extra  # fmt: skip
    start = len(out)
    out += directory
    count = len(files)
    numbers = {"disk": 0, "of": 0, "here": count, "count": count, "length": len(directory),
               "start": start}  # fmt: skip
    if wide is not None:
        told = {"mark": b"PK\6\6", "rest": 44, "at": len(out), "on": 0, "disks": 1} | numbers | wide
        out += END_64.pack(told["mark"], told["rest"], 45, 45, *(told[one] for one in numbers))
        out += LOCATOR.pack(b"PK\6\7", told["on"], told["at"], told["disks"])
    numbers |= end or {}
    out += END.pack(b"PK\5\6", *numbers.values(), len(comment))
    return bytes(out) + comment + behind


ONE = {b"a.emd": EMD}
LINK = (stat.S_IFLNK | 0o777) << 16
BAD = {
    "something before": (raw(ONE, before=b"MZ stub"), "archive", "7 bytes stand before"),
    "moved offsets": (b"MZ" + raw(ONE), "archive", "2 bytes stand before the archive"),
    "something behind": (raw(ONE, behind=b"\n"), "archive", "1 bytes stand behind it"),
    "something between": (raw(ONE, between=b"??"), "archive", "belong to no file"),
    "an archive in the comment": (raw(ONE, comment=raw({})), "archive", "before the archive"),
    "a comment cut off": (raw(ONE, comment=b"abc")[:-1], "archive", "comment is cut off"),
    "another checksum": (raw(ONE, central={"crc": 1}), "archive", "differ"),
    "another name": (raw(ONE).replace(b"a.emd", b"b.emd", 1), "archive", "differ"),
    "another size": (raw(ONE, central={"size": 1}), "archive", "differ"),
    "a size beyond": (raw(ONE, central={"packed": 1 << 20}), "archive", "overlaps"),
    "another place": (raw(ONE, central={"at": 4}), "archive", "before the first"),
    "one file twice": (raw({b"a": b"", b"b": b""}, central={"at": 0}), "archive", "overlaps"),
    "encrypted": (raw(ONE, flags=1), "archive-method", "is encrypted"),
    "hidden directory": (raw(ONE, flags=1 << 13), "archive-method", "is encrypted"),
    "a patch": (raw(ONE, flags=1 << 5), "archive-method", "is the patch of a file"),
    "Deflate64": (raw(ONE, method=9), "archive-method", "by Deflate64"),
    "an unknown method": (raw(ONE, method=77), "archive-method", "by method 77"),
    "a link": (raw(ONE, attributes=LINK), "archive-link", "is a symbolic link"),
    "a link made on a Mac": (raw(ONE, attributes=LINK, system=19), "archive-link", "link"),
    "a pipe": (raw(ONE, attributes=stat.S_IFIFO << 16), "archive-link", "no file"),
    "a folder by its mode": (raw(ONE, attributes=stat.S_IFDIR << 16), "archive-link", "folder"),
    "a folder with content": (raw({b"a/": b"x"}), "archive", "of its own"),
    "a descriptor that is not there": (raw(ONE, flags=8), "archive", "what follows"),
    "an extra field without end": (raw(ONE, extra=b"\1\0\xff\0"), "archive", "ends nowhere"),
    "an extra field twice": (raw(ONE, extra=b"\1\0\0\0" * 2), "archive", "twice how large"),
    "one file more than it says": (
        raw({b"a": b"", b"b": b""}, end={"here": 1, "count": 1}), "archive", "longer than its"
    ),
    "one file less than it says": (
        raw(ONE, end={"here": 2, "count": 2}), "archive", "shorter than it says"
    ),
    "no entry in the directory": (
        raw(ONE).replace(b"PK\1\2", b"PK\1\3"), "archive", "something that is no entry"
    ),
    "a part of several": (raw(ONE, end={"disk": 1}), "archive", "one part of several"),
    "another part of several": (raw(ONE, end={"of": 1}), "archive", "one part of several"),
    "a file on another disk": (raw(ONE, end={"here": 0}), "archive", "one part of several"),
    "a directory beyond the end": (raw(ONE, end={"start": 9999}), "archive", "not where it says"),
    "an end cut off": (raw(ONE)[:-3], "archive", "directory is missing"),
    "two counts": (raw(ONE, wide={}, end={"count": 2}), "archive", "contradict"),
    "two places": (raw(ONE, wide={}, end={"start": 1}), "archive", "contradict"),
    "another mark": (raw(ONE, wide={"mark": b"PK\6\5"}), "archive", "its locator says"),
    "another length": (raw(ONE, wide={"rest": 45}), "archive", "its locator says"),
    "a locator that points elsewhere": (raw(ONE, wide={"at": 1}), "archive", "its locator says"),
    "a locator that points behind": (raw(ONE, wide={"at": 9999}), "archive", "its locator says"),
    "a locator of another disk": (raw(ONE, wide={"on": 1}), "archive", "one part of several"),
    "a locator of many disks": (raw(ONE, wide={"disks": 2}), "archive", "one part of several"),
    "a large archive in parts": (raw(ONE, wide={"here": 0}), "archive", "contradict"),
    "absolute": (raw({b"/etc/passwd": b""}), "archive-name", "absolute"),
    "a drive": (raw({b"C:\\a": b""}), "archive-name", "absolute"),
    "a share": (raw({b"\\\\host\\a": b""}), "archive-name", "absolute"),
    "climbing": (raw({b"a/../../b": b""}), "archive-name", "climbs"),
    "climbing with backslashes": (raw({b"..\\b": b""}), "archive-name", "climbs"),
    "no name": (raw({b"": b""}), "archive-name", "empty"),
    "a null character": (raw({b"a.emd\0.txt": b""}), "archive-name", "control character"),
    "a stream": (raw({b"a.emd:x": b""}), "archive-name", "Windows does not allow"),
    "a device": (raw({b"lib/NUL.txt": b""}), "archive-name", "device"),
    "a dot at the end": (raw({b"a.emd.": b""}), "archive-name", "dot or space"),
    "a long name": (raw({b"a" * 300: b""}), "archive-name", "255 bytes"),
    "nothing but dots": (raw({b".": b""}), "archive-name", "names nothing"),
    "capitals": (raw({b"a.emd": EMD, b"A.EMD": EMD}), "archive-name-clash", "and as 'a.emd'"),
    "a file that is a folder": (raw({b"a": b"", b"a/b": b""}), "archive-name-clash", "is in it"),
    "nothing": (b"", "archive", "the file is empty"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(40), "archive", "but a 7-Zip archive"),
    "JSON": (EMD, "archive", "text that begins like JSON"),
    "noise": (bytes(range(256)), "archive", "no ZIP archive"),
    "cut off": (ours()[:-30], "archive", "directory is missing"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "code", "words"), BAD.values(), ids=BAD)
def test_an_archive_that_is_not_safe_is_refused_before_anything_is_read(
    content, code, words, tmp_path
):
    errors = [one for one in read_archive(content).problems if one.severity == "error"]
    assert code in {one.code for one in errors}
    assert any(words in one.message for one in errors), errors
    path = tmp_path / "a.dlpk"
    path.write_bytes(content)
    for source in (content, path):
        with pytest.raises(PackageError) as caught:
            ecdkit.read_package(source)
        assert caught.value.problems
        with pytest.raises(PackageError):
            ecdkit.unpack(source, tmp_path / "out")
    assert [one.name for one in tmp_path.iterdir()] == ["a.dlpk"]
    assert code in {one.code for one in ecdkit.validate_file(path).problems}


@pytest.mark.parametrize(
    "end",
    [{}, {"here": 0xFFFF, "count": 0xFFFF, "length": 0xFFFFFFFF, "start": 0xFFFFFFFF}],
)
def test_the_records_of_a_large_archive_may_stand_in_a_small_one(end):
    content = raw(ONE, wide={}, end=end)
    assert read_archive(content).problems == ()
    assert content_of(read_archive(content)) == {"a.emd": EMD}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("a.emd") == EMD


def test_what_is_told_of_two_records_is_the_larger_ones():
    full = {"here": 0xFFFF, "count": 0xFFFF}
    content = raw(ONE, wide={"here": 0, "count": 1}, end=full)
    (problem,) = read_archive(content).problems
    assert problem.message == "the archive is one part of several"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("verb", [ecdkit.read_package, ecdkit.validate_file])
def test_a_pipe_is_not_waited_for(tmp_path, verb):
    os.mkfifo(tmp_path / "a.dlpk")
    with pytest.raises(FileAccessError, match="no regular file"):
        verb(tmp_path / "a.dlpk")
    with pytest.raises(IsADirectoryError):
        ecdkit.read_package(tmp_path)


def test_a_file_that_inflates_to_more_than_it_says_is_given_up_at_once():
    content = bytes(64 << 20)
    small = raw({b"a": content}, method=8)
    lying = bytearray(small)
    struct.pack_into("<L", lying, small.index(b"PK\1\2") + 24, 10)
    struct.pack_into("<L", lying, 22, 10)
    archive = read_archive(bytes(lying))
    assert archive.problems == ()
    held = bytearray()
    tracemalloc.start()
    with pytest.raises(PackageError, match="holds more or less than the 10 bytes"):
        held.extend(byte for piece in archive.chunks(archive.entries[0]) for byte in piece)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(held) <= 10
    assert peak < 8 << 20


def test_a_stored_file_is_as_large_as_it_is_packed():
    content = raw({b"a": b"abc"})
    for at in (22, content.index(b"PK\1\2") + 24):
        content = content[:at] + struct.pack("<L", 2) + content[at + 4 :]
    (problem,) = read_archive(content).problems
    assert problem.message == "'a' cannot have 2 bytes, packed in 3"


def test_a_name_that_stands_twice_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.emd", EMD)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.emd", b"{}")
    (problem,) = read_archive(file.getvalue()).problems
    assert (problem.code, problem.message) == (
        "archive-name-clash",
        "'a.emd' is in the package twice",
    )


def quine():
    """Files that share their data, of which each is large: a bomb without nesting."""
    kernel = zlib.compress(bytes(1 << 20), wbits=-15)
    crc = zlib.crc32(bytes(1 << 20))
    name = b"a"
    local = LOCAL.pack(b"PK\3\4", 20, 0, 8, 0, 33, crc, len(kernel), 1 << 20, 1, 0) + name + kernel
    one = CENTRAL.pack(
        b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, len(kernel), 1 << 20, 1, 0, 0, 0, 0, 0, 0
    )
    directory = b"".join(one + bytes([97 + at]) for at in range(20))
    end = END.pack(b"PK\5\6", 0, 0, 20, 20, len(directory), len(local), 0)
    return local + directory + end


def test_files_that_overlap_are_refused():
    assert codes(quine()) == {"archive"}


def test_sizes_are_bounded_before_anything_is_read():
    small = ecdkit.Limits(entries=2)
    (problem,) = read_archive(ours(), small).problems
    assert problem.message == "the archive holds 3 files, more than 2"
    small = ecdkit.Limits(unpacked=100)
    (problem,) = read_archive(ours(), small).problems
    assert "more than 100" in problem.message
    # What says that it is larger than deflate could make it, lies.
    claimed = raw({b"a": b"x"}, method=8)
    at = claimed.index(b"PK\1\2")
    lying = bytearray(claimed)
    struct.pack_into("<L", lying, at + 24, 1 << 30)
    struct.pack_into("<L", lying, 22, 1 << 30)
    (problem,) = read_archive(bytes(lying)).problems
    assert problem.message == "'a' cannot have 1,073,741,824 bytes, packed in 3"


def bomb(size):
    """An archive that says that it holds so much, packed as deflate packs zeros."""
    zeros = size // 1000
    name = b"m.pth"
    extra = struct.pack("<HHQQ", 1, 16, size, zeros)
    local = LOCAL.pack(b"PK\3\4", 45, 0, 8, 0, 33, 0, 0xFFFFFFFF, 0xFFFFFFFF, 5, 20) + name + extra
    central = CENTRAL.pack(
        b"PK\1\2", 45, 45, 0, 8, 0, 33, 0, 0xFFFFFFFF, 0xFFFFFFFF, 5, 20, 0, 0, 0, 0, 0
    ) + name + extra  # fmt: skip
    start = len(local) + zeros
    end = END.pack(b"PK\5\6", 0, 0, 1, 1, len(central), start, 0)
    return local + bytes(zeros) + central + end


def test_a_bomb_is_refused_by_what_it_says():
    (problem,) = read_archive(bomb(5 << 30)).problems
    assert problem.code == "archive-size"
    assert problem.message == "unpacked it is more than 100 times as large as it is packed"
    assert read_archive(bomb(1 << 30)).problems == ()


@pytest.mark.parametrize("at", ["less", "longer", "crc", "stream", "more"])
def test_damage_is_found_where_the_directory_is_right(at):
    content = b"weights" * 1000
    packed = bytearray(zlib.compress(content, wbits=-15))
    size, crc = len(content), zlib.crc32(content)
    if at in ("less", "longer"):
        size += 1 if at == "longer" else -1
    elif at == "crc":
        crc ^= 1
    elif at == "stream":
        packed[0] = 0xFF
    else:
        packed += b"\0"
    name = b"m.pth"
    numbers = (crc, len(packed), size)
    local = LOCAL.pack(b"PK\3\4", 20, 0, 8, 0, 33, *numbers, 5, 0) + name + packed
    central = CENTRAL.pack(b"PK\1\2", 20, 20, 0, 8, 0, 33, *numbers, 5, 0, 0, 0, 0, 0, 0) + name
    damaged = local + central + END.pack(b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0)
    archive = read_archive(damaged)
    assert archive.problems == ()
    with pytest.raises(PackageError, match=r"'m\.pth'") as caught:
        content_of(archive)
    assert caught.value.problems[0].code == "archive-damaged"
    assert "archive-damaged" in {one.code for one in validate_bytes(damaged).problems}


def everything(content):
    """Do with some bytes all that the library can do with a package."""
    with contextlib.suppress(EcdError):
        validate_bytes(content)
    with contextlib.suppress(EcdError):
        ecdkit.read_package(content)
    try:
        archive = read_archive(content)
        archive.require_safe()
        found = content_of(archive)
    except EcdError:
        return None
    return found


@st.composite
def mutated(draw, written):
    """Bytes with some of them changed, cut, doubled or moved."""
    content = bytearray(draw(written))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        match draw(st.sampled_from("bickn")):
            case "b" if content:
                content[at] = draw(st.integers(0, 255))
            case "i":
                content[at:at] = draw(st.binary(min_size=1, max_size=8))
            case "c":
                del content[at : at + draw(st.integers(1, 40))]
            case "k":
                length = draw(st.integers(1, 60))
                content[at:at] = content[at : at + length]
            case _:
                number = draw(st.sampled_from([0, 1, 0xFFFF, 0xFFFFFFFF, 1 << 20]))
                content[at : at + 4] = struct.pack("<L", number)
    return bytes(content)


ARCHIVES = st.one_of(
    st.just(ours()),
    st.just(theirs(stream=True)),
    st.just(theirs(method=zipfile.ZIP_STORED, comment=b"made by hand")),
    packages().map(lambda packed: ours({"a.emd": packed.definition, **packed.files})),
)


@given(content=st.one_of(mutated(ARCHIVES), st.binary(max_size=100)))
def test_of_whatever_bytes_only_our_errors_come_and_python_sees_what_we_accept(content):
    found = everything(content)
    if found is None:
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [one for one in archive.namelist() if not one.endswith("/")]
        assert {name.replace("\\", "/"): archive.read(name) for name in names} == found or any(
            one.severity == "warning" for one in read_archive(content).problems
        )


def test_every_byte_of_a_directory_counts():
    """No byte of the headers can change without a reader's noticing, or without any meaning."""
    content = ours()
    for at in range(len(content)):
        changed = bytearray(content)
        changed[at] ^= 0x55
        found = everything(bytes(changed))
        assert found is None or found == FILES or set(found) != set(FILES), at


def test_a_package_of_a_definition_that_is_no_json_is_told_with_its_place():
    content = ours({"a.emd": b'{"Framework": "CNTK",\n}', "m.pth": b""})
    report = validate_bytes(content, path="a.dlpk")
    (problem,) = report.problems
    assert (report.file_of(problem), problem.line, problem.column) == ("a.dlpk/a.emd", 1, 21)
    with pytest.raises(ecdkit.JsonSyntaxError, match=r"^-/a\.emd:1:21: "):
        ecdkit.read_package(content)


def test_a_definition_of_another_kind_or_size_is_refused(monkeypatch):
    content = ours({"a.emd": b'{"ImportDeepLearningModelToEsriExtraInfo": 0}'})
    assert [one.code for one in validate_bytes(content).problems] == ["package-definition"]
    monkeypatch.setattr("ecdkit.packages.package._LARGEST_DEFINITION", 100)
    assert "archive-size" in {one.code for one in validate_bytes(ours()).problems}


@pytest.mark.parametrize(
    ("name", "code", "severity"),
    [
        ("m.pth", None, None),
        (".\\\\m.pth", None, None),
        ("lib", None, None),
        (".", None, None),
        ("lib/../m.pth", None, None),
        ("M.PTH", "file-not-in-package", "warning"),
        ("gone.pth", "file-not-in-package", "error"),
        ("../m.pth", "file-not-in-package", "error"),
        ("C:/m.pth", "file-not-in-package", "error"),
        ("/m.pth", "file-not-in-package", "error"),
    ],
)
def test_the_files_that_a_definition_names_are_looked_for_in_the_package(name, code, severity):
    emd = EMD.replace(b'"m.pth"', b'"%s"' % name.encode())
    report = validate_bytes(ours({**FILES, "a.emd": emd}), path="a.dlpk")
    found = [(one.code, one.severity) for one in report.problems]
    assert found == ([] if code is None else [(code, severity)])
    for problem in report.problems:
        assert (problem.entry, problem.pointer) == ("a.emd", "/ModelFile")


WRONG = {
    **{code: content for content, code, _ in BAD.values()},
    "archive-damaged": raw({b"a.emd": EMD, b"m.pth": b"weights"}).replace(b"weights", b"Weights"),
    "archive-name-encoding": raw({b"a.emd": EMD, b"m.pth": b"", b"\x82": b""}),
    "archive-name-spelling": raw({b"./a.emd": EMD, b"m.pth": b""}),
    "archive-size": bomb(5 << 30),
    "file-not-in-package": ours({"a.emd": EMD}),
    "package-definition": ours({"m.pth": b""}),
    "package-definition-encoding": ours({"a.emd": b"\xef\xbb\xbf" + EMD, "m.pth": b""}),
}


TOLD = {
    "archive": ("the archive is cut off: its directory is missing", "pack the files again"),
    "archive-damaged": ("'m.pth' differs from its checksum", "get the package again from where it is from"),
    "archive-link": ("'a.emd' is a folder by its name or by its mode, not by both", "put the file itself into the package"),
    "archive-method": ("'a.emd' is compressed by method 77", "pack the files again with deflate"),
    "archive-name": ("a name names nothing: '.'", "rename the file, and pack again"),
    "archive-name-clash": ("'a' is a file, and 'a/b' is in it", "rename or remove one of them, and pack again"),
    "archive-name-encoding": ("the name '\u00e9' is not marked as UTF-8", "pack again with a program that marks names as UTF-8"),
    "archive-name-spelling": ("a name is spelled './a.emd' and means 'a.emd'", "pack again with a program that writes slashes"),
    "archive-size": ("unpacked it is more than 100 times as large as it is packed", "in Python, other limits can be given: ecdkit.Limits"),
    "file-not-in-package": ("ModelFile names 'm.pth', and the package has no such file",
                            "put the file into the package, or change the name in the definition"),
    "package-definition": ("there is no model definition (.emd) at the root", "pack what is in the folder, with one .emd"),
    "package-definition-encoding": ("the definition is in utf-8 with a byte order mark", "save the .emd as UTF-8 without a mark"),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_of_packages_tells_what_violates_it_and_nothing_else(rule):
    (problem,) = validate_bytes(WRONG[rule.code]).problems
    assert (problem.code, problem.severity) == (rule.code, rule.severity)
    assert (problem.message, problem.hint) == TOLD[rule.code]
    assert problem.requirement == rule.requirement


def test_what_is_right_is_told_of_by_no_rule():
    assert set(WRONG) == {rule.code for rule in RULES}
    assert validate_bytes(ours()).problems == ()


def test_a_definition_that_is_damaged_is_told_once():
    damaged = raw({b"a.emd": EMD, b"m.pth": b""}).replace(b"FasterRCNN", b"fasterRCNN", 1)
    assert [one.code for one in validate_bytes(damaged).problems] == ["archive-damaged"]


def test_what_is_wrong_with_a_definition_is_told_with_its_name():
    wrong = {**json.loads(EMD), "ExtractBands": 1}
    content = ours({**FILES, "a.emd": json.dumps(wrong).encode()})
    (problem,) = validate_bytes(content).problems
    assert (problem.code, problem.entry, problem.pointer) == (
        "wrong-type",
        "a.emd",
        "/ExtractBands",
    )


def test_an_absolute_path_in_a_package_is_told_once_as_an_error():
    wrong = {**json.loads(EMD), "ModelFile": "/m.pth"}
    content = ours({**FILES, "a.emd": json.dumps(wrong).encode()})
    assert [one.code for one in validate_bytes(content).problems] == ["file-not-in-package"]
