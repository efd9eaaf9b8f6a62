"""The edges of the map, one module for each family of formats."""
