"""Does a definition fit a raster: what it was trained with, and what the raster is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ecdkit.arguments import require
from ecdkit.document import Document
from ecdkit.formats.common_rules import counted, integer_of
from ecdkit.formats.endmember_definition.spelling import spelling_of
from ecdkit.formats.model_definition.signature import kind_of
from ecdkit.text.excerpt import cut, printable
from ecdkit.text.kinds import ARRAY, FALSE, OBJECT, TRUE
from ecdkit.validation.fit_rules import (
    NOTHING_TO_COMPARE,
    RASTER_BAND_NAME,
    RASTER_BANDS,
    RASTER_DATA_TYPE,
    RASTER_EXTRACT_BANDS,
    RASTER_RANGE,
    RASTER_SEGMENTATION,
    RASTER_SEGMENTATION_UNTOLD,
)
from ecdkit.validation.raster import read_raster
from ecdkit.validation.report import Report
from ecdkit.validation.settings import NO_SETTINGS, Settings

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from ecdkit.problems import Problem
    from ecdkit.text.view import View
    from ecdkit.validation.raster import Band, Raster

__all__ = ["check_raster", "fit_problems"]

_LONGEST = 100


@frozen
class _Asked:
    """What one definition asks of a raster.

    Attributes:
        place: the definition.
        bands: the member that counts the bands, or lists them.
        count: how many there are.
        segmented: the member that says whether the raster is segmented.
        means: for each class or endmember the mean of each band.
    """

    place: View
    bands: View | None
    count: int | None
    segmented: View | None
    means: tuple[View, ...]


def check_raster(
    doc: Document,
    raster: str | os.PathLike[str],
    raster2: str | os.PathLike[str] | None = None,
    *,
    settings: Settings = NO_SETTINGS,
) -> Report:
    """Return why a definition does not fit a raster; what is wrong with it alone is not told.

    Args:
        doc: the definition.
        raster: the file of the raster that is to be classified.
        raster2: the file of the second raster, where the definition was trained with two.
        settings: how severe the violation of rules is, where that is not what they say.

    Raises:
        UsageError: rasterio is not installed.
        FileAccessError: a raster cannot be read.
        JsonSyntaxError: a part of the definition that was not looked into is no JSON.
    """
    require(doc, Document)
    if raster is None:
        raise TypeError("a raster is expected, not None")
    rasters = [read_raster(path) for path in (raster, raster2) if path is not None]
    problems = sorted(
        settings.applied(fit_problems(doc.fully_checked(), rasters)),
        key=lambda one: (one.line, one.column),
    )
    return Report(doc.path, doc.format.name, doc.version, tuple(problems))


def fit_problems(doc: Document, rasters: Sequence[Raster]) -> Iterator[Problem]:
    """Yield why a definition does not fit rasters.

    Of a version that nobody has published it is inferred that its members mean what they mean in
    others, so that is told, and no error.

    Args:
        doc: the definition.
        rasters: the raster, and the second one where there are two.
    """
    if doc.version in doc.format.grades:
        yield from _problems(doc, rasters)
        return
    unknown = f"inferred, because nothing is known of {_version_of(doc)}"
    for problem in _problems(doc, rasters):
        severity = "warning" if problem.severity == "error" else problem.severity
        yield evolve(problem, severity=severity, message=f"{problem.message} ({unknown})")


def _version_of(doc: Document) -> str:
    key = doc.format.version_key
    assert key is not None
    place = doc.text.root.get(key)
    if place is None:
        return f"a document without {key}"
    return f"{key} {cut(printable(place.token.decode()))}"


def _problems(doc: Document, rasters: Sequence[Raster]) -> Iterator[Problem]:
    for asked in _asked(doc):
        found = [*_band_problems(asked, rasters), *_segment_problems(asked, rasters)]
        if asked.count == sum(len(raster.bands) for raster in rasters):
            found += _mean_problems(asked, [band for raster in rasters for band in raster.bands])
        yield from (*found, *_extract_problems(asked, rasters))
        if asked.count is None and asked.segmented is None:
            message = "nothing is told of the raster that this definition is for"
            yield NOTHING_TO_COMPARE.at(asked.place, message)


def _asked(doc: Document) -> Iterator[_Asked]:
    root = doc.text.root
    name = doc.format.name
    if name == "classifier-definition":
        listed = root.get("Definitions")
        for one in listed.elements() if listed is not None else ():
            if one.kind == OBJECT:
                yield _of_definition(one)
    elif name == "extra-info":
        yield _counted(root, "NumberRasterBands")
    elif name == "endmember-definition":
        asked = _counted(root, spelling_of(root).bands)
        yield evolve(asked, means=_lists(root.get("Endmembers"), "SpectralProfile"))
    else:
        yield _of_model(root)


def _counted(view: View, key: str) -> _Asked:
    return _Asked(view, view.get(key), integer_of(view, key), None, ())


def _of_definition(view: View) -> _Asked:
    segmented = view.get("RasterIsSegmented")
    if segmented is not None and segmented.kind not in (TRUE, FALSE):
        segmented = None
    means = _lists(view.get("Classes"), "Means")
    return evolve(_counted(view, "NumberBands"), segmented=segmented, means=means)


def _of_model(root: View) -> _Asked:
    """A model extracts bands; training data had them."""
    bands = root.get("ExtractBands")
    if kind_of(root) != "training-data":
        # Which of its bands a model takes of a raster with more, it says itself.
        return _Asked(root, bands, _length(bands), None, ())
    props = root.get("InputRastersProps")
    bands = props.get("BandNames") if props is not None else root.get("AllTilesStats")
    return _Asked(root, bands, _length(bands), None, ())


def _length(view: View | None) -> int | None:
    return len(view) if view is not None and view.kind == ARRAY else None


def _lists(listed: View | None, key: str) -> tuple[View, ...]:
    """Return the lists of numbers that elements have under a name."""
    if listed is None or listed.kind != ARRAY:
        return ()
    found = (one.get(key) for one in listed.elements())
    return tuple(one for one in found if one is not None and one.kind == ARRAY)


def _band_problems(asked: _Asked, rasters: Sequence[Raster]) -> Iterator[Problem]:
    count, place = asked.count, asked.bands
    there = sum(len(raster.bands) for raster in rasters)
    if count is None or place is None or count == there:
        return
    if place.path[-1] == "ExtractBands":
        return
    message = (
        f"{counted(count, 'band')} {'is' if count == 1 else 'are'} asked for, but {_told(rasters)}"
    )
    if _is_true(asked.segmented):
        # What a definition counts that was trained with segments, nobody has published.
        yield evolve(RASTER_BANDS, severity="warning").at(place, message)
        return
    hint = f"choose the {counted(count, 'band')} of the training, in their order"
    if count > there:
        more = counted(count - there, "band")
        hint = "take the raster of the training, with all of its bands"
        if len(rasters) == 1:
            hint += f"; if {more} came from a second raster, name it with --raster2"
    yield RASTER_BANDS.at(place, message, hint)


def _told(rasters: Sequence[Raster]) -> str:
    if len(rasters) == 1:
        return f"the raster has {len(rasters[0].bands):,}"
    parts = " and ".join(f"{len(raster.bands):,}" for raster in rasters)
    return f"the rasters have {parts}"


def _segment_problems(asked: _Asked, rasters: Sequence[Raster]) -> Iterator[Problem]:
    place = asked.segmented
    if place is None:
        return
    told = [raster.segmented for raster in rasters]
    if _is_true(place) and True not in told:
        if None in told:
            message = "a segmented raster is asked for, and nothing says that this one is"
            yield RASTER_SEGMENTATION_UNTOLD.at(place, message)
        else:
            message = "a segmented raster is asked for, and this one says that it is not"
            yield RASTER_SEGMENTATION.at(place, message)
    elif not _is_true(place) and True in told:
        message = "a raster is asked for that is not segmented, and this one says that it is"
        yield RASTER_SEGMENTATION.at(place, message)


def _is_true(view: View | None) -> bool:
    return view is not None and view.kind == TRUE


def _mean_problems(asked: _Asked, bands: Sequence[Band]) -> Iterator[Problem]:
    """Means of the right number, band by band; the first that does not fit is told of each."""
    classes = [one for one in map(_numbers, asked.means) if len(one) == len(bands)]
    places = [one for one in asked.means if len(_numbers(one)) == len(bands)]
    for at, band in enumerate(bands):
        means = [numbers[at] for numbers in classes]
        low, high = _limits(band.data_type)
        wrong = next((at for at, mean in enumerate(means) if not low <= mean <= high), None)
        if wrong is not None:
            message = (
                f"a mean of {means[wrong]:.7g} is none of {_name(at, band)}, whose data type "
                f"{band.data_type} holds {low:.7g} to {high:.7g}"
            )
            yield RASTER_DATA_TYPE.at(places[wrong].nth(at), message)
            continue
        lowest, highest = band.lowest, band.highest
        if not means or lowest is None or highest is None:
            continue
        if all(not lowest <= mean <= highest for mean in means):
            message = (
                f"{_name(at, band)} has values from {lowest:.7g} to {highest:.7g}, and the means "
                f"of all classes lie outside: {min(means):.7g} to {max(means):.7g}"
            )
            yield RASTER_RANGE.at(places[0].nth(at), message)


def _numbers(view: View) -> list[float]:
    """The numbers of a list; none where something else is among them, or one beyond a double."""
    values = view.value()
    try:
        found = [float(one) for one in values if type(one) in (int, float)]
    except OverflowError:
        return []
    return found if len(found) == len(values) else []


def _limits(data_type: str) -> tuple[float, float]:
    import numpy as np

    # GDAL has types that NumPy has not, such as complex_int16.
    if data_type.startswith(("int", "uint")):
        about = np.iinfo(data_type)
        return float(about.min), float(about.max)
    return float("-inf"), float("inf")


def _name(at: int, band: Band) -> str:
    named = f" {cut(repr(printable(band.name)))}" if band.name else ""
    return f"band {at + 1}{named}"


def _extract_problems(asked: _Asked, rasters: Sequence[Raster]) -> Iterator[Problem]:
    listed = asked.bands
    if listed is None or listed.kind != ARRAY or listed.path[-1] != "ExtractBands":
        return
    bands = [band for raster in rasters for band in raster.bands]
    names = {band.name.casefold() for band in bands if band.name}
    for element in listed.elements():
        value = element.value()
        if type(value) is int and not 0 <= value < len(bands):
            message = f"band {cut(str(value))} is asked for, counted from 0, but {_told(rasters)}"
            yield RASTER_EXTRACT_BANDS.at(element, message)
        elif isinstance(value, str) and names and value.casefold() not in names:
            known = cut(
                ", ".join(repr(printable(band.name)) for band in bands if band.name), _LONGEST
            )
            message = f"no band is called {cut(repr(value))}; there are {known}"
            yield RASTER_BAND_NAME.at(element, message)
