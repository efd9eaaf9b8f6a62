"""The tools of ecdkit for ArcGIS Pro. What they do is in the library, which must be installed."""

from ecdkit.integrations.arcgis.tools import (
    ALIAS,
    LABEL,
    Compare,
    DeepLearningModelToEcd,
    MigrateClassifierDefinition,
    ValidateClassifierDefinition,
)


class Toolbox:
    """What ArcGIS looks for in this file."""

    def __init__(self):
        self.label = LABEL
        self.alias = ALIAS
        self.tools = [
            DeepLearningModelToEcd,
            ValidateClassifierDefinition,
            MigrateClassifierDefinition,
            Compare,
        ]
