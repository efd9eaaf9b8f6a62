"""`ecd patch`: apply differences to a definition, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.cli.common import add_input, add_output, emit, load, refuse_source, standard_input
from ecdkit.compare.patch import patch, read_patch
from ecdkit.errors import EcdError, UsageError
from ecdkit.files import read_bytes
from ecdkit.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    add_input(parser, many=False)
    parser.add_argument(
        "patch",
        metavar="PATCH",
        help="what diff printed with --format json or patch; - for standard input",
    )
    parser.add_argument(
        "--reverse",
        action="store_true",
        help="undo the differences (of --format json); what had been removed comes back in the "
        "white space of FILE",
    )
    add_output(parser)


def run(arguments: argparse.Namespace) -> int:
    """Apply the patch, all of it or nothing."""
    if arguments.file == arguments.patch == "-":
        raise UsageError("standard input cannot be both files", hint="name a file")
    refuse_source(arguments.out, arguments.patch)
    doc = load(arguments.file, arguments.encoding)
    name = arguments.patch
    try:
        content = standard_input() if name == "-" else read_bytes(name, DEFAULT_LIMITS.size)
        delta = read_patch(content)
    except EcdError as error:
        error.path = error.path or name
        raise
    if arguments.reverse:
        if isinstance(delta, list):
            raise UsageError("a JSON Patch cannot be undone", hint="use diff --format json")
        delta = delta.inverted()
    try:
        done = patch(doc, delta)
    except EcdError as error:
        error.path = error.path or arguments.file
        raise
    emit(done, arguments)
    return 0
