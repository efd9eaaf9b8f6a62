"""`ecd toolbox`: the file of the toolbox for ArcGIS Pro."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import with_force_hint
from ecdkit.integrations.arcgis.shipped import write_toolbox
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    import argparse

_EPILOG = (
    "ecdkit must be installed in the Python environment that ArcGIS Pro uses; there the toolbox "
    "needs no copy (docs/arcgis-pro.md)."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.epilog = _EPILOG
    parser.add_argument("-o", dest="folder", metavar="DIR", required=True, help="where it goes")
    parser.add_argument("--force", action="store_true", help="replace a file that exists")


def run(arguments: argparse.Namespace) -> int:
    """Write the toolbox and print its path."""
    with with_force_hint():
        path = write_toolbox(arguments.folder, overwrite=arguments.force)
    sys.stdout.write(f"{printable(path)}\n")
    return 0
