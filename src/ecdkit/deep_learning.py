"""Joining a model and an extra info into one definition, and taking them apart again.

Esri's tool *Deep Learning Model To Ecd* took the same two files; what it wrote was never
published. What is written here is this project's own profile of a classifier definition, and no
Esri tool is known to read it.
"""

from __future__ import annotations

import base64
import os
from collections import deque
from typing import TYPE_CHECKING

from ecdkit.codec import Blob
from ecdkit.document import Document, new, parse, read
from ecdkit.errors import (
    DefinitionError,
    EcdError,
    EncodingError,
    FileAccessError,
    FileThereError,
    UsageError,
    file_error,
)
from ecdkit.files import make_folder, require_other, write_bytes
from ecdkit.formats.classifier_definition.model import (
    DEEP_LEARNING_PROFILE,
    ClassifierDefinition,
    DeepLearningClass,
    DeepLearningDefinition,
    DeepLearningModel,
    EmbeddedExtraInfo,
)
from ecdkit.formats.classifier_definition.model_file import (
    Measure,
    base_name_problem,
    file_chunks,
    model_chunks,
    path_problem,
)
from ecdkit.formats.extra_info.model import ExtraInfo, ExtraInfoClass
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "LARGEST_EMBEDDED",
    "NOTICE",
    "deep_learning_model_to_ecd",
    "edited_extra_info",
    "extract",
    "file_size",
    "joined",
    "names_problem",
    "verified_model",
]

NOTICE = (
    "no Esri tool is known to read this file; "
    "what ArcGIS runs today is a model definition (.emd) in a package (.dlpk)"
)
"""What is said of every definition that is made here."""

# How much of what is wrong with an embedded extra info is told.
_LONGEST = 200

LARGEST_EMBEDDED = 256 << 20
"""The largest model that is embedded, in bytes."""


def deep_learning_model_to_ecd(
    in_deep_learning_model: str | os.PathLike[str],
    in_classification_info_json: str | os.PathLike[str],
    out_classifier_definition: str | os.PathLike[str],
    *,
    by_reference: bool = False,
    overwrite: bool = False,
) -> None:
    """Join a model and an extra info into one deep-learning definition.

    Names and order of the first three arguments are those of Esri's tool. The model is streamed,
    whatever its size.

    Args:
        in_deep_learning_model: the model's file.
        in_classification_info_json: the extra info.
        out_classifier_definition: the definition to write.
        by_reference: whether the definition names the model's file, which must be in its folder
            or below, instead of holding it.
        overwrite: whether a file that exists may be replaced.

    Raises:
        FileAccessError: a file cannot be read or written.
        DefinitionError: the extra info is not valid; `problems` says why.
        UsageError: the model is too large to embed or outside the folder, or the definition
            would replace what it is made of.
    """
    source = os.fsdecode(in_deep_learning_model)
    info = os.fsdecode(in_classification_info_json)
    target = os.fsdecode(out_classifier_definition)
    require_other(target, source, info)
    extra_info = _valid_extra_info(info)
    file_name, info_name = os.path.basename(source), os.path.basename(info)
    problem = names_problem(file_name, info_name)
    if problem is not None:
        raise UsageError(problem, hint="rename the file")
    size = file_size(source)
    if not by_reference and size > LARGEST_EMBEDDED:
        raise UsageError(
            f"the model has {size:,} bytes, more than {LARGEST_EMBEDDED:,} can be embedded",
            hint="use --by-reference, in Python by_reference=True",
            path=source,
        )
    path = _relative(source, target) if by_reference else None
    measure = Measure().take(file_chunks(source))
    definition = joined(
        extra_info,
        DeepLearningModel(
            profile=DEEP_LEARNING_PROFILE,
            file_name=file_name,
            size=measure.size,
            sha256=measure.sha256,
            extra_info=EmbeddedExtraInfo(file_name=info_name, data=Blob.of(extra_info.to_bytes())),
            path=path,
            data=None if by_reference else Blob(b""),
        ),
    )
    content = new(definition).to_bytes()
    pieces = iter([content]) if by_reference else _embedded(content, source, measure)
    write_bytes(target, pieces, overwrite=overwrite)


