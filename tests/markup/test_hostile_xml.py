"""What is in a text of XML stays in it: no other file is read, and nothing grows without bound."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecdkit.compare.templates import diff_templates
from ecdkit.errors import EcdError, EncodingError, LimitError, XmlSyntaxError
from ecdkit.exchange.rft_xml import parse_template
from ecdkit.markup import LARGEST, XmlText
from ecdkit.markup.scanner import (
    DEEPEST,
    LONGEST_TEXT,
    MOST_ELEMENTS,
    MOST_PARTS,
    MOST_REFERENCES,
)
from ecdkit.validation.validate import validate_bytes

ROOT = "<RasterFunctionTemplate/>"
TYPE = "a document type declaration, which no template has"
INCLUDE = "this uses XInclude, which would read other files"
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY lol0 "lol">'
    + "".join(f'<!ENTITY lol{n + 1} "{f"&lol{n};" * 10}">' for n in range(9))
    + "]><RasterFunctionTemplate>&lol9;</RasterFunctionTemplate>"
)


def around(inner, attributes=""):
    return f"<RasterFunctionTemplate{attributes}>{inner}</RasterFunctionTemplate>"


def refused(content, kind=XmlSyntaxError):
    """Return the error that some content is refused with, and see it told by `validate`."""
    raw = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(kind) as caught:
        parse_template(raw)
    (problem,) = validate_bytes(raw).problems
    assert problem.severity == "error"
    assert (problem.line, problem.column) == (caught.value.line, caught.value.column)
    return caught.value


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (f'<!DOCTYPE a SYSTEM "file:///etc/passwd">{ROOT}', 1, 1),
        (f'<!DOCTYPE a PUBLIC "x" "http://example.org/a.dtd">\n{ROOT}', 1, 1),
        (f'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY % p SYSTEM "http://x/"> %p;]>{ROOT}', 2, 1),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + around("&x;"), 1, 1),
        (f"<!-- -->\n\n <!DOCTYPE RasterFunctionTemplate>{ROOT}", 3, 2),
        (around("<!DOCTYPE a>"), 1, 25),
        (LAUGHS, 1, 1),
    ],
)
def test_a_document_type_is_refused_before_it_is_looked_into(content, line, column):
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        error = refused(content.encode(encoding))
        assert error.message == TYPE
        assert error.hint is not None
        assert (error.line, error.column) == (line, column)


@pytest.mark.parametrize(
    "content",
    [
        around("&x;"),
        around("", " a='&x;'"),
        around("&nbsp;"),
        around("&#xD800;"),
        around("&#x110000;"),
        around("&#0;"),
        around("&#" + "9" * 50 + ";"),
        around("&"),
        around("a & b"),
    ],
)
def test_entities_of_strangers_are_refused(content):
    refused(content)


def test_the_five_entities_of_xml_and_characters_by_number_are_read():
    content = around("<Name>&lt;&amp;&gt;&apos;&quot;&#65;&#x1F332;</Name>").encode()
    assert parse_template(content).name == "<&>'\"A\U0001f332"


@pytest.mark.parametrize(
    "inner",
    [
        "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>",
        "<include xmlns='http://www.w3.org/2001/XInclude' href='http://example.org/'/>",
        "<include xmlns='http://www.w3.org/2001/XInclu&#100;e' href='x' parse='text'/>",
    ],
)
def test_xinclude_is_refused(inner):
    error = refused(around(f"\n{inner}"))
    assert error.message == INCLUDE
    assert error.line == 2


def test_a_style_sheet_a_base_and_a_schema_location_are_text_and_lead_nowhere():
    content = (
        "<?xml-stylesheet href='http://example.org/a.xsl' type='text/xsl'?>"
        + around(
            "<Name>x</Name>",
            " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xml:base='file:///etc/'"
            " xsi:schemaLocation='http://example.org/a http://example.org/a.xsd'",
        )
    ).encode()
    assert parse_template(content).to_bytes() == content


def many(name, count):
    return " ".join(f"{name}{at}='x'" for at in range(count))


# What is too much, and what is just not.
TOO_MUCH = {
    "deep": lambda n: "<a>" * (DEEPEST + n) + "</a>" * (DEEPEST + n),
    "wide": lambda n: around("<a/>" * (MOST_ELEMENTS - 1 + n)),
    "comments": lambda n: around("<!---->" * (MOST_PARTS + n)),
    "sections": lambda n: around("<![CDATA[]]>" * (MOST_PARTS + n)),
    "references": lambda n: around("&lt;" * (MOST_REFERENCES + n)),
    "long": lambda n: around("x" * (LONGEST_TEXT - 100 + 200 * n)),
    "attributes": lambda n: f"<a {many('a', 1000 + n)}/>",
    "namespaces": lambda n: f"<a {many('xmlns:a', 1000 + n)}/>",
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_refused_and_what_is_not_is_read(name):
    make = TOO_MUCH[name]
    error = refused(make(1), LimitError)
    assert len(str(error)) < 300
    XmlText.parse(make(0).encode())


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(LimitError, match="more than 67,108,864"):
        XmlText.parse(b"<a>" + bytes(LARGEST))


@pytest.mark.parametrize(
    "content",
    [
        "<a>" * 3_000_000,
        "<" * 5_000_000,
        around("<!--" * 1_000_000),
        around("&" * 5_000_000),
        "<a" + " " * 10_000_000,
        "<a b='" + "x" * 10_000_000,
        "<a b=" * 1_000_000,
        "<a>" + "</" * 3_000_000,
        "<?xml version='1.0'" + " " * 5_000_000,
        "<a " + "b" * 9_000_000 + "='' />",
        LAUGHS,
    ],
    ids=lambda content: content[:8],
)
def test_bombs_are_refused_in_bounded_time(content):
    start = time.process_time()
    with pytest.raises(EcdError):
        XmlText.parse(content.encode())
    # Some tenths of a second; what grows as a square or worse would take minutes.
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "content",
    [
        around("<Value>C:\\a\\b.ecd</Value>" * 30_000),
        around("<A><Value>C:\\a\\b.ecd</Value></A>" * 20_000),
        around("<A>1</A><!--1-->" * 30_000),
    ],
    ids=["paths", "nested", "comments"],
)
def test_many_places_are_told_in_bounded_time(content):
    template = parse_template(content.encode())
    other = parse_template(content.replace("a\\b", "c\\d").replace("1", "2").encode())
    start = time.process_time()
    assert len(template.leaks()) == content.count("C:")
    assert diff_templates(template, other)
    # Some seconds; where each place looks at all that are beside it, it takes many minutes.
    assert time.process_time() - start < 60


def test_the_largest_text_takes_bounded_memory():
    """A template at the limits of everything: elements, comments, references."""
    pytest.importorskip("resource", reason="memory is measured with the resource module of Unix")
    code = f"""
