"""Models are equal when everything in them is, to the type and to the bit."""

from __future__ import annotations

import copy
import math
import pickle
from functools import singledispatch

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ecdkit
from ecdkit.codec import NULL, Blob, Extra, Model, Null, unstructure
from ecdkit.codec.fields import EXTRA, MEMBER
from ecdkit.formats.classifier_definition import model as classifier_definition
from ecdkit.formats.endmember_definition import model as endmember_definition
from ecdkit.formats.extra_info.model import ExtraInfo, ExtraInfoClass
from ecdkit.formats.model_definition import model as model_definition
from ecdkit.formats.opaque import OpaqueDocument
from ecdkit.testing.models import documents, models, value_of
from ecdkit.text import Numbers, equal

EXTRAS = Extra({"One": 1, "Zero": 0.0, "List": [1, {"a": None}]})


def ml_class(**changes):
    known = {
        "class_value": 1,
        "class_name": "Forest",
        "red": 0,
        "green": 128,
        "blue": 1,
        "count": 50,
        "means": [0.0, 15.0],
        "covariances": [[4.0, 1.0], [1.0, 4.0]],
        "extra": EXTRAS,
    }
    return classifier_definition.MaximumLikelihoodClass(**{**known, **changes})


DEEP_LEARNING_CLASS = classifier_definition.DeepLearningClass(
    class_value=1, class_name="Forest", red=0, green=128, blue=1, extra=EXTRAS
)
EMBEDDED = classifier_definition.EmbeddedExtraInfo(
    file_name="info.json", data=Blob.of(b"{}"), extra=EXTRAS
)
MODEL_FILE = classifier_definition.DeepLearningModel(
    profile="ecdkit/deep-learning/1",
    file_name="trained.model",
    size=3,
    sha256="0a" * 32,
    extra_info=EMBEDDED,
    path="trained.model",
    data=Blob.of(b"abc"),
    extra=EXTRAS,
)
MAXIMUM_LIKELIHOOD = classifier_definition.MaximumLikelihoodDefinition(
    classifier="MaximumLikelihood",
    number_classes=2,
    raster_is_segmented=False,
    number_bands=2,
    classes=(ml_class(), ml_class(class_value=2)),
    extra=EXTRAS,
)
DEEP_LEARNING = classifier_definition.DeepLearningDefinition(
    classifier="CNTK",
    number_classes=1,
    raster_is_segmented=False,
    number_bands=2,
    mini_batch_size=1,
    classes=(DEEP_LEARNING_CLASS,),
    deep_learning_model=MODEL_FILE,
    extra=EXTRAS,
)
OPAQUE = classifier_definition.OpaqueDefinition(classifier="SVM", extra=EXTRAS)
INFO_CLASS = ExtraInfoClass(value=1, name="Forest", color=(0, 128, 1), extra=EXTRAS)
ENDMEMBER = endmember_definition.Endmember(
    endmember_id=1, endmember_name="urban", spectral_profile=[88.0, 4.5], extra=EXTRAS
)
EMD_CLASS = model_definition.ModelDefinitionClass(
    value=1, name="Forest", color=(0, 128, 1), extra=EXTRAS
)
OLD_EMD_CLASS = model_definition.OldModelDefinitionClass(
    class_value=1, class_name=1, color=NULL, extra=EXTRAS
)
CONFIGURATION = model_definition.ModelConfiguration(name="MaskRCNN", extra=EXTRAS)

