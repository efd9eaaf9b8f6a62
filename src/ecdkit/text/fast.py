"""The shortcut through a fast parser, which says where a value ends and whether it is RFC 8259.

`msgspec` checks the syntax of what it is told to keep raw at more than a gigabyte a second. What
it refuses is judged again by our own grammar: non-finite numbers, single surrogates, deep nesting.
"""

from __future__ import annotations

import re

from ecdkit.text.grammar import NONFINITE_ANYWHERE, SURROGATE_ANYWHERE

__all__ = ["FastText"]

_TRAILING = re.compile(r"trailing characters \(byte (\d+)\)")
_WHITE = b" \t\n\r"


class FastText:
    """A text as the fast parser sees it.

    Args:
        data: the text in UTF-8.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._shadow: bytes | None = None

    def accepts_plainly(self) -> bool:
        """Whether the whole text is RFC 8259 without single surrogates."""
        return _accepts(self._data, 0, len(self._data))

    def accepts(self, start: int, end: int) -> bool:
        """Whether a span is one value of RFC 8259 without single surrogates."""
        return _accepts(self._data, start, end)

    def accepts_shaded(self, start: int, end: int) -> bool:
        """Whether it is one value of our JSON; false does not yet mean that it is none."""
        shadow = self._shaded()
        return shadow is not self._data and _accepts(shadow, start, end)

    def end_of(self, pos: int) -> int:
        """Return the end of the array or object at an offset, or -1 where it is not told."""
        return _end_of(self._data, pos)

    def end_of_shaded(self, pos: int) -> int:
        """Return the same of an array or object of our JSON."""
        shadow = self._shaded()
        return _end_of(shadow, pos) if shadow is not self._data else -1

    def _shaded(self) -> bytes:
        """Return a text of the same spans without what only our grammar takes.

        Non-finite numbers become numbers of the same length, escapes of surrogates become those
        of a letter. Inside strings that is without consequence: only spans are taken from it.
        """
        if self._shadow is None:
            shadow = NONFINITE_ANYWHERE.sub(_same_length_number, self._data)
            shadow = SURROGATE_ANYWHERE.sub(rb"\\u0041", shadow)
            self._shadow = shadow if shadow != self._data else self._data
        return self._shadow


def _same_length_number(found: re.Match[bytes]) -> bytes:
    return b"1" * (found.end() - found.start())


def _accepts(data: bytes, start: int, end: int) -> bool:
    from msgspec import DecodeError, Raw
    from msgspec.json import decode

    try:
        decode(memoryview(data)[start:end], type=Raw)
    except (DecodeError, RecursionError):
        return False
    return True


def _end_of(data: bytes, pos: int) -> int:
    """The parser names the byte at which something follows the value it was asked for."""
    from msgspec import DecodeError, Raw
    from msgspec.json import decode

    end = len(data)
    try:
        decode(memoryview(data)[pos:], type=Raw)
    except DecodeError as error:
        found = _TRAILING.search(str(error))
        if found is None:
            return -1
        end = pos + int(found[1]) - 1
    except RecursionError:
        return -1
    while end > pos and data[end - 1] in _WHITE:
        end -= 1
    return end if data[end - 1] in b"]}" else -1
