"""The two spellings of FileVersion 1, which only the names of its two counts tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecdkit.formats.format import ClassKeys

if TYPE_CHECKING:
    from ecdkit.text.view import View

__all__ = ["ENDMEMBER_KEYS", "SPELLINGS", "Spelling", "spelling_of"]


class Spelling(NamedTuple):
    """One spelling: what it is called here, and the names of its counts.

    Attributes:
        version: the version of the format in this spelling.
        endmembers: the member that counts the endmembers.
        bands: the member that counts the bands.
    """

    version: str
    endmembers: str
    bands: str


SPELLINGS = (
    Spelling("1a", "NumberEndmembers", "NumberBands"),
    Spelling("1b", "NumberOfEndmembers", "NumberOfBands"),
)

ENDMEMBER_KEYS = (ClassKeys("EndmemberID", "EndmemberName", ()),)


def spelling_of(root: View) -> Spelling:
    """Return the spelling of which a document has most; the older one where it has both alike."""
    keys = set(root.keys())
    return max(SPELLINGS, key=lambda spelling: len(keys & set(spelling[1:])))
