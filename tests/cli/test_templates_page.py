"""The page about templates shows what the program prints, in the order in which it is typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from ecdkit.markup.scanner import DEEPEST, LONGEST_TEXT, MOST_ELEMENTS, MOST_REFERENCES
from ecdkit.templates.names import SUFFIXES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "templates.md").read_text("utf-8")
OLD = """\
<RasterFunctionTemplate xsi:type='typens:RasterFunctionTemplate' \
xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:typens='http://www.esri.com/schemas/ArcGIS/3.0.0'>
  <Name>Old</Name>
  <Description></Description>
  <Function xsi:type='typens:ClassifyFunction'>
    <Name>Classify</Name>
    <Description></Description>
    <PixelType>U8</PixelType>
  </Function>
  <Arguments xsi:type='typens:ClassifyFunctionArguments'>
    <Names xsi:type='typens:ArrayOfString'><String>ClassifierDefinitionFile</String></Names>
    <Values xsi:type='typens:ArrayOfAnyType'>
@
    </Values>
  </Arguments>
</RasterFunctionTemplate>
"""


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The files that the page speaks of."""
    monkeypatch.chdir(tmp_path)
    (forest,) = blocks("json")
    (line,) = blocks("xml")
    (tmp_path / "forest.ecd").write_text(forest)
    (tmp_path / "old.rft.xml").write_text(OLD.replace("@\n", line))
    (tmp_path / "bomb.rft.xml").write_text("<!DOCTYPE a []><RasterFunctionTemplate/>")
    return tmp_path


def test_the_page_shows_what_the_program_prints_and_its_python_runs(ecd, files, capfdbinary):
    for block in blocks("console"):
        for shown in block.split("$ ecd ")[1:]:
            command, _, output = shown.partition("\n")
            done = ecd(*shlex.split(command.replace("\\", "\\\\")))
            assert done.out + done.err == output, command
            assert done.code == (1 if command.startswith(("diff", "validate")) else 0)
    (code,) = blocks("python")
    exec(compile(code, "templates.md", "exec"), {})
    assert capfdbinary.readouterr().out == b"0 value 32 classifier-definition\n1\n"
    assert b"..\\models\\forest.ecd" in (files / "new.rft.xml").read_bytes()


def test_what_the_page_says_of_limits_and_names_is_true():
    assert f"{DEEPEST} elements, {MOST_ELEMENTS:,}" in PAGE
    assert (LONGEST_TEXT, MOST_REFERENCES) == (10_000_000, 500_000)
    assert all(f"`{suffix}`" in PAGE for suffix in SUFFIXES)


def test_a_third_of_the_public_templates_has_absolute_paths(corpus):
    from ecdkit.exchange.rft_xml import read_template

    found = [read_template(one) for one in (corpus / "raster-function-template").iterdir()]
    assert 0.3 < sum(bool(one.leaks()) for one in found) / len(found) < 0.4
