"""Prints what the work on large documents costs, beside what others need for the like.

Every figure is the median of some rounds, in which all works take turns; each is a process of its
own. Usage: python benchmarks/run.py [--rounds N] [--small] [--write FILE]
"""

import argparse
import contextlib
import importlib
import os
import platform
import statistics
import subprocess
import sys
import time
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from comparing import COMMAND, repository
from documents import DOCUMENTS
from many import many_lines

HERE = Path(__file__).resolve().parent
# Documents that other code made are not taken for these.
MAKERS = (HERE / "documents.py", HERE / "comparing.py")
MADE_BY = sha256(b"".join(path.read_bytes() for path in MAKERS)).hexdigest()[:12]
FOLDER = HERE.parent / "build" / "benchmarks" / MADE_BY
PEERS = ("numpy", "msgspec", "orjson", "pysimdjson", "jsonschema", "jsonschema-rs", "deepdiff")


class Figure(NamedTuple):
    """One row: a work on a document, beside another, and the goals for both ratios."""

    title: str
    document: str
    work: str
    beside: str = "json_loads"
    goal: float | None = None
    memory_goal: float | None = None


FIGURES = (
    Figure("read, model, numbers unparsed", "mlc-97", "read_model", goal=0.05, memory_goal=1.3),
    Figure(
        "the same, lines and CJK names", "mlc-97-lines", "read_model", goal=0.05, memory_goal=1.3
    ),
    Figure("floor: read, ASCII, quotes", "mlc-97", "find_strings"),
    Figure("read, every leaf an array", "mlc-97", "read_arrays", goal=0.30, memory_goal=2.5),
    Figure("read, show", "forest-100", "show", goal=0.10, memory_goal=1.5),
    Figure("floor: read, msgspec to raw", "forest-100", "msgspec_raw"),
    Figure("full check", "mlc-97", "full_check", goal=0.35),
    Figure("full check", "forest-100", "full_check", goal=0.35),
    Figure("validate", "mlc-97", "validate", goal=0.5),
    Figure("validate, beside jsonschema", "mlc-7", "validate", "jsonschema_validate", 0.01),
    Figure(
        "floor: read, simdjson, Cholesky", "mlc-7", "simdjson_and_cholesky", "jsonschema_validate"
    ),
    Figure("rename a class, write", "mlc-97", "rename", "copy_with_fsync", 3.0),
    Figure("print a fresh model, beside orjson", "mlc-97", "print_fresh", "orjson_dumps", 1.2),
    Figure("floor: orjson, and read back", "mlc-97", "dumps_and_parse", "orjson_dumps"),
    Figure(
        "embed and extract, beside base64",
        "model-150",
        "embed_and_extract",
        "base64_both_ways",
        3.0,
    ),
    Figure("canonical white space", "mlc-97", "canonical"),
    Figure("canonical white space", "forest-100", "canonical"),
    Figure("read both, diff in 10 places", "mlc-97-edited", "diff", "json_loads_both", 0.2),
    Figure("diff of what is read, beside deepdiff", "mlc-7-edited", "diff_read", "deepdiff", 0.01),
    Figure("read both, diff and patch", "mlc-97-edited", "patch", "json_loads_both"),
    Figure("read all three, merge", "mlc-97-other", "merge", "json_loads_both"),
    Figure("diff, reordered and renumbered", "classes-5000-shuffled", "diff", "json_loads_both"),
)
# Works whose cost must double with the document, and the pair of documents.
DOUBLES = (
    ("read_model", "mlc-97", "mlc-194"),
    ("read_model", "mlc-97-lines", "mlc-194-lines"),
    ("read_arrays", "mlc-97", "mlc-194"),
    ("full_check", "mlc-97", "mlc-194"),
    ("validate", "mlc-97", "mlc-194"),
    ("rename", "mlc-97", "mlc-194"),
    ("print_fresh", "mlc-97", "mlc-194"),
    ("canonical", "mlc-97", "mlc-194"),
    ("embed_and_extract", "model-75", "model-150"),
    ("show", "forest-100", "forest-200"),
    ("full_check", "forest-100", "forest-200"),
    ("diff", "mlc-97-edited", "mlc-194-edited"),
    ("merge", "mlc-97-other", "mlc-194-other"),
    ("diff", "classes-5000-shuffled", "classes-10000-shuffled"),
)
STARTS = (
    ("ecd --version", ("-m", "ecdkit", "--version"), 3.0),
    ("ecd show, mlc-small", ("-m", "ecdkit", "show", str(FOLDER / "mlc-small.ecd")), 8.0),
    ("git diff, 1 KB", COMMAND, 15.0),
)


class Measured(NamedTuple):
    """Seconds, and bytes of memory beyond what the process had before."""

    seconds: float
    memory: float


