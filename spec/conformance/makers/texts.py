"""Cases about bytes, characters and JSON. Marks in the texts show where a mistake is to be told."""

from __future__ import annotations

import json
from typing import Any

from makers.making import MARK, Group, content, marked, place, problem, spell
from makers.samples import SAMPLES

__all__ = ["CODES", "texts"]

CODES = (
    "encoding",
    "syntax",
    "limit",
    "non-finite-number",
    "lone-surrogate",
    "duplicate-name",
    "wide-number",
)
# A document in which anything may stand under a name of its own.
_BEFORE = json.dumps(SAMPLES["extra info"])[:-1] + ', "X": '
_BOMS = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\x00\x00",
    "utf-32-be": b"\x00\x00\xfe\xff",
}


def texts() -> Group:
    """Return the cases."""
    group = Group("text")
    _encodings(group)
    _broken_bytes(group)
    _right(group)
    _wrong(group)
    _tokens(group)
    _surrogates(group)
    _names(group)
    _wide(group)
    _limits(group)
    _places(group)
    return group


def _add(group: Group, name: str, tests: str, given: Any, problems: Any, **more: Any) -> None:
    group.add(
        name, tests, "validate", {"problems": problems}, about=CODES, content=content(given), **more
    )


def _encodings(group: Group) -> None:
    text = spell({**SAMPLES["extra info"], "Classifier": "Wälder 林地 😀"}).text
    for name, mark in _BOMS.items():
        raw = mark + text.encode(name)
        _add(group, f"{name} with its mark: right", "0101 0102", raw, [])
        _add(group, f"{name} with its mark, named: right", "0101 0104", raw, [], encoding=name)
        _add(
            group, f"{name} with its mark, another named: encoding", "0104", raw,
            [problem("encoding", (1, 1))], encoding="utf-16-be" if name == "utf-16-le" else "utf-16-le",
        )  # fmt: skip
        if name != "utf-8":
            _add(
                group,
                f"{name} without a mark, named: right",
                "0101",
                text.encode(name),
                [],
                encoding=name,
            )
            size = len("a".encode(name))
            zero = name.endswith("le") and 1
            at = (zero if size in (2, 4) else 0) or 0
            where = (1, 1) if at == 0 else (1, 2)
            _add(group, f"{name} without a mark: encoding at the first zero", "0106 0107",
                 text.encode(name), [problem("encoding", where)])  # fmt: skip
    for family in ("utf-16", "utf-32"):
        raw = text.encode(f"{family}-le")
        _add(
            group,
            f"{family} named without a byte order, and no mark: little-endian",
            "0107",
            raw,
            [],
            encoding=family,
        )
        marked_be = _BOMS[f"{family}-be"] + text.encode(f"{family}-be")
        _add(
            group,
            f"{family} named without a byte order, big-endian by its mark: right",
            "0104",
            marked_be,
            [],
            encoding=family,
        )
    plain = spell({**SAMPLES["extra info"], "Classifier": "Wälder"}).text
    _add(group, "cp1252, named: right", "0101", plain.encode("cp1252"), [], encoding="cp1252")
    before = plain.split("ä")[0]
    _add(group, "cp1252, not named: encoding at the byte", "0107 0105", plain.encode("cp1252"),
         [problem("encoding", place(before, len(before)))])  # fmt: skip
    cjk = spell({**SAMPLES["extra info"], "Classifier": "森林"}).text
    _add(
        group, "shift_jis, named: right", "0101", cjk.encode("shift_jis"), [], encoding="shift_jis"
    )
    _add(group, "UTF-8 with a mark, cp1252 named: encoding", "0104", _BOMS["utf-8"] + plain.encode(),
         [problem("encoding", (1, 1))], encoding="cp1252")  # fmt: skip


