"""Bad input has a name, a place and a hint; it takes neither long nor much memory to tell."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from ecdkit.errors import EcdError, EncodingError, JsonSyntaxError, LimitError
from ecdkit.limits import Limits
from ecdkit.text import JsonText

CONFLICT = "an unresolved merge conflict of Git begins here"
LEFTOVER = "a marker of a merge conflict of Git was left here"
WRONG = [
    # text, line, column, message, hint
    ("", 1, 1, "the document is empty", None),
    ("\ufeff", 1, 1, "the document is empty", None),
    (" \n\t", 2, 2, "there is nothing but space", None),
    ('{"a": 1}\n}', 2, 1, "there is more text after the end of the document", "bracket"),
    ('{"a": [1, 2,]}', 1, 12, "a comma before the end of an array", "remove the comma"),
    ("[1, \n]", 1, 3, "a comma before the end of an array", "remove the comma"),
    ('["a", "b" , ]', 1, 11, "a comma before the end of an array", "remove the comma"),
    ('{"a": ]', 1, 7, "a value is missing before ']'", "comma too many"),
    ('{"a": 1,\n}', 1, 8, "a comma before the end of an object", "remove the comma"),
    ('{"a": 1,, "b": 2}', 1, 9, "a member's name is expected, not ','", None),
    ("{,}", 1, 2, "a member's name is expected, not ','", None),
    ("[,]", 1, 2, "a value is expected, not ','", None),
    ("{'a': 1}", 1, 2, "a name in single quotes", "double quotes"),
    ("{\"a\": 'b'}", 1, 7, "a string in single quotes", "double quotes"),
    ("{a: 1}", 1, 2, "a member's name is expected, not 'a'", None),
    ('{"a" 1}', 1, 6, 'a colon is missing after the name "a"', None),
    ('{"a": }', 1, 7, "a value is missing before '}'", None),
    ('{"a": 1 "b": 2}', 1, 9, "a comma is missing here", "} to end the object"),
    ('{"a": 1"b": 2}', 1, 8, "a comma is missing here", "or a bracket"),
    ("{\"a\": 1 'b': 2}", 1, 9, "a comma is missing here", "} to end the object"),
    ("{\"a\": 1'b': 2}", 1, 8, "a comma is missing here", "or a bracket"),
    ("[{} {}]", 1, 5, "a comma is missing here", "] to end the array"),
    ("[[1] [2]]", 1, 6, "a comma is missing here", "] to end the array"),
    ('{"a": {} {}}', 1, 10, "a comma or } is expected in an object, not '{'", None),
    ("[1~2]", 1, 3, "a comma or bracket is expected behind 1, not '~'", None),
    ('{"a": "x"\n"b": 2}', 2, 1, "a comma is missing here", "} to end the object"),
    ('["x" "y"]', 1, 6, "a comma is missing here", "] to end the array"),
    ("[1 2]", 1, 4, "a comma or ] is expected in an array, not '2'", None),
    ('{"a": [1}', 1, 9, "a comma or ] is expected in an array, not '}'", None),
    ('[{"a": 1]', 1, 9, "a comma or } is expected in an object, not ']'", None),
    ('{"a": "C:\\data"}', 1, 10, "\\d begins no JSON escape", "also in Windows paths"),
    ('{"a": "C:\\Users"}', 1, 10, "\\U begins no JSON escape", "also in Windows paths"),
    ('{"a": "\\u00g0"}', 1, 8, "\\u begins no JSON escape", None),
    ('{"a": "x\ny"}', 1, 9, "a line ends inside a string", "quote missing"),
    ('{"a": "x\ty"}', 1, 9, "the control character U+0009 in a string", "as an escape"),
    ('{"a": "\x1b"}', 1, 8, "the control character U+001B in a string", "as an escape"),
    ('{"abc": "\x00"}', 1, 10, "the control character U+0000 in a string", "as an escape"),
    ('{"abc": \x00}', 1, 9, "a value is expected, not U+0000", None),
    ('{"a": 1 // one\n}', 1, 9, "a comma or } is expected in an object, not '/'", "no comments"),
    ('{"a": 1, /* b */ "c": 2}', 1, 10, "a member's name is expected, not '/'", "no comments"),
    ('# a\n{"a": 1}', 1, 1, "#", None),
    ("[01]", 1, 2, "01 is no JSON value", "no leading zeros"),
    ("[-01]", 1, 2, "-01 is no JSON value", None),
    ("[+1]", 1, 2, "+1 is no JSON value", "remove the plus sign"),
    ("[.5]", 1, 2, ".5 is no JSON value", "both sides of a decimal point"),
    ("[1.]", 1, 2, "1. is no JSON value", "both sides of a decimal point"),
    ("[1e]", 1, 2, "1e is no JSON value", None),
    ("[0x1F]", 1, 2, "0x1F is no JSON value", None),
    ("[True]", 1, 2, "True is no JSON value", "in lower case: true"),
    ("[None]", 1, 2, "None is no JSON value", "JSON says null"),
    ("[undefined]", 1, 2, "undefined is no JSON value", None),
    ("[nul", 1, 2, "nul is no JSON value", "cut off"),
    ("[“a”]", 1, 2, "a value is expected, not '“'", "straight double quotes"),
    ("{‘a’: 1}", 1, 2, "a member's name is expected, not '‘'", "straight double quotes"),
    ('{"é漢😀": ?}', 1, 9, "a value is expected, not '?'", None),
    ("<<<<<<< HEAD\n{}\n=======\n[]\n>>>>>>> x\n", 1, 1, CONFLICT, "choose a side"),
    ("\ufeff<<<<<<< ours\n{}", 1, 1, CONFLICT, "choose a side"),
    ('{"a": 1,\n<<<<<<< ours\n"b": 2', 2, 1, CONFLICT, "choose a side"),
    ('{"a": 1\r\n<<<<<<<<< ours\r\n, "b": 2', 2, 1, CONFLICT, "choose a side"),
    ('{\n<<<<<<< ours\n"b": 2', 2, 1, CONFLICT, "choose a side"),
    ('{"a":\n<<<<<<<\n2', 2, 1, CONFLICT, "choose a side"),
    ("[\n<<<<<<< ours\n2,", 2, 1, CONFLICT, "choose a side"),
    ("[1,\n<<<<<<< ours\n2,", 2, 1, CONFLICT, "choose a side"),
    ("[1\n<<<<<<< ours\n,2", 2, 1, CONFLICT, "choose a side"),
    ('["a"\n<<<<<<< ours\n,2', 2, 1, CONFLICT, "choose a side"),
    ('{"a": 1}\n<<<<<<< ours\n', 2, 1, CONFLICT, "choose a side"),
    ('{"a": 1,\n||||||| base\n"b": 2}', 2, 1, LEFTOVER, "lines with the markers"),
    ('{"a": 1\n=======\n}', 2, 1, LEFTOVER, "lines with the markers"),
    ('{"a": 1}\n>>>>>>> theirs', 2, 1, LEFTOVER, "lines with the markers"),
    # These are none.
    ("[ <<<<<<< ours\n1]", 1, 3, "a value is expected, not '<'", None),
    ("[1,\n<<<<<< ours\n1]", 2, 1, "a value is expected, not '<'", None),
    ("[1,\n=======1]", 2, 1, "a value is expected, not '='", None),
    ("<<<<<<<a/>", 1, 1, "a value is expected, not '<'", "looks like XML"),
    ("[1,\u00a02]", 1, 4, "a value is expected, not U+00A0", None),
    ("[1,\ufeff2]", 1, 4, "a value is expected, not U+FEFF", "byte order mark"),
    ("\ufeff\ufeff[1]", 1, 1, "a value is expected, not U+FEFF", "byte order mark"),
    ('{"a": "b', 1, 9, "the document ends inside a string", "begins at 1:7"),
    ('{"a": "b\\', 1, 9, "the document ends inside a string", "cut off"),
    ('{"a": "b\\u00', 1, 9, "the document ends inside a string", "cut off"),
    ('{"a": [1, 2', 1, 12, "the document ends inside an array", "begins at 1:7"),
    ('{"a": [1,', 1, 10, "the document ends inside an array", "begins at 1:7"),
    ('{"a": 1', 1, 8, "the document ends inside an object", "begins at 1:1"),
    ('{"a": 1,', 1, 9, "the document ends inside an object", "begins at 1:1"),
    ('{"a":', 1, 6, "the document ends where a value is expected", "cut off"),
    ('{"a"', 1, 5, "the document ends where a value is expected", "cut off"),
    ('{"a', 1, 4, "the document ends inside a string", "cut off"),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), WRONG)
def test_what_is_wrong_is_named_where_it_is(text, line, column, message, hint):
    with pytest.raises(JsonSyntaxError) as refused:
        JsonText.parse(text)
    error = refused.value
    assert (error.line, error.column) == (line, column)
    assert message in error.message
    assert (hint or "") in (error.hint or "")
    assert str(error).startswith(f"{line}:{column}: ")
    assert len(str(error)) < 300


NUMBER = b"1" * 10_000_000
HOSTILE = {
    "100,000 arrays": (b"[" * 100_000 + b"]" * 100_000, LimitError),
    "100,000 arrays that stay open": (b"[" * 100_000, EcdError),
    "100,000 objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, LimitError),
    "100,000 of both": (b'[{"a":' * 50_000 + b"1" + b"}]" * 50_000, LimitError),
    "100,000 arrays as a member": (
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b',"b":1}',
        LimitError,
    ),
    "100,000 rows that stay open": (b'{"a":[' + b"[1,2],[" * 100_000, EcdError),
    "a number of 10 MB": (NUMBER, LimitError),
    "a fraction of 10 MB": (b"0." + NUMBER, LimitError),
    "a number of 10 MB that is none": (NUMBER + b"x", JsonSyntaxError),
    "a number of 10 MB as a member": (b'{"a": ' + NUMBER + b"}", LimitError),
    "a number of 10 MB in a leaf": (b'{"a": [1, ' + NUMBER + b"]}", LimitError),
    "50 MB of spaces": (b" " * 50_000_000, JsonSyntaxError),
    "50 MB of spaces in an array": (b"[" + b" " * 50_000_000, JsonSyntaxError),
    "50 MB of line feeds": (b"\n" * 50_000_000, JsonSyntaxError),
    "5 MB of arrays with a brace behind": (b"[1," * 1_700_000 + b"{", EcdError),
    "5 MB of arrays as members": (b'{"a":[1,' * 600_000 + b"{", EcdError),
    "5 MB of arrays with names between": (b'[1,"a",' * 700_000 + b"{", EcdError),
    "5 MB of closing brackets": (b"[" + b"]" * 5_000_000, JsonSyntaxError),
    "5 MB of commas": (b"[1" + b"," * 5_000_000, JsonSyntaxError),
    "5 MB of escapes": (b'["' + b"\\n" * 2_500_000, JsonSyntaxError),
    "2 MB of backslashes": (b'["' + b"\\" * 2_000_001 + b'"]', JsonSyntaxError),
    "5 MB of quotes": (b"[" + b'"' * 5_000_000, JsonSyntaxError),
    "5 MB of escaped quotes and an error": (
        b'["' + b'\\"' * 2_500_000 + b'\\x"]',
        JsonSyntaxError,
    ),
    "5 MB of an invalid word": (b"[" + b"n" * 5_000_000, JsonSyntaxError),
    "5 MB of letters with a broken one at the end": (
        "é".encode() * 2_500_000 + b"\xff",
        EncodingError,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_refused_with_its_place_and_soon(name):
    raw, kind = HOSTILE[name]
    begin = time.process_time()
    with pytest.raises(kind) as refused:
        JsonText.parse(raw, check="full")
    assert time.process_time() - begin < 5
    assert refused.value.line >= 1
    assert refused.value.column >= 1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_no_more_memory_than_a_few_of_its_size(name):
    raw, kind = HOSTILE[name]
    tracemalloc.start()
    try:
        with pytest.raises(kind):
            JsonText.parse(raw, check="full")
        assert tracemalloc.get_traced_memory()[1] < 3 * len(raw) + 10_000_000
    finally:
        tracemalloc.stop()


def test_a_leaf_that_is_read_late_is_refused_late_and_soon():
    text = JsonText.parse(b'{"a": [1, ' + NUMBER + b"]}", check="structure")
    assert text.at("/a").is_leaf
    for look in (text.root.value, text.at("/a").value, text.fully_checked):
        begin = time.process_time()
        with pytest.raises(LimitError) as refused:
            look()
        assert refused.value.place == "1:11"
        assert time.process_time() - begin < 5


def test_the_limit_of_bytes_comes_first():
    with pytest.raises(LimitError, match="50,000,000 bytes"):
        JsonText.parse(b" " * 50_000_000, limits=Limits(size=1_000_000))


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ('{"a": 1,\n  "b": 2 "c": 3}', '  "b": 2 "c": 3}\n         ^'),
        ('{"漢字": "ｗ" "c": 3}', '{"漢字": "ｗ" "c": 3}\n              ^'),
        ('{"e\u0301": 1 "c": 3}', '{"e\u0301": 1 "c": 3}\n        ^'),
        ('{\t"a": 1 "c": 3}', '{ "a": 1 "c": 3}\n         ^'),
        ('{"\u202e": 1 "c": 3}', '{"\\u202e": 1 "c": 3}\n             ^'),
        ('{"a": 1,\r\n', None),
        ("", None),
        ("[1 2\r3", "[1 2\n   ^"),
        ("[" + "1," * 100 + "1 2" + ",3" * 100, "..." + "1," * 23 + "1 2" + ",3" * 13 + ",...\n" + " " * 51 + "^"),
    ],
)  # fmt: skip
def test_the_line_is_shown_with_a_caret_below_the_place(text, excerpt):
    with pytest.raises(JsonSyntaxError) as refused:
        JsonText.parse(text)
    assert refused.value.excerpt == excerpt


def test_the_line_of_a_byte_that_is_no_character_is_shown():
    with pytest.raises(EncodingError) as refused:
        JsonText.parse(b'{"a": 1,\n "Name": "Stra\xdfe"}')
    assert refused.value.excerpt == ' "Name": "Stra\\xdfe"}\n              ^'
    assert "cp1252" in refused.value.hint


def test_the_line_is_shown_of_a_text_of_one_line_of_any_size_soon():
    raw = b"[" + b"1.5," * 20_000_000 + b"1 2]"
    begin = time.process_time()
    with pytest.raises(JsonSyntaxError) as refused:
        JsonText.parse(raw, check="full")
    assert time.process_time() - begin < 30
    assert len(refused.value.excerpt) < 200
