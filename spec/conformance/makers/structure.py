"""Cases about structure: every sample with one thing changed, as its schema tells what is wrong.

What is expected is read from the keyword of the schema that the change violates, and must agree with
the verdict of an independent validator.
"""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jsonschema import Draft202012Validator

from makers.making import Group, Token, content, problem, spell
from makers.meetings import meetings
from makers.samples import SAMPLES, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CODES", "structure"]

CODES = (
    "missing-member",
    "wrong-type",
    "integer-spelling",
    "out-of-range",
    "wrong-length",
    "bad-form",
    "not-base64",
)
_HOME = Path(__file__).resolve().parents[3] / "schemas"
_TESTS = {
    "missing-member": "0402",
    "wrong-type": "0410",
    "integer-spelling": "0411",
    "out-of-range": "0412",
    "wrong-length": "0413",
    "bad-form": "0414",
    "not-base64": "0415",
}
# The requirement that says which members an object has.
_TABLES = {
    "classifier-definition-1": "1001",
    "classifier-definition-3": "1001",
    "extra-info-1": "2001",
    "endmember-definition-1a": "3003",
    "endmember-definition-1b": "3003",
    "model-definition-1": "4003",
}
_STRANGERS: tuple[tuple[str, Any], ...] = (
    ("null", None),
    ("true", True),
    ("a string", "7"),
    ("an empty array", []),
    ("an empty object", {}),
    ("a fraction", 1.5),
    ("an integer", 7),
)
_KINDS = {
    "null": "null",
    "true": "boolean",
    "a string": "string",
    "an empty array": "array",
    "an empty object": "object",
    "a fraction": "number",
    "an integer": "integer",
}
# What identifies a kind of document or definition is no mistake when it differs.
_IDENTITY = ("FileVersion", "Version", "Classifier", "Profile")
_NOT_DIGESTS = {
    "in capitals": "AB" * 32,
    "of 63 digits": "0" * 63,
    "of 65 digits": "0" * 65,
    "with another letter": "g" * 64,
    "empty": "",
    "with a line feed behind it": "0" * 64 + "\n",
    "of digits of another script": "\u0663" * 64,
}
_NOT_BASE64 = {
    "of one character": "Q",
    "without padding": "QQ",
    "with half of its padding": "QQ=",
    "with a line feed": "QQ==\n",
    "with a space": "Q Q=",
    "with more behind the padding": "QQ==QQ==",
    "in the alphabet for addresses": "-_-_",
    "with a letter beyond ASCII": "QUJ\u00e9",
    "of padding only": "====",
}
_BASE64 = {
    "empty": "",
    "of one byte": "QQ==",
    "of two bytes": "QUI=",
    "of three bytes": "QUJD",
    "with + and /": "+/+/",
}


# Of samples that are nearly others, only changes like these.
_PART_OF = {
    "maximum likelihood, FileVersion 3": "as it is|removed|null|of -1|of 256",
    "deep learning by reference": "as it is|Path|/DeepLearningModel with",
}


class Node(NamedTuple):
    """A place of a sample, and what the schema says of it."""

    pointer: str
    value: Any
    rules: list[dict[str, Any]]

    def keyword(self, name: str) -> Any:
        """Return what the first rule that has a keyword says."""
        return next((one[name] for one in self.rules if name in one), None)

    @property
    def types(self) -> list[str]:
        """The types that a value here may have; empty if any."""
        found = self.keyword("type")
        return [found] if isinstance(found, str) else found or []


def structure() -> Group:
    """Return the cases."""
    group = Group("structure")
    for name, sample in SAMPLES.items():
        schema = json.loads((_HOME / f"{SCHEMAS[name]}.schema.json").read_bytes())
        validator = Draft202012Validator(schema)
        validator.validate(sample)
        for change, changed, expected in _changes(name, sample, schema):
            if name in _PART_OF and not re.search(_PART_OF[name], change):
                continue
            text = spell(changed)
            code = expected[0] if expected else None
            tests = [_TESTS[code] if code else "0401", _TABLES[SCHEMAS[name]], "0420"]
            problems = []
            if expected:
                # A class without a name of the old spelling is one of the other, and lacks both.
                old = name == "model" and code == "missing-member" and expected[1] == "/Classes/1"
                problems = [problem(code, text.at(expected[1]), severity="error")] * (1 + old)
            if code != "integer-spelling":
                plain = json.loads(text.text)
                if validator.is_valid(plain) != (code is None):
                    raise AssertionError(f"the validator differs: {name}: {change}")
            group.add(
                f"{name}: {change}: {code or 'right'}",
                " ".join(tests),
                "validate",
                {"problems": problems},
                about=CODES,
                content=content(text),
            )
    _together(group)
    meetings(group, CODES)
    return group


