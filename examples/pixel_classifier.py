"""A Python raster function that runs `pixel_classifier.onnx`, for the package of the example.

ArcGIS calls these methods by their names, and finds the class by that of its file. What it gives
and takes is documented by Esri (raster-deep-learning, Custom_Models/CustomInference.docx). Needs
onnxruntime where it runs. It was run with that, never inside ArcGIS.
"""

import json
from pathlib import Path

import numpy as np


class pixel_classifier:
    """Gives each pixel the value of the class whose score is highest."""

    def __init__(self):
        """Name the function."""
        self.name = "Pixel classifier"
        self.description = "Tells sealed from open ground by four bands."
        self.values = self.session = None

    def initialize(self, **scalars):
        """Load the model that the definition names."""
        import onnxruntime

        path = Path(scalars["model"])
        definition = json.loads(path.read_text("utf-8"))
        self.bands = definition["ExtractBands"]
        self.values = np.array([one["Value"] for one in definition["Classes"]], dtype=np.uint8)
        self.session = onnxruntime.InferenceSession(str(path.parent / definition["ModelFile"]))

    def getParameterInfo(self):
        """Return what the function takes: a raster and the model definition."""
        return [
            {
                "name": "raster",
                "dataType": "raster",
                "value": None,
                "required": True,
                "displayName": "Raster",
                "description": "Reflectances from 0 to 1.",
            },
            {
                "name": "model",
                "dataType": "string",
                "value": None,
                "required": True,
                "displayName": "Model definition",
                "description": "The .emd file.",
            },
        ]

    def getConfiguration(self, **_scalars):
        """Return which bands are wanted."""
        return {"extractBands": tuple(self.bands), "inputMask": False}

    def updateRasterInfo(self, **kwargs):
        """Say that the result has one band of class values."""
        kwargs["output_info"]["bandCount"] = 1
        kwargs["output_info"]["pixelType"] = "u1"
        return kwargs

    def updatePixels(self, tlc, shape, props, **blocks):
        """Classify a block of pixels of shape (bands, height, width)."""
        pixels = np.asarray(blocks["raster_pixels"], dtype=np.float32)
        (scores,) = self.session.run(None, {"pixels": pixels[np.newaxis]})
        blocks["output_pixels"] = self.values[scores[0].argmax(axis=0)][np.newaxis]
        return blocks
