"""Hypothesis strategies for definitions: models of every format, and documents that hold them.

Unknown members stand anywhere in them, in any order, and names are of any characters that JSON can
hold. What is *sound* also obeys the rules that no schema can say.
"""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

from ecdkit.codec import Blob, Extra, Model, unstructure
from ecdkit.document import Document, parse
from ecdkit.formats.classifier_definition.model import (
    DEEP_LEARNING_PROFILE,
    ClassifierDefinition,
    DeepLearningClass,
    DeepLearningDefinition,
    DeepLearningModel,
    Definition,
    EmbeddedExtraInfo,
    MaximumLikelihoodClass,
    MaximumLikelihoodDefinition,
    OpaqueDefinition,
)
from ecdkit.formats.extra_info.model import ExtraInfo, ExtraInfoClass
from ecdkit.formats.opaque import OpaqueDocument
from ecdkit.testing.endmembers import endmember_definitions
from ecdkit.testing.model_definitions import model_definitions, training_data_definitions
from ecdkit.testing.mutations import mutations
from ecdkit.testing.parts import ROOTS, class_names, class_values, members, rows, with_extra
from ecdkit.testing.texts import json_documents
from ecdkit.testing.values import json_strings
from ecdkit.text import Numbers, View
from ecdkit.text.write import Verbatim

if TYPE_CHECKING:
    from random import Random

    from hypothesis.strategies import SearchStrategy

    from ecdkit.text import JsonValue

__all__ = [
    "Mutant",
    "Written",
    "classifier_definitions",
    "documents",
    "endmember_definitions",
    "extra_infos",
    "model_definitions",
    "models",
    "mutants",
    "opaque_documents",
    "training_data_definitions",
    "value_of",
]

# Names of classifiers whose bodies are unknown; none of these spellings is documented either.
_CLASSIFIERS = ("SVM", "RandomTrees", "ISOCluster", "", "名")
# Nearly the name of one whose body is known, which is told.
_NEARLY = ("maximumlikelihood", "MaximumLikelyhood")
# Integers below this are doubles exactly.
_EXACT = 2**53

_CHANNEL = st.integers(0, 255)
_APART: Any = (
    lambda one: one.class_value,
    lambda one: one.class_name,
    lambda one: (one.red, one.green, one.blue),
)


class Written(NamedTuple):
    """A document as some program may have written it.

    Attributes:
        content: the bytes of the file.
        encoding: what must be named to read it, or None.
        model: the model that it holds.
    """

    content: bytes
    encoding: str | None
    model: Model

    @property
    def marked(self) -> bytes:
        """The bytes of a file that says itself in which encoding it is; mostly the same."""
        return self.content if self.encoding is None else self.parse().text.data

    def parse(self) -> Document:
        """Return the document."""
        return parse(self.content, encoding=self.encoding)


class Mutant(NamedTuple):
    """A document with one thing changed, which mostly makes it wrong.

    Attributes:
        content: the bytes of the file.
        encoding: what must be named to read it, or None.
        change: what was changed, in words.
    """

    content: bytes
    encoding: str | None
    change: str

    def parse(self) -> Document:
        """Return the document, where its root still says what it is.

        Raises:
            FormatError: the root is what was changed.
        """
        return parse(self.content, encoding=self.encoding)


def classifier_definitions(
    *, sound: bool = False, of: type[Definition] | None = None, version: int | None = None
) -> SearchStrategy[ClassifierDefinition]:
    """Return classifier definitions of FileVersion 1 and 3 with definitions of every kind.

    Args:
        sound: whether validation finds nothing in them: counts are true, classes differ,
            covariances are positive definite, and so on.
        of: the kind of all definitions, of which there is one at least.
        version: the FileVersion, if it is to be one only.
    """
    if of is None and version is None:
        return _all_classifier_definitions(sound)
    return _classifier_definitions(sound, of, version)


def extra_infos(*, sound: bool = False) -> SearchStrategy[ExtraInfo]:
    """Return extra infos of Version 1.

    Args:
        sound: as for `classifier_definitions`.
    """
    return _extra_infos(sound)


