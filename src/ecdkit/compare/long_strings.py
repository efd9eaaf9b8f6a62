"""What is told of long strings that differ: where, and how large they are, not what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.compare.result import Part

if TYPE_CHECKING:
    from ecdkit.text.view import View

__all__ = ["digest_of", "is_base64", "part_of"]

_EMBEDDED = "Data"


def part_of(one: View, other: View, head: int, tail: int) -> Part:
    """Return what is told of two long strings of which the ends are alike."""
    sizes, digests, base64 = [], [], one.path[-1:] == (_EMBEDDED,)
    for view in (one, other):
        base64 = base64 and is_base64(view)
    for view in (one, other):
        size, digest = digest_of(view, base64=base64)
        sizes.append(size)
        digests.append(digest)
    return Part(head, tail, sizes[0], sizes[1], digests[0], digests[1], base64)


def is_base64(view: View) -> bool:
    """Whether a string is base64."""
    from ecdkit.codec.blob import Blob

    return Blob(view).is_base64


def digest_of(view: View, *, base64: bool) -> tuple[int, str]:
    """Return size and SHA-256 of a string: of what it stands for, or of its characters."""
    from hashlib import sha256

    digest = sha256()
    if not base64:
        characters = view.token[1:-1]
        digest.update(characters)
        return len(characters), digest.hexdigest()
    from ecdkit.codec.blob import Blob

    blob = Blob(view)
    for chunk in blob.chunks():
        digest.update(chunk)
    return blob.size, digest.hexdigest()
