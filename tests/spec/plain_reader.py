"""A reader, printer and editor of texts, written from the pages of the specification alone.

It is slow and plain, and shares no line with the library. The tests hold the two to one mind, so
that whoever implements the pages gets what the library does.
"""

from __future__ import annotations

import json
import math
import re
from fractions import Fraction

MARKS = [
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
]
WHITE = " \t\n\r"
WORD = re.compile(r"[A-Za-z0-9_\-+.#()]+")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
NONFINITE = re.compile(
    r"-?(NaN|NAN|nan|Infinity|INFINITY|infinity|Inf|INF|inf)(\((ind|IND|snan|SNAN)\))?"
    r"|-?1\.#(INF|inf|IND|ind|QNAN|qnan|SNAN|snan)0*"
)
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class BadError(Exception):
    """The text is no JSON; where, as an offset in characters (of bytes, as their line and column)."""

    def __init__(self, at):
        super().__init__(at)
        self.at = at


def decoded(content):
    """ECD-0101 to ECD-0106: the text of a file, its encoding and its mark."""
    mark, name = next((one for one in MARKS if content.startswith(one[0])), (b"", "utf-8"))
    rest = content[len(mark) :]
    if not mark and b"\x00" in content[:4]:
        before = content[: content.index(b"\x00")].decode("ascii", "replace")
        raise BadError(place(before, len(before)))
    try:
        return rest.decode(name), name, mark
    except UnicodeDecodeError as error:
        before = rest[: error.start].decode(name)
        raise BadError(place(before, len(before))) from None


def place(text, at):
    """ECD-0160 and ECD-0161."""
    before = text[:at]
    # Between the two characters of a line's end the line has not ended.
    whole = before + ("\n" if text[at - 1 : at + 1] == "\r\n" and at else "")
    lines = re.split("\r\n|\r|\n", whole)
    if whole != before:
        lines.pop()
    return len(lines), len(lines[-1]) + 1


class Node:
    def __init__(self, kind, start):
        self.kind, self.start, self.end = kind, start, start
        self.items, self.names, self.token, self.value = [], [], "", None

    @property
    def is_leaf(self):
        """An array in which no string and no object stands, at any depth."""
        return self.kind == "array" and all(
            one.kind not in ("string", "object") and (one.kind != "array" or one.is_leaf)
            for one in self.items
        )


class Reader:
    def __init__(self, text):
        self.text, self.at = text, 0

    def document(self):
        self.space()
        root = self.value()
        self.space()
        if self.at < len(self.text):
            raise BadError(self.at)
        return root

    def space(self):
        while self.here() in WHITE and self.here():
            self.at += 1

    def here(self):
        return self.text[self.at : self.at + 1]

    def value(self):
        node = Node("", self.at)
        if self.here() == "{":
            self.container(node, "object", "}")
        elif self.here() == "[":
            self.container(node, "array", "]")
        elif self.here() == '"':
            node.kind, node.value = "string", self.string()
        else:
            node.kind = self.word()
        node.end = self.at
        node.token = self.text[node.start : node.end]
        return node

    def container(self, node, kind, closer):
        node.kind = kind
        self.at += 1
        self.space()
        comma = None
        while True:
            if self.here() == closer:
                if comma is not None:
                    raise BadError(comma)
                break
            if kind == "object":
                start = self.at
                if self.here() != '"':
                    raise BadError(self.at)
                name = self.string()
                end = self.at
                self.space()
                if self.here() != ":":
                    raise BadError(self.at)
                self.at += 1
                self.space()
                node.names.append((name, start, end))
            node.items.append(self.value())
            self.space()
            if self.here() != ",":
                if self.here() != closer:
                    raise BadError(self.at)
                break
            comma = self.at
            self.at += 1
            self.space()
        self.at += 1

    def string(self):
        self.at += 1
        units = []
        while True:
            one = self.here()
            if one == '"':
                self.at += 1
                break
            if one < " ":
                raise BadError(self.at)  # also the end of the text
            if one != "\\":
                units.append(one)
                self.at += 1
                continue
            follows = self.text[self.at + 1 : self.at + 2]
            digits = self.text[self.at + 2 : self.at + 6]
            if follows in ESCAPES and follows:
                units.append(ESCAPES[follows])
                self.at += 2
            elif follows == "u" and re.fullmatch("[0-9a-fA-F]{4}", digits):
                units.append(chr(int(digits, 16)))
                self.at += 6
            else:
                raise BadError(self.at)
        # Two escapes that make a pair are one character.
        return "".join(units).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")

    def word(self):
        found = WORD.match(self.text, self.at)
        if found is None:
            raise BadError(self.at)
        word = found[0]
        kinds = {"true": "true", "false": "false", "null": "null"}
        kind = kinds.get(word)
        if NUMBER.fullmatch(word):
            kind = "number"
        elif NONFINITE.fullmatch(word):
            kind = "non-finite"
        if kind is None:
            raise BadError(self.at)
        self.at = found.end()
        behind = self.here()
        if behind and behind not in WHITE + ",]}":
            raise BadError(self.at)
        return kind


