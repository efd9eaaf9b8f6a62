"""`ecd skeleton`: the structure of a file without its values, to share."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import add_input, content_of, typed_text
from ecdkit.errors import EcdError, UsageError
from ecdkit.skeleton import skeleton_of
from ecdkit.templates.form import is_template
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    import argparse

_FEW = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    add_input(parser, many=False)
    parser.add_argument(
        "--show-name",
        metavar="NAME",
        type=typed_text("--show-name"),
        action="append",
        default=[],
        help="a name that is no data, though it may look so; may be repeated",
    )
    parser.add_argument(
        "--masked",
        action="store_true",
        help="list the masked names that may be no data, for your eyes only, and no skeleton",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the skeleton, and which names somebody should look at before it is shared."""
    content = content_of(arguments.file)
    if is_template(content, arguments.encoding):
        raise UsageError(
            f"{printable(arguments.file)} is a raster function template",
            hint="take the definition out of it first, with ecd template extract",
        )
    try:
        found = skeleton_of(content, encoding=arguments.encoding, shown=arguments.show_name)
    except EcdError as error:
        error.path = arguments.file
        raise
    if arguments.masked:
        sys.stdout.write("".join(f"{name}\n" for name in found.masked_names))
        return 0
    sys.stdout.write(found.to_json())
    if found.unknown_names:
        names = ", ".join(found.unknown_names[:_FEW])
        more = len(found.unknown_names) - _FEW
        sys.stderr.write(
            "ecd: before you share this, see whether one of these names is data: "
            f"{names}{f', and {more} more' if more > 0 else ''}\n"
        )
    if found.masked_names:
        sys.stderr.write(
            "ecd: some names might be data and are masked: --masked lists them for your eyes, "
            "--show-name NAME shows one that is none\n"
        )
    return 0
