"""Hypothesis strategies for endmember definitions, in both spellings."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from ecdkit.formats.endmember_definition.model import (
    Endmember,
    EndmemberDefinition,
    EndmemberDefinition1a,
    EndmemberDefinition1b,
)
from ecdkit.testing.parts import class_names, rows, with_extra

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["endmember_definitions"]


def endmember_definitions(
    *, sound: bool = False, of: type[EndmemberDefinition] | None = None
) -> SearchStrategy[EndmemberDefinition]:
    """Return endmember definitions in both spellings.

    Args:
        sound: whether validation finds nothing in them: counts are true, endmembers differ, and
            there are not more of them than bands.
        of: the spelling, if it is to be one only.
    """
    if of is None:
        return _all_endmember_definitions(sound)
    return _endmember_definitions(sound, of)


@functools.cache
def _all_endmember_definitions(sound: bool) -> SearchStrategy[EndmemberDefinition]:
    return _endmember_definitions(sound, EndmemberDefinition1a, EndmemberDefinition1b)


def _endmember_definitions(
    sound: bool, *kinds: type[EndmemberDefinition]
) -> SearchStrategy[EndmemberDefinition]:
    return st.one_of(
        *(with_extra(_of(kind, bands, sound), kind) for kind in kinds for bands in range(6))
    )


def _of(
    kind: type[EndmemberDefinition], bands: int, sound: bool
) -> SearchStrategy[EndmemberDefinition]:
    def built(endmembers: list[Endmember], marker: int, lie: int) -> EndmemberDefinition:
        return kind(
            esri_endmember_definition_file=marker,
            file_version=1,
            number_endmembers=len(endmembers) if sound else lie,
            number_bands=bands,
            endmembers=tuple(endmembers),
        )

    endmembers = st.builds(
        Endmember,
        endmember_id=st.integers(0, 300) if sound else st.integers(-(10**25), 10**25),
        endmember_name=class_names(sound),
        spectral_profile=rows(1, bands).map(lambda found: found[0]),
    )
    listed = st.lists(
        with_extra(endmembers, Endmember),
        min_size=min(bands, 1),
        max_size=bands if sound else 4,
        unique_by=_APART if sound else None,
    )
    return st.builds(built, listed, st.integers(-1, 1), st.integers(0, 3))


_APART = (
    lambda one: one.endmember_id,
    lambda one: one.endmember_name,
    lambda one: one.spectral_profile.tobytes(),
)
