"""What steps share: new documents, what they may not do, and where classes stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecdkit.codec.base import fields_of
from ecdkit.codec.fields import MEMBER
from ecdkit.document import Document
from ecdkit.errors import MigrationError
from ecdkit.formats.registry import ENTRIES
from ecdkit.text.jsontext import JsonText
from ecdkit.text.splice import Splice
from ecdkit.text.style import CANONICAL, style_of
from ecdkit.text.write import write_document, write_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ecdkit.codec import Model
    from ecdkit.text.view import View

__all__ = ["members_of", "refusal", "travelling", "with_renamed", "written"]

# A member of one of these names would make a document one of another format.
_ROOTS = frozenset(entry.root_key for entry in ENTRIES if entry.root_key)


def written(value: dict[str, Any]) -> Document:
    """Return a new document in canonical layout.

    Args:
        value: the root; places of other texts in it keep the spelling of their numbers.
    """
    token = write_document(value, CANONICAL)
    return Document(JsonText.parse(token, check="full"))


def members_of(*models: type[Model]) -> frozenset[str]:
    """Return the names of the members that models know."""
    return frozenset(
        about.name
        for one in models
        for found in fields_of(one)
        if (about := found.metadata.get(MEMBER))
    )


def travelling(source: View, known: Collection[str], taken: Collection[str]) -> dict[str, View]:
    """Return the members of an object that travel as they are, because neither format knows them.

    Args:
        source: the object.
        known: the names that the source's format knows.
        taken: the names that mean something in the target's object.
    """
    closed = {*known, *taken, *_ROOTS}
    return {name: view for name, view in source.members() if name not in closed}


def with_renamed(doc: Document, names: Mapping[str, str]) -> Document:
    """Return the document with members renamed in place, and no other byte changed.

    Args:
        doc: the document.
        names: the new name of each member, by its pointer.

    Raises:
        MigrationError: there is a member of a new name already.
    """
    splices = []
    for pointer, name in names.items():
        parent = doc.text.at(pointer.rpartition("/")[0])
        member, there = doc.text.at(pointer), parent.get(name)
        if there is not None:
            raise refusal(
                there,
                f"{str(member.path[-1])!r} cannot become {name!r}: there is a member of that name",
                "remove one of them first",
            )
        assert member.key_span is not None
        splices.append(Splice(*member.key_span, write_key(name, style_of(parent), b"")))
    return Document(doc.text.spliced(splices), doc.path)


def refusal(view: View, message: str, hint: str | None = None) -> MigrationError:
    """Return why a step cannot be taken, with the place."""
    line, column = view.place
    return MigrationError(message, hint=hint, pointer=view.pointer, line=line, column=column)