def extract(
    definition_file: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    *,
    definition: int | None = None,
    encoding: str | None = None,
    overwrite: bool = False,
) -> tuple[str, str]:
    """Take the model and the extra info out of a deep-learning definition.

    Of a definition that was not edited, both files come back byte for byte. Names, colours and
    counts that were edited are written into the extra info, and nothing else of it changes.

    Args:
        definition_file: the definition.
        folder: where the files go; made if it is not there.
        definition: the index of the definition, where there are several.
        encoding: what the definition is written in, where that is neither UTF-8 nor told by a mark.
        overwrite: whether files that exist may be replaced.

    Returns:
        The paths of the model and of the extra info.

    Raises:
        FileAccessError: a file cannot be read or written.
        DefinitionError: the file is not valid, or the model is not the one it was made with.
        UsageError: there are several definitions, or a file would replace the definition.
    """
    name, directory = os.fsdecode(definition_file), os.fsdecode(folder)
    try:
        found = _deep_learning(read(name, encoding=encoding), definition)
        model = found.deep_learning_model
        names = (model.file_name, model.extra_info.file_name)
        problem = names_problem(*names)
        if problem is not None:
            raise DefinitionError(problem)
        extra_info = edited_extra_info(found)
        paths = (os.path.join(directory, names[0]), os.path.join(directory, names[1]))
        make_folder(directory)
        for path in paths:
            require_other(path, name)
            if not overwrite and os.path.lexists(path):
                raise FileThereError("the file exists", path=path)
        write_bytes(paths[0], verified_model(model, name), overwrite=overwrite)
        write_bytes(paths[1], [extra_info.to_bytes()], overwrite=overwrite)
    except EcdError as error:
        error.path = error.path or name
        raise
    return paths


def _valid_extra_info(path: str) -> Document:
    from ecdkit.validation.validate import validate

    try:
        doc = read(path, check="full")
    except EncodingError as error:
        # Embedded, it has nothing but its bytes to say what they are.
        error.hint = "convert it to UTF-8 first"
        raise
    if doc.format.name != "extra-info":
        raise DefinitionError(f"this is an {doc.format.title}, not an extra info", path=path)
    model = doc.model
    validate(doc).raise_for_errors()
    if not isinstance(model, ExtraInfo):
        raise DefinitionError(f"nothing is known of Version {doc.version} of extra info", path=path)
    return doc


def joined(extra_info: Document, model: DeepLearningModel) -> ClassifierDefinition:
    """Return the definition that an extra info and a model make.

    Args:
        extra_info: an extra info whose structure is right.
        model: what the definition says of the model.
    """
    info = extra_info.model
    assert isinstance(info, ExtraInfo)
    classes = tuple(
        DeepLearningClass(
            class_value=one.value,
            class_name=one.name,
            red=one.color[0],
            green=one.color[1],
            blue=one.color[2],
        )
        for one in info.classes
    )
    definition = DeepLearningDefinition(
        classifier=info.classifier,
        number_classes=len(classes),
        raster_is_segmented=False,
        number_bands=info.number_raster_bands,
        mini_batch_size=info.mini_batch_size,
        classes=classes,
        deep_learning_model=model,
    )
    return ClassifierDefinition(
        esri_classifier_definition_file=0,
        file_version=1,
        number_definitions=1,
        definitions=(definition,),
    )


def _embedded(content: bytes, source: str, measure: Measure) -> Iterator[bytes]:
    """Yield the text of a definition whose empty last `Data` is filled from a file."""
    at = content.rindex(b'"Data": ""') + len(b'"Data": "')
    yield content[:at]
    again = Measure()
    pending = b""
    for chunk in again.watch(file_chunks(source)):
        pending += chunk
        whole = len(pending) // 3 * 3
        yield base64.b64encode(memoryview(pending)[:whole])
        pending = pending[whole:]
    yield base64.b64encode(pending)
    if (again.size, again.sha256) != (measure.size, measure.sha256):
        raise FileAccessError("the model changed while it was read", path=source)
    yield content[at:]


