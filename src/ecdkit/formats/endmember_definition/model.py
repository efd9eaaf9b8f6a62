"""The models of endmember definitions, which are documented by one example in each spelling.

Source of every member: the examples on the pages of *Linear Spectral Unmixing*, of ArcGIS Pro 2.6
and 2.7 (spelling a) and of ArcGIS Pro 3 (spelling b).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ecdkit.codec import (
    Extra,
    ExtraField,
    Model,
    NumbersField,
    Several,
    extra_members,
    member,
    model,
    numbers,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = [
    "Endmember",
    "EndmemberDefinition",
    "EndmemberDefinition1a",
    "EndmemberDefinition1b",
]


@model
class Endmember(Model):
    """One endmember: the spectrum of a pure material (documented by example).

    Attributes:
        endmember_id: the number that stands for it.
        endmember_name: its name; outer spaces are kept.
        extra: members that the examples do not show.
    """

    endmember_id: int = member("EndmemberID")
    endmember_name: str = member("EndmemberName")
    _spectral_profile: NumbersField = numbers("SpectralProfile", 1, alias="spectral_profile")
    extra: ExtraField = extra_members(factory=Extra)

    @property
    def spectral_profile(self) -> npt.NDArray[np.float64]:
        """Its value in each band: float64 of shape (bands,), in units of the raster, read-only."""
        return self._spectral_profile.array


@model
class EndmemberDefinition1a(Model):
    """An endmember definition of FileVersion 1 in the spelling of ArcGIS Pro 2 (documented).

    Attributes:
        esri_endmember_definition_file: 0 in the examples.
        file_version: the version of the format.
        number_endmembers: how many endmembers there are.
        number_bands: how many bands each spectrum has.
        endmembers: the endmembers.
        extra: members that the examples do not show.
    """

    esri_endmember_definition_file: int = member("EsriEndmemberDefinitionFile", default=0)
    file_version: int = member("FileVersion", default=1)
    number_endmembers: int = member("NumberEndmembers", minimum=0)
    number_bands: int = member("NumberBands", minimum=0)
    endmembers: Several[Endmember] = member("Endmembers", sequence=True)
    extra: ExtraField = extra_members(factory=Extra)


@model
class EndmemberDefinition1b(Model):
    """An endmember definition of FileVersion 1 in the spelling of ArcGIS Pro 3 (documented).

    Attributes:
        esri_endmember_definition_file: 0 in the examples.
        file_version: the version of the format.
        number_endmembers: how many endmembers there are.
        number_bands: how many bands each spectrum has.
        endmembers: the endmembers.
        extra: members that the examples do not show.
    """

    esri_endmember_definition_file: int = member("EsriEndmemberDefinitionFile", default=0)
    file_version: int = member("FileVersion", default=1)
    number_endmembers: int = member("NumberOfEndmembers", minimum=0)
    number_bands: int = member("NumberOfBands", minimum=0)
    endmembers: Several[Endmember] = member("Endmembers", sequence=True)
    extra: ExtraField = extra_members(factory=Extra)


EndmemberDefinition: TypeAlias = EndmemberDefinition1a | EndmemberDefinition1b
