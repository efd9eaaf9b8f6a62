"""Esri classifier definitions: root `EsriClassifierDefinitionFile`."""
