"""`ecd merge`: reconcile two documents that come from one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import (
    content_of,
    document_of,
    load,
    put,
    refuse_same,
    refuse_source,
    require_free,
    typed_pointer,
)
from ecdkit.compare.merge import merge
from ecdkit.errors import DuplicateKeyError, UsageError
from ecdkit.text.excerpt import cut, printable

if TYPE_CHECKING:
    import argparse

    from ecdkit.compare.outcome import Merge
    from ecdkit.document import Document


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.epilog = (
        "Exits with 0 where everything went together. With conflicts it exits with 1, tells them, "
        "and writes a file in which each stands between markers."
    )
    parser.add_argument(
        "base",
        metavar="BASE",
        help="the file that both come from; an empty one where none is",
    )
    parser.add_argument("ours", metavar="OURS", help="one side, whose text is kept")
    parser.add_argument("theirs", metavar="THEIRS", help="the other side; one may be - (stdin)")
    parser.add_argument(
        "-o", dest="out", metavar="OUT", help="write to this file, - for standard output"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that exists")
    parser.add_argument(
        "--strategy",
        action="append",
        type=typed_pointer("--strategy", end="="),
        default=[],
        metavar="POINTER=ours|theirs",
        help="whom to follow where both changed this, or what is in it; * is any token; repeatable",
    )
    parser.add_argument(
        "--decisions", metavar="FILE", help="write what was decided as JSON (schema merge-1)"
    )
    parser.add_argument(
        "--conflict-style",
        choices=("merge", "diff3", "zdiff3"),
        default="merge",
        help="whether markers show the base too, as git's merge.conflictStyle",
    )
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help="what the files are written in, where that is neither UTF-8 nor told by a mark",
    )


def run(arguments: argparse.Namespace) -> int:
    """Merge the three, write the result, and tell the conflicts."""
    names = (arguments.base, arguments.ours, arguments.theirs)
    refuse_source(arguments.decisions, *names)
    require_free(arguments.decisions, force=arguments.force)
    refuse_same(arguments.decisions, [arguments.out], "the merged document and the decisions")
    if names.count("-") > 1:
        raise UsageError("standard input cannot be several files", hint="name the others")
    base = _base(names[0], arguments.encoding)
    ours, theirs = (load(name, arguments.encoding) for name in names[1:])
    strategies = dict(map(_strategy, arguments.strategy))
    try:
        merged = merge(base, ours, theirs, strategies=strategies)
    except DuplicateKeyError as error:
        # Only what comes from standard input has no name.
        error.path = error.path or "-"
        raise
    labels = printable(names[0]), printable(names[1]), printable(names[2])
    content = merged.marked(style=arguments.conflict_style, labels=labels)
    put(content, arguments.out, force=arguments.force)
    if arguments.decisions is not None:
        put(merged.to_json(), arguments.decisions, force=arguments.force)
    return _told(merged, arguments.ours)


def _base(name: str, encoding: str | None) -> Document | None:
    """Read the document that both come from; None where the file is empty."""
    content = content_of(name)
    return document_of(content, name, encoding) if content else None


def _strategy(text: str) -> tuple[str, str]:
    pointer, equals, side = text.partition("=")
    if not equals:
        raise UsageError(f"--strategy takes POINTER=ours or POINTER=theirs, not {cut(repr(text))}")
    return pointer, side


def _told(merged: Merge, name: str) -> int:
    """Tell each conflict on a line, and return the exit code."""
    for conflict in merged.conflicts:
        where = f" (at {conflict.pointer})" if conflict.pointer else ""
        sys.stderr.write(f"{printable(name)}: conflict: {printable(conflict.text + where)}\n")
    return 1 if merged.conflicts else 0
