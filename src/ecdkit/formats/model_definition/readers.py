"""What a model definition has for those who read it, by its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.formats.common_rules import string_of
from ecdkit.formats.model_definition.needs import readers_for
from ecdkit.text.kinds import NULL, STRINGS

if TYPE_CHECKING:
    from ecdkit.formats.model_definition.needs import Reader
    from ecdkit.text.view import View

__all__ = ["configuration_name", "is_there", "readers_of"]


def readers_of(root: View) -> list[Reader]:
    """Return who reads a definition of a model.

    Args:
        root: its root.
    """
    framework, kind = string_of(root, "Framework"), string_of(root, "ModelType")
    return readers_for(framework, kind, has_function=is_there(root, "InferenceFunction"))


def is_there(root: View, key: str) -> bool:
    """Whether a member is there and not null."""
    place = root.get(key)
    return place is not None and place.kind != NULL


def configuration_name(root: View) -> str | None:
    """Return the Python module that a definition names as its configuration."""
    place = root.get("ModelConfiguration")
    if place is None:
        return None
    if place.kind == STRINGS:
        return str(place.value())
    return string_of(place, "Name")