def main() -> None:
    """Measure and print, or do one work where a parent process asks for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--small", action="store_true", help="small documents: does it run?")
    parser.add_argument("--write", type=Path, help="write the page there, too")
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        once(arguments.work[0], Path(arguments.work[1]))
        return
    page = measured_page(arguments.rounds, small=arguments.small)
    print(page)
    if arguments.write:
        arguments.write.write_text(page, "utf-8")


def measured_page(rounds: int, *, small: bool) -> str:
    """Return the page with all figures."""
    names = {small_name(name) if small else name for name in needed()}
    # A merge takes both sides.
    names |= {small_name(name) for name in names}
    names |= {name.replace("-other", "-edited") for name in names}
    repository(FOLDER / "repository")
    for name in sorted(names | {"mlc-small"}):
        # By a process of its own: what this one ever held would count as its children's.
        code = f"import documents, pathlib; documents.make({name!r}, pathlib.Path({str(FOLDER)!r}))"
        subprocess.run([sys.executable, "-c", code], check=True, cwd=HERE)
    pairs = {(one.work, one.document) for one in FIGURES} | {
        (one.beside, one.document) for one in FIGURES
    }
    pairs |= {(work, document) for work, *both in DOUBLES for document in both}
    taken: dict[tuple[str, str], list[Measured]] = {pair: [] for pair in sorted(pairs)}
    starts: dict[str, list[float]] = {title: [] for title, _, _ in STARTS} | {"pass": []}
    for _ in range(rounds):
        for (work, document), figures in taken.items():
            path = file_of(small_name(document) if small else document)
            figures.append(measure(work, path))
        for title, words in [
            ("pass", ("-c", "pass")),
            *((title, words) for title, words, _ in STARTS),
        ]:
            starts[title] += [start(words) for _ in range(5)]
    page = lines(taken, starts, rounds, small=small) + many_lines(rounds, small=small)
    return "\n".join(page) + "\n"


def lines(
    taken: dict[tuple[str, str], list[Measured]],
    starts: dict[str, list[float]],
    rounds: int,
    *,
    small: bool,
) -> list[str]:
    """Return the lines of the page."""
    medians = {pair: median(figures) for pair, figures in taken.items()}
    versions = ", ".join(map(told_version, PEERS))
    page = [
        "# Performance",
        "",
        f"Written by `make bench` on {time.strftime('%Y-%m-%d')}: medians of {rounds} rounds, each",
        f"work a process of its own. {platform.system()} {platform.machine()},",
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {versions}.",
        "Ratios count; times are those of one shared machine.",
        "",
        "| work | document | time | beside | ratio | goal | memory / file | goal |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in FIGURES:
        ours, theirs = medians[one.work, one.document], medians[one.beside, one.document]
        size = file_of(small_name(one.document) if small else one.document).stat().st_size
        page.append(
            f"| {one.title} | {one.document} | {ours.seconds * 1000:,.0f} ms "
            f"| {one.beside} {theirs.seconds * 1000:,.0f} ms | {ours.seconds / theirs.seconds:.3f} "
            f"| {one.goal or ''} | {ours.memory / size:.2f} | {one.memory_goal or ''} |"
        )
    page += [
        "",
        "| work | from | to | factor of time for twice the document |",
        "|---|---|---|---|",
    ]
    page += [
        f"| {work} | {small_} | {large} "
        f"| {medians[work, large].seconds / medians[work, small_].seconds:.2f} |"
        for work, small_, large in DOUBLES
    ]
    bare = statistics.median(starts["pass"])
    page += ["", "| start | time | beside `python -c pass` | goal |", "|---|---|---|---|"]
    page += [
        f"| {title} | {statistics.median(starts[title]) * 1000:.0f} ms "
        f"| {statistics.median(starts[title]) / bare:.1f} | {goal:.0f} |"
        for title, _, goal in STARTS
    ]
    return page


def told_version(name: str) -> str:
    """Return a package with its version; not all have wheels for every Python."""
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"no {name}"


def needed() -> set[str]:
    """Return the names of all documents that figures need."""
    return {one.document for one in FIGURES} | {name for _, *both in DOUBLES for name in both}


def small_name(name: str) -> str:
    """Return the document that stands for another where only running counts."""
    small = {"matrix": "mlc-small", "forest": "forest-small", "model": "model-small"}
    small["pair"] = f"mlc-small-{name.rpartition('-')[2]}"
    return small[DOCUMENTS[name][0]]


def file_of(name: str) -> Path:
    """Return the file of a document."""
    return FOLDER / (f"{name}.onnx" if DOCUMENTS[name][0] == "model" else f"{name}.ecd")


def measure(work: str, path: Path) -> Measured:
    """Do a work in a process of its own."""
    command = [sys.executable, __file__, "--work", work, str(path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE).stdout
    seconds, memory = map(float, told.split())
    return Measured(seconds, memory)


def once(work: str, path: Path) -> None:
    """Do a work in this process and print what it took."""
    from comparing import COMPARING
    from works import WORKS

    import ecdkit

    for name in ecdkit.__all__:
        getattr(ecdkit, name)
    do, prepare = (WORKS | COMPARING)[work]
    try:
        # What is imported and compiled once is a matter of the start, which is measured apart.
        for name in ("numpy", "msgspec.json", "orjson", "simdjson", "jsonschema_rs"):
            with contextlib.suppress(ModuleNotFoundError):
                importlib.import_module(name)
        do(prepare(file_of(small_name(path.stem))))
        prepared = prepare(path)
        before = peak()
        begin = time.perf_counter()
        do(prepared)
    except ModuleNotFoundError:
        # A peer that is not here, as where the tests run.
        print("nan nan")
        return
    print(time.perf_counter() - begin, peak() - before)


def peak() -> int:
    """Return the most memory that this process had, in bytes; 0 where that is not told."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def start(words: tuple[str, ...]) -> float:
    """Return how long a process takes from start to end; of Python where no other is named."""
    command = [*words] if words == COMMAND else [sys.executable, *words]
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=FOLDER / "repository")
    return time.perf_counter() - begin


def median(figures: list[Measured]) -> Measured:
    """Return the medians of both."""
    return Measured(
        statistics.median(one.seconds for one in figures),
        statistics.median(one.memory for one in figures),
    )


if __name__ == "__main__":
    main()
