"""Every rule of templates at its boundaries: what conforms is not told, what violates is, in words."""

from __future__ import annotations

import functools
from json import dumps as encoded
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from ecdkit import Limits
from ecdkit.exchange.rft_xml import new_template, parse_template
from ecdkit.templates import contents
from ecdkit.templates.template import NAME as TEMPLATE
from ecdkit.text import JsonText
from ecdkit.validation.catalogue import catalogue, rule
from ecdkit.validation.validate import validate_bytes

SVM = b"""{
 "EsriClassifierDefinitionFile": 0,
 "FileVersion": 1,
 "NumberDefinitions": 1,
 "Definitions": [{"Classifier": "SVM"}]
}
"""
HEAD = """\
<RasterFunctionTemplate xsi:type='typens:RasterFunctionTemplate' \
xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
xmlns:xs='http://www.w3.org/2001/XMLSchema' \
xmlns:typens='http://www.esri.com/schemas/ArcGIS/3.0.0'>"""
XML = f"""{HEAD}
  <Name>Forest</Name>
  <Description>A raster function template.</Description>
  <Function xsi:type='typens:ClassifyFunction' id='ID1'>
    <Name>Classify</Name>
    <Description/>
    <PixelType>U8</PixelType>
  </Function>
  <Arguments xsi:type='typens:ClassifyFunctionArguments' id='ID2'>
    <Names xsi:type='typens:ArrayOfString' id='ID3'>
      <String>Raster</String>
      <String>ClassifierDefinitionFile</String>
    </Names>
    <Values xsi:type='typens:ArrayOfAnyType' id='ID4'>
      <AnyType xsi:type='typens:RasterFunctionVariable' id='ID5'>
        <Name>Raster</Name>
        <Description></Description>
        <Value></Value>
        <IsDataset>true</IsDataset>
      </AnyType>
      <AnyType xsi:type='xs:string'>forest.ecd</AnyType>
    </Values>
  </Arguments>
  <Help></Help>
  <Type>0</Type>
  <Thumbnail></Thumbnail>
  <Definition></Definition>
  <Group></Group>
  <Tag></Tag>
</RasterFunctionTemplate>
"""
PATH = "<AnyType xsi:type='xs:string'>forest.ecd</AnyType>"
REMEDY = "rewrite it with `ecd template paths FILE --relocate .`"
PAIR = "add the name or the value that is missing"


def xml(old="", new="", count=1):
    assert XML.count(old) == count or old == ""
    return XML.replace(old, new).encode()


def path(value):
    return xml(">forest.ecd<", f">{value}<")


def json(value):
    return (
        '{"rasterFunction": "Classify",\n "rasterFunctionArguments": '
        f'{{"ClassifierDefinitionFile": "{value}"}}}}'
    ).encode()


class Case(NamedTuple):
    """A template, and the one problem that is told of it: place, message, hint; None where none."""

    code: str
    content: bytes
    told: tuple[int, int, str, str | None] | None


def leak(value, line=21, column=37):
    return (line, column, f"an absolute path: {value}", REMEDY)


def unusual(line, column, element):
    return (
        line,
        column,
        f"the element {element} has a structure that no template seen so far has",
        None,
    )


