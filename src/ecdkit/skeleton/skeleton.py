"""`skeleton_of`: what a text is made of, as a document that holds none of its values."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ecdkit.arguments import strings_of
from ecdkit.document import Document
from ecdkit.errors import FormatError
from ecdkit.formats.registry import detect
from ecdkit.skeleton.form import shape
from ecdkit.skeleton.masking import mask
from ecdkit.skeleton.place import Budget, Place
from ecdkit.skeleton.walk import walk
from ecdkit.text import JsonText
from ecdkit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecdkit.formats.format import Version

__all__ = ["Skeleton", "skeleton_of"]

# A larger version is no version of a format, and might be anything.
_LARGEST_VERSION = 99
# The least and the most of something on lines of their own.
_PAIR = re.compile(r"\[\s+([0-9]+),\s+([0-9]+)\s+\]")


@frozen
class Skeleton:
    """The structure of a text without its values.

    Attributes:
        value: the document that can be shared, by the schema skeleton-1.
        unknown_names: names that it shows and that no published format has: whoever shares it
            should look whether they are data.
        masked_names: names that it hides though they look like a program's; they may be data, so
            they are for nobody but the owner of the file.
    """

    value: dict[str, Any]
    unknown_names: tuple[str, ...]
    masked_names: tuple[str, ...]

    def to_json(self) -> str:
        """Return the document as text, in ASCII."""
        text = json.dumps(self.value, indent=2)
        return _PAIR.sub(r"[\1, \2]", text) + "\n"


def skeleton_of(
    source: Document | JsonText | bytes | str,
    *,
    encoding: str | None = None,
    shown: Iterable[str] = (),
) -> Skeleton:
    """Return the structure of a text: its names, kinds, lengths and counts, and no value.

    It need not be a definition that is known; that is what a skeleton is for.

    Args:
        source: a document, or the bytes or characters of any JSON text.
        encoding: what the bytes are in, where that is neither UTF-8 nor told by a mark.
        shown: names that are no data, though they look as if they were.

    Raises:
        EncodingError: the bytes are no text.
        JsonSyntaxError: the text is not JSON.
        LimitError: it is beyond a limit.
    """
    text = _text_of(source, encoding)
    budget = Budget(frozenset(strings_of(shown, "names")))
    top = Place(budget)
    walk(text.root, top)
    mask(top)
    formed, unknown = shape(top)
    name, version = _identity(text)
    value = {
        "skeleton": 1,
        "ecdkit": __version__,
        "format": name,
        "version": version,
        "size": text.size,
        "encoding": text.encoding.name,
        "mark": bool(text.encoding.bom),
        "newlines": _newlines(text.data),
        "unknown": unknown,
        "shape": formed,
    }
    return Skeleton(value, tuple(unknown), tuple(sorted(budget.masked)))


def _text_of(source: Document | JsonText | bytes | str, encoding: str | None) -> JsonText:
    if isinstance(source, (bytes, str)):
        return JsonText.parse(source, encoding=encoding)
    return source.text if isinstance(source, Document) else source


def _identity(text: JsonText) -> tuple[str | None, Version]:
    try:
        found = detect(text.root)
    except FormatError:
        return None, None
    version = found.version_of(text.root)
    if isinstance(version, int) and not 0 <= version <= _LARGEST_VERSION:
        version = None
    return found.name, version


def _newlines(data: bytes) -> list[str]:
    pairs = data.count(b"\r\n")
    counts = {"CRLF": pairs, "LF": data.count(b"\n") - pairs, "CR": data.count(b"\r") - pairs}
    return [name for name, count in counts.items() if count]
