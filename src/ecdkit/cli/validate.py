"""`ecd validate`: every problem with its place."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

from attrs import evolve

from ecdkit.cli.common import add_input, standard_input
from ecdkit.cli.many import each_file, selected
from ecdkit.cli.readers import SHOWN_KINDS
from ecdkit.errors import UsageError
from ecdkit.validation.validate import validate_bytes, validate_file

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from ecdkit.validation.report import Report


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    add_input(parser, many=True)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning"),
        default="error",
        help="the least severity that makes the exit code 1",
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


def run(arguments: argparse.Namespace) -> int:
    """Validate each file; one that cannot be read does not stop the others."""
    if arguments.dry_run and not arguments.fix:
        raise UsageError("--dry-run shows what --fix would do", hint="add --fix")
    chosen = selected(arguments, SHOWN_KINDS)
    files = chosen[0].files
    repair_code = 0
    if arguments.fix:
        from ecdkit.cli.repair import repair_files

        repair_code = repair_files(files, arguments.encoding, dry_run=arguments.dry_run)
    batch = each_file(
        arguments,
        functools.partial(validated, encoding=arguments.encoding),
        chosen=chosen,
        take=_printer(is_wide=chosen[0].is_wide) if arguments.format == "text" else None,
        participle="validated",
    )
    reports = batch.results
    if arguments.format == "json":
        from ecdkit.render.json import reports_json

        sys.stdout.write(reports_json(reports, batch.failures))
    elif batch.is_wide:
        from ecdkit.render.text import total_text

        sys.stdout.write(total_text(reports))
    failed = any(
        report.errors or (arguments.fail_on == "warning" and report.warnings) for report in reports
    )
    return max(batch.code, repair_code, 1 if failed else 0)


def validated(name: str, *, encoding: str | None) -> Report:
    """Return what is wrong with a file, or with what standard input holds."""
    if name == "-":
        # What a definition refers to is not beside standard input.
        return evolve(validate_bytes(standard_input(), encoding=encoding), path="-")
    return validate_file(name, encoding=encoding)


def _printer(*, is_wide: bool) -> Callable[[Report], object]:
    """Return what prints a report as text; of many files those without problems are left out."""
    from ecdkit.render.terminal import paint_for
    from ecdkit.render.text import report_text

    paint = paint_for(sys.stdout)

    def show(report: Report) -> None:
        if report.problems or not is_wide:
            sys.stdout.write(report_text(report, paint))

    return show
