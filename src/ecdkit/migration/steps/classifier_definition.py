"""Between the versions of a classifier definition.

Only the envelope of FileVersion 3 is documented. That its maximum-likelihood body is that of
FileVersion 1 is inferred, and nothing is known of FileVersion 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.migration.nodes import MAXIMUM_LIKELIHOOD_1, MAXIMUM_LIKELIHOOD_3
from ecdkit.migration.step import Outcome, Step, carried, implied, is_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecdkit.document import Document
    from ecdkit.migration.inputs import Inputs
    from ecdkit.migration.step import Node

__all__ = ["STEPS"]

_EVIDENCE = (
    "ArcGIS REST API: raster function objects, Classify (FileVersion 1, with the body); "
    "raster analysis, Classify task (FileVersion 3, the envelope alone)"
)


def _to_version(version: int) -> Callable[[Document, Inputs], Outcome]:
    def run(source: Document, inputs: Inputs) -> Outcome:  # noqa: ARG001 - it needs none
        return Outcome(source.set("/FileVersion", version))

    return run


def _step(source: Node, target: Node, before: int, after: int) -> Step:
    return Step(
        source=source.name,
        target=target.name,
        grade="inferred",
        evidence=_EVIDENCE,
        summary=f"Says FileVersion {after} of a maximum-likelihood body; every other byte stays.",
        fields=(
            implied(
                "/FileVersion",
                "/FileVersion",
                "documented",
                "the version of the format",
                is_value(before),
            ),
            carried("/{other}", "inferred"),
        ),
        run=_to_version(after),
        in_place=True,
    )


STEPS = (
    _step(MAXIMUM_LIKELIHOOD_1, MAXIMUM_LIKELIHOOD_3, 1, 3),
    _step(MAXIMUM_LIKELIHOOD_3, MAXIMUM_LIKELIHOOD_1, 3, 1),
)
