"""`ecd check`, as it is typed."""

from __future__ import annotations

import json
import warnings

import numpy as np
import pytest

rasterio = pytest.importorskip("rasterio", reason="rasterio has no wheel for this platform")


@pytest.fixture
def scene(folder):
    """A raster of three bands."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        with rasterio.open(
            folder / "scene.tif", "w", driver="GTiff", height=9, width=9, count=3, dtype="uint8"
        ) as made:
            made.write(np.zeros((3, 9, 9), "uint8"))
    return "scene.tif"


def test_a_definition_that_does_not_fit(ecd, scene):
    done = ecd("check", "info.json", "--raster", scene)
    assert (done.code, done.err) == (1, "")
    first, last = done.out.splitlines()
    assert first.startswith(
        "info.json:5:25: error: 4 bands are asked for, but the raster has 3 (at"
    )
    assert first.endswith("[raster-bands]")
    assert last == "info.json: 1 error, 0 warnings (extra-info 1)"


def test_it_may_be_less_severe(ecd, scene):
    done = ecd("check", "info.json", "--raster", scene, "--severity", "raster-bands=warning")
    assert done.code == 0
    arguments = ["--severity", "raster-bands=warning", "--fail-on", "warning"]
    assert ecd("check", "info.json", "--raster", scene, *arguments).code == 1
    assert ecd("check", "info.json", "--raster", scene, "--ignore", "raster-bands").out == (
        "info.json: no problems (extra-info 1)\n"
    )


def test_two_rasters_are_taken_together(ecd, scene):
    done = ecd("check", "info.json", "--raster", scene, "--raster2", scene, "--format", "json")
    (problem,) = json.loads(done.out)["problems"]
    assert problem["message"] == "4 bands are asked for, but the rasters have 3 and 3"


def test_standard_input(ecd, scene, folder):
    done = ecd("check", "-", "--raster", scene, stdin=(folder / "info.json").read_bytes())
    assert done.code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["info.json", "--raster", "missing.tif"], "ecd: missing.tif: there is no such file\n"),
        (["missing.ecd", "--raster", "scene.tif"], "ecd: missing.ecd: there is no such file\n"),
        (["broken.ecd", "--raster", "scene.tif"], "ecd: broken.ecd:2:17: 01 is no JSON value"),
        (["info.json", "--raster", "info.json"], "ecd: info.json: this cannot be read as a raster"),
        (["info.json", "--raster", "."], "ecd: .: this cannot be read as a raster"),
    ],
)
def test_what_cannot_be_compared_is_told(ecd, scene, arguments, words):
    del scene
    done = ecd("check", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(words)
    assert done.err.count("\n") == 1


def test_a_raster_is_needed(ecd, folder):
    del folder
    assert ecd("check", "info.json").code == 2


def test_standard_input_has_the_name_that_was_typed(ecd, scene, folder):
    content = (folder / "info.json").read_bytes()
    named = ecd("check", "info.json", "--raster", scene)
    done = ecd("check", "-", "--raster", scene, stdin=content)
    assert named.out.startswith("info.json:")
    assert (done.code, done.out) == (named.code, named.out.replace("info.json:", "-:"))