@functools.cache
def opaque_documents() -> SearchStrategy[OpaqueDocument]:
    """Return documents of versions whose structure nobody has published."""

    def built(root: str, version: int, before: Any, behind: Any) -> OpaqueDocument:
        return OpaqueDocument(extra=Extra({**before, root: 0, **behind, ROOTS[root]: version}))

    versions = st.integers(-3, 300).filter(lambda version: version not in (1, 3))
    unknown = members(*ROOTS.values())
    return st.builds(built, st.sampled_from(sorted(ROOTS)), versions, unknown, unknown)


def models(*, sound: bool = False) -> SearchStrategy[Model]:
    """Return models of every format.

    Args:
        sound: as for `classifier_definitions`; then there are none of unknown versions.
    """
    known = st.one_of(
        classifier_definitions(sound=sound),
        extra_infos(sound=sound),
        endmember_definitions(sound=sound),
        model_definitions(sound=sound),
        training_data_definitions(sound=sound),
    )
    return known if sound else known | opaque_documents()


def documents(of: SearchStrategy[Model] | None = None) -> SearchStrategy[Written]:
    """Return valid documents in any order of members, white space, spelling and encoding.

    Args:
        of: the models that they hold; by default `models`.
    """
    values = st.builds(
        lambda model, random: _Value(_varied(value_of(model), random), model),
        models() if of is None else of,
        st.randoms(use_true_random=False),
    )
    return json_documents(values).map(lambda found: Written(found[0], found[1], found[2].about))


def mutants(of: SearchStrategy[Model] | None = None) -> SearchStrategy[Mutant]:
    """Return documents with one thing changed: missing, of another type, out of range, ...

    Every one is JSON without duplicate names and without numbers that are not finite.

    Args:
        of: the models that they nearly hold; by default `models`.
    """
    values = (models() if of is None else of).flatmap(lambda model: mutations(value_of(model)))
    told = values.map(lambda found: _Value(found[1], found[0]))
    return json_documents(told).map(lambda found: Mutant(found[0], found[1], found[2].about))


def value_of(model: Model) -> dict[str, Any]:
    """Return the JSON value of a model, with lists where the model has arrays."""
    value: dict[str, Any] = _plain(unstructure(model))
    return value


class _Value(dict[str, Any]):
    """The JSON value of a document that remembers what it was made from."""

    def __init__(self, value: dict[str, Any], about: Any) -> None:
        super().__init__(value)
        self.about = about


@functools.cache
def _all_classifier_definitions(sound: bool) -> SearchStrategy[ClassifierDefinition]:
    return _classifier_definitions(sound, None, None)


def _classifier_definitions(
    sound: bool, of: type[Definition] | None, version: int | None
) -> SearchStrategy[ClassifierDefinition]:
    def built(version: int, definitions: list[Definition], lie: int) -> ClassifierDefinition:
        return ClassifierDefinition(
            esri_classifier_definition_file=0,
            file_version=version,
            number_definitions=len(definitions) if sound else lie,
            definitions=tuple(definitions),
        )

    kinds: dict[type[Definition], SearchStrategy[Any]] = {
        MaximumLikelihoodDefinition: _maximum_likelihood(sound),
        DeepLearningDefinition: _deep_learning(sound),
        OpaqueDefinition: _opaque(sound),
    }
    definitions = (
        st.lists(st.one_of(*kinds.values()), max_size=3)
        if of is None
        else st.lists(kinds[of], min_size=1, max_size=3)
    )
    versions = st.sampled_from([1, 3]) if version is None else st.just(version)
    whole = st.builds(built, versions, definitions, st.integers(0, 3))
    return with_extra(whole, ClassifierDefinition)


