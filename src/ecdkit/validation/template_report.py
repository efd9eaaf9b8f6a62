"""What is wrong with a template: with itself, and with the definitions in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ecdkit.templates.json_form import JsonTemplate
from ecdkit.templates.rules import ABSOLUTE_PATH
from ecdkit.text.excerpt import cut, printable
from ecdkit.text.kinds import OBJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecdkit.document import Document
    from ecdkit.errors import EcdError
    from ecdkit.problems import Problem
    from ecdkit.templates.held import Held
    from ecdkit.templates.template import Template
    from ecdkit.text.jsontext import JsonText
    from ecdkit.validation.report import Report

__all__ = ["template_problems"]


def template_problems(
    template: Template,
    validate: Callable[[Document], Report],
    problem: Callable[[EcdError], Problem],
    lexical: Callable[[JsonText], Iterator[Problem]],
) -> Iterator[Problem]:
    """The problems of a template, with the lines and columns of its file.

    Args:
        template: the template.
        validate: returns what is wrong with a definition.
        problem: makes a problem of the error of a definition that cannot be read.
        lexical: returns what not all readers take alike in a JSON text.
    """
    yield from template.structure()
    if isinstance(template, JsonTemplate):
        yield from _around(template, lexical(template.text))
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
        prefix = held.element if _is_part(template, held) else ""
        for one in found:
            message = f"definition {held.at}: {one.message}" if several else one.message
            yield evolve(one, message=message, pointer=prefix + one.pointer)


def _is_part(template: Template, held: Held) -> bool:
    """Whether the places of a definition are places of the template's own JSON, too."""
    if not isinstance(template, JsonTemplate) or held.how != "value":
        return False
    return template.text.at(held.element).kind == OBJECT


def _around(template: JsonTemplate, problems: Iterator[Problem]) -> Iterator[Problem]:
    """Yield the problems that are not inside of a definition, where they are told as its own."""
    inside = [f"{held.element}/" for held in template.held if _is_part(template, held)]
    for one in problems:
        if not any(f"{one.pointer}/".startswith(element) for element in inside):
            yield one
