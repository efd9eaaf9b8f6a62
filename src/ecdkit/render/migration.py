"""Plans, targets and ledgers of migrations, as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

from ecdkit.ledger import KINDS
from ecdkit.text.excerpt import printable
from ecdkit.text.pointer import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ecdkit.ledger import Ledger, LedgerEntry
    from ecdkit.migration.many import FileReport
    from ecdkit.migration.step import Field, Input, Node, Step

__all__ = [
    "ledger_text",
    "loss_text",
    "map_text",
    "plan_text",
    "report_json",
    "report_line",
    "summary_line",
    "targets_json",
    "targets_text",
]


def summary_line(ledger: Ledger) -> str:
    """Return how many fields became what, on one line."""
    counts = Counter(entry.kind for entry in ledger.entries)
    told = ", ".join(f"{counts[kind]:,} {kind}" for kind in KINDS if counts[kind])
    return f"{ledger.source} to {ledger.target}: {told}"


def ledger_text(ledger: Ledger, name: str) -> str:
    """Return a whole ledger, with a line for all fields that differ only in their index.

    Args:
        ledger: the ledger.
        name: the file.
    """
    lines = [f"{printable(name)}: {summary_line(ledger)}"]
    lines += [
        f"  step  {step.source} to {step.target} ({step.grade}: {step.evidence})"
        for step in ledger.steps
    ]
    lines += _entry_lines(ledger.entries)
    return "\n".join(lines) + "\n"


def loss_text(ledger: Ledger, name: str) -> str:
    """Return what was lost, in the same form; nothing where nothing was.

    Args:
        ledger: the ledger.
        name: the file.
    """
    if not ledger.lost:
        return ""
    number = len(ledger.lost)
    head = f"{printable(name)}: {number:,} {'field is' if number == 1 else 'fields are'} lost"
    return "\n".join([head, *_entry_lines(ledger.lost)]) + "\n"


def report_line(report: FileReport) -> str:
    """Return what became of one file of many, as a line."""
    where = f" -> {printable(report.output)}" if report.output is not None else ""
    return f"{printable(report.file)}: {report.status}{where}\n"


def plan_text(
    name: str, node: Node, target: str, steps: Sequence[Step], given: Iterable[str]
) -> str:
    """Return what a migration would do.

    Args:
        name: the file.
        node: where it stands.
        target: where it is to go.
        steps: the road.
        given: the names of the inputs that were given.
    """
    lines = [f"{printable(name)}: {node.name} to {target}"]
    if not steps:
        lines.append("  it is there already")
    for number, step in enumerate(steps, start=1):
        lines += [
            f"  {number}. {step.source} to {step.target} ({step.grade})",
            f"     {step.summary}",
            f"     Known from: {step.evidence}.",
            *(f"     {line}" for line in _input_lines(step, set(given))),
            *(f"     {line}" for line in _field_lines(step.fields)),
        ]
    return "\n".join(lines) + "\n"


def targets_text(name: str, node: Node, roads: dict[str, tuple[Step, ...]]) -> str:
    """Return where a document can be migrated to.

    Args:
        name: the file.
        node: where it stands.
        roads: the road to each target.
    """
    lines = [f"{printable(name)}: {node.name}, {node.title}"]
    width = max((len(target) for target in roads), default=0)
    for target, steps in roads.items():
        if not steps and node.target == target:
            continue
        lines.append(f"  {target:{width}}  {_road_text(node, steps)}")
    if len(lines) == 1:
        lines.append("  no road leads from it")
    return "\n".join(lines) + "\n"


def map_text(targets: Sequence[str], steps: Sequence[Step]) -> str:
    """Return every target with the steps that lead there.

    Args:
        targets: the targets.
        steps: all steps.
    """
    lines = []
    for target in targets:
        lines.append(target)
        lines += [
            f"  from {step.source} ({step.grade}): {step.summary}"
            for step in steps
            if _target_of(step.target) == target
        ]
    return "\n".join(lines) + "\n"


def targets_json(roads: dict[str, tuple[Step, ...]], node: Node | None) -> str:
    """Return targets as an object.

    Args:
        roads: the road to each target.
        node: where the document stands; None where all targets are told.
    """
    found = [
        {
            "target": target,
            "steps": [_step_json(step) for step in steps],
            "inputs": [attrs.asdict(one) for step in steps for one in step.inputs],
        }
        for target, steps in roads.items()
    ]
    return _dump({"source": None if node is None else node.name, "targets": found})


def report_json(reports: Iterable[FileReport]) -> str:
    """Return the ledger document of one migration or many (`schemas/ledger-1.schema.json`)."""
    return _dump({"ledger": 1, "migrations": [_report(one) for one in reports]})


def _report(one: FileReport) -> dict[str, Any]:
    ledger = one.ledger
    return {
        "file": one.file,
        "output": one.output,
        "status": one.status,
        "error": one.error,
        "from": None if ledger is None else ledger.source,
        "to": None if ledger is None else ledger.target,
        "steps": [] if ledger is None else [attrs.asdict(step) for step in ledger.steps],
        "entries": [] if ledger is None else [attrs.asdict(entry) for entry in ledger.entries],
    }


def _step_json(step: Step) -> dict[str, Any]:
    names = ("source", "target", "grade", "evidence", "summary")
    return {name: getattr(step, name) for name in names}


def _road_text(node: Node, steps: Sequence[Step]) -> str:
    if not steps:
        return "it is there already"
    # A step that only mends does not show.
    places = [node.target, *(_target_of(step.target) for step in steps)]
    way = " to ".join(dict.fromkeys(places))
    grades = "inferred" if any(step.grade == "inferred" for step in steps) else steps[-1].grade
    needs = dict.fromkeys(one for step in steps for one in step.inputs if one.when is None)
    told = f"{way} ({grades})" if len(set(places)) > 2 else f"({grades})"  # noqa: PLR2004
    return told + (f", needs {_needed(list(needs))}" if needs else "")


def _needed(inputs: Sequence[Input]) -> str:
    """Return the names of inputs, those together of which one does."""
    told: dict[str, None] = {}
    for one in inputs:
        other = f"{one.instead} or {one.name}"
        if other not in told:
            told[one.name if one.instead is None else f"{one.name} or {one.instead}"] = None
    return ", ".join(told)


def _target_of(node: str) -> str:
    return node.partition(" (")[0]


def _input_lines(step: Step, given: set[str]) -> Iterator[str]:
    for one in step.inputs:
        if one.name in given or one.instead in given:
            state = "given" if one.name in given else f"{one.instead} is given"
        elif one.when is not None:
            state = f"needed where {one.when}"
        else:
            state = f"missing, unless {one.instead} is given" if one.instead else "missing"
        yield f"Needs {one.told}: {state}"


def _field_lines(fields: Sequence[Field]) -> Iterator[str]:
    for kind in KINDS:
        found = [one for one in fields if one.kind == kind]
        if found:
            told = (_pair(one.source, one.target, None) for one in found)
            yield f"{kind.capitalize()}: {', '.join(dict.fromkeys(told))}"


def _entry_lines(entries: Sequence[LedgerEntry]) -> Iterator[str]:
    """Yield a line for all entries that differ only in their index, what is lost at the end."""
    groups: Counter[tuple[Any, ...]] = Counter()
    for entry in entries:
        pair = _pair(_anywhere(entry.source), _anywhere(entry.target), entry.file)
        groups[(entry.kind, pair, entry.grade, entry.reason)] += 1
    ordered = sorted(groups.items(), key=lambda item: KINDS.index(item[0][0]))
    width = max((len(key[1]) for key, _ in ordered), default=0)
    for (kind, pair, grade, reason), number in ordered:
        why = f"{grade}: {reason}" if reason else grade
        more = f" ({number:,} fields)" if number > 1 else ""
        yield f"  {kind:8}  {printable(pair):{min(width, 60)}}  {printable(why)}{more}"


def _pair(source: str | None, target: str | None, file: str | None) -> str:
    before = None if source is None else source or "the whole"
    behind = target if file is None else f"file {file}"
    behind = None if behind is None else behind or "the whole"
    if before is None or behind is None or before == behind:
        return str(before if behind is None else behind)
    return f"{before} -> {behind}"


def _anywhere(pointer: str | None) -> str | None:
    """Return a pointer with a star for each index."""
    if pointer is None:
        return None
    names = parse_pointer(pointer)
    stars = (
        "*" if name.isdigit() else name.replace("~", "~0").replace("/", "~1") for name in names
    )
    return "".join(f"/{name}" for name in stars)


def _dump(value: Any) -> str:
    # ASCII, so that no console can fail on a class name.
    return json.dumps(value, indent=2) + "\n"
