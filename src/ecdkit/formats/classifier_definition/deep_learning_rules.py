"""What a schema cannot say of a deep-learning definition: whether its model is there, and right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.codec import Mismatch
from ecdkit.codec.structure import structure
from ecdkit.errors import EcdError
from ecdkit.formats.classifier_definition.model import (
    DEEP_LEARNING_PROFILE,
    DeepLearningDefinition,
    DeepLearningModel,
    definition_class,
)
from ecdkit.formats.classifier_definition.model_file import (
    Measure,
    base_name_problem,
    model_chunks,
    path_problem,
)
from ecdkit.formats.common_rules import member_of, string_of
from ecdkit.problems import Rule
from ecdkit.text.excerpt import cut
from ecdkit.text.likeness import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.problems import Problem
    from ecdkit.text.view import View

__all__ = [
    "EMBEDDED_EXTRA_INFO",
    "FILE_NAME",
    "MODEL_DIGEST",
    "MODEL_FILE",
    "MODEL_PATH",
    "MODEL_PLACE",
    "RULES",
    "UNKNOWN_PROFILE",
    "rules",
]

# How much of what is wrong with an embedded extra info is told.
_LONGEST = 200

_FORMATS = ("classifier-definition",)
_SOURCE = "ecdkit, the profile ecdkit/deep-learning/1"

MODEL_PLACE = Rule(
    "model-place",
    "error",
    "A deep-learning definition holds its model, or names its file, and not both",
    "Data holds the bytes of the model in base64, Path names a file beside the definition. With "
    "neither there is no model; with both nobody knows which one is meant.",
    hint="join model and extra info again: ecd deep-learning-model-to-ecd",
    formats=_FORMATS,
    source=_SOURCE,
    requirement="ECD-1303",
)
MODEL_FILE = Rule(
    "model-file",
    "error",
    "The model that a definition names can be read",
    "The file that Path names is not beside the definition, or is no file that can be read, or a "
    "link leads out of the folder. Definition and model travel together.",
    hint="put the model's file where Path says",
    formats=_FORMATS,
    source=_SOURCE,
    requirement="ECD-1304",
)
MODEL_DIGEST = Rule(
    "model-digest",
    "error",
    "The model is the one that the definition was made with",
    "Size and SHA256 are those of the model at the time when the definition was made. A model "
    "that differs was replaced, cut off or damaged, and its classes may be others.",
    hint="bring back the model, or join it again: ecd deep-learning-model-to-ecd",
    formats=_FORMATS,
    source=_SOURCE,
    requirement="ECD-1305",
)
FILE_NAME = Rule(
    "file-name",
    "error",
    "A file name in a definition is the name of a file in a folder",
    "Files are written under these names when a definition is taken apart. A name with folders or "
    "a drive in it could write anywhere, so it is refused.",
    hint="write the name without folders",
    formats=_FORMATS,
    source=_SOURCE,
    requirement="ECD-1306",
)
MODEL_PATH = Rule(
    "model-path",
    "error",
    "The path of a model is relative, with slashes, and stays in the folder of the definition",
    "A definition that somebody sent must not make a program read any file of the machine. Put the "
    "model into the folder of the definition or below, and write the path from there.",
    hint="write a path below the definition's folder, with slashes",
    formats=_FORMATS,
    source=_SOURCE,
    requirement="ECD-1307",
)
EMBEDDED_EXTRA_INFO = Rule(
    "embedded-extra-info",
    "error",
    "The embedded extra info is one",
    "The definition carries the extra info that it was made from, so that it can be taken apart "
    "again. These bytes are not an extra info of a version that is known.",
    hint="join model and extra info again: ecd deep-learning-model-to-ecd",
    formats=_FORMATS,
    source=_SOURCE,
    requirement="ECD-1308",
)

UNKNOWN_PROFILE = Rule(
    "unknown-profile",
    "warning",
    "The profile of a deep-learning model is one that is known",
    "What DeepLearningModel holds is told by its Profile. Of another profile than this project's "
    "nothing is known: it is kept as it is, byte for byte, and not checked.",
    hint=f"ecdkit knows {DEEP_LEARNING_PROFILE}",
    formats=_FORMATS,
    source=_SOURCE,
    requirement="ECD-1302",
)

RULES = (
    UNKNOWN_PROFILE,
    MODEL_PLACE,
    MODEL_FILE,
    MODEL_DIGEST,
    FILE_NAME,
    MODEL_PATH,
    EMBEDDED_EXTRA_INFO,
)


def rules(definition: View, path: str | None) -> Iterator[Problem]:
    """Yield what is wrong with the model of a definition.

    Args:
        definition: a definition of any kind.
        path: its file, if it was read from one; without it, files that it names are not looked at.
    """
    view = definition.get("DeepLearningModel")
    if view is None:
        return
    if definition_class(definition) is not DeepLearningDefinition:
        yield from _profile_rules(view)
        return
    try:
        model = structure(view, DeepLearningModel)
    except Mismatch:
        return
    yield from _name_rules(view, model)
    yield from _extra_info_rules(view, model)
    if (model.data is None) == (model.path is None):
        what = "neither Data nor Path" if model.data is None else "both Data and Path"
        message = f"the model has {what}; it needs one of them"
        yield MODEL_PLACE.at(view, message)
        return
    if model.path is not None and (path is None or path_problem(model.path) is not None):
        return
    place = member_of(view, "Data" if model.path is None else "Path")
    try:
        difference = Measure().take(model_chunks(model, path)).differs_from(model)
    except EcdError as error:
        message = f"the model cannot be read: {cut(error.message, _LONGEST)}"
        yield MODEL_FILE.at(place, message)
        return
    if difference is not None:
        told = member_of(view, "Size" if "Size" in difference else "SHA256")
        message = f"the model is not the one that the definition was made with: {difference}"
        yield MODEL_DIGEST.at(told, message)


def _profile_rules(view: View) -> Iterator[Problem]:
    """A model in a profile that is not ours is opaque, unless it is nearly ours."""
    name = string_of(view, "Profile")
    if name is not None:
        message = f"nothing is known of the profile {cut(repr(name))}; the model is not checked"
        yield UNKNOWN_PROFILE.at(member_of(view, "Profile"), message)
        return
    if view.get("Profile") is not None:
        return
    stranger = next((one for key, one in view.members() if plain(key) == "profile"), None)
    if stranger is not None:
        assert stranger.key_span is not None
        message = "the model has no Profile, so it is not checked"
        start = stranger.key_span[0]
        yield UNKNOWN_PROFILE.at(stranger, message, "did you mean Profile?", offset=start)


def _name_rules(view: View, model: DeepLearningModel) -> Iterator[Problem]:
    info = member_of(view, "ExtraInfo")
    for place, name in (
        (member_of(view, "FileName"), model.file_name),
        (member_of(info, "FileName"), model.extra_info.file_name),
    ):
        wrong = base_name_problem(name)
        if wrong is not None:
            yield FILE_NAME.at(place, wrong)
    wrong = path_problem(model.path) if model.path is not None else None
    if wrong is not None:
        yield MODEL_PATH.at(member_of(view, "Path"), wrong)


def _extra_info_rules(view: View, model: DeepLearningModel) -> Iterator[Problem]:
    place = member_of(member_of(view, "ExtraInfo"), "Data")
    try:
        content = model.extra_info.data.to_bytes()
        wrong = extra_info_problem(content)
    except EcdError as error:
        wrong = str(error)
    if wrong is not None:
        message = f"the embedded extra info: {cut(wrong, _LONGEST)}"
        yield EMBEDDED_EXTRA_INFO.at(place, message)


def extra_info_problem(content: bytes) -> str | None:
    """Return what is wrong with the bytes of an extra info; None if nothing is.

    Raises:
        EcdError: the bytes are not even a document that is known.
    """
    from ecdkit.formats.extra_info.format import FORMAT
    from ecdkit.formats.extra_info.model import ExtraInfo
    from ecdkit.formats.registry import detect
    from ecdkit.text.jsontext import JsonText

    root = JsonText.parse(content, check="full").root
    found = detect(root)
    if found is not FORMAT:
        return f"this is an {found.title}"
    try:
        model = structure(root, ExtraInfo)
    except Mismatch as mismatch:
        first = mismatch.problems[0]
        return f"{first.line}:{first.column}: {first.message}"
    known = model.version in FORMAT.versions
    return None if known else f"nothing is known of Version {cut(str(model.version))}"
