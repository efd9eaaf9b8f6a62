"""What is measured of comparing: pairs of documents, the works on them, and their figures.

A pair is a document and one that is made of it, whose name says how: "edited" in ten places,
"other" in ten others, "shuffled" with its classes in another order and under other numbers.
"""

import contextlib
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["COMMAND", "COMPARING", "edited", "repository"]

# What is typed in the repository.
COMMAND = ("git", "--no-pager", "diff")

_PLACES = 10
_NUMBER = re.compile(r"-?\d+\.\d+")


def edited(source: Path, how: str) -> str:
    """Return a document made of another.

    Args:
        source: the file of that.
        how: "edited", "other" or "shuffled".
    """
    text = source.read_text("ascii")
    if how == "shuffled":
        return _shuffled(text)
    step = len(text) // (_PLACES + 1)
    pieces, done = [], 0
    for place in range(1, _PLACES + 1):
        found = _NUMBER.search(text, place * step + (0 if how == "edited" else step // 2))
        if found is None:
            break
        pieces += [text[done : found.start()], f"{float(found[0]) + 1:.7g}"]
        done = found.end()
    return "".join([*pieces, text[done:]])


def _shuffled(text: str) -> str:
    value = json.loads(text)
    classes = value["Definitions"][0]["Classes"]
    source = random.Random(4)
    source.shuffle(classes)
    for one in classes[::2]:
        one["ClassValue"] += 1_000_000
    return json.dumps(value)


def repository(folder: Path) -> None:
    """Make a repository in which a definition of 1 KB has changed, with our drivers."""

    def run(*words: str) -> None:
        subprocess.run(words, cwd=folder, check=True, capture_output=True)

    if not folder.exists():
        folder.mkdir(parents=True)
        run("git", "init", "--quiet")
        path = folder / "small.ecd"
        path.write_text(_small(1) % "x", "ascii")
        run("git", "add", "small.ecd")
        path.write_text(_small(9) % "x", "ascii")
    run(sys.executable, "-m", "ecdkit", "git", "install")


def _small(red: int) -> str:
    classes = [
        {"ClassValue": at, "ClassName": f"Class {at}", "Red": red, "Green": at, "Blue": 0}
        for at in range(1, 13)
    ]
    head = {"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1}
    body = {"Classifier": "SVM", "Classes": classes, "Matrix": "%s"}
    return json.dumps({**head, "Definitions": [body]}, separators=(",", ":"))


def _both(path: Path) -> tuple[Path, Path]:
    """Return the file that a document was made of, and its own."""
    return path.with_name(f"{path.stem.rpartition('-')[0]}{path.suffix}"), path


def json_loads_both(path: Path) -> None:
    """The baseline of comparing: both documents, parsed."""
    for one in _both(path):
        json.loads(one.read_bytes())


def deepdiff(values: Any) -> None:
    """What people do today to compare, with both documents parsed."""
    from deepdiff import DeepDiff

    assert DeepDiff(*values)


def diff_read(docs: Any) -> None:
    """Say what differs between documents that have been read."""
    import ecdkit

    assert ecdkit.diff(*docs).sentences()


def diff(path: Path) -> None:
    """Read both documents and say what differs."""
    import ecdkit

    delta = ecdkit.diff(*map(ecdkit.read, _both(path)))
    assert delta.sentences()


def patch(path: Path) -> None:
    """Read both documents, compare them, and make the second of the first."""
    import ecdkit

    first, second = map(ecdkit.read, _both(path))
    assert ecdkit.patch(first, ecdkit.diff(first, second)).to_bytes() == second.to_bytes()


def merge(path: Path) -> None:
    """Read a base and both sides, and merge."""
    import ecdkit

    base, theirs = _both(path)
    ours = base.with_name(f"{base.stem}-edited{base.suffix}")
    assert ecdkit.merge(*map(ecdkit.read, (base, ours, theirs))).decisions


def parsed(path: Path) -> Any:
    """Return both documents as Python values; what compares them is imported."""
    with contextlib.suppress(ModuleNotFoundError):
        import deepdiff  # noqa: F401 - what is measured is not its import
    return [json.loads(one.read_bytes()) for one in _both(path)]


def read(path: Path) -> Any:
    """Return both documents, of which somebody has looked at an array."""
    import ecdkit

    docs: Any = [ecdkit.read(one) for one in _both(path)]
    assert len(docs[0].model.definitions[0].classes[0].means)
    # What is measured is not the import of what compares matrices and makes sentences.
    small = [
        ecdkit.parse(_small(1).replace('"%s"', matrix))
        for matrix in ("[[1,2],[3,4]]", "[[1,2],[3,5]]")
    ]
    assert ecdkit.diff(*small).sentences()
    return docs


# What is done, and what is prepared for it.
COMPARING: dict[str, tuple[Callable[[Any], None], Callable[[Path], Any]]] = {
    work.__name__: (work, Path) for work in (json_loads_both, diff, patch, merge)
} | {"diff_read": (diff_read, read), "deepdiff": (deepdiff, parsed)}
