"""The command `ecd`: one module for each verb, imported when that verb is called."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from ecdkit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_TEXTCONV = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Args:
        arguments: what was typed behind the command's name; `sys.argv` if not given.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["--version"]:
        # Scripts ask this often; nothing else is loaded for it.
        # Where it cannot be written, all that follows tells why.
        with contextlib.suppress(OSError, AttributeError):
            sys.stdout.write(f"ecd {__version__}\n")
            sys.stdout.flush()
            return 0
    if given[:2] == ["git", "textconv"] and len(given) == _TEXTCONV:
        # Git asks this twice for every file of a diff, and shows what is there if it fails.
        with contextlib.suppress(Exception):
            from ecdkit.cli.git import textconv

            return textconv(given[2])
    from ecdkit.cli.run import run

    return run(given)
