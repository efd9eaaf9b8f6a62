"""A document whose kind is known and whose version is not: everything in it survives."""

from __future__ import annotations

from ecdkit.codec import Extra, ExtraField, Model, extra_members, model

__all__ = ["OpaqueDocument"]


@model
class OpaqueDocument(Model):
    """A document of a version whose structure nobody has published.

    Attributes:
        extra: all members of the document, in order.
    """

    extra: ExtraField = extra_members(factory=Extra)
