"""Many small files: `ecd validate` beside the loop that people write, each a process of its own.

The loop reads with `json.load` and validates with a compiled validator of `jsonschema`; it looks
for nothing that a schema cannot say. Of both a run over two files is taken off where the start is
not to count. The mixed folder is what an archive looks like: model definitions, too, and of the
files some with a warning and some with an error, of which `ecd validate` tells the places.
Usage: python benchmarks/many.py [--rounds N] [--small]
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

__all__ = ["many_lines"]

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent / "build" / "benchmarks" / "many"
_MANY, _SMALL, _FEW = 2_000, 60, 2
_GOAL = 10
# What pip installs has its bytecode; a checkout that may not write it compiles at each start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

LOOP = """
import json, pathlib, sys
import jsonschema
from ecdkit.validation.schemas import schema
validators = {
    ".ecd": jsonschema.Draft202012Validator(schema("classifier-definition-1")),
    ".json": jsonschema.Draft202012Validator(schema("extra-info-1")),
    ".emd": jsonschema.Draft202012Validator(schema("model-definition-1")),
}
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    if path.suffix in validators:
        with open(path, encoding="utf-8") as file:
            for error in validators[path.suffix].iter_errors(json.load(file)):
                print(path, error.json_path, error.message)
"""
OURS = "import sys; from ecdkit.cli import main; sys.exit(main(['validate', sys.argv[1]]) > 1)"
ONE_CORE = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--small", action="store_true", help="few files: does it run?")
    arguments = parser.parse_args()
    print("\n".join(many_lines(arguments.rounds, small=arguments.small)))


def many_lines(rounds: int, *, small: bool) -> list[str]:
    """Return the lines of a table, measured.

    Args:
        rounds: how often both take turns.
        small: whether few files are enough.
    """
    count = _SMALL if small else _MANY
    lines = [
        "",
        "| small files | ecd validate | json.load, jsonschema | times as many a second | goal |",
        "|---|---|---|---|---|",
    ]
    ways = [("all cores", "")]
    if hasattr(os, "sched_setaffinity"):
        ways.append(("one core", ONE_CORE))
    for name, title, goal in _FOLDERS:
        many, few = made(name, count), made(name, _FEW)
        for way, before in ways:
            pairs = [(before + OURS, many), (before + OURS, few), (LOOP, many), (LOOP, few)]
            taken: list[list[float]] = [[] for _ in pairs]
            for _ in range(rounds):
                for times, (code, folder) in zip(taken, pairs, strict=True):
                    times.append(seconds(code, folder))
            ours, our_start, loop, loop_start = map(statistics.median, taken)
            for part, one, other in (
                ("whole processes", ours, loop),
                ("without start", ours - our_start, loop - loop_start),
            ):
                lines.append(
                    f"| {count:,} {title}, {way}, {part} | {one * 1000:,.0f} ms "
                    f"| {other * 1000:,.0f} ms | {other / one:.1f} | {goal} |"
                )
    return lines


# Which folders there are, what their rows are called, and the goal where one is set.
_FOLDERS = (
    ("right", "files without a problem", _GOAL),
    ("models", "model definitions without a problem", ""),
    ("mixed", "files, one in ten with a problem", ""),
    ("warnings", "files with a warning each", ""),
    ("errors", "files with an error each", ""),
)
_MODEL_FILE = "trained.model"


def made(name: str, count: int) -> Path:
    """Return a folder with so many definitions.

    Args:
        name: which of the folders.
        count: how many files.
    """
    folder = FOLDER / f"{name}-{count}"
    if folder.exists():
        return folder
    folder.mkdir(parents=True)
    source = random.Random(5)
    models = name == "models"
    kinds = (_MODELS,) if models else (_INFOS, _STATISTICS)
    if name not in ("right", "models"):
        kinds = (*kinds, _MODELS)
    for at in range(count):
        suffix, make = kinds[at % len(kinds)]
        value = _SPOILT[name][at % len(_SPOILT[name])](make(source))
        (folder / f"{at:05}{suffix}").write_text(json.dumps(value, indent=2), "utf-8")
    (folder / _MODEL_FILE).write_bytes(b"")
    return folder


def _with_a_warning(value: dict) -> dict:
    """The documented example has such a name, too."""
    classes = _classes(value)
    name = next(key for key in classes[0] if key.endswith("Name"))
    classes[0][name] += " "
    return value


def _with_an_error(value: dict) -> dict:
    classes = _classes(value)
    number = next(key for key in classes[0] if key.endswith("Value"))
    classes[0][number] = str(classes[0][number])
    return value


def _right(value: dict) -> dict:
    return value


# What is done to one file after the other.
_SPOILT: dict[str, tuple[Callable[[dict], dict], ...]] = {
    "right": (_right,),
    "models": (_right,),
    "mixed": (_with_a_warning, *9 * [_right], _with_an_error, *9 * [_right]),
    "warnings": (_with_a_warning,),
    "errors": (_with_an_error,),
}


def _classes(value: dict) -> list[dict]:
    return value.get("Definitions", [value])[0]["Classes"]


def _range(source: random.Random) -> range:
    return range(source.randrange(2, 9))


def _info(source: random.Random) -> dict:
    classes = _range(source)
    return {
        "ImportDeepLearningModelToEsriExtraInfo": 0,
        "Version": 1,
        "Classifier": "ONNX",
        "NumberRasterBands": 4,
        "MiniBatchSize": 16,
        "Classes": [
            {"Value": at + 1, "Name": f"Class {at}", "Color": [at * 20, 99, 0]} for at in classes
        ],
    }


def _statistics(source: random.Random) -> dict:
    classes = _range(source)
    definition = {
        "Classifier": "MaximumLikelihood",
        "NumberClasses": len(classes),
        "RasterIsSegmented": False,
        "NumberBands": 3,
        "Classes": [
            {
                "ClassValue": at + 1,
                "ClassName": f"Class {at}",
                "Red": at * 20,
                "Green": 99,
                "Blue": 0,
                "Count": 100,
                "Means": [round(source.random() * 255, 5) for _ in range(3)],
                "Covariances": [[50.5, 31.5, 22.5], [31.5, 60.25, 33.125], [22.5, 33.125, 70.0]],
            }
            for at in classes
        ],
    }
    return {
        "EsriClassifierDefinitionFile": 0,
        "FileVersion": 1,
        "NumberDefinitions": 1,
        "Definitions": [definition],
    }


def _model(source: random.Random) -> dict:
    return {
        "Framework": "arcgis.learn.models._inferencing",
        "ModelConfiguration": "_FasterRCNN",
        "ModelType": "ObjectDetection",
        "ModelName": "FasterRCNN",
        "ModelFile": _MODEL_FILE,
        "InferenceFunction": "[Functions]System\\DeepLearning\\ArcGISLearn\\Detector.py",
        "ImageHeight": 224,
        "ImageWidth": 224,
        "ExtractBands": [0, 1, 2],
        "BatchSize": 4,
        "ImageSpaceUsed": "MAP_SPACE",
        "MinCellSize": {"x": 0.6, "y": 0.6, "spatialReference": {"wkid": 26911}},
        "MaxCellSize": {"x": 0.6, "y": 0.6, "spatialReference": {"wkid": 26911}},
        "LearningRate": "1.7378e-03",
        "ModelParameters": {"backbone": "resnet50", "chip_size": 224},
        "resize_to": None,
        "IsMultispectral": False,
        "Classes": [
            {"Value": at + 1, "Name": f"Class {at}", "Color": [at * 20, 99, 0]}
            for at in _range(source)
        ],
    }


_INFOS, _STATISTICS, _MODELS = (".json", _info), (".ecd", _statistics), (".emd", _model)


def seconds(code: str, folder: Path) -> float:
    """Return how long a process takes with a folder."""
    begin = time.perf_counter()
    command = [sys.executable, "-c", code, str(folder)]
    # An archive is not in a project that has settings.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir())
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
