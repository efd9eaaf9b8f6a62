"""Bytes become text in one way, and text becomes the same bytes again."""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ecdkit.errors import EncodingError, JsonSyntaxError
from ecdkit.testing.texts import json_documents
from ecdkit.text import Encoding, JsonText, encoding
from ecdkit.text.encoding import decode

MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def place_in(characters):
    lines = re.split("\r\n|\r|\n", characters)
    return len(lines), len(lines[-1]) + 1


@given(json_documents(irregular=True))
def test_what_is_decoded_is_encoded_to_the_same_bytes(document):
    raw, name, _ = document
    data, how = decode(raw, name)
    assert how.encode(data) == raw
    assert how.bom + data.decode().encode(how.name) == raw
    assert how.is_utf8 == (how.name == "utf-8")


@given(
    st.binary(max_size=12) | st.text("aé漢😀\r\n", max_size=12).map(str.encode), st.integers(0, 9)
)
def test_a_byte_that_is_not_utf_8_is_found_where_python_finds_it(before, chunk):
    raw = b'["' + before + b'"]'
    assume(not raw.startswith(MARKS) and b"\x00" not in raw[:4])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "_CHUNK", chunk + 1)
        try:
            expected = raw.decode()
        except UnicodeDecodeError as error:
            with pytest.raises(EncodingError) as refused:
                decode(raw)
            place = place_in(raw[: error.start].decode())
            assert (refused.value.line, refused.value.column) == place
        else:
            assert decode(raw)[0] == expected.encode()


@given(st.text("aé漢😀\r\n", max_size=9), st.sampled_from(["utf-16-le", "utf-16-be", "utf-32-le"]))
def test_a_byte_that_is_no_text_in_a_wide_encoding_has_its_place(before, codec):
    with pytest.raises(EncodingError) as refused:
        decode(before.encode(codec) + b"\x00", codec)
    assert (refused.value.line, refused.value.column) == place_in(before)


@given(st.characters(), st.sampled_from(["cp1252", "cp932", "utf-8", "utf-16-le", "gb18030"]))
def test_an_encoding_lacks_what_does_not_come_back_from_it(character, name):
    try:
        comes_back = character.encode(name).decode(name) == character
    except UnicodeError:
        comes_back = False
    assert Encoding(name).lacks(character) is not comes_back


@pytest.mark.parametrize("name", ["utf-8", "utf-16-le", "cp1252"])
def test_half_a_pair_is_lacking_everywhere(name):
    assert all(Encoding(name).lacks(half) for half in "\ud800\udbff\udc00\udfff")


def test_a_character_that_an_encoding_lacks_is_named():
    with pytest.raises(EncodingError, match="'漢' has no place in cp1252"):
        Encoding("cp1252").encode('"漢"'.encode())


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_decides_and_a_name_may_agree_with_it(mark, codec):
    raw = mark + '["é"]'.encode(codec)
    family = "utf-8-sig" if codec == "utf-8" else codec[:6]
    for name in (None, codec, codec.upper(), family):
        assert decode(raw, name) == ('["é"]'.encode(), Encoding(codec, mark))
    with pytest.raises(EncodingError, match="byte order mark") as refused:
        decode(raw, "cp1252")
    assert (refused.value.line, refused.value.column) == (1, 1)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("utf8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("UTF-16", "utf-16-le"),
        ("utf-32", "utf-32-le"),
        ("utf-16-be", "utf-16-be"),
        ("latin-1", "iso8859-1"),
    ],
)
def test_without_a_mark_the_name_decides(name, codec):
    assert decode('["é"]'.encode(codec), name) == ('["é"]'.encode(), Encoding(codec))


@pytest.mark.parametrize("name", ["", "klingon", "rot13", "base64", "utf-7", "idna", "a\0b", "é"])
def test_a_name_that_no_file_is_encoded_in_is_refused(name):
    with pytest.raises(EncodingError, match="is no encoding that a file can have"):
        decode(b"1", name)


@pytest.mark.parametrize(
    ("raw", "message", "hint"),
    [
        (b'{"Stra\xdfe": 1}', "byte 0xdf is not UTF-8", "cp1252"),
        (b'{"a": "\xe9t\xe9"}', "byte 0xe9 is not UTF-8", "cp1252"),
        ('{"名前": 1}'.encode("cp932"), "is not UTF-8", "cp932"),
        ('{"a": 1}'.encode("utf-16-le"), "looks like UTF-16", "--encoding utf-16-le"),
        ('{"a": 1}'.encode("utf-16-be"), "looks like UTF-16", "--encoding utf-16-be"),
        ('{"a": 1}'.encode("utf-32-le"), "looks like UTF-32", "--encoding utf-32-le"),
        ('{"a": 1}'.encode("utf-32-be"), "looks like UTF-32", "--encoding utf-32-be"),
        (b"{\x00", "looks like UTF-16", "--encoding utf-16-le"),
        (b"\x00", "the file holds zero bytes only", "take another copy"),
        (b"\x00" * 10_000, "the file holds zero bytes only", "take another copy"),
        (b"\x00" * 10_000 + b"{}", "binary data", None),
        (b"PK\x03\x04\x14\x00", "a ZIP archive", "ecd unpack"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image", None),
        (b"\x89HDF\r\n\x1a\n", "an HDF5 file", None),
        (b"\x1f\x8b\x08\x00", "a gzip archive", None),
        (b"version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS", "git lfs pull"),
        (b"\x01\x02\xff\x00\x00", "binary data", None),
    ],
)
def test_what_is_not_utf_8_is_named_and_the_way_out_told(raw, message, hint):
    with pytest.raises(EncodingError, match=message) as refused:
        decode(raw)
    assert refused.value.line == 1
    assert refused.value.column >= 1
    if hint is None:
        assert refused.value.hint is None
    else:
        assert hint in refused.value.hint


def test_the_hint_leads_to_a_text_that_reads():
    raw = b'{"Stra\xdfe": 1}'
    with pytest.raises(EncodingError) as refused:
        JsonText.parse(raw)
    assert refused.value.place == "1:7"
    assert "cp1252" in refused.value.hint
    assert JsonText.parse(raw, encoding="cp1252").root.keys() == ["Straße"]


def test_a_mark_in_the_middle_is_told_from_one_at_the_start():
    assert JsonText.parse(b"\xef\xbb\xbf[1]").root.value() == [1]
    with pytest.raises(JsonSyntaxError) as refused:
        JsonText.parse(b"[1,\xef\xbb\xbf2]")
    assert "byte order mark" in refused.value.hint


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b'{"a\x00": 1}', (1, 4)),
        (b"\r\n{\x00", (2, 2)),
        ("林".encode() + b"\x00", (1, 4)),
    ],
)
def test_before_a_zero_byte_each_byte_is_a_character(raw, place):
    with pytest.raises(EncodingError) as caught:
        decode(raw)
    assert (caught.value.line, caught.value.column) == place


def test_a_zero_byte_in_what_is_told_to_be_utf_8_is_a_character():
    assert decode(b"{\x00}", "utf-8")[0] == b"{\x00}"
    assert decode(codecs.BOM_UTF8 + b"{\x00}")[0] == b"{\x00}"