SAMPLES = (
    ml_class(),
    DEEP_LEARNING_CLASS,
    EMBEDDED,
    MODEL_FILE,
    MAXIMUM_LIKELIHOOD,
    DEEP_LEARNING,
    OPAQUE,
    classifier_definition.ClassifierDefinition(
        esri_classifier_definition_file=0,
        file_version=1,
        number_definitions=3,
        definitions=(MAXIMUM_LIKELIHOOD, DEEP_LEARNING, OPAQUE),
        extra=EXTRAS,
    ),
    INFO_CLASS,
    ExtraInfo(
        import_deep_learning_model_to_esri_extra_info=0,
        version=1,
        classifier="CNTK",
        number_raster_bands=2,
        mini_batch_size=1,
        classes=(INFO_CLASS,),
        extra=EXTRAS,
    ),
    ENDMEMBER,
    *(
        kind(
            esri_endmember_definition_file=0,
            file_version=1,
            number_endmembers=1,
            number_bands=2,
            endmembers=(ENDMEMBER,),
            extra=EXTRAS,
        )
        for kind in (
            endmember_definition.EndmemberDefinition1a,
            endmember_definition.EndmemberDefinition1b,
        )
    ),
    EMD_CLASS,
    OLD_EMD_CLASS,
    CONFIGURATION,
    model_definition.ModelDefinition(
        framework="Keras",
        model_configuration=CONFIGURATION,
        model_type="ObjectDetection",
        model_file="a.h5",
        inference_function=NULL,
        image_height=256,
        image_width=NULL,
        extract_bands=(0, "Red", 1),
        batch_size=1,
        model_name="a",
        classes=(EMD_CLASS, OLD_EMD_CLASS),
        extra=EXTRAS,
    ),
    model_definition.TrainingDataDefinition(classes=(EMD_CLASS,), extra=EXTRAS),
    OpaqueDocument(extra=EXTRAS),
)


@singledispatch
def others(value):
    """Yield values that differ from a given one by as little as possible."""
    raise AssertionError(f"no model holds a {type(value).__name__}")


@others.register
def _(value: bool):
    yield from (not value, int(value), None)


@others.register
def _(value: int):
    yield from (value + 1, float(value), str(value), None)
    if value in (0, 1):
        yield bool(value)


@others.register
def _(value: str):
    yield from (value + " ", value[:-1], value.swapcase(), None)


@others.register
def _(value: tuple):
    yield from ((), value[:-1], (*value, value[-1]), None)
    for at, element in enumerate(value):
        for other in others(element):
            yield (*value[:at], other, *value[at + 1 :])


@others.register
def _(value: Numbers):
    for at in np.ndindex(value.array.shape):
        for other in (math.nextafter(value.array[at], 9.0), math.nan, -value.array[at]):
            array = value.array.copy()
            array[at] = other
            yield array
    yield value.array[:-1]
    yield np.concatenate([value.array, value.array])


@others.register
def _(value: Extra):
    yield from (value.without("One"), value | {"New": None})
    for new in (True, 1.0, "1", 2, None, [1]):
        yield value | {"One": new}
    for new in (-0.0, 0, math.nan, False):
        yield value | {"Zero": new}
    for new in ([1], [{"a": None}, 1], [True, {"a": None}], [1, {"a": False}], [1, {"b": None}]):
        yield value | {"List": new}


@others.register
def _(value: Blob):
    yield from (Blob.of(value.to_bytes() + b"\x00"), Blob.of(b""), None)


@others.register
def _(value: Null):
    yield from (None, 0, False, value.value, ())


@others.register
def _(value: Model):
    yield None
    yield from (changed for _, changed in neighbours(value))


def neighbours(model):
    """Yield the models that differ from a given one in one attribute, with its name."""
    for field in attrs.fields(type(model)):
        for other in others(getattr(model, field.name)):
            yield field.name, model.evolve(**{field.alias: other})


def subclasses(cls):
    return {cls, *(found for one in cls.__subclasses__() for found in subclasses(one))}


def test_there_is_a_sample_of_every_model():
    assert {type(model) for model in SAMPLES} == subclasses(Model) - {Model}


@pytest.mark.parametrize("model", SAMPLES, ids=lambda model: type(model).__name__)
def test_a_model_differs_from_each_of_its_neighbours(model):
    touched = set()
    for name, changed in neighbours(model):
        assert changed != model, (name, getattr(changed, name))
        touched.add(name)
    assert touched == {field.name for field in attrs.fields(type(model))}


@pytest.mark.parametrize("model", SAMPLES, ids=lambda model: type(model).__name__)
def test_a_model_equals_its_copies_and_hashes_like_them(model):
    for same in (
        model.evolve(),
        copy.copy(model),
        copy.deepcopy(model),
        pickle.loads(pickle.dumps(model)),
    ):
        assert same == model
        assert hash(same) == hash(model)
        assert {same: 1}[model] == 1
    assert model != value_of(model)
    assert model != None  # noqa: E711 - the operator is what is tested