import resource
from ecdkit.exchange.rft_xml import parse_template
inner = "<a>&lt;&lt;&lt;&lt;</a>" * {MOST_ELEMENTS - 10} + "<!---->" * {MOST_ELEMENTS}
content = f"<RasterFunctionTemplate>{{inner}}</RasterFunctionTemplate>".encode()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
parse_template(content)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(run.stdout) < 600 * 1024


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (f'<?xml version="1.1"?>{ROOT}', XmlSyntaxError, "this is XML '1.1'; templates are XML"),
        (f'<?xml version="1.0" encoding="utf-7"?>{ROOT}', EncodingError, "utf-7, which is no"),
        (f'<?xml version="1.0" encoding="iso-2022-jp"?>{ROOT}', EncodingError, "iso-2022-jp"),
        (f'<?xml version="1.0" encoding="x"?>{ROOT}', EncodingError, "which is no encoding"),
        (f'\ufeff<?xml version="1.0" encoding="utf-16"?>{ROOT}', EncodingError, "its byte order"),
        (f' <?xml version="1.0"?>{ROOT}', XmlSyntaxError, "only at the start"),
        (around("<?xml version='1.0'?>"), XmlSyntaxError, "only at the start"),
        (around("\0"), XmlSyntaxError, "0x0"),
        (around("\x01"), XmlSyntaxError, "invalid Char value 1"),
        (around("\uffff"), XmlSyntaxError, "65535"),
        (around("]]>"), XmlSyntaxError, "not allowed in content"),
        (around("<!-- a -- b -->"), XmlSyntaxError, "Double hyphen"),
        (around("<a b='1' b='2'/>"), XmlSyntaxError, "Attribute b redefined"),
        (around("<a:b/>"), XmlSyntaxError, "the prefix 'a' is not declared"),
        (around("<a:b:c/>"), XmlSyntaxError, "a name with two colons"),
        ("<RasterFunctionTemplate><Name>x", XmlSyntaxError, "the element 'Name' is not closed"),
        (around("</Name>"), XmlSyntaxError, "'RasterFunctionTemplate' is open"),
        (f"{ROOT}{ROOT}", XmlSyntaxError, "a second root element begins here"),
        (f"{ROOT}x", XmlSyntaxError, "there is text after the root element"),
        ("<", XmlSyntaxError, "this begins no element"),
        (around("\n<<<<<<< ours\n"), XmlSyntaxError, "an unresolved merge conflict of Git"),
        (around("\n<<<<<<<ours\n"), XmlSyntaxError, "this begins no element"),
    ],
)
def test_what_is_no_xml_is_refused_with_its_place(content, kind, message):
    error = refused(content, kind)
    assert message in error.message
    assert error.line is not None
    assert error.column is not None


def test_bytes_that_are_not_in_the_declared_encoding_are_told():
    content = f'<?xml version="1.0" encoding="us-ascii"?>\n{around("<Name>ä</Name>")}'
    error = refused(content.encode(), EncodingError)
    assert (error.line, error.column) == (2, 31)


pieces = st.sampled_from(
    [
        "<a>",
        "</a>",
        "<a/>",
        "<a b='",
        "'",
        '"',
        ">",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?x",
        "?>",
        "&lt;",
        "&#65;",
        "&x;",
        "&",
        " ",
        "\r\n",
        "\r",
        "x",
        "xmlns='u'",
        "xmlns:p='u'",
        "<p:a",
        "ä",
    ]
)


@given(st.lists(pieces, max_size=30).map("".join))
@example("<a xmlns:p='u'\r\n><p:a p:b='\r\n\t&lt;'/></a>")
def test_our_scanner_and_the_parser_never_disagree(inner):
    """What the two read otherwise is refused with a message that asks for a report."""
    try:
        text = XmlText.parse(f"<a>{inner}</a>".encode())
    except EcdError as error:
        assert "disagree" not in error.message  # noqa: PT017 - other errors are what is expected
        return
    assert text.to_bytes() == f"<a>{inner}</a>".encode()
