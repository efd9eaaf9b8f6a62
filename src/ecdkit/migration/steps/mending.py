"""Model definitions as tools of today write them: the spelling of classes, and paths of files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ecdkit.document import Document
from ecdkit.formats.model_definition.model import ModelDefinition, OldModelDefinitionClass
from ecdkit.migration.making import with_renamed
from ecdkit.migration.nodes import MODEL, OLD_MODEL
from ecdkit.migration.paths import is_absolute, parts_of
from ecdkit.migration.step import Field, Input, Outcome, Step, carried, computed, renamed
from ecdkit.text.edit import set_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.migration.inputs import Inputs
    from ecdkit.text.view import View

__all__ = ["FILE_FIELDS", "FOLDER", "STEPS", "relative_to"]

# Members that name files from the folder of the definition; those of a configuration are modules,
# named without ".py" (documented, and read so by Esri's raster functions).
_FILES = ("/ModelFile", "/InferenceFunction", "/ModelConfigurationFile")
_LISTED = ("/ModelFiles",)
_MODULES = ("/ModelConfiguration/Architecture", "/ModelConfiguration/Config")
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
    folder = inputs.need(FOLDER.name)[FOLDER.name] if FOLDER.name in inputs else inputs.folder
    moved = {}
    for place, ending in _elsewhere(source):
        path = relative_to(folder, place.value(), ending) if folder is not None else None
        if path is not None:
            moved[place.pointer] = path
    return Outcome(Document(set_values(source.text, moved), source.path) if moved else source)


def _has_paths(doc: Document) -> bool:
    return next(_elsewhere(doc), None) is not None


def _elsewhere(doc: Document) -> Iterator[tuple[View, str]]:
    """Yield the paths of another machine or system, each with what its file's name has besides."""
    root = doc.text.root
    places: list[tuple[View | None, str]] = [(_at(root, pointer), "") for pointer in _FILES]
    places += [(_at(root, pointer), ".py") for pointer in _MODULES]
    for pointer in _LISTED:
        listed = _at(root, pointer)
        places += [(one, "") for one in (listed.elements() if listed is not None else ())]
    for place, ending in places:
        if place is not None and place.kind == "string" and _is_foreign(place.value()):
            yield place, ending


def _at(root: View, pointer: str) -> View | None:
    view: View | None = root
    for name in pointer.split("/")[1:]:
        view = view.get(name) if view is not None else None
    return view


def _is_foreign(path: str) -> bool:
    # In brackets stands a folder of the installation of ArcGIS (observed).
    return not path.startswith("[") and ("\\" in path or is_absolute(path))


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
        if ".." not in below and _is_there(os.path.join(folder, *below) + ending):
            return "/".join(below)
    return None


def _is_there(path: str) -> bool:
    try:
        return os.path.exists(path)
    except ValueError:
        return False


FILE_FIELDS: tuple[Field, ...] = (
    carried("/{other}", "documented"),
    *(
        field
        for pointer in (*_FILES, *_MODULES, *(f"{listed}/{{k}}" for listed in _LISTED))
        for field in (
            carried(pointer, "documented"),
            computed(pointer, pointer, "inferred", "where the file is now", keeps=True),
        )
    ),
    carried("/ModelConfiguration", "documented"),
    carried("/ModelConfiguration/{other}", "documented"),
    *(carried(listed, "documented") for listed in _LISTED),
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
