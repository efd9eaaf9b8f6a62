"""Which name somebody may have meant who wrote one that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["nearest", "plain"]

# Shorter names differ from others by so little that one letter more says nothing.
_SHORTEST = 4
# How much of two names has to agree; 1 is all.
_ALIKE = 0.82
_LONGEST = 100


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that one is nearly spelled as; None if it is like none of them.

    Args:
        name: the name that is not known.
        known: the names that are.
    """
    names = sorted(known)
    same = next((one for one in names if plain(one) == plain(name)), None)
    if same is not None or not _SHORTEST <= len(name) <= _LONGEST:
        return same
    from difflib import get_close_matches

    by_plain = {plain(one): one for one in names if len(one) >= _SHORTEST}
    found = get_close_matches(plain(name), by_plain, n=1, cutoff=_ALIKE)
    return by_plain[found[0]] if found else None


def plain(name: str) -> str:
    """Return what is left of a name without capitals, spaces and the marks that join words."""
    return "".join(character for character in name.casefold() if character not in " _-.")
