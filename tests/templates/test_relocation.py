"""Absolute paths are found wherever they stand, and rewritten with nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ecdkit
from ecdkit.exchange.rft_xml import Relocation, parse_template
from ecdkit.templates.paths import path_spans
from ecdkit.testing.raster_functions import raster_functions
from ecdkit.testing.templates import templates
from ecdkit.text import equal

HERE = Relocation([(None, ".")])
BASE = """<RasterFunctionTemplate xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'
 xmlns:xs='http://www.w3.org/2001/XMLSchema'>
<Arguments><Names><String>a</String></Names><Values>
<AnyType xsi:type='xs:string'>%s</AnyType>
</Values></Arguments></RasterFunctionTemplate>"""


def told(text):
    return [one.path for one in path_spans(text)]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("C:\\a\\b c.ecd", ["C:\\a\\b c.ecd"]),
        ("c:/a/b.ecd", ["c:/a/b.ecd"]),
        (" C:\\a\\b.ecd ", ["C:\\a\\b.ecd"]),
        ("\\\\server\\share\\b.ecd", ["\\\\server\\share\\b.ecd"]),
        ("\\\\?\\C:\\a\\b.ecd", ["\\\\?\\C:\\a\\b.ecd"]),
        ("file:///C:/a.ecd", ["file:///C:/a.ecd"]),
        ("/home/me/a.ecd", ["/home/me/a.ecd"]),
        ("C:\\a.ecd;D:\\b.ecd", ["C:\\a.ecd", "D:\\b.ecd"]),
        ("C:\\a.ecd D:\\b.ecd", ["C:\\a.ecd", "D:\\b.ecd"]),
        ("DATABASE=C:\\x.gdb;USER=me", ["C:\\x.gdb"]),
        ('"C:\\a.ecd" and more', ["C:\\a.ecd"]),
        ("see C:\\a\\b.html, there. And D:\\c.", ["C:\\a\\b.html", "D:\\c"]),
        ("E:\\森林\\größe.ecd", ["E:\\森林\\größe.ecd"]),
        ("..\\functions\\a.py", []),
        ("a\\b.ecd", []),
        ("https://example.org/a/b", []),
        ("B1:B2", []),
        ("a:b", []),
        ("/", []),
        ("and/or /home", []),
        ("", []),
    ],
)
def test_what_is_an_absolute_path_and_what_is_not(text, paths):
    assert told(text) == paths


@pytest.mark.parametrize(
    ("rules", "path", "new"),
    [
        ([(None, ".")], "C:\\a\\b.ecd", "b.ecd"),
        ([(None, ".")], "C:\\a\\b\\", "."),
        ([(None, ".")], "C:\\a\\x.gdb\\roads", "x.gdb\\roads"),
        ([(None, "..\\models")], "C:\\a\\b.ecd", "..\\models\\b.ecd"),
        ([(None, "/srv/models/")], "/home/me/b.ecd", "/srv/models/b.ecd"),
        ([("C:\\a", "D:\\z")], "C:\\a\\b\\c.ecd", "D:\\z\\b\\c.ecd"),
        ([("C:\\a\\", "D:\\z")], "C:\\a\\b.ecd", "D:\\z\\b.ecd"),
        ([("c:/A", "D:\\z")], "C:\\a\\b.ecd", "D:\\z\\b.ecd"),
        ([("C:\\a", ".")], "C:\\a\\b\\c.ecd", "b\\c.ecd"),
        ([("C:\\a", ".")], "C:\\ab\\c.ecd", "C:\\ab\\c.ecd"),
        ([("C:\\a", "x"), (None, "y")], "C:\\a\\b.ecd", "x\\b.ecd"),
        ([("C:\\a", "x"), (None, "y")], "D:\\b.ecd", "y\\b.ecd"),
        ([("C:\\a", "x")], "C:/a/b.ecd", "x/b.ecd"),
        ([], "C:\\a\\b.ecd", "C:\\a\\b.ecd"),
    ],
)
def test_a_path_is_rewritten_by_the_first_rule_that_fits(rules, path, new):
    assert Relocation(rules).rewritten(path) == new


def test_two_files_never_become_one():
    relocation = Relocation([(None, ".")])
    assert relocation.rewritten("C:\\a\\x.ecd") == "x.ecd"
    assert relocation.rewritten("c:\\A\\x.ecd") == "x.ecd"
    with pytest.raises(ecdkit.UsageError, match=r"would become X\.ecd") as caught:
        relocation.rewritten("D:\\b\\X.ecd")
    assert caught.value.hint == "give each folder a place of its own: --relocate OLD=NEW"


@given(st.one_of(templates(), raster_functions()))
def test_after_a_relocation_no_path_is_absolute_and_nothing_else_has_changed(drawn):
    template = parse_template(drawn.content)
    there = Relocation([(None, "models")])
    try:
        changed = template.relocated(there)
    except ecdkit.UsageError:
        # Two files of one name, in two folders.
        return
    assert changed.leaks() == ()
    assert (changed is template) == (template.leaks() == ())
    assert changed.relocated(there) is changed
    for before, after in zip(template.held, changed.held, strict=True):
        assert before.how == after.how
        if before.how == "path":
            assert after.path == there.text(before.path)
        if before.document is not None:
            # Whether it stands there as an object, as a string or as a text of XML.
            old, new = (one.document.text.root.value() for one in (before, after))
            assert equal(relocated(old, there), new)
            assert after.content == before.content or not equal(old, new)


def relocated(value, relocation):
    """A value of JSON with the paths in its strings rewritten."""
    if isinstance(value, dict):
        return {name: relocated(one, relocation) for name, one in value.items()}
    if isinstance(value, list):
        return [relocated(one, relocation) for one in value]
    return relocation.text(value) if isinstance(value, str) else value


def test_a_path_is_told_where_it_is_spelled_and_only_it_changes():
    spelled = BASE % "x &amp; y C:\\&#x61;\\<![CDATA[b & c.ecd]]>"
    template = parse_template(spelled.encode())
    (leak,) = template.leaks()
    assert (leak.path, leak.line, leak.column) == ("C:\\a\\b & c.ecd", 4, 41)
    assert leak.element == "/RasterFunctionTemplate/Arguments/Values/AnyType"
    changed = template.relocated(HERE).to_bytes().decode()
    head, tail = BASE.split("%s")
    assert changed.startswith(head)
    assert changed.endswith(tail)
    assert parse_template(changed.encode()).leaks() == ()


def test_paths_inside_definitions_are_found_and_rewritten_as_json_spells_them():
    model = '{"Framework":"PyTorch","ModelType":"x","ModelFile":"C:\\\\a\\\\tree.pth","Odd": 1.50}'
    template = parse_template((BASE % model).encode())
    (leak,) = template.leaks()
    assert (leak.path, leak.line, leak.column) == ("C:\\a\\tree.pth", 4, 82)
    changed = template.relocated(Relocation([("C:\\a", "..\\b")]))
    new = model.replace("C:\\\\a\\\\", "..\\\\b\\\\")
    assert changed.to_bytes() == (BASE % new).encode()


@pytest.mark.parametrize("mark", ["", "\ufeff", " \n"])
@pytest.mark.parametrize("levels", [0, 1, 2])
def test_a_path_in_json_in_a_string_of_json_is_spelled_as_all_of_them_need(levels, mark):
    """A definition may be a string of a raster function, and hold JSON in a string itself."""

    def built(path):
        held = {"Framework": "PyTorch", "ModelFile": path, "Odd": [1.50, "é"]}
        for _ in range(levels):
            held = {"held": mark + json.dumps(held), "beside": "C:x"}
        rule = {"rasterFunction": "Classify", "rasterFunctionArguments": held}
        return json.dumps(rule, indent=1).encode()

    template = parse_template(built("C:\\new\\tree.pth"))
    (leak,) = template.leaks()
    assert leak.path == "C:\\new\\tree.pth"
    line = template.to_bytes().splitlines()[leak.line - 1]
    assert line[leak.column - 1 :].lstrip(b'\\"').startswith(b"C:")
    changed = template.relocated(Relocation([("C:\\new", "..\\n")]))
    assert changed.to_bytes() == built("..\\n\\tree.pth")


def test_a_path_that_no_file_can_hold_is_refused():
    template = parse_template((BASE % "C:\\a.ecd").encode())
    with pytest.raises(ecdkit.EditError, match=r"XML 1\.0 has no place for"):
        template.relocated(Relocation([(None, "a\x01")]))


def test_a_real_template_is_relocated_and_keeps_all_else(real):
    template = parse_template(real.read_bytes())
    leaks = template.leaks()
    changed = template.relocated(Relocation([(None, ".")]))
    assert changed.leaks() == ()
    old, new = template.to_bytes(), changed.to_bytes()
    assert len(old) - len(new) == sum(
        len(one.path) - len(Relocation([(None, ".")]).rewritten(one.path)) for one in leaks
    )
    for leak in leaks:
        assert leak.path.encode() not in new