def _changes(
    name: str, sample: Any, schema: Any
) -> Iterator[tuple[str, Any, tuple[str, str] | None]]:
    yield "as it is", sample, None
    for node in _nodes(sample, schema, schema, ""):
        if isinstance(node.value, dict):
            where = node.pointer or "the root"
            more = _with(sample, f"{node.pointer}/Another", [None])
            yield f"{where} with another member", more, None
            required = {one for rule in node.rules for one in rule.get("required", ())}
            for key in node.value:
                inner = f"{node.pointer}/{key}"
                if not _tells(name, inner, node.value[key]):
                    wrong = ("missing-member", node.pointer) if key in required else None
                    yield f"{inner} removed", _with(sample, inner), wrong
        if node.pointer and not _tells(name, node.pointer, None):
            yield from _replaced(sample, node)


def _tells(name: str, pointer: str, value: Any) -> bool:
    """Whether a document is told from those of other kinds by the member at a pointer.

    Without it, it is another kind, or one without a version; its cases are those of detection.

    Args:
        name: the sample.
        pointer: the member.
        value: what stands there, if it is to be removed.
    """
    top, key = pointer.count("/") == 1, pointer.rpartition("/")[2]
    if key in ("Profile", "DeepLearningModel"):
        return True
    if value is None:
        return name == "training data" and key in ("ModelFile", "MetaDataMode")
    if key == "Classifier":
        return value == "MaximumLikelihood"
    if not top:
        return False
    return (
        name in ("model", "training data") or key in _IDENTITY or key.startswith(("Esri", "Import"))
    )


def _replaced(sample: Any, node: Node) -> Iterator[tuple[str, Any, tuple[str, str] | None]]:
    pointer, key, types = node.pointer, node.pointer.rpartition("/")[2], node.types
    if key in _IDENTITY and node.keyword("const") is not None:
        return
    for told, stranger in _STRANGERS:
        kind = _KINDS[told]
        if key == "Classifier" and kind == "string":
            continue
        fits = not types or kind in types or (kind == "integer" and "number" in types)
        if (
            fits
            and kind in ("array", "object", "string", "integer")
            and not _plain(node, kind, stranger)
        ):
            # More is asked of these than their type; that has changes of its own.
            continue
        yield (
            f"{pointer} {told}",
            _with(sample, pointer, stranger),
            None if fits else ("wrong-type", pointer),
        )
    if "integer" in types and "number" not in types:
        for token in ("1.0", "1e0", "-0", "10E-1"):
            yield (
                f"{pointer} spelled {token}",
                _with(sample, pointer, Token(token)),
                ("integer-spelling", pointer),
            )
        low, high = node.keyword("minimum"), node.keyword("maximum")
        for bound, beyond in ((low, -1), (high, 1)):
            if bound is not None:
                yield f"{pointer} of {bound}", _with(sample, pointer, bound), None
                wrong = ("out-of-range", pointer)
                yield (
                    f"{pointer} of {bound + beyond}",
                    _with(sample, pointer, bound + beyond),
                    wrong,
                )
        if high is None:
            yield f"{pointer} of 30 digits", _with(sample, pointer, 10**29), None
            if low is None:
                yield f"{pointer} negative", _with(sample, pointer, -3), None
    if node.keyword("minItems") is not None and isinstance(node.value, list):
        wrong = ("wrong-length", pointer)
        yield f"{pointer} one shorter", _with(sample, pointer, node.value[:-1]), wrong
        yield f"{pointer} one longer", _with(sample, pointer, [*node.value, node.value[-1]]), wrong
    if isinstance(node.value, str) and key == "SHA256":
        for told, text in _NOT_DIGESTS.items():
            yield f"{pointer} {told}", _with(sample, pointer, text), ("bad-form", pointer)
    if isinstance(node.value, str) and key == "Data":
        for told, text in _NOT_BASE64.items():
            yield f"{pointer} {told}", _with(sample, pointer, text), ("not-base64", pointer)
        for told, text in _BASE64.items():
            yield f"{pointer} {told}", _with(sample, pointer, text), None


def _plain(node: Node, kind: str, stranger: Any) -> bool:
    """Whether the schema says no more of a value here than its type."""
    if kind == "array":
        return node.keyword("minItems") is None
    if kind == "object":
        return not any("required" in rule or "$ref" in rule for rule in node.rules)
    if kind == "string":
        return not any({"pattern", "contentEncoding", "enum"} & rule.keys() for rule in node.rules)
    low, high = node.keyword("minimum"), node.keyword("maximum")
    return (low is None or stranger >= low) and (high is None or stranger <= high)


