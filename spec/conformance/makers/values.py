"""Cases about the values that a reader makes of a text, and about which values are equal."""

from __future__ import annotations

import copy
from typing import Any

from makers.making import Group, Members, Token, content, place, shown, spell, tagged
from makers.samples import SAMPLES, classifier, opaque

__all__ = ["equality", "values"]

_BASE = SAMPLES["extra info"]


def values() -> Group:
    """Return the cases about reading."""
    group = Group("values")
    for name, sample in SAMPLES.items():
        for flat in (False, True):
            text = spell(sample, flat=flat)
            layout = "on one line" if flat else "in lines"
            group.add(
                f"{name} {layout}",
                "0020 0123 0130",
                "read",
                {"value": tagged(sample)},
                content=content(text),
            )
    for told, token, value in (
        ("zero", "0", 0),
        ("minus zero", "-0", -0.0),
        ("minus zero with a fraction", "-0.0", -0.0),
        ("an integer", "15", 15),
        ("the same with a fraction", "15.0", 15.0),
        ("the same with an exponent", "15e0", 15.0),
        ("2**53 + 1", "9007199254740993", 9007199254740993),
        ("2**53 + 1 with a fraction", "9007199254740993.0", 9007199254740992.0),
        ("2**64", "18446744073709551616", 2**64),
        ("60 digits", "-" + "1234567890" * 6, -int("1234567890" * 6)),
        ("more than a double holds", "1" + "0" * 400, 10**400),
        ("a tenth", "0.1", 0.1),
        ("a tenth of many digits", "0.1000000000000000055511151231257827", 0.1),
        ("half way between two doubles", "9007199254740993.0", 9007199254740992.0),
        ("the largest double", "1.7976931348623157e308", 1.7976931348623157e308),
        ("the smallest double", "4.9406564584124654e-324", 5e-324),
        ("zero with an exponent", "0e999", 0.0),
        ("beyond a double", "1e400", Token("1e400")),
        ("the same, spelled otherwise", "10.00e399", Token("1e400")),
        ("below the smallest double", "-1e-400", Token("-1e-400")),
        ("NaN", "NaN", Token("nan")),
        ("an indefinite of C", "-1.#IND00", Token("nan")),
        ("an infinity of C", "-1.#INF", Token("-inf")),
        ("Infinity", "Infinity", Token("inf")),
        ("nan(ind)", "-nan(ind)", Token("nan")),
        ("true", "true", True),
        ("false", "false", False),
        ("null", "null", None),
        ("escapes", r'"\"\\\/\b\f\n\r\t\u00e9\u00C9\u0000"', '"\\/\b\f\n\r\té\u00c9\x00'),
        ("a pair of escapes", r'"\uD83D\uDE00"', "😀"),
        ("half a pair", r'"a\ud83d"', "a\ud83d"),
        ("halves with something between", r'"\ud83d-\ude00"', "\ud83d-\ude00"),
        ("characters as they are", '"é林😀\u2028\x7f"', "é林😀\u2028\x7f"),
        ("decomposed characters", '"e\u0301"', "e\u0301"),
        ("outer spaces", '" a\u00a0 "', " a\u00a0 "),
        ("an empty string", '""', ""),
        ("nested empty brackets", "[[], {}, [[]]]", [[], {}, [[]]]),
        ("a mixed array", '[1, 1.0, "1", true, null]', [1, 1.0, "1", True, None]),
        ("rows of several lengths", "[[1, 2], [3], []]", [[1, 2], [3], []]),
        ("an empty name", '{"": {"": 1}}', {"": {"": 1}}),
    ):
        if (told, token) == ("half way between two doubles", "9007199254740993.0"):
            continue
        text = spell({**_BASE, "X": Token(token)})
        line, column = place(text.text, text.values["/X"])
        expect = {"value": tagged(value), "line": line, "column": column}
        tests = (
            "0130 0133"
            if isinstance(value, Token)
            else "0115 0130"
            if isinstance(value, str)
            else "0130"
        )
        group.add(f"{told}: {shown(token)}", tests, "read", expect, content=content(text), at="/X")
    _order(group)
    _pointers(group)
    for told, text in (("an array", "[1]"), ("an object of no kind", '\n{"a": 1}')):
        line, column = place(text, len(text) - len(text.lstrip()))
        expect = {"refused": {"code": "format", "pointer": "", "line": line, "column": column}}
        group.add(f"{told}: refused", "0006", "read", expect, content=content(text))
    return group


