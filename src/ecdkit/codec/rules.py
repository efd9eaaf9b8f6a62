"""The rules of structure: types, ranges, lengths, and which members an object has."""

from __future__ import annotations

from ecdkit.problems import Rule

__all__ = [
    "BAD_FORM",
    "INTEGER_SPELLING",
    "MISSING_MEMBER",
    "MISSPELT_MEMBER",
    "NOT_BASE64",
    "OUT_OF_RANGE",
    "RULES",
    "WRONG_LENGTH",
    "WRONG_TYPE",
]

_SOURCE = "the JSON Schemas of ecdkit (ecd schema --list), each property with its own grade"

MISSING_MEMBER = Rule(
    "missing-member",
    "error",
    "An object has the members that its format asks for",
    "Readers look these members up by name and stop, or go on with a wrong value, where one is "
    "missing. The problem stands at the brace that opens the object, or at a member that nobody "
    "knows and that is spelled nearly so. Add the member, or rename that one; what values it may "
    "have is in the schema of the format (ecd schema).",
    hint="add the member",
    grade="inferred",
    source=_SOURCE,
    requirement="ECD-0402",
)
MISSPELT_MEMBER = Rule(
    "misspelt-member",
    "warning",
    "A member's name is spelled as its format spells it",
    "Members that a format does not know are legal and kept. This one is spelled nearly as a "
    "member that may be missing, and is, or as one that stands beside it in other capitals. "
    "Readers compare names exactly, so it has no effect. Rename it, or leave it alone if it is "
    "really another. Where the format asks for the member, it is the rule missing-member that "
    "tells it.",
    grade="inferred",
    source="the names of the members in the JSON Schemas of ecdkit",
    requirement="ECD-0403",
)
WRONG_TYPE = Rule(
    "wrong-type",
    "error",
    "A value is of the type that its format asks for",
    "A number in quotes is a string, and true is no number: readers that expect one type fail on "
    "another. Write the value as the type that the message names.",
    grade="documented",
    source=_SOURCE,
    requirement="ECD-0410",
)
INTEGER_SPELLING = Rule(
    "integer-spelling",
    "error",
    "An integer is written with digits only",
    "16.0, 1.6e1 and -0 are numbers, but readers that ask for an integer refuse them or turn them "
    "into something else. JSON Schema cannot see the difference; this rule can.",
    hint="write it without fraction, exponent and minus zero",
    source="ecdkit: readers differ in what they make of such a number",
    requirement="ECD-0411",
)
OUT_OF_RANGE = Rule(
    "out-of-range",
    "error",
    "A number is within the range that its format asks for",
    "Colours go from 0 to 255, counts begin at 0, and so do the indices of bands. What lies "
    "outside cannot be shown or counted.",
    grade="inferred",
    source=_SOURCE,
    requirement="ECD-0412",
)
WRONG_LENGTH = Rule(
    "wrong-length",
    "error",
    "An array has as many elements as its format asks for",
    "A colour has three channels, the means of a class have one number for each band. Readers "
    "take elements by their position, so one too many or too few shifts or ends the reading.",
    hint="add what is missing, or remove what is too much",
    grade="inferred",
    source=_SOURCE,
    requirement="ECD-0413",
)
BAD_FORM = Rule(
    "bad-form",
    "error",
    "A string has the form that its format asks for",
    "A SHA-256 is 64 hexadecimal digits in lower case; anything else is no digest. Write it again "
    "from the file, with sha256sum for instance.",
    hint="write it in that form",
    source=_SOURCE,
    requirement="ECD-0414",
)
NOT_BASE64 = Rule(
    "not-base64",
    "error",
    "Embedded bytes are base64",
    "The bytes of a file inside a document are written in base64 (RFC 4648, section 4): letters, "
    "digits, + and /, padded with = to a multiple of four, without white space. A string that was "
    "cut off, wrapped or edited no longer stands for a file. Embed the file again.",
    hint="embed the file again",
    source=_SOURCE,
    requirement="ECD-0415",
)

RULES = (
    MISSING_MEMBER,
    MISSPELT_MEMBER,
    WRONG_TYPE,
    INTEGER_SPELLING,
    OUT_OF_RANGE,
    WRONG_LENGTH,
    BAD_FORM,
    NOT_BASE64,
)
