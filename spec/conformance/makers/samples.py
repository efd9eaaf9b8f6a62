"""Documents that nothing is wrong with, one of each kind, from which cases are made."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

__all__ = [
    "COLORS",
    "SAMPLES",
    "SCHEMAS",
    "classifier",
    "deep_learning",
    "extra_info",
    "likelihood",
    "opaque",
]

MODEL = b"not really a model\n"

# As many classes as a case has, each in another colour.
COLORS = (
    (0, 100, 0),
    (0, 0, 200),
    (200, 200, 0),
    (90, 90, 90),
    (1, 2, 3),
    (4, 5, 6),
    (7, 8, 9),
)

# Three classes that have nothing in common.
FOREST = {"Value": 1, "Name": "a", "Color": [1, 2, 3]}
WATER = {"Value": 2, "Name": "b", "Color": [4, 5, 6]}
SOIL = {"Value": 3, "Name": "c", "Color": [7, 8, 9]}


def classifier(*definitions: Any, version: int = 1) -> dict[str, Any]:
    """Return a classifier definition that holds these definitions."""
    return {
        "EsriClassifierDefinitionFile": 0,
        "FileVersion": version,
        "NumberDefinitions": len(definitions),
        "Definitions": list(definitions),
    }


def likelihood_class(
    value: int = 1, name: str = "Forest", color: Any = (0, 100, 0)
) -> dict[str, Any]:
    """Return a class of two bands."""
    return {
        "ClassValue": value,
        "ClassName": name,
        "Red": color[0],
        "Green": color[1],
        "Blue": color[2],
        "Count": 30,
        "Means": [70.5, 41.25],
        "Covariances": [[4.0, 1.5], [1.5, 9.25]],
    }


def likelihood(*classes: Any, bands: int = 2) -> dict[str, Any]:
    """Return a maximum-likelihood definition."""
    given = list(classes) or [likelihood_class()]
    return {
        "Classifier": "MaximumLikelihood",
        "NumberClasses": len(given),
        "RasterIsSegmented": False,
        "NumberBands": bands,
        "Classes": given,
    }


def opaque(**members: Any) -> dict[str, Any]:
    """Return a definition of a classifier whose body nobody has published."""
    return {"Classifier": "SVM", "Hyperplanes": [[0.5, -1.25], [2.0, 0.75]], **members}


def extra_info(*classes: Any) -> dict[str, Any]:
    """Return an extra info."""
    given = list(classes) or [{"Value": 1, "Name": "Forest", "Color": [0, 100, 0]}]
    return {
        "ImportDeepLearningModelToEsriExtraInfo": 0,
        "Version": 1,
        "Classifier": "CNTK",
        "NumberRasterBands": 4,
        "MiniBatchSize": 16,
        "Classes": given,
    }


def deep_learning(**changed: Any) -> dict[str, Any]:
    """Return a definition of the deep-learning profile with an embedded model."""
    model = {
        "Profile": "ecdkit/deep-learning/1",
        "FileName": "trained.model",
        "Size": len(MODEL),
        "SHA256": hashlib.sha256(MODEL).hexdigest(),
        "ExtraInfo": {
            "FileName": "info.json",
            "Data": base64.b64encode(json.dumps(extra_info()).encode()).decode(),
        },
        "Data": base64.b64encode(MODEL).decode(),
    }
    model |= changed
    return {
        "Classifier": "CNTK",
        "NumberClasses": 1,
        "RasterIsSegmented": False,
        "NumberBands": 4,
        "MiniBatchSize": 16,
        "Classes": [{"ClassValue": 1, "ClassName": "Forest", "Red": 0, "Green": 100, "Blue": 0}],
        "DeepLearningModel": {key: one for key, one in model.items() if one is not None},
    }


def endmembers(spelling: str) -> dict[str, Any]:
    """Return an endmember definition in spelling a or b."""
    names = (
        ("NumberEndmembers", "NumberBands")
        if spelling == "a"
        else ("NumberOfEndmembers", "NumberOfBands")
    )
    return {
        "EsriEndmemberDefinitionFile": 0,
        "FileVersion": 1,
        names[0]: 1,
        names[1]: 3,
        "Endmembers": [
            {"EndmemberID": 1, "EndmemberName": "urban", "SpectralProfile": [88.5, 42.0, 48.25]}
        ],
    }


def model_definition() -> dict[str, Any]:
    """Return a definition of a model that a reader of Esri's takes."""
    return {
        "Framework": "PyTorch",
        "ModelConfiguration": {"Name": "FastaiSSD", "Architecture": "ssd"},
        "ModelType": "ObjectDetection",
        "ModelFile": "trained.pth",
        "InferenceFunction": "[Functions]System\\DeepLearning\\ArcGISLearn\\ArcGISObjectDetector.py",
        "ImageHeight": 256,
        "ImageWidth": 256,
        "ExtractBands": [0, "Red", 2],
        "BatchSize": 4,
        "ModelName": "SingleShotDetector",
        "Classes": [
            {"Value": 1, "Name": "Building", "Color": [0, 255, 0]},
            {"ClassValue": 2, "ClassName": "Road", "Color": [-1, 0, 255]},
        ],
    }


def training_data() -> dict[str, Any]:
    """Return a definition of exported training data."""
    return {
        "ModelFile": "e.g. .\\trained.model",
        "ImageHeight": "e.g. 256",
        "ExtractBands": "e.g. [0, 1, 2]",
        "MetaDataMode": "Classified_Tiles",
        "Classes": [{"Value": 1, "Name": "Building", "Color": [0, 255, 0]}],
    }


SAMPLES: dict[str, Any] = {
    "maximum likelihood": classifier(likelihood()),
    "maximum likelihood, FileVersion 3": classifier(likelihood(), version=3),
    "opaque": classifier(opaque()),
    "deep learning": classifier(deep_learning()),
    "deep learning by reference": classifier(deep_learning(Data=None, Path="models/trained.model")),
    "extra info": extra_info(),
    "endmembers, spelling a": endmembers("a"),
    "endmembers, spelling b": endmembers("b"),
    "model": model_definition(),
    "training data": training_data(),
}
"""What the structure cases are made from, by what it is called."""

SCHEMAS = {
    "maximum likelihood": "classifier-definition-1",
    "maximum likelihood, FileVersion 3": "classifier-definition-3",
    "opaque": "classifier-definition-1",
    "deep learning": "classifier-definition-1",
    "deep learning by reference": "classifier-definition-1",
    "extra info": "extra-info-1",
    "endmembers, spelling a": "endmember-definition-1a",
    "endmembers, spelling b": "endmember-definition-1b",
    "model": "model-definition-1",
    "training data": "model-definition-1",
}
"""The schema of each."""
