"""What is wrong with a template: with itself, and with the definitions in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ecdkit.templates.rules import ABSOLUTE_PATH
from ecdkit.text.excerpt import cut, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecdkit.document import Document
    from ecdkit.errors import EcdError
    from ecdkit.problems import Problem
    from ecdkit.templates.template import Template
    from ecdkit.validation.report import Report

__all__ = ["template_problems"]

_LONGEST = 299


def template_problems(
    template: Template,
    validate: Callable[[Document], Report],
    problem: Callable[[EcdError], Problem],
) -> Iterator[Problem]:
    """The problems of a template, with the lines and columns of its file.

    Args:
        template: the template.
        validate: returns what is wrong with a definition.
        problem: makes a problem of the error of a definition that cannot be read.
    """
    yield from template.structure()
    for leak in template.leaks():
        yield ABSOLUTE_PATH.problem(
            f"an absolute path: {cut(printable(leak.path), 200)}",
            (leak.line, leak.column),
            pointer=leak.element if template.form == "JSON" else "",
        )
    several = sum(held.how == "value" for held in template.held) > 1
    for held in template.held:
        if held.error is not None:
            found: tuple[Problem, ...] = (problem(held.error),)
        elif held.document is not None:
            found = validate(held.document).problems
        else:
            continue
        # In JSON a definition is a part of the whole, and its places can be told like all others.
        prefix = held.element if template.form == "JSON" and held.content[:1] == b"{" else ""
        for one in found:
            message = f"definition {held.at}: {one.message}" if several else one.message
            yield evolve(one, message=cut(message, _LONGEST), pointer=prefix + one.pointer)
