"""Cases about diffs."""

from __future__ import annotations

import copy
from typing import Any

from makers.making import Group, Token, content, spell
from makers.samples import (
    FOREST,
    SAMPLES,
    SOIL,
    WATER,
    classifier,
    endmembers,
    extra_info,
    likelihood,
    likelihood_class,
    opaque,
)

__all__ = ["diffs"]


def diffs() -> Group:
    """Return the cases about diffs."""
    group = Group("diff")

    def case(
        name: str, tests: str, before: Any, after: Any, *changes: dict[str, Any], **more: Any
    ) -> None:
        pair = [one if isinstance(one, (str, bytes)) else spell(one) for one in (before, after)]
        expect: dict[str, Any] = {"valid": {"diff": "diff-1"}, "diff": {"changes": list(changes)}}
        group.add(
            name,
            f"7101 {tests}",
            "diff",
            expect,
            before=content(pair[0]),
            after=content(pair[1]),
            **more,
        )

    def at(kind: str, pointer: str, old: Any = None, new: Any = None) -> dict[str, Any]:
        return {"kind": kind, "before": pointer, "after": pointer} | (
            {"old": old, "new": new} if kind == "changed" else {}
        )

    info = extra_info(FOREST, WATER)
    for name, sample in SAMPLES.items():
        case(f"{name} and itself: nothing", "7102", sample, sample)
    case("another layout: nothing", "7102", info, spell(info, flat=True).text)
    backwards = dict(reversed(info.items()))
    case("another order of members: nothing", "7102", info, backwards)
    case(
        "another encoding: nothing",
        "7102",
        info,
        b"\xff\xfe" + spell(info).text.encode("utf-16-le"),
    )
    case("other escapes: nothing", "7102", info, spell(info).text.replace('"a"', '"\\u0061"'))
    case(
        "a value",
        "7103",
        info,
        {**info, "MiniBatchSize": 8},
        at("changed", "/MiniBatchSize", 16, 8),
    )
    case(
        "an integer that became a double",
        "7103",
        {**info, "X": 15},
        {**info, "X": 15.0},
        at("changed", "/X", 15, 15.0),
    )
    case(
        "zero that became minus zero",
        "7103",
        {**info, "X": 0.0},
        {**info, "X": Token("-0.0")},
        {"kind": "changed", "before": "/X", "after": "/X"},
    )
    case(
        "a name with an outer space",
        "7103",
        info,
        extra_info({**FOREST, "Name": "a "}, WATER),
        at("changed", "/Classes/0/Name", "a", "a "),
    )
    case(
        "a new member",
        "7103",
        info,
        {**info, "X": [1]},
        {"kind": "added", "before": None, "after": "/X", "new": [1]},
    )
    case(
        "a member that is gone",
        "7103",
        {**info, "X": None},
        info,
        {"kind": "removed", "before": "/X", "after": None, "old": None},
    )
    case(
        "a class that was renamed",
        "7104",
        info,
        extra_info({**FOREST, "Name": "z"}, WATER),
        at("changed", "/Classes/0/Name", "a", "z"),
    )
    case(
        "a class before the others",
        "7104",
        info,
        extra_info(SOIL, FOREST, WATER),
        {"kind": "added", "before": None, "after": "/Classes/0", "new": SOIL},
    )
    case("a class before one that was renamed", "7104", info, extra_info(SOIL, FOREST, {**WATER, "Name": "z"}),
         {"kind": "added", "before": None, "after": "/Classes/0"}, {"kind": "changed", "before": "/Classes/1/Name", "after": "/Classes/2/Name"})  # fmt: skip
    case(
        "the first class is gone",
        "7104",
        info,
        extra_info(WATER),
        {"kind": "removed", "before": "/Classes/0", "after": None, "old": FOREST},
    )
    case(
        "a class in another number",
        "7104",
        info,
        extra_info({**FOREST, "Value": 9}, WATER),
        at("changed", "/Classes/0/Value", 1, 9),
    )
    three = extra_info(FOREST, WATER, SOIL)
    case(
        "the last class of three is now the first",
        "7103 7104",
        three,
        extra_info(SOIL, FOREST, WATER),
        {"kind": "moved", "before": "/Classes/2", "after": "/Classes/0"},
    )
    spectra = endmembers("a")
    other = copy.deepcopy(spectra)
    other["Endmembers"][0]["EndmemberName"] = "city"
    case(
        "an endmember that was renamed",
        "7104",
        spectra,
        other,
        at("changed", "/Endmembers/0/EndmemberName", "urban", "city"),
    )
    definitions = classifier(opaque(A=1), likelihood())
    swapped = classifier({"Classifier": "KNN"}, opaque(A=2), likelihood())
    case("a definition before the others", "7104", definitions, swapped, at("changed", "/NumberDefinitions", 2, 3),
         {"kind": "added", "before": None, "after": "/Definitions/0"}, {"kind": "changed", "before": "/Definitions/0/A", "after": "/Definitions/1/A"})  # fmt: skip
    for number in ("41.250", "4125e-2"):
        pair = [
            classifier(likelihood({**likelihood_class(), "Means": [70.5, Token(one)]}))
            for one in ("41.25", number)
        ]
        # They are one double, and so equal; respelled is an integer that stands for a double.
        case(f"41.25 and {number} among the means: nothing", "7102 0140", *pair)
    pair = [
        classifier(likelihood({**likelihood_class(), "Means": [70.5, Token(one)]}))
        for one in ("41", "41.0")
    ]
    case("41 and 41.0 among the means: respelled", "7105 0141", *pair, {"kind": "respelled"})
    means = [
        classifier(likelihood({**likelihood_class(), "Means": [70.5, one]}))
        for one in (100.0, 100.5, 103.0, 115.0)
    ]
    case("100.0 and 100.5 with rtol 0.01: nothing", "7106", means[0], means[1], rtol=0.01)
    case(
        "100.0 and 103.0 with rtol 0.01: told",
        "7106",
        means[0],
        means[2],
        {"kind": "changed"},
        rtol=0.01,
    )
    case("100.0 and 100.5 with atol 0.5: nothing", "7106", means[0], means[1], atol=0.5)
    case(
        "100.0 and 103.0 with atol 0.5: told",
        "7106",
        means[0],
        means[2],
        {"kind": "changed"},
        atol=0.5,
    )
    both = {"rtol": 0.1, "atol": 10.0}
    case(
        "100.0 and 103.0 with rtol 0.1 and atol 1: nothing",
        "7106",
        means[0],
        means[2],
        rtol=0.1,
        atol=1.0,
    )
    case(
        "100.0 and 103.0 with rtol 0.01 and atol 3: nothing",
        "7106",
        means[0],
        means[2],
        rtol=0.01,
        atol=3.0,
    )
    case(
        "100.0 and 115.0 with rtol 0.1 and atol 10: told",
        "7106",
        means[0],
        means[3],
        {"kind": "changed"},
        **both,
    )
    case(
        "integers with rtol 0.5: told",
        "7106",
        {**info, "X": 100},
        {**info, "X": 101},
        at("changed", "/X", 100, 101),
        rtol=0.5,
    )
    renamed = extra_info({**FOREST, "Name": "z"}, {**WATER, "Name": "y"})
    case(
        "what is ignored is left out",
        "7106",
        info,
        renamed,
        at("changed", "/Classes/1/Name", "b", "y"),
        ignored=["/Classes/0"],
    )
    case(
        "what is ignored by * is left out",
        "7106",
        info,
        {**renamed, "MiniBatchSize": 8},
        at("changed", "/MiniBatchSize", 16, 8),
        ignored=["/Classes/*/Name"],
    )
    case(
        "a number that became NaN",
        "7107",
        {**info, "X": 1},
        {**info, "X": Token("NaN")},
        {"kind": "changed", "before": "/X", "old": 1, "new_text": "NaN"},
    )
    case(
        "infinity that became minus infinity",
        "7107 0140",
        {**info, "X": Token("Infinity")},
        {**info, "X": Token("-Infinity")},
        {"kind": "changed", "before": "/X", "old_text": "Infinity", "new_text": "-Infinity"},
    )
    case(
        "NaN that became another NaN: nothing",
        "7102 0140",
        {**info, "X": Token("NaN")},
        {**info, "X": Token("-nan(ind)")},
    )
    _refusing(group, info)
    return group


def _refusing(group: Group, info: dict[str, Any]) -> None:
    """Add the cases about names that stand twice."""

    def whole(value: str) -> str:
        return spell({**info, "X": Token(value)}).text

    twice = '{"a": 1, "a": 2}'
    for told, before, after in (
        ("the first of two is another", twice, '{"a": 3, "a": 2}'),
        ("one of two is gone", twice, '{"a": 2}'),
        ("one became two", '{"a": 2}', twice),
        ("two inside of what is new", "[]", f'[{{"b": {twice}}}]'),
        ("two inside of what is gone", f"[[{twice}]]", "[]"),
    ):
        group.add(f"a name that stands twice: {told}: refused", "7108", "diff", {"refused": {}},
                  before=content(whole(before)), after=content(whole(after)))  # fmt: skip
    pair = [spell({**info, "X": Token(twice), "Y": one}).text for one in (1, 2)]
    group.add(
        "a name that stands twice in both alike: told beside it",
        "7101 7103",
        "diff",
        {"diff": {"changes": [{"kind": "changed", "before": "/Y", "old": 1, "new": 2}]}},
        before=content(pair[0]),
        after=content(pair[1]),
    )
