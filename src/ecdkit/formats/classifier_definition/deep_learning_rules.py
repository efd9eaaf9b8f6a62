"""What a schema cannot say of a deep-learning definition: whether its model is there, and right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.codec import Mismatch
from ecdkit.codec.structure import structure
from ecdkit.errors import EcdError
from ecdkit.formats.classifier_definition.model import DeepLearningModel
from ecdkit.formats.classifier_definition.model_file import (
    Measure,
    base_name_problem,
    model_chunks,
    path_problem,
)
from ecdkit.formats.common_rules import problem
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.problems import Problem
    from ecdkit.text.view import View

__all__ = ["deep_learning_rules"]

# How much of what is wrong with an embedded extra info is told.
_LONGEST = 200


def deep_learning_rules(definition: View, path: str | None) -> Iterator[Problem]:
    """Yield what is wrong with the model of a definition.

    Args:
        definition: a deep-learning definition.
        path: its file, if it was read from one; without it, files that it names are not looked at.
    """
    view = definition.get("DeepLearningModel")
    if view is None:
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
        yield problem(view, "model-place", "error", message)
        return
    if model.path is not None and (path is None or path_problem(model.path) is not None):
        return
    place = view.get("Data" if model.path is None else "Path")
    assert place is not None
    try:
        difference = Measure().take(model_chunks(model, path)).differs_from(model)
    except EcdError as error:
        message = f"the model cannot be read: {cut(error.message, _LONGEST)}"
        yield problem(place, "model-file", "error", message)
        return
    if difference is not None:
        key = "Size" if "Size" in difference else "SHA256"
        told = view.get(key)
        assert told is not None
        message = f"the model is not the one that the definition was made with: {difference}"
        yield problem(told, "model-digest", "error", message)


def _name_rules(view: View, model: DeepLearningModel) -> Iterator[Problem]:
    info = view.get("ExtraInfo")
    assert info is not None
    for place, name in (
        (view.get("FileName"), model.file_name),
        (info.get("FileName"), model.extra_info.file_name),
    ):
        wrong = base_name_problem(name)
        if wrong is not None and place is not None:
            yield problem(place, "file-name", "error", wrong)
    path = view.get("Path")
    if model.path is not None and path is not None:
        wrong = path_problem(model.path)
        if wrong is not None:
            yield problem(path, "model-path", "error", wrong)


def _extra_info_rules(view: View, model: DeepLearningModel) -> Iterator[Problem]:
    info = view.get("ExtraInfo")
    place = info.get("Data") if info is not None else None
    assert place is not None
    try:
        content = model.extra_info.data.to_bytes()
        wrong = extra_info_problem(content)
    except EcdError as error:
        wrong = str(error)
    if wrong is not None:
        message = f"the embedded extra info: {cut(wrong, _LONGEST)}"
        yield problem(place, "embedded-extra-info", "error", message)


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
