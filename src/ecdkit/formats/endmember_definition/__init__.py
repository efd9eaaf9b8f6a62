"""Esri endmember definitions: root `EsriEndmemberDefinitionFile`, in two spellings."""
