"""`ecd unpack`: the files of a package, all of them or none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import standard_input
from ecdkit.packages.unpack import unpack
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("file", metavar="FILE", help="a package (.dlpk), or - for standard input")
    parser.add_argument(
        "-d",
        dest="folder",
        metavar="DIR",
        required=True,
        help="where the files go; nothing that is there is replaced",
    )


def run(arguments: argparse.Namespace) -> int:
    """Unpack, and print the paths of the files."""
    source = standard_input() if arguments.file == "-" else arguments.file
    paths = unpack(source, arguments.folder)
    sys.stdout.write("".join(f"{printable(path)}\n" for path in paths))
    return 0
