"""`ecd show`: what a file is; of a folder, an inventory."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import add_input
from ecdkit.cli.many import FAILED, each_file, selected
from ecdkit.cli.readers import SHOWN_KINDS, Shown, reader_of, shown
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from ecdkit.cli.many import Batch
    from ecdkit.render.inventory import Row


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    add_input(parser, many=True)
    parser.add_argument(
        "--format",
        choices=("text", "json", "csv", "html"),
        default="text",
        help="how to print; csv is an inventory, one row a file; html is a page",
    )


def run(arguments: argparse.Namespace) -> int:
    """Show each file; one that cannot be read does not stop the others."""
    batch = each_file(
        arguments,
        functools.partial(shown, encoding=arguments.encoding),
        chosen=selected(arguments, SHOWN_KINDS),
    )
    printed = {"text": _text, "json": _json, "csv": _csv, "html": _html}[arguments.format]
    sys.stdout.write(printed(batch))
    return max(batch.code, _tell_unread(batch))


def _tell_unread(batch: Batch[Shown]) -> int:
    """Tell of files of which only the outside could be read, and return the exit code."""
    code = 0
    for one in batch.results:
        row = reader_of(one).row(one.summary)
        if row.error:
            sys.stderr.write(f"ecd: {printable(row.error)}\n")
            code = FAILED
    return code


def _text(batch: Batch[Shown]) -> str:
    if batch.is_wide:
        from ecdkit.render.inventory import inventory_text

        return inventory_text(list(_rows(batch)))
    from ecdkit.render.terminal import paint_for

    paint = paint_for(sys.stdout)
    return "\n".join(reader_of(one).text(one.summary, paint) for one in batch.results)


def _json(batch: Batch[Shown]) -> str:
    from ecdkit.render.json import summaries_json, summary_json

    summaries = [one.summary for one in batch.results]
    # One file is an object, several are an array, whichever of them can be read.
    if batch.is_wide or len(batch.outcomes) > 1:
        return summaries_json(summaries)
    return summary_json(summaries[0]) if summaries else ""


def _csv(batch: Batch[Shown]) -> str:
    from ecdkit.render.inventory import inventory_csv

    return inventory_csv(_rows(batch))


def _html(batch: Batch[Shown]) -> str:
    from ecdkit.render.summary_page import summary_page

    sections = [reader_of(one).html(one.summary) for one in batch.results]
    return summary_page(list(_rows(batch)), sections)


def _rows(batch: Batch[Shown]) -> Iterator[Row]:
    """Yield what could not be read at all, and then all files in their order."""
    from ecdkit.render.inventory import failure_row

    failures = {one.path: one for one in batch.failures}
    files = {outcome.path for outcome in batch.outcomes}
    yield from (failure_row(one) for path, one in failures.items() if path not in files)
    for outcome in batch.outcomes:
        if outcome.result is not None:
            yield reader_of(outcome.result).row(outcome.result.summary)
        else:
            yield failure_row(failures[outcome.path])
