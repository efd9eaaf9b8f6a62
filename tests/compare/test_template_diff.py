"""What differs between two templates is told, all of it and nothing else, where it stands."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

import ecdkit
from ecdkit.compare.templates import diff_templates
from ecdkit.exchange.rft_xml import new_template, parse_template
from ecdkit.render.template_diff import template_diff_text
from ecdkit.render.template_html import template_diff_html
from ecdkit.render.terminal import Paint
from ecdkit.testing.templates import definitions, respelled_templates, templates
from ecdkit.text import equal
from ecdkit.text.values import parse_scalar
from ecdkit.validation.schemas import schema

INVERSE = {"added": "removed", "removed": "added"}


def svm(name="Forest", more=""):
    return (
        '{"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1,\n'
        f' "Definitions": [{{"Classifier": "SVM",{more}\n'
        f'  "Classes": [{{"ClassValue": 1, "ClassName": "{name}"}}]}}]}}'
    )


def xml(*arguments, head="", names=None):
    """A template in XML with arguments as they are given, one on a line."""
    listed = names or ["ClassifierDefinition"] * len(arguments)
    strings = "".join(f"<String>{one}</String>" for one in listed)
    values = "\n".join(arguments)
    return parse_template(
        f"""<RasterFunctionTemplate xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'
 xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:typens='http://www.esri.com/schemas/ArcGIS/3.0.0'>
