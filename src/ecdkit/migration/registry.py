"""The map: all steps, the targets, and the road that loses least."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from ecdkit.errors import MigrationError
from ecdkit.migration.nodes import NODES
from ecdkit.migration.steps import (
    classifier_definition,
    deep_learning,
    endmember_definition,
    mending,
    model_definition,
    package,
)
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.migration.step import Node, Step

__all__ = [
    "STEPS",
    "TARGETS",
    "is_packed",
    "node_named",
    "reachable",
    "road",
    "steps_from",
    "suffix_of",
]

STEPS: tuple[Step, ...] = (
    *deep_learning.STEPS,
    *classifier_definition.STEPS,
    *endmember_definition.STEPS,
    *model_definition.STEPS,
    *mending.STEPS,
    *package.STEPS,
)

TARGETS: tuple[str, ...] = tuple(dict.fromkeys(node.target for node in NODES))
"""What users may name as target, in the order of the registry."""

_Cost = tuple[int, int, int]


def node_named(name: str) -> Node:
    """Return the node of a name that a step or ledger has."""
    return next(node for node in NODES if node.name == name)


def suffix_of(target: str) -> str:
    """Return how names of files of a target end.

    Raises:
        MigrationError: there is no such target.
    """
    _require_target(target)
    return next(node.suffix for node in NODES if node.target == target)


def is_packed(target: str) -> bool:
    """Return whether a document of a target is in one archive with the files beside it.

    Raises:
        MigrationError: there is no such target.
    """
    _require_target(target)
    return any(node.packed for node in NODES if node.target == target)


def steps_from(node: Node) -> Iterator[Step]:
    """Yield the steps that lead from a node to another."""
    return (one for one in STEPS if one.source == node.name != one.target)


def road(source: Node, target: str, *, inferred: bool) -> tuple[Step, ...]:
    """Return the road that loses the fewest kinds of fields; of several the best known, shortest.

    Args:
        source: where it begins.
        target: where it leads, as users name it.
        inferred: whether steps that are only inferred may be taken.

    Raises:
        MigrationError: there is no such target, or no road to it.
    """
    _require_target(target)
    found = _search(source, target, inferred=inferred)
    if found is not None:
        return found
    if not inferred and (risky := _search(source, target, inferred=True)) is not None:
        guess = next(step for step in risky if step.grade == "inferred")
        raise MigrationError(
            f"the step from {guess.source} to {guess.target} is only inferred: nobody "
            "has published that it is right",
            hint="allow it with --allow inferred, in Python allow='inferred'",
        )
    others = [name for name in reachable(source) if name != source.target]
    raise MigrationError(
        f"no road leads from {source.name} to {target}",
        hint=f"it can become {', '.join(others)}" if others else None,
    )


def reachable(source: Node) -> dict[str, tuple[Step, ...]]:
    """Return every target that can be reached from a node, with the road there."""
    roads = ((target, _search(source, target, inferred=True)) for target in TARGETS)
    return {target: found for target, found in roads if found is not None}


def _require_target(target: str) -> None:
    if target not in TARGETS:
        raise MigrationError(
            f"there is no target {cut(repr(target))}", hint=f"there are {', '.join(TARGETS)}"
        )


def _search(source: Node, target: str, *, inferred: bool) -> tuple[Step, ...] | None:
    """Return the cheapest road by Dijkstra's algorithm; the empty one where it is there already."""
    waiting: list[tuple[_Cost, int, Node, tuple[Step, ...]]] = [((0, 0, 0), 0, source, ())]
    done: set[str] = set()
    number = 0
    while waiting:
        cost, _, node, taken = heapq.heappop(waiting)
        if node.target == target and node.current:
            return taken
        if node.name in done:
            continue
        done.add(node.name)
        for step in steps_from(node):
            if step.grade == "inferred" and not inferred:
                continue
            number += 1
            more = (len(step.dropped), int(step.grade == "inferred"), 1)
            total = (cost[0] + more[0], cost[1] + more[1], cost[2] + more[2])
            heapq.heappush(waiting, (total, number, node_named(step.target), (*taken, step)))
    return None
