"""`ecd diff`: what differs between two definitions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import load, put
from ecdkit.compare.diff import diff
from ecdkit.errors import EcdError, UsageError

if TYPE_CHECKING:
    import argparse

    from ecdkit.compare.result import Diff


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("a", metavar="A", help="the first file, or - for standard input")
    parser.add_argument("b", metavar="B", help="the second file, or - for standard input")
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help="what the files are written in, where that is neither UTF-8 nor told by a mark",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "patch", "html"),
        default="text",
        help="how to print; json and patch can be applied, patch is a JSON Patch (RFC 6902)",
    )
    parser.add_argument(
        "--rtol", type=float, default=0.0, metavar="X", help="relative change that is none"
    )
    parser.add_argument(
        "--atol", type=float, default=0.0, metavar="X", help="absolute change that is none"
    )
    parser.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="POINTER",
        help="leave out this place; * stands for any name or index; repeatable",
    )
    parser.add_argument(
        "-o", dest="out", metavar="OUT", help="write to this file, - for standard output"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that exists")


def run(arguments: argparse.Namespace) -> int:
    """Print what differs; 1 if something does."""
    if arguments.a == arguments.b == "-":
        raise UsageError("standard input cannot be both files", hint="name a file")
    a, b = (load(name, arguments.encoding) for name in (arguments.a, arguments.b))
    try:
        delta = diff(a, b, rtol=arguments.rtol, atol=arguments.atol, ignore=arguments.ignore)
    except UsageError:
        raise
    except EcdError as error:
        # Which of the two holds what cannot be read is told by its place, not by its name.
        error.path = error.path or f"{arguments.a}, {arguments.b}"
        raise
    put(_printed(delta, arguments), arguments.out, force=arguments.force)
    return 1 if delta else 0


def _printed(delta: Diff, arguments: argparse.Namespace) -> bytes:
    if arguments.format == "json":
        return delta.to_json()
    if arguments.format == "patch":
        return delta.to_json_patch()
    if arguments.format == "html":
        from ecdkit.render.html import diff_html

        return diff_html(delta).encode()
    from ecdkit.render.diff_text import diff_text
    from ecdkit.render.terminal import Paint, paint_for

    shown = arguments.out in (None, "-")
    text = diff_text(delta, paint_for(sys.stdout) if shown else Paint())
    encoding = (sys.stdout.encoding if shown else None) or "utf-8"
    return text.encode(encoding, "backslashreplace")
