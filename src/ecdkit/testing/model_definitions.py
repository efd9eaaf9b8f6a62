"""Hypothesis strategies for model definitions, of models and of training data."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from hypothesis import strategies as st

from ecdkit.codec import NULL
from ecdkit.formats.model_definition.model import (
    ModelConfiguration,
    ModelDefinition,
    ModelDefinitionClass,
    OldModelDefinitionClass,
    TrainingDataDefinition,
)
from ecdkit.testing.parts import class_names, class_values, with_extra
from ecdkit.testing.values import json_strings

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["Spelling", "model_definitions", "training_data_definitions"]

_Model = TypeVar("_Model", ModelDefinition, TrainingDataDefinition)

_APART = (
    lambda one: getattr(one, "value", None) or getattr(one, "class_value", 0),
    lambda one: getattr(one, "name", None) or getattr(one, "class_name", ""),
    lambda one: one.color,
)
# Members that real files have and whose values real readers take as they are.
_OTHERS: dict[str, SearchStrategy[Any]] = {
    "Version": st.sampled_from(["2019.02", "2024.9"]),
    "ModelVersion": st.just("2021.12"),
    "LearningRate": st.sampled_from(["1.7378e-03", "None", "0.004365158322401656", None]),
    "accuracy": st.sampled_from(["9.5355e-01", 0.95355]),
    "resize_to": st.sampled_from([None, 256, [256, 256]]),
    "n_intput_channel": st.just(3),
    "DataRange": st.just([0.0, 1.0]),
    "ModelPadding": st.integers(0, 64),
    "CropSizeFixed": st.sampled_from([0, 1, True]),
    "PerProcessGPUMemoryFraction": st.sampled_from([0.8, 1, "0.8"]),
    "ImageSpaceUsed": st.sampled_from(["MAP_SPACE", "PIXEL_SPACE"]),
    "MinCellSize": st.sampled_from([None, {"x": 2.1e-06, "spatialReference": {"wkid": 4326}}]),
}
_HELP: dict[str, SearchStrategy[Any]] = {
    "Framework": st.just("e.g. CNTK"),
    "ModelConfiguration": st.just("some description"),
    "ModelFile": st.just("e.g. .\\trained.model"),
    "ImageHeight": st.just("e.g. 256"),
    "ExtractBands": st.just("e.g. [0, 1, 2]"),
}
_COLORS = st.tuples(*3 * [st.integers(0, 255)])
_NO_COLORS = st.sampled_from([(), (-1, -1, -1), (1, 2, 3, 4), None, NULL])
_BAND_NAMES = "WellKnownBandNames (FYI, these band names can be used in ExtractBands)"


Spelling: TypeAlias = Literal["current", "old"]


def model_definitions(
    *, sound: bool = False, spelling: Spelling | None = None
) -> SearchStrategy[ModelDefinition]:
    """Return model definitions of models.

    Args:
        sound: whether validation finds nothing in them; then each is for a raster function that
            comes with raster-deep-learning and has the members that it reads.
        spelling: "current" where all classes are to have it, "old" where one at least is to be in
            the old one and all could be in the current one.
    """
    return _model_definitions(sound, spelling)


def training_data_definitions(*, sound: bool = False) -> SearchStrategy[TrainingDataDefinition]:
    """Return model definitions of exported training data.

    Args:
        sound: whether validation finds nothing in them; then none has help text.
    """
    return _training_data_definitions(sound)


@functools.cache
def _model_definitions(sound: bool, spelling: Spelling | None) -> SearchStrategy[ModelDefinition]:
    whole = _sound_models() if sound else _any_models(spelling)
    return _with_others(with_extra(whole, ModelDefinition), _OTHERS)


def _any_models(spelling: Spelling | None) -> SearchStrategy[ModelDefinition]:
    text = json_strings().filter(lambda found: not found.startswith("e.g."))
    pixels = _maybe(st.integers(-1, 1024))
    configuration = st.builds(ModelConfiguration, name=_maybe(text))
    return st.builds(
        ModelDefinition,
        framework=_maybe(text),
        model_configuration=_maybe(text | with_extra(configuration, ModelConfiguration)),
        model_type=_maybe(text),
        # These two are always there, so that it is always known as what it is.
        model_file=text | st.just(NULL),
        extract_bands=st.one_of(
            st.lists(st.integers(0, 9) | text, max_size=4).map(tuple),
            st.sampled_from(["N/A", NULL]),
        ),
        inference_function=_maybe(text),
        image_height=pixels,
        image_width=pixels,
        batch_size=_maybe(st.integers(0, 64)),
        model_name=_maybe(text),
        classes=_some_old_classes() if spelling == "old" else _maybe(_classes(spelling=spelling)),
    )


def _sound_models() -> SearchStrategy[ModelDefinition]:
    return st.builds(
        ModelDefinition,
        framework=st.sampled_from(["TensorFlow", "CNTK", "PyTorch"]),
        model_configuration=st.just("FasterRCNN") | st.just(ModelConfiguration(name="FasterRCNN")),
        model_type=st.just("ObjectDetection"),
        model_file=st.sampled_from([".\\trained.model", "models/trained.model"]),
        image_height=st.integers(1, 1024),
        image_width=st.integers(1, 1024),
        extract_bands=st.lists(st.integers(0, 9), min_size=1, max_size=4).map(tuple),
        batch_size=st.none() | st.integers(1, 64),
        model_name=st.none() | json_strings(),
        classes=_classes(sound=True),
    )


@functools.cache
def _training_data_definitions(sound: bool) -> SearchStrategy[TrainingDataDefinition]:
    classes = _classes(sound=sound)
    whole = st.builds(TrainingDataDefinition, classes=classes if sound else _maybe(classes))
    described = {
        "InputRastersProps": st.just({"RasterCount": 1, "SensorName": "", "BandNames": ["Red"]}),
        "ImageSpaceUsed": st.just("MAP_SPACE"),
        "MetaDataMode": st.just("Classified_Tiles"),
    }
    helping = {_BAND_NAMES: st.just(["Red", "Green"]), **_HELP}
    newer = _with_others(with_extra(whole, TrainingDataDefinition), {}, described)
    if sound:
        return newer
    older = _with_others(with_extra(whole, TrainingDataDefinition), {}, helping)
    return newer | older


def _classes(*, sound: bool = False, spelling: Spelling | None = None) -> SearchStrategy[Any]:
    current: SearchStrategy[Any] = with_extra(
        st.builds(
            ModelDefinitionClass,
            value=class_values(sound),
            name=class_names(sound) if sound else class_names(sound) | st.sampled_from([1, NULL]),
            color=_COLORS if sound else _COLORS | _NO_COLORS,
        ),
        ModelDefinitionClass,
    )
    # With both names of the current spelling it would be a class of that.
    listed = current if sound or spelling == "current" else current | _old_classes("Value")
    return st.lists(listed, max_size=4, unique_by=_APART if sound else None).map(tuple)


def _old_classes(*but: str) -> SearchStrategy[Any]:
    old = st.builds(
        OldModelDefinitionClass,
        class_value=class_values(sound=False),
        class_name=class_names(sound=False),
        color=_COLORS | _NO_COLORS,
    )
    return with_extra(old, OldModelDefinitionClass, *but)


def _some_old_classes() -> SearchStrategy[Any]:
    # Whatever has a member of the new name already cannot be respelled.
    old, current = _old_classes("Value", "Name"), _classes(spelling="current")
    return st.builds(
        lambda before, some, after: (*before, *some, *after),
        current,
        st.lists(old, min_size=1, max_size=3),
        current,
    )


def _maybe(found: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Return the same values, and now and then a member that is missing, or null."""
    return st.one_of(found, found, st.sampled_from([None, NULL]))


def _with_others(
    found: SearchStrategy[_Model],
    optional: dict[str, SearchStrategy[Any]],
    required: dict[str, SearchStrategy[Any]] | None = None,
) -> SearchStrategy[_Model]:
    others = st.fixed_dictionaries(required or {}, optional=optional)
    return st.builds(lambda one, more: one.evolve(extra=one.extra | more), found, others)
