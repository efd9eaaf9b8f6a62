"""The sections of the page on migrations that follow from the map: its steps, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.ledger import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecdkit.migration.step import Field, Input, Step

__all__ = ["BEGIN", "END", "heading", "steps_page", "with_steps"]

BEGIN = "<!-- begin: made from the map by docs/draw_map.py -->"
END = "<!-- end -->"


def with_steps(page: str, steps: Sequence[Step]) -> str:
    """Return a page with the part between its marks made anew.

    Args:
        page: the page.
        steps: the edges of the map.

    Raises:
        ValueError: the page has no marks.
    """
    before, _, rest = page.partition(BEGIN)
    _, mark, behind = rest.partition(END)
    if not mark:
        raise ValueError("the page has no marks")
    return f"{before}{BEGIN}\n\n{steps_page(steps)}\n{END}{behind}"


def steps_page(steps: Sequence[Step]) -> str:
    """Return a table of all steps, and a section for each."""
    lines = ["| step | grade | bytes stay | needs |", "|---|---|---|---|"]
    for step in steps:
        needs = ", ".join(_needed(step.inputs)) or "nothing"
        link = f"[{heading(step)}](#{_anchor(heading(step))})"
        lines.append(f"| {link} | {step.grade} | {'yes' if step.in_place else 'no'} | {needs} |")
    for step in steps:
        lines += ["", *_section(step)]
    return "\n".join(lines) + "\n"


def heading(step: Step) -> str:
    """Return what the section of a step is called."""
    return f"{step.source} to {step.target}"


def _needed(inputs: Sequence[Input]) -> Iterator[str]:
    """Yield what is always needed; of two of which one does, both at once."""
    told: set[str | None] = set()
    for one in inputs:
        if one.when is None and one.name not in told:
            told.add(one.instead)
            yield f"`{one.name}` or `{one.instead}`" if one.instead else f"`{one.name}`"


def _anchor(text: str) -> str:
    kept = (character for character in text.lower() if character.isalnum() or character in " -_")
    return "".join(kept).replace(" ", "-")


def _section(step: Step) -> Iterator[str]:
    yield f"### {heading(step)}"
    yield ""
    yield step.summary
    yield ""
    yield f"- Grade: **{step.grade}**"
    yield f"- Source: {step.evidence}"
    if step.in_place:
        yield "- Every byte that it does not name stays as it is."
    for one in step.inputs:
        examples = " or ".join(f"`{example}`" for example in one.examples)
        when = f", where {one.when}" if one.when else ""
        instead = f"; `{one.instead}` does as well" if one.instead else ""
        yield f"- Needs `{one.name}`{when}: {one.meaning}, such as {examples}{instead}"
    yield ""
    yield "| field | becomes | kind | grade | why |"
    yield "|---|---|---|---|---|"
    for kind in KINDS:
        yield from (_row(field) for field in step.fields if field.kind == kind)


def _row(one: Field) -> str:
    source, target = _name(one.source), _name(one.target)
    if one.held is not None and target == "":
        target = "the document itself" if one.held == "document" else "a file beside it"
    return f"| {source} | {target} | {one.kind} | {one.grade} | {one.reason or ''} |"


def _name(pattern: str | None) -> str:
    if pattern is None:
        return ""
    return f"`{pattern}`" if pattern else "the whole"
