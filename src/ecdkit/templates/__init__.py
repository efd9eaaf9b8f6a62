"""Raster function templates: the definitions in them, by value and by path."""