def _nodes(value: Any, rule: Any, whole: Any, pointer: str) -> Iterator[Node]:
    """Yield the places of a value of which a schema says something, outermost first."""
    rules = list(_resolved(value, rule, whole))
    if not rules:
        return
    yield Node(pointer, value, rules)
    if isinstance(value, dict):
        for key, one in value.items():
            for each in rules:
                if key in each.get("properties", {}):
                    yield from _nodes(one, each["properties"][key], whole, f"{pointer}/{key}")
                    break
    elif isinstance(value, list) and value:
        items = next((one["items"] for one in rules if "items" in one), None)
        # One element of each kind is enough, and all of those of an array of objects.
        shown = range(len(value)) if isinstance(value[0], dict) else (0, len(value) - 1)
        for at in sorted(set(shown)) if items is not None else ():
            yield from _nodes(value[at], items, whole, f"{pointer}/{at}")


def _resolved(value: Any, rule: Any, whole: Any) -> Iterator[dict[str, Any]]:
    """Yield the schemas that apply to a value, with references and conditions followed."""
    if not isinstance(rule, dict):
        return
    yield rule
    if "$ref" in rule:
        found = whole
        for token in rule["$ref"].removeprefix("#/").split("/"):
            found = found[token]
        yield from _resolved(value, found, whole)
    if "if" in rule:
        condition = Draft202012Validator({"$defs": whole["$defs"], **rule["if"]})
        branch = "then" if condition.is_valid(value) else "else"
        yield from _resolved(value, rule.get(branch), whole)
    for one in rule.get("allOf", ()):
        yield from _resolved(value, one, whole)


def _with(sample: Any, pointer: str, *new: Any) -> Any:
    """Return a value with another one at a place, or with none there."""
    changed = copy.deepcopy(sample)
    *path, last = pointer.split("/")[1:]
    around = changed
    for token in path:
        around = around[int(token)] if isinstance(around, list) else around[token]
    key: Any = int(last) if isinstance(around, list) else last
    if new:
        around[key] = new[0]
    else:
        del around[key]
    return changed


def _together(group: Group) -> None:
    """Add cases about several mistakes, and about where structure begins and ends."""
    sample = copy.deepcopy(SAMPLES["extra info"])
    sample["Classes"] = [
        {"Value": "1", "Name": 5, "Color": [0, 300, "x"]},
        {"Color": [0, 0]},
        {"Value": 1.0, "Name": "\u6797\u5730", "Color": [0, -1, 0]},
        7,
    ]
    del sample["MiniBatchSize"]
    sample["Classes"][2]["Value"] = Token("1.0")
    text = spell(sample)
    told = [
        ("missing-member", ""),
        ("wrong-type", "/Classes/0/Value"),
        ("wrong-type", "/Classes/0/Name"),
        ("out-of-range", "/Classes/0/Color/1"),
        ("wrong-type", "/Classes/0/Color/2"),
        ("missing-member", "/Classes/1"),
        ("missing-member", "/Classes/1"),
        ("wrong-length", "/Classes/1/Color"),
        ("integer-spelling", "/Classes/2/Value"),
        ("out-of-range", "/Classes/2/Color/1"),
        ("wrong-type", "/Classes/3"),
    ]
    group.add(
        "many mistakes: each told, in the order of places",
        "0416 7002 0402 0410",
        "validate",
        {"problems": [problem(code, text.at(pointer)) for code, pointer in told]},
        about=CODES,
        content=content(text),
    )
    nested = copy.deepcopy(SAMPLES["maximum likelihood"])
    nested["Definitions"][0]["Classes"] = {"0": {"ClassValue": "x"}}
    text = spell(nested)
    group.add(
        "inside a value of the wrong type: nothing is told",
        "0416",
        "validate",
        {"problems": [problem("wrong-type", text.at("/Definitions/0/Classes"))]},
        about=CODES,
        content=content(text),
    )
    for where, row, at in (
        ("Means", [1, "x", None], "/1"),
        ("Covariances", [[1, 2], [None, True]], "/1/0"),
        ("Covariances", [[1, 2], 3], "/1"),
        ("Means", [[1], 2], "/0"),
    ):
        numbers = copy.deepcopy(SAMPLES["maximum likelihood"])
        numbers["Definitions"][0]["Classes"][0][where] = row
        text = spell(numbers)
        pointer = f"/Definitions/0/Classes/0/{where}{at}"
        group.add(
            f"{where} of {json.dumps(row)}: the first that is wrong is told: wrong-type",
            "0410 1107",
            "validate",
            {"problems": [problem("wrong-type", text.at(pointer))]},
            about=CODES,
            content=content(text),
        )
    for spelled in ("15", "15.0", "1.5e1", "-0.0", "-0", "1e400", "NaN", "-Infinity"):
        numbers = copy.deepcopy(SAMPLES["endmembers, spelling a"])
        numbers["Endmembers"][0]["SpectralProfile"][1] = Token(spelled)
        group.add(
            f"a number spelled {spelled} where a number may stand: right",
            "0410 0112",
            "validate",
            {"problems": []},
            about=CODES,
            content=content(spell(numbers)),
        )
    _likely(group)
    _versions(group)