@functools.cache
def _extra_infos(sound: bool) -> SearchStrategy[ExtraInfo]:
    infos = st.builds(
        ExtraInfo,
        import_deep_learning_model_to_esri_extra_info=st.integers(-1, 1),
        version=st.just(1),
        classifier=json_strings(),
        number_raster_bands=st.integers(0, 300),
        mini_batch_size=st.integers(0, 300),
        classes=_extra_info_classes(sound),
    )
    return with_extra(infos, ExtraInfo)


def _maximum_likelihood(sound: bool) -> SearchStrategy[MaximumLikelihoodDefinition]:
    by_bands = {
        bands: _maximum_likelihood_of(bands, sound) for bands in range(1 if sound else 0, 4)
    }
    return st.sampled_from(sorted(by_bands)).flatmap(by_bands.__getitem__)


def _maximum_likelihood_of(bands: int, sound: bool) -> SearchStrategy[MaximumLikelihoodDefinition]:
    def built(
        classes: tuple[MaximumLikelihoodClass, ...], segmented: bool, lie: int
    ) -> MaximumLikelihoodDefinition:
        return MaximumLikelihoodDefinition(
            classifier="MaximumLikelihood",
            number_classes=len(classes) if sound else lie,
            raster_is_segmented=segmented,
            number_bands=bands,
            classes=classes,
        )

    classes = _maximum_likelihood_classes(bands, sound)
    definitions = st.builds(built, classes, st.booleans(), st.integers(0, 3))
    return with_extra(definitions, MaximumLikelihoodDefinition)


def _deep_learning(sound: bool) -> SearchStrategy[DeepLearningDefinition]:
    definitions = st.builds(
        DeepLearningDefinition,
        classifier=json_strings(),
        number_classes=st.integers(0, 300),
        raster_is_segmented=st.just(False) if sound else st.booleans(),
        number_bands=st.integers(0, 300),
        mini_batch_size=st.integers(0, 300),
        classes=_deep_learning_classes(sound),
        deep_learning_model=with_extra(_model_files(sound), DeepLearningModel),
    )
    if sound:
        definitions = definitions.map(lambda one: one.evolve(number_classes=len(one.classes)))
    return with_extra(definitions, DeepLearningDefinition)


def _model_files(sound: bool) -> SearchStrategy[DeepLearningModel]:
    def built(
        content: bytes, size: int, path: str | None, info: EmbeddedExtraInfo, embedded: bool
    ) -> DeepLearningModel:
        # What is not sound may have both, or neither.
        return DeepLearningModel(
            profile=DEEP_LEARNING_PROFILE,
            file_name="trained.model",
            size=len(content) if sound else size,
            sha256=hashlib.sha256(content).hexdigest(),
            extra_info=info,
            path=path,
            data=Blob.of(content) if (path is None if sound else embedded) else None,
        )

    return st.builds(
        built,
        st.binary(max_size=20),
        st.integers(0, 10**12),
        st.none() | st.just("models/trained.model") if sound else st.none() | json_strings(),
        with_extra(_embedded_extra_infos(sound), EmbeddedExtraInfo),
        st.booleans(),
    )


def _embedded_extra_infos(sound: bool) -> SearchStrategy[EmbeddedExtraInfo]:
    if not sound:
        blobs = st.binary(max_size=9).map(Blob.of)
        return st.builds(EmbeddedExtraInfo, file_name=json_strings(), data=blobs)
    blobs = documents(_extra_infos(sound)).map(lambda written: Blob.of(written.marked))
    return st.builds(EmbeddedExtraInfo, file_name=st.just("info.json"), data=blobs)


def _opaque(sound: bool) -> SearchStrategy[OpaqueDefinition]:
    """Return definitions of unknown bodies, some with classes in one of the known spellings."""

    def built(classifier: str, known: dict[str, Any], body: dict[str, Any]) -> OpaqueDefinition:
        return OpaqueDefinition(classifier=classifier, extra=Extra({**body, **known}))

    classes: SearchStrategy[Any] = _deep_learning_classes(sound) | _extra_info_classes(sound)
    common = st.fixed_dictionaries(
        {},
        optional={
            "Classes": classes.map(lambda found: [value_of(one) for one in found]),
            "NumberClasses": st.integers(0, 5),
            "NumberBands": st.integers(0, 5),
            "Hyperplanes": st.lists(st.lists(st.floats(-9, 9), min_size=2), max_size=3),
        },
    )
    body = members("Classifier", "Classes", "DeepLearningModel")
    names = _CLASSIFIERS if sound else (*_CLASSIFIERS, *_NEARLY)
    return st.builds(built, st.sampled_from(names), common, body)


