"""Raster function templates (`.rft.xml`, and raster functions in JSON) and the definitions in them.

    template = read_template("classify.rft.xml")
    for held in template.held:
        print(held.at, held.how, held.line, held.document)
    template.embed(Path("forest.ecd").read_bytes()).write(overwrite=True)

A definition is text of the template: its characters are kept, all of them, and its lines and
columns are told in the template's file. What is not edited stays byte for byte.
"""

from ecdkit.compare.templates import TemplateDiff, diff_templates
from ecdkit.templates.held import Held, Leak
from ecdkit.templates.make import new_template
from ecdkit.templates.paths import Relocation
from ecdkit.templates.reading import parse_template, read_template
from ecdkit.templates.template import Template

__all__ = [
    "Held",
    "Leak",
    "Relocation",
    "Template",
    "TemplateDiff",
    "diff_templates",
    "new_template",
    "parse_template",
    "read_template",
]
