"""Base64 in a document: decoded only when asked, kept as it is spelled."""

from __future__ import annotations

import base64
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit import DefinitionError
from ecdkit.codec import Blob, unstructure
from ecdkit.codec import blob as module
from ecdkit.text import JsonText, edit

contents = st.binary(max_size=50)


def escaped(characters):
    """A string token in which every character is an escape."""
    return b'"%s"' % b"".join(b"\\u%04x" % byte for byte in characters)


@given(contents, st.booleans())
def test_a_blob_holds_the_bytes_it_was_made_of_in_any_spelling(content, escape):
    made = Blob.of(content)
    token = escaped(base64.b64encode(content)) if escape else b'"%s"' % base64.b64encode(content)
    read = Blob(JsonText.parse(token).root)
    for blob in (made, read, pickle.loads(pickle.dumps(read))):
        assert blob.to_bytes() == content
        assert blob.size == len(content)
        assert blob.is_base64
        assert blob == made
        assert hash(blob) == hash(made)
        assert str(len(content)) in repr(blob)


@given(contents, contents)
def test_blobs_are_equal_exactly_when_their_bytes_are(one, other):
    assert (Blob.of(one) == Blob.of(other)) == (one == other)
    assert Blob.of(one) != one


@pytest.mark.parametrize("spelling", [b'"aGk\\u003d"', b'"aGk="', b'"\\/\\/\\/\\/"'])
def test_the_spelling_of_a_blob_survives_a_rewrite(spelling):
    text = JsonText.parse(b'{"a": %s, "b": 1}' % spelling)
    blob = Blob(text.at("/a"))
    again = pickle.loads(pickle.dumps(blob))
    for same in (blob, again):
        changed = edit.rewrite(text, {"a": unstructure(same), "b": 2})
        assert changed.data == b'{"a": %s, "b": 2}' % spelling


@pytest.mark.parametrize(
    "characters",
    ["A", "AA", "AAA", "=", "==", "A===", "====", "AA=A", "A=AA", "AAAA=", "AA==AAAA", "AAAA\n",
     "AA A", "AA-_", "AAAé", "AAA\x00", "\ud800AAA", "AAAA AAAA"],
)  # fmt: skip
@pytest.mark.parametrize("chunk", [4, 8, 4 << 20])
def test_what_is_not_base64_is_told_with_its_place(characters, chunk, monkeypatch):
    monkeypatch.setattr(module, "_CHUNK", chunk)
    token = b"".join(b"\\u%04x" % ord(one) for one in characters)
    blob = Blob(JsonText.parse(b'["%s"]' % token).at("/0"))
    assert not blob.is_base64
    with pytest.raises(DefinitionError, match="this is not base64") as caught:
        blob.to_bytes()
    assert (caught.value.pointer, caught.value.line, caught.value.column) == ("/0", 1, 2)


def test_a_blob_of_broken_characters_is_told_without_a_place():
    with pytest.raises(DefinitionError, match="this is not base64"):
        Blob(b"A").to_bytes()
    assert not Blob(b"A").is_base64


@given(st.binary(min_size=1, max_size=40), st.sampled_from([4, 8, 16]))
def test_a_blob_in_pieces_is_the_same_as_whole(content, chunk):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CHUNK", chunk)
        blob = Blob.of(content)
        assert blob.is_base64
        assert b"".join(blob.chunks()) == content