def _extra_info_classes(sound: bool) -> SearchStrategy[tuple[ExtraInfoClass, ...]]:
    classes = st.builds(
        ExtraInfoClass,
        value=class_values(sound),
        name=class_names(sound),
        color=st.tuples(*3 * [_CHANNEL]),
    )
    apart: Any = (lambda one: one.value, lambda one: one.name, lambda one: one.color)
    listed = st.lists(
        with_extra(classes, ExtraInfoClass), max_size=4, unique_by=apart if sound else None
    )
    return listed.map(tuple)


def _deep_learning_classes(sound: bool) -> SearchStrategy[tuple[DeepLearningClass, ...]]:
    classes = st.builds(
        DeepLearningClass,
        class_value=class_values(sound),
        class_name=class_names(sound),
        red=_CHANNEL,
        green=_CHANNEL,
        blue=_CHANNEL,
    )
    listed = st.lists(
        with_extra(classes, DeepLearningClass), max_size=4, unique_by=_APART if sound else None
    )
    return listed.map(tuple)


def _maximum_likelihood_classes(
    bands: int, sound: bool
) -> SearchStrategy[tuple[MaximumLikelihoodClass, ...]]:
    classes = st.builds(
        MaximumLikelihoodClass,
        class_value=class_values(sound),
        class_name=class_names(sound),
        red=_CHANNEL,
        green=_CHANNEL,
        blue=_CHANNEL,
        count=st.integers(bands + 1 if sound else 0, 10**6),
        means=rows(1, bands).map(lambda found: found[0]),
        covariances=_covariances(bands) if sound else rows(bands, bands),
    )
    listed = st.lists(
        with_extra(classes, MaximumLikelihoodClass),
        max_size=4,
        unique_by=_APART if sound else None,
    )
    return listed.map(tuple)


def _covariances(bands: int) -> SearchStrategy[Any]:
    """Return positive definite matrices whose numbers have seven digits."""
    import numpy as np

    def built(rows: list[list[int]]) -> Any:
        factor = np.array(rows, dtype=np.float64)
        whole = factor @ factor.T + np.eye(bands)
        return np.array([[float(f"{one / 7:.7g}") for one in row] for row in whole])

    row = st.lists(st.integers(-9, 9), min_size=bands, max_size=bands)
    return st.lists(row, min_size=bands, max_size=bands).map(built)


def _plain(value: Any) -> Any:
    if isinstance(value, Numbers):
        return value.array.tolist()
    if isinstance(value, Verbatim):
        return value.token[1:-1].decode()
    if isinstance(value, View):
        return value.value()
    if isinstance(value, dict):
        return {key: _plain(member) for key, member in value.items()}
    return [_plain(element) for element in value] if isinstance(value, list) else value


def _varied(value: JsonValue, random: Random, name: str = "") -> JsonValue:
    """Return an equal value: members in another order, whole numbers of arrays as integers."""
    if isinstance(value, dict):
        keys = list(value)
        if random.random() < 0.5:  # noqa: PLR2004 - one in two
            random.shuffle(keys)
        return {key: _varied(value[key], random, key) for key in keys}
    if name in ("Means", "Covariances", "SpectralProfile"):
        return _as_integers(value) if random.random() < 0.5 else value  # noqa: PLR2004
    return [_varied(one, random) for one in value] if isinstance(value, list) else value


def _as_integers(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_as_integers(one) for one in value]
    whole = isinstance(value, float) and value.is_integer() and abs(value) < _EXACT
    return int(value) if whole and str(value) != "-0.0" else value
