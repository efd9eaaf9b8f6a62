"""`ecd check`: does this definition fit this raster."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import add_input, load
from ecdkit.cli.reports import add_report_options, is_failed, printed, settings_of

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    add_input(parser, many=False)
    parser.add_argument("--raster", metavar="R", required=True, help="what is to be classified")
    parser.add_argument(
        "--raster2", metavar="S", help="the second raster, where the training had two"
    )
    add_report_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compare and report."""
    from ecdkit.validation.fit import check_raster
    from ecdkit.validation.settings import NO_SETTINGS

    settings = settings_of(arguments) or NO_SETTINGS
    doc = load(arguments.file, arguments.encoding)
    report = check_raster(doc, arguments.raster, arguments.raster2, settings=settings)
    sys.stdout.write(printed(arguments.format, (report,)))
    return 1 if is_failed((report,), arguments) else 0
