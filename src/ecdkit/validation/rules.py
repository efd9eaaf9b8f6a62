"""The rules of text: what makes it JSON, a document that is known, and the same to all readers."""

from __future__ import annotations

from ecdkit.limits import OTHER_LIMITS
from ecdkit.problems import Rule

__all__ = [
    "DUPLICATE_NAME",
    "ENCODING",
    "FORMAT",
    "LIMIT",
    "LONE_SURROGATE",
    "NON_FINITE_NUMBER",
    "RULES",
    "SCHEMA",
    "SYNTAX",
    "UNKNOWN_VERSION",
    "WIDE_NUMBER",
]

_JSON = "RFC 8259"

ENCODING = Rule(
    "encoding",
    "error",
    "The file is text in UTF-8, or in the encoding that its byte order mark tells",
    "The bytes cannot be read as characters. Files that were written on Windows in a language "
    "other than English may be in a code page. Name the encoding with --encoding, in Python "
    "encoding=; then save the file in UTF-8, which every reader takes.",
    grade="documented",
    source=_JSON,
    requirement="ECD-0101",
)
SYNTAX = Rule(
    "syntax",
    "error",
    "The text is JSON",
    "Readers refuse the whole file from the first mistake on. The usual ones: a comma behind the "
    "last element, single quotes, a missing comma, single backslashes in a Windows path, a "
    "comment, a byte order mark in the middle, a file that was cut off, a merge that nobody has "
    "finished. What can be repaired without a doubt, ecd validate --fix repairs, and shows it "
    "first. NaN and Infinity are another rule's: they are read, and reported.",
    grade="documented",
    source=_JSON,
    requirement="ECD-0110",
)
LIMIT = Rule(
    "limit",
    "error",
    "The document is within the limits of what is read",
    "Nesting of many levels and numbers of thousands of digits cost more than any definition "
    "needs, and are refused before they do. In Python other limits can be given: ecdkit.Limits.",
    hint=OTHER_LIMITS,
    source="ecdkit.Limits",
    requirement="ECD-0201",
)
FORMAT = Rule(
    "format",
    "error",
    "The root says which document this is",
    "A document is told by the name of a member of its root, never by the name of its file: "
    "several programs use the extension .ecd. The text is JSON, but nothing that ecdkit knows.",
    source="ecdkit: what is none of the formats that it knows is not guessed at",
    requirement="ECD-0006",
)
DUPLICATE_NAME = Rule(
    "duplicate-name",
    "error",
    "No two members of an object have the same name",
    "Nearly every reader takes the last one and says nothing of the others, so what somebody "
    "reads in the file is not what a program uses. Remove the member that is not meant.",
    hint="readers take the last one; remove the other",
    grade="documented",
    source=f"{_JSON}, section 4",
    requirement="ECD-0120",
)
NON_FINITE_NUMBER = Rule(
    "non-finite-number",
    "error",
    "A number is finite",
    "JSON has no spelling for NaN and Infinity. Some writers emit them all the same, most readers "
    "refuse the whole file. A statistic that is no number comes from a class without samples, or "
    "from a division by zero: train again, or remove the class.",
    hint="most readers refuse the file; write a number",
    grade="documented",
    source=f"{_JSON}, section 6",
    requirement="ECD-0113",
)
WIDE_NUMBER = Rule(
    "wide-number",
    "warning",
    "A number fits a double",
    "Readers turn numbers into doubles, which end at 1.8e308. A larger one becomes infinity, or "
    "the file is refused. They begin at 5e-324: one that is nearer to 0 becomes 0.",
    hint="write a number below 1.8e308",
    grade="documented",
    source=f"{_JSON}, section 6",
    requirement="ECD-0131",
)
LONE_SURROGATE = Rule(
    "lone-surrogate",
    "warning",
    "A string holds whole characters",
    "Characters beyond U+FFFF are written as two escapes, a pair of surrogates. One without the "
    "other is no character: readers refuse the string or replace it. Usually a text was cut "
    "between the two.",
    hint="complete the pair, or remove the half",
    grade="documented",
    source=f"{_JSON}, section 8.2",
    requirement="ECD-0114",
)
UNKNOWN_VERSION = Rule(
    "unknown-version",
    "warning",
    "The version of the format is one that is published",
    "Nobody has published what a document of this version holds. It is kept as it is, byte for "
    "byte, and nothing but its text is checked.",
    source="ecdkit: nothing is claimed of what is not known",
    requirement="ECD-0011",
)
SCHEMA = Rule(
    "schema",
    "error",
    "The published JSON Schema takes the document",
    "The schema refuses what the structure check let pass. The two are tested to agree, so this "
    "is a defect of ecdkit: please report it.",
    hint="please report this: the structure check should have told it",
    source="the JSON Schemas of ecdkit",
    requirement="ECD-0420",
)

RULES = (
    ENCODING,
    SYNTAX,
    LIMIT,
    FORMAT,
    DUPLICATE_NAME,
    NON_FINITE_NUMBER,
    WIDE_NUMBER,
    LONE_SURROGATE,
    UNKNOWN_VERSION,
    SCHEMA,
)
