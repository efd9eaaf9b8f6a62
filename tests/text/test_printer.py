"""The canonical layout changes white space, and nothing else."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdkit.errors import JsonSyntaxError
from ecdkit.testing.texts import json_documents, json_texts, json_values
from ecdkit.text import JsonText, equal
from ecdkit.text.printer import canonical
from ecdkit.text.style import CANONICAL
from ecdkit.text.write import write_value

TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[^ \t\r\n]', re.DOTALL)


def parse(document):
    return JsonText.parse(document[0], encoding=document[1])


@given(json_documents(irregular=True))
def test_every_token_stays_as_it_is_spelled_and_in_its_place(document):
    text = parse(document)
    printed = canonical(text)
    assert TOKEN.findall(printed.data) == TOKEN.findall(text.data)
    assert equal(printed.root.value(), document[-1])
    assert printed.encoding == text.encoding
    name = document[1]
    assert JsonText.parse(printed.to_bytes(), encoding=name).data == printed.data


@given(json_documents(irregular=True))
def test_what_is_canonical_stays_as_it_is(document):
    printed = canonical(parse(document))
    assert canonical(printed) is printed


@given(json_texts(irregular=True).flatmap(lambda document: st.tuples(*[st.just(document)])))
def test_the_layout_depends_on_the_tokens_only(found):
    tokens = TOKEN.findall(found[0][0].encode())
    squeezed = JsonText.parse(b"".join(tokens))
    spread = JsonText.parse(b"\r\n \t".join(tokens)) if all(map(alone, tokens)) else squeezed
    expected = canonical(JsonText.parse(found[0][0])).data
    assert canonical(squeezed).data == expected
    assert canonical(spread).data == expected


def alone(token):
    """Whether a token may have white space on both sides; a number comes in characters."""
    return token in b'{}[],:"' or token.startswith(b'"')


@given(
    json_values(),
    st.sampled_from([None, 0, 3, "\t"]),
    st.sampled_from([(",", ":"), (" , ", " : ")]),
)
def test_the_layout_is_that_of_what_is_written_from_scratch(value, indent, separators):
    written = json.dumps(value, indent=indent, separators=separators)
    # Python escapes one character of ASCII that need not be.
    text = JsonText.parse(written.replace("\\u007f", "\x7f"))
    assert canonical(text).data == write_value(value, CANONICAL, b"") + b"\n"


def test_the_layout_is_this():
    text = JsonText.parse(
        b'{"Classes":[{"Value":1,"Color":[0,  0,255]},{}],"Means":[[1.50,\n2],[3,4]],"Empty":[ ],'
        b'"Mixed":[1,"a, b",null,[] ],"None":{ },"Deep":[[[1]]]}'
    )
    assert (
        canonical(text).data.decode()
        == """\
{
  "Classes": [
    {
      "Value": 1,
      "Color": [0, 0, 255]
    },
    {}
  ],
  "Means": [
    [1.50, 2],
    [3, 4]
  ],
  "Empty": [],
  "Mixed": [
    1,
    "a, b",
    null,
    []
  ],
  "None": {},
  "Deep": [
    [
      [1]
    ]
  ]
}
"""
    )


def test_what_was_not_looked_into_is_looked_into():
    with pytest.raises(JsonSyntaxError) as refused:
        canonical(JsonText.parse(b'{"a": [1,, 2]}', check="structure"))
    assert refused.value.place == "1:10"
    text = JsonText.parse(b'{"a": [1,2]}', check="structure")
    assert canonical(text).data == b'{\n  "a": [1, 2]\n}\n'


@pytest.mark.parametrize("depth", [1, 399])
def test_the_deepest_nesting_is_laid_out(depth):
    text = (
        JsonText.parse(b'{"a":' * depth + b"[[1],2]" + b"}" * depth)
        if depth < 399
        else (JsonText.parse(b'{"a":' * depth + b"[1]" + b"}" * depth))
    )
    assert canonical(text).root.value() == text.root.value()
