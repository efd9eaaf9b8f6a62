"""The published JSON Schemas: one file for each format and version, immutable once released."""