def _broken_bytes(group: Group) -> None:
    for told, broken in (
        ("a byte that begins nothing", b"\xff"),
        ("a continuation alone", b"\x80"),
        ("an overlong form of two bytes", b"\xc0\xaf"),
        ("an overlong form of three bytes", b"\xe0\x80\xaf"),
        ("an encoded surrogate", b"\xed\xa0\x80"),
        ("more than U+10FFFF", b"\xf4\x90\x80\x80"),
        ("a sequence that is cut off", b"\xe6\x9e"),
    ):
        before = _BEFORE + '"林\n\n😀 '
        raw = before.encode() + broken + b'"}'
        line, column = place(before, len(before))
        _add(group, f"{told} in UTF-8: encoding at its first byte", "0105 0160", raw,
             [problem("encoding", (line, column))])  # fmt: skip
    text = _BEFORE + '"林 '
    half = b"\xff\xfe" + text.encode("utf-16-le") + b"\x00\xd8" + '"}'.encode("utf-16-le")
    _add(group, "half a surrogate pair in UTF-16: encoding at it", "0105", half,
         [problem("encoding", place(text, len(text)))])  # fmt: skip
    whole = _BEFORE + "1}"
    odd = b"\xff\xfe" + whole.encode("utf-16-le") + b"\x20"
    _add(group, "an odd number of bytes in UTF-16: encoding at the last", "0105", odd,
         [problem("encoding", place(whole, len(whole)))])  # fmt: skip
    for told, raw, where in (
        ("a zero byte among the first four", b"{\x00}", (1, 2)),
        ("a zero byte as the first", b"\x00{}", (1, 1)),
        ("a zero byte as the third", b"{ \x00}", (1, 3)),
        ("a zero byte as the fourth", b'{"a\x00": 1}', (1, 4)),
        ("a zero byte behind two line feeds", b"\n\n\x00{}", (3, 1)),
        ("a zero byte behind carriage return and line feed", b"\r\n{\x00}", (2, 2)),
        ("a zero byte behind three bytes of one character", "林".encode() + b"\x00", (1, 4)),
    ):
        _add(
            group,
            f"{told}: encoding",
            "0106 7003",
            raw,
            [problem("encoding", where, requirement="ECD-0101")],
        )
    for told, raw, more in (
        ("as the fifth", b'{"ab\x00": 1}', {}),
        ("as the second behind a byte order mark", _BOMS["utf-8"] + b"{\x00}", {}),
        ("as the second of what is named utf-8", b"{\x00}", {"encoding": "utf-8"}),
    ):
        column = 5 if "fifth" in told else 2
        _add(
            group,
            f"a zero byte {told}: syntax",
            "0106 0110",
            raw,
            [problem("syntax", (1, column))],
            **more,
        )
    head = (_BEFORE + '"\n€').encode("cp1252")
    _add(
        group,
        "a byte that code page 1252 does not have: encoding at it",
        "0105",
        head + b'\x81"}',
        [problem("encoding", place(_BEFORE + '"\n€', len(_BEFORE) + 3), requirement="ECD-0101")],
        encoding="cp1252",
    )
    whole = (_BEFORE + '"€ŸÿŽ"}').encode("cp1252")
    _add(group, "the ends of code page 1252: right", "0101", whole, [], encoding="cp1252")


def _right(group: Group) -> None:
    for told, text in (
        ("true", "true"), ("null", "null"), ("an empty string", '""'), ("zero", "0"), ("minus zero", "-0"),
        ("digits", "1234567890"), ("a fraction", "-0.50"), ("an exponent", "1e5"), ("a capital exponent", "1E+05"),
        ("a negative exponent", "2.5e-3"), ("empty brackets", "[[], {}]"), ("an empty name", '{"": 1}'),
        ("the four kinds of white space", "[\t1 ,\r\n2\r ]"), ("every escape", r'"\"\\\/\b\f\n\r\t\u00e9\u00E9"'),
        ("a pair of escapes", r'"\ud83d\ude00"'), ("characters of every length", '"aé林😀"'),
        ("U+007F and U+2028 as they are", '"\x7f\u2028"'), ("U+FFFF", '"\uffff"'), ("a byte order mark in a string", '"\ufeff"'),
        ("a zero by its escape", r'"\u0000"'), ("words in strings", '"NaN, \\"Infinity"'), ("brackets in strings", '["]", "}", "\\\\"]'),
    ):  # fmt: skip
        _add(group, f"{told}: right", "0110", _BEFORE + text + "}", [])
    _add(group, "white space around the whole: right", "0110", "\n\t " + _BEFORE + "1}\r\n ", [])


