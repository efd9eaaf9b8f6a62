"""`ecd show`: what a file is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import add_input, each_file, load_any
from ecdkit.document import Document
from ecdkit.summary import Summary, TemplateSummary, summarize, summarize_template

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    add_input(parser, many=True)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")


def run(arguments: argparse.Namespace) -> int:
    """Show each file; one that cannot be read does not stop the others."""
    summaries, code = each_file(arguments, lambda name: _summary(name, arguments.encoding))
    if arguments.format == "json":
        from ecdkit.render.json import summaries_json, summary_json

        # One file is an object, several are an array, whichever of them can be read.
        if len(arguments.files) > 1:
            sys.stdout.write(summaries_json(summaries))
        elif summaries:
            sys.stdout.write(summary_json(summaries[0]))
        return code
    from ecdkit.render.templates import template_text
    from ecdkit.render.terminal import paint_for
    from ecdkit.render.text import summary_text

    paint = paint_for(sys.stdout)
    sys.stdout.write(
        "\n".join(
            template_text(summary, paint)
            if isinstance(summary, TemplateSummary)
            else summary_text(summary, paint)
            for summary in summaries
        )
    )
    return code


def _summary(name: str, encoding: str | None) -> Summary | TemplateSummary:
    found = load_any(name, encoding)
    return summarize(found) if isinstance(found, Document) else summarize_template(found)
