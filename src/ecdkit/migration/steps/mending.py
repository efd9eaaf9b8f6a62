"""Model definitions as tools of today write them: the spelling of classes, and paths of files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ecdkit.document import Document
from ecdkit.errors import MigrationError
from ecdkit.formats.model_definition.model import ModelDefinition, OldModelDefinitionClass
from ecdkit.formats.model_definition.paths import is_absolute, is_of_arcgis, named_files
from ecdkit.migration.making import with_renamed
from ecdkit.migration.nodes import MODEL, OLD_MODEL
from ecdkit.migration.paths import located, parts_of
from ecdkit.migration.step import Field, Input, Outcome, Step, carried, computed, renamed
from ecdkit.text.edit import set_values
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.formats.model_definition.paths import NamedFile
    from ecdkit.migration.inputs import Inputs

__all__ = ["FILE_FIELDS", "FOLDER", "STEPS", "folder_of", "relative_to"]

# Where files are named: in members, in lists of them and in objects.
_FILES = ("/ModelFile", "/InferenceFunction", "/ModelConfigurationFile")
_INSIDE = (
    "/ModelConfiguration/Architecture",
    "/ModelConfiguration/Config",
    "/ModelFiles/{k}",
    "/TorchScript/{other}",
    "/ONNX/{other}",
)
_AROUND = ("/ModelConfiguration", "/ModelFiles", "/TorchScript", "/ONNX")
FOLDER = Input(
    "Folder",
    "the folder of the .emd",
    ("models/forest",),
    when="the .emd was not read from the folder where its files are",
)


def _respell(source: Document, inputs: Inputs) -> Outcome:  # noqa: ARG001 - it needs none
    model = source.model
    assert isinstance(model, ModelDefinition)
    assert isinstance(model.classes, tuple)
    names = {}
    for at, one in enumerate(model.classes):
        if isinstance(one, OldModelDefinitionClass):
            names[f"/Classes/{at}/ClassValue"] = "Value"
            names[f"/Classes/{at}/ClassName"] = "Name"
    return Outcome(with_renamed(source, names))


def _relocate(source: Document, inputs: Inputs) -> Outcome:
    folder = folder_of(inputs)
    moved: dict[str, Any] = {}
    for file in _elsewhere(source):
        path = _now(folder, file) if folder is not None else None
        if path is not None:
            moved[file.place.pointer] = path
    return Outcome(Document(set_values(source.text, moved), source.path) if moved else source)


def folder_of(inputs: Inputs) -> str | None:
    """Return the folder that paths of a model definition are relative to; None if nobody knows.

    Raises:
        MigrationError: the one that was given is none.
    """
    if FOLDER.name not in inputs:
        return inputs.folder
    folder = located(inputs, FOLDER.name)
    if not _is_folder(folder):
        raise MigrationError(f"{FOLDER.name} is no folder: {cut(repr(folder))}")
    return folder


def _has_paths(doc: Document) -> bool:
    return next(_elsewhere(doc), None) is not None


def _elsewhere(doc: Document) -> Iterator[NamedFile]:
    """Yield the files that are named by paths of another machine or system."""
    for file in named_files(doc.text.root):
        if not is_of_arcgis(file.path) and ("\\" in file.path or is_absolute(file.path)):
            yield file


def _now(folder: str, file: NamedFile) -> str | None:
    """Return where a file is from a folder; None if nowhere."""
    if not is_absolute(file.path):
        parts = parts_of(file.path) or ["."]
        if _is_there(os.path.join(folder, *parts), file.suffix):
            return "/".join(parts)
    return relative_to(folder, file.path, file.suffix)


def relative_to(folder: str, path: str, ending: str = "") -> str | None:
    """Return where a file is below a folder, by what fits of its old path; None if nowhere.

    Args:
        folder: the folder.
        path: the old path.
        ending: what the name of the file has besides.
    """
    parts = parts_of(path)
    for start in range(len(parts)):
        below = parts[start:]
        if ".." not in below and _is_there(os.path.join(folder, *below), ending):
            return "/".join(below)
    return None


def _is_there(path: str, suffix: str) -> bool:
    try:
        return os.path.exists(path) or (bool(suffix) and os.path.exists(path + suffix))
    except ValueError:
        return False


def _is_folder(path: str) -> bool:
    try:
        return os.path.isdir(path)
    except ValueError:
        return False


FILE_FIELDS: tuple[Field, ...] = (
    carried("/{other}", "documented"),
    *(carried(pointer, "documented") for pointer in (*_FILES, *_INSIDE, *_AROUND)),
    carried("/ModelConfiguration/{other}", "documented"),
    *(
        computed(pointer, pointer, "inferred", "where the file is now", keeps=True)
        for pointer in (*_FILES, *_INSIDE)
    ),
)
"""What becomes of a model definition's fields where paths of files are written anew."""

STEPS = (
    Step(
        source=OLD_MODEL.name,
        target=MODEL.name,
        grade="observed",
        evidence=(
            "arcgis.learn reads ClassValue and ClassName where Value and Name are missing; Esri's "
            "raster functions read Value and Name alone"
        ),
        summary="Renames the members of classes in place; every other byte stays.",
        fields=(
            renamed(
                "/Classes/{c}/ClassValue", "/Classes/{c}/Value", "observed", "the spelling of today"
            ),
            renamed(
                "/Classes/{c}/ClassName", "/Classes/{c}/Name", "observed", "the spelling of today"
            ),
            carried("/Classes/{c}/{other}", "observed"),
            carried("/Classes/{c}/Value", "observed"),
            carried("/Classes/{c}/Name", "observed"),
            carried("/{other}", "observed"),
        ),
        run=_respell,
        in_place=True,
    ),
    Step(
        source=MODEL.name,
        target=MODEL.name,
        grade="documented",
        evidence=(
            "Esri, raster-deep-learning, Writing the Esri model definition file: paths are "
            "relative to the .emd or absolute"
        ),
        summary=(
            "Makes absolute paths, and those with backslashes, relative to where the files are; "
            "a path of a file that is not there stays."
        ),
        fields=FILE_FIELDS,
        run=_relocate,
        inputs=(FOLDER,),
        in_place=True,
        applies=_has_paths,
    ),
)
