"""`ecd schema`: the bundled JSON Schemas."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import put
from ecdkit.validation.schemas import grammar_names, schema_bytes, schema_names

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("name", metavar="NAME", nargs="?", help="a schema; without it, list them")
    parser.add_argument("--list", action="store_true", help="list the names of the schemas")


def run(arguments: argparse.Namespace) -> int:
    """Print a schema, or the names of all."""
    if arguments.list or arguments.name is None:
        sys.stdout.write("".join(f"{name}\n" for name in (*schema_names(), *grammar_names())))
    else:
        put(schema_bytes(arguments.name), None, force=False)
    return 0
