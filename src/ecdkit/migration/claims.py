"""Which files migrations write beside their documents, and that no two of those are one file.

A document has the name of its source. What belongs beside it, such as a model, has the name that it
had once, and so may that of another: which of them stays must not depend on which is written last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ecdkit.errors import UsageError
from ecdkit.files import place_of
from ecdkit.packages.package import Package

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ecdkit.document import Document
    from ecdkit.migration.run import Migration
    from ecdkit.migration.step import Step

__all__ = ["Claim", "brings_files", "claims_of", "require_alike", "require_free"]

_APART = "put one of them into a folder of its own, or migrate it by itself"


@frozen
class Claim:
    """A file that a migration writes beside its document.

    Attributes:
        source: the file that is migrated.
        path: the file that is written.
        place: what is the same for two paths that may be one file.
        digest: the SHA-256 of what it will hold.
    """

    source: str
    path: str
    place: str
    digest: bytes


def brings_files(doc: Document | Package, steps: Iterable[Step]) -> bool:
    """Return whether files may belong beside what a document becomes.

    Args:
        doc: the document, or a package.
        steps: the road.
    """
    return isinstance(doc, Package) or any(step.brings_files for step in steps)


def claims_of(source: str, made: Migration, output: str) -> tuple[Claim, ...]:
    """Return what a migration writes beside its document; files are read piece by piece.

    Args:
        source: the file that is migrated.
        made: the migration.
        output: the document's file.

    Raises:
        EcdError: a file cannot be read, or is not the one that the source was made with.
    """
    if made.is_packed:
        return ()
    paths = made.paths(output)[:-1]
    return tuple(
        Claim(source, path, place_of(path), _digest(file.chunks()))
        for path, file in zip(paths, made.files, strict=True)
    )


def _digest(pieces: Iterable[bytes]) -> bytes:
    from hashlib import sha256

    digest = sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.digest()


def require_free(claims: Iterable[Claim], outputs: Mapping[str, str]) -> None:
    """Do nothing where no file is the document of another.

    Args:
        claims: what is written beside documents.
        outputs: where the document of each source goes.

    Raises:
        UsageError: one is.
    """
    documents = {place_of(path): source for source, path in outputs.items()}
    for claim in claims:
        other = documents.get(claim.place, claim.source)
        if other != claim.source:
            raise UsageError(
                f"a file that comes with {claim.source} and what {other} becomes would "
                f"both be {claim.path}",
                hint=_APART,
            )


def require_alike(claims: Iterable[Claim]) -> None:
    """Do nothing where files that would be one are the same.

    Args:
        claims: what is written beside documents.

    Raises:
        UsageError: some are not the same.
    """
    first: dict[str, Claim] = {}
    unlike: dict[str, tuple[Claim, Claim]] = {}
    for claim in claims:
        before = first.setdefault(claim.place, claim)
        if before.digest != claim.digest:
            unlike.setdefault(claim.place, (before, claim))
    if unlike:
        one, other = next(iter(unlike.values()))
        more = f"; so it is with {len(unlike) - 1:,} more names" if len(unlike) > 1 else ""
        raise UsageError(
            f"{one.source} and {other.source} come with unlike files that would both be "
            f"{other.path}{more}",
            hint=_APART,
        )
