"""What is repaired has the value that was meant; what can be doubted is refused as a whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from ecdkit.errors import EcdError, EncodingError, JsonSyntaxError, LimitError
from ecdkit.limits import Limits
from ecdkit.render.repair import repair_text
from ecdkit.testing.malformations import MALFORMATIONS, malformed
from ecdkit.testing.texts import json_texts, mutated
from ecdkit.testing.values import json_values
from ecdkit.text import JsonText
from ecdkit.text.repair import Repair, _prove, repair
from ecdkit.text.values import equal

PATHS = st.sampled_from([r"C:\Users\data", r".\mrcnn\spacenet", r"C:\new", r"\\host\share", r"a\\b",
                         r"it\'s", "\\", r"C:\x41", "C:\\Users\n", r"\d+"])  # fmt: skip
VALUES = json_values() | st.fixed_dictionaries({"a": json_values(), "b": PATHS, "c": json_values()})

REPAIRED = [
    # text, what it becomes, what is done
    ('{"a": 1,}', '{"a": 1}', ["remove the comma before the end of an object"]),
    ('{"a": [1, 2, ]\n}', '{"a": [1, 2 ]\n}', ["remove the comma before the end of an array"]),
    ("[[],]", "[[]]", ["remove the comma before the end of an array"]),
    ("{'a': 1}", '{"a": 1}', ["use double quotes"]),
    ("['it\\'s', '\"', '\\\"', '\\n\\u00e9']", '["it\'s", "\\"", "\\"", "\\n\\u00e9"]', ["use double quotes"] * 4),
    ("['']", '[""]', ["use double quotes"]),
    ('{"a": 1 "b": 2}', '{"a": 1, "b": 2}', ["add the comma that is missing"]),
    ('{"a": "x"\n "b" : 2}', '{"a": "x",\n "b" : 2}', ["add the comma that is missing"]),
    ('{"a": 1"b": 2}', '{"a": 1,"b": 2}', ["add the comma that is missing"]),
    ('{"a": {}"b": 2}', '{"a": {},"b": 2}', ["add the comma that is missing"]),
    ("{\"a\": 1 'b': 2}", '{"a": 1, "b": 2}', ["add the comma that is missing", "use double quotes"]),
    ("[{} {}]", "[{}, {}]", ["add the comma that is missing"]),
    ("[[1][2]]", "[[1],[2]]", ["add the comma that is missing"]),
    (r'["C:\Users\data"]', r'["C:\\Users\\data"]', ["double the backslashes"]),
    (r'[".\mrcnn\spacenet.pb"]', r'[".\\mrcnn\\spacenet.pb"]', ["double the backslashes"]),
    (r'{"C:\data": 1}', r'{"C:\\data": 1}', ["double the backslashes"]),
    (r'["C:\模型\Übung"]', r'["C:\\模型\\Übung"]', ["double the backslashes"]),
    ('{"a": 1 // one\n}', '{"a": 1 \n}', ["remove the comment"]),
    ('{"a": /* b */ 1}', '{"a":  1}', ["remove the comment"]),
    ("[1 /***/]", "[1 ]", ["remove the comment"]),
    ('# a\r\n{"a": 1}# b', '\r\n{"a": 1}', ["remove the comment"] * 2),
    ('{"a": 1 /* b */ "c": 2}', '{"a": 1,  "c": 2}', ["add the comma that is missing", "remove the comment"]),
    ("[1, // a\n]", "[1 \n]", ["remove the comma before the end of an array", "remove the comment"]),
    ("[1/**/]", "[1]", ["remove the comment"]),
    ("[1,\ufeff2]", "[1,2]", ["remove the byte order mark"]),
    ('{"a"\ufeff: \ufeff1}', '{"a": 1}', ["remove the byte order mark"] * 2),
    ("[1.#INF,]", "[1.#INF]", ["remove the comma before the end of an array"]),
    ("[-1.#IND00, -nan(ind),]", "[-1.#IND00, -nan(ind)]", ["remove the comma before the end of an array"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "what"), REPAIRED)
def test_what_nobody_can_doubt_is_repaired(text, wanted, what):
    found = repair(text.encode())
    assert found.content.decode() == wanted
    assert [one.what for one in found.repairs] == what
    assert repair(found.content).repairs == ()


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (r'["C:\new\Users"]', "1:9", "\\U begins no JSON escape"),
        (r'["\\host\share"]', "1:9", "\\s begins no JSON escape"),
        (r'["C:\dir\"]', "1:5", "\\d begins no JSON escape"),
        (r'["it\'s"]', "1:5", "\\' begins no JSON escape"),
        (r'["C:\x41"]', "1:5", "\\x begins no JSON escape"),
        (r'["C:\u00"]', "1:5", "\\u begins no JSON escape"),
        (r'["C:\U0001F600"]', "1:5", "\\U begins no JSON escape"),
        (r'["\N{DIGIT ONE}"]', "1:3", "\\N begins no JSON escape"),
        (r'["a:b\c"]', "1:6", "\\c begins no JSON escape"),
        (r'["what\?"]', "1:7", "\\? begins no JSON escape"),
        (r"['C:\Users']", "1:2", "single quotes"),
        (r"['a\/b']", "1:2", "single quotes"),
        ("['it's']", "1:6", "a comma or ]"),
        ("['a", "1:2", "single quotes"),
        ("['a\nb']", "1:2", "single quotes"),
        ("[1 2]", "1:4", "a comma or ]"),
        ('["a" "b"]', "1:6", "a comma is missing"),
        ("[{} 1]", "1:5", "a comma or ]"),
        ("[1 {}]", "1:4", "a comma is missing"),
        ('{"a": {} {}}', "1:10", "a comma or }"),
        ('{"a": "x""b": 1}', "1:10", "a comma is missing"),
        ('{"a": "x" "y", "b": 1}', "1:11", "a comma is missing"),
        ('{"a" "b": 1}', "1:6", "a colon is missing"),
        ('{"a" 1}', "1:6", "a colon is missing"),
        ("[1,,2]", "1:4", "a value is expected"),
        ("[1,,]", "1:4", "a value is expected"),
        ("[,]", "1:2", "a value is expected"),
        ("{,}", "1:2", "a member's name is expected"),
        ("{a: 1}", "1:2", "a member's name is expected"),
        ("[1,}", "1:4", "a value is missing"),
        ("[True,]", "1:2", "True is no JSON value"),
        ("[01,]", "1:2", "01 is no JSON value"),
        ("[1,]]", "1:5", "there is more text"),
        ('{"a": 1},', "1:9", "there is more text"),
        ('{"a": [1, 2', "1:12", "ends inside an array"),
        ('{"a": 1', "1:8", "ends inside an object"),
        ('{"a": 1,', "1:9", "ends inside an object"),
        ("[1 /* a", "1:4", "a comma or ]"),
        ("[1, // ]", "1:9", "ends where a value is expected"),
        ("", "1:1", "ends where a value is expected"),
        ("[1,~]", "1:4", "a value is expected"),
        ('["a\tb",]', "1:4", "control character"),
    ],
)  # fmt: skip
def test_what_can_be_doubted_is_refused_with_its_place(text, place, message):
    with pytest.raises(JsonSyntaxError) as caught:
        repair(text.encode())
    assert caught.value.place == place
    assert message in caught.value.message


def test_one_doubt_is_enough_to_repair_nothing():
    with pytest.raises(JsonSyntaxError, match="None is no JSON value"):
        repair(b'{"a": [1,], "b": None}')


def test_a_text_that_is_json_stays_as_it_is():
    for text in ('{"a": NaN}', " [1]\n", '\ufeff{"//": "# no comment, \'quotes\', C:\\\\data,]"}'):
        found = repair(text.encode())
        assert found.content == text.encode()
        assert found.repairs == ()
        assert repair_text(found, "a.ecd") == ""


@settings(max_examples=300)
@given(json_texts(VALUES), st.data())
def test_a_mistake_is_repaired_to_the_value_that_was_meant_or_refused(written, data):
    text, _ = written
    broken = data.draw(malformed(text)).text.encode()
    meant = JsonText.parse(text).root.value()
    try:
        JsonText.parse(broken)
    except EcdError:
        pass
    else:
        assert repair(broken).repairs == ()
        return
    try:
        found = repair(broken)
    except EcdError:
        return
    assert found.repairs
    assert equal(JsonText.parse(found.content).root.value(), meant)


SAMPLE = json.dumps(
    {"a": [1, "x y", {"b": None}], "p": "C:\\Users\\data", "c": [[1, 2], [3]]}, indent=1
)


@pytest.mark.parametrize("kind", [kind for kind in MALFORMATIONS if kind != "cut off"])
def test_every_kind_of_mistake_is_repaired_somewhere(kind):
    def is_repaired(found):
        try:
            return bool(repair(found.text.encode()).repairs)
        except EcdError:
            return False

    # Raises where there is none.
    find(malformed(SAMPLE, [kind]), is_repaired, settings=settings(max_examples=100, database=None))


@given(st.data())
def test_a_text_that_was_cut_off_is_never_repaired(data):
    found = data.draw(malformed(SAMPLE, ["cut off"]))
    with pytest.raises(EcdError):
        repair(found.text.encode())


@given(json_texts(VALUES), st.data())
def test_any_bytes_are_repaired_to_json_or_refused(written, data):
    broken = data.draw(mutated(written[0].encode()))
    try:
        found = repair(broken)
    except EcdError:
        return
    JsonText.parse(found.content, check="full")
    assert repair(found.content).repairs == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_the_encoding_stays(encoding):
    text = '{"é": 1,}'.encode(encoding)
    name = encoding if encoding == "cp1252" else None
    assert repair(text, encoding=name).content.decode(encoding) == '{"é": 1}'


def test_bytes_that_are_no_text_and_texts_beyond_a_limit_are_refused():
    with pytest.raises(EncodingError):
        repair(b'{"a": "\xe9",}')
    with pytest.raises(EncodingError, match="other bytes would change"):
        repair(b"\x1b$B\x1b(B[1,]", encoding="iso2022_jp")
    with pytest.raises(LimitError):
        repair(b'{"a": [1,], "b": [[[[1,]]]]}', limits=Limits(depth=3))
    with pytest.raises(LimitError):
        repair(b"[1,], 12345678]", limits=Limits(number=5, size=3))
    with pytest.raises(LimitError):
        repair(b"[[1,], 12345678]", limits=Limits(number=5))


def test_a_change_beside_a_token_that_would_alter_it_is_not_made():
    from ecdkit.text.malformed import Malformed

    for source, wrong, text in (
        (b'["a"  1]', Repair(3, 6, b"", ""), '["a1]"]'),
        (b"[1 /**/2]", Repair(2, 7, b"", ""), "[12]"),
        (b'{"a/**/b": 1}', Repair(3, 7, b"", ""), '{"ab": 1}'),
        (b"[2,]", Repair(2, 3, b"", ""), "[1]"),
    ):
        with pytest.raises(Malformed, match="without a doubt"):
            _prove(JsonText.parse(text), source, (wrong,))


def test_a_change_is_shown_with_its_place_and_cut_where_the_line_is_long():
    found = repair('{"a": 1, // 漢\n "b": [1,2,],\n\t"c": \'x\'}'.encode())
    assert repair_text(found, "a\x1b.ecd").splitlines() == [
        "--- a\\x1b.ecd",
        "+++ a\\x1b.ecd (repaired)",
        "@@ 1:10 remove the comment @@",
        '-{"a": 1, // 漢',
        '+{"a": 1, ',
        "@@ 2:11 remove the comma before the end of an array @@",
        '- "b": [1,2,],',
        '+ "b": [1,2],',
        "@@ 3:7 use double quotes @@",
        "- \"c\": 'x'}",
        '+ "c": "x"}',
    ]
    long = b"[" + b"1," * 100_000 + b"[1,]," + b"2," * 100_000 + b"3]"
    shown = repair_text(repair(long), "a").splitlines()
    assert shown[2] == "@@ 1:200004 remove the comma before the end of an array @@"
    assert shown[3] == "-..." + "1," * 23 + "[1" + ",],2" + ",2" * 12 + ",..."
    assert max(map(len, shown)) < 160


def test_many_changes_are_counted():
    shown = repair_text(repair(b"[" + b"[1,]," * 300 + b"1]"), "a").splitlines()
    assert shown[-1] == "@@ and 200 more @@"
    assert len(shown) == 2 + 3 * 100 + 1
