"""`ecd deep-learning-model-to-ecd`: Esri's tool, same three arguments."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import require_files, with_force_hint
from ecdkit.deep_learning import NOTICE, deep_learning_model_to_ecd
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.epilog = f"Note: {NOTICE}."
    parser.add_argument("model", metavar="MODEL", help="the file of the model")
    parser.add_argument("info", metavar="INFO", help="the extra info: classes, names, colours")
    parser.add_argument("out", metavar="OUT", help="the definition to write")
    parser.add_argument(
        "--by-reference",
        action="store_true",
        help="name the model's file in the definition instead of embedding it",
    )
    parser.add_argument("--force", action="store_true", help="replace a file that exists")


def run(arguments: argparse.Namespace) -> int:
    """Join the two files."""
    require_files(arguments.model, arguments.info, arguments.out)
    with with_force_hint():
        deep_learning_model_to_ecd(
            arguments.model,
            arguments.info,
            arguments.out,
            by_reference=arguments.by_reference,
            overwrite=arguments.force,
        )
    sys.stderr.write(f"ecd: {printable(arguments.out)}: {NOTICE}\n")
    return 0
