"""Which words a skeleton may show: those that are published, and names that look like a program's.

A word of the published formats tells nothing about anybody's data, wherever it stands. Everything
else might be data.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from ecdkit.formats.model_definition.learnt import LEARNT_NAMES
from ecdkit.formats.model_definition.signature import BAND_NAMES_PREFIX, known_names
from ecdkit.formats.registry import formats
from ecdkit.validation.schemas import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_identifier", "is_known_name", "known_classifier"]

# Longer names, and such with the number of a parcel or a date, are rather data.
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONGEST = 40
_MANY_DIGITS = 4

# Classifiers and frameworks that pages of Esri speak of, without spaces and in small letters. How
# they are spelled in files is known of two: MaximumLikelihood and CNTK.
_CLASSIFIERS = frozenset(
    {
        "ace",
        "cem",
        "cntk",
        "iso",
        "isocluster",
        "keras",
        "knearestneighbor",
        "knearestneighbour",
        "knn",
        "linearspectralunmixing",
        "maximumlikelihood",
        "mf",
        "mlc",
        "onnx",
        "pytorch",
        "randomforest",
        "randomtrees",
        "randomtreesregression",
        "regression",
        "sam",
        "sid",
        "spectralanglemapper",
        "spectralinformationdivergence",
        "supportvectormachine",
        "svm",
        "tensorflow",
    }
)
_AROUND = re.compile(r"^esri|(?:classifier|classification|definition|model)$")


def is_known_name(name: str) -> bool:
    """Whether a name is one of the published formats."""
    if name in _names():
        return True
    return not _is_sentence(name) and bool(known_names({name}))


def is_identifier(name: str) -> bool:
    """Whether a name looks like one that a programmer chose."""
    return (
        len(name) <= _LONGEST
        and _IDENTIFIER.fullmatch(name) is not None
        and sum(map(str.isdigit, name)) < _MANY_DIGITS
        and not _is_sentence(name)
    )


def known_classifier(text: str) -> bool:
    """Whether a text is the name of a classifier in any spelling, such as "Random Trees"."""
    if len(text) > _LONGEST or not text.isascii() or not re.fullmatch(r"[A-Za-z _-]*", text):
        return False
    plain = re.sub("[^a-z]", "", text.lower())
    return bool({plain, _AROUND.sub("", plain)} & _CLASSIFIERS)


def _is_sentence(name: str) -> bool:
    """Whether a name is that to which writers of model definitions add a sentence of theirs."""
    return name.startswith(BAND_NAMES_PREFIX) and name != BAND_NAMES_PREFIX


@functools.cache
def _names() -> frozenset[str]:
    described = (
        name
        for one in formats()
        for schema_name in one.schemas.values()
        for name in _properties(schema(schema_name))
    )
    return LEARNT_NAMES.union(described)


def _properties(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        yield from found.get("properties", {})
        for inner in found.values():
            yield from _properties(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from _properties(inner)
