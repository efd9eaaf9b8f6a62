"""The part of arcpy that a Python toolbox touches, and nothing more.

arcpy cannot be had here: it comes with ArcGIS and runs in it. Each member is as a page of Esri's
documentation of ArcGIS Pro says, below https://pro.arcgis.com/en/pro-app/latest/arcpy/; whatever is
not listed here is not there, so that a tool that touches it fails.
"""

from __future__ import annotations

import types

PAGES = {
    "Parameter": "classes/parameter.htm",
    "Filter": "classes/filter.htm",
    "AddMessage": "functions/addmessage.htm",
    "AddWarning": "functions/addwarning.htm",
    "AddError": "functions/adderror.htm",
    "ExecuteError": "geoprocessing_and_python/error-handling-with-python.htm",
    "env": "classes/env.htm",
    "Toolbox": "geoprocessing_and_python/a-template-for-python-toolboxes.htm",
    "Tool": "geoprocessing_and_python/defining-a-tool-in-a-python-toolbox.htm",
}

# Geoprocessing data types that parameters may have, by their keywords
# (geoprocessing_and_python/defining-parameter-data-types-in-a-python-toolbox.htm).
DATA_TYPES = {
    "DEFile": "File",
    "GPString": "String",
    "GPBoolean": "Boolean",
    "GPValueTable": "Value Table",
}
# What ArcGIS calls of a tool; only the first and the last must be there.
METHODS = (
    "__init__",
    "getParameterInfo",
    "isLicensed",
    "updateParameters",
    "updateMessages",
    "postExecute",
    "execute",
)


class ExecuteError(Exception):
    """What a tool raises to end in failure."""


class Filter:
    """What values a parameter may have: choices, or extensions of files."""

    __slots__ = ("list", "type")

    def __init__(self):
        self.type = None
        self.list = []


class Parameter:
    """A parameter of a tool; the arguments are in the order of the page."""

    __slots__ = (
        "category",
        "columns",
        "datatype",
        "direction",
        "displayName",
        "enabled",
        "filter",
        "multiValue",
        "name",
        "parameterType",
        "symbology",
        "value",
    )

    def __init__(
        self,
        name=None,
        displayName=None,
        direction="Input",
        datatype="GPString",
        parameterType="Required",
        enabled=True,
        category=None,
        symbology=None,
        multiValue=False,
    ):
        assert datatype in DATA_TYPES
        assert direction in ("Input", "Output")
        assert parameterType in ("Required", "Optional", "Derived")
        self.name = name
        self.displayName = displayName
        self.direction = direction
        self.datatype = datatype
        self.parameterType = parameterType
        self.enabled = enabled
        self.category = category
        self.symbology = symbology
        self.multiValue = multiValue
        self.filter = Filter()
        self.columns = []
        self.value = None

    @property
    def valueAsText(self):
        """The value as text; several values with semicolons between them."""
        if self.value is None:
            return None
        return ";".join(map(str, self.value)) if self.multiValue else str(self.value)

    @property
    def values(self):
        """The values of a parameter that takes several, or the rows of a table."""
        return self.value


class Messages:
    """Gathers what a tool says."""

    def __init__(self):
        self.told = []

    def AddMessage(self, message):
        self.told.append((0, message))

    def AddWarning(self, message):
        self.told.append((1, message))

    def AddError(self, message):
        self.told.append((2, message))

    def of(self, severity):
        return [message for level, message in self.told if level == severity]


def module(*, overwrite=False):
    """Return a module `arcpy`, and what tools say through it."""
    found = types.ModuleType("arcpy")
    messages = Messages()
    found.Parameter = Parameter
    found.ExecuteError = ExecuteError
    found.env = types.SimpleNamespace(overwriteOutput=overwrite)
    for name in ("AddMessage", "AddWarning", "AddError"):
        setattr(found, name, getattr(messages, name))
    return found, messages


def opened(path):
    """Open a toolbox as ArcGIS does: run the file, make the `Toolbox`, and take its tools."""
    scope = {"__name__": path.stem, "__file__": str(path)}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), scope)
    toolbox = scope["Toolbox"]()
    assert isinstance(toolbox.label, str)
    assert toolbox.alias.isalnum()
    return toolbox, {tool.__name__: tool for tool in toolbox.tools}


def run(tool, **values):
    """Type values into a tool and run it."""
    one = tool()
    parameters = one.getParameterInfo()
    names = [parameter.name for parameter in parameters]
    assert set(values) <= set(names)
    for parameter in parameters:
        parameter.value = values.get(parameter.name)
        assert parameter.value is not None or parameter.parameterType == "Optional", parameter.name
    assert one.isLicensed()
    one.updateParameters(parameters)
    one.updateMessages(parameters)
    one.execute(parameters, None)
    one.postExecute(parameters)
