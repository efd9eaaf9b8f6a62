"""Hypothesis strategies for definitions: models of every format, and documents that hold them.

Unknown members stand anywhere in them, in any order, and names are of any characters that JSON can
hold. What is *sound* also obeys the rules that no schema can say.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from hypothesis import strategies as st

from ecdkit.codec import Blob, Extra, Model, unstructure
from ecdkit.codec.base import fields_of
from ecdkit.codec.fields import MEMBER
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
from ecdkit.testing.mutations import mutations
from ecdkit.testing.texts import json_documents
from ecdkit.testing.values import json_names, json_strings, json_values
from ecdkit.text import Numbers, View
from ecdkit.text.write import Verbatim

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from hypothesis.strategies import SearchStrategy

    from ecdkit.text import JsonValue

__all__ = [
    "Mutant",
    "Written",
    "classifier_definitions",
    "documents",
    "extra_infos",
    "models",
    "mutants",
    "opaque_documents",
    "value_of",
]

_Class = TypeVar("_Class", MaximumLikelihoodClass, DeepLearningClass, ExtraInfoClass)

# Names of classifiers whose bodies are unknown; none of these spellings is documented either.
_CLASSIFIERS = ("SVM", "RandomTrees", "ISOCluster", "", "maximumlikelihood", "名")
_ROOTS = {
    "EsriClassifierDefinitionFile": "FileVersion",
    "ImportDeepLearningModelToEsriExtraInfo": "Version",
}
# Integers below this are doubles exactly.
_EXACT = 2**53


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


def classifier_definitions(*, sound: bool = False) -> SearchStrategy[ClassifierDefinition]:
    """Return classifier definitions of FileVersion 1 and 3 with definitions of every kind.

    Args:
        sound: whether validation finds nothing in them: counts are true, classes differ,
            covariances are positive definite, and so on.
    """

    def built(version: int, definitions: list[Definition], lie: int) -> ClassifierDefinition:
        return ClassifierDefinition(
            esri_classifier_definition_file=0,
            file_version=version,
            number_definitions=len(definitions) if sound else lie,
            definitions=tuple(definitions),
        )

    definitions = st.lists(
        _maximum_likelihood(sound) | _deep_learning(sound) | _opaque(sound), max_size=3
    )
    built_ones = st.builds(built, st.sampled_from([1, 3]), definitions, st.integers(0, 3))
    return _with_extra(built_ones, ClassifierDefinition)


def extra_infos(*, sound: bool = False) -> SearchStrategy[ExtraInfo]:
    """Return extra infos of Version 1.

    Args:
        sound: as for `classifier_definitions`.
    """
    infos = st.builds(
        ExtraInfo,
        import_deep_learning_model_to_esri_extra_info=st.integers(-1, 1),
        version=st.just(1),
        classifier=json_strings(),
        number_raster_bands=st.integers(0, 300),
        mini_batch_size=st.integers(0, 300),
        classes=_classes(_extra_info_class, sound=sound),
    )
    return _with_extra(infos, ExtraInfo)


def opaque_documents() -> SearchStrategy[OpaqueDocument]:
    """Return documents of versions whose structure nobody has published."""

    def built(root: str, version: int, before: Any, behind: Any) -> OpaqueDocument:
        return OpaqueDocument(extra=Extra({**before, root: 0, **behind, _ROOTS[root]: version}))

    versions = st.integers(-3, 300).filter(lambda version: version not in (1, 3))
    members = _members(*_ROOTS.values())
    return st.builds(built, st.sampled_from(sorted(_ROOTS)), versions, members, members)


def models(*, sound: bool = False) -> SearchStrategy[Model]:
    """Return models of every format.

    Args:
        sound: as for `classifier_definitions`; then there are none of unknown versions.
    """
    known = classifier_definitions(sound=sound) | extra_infos(sound=sound)
    return known if sound else known | opaque_documents()


def documents(of: SearchStrategy[Model] | None = None) -> SearchStrategy[Written]:
    """Return valid documents in any order of members, white space, spelling and encoding.

    Args:
        of: the models that they hold; by default `models`.
    """

    def written(model: Model, random: Random) -> SearchStrategy[Written]:
        value = _varied(value_of(model), random)
        return json_documents(st.just(value)).map(lambda found: Written(*found[:2], model))

    drawn = st.tuples(models() if of is None else of, st.randoms(use_true_random=False))
    return drawn.flatmap(lambda both: written(*both))


def mutants(of: SearchStrategy[Model] | None = None) -> SearchStrategy[Mutant]:
    """Return documents with one thing changed: missing, of another type, out of range, ...

    Every one is JSON without duplicate names and without numbers that are not finite.

    Args:
        of: the models that they nearly hold; by default `models`.
    """

    def written(change: str, value: JsonValue) -> SearchStrategy[Mutant]:
        return json_documents(st.just(value)).map(lambda found: Mutant(*found[:2], change))

    values = (models() if of is None else of).flatmap(lambda model: mutations(value_of(model)))
    return values.flatmap(lambda both: written(*both))


def value_of(model: Model) -> dict[str, Any]:
    """Return the JSON value of a model, with lists where the model has arrays."""
    value: dict[str, Any] = _plain(unstructure(model))
    return value


def _maximum_likelihood(sound: bool) -> SearchStrategy[MaximumLikelihoodDefinition]:
    def built(
        bands: int, classes: tuple[MaximumLikelihoodClass, ...], segmented: bool, lie: int
    ) -> MaximumLikelihoodDefinition:
        return MaximumLikelihoodDefinition(
            classifier="MaximumLikelihood",
            number_classes=len(classes) if sound else lie,
            raster_is_segmented=segmented,
            number_bands=bands,
            classes=classes,
        )

    definitions = st.integers(1 if sound else 0, 3).flatmap(
        lambda bands: st.builds(
            built,
            st.just(bands),
            _classes(
                lambda identity: _maximum_likelihood_class(identity, bands, sound=sound),
                sound=sound,
            ),
            st.booleans(),
            st.integers(0, 3),
        )
    )
    return _with_extra(definitions, MaximumLikelihoodDefinition)


def _deep_learning(sound: bool) -> SearchStrategy[DeepLearningDefinition]:
    definitions = st.builds(
        DeepLearningDefinition,
        classifier=json_strings(),
        number_classes=st.integers(0, 300),
        raster_is_segmented=st.just(False) if sound else st.booleans(),
        number_bands=st.integers(0, 300),
        mini_batch_size=st.integers(0, 300),
        classes=_classes(_deep_learning_class, sound=sound),
        deep_learning_model=_with_extra(_model_files(sound), DeepLearningModel),
    )
    if sound:
        definitions = definitions.map(lambda one: one.evolve(number_classes=len(one.classes)))
    return _with_extra(definitions, DeepLearningDefinition)


def _model_files(sound: bool) -> SearchStrategy[DeepLearningModel]:
    def built(
        content: bytes, size: int, path: str | None, info: EmbeddedExtraInfo, *, by_reference: bool
    ) -> DeepLearningModel:
        embedded = not by_reference if sound else path is None
        return DeepLearningModel(
            profile=DEEP_LEARNING_PROFILE,
            file_name="trained.model",
            size=len(content) if sound else size,
            sha256=hashlib.sha256(content).hexdigest(),
            extra_info=info,
            path=None if embedded else path or "trained.model",
            data=Blob.of(content) if embedded or (not sound and by_reference) else None,
        )

    infos = documents(extra_infos(sound=True)).filter(lambda written: written.encoding is None)
    embedded = st.builds(
        EmbeddedExtraInfo,
        file_name=st.just("info.json") if sound else json_strings(),
        data=infos.map(lambda written: Blob.of(written.content))
        if sound
        else st.binary(max_size=9).map(Blob.of),
    )
    return st.builds(
        built,
        st.binary(max_size=20),
        st.integers(0, 10**12),
        st.none() | st.just("models/trained.model") if sound else st.none() | json_strings(),
        _with_extra(embedded, EmbeddedExtraInfo),
        by_reference=st.booleans(),
    )


def _opaque(sound: bool) -> SearchStrategy[OpaqueDefinition]:
    """Return definitions of unknown bodies, some with classes in one of the known spellings."""
    classes: SearchStrategy[list[Any]] = st.one_of(
        _classes(_deep_learning_class, sound=sound).map(
            lambda found: [value_of(one) for one in found]
        ),
        _classes(_extra_info_class, sound=sound).map(
            lambda found: [value_of(one) for one in found]
        ),
    )
    common = st.fixed_dictionaries(
        {},
        optional={
            "Classes": classes,
            "NumberClasses": st.integers(0, 5),
            "NumberBands": st.integers(0, 5),
            "Hyperplanes": st.lists(st.lists(st.floats(-9, 9), min_size=2), max_size=3),
        },
    )

    def built(classifier: str, known: dict[str, Any], body: dict[str, Any]) -> OpaqueDefinition:
        return OpaqueDefinition(classifier=classifier, extra=Extra({**body, **known}))

    body = _members("Classifier", "Classes")
    return st.builds(built, st.sampled_from(_CLASSIFIERS), common, body)


class _Identity(NamedTuple):
    """What tells a class from others."""

    value: int
    name: str
    color: tuple[int, int, int]


def _classes(
    one: Callable[[_Identity], SearchStrategy[_Class]], *, sound: bool
) -> SearchStrategy[tuple[_Class, ...]]:
    """Return lists of classes; `one` makes a class of what identifies it."""
    values = st.integers(0, 255) if sound else st.integers(-5, 300) | st.integers(-(10**25), 10**25)
    names = json_strings()
    if sound:
        names = names.filter(lambda name: name == name.strip())
    identities = st.builds(_Identity, values, names, st.tuples(*3 * [st.integers(0, 255)]))
    apart = (lambda it: it.value, lambda it: it.name, lambda it: it.color) if sound else None
    lists = st.lists(identities, max_size=4, unique_by=apart)
    return lists.flatmap(lambda found: st.tuples(*map(one, found)))


def _extra_info_class(it: _Identity) -> SearchStrategy[ExtraInfoClass]:
    made = ExtraInfoClass(value=it.value, name=it.name, color=it.color)
    return _with_extra(st.just(made), ExtraInfoClass)


def _deep_learning_class(it: _Identity) -> SearchStrategy[DeepLearningClass]:
    red, green, blue = it.color
    made = DeepLearningClass(
        class_value=it.value, class_name=it.name, red=red, green=green, blue=blue
    )
    return _with_extra(st.just(made), DeepLearningClass)


def _maximum_likelihood_class(
    it: _Identity, bands: int, *, sound: bool
) -> SearchStrategy[MaximumLikelihoodClass]:
    red, green, blue = it.color
    made = st.builds(
        MaximumLikelihoodClass,
        class_value=st.just(it.value),
        class_name=st.just(it.name),
        red=st.just(red),
        green=st.just(green),
        blue=st.just(blue),
        count=st.integers(bands + 1 if sound else 0, 10**6),
        means=_rows(1, bands).map(lambda rows: rows[0]),
        covariances=_covariances(bands) if sound else _rows(bands, bands),
    )
    return _with_extra(made, MaximumLikelihoodClass)


def _rows(rows: int, length: int) -> SearchStrategy[Any]:
    import numpy as np

    numbers = st.one_of(
        st.integers(-300, 300).map(float),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from([-0.0, 15.0, 1e300, 5e-324]),
    )
    row = st.lists(numbers, min_size=length, max_size=length)
    return st.lists(row, min_size=rows, max_size=rows).map(
        lambda found: np.array(found, dtype=np.float64).reshape(rows, length)
    )


def _covariances(bands: int) -> SearchStrategy[Any]:
    """Return positive definite matrices, as far as their numbers have seven digits."""
    import numpy as np

    def built(rows: list[list[int]]) -> Any:
        factor = np.array(rows, dtype=np.float64)
        whole = factor @ factor.T + np.eye(bands)
        return np.array([[float(f"{one / 7:.7g}") for one in row] for row in whole])

    row = st.lists(st.integers(-9, 9), min_size=bands, max_size=bands)
    return st.lists(row, min_size=bands, max_size=bands).map(built)


_Any = TypeVar("_Any", bound=Model)


def _with_extra(found: SearchStrategy[_Any], kind: type[Model]) -> SearchStrategy[_Any]:
    """Return the same models, some of them with members that their class does not know."""
    known = [about.name for one in fields_of(kind) if (about := one.metadata.get(MEMBER))]
    also = [] if kind is ExtraInfo or kind is ClassifierDefinition else ["DeepLearningModel"]
    members = _members(*known, *also)
    return st.builds(lambda one, extra: one.evolve(extra=Extra(extra)), found, members)


def _members(*known: str) -> SearchStrategy[dict[str, Any]]:
    taken = {*known, *_ROOTS}
    names = json_names().filter(lambda name: name not in taken)
    # Mostly none: unknown members stand here and there.
    return st.just({}) | st.dictionaries(names, json_values(), max_size=3)


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
    if name in ("Means", "Covariances"):
        return _as_integers(value) if random.random() < 0.5 else value  # noqa: PLR2004
    return [_varied(one, random) for one in value] if isinstance(value, list) else value


def _as_integers(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_as_integers(one) for one in value]
    whole = isinstance(value, float) and value.is_integer() and abs(value) < _EXACT
    return int(value) if whole and str(value) != "-0.0" else value
