"""Operations on the classes of a definition, also of one whose body is opaque."""

from ecdkit.edits.classes import parse_color, recolor_class, rename_class

__all__ = ["parse_color", "recolor_class", "rename_class"]
