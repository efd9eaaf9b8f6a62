"""Cases about patches: operations of RFC 6902, and diffs that are applied."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from makers.edits import CHANGE, root_key
from makers.making import Group, Token, content, spell
from makers.samples import (
    FOREST,
    SOIL,
    WATER,
    classifier,
    extra_info,
    likelihood,
    likelihood_class,
    opaque,
)

__all__ = ["patches"]


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
    refused(
        "moving an element into itself, where another takes its place",
        "7202",
        {"op": "move", "from": "/X/0", "path": "/X/0/c"},
        text=_text('[{"a": 1}, {"c": 2}]'),
    )
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
        (
            "classes in another order",
            extra_info(FOREST, WATER, SOIL),
            extra_info(SOIL, WATER, FOREST),
        ),
        (
            "classes renamed, removed, added and moved",
            extra_info(FOREST, WATER, SOIL),
            extra_info(
                {"Value": 9, "Name": "n", "Color": [0, 0, 0]}, {**SOIL, "Name": "z"}, FOREST
            ),
        ),
        (
            "members added in several places",
            {**extra_info(FOREST), "m": {"a": 1}},
            {"z": 1, **extra_info({**FOREST, "N": [None]}), "m": {"a": 1, "b": {"c": []}}},
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
            {**extra_info(FOREST), "X": [1.0, 0.0]},
            {**extra_info(FOREST), "X": [Token("NaN"), Token("-0.0")]},
        ),
        (
            "lone surrogates as they are",
            {**extra_info(FOREST), "X": Token('"\\ud800"'), "Y": 1},
            {**extra_info(FOREST), "X": Token('"\\ud800"'), "Y": 2},
        ),
        (
            "long base64",
            {**extra_info(FOREST), "X": "QUJD" * 200 + "QUJE" * 200},
            {**extra_info(FOREST), "X": "QUJD" * 200 + "RUJE" + "QUJE" * 199},
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
            "a part of a string that begins in another way",
            _text('"' + "X" + before[1:] + '"'),
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