def _order(group: Group) -> None:
    text = spell(
        Members(
            [
                ("ImportDeepLearningModelToEsriExtraInfo", 0),
                ("b", 1),
                ("a", 2),
                ("b", 3),
                ("10", 4),
                ("9", 5),
            ]
        )
    )
    expect = {"value": {"object": [
        ["ImportDeepLearningModelToEsriExtraInfo", {"integer": "0"}], ["a", {"integer": "2"}], ["b", {"integer": "3"}],
        ["10", {"integer": "4"}], ["9", {"integer": "5"}],
    ]}, "unordered": True}  # fmt: skip
    expect.pop("unordered")
    group.add("a name twice: the last counts", "0121 0123", "read", expect, content=content(text))
    group.add("a pointer to a name that stands twice: the last", "0121", "read",
              {"value": {"integer": "3"}}, content=content(text), at="/b")  # fmt: skip


def _pointers(group: Group) -> None:
    odd = {
        **_BASE,
        "a/b": 1,
        "m~n": 2,
        "": 3,
        " ": 4,
        "é": 5,
        "~1": 6,
        "0": 7,
        "c": {"": {"": 8}},
        "l": [9, [10], {"0": 11}],
    }
    text = spell(odd)
    for pointer, value in (
        ("/a~1b", 1), ("/m~0n", 2), ("/", 3), ("/ ", 4), ("/é", 5), ("/~01", 6), ("/0", 7), ("/c//", 8),
        ("/l/0", 9), ("/l/1/0", 10), ("/l/2/0", 11), ("#/a~1b", 1), ("#/%C3%A9", 5), ("#/%20", 4), ("#/l/1/0", 10),
    ):  # fmt: skip
        tests = "0152" if pointer.startswith("#") else "0150 0151"
        plain = {"#/%C3%A9": "/é", "#/%20": "/ "}.get(pointer, pointer.removeprefix("#"))
        line, column = place(text.text, text.values[plain])
        group.add(f"the pointer {pointer!r}", tests, "read",
                  {"value": {"integer": str(value)}, "line": line, "column": column}, content=content(text), at=pointer)  # fmt: skip
    group.add(
        "the empty pointer: the whole",
        "0150",
        "read",
        {"value": tagged(odd), "line": 1, "column": 1},
        content=content(text),
        at="",
    )
    for pointer in (
        "a", "/none", "/l/3", "/l/-", "/l/00", "/l/01", "/l/+0", "/l/ 0", "/l/\u0660", "/l/1e0", "/l/-1", "/0/0", "/~2", "/~", "/c/x", "#/%FF", "#l",
    ):  # fmt: skip
        group.add(f"the pointer {pointer!r}: leads nowhere", "0150 0151", "read", {"refused": {"code": "pointer"}},
                  content=content(text), at=pointer)  # fmt: skip


# Values of which each equals those of its own list and no other (ECD-0140).
_CLASSES: tuple[tuple[str, ...], ...] = (
    ("1",),
    ("1.0", "1e0", "10e-1", "1.00"),
    ("true",),
    ('"1"', '"\\u0031"'),
    ("null",),
    ("false",),
    ("0",),
    ("0.0", "0e5", "0.00"),
    ("-0", "-0.0", "-0e1"),
    ("9007199254740993",),
    ("9007199254740992",),
    ("9007199254740992.0", "9007199254740993.0"),
    ("1e400", "10e399", "1.0e400"),
    ("1e401",),
    ("1" + "0" * 400,),
    ("1e-400", "10e-401"),
    ("NaN", "-nan(ind)", "1.#QNAN"),
    ("Infinity", "1.#INF00"),
    ("-Infinity", "-inf"),
    ('"\u00e9"', '"\\u00e9"', '"\\u00E9"'),
    ('"e\u0301"',),
    ('"/"', '"\\/"'),
    ("[]", "[ ]"),
    ("{}", "{ }"),
    ("[1, 2]", "[1,2]"),
    ("[2, 1]",),
    ("[1, [2]]",),
    ('{"a": 1, "b": 2}', '{"b": 2, "a": 1}', '{"a": 5, "b": 2, "a": 1}', '{"\\u0061":1,"b":2}'),
    ('{"a": 1, "b": 2.0}',),
    ('{"a": 1}',),
    ('{"a": null}',),
    ('{"A": 1}',),
)


