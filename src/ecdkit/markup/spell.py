"""How a text is spelled in XML: escaped like its neighbours, with nothing lost on the way back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import frozen

from ecdkit.errors import EditError
from ecdkit.text.excerpt import printable
from ecdkit.text.position import place_of

if TYPE_CHECKING:
    from ecdkit.text.encoding import Encoding

__all__ = ["Spelling", "require_characters"]

# XML 1.0, section 2.2: what is no character of it. Half surrogates cannot occur in UTF-8.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@frozen
class Spelling:
    """How texts are spelled in a file.

    Attributes:
        newline: what a line ends with in the file; read as a line feed, whichever it is.
        escaped: characters that the file escapes though it need not: of `"`, `'` and `>`.
        encoding: what the file is written in; characters that it lacks become references.
    """

    newline: bytes
    escaped: frozenset[str]
    encoding: Encoding

    def characters(self, text: str, before: str = "") -> bytes:
        """Return a text as character data.

        Args:
            text: the text.
            before: what stands before it, because `]]>` must not.
        """
        names = {"&": "&amp;", "<": "&lt;", "\r": "&#13;", '"': "&quot;", "'": "&apos;"}
        pieces = []
        for found in re.finditer("[&<>\"'\r\n]|[^&<>\"'\r\n]+", text):
            piece = found[0]
            if piece == "\n":
                pieces.append(self.newline.decode())
            elif piece == ">":
                tail = _behind(text, found.start(), before)
                pieces.append("&gt;" if ">" in self.escaped or tail == "]]" else ">")
            elif piece in "\"'":
                pieces.append(names[piece] if piece in self.escaped else piece)
            elif piece in names:
                pieces.append(names[piece])
            else:
                pieces.append(self._held(piece, "", ""))
        return "".join(pieces).encode()

    def cdata(self, text: str, before: str = "") -> bytes:
        """Return a text as the inside of a CDATA section, which is left where it must be.

        Args:
            text: the text.
            before: what stands before it in the same section.
        """
        close, reopen = "]]>", "<![CDATA["
        pieces = []
        for found in re.finditer("[>\r\n]|[^>\r\n]+", text):
            piece = found[0]
            if piece == "\n":
                pieces.append(self.newline.decode())
            elif piece == "\r":
                pieces.append(f"{close}&#13;{reopen}")
            elif piece == ">":
                tail = _behind(text, found.start(), before)
                pieces.append(f"{close}{reopen}>" if tail == "]]" else ">")
            else:
                pieces.append(self._held(piece, close, reopen))
        return "".join(pieces).encode()

    def _held(self, piece: str, close: str, reopen: str) -> str:
        if piece.isascii() or self.encoding.name.startswith("utf"):
            return piece
        lacks = self.encoding.lacks
        return "".join(
            f"{close}&#x{ord(one):x};{reopen}" if not one.isascii() and lacks(one) else one
            for one in piece
        )


def _behind(text: str, at: int, before: str) -> str:
    """Return the two characters before a place."""
    return (before + text[max(at - 2, 0) : at])[-2:]


def require_characters(data: bytes, what: str) -> None:
    """Refuse a text that XML cannot hold.

    Args:
        data: the text in UTF-8.
        what: what it is, for the message.

    Raises:
        EditError: a character of it is none of XML 1.0, with its line and column.
    """
    found = _FORBIDDEN.search(data.decode())
    if found is None:
        return
    line, column = place_of(data, len(found.string[: found.start()].encode()))
    raise EditError(
        f"{what} holds {printable(found[0])}, which XML 1.0 has no place for",
        hint=f"write it as the escape \\u{ord(found[0]):04x} of JSON",
        line=line,
        column=column,
    )
