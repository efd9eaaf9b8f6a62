"""`Blob`: bytes that a document carries as base64, decoded only when somebody asks."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from ecdkit.errors import DefinitionError
from ecdkit.text.grammar import decode_string
from ecdkit.text.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Blob"]

_CHUNK = 4 << 20
_PAD = b"="[0]
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class Blob:
    """Bytes in base64 (RFC 4648, section 4, with padding).

    Args:
        source: the string in a text, or the base64 characters themselves.
    """

    __slots__ = ("_source",)

    def __init__(self, source: View | bytes) -> None:
        self._source = source

    @classmethod
    def of(cls, content: bytes) -> Blob:
        """Return a blob that holds these bytes."""
        return cls(base64.b64encode(content))

    @property
    def encoded(self) -> memoryview:
        """The base64 characters, without a copy unless some are written as escapes."""
        if not isinstance(self._source, View):
            return memoryview(self._source)
        start, end = self._source.span
        data = self._source.text.data
        if data.find(b"\\", start, end) >= 0:
            return memoryview(decode_string(data[start:end]).encode("utf-8", "surrogatepass"))
        return memoryview(data)[start + 1 : end - 1]

    @property
    def string(self) -> View | str:
        """The string that a document has for it: where it was read, or the characters."""
        if isinstance(self._source, View):
            return self._source
        return self._source.decode("latin-1")

    @property
    def size(self) -> int:
        """The number of bytes that it stands for."""
        encoded = self.encoded
        padding = bytes(encoded[-2:]).count(b"=")
        return len(encoded) // 4 * 3 - padding

    @property
    def is_base64(self) -> bool:
        """Whether the characters are base64 at all; looks at every one."""
        encoded = self.encoded
        if len(encoded) % 4:
            return False
        for at in range(0, len(encoded), _CHUNK):
            piece = bytes(encoded[at : at + _CHUNK])
            if at + _CHUNK >= len(encoded):
                piece = piece[: len(piece) - (piece[-2:].count(b"=") if piece else 0)]
            if piece.translate(None, _ALPHABET):
                return False
        return True

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in pieces of some megabytes.

        Raises:
            DefinitionError: the characters are not base64.
        """
        encoded = self.encoded
        if len(encoded) % 4:
            raise self._broken("the number of characters is no multiple of four")
        for at in range(0, len(encoded), _CHUNK):
            piece = encoded[at : at + _CHUNK]
            if piece[-1] == _PAD and at + _CHUNK < len(encoded):
                raise self._broken("padding before the end")
            try:
                yield binascii.a2b_base64(piece, strict_mode=True)
            except binascii.Error as error:
                raise self._broken(str(error)[:1].lower() + str(error)[1:]) from None

    def to_bytes(self) -> bytes:
        """Return the bytes.

        Raises:
            DefinitionError: the characters are not base64.
        """
        return b"".join(self.chunks())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Blob) and self.encoded == other.encoded

    def __hash__(self) -> int:
        return hash((Blob, len(self.encoded)))

    def __repr__(self) -> str:
        return f"<{self.size:,} bytes in base64>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Blob, (bytes(self.encoded),))

    def _broken(self, reason: str) -> DefinitionError:
        if not isinstance(self._source, View):
            return DefinitionError(f"this is not base64: {reason}")
        line, column = self._source.place
        return DefinitionError(
            f"this is not base64: {reason}",
            pointer=self._source.pointer,
            line=line,
            column=column,
        )
