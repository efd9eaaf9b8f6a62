"""What a schema cannot say of an endmember definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.codec import Mismatch
from ecdkit.codec.rules import WRONG_LENGTH
from ecdkit.codec.structure import structure
from ecdkit.formats.common_rules import (
    COUNT_MISMATCH,
    DUPLICATE_CLASS_NAME,
    NAME_OUTER_SPACE,
    count_rule,
    counted,
    integer_of,
    member_of,
)
from ecdkit.formats.endmember_definition.model import Endmember
from ecdkit.formats.endmember_definition.spelling import SPELLINGS, spelling_of
from ecdkit.problems import Rule
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.document import Document
    from ecdkit.problems import Problem
    from ecdkit.text.view import View

__all__ = [
    "DUPLICATE_ENDMEMBER_ID",
    "EQUAL_SPECTRA",
    "MIXED_SPELLING",
    "MORE_ENDMEMBERS_THAN_BANDS",
    "RULES",
    "rules",
]

_FORMATS = ("endmember-definition",)
_UNMIXING = "ArcGIS Pro, Linear Spectral Unmixing"

DUPLICATE_ENDMEMBER_ID = Rule(
    "duplicate-endmember-id",
    "error",
    "No two endmembers have the same EndmemberID",
    "The number stands for the endmember. Two endmembers with one number cannot be told apart by "
    "it. Give one of them another number.",
    hint="give one of them another number",
    formats=_FORMATS,
    grade="inferred",
    source="the name of the member",
    requirement="ECD-3010",
)
MORE_ENDMEMBERS_THAN_BANDS = Rule(
    "more-endmembers-than-bands",
    "warning",
    "There are not more endmembers than bands",
    "Linear spectral unmixing solves one equation for each band, and has one unknown for each "
    "endmember; the tool asks for no more classes than bands. Other uses of the spectra may do "
    "with more, so this is a warning. Leave endmembers out, or use more bands.",
    hint="linear spectral unmixing takes at most as many endmembers as bands",
    formats=_FORMATS,
    grade="documented",
    source=_UNMIXING,
    requirement="ECD-3011",
)
EQUAL_SPECTRA = Rule(
    "equal-spectra",
    "warning",
    "No two endmembers have the same spectrum",
    "Two endmembers of one spectrum cannot be told apart in any pixel, and linear spectral "
    "unmixing has no single answer. Correct one of the spectra, or leave one endmember out.",
    hint="correct one of the spectra, or leave one out",
    formats=_FORMATS,
    grade="inferred",
    source="the equations of linear spectral unmixing",
    requirement="ECD-3012",
)
MIXED_SPELLING = Rule(
    "mixed-spelling",
    "warning",
    "The two counts have names of one spelling",
    "Older files say NumberEndmembers and NumberBands, newer ones NumberOfEndmembers and "
    "NumberOfBands. This one has names of both. Readers go by the names of their own version and "
    "ignore or miss the others. Remove the names of the other spelling, or rename them "
    "where a count is missing.",
    hint="remove the member of the other spelling",
    formats=_FORMATS,
    grade="inferred",
    source="the two documented examples",
    requirement="ECD-3002",
)

RULES = (
    DUPLICATE_ENDMEMBER_ID,
    MORE_ENDMEMBERS_THAN_BANDS,
    EQUAL_SPECTRA,
    MIXED_SPELLING,
)


def rules(doc: Document) -> Iterator[Problem]:
    """Yield what is wrong with a document of a version whose structure is known."""
    root = doc.text.root
    endmembers = root.get("Endmembers")
    if doc.version not in doc.format.versions or endmembers is None:
        return
    spelling = spelling_of(root)
    yield from count_rule(root, spelling.endmembers, "Endmembers")
    for other in SPELLINGS:
        for key, own in zip(other[1:], spelling[1:], strict=True) if other is not spelling else ():
            place = root.get(key)
            if place is not None:
                message = f"{key} is no member of the spelling with {spelling.endmembers}"
                hint = None if root.get(own) is not None else f"name it {own}"
                yield MIXED_SPELLING.at(place, message, hint)
    found = list(_sound(endmembers))
    yield from _band_rules(root, spelling.bands, found)
    yield from _difference_rules(found)
    bands = {len(one.spectral_profile) for _, one in found}
    if len(bands) == 1 and len(found) > max(bands):
        message = f"there are more endmembers ({len(found):,}) than bands ({max(bands):,})"
        yield MORE_ENDMEMBERS_THAN_BANDS.at(endmembers, message)


def _sound(endmembers: View) -> Iterator[tuple[View, Endmember]]:
    """Yield the endmembers whose structure is right, with their places."""
    for view in endmembers.elements():
        try:
            yield view, structure(view, Endmember)
        except Mismatch:
            continue


def _difference_rules(found: list[tuple[View, Endmember]]) -> Iterator[Problem]:
    """Numbers, names and spectra tell endmembers apart (each is told at the later one)."""
    first: dict[tuple[str, object], View] = {}
    for view, one in found:
        for rule, key, what, value in (
            (DUPLICATE_ENDMEMBER_ID, "EndmemberID", "number", one.endmember_id),
            (DUPLICATE_CLASS_NAME, "EndmemberName", "name", one.endmember_name),
            # No spectrum at all is no equal one.
            (EQUAL_SPECTRA, "SpectralProfile", "spectrum", one.spectral_profile.tobytes() or None),
        ):
            place = member_of(view, key)
            if value is not None and first.setdefault((key, value), place) is not place:
                message = f"the {what} of two endmembers is the same"
                yield rule.at(place, message, f"the first is {first[key, value].pointer}")
    for view, one in found:
        name = one.endmember_name
        if name != name.strip():
            message = f"the name {cut(repr(name))} begins or ends with a space"
            yield NAME_OUTER_SPACE.at(member_of(view, "EndmemberName"), message)


def _band_rules(root: View, key: str, found: list[tuple[View, Endmember]]) -> Iterator[Problem]:
    bands = integer_of(root, key)
    if bands is None:
        return
    lengths = {len(one.spectral_profile) for _, one in found}
    if len(lengths) == 1 and bands not in lengths:
        # All spectra agree, so it is the count that lies.
        length = lengths.pop()
        message = f"{key} is {cut(str(bands))}, but every spectrum has {counted(length, 'band')}"
        yield COUNT_MISMATCH.at(member_of(root, key), message)
        return
    for view, one in found:
        length = len(one.spectral_profile)
        if length != bands:
            numbers = counted(length, "number")
            message = f"SpectralProfile has {numbers}, but {key} is {cut(str(bands))}"
            yield WRONG_LENGTH.at(member_of(view, "SpectralProfile"), message)
