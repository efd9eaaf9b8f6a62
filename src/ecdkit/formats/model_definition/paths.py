"""The files that a model definition names, and where they are: Windows writes the paths."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from ecdkit.formats.model_definition.signature import is_placeholder
from ecdkit.text.kinds import ARRAY, STRINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.text.view import View

__all__ = ["NamedFile", "candidates", "is_absolute", "is_any", "is_of_arcgis", "named_files"]

_DRIVE = re.compile(r"[A-Za-z]:")
# What stands for the folder of the raster functions of ArcGIS (documented).
_FUNCTIONS = "[functions]"


class NamedFile(NamedTuple):
    """A file that a definition names.

    Attributes:
        place: where it is named.
        path: what is written there.
        suffix: what is left out there.
    """

    place: View
    path: str
    suffix: str = ""


def named_files(root: View) -> Iterator[NamedFile]:
    """Yield the files that a model definition names, in the order of members.

    Args:
        root: the root of a definition.
    """
    for key in ("ModelFile", "InferenceFunction", "ModelConfigurationFile"):
        yield from _at(root, key)
    configuration = root.get("ModelConfiguration")
    if configuration is not None:
        for key in ("Architecture", "Config"):
            yield from _at(configuration, key, ".py")
    several = root.get("ModelFiles")
    if several is not None and several.kind == ARRAY:
        for place in several.elements():
            yield from _file(place)
    for key in ("TorchScript", "ONNX"):
        exported = root.get(key)
        for _, place in exported.members() if exported is not None else ():
            yield from _file(place)


def is_absolute(path: str) -> bool:
    """Whether a path is absolute on Windows or elsewhere, whatever runs this."""
    return path.startswith(("/", "\\")) or _DRIVE.match(path) is not None


def is_of_arcgis(path: str) -> bool:
    r"""Whether a path is in the folder of ArcGIS's own functions, as `[Functions]System\a.py`."""
    return path.lower().startswith(_FUNCTIONS)


def candidates(path: str, definition: str, suffix: str = "") -> tuple[str, ...]:
    r"""Return where a relative file may be, beside its definition.

    Both separators separate: `.\trained.model` is beside the definition on every system.

    Args:
        path: what is written there; it is relative.
        definition: the file of the definition.
        suffix: what is left out there.
    """
    folder = os.path.dirname(os.path.realpath(definition))
    found = os.path.join(folder, path.replace("\\", "/"))
    # A module may also be a folder.
    return tuple(dict.fromkeys((found + suffix, found)))


def is_any(paths: tuple[str, ...]) -> bool:
    """Whether something is at one of these paths.

    At a name that no system can have, with a null character or half a surrogate pair, is nothing.
    """
    return any(map(os.path.exists, paths))


def _at(view: View, key: str, suffix: str = "") -> Iterator[NamedFile]:
    place = view.get(key)
    if place is not None:
        yield from _file(place, suffix)


def _file(place: View, suffix: str = "") -> Iterator[NamedFile]:
    if place.kind != STRINGS or is_placeholder(place):
        return
    path = place.value()
    if path:
        yield NamedFile(place, path, suffix)
