"""Make `pixel_classifier.onnx`: a small model that tells sealed ground from open ground.

A logistic regression over four bands (blue, green, red, near infrared; reflectances from 0 to 1),
fitted to made-up pixels of both kinds and written as two layers of a network: a convolution of one
pixel, and a softmax over the two classes. Needs `pip install onnx numpy`; the model stands in the
repository, so that nobody has to run this.
"""

import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

BANDS = ("blue", "green", "red", "near infrared")
# Typical reflectances: sealed ground is grey, open ground is dark in red and bright in infrared.
SEALED = np.array([0.20, 0.22, 0.24, 0.28])
OPEN = np.array([0.06, 0.09, 0.07, 0.40])
SPREAD = 0.05
PIXELS = 2_000
STEPS = 3_000
RATE = 1.0


def fit() -> tuple[np.ndarray, float]:
    """Return weights of shape (4,) and bias of the score of open ground."""
    random = np.random.default_rng(20261123)
    pixels = np.concatenate(
        [random.normal(mean, SPREAD, (PIXELS, len(BANDS))) for mean in (SEALED, OPEN)]
    )
    wanted = np.repeat([0.0, 1.0], PIXELS)
    weights, bias = np.zeros(len(BANDS)), 0.0
    for _ in range(STEPS):
        error = 1 / (1 + np.exp(-(pixels @ weights + bias))) - wanted
        weights -= RATE * pixels.T @ error / len(pixels)
        bias -= RATE * error.mean()
    # Rounded, so that every machine makes the same file.
    return weights.round(3), round(float(bias), 3)


def model(weights: np.ndarray, bias: float) -> bytes:
    """Return the ONNX model: (tiles, 4, height, width) in, (tiles, 2, height, width) out."""
    kernel = np.stack([-weights / 2, weights / 2]).astype(np.float32).reshape(2, len(BANDS), 1, 1)
    offset = np.array([-bias / 2, bias / 2], dtype=np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Conv", ["pixels", "kernel", "offset"], ["scores"]),
            helper.make_node("Softmax", ["scores"], ["classes"], axis=1),
        ],
        "pixel_classifier",
        [_tensor("pixels", len(BANDS))],
        [_tensor("classes", 2)],
        [numpy_helper.from_array(kernel, "kernel"), numpy_helper.from_array(offset, "offset")],
    )
    made = helper.make_model(
        graph, producer_name="ecdkit-example", opset_imports=[helper.make_opsetid("", 13)]
    )
    made.ir_version = 8
    checker.check_model(made)
    return made.SerializeToString(deterministic=True)


def _tensor(name: str, channels: int):  # noqa: ANN202 - a type of protobuf
    shape = ["tiles", channels, "height", "width"]
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent)
    (target / "pixel_classifier.onnx").write_bytes(model(*fit()))
