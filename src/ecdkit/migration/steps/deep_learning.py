"""An extra info and its model to a deep-learning definition, and back.

The profile of these definitions is this project's own design; no Esri tool is known to read it.
"""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING, Any

from ecdkit.codec import Blob
from ecdkit.deep_learning import (
    LARGEST_EMBEDDED,
    edited_extra_info,
    file_size,
    joined,
    names_problem,
    verified_model,
)
from ecdkit.document import new
from ecdkit.errors import EcdError, FileAccessError, MigrationError
from ecdkit.formats.classifier_definition.model import (
    DEEP_LEARNING_PROFILE,
    ClassifierDefinition,
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
from ecdkit.migration.nodes import DEEP_LEARNING_1, EXTRA_INFO_1
from ecdkit.migration.paths import base_name, located
from ecdkit.migration.step import (
    Field,
    Input,
    Offer,
    Outcome,
    Step,
    computed,
    counted,
    counts,
    held,
    implied,
    is_value,
    lost,
    measured,
    renamed,
    supplied,
)
from ecdkit.migration.steps.definitions import DEFINITION, chosen
from ecdkit.packages.writing import Member
from ecdkit.text.jsontext import JsonText

if TYPE_CHECKING:
    from ecdkit.document import Document
    from ecdkit.migration.inputs import Inputs

__all__ = ["STEPS"]

_EVIDENCE = "designed by ecdkit (spec/classifier-definition.md, the deep-learning profile)"
_NAME = "extra-info.json"
_MODEL = "/Definitions/{d}/DeepLearningModel"
_MADE = "/Definitions/0/DeepLearningModel"

_CLASS_PAIRS = (
    ("Value", "ClassValue"),
    ("Name", "ClassName"),
    ("Color/0", "Red"),
    ("Color/1", "Green"),
    ("Color/2", "Blue"),
)


def _join(source: Document, inputs: Inputs) -> Outcome:
    inputs.need("ModelFile")
    path = located(inputs, "ModelFile")
    packed = inputs.file(path) if inputs["ModelFile"].pointer is not None else None
    content = _content(path, packed)
    file_name = base_name(path)
    info_name = os.path.basename(source.path) if source.path else _NAME
    problem = names_problem(file_name, info_name)
    if problem is not None:
        raise MigrationError(problem, hint="rename the file")
    _require_readable(source)
    measure = Measure().take([content])
    model = DeepLearningModel(
        profile=DEEP_LEARNING_PROFILE,
        file_name=file_name,
        size=measure.size,
        sha256=measure.sha256,
        extra_info=EmbeddedExtraInfo(file_name=info_name, data=Blob.of(source.to_bytes())),
        data=Blob.of(content),
    )
    taken = frozenset({packed.name} if packed is not None else ())
    return Outcome(new(joined(source, model)), taken=taken)


def _content(path: str, packed: Member | None) -> bytes:
    """Return the bytes of a model's file, and read none that is too large to embed."""
    try:
        size = file_size(path) if packed is None else packed.size
        if size <= LARGEST_EMBEDDED:
            return b"".join(file_chunks(path) if packed is None else packed.chunks())
    except FileAccessError as error:
        error.hint = "name the model's file with --with ModelFile=PATH, in Python as keyword"
        raise
    raise MigrationError(
        f"the model has {size:,} bytes, more than {LARGEST_EMBEDDED:,} can be embedded",
        hint="use ecd deep-learning-model-to-ecd --by-reference",
        path=path,
    )


def _require_readable(source: Document) -> None:
    """Refuse an extra info whose bytes alone do not say what they are: nobody could embed it."""
    try:
        text = JsonText.parse(source.to_bytes(), check="full")
    except EcdError:
        text = None
    if text is None or text.data != source.text.data:
        raise MigrationError(
            f"the extra info is in {source.text.encoding.name}, which its bytes do not tell",
            hint="convert it to UTF-8 first",
        )


def _value_of_embedded(data: str) -> Any:
    return JsonText.parse(base64.b64decode(data), check="full").root.value()


def _take_apart(source: Document, inputs: Inputs) -> Outcome:
    at = chosen(source, inputs)
    model = source.model
    assert isinstance(model, ClassifierDefinition)
    definition = model.definitions[at]
    assert isinstance(definition, DeepLearningDefinition)
    about = definition.deep_learning_model
    problem = base_name_problem(about.file_name) if about.path is None else path_problem(about.path)
    if problem is not None:
        raise MigrationError(problem)
    # Whether there is a model at all is told before anything is written.
    model_chunks(about, source.path)
    info_name = about.extra_info.file_name
    return Outcome(
        document=edited_extra_info(definition),
        bindings={"d": at},
        files=(
            Member(
                about.path or about.file_name,
                about.size,
                lambda: verified_model(about, source.path),
            ),
        ),
        name=info_name if base_name_problem(info_name) is None else None,
    )


def _apart_fields() -> tuple[Field, ...]:
    why = "the definition was made from it"
    return (
        implied(
            "/EsriClassifierDefinitionFile",
            None,
            "documented",
            "the mark of the format",
            is_value(0),
        ),
        implied("/FileVersion", None, "documented", "the version of the format", is_value(1)),
        implied("/NumberDefinitions", None, "documented", "there is one extra info", is_value(1)),
        renamed("/Definitions/{d}/Classifier", "/Classifier", "project", why),
        renamed("/Definitions/{d}/NumberBands", "/NumberRasterBands", "project", why),
        renamed("/Definitions/{d}/MiniBatchSize", "/MiniBatchSize", "project", why),
        implied(
            "/Definitions/{d}/NumberClasses",
            None,
            "project",
            "the length of Classes",
            counts("Classes"),
        ),
        implied(
            "/Definitions/{d}/RasterIsSegmented", None, "project", "always false", is_value(False)
        ),
        renamed("/Definitions/{d}/Classes", "/Classes", "project", why),
        *(
            renamed(
                f"/Definitions/{{d}}/Classes/{{c}}/{ours}",
                f"/Classes/{{c}}/{theirs}",
                "project",
                why,
            )
            for theirs, ours in _CLASS_PAIRS
        ),
        implied(
            f"{_MODEL}/Profile",
            None,
            "project",
            "the mark of the profile",
            is_value(DEEP_LEARNING_PROFILE),
        ),
        held(f"{_MODEL}/FileName", "project", "the name of the model's file", "name"),
        lost(f"{_MODEL}/FileName", "project", "the model's file has another name"),
        held(f"{_MODEL}/Size", "project", "the size of the model's file"),
        held(f"{_MODEL}/SHA256", "project", "the digest of the model's file"),
        held(f"{_MODEL}/ExtraInfo/FileName", "project", "the name that its file had", "name"),
        lost(f"{_MODEL}/ExtraInfo/FileName", "project", "no file can have this name"),
        held(f"{_MODEL}/ExtraInfo/Data", "project", "the extra info itself", "document"),
        lost(
            f"{_MODEL}/ExtraInfo/Data", "project", "the definition was edited since it was joined"
        ),
        lost(
            f"{_MODEL}/Path",
            "project",
            "where the model is, from the definition that is taken apart",
        ),
        held(f"{_MODEL}/Data", "project", "the model's file"),
        *(
            computed(f"{_MODEL}/ExtraInfo/Data", pattern, "project", "a member of the extra info")
            for pattern in ("/ImportDeepLearningModelToEsriExtraInfo", "/Version", "/{other}")
        ),
        computed(
            f"{_MODEL}/ExtraInfo/Data",
            "/Classes/{c}/{other}",
            "project",
            "a member of the extra info",
        ),
    )


def _join_fields() -> tuple[Field, ...]:
    made = "/Definitions/0"
    always = "what every definition of the profile says"
    return (
        implied(
            None,
            "/EsriClassifierDefinitionFile",
            "documented",
            "the mark of the format",
            is_value(0),
        ),
        implied(None, "/FileVersion", "documented", "the version of the format", is_value(1)),
        implied(None, "/NumberDefinitions", "documented", "there is one definition", is_value(1)),
        renamed("/Classifier", f"{made}/Classifier", "project"),
        counted(f"{made}/NumberClasses", "project", "Classes"),
        implied(None, f"{made}/RasterIsSegmented", "project", always, is_value(False)),
        renamed("/NumberRasterBands", f"{made}/NumberBands", "project"),
        renamed("/MiniBatchSize", f"{made}/MiniBatchSize", "project"),
        renamed("/Classes", f"{made}/Classes", "project"),
        *(
            renamed(f"/Classes/{{c}}/{theirs}", f"{made}/Classes/{{c}}/{ours}", "project")
            for theirs, ours in _CLASS_PAIRS
        ),
        implied(
            None,
            f"{_MADE}/Profile",
            "project",
            "the mark of the profile",
            is_value(DEEP_LEARNING_PROFILE),
        ),
        supplied(
            "ModelFile",
            "project",
            target=f"{_MADE}/FileName",
            reason="the name of the model's file",
            follows=base_name,
        ),
        measured(f"{_MADE}/Size", "the size of the model's file"),
        measured(f"{_MADE}/SHA256", "the digest of the model's file"),
        measured(
            f"{_MADE}/ExtraInfo/FileName",
            f"the name of the extra info's file; {_NAME} where it was read from none",
        ),
        computed(
            "",
            f"{_MADE}/ExtraInfo/Data",
            "project",
            "the whole extra info, byte for byte",
            back=_value_of_embedded,
        ),
        measured(f"{_MADE}/Data", "the bytes of the model's file"),
    )


STEPS = (
    Step(
        source=EXTRA_INFO_1.name,
        target=DEEP_LEARNING_1.name,
        grade="project",
        evidence=_EVIDENCE,
        summary="Joins an extra info and the file of its model into one definition.",
        fields=_join_fields(),
        run=_join,
        inputs=(
            Input("ModelFile", "the file of the trained model, to be embedded", ("cntk.model",)),
        ),
    ),
    Step(
        source=DEEP_LEARNING_1.name,
        target=EXTRA_INFO_1.name,
        grade="project",
        evidence=_EVIDENCE,
        summary=(
            "Takes a definition apart: the extra info as it was, with what was edited since; "
            "the model becomes a file beside it."
        ),
        fields=_apart_fields(),
        run=_take_apart,
        inputs=(DEFINITION,),
        offers=(Offer("ModelFile", (f"{_MODEL}/Path", f"{_MODEL}/FileName")),),
    ),
)
