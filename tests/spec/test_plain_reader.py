"""A reader made from the pages alone, and the library, are of one mind about texts."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from plain_reader import BadError, added, canonical, decoded, findings, place, read, removed

import ecdkit
from ecdkit.errors import EncodingError, JsonSyntaxError
from ecdkit.testing.texts import json_documents, json_texts, mutated
from ecdkit.testing.values import json_strings, json_values
from ecdkit.text import JsonText, edit, lexical
from ecdkit.text.pointer import format_pointer
from ecdkit.text.printer import canonical as printed

TEXTS = json_texts(irregular=True)
KINDS = ("non-finite-number", "wide-number", "lone-surrogate", "duplicate-name")


def by_the_pages(content):
    """The place where a file stops being a text, or its root and text."""
    try:
        text, *_ = decoded(content)
    except BadError as error:
        return error.at, None, None
    try:
        return None, read(text), text
    except BadError as error:
        return place(text, error.at), None, None


def by_the_library(content):
    try:
        return None, JsonText.parse(content, check="full")
    except (EncodingError, JsonSyntaxError) as error:
        return (error.line, error.column), None


BROKEN = [
    "", "  ", "{", "[", '{"a"', '{"a":', '{"a":1', '{"a":1,}', "[1,]", "[1,", '{"a":1 "b":2}', "01", "+1",
    "1.", ".5", "-", "1e", "True", "nul", "1x", "1;", '1"x"', 'true"a"', "[1 2]", "[1,2}", "'a'", "{a:1}",
    '"\n"', '"\t"', '"\\q"', '"\\u12"', '"\\u12', '"a', '"\\', "{} x", "{}\ufeff", "\ufeff\ufeff{}",
    "[1,,2]", "{,}", "[,1]", '{"a" 1}', "[1/**/]", "NaN()", "1.#J", "nanx", "\x0c{}", '{"a":}', "[1,2",
    '["a"b]', "[]]", "\u2028{}", "[\u00a01]", "[1\u00a0]", '{"a":1,"b"', "[1,\r\n2,\r\r3,]", '"\u2028\\x"',
]  # fmt: skip


@pytest.mark.parametrize("text", BROKEN)
def test_they_name_the_same_place_of_a_mistake(text):
    content = text.encode()
    where, *_ = by_the_pages(content)
    assert where is not None
    assert by_the_library(content)[0] == where


@given(json_documents(irregular=True).flatmap(lambda found: mutated(found[0])))
def test_they_read_the_same_files_and_name_the_same_places(content):
    where, root, text = by_the_pages(content)
    place_, parsed = by_the_library(content)
    assert (root is None) == (parsed is None)
    if parsed is None:
        # ECD-0106: a file that begins like another kind may be refused as that.
        of_another_kind = content.startswith((b"PK\x03\x04", b"\x1f\x8b", b"%PDF", b"\x80\x02"))
        assert place_ == ((1, 1) if of_another_kind else where)
        return
    assert parsed.data.decode() == text
    told = [
        (code, found.pointer, found.view.text.place(found.offset))
        for code, finder in zip(
            KINDS,
            (
                lexical.nonfinite_numbers,
                lexical.wide_numbers,
                lexical.lone_surrogates,
                lexical.duplicate_names,
            ),
            strict=True,
        )
        for found in finder(parsed)
    ]
    wanted = [(code, pointer, place(text, at)) for code, pointer, at in findings(root)]
    assert sorted(told) == sorted(wanted)
    assert printed(parsed).data.decode() == canonical(root, text) + "\n"


def containers(node, path=(), around=()):
    """Yield every array and object that holds something, with its path and what is around it."""
    if node.items:
        yield node, path, (node, *around)
    for at, one in enumerate(node.items):
        inner = node.names[at][0] if node.names else at
        yield from containers(one, (*path, inner), (node, *around))


@given(json_texts(), st.data())
def test_they_remove_the_same_bytes(text, data):
    root = read(text[0])
    places = list(containers(root))
    assume(places)
    node, path, _ = data.draw(st.sampled_from(places))
    at = data.draw(st.integers(0, len(node.items) - 1))
    last = node.names[at][0] if node.names else at
    parsed = JsonText.parse(text[0])
    after = edit.remove(parsed, format_pointer((*path, last))).data.decode()
    assert after == removed(text[0], node, at)


@given(json_texts(), st.integers(-99, 99), st.data())
def test_they_add_the_same_bytes(text, value, data):
    root = read(text[0])
    places = list(containers(root))
    assume(places)
    node, path, around = data.draw(st.sampled_from(places))
    name = "new name"
    assume(name not in [one[0] for one in node.names])
    last = name if node.kind == "object" else "-"
    parsed = JsonText.parse(text[0])
    after = edit.set_value(parsed, format_pointer((*path, last)), value).data.decode()
    assert after == added(text[0], node, around, name, str(value))


def string_by_the_pages(characters, text, old):
    """ECD-0312, in a document in UTF-8 without a mark."""
    letters = [one for at, one in enumerate(text) if escape_digit(text, at) and one.isalpha()]
    upper = bool(letters) and letters[0].isupper()
    escapes = text.isascii() or ("\\u" in old and old.isascii())
    short = {
        '"': '\\"',
        "\\": "\\\\",
        "\b": "\\b",
        "\f": "\\f",
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
    }
    out = []
    for one in characters:
        if one in short:
            out.append(short[one])
        elif one == "/" and "\\/" in text:
            out.append("\\/")
        elif one < " " or (not one.isascii() and escapes):
            data = one.encode("utf-16-be")
            units = [data[at : at + 2].hex() for at in range(0, len(data), 2)]
            out += [f"\\u{unit.upper() if upper else unit}" for unit in units]
        else:
            out.append(one)
    return '"' + "".join(out) + '"'


def escape_digit(text, at):
    """Whether a character is among the four digits behind a `\\u`."""
    return any(text[at - back - 2 : at - back] == "\\u" for back in range(4) if at - back - 2 >= 0)


# A letter behind an escape of digits only is none of its digits.
@example(texts=[('""', ""), ('"\\u0030A"', "0A")], new="\x1f")
@given(st.lists(json_texts(json_strings()), min_size=1, max_size=3), json_strings())
def test_they_write_the_same_strings(texts, new):
    whole = "[" + ",".join(text for text, _ in texts) + "]"
    # Whether a `\u` behind an escaped backslash is one of the document's escapes, nobody asks.
    assume("\\\\u" not in whole)
    node = read(whole).items[0]
    after = edit.set_value(JsonText.parse(whole), "/0", new).data.decode()
    token = node.token if node.value == new else string_by_the_pages(new, whole, node.token)
    assert after == whole[: node.start] + token + whole[node.end :]


@given(json_values())
def test_what_is_set_to_what_it_is_does_not_change(value):
    text = json.dumps({"EsriClassifierDefinitionFile": 0, "FileVersion": 2, "x": value}, indent=1)
    doc = ecdkit.parse(text)
    assert doc.set("/x", value).to_bytes() == text.encode()
