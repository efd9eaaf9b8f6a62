"""`ecd package`: a model definition and its files in one archive."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ecdkit.cli.common import put_file, require_files, with_force_hint
from ecdkit.packages.gather import package
from ecdkit.render.packages import files_text
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    import argparse

    from ecdkit.packages.package import Package


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("file", metavar="FILE", help="a model definition (.emd)")
    parser.add_argument(
        "-o", dest="out", metavar="OUT", help="the package to write, of FILE's name if not given"
    )
    parser.add_argument(
        "--add",
        metavar="PATH",
        action="append",
        default=[],
        help="a file or folder that the definition does not name; repeatable",
    )
    parser.add_argument(
        "--encoding", metavar="NAME", help="what the definition is written in, if not UTF-8"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that exists")


def run(arguments: argparse.Namespace) -> int:
    """Write the package and list what is in it."""
    require_files(arguments.file)
    if arguments.out == "-":
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder, "package.dlpk")
            _made(arguments, str(whole))
            put_file(whole)
        return 0
    out = arguments.out or os.path.splitext(arguments.file)[0] + ".dlpk"  # noqa: PTH122
    with with_force_hint():
        found = _made(arguments, out)
    sys.stdout.write(f"{printable(out)}\n{files_text(found.files)}")
    return 0


def _made(arguments: argparse.Namespace, out: str) -> Package:
    return package(
        arguments.file,
        out,
        add=arguments.add,
        encoding=arguments.encoding,
        overwrite=arguments.force,
    )