def _wrong(group: Group) -> None:
    m = MARK
    for told, text in (
        ("a comma before a bracket", f"[1{m},]"),
        ("a comma before a bracket, and space", f"[1 {m}, \n]"),
        ("a comma before a brace", f'{{"a": 1{m},}}'),
        ("a wrong bracket behind a comma in an array", f"[1,{m}}}"),
        ("a wrong bracket behind a comma in an object", f'{{"a": 1, {m}]'),
        ("a comma alone", f"[{m},]"),
        ("two commas", f"[1,{m},2]"),
        ("no comma between numbers", f"[1 {m}2]"),
        ("no comma between strings", f'["a" {m}"b"]'),
        ("no comma between members", f'{{"a": 1 {m}"b": 2}}'),
        ("no colon", f'{{"a" {m}1}}'),
        ("no value", f'{{"a": {m}}}'),
        ("a name that is no string", f"{{{m}a: 1}}"),
        ("a number for a name", f"{{{m}1: 1}}"),
        ("single quotes around a value", f"{m}'a'"),
        ("single quotes around a name", f"{{{m}'a': 1}}"),
        ("a wrong bracket", f"[1{m}}}"),
        ("a comment of two slashes", f"[{m}// no\n1]"),
        ("a comment in asterisks", f"[1 {m}/* no */]"),
        ("a comment behind a hash", f"[1, {m}# no\n2]"),
        ("True", f"{m}True"),
        ("None", f"{m}None"),
        ("nul", f"{m}nul"),
        ("undefined", f"[1, {m}undefined]"),
        ("a leading zero", f"{m}01"),
        ("a plus", f"{m}+1"),
        ("a point without digits before it", f"{m}.5"),
        ("a point without digits behind it", f"{m}5."),
        ("an exponent without digits", f"{m}1e"),
        ("an exponent with a sign only", f"[{m}1e+]"),
        ("two points", f"{m}1.2.3"),
        ("a minus alone", f"{m}-"),
        ("hexadecimal digits", f"{m}0x1F"),
        ("digits with an underscore", f"{m}1_000"),
        ("a number with a letter behind it", f"{m}12px"),
        ("a number with a semicolon behind it", f"1{m};"),
        ("a number of 5,000 characters with a semicolon behind it", f"{'1' * 5_000}{m};"),
        ("a word of 5,000 characters", f"{m}{'A' * 5_000}"),
        ("5,000 digits behind a zero", f"{m}0{'1' * 5_000}"),
        ("a mistake before a number that is too long", f"[1,{m},{'1' * 5_000}]"),
        ("a mistake before what is nested too deep", f"[1,{m},{'[' * 500}{']' * 500}]"),
        ("true with a quote behind it", f'[true{m}"a"]'),
        ("an unknown escape", f'"a{m}\\x"'),
        ("single backslashes", f'"C{m}\\data"'),
        ("a \\u with three digits", f'"{m}\\u12g4"'),
        ("a tab in a string", f'"a{m}\tb"'),
        ("a line feed in a string", f'"a{m}\nb"'),
        ("U+0000 in a string", f'"aaaa{m}\x00b"'),
        ("U+001F in a string", f'"a{m}\x1fb"'),
        ("a no-break space", f"[{m}\u00a01]"),
        ("a vertical tab", f"[1{m}\x0b]"),
        ("a form feed", f"[{m}\x0c1]"),
        ("U+2028 between tokens", f"[1,{m}\u20282]"),
        ("a byte order mark between tokens", f"[{m}\ufeff1]"),
        ("typographic quotes", f"{m}“a”"),
        ("an open bracket where a comma should be", f"[1 {m}[2]]"),
    ):
        whole, places = marked(_BEFORE + text + "}")
        _add(group, f"{told}: syntax", "0110 0111 7005", whole, [problem("syntax", places[0])])
    for told, text in (
        ("nothing", f"{m}"),
        ("white space only", f" \n\t{m}"),
        ("an open brace", f"{{{m}"),
        ("the end behind a comma", f'{{"a": 1,{m}'),
        ("the end behind a colon", f'{{"a":{m}'),
        ("the end behind a name", f'{{"a"{m}'),
        ("the end in a string", f'{{"a": "bc{m}'),
        ("the end in an escape", f'{{"a": "bc{m}\\'),
        ("the end in a \\u", f'{{"a": "bc{m}\\u00'),
        ("the end in an array", f'{{"a": [1, 2{m}'),
        ("the end behind a line feed in an array", f'{{"a": [1, 2\n{m}'),
        ("the end behind carriage return and line feed in an array", f'{{"a": [1,\r\n{m}'),
        ("the end behind a carriage return in an object", f'{{"a": 1\r{m}'),
        ("the end behind a line feed and a space in an object", f'{{"a": 1,\n {m}'),
        ("the end behind a comma in an array", f'{{"a": [1, {m}'),
        ("the end in a word", f'{{"a": {m}tru'),
        ("text behind the value", f'{{"a": 1}} {m}x'),
        ("a second value", f'{{"a": 1}}\n{m}{{"a": 1}}'),
        ("a closing brace too many", f'{{"a": 1}}{m}}}'),
        ("a closing bracket first", f"{m}]"),
        ("a byte order mark behind the value", f'{{"a": 1}}{m}\ufeff'),
    ):
        whole, places = marked(text)
        _add(group, f"{told}: syntax", "0110 0111", whole, [problem("syntax", places[0])])
    doubled = _BOMS["utf-8"] * 2 + (_BEFORE + "1}").encode()
    _add(group, "two byte order marks: syntax", "0110 0102", doubled, [problem("syntax", (1, 1))])


