"""What ArcGIS asks of a tool in a Python toolbox, and how a tool answers.

Source: Esri, ArcGIS Pro help, Tool definitions in a Python toolbox. `arcpy` is there only inside
of ArcGIS, so it is imported when a tool is asked for something.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import frozen

from ecdkit.errors import EcdError
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Parameter", "Tool", "arcpy"]


def arcpy() -> Any:
    """Return the module of ArcGIS."""
    return import_module("arcpy")


@frozen
class Parameter:
    """A parameter of a tool, as it is shown and typed.

    Attributes:
        name: what scripts call it.
        label: what people see.
        kind: a geoprocessing data type, such as "DEFile".
        is_output: whether the tool writes it.
        is_optional: whether it may be left out.
        several: whether it takes several values.
        choices: what it may be; of a file the extensions of its name.
        columns: of a table of values the types and names of its columns.
    """

    name: str
    label: str
    kind: str = "DEFile"
    is_output: bool = False
    is_optional: bool = False
    several: bool = False
    choices: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()

    def made(self) -> Any:
        """Return the parameter as ArcGIS has it."""
        found = arcpy().Parameter(
            displayName=self.label,
            name=self.name,
            datatype=self.kind,
            parameterType="Optional" if self.is_optional else "Required",
            direction="Output" if self.is_output else "Input",
            multiValue=self.several,
        )
        if self.columns:
            found.columns = [list(column) for column in self.columns]
        if self.choices:
            found.filter.list = list(self.choices)
        return found

    def value_of(self, found: Any) -> Any:
        """Return what was typed: text, a list of texts, rows of texts, a boolean, or None."""
        if self.columns or self.several:
            values = found.values or []
            return [[str(cell) for cell in row] if self.columns else str(row) for row in values]
        if self.kind == "GPBoolean":
            return bool(found.value)
        return found.valueAsText


class Tool(ABC):
    """A tool of a toolbox: its parameters, and the work that is done with their values."""

    label: ClassVar[str]
    description: ClassVar[str]
    parameters: ClassVar[tuple[Parameter, ...]]

    def getParameterInfo(self) -> list[Any]:  # noqa: N802 - ArcGIS calls it so
        """Return the parameters."""
        return [one.made() for one in self.parameters]

    def isLicensed(self) -> bool:  # noqa: N802 - ArcGIS calls it so
        """Whether the tool may run: it needs no extension."""
        return True

    def updateParameters(self, parameters: list[Any]) -> None:  # noqa: B027, N802 - ArcGIS calls it
        """Change nothing while somebody types."""

    def updateMessages(self, parameters: list[Any]) -> None:  # noqa: B027, N802 - ArcGIS calls it
        """Add nothing to what ArcGIS says while somebody types."""

    def execute(self, parameters: list[Any], messages: Any) -> None:  # noqa: ARG002 - arcpy has them
        """Do the work; what is wrong becomes an error of the tool, never a traceback."""
        values = {
            one.name: one.value_of(found)
            for one, found in zip(self.parameters, parameters, strict=True)
        }
        try:
            self.work(values)
        except EcdError as error:
            arcpy().AddError(printable(str(error)))
            raise arcpy().ExecuteError from None

    def postExecute(self, parameters: list[Any]) -> None:  # noqa: B027, N802 - ArcGIS calls it
        """Do nothing once the outputs are shown."""

    @abstractmethod
    def work(self, values: Mapping[str, Any]) -> None:
        """Do the work.

        Args:
            values: what was typed, by the names of the parameters.

        Raises:
            EcdError: something is wrong.
        """
