"""Cases about lists of classes: what no two may share, and which spelling a list is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from makers.judging import add
from makers.rules_models import model
from makers.samples import (
    COLORS,
    classifier,
    deep_learning,
    extra_info,
    likelihood,
    likelihood_class,
    opaque,
)

if TYPE_CHECKING:
    from makers.making import Group

__all__ = ["classes", "spellings"]


def _named(name: str, value: int, at: int) -> dict[str, Any]:
    red, green, blue = COLORS[at]
    return {
        "first": {"ClassValue": value, "ClassName": name, "Red": red, "Green": green, "Blue": blue},
        "second": {"Value": value, "Name": name, "Color": [red, green, blue]},
        "third": {"ClassValue": value, "ClassName": name, "Color": [red, green, blue]},
    }


def _lists() -> list[tuple[str, str, Any, Any]]:
    """Return where lists of classes stand: what it is, the pointer, a maker, names of members."""

    def in_likelihood(classes: list[Any]) -> Any:
        more = [{**likelihood_class(), **one["first"]} for one in classes]
        return classifier(likelihood(*more))

    def in_learning(classes: list[Any]) -> Any:
        definition = deep_learning()
        definition["Classes"] = [one["first"] for one in classes]
        definition["NumberClasses"] = len(classes)
        return classifier(definition)

    def in_opaque(spelling: str) -> Any:
        return lambda classes: classifier(opaque(Classes=[one[spelling] for one in classes]))

    def in_info(classes: list[Any]) -> Any:
        return extra_info(*(one["second"] for one in classes))

    def in_model(spelling: str) -> Any:
        return lambda classes: {**model(), "Classes": [one[spelling] for one in classes]}

    first, second = ("ClassValue", "ClassName", "Red"), ("Value", "Name", "Color")
    third = ("ClassValue", "ClassName", "Color")
    return [
        ("maximum likelihood", "/Definitions/0/Classes", in_likelihood, first),
        ("deep learning", "/Definitions/0/Classes", in_learning, first),
        ("opaque, first spelling", "/Definitions/0/Classes", in_opaque("first"), first),
        ("opaque, second spelling", "/Definitions/0/Classes", in_opaque("second"), second),
        ("extra info", "/Classes", in_info, second),
        ("model", "/Classes", in_model("second"), second),
        ("model, third spelling", "/Classes", in_model("third"), third),
    ]


def _classes_in(
    group: Group, where: str, pointer: str, made: Any, names: tuple[str, str, str]
) -> None:
    """Add the cases about a list of classes at one place."""
    value, name, color = names
    old = [("old-class-spelling", "/Classes/0/ClassValue")] if "third" in where else []
    tests = "0501 " + ("1202 " if "opaque" in where else "")

    def case(told: str, number: str, classes: list[Any], *problems: tuple[str, str]) -> None:
        add(
            group,
            f"{where}: {told}",
            tests + number,
            made(classes),
            *old,
            *((code, pointer + at) for code, at in problems),
        )

    sound = [_named(f"Class {at}", at + 1, at) for at in range(3)]
    case("three classes", "0510", sound)
    case(
        "a value twice",
        "0510",
        [sound[0], _named("Other", 1, 3)],
        ("duplicate-class-value", f"/1/{value}"),
    )
    case("a value three times", "0510", [sound[0], _named("Other", 1, 3), _named("More", 1, 4)],
         ("duplicate-class-value", f"/1/{value}"))  # fmt: skip
    case(
        "a name twice",
        "0511",
        [sound[0], _named("Class 0", 9, 3)],
        ("duplicate-class-name", f"/1/{name}"),
    )
    case("names that differ in capitals", "0511", [sound[0], _named("CLASS 0", 9, 3)])
    case(
        "a colour twice",
        "0513",
        [sound[0], _named("Other", 9, 0)],
        ("equal-color", f"/1/{color}"),
    )
    case("two names with outer spaces", "0512", [_named(" a", 1, 0), _named("b\t", 2, 1)],
         ("name-outer-space", f"/0/{name}"), ("name-outer-space", f"/1/{name}"))  # fmt: skip
    case("a space inside a name", "0512", [_named("a b", 1, 0)])
    case("values beyond 8 bits, told once", "0514", [sound[0], _named("b", 256, 3), _named("c", -1, 4)],
         ("class-value-beyond-8-bit", f"/1/{value}"))  # fmt: skip
    case("values 0 and 255", "0514", [_named("b", 0, 3), _named("c", 255, 4)])
    case("all at once", "0510 0511 0512 0513 0514", [_named("a ", 300, 0), _named("a ", 300, 0)],
         ("name-outer-space", f"/0/{name}"), ("name-outer-space", f"/1/{name}"), ("duplicate-class-value", f"/1/{value}"),
         ("duplicate-class-name", f"/1/{name}"), ("equal-color", f"/1/{color}"), ("class-value-beyond-8-bit", f"/0/{value}"))  # fmt: skip


def classes(group: Group) -> None:
    """Add what no two classes of a list may share."""
    for where, pointer, made, names in _lists():
        _classes_in(group, where, pointer, made, names)
    for space in ("\u00a0", "\u2003", "\u3000", "\u0085", "\u2028", "\x1c", "\n"):
        add(group, f"a name that ends with U+{ord(space):04X}", "0512",
            extra_info({"Value": 1, "Name": f"a{space}", "Color": [1, 2, 3]}), ("name-outer-space", "/Classes/0/Name"))  # fmt: skip
    for other in ("\u200b", "\ufeff", "\x1b"):
        add(group, f"a name that ends with U+{ord(other):04X}, which is no white space", "0512",
            extra_info({"Value": 1, "Name": f"a{other}", "Color": [1, 2, 3]}))  # fmt: skip
    many = [{"Value": at // 2, "Name": f"n{at}", "Color": [at, at, at]} for at in range(12)]
    add(
        group,
        "six values twice: one problem, at the first place",
        "0510",
        extra_info(*many),
        ("duplicate-class-value", "/Classes/1/Value"),
    )
    add(group, "five values twice: five problems", "0510", extra_info(*many[:10]),
        *(("duplicate-class-value", f"/Classes/{at}/Value") for at in (1, 3, 5, 7, 9)))  # fmt: skip


def spellings(group: Group) -> None:
    """Which spelling a list is in, and which elements are passed over."""
    first, second = _named("a", 1, 0), _named("a", 1, 0)
    listed = [7, {"ClassName": "a"}, first["first"], second["second"], first["first"]]
    add(group, "opaque: the first element with value and name tells the spelling", "0501 1202",
        classifier(opaque(Classes=listed)),
        ("duplicate-class-value", "/Definitions/0/Classes/4/ClassValue"), ("duplicate-class-name", "/Definitions/0/Classes/2/ClassName"),
        ("equal-color", "/Definitions/0/Classes/4/Red"))  # fmt: skip
    add(group, "opaque: Classes whose elements are no classes", "0501 1201 1202",
        classifier(opaque(Classes=[{"ClassValue": 1}, {"ClassValue": 1}])))  # fmt: skip
    add(
        group,
        "opaque: Classes that is an object",
        "0501 1201",
        classifier(opaque(Classes={"ClassValue": 1})),
    )
    odd = [{"ClassValue": 1.5, "ClassName": 7, "Red": 300, "Green": 0, "Blue": 0}] * 2
    add(
        group,
        "opaque: classes of other types are not judged",
        "1201 0513",
        classifier(opaque(Classes=odd)),
    )
    two = classifier(opaque(Classes=[first["first"]]), opaque(Classes=[first["first"]]))
    add(group, "one value in two definitions", "0510", two)
