"""What a schema cannot say of a model definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ecdkit.formats.common_rules import (
    class_keys_of,
    class_rules,
    color_of,
    integer_of,
    member_of,
    string_of,
)
from ecdkit.formats.model_definition.needs import ARG_MAX, BUILT_IN
from ecdkit.formats.model_definition.paths import (
    candidates,
    is_absolute,
    is_any,
    is_of_arcgis,
    named_files,
)
from ecdkit.formats.model_definition.readers import configuration_name, is_there, readers_of
from ecdkit.formats.model_definition.signature import is_placeholder, kind_of
from ecdkit.formats.model_definition.values import TAKEN
from ecdkit.problems import Rule
from ecdkit.text.excerpt import cut, printable, quoted
from ecdkit.text.kinds import ARRAY, NULL, OBJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.document import Document
    from ecdkit.problems import Problem
    from ecdkit.text.view import View

__all__ = [
    "ABSOLUTE_PATH",
    "CLASS_COLOR_FOR_READER",
    "CLASS_VALUE_NOT_OF_ARG_MAX",
    "FILE_NOT_THERE",
    "MISSING_FOR_READER",
    "MODEL_TYPE_MISPRINT",
    "NOTHING_TO_RUN",
    "OLD_CLASS_SPELLING",
    "PLACEHOLDER_TEXT",
    "RULES",
    "VALUE_FOR_READER",
    "rules",
]

_FORMATS = ("model-definition",)
_FUNCTIONS = "Esri/raster-deep-learning, python_raster_functions"
_LONGEST = 120
# The structure asks for their type.
_TYPED = frozenset({"ImageHeight", "ImageWidth", "BatchSize"})

MISSING_FOR_READER = Rule(
    "missing-for-reader",
    "error",
    "A model definition has the members that its readers take without a default",
    "The raster functions that come with raster-deep-learning look up ModelFile, ImageHeight, "
    "ImageWidth, ExtractBands and Classes, those for features CropSizeFixed and "
    "BlackenAroundFeature too, and stop with a KeyError where one is missing. A definition with an "
    "InferenceFunction of its own is read by that and may have less. What only arcgis.learn looks "
    "up is a warning. Add the member.",
    hint="add the member, or name an InferenceFunction that does without it",
    formats=_FORMATS,
    grade="observed",
    source=_FUNCTIONS,
    requirement="ECD-4010",
)
NOTHING_TO_RUN = Rule(
    "nothing-to-run",
    "error",
    "A framework comes with a ModelConfiguration or an InferenceFunction",
    "The raster functions import the module ModelConfiguration of the package Framework. Without "
    "it, or without its Name where it is an object, they stop with 'Invalid model configuration'; "
    "only a raster function of the definition's own, named by InferenceFunction, needs none. For "
    "a framework that does not come with raster-deep-learning it is a warning.",
    hint="name the ModelConfiguration, or an InferenceFunction",
    formats=_FORMATS,
    grade="observed",
    source=_FUNCTIONS,
    requirement="ECD-4011",
)
FILE_NOT_THERE = Rule(
    "file-not-there",
    "warning",
    "The files that a model definition names are there",
    "Paths are relative to the definition; backslashes and slashes both separate folders, and the "
    "name of a module may go without .py. The definition may well be right and its files be "
    "elsewhere, so this is a warning. Put the files beside the definition, or change the path.",
    hint="put the file there, or change the path",
    formats=_FORMATS,
    grade="documented",
    source="Esri/raster-deep-learning, docs/writing_model_definition.md",
    requirement="ECD-4020",
)
ABSOLUTE_PATH = Rule(
    "absolute-path",
    "warning",
    "A model definition names files by paths relative to itself",
    "An absolute path is one of the machine that trained the model. Elsewhere, and in a package, "
    "nothing is there. It is not followed here. Put the file beside the definition and name it "
    "by a relative path.",
    hint="name the file relative to the definition",
    formats=_FORMATS,
    grade="observed",
    source="packages hold the files beside the definition",
    requirement="ECD-4021",
)
PLACEHOLDER_TEXT = Rule(
    "placeholder-text",
    "warning",
    "A member holds a value, not help text",
    "Export Training Data For Deep Learning writes help such as 'e.g. 256' where a model "
    "definition has values. The file describes training data; no tool can run a model by it. To "
    "make a model definition of it, replace every such text by a value.",
    hint="write the value, or leave the file to its training data",
    formats=_FORMATS,
    grade="observed",
    source="files that Export Training Data For Deep Learning wrote",
    requirement="ECD-4030",
)
CLASS_VALUE_NOT_OF_ARG_MAX = Rule(
    "class-value-not-of-arg-max",
    "warning",
    "The class values of a pixel classifier are the indices of its outputs",
    "The raster functions for AzurePixelLevelLandClassification and DeepLab write the index of the "
    "greatest output as pixel value: 0, 1, 2 and so on. A class of value 100 or 200 then names no "
    "pixel. Only the model tells which index means which class, so nothing is renumbered here.",
    hint="check which index the model gives for the class",
    formats=_FORMATS,
    grade="observed",
    source=_FUNCTIONS,
    requirement="ECD-4031",
)
CLASS_COLOR_FOR_READER = Rule(
    "class-color-for-reader",
    "warning",
    "A class of a pixel classifier has a colour of red, green and blue",
    "The raster function for pixels makes an attribute table of the classes and takes three "
    "numbers from each Color; it stops where there are fewer. -1, which stands for no colour in "
    "training data, is no colour either. Give the class a colour: ecd edit --recolor.",
    hint="give the class a colour: ecd edit --recolor VALUE=#rrggbb",
    formats=_FORMATS,
    grade="observed",
    source=_FUNCTIONS,
    requirement="ECD-4032",
)
OLD_CLASS_SPELLING = Rule(
    "old-class-spelling",
    "warning",
    "Classes are spelled Value and Name",
    "ClassValue and ClassName are the names of older files. arcgis.learn still reads them; the "
    "raster functions of raster-deep-learning look up Value and Name and stop without them. Rename "
    "the members.",
    hint="rename the members to Value and Name",
    formats=_FORMATS,
    grade="observed",
    source="arcgis.learn, and " + _FUNCTIONS,
    requirement="ECD-4033",
)
MODEL_TYPE_MISPRINT = Rule(
    "model-type-misprint",
    "note",
    "The type of a detector is spelled ObjectDetection",
    "The example on Esri's page says ObjectionDetection, and was copied; the words of the same "
    "page say ObjectDetection, as other files do. Whether tools take the misprint is not known.",
    hint="write ObjectDetection",
    formats=_FORMATS,
    grade="documented",
    source="Esri/raster-deep-learning, docs/writing_model_definition.md",
    requirement="ECD-4034",
)
VALUE_FOR_READER = Rule(
    "value-for-reader",
    "warning",
    "A member of a model definition has a value that readers make something of",
    "The raster functions of raster-deep-learning and arcgis.learn compute with these members: a "
    "DataRange is two numbers, a ModelPadding a number of pixels, a CropSizeFixed 0 or 1. Another "
    "value stops them, or is taken for something else. A raster function of your own may take it.",
    hint="write the value as the readers take it",
    formats=_FORMATS,
    grade="observed",
    source="arcgis.learn, and " + _FUNCTIONS,
    requirement="ECD-4035",
)

RULES = (
    MISSING_FOR_READER,
    NOTHING_TO_RUN,
    FILE_NOT_THERE,
    ABSOLUTE_PATH,
    PLACEHOLDER_TEXT,
    CLASS_VALUE_NOT_OF_ARG_MAX,
    CLASS_COLOR_FOR_READER,
    OLD_CLASS_SPELLING,
    MODEL_TYPE_MISPRINT,
    VALUE_FOR_READER,
)


def rules(doc: Document) -> Iterator[Problem]:
    """Yield what is wrong with a document."""
    root = doc.text.root
    yield from _placeholder_rule(root)
    if kind_of(root) == "model":
        yield from _reader_rules(root)
        yield from _value_rules(root)
        yield from _file_rules(root, doc.path)
        if string_of(root, "ModelType") == "ObjectionDetection":
            message = "ObjectionDetection is a misprint of Esri's page for ObjectDetection"
            yield MODEL_TYPE_MISPRINT.at(member_of(root, "ModelType"), message)
    classes = root.get("Classes")
    if classes is not None and classes.kind == ARRAY:
        yield from _class_rules(doc, root, classes)


def _placeholder_rule(root: View) -> Iterator[Problem]:
    """Help text is told once, at the first; training data is full of it."""
    found = [place for _, place in root.members() if is_placeholder(place)]
    if found:
        name, text = cut(str(found[0].path[-1])), quoted(found[0].value())
        others = len(found) - 1
        does = "does" if others == 1 else "do"
        more = f"; so {does} {others:,} more member{'s' * (others != 1)}" if others else ""
        yield PLACEHOLDER_TEXT.at(found[0], f"{name} holds help text, {text}{more}")


def _reader_rules(root: View) -> Iterator[Problem]:
    for reader in readers_of(root):
        rule = evolve(MISSING_FOR_READER, severity=reader.severity)
        if is_there(root, "InferenceFunction"):
            rule = evolve(rule, hint="add the member")
        for member in reader.members:
            if not is_there(root, member):
                place = root.get(member)
                what = f"the member {member!r} is {'missing' if place is None else 'null'}"
                yield rule.at(place or root, f"{what}; {reader.name} needs it")
    framework = string_of(root, "Framework")
    if framework in (None, "", "N/A") or is_there(root, "InferenceFunction"):
        return
    place, configuration = member_of(root, "Framework"), root.get("ModelConfiguration")
    if configuration is not None and configuration.kind not in (NULL, OBJECT):
        # A name is enough, and what is no configuration at all is told with the structure.
        return
    if configuration_name(root) is None and not is_placeholder(place):
        rule = NOTHING_TO_RUN
        if framework not in BUILT_IN:
            rule = evolve(NOTHING_TO_RUN, severity="warning")
        message = f"{cut(str(framework))} has neither a ModelConfiguration nor an InferenceFunction"
        if is_there(root, "ModelConfiguration"):
            message = f"the ModelConfiguration of {cut(str(framework))} has no Name"
        yield rule.at(place, message)


def _value_rules(root: View) -> Iterator[Problem]:
    for name, taken in TAKEN.items():
        place = root.get(name)
        if place is None or place.kind == NULL or is_placeholder(place):
            continue
        if name in _TYPED and integer_of(root, name) is None:
            # It is told with the structure.
            continue
        if not taken.fits(place.value()):
            found = cut(printable(" ".join(place.token.decode().split())), _LONGEST)
            yield VALUE_FOR_READER.at(place, f"{name} is {taken.expected}, not {found}")


def _file_rules(root: View, definition: str | None) -> Iterator[Problem]:
    for file in named_files(root):
        member = next(one for one in reversed(file.place.path) if isinstance(one, str))
        name = f"{cut(member)} names {quoted(file.path, _LONGEST)}"
        if is_of_arcgis(file.path):
            continue
        if is_absolute(file.path):
            # Never looked up: a path of a network may wait, and tell another machine who asks.
            yield ABSOLUTE_PATH.at(file.place, f"{name}, a path of one machine only")
        elif definition is not None and not is_any(candidates(file.path, definition, file.suffix)):
            yield FILE_NOT_THERE.at(file.place, f"{name}, and there is no such file")


def _class_rules(doc: Document, root: View, classes: View) -> Iterator[Problem]:
    listed = [
        (element, keys)
        for element in classes.elements()
        if (keys := class_keys_of(element, doc.format.class_keys)) is not None
    ]
    if not listed:
        return
    yield from class_rules(classes, listed[0][1], doc.format.name)
    current = doc.format.class_keys[0]
    old = next((element for element, keys in listed if keys is not current), None)
    if old is not None:
        place = member_of(old, "ClassValue")
        yield OLD_CLASS_SPELLING.at(place, "this class is spelled ClassValue and ClassName")
    framework = string_of(root, "Framework")
    pixels = string_of(root, "ModelType") == "ImageClassification"
    if framework not in BUILT_IN or not pixels or is_there(root, "InferenceFunction"):
        return
    bare = next((element for element, keys in listed if color_of(element, keys) is None), None)
    if bare is not None:
        message = "this class has no colour of red, green and blue"
        yield CLASS_COLOR_FOR_READER.at(bare.get("Color") or bare, message)
    if (framework, configuration_name(root)) in ARG_MAX:
        yield from _arg_max_rule([member_of(element, keys.value) for element, keys in listed])


def _arg_max_rule(places: list[View]) -> Iterator[Problem]:
    """As many outputs as classes, and one more where no class is listed for the background."""
    values = [(place, place.value()) for place in places]
    beyond = [
        place for place, value in values if type(value) is int and not 0 <= value <= len(values)
    ]
    if beyond:
        more = f"; nor are {len(beyond) - 1:,} more" if len(beyond) > 1 else ""
        spelling = cut(beyond[0].token.decode())
        message = f"class value {spelling} is no index of {len(values):,} outputs{more}"
        yield CLASS_VALUE_NOT_OF_ARG_MAX.at(beyond[0], message)
