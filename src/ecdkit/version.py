"""The library's version: one of the four version axes, and the only one that code may read."""

__version__ = "0.1.0"
