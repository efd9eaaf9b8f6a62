"""The two spellings of the classes of model definitions."""

from __future__ import annotations

from ecdkit.formats.format import ClassKeys

__all__ = ["MODEL_DEFINITION_KEYS"]

# The first is documented; arcgis.learn still reads the second (observed).
MODEL_DEFINITION_KEYS = (
    ClassKeys("Value", "Name", ("Color",), color_optional=True),
    ClassKeys("ClassValue", "ClassName", ("Color",), color_optional=True),
)
