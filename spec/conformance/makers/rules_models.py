"""Cases about model definitions: what their readers need, and the files that they name."""

from __future__ import annotations

import json
from typing import Any

from makers.judging import add
from makers.making import Group, content
from makers.samples import (
    SAMPLES,
    extra_info,
)

__all__ = ["model", "paths", "pixels", "readers", "values"]


def model(**changed: Any) -> dict[str, Any]:
    """Return a definition of a model, with members changed; `...` leaves one out."""
    value: dict[str, Any] = {
        "Framework": "PyTorch",
        "ModelConfiguration": "FastaiSSD",
        "ModelType": "ObjectDetection",
        "ModelFile": "trained.pth",
        "ImageHeight": 256,
        "ImageWidth": 256,
        "ExtractBands": [0, 1, 2],
        "Classes": [{"Value": 1, "Name": "Building", "Color": [0, 255, 0]}],
    }
    value |= changed
    return {key: one for key, one in value.items() if one is not ...}


def readers(group: Group) -> None:
    """Add what readers of model definitions take without a default."""
    tests = "4003 4010"
    add(group, "model: as it is", tests, model())
    add(
        group,
        "model: as the sample",
        tests,
        SAMPLES["model"],
        ("old-class-spelling", "/Classes/1/ClassValue"),
    )
    for framework in ("TensorFlow", "CNTK", "PyTorch", "Keras", "Templates"):
        for key in ("ModelFile", "ImageHeight", "ImageWidth", "ExtractBands", "Classes"):
            add(
                group,
                f"model of {framework}: no {key}",
                tests,
                model(Framework=framework, **{key: ...}),
                ("missing-for-reader", ""),
            )
        add(
            group,
            f"model of {framework}: no ModelType",
            tests,
            model(Framework=framework, ModelType=...),
            ("missing-for-reader", ""),
            soft=True,
        )
    add(
        group,
        "model: ImageHeight is null",
        tests,
        model(ImageHeight=None),
        ("missing-for-reader", "/ImageHeight"),
    )
    add(group, "model with an InferenceFunction: no ImageHeight", tests,
        model(InferenceFunction="[Functions]a.py", ImageHeight=...))  # fmt: skip
    add(
        group,
        "model: object classification",
        tests,
        model(ModelType="ObjectClassification", CropSizeFixed=1, BlackenAroundFeature=0),
    )
    add(group, "model: object classification without its members, both told", f"{tests} 7006", model(ModelType="ObjectClassification"),
        ("missing-for-reader", ""), ("missing-for-reader", ""))  # fmt: skip
    inferencing = "arcgis.learn.models._inferencing"
    add(group, "model of arcgis.learn: no ImageHeight and no ModelParameters", tests,
        model(Framework=inferencing, ImageHeight=...), ("missing-for-reader", ""), ("missing-for-reader", ""), soft=True)  # fmt: skip
    add(
        group,
        "model of arcgis.learn of another type",
        tests,
        model(Framework=inferencing, ModelType="Other", ImageHeight=...),
    )
    add(group, "text model: no InferenceFunction and no OutputField", tests,
        {"ModelType": "TextClassifier", "ModelName": "a", "ModelFile": "a.pth", "Framework": "N/A"},
        ("missing-for-reader", ""), ("missing-for-reader", ""))  # fmt: skip
    for framework, soft in (("PyTorch", False), ("Other", True), (inferencing, True)):
        add(group, f"model of {framework}: nothing to run", "4011",
            model(Framework=framework, ModelConfiguration=..., ModelType="Other"), ("nothing-to-run", "/Framework"), soft=soft)  # fmt: skip
    add(
        group,
        "model: a configuration without a name",
        "4011",
        model(ModelConfiguration={"Architecture": "a"}),
        ("nothing-to-run", "/Framework"),
    )
    add(
        group,
        "model: a configuration with a name",
        "4011",
        model(ModelConfiguration={"Name": "a"}),
    )
    add(
        group,
        "model: a configuration of the wrong type",
        "4011",
        model(ModelConfiguration=7),
        ("wrong-type", "/ModelConfiguration"),
    )
    for framework in ("", "N/A"):
        add(
            group,
            f"model of the framework {framework!r}: nothing to run",
            "4011",
            model(Framework=framework, ModelConfiguration=...),
        )


