"""The example's model is what its script makes, and it classifies. Needs onnx and onnxruntime."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import ecdkit

pytestmark = pytest.mark.world

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
MODEL = EXAMPLES / "pixel_classifier.onnx"


def test_the_script_makes_the_model_that_is_kept(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(EXAMPLES / "make_model.py"), str(tmp_path)], check=True)
    assert (tmp_path / MODEL.name).read_bytes() == MODEL.read_bytes()


def test_the_model_takes_four_bands_and_tells_two_classes() -> None:
    numpy = pytest.importorskip("numpy")
    runtime = pytest.importorskip("onnxruntime", reason="make test-world installs it")
    session = runtime.InferenceSession(MODEL.read_bytes())
    sealed, grass = [0.20, 0.22, 0.24, 0.28], [0.06, 0.09, 0.07, 0.40]
    pixels = numpy.array([sealed, grass], dtype=numpy.float32).T.reshape(1, 4, 1, 2)
    (classes,) = session.run(None, {"pixels": pixels})
    assert classes.shape == (1, 2, 1, 2)
    assert classes[0].argmax(axis=0).tolist() == [[0, 1]]


def test_the_raster_function_classifies_pixels_by_the_package_alone(tmp_path: Path) -> None:
    numpy = pytest.importorskip("numpy")
    pytest.importorskip("onnxruntime", reason="make test-world installs it")
    made = ecdkit.migrate(
        ecdkit.read(EXAMPLES / "extra-info.json"),
        "dlpk",
        ModelFile=str(MODEL),
        InferenceFunction=str(MODEL.with_suffix(".py")),
        ModelType="ImageClassification",
        ImageHeight=256,
        ImageWidth=256,
    )
    made.write(tmp_path / "ground.dlpk")
    ecdkit.unpack(tmp_path / "ground.dlpk", tmp_path / "ground")
    definition = json.loads((tmp_path / "ground" / "ground.emd").read_text())
    # The class has the name of its file, as ArcGIS looks for it.
    scope = runpy.run_path(str(tmp_path / "ground" / definition["InferenceFunction"]))
    function = scope[Path(definition["InferenceFunction"]).stem]()
    function.initialize(model=str(tmp_path / "ground" / "ground.emd"))
    assert function.getConfiguration()["extractBands"] == (0, 1, 2, 3)
    info = function.updateRasterInfo(output_info={})["output_info"]
    assert info == {"bandCount": 1, "pixelType": "u1"}
    sealed, grass = [0.20, 0.22, 0.24, 0.28], [0.06, 0.09, 0.07, 0.40]
    pixels = numpy.array([sealed, grass]).T.reshape(4, 1, 2)
    found = function.updatePixels((0, 0), (4, 1, 2), {}, raster_pixels=pixels)["output_pixels"]
    assert found.tolist() == [[[100, 200]]]
    assert [one["name"] for one in function.getParameterInfo()] == ["raster", "model"]