def _tokens(group: Group) -> None:
    """Numbers that are not finite: every spelling, and spellings of nobody."""
    words = [
        sign + word + more
        for word in ("NaN", "NAN", "nan", "Infinity", "INFINITY", "infinity", "Inf", "INF", "inf")
        for sign in ("", "-")
        for more in ("", "(ind)", "(IND)", "(snan)", "(SNAN)")
        if not more or word == "nan"
    ]
    words += [
        f"{sign}1.#{word}{zeros}"
        for word in ("INF", "inf", "IND", "ind", "QNAN", "qnan", "SNAN", "snan")
        for sign, zeros in (("", ""), ("-", "00"))
    ]
    for word in words:
        text, places = marked(f"{_BEFORE}{MARK}{word}}}")
        where = {"pointer": "/X", "line": places[0][0], "column": places[0][1]}
        _add(group, f"{word}: non-finite-number", "0112 0113", text,
             [problem("non-finite-number", where, severity="error")])  # fmt: skip
    for word in (
        "Nan",
        "+Infinity",
        "nan(x)",
        "nan()",
        "1.#",
        "1.#INFx",
        "2.#INF",
        "1.#INF1",
        "-+inf",
        "Infinit",
        "nan0",
    ):
        text, places = marked(f"{_BEFORE}[{MARK}{word}]}}")
        _add(group, f"{word}: syntax", "0110 0112", text, [problem("syntax", places[0])])
    text, places = marked(f"{_BEFORE}[[1, {MARK}NaN], [Infinity, 2], [nan]]}}")
    where = {"pointer": "/X/0/1", "line": places[0][0], "column": places[0][1]}
    _add(
        group,
        "three in one array of numbers: one problem at the first",
        "0113",
        text,
        [problem("non-finite-number", where)],
    )
    text, places = marked(f'{_BEFORE}["a", {MARK}NaN, {MARK}NaN]}}')
    problems = [
        problem("non-finite-number", {"pointer": f"/X/{at + 1}", "line": line, "column": column})
        for at, (line, column) in enumerate(places)
    ]
    _add(group, "two in an array with a string: a problem for each", "0113", text, problems)


