"""The tools of the toolbox: what each is called, what it takes, and what of the library it calls.

*Deep Learning Model To Ecd* has the name, the parameters, labels and data types of Esri's own tool
(documented), so that models and scripts that call it need only another toolbox.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ecdkit.integrations.arcgis.tool import Parameter, Tool, arcpy
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecdkit.problems import Severity

__all__ = [
    "ALIAS",
    "LABEL",
    "Compare",
    "DeepLearningModelToEcd",
    "MigrateClassifierDefinition",
    "ValidateClassifierDefinition",
]

LABEL = "Classifier definitions (ecdkit)"
ALIAS = "ecdkit"

# The method of arcpy by which a problem is told, by its severity.
_TOLD: dict[Severity, str] = {"error": "AddError", "warning": "AddWarning", "note": "AddMessage"}


class DeepLearningModelToEcd(Tool):
    """Join a model and an extra info into one definition."""

    label = "Deep Learning Model To Ecd"
    description = (
        "Joins a deep learning model and an extra info with the names and colours of its classes "
        "into one classifier definition (.ecd). What it writes is a design of ecdkit; no tool of "
        "Esri is known to read it. Migrate Classifier Definition makes a deep learning package of "
        "the same files, which ArcGIS Pro opens."
    )
    parameters = (
        Parameter("in_deep_learning_model", "Input Deep Learning Model File"),
        Parameter("in_classification_info_json", "Input Esri Extra Info File"),
        Parameter(
            "out_classifier_definition",
            "Output Classifier Definition File",
            is_output=True,
            choices=("ecd",),
        ),
    )

    def work(self, values: Mapping[str, Any]) -> None:
        """Write the definition."""
        from ecdkit.deep_learning import NOTICE, deep_learning_model_to_ecd

        deep_learning_model_to_ecd(**values, overwrite=_may_replace())
        arcpy().AddWarning(NOTICE)


class ValidateClassifierDefinition(Tool):
    """List every problem of definitions."""

    label = "Validate Classifier Definition"
    description = (
        "Lists every problem of classifier definitions (.ecd), extra infos, endmember definitions, "
        "model definitions (.emd), deep learning packages (.dlpk) and raster function templates, "
        "each with its place."
    )
    parameters = (
        Parameter("in_files", "Input Files", several=True),
        Parameter(
            "out_report",
            "Output Report",
            is_output=True,
            is_optional=True,
            choices=("json",),
        ),
    )

    def work(self, values: Mapping[str, Any]) -> None:
        """Tell every problem as a message of its severity; write the report if it has a name."""
        from ecdkit.render.json import reports_json
        from ecdkit.render.terminal import Paint
        from ecdkit.render.text import problem_line
        from ecdkit.validation.validate import validate_file

        reports = [validate_file(name) for name in values["in_files"]]
        for report in reports:
            for problem in report.problems:
                line = problem_line(problem, report.file_of(problem) or "", Paint())
                getattr(arcpy(), _TOLD[problem.severity])(line)
            if not report.problems:
                arcpy().AddMessage(f"{printable(report.path or '')}: no problems")
        if values["out_report"]:
            _write(values["out_report"], reports_json(reports).encode())


class MigrateClassifierDefinition(Tool):
    """Write a file in another format, and say what that costs."""

    label = "Migrate Classifier Definition"
    description = (
        "Writes a definition in another format or version, a model and its extra info as a deep "
        "learning package (.dlpk) among them, and tells what became of every field."
    )
    parameters = (
        Parameter("in_definition", "Input Definition"),
        Parameter("target", "Target Format", "GPString"),
        Parameter("out_file", "Output File", is_output=True),
        Parameter(
            "inputs",
            "What The Target Needs",
            "GPValueTable",
            is_optional=True,
            columns=(("GPString", "Name"), ("GPString", "Value")),
        ),
        Parameter("accept_loss", "Accept Loss", "GPBoolean", is_optional=True),
        Parameter("allow_inferred", "Allow Inferred Steps", "GPBoolean", is_optional=True),
    )

    def getParameterInfo(self) -> list[Any]:  # noqa: N802 - ArcGIS calls it so
        """Return the parameters, with the targets that there are."""
        from ecdkit.migration.registry import TARGETS

        found = super().getParameterInfo()
        found[1].filter.list = list(TARGETS)
        return found

    def work(self, values: Mapping[str, Any]) -> None:
        """Migrate, and tell the ledger."""
        from ecdkit.errors import LossError
        from ecdkit.migration.many import Request, migrated, read_source
        from ecdkit.render.migration import ledger_text

        name = values["in_definition"]
        request = Request(
            target=values["target"],
            inputs=dict(values["inputs"]),
            on_loss="warn" if values["accept_loss"] else "error",
            allow="inferred" if values["allow_inferred"] else None,
        )
        try:
            made = migrated(read_source(name), request)
        except LossError as error:
            if error.ledger is not None:
                _say(ledger_text(error.ledger, name))
            raise
        made.write(values["out_file"], overwrite=_may_replace())
        _say(ledger_text(made.ledger, name))


class Compare(Tool):
    """Say what differs between two definitions."""

    label = "Compare"
    description = (
        "Says what differs between two definitions in the words of the field: classes, their "
        "names, colours and statistics."
    )
    parameters = (
        Parameter("in_definition", "Input Definition"),
        Parameter("in_other_definition", "Other Definition"),
        Parameter(
            "out_report", "Output Report", is_output=True, is_optional=True, choices=("html",)
        ),
    )

    def work(self, values: Mapping[str, Any]) -> None:
        """Tell what differs; write a page of it if it has a name."""
        from ecdkit.compare.diff import diff
        from ecdkit.document import read
        from ecdkit.render.diff_text import diff_text
        from ecdkit.render.html import diff_html
        from ecdkit.render.terminal import Paint

        delta = diff(read(values["in_definition"]), read(values["in_other_definition"]))
        _say(diff_text(delta, Paint()) if delta else "nothing differs")
        if values["out_report"]:
            _write(values["out_report"], diff_html(delta).encode())


def _say(text: str) -> None:
    for line in text.splitlines():
        arcpy().AddMessage(line)


def _may_replace() -> bool:
    return bool(arcpy().env.overwriteOutput)


def _write(path: str, content: bytes) -> None:
    from ecdkit.files import write_bytes

    write_bytes(os.fsdecode(path), [content], overwrite=_may_replace())