<Name>x</Name>{head}
<Function xsi:type='typens:ClassifyFunction'></Function>
<Arguments><Names>{strings}</Names><Values>
{values}
</Values></Arguments></RasterFunctionTemplate>""".encode()
    )


def text(value):
    return f"<AnyType xsi:type='xs:string'>{value}</AnyType>"


def told(delta):
    return [(one.kind, one.what, one.old, one.new) for one in delta.elsewhere]


def mirrored(delta):
    return sorted(
        (INVERSE.get(one.kind, one.kind), one.what, str(one.new), str(one.old))
        for one in delta.elsewhere
    )


@given(respelled_templates())
def test_what_is_only_written_in_another_way_is_no_difference(pair):
    a, b = (parse_template(one.content) for one in pair)
    for one, other in ((a, b), (b, a), (a, a)):
        delta = diff_templates(one, other)
        assert not delta
        assert bool(delta.notes) == (one.to_bytes() != other.to_bytes())


@given(templates(), definitions(), st.data())
def test_another_definition_is_all_that_differs_and_its_diff_can_be_applied(drawn, new, data):
    a = parse_template(drawn.content)
    assume(a.held)
    at = data.draw(st.sampled_from(range(len(a.held))))
    b = a.embed(new, at)
    delta = diff_templates(a, b)
    assert delta.elsewhere == ()
    before, after = a.held[at].document, b.held[at].document
    assert after is not None
    if before is None:
        (one,) = delta.definitions
        assert (one.before, one.after, one.kind) == (a.held[at], b.held[at], "changed")
        return
    alike = equal(before.text.root.value(), after.text.root.value())
    assert bool(delta) == (not alike)
    for one in delta.definitions:
        assert one.diff is not None
        made = ecdkit.patch(ecdkit.parse(a.extract(at)), one.diff)
        assert equal(made.text.root.value(), after.text.root.value())
        for placed in one.statements():
            for place in (placed.before, placed.after):
                assert place is None or place[0] >= 1


@given(templates(), st.data())
def test_any_text_that_changes_is_told(drawn, data):
    a = parse_template(drawn.content)
    listed = [one for one in a.text.root.walk() if not one.children]
    element = data.draw(st.sampled_from(listed))
    old = a.text.text_of(element).data
    assume(not element.closes_itself)
    new = old.replace(b"a", b"b") if b"a" in old else old + b" z"
    b = parse_template(a.text.spliced(a.text.text_splice(element, new)).to_bytes())
    delta, back = diff_templates(a, b), diff_templates(b, a)
    assert delta
    assert back
    assert mirrored(delta) == sorted(
        (one.kind, one.what, str(one.old), str(one.new)) for one in back.elsewhere
    )


def canonical(content):
    """What XML says that a text says, but for white space between elements."""
    root = etree.fromstring(content)
    for element in root.iter("*"):
        if any(isinstance(one.tag, str) for one in element):
            element.text = (element.text or "").strip(" \t\r\n")
            for one in element:
                one.tail = (one.tail or "").strip(" \t\r\n")
    return etree.tostring(root, method="c14n", with_comments=True)


def put_in(new, content="z"):
    def edit(element, at):
        element.insert(at % (len(element) + 1), new(content))

    return edit


def append_to_text(element, _at):
    element.text = (element.text or "") + "z"


def append_to_tail(element, at):
    if len(element):
        child = element[at % len(element)]
        child.tail = (child.tail or "") + "z"


def remove(element, at):
    if len(element):
        del element[at % len(element)]


def move(element, at):
    if len(element):
        element.append(element[at % len(element)])


def set_attribute(element, at):
    element.set(("id", "b", "{urn:x}b")[at % 3], "z")


def rename(element, _at):
    if element.getparent() is not None:
        element.tag = "Other"


def retype(element, _at):
    element.set("{http://www.w3.org/2001/XMLSchema-instance}type", "typens:Other")


EDITS = (
    append_to_text, append_to_tail, remove, move, set_attribute, rename, retype,
    put_in(etree.Comment), put_in(etree.PI), put_in(etree.Element),
)  # fmt: skip


@given(
    templates(),
    st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 99), st.integers(0, 9)), min_size=1),
)
def test_whatever_an_edit_changes_is_told_in_both_directions(drawn, edits):
    root = parse_template(drawn.content).text.seen
    a = parse_template(etree.tostring(root))
    for edit, which, at in edits:
        elements = list(root.iter("*"))
        edit(elements[which % len(elements)], at)
    content = etree.tostring(root)
    b = parse_template(content)
    if canonical(content) != canonical(a.to_bytes()):
        assert diff_templates(a, b)
        assert diff_templates(b, a)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<A>one<B/>two</A>", "<A>onetwo<B/></A>"),
        ("<A>one<!--x-->two</A>", "<A>onetwo<!--x--></A>"),
        ("<A><B/>x<C/></A>", "<A><B/><C/>x</A>"),
        ("<A><!--x--><B/></A>", "<A><B/><!--x--></A>"),
        ("<A>\u00a0<B/></A>", "<A><B/></A>"),
        ("<A xsi:type='t:x' xmlns:t='urn:a'/>", "<A xsi:type='t:x' xmlns:t='urn:b'/>"),
        ("<A xsi:type='xs:x'/>", "<A xsi:type='typens:x'/>"),
        ("<?a b?>", "<?a c?>"),
    ],
)
def test_what_only_a_reader_of_all_of_xml_sees_is_told(one, other):
    a, b = xml(head=one), xml(head=other)
    assert diff_templates(a, b).elsewhere
    assert diff_templates(b, a).elsewhere


def test_what_stands_around_the_root_is_told():
    content = xml(text(svm())).to_bytes()
    a, b = (
        parse_template(b"<?xml version='1.0'?><!-- %s -->" % one + content + b"<?x %s?>" % one)
        for one in (b"a", b"b")
    )
    assert told(diff_templates(a, b)) == [
        ("changed", "before the root", "<!-- a -->", "<!-- b -->"),
        ("changed", "behind the root", "<?x a?>", "<?x b?>"),
    ]
    named = parse_template(content.replace(b"Template xmlns", b"Template xmlns='urn:a' xmlns"))
    (one,) = [one for one in told(diff_templates(parse_template(content), named)) if "name" in one]
    assert one == ("changed", "name", "RasterFunctionTemplate", "{urn:a}RasterFunctionTemplate")


def test_a_type_that_is_no_text_is_told_where_a_definition_is():
    a, b = xml(text(svm())), xml(f"<AnyType xsi:type='typens:JSON'>{svm()}</AnyType>")
    name = "{http://www.w3.org/2001/XMLSchema-instance}type"
    assert told(diff_templates(a, b)) == [("added", name, None, "typens:JSON")]
    assert diff_templates(a, b).definitions == ()


def test_prefixes_are_spelling():
    content = xml(text(svm())).to_bytes()
    other = content.replace(b"typens:", b"e:").replace(b":typens", b":e").replace(b"xs:", b"x:")
    delta = diff_templates(
        parse_template(content), parse_template(other.replace(b"xmlns:xs=", b"xmlns:x="))
    )
    assert not delta
    assert "prefixes" in delta.notes[0]


def test_a_text_in_what_is_said_to_be_nothing_is_no_part_of_a_definition_and_told():
    nil = b'<Value xsi:nil="true">%s</Value>'
    around = (
        b'<RasterFunctionTemplate xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        b' xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        b"<Function><Name>Classify</Name></Function><Arguments>"
        b"<Names><Name>ClassifierDefinition</Name></Names><Values>%s</Values>"
        b"</Arguments></RasterFunctionTemplate>"
    )
    a, b = (parse_template(around % (nil % one)) for one in (b"", b"left over"))
    assert [one.how for one in (*a.held, *b.held)] == ["empty", "empty"]
    (told,) = diff_templates(a, b).elsewhere
    assert (told.kind, told.what, told.old, told.new) == ("added", "text", None, "left over")
    assert diff_templates(a, b).definitions == ()


@given(templates(), templates())
def test_every_form_of_a_diff_can_be_printed(first, second):
    delta = diff_templates(parse_template(first.content), parse_template(second.content))
    Draft202012Validator(schema("template-diff-1")).validate(json.loads(delta.to_json()))
    assert delta.to_json().isascii()
    lines = template_diff_text(delta, Paint())
    assert bool(delta or delta.notes) == bool(lines)
    assert template_diff_html(delta).endswith("</html>\n")


def test_a_class_is_told_at_its_lines_in_both_files():
    a = xml(text(svm()))
    b = xml(text(svm("Wood")), head="<!--\n\n-->")
    delta = diff_templates(a, b)
    (one,) = delta.definitions
    (placed,) = one.statements()
    assert placed.statement.text == "class 1 'Forest' renamed to 'Wood'"
    assert (placed.before, placed.after) == ((8, 46), (10, 46))
    assert template_diff_text(delta, Paint()) == (
        "--- template (raster function template, XML 3.0.0)\n"
        "+++ template (raster function template, XML 3.0.0)\n"
        "definition 0, Classify/ClassifierDefinition, line 6 → 8\n"
        "~ 8:46 → 10:46 class 1 'Forest' renamed to 'Wood'\n"
        "elsewhere in the template\n"
        "+ 3:15 /RasterFunctionTemplate/comment(): added, '<!--\\n\\n-->'\n"
    )


def test_a_value_that_is_put_before_others_moves_none_of_them():
    a = xml(text(svm("a")), text(svm("b")), text("1"))
    b = xml(
        text("0"),
        text(svm("a")),
        text(svm("b")),
        text("1"),
        names=["x", *["ClassifierDefinition"] * 3],
    )
    delta = diff_templates(a, b)
    assert delta.definitions == ()
    assert ("added", "element", None, "0") in told(delta)
    back = diff_templates(b, a)
    assert back.definitions == ()
    assert ("removed", "element", "0", None) in told(back)


def test_what_becomes_of_a_definition_is_told_in_words():
    def words(one, other):
        delta = diff_templates(one, other)
        return [(found.kind, found.text) for found in delta.definitions]

    value, path, empty = xml(text(svm())), xml(text("a.ecd")), xml(text(""))
    assert words(value, path) == [
        ("changed", "by value, classifier-definition 1 → by its path 'a.ecd'")
    ]
    assert words(path, empty) == [("changed", "by its path 'a.ecd' → nothing")]
    assert words(empty, xml(text("{"))) == [("changed", "nothing → by value, which cannot be read")]
    assert words(path, xml(text("b.ecd"))) == [
        ("changed", "by its path 'a.ecd' → by its path 'b.ecd'")
    ]
    assert words(value, xml()) == [("removed", "by value, classifier-definition 1")]
    assert words(xml(), value) == [("added", "by value, classifier-definition 1")]
    assert words(xml(text("{")), xml(text("{"))) == []


def test_an_order_that_differs_is_told():
    a, b = (xml(head=head) for head in ("<A>1</A><B>2</B>", "<B>2</B><A>1</A>"))
    assert ("moved", "order", None, None) in told(diff_templates(a, b))


def test_attributes_comments_and_the_version_are_told():
    a, b = xml(head="<A b='1'/>"), xml(head="<A b='2' c='3'/><!-- x -->")
    assert told(diff_templates(a, b)) == [
        ("changed", "b", "1", "2"),
        ("added", "c", None, "3"),
        ("added", "comment", None, "<!-- x -->"),
    ]
    newer = parse_template(a.to_bytes().replace(b"3.0.0", b"3.3.0"))
    assert told(diff_templates(a, newer)) == [("changed", "schema version", "3.0.0", "3.3.0")]


@pytest.mark.parametrize("other", ["<!-- x -->", "<?x y?>"])
def test_a_comment_that_moves_in_the_text_of_a_definition_is_told(other):
    definition = svm()

    def at(place, held=definition):
        return (
            xml(text("?"))
            .to_bytes()
            .replace(b"?<", f"{held[:place]}{other}{held[place:]}<".encode())
        )

    noun = "comment()" if other.startswith("<!") else "processing-instruction()"
    comma = definition.index(",")
    a, b = (parse_template(at(place)) for place in (comma, len(definition)))
    delta = diff_templates(a, b)
    assert (delta.definitions, delta.notes) == ((), ())
    (one,) = delta.elsewhere
    assert (one.kind, one.what) == ("changed", "place in the text")
    assert one.path_before.endswith(noun)
    number, whole = (len("".join(held.split())) for held in (definition[:comma], definition))
    assert one.old == f"behind {number} characters without white space"
    assert one.new == f"behind {whole} characters without white space"
    # White space between tokens moves nothing; that a definition is edited behind it does not.
    for place, held in ((comma + 1, " " + definition), (comma, definition.replace("SVM", "KNN"))):
        there = diff_templates(a, parse_template(at(place, held)))
        assert there.elsewhere == ()


def test_of_a_long_text_the_part_that_differs_is_shown():
    a, b = (xml(head=f"<A>{'x' * 500}{end}{'z' * 500}</A>") for end in "ab")
    ((_, what, old, new),) = told(diff_templates(a, b))
    assert what == "text"
    assert old.startswith("..." + "x" * 40 + "a")
    assert new.startswith("..." + "x" * 40 + "b")
    assert max(len(old), len(new)) < 210


JSON = {
    "rasterFunction": "Classify",
    "rasterFunctionArguments": {"Raster": "$$", "ClassifierDefinition": json.loads(svm())},
    "outputPixelType": "U8",
}


def rule(**changes):
    value = json.loads(json.dumps(JSON))
    value["rasterFunctionArguments"] |= changes.pop("arguments", {})
    return parse_template(json.dumps({**value, **changes}, indent=1).encode())


def test_raster_functions_in_json_are_compared_the_same_way():
    a = rule()
    assert not diff_templates(a, rule())
    compact = parse_template(json.dumps(dict(reversed(JSON.items()))).encode())
    delta = diff_templates(a, compact)
    assert not delta
    assert delta.notes
    delta = diff_templates(a, rule(arguments={"ClassifierDefinition": json.loads(svm("Wood"))}))
    (one,) = delta.definitions
    assert [placed.statement.text for placed in one.statements()] == [
        "class 1 'Forest' renamed to 'Wood'"
    ]
    assert delta.elsewhere == ()
    assert one.statements()[0].before == (15, 21)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"outputPixelType": "U16"}, ("changed", "value", "'U8'", "'U16'")),
        ({"outputPixelType": 1}, ("changed", "value", "'U8'", "1")),
        ({"outputPixelType": {}}, ("changed", "value", "'U8'", "an object")),
        ({"more": [1, 2]}, ("added", "value", None, "[1, 2]")),
        ({"arguments": {"Raster": None}}, ("changed", "value", "'$$'", "null")),
    ],
)
def test_what_differs_elsewhere_in_json_is_told(changes, expected):
    assert expected in told(diff_templates(rule(), rule(**changes)))


def test_numbers_differ_by_value_and_type():
    a, one = rule(more=1), rule(more=1.0)
    assert told(diff_templates(a, one)) == [("changed", "value", "1", "1.0")]
    respelled = parse_template(one.to_bytes().replace(b'"more": 1.0', b'"more": 1.00'))
    assert not diff_templates(one, respelled)
    same, other = (rule(more=[[1.5, -0.0], [True]]) for _ in range(2))
    other = parse_template(other.to_bytes().replace(b"1.5", b"15e-1"))
    assert not diff_templates(same, other)
    for new in (b"1.5000000000000002", b"2"):
        assert diff_templates(same, parse_template(other.to_bytes().replace(b"15e-1", new)))
    assert diff_templates(same, parse_template(same.to_bytes().replace(b"-0.0", b"0.0")))
    assert diff_templates(same, parse_template(same.to_bytes().replace(b"true", b"1")))


def test_of_members_of_one_name_each_is_compared_and_their_order_counts():
    def twice(*values):
        members = ", ".join(f'"ClassifierDefinition": {value}' for value in values)
        content = f'{{"rasterFunction": "Classify", "rasterFunctionArguments": {{{members}}}}}'
        return parse_template(content.encode())

    a, b = twice(svm(), svm("Wood")), twice(svm("Wood"), svm())
    for one, other in ((a, b), (b, a)):
        assert len(diff_templates(one, other).definitions) == 2
    assert diff_templates(twice(1, 2), twice(2, 1))
    (one,) = diff_templates(a, twice(svm("Tree"), svm("Wood"))).definitions
    assert (one.before, one.before.at) == (a.held[0], 0)


def test_an_argument_for_a_path_that_becomes_one_for_a_value_is_one_definition():
    held = json.dumps(
        {
            "rasterFunction": "Classify",
            "rasterFunctionArguments": {"ClassifierDefinitionFile": "a.ecd"},
        }
    )
    a = parse_template(held.encode())
    delta = diff_templates(a, a.embed(svm().encode()))
    (one,) = delta.definitions
    assert one.text == "by its path 'a.ecd' → by value, classifier-definition 1"
    assert {kind for kind, *_ in told(delta)} == {"added", "removed"}


_DIGITS = st.sampled_from(["0", "1", "10", "100", "9", "-1", "-0"])
_FRACTIONS = st.sampled_from(["", ".0", ".5", ".50", ".10"])
_EXPONENTS = st.sampled_from(["", "e0", "e399", "e400", "E+400", "e401", "e-400", "e-401"])
_NUMBERS = st.builds(lambda *parts: "".join(parts), _DIGITS, _FRACTIONS, _EXPONENTS)


@given(one=_NUMBERS, other=_NUMBERS, form=st.sampled_from(["{}", "[{}]", "[[1, {}]]", '["a", {}]']))
@example("1e400", "10e399", "{}")
@example("1e400", "10e399", "[{}]")
@example("1e400", "2e400", "{}")
@example("1.50", "1.5", "{}")
def test_numbers_of_templates_in_json_are_compared_by_value(one, other, form):
    def template(number):
        value = form.replace("{}", number)
        function = '"rasterFunction": "Stretch", "rasterFunctionArguments": {"DRA": false}'
        return parse_template(f'{{{function}, "more": {value}}}'.encode())

    delta = diff_templates(template(one), template(other))
    same = equal(parse_scalar(one.encode()), parse_scalar(other.encode()))
    assert bool(delta.elsewhere) != same
    assert bool(delta.notes) == (same and one != other)


@given(definitions())
def test_both_forms_of_a_template_hold_the_same_definition(definition):
    try:
        a, b = (new_template(definition, form=form) for form in ("xml", "json"))
    except ecdkit.UsageError:
        assume(condition=False)
    delta = diff_templates(a, b)
    assert delta.definitions == ()
    assert told(delta) == [("changed", "form", "XML", "JSON")]


def test_tolerances_and_ignored_places_count_inside_definitions():
    a, b = (xml(text(svm(more=f'"Hyperplanes": [{one}],'))) for one in ("1.5", "1.5000001"))
    assert diff_templates(a, b)
    assert not diff_templates(a, b, rtol=1e-6)
    delta = diff_templates(a, b, ignore=["/Definitions/*/Hyperplanes"])
    assert not delta
    assert delta.notes
    for wrong in ({"rtol": -1.0}, {"ignore": ["x"]}):
        with pytest.raises(ecdkit.EcdError):
            diff_templates(a, b, **wrong)


def test_a_real_template_differs_from_itself_in_nothing(corpus):
    for path in sorted((corpus / "raster-function-template").glob("*.rft.xml")):
        content = path.read_bytes()
        template = parse_template(content)
        assert not diff_templates(template, parse_template(content))
        head, mark, rest = content.partition(b"</Name>")
        changed = parse_template(head + b" and more" + mark + rest)
        delta = diff_templates(template, changed)
        assert [one.path_before for one in delta.elsewhere] == ["/RasterFunctionTemplate/Name"]
