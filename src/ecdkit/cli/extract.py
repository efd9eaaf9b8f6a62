"""`ecd extract`: the model and the extra info of a deep-learning definition."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import add_encoding, require_files, with_force_hint
from ecdkit.deep_learning import extract
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("file", metavar="FILE", help="a deep-learning definition")
    add_encoding(parser)
    parser.add_argument("-d", dest="folder", metavar="DIR", required=True, help="where they go")
    parser.add_argument(
        "--definition", type=int, metavar="N", help="the index of the definition, of several"
    )
    parser.add_argument("--force", action="store_true", help="replace files that exist")


def run(arguments: argparse.Namespace) -> int:
    """Extract both files and print their paths."""
    require_files(arguments.file)
    with with_force_hint():
        paths = extract(
            arguments.file,
            arguments.folder,
            definition=arguments.definition,
            encoding=arguments.encoding,
            overwrite=arguments.force,
        )
    sys.stdout.write("".join(f"{printable(path)}\n" for path in paths))
    return 0
