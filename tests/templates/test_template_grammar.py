"""The grammar of templates says of each part how well it is known, and takes what was seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from lxml import etree

import ecdkit
from ecdkit.exchange.rft_xml import new_template, parse_template
from ecdkit.templates.structure import structure_of_xml
from ecdkit.testing.templates import definitions, templates
from ecdkit.validation.schemas import schema_bytes

NAMES = {
    "r": "http://relaxng.org/ns/structure/1.0",
    "a": "http://relaxng.org/ns/compatibility/annotations/1.0",
}
GRAMMAR = etree.fromstring(schema_bytes("raster-function-template"))
GRADES = ("observed", "inferred", "documented", "unknown")


@pytest.mark.parametrize(
    "part", GRAMMAR.xpath("r:start | r:define", namespaces=NAMES), ids=lambda one: one.get("name")
)
def test_each_part_has_a_grade_and_is_used(part):
    told = part.findtext("a:documentation", namespaces=NAMES)
    if part.get("name") != "any":
        assert told.split(":")[0] in GRADES
    name = part.get("name")
    if name is not None:
        assert GRAMMAR.xpath("//r:ref[@name=$name]", namespaces=NAMES, name=name)


def test_a_real_template_satisfies_it(real):
    schema = etree.RelaxNG(GRAMMAR)
    assert schema.validate(etree.fromstring(real.read_bytes())), schema.error_log
    assert structure_of_xml(parse_template(real.read_bytes()).text) == ()


@pytest.mark.world
def test_every_part_is_needed_by_a_real_template(corpus):
    """A part that no file needs would be a guess; those seen elsewhere are named."""
    files = [
        etree.fromstring(path.read_bytes())
        for path in sorted((corpus / "raster-function-template").glob("*.rft.xml"))
    ]
    unneeded = set()
    for name in {one.get("name") for one in GRAMMAR.findall("r:define", NAMES)}:
        grammar = etree.fromstring(schema_bytes("raster-function-template"))
        for define in grammar.findall("r:define", NAMES):
            if define.get("name") == name:
                define[:] = [etree.SubElement(define, f"{{{NAMES['r']}}}notAllowed")]
        schema = etree.RelaxNG(grammar)
        if all(schema.validate(one) for one in files):
            unneeded.add(name)
    assert unneeded == SEEN_ELSEWHERE


# These were seen in public templates that are not in the corpus.
SEEN_ELSEWHERE = {"nil"}


@given(templates())
def test_drawn_templates_satisfy_it(drawn):
    assert structure_of_xml(parse_template(drawn.content).text) == ()


@given(definitions())
def test_templates_that_we_make_satisfy_it(definition):
    try:
        template = new_template(definition)
    except ecdkit.UsageError:
        # No function is known that takes it.
        return
    assert template.structure() == ()
