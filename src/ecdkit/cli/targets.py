"""`ecd targets`: where a file can be migrated to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import load_source

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help="a file, or - for standard input; without, list all"
    )
    parser.add_argument("--encoding", metavar="NAME", help="what the file is written in")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")


def run(arguments: argparse.Namespace) -> int:
    """List the targets, with what the road to each costs."""
    from ecdkit.migration.nodes import node_of
    from ecdkit.migration.registry import STEPS, TARGETS, reachable
    from ecdkit.render.migration import map_text, targets_json, targets_text

    if arguments.file is None:
        if arguments.format == "json":
            direct = {
                target: tuple(one for one in STEPS if one.target.partition(" (")[0] == target)
                for target in TARGETS
            }
            sys.stdout.write(targets_json(direct, None))
        else:
            sys.stdout.write(map_text(TARGETS, STEPS))
        return 0
    node = node_of(load_source(arguments.file, arguments.encoding))
    roads = reachable(node)
    if arguments.format == "json":
        sys.stdout.write(targets_json(roads, node))
    else:
        sys.stdout.write(targets_text(arguments.file, node, roads))
    return 0