def equality() -> Group:
    """Return the cases about equality."""
    group = Group("equality")
    for at, spellings in enumerate(_CLASSES):
        for other in spellings:
            _equal(group, spellings[0], other, same=True)
        for others in _CLASSES[at + 1 :]:
            _equal(group, spellings[-1], others[-1], same=False)
    _measures(group)
    text = content('{"a": 1}')
    refused = {"refused": {"code": "format", "pointer": "", "line": 1, "column": 1}}
    group.add(
        "two documents of no kind: refused", "0006", "equal", refused, before=text, after=text
    )
    return group


_POWER = "1" + "0" * 400
# Two spellings, and whether they are the same number in a member of ECD-0141.
_NUMBERS = (
    ("15", "15.0", True),
    ("15", "1.5e1", True),
    ("15", "15.5", False),
    ("0", "-0.0", False),
    ("-0", "-0.0", True),
    ("1e400", "10e399", True),
    ("1e400", "2e400", False),
    ("1e400", _POWER, True),
    ("2e400", _POWER, False),
    ("1e-400", "0", False),
    ("9007199254740993", "9007199254740992", False),
    ("9007199254740993", "9007199254740993.0", False),
    ("9007199254740992", "9007199254740993.0", True),
    ("NaN", "nan", True),
)


def _measures(group: Group) -> None:
    """Numbers that ECD-0141 takes for the same, and where."""
    for member in ("Means", "Covariances", "SpectralProfile"):
        for one, other, same in _NUMBERS:
            pair = [_with(member, each) for each in (one, other)]
            _same(group, (one, other), f"in {member}", pair, same)
    whole, fraction = Token("15"), Token("15.0")
    for where, make, same in (
        ("in Means of FileVersion 3", lambda one: {**_with("Means", one), "FileVersion": 3}, True),
        ("in Means of FileVersion 7", lambda one: {**_with("Means", one), "FileVersion": 7}, True),
        (
            "in Means beside a mistake",
            lambda one: {**_with("Means", one), "NumberDefinitions": "1"},
            True,
        ),
        ("in Means of an opaque definition", lambda one: classifier(opaque(Means=[one])), True),
        ("in Means that is a number", lambda one: {**_BASE, "Means": one}, True),
        ("in Means beside an empty array", lambda one: {**_BASE, "Means": [[], [one]]}, True),
        ("in Means beside null", lambda one: {**_BASE, "Means": [one, None]}, True),
        ("in Means with a string", lambda one: {**_BASE, "Means": [one, "x"]}, False),
        ("in Means with an object", lambda one: {**_BASE, "Means": [[one], {}]}, False),
        ("in an object in Means", lambda one: {**_BASE, "Means": {"a": [one]}}, False),
        ("in means", lambda one: {**_BASE, "means": [one]}, False),
        ("in Count", lambda one: _with("Count", one), False),
    ):
        _same(group, ("15", "15.0"), where, [make(one) for one in (whole, fraction)], same)


def _with(member: str, token: str) -> Any:
    """Return a document in which a number stands in a member."""
    name = "endmembers, spelling a" if member == "SpectralProfile" else "maximum likelihood"
    changed = copy.deepcopy(SAMPLES[name])
    row = [Token(token), 41.25]
    if member == "SpectralProfile":
        changed["Endmembers"][0][member] = row
        return changed
    given = {"Means": row, "Covariances": [row, [1.5, 9.25]], "Count": Token(token)}[member]
    changed["Definitions"][0]["Classes"][0][member] = given
    return changed


def _same(group: Group, numbers: tuple[str, str], where: str, pair: list[Any], same: bool) -> None:
    told = "the same number" if same else "different"
    one, other = numbers
    texts = [content(spell(each)) for each in pair]
    group.add(f"{shown(one)} and {shown(other)} {where}: {told}", "0141", "equal",
              {"same": same}, before=texts[0], after=texts[1])  # fmt: skip


def _equal(group: Group, one: str, other: str, *, same: bool) -> None:
    pair: list[Any] = [content(spell({**_BASE, "X": Token(token)})) for token in (one, other)]
    name = f"{shown(one)} and {shown(other)}: {'equal' if same else 'different'}"
    group.add(name, "0140", "equal", {"equal": same}, before=pair[0], after=pair[1])
