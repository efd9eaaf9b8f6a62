"""Cases about what no schema can say: counts, classes, statistics, files. All problems count."""

from __future__ import annotations

from makers.judging import add, with_
from makers.making import Group, Token, content
from makers.rules_classes import classes, spellings
from makers.rules_definitions import embedded, endmembers, kinds, referred, statistics
from makers.rules_models import paths, pixels, readers, values
from makers.samples import (
    MODEL,
    SAMPLES,
    classifier,
    extra_info,
    opaque,
)

__all__ = ["rules"]


def rules() -> Group:
    """Return the cases."""
    group = Group("rules")
    _counts(group)
    classes(group)
    spellings(group)
    kinds(group)
    statistics(group)
    embedded(group)
    referred(group)
    endmembers(group)
    readers(group)
    paths(group)
    pixels(group)
    values(group)
    _once(group)
    _many(group)
    # So that a reader without rules can say so.
    for case in group.cases:
        case["rules"] = True
    return group


def _counts(group: Group) -> None:
    for name, sample in SAMPLES.items():
        files = {"models/trained.model": content(MODEL)} if "reference" in name else None
        more = {"files": files} if files else {}
        if name in ("model", "training data"):
            continue
        add(group, f"{name} as it is", "0502", sample, **more)
        pointers = {
            "maximum likelihood": (
                "/NumberDefinitions",
                "/Definitions/0/NumberClasses",
                "/Definitions/0/NumberBands",
            ),
            "opaque": ("/NumberDefinitions",),
            "deep learning": ("/NumberDefinitions", "/Definitions/0/NumberClasses"),
            "endmembers, spelling a": ("/NumberEndmembers", "/NumberBands"),
            "endmembers, spelling b": ("/NumberOfEndmembers", "/NumberOfBands"),
        }.get(name, ())
        for pointer in pointers:
            for count in (0, 7, 10**20):
                add(
                    group,
                    f"{name}: {pointer} is {count}",
                    "0502",
                    with_(sample, pointer, count),
                    ("count-mismatch", pointer),
                )
            # A count that is none is a mistake of structure, and told as that only.
            for wrong in ("1", None, 1.5):
                add(
                    group,
                    f"{name}: {pointer} is {wrong!r}",
                    "0502 7006",
                    with_(sample, pointer, wrong),
                    ("wrong-type", pointer),
                )
        for pointer, many in (
            ("/Definitions", "/NumberDefinitions"),
            ("/Endmembers", pointers[0] if pointers else ""),
        ):
            if pointer[1:] in sample:
                add(
                    group,
                    f"{name}: {pointer} is empty",
                    "0502",
                    with_(sample, pointer, []),
                    ("count-mismatch", many),
                )
                add(
                    group,
                    f"{name}: {pointer} is no array",
                    "0502",
                    with_(sample, pointer, 3),
                    ("wrong-type", pointer),
                )
    add(group, "an opaque definition whose counts nobody knows", "0502 1201",
        classifier(opaque(NumberClasses=9, NumberBands="x", Classes=[])))  # fmt: skip


def _many(group: Group) -> None:
    """Errors are told before warnings take their place, whichever kind they are of (ECD-0204)."""
    for code, number, body in (
        ("count-mismatch", 7, ""),
        ("duplicate-name", 1, '"b": 1, "b": 2, '),
        ("non-finite-number", 1, '"b": [NaN], '),
    ):
        head = (
            f'{{"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": {number}, '
            f'"Definitions": [{{"Classifier": "SVM", {body}"a": ["x"'
        )
        pieces = [(head, 1), (', "\\ud800"', 1_500), ("]}]}", 1)]
        group.add(
            f"an error among 1,500 warnings: {code}",
            "0204",
            "validate",
            {"has": [{"code": code}], "ok": False},
            content=content(pieces),
        )


def _once(group: Group) -> None:
    """What has been told is not told again (ECD-7006)."""
    add(
        group,
        "NaN where an integer is expected: the type only",
        "7006",
        {**extra_info(), "MiniBatchSize": Token("NaN")},
        ("wrong-type", "/MiniBatchSize"),
    )
    add(
        group,
        "1.5e400 where an integer is expected: the type only",
        "7006",
        {**extra_info(), "MiniBatchSize": Token("1.5e400")},
        ("wrong-type", "/MiniBatchSize"),
    )
    add(group, "the places of values", "0162",
        {**extra_info(), "Version": "x", "MiniBatchSize": [1], "Classes": {"a": 1}, "NumberRasterBands": True},
        ("wrong-type", "/Version"))  # fmt: skip
    add(group, "the places of values of every type", "0162",
        {**extra_info(), "Classifier": 1, "MiniBatchSize": [1], "Classes": {"a": 1}, "NumberRasterBands": True},
        ("wrong-type", "/Classifier"), ("wrong-type", "/MiniBatchSize"), ("wrong-type", "/Classes"), ("wrong-type", "/NumberRasterBands"))  # fmt: skip
    add(
        group,
        "a version of a format is no version of a model",
        "2002",
        {**extra_info(), "Version": 7},
        ("unknown-version", "/Version"),
    )
