"""Cases about definitions: their kinds, statistics, embedded models, and endmembers."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from makers.judging import add
from makers.making import Group, Token, content
from makers.samples import (
    COLORS,
    MODEL,
    SAMPLES,
    classifier,
    deep_learning,
    extra_info,
    likelihood,
    likelihood_class,
)

__all__ = ["embedded", "endmembers", "kinds", "referred", "statistics"]


def kinds(group: Group) -> None:
    """Add which kind a definition is of."""
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


def statistics(group: Group) -> None:
    """Add the statistics of maximum-likelihood classes."""
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
    three_classes = [likelihood_class(at, f"c{at}", COLORS[at]) for at in range(3)]
    three_classes[2]["Covariances"] = [[1, 2], [2, 1]]
    add(group, "statistics: the third class of three is told", "1105", classifier(likelihood(*three_classes)),
        ("covariance-not-positive-definite", "/Definitions/0/Classes/2/Covariances"))  # fmt: skip


def embedded(group: Group) -> None:
    """Add models that are embedded, with their extra infos."""
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


def referred(group: Group) -> None:
    """Add models that a definition refers to."""
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


def endmembers(group: Group) -> None:
    """Add endmember definitions."""

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
    for one, other, told in (("0", "-0.0", False), ("0", "0.0", True), ("1e400", "1e400", True)):
        spectra = [[1, 2, Token(token)] for token in (one, other)]
        problems = [("equal-spectra", "/Endmembers/1/SpectralProfile")] if told else []
        problems += [
            ("wide-number", f"/Endmembers/{at}/SpectralProfile/2") for at in (0, 1) if "e4" in one
        ]
        add(
            group,
            f"spectra that differ in {one} and {other}",
            "3012 0140",
            made(*spectra),
            *problems,
        )
    empty = {**made([], []), "NumberBands": 0}
    add(
        group,
        "two spectra of no numbers",
        "3012 3011",
        empty,
        ("more-endmembers-than-bands", "/Endmembers"),
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
