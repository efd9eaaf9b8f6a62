"""What went wrong, in a sentence for people."""

from __future__ import annotations

from ecdkit.errors import EcdError
from ecdkit.text.excerpt import printable

__all__ = ["sentence", "told"]


def told(error: Exception) -> str:
    """Return where and what went wrong, on one line.

    Args:
        error: what was raised.
    """
    return printable(str(error)) if isinstance(error, EcdError) else sentence(error)


def sentence(error: Exception) -> str:
    """Return what went wrong, on one line, without the file and the place.

    Args:
        error: what was raised.
    """
    if isinstance(error, EcdError):
        return printable(error.sentence)
    if isinstance(error, OSError):
        return f"standard output cannot be written: {error.strerror or error}"
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    return (
        f"this is a defect of ecdkit: {type(error).__name__}: {printable(str(error)[:200])}; "
        "please report it with what --debug shows"
    )
