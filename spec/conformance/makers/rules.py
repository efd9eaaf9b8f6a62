"""Cases about what no schema can say: counts, classes, statistics, files. All problems count."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from makers.making import Group, Token, content, problem, spell
from makers.samples import (
    MODEL,
    SAMPLES,
    classifier,
    deep_learning,
    extra_info,
    likelihood,
    likelihood_class,
    opaque,
)

__all__ = ["rules"]

_PAGE = Path(__file__).resolve().parents[2] / "problem-report.md"
_ROW = re.compile(
    r"^\| (ECD-\d{4}) \| `([a-z0-9-]+)` \| (\w+)(?:; in a model definition (\w+))? \|", re.MULTILINE
)
RULES = {row[2]: row for row in _ROW.finditer(_PAGE.read_text("utf-8"))}
_SOUND_COLORS = (
    (0, 100, 0),
    (0, 0, 200),
    (200, 200, 0),
    (90, 90, 90),
    (1, 2, 3),
    (4, 5, 6),
    (7, 8, 9),
)


def rules() -> Group:
    """Return the cases."""
    group = Group("rules")
    _counts(group)
    _classes(group)
    _repeated(group)
    _kinds(group)
    _statistics(group)
    _embedded(group)
    _referred(group)
    _endmembers(group)
    _readers(group)
    _paths(group)
    _pixels(group)
    _once(group)
    _many(group)
    return group


def add(
    group: Group,
    name: str,
    tests: str,
    value: Any,
    *told: tuple[str, str],
    flat: bool = False,
    **more: Any,
) -> None:
    """Add a case in which exactly these problems are told.

    Args:
        group: where it goes.
        name: what it is.
        tests: the requirements.
        value: the document.
        *told: code and pointer of each problem; a pointer that begins with `@` means the name.
        flat: whether the document stands on one line.
        **more: what else the request has.
    """
    text = spell(value, flat=flat)
    model = "Framework" in value or "ModelFile" in value
    problems = []
    for code, pointer in told:
        row = RULES[code]
        severity = (row[4] if model else None) or row[3]
        if code in ("missing-for-reader", "nothing-to-run") and more.get("soft"):
            severity = "warning"
        where = text.at_name(pointer[1:]) if pointer.startswith("@") else text.at(pointer)
        problems.append(problem(code, where, severity=severity, requirement=row[1]))
    problems.sort(key=lambda one: (one["line"], one["column"], one["code"]))
    more.pop("soft", None)
    expect = {"problems": problems, "ok": all(one["severity"] != "error" for one in problems)}
    codes = ", ".join(dict.fromkeys(code for code, _ in told)) or "right"
    group.add(
        f"{name}: {codes}", f"{tests} 7003 7004", "validate", expect, content=content(text), **more
    )


def with_(sample: Any, pointer: str, new: Any) -> Any:
    """Return a document with another value at a place."""
    changed = copy.deepcopy(sample)
    *path, last = pointer.split("/")[1:]
    around = changed
    for token in path:
        around = around[int(token)] if isinstance(around, list) else around[token]
    around[int(last) if isinstance(around, list) else last] = new
    return changed


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


def _named(name: str, value: int, at: int) -> dict[str, Any]:
    red, green, blue = _SOUND_COLORS[at]
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
        return lambda classes: {**_model(), "Classes": [one[spelling] for one in classes]}

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


def _classes(group: Group) -> None:
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


def _repeated(group: Group) -> None:
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


def _kinds(group: Group) -> None:
    add(group, "an opaque definition of the classifier Maximumlikelihood", "1002 1003",
        classifier({"Classifier": "Maximumlikelihood"}), ("misspelt-classifier", "/Definitions/0/Classifier"))  # fmt: skip
    for name in ("Maximum Likelihood", "MAXIMUM_LIKELIHOOD", "maximum-likelihood"):
        add(group, f"a definition of the classifier {name}", "1002 1003",
            classifier({"Classifier": name}), ("misspelt-classifier", "/Definitions/0/Classifier"))  # fmt: skip
    for name in ("", "SVM", "RandomTrees", "Likelihood", "\u6797"):
        add(
            group,
            f"a definition of the classifier {name!r}: opaque",
            "1002 1201 1203",
            classifier({"Classifier": name, "Red": 999}),
        )
    add(
        group,
        "a definition without a classifier",
        "1203",
        classifier({"Trees": []}),
        ("missing-member", "/Definitions/0"),
    )
    for told, value in (("a number", 7), ("null", None), ("an array", [])):
        add(
            group,
            f"a definition that is {told}",
            "1203",
            classifier(value),
            ("wrong-type", "/Definitions/0"),
        )
        add(
            group,
            f"a classifier that is {told}",
            "1203",
            classifier({"Classifier": value}),
            ("wrong-type", "/Definitions/0/Classifier"),
        )
    profile = deep_learning()
    profile["Classifier"] = "MaximumLikelihood"
    add(group, "the profile decides before the classifier", "1002 1301", classifier(profile))
    for told, model in (
        ("no profile", {}),
        ("an array", []),
        ("a profile that is a number", {"Profile": 1}),
    ):
        add(
            group,
            f"DeepLearningModel with {told}: opaque",
            "1002 1302",
            classifier({"Classifier": "CNTK", "DeepLearningModel": model}),
        )
    for other in (
        "ecdkit/deep-learning/2",
        "",
        "Ecdkit/deep-learning/1",
        "ecdkit/deep-learning/1 ",
    ):
        add(group, f"the profile {other!r}: opaque", "1302",
            classifier({"Classifier": "CNTK", "DeepLearningModel": {"Profile": other, "Size": -1}}),
            ("unknown-profile", "/Definitions/0/DeepLearningModel/Profile"))  # fmt: skip


def _statistics(group: Group) -> None:
    base = "/Definitions/0/Classes/0"

    def case(
        told: str, tests: str, changes: dict[str, Any], *problems: tuple[str, str], bands: int = 2
    ) -> None:
        add(group, f"statistics: {told}", f"1107 {tests}",
            classifier(likelihood({**likelihood_class(), **changes}, bands=bands)), *problems)  # fmt: skip

    case("as they are", "1104 1105", {})
    for count, told in ((3, False), (2, True), (1, True), (0, True)):
        case(
            f"{count} samples for 2 bands",
            "1102",
            {"Count": count},
            *([("few-samples", f"{base}/Count")] if told else []),
        )
    case(
        "a row too few",
        "1103",
        {"Covariances": [[4, 1]]},
        ("covariance-shape", f"{base}/Covariances"),
    )
    case(
        "a row too many",
        "1103",
        {"Covariances": [[4, 1], [1, 9], [1, 1]]},
        ("covariance-shape", f"{base}/Covariances"),
    )
    case("no rows", "1103", {"Covariances": []}, ("covariance-shape", f"{base}/Covariances"))
    case(
        "a short row",
        "1103",
        {"Covariances": [[4, 1], [1]]},
        ("covariance-shape", f"{base}/Covariances/1"),
    )
    case(
        "two long rows, the first is told",
        "1103",
        {"Covariances": [[4, 1, 1], [1, 9, 1]]},
        ("covariance-shape", f"{base}/Covariances/0"),
    )
    case(
        "not symmetric",
        "1104",
        {"Covariances": [[4, 1], [2, 9]]},
        ("covariance-asymmetric", f"{base}/Covariances"),
    )
    case(
        "not symmetric by a sign",
        "1104",
        {"Covariances": [[4, 1], [-1, 9]]},
        ("covariance-asymmetric", f"{base}/Covariances"),
    )
    case("symmetric to seven digits", "1104", {"Covariances": [[4, 1.0000001], [1.0000005, 9]]})
    case(
        "not symmetric in the fifth digit",
        "1104",
        {"Covariances": [[4, 1.0001], [1.0002, 9]]},
        ("covariance-asymmetric", f"{base}/Covariances"),
    )
    # Eigenvalues of [[a, b], [b, a]] are a + b and a - b.
    indefinite = ("covariance-not-positive-definite", f"{base}/Covariances")
    singular = ("covariance-nearly-singular", f"{base}/Covariances")
    case("eigenvalues 3 and -1", "1105", {"Covariances": [[1, 2], [2, 1]]}, indefinite)
    case("eigenvalues -1 and -3", "1105", {"Covariances": [[-2, 1], [1, -2]]}, indefinite)
    case("all zeros", "1105", {"Covariances": [[0, 0], [0, 0]]}, indefinite)
    case("eigenvalues 2 and 0", "1105 1106", {"Covariances": [[1, 1], [1, 1]]}, singular)
    case(
        "eigenvalues 1 and a ten-millionth", "1106", {"Covariances": [[1, 0], [0, 1e-7]]}, singular
    )
    case(
        "eigenvalues 1 and minus a ten-millionth",
        "1105 1106",
        {"Covariances": [[1, 0], [0, -1e-7]]},
        singular,
    )
    case(
        "eigenvalues 1 and minus a hundred-thousandth",
        "1105",
        {"Covariances": [[1, 0], [0, -1e-5]]},
        indefinite,
    )
    case("eigenvalues 1 and a hundred-thousandth", "1106", {"Covariances": [[1, 0], [0, 1e-5]]})
    case("tiny and sound", "1105", {"Covariances": [[4e-200, 1e-200], [1e-200, 9e-200]]})
    case("huge and sound", "1105", {"Covariances": [[4e300, 1e300], [1e300, 9e300]]})
    case("asymmetric, and not positive definite: the first only", "1104 1105", {"Covariances": [[1, 2], [3, 1]]},
         ("covariance-asymmetric", f"{base}/Covariances"))  # fmt: skip
    case("a number that is not finite: not checked", "1104 0113", {"Covariances": [[Token("NaN"), 1], [2, 9]]},
         ("non-finite-number", f"{base}/Covariances/0/0"))  # fmt: skip
    case("zero bands", "1103", {"Means": [], "Covariances": []}, bands=0)
    case("one band", "1103", {"Means": [7], "Covariances": [[2.5]]}, bands=1)
    three = {"Means": [1, 2, 3], "Covariances": [[4, 1, 0], [1, 9, 0], [0, 0, 1]]}
    case(
        "all classes of three bands where two are said: the count is told",
        "1101 0502",
        three,
        ("count-mismatch", "/Definitions/0/NumberBands"),
    )
    other = {**likelihood_class(2, "Water", (0, 0, 200)), **three}
    add(group, "statistics: one class of three bands, one of two: its means are told", "1101 1103",
        classifier(likelihood(likelihood_class(), other)), ("wrong-length", "/Definitions/0/Classes/1/Means"))  # fmt: skip
    short = {**likelihood_class(2, "Water", (0, 0, 200)), "Means": [1.5]}
    add(group, "statistics: means too short, and a matrix that fits the bands: the means are told", "1101",
        classifier(likelihood(likelihood_class(), short)), ("wrong-length", "/Definitions/0/Classes/1/Means"))  # fmt: skip
    broken = {
        **likelihood_class(2, "Water", (0, 0, 200)),
        "Red": "x",
        "Covariances": [[1, 2], [2, 1]],
        "Count": 0,
    }
    add(group, "statistics of a class whose structure is wrong: not judged", "1107 0410",
        classifier(likelihood(likelihood_class(), broken)), ("wrong-type", "/Definitions/0/Classes/1/Red"))  # fmt: skip
    three_classes = [likelihood_class(at, f"c{at}", _SOUND_COLORS[at]) for at in range(3)]
    three_classes[2]["Covariances"] = [[1, 2], [2, 1]]
    add(group, "statistics: the third class of three is told", "1105", classifier(likelihood(*three_classes)),
        ("covariance-not-positive-definite", "/Definitions/0/Classes/2/Covariances"))  # fmt: skip


def _embedded(group: Group) -> None:
    base = "/Definitions/0/DeepLearningModel"

    def case(
        told: str, tests: str, changed: dict[str, Any], *problems: tuple[str, str], **more: Any
    ) -> None:
        add(group, f"deep learning: {told}", f"1301 {tests}", classifier(deep_learning(**changed)),
            *((code, base + at) for code, at in problems), **more)  # fmt: skip

    digest = hashlib.sha256(b"other").hexdigest()
    case("neither Data nor Path", "1303", {"Data": None}, ("model-place", ""))
    case("both Data and Path", "1303", {"Path": "trained.model"}, ("model-place", ""),
         files={"trained.model": content(MODEL)})  # fmt: skip
    case("another size", "1305", {"Size": 3}, ("model-digest", "/Size"))
    case("another digest", "1305", {"SHA256": digest}, ("model-digest", "/SHA256"))
    case(
        "another size and digest", "1305", {"SHA256": digest, "Size": 3}, ("model-digest", "/Size")
    )
    case(
        "an empty model", "1305", {"Data": "", "Size": 0, "SHA256": hashlib.sha256(b"").hexdigest()}
    )
    for name in ("", ".", "..", "a/b", "a\\b", "C:a", "/a", "a\x00b"):
        case(f"the file name {name!r}", "1306", {"FileName": name}, ("file-name", "/FileName"))
        info = {"FileName": name, "Data": deep_learning()["DeepLearningModel"]["ExtraInfo"]["Data"]}
        case(
            f"the file name {name!r} of the extra info",
            "1306",
            {"ExtraInfo": info},
            ("file-name", "/ExtraInfo/FileName"),
        )
    for name in ("...", "a b", "\u6797.model", ".hidden", "a..b"):
        case(f"the file name {name!r}", "1306", {"FileName": name})
    for told, raw in (
        ("nothing", b""),
        ("no JSON", b"{"),
        ("another document", json.dumps(SAMPLES["opaque"]).encode()),
        ("an unknown version", json.dumps({**extra_info(), "Version": 2}).encode()),
        ("a wrong structure", json.dumps({**extra_info(), "Classes": 3}).encode()),
        ("no text", b"\xff\xfe\x00"),
    ):
        info = {"FileName": "info.json", "Data": base64.b64encode(raw).decode()}
        case(
            f"an extra info that is {told}",
            "1308",
            {"ExtraInfo": info},
            ("embedded-extra-info", "/ExtraInfo/Data"),
        )
    marked = b"\xef\xbb\xbf" + json.dumps(extra_info()).encode()
    case("an extra info with a byte order mark", "1308",
         {"ExtraInfo": {"FileName": "info.json", "Data": base64.b64encode(marked).decode()}})  # fmt: skip


def _referred(group: Group) -> None:
    base = "/Definitions/0/DeepLearningModel"

    def case(
        told: str,
        tests: str,
        path: str,
        files: dict[str, bytes],
        *problems: tuple[str, str],
        **changed: Any,
    ) -> None:
        held = {name: content(raw) for name, raw in files.items()}
        value = classifier(deep_learning(Data=None, Path=path, **changed))
        add(
            group,
            f"deep learning by reference: {told}",
            tests,
            value,
            *((code, base + at) for code, at in problems),
            files=held,
        )

    here = {"models/trained.model": MODEL}
    case("the file is there", "1304 1305", "models/trained.model", here)
    case("the file is not there", "1304", "models/other.model", here, ("model-file", "/Path"))
    case("a folder", "1304", "models", here, ("model-file", "/Path"))
    case(
        "another file",
        "1305",
        "models/trained.model",
        {"models/trained.model": MODEL + b"!"},
        ("model-digest", "/Size"),
    )
    case(
        "other bytes of the same size",
        "1305",
        "models/trained.model",
        {"models/trained.model": MODEL[::-1]},
        ("model-digest", "/SHA256"),
    )
    for path in ("", "/etc/model", "../trained.model", "models/../trained.model", "models//trained.model", "./trained.model",
                 "models\\trained.model", "C:/trained.model", "C:trained.model", "models/", ".", "a\x00b"):  # fmt: skip
        case(f"the path {path!r}", "1307 1304", path, here, ("model-path", "/Path"))


def _endmembers(group: Group) -> None:
    def made(
        *spectra: Any, ids: Any = None, names: Any = None, spelling: str = "a"
    ) -> dict[str, Any]:
        one, other = (
            ("NumberEndmembers", "NumberBands")
            if spelling == "a"
            else ("NumberOfEndmembers", "NumberOfBands")
        )
        return {
            "EsriEndmemberDefinitionFile": 0,
            "FileVersion": 1,
            one: len(spectra),
            other: 3,
            "Endmembers": [
                {
                    "EndmemberID": (ids or range(9))[at],
                    "EndmemberName": (names or "abcdefghi")[at],
                    "SpectralProfile": spectrum,
                }
                for at, spectrum in enumerate(spectra)
            ],
        }

    first, second, third = [1, 2, 3], [4, 5, 6], [7, 8, 9.5]
    for spelling in "ab":
        add(
            group,
            f"three endmembers, spelling {spelling}",
            "3003 3010",
            made(first, second, third, spelling=spelling),
        )
        add(group, f"an id twice, spelling {spelling}", "3010", made(first, second, third, ids=(1, 2, 1), spelling=spelling),
            ("duplicate-endmember-id", "/Endmembers/2/EndmemberID"))  # fmt: skip
        add(group, f"more endmembers than bands, spelling {spelling}", "3011", made(first, second, third, [0, 0, 1], spelling=spelling),
            ("more-endmembers-than-bands", "/Endmembers"))  # fmt: skip
    add(
        group,
        "a spectrum twice",
        "3012",
        made(first, second, [1.0, 2e0, Token("3.00")]),
        ("equal-spectra", "/Endmembers/2/SpectralProfile"),
    )
    add(
        group,
        "all spectra of four numbers: the count is told",
        "3013 0502",
        made([*first, 1], [*second, 1]),
        ("count-mismatch", "/NumberBands"),
    )
    add(
        group,
        "one spectrum of four numbers: it is told",
        "3013",
        made(first, [*second, 1]),
        ("wrong-length", "/Endmembers/1/SpectralProfile"),
    )
    add(
        group,
        "a name twice",
        "3014",
        made(first, second, names=("a", "a")),
        ("duplicate-class-name", "/Endmembers/1/EndmemberName"),
    )
    add(
        group,
        "a name with an outer space",
        "3014",
        made(first, names=(" a",)),
        ("name-outer-space", "/Endmembers/0/EndmemberName"),
    )
    mixed = made(first)
    mixed["NumberOfEndmembers"] = 1
    add(
        group,
        "both counts of endmembers: spelling a",
        "3001 3002",
        mixed,
        ("mixed-spelling", "/NumberOfEndmembers"),
    )
    both = {**made(first), "NumberOfEndmembers": 1, "NumberOfBands": 3}
    add(
        group,
        "all four counts: spelling a",
        "3001 3002",
        both,
        ("mixed-spelling", "/NumberOfEndmembers"),
        ("mixed-spelling", "/NumberOfBands"),
    )
    half = {key: one for key, one in both.items() if key != "NumberBands"}
    add(
        group,
        "both counts of spelling b and one of a: spelling b",
        "3001 3002",
        half,
        ("mixed-spelling", "/NumberEndmembers"),
    )


def _model(**changed: Any) -> dict[str, Any]:
    value: dict[str, Any] = {
        "Framework": "PyTorch",
        "ModelConfiguration": "FastaiSSD",
        "ModelType": "ObjectDetection",
        "ModelFile": "trained.pth",
        "ImageHeight": 256,
        "ImageWidth": 256,
        "ExtractBands": [0, 1, 2],
        "Classes": [{"Value": 1, "Name": "Building", "Color": [0, 255, 0]}],
    }
    value |= changed
    return {key: one for key, one in value.items() if one is not ...}


def _readers(group: Group) -> None:
    tests = "4003 4010"
    add(group, "model: as it is", tests, _model())
    add(
        group,
        "model: as the sample",
        tests,
        SAMPLES["model"],
        ("old-class-spelling", "/Classes/1/ClassValue"),
    )
    for framework in ("TensorFlow", "CNTK", "PyTorch", "Keras", "Templates"):
        for key in ("ModelFile", "ImageHeight", "ImageWidth", "ExtractBands", "Classes"):
            add(
                group,
                f"model of {framework}: no {key}",
                tests,
                _model(Framework=framework, **{key: ...}),
                ("missing-for-reader", ""),
            )
        add(
            group,
            f"model of {framework}: no ModelType",
            tests,
            _model(Framework=framework, ModelType=...),
            ("missing-for-reader", ""),
            soft=True,
        )
    add(
        group,
        "model: ImageHeight is null",
        tests,
        _model(ImageHeight=None),
        ("missing-for-reader", "/ImageHeight"),
    )
    add(group, "model with an InferenceFunction: no ImageHeight", tests,
        _model(InferenceFunction="[Functions]a.py", ImageHeight=...))  # fmt: skip
    add(
        group,
        "model: object classification",
        tests,
        _model(ModelType="ObjectClassification", CropSizeFixed=1, BlackenAroundFeature=0),
    )
    add(group, "model: object classification without its members", tests, _model(ModelType="ObjectClassification"),
        ("missing-for-reader", ""), ("missing-for-reader", ""))  # fmt: skip
    inferencing = "arcgis.learn.models._inferencing"
    add(group, "model of arcgis.learn: no ImageHeight and no ModelParameters", tests,
        _model(Framework=inferencing, ImageHeight=...), ("missing-for-reader", ""), ("missing-for-reader", ""), soft=True)  # fmt: skip
    add(
        group,
        "model of arcgis.learn of another type",
        tests,
        _model(Framework=inferencing, ModelType="Other", ImageHeight=...),
    )
    add(group, "text model: no InferenceFunction and no OutputField", tests,
        {"ModelType": "TextClassifier", "ModelName": "a", "ModelFile": "a.pth", "Framework": "N/A"},
        ("missing-for-reader", ""), ("missing-for-reader", ""))  # fmt: skip
    for framework, soft in (("PyTorch", False), ("Other", True), (inferencing, True)):
        add(group, f"model of {framework}: nothing to run", "4011",
            _model(Framework=framework, ModelConfiguration=..., ModelType="Other"), ("nothing-to-run", "/Framework"), soft=soft)  # fmt: skip
    add(
        group,
        "model: a configuration without a name",
        "4011",
        _model(ModelConfiguration={"Architecture": "a"}),
        ("nothing-to-run", "/Framework"),
    )
    add(
        group,
        "model: a configuration with a name",
        "4011",
        _model(ModelConfiguration={"Name": "a"}),
    )
    add(
        group,
        "model: a configuration of the wrong type",
        "4011",
        _model(ModelConfiguration=7),
        ("wrong-type", "/ModelConfiguration"),
    )
    for framework in ("", "N/A"):
        add(
            group,
            f"model of the framework {framework!r}: nothing to run",
            "4011",
            _model(Framework=framework, ModelConfiguration=...),
        )


def _paths(group: Group) -> None:
    there = {"trained.pth": content(b"x"), "code/run.py": content(b"x")}
    add(
        group,
        "model: its files are there",
        "4020",
        _model(InferenceFunction="code\\run.py"),
        files=there,
    )
    for path in ("other.pth", "code/other.py", "sub\\trained.pth"):
        add(
            group,
            f"model: {path} is not there",
            "4020 4022",
            _model(ModelFile=path),
            ("file-not-there", "/ModelFile"),
            files=there,
        )
    for path in ("/models/a.pth", "C:\\models\\a.pth", "\\\\server\\a.pth", "c:/a.pth"):
        add(
            group,
            f"model: the absolute path {path}",
            "4021",
            _model(ModelFile=path),
            ("absolute-path", "/ModelFile"),
            files=there,
        )
    for path in ("[Functions]a.py", "[functions]System\\a.py"):
        add(
            group,
            f"model: {path} is one of ArcGIS itself",
            "4020 4021",
            _model(InferenceFunction=path),
            files=there,
        )
    add(group, "model: files of a configuration, without .py", "4020",
        _model(ModelConfiguration={"Name": "a", "Architecture": ".\\code\\run", "Config": "code/none"}),
        ("file-not-there", "/ModelConfiguration/Config"), files=there)  # fmt: skip


def _pixels(group: Group) -> None:
    pixel = {
        "Framework": "CNTK",
        "ModelConfiguration": "AzurePixelLevelLandClassification",
        "ModelType": "ImageClassification",
    }
    one = {"Value": 1, "Name": "a", "Color": [1, 2, 3]}
    for value, told in ((0, False), (1, False), (2, False), (3, True), (-1, True)):
        classes = (
            [{"Value": 0, "Name": "b", "Color": [9, 9, 9]}, {**one, "Value": value}]
            if value
            else [{**one, "Value": 0}]
        )
        problems = [("class-value-not-of-arg-max", "/Classes/1/Value")] if told else []
        problems += [("class-value-beyond-8-bit", "/Classes/1/Value")] if value < 0 else []
        add(
            group,
            f"pixel classifier: value {value} of {len(classes)} classes",
            "4031",
            _model(**pixel, Classes=classes),
            *problems,
        )
    add(group, "pixel classifier of DeepLab: value 7 of one class", "4031",
        _model(**{**pixel, "Framework": "TensorFlow", "ModelConfiguration": "DeepLab"}, Classes=[{**one, "Value": 7}]),
        ("class-value-not-of-arg-max", "/Classes/0/Value"))  # fmt: skip
    add(group, "a detector: value 7 of one class", "4031", _model(Classes=[{**one, "Value": 7}]))
    for told, color, at in (
        ("-1 each", [-1, -1, -1], "/Color"),
        ("two numbers", [1, 2], "/Color"),
        ("null", None, "/Color"),
        ("no colour", ..., ""),
    ):
        given = {key: item for key, item in {**one, "Color": color}.items() if item is not ...}
        add(group, f"pixel classifier: {told}", "4032", _model(**pixel, Classes=[one, {**given, "Value": 2, "Name": "b"}]),
            ("class-color-for-reader", f"/Classes/1{at}"))  # fmt: skip
        add(group, f"a detector: {told}", "4032", _model(Classes=[{**given, "Name": "b"}]))
    old = {"ClassValue": 2, "ClassName": "b", "Color": [4, 5, 6]}
    add(group, "model: old classes, told once", "4033 4004", _model(Classes=[one, old, {**old, "ClassValue": 3, "ClassName": "c", "Color": [7, 8, 9]}]),
        ("old-class-spelling", "/Classes/1/ClassValue"))  # fmt: skip
    add(
        group,
        "model: both spellings in one class: that of today",
        "4004",
        _model(Classes=[{**one, **old, "ClassName": 1.5}]),
    )
    add(
        group,
        "model: ObjectionDetection",
        "4034",
        _model(ModelType="ObjectionDetection"),
        ("model-type-misprint", "/ModelType"),
    )
    add(
        group,
        "training data: help text, told once",
        "4030 4006",
        SAMPLES["training data"],
        ("placeholder-text", "/ModelFile"),
    )
    add(group, "training data: a class of the wrong type", "4006", {**SAMPLES["training data"], "Classes": [{"Value": "1", "Name": "a"}]},
        ("wrong-type", "/Classes/0/Value"), ("placeholder-text", "/ModelFile"))  # fmt: skip
    add(
        group,
        "model: help text for a string",
        "4030",
        _model(ModelName="e.g. MyModel", Description="e.g. b"),
        ("placeholder-text", "/ModelName"),
    )
    add(group, "model: help text for an integer is a wrong type too", "4030 4003", _model(ImageHeight="e.g. 256"),
        ("wrong-type", "/ImageHeight"), ("placeholder-text", "/ImageHeight"))  # fmt: skip
    for key in ("Classes", "ExtractBands", "BatchSize", "ModelName"):
        add(
            group,
            f"model with a function: {key} is null",
            "0404",
            _model(InferenceFunction="[Functions]a.py", **{key: None}),
        )
    add(
        group,
        "extra info: Classes is null",
        "0404",
        {**extra_info(), "Classes": None},
        ("wrong-type", "/Classes"),
    )


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
        "1e400 where an integer is expected: one problem",
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
