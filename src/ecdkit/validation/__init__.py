"""What is wrong with a document: its structure, its schema, its spelling, its rules."""

from ecdkit.validation.report import Report
from ecdkit.validation.settings import Settings
from ecdkit.validation.validate import validate, validate_file

__all__ = ["Report", "Settings", "validate", "validate_file"]