def paths(group: Group) -> None:
    """Add the files that model definitions name."""
    there = {"trained.pth": content(b"x"), "code/run.py": content(b"x")}
    add(
        group,
        "model: its files are there",
        "4020",
        model(InferenceFunction="code\\run.py"),
        files=there,
    )
    for path in ("other.pth", "code/other.py", "sub\\trained.pth"):
        add(
            group,
            f"model: {path} is not there",
            "4020 4022",
            model(ModelFile=path),
            ("file-not-there", "/ModelFile"),
            files=there,
        )
    for path in ("/models/a.pth", "C:\\models\\a.pth", "\\\\server\\a.pth", "c:/a.pth"):
        add(
            group,
            f"model: the absolute path {path}",
            "4021",
            model(ModelFile=path),
            ("absolute-path", "/ModelFile"),
            files=there,
        )
    for path in ("[Functions]a.py", "[functions]System\\a.py"):
        add(
            group,
            f"model: {path} is one of ArcGIS itself",
            "4020 4021",
            model(InferenceFunction=path),
            files=there,
        )
    add(group, "model: files of a configuration, without .py", "4020",
        model(ModelConfiguration={"Name": "a", "Architecture": ".\\code\\run", "Config": "code/none"}),
        ("file-not-there", "/ModelConfiguration/Config"), files=there)  # fmt: skip


def values(group: Group) -> None:
    """Add values at the bounds of what readers take."""
    for member, fine, strange in (
        ("ImageHeight", (1,), (0,)),
        ("ImageWidth", (1,), (0,)),
        ("BatchSize", (1, None), (0, -4)),
        ("DataRange", ([0, 1], [-1.5, 0.0], None), ([1, 1], [1, 0], [0], [0, 1, 2], [0, "1"], "abc", 1)),
        ("ModelPadding", (0, 64), (-1, "x", [1])),
        ("Padding", (0,), (-1,)),
        ("CropSizeFixed", (0, 1, True, False), (2, -1, "1")),
        ("BlackenAroundFeature", (0, 1, True, False), (2,)),
        ("fixedTileSize", (0, 1), (2,)),
        ("PerProcessGPUMemoryFraction", (0, 0.5, 1, "0.8"), (-0.1, 1.1, True)),
        ("Threshold", (0, 0.5, 50), ("0.5", True)),
        ("ImageSpaceUsed", ("MAP_SPACE", "PIXEL_SPACE"), ("map_space", 0)),
    ):  # fmt: skip
        for value in fine:
            add(group, f"model: {member} {json.dumps(value)}", "4035", model(**{member: value}))
        for value in strange:
            add(group, f"model: {member} {json.dumps(value)}", "4035", model(**{member: value}),
                ("value-for-reader", f"/{member}"))  # fmt: skip
    add(group, "model: ImageHeight is no integer, which the structure tells", "4035 4003", model(ImageHeight="x"),
        ("wrong-type", "/ImageHeight"))  # fmt: skip
    add(group, "training data: a strange value is not told", "4035 4006",
        {"MetaDataMode": "Classified_Tiles", "ExtractBands": [0], "ModelPadding": -1})  # fmt: skip
    for bands in ([0], [0, "Red"], [7]):
        add(group, f"model: the bands {json.dumps(bands)}", "4003 0412", model(ExtractBands=bands))
    add(group, "model: the bands [0, -1]", "4003 0412", model(ExtractBands=[0, -1]),
        ("out-of-range", "/ExtractBands/1"))  # fmt: skip


