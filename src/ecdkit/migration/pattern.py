"""Patterns of JSON pointers, which pair the fields of two documents.

A pattern is a pointer in which `{c}` stands for any index of an array, and `{other}` for the name
of any member. What one name stands for in the source, it stands for in the target.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from ecdkit.text.kinds import ARRAY
from ecdkit.text.pointer import parse_pointer

if TYPE_CHECKING:
    from ecdkit.text.view import View

__all__ = ["OTHER", "Bindings", "Path", "descend", "fill", "is_before", "matched", "named_beside"]

Path: TypeAlias = tuple[str | int, ...]
Bindings: TypeAlias = Mapping[str, str | int]

OTHER = "other"
"""The name that stands for the name of a member."""


@functools.cache
def _tokens(pattern: str) -> tuple[str, ...]:
    return parse_pointer(pattern)


def matched(pattern: str, path: Path, bindings: Bindings) -> Bindings | None:
    """Return what the names of a pattern stand for where it matches a path, else None.

    Args:
        pattern: the pattern.
        path: names and indices that lead to a field.
        bindings: what names stand for already.
    """
    tokens = _tokens(pattern)
    return _agreed(tokens, path, bindings) if len(tokens) == len(path) else None


@functools.cache
def named_beside(pattern: str, others: tuple[str, ...]) -> frozenset[str]:
    """Return the names that other patterns have where a pattern has the name of any member.

    Args:
        pattern: the pattern.
        others: all patterns of the same document.
    """
    tokens = _tokens(pattern)
    if not tokens or _name(tokens[-1]) != OTHER:
        return frozenset()
    before, at = tokens[:-1], len(tokens) - 1
    beside = (_tokens(other) for other in others)
    return frozenset(
        other[at]
        for other in beside
        if len(other) > at and other[:at] == before and not _name(other[at])
    )


def is_before(pattern: str, path: Path, bindings: Bindings) -> bool:
    """Whether a pattern may match something inside the field that a path leads to."""
    tokens = _tokens(pattern)
    return len(tokens) > len(path) and _agreed(tokens, path, bindings) is not None


def fill(pattern: str, bindings: Bindings) -> Path:
    """Return the path of a pattern whose names all stand for something."""
    filled: list[str | int] = []
    for token in _tokens(pattern):
        name = _name(token)
        if name is not None:
            filled.append(bindings[name])
        else:
            filled.append(int(token) if token.isdigit() else token)
    return tuple(filled)


def descend(view: View, path: Path) -> View | None:
    """Return the field that a path leads to from a place; None where there is none."""
    found: View | None = view
    for token in path:
        if found is None:
            return None
        if isinstance(token, str):
            found = found.get(token)
        else:
            found = found.nth(token) if found.kind == ARRAY and token < len(found) else None
    return found


def _agreed(tokens: tuple[str, ...], path: Path, bindings: Bindings) -> Bindings | None:
    found = dict(bindings)
    for token, step in zip(tokens, path, strict=False):
        name = _name(token)
        if name is None:
            if token != str(step):
                return None
        elif isinstance(step, str) != (name == OTHER) or found.setdefault(name, step) != step:
            return None
    return found


def _name(token: str) -> str | None:
    return token[1:-1] if token[:1] == "{" and token[-1:] == "}" else None