CASES = [
    Case("xml-syntax", xml(), None),
    Case(
        "xml-syntax",
        xml("</RasterFunctionTemplate>\n", ""),
        (30, 1, "the element 'RasterFunctionTemplate' is not closed", None),
    ),
    Case("xml-syntax", XML[: XML.index("</Ras") + 9].encode(), (30, 1, "this is no end tag", None)),
    Case(
        "xml-syntax",
        b"<!DOCTYPE a>" + xml(),
        (
            1,
            1,
            "a document type declaration, which no template has",
            "it could declare entities that blow up or read files; remove it",
        ),
    ),
    Case("absolute-path-in-template", xml(), None),
    Case("absolute-path-in-template", path("..\\models\\forest.ecd"), None),
    Case("absolute-path-in-template", path("https://example.org/forest.ecd"), None),
    Case("absolute-path-in-template", path("A:B is no path"), None),
    Case("absolute-path-in-template", path("C:\\models\\forest.ecd"), leak("C:\\models\\forest.ecd")),
    Case("absolute-path-in-template", path("c:/a b/forest.ecd"), leak("c:/a b/forest.ecd")),
    Case("absolute-path-in-template", path("\\\\server\\share\\f.ecd"), leak("\\\\server\\share\\f.ecd")),
    Case("absolute-path-in-template", path("/home/me/f.ecd"), leak("/home/me/f.ecd")),
    Case("absolute-path-in-template", path("file:///C:/f.ecd"), leak("file:///C:/f.ecd")),
    Case(
        "absolute-path-in-template",
        xml("<Help></Help>", "<Help>see\nD:\\doc\\a b.html, there</Help>"),
        leak("D:\\doc\\a b.html", 25, 1),
    ),
    Case(
        "absolute-path-in-template",
        path("&quot;x&quot; C:\\森\\a.ecd"),
        leak("C:\\森\\a.ecd", 21, 51),
    ),
    Case("absolute-path-in-template", json("forest.ecd"), None),
    Case("absolute-path-in-template", json("C:\\\\f.ecd"), leak("C:\\f.ecd", 2, 58)),
    Case("unpaired-argument", xml(), None),
    Case(
        "unpaired-argument",
        xml("<String>Raster</String>", "<String>Raster</String><String>Raster2</String>"),
        (10, 5, "names of arguments: 3, values: 2; they are paired by position", PAIR),
    ),
    Case(
        "unpaired-argument",
        xml("<String>Raster</String>", ""),
        (14, 5, "names of arguments: 1, values: 2; they are paired by position", PAIR),
    ),
    Case("unusual-structure", xml(), None),
    Case("unusual-structure", xml("<Description/>", "<Description></Description>"), None),
    Case("unusual-structure", xml("<Value></Value>", "<Value xsi:nil='true'/>"), None),
    Case("unusual-structure", xml(PATH, "<AnyType xsi:type='typens:X'><Y z='1'/></AnyType>"), None),
    Case(
        "unusual-structure",
        xml("<Help></Help>", "<Help></Help><Strange/>"),
        unusual(1, 1, "RasterFunctionTemplate of type RasterFunctionTemplate"),
    ),
    Case(
        "unusual-structure",
        xml("<IsDataset>true</IsDataset>", "<IsDataSet>true</IsDataSet>"),
        unusual(15, 7, "AnyType of type RasterFunctionVariable"),
    ),
    Case(
        "unusual-structure",
        xml("<Value></Value>", "<Value>1</Value>"),
        unusual(18, 9, "Value"),
    ),
    Case(
        "unusual-structure",
        xml("<AnyType xsi:type='xs:string'>", "<AnyType xsi:type='xs:string' a='1'>"),
        unusual(21, 7, "AnyType of type string"),
    ),
    Case(
        "unusual-structure",
        xml("<PixelType>U8</PixelType>", ""),
        unusual(1, 1, "RasterFunctionTemplate of type RasterFunctionTemplate"),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}{case.told is not None:d}")
def test_a_rule_is_told_at_its_boundary(case):
    problems = validate_bytes(case.content).problems
    if case.told is None:
        assert problems == ()
        return
    (problem,) = problems
    assert problem.pointer == (
        "/rasterFunctionArguments/ClassifierDefinitionFile" if case.content[:1] == b"{" else ""
    )
    found = (problem.line, problem.column, problem.message, problem.hint)
    assert (problem.code, problem.severity, found) == (
        case.code,
        rule(case.code).severity,
        case.told,
    )


def test_every_rule_of_templates_is_told_and_kept_somewhere():
    codes = {one.code for one in catalogue() if TEMPLATE in one.formats}
    assert {case.code for case in CASES if case.told is not None} == codes
    assert {case.code for case in CASES if case.told is None} == codes


def test_severities_say_what_a_template_may_have():
    told = {one.code: one.severity for one in catalogue() if TEMPLATE in one.formats}
    assert told == {
        "absolute-path-in-template": "warning",
        "unpaired-argument": "warning",
        "unusual-structure": "note",
        "xml-syntax": "error",
    }


def test_problems_of_definitions_are_told_in_the_file_of_the_template():
    wrong = SVM.replace(b'"FileVersion": 1', b'"FileVersion": "1"')
    template = new_template(SVM).embed(wrong)
    (problem,) = validate_bytes(template.to_bytes()).problems
    assert (problem.code, problem.pointer) == ("wrong-type", "/FileVersion")
    assert problem.message == "an integer is expected, not a string"
    lines = template.to_bytes().decode().splitlines()
    assert lines[problem.line - 1][problem.column - 1 :].startswith('"1"')
    rule = parse_template(new_template(SVM, form="json").embed(wrong).to_bytes())
    (problem,) = validate_bytes(rule.to_bytes()).problems
    # In JSON a definition is a part of the whole, and has pointers of its own there.
    assert problem.pointer == "/rasterFunctionArguments/ClassifierDefinition/FileVersion"


def several(first, second):
    """A template that holds two definitions; the first stands at line 20, column 17."""
    value = "<AnyType xsi:type='xs:string'><![CDATA[" + second + "]]></AnyType>"
    written = "<Value xsi:type='xs:string'><![CDATA[" + first + "]]></Value>"
    return xml(PATH, value).replace(b"<Value></Value>", written.encode())


def test_of_several_definitions_it_is_said_which():
    wrong = SVM.replace(b'"FileVersion": 1', b'"FileVersion": "1"')
    (problem,) = validate_bytes(several(wrong.decode(), SVM.decode())).problems
    assert problem.message == "definition 0: an integer is expected, not a string"
    assert (problem.line, problem.column) == (20, 17)


def test_where_that_is_said_a_message_is_still_one_of_fewer_than_300_characters():
    names = [f"{at}{'x' * 60}" for at in range(6)]
    stranger = encoded(dict.fromkeys(names))
    (problem,) = validate_bytes(several(SVM.decode(), stranger)).problems
    (alone,) = validate_bytes(xml(PATH, PATH.replace("forest.ecd", stranger))).problems
    assert problem.message == f"definition 1: {alone.message}"
    assert alone.message.endswith("..., ...")
    assert 280 < len(problem.message) < 300


def test_what_has_no_place_is_told_at_the_beginning(monkeypatch):
    # What a template holds is beyond the limit of sizes only where re-encoding makes it larger.
    parse = functools.partial(JsonText.parse, limits=Limits(size=len(SVM) - 1))
    monkeypatch.setattr(contents, "JsonText", SimpleNamespace(parse=parse))
    (problem,) = validate_bytes(new_template(SVM).to_bytes()).problems
    assert (problem.code, problem.line, problem.column) == ("limit", 1, 1)
    assert problem.message == f"the document has {len(SVM)} bytes, more than {len(SVM) - 1}"


def test_a_definition_that_cannot_be_read_is_a_problem_at_its_place():
    broken = xml(PATH, "<AnyType xsi:type='xs:string'>{\n \"a\" 1}</AnyType>")
    (problem,) = validate_bytes(broken).problems
    assert (problem.code, problem.line, problem.column) == ("syntax", 22, 6)
    stranger = xml(PATH, "<AnyType xsi:type='xs:string'>{\"a\": 1}</AnyType>")
    (problem,) = validate_bytes(stranger).problems
    assert (problem.code, problem.line) == ("format", 21)


def test_what_readers_of_json_take_differently_is_told_around_definitions_and_once_in_them():
    around = (
        b'{"rasterFunction": "Classify", "a": 1, "a": NaN,\n'
        b' "rasterFunctionArguments": {"ClassifierDefinition":\n@}}'
    )
    twice = SVM.strip().replace(b'"FileVersion": 1', b'"FileVersion": 1, "Odd": 1, "Odd": 2')
    told = [
        (one.code, one.line, one.pointer)
        for one in validate_bytes(around.replace(b"@", twice)).problems
    ]
    pointer = "/rasterFunctionArguments/ClassifierDefinition"
    assert told == [
        ("duplicate-name", 1, ""),
        ("non-finite-number", 1, "/a"),
        ("duplicate-name", 5, pointer),
    ]
    # In a string its places are not those of the template's JSON: pointers lead into it.
    quoted = encoded(twice.decode()).encode()
    told = [
        (one.code, one.line, one.pointer)
        for one in validate_bytes(around.replace(b"@", quoted)).problems
    ]
    assert told[2:] == [("duplicate-name", 3, "")]


@pytest.mark.parametrize(("length", "is_cut"), [(200, False), (201, True)])
def test_a_long_path_is_cut(length, is_cut):
    (problem,) = validate_bytes(path("C:\\" + "a" * (length - 3))).problems
    assert problem.message.endswith("...") == is_cut