def pixels(group: Group) -> None:
    """Add the values of model definitions: pixel classifiers, spellings, help text."""
    pixel = {
        "Framework": "CNTK",
        "ModelConfiguration": "AzurePixelLevelLandClassification",
        "ModelType": "ImageClassification",
    }
    one = {"Value": 1, "Name": "a", "Color": [1, 2, 3]}
    for value, told in ((0, False), (1, False), (2, False), (3, True), (-1, True)):
        classes = (
            [{"Value": 0, "Name": "b", "Color": [9, 9, 9]}, {**one, "Value": value}]
            if value
            else [{**one, "Value": 0}]
        )
        problems = [("class-value-not-of-arg-max", "/Classes/1/Value")] if told else []
        problems += [("class-value-beyond-8-bit", "/Classes/1/Value")] if value < 0 else []
        add(
            group,
            f"pixel classifier: value {value} of {len(classes)} classes",
            "4031",
            model(**pixel, Classes=classes),
            *problems,
        )
    add(group, "pixel classifier of DeepLab: value 7 of one class", "4031",
        model(**{**pixel, "Framework": "TensorFlow", "ModelConfiguration": "DeepLab"}, Classes=[{**one, "Value": 7}]),
        ("class-value-not-of-arg-max", "/Classes/0/Value"))  # fmt: skip
    add(group, "a detector: value 7 of one class", "4031", model(Classes=[{**one, "Value": 7}]))
    for told, color, at in (
        ("-1 each", [-1, -1, -1], "/Color"),
        ("two numbers", [1, 2], "/Color"),
        ("null", None, "/Color"),
        ("no colour", ..., ""),
    ):
        given = {key: item for key, item in {**one, "Color": color}.items() if item is not ...}
        add(group, f"pixel classifier: {told}", "4032", model(**pixel, Classes=[one, {**given, "Value": 2, "Name": "b"}]),
            ("class-color-for-reader", f"/Classes/1{at}"))  # fmt: skip
        add(group, f"a detector: {told}", "4032", model(Classes=[{**given, "Name": "b"}]))
    old = {"ClassValue": 2, "ClassName": "b", "Color": [4, 5, 6]}
    add(group, "model: old classes, told once", "4033 4004", model(Classes=[one, old, {**old, "ClassValue": 3, "ClassName": "c", "Color": [7, 8, 9]}]),
        ("old-class-spelling", "/Classes/1/ClassValue"))  # fmt: skip
    add(
        group,
        "model: both spellings in one class: that of today",
        "4004",
        model(Classes=[{**one, **old, "ClassName": 1.5}]),
    )
    add(
        group,
        "model: ObjectionDetection",
        "4034",
        model(ModelType="ObjectionDetection"),
        ("model-type-misprint", "/ModelType"),
    )
    add(
        group,
        "training data: help text, told once",
        "4030 4006",
        SAMPLES["training data"],
        ("placeholder-text", "/ModelFile"),
    )
    add(group, "training data: a class of the wrong type", "4006", {**SAMPLES["training data"], "Classes": [{"Value": "1", "Name": "a"}]},
        ("wrong-type", "/Classes/0/Value"), ("placeholder-text", "/ModelFile"))  # fmt: skip
    add(
        group,
        "model: help text for a string",
        "4030",
        model(ModelName="e.g. MyModel", Description="e.g. b"),
        ("placeholder-text", "/ModelName"),
    )
    add(group, "model: help text for an integer is a wrong type too", "4030 4003", model(ImageHeight="e.g. 256"),
        ("wrong-type", "/ImageHeight"), ("placeholder-text", "/ImageHeight"))  # fmt: skip
    for key in ("Classes", "ExtractBands", "BatchSize", "ModelName"):
        add(
            group,
            f"model with a function: {key} is null",
            "0404",
            model(InferenceFunction="[Functions]a.py", **{key: None}),
        )
    add(
        group,
        "extra info: Classes is null",
        "0404",
        {**extra_info(), "Classes": None},
        ("wrong-type", "/Classes"),
    )
