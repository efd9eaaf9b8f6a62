"""`ecd format`: canonical white space, only when asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import add_input, add_output, emit, load
from ecdkit.errors import UsageError
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    add_input(parser, many=False)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if the white space is another"
    )
    add_output(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the document with canonical white space, or say whether it has it."""
    if arguments.check and (arguments.out or arguments.in_place):
        raise UsageError("--check writes nothing", hint="leave out -o and --in-place")
    doc = load(arguments.file, arguments.encoding)
    formatted = doc.formatted()
    if not arguments.check:
        emit(formatted, arguments)
        return 0
    if formatted is doc:
        return 0
    sys.stderr.write(f"{printable(arguments.file)}: the white space is not canonical\n")
    return 1
