"""`Summary`: what a document is, in the words of the field, as far as it can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ecdkit.arguments import require
from ecdkit.document import Document
from ecdkit.errors import EcdError, FileAccessError
from ecdkit.formats.classifier_definition.model import (
    DeepLearningDefinition,
    MaximumLikelihoodDefinition,
    definition_class,
)
from ecdkit.formats.common_rules import class_keys_of, color_of, integer_of, string_of
from ecdkit.formats.endmember_definition.spelling import ENDMEMBER_KEYS, spelling_of
from ecdkit.formats.format import CLASS_KEYS, ClassKeys
from ecdkit.formats.model_definition.signature import kind_of
from ecdkit.formats.model_definition.spelling import MODEL_DEFINITION_KEYS
from ecdkit.packages.kind import PACKAGE
from ecdkit.text.kinds import ARRAY, FALSE, NULL, OBJECT, STRINGS, TRUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecdkit.formats.format import Version
    from ecdkit.problems import Grade
    from ecdkit.templates.held import Held, How
    from ecdkit.templates.template import Template
    from ecdkit.text.view import View

__all__ = [
    "ClassSummary",
    "DefinitionSummary",
    "FactSummary",
    "HeldSummary",
    "ModelSummary",
    "PackageSummary",
    "PackedFileSummary",
    "PartSummary",
    "Summary",
    "TemplateSummary",
    "summarize",
    "summarize_package",
    "summarize_template",
]

# Members of model definitions that say in a few words what it is.
_FACTS = (
    "ModelName",
    "ModelType",
    "Framework",
    "ModelConfiguration",
    "ModelFile",
    "InferenceFunction",
    "ExtractBands",
    "ImageHeight",
    "ImageWidth",
    "BatchSize",
    "MetaDataMode",
    "Version",
    "ModelVersion",
    "ArcGISLearnVersion",
)
_ENVELOPE = ("Classifier", "NumberClasses", "RasterIsSegmented", "NumberBands", "Classes")


@frozen
class ClassSummary:
    """One class: value, name and colour (red, green, blue), each None where it is not told."""

    value: int | None
    name: str | None
    color: tuple[int, int, int] | None


@frozen
class PartSummary:
    """A member of an opaque definition that nobody has described: name, kind and size in bytes."""

    name: str
    kind: str
    size: int


@frozen
class ModelSummary:
    """The model file of a deep-learning definition.

    Attributes:
        file_name: its name.
        size: its size in bytes.
        path: where it is, relative to the definition; None where it is embedded.
    """

    file_name: str | None
    size: int | None
    path: str | None


@frozen
class FactSummary:
    """What a member says: its name, and its value as text."""

    name: str
    value: str


@frozen
class DefinitionSummary:
    """One definition.

    Attributes:
        kind: "maximum-likelihood", "deep-learning", "opaque", "extra-info", "endmembers", "model"
            or "training-data".
        grade: how well its structure is known.
        classifier: the name of the classifier.
        bands: how many bands it takes.
        segmented: whether it takes a segmented raster.
        classes: its classes, or endmembers.
        parts: what else is in an opaque definition.
        model: the model of a deep-learning definition.
        facts: what else a model definition says of itself, by the names of its members.
    """

    kind: str
    grade: Grade
    classifier: str | None
    bands: int | None
    segmented: bool | None
    classes: tuple[ClassSummary, ...]
    parts: tuple[PartSummary, ...] = ()
    model: ModelSummary | None = None
    facts: tuple[FactSummary, ...] = ()


@frozen
class Summary:
    """What a document is.

    Attributes:
        path: the file, or None.
        format: the name of its format.
        title: what sentences call the format.
        version: the version that it says it has.
        grade: how well that version is known.
        size: its size in bytes.
        encoding: what it is written in.
        byte_order_mark: whether it begins with one.
        checked: "full" or "structure".
        definitions: what is in it.
    """

    path: str | None
    format: str
    title: str
    version: Version
    grade: Grade
    size: int
    encoding: str
    byte_order_mark: bool
    checked: str
    definitions: tuple[DefinitionSummary, ...]


@frozen
class HeldSummary:
    """One definition in a template, or an argument that waits for one.

    Attributes:
        at: its position, from 0.
        how: "value", "path" or "empty".
        function: the raster function.
        argument: the function's argument.
        element: where it stands, an XPath or a JSON pointer.
        line: the line of the place, from 1.
        column: the column of the place, from 1.
        target: the path, where it is held by one.
        error: why what is written out cannot be read.
        uses: the lines of other arguments that refer to it.
        definition: what it is, where it is held by value.
    """

    at: int
    how: How
    function: str | None
    argument: str | None
    element: str
    line: int
    column: int
    target: str | None
    error: str | None
    uses: tuple[int, ...]
    definition: Summary | None

    @property
    def classifier(self) -> str | None:
        """The name of its first classifier, None where none is told."""
        listed = self.definition.definitions if self.definition is not None else ()
        return next((one.classifier for one in listed if one.classifier), None)


@frozen
class TemplateSummary:
    """What a raster function template is.

    Attributes:
        path: the file, or None.
        format: the name of its format.
        title: what sentences call the format.
        form: "XML" or "JSON".
        schema: the version of Esri's schema that it names.
        name: what it calls itself.
        functions: the raster functions in it.
        size: its size in bytes.
        encoding: what it is written in.
        byte_order_mark: whether it begins with one.
        absolute_paths: how many absolute paths it has.
        held: the definitions in it.
    """

    path: str | None
    format: str
    title: str
    form: str
    schema: str | None
    name: str | None
    functions: tuple[str, ...]
    size: int
    encoding: str
    byte_order_mark: bool
    absolute_paths: int
    held: tuple[HeldSummary, ...]


@frozen
class PackedFileSummary:
    """A file in a package: its name, its size in bytes, and how many of them it has packed."""

    name: str
    size: int
    packed: int


@frozen
class PackageSummary:
    """What a deep learning package is.

    Attributes:
        path: the file, or None.
        format: the name of its format.
        title: what sentences call the format.
        size: the size of the archive in bytes.
        unpacked: that of its files together.
        files: its files, in the order of the archive.
        definition: the model definition in it; None where there is not one that can be read.
        error: where and why there is none.
    """

    path: str | None
    format: str
    title: str
    size: int
    unpacked: int
    files: tuple[PackedFileSummary, ...]
    definition: Summary | None
    error: str | None


def summarize_package(source: str | bytes) -> PackageSummary:
    """Return what a package is.

    Args:
        source: the file, or its bytes.

    Raises:
        PackageError: it is no ZIP archive, or not safe to read.
        FileAccessError: it cannot be read.
    """
    from ecdkit.packages.package import inside, package_of
    from ecdkit.packages.reading import read_archive

    archive = read_archive(source)
    archive.require_safe()
    definition, why = None, None
    try:
        package = package_of(archive)
    except FileAccessError:
        raise
    except EcdError as error:
        why = f"{error.place}: {error.message}" if error.place else error.message
    else:
        summary = summarize(package.definition)
        definition = evolve(summary, path=inside(archive.path, package.definition_name))
    files = tuple(PackedFileSummary(one.name, one.size, one.packed) for one in archive.entries)
    return PackageSummary(
        path=archive.path,
        format=PACKAGE,
        title="deep learning package",
        size=archive.size,
        unpacked=sum(one.size for one in files),
        files=files,
        definition=definition,
        error=why,
    )


def summarize_template(template: Template) -> TemplateSummary:
    """Return what a template is.

    Args:
        template: the template.
    """
    return TemplateSummary(
        path=template.path,
        format="raster-function-template",
        title="raster function template",
        form=template.form,
        schema=template.schema_version,
        name=template.name,
        functions=template.functions,
        size=len(template.to_bytes()),
        encoding=template.encoding.name,
        byte_order_mark=bool(template.encoding.bom),
        absolute_paths=len(template.leaks()),
        held=tuple(_held(one) for one in template.held),
    )


def _held(held: Held) -> HeldSummary:
    return HeldSummary(
        at=held.at,
        how=held.how,
        function=held.function,
        argument=held.argument,
        element=held.element,
        line=held.line,
        column=held.column,
        target=held.path,
        error=held.error.message if held.error is not None else None,
        uses=held.uses,
        definition=summarize(held.document) if held.document is not None else None,
    )


def summarize(doc: Document) -> Summary:
    """Return what a document is; what is wrong with it is left out, not refused.

    Args:
        doc: the document.
    """
    require(doc, Document)
    grade = doc.format.grades.get(doc.version, "unknown")
    return Summary(
        path=doc.path,
        format=doc.format.name,
        title=doc.format.title,
        version=doc.version,
        grade=grade,
        size=doc.text.size,
        encoding=doc.text.encoding.name,
        byte_order_mark=bool(doc.text.encoding.bom),
        checked=doc.checked,
        definitions=tuple(_DEFINITIONS[doc.format.name](doc.text.root, grade)),
    )


def _definitions(root: View, grade: Grade) -> Iterator[DefinitionSummary]:
    listed = root.get("Definitions")
    for one in listed.elements() if listed is not None else ():
        if one.kind == OBJECT:
            yield _definition(one, grade)


def _endmembers(root: View, grade: Grade) -> Iterator[DefinitionSummary]:
    yield DefinitionSummary(
        kind="endmembers",
        grade=grade,
        classifier=None,
        bands=integer_of(root, spelling_of(root).bands),
        segmented=None,
        classes=_classes(root.get("Endmembers"), ENDMEMBER_KEYS),
    )


def _extra_info(root: View, grade: Grade) -> Iterator[DefinitionSummary]:
    yield DefinitionSummary(
        kind="extra-info",
        grade=grade,
        classifier=string_of(root, "Classifier"),
        bands=integer_of(root, "NumberRasterBands"),
        segmented=None,
        classes=_classes(root.get("Classes")),
    )


def _definition(view: View, grade: Grade) -> DefinitionSummary:
    kind = definition_class(view)
    if grade == "unknown":
        name, grade = "opaque", "unknown"
    elif kind is MaximumLikelihoodDefinition:
        name = "maximum-likelihood"
    elif kind is DeepLearningDefinition:
        name, grade = "deep-learning", "project"
    else:
        name, grade = "opaque", "unknown"
    segmented = view.get("RasterIsSegmented")
    model = view.get("DeepLearningModel") if name == "deep-learning" else None
    return DefinitionSummary(
        kind=name,
        grade=grade,
        classifier=string_of(view, "Classifier"),
        bands=integer_of(view, "NumberBands"),
        segmented=segmented.kind == TRUE if segmented and segmented.kind in (TRUE, FALSE) else None,
        classes=_classes(view.get("Classes")),
        parts=_parts(view) if name == "opaque" else (),
        model=_model(model) if model is not None else None,
    )


def _model_definition(root: View, _: Grade) -> Iterator[DefinitionSummary]:
    kind = kind_of(root)
    bands = root.get("ExtractBands")
    if kind == "training-data":
        props = root.get("InputRastersProps")
        bands = props.get("BandNames") if props is not None else root.get("AllTilesStats")
    yield DefinitionSummary(
        kind=kind,
        grade="documented" if kind == "model" else "observed",
        classifier=None,
        bands=len(bands) if bands is not None and bands.kind == ARRAY else None,
        segmented=None,
        classes=_classes(root.get("Classes"), MODEL_DEFINITION_KEYS),
        facts=tuple(_facts(root, _FACTS)),
    )


def _facts(view: View, names: tuple[str, ...]) -> Iterator[FactSummary]:
    for name in names:
        place = view.get(name)
        if place is not None and place.kind == OBJECT:
            # A configuration that is an object names itself inside.
            place = place.get("Name")
        if place is None or place.kind == NULL:
            continue
        if place.kind == ARRAY:
            yield FactSummary(name, ", ".join(map(_text, place.elements())))
        elif place.kind != OBJECT:
            yield FactSummary(name, _text(place))


def _text(place: View) -> str:
    """A string as it is, anything else as it is spelled."""
    return str(place.value()) if place.kind == STRINGS else place.token.decode()


def _classes(
    listed: View | None, known: tuple[ClassKeys, ...] = CLASS_KEYS
) -> tuple[ClassSummary, ...]:
    if listed is None or listed.kind != ARRAY:
        return ()
    return tuple(
        ClassSummary(integer_of(one, keys.value), _name_of(one, keys), color_of(one, keys))
        for one in listed.elements()
        if (keys := class_keys_of(one, known)) is not None
    )


def _name_of(view: View, keys: ClassKeys) -> str | None:
    """The name of a class, which is a number in some model definitions."""
    number = integer_of(view, keys.name)
    return string_of(view, keys.name) if number is None else str(number)


def _parts(view: View) -> tuple[PartSummary, ...]:
    return tuple(
        PartSummary(name, member.kind, member.node.size)
        for name, member in view.members()
        if name not in _ENVELOPE
    )


def _model(view: View) -> ModelSummary:
    return ModelSummary(
        string_of(view, "FileName"), integer_of(view, "Size"), string_of(view, "Path")
    )


# What is in a document, by its format.
_DEFINITIONS: dict[str, Callable[[View, Grade], Iterator[DefinitionSummary]]] = {
    "classifier-definition": _definitions,
    "endmember-definition": _endmembers,
    "extra-info": _extra_info,
    "model-definition": _model_definition,
}
