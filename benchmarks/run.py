"""Prints how long the work on large documents takes, beside `json.loads` on the same bytes.

Every figure is a process of its own; works take turns for some rounds, and the medians count.
Usage: python benchmarks/run.py [--rounds N] [DOCUMENT...]
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from documents import DOCUMENTS

FOLDER = Path(__file__).resolve().parent.parent / "build" / "benchmarks"


def _baseline(path: Path) -> None:
    json.loads(path.read_bytes())


def _read(path: Path) -> None:
    import ecdkit

    _ = ecdkit.read(path).model


def _arrays(path: Path) -> None:
    import ecdkit

    for one in ecdkit.read(path).model.definitions[0].classes:
        _ = (one.means, one.covariances)


def _show(path: Path) -> None:
    import ecdkit

    ecdkit.summarize(ecdkit.read(path))


def _full(path: Path) -> None:
    import ecdkit
    from ecdkit.text.lexical import duplicate_names

    list(duplicate_names(ecdkit.read(path, check="full").text))


def _validate(path: Path) -> None:
    import ecdkit

    ecdkit.validate(ecdkit.read(path))


def _rename(path: Path) -> None:
    import ecdkit

    target = path.with_suffix(".out")
    ecdkit.rename_class(ecdkit.read(path), 5, "Lake").write(target, overwrite=True)


def _copy(path: Path) -> None:
    with path.open("rb") as source, path.with_suffix(".copy").open("wb") as target:
        while chunk := source.read(1 << 22):
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())


def _format(path: Path) -> None:
    import ecdkit

    ecdkit.read(path).formatted()


WORKS: dict[str, tuple[Callable[[Path], None], str]] = {
    "json.loads": (_baseline, "all"),
    "copy with fsync": (_copy, "all"),
    "read, model": (_read, "all"),
    "read, every array": (_arrays, "matrix"),
    "read, show": (_show, "all"),
    "read, full check, duplicates": (_full, "all"),
    "read, validate": (_validate, "all"),
    "read, rename a class, write": (_rename, "all"),
    "read, canonical white space": (_format, "all"),
}


def main() -> None:
    """Measure and print, or do one work where a parent process asks for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*", default=list(DOCUMENTS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        _once(arguments.work, Path(arguments.documents[0]))
        return
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name in arguments.documents:
        path = FOLDER / f"{name}.ecd"
        if not path.exists():
            # By a process of its own: what this one ever held would count as its children's.
            folder = f"pathlib.Path({str(FOLDER)!r})"
            code = f"import documents, pathlib; documents.make({name!r}, {folder})"
            subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)
        works = [work for work, (_, kind) in WORKS.items() if kind in ("all", DOCUMENTS[name][0])]
        figures: dict[str, list[tuple[float, int]]] = {work: [] for work in works}
        for _ in range(arguments.rounds):
            for work in works:
                figures[work].append(_measured(work, path))
        _print_table(name, path.stat().st_size, figures)


def _once(work: str, path: Path) -> None:
    import ecdkit

    for name in ecdkit.__all__:
        getattr(ecdkit, name)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    WORKS[work][0](path)
    took = time.perf_counter() - start
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)


def _measured(work: str, path: Path) -> tuple[float, int]:
    command = [sys.executable, __file__, "--work", work, str(path)]
    took, memory = subprocess.run(
        command, check=True, capture_output=True, text=True
    ).stdout.split()
    return float(took), int(memory) * 1024


def _print_table(name: str, size: int, figures: dict[str, list[tuple[float, int]]]) -> None:
    print(f"\n{name}, {size / 1e6:.1f} MB")
    base = statistics.median(took for took, _ in figures["json.loads"])
    for work, measured in figures.items():
        took = statistics.median(took for took, _ in measured)
        memory = statistics.median(memory for _, memory in measured)
        print(
            f"  {work:30} {took * 1000:9.1f} ms  {took / base:7.3f} x json.loads"
            f"  {memory / size:5.2f} x file"
        )


if __name__ == "__main__":
    main()
