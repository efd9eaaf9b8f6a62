"""Esri model definitions (`.emd`), which have no root key: known by their key set."""
