"""Raster function templates: the definitions in them, by value and by path."""

from ecdkit.templates.held import Held, Leak
from ecdkit.templates.make import new_template
from ecdkit.templates.reading import is_template, parse_template, read_template
from ecdkit.templates.template import Template

__all__ = [
    "Held",
    "Leak",
    "Template",
    "is_template",
    "new_template",
    "parse_template",
    "read_template",
]
