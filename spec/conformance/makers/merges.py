"""Cases about merges."""

from __future__ import annotations

import json
from typing import Any

from makers.edits import root_key
from makers.making import Group, content, spell
from makers.samples import (
    FOREST,
    SAMPLES,
    SOIL,
    WATER,
    classifier,
    extra_info,
    likelihood,
    likelihood_class,
    opaque,
)

__all__ = ["merges"]

_MODEL = {"Framework": "PyTorch", "ModelType": "a", "ModelFile": "a.pth", "ExtractBands": [0]}


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
    orders = ((FOREST, WATER, SOIL), (WATER, SOIL, FOREST), (SOIL, FOREST, WATER))
    listed = "|".join(json.dumps(order)[1:-1] for order in orders)
    three = f'"Classes": [⟦{listed}⟧]}}'
    case(
        "both sides brought the classes into new orders",
        "7305",
        head + three,
        None,
        [{"pointer": "/Classes", "topic": "order"}],
    )
    added = extra_info(FOREST), extra_info(FOREST, WATER), extra_info(FOREST, SOIL)
    expect = {
        "valid": {"report": "merge-1"},
        "report": {"conflicts": []},
        "same_value": content(spell(extra_info(FOREST, WATER, SOIL))),
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
    first, second, third = (
        likelihood_class(value, name, color)
        for value, name, color in ((1, "a", (1, 2, 3)), (2, "b", (4, 5, 6)), (3, "c", (7, 8, 9)))
    )
    lists = [classifier(likelihood(first, *extra)) for extra in ((), (second,), (third,))]
    for ours, theirs in ((1, 2), (2, 1)):
        group.add(f"each side added a class to a definition: the count is computed anew, {ours}", "7306 7303", "merge",
                  {"report": {"conflicts": []}, "read": {"/Definitions/0/NumberClasses": {"integer": "3"}, "/NumberDefinitions": {"integer": "1"}}},
                  base=content(spell(lists[0])), ours=content(spell(lists[ours])), theirs=content(spell(lists[theirs])))  # fmt: skip
    one_side = classifier(likelihood(first, second))
    group.add("one side added a class, and the other did nothing: its count", "7301 7303", "merge",
              {"report": {"conflicts": []}, "same_value": content(spell(one_side))},
              base=content(spell(lists[0])), ours=content(spell(lists[0], flat=True)), theirs=content(spell(one_side)))  # fmt: skip
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
            {**_MODEL, "Classes": [FOREST]},
            {**_MODEL, "ModelFile": "b.pth", "Classes": [FOREST]},
            {**_MODEL, "Classes": [FOREST, WATER]},
        ),
        (
            "one side changed an opaque body, the other removed a class",
            classifier(opaque(Classes=[FOREST, WATER])),
            classifier(opaque(Classes=[FOREST, WATER], More=1)),
            classifier(opaque(Classes=[FOREST])),
        ),
    )
    for told, *three_sides in meanings:
        group.add(f"{told}: a conflict", "7310 7303", "merge", {"valid": {"report": "merge-1"}, "report": {"conflicts": [{"action": "conflict"}]}},
                  **{key: content(spell(one)) for key, one in zip(("base", "ours", "theirs"), three_sides, strict=True)})  # fmt: skip
    kinds = [
        content(spell(one))
        for one in (
            extra_info(FOREST),
            SAMPLES["opaque"],
            {**extra_info(FOREST), "Version": 2},
            extra_info(WATER),
        )
    ]
    for name, sides in (("two kinds", (0, 3, 1)), ("two versions", (0, 2, 3))):
        group.add(f"documents of {name}: refused", "7308", "merge", {"refused": {}},
                  **{key: kinds[at] for key, at in zip(("base", "ours", "theirs"), sides, strict=True)})  # fmt: skip
    for told, value in (
        ("where theirs has it", '⟦{"a": 1}|{"a": 5}|{"a": 1, "a": 2}⟧'),
        ("where the base has it", '⟦{"a": 1, "a": 2}|{"a": 2}|{"a": 3}⟧'),
        ("inside of what ours took out", '⟦[{"a": 1, "a": 2}]|0|[{"a": 3, "a": 2}]⟧'),
    ):
        group.add(f"a name that stands twice: refused {told}", "7311", "merge", {"refused": {}},
                  **{key: content(one) for key, one in names(head + f'"X": {value}}}').items()})  # fmt: skip
    sides = names(head + '"X": ⟦1|2|3⟧}')
    group.add("a conflict in the text: both sides between markers", "7309 7303", "merge",
              {"marked": ["<<<<<<< ", "2", "=======", "3", ">>>>>>> "], "report": {"conflicts": [{"pointer": "/X"}]}},
              **{key: content(one) for key, one in sides.items()})  # fmt: skip
    return group