def _surrogates(group: Group) -> None:
    for told, text, pointer in (
        ("a high half", f'{MARK}"\\ud83d"', "/X"),
        ("a low half", f'{MARK}"a\\uDE00"', "/X"),
        ("two high halves", f'{MARK}"\\ud83d\\ud83d"', "/X"),
        ("a pair the wrong way round", f'{MARK}"\\ude00\\ud83d"', "/X"),
        ("a pair with something between", f'[1, {MARK}"\\ud83d \\ude00"]', "/X/1"),
        ("a half behind a pair", f'{MARK}"\\ud83d\\ude00\\ude00"', "/X"),
        ("a half in a name", f'{{"a": 1, {MARK}"\\ud800": 1}}', "/X"),
    ):
        whole, places = marked(_BEFORE + text + "}")
        where = {"pointer": pointer, "line": places[0][0], "column": places[0][1]}
        _add(
            group,
            f"{told}: lone-surrogate",
            "0114",
            whole,
            [problem("lone-surrogate", where, severity="warning")],
        )
    _add(
        group,
        "an escaped backslash before u and digits: right",
        "0114 0115",
        _BEFORE + r'"\\ud800"}',
        [],
    )
    _add(group, "a pair of escapes in both cases: right", "0114", _BEFORE + r'"\uD83d\uDe00"}', [])


def _names(group: Group) -> None:
    m = MARK
    for told, text, pointers in (
        ("the same name", f'{{"a": 1, {m}"a": 2}}', ["/X"]),
        ("the same name three times", f'{{"a": 1, {m}"a": 2, {m}"a": 2}}', ["/X", "/X"]),
        ("the same name by an escape", f'{{"a": 1, {m}"\\u0061": 1}}', ["/X"]),
        ("an empty name twice", f'{{"": 1, {m}"": 1}}', ["/X"]),
        ("deeper down", f'[1, {{"b": {{"a": 1,\n {m}"a": 1}}}}]', ["/X/1/b"]),
        (
            "two objects, each with one",
            f'[{{"a": 1, {m}"a": 1}}, {{"b": 1, {m}"b": 1}}]',
            ["/X/0", "/X/1"],
        ),
        ("values that are the same", f'{{"a": [1], {m}"a": [1]}}', ["/X"]),
    ):
        whole, places = marked(_BEFORE + text + "}")
        problems = [
            problem(
                "duplicate-name",
                {"pointer": pointer, "line": line, "column": column},
                severity="error",
            )
            for pointer, (line, column) in zip(pointers, places, strict=True)
        ]
        _add(group, f"{told}: duplicate-name", "0120", whole, problems)
    whole, places = marked(f'{_BEFORE}1, {m}"X": 2}}')
    _add(group, "a name of the root twice: duplicate-name", "0120", whole,
         [problem("duplicate-name", {"pointer": "", "line": places[0][0], "column": places[0][1]})])  # fmt: skip
    _inside_earlier_members(group)
    for told, text in (
        ("capitals and small letters", '{"a": 1, "A": 1}'),
        ("one name in two objects", '[{"a": 1}, {"a": 1}]'),
        ("one name inside the other", '{"a": {"a": 1}}'),
        ("composed and decomposed", '{"\u00e9": 1, "e\u0301": 1}'),
    ):
        _add(group, f"{told}: right", "0120 0124", _BEFORE + text + "}", [])


