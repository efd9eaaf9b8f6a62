"""`ecd validate`: every problem with its place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from attrs import evolve

from ecdkit.cli.common import add_input, each_file, standard_input
from ecdkit.errors import UsageError
from ecdkit.validation.validate import validate_bytes, validate_file

if TYPE_CHECKING:
    import argparse

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
    repair_code = _repaired(arguments)
    reports, code = each_file(arguments, lambda name: _validated(name, arguments.encoding))
    if arguments.format == "json":
        from ecdkit.render.json import reports_json

        sys.stdout.write(reports_json(reports))
    else:
        from ecdkit.render.terminal import paint_for
        from ecdkit.render.text import report_text

        paint = paint_for(sys.stdout)
        sys.stdout.write("".join(report_text(report, paint) for report in reports))
    failed = any(
        report.errors or (arguments.fail_on == "warning" and report.warnings) for report in reports
    )
    return max(code, repair_code, 1 if failed else 0)


def _repaired(arguments: argparse.Namespace) -> int:
    if arguments.dry_run and not arguments.fix:
        raise UsageError("--dry-run shows what --fix would do", hint="add --fix")
    if not arguments.fix:
        return 0
    from ecdkit.cli.repair import repair_files

    return repair_files(arguments.files, arguments.encoding, dry_run=arguments.dry_run)


def _validated(name: str, encoding: str | None) -> Report:
    if name == "-":
        # What a definition refers to is not beside standard input.
        return evolve(validate_bytes(standard_input(), encoding=encoding), path="-")
    return validate_file(name, encoding=encoding)
