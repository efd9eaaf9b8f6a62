"""What a raster says of itself, as far as a definition may depend on it; read by rasterio."""

from __future__ import annotations

import contextlib
import os
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ecdkit.errors import FileAccessError, FileMissingError, UsageError
from ecdkit.text.excerpt import cut, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Band", "Raster", "read_raster"]

# A raster may be larger than memory: of one without statistics, pieces of it are looked at, this
# many in each direction, of so many pixels.
_PIECES = 5
_PIECE = 64
_SEGMENTED = "segmented"


@frozen
class Band:
    """One band of a raster.

    Attributes:
        name: what the raster calls it, or None.
        data_type: the type of its pixels, such as "uint8".
        lowest: the smallest value of a pixel that is known of.
        highest: the largest value of a pixel that is known of; None where all are without data.
    """

    name: str | None
    data_type: str
    lowest: float | None
    highest: float | None


@frozen
class Raster:
    """What a raster says of itself.

    Attributes:
        path: its file.
        bands: its bands, in their order.
        segmented: its key property Segmented; None where it has none.
    """

    path: str
    bands: tuple[Band, ...]
    segmented: bool | None


def read_raster(path: str | os.PathLike[str]) -> Raster:
    """Return what a raster says of itself, without reading more than some pieces of it.

    Args:
        path: a file that rasterio can read.

    Raises:
        UsageError: rasterio is not installed.
        FileAccessError: the file is no raster, or cannot be read.
    """
    try:
        import rasterio
        from rasterio.errors import NotGeoreferencedWarning, RasterioError
    except ImportError:
        raise UsageError(
            "a raster is read by rasterio, which is not installed",
            hint="install it: pip install 'ecdkit[raster]'",
        ) from None
    name = os.fsdecode(path)
    with warnings.catch_warnings():
        # Where on earth the pixels are is not asked here.
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        try:
            with rasterio.open(name) as dataset:
                return Raster(name, tuple(_bands(dataset)), _is_segmented(dataset))
        except RasterioError as error:
            if not Path(name).exists() and "://" not in name:
                raise FileMissingError("there is no such file", path=name) from None
            # It names the file, also twice: a long name would leave no room for the reason.
            shown, last = (re.escape(printable(one)) for one in (name, Path(name).name))
            told = re.sub(rf"^(?:'?(?:{shown}|{last})'?[: ]+)+", "", printable(str(error)))
            raise FileAccessError(f"this cannot be read as a raster: {cut(told)}", path=name) from (
                error
            )


def _bands(dataset: Any) -> Iterator[Band]:
    for at in dataset.indexes:
        lowest, highest = _told_range(dataset, at) or _seen_range(dataset, at)
        yield Band(
            dataset.descriptions[at - 1] or None, str(dataset.dtypes[at - 1]), lowest, highest
        )


def _told_range(dataset: Any, at: int) -> tuple[float, float] | None:
    """Return the range that the file has written down, as GDAL and ArcGIS do."""
    tags = dataset.tags(at)
    with contextlib.suppress(KeyError, ValueError):
        return float(tags["STATISTICS_MINIMUM"]), float(tags["STATISTICS_MAXIMUM"])
    return None


def _seen_range(dataset: Any, at: int) -> tuple[float | None, float | None]:
    """Return the range of pixels in pieces that are spread over the raster."""
    import numpy as np
    from rasterio.windows import Window

    lowest = highest = None
    for row in _starts(dataset.height):
        for column in _starts(dataset.width):
            window = Window(column, row, _PIECE, _PIECE).intersection(
                Window(0, 0, dataset.width, dataset.height)
            )
            pixels = dataset.read(at, window=window, masked=True).compressed()
            if np.iscomplexobj(pixels):
                return None, None
            pixels = pixels[np.isfinite(pixels)]
            if pixels.size:
                low, high = float(pixels.min()), float(pixels.max())
                lowest = low if lowest is None else min(lowest, low)
                highest = high if highest is None else max(highest, high)
    return lowest, highest


def _starts(length: int) -> list[int]:
    """Return where pieces begin along one side; together they are all of a small raster."""
    if length <= _PIECES * _PIECE:
        return list(range(0, length, _PIECE))
    step = (length - _PIECE) / (_PIECES - 1)
    return [int(at * step) for at in range(_PIECES)]


def _is_segmented(dataset: Any) -> bool | None:
    """Return the key property Segmented, wherever it was written.

    That ArcGIS has a key property of this name is documented. Into which metadata of a file it goes
    is not, so all are looked through.
    """
    for domain in (None, *dataset.tag_namespaces()):
        for key, value in dataset.tags(ns=domain).items():
            if key.casefold() == _SEGMENTED:
                return str(value).strip().casefold() in ("true", "1", "yes")
    return None
