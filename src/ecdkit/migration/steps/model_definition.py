"""An extra info to a model definition (`.emd`), which is what tools run today, and back.

That model definitions succeeded the tool that took extra infos is documented. Which member became
which is not: the page of the tool defines no key, so the pairs are inferred from names and types,
and from the code that reads model definitions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecdkit.formats.extra_info.model import ExtraInfo, ExtraInfoClass
from ecdkit.formats.model_definition.model import (
    ModelDefinition,
    ModelDefinitionClass,
)
from ecdkit.formats.model_definition.signature import is_placeholder
from ecdkit.migration.making import members_of, refusal, travelling, written
from ecdkit.migration.nodes import EXTRA_INFO_1, MODEL
from ecdkit.migration.step import (
    Field,
    Input,
    Offer,
    Outcome,
    Step,
    carried,
    computed,
    implied,
    invented,
    is_value,
    lost,
    renamed,
    supplied,
)
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from ecdkit.document import Document
    from ecdkit.migration.inputs import Inputs
    from ecdkit.text.view import View

__all__ = ["INPUTS", "STEPS"]

_SUCCESSOR = (
    "ArcGIS Pro tool reference, Deep Learning Model To Ecd: deprecated, replaced by Export "
    "Training Data For Deep Learning, whose models have model definitions"
)
_BACK = "designed by ecdkit: the pairs of the successor road, the other way"

_INFO = members_of(ExtraInfo)
_INFO_CLASS = members_of(ExtraInfoClass)
_DEFINITION = members_of(ModelDefinition)
_CLASS = members_of(ModelDefinitionClass)
# No sensor has more; a list of all bands of a hostile number would fill the memory.
_MOST_BANDS = 65_536
_COLORLESS = [128, 128, 128]
_CHANNELS = 3
# What stands for the framework where there is none: the package that arcgis.learn saves, and the
# mark of point clouds (observed).
_NO_FRAMEWORKS = ("N/A", "arcgis.learn.models._inferencing")

INPUTS = (
    Input(
        "ModelFile", "the file of the trained model, from the folder of the .emd", ("cntk.model",)
    ),
    Input("ModelType", "what the model does", ("ImageClassification", "ObjectDetection")),
    Input("ImageHeight", "the height of a tile in pixels", ("256",), least=1),
    Input("ImageWidth", "the width of a tile in pixels", ("256",), least=1),
    Input(
        "ModelConfiguration",
        "the module that runs the model",
        ("AzurePixelLevelLandClassification", "FasterRCNN"),
        instead="InferenceFunction",
    ),
    Input(
        "InferenceFunction",
        "a Python raster function that runs it",
        ("Classify.py",),
        instead="ModelConfiguration",
    ),
)

_BACK_INPUTS = (
    Input("Classifier", "the framework of the model", ("CNTK",), when="Framework names none"),
    Input(
        "NumberRasterBands",
        "how many bands the model takes",
        ("4",),
        when="ExtractBands lists none",
    ),
    Input(
        "MiniBatchSize",
        "how many tiles the model takes at once",
        ("16",),
        when="there is no BatchSize",
    ),
)


def _forward(source: Document, inputs: Inputs) -> Outcome:
    root = source.text.root
    info = source.model
    assert isinstance(info, ExtraInfo)
    if info.number_raster_bands > _MOST_BANDS:
        raise refusal(
            root.child("NumberRasterBands"),
            f"no model takes more than {_MOST_BANDS:,} bands",
            "correct the number",
        )
    if not _is_framework(root.child("Classifier")):
        raise refusal(
            root.child("Classifier"),
            f"{cut(repr(info.classifier))} names no framework in a model definition",
            "correct it first",
        )
    asked = inputs.need(*(one.name for one in INPUTS))
    given = {name: one.spelled for name, one in asked.items()}
    running = ("ModelConfiguration", "InferenceFunction")
    made: dict[str, Any] = {
        "Framework": root.child("Classifier"),
        **{name: given[name] for name in running if name in given},
        "ModelType": given["ModelType"],
        "ModelFile": given["ModelFile"],
        "ImageHeight": given["ImageHeight"],
        "ImageWidth": given["ImageWidth"],
        "ExtractBands": _bands(info.number_raster_bands),
        "BatchSize": root.child("MiniBatchSize"),
        "Classes": [
            {
                **{name: one.child(name) for name in ("Value", "Name", "Color")},
                **travelling(one, _INFO_CLASS, _CLASS),
            }
            for one in root.child("Classes").elements()
        ],
        **travelling(root, _INFO, _DEFINITION),
    }
    return Outcome(written(made))


def _backward(source: Document, inputs: Inputs) -> Outcome:
    root = source.text.root
    model = source.model
    assert isinstance(model, ModelDefinition)
    found: dict[str, Any] = {}
    if _is_framework(root.get("Framework")):
        found["Classifier"] = root.child("Framework")
    if isinstance(model.extract_bands, tuple):
        found["NumberRasterBands"] = len(model.extract_bands)
    if type(model.batch_size) is int and model.batch_size >= 0:
        found["MiniBatchSize"] = root.child("BatchSize")
    asked = inputs.need(*(one.name for one in _BACK_INPUTS if one.name not in found))
    found |= {name: one.spelled for name, one in asked.items()}
    classes = root.child("Classes").elements() if model.classes else ()
    made: dict[str, Any] = {
        "ImportDeepLearningModelToEsriExtraInfo": 0,
        "Version": 1,
        **{one.name: found[one.name] for one in _BACK_INPUTS},
        "Classes": [
            {
                "Value": one.child("Value"),
                "Name": _name(one.child("Name")),
                "Color": _color(one.get("Color")),
                **travelling(one, _CLASS, _INFO_CLASS),
            }
            for one in classes
        ],
        **travelling(root, _DEFINITION, _INFO),
    }
    return Outcome(written(made))


def _bands(number: int) -> list[int]:
    return list(range(number))


def _number_listed(bands: Any) -> int | None:
    # Text stands where there are no bands.
    return len(bands) if isinstance(bands, list) else None


def _is_framework(place: View | None) -> bool:
    if place is None or place.kind != "string" or is_placeholder(place):
        return False
    return place.value() not in _NO_FRAMEWORKS


def _name(place: View) -> Any:
    if place.kind == "null":
        return ""
    return place if place.kind == "string" else _as_text(place.value())


def _as_text(value: Any) -> Any:
    return str(value) if type(value) is int else value


def _color(place: View | None) -> Any:
    values = place.value() if place is not None and place.kind == "array" else []
    if len(values) == _CHANNELS and min(values) >= 0:
        return place
    rgb = _first_three(values)
    return rgb if len(rgb) == _CHANNELS and min(rgb) >= 0 else _COLORLESS


def _first_three(values: Any) -> Any:
    return values[:_CHANNELS] if isinstance(values, list) else values


_SHAPE = "classes have the same shape in both"

_FORWARD_FIELDS: tuple[Field, ...] = (
    implied(
        "/ImportDeepLearningModelToEsriExtraInfo",
        None,
        "documented",
        "the mark of the format",
        is_value(0),
    ),
    implied(
        "/Version", None, "documented", "the version of the format, not of the model", is_value(1)
    ),
    renamed("/Classifier", "/Framework", "inferred", "the same spelling of CNTK"),
    computed(
        "/NumberRasterBands",
        "/ExtractBands",
        "inferred",
        "all bands, from 0, in their order",
        follows=_bands,
        back=len,
    ),
    renamed(
        "/MiniBatchSize",
        "/BatchSize",
        "inferred",
        "by name; it hides the tools' batch_size argument",
    ),
    carried("/Classes", "observed", _SHAPE),
    carried("/Classes/{c}/Value", "observed", _SHAPE),
    carried("/Classes/{c}/Name", "observed", _SHAPE),
    carried("/Classes/{c}/Color", "observed", _SHAPE),
    carried("/Classes/{c}/{other}", "project", "unknown; it travels"),
    *(supplied(one.name, "documented") for one in INPUTS),
    carried("/{other}", "project", "unknown; it travels"),
)

_NOT_HELD = "an extra info does not say how a model is run"
_BACKWARD_FIELDS: tuple[Field, ...] = (
    implied(
        None,
        "/ImportDeepLearningModelToEsriExtraInfo",
        "documented",
        "the mark of the format",
        is_value(0),
    ),
    implied(
        None, "/Version", "documented", "the version of the format, not of the model", is_value(1)
    ),
    renamed("/Framework", "/Classifier", "inferred", "the same spelling of CNTK"),
    supplied("Classifier", "documented"),
    computed(
        "/ExtractBands",
        "/NumberRasterBands",
        "inferred",
        "how many there are",
        follows=_number_listed,
        back=_bands,
    ),
    supplied("NumberRasterBands", "documented"),
    renamed("/BatchSize", "/MiniBatchSize", "inferred", "by name"),
    supplied("MiniBatchSize", "documented"),
    carried("/Classes", "observed", _SHAPE),
    invented("/Classes", "an extra info has a list of classes", []),
    carried("/Classes/{c}/Value", "observed", _SHAPE),
    carried("/Classes/{c}/Name", "observed", _SHAPE),
    computed(
        "/Classes/{c}/Name", "/Classes/{c}/Name", "observed", "a number as text", follows=_as_text
    ),
    invented("/Classes/{c}/Name", "a class of an extra info has a name", ""),
    carried("/Classes/{c}/Color", "observed", _SHAPE),
    computed(
        "/Classes/{c}/Color",
        "/Classes/{c}/Color",
        "observed",
        "red, green and blue",
        follows=_first_three,
    ),
    invented(
        "/Classes/{c}/Color",
        "a class of an extra info has a colour; grey stands for none",
        _COLORLESS,
    ),
    carried("/Classes/{c}/{other}", "project", "unknown; it travels"),
    carried("/{other}", "project", "unknown; it travels"),
    lost("/Framework", "inferred", "it names no framework that an extra info could have"),
    lost("/ModelConfiguration", "documented", _NOT_HELD),
    lost("/ModelType", "documented", _NOT_HELD),
    lost(
        "/ModelFile",
        "documented",
        "the model's file was an argument of its own beside an extra info",
    ),
    lost("/InferenceFunction", "documented", _NOT_HELD),
    lost("/ImageHeight", "documented", _NOT_HELD),
    lost("/ImageWidth", "documented", _NOT_HELD),
    lost(
        "/ExtractBands",
        "inferred",
        "an extra info says how many bands, not which and in what order",
    ),
    lost("/BatchSize", "inferred", "it is no number of tiles"),
    lost("/ModelName", "documented", "an extra info does not name its model"),
    lost(
        "/Version", "documented", "the version of the model; that of an extra info is the format's"
    ),
    lost("/Classes/{c}/Name", "observed", "a name is text in an extra info"),
    lost(
        "/Classes/{c}/Color",
        "observed",
        "a colour of an extra info is red, green and blue from 0 to 255",
    ),
)

STEPS = (
    Step(
        source=EXTRA_INFO_1.name,
        target=MODEL.name,
        grade="documented",
        evidence=_SUCCESSOR,
        summary="Takes framework, bands, batch size and classes over; how the model runs is asked.",
        fields=_FORWARD_FIELDS,
        run=_forward,
        inputs=INPUTS,
    ),
    Step(
        source=MODEL.name,
        target=EXTRA_INFO_1.name,
        grade="project",
        evidence=_BACK,
        summary="Keeps framework, bands, batch size and classes; how the model is run is lost.",
        fields=_BACKWARD_FIELDS,
        run=_backward,
        inputs=_BACK_INPUTS,
        offers=(Offer("ModelFile", ("/ModelFile",)),),
    ),
)
