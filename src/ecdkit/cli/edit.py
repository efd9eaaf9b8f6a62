"""`ecd edit`: change values, names and colours, and nothing else."""

from __future__ import annotations

import argparse
import functools
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from ecdkit.cli.common import (
    add_input,
    add_output,
    emit,
    load,
    typed_pointer,
    typed_text,
)
from ecdkit.document import Document, structure_problems
from ecdkit.edits import parse_color, recolor_class, rename_class
from ecdkit.errors import EcdError, UsageError
from ecdkit.text import JsonText
from ecdkit.text.excerpt import cut
from ecdkit.text.jsontext import FULL_BELOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.problems import Problem

_INDEX = re.compile(r"/[0-9]+(?=/|\Z)")
_POINTED = functools.partial(typed_pointer, end="=")
_INTEGER = re.compile(r"-?[0-9]{1,4000}")


class _Operation(argparse.Action):
    """Collects operations in the order in which they are typed."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - what argparse hands over
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option: str | None = None,
    ) -> None:
        namespace.operations = [*(namespace.operations or []), (option, values)]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.epilog = (
        "What is asked for is done, also where it makes an error that was not there before, such "
        "as a count that no longer holds: then it is told, and the exit code is 1."
    )
    add_input(parser, many=False)
    for option, typed, metavar, what in (
        ("--set", _POINTED, "POINTER=JSON", "add or replace a value; - as last token appends"),
        ("--remove", typed_pointer, "POINTER", "remove a member or element"),
        ("--rename-class", typed_text, "VALUE=NAME", "give a class another name"),
        ("--recolor", typed_text, "VALUE=#rrggbb", "give a class another colour"),
    ):
        parser.add_argument(
            option,
            action=_Operation,
            type=typed(option),
            dest="operations",
            metavar=metavar,
            help=f"{what}; repeatable",
        )
    parser.add_argument(
        "--definition", type=int, metavar="N", help="the index of the definition that has the class"
    )
    add_output(parser)


def run(arguments: argparse.Namespace) -> int:
    """Apply the operations in the order in which they were typed."""
    if not arguments.operations:
        raise UsageError(
            "no edit is asked for", hint="use --set, --remove, --rename-class or --recolor"
        )
    before = load(arguments.file, arguments.encoding)
    doc = before
    try:
        for option, operand in arguments.operations:
            doc = _apply(doc, option, operand, arguments.definition)
    except UsageError:
        # What was typed is wrong, not the file.
        raise
    except EcdError as error:
        error.path = error.path or arguments.file
        raise
    emit(doc, arguments)
    # What is told of what was written has its place there.
    written = None if arguments.out == "-" else arguments.out
    return _report(before, doc, written or arguments.file)


def _apply(doc: Document, option: str, operand: str, definition: int | None) -> Document:
    if option == "--remove":
        return doc.remove(operand)
    left, equals, right = operand.partition("=")
    if not equals:
        raise UsageError(f"{option} takes two parts with = between them, not {cut(repr(operand))}")
    if option == "--set":
        return doc.set(left, _value(right))
    value = _class_value(left)
    if option == "--rename-class":
        return rename_class(doc, value, right, definition=definition)
    return recolor_class(doc, value, parse_color(right), definition=definition)


def _value(text: str) -> Any:
    """Return the place of a value in its own text, so that its spelling goes into the file."""
    try:
        return JsonText.parse(text, check="full").root
    except EcdError as error:
        raise UsageError(
            f"the new value is not JSON: {error.message}", hint='a string needs quotes: "text"'
        ) from None


def _class_value(text: str) -> int:
    # Python would take 1_0 for 10, too.
    if _INTEGER.fullmatch(text) is None:
        raise UsageError(f"a class value is an integer, not {cut(repr(text))}")
    return int(text)


def _report(before: Document, after: Document, name: str) -> int:
    """Tell what the edit has broken; it was asked for, so it was made."""
    from ecdkit.render.terminal import paint_for
    from ecdkit.render.text import problem_line

    if after is before:
        return 0
    found = _errors(after)
    broken = _new(_errors(before), found) if found else []
    paint = paint_for(sys.stderr)
    for problem in broken:
        sys.stderr.write(problem_line(problem, name, paint) + "\n")
    return 1 if broken else 0


def _errors(doc: Document) -> list[Problem]:
    """Return the errors of a document; of a large one only those of its structure."""
    if len(doc.text.data) >= FULL_BELOW:
        # Rules look at every number.
        return list(structure_problems(doc))
    from ecdkit.validation.validate import validate

    return [one for one in validate(doc).problems if one.severity == "error"]


def _new(before: Sequence[Problem], after: Sequence[Problem]) -> list[Problem]:
    """Return the problems that were not there before, also not at other indices of a list."""
    stayed = {(one.code, one.pointer) for one in before} & {
        (one.code, one.pointer) for one in after
    }
    moved = Counter(_anywhere(one) for one in before if (one.code, one.pointer) not in stayed)
    found = []
    for one in after:
        if (one.code, one.pointer) in stayed:
            continue
        if moved[_anywhere(one)]:
            moved[_anywhere(one)] -= 1
        else:
            found.append(one)
    return found


def _anywhere(problem: Problem) -> tuple[str, str]:
    return problem.code, _INDEX.sub("/*", problem.pointer)
