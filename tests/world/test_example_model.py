"""The example's model is what its script makes, and it classifies. Needs onnx and onnxruntime."""

import subprocess
import sys
from pathlib import Path

import pytest

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
