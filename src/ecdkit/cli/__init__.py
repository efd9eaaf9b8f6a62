"""The command `ecd`: one module for each verb, imported when that verb is called."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Args:
        arguments: what was typed behind the command's name; `sys.argv` if not given.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["--version"]:
        # Scripts ask this often; nothing else is loaded for it.
        sys.stdout.write(f"ecd {__version__}\n")
        return 0
    from ecdkit.cli.run import run

    return run(given)
