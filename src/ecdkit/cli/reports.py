"""What verbs that report problems share: how they are printed, and how severe they are."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, cast

from ecdkit.errors import UsageError
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ecdkit.validation.report import Failure, Report
    from ecdkit.validation.settings import Level, Settings

__all__ = ["add_report_options", "is_failed", "printed", "settings_of"]


def add_report_options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say how problems are printed, and how severe they are."""
    parser.add_argument(
        "--format",
        choices=("text", "json", "sarif", "github"),
        default="text",
        help="how to print; github is for GitHub Actions",
    )
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning"),
        default="error",
        help="the least severity that makes the exit code 1",
    )
    parser.add_argument(
        "--ignore",
        metavar="CODE",
        action="append",
        default=[],
        help="leave out the problems of a rule; repeatable",
    )
    parser.add_argument(
        "--severity",
        metavar="CODE=LEVEL",
        action="append",
        default=[],
        help="how severe problems of a rule are: error, warning, note or ignore; repeatable",
    )
    parser.add_argument(
        "--config",
        metavar="FILE",
        help="take severities from this file, not from ecd.toml or pyproject.toml here or above",
    )


def settings_of(arguments: argparse.Namespace) -> Settings | None:
    """Return what the command line says, and a file where that says nothing; None if neither does.

    Args:
        arguments: what was typed.
    """
    from ecdkit.validation.configuration import find_configuration, read_configuration

    levels = dict.fromkeys(arguments.ignore, "ignore")
    for one in arguments.severity:
        code, equals, level = one.partition("=")
        if not equals:
            raise UsageError(f"--severity takes CODE=LEVEL, not {cut(repr(one))}")
        if levels.get(code, level) != level:
            raise UsageError(f"{cut(code)} is given two severities")
        levels[code] = level
    path = arguments.config or find_configuration(os.curdir)
    if not levels and not path:
        return None
    from ecdkit.validation.settings import NO_SETTINGS, Settings

    # What is no severity is told by the class.
    typed = Settings(cast("dict[str, Level]", levels)) if levels else NO_SETTINGS
    return typed.over(read_configuration(path)) if path else typed


def is_failed(reports: Sequence[Report], arguments: argparse.Namespace) -> bool:
    """Whether a problem is as severe as the arguments say."""
    return any(
        report.errors or (arguments.fail_on == "warning" and report.warnings) for report in reports
    )


def printed(how: str, reports: Sequence[Report], failures: Sequence[Failure] = ()) -> str:
    """Return reports in a format, and what could not be read."""
    if how == "json":
        from ecdkit.render.json import reports_json

        return reports_json(reports, failures)
    if how == "sarif":
        from ecdkit.render.sarif import reports_sarif

        return reports_sarif(reports, failures)
    if how == "github":
        from ecdkit.render.github import reports_github

        return reports_github(reports, failures)
    from ecdkit.render.terminal import paint_for
    from ecdkit.render.text import report_text

    paint = paint_for(sys.stdout)
    return "".join(report_text(report, paint) for report in reports)
