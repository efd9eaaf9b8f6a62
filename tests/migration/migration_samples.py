"""What tests of migrations share: small documents, and how to look into a result."""

from __future__ import annotations

import json

import ecdkit
from ecdkit.errors import DefinitionError, FileAccessError, MigrationError
from ecdkit.migration import migrate

INFO = {
    "ImportDeepLearningModelToEsriExtraInfo": 0,
    "Version": 1,
    "Classifier": "CNTK",
    "NumberRasterBands": 4,
    "MiniBatchSize": 16,
    "Classes": [
        {"Value": 200, "Name": " Wald", "Color": [0, 128, 0]},
        {"Value": 100, "Name": "Water", "Color": [0, 0, 255]},
    ],
}
# What any step may need, but for the model's file.
INPUTS = {
    "ModelType": "ImageClassification",
    "ImageHeight": 256,
    "ImageWidth": 128,
    "ModelConfiguration": "FasterRCNN",
    "Classifier": "CNTK",
    "NumberRasterBands": 4,
    "MiniBatchSize": 16,
    "Definition": 0,
}
GIVEN = {
    "ModelFile": "cntk.model",
    "ModelType": "ImageClassification",
    "ImageHeight": 256,
    "ImageWidth": 256,
    "ModelConfiguration": "AzurePixelLevelLandClassification",
}
MODEL = {
    "Framework": "CNTK",
    "ModelConfiguration": "FasterRCNN",
    "ModelType": "ObjectDetection",
    "ModelFile": ".\\cntk.model",
    "ImageHeight": 850,
    "ImageWidth": 850,
    "ExtractBands": [0, 1, 2],
    "BatchSize": 1,
    "Classes": [{"Value": 0, "Name": "Tree", "Color": [0, 255, 0]}],
}
LIKELIHOOD = {
    "Classifier": "MaximumLikelihood",
    "NumberClasses": 1,
    "RasterIsSegmented": False,
    "NumberBands": 2,
    "Classes": [
        {"ClassValue": 5, "ClassName": "Wald", "Red": 1, "Green": 2, "Blue": 3, "Count": 9,
         "Means": [1.50, 2], "Covariances": [[1, 0], [0, 1]], "Note": {"a": [1]}},
    ],
}  # fmt: skip


def parsed(value, **changes):
    """The document of a value."""
    return ecdkit.parse(json.dumps({**value, **changes}))


def classifier(*definitions, version=1, **more):
    """A classifier definition of some definitions."""
    return parsed(
        {
            "EsriClassifierDefinitionFile": 0,
            "FileVersion": version,
            "NumberDefinitions": len(definitions),
            "Definitions": list(definitions),
            **more,
        }
    )


def value_of(doc):
    """The value of a document."""
    return doc.text.root.value()


def lost(made):
    """The fields that a migration lost."""
    return {entry.source for entry in made.ledger.lost}


def gone(doc, target, inputs):
    """The migration of a document, with those inputs that it turns out to need."""
    given = {}
    while True:
        try:
            return migrate(doc, target, on_loss="warn", allow="inferred", **given)
        except MigrationError as error:
            wanted = {name: inputs[name] for name in error.missing if name in inputs}
        except (FileAccessError, DefinitionError):
            # A model definition names a file that is not there.
            wanted = {"ModelFile": inputs["ModelFile"]}
        assert not wanted.keys() <= given.keys()
        given |= wanted
