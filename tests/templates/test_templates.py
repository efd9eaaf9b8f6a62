"""The laws of templates: what is embedded comes out the same, and nothing else changes."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

import ecdkit
from ecdkit.exchange.rft_xml import new_template, parse_template
from ecdkit.templates.structure import structure_of_xml
from ecdkit.testing.templates import definitions, templates
from ecdkit.validation.validate import validate_bytes

ML = json.dumps(
    {
        "EsriClassifierDefinitionFile": 0,
        "FileVersion": 1,
        "NumberDefinitions": 1,
        "Definitions": [{"Classifier": "SVM", "Größe": "森 <&>'\"", "Classes": []}],
    },
    ensure_ascii=False,
    indent=1,
).encode()


def outline(template):
    """Everything that a parser sees, but for the texts of the places that hold definitions."""
    root = etree.fromstring(etree.tostring(template.text.seen))
    for held in template.held:
        for element in root.xpath(held.element):
            element.text = None
            for name in ("type", "nil"):
                element.attrib.pop(f"{{http://www.w3.org/2001/XMLSchema-instance}}{name}", None)
    for element in root.iter("String"):
        element.text = (element.text or "").replace("DefinitionFile", "Definition")
    return etree.tostring(root)


@given(templates())
def test_a_template_reads_as_it_was_written_and_goes_back_byte_for_byte(drawn):
    template = parse_template(drawn.content)
    assert template.to_bytes() == drawn.content
    told = [
        one.content if one.how == "value" else one.path if one.how == "path" else None
        for one in template.held
    ]
    assert told == [one.strip() if isinstance(one, str) else one for one in drawn.held]


@given(templates(), definitions(), st.data())
def test_around_what_is_embedded_a_parser_sees_what_it_saw(drawn, definition, data):
    template = parse_template(drawn.content)
    assume(template.held)
    at = data.draw(st.sampled_from(range(len(template.held))))
    assert outline(template.embed(definition, at)) == outline(template)


@given(templates(), definitions(), definitions(), st.data())
def test_only_the_bytes_of_the_place_change(drawn, first, second, data):
    template = parse_template(drawn.content)
    assume(template.held)
    at = data.draw(st.sampled_from(range(len(template.held))))
    one, other = template.embed(first, at), template.embed(second, at)
    element = next(found for found in one.text.root.walk() if found.path == one.held[at].element)
    data_one, data_other = one.text.data, other.text.data
    before, behind = data_one[: element.inner], data_one[element.outer :]
    assert data_other.startswith(before)
    assert data_other.endswith(behind)
    # There and back again is the same text, whichever way it was spelled.
    assert other.embed(first, at).extract(at) == first


@given(definitions(), definitions(), st.sampled_from(["xml", "json"]))
def test_templates_that_we_make_hold_what_they_were_made_of(definition, other, form):
    try:
        template = new_template(definition, form=form)
    except ecdkit.UsageError:
        assume(condition=False)
    assert template.extract() == definition
    assert template.embed(other).extract() == other
    # A line end that could join the layout's makes that one longer, once.
    if not (form == "json" and other.endswith(b"\r")):
        assert template.embed(other).embed(definition).to_bytes() == template.to_bytes()
    assert [one.how for one in template.held] == ["value"]


@given(templates())
def test_every_drawn_template_has_a_structure_that_was_seen(drawn):
    assert structure_of_xml(parse_template(drawn.content).text) == ()


@given(templates(definitions()))
def test_problems_of_a_definition_are_told_in_the_lines_of_the_template(drawn):
    template = parse_template(drawn.content)
    lines = re.split("\r\n|\r|\n", template.text.data.decode())
    for problem in validate_bytes(drawn.content).problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


HEAD = (
    "<RasterFunctionTemplate xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
    "xmlns:xs='http://www.w3.org/2001/XMLSchema'><Function xsi:type='t:ClassifyFunction'/>"
    "<Arguments><Names><String>ClassifierDefinition</String></Names><Values>"
)
TAIL = "</Values></Arguments></RasterFunctionTemplate>"
SVM = '{"EsriClassifierDefinitionFile":0,"FileVersion":1,"NumberDefinitions":0,"Definitions":[]}'


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("<AnyType/>", "<AnyType xsi:type='xs:string'>@</AnyType>"),
        ("<AnyType />", "<AnyType xsi:type='xs:string'>@</AnyType>"),
        ("<AnyType></AnyType>", "<AnyType xsi:type='xs:string'>@</AnyType>"),
        ("<AnyType id='1'\n/>", "<AnyType xsi:type='xs:string' id='1'>@</AnyType>"),
        ("<AnyType xsi:nil='true'/>", "<AnyType xsi:type='xs:string'>@</AnyType>"),
        ("<AnyType xsi:nil='1' />", "<AnyType xsi:type='xs:string'>@</AnyType>"),
        (
            '<AnyType id="1" xsi:nil="true" b=""/>',
            '<AnyType id="1" xsi:type=\'xs:string\' b="">@</AnyType>',
        ),
        (
            "<AnyType xsi:nil='true' xsi:type='xs:string'></AnyType>",
            "<AnyType xsi:type='xs:string'>@</AnyType>",
        ),
        ("<AnyType xsi:type='xs:string'/>", "<AnyType xsi:type='xs:string'>@</AnyType>"),
        (
            "<AnyType xsi:type='xs:string'>a.ecd</AnyType>",
            "<AnyType xsi:type='xs:string'>@</AnyType>",
        ),
        (
            "<AnyType xsi:type='xs:string'><![CDATA[]]></AnyType>",
            "<AnyType xsi:type='xs:string'><![CDATA[@]]></AnyType>",
        ),
        (
            f"<AnyType xsi:type='typens:JSONObject'>{SVM[:-1]} }}</AnyType>",
            "<AnyType xsi:type='typens:JSONObject'>@</AnyType>",
        ),
    ],
)
def test_what_holds_a_definition_becomes_a_text_and_nothing_else_changes(value, filled):
    template = parse_template(f"{HEAD}{value}{TAIL}".encode())
    assert len(template.held) == 1
    changed = template.embed(SVM.encode())
    assert changed.to_bytes().decode() == HEAD + filled.replace("@", SVM) + TAIL


@pytest.mark.parametrize(
    "value",
    [
        "<AnyType xsi:type='xs:int'>1</AnyType>",
        "<AnyType xsi:type='typens:X'>a.ecd</AnyType>",
        "<AnyType xsi:type='typens:X'>{\"a\": 1}</AnyType>",
        "<AnyType><Value>a.txt</Value></AnyType>",
    ],
)
def test_what_is_of_another_type_holds_no_definition(value):
    template = parse_template(f"{HEAD}{value}{TAIL}".replace("ClassifierDefinition", "x").encode())
    assert template.held == ()
    with pytest.raises(ecdkit.UsageError, match="no definition, and no argument that takes one"):
        template.embed(SVM.encode())


def test_a_template_without_the_namespaces_of_types_gets_no_definition():
    renamed = f"{HEAD}<AnyType/>{TAIL}".replace(":xs=", ":other=").encode()
    changed = parse_template(renamed).embed(SVM.encode())
    assert b"<AnyType xsi:type='other:string'>{" in changed.to_bytes()
    content = renamed.replace(b"/XMLSchema'>", b"/Schema'>")
    with pytest.raises(ecdkit.EditError, match="does not declare the namespaces of types"):
        parse_template(content).embed(SVM.encode())


def test_a_comment_inside_a_text_that_is_to_change_is_not_lost():
    content = f"{HEAD}<AnyType xsi:type='xs:string'>a<!-- why -->.ecd</AnyType>{TAIL}".encode()
    with pytest.raises(ecdkit.EditError, match="a comment stands inside the text") as caught:
        parse_template(content).embed(SVM.encode())
    assert caught.value.line == 1


def mapped(spelled):
    return f"""<?xml version="1.0"?>