def read(text):
    return Reader(text).document()


def pointer(path):
    return "".join("/" + str(one).replace("~", "~0").replace("/", "~1") for one in path)


def findings(root):
    """What ECD-0113, ECD-0114, ECD-0120 and ECD-0131 tell: code, pointer and offset."""
    return sorted(found_in(root, ()), key=lambda one: (one[2], one[0]))


def found_in(node, path):
    if node.is_leaf:
        told = set()
        for one, where in scalars(node, path):
            for code in of_number(one):
                if code not in told:
                    told.add(code)
                    yield code, pointer(where), one.start
        return
    for code in of_number(node):
        yield code, pointer(path), node.start
    if node.kind == "string" and is_half(node.value):
        yield "lone-surrogate", pointer(path), node.start
    yield from of_names(node, path)
    for at, one in enumerate(node.items):
        yield from found_in(one, (*path, node.names[at][0] if node.names else at))


def of_number(node):
    if node.kind == "non-finite":
        yield "non-finite-number"
    if node.kind == "number" and is_wide(node.token):
        yield "wide-number"


def of_names(node, path):
    seen = set()
    for name, start, _ in node.names:
        if name in seen:
            yield "duplicate-name", pointer(path), start
        seen.add(name)
        if is_half(name):
            yield "lone-surrogate", pointer(path), start


def scalars(node, path):
    for at, one in enumerate(node.items):
        if one.kind == "array":
            yield from scalars(one, (*path, at))
        else:
            yield one, (*path, at)


def is_half(characters):
    return any("\ud800" <= one <= "\udfff" for one in characters)


def is_wide(token):
    mantissa = re.split("[eE]", token)[0]
    if not any(mark in token for mark in ".eE"):
        try:
            return math.isinf(float(Fraction(token)))
        except OverflowError:
            return True
    value = float(token)
    return math.isinf(value) or (value == 0 and re.search("[1-9]", mantissa) is not None)


def canonical(node, text, indent=0):
    """ECD-0170, without the line feed at the end."""
    if node.kind not in ("object", "array"):
        return node.token
    opener, closer = "{}" if node.kind == "object" else "[]"
    parts = []
    for at, one in enumerate(node.items):
        name = ""
        if node.kind == "object":
            _, start, end = node.names[at]
            name = text[start:end] + ": "
        parts.append(name + canonical(one, text, indent + 2))
    if not parts:
        return opener + closer
    if node.kind == "array" and all(one.kind not in ("object", "array") for one in node.items):
        return "[" + ", ".join(parts) + "]"
    inner = "\n" + " " * (indent + 2)
    return opener + inner + ("," + inner).join(parts) + "\n" + " " * indent + closer


def starts(node, at):
    """Where a value begins, or its name."""
    return node.names[at][1] if node.kind == "object" else node.items[at].start


def removed(text, node, at):
    """ECD-0330 and ECD-0331."""
    last = len(node.items) - 1
    if last == 0:
        start, end = node.start + 1, node.end - 1
    elif at == 0:
        start, end = starts(node, 0), starts(node, 1)
    else:
        start, end = node.items[at - 1].end, node.items[at].end
    return text[:start] + text[end:]


def added(text, node, around, name, token):
    """ECD-0303, ECD-0321 and ECD-0322: a value behind the last one of an array or object.

    `around` are the array or object itself and those around it, from the innermost.
    """
    count = len(node.items)
    if count > 1:
        separator = text[node.items[-2].end : starts(node, count - 1)]
    else:
        lead = text[node.start + 1 : starts(node, 0)]
        if "\n" in lead or "\r" in lead:
            separator = "," + line_end(text, node.start) + re.split("[\r\n]", lead)[-1]
        else:
            separator = on_a_line(text, around)
    new = token
    if node.kind == "object":
        colon = text[node.names[0][2] : node.items[0].start]
        new = json.dumps(name) + colon + token
    end = node.items[-1].end
    return text[:end] + separator + new + text[end:]


def line_end(text, near):
    ends = [(found.start(), found[0]) for found in re.finditer("\r\n|\r|\n", text)]
    before = [end for start, end in ends if start < near]
    behind = [end for start, end in ends if start >= near]
    return before[-1] if before else behind[0]


def on_a_line(text, around):
    for one in around:
        if len(one.items) > 1:
            separator = text[one.items[0].end : starts(one, 1)]
            if "\n" not in separator and "\r" not in separator:
                return separator
    lined = any(
        re.search("[\r\n]", text[one.start + 1 : starts(one, 0)]) for one in around if one.items
    )
    named = [one for one in around if one.names]
    colon = text[named[0].names[0][2] : named[0].items[0].start] if named else ""
    return ", " if lined or colon.endswith(" ") else ","