def _deep_learning(doc: Document, index: int | None) -> DeepLearningDefinition:
    model = doc.model
    definitions = model.definitions if isinstance(model, ClassifierDefinition) else ()
    found = {
        at: one for at, one in enumerate(definitions) if isinstance(one, DeepLearningDefinition)
    }
    if index is not None:
        found = {at: one for at, one in found.items() if at == index}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        places = ", ".join(map(str, found))
        raise UsageError(
            f"there are deep-learning definitions at {places}", hint="say which with --definition"
        )
    if index is not None and definitions and not 0 <= index < len(definitions):
        raise DefinitionError(
            f"there is no definition {index}", hint=f"the last one is {len(definitions) - 1}"
        )
    what = (
        f"definition {index}" if definitions and index is not None else f"this {doc.format.title}"
    )
    raise DefinitionError(
        f"there is no model to extract: {what} is no deep-learning definition of ecdkit"
    )


def edited_extra_info(definition: DeepLearningDefinition) -> Document:
    """Return the extra info as it was, with what was edited in the definition since.

    Args:
        definition: a deep-learning definition.

    Raises:
        DefinitionError: it holds none that can be read.
    """
    content = definition.deep_learning_model.extra_info.data.to_bytes()
    try:
        return _edited(parse(content, check="full"), definition)
    except EcdError as error:
        # Its lines are not those of the definition.
        raise DefinitionError(f"the embedded extra info: {cut(str(error), _LONGEST)}") from None


def _edited(source: Document, definition: DeepLearningDefinition) -> Document:
    info = source.model
    if not isinstance(info, ExtraInfo):
        raise DefinitionError("it is of another kind or version")
    by_value: dict[int, deque[ExtraInfoClass]] = {}
    for one in info.classes:
        by_value.setdefault(one.value, deque()).append(one)

    def before(value: int) -> ExtraInfoClass | None:
        # Of several classes of one value the first is taken first.
        found = by_value.get(value)
        return found.popleft() if found else None

    changed = info.evolve(
        classifier=definition.classifier,
        number_raster_bands=definition.number_bands,
        mini_batch_size=definition.mini_batch_size,
        classes=tuple(_edited_class(before(one.class_value), one) for one in definition.classes),
    )
    return source.replace(changed)


def _edited_class(before: ExtraInfoClass | None, now: DeepLearningClass) -> ExtraInfoClass:
    color = (now.red, now.green, now.blue)
    if before is None:
        return ExtraInfoClass(value=now.class_value, name=now.class_name, color=color)
    return before.evolve(name=now.class_name, color=color)


def verified_model(model: DeepLearningModel, definition: str | None) -> Iterator[bytes]:
    """Yield the model's file; at its end, refuse it if it is not what the definition says.

    Args:
        model: what a definition says of it.
        definition: the file of the definition, if it was read from one.

    Raises:
        DefinitionError: it is not the file that the definition was made with.
        FileAccessError: it cannot be read.
    """
    measure = Measure()
    yield from measure.watch(model_chunks(model, definition))
    difference = measure.differs_from(model)
    if difference is not None:
        raise DefinitionError(
            f"the model is not the one that the definition was made with: {difference}",
            path=definition,
        )


def names_problem(model: str, extra_info: str) -> str | None:
    """Return why the two files cannot have these names in one folder; None if they can."""
    problem = base_name_problem(model) or base_name_problem(extra_info)
    if problem is None and model.casefold() == extra_info.casefold():
        problem = f"model and extra info have the same name {cut(repr(model))}"
    return problem


def file_size(path: str) -> int:
    """Return the size of a file in bytes.

    Args:
        path: the file.

    Raises:
        FileAccessError: there is none, or it is a folder.
    """
    try:
        if os.path.isdir(path):
            raise IsADirectoryError(21, "is a folder")
        return os.stat(path).st_size
    except OSError as error:
        raise file_error(error, path) from None
    except ValueError as error:
        raise FileAccessError(f"this is no file name: {error}", path=path) from None


def _relative(source: str, target: str) -> str:
    folder = os.path.realpath(os.path.dirname(os.path.realpath(target)))
    try:
        path = os.path.relpath(os.path.realpath(source), folder).replace(os.sep, "/")
    except ValueError:
        path = ".."
    if path_problem(path) is not None:
        raise UsageError(
            "a model that is referred to must be in the folder of the definition or below",
            hint="copy it there, or embed it",
            path=source,
        )
    return path