<RasterFunctionTemplate xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'
  xmlns:xs='http://www.w3.org/2001/XMLSchema'>
  <Name>x</Name>
  <Value xsi:type='xs:string'>{spelled}</Value>
</RasterFunctionTemplate>""".encode()


@pytest.mark.parametrize(
    ("spelled", "line", "column"),
    [
        ('{"EsriClassifierDefinitionFile":0,"FileVersion":"1"}', 5, 79),
        (
            "{&quot;EsriClassifierDefinitionFile&quot;:0,&quot;FileVersion&quot;:&quot;1&quot;}",
            5,
            99,
        ),
        ('<![CDATA[{"EsriClassifierDefinitionFile":0,\n"FileVersion":"1"}]]>', 6, 15),
        ('{"EsriClassifierDefinitionFile":0,&#13;\n &#x20;"FileVersion":"1"}', 6, 22),
        ('{"EsriClassifierDefinitionFile":0,&#10;&#10;"FileVersion":"1"}', 5, 89),
    ],
)
def test_a_place_in_a_definition_is_that_of_its_spelling(spelled, line, column):
    report = validate_bytes(mapped(spelled))
    found = next(one for one in report.problems if one.pointer == "/FileVersion")
    assert (found.line, found.column) == (line, column)


def test_a_syntax_error_in_a_definition_is_told_at_its_spelling():
    content = mapped('{"EsriClassifierDefinitionFile":0,\n\n "FileVersion" 1}')
    (problem,) = [one for one in validate_bytes(content).problems if one.code == "syntax"]
    assert (problem.line, problem.column) == (7, 16)


def test_a_real_template_goes_back_byte_for_byte(real):
    content = real.read_bytes()
    template = parse_template(content)
    assert template.to_bytes() == content
    assert structure_of_xml(template.text) == ()
    assert validate_bytes(content).ok


def texts_of(text):
    return [one for one in text.root.walk() if not one.children and one.parts]


def require_that_only_this_text_changes(text, element):
    """Replace a text, and put it back."""
    old = text.text_of(element).data
    changed = text.spliced(text.text_splice(element, ML))
    start = text.encoding.bom + text.data[: element.inner]
    assert changed.to_bytes().startswith(start)
    assert changed.to_bytes().endswith(text.data[element.outer :])
    there = next(one for one in changed.root.walk() if one.start == element.start)
    assert changed.text_of(there).data == ML
    back = changed.spliced(changed.text_splice(there, old))
    again = next(one for one in back.root.walk() if one.start == element.start)
    assert back.text_of(again).data == old


def test_texts_of_a_real_template_can_change_and_nothing_else(real):
    text = parse_template(real.read_bytes()).text
    listed = texts_of(text)
    for element in {listed[0], listed[len(listed) // 2], listed[-1]}:
        require_that_only_this_text_changes(text, element)


@pytest.mark.world
def test_each_text_of_a_real_template_can_change_and_nothing_else(real):
    """Texts of every spelling in the wild; each edit reads the whole again, which takes minutes."""
    text = parse_template(real.read_bytes()).text
    for element in texts_of(text):
        require_that_only_this_text_changes(text, element)
