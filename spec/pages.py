"""The pages of the specification: their requirements, and the tables on them that follow from code.

A table stands between two comments, the first of which says what it is made of:

    <!-- table: members classifier-definition-1 #/$defs/maximumLikelihoodClass -->
    <!-- end -->

`make docs` writes what belongs between them; a test fails where something else stands there.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).resolve().parent

# As README.md tells it to everybody.
REQUIREMENT = re.compile(
    r"^\*\*(ECD-\d{4})\*\* \((documented|observed|inferred|project)(?:; ([^()]+))?\)", re.MULTILINE
)
_RULE = re.compile(r"^\*Rule: `([a-z0-9-]+)`, (error|warning|note)\.\*$", re.MULTILINE)
_TABLE = re.compile(r"(<!-- table: (\S+) ?([^\n]*?) -->\n).*?(<!-- end -->)", re.DOTALL)
_TYPES = {
    "object": "object",
    "array": "array",
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
}


class Requirement(NamedTuple):
    """One requirement.

    Attributes:
        name: its id, such as "ECD-0101".
        page: the file that it stands on.
        grade: how well it is known.
        source: where it is from; None where the grade says it.
        text: the whole paragraph.
        rules: the codes of the rules that check it, each with its severity.
    """

    name: str
    page: str
    grade: str
    source: str | None
    text: str
    rules: tuple[tuple[str, str], ...]


def pages() -> list[Path]:
    """Return the pages, sorted by name."""
    return sorted(HERE.glob("*.md"))


def requirements() -> list[Requirement]:
    """Return all requirements, in the order of pages and places."""
    found = []
    for page in pages():
        text = page.read_text("utf-8")
        for match in REQUIREMENT.finditer(text):
            end = text.find("\n\n", match.start())
            paragraph = text[match.start() : end if end >= 0 else len(text)].strip()
            source = " ".join(match[3].split()) if match[3] else None
            rules = tuple((one[1], one[2]) for one in _RULE.finditer(paragraph))
            found.append(Requirement(match[1], page.name, match[2], source, paragraph, rules))
    return found


def with_tables(text: str) -> str:
    """Return a page with every table as it follows from schemas, rules and limits.

    Args:
        text: the page.
    """
    return _TABLE.sub(
        lambda found: f"{found[1]}{_TABLES[found[2]](*found[3].split())}\n{found[4]}", text
    )


def schema_of(name: str) -> dict[str, Any]:
    """Return a JSON Schema.

    Args:
        name: such as "extra-info-1".
    """
    path = HERE.parent / "schemas" / f"{name}.schema.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def _members(schema: str, place: str = "#") -> str:
    """The members of an object of a schema."""
    whole = schema_of(schema)
    about = _at(whole, place)
    rows = [_row(whole, name, one, about) for name, one in about["properties"].items()]
    for pattern, one in about.get("patternProperties", {}).items():
        rows.append(_row(whole, f"/{pattern}/", one, about))
    known = {(row[-2], row[-1]) for row in rows}
    head = ["member", "required", "type", "range", "meaning"]
    before = ""
    if len(known) == 1:
        grade, source = known.pop()
        before = f"Schema `{schema}`, grade {grade}" + ("" if source == "ecdkit" else f": {source}")
        before += ".\n\n"
        rows = [row[:-2] for row in rows]
    else:
        head += ["grade", "source"]
        before = f"Schema `{schema}`.\n\n"
    if not any(row[3] for row in rows):
        head = [one for one in head if one != "range"]
        rows = [[*row[:3], *row[4:]] for row in rows]
    if about.get("additionalProperties") is False:
        before += "Other members are not allowed.\n\n"
    return before + _grid(head, rows)


def _at(whole: dict[str, Any], place: str) -> Any:
    found: Any = whole
    for token in place.split("/")[1:]:
        found = found[int(token) if isinstance(found, list) else token]
    return found


def _row(whole: dict[str, Any], name: str, one: dict[str, Any], about: dict[str, Any]) -> list[str]:
    unit = one.get("x-unit", "")
    unit = f" Unit: {unit}." if unit.lower() not in one["description"].lower() else ""
    return [
        f"`{name}`",
        "yes" if name in about.get("required", ()) else "no",
        _type(whole, one),
        _range(one),
        one["description"] + unit,
        one["x-grade"],
        one["x-source"],
    ]


def _type(whole: dict[str, Any], one: dict[str, Any]) -> str:
    if "const" in one or "enum" in one:
        return " or ".join(f"`{json.dumps(each)}`" for each in one.get("enum", [one.get("const")]))
    if "$ref" in one and "type" not in one:
        target = _at(whole, one["$ref"])
        return f"*{target['title']}*" if "title" in target else _type(whole, target)
    if "then" in one and "null" in one.get("type", ()):
        # An object, told elsewhere, or null.
        return f"{_type(whole, one['then'])} or null"
    kinds = one.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    items = one.get("items")
    said = [
        f"array of {_plural(_type(whole, items))}" if kind == "array" and items else _TYPES[kind]
        for kind in kinds
    ]
    return " or ".join(said) or "any"


def _plural(name: str) -> str:
    plain = {"integer", "number", "string", "object"}
    if name in plain:
        return name + "s"
    if " or " in name:
        return f"({' or '.join(map(_plural, name.split(' or ')))})"
    if name.startswith("array of "):
        return "arrays" + name.removeprefix("array")
    return name


def _range(one: dict[str, Any]) -> str:
    said = []
    for about, what in ((one, ""), (one.get("items", {}), "each ")):
        low, high = about.get("minimum"), about.get("maximum")
        if low is not None and high is not None:
            said.append(f"{what}{low} to {high}")
        elif low is not None:
            said.append(f"{what}at least {low}")
    fewest, most = one.get("minItems"), one.get("maxItems")
    if fewest is not None and fewest == most:
        said.append(f"{fewest} elements")
    elif fewest is not None:
        said.append(f"at least {fewest} element{'s' * (fewest != 1)}")
    if "maxLength" in one and "pattern" not in one:
        said.append(f"at most {one['maxLength']} characters")
    if one.get("contentEncoding") == "base64":
        said.append("base64")
    elif "pattern" in one:
        said.append(f"matches `{one['pattern']}`".replace("|", "\\|"))
    if "$ref" in one and one["$ref"].endswith("/pointer"):
        said.append("JSON pointer")
    return ", ".join(said)


def _grid(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _example(schema: str, number: str = "0") -> str:
    """An example of a whole document of a schema."""
    from ecdkit.text.jsontext import JsonText
    from ecdkit.text.printer import canonical

    value = json.dumps(schema_of(schema)["examples"][int(number)])
    return f"```json\n{canonical(JsonText.parse(value)).to_bytes().decode()}```"


def _limits() -> str:
    """The limits of ecdkit."""
    from ecdkit.deep_learning import LARGEST_EMBEDDED
    from ecdkit.limits import DEFAULT_LIMITS
    from ecdkit.text.jsontext import FULL_BELOW

    rows = [
        ["size of a document", "", f"{DEFAULT_LIMITS.size:,}", "bytes"],
        ["nesting of arrays and objects", "ECD-0201", f"{DEFAULT_LIMITS.depth:,}", "levels"],
        ["length of a number", "ECD-0202", f"{DEFAULT_LIMITS.number:,}", "characters"],
        ["problems in a report", "ECD-0204", f"{DEFAULT_LIMITS.problems:,}", "problems"],
        ["size of an embedded model", "ECD-1310", f"{LARGEST_EMBEDDED:,}", "bytes"],
        ["size up to which wide numbers are told", "ECD-0131", f"{FULL_BELOW:,}", "bytes"],
    ]
    return _grid(["what", "requirement", "ecdkit's own limit", "unit"], rows)


def _rules() -> str:
    """All rules, by requirement."""
    from ecdkit.validation.catalogue import catalogue

    rows = []
    for one in sorted(catalogue(), key=lambda rule: (rule.requirement or "", rule.code)):
        severity = one.severity
        for name, other in one.exceptions:
            severity += f"; in a {name.replace('-', ' ')} {other}"
        rows.append([one.requirement or "", f"`{one.code}`", severity, f"{one.title}."])
    return _grid(["requirement", "code", "severity", "asks that"], rows)


def _names() -> str:
    """The names by which a model definition is told."""
    from ecdkit.formats.model_definition.signature import BAND_NAMES_PREFIX, COMMON, TELLING

    told = ", ".join(f"`{name}`" for name in sorted(TELLING))
    common = ", ".join(f"`{name}`" for name in sorted(COMMON))
    return (
        f"*Telling names*: {told}, and every name that begins with `{BAND_NAMES_PREFIX}`.\n\n"
        f"*Common names*: {common}."
    )


def _learnt_names() -> str:
    """The names that arcgis.learn gives members, beside those of the tables."""
    from ecdkit.formats.model_definition.learnt import LEARNT_NAMES

    return ", ".join(f"`{name}`" for name in sorted(LEARNT_NAMES)) + "."


_TABLES: dict[str, Callable[..., str]] = {
    "members": _members,
    "example": _example,
    "limits": _limits,
    "rules": _rules,
    "names": _names,
    "learnt-names": _learnt_names,
}


def main() -> None:
    """Write the tables of all pages."""
    for page in pages():
        text = page.read_text("utf-8")
        written = with_tables(text)
        if written != text:
            page.write_bytes(written.encode())


if __name__ == "__main__":
    main()