@pytest.mark.parametrize("model", SAMPLES, ids=lambda model: type(model).__name__)
def test_a_model_is_frozen_and_its_fields_have_json_names(model):
    for field in attrs.fields(type(model)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(model, field.name, None)
        assert (MEMBER in field.metadata) != (EXTRA in field.metadata)
    with pytest.raises((AttributeError, TypeError)):
        model.anything_else = 1
    with pytest.raises(TypeError):
        type(model)(1)


@given(models())
def test_every_model_equals_its_pickled_copy_and_hashes_like_it(model):
    again = pickle.loads(pickle.dumps(model))
    assert again == model
    assert hash(again) == hash(model)


@given(documents())
def test_every_model_that_was_read_equals_its_pickled_copy_and_hashes_like_it(written):
    model = written.parse().model
    again = pickle.loads(pickle.dumps(model))
    assert again == model == written.model
    assert hash(again) == hash(model) == hash(written.model)
    assert equal(value_of(again), value_of(model))


@given(models(), models())
def test_models_are_equal_exactly_when_their_values_are(one, other):
    same = type(one) is type(other) and equal(value_of(one), value_of(other))
    assert (one == other) == same


def test_lists_and_mappings_do_where_a_model_is_built_by_hand():
    definition = MAXIMUM_LIKELIHOOD.evolve(
        classes=list(MAXIMUM_LIKELIHOOD.classes), extra=dict(EXTRAS)
    )
    assert definition == MAXIMUM_LIKELIHOOD
    assert definition.classes == MAXIMUM_LIKELIHOOD.classes
    assert isinstance(definition.extra, Extra)


numbers = st.floats(width=64)


@given(st.lists(numbers, max_size=5))
def test_arrays_are_read_only_doubles_of_the_documented_shape(values):
    bands = len(values)
    one = ml_class(means=values, covariances=np.array([values] * bands).reshape(bands, bands))
    for array, shape in ((one.means, (bands,)), (one.covariances, (bands, bands))):
        assert array.dtype == np.float64
        assert array.shape == shape
        assert not array.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        one.means[...] = 0


@given(st.lists(numbers, min_size=1, max_size=5), st.data())
def test_arrays_are_equal_bit_by_bit_and_not_a_number_equals_itself(values, data):
    at = data.draw(st.integers(0, len(values) - 1))
    other = data.draw(numbers)
    changed = [*values[:at], other, *values[at + 1 :]]
    same = equal(values, changed)
    assert (ml_class(means=values) == ml_class(means=changed)) == same
    if same:
        assert hash(ml_class(means=values)) == hash(ml_class(means=changed))


def test_an_array_given_to_a_model_is_copied():
    means = np.array([1.0, 2.0])
    one = ml_class(means=means)
    means[0] = 99.0
    assert one.means.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("matrix", [b"[]", b"[[]]", b"[[],[]]", b"[[1]]", b"[[1,2,3]]"])
def test_a_matrix_keeps_two_dimensions_whatever_its_size(matrix):
    one = ecdkit.parse(_document(covariances=matrix)).model.definitions[0].classes[0]
    assert one.covariances.ndim == 2
    assert one.covariances.size == matrix.count(b",") + 1 if b"1" in matrix else True


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (b"15", b"15.0", True),
        (b"15", b"1.5e1", True),
        (b"15", b"15.000000000000001", False),
        (b"0", b"-0.0", False),
        (b"-0", b"-0.0", True),
        (b"0", b"0.0", True),
        (b"NaN", b"nan", True),
        (b"NaN", b"1", False),
        (b"1e400", b"10e399", True),
        (b"1e400", b"Infinity", False),
        (b"1e-400", b"0.0", False),
        (b"9007199254740993", b"9007199254740992", False),
        (b"9007199254740993.0", b"9007199254740992", True),
        (b"1" * 400, b"1" * 399 + b"2", False),
    ],
)
def test_a_number_field_takes_either_spelling_of_the_same_double(one, other, same):
    first, second = (ecdkit.parse(_document(means=b"[%s]" % token)).model for token in (one, other))
    assert (first == second) is same
    assert first == first.evolve()


