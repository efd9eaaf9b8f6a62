"""What differs between two raster function templates: in their definitions, and elsewhere."""

from ecdkit.compare.templates.diff import diff_templates
from ecdkit.compare.templates.result import HeldDiff, PlaceDiff, TemplateDiff

__all__ = ["HeldDiff", "PlaceDiff", "TemplateDiff", "diff_templates"]
