"""One text of a file changes, whatever it is spelled with, and nothing else does."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecdkit.errors import EditError, EncodingError
from ecdkit.markup import XmlText
from ecdkit.markup.spell import require_characters

ALPHABET = "]>&<äöå森\U0001f332\"' \ra\n"
texts = st.text(ALPHABET, max_size=8)
ENCODINGS = {"utf-8": "utf-8", "utf-16": "utf-16", "cp1252": "windows-1252", "gbk": "gb2312"}


def spelled(text, how):
    """A text as somebody might write it: escaped, all by numbers, or in sections."""
    if how == "numbers":
        return "".join(f"&#x{ord(one):X};" for one in text)
    if how == "section":
        parts = text.replace("]]>", "]]]]><![CDATA[>").split("\r")
        return "&#13;".join(f"<![CDATA[{one}]]>" for one in parts)
    return escape(text, {"\r": "&#13;"} | ({'"': "&quot;"} if how == "eager" else {}))


def edited(inner, new, encoding="utf-8", around='<a>{}<b>\r\n "x" ]] &gt; <![CDATA[y]]></b></a>'):
    """Return what stands in the first element after an edit; see that nothing else has changed."""
    declared = (
        "" if encoding == "utf-8" else f"<?xml version='1.0' encoding='{ENCODINGS[encoding]}'?>"
    )
    head, tail = around.split("{}")
    before = f"{declared}{head}<t>{inner}</t>{tail}".encode(encoding, "xmlcharrefreplace")
    text = XmlText.parse(before)
    element = next(one for one in text.root.walk() if one.name == "t")
    changed = text.spliced(text.text_splice(element, new.encode()))
    after = changed.to_bytes().decode(encoding)
    there = next(one for one in changed.root.walk() if one.name == "t")
    assert changed.text_of(there).data.decode() == new
    assert changed.seen.findtext("t") == new
    assert after.startswith(f"{declared}{head}<t>")
    assert after.endswith(f"</t>{tail}")
    return after.removeprefix(f"{declared}{head}<t>").removesuffix(f"</t>{tail}")


@given(
    texts,
    texts,
    st.sampled_from(["plain", "eager", "numbers", "section"]),
    st.sampled_from([*ENCODINGS]),
)
@example("ä", "ö", "plain", "utf-8")
@example("森", "森", "plain", "utf-8")
@example("ä", "Ĥ", "plain", "utf-8")
@example("]", "]]>", "section", "utf-8")
@example("]]", "]]>", "plain", "utf-8")
@example("]]>", "]>", "section", "utf-8")
@example("", "\r\n", "section", "cp1252")
def test_a_text_becomes_any_other(old, new, how, encoding):
    held = new.encode(encoding, "ignore").decode(encoding) if how == "section" else new
    edited(spelled(old, how), held, encoding)


@given(texts, st.sampled_from(["plain", "eager", "numbers", "section"]))
def test_a_text_that_stays_is_not_spelled_anew(text, how):
    assert edited(spelled(text, how), text) == spelled(text, how)


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("forest", "Forest", "Forest"),
        ("a&#98;c", "abcd", "a&#98;cd"),
        ("a&#98;c", "Xbc", "X&#98;c"),
        ("&#228;", "ö", "ö"),
        ("Gr&#246;&#223;e", "Größen", "Gr&#246;&#223;en"),
        ("a&gt;", "]]>", "]]&gt;"),
        ("a&#93;>", "]]>", "]&#93;>"),
        ("]]", "]]>", "]]&gt;"),
        ("<![CDATA[a]]>", "a < b", "<![CDATA[a < b]]>"),
        ("<![CDATA[a]]>", "a]]>", "<![CDATA[a]]]]><![CDATA[>]]>"),
        ("<![CDATA[a]]>", "\r", "<![CDATA[]]>&#13;<![CDATA[]]>"),
        ("x<![CDATA[a]]>y", "z", "<![CDATA[z]]>"),
        ("", "a\nb", "a\r\nb"),
        ("", "a\r\nb", "a&#13;\r\nb"),
        ("", "<&>", "&lt;&amp;&gt;"),
        ("", "\"'", "\"'"),
    ],
)
def test_what_is_new_is_spelled_in_the_custom_of_the_file_and_the_rest_is_kept(old, new, after):
    assert edited(old, new) == after


def test_what_a_file_escapes_everywhere_is_escaped():
    around = "<a>{}<b>&quot;&apos;</b></a>"
    assert edited("", "\"'", around=around) == "&quot;&apos;"
    assert edited("", ">", around="<a>{}<b>></b></a>") == ">"
    assert edited("", '"', around='<a>{}<b>&quot;</b><c>"</c></a>') == '"'


def test_characters_that_an_encoding_lacks_become_references():
    assert edited("", "ä森", "cp1252") == "ä&#x68ee;"
    assert edited("<![CDATA[]]>", "森", "cp1252") == "<![CDATA[]]>&#x68ee;<![CDATA[]]>"


def test_an_end_of_a_section_that_two_texts_would_make_together_is_escaped():
    around = "<a>{}<b>></b></a>"
    assert edited("a>", "]]>", around=around) == "]]&gt;"
    assert edited("a]>", "]]>", around=around) == "]]&gt;"
    assert edited("]]", "]]>", around=around) == "]]&gt;"


def test_a_character_that_xml_has_no_place_for_is_told_where_it_stands():
    with pytest.raises(EditError, match=r"holds \\x01, which XML 1\.0 has no place for") as caught:
        require_characters("ä\nö \x01".encode(), "the definition")
    assert (caught.value.line, caught.value.column) == (2, 3)
    assert caught.value.hint == "write it as the escape \\u0001 of JSON"


@pytest.mark.parametrize(
    ("declared", "codec", "character"),
    [
        ("shift_jis", "cp932", "\u2460"),
        ("Windows-31J", "cp932", "\u2460"),
        ("x-sjis", "cp932", "\u68ee"),
        ("GB2312", "gbk", "\u9555"),
        ("euc-kr", "cp949", "\ub620"),
        ("big5", "cp950", "\u20ac"),
        ("windows-874", "cp874", "\u0e01"),
        ("ISO-8859-2", "iso8859-2", "\u0159"),
        ("koi8-r", "koi8-r", "\u0416"),
        ("UTF-8", "utf-8", "\u68ee"),
    ],
)
def test_names_of_encodings_mean_what_windows_means_by_them(declared, codec, character):
    content = f"<?xml version='1.0' encoding='{declared}'?><a><t>{character}</t></a>"
    text = XmlText.parse(content.encode(codec))
    (element,) = text.root.children
    assert text.text_of(element).data.decode() == character
    changed = text.spliced(text.text_splice(element, f"{character}!".encode()))
    assert changed.to_bytes() == content.replace("</t>", "!</t>").encode(codec)


def test_an_encoding_in_which_other_bytes_would_change_is_not_edited():
    # Two spellings of one character: only one of them comes back.
    raw = "<?xml version='1.0' encoding='shift_jis'?><a><t>x</t><b>@</b></a>".encode("cp932")
    text = XmlText.parse(raw.replace(b"@", b"\x87\x90"))
    assert text.to_bytes() == raw.replace(b"@", b"\x87\x90")
    element = text.root.children[0]
    with pytest.raises(EncodingError, match="cannot be edited in cp932: other bytes would change"):
        text.spliced(text.text_splice(element, b"y"))
