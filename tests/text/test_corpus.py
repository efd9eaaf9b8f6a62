"""The files that the world has written survive."""

from __future__ import annotations

import json

import pytest

from ecdkit.errors import EcdError
from ecdkit.text import JsonText, equal, remove, rewrite, set_value
from ecdkit.text.printer import canonical

BODIES = [
    "classifier-definition/maximum-likelihood-v1.ecd",
    "extra-info/documentation-example.json",
    "endmember-definition/number-endmembers.json",
]


@pytest.mark.parametrize("check", ["full", "structure"])
def test_a_file_of_the_world_is_written_byte_for_byte(corpus_file, check):
    raw = corpus_file.read_bytes()
    text = JsonText.parse(raw, check=check)
    assert text.to_bytes() == raw
    assert equal(text.root.value(), json.loads(raw.decode("utf-8-sig")))
    assert rewrite(text, text.root.value()).to_bytes() == raw


def test_a_file_of_the_world_has_a_canonical_layout(corpus_file):
    text = JsonText.parse(corpus_file.read_bytes())
    printed = canonical(text)
    assert equal(printed.root.value(), text.root.value())
    assert canonical(printed) is printed


def test_in_a_file_of_the_world_every_value_can_be_set_and_taken_out(corpus_file):
    text = JsonText.parse(corpus_file.read_bytes())
    stack = list(text.root.children())
    while stack:
        view = stack.pop()
        stack += view.children()
        start, end = view.span
        edited = set_value(text, view.pointer, "new")
        assert edited.to_bytes() == (
            text.encoding.bom + text.data[:start] + b'"new"' + text.data[end:]
        )
        left = remove(text, view.pointer)
        assert len(left.data) < len(text.data)
        assert set_value(edited, view.pointer, view).at(view.pointer).value() == view.value()


@pytest.mark.parametrize("name", BODIES)
def test_a_file_of_the_world_that_is_cut_off_is_refused_wherever(corpus, name):
    raw = (corpus / name).read_bytes()
    whole = len(raw.rstrip())
    for end in range(whole):
        for check in ("full", "structure"):
            with pytest.raises(EcdError) as refused:
                JsonText.parse(raw[:end], check=check)
            lines = raw[:end].replace(b"\r\n", b"\n").count(b"\n") + 1
            assert 1 <= refused.value.line <= lines
            assert refused.value.column >= 1
    for end in range(whole, len(raw) + 1):
        assert JsonText.parse(raw[:end]).to_bytes() == raw[:end]
