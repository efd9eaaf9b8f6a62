"""After an edit only what changed is scanned, and the index is that of the new text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.text.test_scanner import SHORTCUTS, count_nodes, thresholds

from ecdkit.errors import EcdError, LimitError
from ecdkit.limits import Limits
from ecdkit.testing.texts import json_documents, json_names, json_texts, json_values
from ecdkit.testing.values import edited_values
from ecdkit.text import (
    JsonText,
    equal,
    format_pointer,
    insert,
    move,
    reindex,
    remove,
    rename,
    rewrite,
    scanner,
    set_value,
)
from ecdkit.text.kinds import ARRAY, OBJECT
from ecdkit.text.splice import Splice


def index_of(text):
    """Return all that the index of a text says."""
    seen, stack = [], [text.root]
    while stack:
        view = stack.pop()
        children = list(view.children())
        seen.append((view.path, view.kind, view.span, view.key_span, view.is_leaf))
        if view.kind == OBJECT:
            last = {key: at for at, (key, _) in enumerate(view.members())}
            assert {key: view.index(key) for key in last} == last
        stack += children[::-1]
    return seen


def assert_indexed(text):
    """The index is that of the same bytes read anew."""
    again = JsonText.parse(text.to_bytes(), encoding=_name(text), check=text.checked)
    assert again.data == text.data
    assert index_of(text) == index_of(again)
    assert equal(text.root.value(), again.root.value())


def _name(text):
    return None if text.encoding.bom else text.encoding.name


@st.composite
def edits(draw, text):
    """Return a text after one edit somewhere in it; the same where it cannot be made."""
    places, stack = [], [text.root]
    while stack:
        view = stack.pop()
        places.append(view)
        stack += view.children()
    view = draw(st.sampled_from(places))
    pointer, value = view.pointer, draw(json_values())
    name = draw(json_names())
    inner = format_pointer((*view.path, name if view.kind == OBJECT else "-"))
    length = len(view)
    choices = [lambda: set_value(text, pointer, value)]
    if view.path:
        choices.append(lambda: remove(text, pointer))
    if view.kind in (OBJECT, ARRAY):
        choices.append(lambda: set_value(text, inner, value))
        changed = edited_values(view.value()) if len(view.token) < 1000 else st.just([])
        choices.append(lambda: rewrite(text, draw(changed), pointer))
    if view.kind == ARRAY:
        place = format_pointer((*view.path, draw(st.integers(0, length))))
        choices.append(lambda: insert(text, place, value))
        if length > 1:
            source = format_pointer((*view.path, draw(st.integers(0, length - 1))))
            target = format_pointer((*view.path, draw(st.integers(0, length - 1))))
            choices.append(lambda: move(text, source, target))
    if view.key_span is not None:
        choices.append(lambda: rename(text, pointer, name))
    try:
        return draw(st.sampled_from(choices))()
    except LimitError:
        raise
    except EcdError:
        return text


@given(json_documents(), st.data(), st.sampled_from([{}, *SHORTCUTS]))
def test_the_index_after_edits_is_that_of_the_new_text(document, data, settings):
    raw, encoding, _ = document
    with thresholds(settings):
        text = JsonText.parse(raw, encoding=encoding)
        for _ in range(data.draw(st.integers(1, 4))):
            text = data.draw(edits(text))
            assert_indexed(text)


@given(json_texts(irregular=True), st.data())
def test_whatever_is_spliced_in_is_read_or_refused_as_from_the_start(document, data):
    """Splices that no edit makes are seen through: between, across and inside tokens."""
    text = JsonText.parse(document[0])
    index_of(text)
    size = len(text.data)
    cuts = data.draw(st.lists(st.integers(0, size), min_size=2, max_size=6).map(sorted))
    pieces = st.sampled_from([b"", b" ", b",", b"1", b"]", b"}", b'"a":1', b'"', b"[1]", b"0"])
    splices = sorted(
        Splice(start, end, data.draw(pieces)) for start, end in list(pairwise(cuts))[::2]
    )
    pieces_kept = [text.data[end:start] for (_, end, _), (start, _, _) in pairwise(splices)]
    new = text.data[: splices[0].start] + splices[0].new
    for kept, splice in zip(pieces_kept, splices[1:], strict=True):
        new += kept + splice.new
    new += text.data[splices[-1].end :]
    assume(_is_utf_8(new) and new[:1] not in (b"\x00", b""))
    assert _outcome(lambda: text.spliced(splices)) == _outcome(lambda: JsonText.parse(new))


def _is_utf_8(data):
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _outcome(read):
    try:
        return index_of(read())
    except EcdError as error:
        return type(error), error.message, error.line, error.column


def test_a_limit_holds_for_what_an_edit_adds():
    text = JsonText.parse(b'{"a": [{"b": 1}, 2]}', limits=Limits(depth=4))
    index_of(text)
    set_value(text, "/a/0/b", [])
    with pytest.raises(LimitError):
        set_value(text, "/a/0/b", [{}])
    with pytest.raises(LimitError):
        set_value(text, "/a/0/c", [["x"]])


@pytest.fixture
def work(monkeypatch):
    """Count the nodes that are made, and the texts that are scanned from the start."""
    nodes, scans = count_nodes(monkeypatch), []
    monkeypatch.setattr(reindex, "Node", scanner.Node)
    document = scanner.Scanner.document
    monkeypatch.setattr(
        scanner.Scanner, "document", lambda self: scans.append(self) or document(self)
    )
    return lambda: (nodes(), len(scans))


COUNT = 10_000


@pytest.mark.parametrize("members", [10, 1000])
def test_ten_thousand_edits_make_as_many_nodes_however_long_the_document(members, work):
    classes = b",".join(b'{"Name": "%d", "Color": [1, 2, 3]}' % at for at in range(members))
    text = JsonText.parse(b'{"Classes": [%s], "Count": 1}' % classes)
    index_of(text)
    before = work()
    for at in range(COUNT):
        text = set_value(text, f"/Classes/{at % members}/Name", f"the {at}th")
    nodes, scans = (now - then for now, then in zip(work(), before, strict=True))
    assert scans == 0
    # The string, the class, the list of classes, the root.
    assert nodes == 4 * COUNT
    assert text.at(f"/Classes/{members - 1}/Name").value() == f"the {COUNT - 1}th"


def test_ten_thousand_additions_and_removals_make_a_handful_of_nodes_each(work):
    text = JsonText.parse(b'{"Classes": []}')
    index_of(text)
    before = work()
    for at in range(COUNT):
        text = set_value(text, "/Classes/-", {"Name": at})
    added = [now - then for now, then in zip(work(), before, strict=True)]
    assert added == [4 * COUNT, 0]
    for _ in range(COUNT):
        text = remove(text, f"/Classes/{len(text.at('/Classes')) // 2}")
    removed = [now - then for now, then in zip(work(), before, strict=True)]
    assert removed == [6 * COUNT, 0]
    assert text.data == b'{"Classes": []}'
