"""The rules of templates: what their readers need, and what all that were seen have in common."""

from __future__ import annotations

from ecdkit.problems import Rule
from ecdkit.templates.template import NAME

__all__ = ["ABSOLUTE_PATH", "RULES", "UNPAIRED_ARGUMENT", "UNUSUAL_STRUCTURE", "XML_SYNTAX"]

XML_SYNTAX = Rule(
    "xml-syntax",
    "error",
    "The text is XML without a document type, foreign entities and inclusions",
    "A template that is no XML cannot be read at all. Document types and XInclude are XML, but no "
    "template has them: they let a file read other files or grow without bound, so they are "
    "refused before they are looked into.",
    formats=(NAME,),
    grade="documented",
    source="XML 1.0; the refusals are ecdkit's",
    requirement="ECD-6001",
)
UNPAIRED_ARGUMENT = Rule(
    "unpaired-argument",
    "warning",
    "A function has as many names of arguments as values",
    "Names and values of arguments are paired by their position. Where one has no partner, it is "
    "not said what it is, and those behind it may have the wrong ones.",
    hint="add the name or the value that is missing",
    formats=(NAME,),
    grade="observed",
    source="all templates that were seen",
    requirement="ECD-6002",
)
UNUSUAL_STRUCTURE = Rule(
    "unusual-structure",
    "note",
    "The structure is one that was seen in templates",
    "Esri publishes no schema of templates. raster-function-template.rng describes those that were "
    "seen. What differs may be right, and is kept; it may also be a slip of an editor.",
    formats=(NAME,),
    grade="observed",
    source="raster-function-template.rng",
    requirement="ECD-6003",
)
ABSOLUTE_PATH = Rule(
    "absolute-path-in-template",
    "warning",
    "A template has no absolute paths",
    "An absolute path leads nowhere on other machines, and tells of the one on which the template "
    "was made, often with the name of its author. ecd template paths lists them, and rewrites "
    "them with --relocate.",
    hint="rewrite it with `ecd template paths FILE --relocate .`",
    formats=(NAME,),
    source="ecdkit: a third of the public templates has some",
    requirement="ECD-6004",
)
RULES = (ABSOLUTE_PATH, UNPAIRED_ARGUMENT, UNUSUAL_STRUCTURE, XML_SYNTAX)
