"""The grammar is RFC 8259, as an independent reader sees it, and a few spellings beside it."""

from __future__ import annotations

import json
import math
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ecdkit.errors import JsonSyntaxError
from ecdkit.testing.texts import json_strings, json_texts, mutated
from ecdkit.text import JsonText, WideNumber, equal
from ecdkit.text.grammar import STRING, decode_string, encode_string

# Pieces that make valid and invalid texts in every order.
PIECES = (
    *'{}[]:,"',
    *(" ", "\n", "\t", "\r", "\x0b", "\xa0", "\x00", "\ufeff", "é"),
    *(
        '"a"',
        '"b":',
        '"\\u00e9"',
        '"\\ud800"',
        '"\\x"',
        '"\\u12"',
        '"\n"',
        '"\x1f"',
        '"\\n\x1f"',
        '"\x7f"',
        "'a'",
    ),
    *(
        "0",
        "-0",
        "-1",
        "12",
        "01",
        "1.5",
        "1.",
        ".5",
        "1e5",
        "1E+5",
        "1e",
        "-",
        "+1",
        "1e400",
        "0x1",
    ),
    *("true", "false", "null", "True", "nul", "NaN", "-Infinity", "//", "/**/"),
)
NONFINITE = {
    math.nan: (
        *("NaN", "nan", "NAN", "-nan", "nan(ind)", "-nan(ind)", "-NaN(IND)", "nan(snan)"),
        *("1.#QNAN", "1.#SNAN", "1.#IND", "-1.#IND", "1.#QNAN0", "-1.#IND00"),
    ),
    math.inf: ("Infinity", "infinity", "INFINITY", "inf", "Inf", "INF", "1.#INF", "1.#INF000000"),
    -math.inf: ("-Infinity", "-inf", "-INF", "-1.#INF", "-1.#inf"),
}


def independent(raw):
    """Return what Python's own parser reads, in our terms of numbers; it is asked to be strict."""

    def refuse(token):
        raise ValueError(token)

    def number(token):
        value = float(token)
        lost = value == 0 and re.match("-?[0.]*[1-9]", token)
        return WideNumber(token) if math.isinf(value) or lost else value

    return json.loads(
        raw.decode().removeprefix("\ufeff"),
        parse_constant=refuse,
        parse_float=number,
        parse_int=lambda token: -0.0 if token == "-0" else int(token),
    )


def assert_like_the_independent(raw):
    try:
        expected = independent(raw)
    except ValueError:
        with pytest.raises(JsonSyntaxError):
            JsonText.parse(raw)
    else:
        assert equal(JsonText.parse(raw).root.value(), expected)


@given(json_texts())
def test_a_text_reads_as_python_reads_it(document):
    text, value = document
    assert equal(independent(text.encode()), value)
    assert_like_the_independent(text.encode())


@given(json_texts().flatmap(lambda document: mutated(document[0].encode())))
def test_a_near_text_is_judged_as_python_judges_it(raw):
    try:
        raw.decode()
    except UnicodeDecodeError:
        assume(False)
    assume(b"\x00" not in raw[:4])
    assume(not any(word.encode() in raw for words in NONFINITE.values() for word in words))
    assert_like_the_independent(raw)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_a_heap_of_tokens_is_judged_as_python_judges_it(text):
    assume("NaN" not in text and "Infinity" not in text and "\x00" not in text[:4])
    assert_like_the_independent(text.encode())


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("frame", ["%s", "[%s]", "[0,%s]", '{"a":%s}', '{"a":[%s]}', '{%s"a":1}'])
def test_each_token_in_each_place_is_judged_as_python_judges_it(piece, frame):
    text = frame.replace("%s", piece)
    if "\x00" not in text[:4] and "NaN" not in text and "Inf" not in text:
        assert_like_the_independent(text.encode())


@pytest.mark.parametrize(
    "frame", [b"%s", b"[%s]", b'{"a":%s}', b'{"a": [1 , %s\n, 2]}', b'[%s,""]']
)
@pytest.mark.parametrize(
    ("value", "word"), [(value, word) for value, words in NONFINITE.items() for word in words]
)
def test_a_number_that_is_not_finite_is_read_wherever_a_value_may_stand(value, word, frame):
    raw = frame % word.encode()
    text = JsonText.parse(raw)
    assert text.to_bytes() == raw
    assert equal(
        text.root.value(), json.loads(re.sub(re.escape(word.encode()), repr_of(value), raw))
    )


def repr_of(value):
    return {"nan": b"NaN", "inf": b"Infinity", "-inf": b"-Infinity"}[repr(value)]


@pytest.mark.parametrize(
    "word",
    [
        *("+inf", "+nan", "nanx", "NaNN", "infi", "1#INF", "1.#", "1.#FOO", "2.#INF", "nan()"),
        *("nan(x)", "--nan", "- nan", "-1.#INF0x", "1.#INF.0", "naN", "iNf", "N", "-I", "nan nan"),
    ],
)
def test_other_spellings_of_numbers_that_are_not_finite_are_refused(word):
    for frame in ("%s", "[%s]", '{"a":%s}'):
        with pytest.raises(JsonSyntaxError):
            JsonText.parse(frame.replace("%s", word).encode())


@given(json_texts(json_strings()))
def test_a_string_means_what_python_says(document):
    token = document[0].strip(" \t\r\n").encode()
    assert decode_string(token) == document[1] == json.loads(token)


@given(st.lists(st.sampled_from(["\\ud83d", "\\uDE00", "\\u0041", "\\\\", "u0041", "é"])))
def test_escapes_of_pairs_and_halves_mean_what_python_says(parts):
    token = f'"{"".join(parts)}"'
    assert STRING.fullmatch(token.encode())
    assert decode_string(token.encode()) == json.loads(token)


@given(json_strings(irregular=True), st.booleans(), st.booleans(), st.booleans())
def test_a_string_is_written_so_that_it_reads_the_same(characters, ascii_only, slashes, upper):
    token = encode_string(
        characters, ascii_only=ascii_only, lacking=set("é漢"), slashes=slashes, upper=upper
    )
    assert decode_string(token) == characters == json.loads(token)
    written = token.decode()
    assert not {"é", "漢"} & set(written)
    assert not ascii_only or written.isascii()
    if slashes:
        assert "/" not in written.replace("\\/", "")
    digits = "".join(re.findall(r"(?<!\\)(?:\\\\)*\\u([0-9a-fA-F]{4})", written))
    assert digits == (digits.upper() if upper else digits.lower())
