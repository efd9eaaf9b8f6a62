"""Lossless XML text: what stands where, and how to change one text and nothing else."""

from ecdkit.markup.elements import Attribute, Element
from ecdkit.markup.xmltext import LARGEST, XmlText

__all__ = ["LARGEST", "Attribute", "Element", "XmlText"]
