"""The models of model definitions: of a trained model, and of exported training data.

No member is in all files, and every writer adds its own, so nearly everything may be missing and
what is not named here stays in `extra`. Where a file has null, so has the model: `NULL`. A member
has a type here only where its readers need one.

Sources: the page *Esri Model Definition file* of Esri's repository raster-deep-learning and its
raster functions, the Python package arcgis.learn, which writes and reads these files, real files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeAlias

from ecdkit.codec import Extra, ExtraField, Model, Null, extra_members, member, model

if TYPE_CHECKING:
    from ecdkit.text.view import View

__all__ = [
    "ModelConfiguration",
    "ModelDefinition",
    "ModelDefinitionClass",
    "OldModelDefinitionClass",
    "TrainingDataDefinition",
    "class_class",
]


@model
class ModelDefinitionClass(Model):
    """One class (documented).

    Attributes:
        value: the pixel value that stands for the class.
        name: its name; a number in some real files.
        color: red, green and blue, 0 to 255 each; -1 each, or nothing, where it is not known.
        extra: members that are not documented.
    """

    value: int = member("Value")
    name: str | int | Null = member("Name")
    color: tuple[int, ...] | Null | None = member(
        "Color", default=None, minimum=-1, maximum=255, sequence=True
    )
    extra: ExtraField = extra_members(factory=Extra)


@model
class OldModelDefinitionClass(Model):
    """One class in the old spelling, which arcgis.learn still reads (observed).

    Attributes:
        class_value: the pixel value that stands for the class.
        class_name: its name.
        color: as for `ModelDefinitionClass`.
        extra: members that are not documented.
    """

    class_value: int = member("ClassValue")
    class_name: str | int | Null = member("ClassName")
    color: tuple[int, ...] | Null | None = member(
        "Color", default=None, minimum=-1, maximum=255, sequence=True
    )
    extra: ExtraField = extra_members(factory=Extra)


Class: TypeAlias = ModelDefinitionClass | OldModelDefinitionClass


def class_class(view: View) -> type[Model]:
    """Return the class of an element of `Classes`, by its spelling.

    Args:
        view: the element.
    """
    keys = set(view.keys())
    old = {"ClassValue", "ClassName"} <= keys and not {"Value", "Name"} <= keys
    return OldModelDefinitionClass if old else ModelDefinitionClass


@model
class ModelConfiguration(Model):
    """The configuration of a model where it is an object and not only a name (documented).

    Attributes:
        name: the Python module that runs the model.
        extra: what that module reads, such as `Architecture` and `Config` of "MaskRCNN".
    """

    name: str | Null | None = member("Name", default=None)
    extra: ExtraField = extra_members(factory=Extra)


@model
class ModelDefinition(Model):
    """A trained model, and how tools run it (documented).

    Attributes:
        framework: the deep learning framework, or the Python package that has the configuration.
        model_configuration: the Python module that runs the model, or more about it.
        model_type: what the model does, such as "ObjectDetection"; an open set.
        model_file: the file of the model, relative to the definition or absolute.
        inference_function: the file of a Python raster function that runs the model.
        image_height: the height of a tile, in pixels.
        image_width: the width of a tile, in pixels.
        extract_bands: which bands the model takes, by index from 0 or by name; "N/A" for point
            clouds.
        batch_size: how many tiles the model takes at once.
        model_name: the name of the model; for arcgis.learn the class that loads it.
        classes: the classes, in the order that readers go by.
        extra: everything else.
    """

    # Some stand beside the members they are like, with a meaning of their own (observed).
    other_names: ClassVar[frozenset[str]] = frozenset(
        {"ModelConfigurationFile", "ModelFiles", "NumClasses", "extract_bands", "num_classes"}
    )

    framework: str | Null | None = member("Framework", default=None)
    model_configuration: str | ModelConfiguration | Null | None = member(
        "ModelConfiguration", default=None
    )
    model_type: str | Null | None = member("ModelType", default=None)
    model_file: str | Null | None = member("ModelFile", default=None)
    inference_function: str | Null | None = member("InferenceFunction", default=None)
    image_height: int | Null | None = member("ImageHeight", default=None)
    image_width: int | Null | None = member("ImageWidth", default=None)
    extract_bands: tuple[int | str, ...] | str | Null | None = member(
        "ExtractBands", default=None, minimum=0, sequence=True
    )
    batch_size: int | Null | None = member("BatchSize", default=None)
    model_name: str | Null | None = member("ModelName", default=None)
    classes: tuple[Class, ...] | Null | None = member(
        "Classes", default=None, choose=class_class, sequence=True
    )
    extra: ExtraField = extra_members(factory=Extra)


@model
class TrainingDataDefinition(Model):
    """What *Export Training Data For Deep Learning* writes beside its tiles (observed).

    Where a model has values this may have help text, so only its classes are looked into.

    Attributes:
        classes: the classes; colours are -1 where they are not known.
        extra: everything else.
    """

    classes: tuple[Class, ...] | Null | None = member(
        "Classes", default=None, choose=class_class, sequence=True
    )
    extra: ExtraField = extra_members(factory=Extra)
