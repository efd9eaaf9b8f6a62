"""The models of classifier definitions.

Documented are the envelope and, in one example, the maximum-likelihood body of FileVersion 1
(ArcGIS REST API, raster function objects, *Classify*); that FileVersion 3 has the same body is
inferred. The bodies of all other classifiers are unknown and stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ecdkit.codec import (
    Blob,
    Extra,
    ExtraField,
    Model,
    NumbersField,
    Several,
    extra_members,
    member,
    model,
    numbers,
)
from ecdkit.text.kinds import STRINGS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ecdkit.text.view import View

__all__ = [
    "DEEP_LEARNING_PROFILE",
    "MAXIMUM_LIKELIHOOD",
    "ClassifierDefinition",
    "DeepLearningClass",
    "DeepLearningDefinition",
    "DeepLearningModel",
    "Definition",
    "EmbeddedExtraInfo",
    "MaximumLikelihoodClass",
    "MaximumLikelihoodDefinition",
    "OpaqueDefinition",
    "definition_class",
]

DEEP_LEARNING_PROFILE = "ecdkit/deep-learning/1"
MAXIMUM_LIKELIHOOD = "MaximumLikelihood"


@model
class MaximumLikelihoodClass(Model):
    """One class of a maximum-likelihood classifier (documented by example).

    Attributes:
        class_value: the pixel value that stands for the class.
        class_name: its name.
        red: red, 0 to 255.
        green: green, 0 to 255.
        blue: blue, 0 to 255.
        count: the number of training samples.
        extra: members that the example does not show.
    """

    class_value: int = member("ClassValue")
    class_name: str = member("ClassName")
    red: int = member("Red", minimum=0, maximum=255)
    green: int = member("Green", minimum=0, maximum=255)
    blue: int = member("Blue", minimum=0, maximum=255)
    count: int = member("Count", minimum=0)
    _means: NumbersField = numbers("Means", 1, alias="means")
    _covariances: NumbersField = numbers("Covariances", 2, alias="covariances")
    extra: ExtraField = extra_members(factory=Extra)

    @property
    def means(self) -> npt.NDArray[np.float64]:
        """The mean of each band: float64 of shape (bands,), read-only."""
        return self._means.array

    @property
    def covariances(self) -> npt.NDArray[np.float64]:
        """The covariances of the bands: float64 of shape (bands, bands), read-only."""
        return self._covariances.array


@model
class MaximumLikelihoodDefinition(Model):
    """A maximum-likelihood classifier (documented by example for FileVersion 1).

    Attributes:
        classifier: "MaximumLikelihood".
        number_classes: how many classes there are.
        raster_is_segmented: whether the training raster was segmented.
        number_bands: how many bands the training rasters had together.
        classes: the classes.
        extra: members that the example does not show.
    """

    classifier: str = member("Classifier", default=MAXIMUM_LIKELIHOOD)
    number_classes: int = member("NumberClasses", minimum=0)
    raster_is_segmented: bool = member("RasterIsSegmented")
    number_bands: int = member("NumberBands", minimum=0)
    classes: Several[MaximumLikelihoodClass] = member("Classes", sequence=True)
    extra: ExtraField = extra_members(factory=Extra)


@model
class DeepLearningClass(Model):
    """One class of a deep-learning definition (designed by this project).

    Attributes:
        class_value: the pixel value that stands for the class.
        class_name: its name.
        red: red, 0 to 255.
        green: green, 0 to 255.
        blue: blue, 0 to 255.
        extra: members that this project does not know.
    """

    class_value: int = member("ClassValue")
    class_name: str = member("ClassName")
    red: int = member("Red", minimum=0, maximum=255)
    green: int = member("Green", minimum=0, maximum=255)
    blue: int = member("Blue", minimum=0, maximum=255)
    extra: ExtraField = extra_members(factory=Extra)


@model
class EmbeddedExtraInfo(Model):
    """The extra info that a deep-learning definition was made from (designed by this project).

    Attributes:
        file_name: the name of its file, without folders.
        data: its bytes.
        extra: members that this project does not know.
    """

    file_name: str = member("FileName")
    data: Blob = member("Data")
    extra: ExtraField = extra_members(factory=Extra)


@model
class DeepLearningModel(Model):
    """The model of a deep-learning definition (designed by this project).

    Attributes:
        profile: "ecdkit/deep-learning/1".
        file_name: the name of the model's file, without folders.
        size: its size in bytes.
        sha256: its SHA-256 in lower-case hexadecimal digits.
        extra_info: the extra info it was joined with.
        path: where the file is, relative to the definition, with slashes; None where embedded.
        data: the file's bytes; None where the definition refers to the file.
        extra: members that this project does not know.
    """

    profile: str = member("Profile", default=DEEP_LEARNING_PROFILE)
    file_name: str = member("FileName")
    size: int = member("Size", minimum=0)
    sha256: str = member("SHA256", pattern="[0-9a-f]{64}")
    extra_info: EmbeddedExtraInfo = member("ExtraInfo")
    path: str | None = member("Path", default=None)
    extra: ExtraField = extra_members(factory=Extra)
    data: Blob | None = member("Data", default=None)


@model
class DeepLearningDefinition(Model):
    """A deep-learning definition in this project's profile; no Esri tool is known to read it.

    Attributes:
        classifier: the framework, as the extra info names it.
        number_classes: how many classes there are.
        raster_is_segmented: always false.
        number_bands: how many bands the model takes.
        mini_batch_size: what the extra info says of the size of a mini-batch.
        classes: the classes.
        extra: members that this project does not know.
        deep_learning_model: the model.
    """

    classifier: str = member("Classifier")
    number_classes: int = member("NumberClasses", minimum=0)
    raster_is_segmented: bool = member("RasterIsSegmented", default=False)
    number_bands: int = member("NumberBands", minimum=0)
    mini_batch_size: int = member("MiniBatchSize", minimum=0)
    classes: Several[DeepLearningClass] = member("Classes", sequence=True)
    extra: ExtraField = extra_members(factory=Extra)
    deep_learning_model: DeepLearningModel = member("DeepLearningModel")


@model
class OpaqueDefinition(Model):
    """A definition of a classifier whose body nobody has published; all of it survives.

    Attributes:
        classifier: the name of the classifier.
        extra: everything else, in order.
    """

    classifier: str = member("Classifier")
    extra: ExtraField = extra_members(factory=Extra)


Definition: TypeAlias = MaximumLikelihoodDefinition | DeepLearningDefinition | OpaqueDefinition


def definition_class(view: View) -> type[Model]:
    """Return the class of a definition, by what it says of itself.

    Args:
        view: an element of `Definitions`.
    """
    embedded = view.get("DeepLearningModel")
    profile = embedded.get("Profile") if embedded is not None else None
    if profile is not None and profile.kind == STRINGS and profile.value() == DEEP_LEARNING_PROFILE:
        return DeepLearningDefinition
    classifier = view.get("Classifier")
    if classifier is not None and classifier.kind == STRINGS:
        name = classifier.value()
        if name == MAXIMUM_LIKELIHOOD:
            return MaximumLikelihoodDefinition
    return OpaqueDefinition


@model
class ClassifierDefinition(Model):
    """A classifier definition file of FileVersion 1 or 3 (documented).

    Attributes:
        esri_classifier_definition_file: 0 in all that is documented.
        file_version: the version of the format.
        number_definitions: how many definitions there are.
        definitions: the definitions.
        extra: members that the documentation does not show.
    """

    esri_classifier_definition_file: int = member("EsriClassifierDefinitionFile", default=0)
    file_version: int = member("FileVersion")
    number_definitions: int = member("NumberDefinitions", minimum=0)
    definitions: Several[Definition] = member("Definitions", sequence=True, choose=definition_class)
    extra: ExtraField = extra_members(factory=Extra)
