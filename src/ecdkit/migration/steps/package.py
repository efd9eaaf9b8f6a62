"""A model definition to a package with its files (`.dlpk`), and out of one again."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ecdkit.document import Document
from ecdkit.errors import MigrationError
from ecdkit.formats.model_definition.paths import is_absolute, is_of_arcgis, named_files
from ecdkit.migration.making import refusal
from ecdkit.migration.nodes import DLPK, MODEL, OLD_DLPK, OLD_MODEL
from ecdkit.migration.step import Input, Outcome, Step, carried
from ecdkit.migration.steps.mending import FILE_FIELDS, FOLDER, folder_of, relative_to
from ecdkit.packages.gather import files_at
from ecdkit.packages.package import NEEDED, paths_in
from ecdkit.text.edit import set_values
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.formats.model_definition.paths import NamedFile
    from ecdkit.migration.inputs import Inputs
    from ecdkit.packages.writing import Member

__all__ = ["STEPS"]

_LOADER = "arcgis.learn unpacks the archive and takes the one .emd at its root"
_SHARED = "ArcGIS Pro help, Share a deep learning package: an .emd and the files of the model"
_LONGEST = 120

_INPUTS = (
    Input(
        "ModelFile",
        "the file of the trained model",
        ("cntk.model",),
        when="it is not where the definition says",
    ),
    Input(
        "InferenceFunction",
        "the file of the Python raster function",
        ("Classify.py",),
        when="it is not where the definition says",
    ),
    FOLDER,
)


def _pack(source: Document, inputs: Inputs) -> Outcome:
    folder = folder_of(inputs)
    files: dict[str, Member] = {}
    homes: dict[str, str | None] = {}
    moved: dict[str, str] = {}
    # No document has said yet where a file is that a step before was given.
    is_new = source.path is None and inputs.name is None
    listed = source.text.root.get("ModelFiles") is not None
    for file in named_files(source.text.root):
        if is_of_arcgis(file.path) or (listed and paths_in(file)[:1] == ("",)):
            continue
        found = _Found.of(file, inputs, folder, is_new=is_new)
        if found is None:
            if file.place.path[0] in NEEDED:
                raise _missing(file)
            continue
        if found.name != file.path and found.is_moved:
            moved[file.place.pointer] = found.name.removesuffix(file.suffix)
        if homes.setdefault(found.name, found.path) != found.path:
            raise refusal(
                file.place,
                f"two files would be {cut(repr(found.name), _LONGEST)} in the package",
                "rename one of them",
            )
        files |= {one.name: one for one in found.files()}
    made = Document(set_values(source.text, moved), source.path) if moved else source
    # What came along is accounted for as kept, so nothing may take its place.
    both = next((one.name for one in inputs.files if one.name in files), None)
    if both is not None:
        raise MigrationError(
            f"a file {cut(repr(both), _LONGEST)} comes along with the source",
            hint="leave out the one that was given, or give it another name",
        )
    return Outcome(made, files=tuple(files.values()), name=_definition_name(source, inputs))


class _Found:
    """A file that a definition names, and where it is.

    Args:
        name: its name in the package.
        path: where it is on this machine; None where it is among the files beside the source.
        is_moved: whether its name in the package is not the one that the definition says.
    """

    def __init__(self, name: str, path: str | None, *, is_moved: bool) -> None:
        self.name = name
        self.path = path
        self.is_moved = is_moved

    @classmethod
    def of(
        cls, file: NamedFile, inputs: Inputs, folder: str | None, *, is_new: bool
    ) -> _Found | None:
        names = () if is_absolute(file.path) else paths_in(file)
        typed = _typed(file, inputs)
        if typed is not None:
            if not _is_there(typed):
                return None
            # The name that a definition has for it stays, where a package can have it.
            stays = names and names[0] and not is_new
            name = names[0] if stays else os.path.basename(os.path.normpath(typed))
            return cls(name, typed, is_moved=not stays)
        for name in names:
            if inputs.file(name) is not None or any(
                one.name.startswith(f"{name}/" if name else "") for one in inputs.files
            ):
                return cls(name, None, is_moved=False)
        if folder is None:
            return None
        for name in names:
            path = os.path.join(folder, *name.split("/"))
            if _is_there(path):
                return cls(name, path, is_moved=False)
        below = relative_to(folder, file.path, file.suffix)
        if below is None:
            return None
        name = below + file.suffix
        return cls(name, os.path.join(folder, *name.split("/")), is_moved=True)

    def files(self) -> Iterator[Member]:
        if self.path is None:
            return
        yield from files_at(self.path, self.name)


def _typed(file: NamedFile, inputs: Inputs) -> str | None:
    """Return where somebody has said that a file is, from the working folder."""
    key = str(file.place.path[0])
    if len(file.place.path) > 1 or key not in {one.name for one in _INPUTS} or key not in inputs:
        return None
    given = inputs[key]
    if given.pointer is not None or not isinstance(given.value, (str, os.PathLike)):
        return None
    path = os.fsdecode(given.value)
    return path if _is_there(path) else path.replace("\\", os.sep)


def _missing(file: NamedFile) -> MigrationError:
    key = str(file.place.path[0])
    error = refusal(
        file.place,
        f"{key} names {cut(repr(file.path), _LONGEST)}, and there is no such file",
        f"say where it is with --with {key}=PATH, in Python as keyword",
    )
    error.missing = (key,)
    return error


def _definition_name(source: Document, inputs: Inputs) -> str | None:
    name = os.path.basename(source.path) if source.path is not None else inputs.name
    return name if name is not None and name.lower().endswith(".emd") else None


def _is_there(path: str) -> bool:
    try:
        return os.path.exists(path)
    except ValueError:
        return False


def _unpack(source: Document, inputs: Inputs) -> Outcome:
    return Outcome(source, name=inputs.name)


_UNPACKS = (
    Step(
        source=packed.name,
        target=alone.name,
        grade="observed",
        evidence=_LOADER,
        summary="Takes the definition out of the package; its other files go beside it.",
        fields=(carried("", "observed"),),
        run=_unpack,
        in_place=True,
    )
    for packed, alone in ((DLPK, MODEL), (OLD_DLPK, OLD_MODEL))
)
STEPS = (
    Step(
        source=MODEL.name,
        target=DLPK.name,
        grade="documented",
        evidence=_SHARED,
        summary=(
            "Puts the definition and the files that it names into one archive; a path that is "
            "absolute or leads out becomes the file's path in it."
        ),
        fields=FILE_FIELDS,
        run=_pack,
        inputs=_INPUTS,
        in_place=True,
    ),
    *_UNPACKS,
)
