"""Makes the conformance cases: `python generate.py`; with `--check`, says whether they are made."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from makers.detection import detection
from makers.diffs import diffs
from makers.edits import edits, layout
from makers.making import CASES, Group
from makers.merges import merges
from makers.migrations import joins, migrations
from makers.packages import packages
from makers.patches import patches
from makers.rasters import rasters
from makers.rules import rules
from makers.skeletons import reports, skeletons
from makers.structure import structure
from makers.templates import templates
from makers.texts import texts
from makers.values import equality, values

MAKERS = (
    detection,
    texts,
    values,
    equality,
    structure,
    rules,
    edits,
    layout,
    reports,
    diffs,
    patches,
    merges,
    migrations,
    joins,
    skeletons,
    packages,
    templates,
    rasters,
)


def groups() -> list[Group]:
    """Return all groups, made anew."""
    return [make() for make in MAKERS]


def main(arguments: list[str]) -> int:
    """Write the files of cases, or compare them with what is there."""
    made = {f"{group.name}.jsonl": group.text() for group in groups()}
    there = {path.name for path in CASES.glob("*.jsonl")}
    if arguments == ["--check"]:
        wrong = sorted(there ^ made.keys())
        wrong += [
            name
            for name in sorted(there & made.keys())
            if (CASES / name).read_text("utf-8") != made[name]
        ]
        for name in wrong:
            sys.stderr.write(f"{name} is not what generate.py makes; make docs makes it anew\n")
        return 1 if wrong else 0
    CASES.mkdir(exist_ok=True)
    for name in there - made.keys():
        (CASES / name).unlink()
    for name, text in made.items():
        (CASES / name).write_bytes(text.encode())
        sys.stdout.write(f"{name}: {text.count(chr(10))} cases\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
