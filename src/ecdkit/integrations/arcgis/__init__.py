"""Tools for ArcGIS Pro: a Python toolbox that calls the library."""
