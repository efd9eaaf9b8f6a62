"""What is written reads back as what was to be written, in every style."""

from __future__ import annotations

import json
import re

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.errors import EditError
from ecdkit.testing.texts import json_texts, json_values
from ecdkit.text import Encoding, JsonText, Numbers, WideNumber, equal
from ecdkit.text.style import CANONICAL, Style, gaps_of, indent_of, style_of, traits_of
from ecdkit.text.write import Verbatim, write_key, write_number_like, write_value

styles = st.builds(
    Style,
    newline=st.sampled_from([b"\n", b"\r\n", b"\r"]),
    unit=st.sampled_from([b"", b"  ", b"\t"]),
    separator=st.sampled_from([b",", b", ", b" ,"]),
    colon=st.sampled_from([b":", b": ", b" : "]),
    ascii_only=st.booleans(),
    slashes=st.booleans(),
    upper=st.booleans(),
    encoding=st.none()
    | st.sampled_from([Encoding("utf-8"), Encoding("cp1252"), Encoding("ascii")]),
)


@given(json_values(), styles, st.none() | st.just(b"  "))
def test_a_value_is_written_so_that_it_reads_the_same(value, style, indent):
    written = write_value(value, style, indent)
    assert equal(JsonText.parse(written).root.value(), value)
    assert not style.ascii_only or written.isascii()
    name = "utf-8" if style.encoding is None else style.encoding.name
    written.decode().encode(name)
    if indent is None:
        assert not re.search(rb"[\n\r\t]", written)
        assert json.loads(written) == json.loads(json.dumps(value))


@given(json_values(), json_texts(), styles)
def test_a_value_is_written_like_any_other_value(value, document, style):
    like = JsonText.parse(document[0]).root
    if like.kind in ("object", "array"):
        written = write_value(value, style, b"", like)
        assert equal(JsonText.parse(written).root.value(), value)


@given(json_texts(), styles)
def test_a_view_is_written_with_its_numbers_as_they_are_spelled(document, style):
    view = JsonText.parse(document[0]).root
    written = JsonText.parse(write_value(view, style))
    assert equal(written.root.value(), document[1])
    number = r'"(?:[^"\\]|\\.)*"|(-?[0-9][-+.0-9eE]*)'
    assert [one for one in re.findall(number, written.data.decode()) if one] == [
        one for one in re.findall(number, document[0]) if one
    ]


def test_text_goes_in_as_it_is_and_tuples_are_lists():
    assert write_value(Verbatim(b"[ 1 ]"), CANONICAL) == b"[ 1 ]"
    assert write_value((1, (2.0, range(2))), CANONICAL) == b"[1, [2.0, [0, 1]]]"
    assert write_value(WideNumber("1E400"), CANONICAL) == b"1E400"
    assert write_value(Numbers([[1.0, 2.5]], 2), CANONICAL, b"") == b"[\n  [1.0, 2.5]\n]"
    assert write_key("a/é", evolve(CANONICAL, slashes=True, upper=True)) == b'"a\\/\\u00E9": '


def test_what_is_not_finite_in_a_text_is_not_written_anew():
    with pytest.raises(EditError, match="JSON has no spelling for nan"):
        write_value(JsonText.parse(b"[nan]").root, CANONICAL)


@pytest.mark.parametrize(
    ("value", "token", "written"),
    [
        (2.0, b"1", b"2"),
        (2.0, b"1.0", b"2.0"),
        (2.0, b"1e3", b"2.0"),
        (2.5, b"1", b"2.5"),
        (-0.0, b"1", b"-0.0"),
        (0.0, b"1", b"0"),
        (float(2**53), b"1", b"9007199254740992.0"),
        (-1e300, b"1", b"-1e+300"),
    ],
)
def test_a_number_is_written_as_an_integer_where_that_replaces_one(value, token, written):
    assert write_number_like(value, token) == written


@pytest.mark.parametrize(
    ("text", "pointer", "expected"),
    [
        (b"{}", "", Style(separator=b",", colon=b":")),
        (b'{"a":1}', "", Style(separator=b",", colon=b":")),
        (b'{"a": 1}', "", Style(separator=b", ", colon=b": ")),
        (b'{\r\n\t"a" : []\r\n}', "/a", Style(b"\r\n", b"\t", b", ", b" : ")),
        (b'{\r "a": [1,2]\r}', "/a", Style(b"\r", b" ", b",", b": ")),
        (b'{"a": "\\/\\u00E9"}', "", Style(slashes=True, upper=True)),
        ('{"é": 1}'.encode(), "", Style(ascii_only=False)),
        (b"\xef\xbb\xbf[1, 2]", "", Style(ascii_only=False, colon=b": ")),
        (b'{\n"a": 1,\r\n"b": 2,\r\n"c": {}}', "/c", Style(b"\r\n", b"  ", b", ", b": ")),
        (b'{\n"a": 1,\r\n"b": 1,\n"c": {}}', "/c", Style(b"\n", b"  ", b", ", b": ")),
        (b'{\n"a": 1,\r"b": [1],\n"c": {}}', "/b", Style(b"\r", b"  ", b", ", b": ")),
    ],
)
def test_a_style_is_what_is_shown_around(text, pointer, expected):
    style = style_of(JsonText.parse(text).at(pointer))
    assert evolve(style, encoding=None) == expected


def test_traits_are_those_of_the_whole_text():
    assert traits_of(b'["\\u00e9"]').upper is False
    assert traits_of(b'["\\u0031\\u00E9"]').upper is True
    assert traits_of("é".encode()).ascii_only is False


@given(json_texts())
def test_the_gaps_of_a_container_are_the_white_space_in_it(document):
    text = JsonText.parse(document[0])
    stack = [text.root]
    while stack:
        view = stack.pop()
        stack += view.children()
        if view.kind not in ("object", "array"):
            continue
        gaps = gaps_of(view)
        closed = gaps_of(JsonText.parse(text.data).at(view.pointer))
        assert gaps == closed
        if not len(view):
            assert gaps is None
            continue
        first, last = view.nth(0), view.nth(len(view) - 1)
        start, end = view.span
        assert gaps.open == text.data[start + 1 : (first.key_span or first.span)[0]]
        assert gaps.close == text.data[last.span[1] : end - 1]
        assert (gaps.separator is None) == (len(view) == 1)
        if len(view) > 1:
            second = view.nth(1)
            assert gaps.separator == text.data[first.span[1] : (second.key_span or second.span)[0]]
        if first.key_span:
            assert gaps.colon == text.data[first.key_span[1] : first.span[0]]


def test_the_indentation_is_that_of_the_line_that_a_value_begins():
    text = JsonText.parse(b'{\n\t"a": [\n\t\t1,\n\t\t2\n\t],\n\t"b": {"c": 1}\n}')
    assert indent_of(text.root) == b""
    assert indent_of(text.at("/a")) == b"\t"
    assert indent_of(text.at("/a/1")) == b"\t\t"
    assert indent_of(text.at("/b/c")) is None
    assert indent_of(JsonText.parse(b"[]").root) is None
