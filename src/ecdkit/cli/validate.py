"""`ecd validate`: every problem with its place."""

from __future__ import annotations

import argparse
import functools
import sys
from typing import TYPE_CHECKING, Any

from ecdkit.cli.common import add_input, content_of
from ecdkit.cli.many import each_file, selected
from ecdkit.cli.readers import SHOWN_KINDS
from ecdkit.cli.reports import add_report_options, is_failed, printed, settings_of
from ecdkit.errors import UsageError
from ecdkit.render.text import report_text, right_text, total_text
from ecdkit.validation.glance import Right, glance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecdkit.cli.many import Batch
    from ecdkit.validation.report import Report
    from ecdkit.validation.settings import Settings

# An archive is not read as a whole.
_ARCHIVE = ".dlpk"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    add_input(parser, many=True)
    add_report_options(parser)
    parser.add_argument(
        "--explain",
        metavar="CODE",
        action=_Explain,
        nargs="?",
        help="say what a rule asks for, and why; without a code, list the rules",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="repair in place what keeps a file from being JSON, where there is no doubt; values "
        "are never touched",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="with --fix, show what would be repaired, no more"
    )


class _Explain(argparse.Action):
    """Like --help: says something instead of doing the work, and needs no file."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        _namespace: argparse.Namespace,
        code: str | Sequence[Any] | None,
        _option: str | None = None,
    ) -> None:
        """Print one rule, or all of them, and end."""
        from ecdkit.render.rules import rule_text, rules_text
        from ecdkit.validation.catalogue import catalogue, rule

        if code is None:
            sys.stdout.write(rules_text(catalogue()))
            parser.exit()
        try:
            sys.stdout.write(rule_text(rule(str(code))))
        except UsageError as error:
            parser.exit(2, f"ecd: {error}\n")
        parser.exit()


def run(arguments: argparse.Namespace) -> int:
    """Validate each file; one that cannot be read does not stop the others."""
    if arguments.dry_run and not arguments.fix:
        raise UsageError("--dry-run shows what --fix would do", hint="add --fix")
    settings = settings_of(arguments)
    chosen = selected(arguments, SHOWN_KINDS)
    files, is_wide = chosen[0].files, chosen[0].is_wide
    repair_code = 0
    if arguments.fix:
        from ecdkit.cli.repair import repair_files

        repair_code = repair_files(files, arguments.encoding, dry_run=arguments.dry_run)
    batch = each_file(
        arguments,
        functools.partial(validated, encoding=arguments.encoding, settings=settings),
        chosen=chosen,
        take=_printer(is_wide=is_wide) if arguments.format == "text" else None,
        participle="validated",
    )
    reports = [one for one in batch.results if not isinstance(one, Right)]
    sys.stdout.write(_printed(arguments.format, batch, reports))
    return max(batch.code, repair_code, 1 if is_failed(reports, arguments) else 0)


def _printed(how: str, batch: Batch[Report | Right], reports: Sequence[Report]) -> str:
    """Return what is printed at the end; single reports as text were printed as they came.

    Args:
        how: the format.
        batch: what came of all files.
        reports: those of it that took more than a glance.
    """
    if how != "text":
        return printed(how, list(map(_report, batch.results)), batch.failures)
    total = len(batch.results)
    return total_text(reports, total, len(batch.failures)) if batch.is_wide else ""


def validated(name: str, *, encoding: str | None, settings: Settings | None) -> Report | Right:
    """Return what is wrong with a file, or with what standard input holds."""
    if name.lower().endswith(_ARCHIVE):
        return _looked_into(name, None, encoding, settings)
    content = content_of(name)
    # What a definition refers to is not beside standard input.
    path = None if name == "-" else name
    # What needs no more than a glance needs little of the library.
    right = glance(content, path) if encoding is None else None
    return _looked_into(name, content, encoding, settings) if right is None else Right(name, *right)


def _looked_into(
    name: str, content: bytes | None, encoding: str | None, settings: Settings | None
) -> Report:
    from attrs import evolve

    from ecdkit.validation.settings import NO_SETTINGS
    from ecdkit.validation.validate import validate_bytes, validate_file

    settings = settings or NO_SETTINGS
    if content is None:
        return validate_file(name, settings=settings)
    path = None if name == "-" else name
    report = validate_bytes(content, encoding=encoding, path=path, settings=settings)
    return evolve(report, path=name)


def _report(one: Report | Right) -> Report:
    from ecdkit.validation.report import Report

    return Report(*one, problems=()) if isinstance(one, Right) else one


def _printer(*, is_wide: bool) -> Callable[[Report | Right], object]:
    """Return what prints a report as text; of many files those without problems are left out."""
    from ecdkit.render.terminal import paint_for

    paint = paint_for(sys.stdout)

    def show(one: Report | Right) -> None:
        if isinstance(one, Right):
            sys.stdout.write("" if is_wide else right_text(one))
        elif one.problems or not is_wide:
            sys.stdout.write(report_text(one, paint))

    return show