# Of many a double is the same.
TOKENS = st.sampled_from(
    [
        "0",
        "0.0",
        "-0",
        "-0.0",
        "1e-400",
        "2e-400",
        "-1e-400",
        "0.1",
        "0.10",
        "15",
        "1.5e1",
        "9007199254740991",
        "9007199254740992",
        "9007199254740993",
        "9007199254740992.0",
        "9007199254740994",
        "1e400",
        "10e399",
        "2e400",
        "NaN",
        "Infinity",
    ]
)


def differ(one, other):
    """Whether more than the spelling of numbers differs."""
    return any(change.kind != "respelled" for change in ecdkit.diff(one, other).changes)


@given(st.lists(st.tuples(TOKENS, TOKENS), min_size=1, max_size=4))
def test_a_model_of_other_numbers_is_put_into_a_text_as_they_are(pairs):
    one, other = (
        ecdkit.parse(_document(means=f"[{', '.join(tokens)}]".encode()))
        for tokens in zip(*pairs, strict=True)
    )
    assert (one.model == other.model) is not differ(one, other)
    changes = [
        pair
        for pair in pairs
        if differ(*(ecdkit.parse(_document(means=b"[%s]" % one.encode())) for one in pair))
    ]
    if any(now in ("NaN", "Infinity") for _, now in changes):
        with pytest.raises(ecdkit.EditError, match="JSON has no spelling"):
            one.replace(other.model)
        return
    edited = one.replace(other.model)
    assert edited.model == other.model
    assert not differ(edited, other)
    kept = edited.text.at("/Definitions/0/Classes/0/Means").token.strip(b"[]").split(b", ")
    assert all(
        token.decode() == was
        for (was, now), token in zip(pairs, kept, strict=True)
        if (was, now) not in changes
    )


@pytest.mark.parametrize("token", [b"1.0", b"1e0", b"true", b'"1"', b"-0", b"1.5", b"null"])
def test_an_integer_field_takes_digits_only(token):
    doc = ecdkit.parse(_document(count=token))
    with pytest.raises(ecdkit.DefinitionError) as caught:
        _ = doc.model
    (problem,) = caught.value.problems
    assert problem.pointer == "/Definitions/0/Classes/0/Count"
    assert problem.code == (
        "integer-spelling" if token in (b"1.0", b"1e0", b"-0") else "wrong-type"
    )


def test_integers_of_any_size_are_exact():
    digits = b"1" + b"0" * 40 + b"1"
    one = ecdkit.parse(_document(count=digits)).model.definitions[0].classes[0]
    assert one.count == int(digits)
    assert one != one.evolve(count=int(digits) - 1)


def test_a_known_name_is_no_extra_member():
    with pytest.raises(ecdkit.EditError, match="'Red' is a member that the model knows"):
        unstructure(ml_class(extra=Extra({"Red": 1})))


def test_the_matrix_of_unequal_rows_has_no_array_and_says_where():
    doc = ecdkit.parse(_document(covariances=b"[[1,2],[3]]"))
    one = doc.model.definitions[0].classes[0]
    with pytest.raises(ecdkit.DefinitionError, match="rows of a matrix differ in length") as caught:
        _ = one.covariances
    assert caught.value.pointer == "/Definitions/0/Classes/0/Covariances"
    assert one == one.evolve()
    assert doc.set("/Definitions/0/Classes/0/ClassName", "Wald").model != doc.model


def _document(means=b"[1]", covariances=b"[[1]]", count=b"5"):
    return (
        b'{"EsriClassifierDefinitionFile":0,"FileVersion":1,"NumberDefinitions":1,"Definitions":['
        b'{"Classifier":"MaximumLikelihood","NumberClasses":1,"RasterIsSegmented":false,'
        b'"NumberBands":1,"Classes":[{"ClassValue":1,"ClassName":"Forest","Red":0,"Green":1,'
        b'"Blue":2,"Count":%s,"Means":%s,"Covariances":%s}]}]}' % (count, means, covariances)
    )
