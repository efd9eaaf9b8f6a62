"""`ecd show`: what a file is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import add_input, each_file, load
from ecdkit.summary import summarize

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    add_input(parser, many=True)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")


def run(arguments: argparse.Namespace) -> int:
    """Show each file; one that cannot be read does not stop the others."""
    summaries, code = each_file(arguments, lambda name: summarize(load(name, arguments.encoding)))
    if arguments.format == "json":
        from ecdkit.render.json import summaries_json, summary_json

        # One file is an object, several are an array, whichever of them can be read.
        if len(arguments.files) > 1:
            sys.stdout.write(summaries_json(summaries))
        elif summaries:
            sys.stdout.write(summary_json(summaries[0]))
        return code
    from ecdkit.render.terminal import paint_for
    from ecdkit.render.text import summary_text

    paint = paint_for(sys.stdout)
    sys.stdout.write("\n".join(summary_text(summary, paint) for summary in summaries))
    return code
