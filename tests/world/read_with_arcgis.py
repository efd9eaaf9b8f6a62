"""Read a package or a model definition with the Python package arcgis, and print what it found.

Runs in an environment of its own, without ecdkit: `make test-arcgis`. What reads is arcgis.learn
alone. What is stubbed are the deep learning frameworks that it imports, which cannot be installed
everywhere: any module below one of `FRAMEWORKS` is empty, its members are classes that do nothing.
One member does something: `fastai.data_block.get_files`, by which the reader lists a folder, is
written out below as the documentation of fastai 1 describes it. The model itself, which would load
its weights, is replaced by one that keeps what the reader gives it.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import json
import sys
import types
from pathlib import Path

FRAMEWORKS = (
    "cv2",
    "fastai",
    "fastprogress",
    "einops",
    "keras",
    "mmcv",
    "mmdet",
    "mmengine",
    "mmseg",
    "onnx",
    "optuna",
    "pytorch_lightning",
    "scipy",
    "skimage",
    "sklearn",
    "spacy",
    "tensorflow",
    "timm",
    "torch",
    "torchaudio",
    "torchvision",
    "transformers",
)


class _Kind(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _kind(name)


class _Nothing(metaclass=_Kind):
    """Does nothing, whatever is done with it."""

    def __init__(self, *arguments, **options):
        pass

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing()

    def __call__(self, *arguments, **_):
        # As a decorator it leaves alone what it decorates.
        return arguments[0] if arguments and callable(arguments[0]) else _Nothing()

    def __class_getitem__(cls, key):
        return cls

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0

    def __getitem__(self, key):
        return _Nothing()

    def __or__(self, other):
        return _Nothing()

    def __ge__(self, other):
        return True

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __ror__ = __or__
    __gt__ = __le__ = __lt__ = __ge__


def _kind(name):
    return _Kind(name, (_Nothing,), {})


class _Stub(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _kind(name)


class _Stubs(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):  # noqa: ARG002 - what importlib gives
        if name.partition(".")[0] not in FRAMEWORKS:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        made = _Stub(spec.name)
        made.__path__ = []
        made.__version__ = "2.0.0"
        return made

    def exec_module(self, module):
        if module.__name__ == "fastai.data_block":
            module.get_files = get_files


def get_files(path, extensions=None, recurse=False):
    """Return the files of a folder that have one of the extensions."""
    assert not recurse
    return [
        one
        for one in Path(path).iterdir()
        if one.is_file()
        and not one.name.startswith(".")
        and (extensions is None or one.suffix.lower() in extensions)
    ]


def main():
    """Read the file that is named, and print what was found as JSON."""
    sys.meta_path.insert(0, _Stubs())
    import arcgis
    from arcgis.learn._utils.common import HAS_FASTAI, _get_emd_path
    from arcgis.learn.models import UnetClassifier

    assert HAS_FASTAI, "the reader has not imported what it needs"

    class Kept(UnetClassifier):
        def __init__(self, data, *arguments, pretrained_path=None, **options):
            self.data = data
            self.arguments = (arguments, options)
            self.weights = Path(pretrained_path)

    path = _get_emd_path(sys.argv[1])
    made = Kept.from_model(sys.argv[1])
    found = {
        "arcgis": arcgis.__version__,
        "definition": path.name,
        "text": path.read_text("utf-8"),
        "files": sorted(
            one.relative_to(path.parent).as_posix()
            for one in path.parent.rglob("*")
            if one.is_file()
        ),
        "classes": [[value, name] for value, name in made.data.class_mapping.items()],
        "colors": [[value, color] for value, color in made.data.color_mapping.items()],
        "chip_size": made.data.chip_size,
        "backbone": made.arguments[1]["backbone"],
        "weights": made.weights.read_bytes().hex(),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