def _inside_earlier_members(group: Group) -> None:
    """Text is judged also in what no reader takes, because the name stands again (ECD-0121)."""
    m = MARK
    for code, tests, inside, pointer in (
        ("non-finite-number", "0113", f"{m}NaN", "/X/a"),
        ("wide-number", "0131", f"[1, {m}1e400]", "/X/a/1"),
        ("lone-surrogate", "0114", f'{m}"\\ud800"', "/X/a"),
        ("duplicate-name", "0120", f'{{"b": 1, {m}"b": 2}}', "/X/a"),
    ):
        text, places = marked(f'{_BEFORE}{{"a": {inside}, {m}"a": 1}}}}')
        told = [(code, pointer), ("duplicate-name", "/X")]
        problems = [
            problem(one, {"pointer": where, "line": line, "column": column})
            for (one, where), (line, column) in zip(told, places, strict=True)
        ]
        _add(
            group,
            f"inside a member whose name stands again: {code}",
            f"0121 {tests}",
            text,
            problems,
        )
    for version, tests in (("7", "0011"), ('"1"', "0010")):
        inside = f'{{"a": {m}NaN, {m}"a": {m}1e400, "b": {m}"\\ud800"}}'
        before = _BEFORE.replace('"Version": 1', f'"Version": {version}')
        text, places = marked(f"{before}{inside}}}")
        told = [
            ("non-finite-number", "/X/a"),
            ("duplicate-name", "/X"),
            ("wide-number", "/X/a"),
            ("lone-surrogate", "/X/b"),
        ]
        problems = [
            problem(one, {"pointer": where, "line": line, "column": column})
            for (one, where), (line, column) in zip(told, places, strict=True)
        ]
        _add(group, f"Version {version}: the text is still judged", tests, text, problems)


def _wide(group: Group) -> None:
    for told, text, pointer in (
        ("1e309", f"{MARK}1e309", "/X"),
        ("-1e400", f"{MARK}-1e400", "/X"),
        ("1 with 309 zeros", f"{MARK}1{'0' * 309}", "/X"),
        ("the smallest that is zero", f"{MARK}1e-400", "/X"),
        ("in an array of numbers, once", f"[[1, 2], [3, {MARK}1e400, 1e400]]", "/X/1/1"),
    ):
        whole, places = marked(_BEFORE + text + "}")
        where = {"pointer": pointer, "line": places[0][0], "column": places[0][1]}
        _add(
            group,
            f"{told}: wide-number",
            "0131",
            whole,
            [problem("wide-number", where, severity="warning")],
        )
    for text in (
        "1.7976931348623157e308",
        "-1e308",
        "0e999",
        "0.000e-999",
        "5e-324",
        "123456789012345678901234567890",
    ):
        _add(group, f"{text}: right", "0131", _BEFORE + text + "}", [])


