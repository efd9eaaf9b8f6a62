"""Model definitions that are right, known at a glance: those of models, with the files beside them.

What runs a model is in the format's rules; here it is enough to know who would miss nothing.
"""

from __future__ import annotations

import functools
from typing import Any

from ecdkit.formats.model_definition.needs import ARG_MAX, readers_for
from ecdkit.formats.model_definition.paths import candidates, is_absolute, is_any, is_of_arcgis
from ecdkit.formats.model_definition.signature import PLACEHOLDER, recognizes
from ecdkit.formats.model_definition.values import TAKEN
from ecdkit.validation.glance import are_named_classes, is_like, is_shallow, sure

__all__ = ["KNOWN", "OTHERS", "look"]

_TEXTS = ("Framework", "ModelType", "ModelFile", "InferenceFunction", "ModelName")
_INTEGERS = ("ImageHeight", "ImageWidth", "BatchSize")
# Those of the model, and the names that it knows beside them: its module takes long to load.
KNOWN = frozenset({*_TEXTS, *_INTEGERS, "ModelConfiguration", "ExtractBands", "Classes"})
OTHERS = frozenset(
    {"ModelConfigurationFile", "ModelFiles", "NumClasses", "extract_bands", "num_classes"}
)
# Lists of files are rare, and raster functions are another kind of document.
_RARE = frozenset({"ModelFiles", "TorchScript", "ONNX", "rasterFunction", "arguments", "function"})
_MISPRINT = "ObjectionDetection"
_NO_FRAMEWORK = (None, "", "N/A")


def look(root: dict[str, Any], content: bytes, path: str | None) -> None:
    """Do nothing if a document is a model definition that has no problem.

    Args:
        root: what a fast parser made of it.
        content: the bytes of the file.
        path: the file; None where nothing is looked for beside it.

    Raises:
        Exception: that is not sure; what is raised means nothing.
    """
    keys = frozenset(root)
    texts = list(map(root.get, _TEXTS))
    framework, kind, model_file, function, _ = texts
    sure(
        recognizes(keys),
        keys.isdisjoint(_RARE),
        is_shallow(content),
        not any(map(_is_misspelt, keys - KNOWN - OTHERS)),
        not any(type(one) is str and one.startswith(PLACEHOLDER) for one in root.values()),
        # Else it may be training data.
        model_file or function,
        all(one is None or type(one) is str for one in texts),
        all(one is None or type(one) is int for one in map(root.get, _INTEGERS)),
        _are_bands(root.get("ExtractBands")),
        kind != _MISPRINT,
    )
    sure(*(taken.fits(root[name]) for name, taken in TAKEN.items() if root.get(name) is not None))
    configuration, more = _configuration(root.get("ModelConfiguration"))
    there = {key for key, value in root.items() if value is not None}
    for reader in readers_for(framework, kind, has_function=function is not None):
        sure(there.issuperset(reader.members))
    sure(framework in _NO_FRAMEWORK or function is not None or configuration is not None)
    classes = root.get("Classes")
    if classes is not None:
        values = are_named_classes(classes)
        sure((framework, configuration) not in ARG_MAX or max(values) <= len(values))
    files = [model_file, function, root.get("ModelConfigurationFile")]
    for file, suffix in (*((one, "") for one in files), *((one, ".py") for one in more)):
        if type(file) is str and file and not is_of_arcgis(file):
            sure(not is_absolute(file))
            sure(path is None or is_any(candidates(file, path, suffix)))


@functools.lru_cache(maxsize=1024)
def _is_misspelt(name: str) -> bool:
    return any(is_like(known, name) for known in KNOWN)


def _are_bands(bands: Any) -> bool:
    if type(bands) is list:
        return all(type(one) is str or (type(one) is int and one >= 0) for one in bands)
    return bands is None or type(bands) is str


def _configuration(given: Any) -> tuple[str | None, list[Any]]:
    """Return the name of a configuration, and the files that it may name."""
    if type(given) is not dict:
        sure(given is None or type(given) is str)
        return given, []
    name = given.get("Name")
    sure(name is None or type(name) is str)
    sure(not any(is_like("Name", key) for key in given if key != "Name"))
    files = [given.get(key) for key in ("Architecture", "Config")]
    sure(not any(type(one) is str and one.startswith(PLACEHOLDER) for one in files))
    return name, files
