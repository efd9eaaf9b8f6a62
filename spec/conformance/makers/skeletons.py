"""Cases about reports and skeletons."""

from __future__ import annotations

import json
from typing import Any

from makers.making import Group, content, spell
from makers.samples import (
    FOREST,
    SAMPLES,
    classifier,
    extra_info,
)

__all__ = ["reports", "skeletons"]


def reports() -> Group:
    """Return the cases about reports."""
    group = Group("reports")
    for name, value in (
        ("nothing wrong", SAMPLES["extra info"]),
        ("a warning", extra_info({**FOREST, "Name": " a"})),
        (
            "several errors",
            {**SAMPLES["extra info"], "Classes": [7, 8], "Version": 1, "MiniBatchSize": -1},
        ),
        ("a definition of an unknown version", {**SAMPLES["opaque"], "FileVersion": 2}),
    ):
        group.add(
            f"a report of {name}",
            "7001 7002",
            "report",
            {"valid": {"report": "problem-report-1"}},
            content=content(spell(value)),
        )
    for name, raw in (
        ("no JSON", b"{"),
        ("no text", b"\xff\xfe\x00"),
        ("another document", b'{"a": 1}'),
    ):
        group.add(f"a report of {name}", "7001 7005", "report",
                  {"valid": {"report": "problem-report-1"}, "report": {"ok": False}}, content=content(raw))  # fmt: skip
    return group


def skeletons() -> Group:
    """Return the cases about skeletons."""
    group = Group("skeleton")
    secret = "Qzxjvk"  # noqa: S105 - what must not be seen

    def case(name: str, tests: str, value: Any, **expect: Any) -> None:
        group.add(
            name,
            f"7501 7502 {tests}",
            "skeleton",
            {"valid": {"skeleton": "skeleton-1"}, "lacks": [secret, "8374"], **expect},
            content=content(spell(value)),
        )

    for name, sample in SAMPLES.items():
        text = json.loads(spell(sample).text)
        words = [
            word for word in ("Forest", "urban", "Building", "trained") if word in json.dumps(text)
        ]
        group.add(
            name,
            "7501 7502 7503",
            "skeleton",
            {
                "valid": {"skeleton": "skeleton-1"},
                "lacks": words,
                "skeleton": {"unknown": ["Hyperplanes"] if name == "opaque" else []},
            },
            content=content(spell(sample)),
        )
    case("strings, numbers and names that are no identifiers", "7503 7504",
         classifier({"Classifier": "SVM", "Note": secret, "Weights": [83.74, 8374.5], "Tables": {f"{secret} 1": 1, f"{secret}.tif": "x"}}),
         skeleton={"format": "classifier-definition", "version": 1})  # fmt: skip
    for name, table in (
        ("numbers", {f"{secret}a": 1, f"{secret}b": 2}),
        ("arrays", {f"{secret}a": [1, 2], f"{secret}b": [3]}),
        ("one member", {f"{secret}a": {"x": "1"}}),
        ("numbers and null", {f"{secret}a": 1, f"{secret}b": None}),
        (
            "objects that share a name, beside a string",
            {"Note": "n", f"{secret}a": {"Mean": 1}, f"{secret}b": {"Mean": 2}},
        ),
        (
            "arrays of one extent, beside a string",
            {"Note": "n", f"{secret}a": [1, 2], f"{secret}b": [3, 4]},
        ),
        ("names of 41 characters", {"Note": "n", (secret * 9)[:41]: 1}),
        ("names with four digits", {"Note": "n", f"{secret}_8374": 1}),
        ("names beyond ASCII", {"Note": "n", f"{secret}\u00e9": 1}),
    ):
        case(
            f"a table of {name}: masked",
            "7503",
            {"EsriClassifierDefinitionFile": 0, "FileVersion": 2, "Body": table, "Kind": "a"},
        )
    many = {
        f"{secret}{chr(97 + at // 26)}{chr(97 + at % 26)}": (at if at % 2 else "x")
        for at in range(70)
    }
    case(
        "70 names: masked",
        "7503",
        {"EsriClassifierDefinitionFile": 0, "FileVersion": 2, "Body": many, "Kind": "a"},
    )
    sparse = [{"Name": "a", f"{secret}a": 1}, {"Name": "b", f"{secret}b": 1}, {"Name": "c"}]
    case(
        "names that stand once among several objects: masked",
        "7503",
        {"EsriClassifierDefinitionFile": 0, "FileVersion": 2, "Body": sparse, "Kind": "a"},
    )
    twice = {
        "EsriClassifierDefinitionFile": 0,
        "FileVersion": 2,
        "One": {f"{secret}a": 1},
        "Two": {f"{secret}a": 1, "Note": "n"},
        "Kind": "a",
    }
    case("a name that is masked elsewhere: masked", "7503", twice)
    case(
        "a version that can be none",
        "7502",
        {"EsriClassifierDefinitionFile": 0, "FileVersion": 8374},
        skeleton={"version": None},
    )
    shapes = {
        "objects": {"count": 1, "members": [{"name": "Classes", "count": 1, "shape": {"arrays": {"count": 1, "length": [2, 2], "elements": {"objects": {
            "count": 2,
            "members": [
                {"name": "Value", "count": 2, "shape": {"integers": 2}},
                {"name": "Name", "count": 2, "shape": {"strings": {"count": 2, "length": [3, 5], "characters": ["letters"]}}},
                {"name": "Color", "count": 1, "shape": {"numberArrays": [{"count": 1, "dimensions": [[3, 3]], "fractions": False}]}},
            ],
        }}}}}]},
    }  # fmt: skip
    classes = [{"Value": 1, "Name": "abc"}, {"Value": 2, "Name": "abcde", "Color": [1, 2, 3]}]
    case(
        "elements are told together",
        "7505",
        {"Classes": classes},
        skeleton={"format": None, "shape": shapes},
    )
    characters = {
        "strings": {
            "count": 1,
            "length": [7, 7],
            "characters": [
                "beyond ASCII",
                "controls",
                "digits",
                "letters",
                "punctuation",
                "spaces",
            ],
        }
    }
    name = {"name": "Name", "count": 1, "shape": characters}
    case(
        "classes of characters",
        "7504",
        {"Value": 1, "Name": "a1 \u00e9.\n\u6797"},
        skeleton={"shape": {"objects": {"members": [{"name": "Value"}, name]}}},
    )
    case(
        "the name of a classifier is shown",
        "7502",
        classifier({"Classifier": "Random Trees", "Body": secret}),
        holds=["Random Trees"],
    )
    case("another classifier is not", "7502", classifier({"Classifier": secret, "Body": 1}))
    return group
