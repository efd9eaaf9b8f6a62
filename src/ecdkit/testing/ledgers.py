"""The law of ledgers as an assertion, which looks at both documents and not at how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from ecdkit.ledger import KINDS
from ecdkit.text import equal, format_pointer, parse_pointer

if TYPE_CHECKING:
    from ecdkit.ledger import Ledger, LedgerEntry
    from ecdkit.text import JsonValue

__all__ = ["assert_ledger_is_complete"]

_Path = tuple[str | int, ...]
_Side = Literal["source", "target"]
_Entries = Mapping[tuple[_Side, tuple[str, ...]], list["LedgerEntry"]]

_SAME = ("carried", "renamed")


def assert_ledger_is_complete(ledger: Ledger, source: JsonValue, target: JsonValue) -> None:
    """Assert that a ledger speaks for every field of both documents, and speaks the truth.

    Args:
        ledger: the ledger of a migration.
        source: the value of the document before.
        target: the value of the document behind.

    Raises:
        AssertionError: a field is in silence lost or made up, or not where the ledger says.
    """
    entries: dict[tuple[_Side, tuple[str, ...]], list[LedgerEntry]] = {}
    for entry in ledger.entries:
        _assert_makes_sense(entry)
        if entry.source is not None:
            _at(source, entry.source)
            entries.setdefault(("source", parse_pointer(entry.source)), []).append(entry)
        if entry.target is not None:
            _at(target, entry.target)
            entries.setdefault(("target", parse_pointer(entry.target)), []).append(entry)
    for path, value in _leaves(source):
        found, rest = _speakers(entries, "source", path)
        assert found, f"nothing says what became of {format_pointer(path)}"
        for entry in found:
            if entry.kind in _SAME and entry.target is not None:
                assert equal(_at(target, entry.target + rest), value), entry
    for path, value in _leaves(target):
        found, rest = _speakers(entries, "target", path)
        assert found, f"nothing says where {format_pointer(path)} is from"
        for entry in found:
            if entry.kind in _SAME and entry.source is not None and entry.target is not None:
                assert equal(_at(source, entry.source + rest), value), entry


def _assert_makes_sense(entry: LedgerEntry) -> None:
    assert entry.kind in KINDS, entry
    assert (entry.source, entry.target) != (None, None), entry
    if entry.kind == "lost":
        assert entry.target is None, entry
    if entry.kind in ("supplied", "invented"):
        assert entry.source is None, entry
    if entry.kind in _SAME:
        assert entry.source is not None, entry
        assert entry.target is not None or entry.file is not None, entry


def _leaves(value: JsonValue, path: _Path = ()) -> Iterator[tuple[_Path, JsonValue]]:
    """Yield every scalar and every empty container, with its path."""
    inside: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    if not inside:
        yield path, value
    for token, one in inside:
        yield from _leaves(one, (*path, token))


def _at(value: JsonValue, pointer: str) -> JsonValue:
    for token in parse_pointer(pointer):
        value = value[int(token)] if isinstance(value, list) else value[token]
    return value


def _speakers(entries: _Entries, side: _Side, path: _Path) -> tuple[list[LedgerEntry], str]:
    """Return the entries of the innermost field that has any, and what is inside of it."""
    tokens = tuple(map(str, path))
    for length in range(len(tokens), -1, -1):
        found = entries.get((side, tokens[:length]))
        if found:
            return found, format_pointer(path[length:])
    return [], ""
