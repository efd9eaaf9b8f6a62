"""Arrays of doubles from text and to text, by the fastest libraries that are installed.

They are shortcuts: what they would read or write otherwise than this project does is left to its
own code. simdjson and orjson are optional (`pip install ecdkit[fast]`).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

__all__ = ["LARGE", "parse_doubles", "spell_doubles"]

# A leaf of fewer bytes is read before another library is loaded.
LARGE = 64 << 10
_PART = 256 << 10
_OPEN = b"["[0]
# An integer minus zero, which fast parsers read as zero.
_MINUS_ZERO = tuple(b"-0%c" % byte for byte in b",] \t\n\r")
# Doubles between these are spelled alike by all; of others Python writes 1e-05, and some 1e-5.
_PLAIN = (1e-4, 1e16)


def parse_doubles(leaf: bytes, dimensions: int) -> npt.NDArray[np.float64] | None:
    """Return the numbers of a leaf, or None where that is left to slower code.

    Args:
        leaf: a JSON array without strings and objects in it.
        dimensions: 1 for a list of numbers, 2 for rows of one length.
    """
    simdjson = _simdjson() if len(leaf) >= LARGE else None
    array = None
    if simdjson is not None:
        array = _by_simdjson(simdjson, leaf, dimensions)
    if array is None:
        array = _by_msgspec(leaf, dimensions)
    if array is None:
        return None
    if not array.size and array.ndim < dimensions:
        return array.reshape((0,) * dimensions)
    if not array.all() and any(zero in leaf for zero in _MINUS_ZERO):
        return None
    return array


def spell_doubles(array: npt.NDArray[np.float64]) -> list[bytes]:
    """Return each row of an array as numbers with commas, in the shortest spelling of Python.

    Args:
        array: finite numbers of two dimensions.
    """
    import numpy as np

    rows = _dump()(array)[2:-2].split(b"],[")
    size = np.abs(array)
    odd = ~(((size >= _PLAIN[0]) & (size < _PLAIN[1])) | (size == 0))
    for at in np.flatnonzero(odd.any(axis=1)):
        words = rows[at].split(b",")
        for place in np.flatnonzero(odd[at]):
            words[place] = repr(float(array[at, place])).encode()
        rows[at] = b",".join(words)
    return rows if len(array) else []


def _by_simdjson(simdjson: Any, leaf: bytes, dimensions: int) -> npt.NDArray[np.float64] | None:
    import numpy as np

    try:
        found = simdjson.Parser().parse(leaf)
        shape: tuple[int, ...] = (len(found),)
        if dimensions > 1:
            lengths = set(map(len, found))
            if len(lengths) != 1:
                return None
            shape = (len(found), *lengths)
        # The buffer tells nothing of arrays in arrays.
        if _arrays(leaf) != (1 if dimensions == 1 else shape[0] + 1):
            return None
        array = np.frombuffer(found.as_buffer(of_type="d"), dtype=np.float64)
        return array.reshape(shape)
    except (ValueError, TypeError, RuntimeError, OverflowError):
        return None


def _arrays(leaf: bytes) -> int:
    """Return how many arrays begin in a leaf; bytes count themselves at a quarter of the speed."""
    import numpy as np

    parts = (memoryview(leaf)[at : at + _PART] for at in range(0, len(leaf), _PART))
    return sum(int(np.count_nonzero(np.frombuffer(part, np.uint8) == _OPEN)) for part in parts)


def _by_msgspec(leaf: bytes, dimensions: int) -> npt.NDArray[np.float64] | None:
    import numpy as np
    from msgspec import DecodeError, ValidationError
    from msgspec.json import decode

    kind: Any = list[float] if dimensions == 1 else list[list[float]]
    try:
        return np.array(decode(leaf, type=kind, strict=True), dtype=np.float64)
    except (DecodeError, ValidationError, RecursionError, ValueError):
        # A matrix whose rows differ in length is a ValueError of NumPy.
        return None


@functools.cache
def _simdjson() -> Any:
    try:
        import simdjson
    except ImportError:
        return None
    return simdjson


@functools.cache
def _dump() -> Callable[[npt.NDArray[np.float64]], bytes]:
    import numpy as np

    try:
        import orjson
    except ImportError:
        from msgspec.json import encode

        return lambda array: encode(array.tolist())
    return lambda array: orjson.dumps(
        np.ascontiguousarray(array), option=orjson.OPT_SERIALIZE_NUMPY
    )