def _limits(group: Group) -> None:
    levels = [(_BEFORE, 1), ("[", 399), ("]", 399), ("}", 1)]
    _add(group, "400 levels: right", "0201", levels, [])
    levels = [(_BEFORE, 1), ('{"a":', 398), ("{}", 1), ("}", 398), ("}", 1)]
    _add(group, "400 levels of objects: right", "0201", levels, [])
    digits = [(_BEFORE, 1), ("7", 1), ("0", 2999), (".", 1), ("0", 999), ("}", 1)]
    wide = [problem("wide-number", place(_BEFORE, len(_BEFORE)))]
    _add(group, "a number of 4,000 characters: read", "0202", digits, wide)
    brackets = len(_BEFORE) + 399
    for told, pieces, at in (
        ("100,000 levels", [(_BEFORE, 1), ("[", 100_000), ("]", 100_000), ("}", 1)], brackets),
        (
            "100,000 objects",
            [(_BEFORE, 1), ('{"a":', 100_000), ("1", 1), ("}", 100_001)],
            len(_BEFORE) + 399 * 5,
        ),
        ("100,000 levels that nothing closes", [(_BEFORE, 1), ("[", 100_000)], brackets),
    ):
        # A reader that accepts more than 400 levels may read it, or find where the text ends.
        line = place(_BEFORE, len(_BEFORE))[0]
        refused = {"problems": [problem("limit", (line, at + 1))]}
        read = {"problems": [problem("syntax", {})]} if "nothing" in told else {"problems": []}
        expect = {"any": [refused, read]}
        group.add(f"{told}: limit at the bracket of level 401, or read", "0201 0203", "validate", expect,
                  about=CODES, content=content(pieces))  # fmt: skip
    pieces = [(_BEFORE + "[1, ", 1), ("1", 1_000_000), ("]}", 1)]
    refused = {"problems": [problem("limit", place(_BEFORE, len(_BEFORE)))]}
    refused["problems"][0]["column"] += 4
    group.add("a number of a million digits: limit at its first, or read", "0202 0203", "validate",
              {"any": [refused, {"problems": [problem("wide-number", {})]}]}, about=CODES, content=content(pieces))  # fmt: skip
    refused = {"problems": [problem("limit", place(_BEFORE, len(_BEFORE)), requirement="ECD-0201")]}
    told = {"problems": [problem("non-finite-number", {})]}
    pieces = [(_BEFORE + "1.#INF", 1), ("0", 5_000), ("}", 1)]
    group.add("an infinity of 5,006 characters: limit at its first, or read", "0202 0112 7003", "validate",
              {"any": [refused, told]}, about=CODES, content=content(pieces))  # fmt: skip
    pieces = [(_BEFORE + "1.#INF", 1), ("0", 3_994), ("}", 1)]
    _add(group, "an infinity of 4,000 characters: read", "0202 0112", pieces, told["problems"])
    for told_, pieces, later in (
        ("a number that is too long", [("1", 5_000)], 5_001),
        ("what is nested too deep", [("[", 500), ("]", 500)], 1_001),
    ):
        whole = [(_BEFORE + "[", 1), *pieces, (",,1]}", 1)]
        line, column = place(_BEFORE, len(_BEFORE))
        first = column + 1 if "long" in told_ else column + 399
        either = [problem("limit", (line, first))], [problem("syntax", (line, column + 1 + later))]
        group.add(f"a mistake behind {told_}: limit, or it is read and the mistake told", "0203", "validate",
                  {"any": [{"problems": one} for one in either]}, about=CODES, content=content(whole))  # fmt: skip
    twice = '{"a":1,"a":2}'
    pieces = [(f"{_BEFORE}[{twice}", 1), (f", {twice}", 1_499), ("]}", 1)]
    group.add("1,500 problems: all, or 1,000 and the word that there are more", "0204", "validate",
              {"any": [{"count": 1_000, "truncated": True, "ok": False}, {"count": 1_500, "truncated": False, "ok": False}]},
              about=CODES, content=content(pieces))  # fmt: skip
    pieces = [(_BEFORE + "[", 1), ('"\\ud800", ', 1_500), (twice + "]}", 1)]
    group.add("an error behind 1,500 warnings: it is told", "0204", "validate",
              {"has": [problem("duplicate-name", {})], "ok": False}, about=CODES, content=content(pieces))  # fmt: skip


def _places(group: Group) -> None:
    """Lines and columns, told by a mistake behind them."""
    for told, before, end in (
        ("line feeds", "{\n\n", "\n"),
        ("carriage returns with line feeds", "{\r\n\r\n", "\r\n"),
        ("carriage returns alone", "{\r\r", "\r"),
        ("all three", "{\n\r\n\r", "\n"),
        ("line feed and carriage return, which are two ends", "{\n\r", "\n\r"),
    ):
        text, places = marked(f'{before}  "é林😀\t": 1,{end}\t{MARK}x}}'.replace('\t":', '":'))
        _add(
            group,
            f"lines that end with {told}: syntax at its place",
            "0160 0161",
            text,
            [problem("syntax", places[0])],
        )
    for told, inside in (
        ("characters of two, three and four bytes", "é林😀"),
        ("combining characters, each a column", "e\u0301\u0308"),
        ("a family of one picture", "👩\u200d👩\u200d👧"),
        ("U+2028 and U+0085, which end no line", "\u2028\u0085"),
    ):
        text, places = marked(f'{{"{inside}": {MARK}x}}')
        _add(
            group,
            f"{told} before it: syntax at its column",
            "0160 0161",
            text,
            [problem("syntax", places[0])],
        )
        for name in ("utf-8", "utf-16-be"):
            _add(group, f"{told} before it, in {name} with its mark: syntax at its column", "0160 0102",
                 _BOMS[name] + text.encode(name), [problem("syntax", places[0])])  # fmt: skip
