"""Does a definition fit a raster: every rule at its boundaries, on real GeoTIFFs."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import warnings
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import ecdkit
from ecdkit.errors import FileAccessError, FileMissingError, UsageError
from ecdkit.validation.fit import check_raster, fit_problems
from ecdkit.validation.fit_rules import RULES
from ecdkit.validation.raster import Band, Raster, _starts, read_raster

rasterio = pytest.importorskip("rasterio", reason="rasterio has no wheel for this platform")
# Where on earth the pixels are does not matter here.
pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")

STATISTICS = {
    "EsriClassifierDefinitionFile": 0,
    "FileVersion": 1,
    "NumberDefinitions": 1,
    "Definitions": [
        {
            "Classifier": "MaximumLikelihood",
            "NumberClasses": 2,
            "RasterIsSegmented": False,
            "NumberBands": 3,
            "Classes": [
                {"ClassValue": 1, "ClassName": "Forest", "Means": [10, 20.5, 30]},
                {"ClassValue": 2, "ClassName": "Water", "Means": [40, 50, 255]},
            ],
        }
    ],
}
ENDMEMBERS = {
    "EsriEndmemberDefinitionFile": 0,
    "FileVersion": 1,
    "NumberOfEndmembers": 1,
    "NumberOfBands": 2,
    "Endmembers": [{"EndmemberID": 1, "EndmemberName": "urban", "SpectralProfile": [88, 42]}],
}
INFO = {"ImportDeepLearningModelToEsriExtraInfo": 0, "Version": 1, "NumberRasterBands": 4}
MODEL = {"Framework": "PyTorch", "ModelFile": "a.pth", "ModelType": "x", "ExtractBands": [0, 1, 2]}


def document(root, **changes):
    root = copy.deepcopy(root)
    place = root["Definitions"][0] if "Definitions" in root else root
    for key, value in changes.items():
        if value is ...:
            del place[key]
        else:
            place[key] = value
    return ecdkit.parse(json.dumps(root, indent=1))


def raster(path, bands=3, data_type="uint8", values=(0, 255), *, tags=None, names=None):
    """Write a GeoTIFF of 20 rows and 30 columns, in which each band runs through some values."""
    with rasterio.open(
        path, "w", driver="GTiff", height=20, width=30, count=bands, dtype=data_type
    ) as made:
        for at in range(1, bands + 1):
            made.write(np.linspace(*values, 600).reshape(20, 30).astype(data_type), at)
            if names:
                made.set_band_description(at, names[at - 1])
        for namespace, found in (tags or {}).items():
            made.update_tags(ns=namespace or None, **found)
    return path


def told(doc, *rasters, **settings):
    return [
        (one.code, one.severity, one.pointer, one.message)
        for one in check_raster(doc, *rasters, **settings).problems
    ]


def test_what_fits_is_not_told(tmp_path):
    path = raster(tmp_path / "a.tif")
    assert told(document(STATISTICS), path) == []
    assert told(document(INFO), raster(tmp_path / "b.tif", 4)) == []
    assert told(document(ENDMEMBERS), raster(tmp_path / "c.tif", 2)) == []
    assert told(document(MODEL), path) == []
    assert told(document(MODEL), raster(tmp_path / "d.tif", 8)) == []
    assert (
        told(document(STATISTICS), raster(tmp_path / "e.tif", 2), raster(tmp_path / "f.tif", 1))
        == []
    )


@pytest.mark.parametrize(("bands", "words"), [(2, "the raster has 2"), (4, "the raster has 4")])
def test_the_number_of_bands(tmp_path, bands, words):
    path = raster(tmp_path / "a.tif", bands)
    found = told(document(STATISTICS), path)
    assert found == [
        (
            "raster-bands",
            "error",
            "/Definitions/0/NumberBands",
            f"3 bands are asked for, but {words}",
        )
    ]
    found = told(document(INFO, NumberRasterBands=1), path)
    assert found == [
        ("raster-bands", "error", "/NumberRasterBands", f"1 band is asked for, but {words}")
    ]
    found = told(document(ENDMEMBERS, NumberOfBands=1), path)
    assert [one[:3] for one in found] == [("raster-bands", "error", "/NumberOfBands")]


@pytest.mark.parametrize("digits", [12, 100, 3000])
def test_a_number_of_bands_of_any_size_is_told_in_bounded_sentences(tmp_path, digits):
    path = raster(tmp_path / "a.tif")
    for count in (10**digits, -(10**digits)):
        (problem,) = check_raster(document(STATISTICS, NumberBands=count), path).problems
        assert len(problem.message) < 120
        assert len(problem.hint) < 250


def test_what_to_do_about_bands(tmp_path):
    few, many = raster(tmp_path / "a.tif", 1), raster(tmp_path / "b.tif", 5)
    doc = document(STATISTICS)
    (problem,) = check_raster(doc, few).problems
    assert problem.hint == (
        "take the raster of the training, with all of its bands; if 2 bands came from a second "
        "raster, name it with --raster2"
    )
    (problem,) = check_raster(doc, many).problems
    assert problem.hint == "choose the 3 bands of the training, in their order"
    (problem,) = check_raster(doc, few, few).problems
    assert problem.message == "3 bands are asked for, but the rasters have 1 and 1"
    assert problem.hint == "take the raster of the training, with all of its bands"
    assert (problem.line, problem.requirement) == (10, "ECD-0801")


def test_training_data_have_bands_too(tmp_path):
    path = raster(tmp_path / "a.tif", 3)
    training = {"ImageHeight": 256, "ImageWidth": 256, "InputRastersProps": {"RasterCount": 1,
                "SensorName": "x", "BandNames": ["Red", "Green"]}, "AllTilesStats": [{}, {}],
                "MetaDataMode": "Classified_Tiles", "ImageSpaceUsed": "MAP_SPACE"}  # fmt: skip
    doc = ecdkit.parse(json.dumps(training))
    assert [one[:3] for one in told(doc, path)] == [
        ("raster-bands", "error", "/InputRastersProps/BandNames")
    ]
    del training["InputRastersProps"]
    assert [one[:3] for one in told(ecdkit.parse(json.dumps(training)), path)] == [
        ("raster-bands", "error", "/AllTilesStats")
    ]


SEGMENTED = ("raster-segmentation", "error", "/Definitions/0/RasterIsSegmented")
UNTOLD = ("raster-segmentation-untold", "warning", "/Definitions/0/RasterIsSegmented")


@pytest.mark.parametrize(
    ("asked", "tags", "expected"),
    [
        (False, {}, []),
        (False, {"": {"Segmented": "false"}}, []),
        (False, {"": {"Segmented": "true"}}, [SEGMENTED]),
        (False, {"Esri": {"SEGMENTED": "1"}}, [SEGMENTED]),
        (True, {}, [UNTOLD]),
        (True, {"": {"Segmented": "False"}}, [SEGMENTED]),
        (True, {"": {"segmented": "TRUE"}}, []),
        (True, {"": {"segmented": " Yes "}}, []),
        (True, {"": {"segmented": "y"}}, [SEGMENTED]),
        ("no", {"": {"Segmented": "true"}}, []),
        (..., {"": {"Segmented": "true"}}, []),
    ],
)
def test_a_segmented_raster_for_a_segmented_definition(tmp_path, asked, tags, expected):
    path = raster(tmp_path / "a.tif", tags=tags)
    found = told(document(STATISTICS, RasterIsSegmented=asked), path)
    assert [one[:3] for one in found] == expected


@pytest.mark.parametrize(
    ("asked", "tags", "message"),
    [
        (False, {"": {"Segmented": "true"}},
         "a raster is asked for that is not segmented, and this one says that it is"),
        (True, {"": {"Segmented": "false"}},
         "a segmented raster is asked for, and this one says that it is not"),
        (True, {}, "a segmented raster is asked for, and nothing says that this one is"),
    ],
)  # fmt: skip
def test_what_is_told_of_segments(tmp_path, asked, tags, message):
    path = raster(tmp_path / "a.tif", tags=tags)
    assert [one[3] for one in told(document(STATISTICS, RasterIsSegmented=asked), path)] == [
        message
    ]


def test_of_two_rasters_one_that_is_segmented_is_enough(tmp_path):
    plain = raster(tmp_path / "a.tif", 1, tags={"": {"Segmented": "false"}})
    segmented = raster(tmp_path / "b.tif", 2, tags={"": {"Segmented": "true"}})
    assert told(document(STATISTICS, RasterIsSegmented=True), plain, segmented) == []
    assert [one[0] for one in told(document(STATISTICS), plain, segmented)] == [SEGMENTED[0]]


def test_bands_of_a_segmented_definition_are_only_a_warning(tmp_path):
    path = raster(tmp_path / "a.tif", 5, tags={"": {"Segmented": "true"}})
    found = told(document(STATISTICS, RasterIsSegmented=True), path)
    assert [one[:2] for one in found] == [("raster-bands", "warning")]


def changed(at, means):
    root = copy.deepcopy(STATISTICS)
    root["Definitions"][0]["Classes"][at]["Means"] = means
    return document(root)


@pytest.mark.parametrize(
    ("data_type", "mean", "is_told"),
    [
        ("uint8", 255, False), ("uint8", 255.5, True), ("uint8", 0, False), ("uint8", -0.5, True),
        ("uint16", 65535, False), ("uint16", 65536, True), ("int16", -32768, False),
        ("int16", -32769, True), ("float32", -1e9, False), ("float64", 1e300, False),
    ],
)  # fmt: skip
def test_a_mean_that_the_data_type_cannot_hold(tmp_path, data_type, mean, is_told):
    path = raster(tmp_path / "a.tif", data_type=data_type)
    codes = [(one[0], one[2]) for one in told(changed(1, [10, mean, 30]), path)]
    pointer = "/Definitions/0/Classes/1/Means/1"
    assert (("raster-data-type", pointer) in codes) == is_told


def test_a_mean_beyond_a_double_and_a_type_that_only_gdal_has_are_no_obstacle():
    one = Raster("a", (Band(None, "uint8", 0, 1),) * 3, None)
    doc = changed(1, [10, 10**400, 30])
    assert [found.code for found in fit_problems(doc, [one])] == ["raster-range"] * 3
    one = Raster("a", (Band(None, "complex_int16", None, None),) * 3, None)
    assert not list(fit_problems(changed(1, [10, 1e9, 30]), [one]))


def test_where_the_number_of_bands_is_wrong_means_are_not_told(tmp_path):
    root = json.loads(changed(0, [10, 20, 4000]).to_bytes())
    path = raster(tmp_path / "a.tif")
    assert [one[0] for one in told(document(root, NumberBands=2), path)] == ["raster-bands"]


def test_the_data_type_is_told_with_its_range(tmp_path):
    path = raster(tmp_path / "a.tif", names=["Red", "Green", "Blue"])
    assert told(changed(0, [10, 20, 4000]), path) == [
        ("raster-data-type", "error", "/Definitions/0/Classes/0/Means/2",
         "a mean of 4000 is none of band 3 'Blue', whose data type uint8 holds 0 to 255")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "is_told"),
    [((0, 9.5), True), ((0, 10), False), ((40, 90), False), ((41, 90), True), ((11, 39), True)],
)
def test_means_that_all_lie_outside_of_what_a_band_holds(tmp_path, values, is_told):
    path = raster(tmp_path / "a.tif", 1, "float32", values)
    root = copy.deepcopy(STATISTICS)
    for one in root["Definitions"][0]["Classes"]:
        del one["Means"][1:]
    found = told(document(root, NumberBands=1), path)
    assert [one[:3] for one in found] == (
        [("raster-range", "warning", "/Definitions/0/Classes/0/Means/0")] if is_told else []
    )
    if is_told:
        assert found[0][3] == (
            f"band 1 has values from {values[0]:g} to {values[1]:g}, and the means of all classes "
            "lie outside: 10 to 40"
        )


def test_spectra_are_compared_like_means(tmp_path):
    path = raster(tmp_path / "a.tif", 2, "uint16", (1000, 9000))
    assert [one[2] for one in told(document(ENDMEMBERS), path)] == [
        "/Endmembers/0/SpectralProfile/0",
        "/Endmembers/0/SpectralProfile/1",
    ]


def test_statistics_in_the_file_count_more_than_its_pixels(tmp_path):
    path = raster(tmp_path / "a.tif", 2, "uint16", (1000, 9000))
    with rasterio.open(path, "r+") as made:
        made.update_tags(1, STATISTICS_MINIMUM="80", STATISTICS_MAXIMUM="9000")
        made.update_tags(2, STATISTICS_MINIMUM="nonsense", STATISTICS_MAXIMUM="9000")
    assert [one[2] for one in told(document(ENDMEMBERS), path)] == [
        "/Endmembers/0/SpectralProfile/1"
    ]


def test_bands_may_be_of_several_types(tmp_path):
    for name, data_type in (("a.tif", "uint8"), ("b.tif", "uint16")):
        raster(tmp_path / name, 1, data_type)
    bands = "".join(
        f"""<VRTRasterBand dataType="{kind}" band="{at}"><Description>{name}</Description>
        <SimpleSource><SourceFilename relativeToVRT="1">{name}</SourceFilename>
        <SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>"""
        for at, (kind, name) in enumerate((("Byte", "a.tif"), ("UInt16", "b.tif")), start=1)
    )
    path = tmp_path / "c.vrt"
    path.write_text(f'<VRTDataset rasterXSize="30" rasterYSize="20">{bands}</VRTDataset>')
    found = [(band.name, band.data_type) for band in read_raster(path).bands]
    assert found == [("a.tif", "uint8"), ("b.tif", "uint16")]


def test_pixels_without_data_are_no_values(tmp_path):
    path = raster(tmp_path / "a.tif", 2, "float32", (0, 0))
    with rasterio.open(path, "r+") as made:
        made.nodata = 0
    assert told(document(ENDMEMBERS), path) == []
    for at in (1, 2):
        with rasterio.open(path, "r+") as made:
            made.write(np.full((20, 30), np.nan, "float32"), at)
    assert told(document(ENDMEMBERS), path) == []
    complex_path = raster(tmp_path / "b.tif", 2, "complex64")
    assert told(document(ENDMEMBERS), complex_path) == []


def test_of_a_large_raster_only_pieces_are_read(tmp_path):
    path = tmp_path / "a.tif"
    # 40 GB of pixels, of which the file holds only those that were written.
    with rasterio.open(
        path, "w", driver="GTiff", height=200_000, width=200_000, count=1, dtype="uint8",
        tiled=True, blockxsize=256, blockysize=256, sparse_ok=True, BIGTIFF="YES",
    ) as made:  # fmt: skip
        made.write(np.full((256, 256), 9, "uint8"), 1, window=((0, 256), (0, 256)))
        last = 200_000 - 64
        made.write(np.full((64, 64), 7, "uint8"), 1, window=((last, last + 64), (last, last + 64)))
    # Read as a whole it would not fit into memory.
    (band,) = read_raster(path).bands
    assert (band.lowest, band.highest) == (0, 9)


@pytest.mark.parametrize("length", [1, 63, 64, 65, 319, 320, 321, 1000, 10**6])
def test_pieces_reach_from_end_to_end(length):
    starts = _starts(length)
    assert starts[0] == 0
    assert starts[-1] + 64 >= length
    assert len(starts) <= 5
    if length <= 320:
        assert all(later - sooner == 64 for sooner, later in pairwise(starts))
    else:
        assert starts[-1] + 64 == length


@pytest.mark.parametrize(
    ("extract", "expected"),
    [
        ([0, 1, 2], []),
        ([2], []),
        ([3], ["/ExtractBands/0"]),
        ([0, -1, 7], ["/ExtractBands/1", "/ExtractBands/2"]),
        ([], []),
        (["Red", 0.5, None], []),
        ("N/A", []),
    ],
)
def test_extracted_bands_are_there(tmp_path, extract, expected):
    found = told(document(MODEL, ExtractBands=extract), raster(tmp_path / "a.tif"))
    assert [one[2] for one in found if one[0] == "raster-extract-bands"] == expected
    if expected:
        assert found[0][3] == (
            f"band {extract[int(expected[0][-1])]} is asked for, counted from 0, but the raster has 3"
        )


def test_extracted_bands_may_be_named(tmp_path):
    path = raster(tmp_path / "a.tif", names=["Red", "Green", "Blue"])
    assert told(document(MODEL, ExtractBands=["red", "Blue"]), path) == []
    assert told(document(MODEL, ExtractBands=["NearInfrared"]), path) == [
        ("raster-band-name", "warning", "/ExtractBands/0",
         "no band is called 'NearInfrared'; there are 'Red', 'Green', 'Blue'")
    ]  # fmt: skip
    assert told(document(MODEL, ExtractBands=["NearInfrared"]), raster(tmp_path / "b.tif")) == []


def test_where_nothing_can_be_compared_that_is_told(tmp_path):
    path = raster(tmp_path / "a.tif")
    opaque = document(STATISTICS, Classifier="SVM", NumberBands=..., RasterIsSegmented=...)
    assert told(opaque, path) == [
        ("nothing-to-compare", "note", "/Definitions/0",
         "nothing is told of the raster that this definition is for")
    ]  # fmt: skip
    assert check_raster(opaque, path).ok
    model = document(MODEL, ExtractBands=..., InferenceFunction="a.py", ImageHeight=1)
    assert [one[0] for one in told(model, path)] == ["nothing-to-compare"]


def test_settings_count_here_too(tmp_path):
    path = raster(tmp_path / "a.tif", 2)
    settings = ecdkit.Settings({"raster-bands": "note"})
    assert check_raster(document(STATISTICS), path, settings=settings).ok


def test_what_is_wrong_with_the_definition_alone_is_not_told(tmp_path):
    path = raster(tmp_path / "a.tif")
    for changes in (
        {"NumberBands": "3"},
        {"NumberBands": 3.0},
        {"Classes": 5},
        {
            "Classes": [
                1,
                {"Means": "x"},
                {"Means": [1, "a", 2]},
                {"Means": [1, "a", 2, 3000]},
                {"Means": [1]},
                {"Means": [[], {}, 1]},
            ]
        },
        {"Classes": []},
    ):
        assert told(document(STATISTICS, **changes), path) == []
    told_of = told(
        ecdkit.parse('{"EsriClassifierDefinitionFile": 0, "Definitions": [1, {}]}'), path
    )
    assert [one[:3] for one in told_of] == [("nothing-to-compare", "note", "/Definitions/1")]
    assert told(ecdkit.parse('{"EsriClassifierDefinitionFile": 0}'), path) == []


NOTHING = {"Classifier": "SVM", "NumberBands": ..., "RasterIsSegmented": ...}
TOLD = [
    ("raster-bands", document(STATISTICS), {"bands": 4},
     ("3 bands are asked for, but the raster has 4",
      "choose the 3 bands of the training, in their order")),
    ("raster-segmentation", document(STATISTICS), {"tags": {"": {"Segmented": "true"}}},
     ("a raster is asked for that is not segmented, and this one says that it is",
      "take a raster of the same kind, or train again")),
    ("raster-segmentation-untold", document(STATISTICS, RasterIsSegmented=True), {},
     ("a segmented raster is asked for, and nothing says that this one is",
      "set the key property Segmented if the raster is segmented")),
    ("raster-data-type", changed(0, [10, 20, 4000]), {},
     ("a mean of 4000 is none of band 3, whose data type uint8 holds 0 to 255",
      "take a raster of the bit depth of the training, with its bands in that order")),
    ("raster-range", changed(1, [60, 50, 40]), {"values": (41, 255)},
     ("band 3 has values from 41 to 255, and the means of all classes lie outside: 30 to 40",
      "compare units and order of the bands with those of the training")),
    ("raster-extract-bands", document(MODEL, ExtractBands=[3]), {},
     ("band 3 is asked for, counted from 0, but the raster has 3",
      "take a raster with these bands, or correct ExtractBands")),
    ("raster-band-name", document(MODEL, ExtractBands=["Red"]), {"names": ["a", "b", "c"]},
     ("no band is called 'Red'; there are 'a', 'b', 'c'",
      "name the bands of the raster, or count them from 0")),
    ("nothing-to-compare", document(STATISTICS, **NOTHING), {},
     ("nothing is told of the raster that this definition is for",
      "compare it with the raster of the training yourself")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "doc", "about", "told"), TOLD, ids=[one[0] for one in TOLD])
def test_a_rule_is_told_word_for_word(tmp_path, code, doc, about, told):
    (problem,) = check_raster(doc, raster(tmp_path / "a.tif", **about)).problems
    assert (problem.code, (problem.message, problem.hint)) == (code, told)


def test_every_rule_is_told_here():
    assert {code for code, *_ in TOLD} == {one.code for one in RULES}


def test_a_hostile_raster_is_told_in_a_sentence():
    band = Band("\x1b[31m" + "x" * 1000, "uint8", 0, 1)
    doc = changed(0, [300, 300, 300])
    for one in fit_problems(doc, [Raster("a", (band,) * 3, None)]):
        assert len(one.message) < 300
        assert "\x1b" not in one.message
    for one in fit_problems(
        document(MODEL, ExtractBands=["y" * 500]), [Raster("a", (band,) * 3, None)]
    ):
        assert len(one.message) < 300


@pytest.mark.parametrize(("length", "is_cut"), [(98, False), (99, True)])
def test_long_names_of_bands_are_cut(length, is_cut):
    band = Band("x" * length, "uint8", 0, 1)
    doc = document(MODEL, ExtractBands=["Red"])
    (problem,) = fit_problems(doc, [Raster("a", (band,), None)])
    assert problem.message.endswith("..." if is_cut else "x'")


class TestErrors:
    def test_a_raster_that_is_not_there(self, tmp_path):
        with pytest.raises(FileMissingError, match=r"missing\.tif: there is no such file$"):
            read_raster(tmp_path / "missing.tif")

    @pytest.mark.parametrize("content", [b"", b"II*\0", b"no raster at all", b"\x89PNG\r\n"])
    def test_a_file_that_is_no_raster(self, tmp_path, content):
        path = tmp_path / "a.tif"
        path.write_bytes(content)
        with pytest.raises(FileAccessError, match="this cannot be read as a raster") as caught:
            read_raster(path)
        assert str(caught.value).count(str(path)) == 1
        reason = caught.value.message.removeprefix("this cannot be read as a raster: ")
        assert reason[0].isalpha()
        assert "a.tif" not in reason

    @pytest.mark.parametrize("folder", ["a", "a" * 200])
    def test_the_reason_has_room_beside_any_name(self, tmp_path, monkeypatch, folder):
        monkeypatch.chdir(tmp_path)
        for content, reason in (
            (b"no raster at all", "not recognized as being in a supported file format"),
            (b"II*\0", "Cannot read TIFF header"),
        ):
            path = Path(folder) / "a.tif"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
            with pytest.raises(FileAccessError) as caught:
                read_raster(path)
            told = f"this cannot be read as a raster: {reason}"
            assert caught.value.message.startswith(told)

    def test_where_it_lies_on_earth_is_not_asked(self, tmp_path):
        path = raster(tmp_path / "a.tif", 2)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert len(read_raster(path).bands) == 2

    def test_where_the_name_is_no_path_nobody_can_say_that_no_file_is_there(self):
        with pytest.raises(FileAccessError, match="this cannot be read as a raster") as caught:
            read_raster("zip://missing.zip!missing.tif")
        assert type(caught.value) is FileAccessError

    def test_without_rasterio_nothing_is_read(self, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "rasterio", None)
        with pytest.raises(UsageError) as caught:
            read_raster(tmp_path / "a.tif")
        assert caught.value.message == "a raster is read by rasterio, which is not installed"
        assert caught.value.hint == "install it: pip install 'ecdkit[raster]'"

    def test_a_raster_that_is_cut_off(self, tmp_path):
        path = raster(tmp_path / "a.tif", 200)
        path.write_bytes(path.read_bytes()[:50_000])
        with pytest.raises(FileAccessError, match="this cannot be read as a raster"):
            read_raster(path)

    def test_without_rasterio_it_is_told_how_to_get_it(self, tmp_path):
        path = tmp_path / "info.json"
        path.write_text(json.dumps(INFO))
        code = (
            "import sys; sys.modules['rasterio'] = None\n"
            "from ecdkit.cli import main\n"
            f"sys.exit(main(['check', {str(path)!r}, '--raster', 'a.tif']))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=False, text=True
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "ecd: a raster is read by rasterio, which is not installed. "
            "Install it: pip install 'ecdkit[raster]'\n"
        )


@pytest.mark.parametrize(
    ("version", "called"),
    [
        (2, "FileVersion 2"),
        (4, "FileVersion 4"),
        (1.0, "FileVersion 1.0"),
        ("1", 'FileVersion "1"'),
        (..., "a document without FileVersion"),
        ("x" * 200, "FileVersion "),
    ],
)
def test_of_a_version_of_which_nothing_is_known_all_is_inferred(tmp_path, version, called):
    root = {**STATISTICS, "FileVersion": version}
    if version is ...:
        del root["FileVersion"]
    paths = [
        raster(tmp_path / "four.tif", bands=4, tags={"": {"segmented": "true"}}),
        raster(tmp_path / "small.tif", data_type="int8", values=(0, 100)),
    ]
    for path in paths:
        known = check_raster(document(STATISTICS), path).problems
        unknown = check_raster(document(root), path).problems
        assert [one.severity for one in known] != [one.severity for one in unknown]
        assert [(one.code, one.pointer) for one in known] == [
            (one.code, one.pointer) for one in unknown
        ]
        for one, other in zip(known, unknown, strict=True):
            assert other.severity == "warning"
            assert other.message.startswith(
                f"{one.message} (inferred, because nothing is known of {called}"
            )
            assert len(other.message) < 300