def _likely(group: Group) -> None:
    for wrong in (
        "numberclasses",
        "Number_Classes",
        "NUMBER CLASSES",
        "Number-Classes",
        "Number.Classes",
    ):
        sample = copy.deepcopy(SAMPLES["maximum likelihood"])
        definition = sample["Definitions"][0]
        sample["Definitions"][0] = {
            wrong if key == "NumberClasses" else key: one for key, one in definition.items()
        }
        text = spell(sample)
        group.add(
            f"NumberClasses spelled {wrong}: missing-member at that name",
            "0402 0403 0124",
            "validate",
            {"problems": [problem("missing-member", text.at_name(f"/Definitions/0/{wrong}"))]},
            about=("missing-member", "misspelt-member"),
            content=content(text),
        )
    sample = copy.deepcopy(SAMPLES["maximum likelihood"])
    sample["Definitions"][0]["numberclasses"] = 1
    text = spell(sample)
    group.add(
        "numberclasses beside NumberClasses: misspelt-member at that name",
        "0403",
        "validate",
        {
            "problems": [
                problem(
                    "misspelt-member",
                    text.at_name("/Definitions/0/numberclasses"),
                    severity="warning",
                )
            ]
        },
        about=("missing-member", "misspelt-member"),
        content=content(text),
    )
    model = {
        ("modelname" if key == "ModelName" else key): one for key, one in SAMPLES["model"].items()
    }
    text = spell(model)
    group.add(
        "ModelName, which may be missing, spelled modelname: misspelt-member at that name",
        "0403",
        "validate",
        {"problems": [problem("misspelt-member", text.at_name("/modelname"), severity="warning")]},
        about=("missing-member", "misspelt-member"),
        content=content(text),
    )
    model = {**SAMPLES["model"], "extract_bands": [0], "NumClasses": 2, "num_classes": 2}
    group.add(
        "names that real files have beside others: right",
        "0403",
        "validate",
        {"problems": []},
        about=("missing-member", "misspelt-member"),
        content=content(spell(model)),
    )


def _versions(group: Group) -> None:
    about = (*CODES, "unknown-version")
    samples = (
        ("maximum likelihood", "FileVersion"),
        ("extra info", "Version"),
        ("endmembers, spelling a", "FileVersion"),
    )
    for name, key in samples:
        for told, value, code in (
            ("a string", "1", "wrong-type"),
            ("null", None, "wrong-type"),
            ("true", True, "wrong-type"),
            ("1.0", Token("1.0"), "integer-spelling"),
            ("1.5", 1.5, "wrong-type"),
            ("an array", [1], "wrong-type"),
        ):
            text = spell({**SAMPLES[name], key: value})
            group.add(
                f"{name}: {key} {told}: {code}, and nothing else is judged",
                "0010 " + _TESTS[code],
                "validate",
                {"problems": [problem(code, text.at(f"/{key}"))]},
                about=about,
                content=content(text),
            )
        sample = {one: value for one, value in SAMPLES[name].items() if one != key}
        for nothing_else in ({}, {"Classes": 3, "Definitions": 3, "Endmembers": 3}):
            text = spell({**sample, **nothing_else})
            group.add(
                f"{name}: no {key}{', and more that is wrong' * bool(nothing_else)}: missing-member only",
                "0010 0402",
                "validate",
                {"problems": [problem("missing-member", text.at(""))]},
                about=about,
                content=content(text),
            )
        for version in (0, 2, 4, -1, 10**20):
            text = spell(
                {**SAMPLES[name], key: version, "Classes": 3, "Definitions": 3, "Endmembers": 3}
            )
            if (name, version) == ("maximum likelihood", 3):
                continue
            where = text.at(f"/{key}")
            group.add(
                f"{name}: {key} {version}: unknown-version, and the structure is not judged",
                "0011 0021",
                "validate",
                {"problems": [problem("unknown-version", where, severity="warning")], "ok": True},
                about=about,
                content=content(text),
            )
