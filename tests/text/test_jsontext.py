"""The bytes that were read are the bytes that are written; what cannot be read has a place."""

from __future__ import annotations

import re
from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.errors import EcdError, EncodingError, LimitError, UsageError
from ecdkit.limits import Limits
from ecdkit.testing.texts import json_documents, json_texts, json_values, mutated
from ecdkit.text import FULL_BELOW, JsonText, checks, equal, jsontext, rewrite

ways = st.sampled_from(["full", "structure", "auto"])
mutants = json_documents(irregular=True).flatmap(
    lambda document: st.tuples(mutated(document[0]), st.just(document[1]))
)


def assert_kept_or_refused(raw, encoding, check):
    """Everything is kept, or refused with its place: when it is read, or when it is looked into."""
    error = refusal(lambda: JsonText.parse(raw, encoding=encoding, check=check))
    if error is None:
        text = JsonText.parse(raw, encoding=encoding, check=check)
        assert text.to_bytes() == raw
        error = refusal(text.root.value)
        assert error is None or text.checked == "structure"
    if error is not None:
        assert error.line >= 1
        assert error.column >= 1


def refusal(action):
    """Return the error of ours that an action ends in; no other is caught."""
    try:
        action()
    except EcdError as error:
        return error
    return None


@given(json_documents(irregular=True), ways)
def test_a_document_is_written_byte_for_byte_and_has_its_value(document, check):
    raw, encoding, value = document
    text = JsonText.parse(raw, encoding=encoding, check=check)
    assert text.to_bytes() == raw
    assert text.size == len(raw)
    assert equal(text.root.value(), value)


@given(mutants, ways)
def test_a_near_document_is_kept_or_refused_with_its_place(mutant, check):
    assert_kept_or_refused(*mutant, check)


@given(st.binary(max_size=40) | st.text(max_size=20).map(str.encode), ways)
def test_arbitrary_bytes_are_kept_or_refused_with_their_place(raw, check):
    assert_kept_or_refused(raw, None, check)


@pytest.mark.parametrize("codec", sorted(set(aliases.values())))
@pytest.mark.parametrize("raw", [b'{"a": "\xe9"}', b"\xff\x00\xd8", b"", b'["~{\x1b$B\\u00e9"]'])
def test_in_no_encoding_of_python_anything_else_than_our_errors_is_raised(codec, raw):
    error = refusal(lambda: JsonText.parse(raw, encoding=codec))
    if error is None:
        assert JsonText.parse(raw, encoding=codec).to_bytes() == raw
    else:
        assert error.line or "is no encoding" in error.message


@given(json_texts())
def test_characters_read_like_their_utf_8(document):
    characters, value = document
    text = JsonText.parse(characters)
    assert text.to_bytes() == characters.encode()
    assert equal(text.root.value(), value)


@given(st.text("é漢😀\n\r", max_size=6))
def test_half_a_pair_among_characters_is_refused_where_it_stands(before):
    with pytest.raises(EncodingError) as refused:
        JsonText.parse(before + "\ud800")
    lines = re.split("\r\n|\r|\n", before)
    assert (refused.value.line, refused.value.column) == (len(lines), len(lines[-1]) + 1)


def test_small_texts_are_checked_fully_and_large_ones_when_asked(monkeypatch):
    monkeypatch.setattr(jsontext, "FULL_BELOW", 4)
    assert JsonText.parse(b"[1]").checked == "full"
    assert JsonText.parse(b"[10]").checked == "structure"
    assert JsonText.parse(b"[10]", check="full").checked == "full"
    assert FULL_BELOW > 1 << 20


@pytest.mark.parametrize("check", ["ful", "FULL", "", None])
def test_a_check_that_there_is_not_is_no_weaker_check(check):
    with pytest.raises(UsageError, match="'auto', 'full' or 'structure'"):
        JsonText.parse(b"[10]", check=check)


def test_a_full_check_of_a_text_read_for_its_structure_finds_what_is_wrong():
    text = JsonText.parse(b'{"a": [1,, 2]}', check="structure")
    with pytest.raises(EcdError, match="1:10"):
        text.fully_checked()
    whole = JsonText.parse(b'{"a": [1, 2]}', check="structure")
    assert whole.fully_checked().checked == "full"
    assert whole.fully_checked().to_bytes() == whole.to_bytes()


NESTS = {
    "arrays": lambda depth: b"[" * depth + b"]" * depth,
    "a leaf": lambda depth: b'{"a":' + b"[" * (depth - 1) + b"1" + b"]" * (depth - 1) + b"}",
    "arrays among others": lambda depth: b"[1,[2]," * (depth - 1) + b"[3]" + b"]" * (depth - 1),
    "arrays around a string": lambda depth: b"[" * depth + b'""' + b"]" * depth,
    "objects": lambda depth: b'{"a":' * (depth - 1) + b"{}" + b"}" * (depth - 1),
    "objects in arrays": lambda depth: b"[" * (depth - 1) + b"{}" + b"]" * (depth - 1),
}


@pytest.mark.parametrize("shape", NESTS)
@pytest.mark.parametrize("small", [0, checks._SMALL])
def test_nesting_is_followed_to_the_limit_and_no_further(shape, small, monkeypatch):
    monkeypatch.setattr(checks, "_SMALL", small)
    assert JsonText.parse(NESTS[shape](6), limits=Limits(depth=6)).root.value() is not None
    with pytest.raises(LimitError, match="deeper than 6 levels"):
        JsonText.parse(NESTS[shape](7), limits=Limits(depth=6))


@pytest.mark.parametrize("frame", [b"%s", b'{"a": %s}', b'{"a": [1, %s, 2]}', b'["", %s]'])
@pytest.mark.parametrize("small", [0, checks._SMALL])
@pytest.mark.parametrize("longest", [1, 2, 3, 7, 4000])
def test_numbers_are_read_to_the_limit_and_no_further(frame, small, longest, monkeypatch):
    monkeypatch.setattr(checks, "_SMALL", small)
    limits = Limits(number=longest)
    JsonText.parse(frame % (b"1" * longest), limits=limits)
    for number in (b"1" * (longest + 1), b"1." + b"5" * longest):
        with pytest.raises(LimitError) as refused:
            JsonText.parse(frame % number, limits=limits)
        assert refused.value.column == frame.index(b"%s") + 1


def test_a_text_is_read_to_the_limit_of_bytes_and_no_further():
    assert JsonText.parse(b"[123]", limits=Limits(size=5)).size == 5
    with pytest.raises(LimitError, match="5 bytes"):
        JsonText.parse(b"[123]", limits=Limits(size=4))


@given(json_documents(), json_values())
def test_an_edited_text_knows_the_size_of_its_file(document, value):
    raw, encoding, _ = document
    edited = rewrite(JsonText.parse(raw, encoding=encoding), value)
    assert edited.size == len(edited.to_bytes())


def test_a_text_that_does_not_come_back_from_its_encoding_is_kept_and_never_edited():
    # NEC row 13 and JIS X 0208 both have this character; code page 932 writes only the one.
    raw = b'{"a": "\x87\x90", "b": 1}'
    text = JsonText.parse(raw, encoding="cp932")
    assert text.to_bytes() == raw
    with pytest.raises(EncodingError, match="other bytes would change"):
        rewrite(text, 2, "/b")
