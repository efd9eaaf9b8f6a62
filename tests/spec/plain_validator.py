"""A check of structure written from the pages of the specification and from `schemas/` alone."""

from __future__ import annotations

import re

from plain_reader import is_wide, pointer

TYPES = {
    "object": {"object"},
    "array": {"array"},
    "string": {"string"},
    "integer": {"number"},
    "number": {"number", "non-finite"},
    "boolean": {"true", "false"},
    "null": {"null"},
}
INTEGER = re.compile(r"0|-?[1-9][0-9]*")
BASE64 = re.compile(r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def plain(name):
    """ECD-0403: the plain form of a name."""
    return "".join(one for one in name.casefold() if one not in " _-.")


def member(node, name):
    """ECD-0121: of members of one name the last."""
    found = None
    for (known, _, _), item in zip(node.names, node.items, strict=True):
        found = item if known == name else found
    return found


def name_start(node, name):
    return next(start for known, start, _ in reversed(node.names) if known == name)


class Validator:
    """Judges a document by a schema, and collects codes, pointers and offsets."""

    def __init__(self, schema):
        self.schema = schema
        self.found = []

    def tell(self, code, path, at):
        self.found.append((code, pointer(path), at))

    def judge(self, node, about, path):
        about = self.resolved(node, about)
        if not self.is_of_type(node, about, path):
            return
        if node.kind == "object":
            self.members(node, about, path)
        elif node.kind == "array":
            self.elements(node, about, path)
        elif node.kind == "number":
            self.in_range(node, about, path)
        elif node.kind == "string":
            self.form(node, about, path)

    def resolved(self, node, about):
        """What a schema asks of a value, through references and branches."""
        if "$ref" in about:
            target = self.schema["$defs"][about["$ref"].removeprefix("#/$defs/")]
            about = {**target, **{key: one for key, one in about.items() if key != "$ref"}}
            return self.resolved(node, about)
        if "if" in about:
            branch = about["then"] if holds(node, about["if"]) else about["else"]
            rest = {key: one for key, one in about.items() if key not in ("if", "then", "else")}
            return self.resolved(node, {**rest, **branch})
        return about

    def is_of_type(self, node, about, path):
        if "const" in about:
            kinds = ["integer" if type(about["const"]) is int else "string"]
        else:
            kinds = about.get("type", [])
            kinds = [kinds] if isinstance(kinds, str) else kinds
        if not kinds:
            return True
        if not any(node.kind in TYPES[kind] for kind in kinds):
            self.tell("wrong-type", path, node.start)
            return False
        if node.kind == "number" and "integer" in kinds and not INTEGER.fullmatch(node.token):
            # ECD-0133: what no double can hold is no double, whole or not.
            whole = not is_wide(node.token) and float(node.token).is_integer()
            self.tell("integer-spelling" if whole else "wrong-type", path, node.start)
            return False
        return True

    def members(self, node, about, path):
        known = about.get("properties", {})
        names = [name for name, _, _ in node.names]
        # ECD-0402: of several the first.
        strangers = {plain(name): name for name in reversed(names) if name not in known}
        for name in about.get("required", ()):
            if name in names:
                continue
            meant = strangers.get(plain(name))
            if meant is None:
                self.tell("missing-member", path, node.start)
            else:
                self.tell("missing-member", (*path, meant), name_start(node, meant))
        for name, inner in known.items():
            item = member(node, name)
            if item is not None:
                self.judge(item, inner, (*path, name))

    def elements(self, node, about, path):
        fewest, most = about.get("minItems", 0), about.get("maxItems", len(node.items))
        if not fewest <= len(node.items) <= most:
            self.tell("wrong-length", path, node.start)
        inner = about.get("items")
        if inner is None:
            return
        numeric = inner.get("type") == "number" or inner.get("items", {}).get("type") == "number"
        before = len(self.found)
        for at, item in enumerate(node.items):
            self.judge(item, inner, (*path, at))
            if numeric and len(self.found) > before:
                # ECD-0410: of an array of numbers the first, and no other.
                return

    def in_range(self, node, about, path):
        value = int(node.token) if INTEGER.fullmatch(node.token) else None
        if value is None:
            return
        low, high = about.get("minimum", value), about.get("maximum", value)
        if not low <= value <= high:
            self.tell("out-of-range", path, node.start)

    def form(self, node, about, path):
        if about.get("contentEncoding") == "base64":
            if not BASE64.fullmatch(node.value):
                self.tell("not-base64", path, node.start)
        elif "pattern" in about and not re.fullmatch(about["pattern"], node.value):
            self.tell("bad-form", path, node.start)


def holds(node, about):
    """Whether a condition of the schemas holds; they use few words."""
    words = {
        "type": lambda said: node.kind in TYPES[said],
        "required": lambda said: node.kind != "object" or all(member(node, one) for one in said),
        "properties": lambda said: (
            node.kind != "object"
            or all(
                member(node, name) is None or holds(member(node, name), inner)
                for name, inner in said.items()
            )
        ),
        "const": lambda said: node.value == said and node.kind == "string",
        "not": lambda said: not holds(node, said),
        "anyOf": lambda said: any(holds(node, one) for one in said),
        "allOf": lambda said: all(holds(node, one) for one in said),
        "minLength": lambda said: node.kind != "string" or len(node.value) >= said,
        "pattern": lambda said: node.kind != "string" or re.search(said, node.value) is not None,
        "propertyNames": lambda said: all(holds_name(name, said) for name, _, _ in node.names),
    }
    return all(words[word](said) for word, said in about.items())


def holds_name(name, about):
    return re.search(about["not"]["pattern"], name) is None
