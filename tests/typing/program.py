"""What a user may write: a strict type checker takes it, and it does what the checker says."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

import numpy as np
import numpy.typing as npt

import ecdkit

if TYPE_CHECKING:
    from pathlib import Path


def main(folder: Path) -> ecdkit.Document:
    """Make a definition as one does, and return what is read back."""
    water = ecdkit.MaximumLikelihoodClass(
        class_value=1,
        class_name="Water",
        red=0,
        green=0,
        blue=255,
        count=9,
        means=np.array([61.5, 22.0]),
        covariances=[[4.0, 1.0], [1.0, 3.0]],
        extra={"Note": "2019"},
    )
    assert_type(water.means, npt.NDArray[np.float64])
    assert_type(water.extra, ecdkit.Extra)
    definition = ecdkit.MaximumLikelihoodDefinition(
        number_classes=1, raster_is_segmented=False, number_bands=2, classes=[water]
    )
    assert_type(definition.classes, tuple[ecdkit.MaximumLikelihoodClass, ...])
    model = ecdkit.ClassifierDefinition(
        file_version=1, number_definitions=1, definitions=[definition]
    )
    file = folder / "water.ecd"
    ecdkit.new(model).write(file)
    doc = ecdkit.read(file)
    if isinstance(doc.model, ecdkit.ClassifierDefinition):
        for one in doc.model.definitions:
            if isinstance(one, ecdkit.MaximumLikelihoodDefinition):
                assert_type(one.classes[0].class_name, str)
    info = ecdkit.ExtraInfo(
        classifier="CNTK",
        number_raster_bands=2,
        mini_batch_size=4,
        classes=[ecdkit.ExtraInfoClass(value=1, name="Water", color=[0, 0, 255])],
    )
    assert_type(info.classes[0].color, tuple[int, ...])
    return doc.replace(model.evolve(extra={"Vendor": 1}))
