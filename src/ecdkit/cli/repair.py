"""`ecd validate --fix`: repairs of files that are no JSON text, shown before they are made."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import require_in_place
from ecdkit.errors import (
    EcdError,
    EncodingError,
    FileAccessError,
    JsonSyntaxError,
    LimitError,
    UsageError,
    advice,
)
from ecdkit.files import read_bytes, write_bytes
from ecdkit.limits import DEFAULT_LIMITS
from ecdkit.packages.kind import is_package
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["repair_files"]

_FAILED = 2


def repair_files(names: Sequence[str], encoding: str | None, *, dry_run: bool) -> int:
    """Repair files in place; what changes is shown on standard error before it is written.

    A file that is JSON text, or that cannot be repaired without a doubt, stays as it is.

    Args:
        names: the files.
        encoding: what they are written in, where that is neither UTF-8 nor told by a mark.
        dry_run: whether to show only.

    Returns:
        The exit code: 2 where a repaired file cannot be written, else 0.

    Raises:
        UsageError: standard input is to be repaired.
    """
    if "-" in names:
        raise UsageError("standard input cannot be repaired in place", hint="name a file")
    code = 0
    for name in names:
        try:
            if is_package(name):
                # What is in one is repaired unpacked.
                continue
            require_in_place(name)
            _repair(name, encoding, dry_run=dry_run)
        except EcdError as error:
            error.path = error.path or name
            sys.stderr.write(f"ecd: {printable(str(error))}\n")
            code = _FAILED
    return code


def _repair(name: str, encoding: str | None, *, dry_run: bool) -> None:
    from ecdkit.render.repair import repair_text
    from ecdkit.text.repair import repair

    try:
        content = read_bytes(name, DEFAULT_LIMITS.size)
        repaired = repair(content, encoding=encoding)
    except JsonSyntaxError as error:
        error.path = name
        sys.stderr.write(
            f"{printable(error.place)}: nothing is repaired: "
            f"{printable(error.message + advice(error.hint))}\n"
        )
        return
    except (EncodingError, LimitError, FileAccessError):
        # Validation tells it, with its place.
        return
    if not repaired.repairs:
        return
    sys.stderr.write(repair_text(repaired, name))
    sys.stderr.flush()
    if not dry_run:
        write_bytes(name, [repaired.content], overwrite=True)
