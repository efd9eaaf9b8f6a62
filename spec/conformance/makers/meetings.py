"""Cases about structure where mistakes meet: which of them is told, and where."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from makers.making import Group, Members, Spelled, Token, content, problem, spell
from makers.samples import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["meetings"]

_NAMES = ("missing-member", "misspelt-member")
_NUMBERS = ("non-finite-number", "wide-number")


def meetings(group: Group, codes: Iterable[str]) -> None:
    """Add the cases.

    Args:
        group: where they go.
        codes: those of structure, which all of them speak of.
    """
    about = (*codes, *_NAMES, *_NUMBERS)
    for name, tests, value, told in (*_integers(), *_arrays(), *_names(), *_versions(), *_once()):
        text = spell(value)
        problems = [problem(code, _where(text, pointer)) for code, pointer in told]
        codes_told = ", ".join(dict.fromkeys(code for code, _ in told)) or "right"
        group.add(
            f"{name}: {codes_told}", tests, "validate", {"problems": problems},
            about=about, content=content(text),
        )  # fmt: skip


# A case: what it is, the requirements, the document; and code and pointer of each problem, where a
# pointer that begins with `@` means the name.
_Case = tuple[str, str, Any, list[tuple[str, str]]]


def _where(text: Spelled, pointer: str) -> dict[str, Any]:
    return text.at_name(pointer[1:]) if pointer.startswith("@") else text.at(pointer)


def _with(sample: str, **changed: Any) -> dict[str, Any]:
    return {**copy.deepcopy(SAMPLES[sample]), **changed}


def _class(sample: str, **changed: Any) -> dict[str, Any]:
    """Return a sample in whose first class members are other ones."""
    made = _with(sample)
    around = made["Definitions"][0] if "Definitions" in made else made
    around["Classes"][0] |= changed
    return made


def _renamed(value: Any, old: str, *new: str) -> Members:
    """Return an object in which a member has another name, or several members the others."""
    pairs = [
        (one, held) for name, held in value.items() for one in (new if name == old else (name,))
    ]
    return Members(pairs)


def _integers() -> list[_Case]:
    place = "/MiniBatchSize"
    return [
        (
            f"an integer spelled {token}",
            tests,
            _with("extra info", MiniBatchSize=Token(token)),
            told,
        )
        for token, tests, told in (
            ("1e400", "0410 0411 0133", [("wrong-type", place)]),
            ("1.5e400", "0410 0411 0133", [("wrong-type", place)]),
            ("1e-400", "0410 0411 0133", [("wrong-type", place)]),
            ("0e-500", "0411", [("integer-spelling", place)]),
            ("1e308", "0411", [("integer-spelling", place)]),
            ("1.0000000000000000001", "0411 0130", [("integer-spelling", place)]),
            ("0.9999999999999999999", "0411 0130", [("integer-spelling", place)]),
            ("1.000000000000001", "0410 0411", [("wrong-type", place)]),
        )
    ] + [
        (
            f"Red spelled {token}, which is beyond its range too",
            f"0412 {tests}",
            _class("maximum likelihood", Red=Token(token)),
            [(code, "/Definitions/0/Classes/0/Red")],
        )
        for token, tests, code in (
            ("300.0", "0411", "integer-spelling"),
            ("-1e0", "0411", "integer-spelling"),
            ("300.5", "0410", "wrong-type"),
        )
    ]


def _arrays() -> list[_Case]:
    color, first = "/Classes/0/Color", "/Definitions/0/Classes/0/Covariances"
    wrong = [("wrong-type", f"{color}/0"), ("wrong-type", f"{color}/1")]
    return [
        ("two strings among integers", "0410", _class("extra info", Color=["x", "y", 1]), wrong),
        (
            "an array that is too short, of a string and a large integer",
            "0413 0416",
            _class("extra info", Color=["x", 300]),
            [("wrong-length", color), ("wrong-type", f"{color}/0"), ("out-of-range", f"{color}/1")],
        ),
        (
            "an array that is too long, its last a string",
            "0413 0416",
            _class("extra info", Color=[1, 2, 3, "x"]),
            [("wrong-length", color), ("wrong-type", f"{color}/3")],
        ),
        (
            "strings in two rows of numbers",
            "0410",
            _class("maximum likelihood", Covariances=[["x", 1], ["y", 2]]),
            [("wrong-type", f"{first}/0/0")],
        ),
        (
            "two numbers among rows",
            "0410",
            _class("maximum likelihood", Covariances=[[1, 2], 3, 4]),
            [("wrong-type", f"{first}/1")],
        ),
        (
            "a string in a row before a number among rows",
            "0410",
            _class("maximum likelihood", Covariances=[[1, "x"], 3]),
            [("wrong-type", f"{first}/0/1")],
        ),
    ]


def _names() -> list[_Case]:
    info, model, training = (SAMPLES[one] for one in ("extra info", "model", "training data"))
    likelihood = _with("maximum likelihood")
    definition = likelihood["Definitions"][0]
    cases: list[_Case] = [
        (
            f"NumberClasses spelled {name}",
            "0402 0403",
            {**likelihood, "Definitions": [_renamed(definition, "NumberClasses", name)]},
            [("missing-member", f"@/Definitions/0/{name}")],
        )
        for name in ("NumberClaßes", "NumberCla\u017f\u017fes", "NUMBER_CLAẞES")
    ]
    return [
        *cases,
        (
            "two names for one that is missing",
            "0402 0403",
            _renamed(info, "MiniBatchSize", "minibatchsize", "MINIBATCHSIZE"),
            [("missing-member", "@/minibatchsize")],
        ),
        (
            "two names for one that may be missing",
            "0403",
            _renamed(model, "ModelName", "modelname", "MODELNAME"),
            [("misspelt-member", "@/modelname"), ("misspelt-member", "@/MODELNAME")],
        ),
        (
            "two names for one that is there",
            "0403",
            {**info, "minibatchsize": 1, "MINIBATCHSIZE": 1},
            [("misspelt-member", "@/minibatchsize"), ("misspelt-member", "@/MINIBATCHSIZE")],
        ),
        (
            "a name in a class of a model",
            "0403 4004",
            _with("model", Classes=[_renamed(model["Classes"][0], "Color", "color")]),
            [("misspelt-member", "@/Classes/0/color")],
        ),
        (
            "a name in an object for ModelConfiguration",
            "0403 4003",
            _with("model", ModelConfiguration={"name": "FastaiSSD"}),
            [("misspelt-member", "@/ModelConfiguration/name")],
        ),
        (
            "a name in a class of training data",
            "0403 4006",
            _with("training data", Classes=[_renamed(training["Classes"][0], "Color", "color")]),
            [("misspelt-member", "@/Classes/0/color")],
        ),
        (
            "Classes of training data in small letters",
            "0403 4006",
            _renamed(training, "Classes", "classes"),
            [("misspelt-member", "@/classes")],
        ),
        (
            "other names of training data in small letters",
            "0403 4006",
            {**training, "imageheight": 1, "extract_Bands": 1, "modelfile": "a"},
            [],
        ),
    ]


def _versions() -> list[_Case]:
    return [
        (
            f"{name}: {key} spelled {spelled}, and nothing else is judged",
            "0010 0402",
            {**_renamed_dict(SAMPLES[name], key, spelled), "Classes": 3, "Definitions": 3},
            [("missing-member", f"@/{spelled}")],
        )
        for name, key, spelled in (
            ("extra info", "Version", "version"),
            ("maximum likelihood", "FileVersion", "fileVersion"),
            ("endmembers, spelling b", "FileVersion", "File_Version"),
        )
    ] + [
        (
            "fileVersion beside FileVersion",
            "0403 1001",
            _with("maximum likelihood", fileVersion=1),
            [("misspelt-member", "@/fileVersion")],
        )
    ]


def _renamed_dict(value: Any, old: str, new: str) -> dict[str, Any]:
    return dict(_renamed(value, old, new))


def _once() -> list[_Case]:
    """What is told of numbers that are not finite or too wide, where the structure told one."""
    bands = "/ExtractBands"
    return [
        (
            f"{token} twice where an integer is expected, the second deeper",
            "7006 0113",
            _with("model", ExtractBands=[Token(token), [Token(token)]]),
            [("wrong-type", f"{bands}/0"), ("wrong-type", f"{bands}/1")],
        )
        for token in ("NaN", "1e400")
    ] + [
        (
            "an array of NaN where an integer is expected",
            "7006 0113",
            _with("extra info", MiniBatchSize=[Token("NaN"), Token("NaN")]),
            [("wrong-type", "/MiniBatchSize"), ("non-finite-number", "/MiniBatchSize/0")],
        ),
    ]
