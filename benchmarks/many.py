"""Many small files: `ecd validate` beside the loop that people write, each a process of its own.

The loop reads with `json.load` and validates with a compiled validator of `jsonschema`; it looks
for nothing that a schema cannot say. Of both a run over two files is taken off where the start is
not to count. Usage: python benchmarks/many.py [--rounds N] [--small]
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

__all__ = ["many_lines"]

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent / "build" / "benchmarks" / "many"
_MANY, _SMALL, _FEW = 2_000, 60, 2
_GOAL = 10

LOOP = """
import json, pathlib, sys
import jsonschema
from ecdkit.validation.schemas import schema
validators = {
    ".ecd": jsonschema.Draft202012Validator(schema("classifier-definition-1")),
    ".json": jsonschema.Draft202012Validator(schema("extra-info-1")),
}
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    with open(path, encoding="utf-8") as file:
        assert not list(validators[path.suffix].iter_errors(json.load(file)))
"""
OURS = "import sys; from ecdkit.cli import main; sys.exit(main(['validate', sys.argv[1]]))"
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
    many, few = made(count), made(_FEW)
    lines = [
        "",
        "| small files | ecd validate | json.load, jsonschema | times as many a second | goal |",
        "|---|---|---|---|---|",
    ]
    ways = [("all cores", "")]
    if hasattr(os, "sched_setaffinity"):
        ways.append(("one core", ONE_CORE))
    for way, before in ways:
        pairs = [(before + OURS, many), (before + OURS, few), (LOOP, many), (LOOP, few)]
        taken: list[list[float]] = [[] for _ in pairs]
        for _ in range(rounds):
            for times, (code, folder) in zip(taken, pairs, strict=True):
                times.append(seconds(code, folder))
        ours, our_start, loop, loop_start = map(statistics.median, taken)
        for title, one, other in (
            ("whole processes", ours, loop),
            ("without start", ours - our_start, loop - loop_start),
        ):
            lines.append(
                f"| {count:,} files, {way}, {title} | {one * 1000:,.0f} ms "
                f"| {other * 1000:,.0f} ms | {other / one:.1f} | {_GOAL} |"
            )
    return lines


def made(count: int) -> Path:
    """Return a folder with so many definitions of both kinds, without a problem.

    Args:
        count: how many files.
    """
    folder = FOLDER / str(count)
    if folder.exists():
        return folder
    folder.mkdir(parents=True)
    source = random.Random(5)
    for at in range(count):
        classes = range(source.randrange(2, 9))
        text = json.dumps(_statistics(source, classes) if at % 2 else _info(classes), indent=2)
        (folder / f"{at:05}.{'ecd' if at % 2 else 'json'}").write_text(text, "utf-8")
    return folder


def _info(classes: range) -> dict[str, object]:
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


def _statistics(source: random.Random, classes: range) -> dict[str, object]:
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


def seconds(code: str, folder: Path) -> float:
    """Return how long a process takes with a folder."""
    begin = time.perf_counter()
    command = [sys.executable, "-c", code, str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
