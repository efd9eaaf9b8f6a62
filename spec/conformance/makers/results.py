"""Cases about documents that programs write: reports, diffs, patches, merges, ledgers, skeletons."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from typing import Any

from makers.edits import CHANGE, root_key
from makers.making import Group, Token, content, spell
from makers.samples import (
    MODEL,
    SAMPLES,
    classifier,
    deep_learning,
    endmembers,
    extra_info,
    likelihood,
    likelihood_class,
    opaque,
)

__all__ = ["diffs", "joins", "merges", "migrations", "patches", "reports", "skeletons"]

_A = {"Value": 1, "Name": "a", "Color": [1, 2, 3]}
_B = {"Value": 2, "Name": "b", "Color": [4, 5, 6]}
_C = {"Value": 3, "Name": "c", "Color": [7, 8, 9]}
_EMD = {"Framework": "PyTorch", "ModelType": "a", "ModelFile": "a.pth", "ExtractBands": [0]}


def reports() -> Group:
    """Return the cases about reports."""
    group = Group("reports")
    for name, value in (
        ("nothing wrong", SAMPLES["extra info"]),
        ("a warning", extra_info({**_A, "Name": " a"})),
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

    info = extra_info(_A, _B)
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
        extra_info({**_A, "Name": "a "}, _B),
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
        extra_info({**_A, "Name": "z"}, _B),
        at("changed", "/Classes/0/Name", "a", "z"),
    )
    case(
        "a class before the others",
        "7104",
        info,
        extra_info(_C, _A, _B),
        {"kind": "added", "before": None, "after": "/Classes/0", "new": _C},
    )
    case("a class before one that was renamed", "7104", info, extra_info(_C, _A, {**_B, "Name": "z"}),
         {"kind": "added", "before": None, "after": "/Classes/0"}, {"kind": "changed", "before": "/Classes/1/Name", "after": "/Classes/2/Name"})  # fmt: skip
    case(
        "the first class is gone",
        "7104",
        info,
        extra_info(_B),
        {"kind": "removed", "before": "/Classes/0", "after": None, "old": _A},
    )
    case(
        "a class in another number",
        "7104",
        info,
        extra_info({**_A, "Value": 9}, _B),
        at("changed", "/Classes/0/Value", 1, 9),
    )
    three = extra_info(_A, _B, _C)
    case(
        "the last class of three is now the first",
        "7103 7104",
        three,
        extra_info(_C, _A, _B),
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
        for one in (100.0, 100.5, 103.0)
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
    case(
        "integers with rtol 0.5: told",
        "7106",
        {**info, "X": 100},
        {**info, "X": 101},
        at("changed", "/X", 100, 101),
        rtol=0.5,
    )
    renamed = extra_info({**_A, "Name": "z"}, {**_B, "Name": "y"})
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
        "NaN that became another NaN: nothing",
        "7102 0140",
        {**info, "X": Token("NaN")},
        {**info, "X": Token("-nan(ind)")},
    )
    return group


def _text(inner: str) -> str:
    return f'{{{root_key}: 0, "Version": 1, "X": {inner}, "Y":[1.50,  {{"b":2}}]}}'


def patches() -> Group:
    """Return the cases about patches."""
    group = Group("patch")

    def case(name: str, tests: str, text: str, *operations: dict[str, Any]) -> None:
        before, after = (CHANGE.sub(f"\\{side}", text) for side in (1, 2))
        group.add(
            f"operations: {name}",
            f"7202 {tests}",
            "patch",
            {"content": content(after)},
            content=content(before),
            patch=json.dumps(operations),
        )

    def refused(
        name: str, tests: str, *operations: Any, text: str = _text('{"a": 1, "l": [1, 2]}')
    ) -> None:
        given = operations[0] if isinstance(operations[0], str) else json.dumps(operations)
        group.add(
            f"refused: {name}",
            f"7203 {tests}",
            "patch",
            {"refused": {}},
            content=content(text),
            patch=given,
        )

    def op(what: str, path: str, **more: Any) -> dict[str, Any]:
        return {"op": what, "path": path, **more}

    case("none", "7204", _text("1"))
    case("replace", "7204 0310", _text("⟦1→2⟧"), op("replace", "/X", value=2))
    case("add a member", "7204 0303", _text('{"a": 1⟦→, "b": 2⟧}'), op("add", "/X/b", value=2))
    case(
        "add a member that is there: it is replaced",
        "7202",
        _text('{"a": ⟦1→2⟧}'),
        op("add", "/X/a", value=2),
    )
    case("add at the end of an array", "7204", _text("[1, 2⟦→, 3⟧]"), op("add", "/X/-", value=3))
    case(
        "add by the index behind the last",
        "7202",
        _text("[1, 2⟦→, 3⟧]"),
        op("add", "/X/2", value=3),
    )
    case("remove an element", "7204 0330", _text("[1⟦, 2→⟧, 3]"), op("remove", "/X/1"))
    case(
        "test and replace",
        "7202 7207",
        _text('{"a": ⟦1→2⟧}'),
        op("test", "/X/a", value=1),
        op("replace", "/X/a", value=2),
    )
    case(
        "test of a number in another spelling",
        "7207",
        _text("⟦1.50→2⟧"),
        op("test", "/X", value=1.5),
        op("replace", "/X", value=2),
    )
    case(
        "test of an integer by a double",
        "7207",
        _text("⟦15→2⟧"),
        op("test", "/X", value=15.0),
        op("replace", "/X", value=2),
    )
    case(
        "test of an object in another order",
        "7207",
        _text('{"a": 1, "b": ⟦2→3⟧}'),
        op("test", "/X", value={"b": 2, "a": 1}),
        op("replace", "/X/b", value=3),
    )
    case(
        "operations in their order",
        "7202",
        _text("⟦1→3⟧"),
        op("replace", "/X", value=2),
        op("test", "/X", value=2),
        op("replace", "/X", value=3),
    )
    case(
        "members of an operation that nobody knows",
        "7202",
        _text("⟦1→2⟧"),
        op("replace", "/X", value=2, comment="x"),
    )
    doc = {root_key.strip('"'): 0, "Version": 1, "X": {"a": 1, "b": [1, 2]}, "Y": [1.5]}
    for name, operation, value in (
        (
            "move a member",
            {"op": "move", "from": "/X/a", "path": "/Z"},
            {**doc, "X": {"b": [1, 2]}, "Z": 1},
        ),
        (
            "move within an array",
            {"op": "move", "from": "/X/b/1", "path": "/X/b/0"},
            {**doc, "X": {"a": 1, "b": [2, 1]}},
        ),
        (
            "move over what is around it",
            {"op": "move", "from": "/X/b", "path": "/X"},
            {**doc, "X": [1, 2]},
        ),
        (
            "move in front of what is around it",
            {"op": "move", "from": "/X/b/1", "path": "/X/b/0"},
            {**doc, "X": {"a": 1, "b": [2, 1]}},
        ),
        ("copy", {"op": "copy", "from": "/X/b", "path": "/Y/-"}, {**doc, "Y": [1.5, [1, 2]]}),
        ("copy over a member", {"op": "copy", "from": "/X/b/0", "path": "/Version"}, doc),
        (
            "add in front of an array",
            {"op": "add", "path": "/Y/0", "value": "x"},
            {**doc, "Y": ["x", 1.5]},
        ),
    ):
        group.add(
            f"operations: {name}",
            "7202",
            "patch",
            {"same_value": content(spell(value))},
            content=content(spell(doc)),
            patch=json.dumps([operation]),
        )
    refused("a place that is not there", "0306", op("replace", "/X/none", value=1))
    refused("removing what is not there", "0306", op("remove", "/X/l/2"))
    refused("adding far behind an array", "0306", op("add", "/X/l/3", value=1))
    refused("adding into what is not there", "0306", op("add", "/none/a", value=1))
    refused("a test that fails", "7207", op("test", "/X/a", value=2))
    refused("a test of another type", "7207", op("test", "/X/a", value="1"))
    refused("a test of true against 1", "7207", op("test", "/X/a", value=True))
    refused(
        "the second operation fails",
        "7203",
        op("replace", "/X/a", value=2),
        op("test", "/X/a", value=1),
    )
    refused("moving a value into itself", "7202", {"op": "move", "from": "/X", "path": "/X/a"})
    refused("an operation that nobody knows", "7202", op("merge", "/X", value=1))
    refused("an operation without a path", "7202", {"op": "remove"})
    refused("an operation without a value", "7202", op("add", "/X/b"))
    refused("an operation that is no object", "7202", "[7]")
    refused("a patch that is no JSON", "7203", "[{]")
    refused("the root key is removed", "0304", op("remove", f"/{root_key[1:-1]}"))
    _transfers(group)
    _diffs_as_patches(group)
    return group


def _transfers(group: Group) -> None:
    """The diff of two documents, applied to the first: the bytes that did not differ stay."""
    for name, text, tests in (
        ("a value", _text("⟦1→2⟧"), "7204"),
        ("a string in an object", _text('{"a" :⟦"x"→"y"⟧ , "b": 1.50}'), "7204"),
        ("a number in a matrix", _text("[[1.50, 2], [⟦3→4⟧,2e0 ]]"), "7204 7206"),
        ("a new member", _text('{"a": 1⟦→, "b": 2⟧}'), "7205 0303"),
        ("an element that is gone", _text('["a"⟦, "b"→⟧, "c"]'), "7205 0330"),
        ("a value, null, and a member of no value", _text('{"a": ⟦null→0⟧}'), "7204"),
    ):
        before, after = (CHANGE.sub(f"\\{side}", text) for side in (1, 2))
        plain = json.dumps(json.loads(after), indent=3)
        for given, to in ((before, plain),):
            group.add(
                f"a diff, applied: {name}",
                f"7201 {tests}",
                "transfer",
                {"content": content(after)},
                before=content(given),
                after=content(to),
            )
    values: list[tuple[str, Any, Any]] = [
        ("classes in another order", extra_info(_A, _B, _C), extra_info(_C, _B, _A)),
        (
            "classes renamed, removed, added and moved",
            extra_info(_A, _B, _C),
            extra_info({"Value": 9, "Name": "n", "Color": [0, 0, 0]}, {**_C, "Name": "z"}, _A),
        ),
        (
            "members added in several places",
            {**extra_info(_A), "m": {"a": 1}},
            {"z": 1, **extra_info({**_A, "N": [None]}), "m": {"a": 1, "b": {"c": []}}},
        ),
        (
            "a matrix in another shape",
            classifier(likelihood()),
            classifier(
                likelihood({**likelihood_class(), "Covariances": [[1.0, 0.5, 0.0], [0.5, 1.0]]})
            ),
        ),
        (
            "NaN and minus zero",
            {**extra_info(_A), "X": [1.0, 0.0]},
            {**extra_info(_A), "X": [Token("NaN"), Token("-0.0")]},
        ),
        (
            "lone surrogates as they are",
            {**extra_info(_A), "X": Token('"\\ud800"'), "Y": 1},
            {**extra_info(_A), "X": Token('"\\ud800"'), "Y": 2},
        ),
        (
            "long base64",
            {**extra_info(_A), "X": "QUJD" * 200 + "QUJE" * 200},
            {**extra_info(_A), "X": "QUJD" * 200 + "RUJE" + "QUJE" * 199},
        ),
        ("a definition more", classifier(opaque()), classifier(opaque(), {"Classifier": "KNN"})),
    ]
    for name, one, other in values:
        for first, second, way in ((one, other, "there"), (other, one, "back")):
            group.add(f"a diff, applied: {name}, {way}", "7201 7205", "transfer", {"same_value": content(spell(second))},
                      before=content(spell(first)), after=content(spell(second)))  # fmt: skip


def _diffs_as_patches(group: Group) -> None:
    side = {"path": None, "format": "extra-info", "version": 1}

    def diff(*changes: dict[str, Any]) -> str:
        whole = {"diff": "ecdkit/diff/1", "before": side, "after": side, "rtol": 0, "atol": 0, "ignored": [],
                 "statements": [], "unsaid": [], "notes": [], "subjects": [], "shared": None}  # fmt: skip
        return json.dumps(
            {**whole, "changes": [{"role": "member", **change} for change in changes]}
        )

    def case(name: str, tests: str, text: str, *changes: dict[str, Any]) -> None:
        before, after = (CHANGE.sub(f"\\{side}", text) for side in (1, 2))
        group.add(
            f"a diff by hand: {name}",
            tests,
            "patch",
            {"content": content(after)},
            content=content(before),
            patch=diff(*changes),
        )

    def at(kind: str, pointer: str, **more: Any) -> dict[str, Any]:
        return {"kind": kind, "before": pointer, "after": pointer, **more}

    case("a value", "7204 7205", _text("⟦1→2⟧"), at("changed", "/X", old=1, new=2))
    case("a new member behind the one that it follows", "7205", _text('{"a": 1⟦→, "c": 3⟧, "b": 2}'),
         {"kind": "added", "before": None, "after": "/X/c", "inside": "/X", "keyed": True, "follows": "a", "new": 3})  # fmt: skip
    case("a new member behind one that is not there", "7205", _text('{"a": 1, "b": 2⟦→, "c": 3⟧}'),
         {"kind": "added", "before": None, "after": "/X/c", "inside": "/X", "keyed": True, "follows": "none", "new": 3})  # fmt: skip
    case(
        "numbers at indices",
        "7206",
        _text("[[⟦1→9⟧, 2], [3,⟦4→8.5⟧ ]]"),
        at("changed", "/X", cells=[[0, 0], [1, 1]], old=[1, 4], new=[9, 8.5]),
    )
    before, after = "QUJD" * 3 + "AAAA" + "QUJD" * 2, "QUJD" * 3 + "BBBB" + "QUJD" * 2
    part = {"head": 12, "tail": 8, "old_size": len(before), "new_size": len(after), "base64": False,
            "old_sha256": hashlib.sha256(before.encode()).hexdigest(), "new_sha256": hashlib.sha256(after.encode()).hexdigest()}  # fmt: skip
    case(
        "a part of a string",
        "7206",
        _text(f'"⟦{before}→{after}⟧"'),
        at("changed", "/X", part=part, old="AAAA", new="BBBB"),
    )
    for name, text, change in (
        ("another old value", _text("7"), at("changed", "/X", old=1, new=2)),
        ("a place that is not there", _text("7"), at("changed", "/Z", old=1, new=2)),
        (
            "a member that is there already",
            _text('{"a": 1}'),
            {
                "kind": "added",
                "before": None,
                "after": "/X/a",
                "inside": "/X",
                "keyed": True,
                "new": 3,
            },
        ),
        (
            "a removal of another value",
            _text('{"a": 1}'),
            {
                "kind": "removed",
                "before": "/X/a",
                "after": None,
                "inside": "/X",
                "keyed": True,
                "old": 3,
            },
        ),
        (
            "a part of another string",
            _text(f'"{after}"'),
            at("changed", "/X", part=part, old="AAAA", new="BBBB"),
        ),
        (
            "numbers that are others",
            _text("[1, 2]"),
            at("changed", "/X", cells=[[0]], old=[5], new=[6]),
        ),
    ):
        group.add(
            f"refused: a diff with {name}",
            "7203 7205",
            "patch",
            {"refused": {}},
            content=content(text),
            patch=diff(change),
        )


def merges() -> Group:
    """Return the cases about merges."""
    group = Group("merge")

    def names(text: str) -> dict[str, Any]:
        """Return three documents of a text in which `{base|ours|theirs}` stands where they differ."""
        sides = {}
        for at, name in enumerate(("base", "ours", "theirs")):
            pieces = text.split("⟦")
            whole = pieces[0]
            for piece in pieces[1:]:
                variants, rest = piece.split("⟧", 1)
                whole += variants.split("|")[at] + rest
            sides[name] = whole
        return sides

    def case(name: str, tests: str, text: str, merged: str | None, conflicts: Any = ()) -> None:
        sides = names(text)
        expect: dict[str, Any] = {
            "valid": {"report": "merge-1"},
            "report": {"conflicts": list(conflicts)},
        }
        if merged is not None:
            expect["content"] = content(merged)
        for way in ("", ", the other way round"):
            given = {key: content(one) for key, one in sides.items()}
            if way:
                given["ours"], given["theirs"] = given["theirs"], given["ours"]
                if "content" in expect:
                    expect = {**expect, "same_value": expect["content"]}
                    del expect["content"]
            group.add(f"{name}{way}", f"7302 7303 {tests}", "merge", expect, **given)

    head = f'{{{root_key}: 0, "Version": 1, '
    classes = '"Classes": [{"Value": 1, "Name": %s, "Color":[1,2,3]},  {"Value": 2, "Name": %s, "Color": [4, 5, 6]}]'
    case("no change", "7301", head + '"X": 1.50}', head + '"X": 1.50}')
    case(
        "one side changed a value",
        "7301",
        head + '"X": ⟦1|2|1⟧, "Y":1.50}',
        head + '"X": 2, "Y":1.50}',
    )
    case("both sides made the same change", "7301", head + '"X": ⟦1|2|2⟧}', head + '"X": 2}')
    case(
        "each side changed another value",
        "7301",
        head + '"X": ⟦1|2|1⟧, "Y": ⟦1|1|2⟧}',
        head + '"X": 2, "Y": 2}',
    )
    case(
        "each side changed another class",
        "7301 7305",
        head + classes % ('"⟦a|x|a⟧"', '"⟦b|b|y⟧"') + "}",
        head + classes % ('"x"', '"y"') + "}",
    )
    case(
        "both sides changed one value",
        "7302",
        head + '"X": ⟦1|2|3⟧}',
        None,
        [{"pointer": "/X", "action": "conflict", "base": 1}],
    )
    case(
        "both sides renamed one class",
        "7302",
        head + classes % ('"⟦a|x|y⟧"', '"b"') + "}",
        None,
        [{"pointer": "/Classes/0/Name", "base": "a"}],
    )
    case(
        "one side removed what the other changed",
        "7302",
        head + '"X": {"a": ⟦1|2|1⟧⟦, "b": 1||, "b": 1⟧}}',
        head + '"X": {"a": 2}}',
    )
    colors = '"Classes": [{"Value": 1, "Name": "a", "Color": [⟦1|9|1⟧, 2, ⟦3|3|8⟧]}]}'
    case(
        "both sides changed one colour, each another channel",
        "7307",
        head + colors,
        None,
        [{"pointer": "/Classes/0/Color", "topic": "color"}],
    )
    orders = ((_A, _B, _C), (_B, _C, _A), (_C, _A, _B))
    listed = "|".join(json.dumps(order)[1:-1] for order in orders)
    three = f'"Classes": [⟦{listed}⟧]}}'
    case(
        "both sides brought the classes into new orders",
        "7305",
        head + three,
        None,
        [{"pointer": "/Classes", "topic": "order"}],
    )
    added = extra_info(_A), extra_info(_A, _B), extra_info(_A, _C)
    expect = {
        "valid": {"report": "merge-1"},
        "report": {"conflicts": []},
        "same_value": content(spell(extra_info(_A, _B, _C))),
    }
    for ours, theirs, way in ((1, 2, "one way"), (2, 1, "the other")):
        group.add(f"each side added a class: both, in one order, {way}", "7302 7303 7305", "merge", expect,
                  base=content(spell(added[0])), ours=content(spell(added[ours])), theirs=content(spell(added[theirs])))  # fmt: skip
    more = [
        classifier(opaque(A=1), *extra)
        for extra in ((), ({"Classifier": "KNN"},), ({"Classifier": "ISO"},))
    ]
    for ours, theirs in ((1, 2), (2, 1)):
        group.add(f"each side added a definition: the count is computed anew, {ours}", "7306 7303", "merge",
                  {"report": {"conflicts": []}, "read": {"/NumberDefinitions": {"integer": "3"}}},
                  base=content(spell(more[0])), ours=content(spell(more[ours])), theirs=content(spell(more[theirs])))  # fmt: skip
    numbers = [
        classifier(likelihood({**likelihood_class(), **change}))
        for change in ({}, {"Count": 31}, {"Means": [1.5, 2.5]})
    ]
    group.add("one side changed the count of a class, one the means: a conflict", "7307 7303", "merge",
              {"report": {"conflicts": [{"topic": "numbers"}]}},
              **{name: content(spell(numbers[at])) for at, name in enumerate(("base", "ours", "theirs"))})  # fmt: skip
    bodies = [classifier(opaque(**change)) for change in ({}, {"A": 1}, {"B": 1})]
    group.add("both sides changed an opaque body: a conflict", "7307 7303 1201", "merge", {"report": {"conflicts": [{"topic": "body"}]}},
              **{name: content(spell(bodies[at])) for at, name in enumerate(("base", "ours", "theirs"))})  # fmt: skip
    odd = f'\n{{{root_key}:0 ,"Version":1,\r\n "X" :1.50, "a":{{}} }}\n\n'
    other = odd.replace("1.50", "2.50").replace(" ,", ",")
    for name, sides, merged in (
        ("theirs is the base: ours", (odd, other, odd), other),
        ("ours is the base: theirs", (odd, odd, other), other),
        ("both are the same", (odd, other, other), other),
    ):
        group.add(f"{name}, byte for byte", "7304 7303", "merge", {"content": content(merged), "report": {"conflicts": []}},
                  **{key: content(one) for key, one in zip(("base", "ours", "theirs"), sides, strict=True)})  # fmt: skip
    meanings: tuple[tuple[str, Any, Any, Any], ...] = (
        (
            "one side changed the classifier, the other the means",
            classifier(likelihood()),
            classifier({**likelihood(), "Classifier": "SVM"}),
            classifier(likelihood({**likelihood_class(), "Means": [1.5, 2.5]})),
        ),
        (
            "one side changed the segmentation, the other the means",
            classifier(likelihood()),
            classifier({**likelihood(), "RasterIsSegmented": True}),
            classifier(likelihood({**likelihood_class(), "Means": [1.5, 2.5]})),
        ),
        (
            "one side changed the file of a model, the other added a class",
            {**_EMD, "Classes": [_A]},
            {**_EMD, "ModelFile": "b.pth", "Classes": [_A]},
            {**_EMD, "Classes": [_A, _B]},
        ),
        (
            "one side changed an opaque body, the other removed a class",
            classifier(opaque(Classes=[_A, _B])),
            classifier(opaque(Classes=[_A, _B], More=1)),
            classifier(opaque(Classes=[_A])),
        ),
    )
    for told, *three_sides in meanings:
        group.add(f"{told}: a conflict", "7310 7303", "merge", {"valid": {"report": "merge-1"}, "report": {"conflicts": [{"action": "conflict"}]}},
                  **{key: content(spell(one)) for key, one in zip(("base", "ours", "theirs"), three_sides, strict=True)})  # fmt: skip
    kinds = [
        content(spell(one))
        for one in (
            extra_info(_A),
            SAMPLES["opaque"],
            {**extra_info(_A), "Version": 2},
            extra_info(_B),
        )
    ]
    for name, sides in (("two kinds", (0, 3, 1)), ("two versions", (0, 2, 3))):
        group.add(f"documents of {name}: refused", "7308", "merge", {"refused": {}},
                  **{key: kinds[at] for key, at in zip(("base", "ours", "theirs"), sides, strict=True)})  # fmt: skip
    sides = names(head + '"X": ⟦1|2|3⟧}')
    group.add("a conflict in the text: both sides between markers", "7309 7303", "merge",
              {"marked": ["<<<<<<< ", "2", "=======", "3", ">>>>>>> "], "report": {"conflicts": [{"pointer": "/X"}]}},
              **{key: content(one) for key, one in sides.items()})  # fmt: skip
    return group


def migrations() -> Group:
    """Return the cases about ledgers."""
    group = Group("migration")
    info = {**extra_info(_A, {**_B, "Note": 1}), "Note": {"x": [1.5]}}
    needed = {
        "ModelFile": "a.model",
        "ModelType": "ImageClassification",
        "ImageHeight": 256,
        "ImageWidth": 256,
        "ModelConfiguration": "M",
    }
    checks = {"valid": {"ledger": "ledger-1"}, "accounted": True}
    ledger = "7401 7402 7403"

    def read(**pointers: Any) -> dict[str, Any]:
        return {pointer.replace("_", "/"): value for pointer, value in pointers.items()}

    group.add("an extra info becomes a model definition", f"{ledger} 7407 7408 2002", "migrate",
              {**checks, "read": read(_Classes_0_Value={"integer": "1"}, _Classes_1_Value={"integer": "2"}, _Framework={"string": "CNTK"}), "without": ["/Version"]},
              content=content(spell(info)), to="model-definition", **{"with": needed})  # fmt: skip
    unsorted = {**extra_info({**_B, "Value": 9}, _A), "Note": 1}
    group.add("classes are not sorted", f"{ledger} 7407", "migrate",
              {**checks, "read": read(_Classes_0_Value={"integer": "9"}, _Classes_1_Value={"integer": "1"})},
              content=content(spell(unsorted)), to="model-definition", **{"with": needed})  # fmt: skip
    for one, other in (("a", "b"), ("b", "a")):
        group.add(f"endmembers of spelling {one} become {other}", ledger, "migrate",
                  {**checks, "same_value": content(spell(endmembers(other)))}, content=content(spell(endmembers(one))), to=f"endmember-definition@1{other}")  # fmt: skip
    model = {
        key: one
        for key, one in SAMPLES["model"].items()
        if key not in ("InferenceFunction", "BatchSize")
    }
    model["Classes"] = [{"Value": 1, "Name": "Building", "Color": [0, 255, 0]}]
    group.add("a model definition becomes an extra info: what it cannot hold is lost, and refused", "7404", "migrate", {"refused": {}},
              content=content(spell(model)), to="extra-info@1", **{"with": {"NumberRasterBands": 3, "MiniBatchSize": 4}})  # fmt: skip
    group.add("a model definition becomes an extra info: losses are allowed, and listed", f"7404 {ledger} 7408", "migrate",
              {**checks, "lost": ["/ModelFile", "/ModelType", "/ImageHeight"]}, content=content(spell({**model, "Version": "2019.1", "ExtractBands": [0, 1, 2]})),
              to="extra-info@1", lossy=True, **{"with": {"MiniBatchSize": 4}})  # fmt: skip
    for version in (1, 3):
        sample = classifier(likelihood(), version=version)
        target = f"classifier-definition@{4 - version}"
        group.add(
            f"FileVersion {version} to {4 - version}, which is inferred: refused",
            "7405",
            "migrate",
            {"refused": {}},
            content=content(spell(sample)),
            to=target,
        )
        after = CHANGE.sub(
            "\\2",
            spell(sample).text.replace(
                f'"FileVersion": {version}', f'"FileVersion": ⟦{version}→{4 - version}⟧'
            ),
        )
        group.add(f"FileVersion {version} to {4 - version}, allowed", f"7405 {ledger}", "migrate", {**checks, "content": content(after)},
                  content=content(spell(sample)), to=target, inferred=True)  # fmt: skip
    group.add(
        "without what is needed: refused",
        "7404",
        "migrate",
        {"refused": {}},
        content=content(spell(info)),
        to="model-definition",
        **{"with": {}},
    )
    spectra = {
        "EsriEndmemberDefinitionFile": 0,
        "FileVersion": 1,
        "NumberOfEndmembers": 1,
        "NumberOfBands": 2,
        "Endmembers": [
            {"EndmemberID": 1, "EndmemberName": "Forest", "SpectralProfile": [70.5, 41.25]}
        ],
    }
    gone = ["/Definitions/0/Classes/0/Covariances", "/Definitions/0/Classes/0/Red"]
    sample = content(spell(SAMPLES["maximum likelihood"]))
    group.add("maximum likelihood becomes endmembers: losses are allowed, and listed", f"7404 {ledger}", "migrate",
              {**checks, "lost": gone, "same_value": content(spell(spectra))}, content=sample, to="endmember-definition@1b", lossy=True)  # fmt: skip
    group.add(
        "maximum likelihood becomes endmembers: refused for its losses",
        "7404",
        "migrate",
        {"refused": {}},
        content=sample,
        to="endmember-definition@1b",
    )
    learned = content(spell(SAMPLES["deep learning"]))
    group.add("a deep-learning definition becomes an extra info", ledger, "migrate", {**checks, "same_value": content(spell(extra_info()))},
              content=learned, to="extra-info@1", lossy=True)  # fmt: skip
    given = {key: one for key, one in needed.items() if key != "ModelFile"}
    group.add("a deep-learning definition becomes a model definition", f"{ledger} 7407", "migrate",
              {**checks, "read": read(_ModelFile={"string": "trained.model"}, _Classes_0_Name={"string": "Forest"}, _Classes_0_Color_1={"integer": "100"})},
              content=learned, to="model-definition", lossy=True, **{"with": given})  # fmt: skip
    old = {
        "Framework": "CNTK",
        "ModelType": "a",
        "ExtractBands": [0],
        "Classes": [{"ClassValue": 1, "ClassName": "a"}],
    }
    group.add(
        "an old spelling is read as it is",
        "7406 4004",
        "edit",
        {"content": content(spell(old))},
        content=content(spell(old)),
        edits=[],
    )
    return group


def joins() -> Group:
    """Return the cases about joining a model and an extra info, and taking them apart."""
    group = Group("joining")
    info = spell(
        extra_info(
            {"Value": 1, "Name": " Forest", "Color": [0, 100, 0]},
            {"Value": 2, "Name": "Water", "Color": [0, 0, 200]},
        )
    )
    odd = info.text.replace('"Version"', '\r\n\t"Version"').replace("16", "16 ")
    for name, text in (
        ("as it is", info.text),
        ("with odd white space", odd),
        ("with a byte order mark", "\ufeff" + info.text),
    ):
        parts = {"model": content(MODEL), "info": content(text)}
        group.add(
            f"joined and taken apart, an extra info {name}: both byte for byte",
            "1312 0022",
            "join-and-extract",
            parts,
            **parts,
        )
    canonical = {
        "EsriClassifierDefinitionFile": 0,
        "FileVersion": 1,
        "NumberDefinitions": 1,
        "Definitions": [
            {
                "Classifier": "CNTK",
                "NumberClasses": 2,
                "RasterIsSegmented": False,
                "NumberBands": 4,
                "MiniBatchSize": 16,
                "Classes": [
                    {"ClassValue": 1, "ClassName": " Forest", "Red": 0, "Green": 100, "Blue": 0},
                    {"ClassValue": 2, "ClassName": "Water", "Red": 0, "Green": 0, "Blue": 200},
                ],
                "DeepLearningModel": deep_learning()["DeepLearningModel"],
            }
        ],
    }
    held = canonical["Definitions"][0]["DeepLearningModel"]
    held["ExtraInfo"] = {
        "FileName": "info.json",
        "Data": base64.b64encode(info.text.encode()).decode(),
    }
    group.add("joined: the members in the order of the tables", "1310 0171 1301", "join", {"content": content(_canonical(canonical))},
              model=content(MODEL), info=content(info))  # fmt: skip
    for name, text in (
        ("a wrong structure", spell({**extra_info(), "Classes": 3}).text),
        ("an unknown version", spell({**extra_info(), "Version": 2}).text),
        ("a class value twice", spell(extra_info(_A, {**_B, "Value": 1})).text),
        ("no JSON", "{"),
        ("another document", spell(SAMPLES["opaque"]).text),
    ):
        group.add(
            f"an extra info with {name}: refused",
            "1311",
            "join",
            {"refused": {}},
            model=content(MODEL),
            info=content(text),
        )
    renamed = CHANGE.sub("\\2", info.text.replace('"Water"', '"⟦Water→Lake⟧"'))
    group.add("a class renamed between: only that name differs", "1312 0340", "join-and-extract", {"model": content(MODEL), "info": content(renamed)},
              model=content(MODEL), info=content(info), edits=[{"rename-class": 2, "name": "Lake"}])  # fmt: skip
    return group


def _canonical(value: Any, indent: str = "\n") -> str:
    """Return the canonical form of a new document (ECD-0170, ECD-0171)."""
    deeper = indent + "  "
    if isinstance(value, dict) and value:
        members = [
            f"{deeper}{json.dumps(name)}: {_canonical(one, deeper)}" for name, one in value.items()
        ]
        text = "{" + ",".join(members) + indent + "}"
    elif isinstance(value, list) and any(isinstance(one, (dict, list)) for one in value):
        text = "[" + ",".join(deeper + _canonical(one, deeper) for one in value) + indent + "]"
    else:
        text = json.dumps(value)
    return text + "\n" if indent == "\n" else text


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
