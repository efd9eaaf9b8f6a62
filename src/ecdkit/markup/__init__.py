"""Lossless XML text: what stands where, and how to change one text and nothing else."""

from ecdkit.markup.elements import Attribute, Element
from ecdkit.markup.xmltext import LARGEST, XmlText, looks_like_xml

__all__ = ["LARGEST", "Attribute", "Element", "XmlText", "looks_like_xml"]
