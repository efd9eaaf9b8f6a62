"""JSON pointers (RFC 6901): how a place in a document is named."""

from __future__ import annotations

from ecdkit.errors import PointerError
from ecdkit.text.excerpt import cut

_LONGEST_INDEX = 18

__all__ = ["format_pointer", "parse_index", "parse_pointer"]


def parse_pointer(pointer: str) -> tuple[str, ...]:
    """Return the reference tokens of a pointer.

    Args:
        pointer: such as "/Definitions/0/Classifier", or the same as a URI fragment
            ("#/Definitions/0"), where percent escapes stand for characters.

    Raises:
        PointerError: it is neither empty nor begins with a slash, or holds a bad escape.
    """
    text = pointer
    if pointer.startswith("#"):
        from urllib.parse import unquote_to_bytes

        try:
            text = unquote_to_bytes(pointer[1:]).decode()
        except UnicodeError:
            raise PointerError(
                f"{cut(pointer)!r} holds characters or percent escapes that are not UTF-8"
            ) from None
    if not text:
        return ()
    if not text.startswith("/"):
        raise PointerError(
            f"{cut(pointer)!r} is no JSON pointer", hint="a JSON pointer begins with a slash"
        )
    return tuple(_unescape(token, pointer) for token in text[1:].split("/"))


def format_pointer(tokens: tuple[str | int, ...]) -> str:
    """Return the pointer of reference tokens; indices may be integers."""
    return "".join(
        "/" + (str(token) if isinstance(token, int) else _escape(token)) for token in tokens
    )


def parse_index(token: str) -> int | None:
    """Return the array index that a reference token stands for; None where it is none."""
    if token.isascii() and token.isdigit() and (len(token) == 1 or not token.startswith("0")):
        # More digits than any array has elements; Python would refuse to convert very many.
        return int(token) if len(token) <= _LONGEST_INDEX else None
    return None


def _escape(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")


def _unescape(token: str, pointer: str) -> str:
    if "~" not in token:
        return token
    pieces = token.split("~")
    if any(piece[:1] not in ("0", "1") for piece in pieces[1:]):
        raise PointerError(
            f"{cut(pointer)!r} is no JSON pointer", hint="a tilde is written ~0, and a slash ~1"
        )
    return token.replace("~1", "/").replace("~0", "~")
