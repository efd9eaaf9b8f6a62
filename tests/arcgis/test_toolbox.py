"""The toolbox for ArcGIS Pro, in a fake of the part of arcpy that a toolbox touches."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import fake_arcpy
import pytest

import ecdkit
from ecdkit.cli import main
from ecdkit.integrations.arcgis.shipped import toolbox_bytes

INFO = {
    "ImportDeepLearningModelToEsriExtraInfo": 0,
    "Version": 1,
    "Classifier": "CNTK",
    "NumberRasterBands": 2,
    "MiniBatchSize": 16,
    "Classes": [{"Value": 100, "Name": "Impervious", "Color": [204, 204, 204]}],
}


class Pro:
    """An ArcGIS Pro with the toolbox in it."""

    def __init__(self, monkeypatch, path, *, overwrite=False):
        module, self.messages = fake_arcpy.module(overwrite=overwrite)
        monkeypatch.setitem(sys.modules, "arcpy", module)
        self.toolbox, self.tools = fake_arcpy.opened(path)

    def run(self, name, **values):
        fake_arcpy.run(self.tools[name], **values)

    def fails(self, name, **values):
        with pytest.raises(fake_arcpy.ExecuteError):
            self.run(name, **values)
        (error,) = self.messages.of(2)
        return error


@pytest.fixture
def pyt(tmp_path):
    """The toolbox, where the command puts it."""
    assert main(["toolbox", "-o", str(tmp_path / "tools")]) == 0
    return tmp_path / "tools" / "ecdkit.pyt"


@pytest.fixture
def pro(pyt, monkeypatch, tmp_path):
    (tmp_path / "info.json").write_text(json.dumps(INFO))
    (tmp_path / "cntk.model").write_bytes(bytes(range(256)))
    monkeypatch.chdir(tmp_path)
    return Pro(monkeypatch, pyt)


def test_the_command_writes_the_file_that_is_shipped_and_replaces_none(pyt, capsys):
    assert pyt.read_bytes() == toolbox_bytes()
    assert main(["toolbox", "-o", str(pyt.parent)]) == 2
    assert "use --force" in capsys.readouterr().err.lower()
    assert main(["toolbox", "-o", str(pyt.parent), "--force"]) == 0


def test_the_file_has_no_logic_of_its_own():
    tree = ast.parse(toolbox_bytes())
    kinds = {type(node).__name__ for node in ast.walk(tree)}
    assert not kinds & {"If", "For", "While", "Call", "Try", "With", "Lambda", "BinOp", "Compare"}
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Import)]
    assert [node.module for node in imports] == ["ecdkit.integrations.arcgis.tools"]
    assert len(toolbox_bytes().splitlines()) < 30
    assert toolbox_bytes().isascii()


def test_it_lies_where_a_geoprocessing_module_has_its_toolboxes():
    # Esri, Create geoprocessing modules: what a package has in esri/toolboxes appears by itself.
    path = Path(ecdkit.__file__).parent / "esri" / "toolboxes" / "ecdkit.pyt"
    assert path.read_bytes() == toolbox_bytes()


def test_importing_the_tools_needs_no_arcpy():
    code = "import ecdkit.integrations.arcgis.tools, sys; assert 'arcpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_member_of_the_fake_names_its_page():
    assert set(fake_arcpy.PAGES) == {
        *("Parameter", "Filter", "AddMessage", "AddWarning", "AddError", "ExecuteError", "env"),
        *("Toolbox", "Tool"),
    }
    module, _ = fake_arcpy.module()
    names = {name for name in vars(module) if not name.startswith("__")}
    assert names <= set(fake_arcpy.PAGES)


def test_the_tools_have_what_arcgis_calls_and_say_what_they_are(pro):
    assert list(pro.tools) == [
        "DeepLearningModelToEcd",
        "ValidateClassifierDefinition",
        "MigrateClassifierDefinition",
        "Compare",
    ]
    for tool in pro.tools.values():
        one = tool()
        assert all(callable(getattr(one, name)) for name in fake_arcpy.METHODS)
        assert one.label
        assert one.description.endswith(".")
        parameters = one.getParameterInfo()
        names = [parameter.name for parameter in parameters]
        assert len(set(names)) == len(names)
        assert all(name.isidentifier() and name.islower() for name in names)
        # ArcGIS wants optional parameters behind those that are required.
        kinds = [parameter.parameterType for parameter in parameters]
        assert kinds == sorted(kinds, reverse=True)


def test_the_seed_has_the_name_and_parameters_of_esri_s_tool(pro):
    # https://pro.arcgis.com/en/pro-app/latest/tool-reference/spatial-analyst/deep-learning-model-to-ecd.htm
    tool = pro.tools["DeepLearningModelToEcd"]()
    assert tool.label == "Deep Learning Model To Ecd"
    assert [
        (one.name, one.displayName, fake_arcpy.DATA_TYPES[one.datatype], one.direction)
        for one in tool.getParameterInfo()
    ] == [
        ("in_deep_learning_model", "Input Deep Learning Model File", "File", "Input"),
        ("in_classification_info_json", "Input Esri Extra Info File", "File", "Input"),
        ("out_classifier_definition", "Output Classifier Definition File", "File", "Output"),
    ]


def test_the_seed_writes_what_the_command_writes(pro, tmp_path):
    values = {
        "in_deep_learning_model": str(tmp_path / "cntk.model"),
        "in_classification_info_json": str(tmp_path / "info.json"),
        "out_classifier_definition": str(tmp_path / "one.ecd"),
    }
    pro.run("DeepLearningModelToEcd", **values)
    ecdkit.deep_learning_model_to_ecd("cntk.model", "info.json", "two.ecd")
    assert (tmp_path / "one.ecd").read_bytes() == (tmp_path / "two.ecd").read_bytes()
    (warning,) = pro.messages.of(1)
    assert "no Esri tool is known to read this file" in warning
    assert "the file exists" in pro.fails("DeepLearningModelToEcd", **values)


def test_a_file_is_replaced_where_the_environment_says_so(pyt, monkeypatch, tmp_path, pro):
    assert pro
    again = Pro(monkeypatch, pyt, overwrite=True)
    for _ in range(2):
        again.run(
            "DeepLearningModelToEcd",
            in_deep_learning_model=tmp_path / "cntk.model",
            in_classification_info_json=tmp_path / "info.json",
            out_classifier_definition=tmp_path / "one.ecd",
        )
    assert again.messages.of(2) == []


def test_what_is_wrong_becomes_an_error_of_the_tool(pro):
    error = pro.fails(
        "DeepLearningModelToEcd",
        in_deep_learning_model="gone.model",
        in_classification_info_json="info.json",
        out_classifier_definition="one.ecd",
    )
    assert error == "gone.model: there is no such file"


def test_every_problem_is_a_message_of_its_severity(pro, tmp_path):
    wrong = {**INFO, "Classifier": 5, "Classes": [{"Value": 1, "Name": " a", "Color": [1, 2, 3]}]}
    (tmp_path / "a wrong; one.json").write_text(json.dumps(wrong, indent=1))
    pro.run(
        "ValidateClassifierDefinition",
        in_files=["info.json", "a wrong; one.json"],
        out_report=str(tmp_path / "report.json"),
    )
    (error,), warnings, notes = (pro.messages.of(level) for level in (2, 1, 0))
    assert error.startswith("a wrong; one.json:4:16: error: a string is expected")
    assert any("/Name" in one and one.endswith("[name-outer-space]") for one in warnings)
    assert notes == ["info.json: no problems"]
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["ok"] is False
    assert [one["file"] for one in report["files"]] == ["info.json", "a wrong; one.json"]


def test_an_extra_info_becomes_a_package_and_the_ledger_is_told(pro, tmp_path):
    needed = [
        ["ModelFile", "cntk.model"],
        ["ModelType", "ImageClassification"],
        ["ModelConfiguration", "FasterRCNN"],
        ["ImageHeight", 256],
        ["ImageWidth", "256"],
    ]
    values = {
        "in_definition": "info.json",
        "target": "dlpk",
        "out_file": str(tmp_path / "out.dlpk"),
        "inputs": needed,
    }
    tool = pro.tools["MigrateClassifierDefinition"]()
    assert "dlpk" in tool.getParameterInfo()[1].filter.list
    pro.run("MigrateClassifierDefinition", **values)
    with zipfile.ZipFile("out.dlpk") as archive:
        assert archive.namelist() == ["out.emd", "cntk.model"]
    told = "\n".join(pro.messages.of(0))
    assert "info.json: extra-info@1 to dlpk: " in told
    assert "supplied  /ModelFile" in told
    error = pro.fails("MigrateClassifierDefinition", **{**values, "inputs": needed[1:]})
    assert "this needs ModelFile" in error


def test_a_loss_is_refused_with_its_ledger_until_it_is_accepted(pro, tmp_path):
    ecdkit.migrate(
        ecdkit.read("info.json"),
        "dlpk",
        ModelFile="cntk.model",
        ModelType="ImageClassification",
        ModelConfiguration="FasterRCNN",
        ImageHeight=1,
        ImageWidth=1,
    ).write("a.dlpk")
    (tmp_path / "out").mkdir()
    values = {
        "in_definition": "a.dlpk",
        "target": "extra-info@1",
        "out_file": str(tmp_path / "out" / "info.json"),
    }
    assert "cannot hold" in pro.fails("MigrateClassifierDefinition", **values)
    assert any(line.startswith("  lost ") for line in pro.messages.of(0))
    assert not list((tmp_path / "out").iterdir())
    pro.messages.told.clear()
    pro.run("MigrateClassifierDefinition", **values, accept_loss=True)
    assert (tmp_path / "out" / "info.json").exists()


def test_what_differs_is_told(pro, tmp_path):
    ecdkit.rename_class(ecdkit.read("info.json"), 100, "Sealed").write("other.json")
    pro.run(
        "Compare",
        in_definition="info.json",
        in_other_definition="other.json",
        out_report=str(tmp_path / "report.html"),
    )
    told = "\n".join(pro.messages.of(0))
    assert "Impervious" in told
    assert "Sealed" in told
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    pro.messages.told.clear()
    pro.run("Compare", in_definition="info.json", in_other_definition="info.json")
    assert pro.messages.of(0) == ["nothing differs"]
