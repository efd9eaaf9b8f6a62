"""What a schema cannot say of an endmember definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.codec import Mismatch
from ecdkit.codec.rules import WRONG_LENGTH
from ecdkit.codec.structure import structure
from ecdkit.formats.common_rules import COUNT_MISMATCH, count_rule, integer_of
from ecdkit.formats.endmember_definition.model import Endmember
from ecdkit.formats.endmember_definition.spelling import spelling_of
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.document import Document
    from ecdkit.problems import Problem
    from ecdkit.text.view import View

__all__ = ["rules"]


def rules(doc: Document) -> Iterator[Problem]:
    """Yield what is wrong with a document of a version whose structure is known."""
    root = doc.text.root
    endmembers = root.get("Endmembers")
    if doc.version not in doc.format.versions or endmembers is None:
        return
    spelling = spelling_of(root)
    yield from count_rule(root, spelling.endmembers, "Endmembers")
    found = list(_sound(endmembers))
    yield from _band_rules(root, spelling.bands, found)


def _sound(endmembers: View) -> Iterator[tuple[View, Endmember]]:
    """Yield the endmembers whose structure is right, with their places."""
    for view in endmembers.elements():
        try:
            yield view, structure(view, Endmember)
        except Mismatch:
            continue


def _band_rules(root: View, key: str, found: list[tuple[View, Endmember]]) -> Iterator[Problem]:
    place, bands = root.get(key), integer_of(root, key)
    if place is None or bands is None:
        return
    lengths = {len(one.spectral_profile) for _, one in found}
    if len(lengths) == 1 and bands not in lengths:
        # All spectra agree, so it is the count that lies.
        length = lengths.pop()
        message = f"{key} is {cut(str(bands))}, but every spectrum has {length:,} bands"
        yield COUNT_MISMATCH.at(place, message)
        return
    for view, one in found:
        length = len(one.spectral_profile)
        if length != bands:
            spectrum = view.get("SpectralProfile")
            assert spectrum is not None
            message = f"SpectralProfile has {length:,} numbers, but {key} is {cut(str(bands))}"
            yield WRONG_LENGTH.at(spectrum, message)
