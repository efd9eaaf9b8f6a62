"""Cases about which kind a document is of, and of which version."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from makers.making import Group, Members, Token, content, place, problem, spell
from makers.samples import SAMPLES

__all__ = ["detection"]

_PAGE = Path(__file__).resolve().parents[2] / "model-definition.md"
_ROOTS = {
    "classifier-definition": ("EsriClassifierDefinitionFile", "FileVersion"),
    "extra-info": ("ImportDeepLearningModelToEsriExtraInfo", "Version"),
    "endmember-definition": ("EsriEndmemberDefinitionFile", "FileVersion"),
}
_PREFIX = "WellKnownBandNames"


def detection() -> Group:
    """Return the cases."""
    group = Group("detection")
    _roots(group)
    _none(group)
    _names(group)
    _kinds(group)
    _counts(group)
    return group


def _add(group: Group, name: str, tests: str, value: Any, expect: Any, **more: Any) -> None:
    given = value if isinstance(value, (str, bytes)) else spell(value)
    if isinstance(expect.get("version"), int):
        expect = {**expect, "version": str(expect["version"])}
    group.add(name, tests, "detect", expect, content=content(given), **more)


def _refused(line: int, column: int, pointer: str = "") -> dict[str, Any]:
    return {"refused": problem("format", (line, column), pointer=pointer)}


def _roots(group: Group) -> None:
    for name, sample in SAMPLES.items():
        kind = {
            "m": "classifier-definition",
            "o": "classifier-definition",
            "d": "classifier-definition",
        }.get(name[0])
        version: Any = 3 if "FileVersion 3" in name else 1
        if name.startswith("extra"):
            kind = "extra-info"
        elif name.startswith("end"):
            kind, version = "endmember-definition", 1
        elif name in ("model", "training data"):
            kind, version = "model-definition", None
        expect = {"kind": kind, "version": version}
        if name.startswith("end"):
            expect["spelling"] = name[-1]
        if kind == "model-definition":
            expect["describes"] = name
        _add(group, f"{name}: {kind}", "0001 0003 0010", sample, expect)
    for kind, (root, key) in _ROOTS.items():
        for told, value in (
            ("0", 0), ("1", 1), ("null", None), ("a string", "x"), ("an object", {"a": 1}), ("an array", []),
        ):  # fmt: skip
            _add(
                group,
                f"{root} of {told}: {kind}",
                "0003",
                {root: value, key: 1},
                {"kind": kind, "version": 1},
            )
        _add(
            group,
            f"{root} alone: {kind} without a version",
            "0003 0010",
            {root: 0},
            {"kind": kind, "version": None},
        )
        for version in (0, 2, 7, -1, 10**20):
            expect = {"kind": kind, "version": version}
            _add(
                group,
                f"{key} {version} beside {root}: {kind}",
                "0003 0011",
                {root: 0, key: version},
                expect,
            )
        for told, value in (
            ("a string", "1"),
            ("1.0", Token("1.0")),
            ("null", None),
            ("true", True),
        ):
            expect = {"kind": kind, "version": None}
            _add(
                group,
                f"{key} {told} beside {root}: {kind} without a version",
                "0010",
                {root: 0, key: value},
                expect,
            )
        _add(
            group, f"{root} behind members of other names: {kind}", "0003 0401",
            {"a": {"b": [1]}, "Classes": [], "é": 1, root: 0, key: 1}, {"kind": kind, "version": 1},
        )  # fmt: skip
        _add(
            group, f"{root} beside the names of a model definition: {kind}", "0003 0005",
            {**SAMPLES["model"], root: 0, key: 1}, {"kind": kind, "version": 1},
        )  # fmt: skip
        escaped = json.dumps({root: 0, key: 1}).replace("Esri", "\\u0045sr\\u0069")
        _add(
            group,
            f"{root} with escapes in its name: {kind}",
            "0003 0115",
            escaped,
            {"kind": kind, "version": 1},
        )
        twice = spell(Members([(root, 0), (key, 2), (key, 1)]))
        _add(
            group,
            f"{key} twice: the last counts: {kind}",
            "0121",
            twice.text,
            {"kind": kind, "version": 1},
        )
        again = spell(Members([(root, 0), (key, 1), (root, 0)]))
        _add(group, f"{root} twice: {kind}", "0004 0120", again.text, {"kind": kind, "version": 1})
    roots = [root for root, _ in _ROOTS.values()]
    for first in roots:
        for second in roots:
            if first != second:
                text = spell({"a": 1, first: 0, second: 0})
                line, column = place(text.text, text.names[f"/{second}"])
                _add(
                    group, f"{first} and {second}: refused at the last", "0004", text.text,
                    _refused(line, column, f"/{second}"),
                )  # fmt: skip
                thrice = Members([(first, 0), (second, 0), (first, 1)])
                text = spell(thrice)
                line, column = place(text.text, text.names[f"/{first}"])
                _add(
                    group, f"{first} around {second}: refused at the last", "0004 0121", text.text,
                    _refused(line, column, f"/{first}"),
                )  # fmt: skip


def _none(group: Group) -> None:
    for told, text in (
        ("an array", '[{"EsriClassifierDefinitionFile": 0}]'),
        ("a string", '"EsriClassifierDefinitionFile"'),
        ("a number", "7"),
        ("null", "null"),
        ("true", "true"),
        ("an empty array", "[]"),
    ):
        _add(group, f"a root that is {told}: refused", "0002 0006", text, _refused(1, 1))
        _add(
            group,
            f"a root that is {told} on the third line: refused",
            "0002 0160",
            f"\r\n\r\n  {text}",
            _refused(3, 3),
        )
    for told, value in (
        ("no members", {}),
        ("other names", {"type": "FeatureCollection", "features": []}),
        ("a root key inside", {"a": {"EsriClassifierDefinitionFile": 0, "FileVersion": 1}}),
        ("a root key in a value", {"a": "EsriClassifierDefinitionFile"}),
    ):
        _add(group, f"an object with {told}: refused", "0006", value, _refused(1, 1))
    for wrong in (
        "esriclassifierdefinitionfile",
        "Esri_Classifier_Definition_File",
        "EsriClassifierDefinition File",
    ):
        text = spell({"a": 1, wrong: 0, "FileVersion": 1})
        line, column = place(text.text, text.names[f"/{wrong}"])
        _add(
            group, f"{wrong}: refused at that name", "0006 0124", text.text, _refused(line, column, f"/{wrong}"),
        )  # fmt: skip

    wrong, other = "esriClassifierDefinitionFile", "EsriEndmember_DefinitionFile"
    numbers = [(name, 1) for name in "abcd"]
    for told, pairs, where in (
        ("two likely names: refused at the first", [("a", 1), (wrong, 0), (other, 0)], wrong),
        ("a likely name twice: refused at the last", [(wrong, 0), ("a", 1), (wrong, 0)], wrong),
        ("a likely name as the fifth: refused at it", [*numbers, (wrong, 0)], wrong),
        ("a likely name as the sixth: refused", [*numbers, ("e", 1), (wrong, 0)], ""),
        ("a likely name behind one that stands five times: refused at it", [("a", 1)] * 5 + [(wrong, 0)], wrong),
    ):  # fmt: skip
        text = spell(Members(pairs))
        line, column = place(text.text, text.names[f"/{where}"]) if where else (1, 1)
        pointer = f"/{where}" if where else ""
        _add(group, told, "0006 0121", text.text, _refused(line, column, pointer))


def _names(group: Group) -> None:
    """Which names make a model definition; the lists are those of the page."""
    telling, common = _lists()
    model = {"kind": "model-definition", "version": None}
    for name in (*telling, _PREFIX, f"{_PREFIX} (any sentence)"):
        _add(
            group,
            f"{name} and Classes: model-definition",
            "0005 4001",
            {name: None, "Classes": []},
            model,
        )
        _add(group, f"{name} alone: refused", "0006 4001", {name: None, "Other": 1}, _refused(1, 1))
    _add(
        group, "two telling names: model-definition", "4001", {telling[0]: 1, telling[1]: 1}, model
    )
    others = [one for one in common if one != "ModelFile"]
    for at, name in enumerate(others):
        three = (*others, *others)[at + 1 : at + 4]
        four = dict.fromkeys([name, *three], 1)
        _add(group, f"{', '.join(four)}: model-definition", "0005 4001", four, model)
        two = dict.fromkeys(["ModelFile", *three[:2]], 1)
        _add(group, f"{', '.join(two)}: model-definition", "0005 4001", two, model)
        _add(group, f"ModelFile, {name}, and a name of no list: refused", "0006 4001",
             {"ModelFile": 1, name: 1, "Other": 1}, _refused(1, 1))  # fmt: skip
        _add(group, f"{', '.join(three)}, and a name of no list: refused", "0006 4001",
             dict.fromkeys([*three, "Other"], 1), _refused(1, 1))  # fmt: skip
    lower = {name.lower(): 1 for name in ("ModelFile", "ModelType", "Framework", "ExtractBands")}
    _add(
        group,
        "names of a model definition in small letters: refused",
        "0006 4001 0124",
        lower,
        {"refused": {"code": "format"}},
    )


def _lists() -> tuple[list[str], list[str]]:
    lines = _PAGE.read_text("utf-8").split("<!-- table: names -->")[1].split("<!-- end -->")[0]
    telling, common = lines.split("*Common names*")
    return (
        [one for one in re.findall("`([^`]+)`", telling) if one != _PREFIX],
        re.findall("`([^`]+)`", common),
    )


def _kinds(group: Group) -> None:
    """A model, or training data."""
    base: dict[str, Any] = {"ImageHeight": 256, "ExtractBands": [0]}
    signs = (
        "InputRastersProps",
        "AllTilesStats",
        "AllTilesStats2",
        "MetaDataMode",
        f"{_PREFIX} (FYI)",
    )
    for sign in signs:
        _describes(group, f"{sign} and no file", {**base, sign: None}, "training data")
        for key in ("ModelFile", "InferenceFunction"):
            _describes(group, f"{sign} and {key}", {**base, sign: 1, key: "a.py"}, "model")
            for told, value in (
                ("empty", ""),
                ("null", None),
                ("of help text", "e.g. a.py"),
                ("7", 7),
            ):
                _describes(
                    group,
                    f"{sign} and {key} {told}",
                    {**base, sign: 1, key: value},
                    "training data",
                )
    _describes(group, "neither a sign nor a file", base, "model")
    _describes(group, "help text for ModelFile", {**base, "ModelFile": "e.g. a"}, "training data")
    _describes(
        group,
        "help text for InferenceFunction only",
        {**base, "InferenceFunction": "e.g. a"},
        "model",
    )
    both = {**base, "ModelFile": "e.g. a", "InferenceFunction": "a.py"}
    _describes(group, "help text for ModelFile and a function", both, "model")
    _describes(group, "help text without a space", {**base, "ModelFile": "e.g.a"}, "training data")
    inside = {**base, "ModelFile": "a, e.g. b", "MetaDataMode": 1}
    _describes(group, "text with e.g. inside", inside, "model")
    _describes(
        group, "E.g. in capitals", {**base, "ModelFile": "E.g. a", "MetaDataMode": 1}, "model"
    )
    for text in ("E.g. a", "E.G. a", " e.g. a"):
        held = {**base, "InferenceFunction": text, "MetaDataMode": 1}
        _describes(group, f"{text!r} for InferenceFunction", held, "model")


def _describes(group: Group, name: str, value: Any, what: str) -> None:
    expect = {"kind": "model-definition", "describes": what}
    _add(group, f"{name}: {what}", "4002", value, expect)


def _counts(group: Group) -> None:
    """The spelling of an endmember definition."""
    a, b = ("NumberEndmembers", "NumberBands"), ("NumberOfEndmembers", "NumberOfBands")
    for names, spelling in (
        ((), "a"),
        ((a[0],), "a"),
        ((b[0],), "b"),
        ((b[1],), "b"),
        ((a[0], b[0]), "a"),
        ((a[0], b[1]), "a"),
        ((*b, *a), "a"),
        ((*b, a[0]), "b"),
        ((*b, a[1]), "b"),
        ((b[0], *a), "a"),
    ):
        value = {"EsriEndmemberDefinitionFile": 0, "FileVersion": 1, **dict.fromkeys(names)}
        expect = {"kind": "endmember-definition", "version": 1, "spelling": spelling}
        told = ", ".join(names) or "no counts"
        _add(group, f"{told}: spelling {spelling}", "3001", value, expect)
