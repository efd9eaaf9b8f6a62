"""Templates as the command takes them: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import json

import pytest

from ecdkit.exchange.rft_xml import new_template, parse_template

FILE, MODEL = "ClassifierDefinitionFile", "Model                   "
VALUES = "/RasterFunctionTemplate/Arguments/Values/AnyType"
HOME = "C:\\Users\\me\\forest.ecd"


@pytest.fixture
def made(folder):
    """Templates in the folder of definitions, in both forms."""
    svm = (folder / "svm.ecd").read_bytes()
    (folder / "a.rft.xml").write_bytes(new_template(svm).to_bytes())
    (folder / "a.rft.json").write_bytes(new_template(svm, form="json").to_bytes())
    two = (
        b"<RasterFunctionTemplate xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'\r\n"
        b" xmlns:xs='http://www.w3.org/2001/XMLSchema'>\r\n"
        b"<Function xsi:type='x:ClassifyFunction'/><Arguments><Names><String>ClassifierDefinitionFile</String><String>Model</String></Names>"
        b"<Values>\r\n<AnyType xsi:type='xs:string'>%s</AnyType>\r\n"
        b"<AnyType xsi:type='xs:string'><![CDATA[%s]]></AnyType>\r\n"
        b"</Values></Arguments></RasterFunctionTemplate>\r\n"
    ) % (HOME.encode(), svm)
    (folder / "two.rft.xml").write_bytes(two)
    (folder / "none.rft.xml").write_bytes(b"<RasterFunctionTemplate/>")
    return folder


def lines(text):
    return text.splitlines()


def test_list_prints_position_classifier_and_place(ecd, made):
    done = ecd("template", "list", "two.rft.xml")
    assert (done.code, lines(done.out)) == (
        0,
        [
            f"0  -    -                        by path   line 4 Classify/{FILE}  {VALUES}[1]",
            f"   path {HOME}",
            f"1  SVM  classifier-definition 1  by value  line 5 Classify/{MODEL}  {VALUES}[2]",
        ],
    )
    assert "absolute paths: 1" in done.err
    (held,) = json.loads(ecd("template", "list", "a.rft.json", "--format", "json").out)["held"]
    assert (held["at"], held["how"], held["function"]) == (0, "value", "Classify")
    done = ecd("template", "list", made)
    assert done.code == 0
    assert [name for name in lines(done.out) if not name.startswith((" ", "0", "1"))] == [
        str(made / name) for name in ("a.rft.json", "a.rft.xml", "none.rft.xml", "two.rft.xml")
    ]
    assert "no definition in it" in done.err


@pytest.mark.parametrize("name", ["a.rft.xml", "a.rft.json", "two.rft.xml"])
def test_extract_gives_the_definition_and_embedding_it_changes_nothing(ecd, made, name):
    svm = (made / "svm.ecd").read_bytes()
    before = (made / name).read_bytes()
    done = ecd("template", "extract", name)
    assert (done.code, done.raw, done.err) == (0, svm, "")
    assert ecd("template", "extract", name, "-o", "out.ecd").code == 0
    at = ("--at", "1") if name == "two.rft.xml" else ()
    done = ecd("template", "embed", name, "out.ecd", *at)
    assert (done.code, done.raw) == (0, before)
    assert ecd("template", "embed", name, "out.ecd", *at, "--in-place").code == 0
    assert (made / name).read_bytes() == before


@pytest.mark.parametrize("name", ["a.rft.xml", "a.rft.json"])
def test_embed_changes_the_definition_and_nothing_else(ecd, made, name):
    assert ecd("edit", "svm.ecd", "--rename-class", "1=Wood", "-o", "new.ecd").code == 0
    before = (made / name).read_bytes()
    done = ecd("template", "embed", name, "new.ecd", "-o", "out")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert (made / name).read_bytes() == before
    assert (made / "out").read_bytes() == before.replace(b"Forest", b"Wood")
    again = ecd("template", "embed", "-", "new.ecd", stdin=before)
    assert again.raw == (made / "out").read_bytes()
    again = ecd("template", "embed", name, "-", stdin=(made / "new.ecd").read_bytes())
    assert again.raw == (made / "out").read_bytes()
    done = ecd("template", "embed", name, "new.ecd", "-o", "out")
    assert done.code == 2
    assert "--force" in done.err


def test_a_path_becomes_a_value_and_that_is_told(ecd, made):
    done = ecd("template", "embed", "two.rft.xml", "svm.ecd", "--at", "0", "--in-place")
    assert done.code == 0
    assert done.err == (
        "ecd: the argument ClassifierDefinitionFile is now ClassifierDefinition, which takes a "
        "value (inferred)\n"
    )
    template = parse_template((made / "two.rft.xml").read_bytes())
    assert [one.how for one in template.held] == ["value", "value"]
    assert template.extract(0) == (made / "svm.ecd").read_bytes()


def test_a_definition_in_another_encoding_is_embedded_by_its_characters(ecd, made):
    text = (made / "svm.ecd").read_text().replace("Forest", "größer")
    (made / "marked.ecd").write_bytes(text.encode("utf-16"))
    done = ecd("template", "embed", "a.rft.xml", "marked.ecd", "-o", "out.rft.xml")
    assert done.code == 0
    assert "extract writes UTF-8" in done.err
    assert ecd("template", "extract", "out.rft.xml").raw == text.encode()
    (made / "old.ecd").write_bytes(text.encode("cp1252"))
    done = ecd("template", "embed", "a.rft.xml", "old.ecd", "--definition-encoding", "cp1252")
    assert done.code == 0
    assert "größer" in done.out
    assert ecd("template", "embed", "a.rft.xml", "old.ecd").code == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("extract", "two.rft.xml", "--at", "0"), f"held by its path, {HOME}"),
        (("extract", "two.rft.xml", "--at", "2"), "there is no definition 2"),
        (("extract", "none.rft.xml"), "no definition, and no argument that takes one"),
        (("extract", "absent.rft.xml"), "no such file"),
        (("extract", "svm.ecd"), "this is JSON, but no raster function"),
        (("extract", "trained.model"), "trained.model:1:1"),
        (("embed", "two.rft.xml", "svm.ecd"), "this template has 2 definitions"),
        (("embed", "a.rft.xml", "strange.json"), "strange.json:1:1"),
        (("embed", "a.rft.xml", "broken.ecd"), "broken.ecd:2:"),
        (("embed", "a.rft.xml", "trained.model"), "trained.model"),
        (("embed", "-", "-"), "standard input can be one of both"),
        (("embed", "-", "svm.ecd", "--in-place"), "cannot be written in place"),
        (("paths", "two.rft.xml", "--in-place"), "nothing is rewritten without --relocate"),
        (("paths", "two.rft.xml", "--relocate", "=x"), "--relocate takes OLD=NEW or NEW"),
        (("paths", "two.rft.xml", "a.rft.xml", "--relocate", "."), "only be rewritten in place"),
        (("new", "info.json"), "no raster function is known that takes an extra info"),
        (("new", "strange.json"), "strange.json:1:1"),
    ],
)
@pytest.mark.usefixtures("made")
def test_what_cannot_be_done_is_told_in_a_sentence(ecd, made, arguments, told):
    before = {path.name: path.read_bytes() for path in made.iterdir()}
    done = ecd("template", *arguments, stdin=(made / "a.rft.xml").read_bytes())
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert done.err.count("\n") == 1
    assert "defect" not in done.err
    assert {path.name: path.read_bytes() for path in made.iterdir()} == before


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    "words", [("--debug", "extract", "none.rft.xml"), ("extract", "--debug", "none.rft.xml")]
)
def test_debug_shows_where_an_error_was_raised_wherever_it_stands(ecd, words):
    assert "Traceback" in ecd("template", *words).err


def test_paths_are_listed_with_their_places(ecd, made):
    done = ecd("template", "paths", "two.rft.xml")
    assert (done.code, done.out) == (0, f"two.rft.xml:4:31: {HOME}\n")
    assert json.loads(ecd("template", "paths", made, "--format", "json").out) == [
        {
            "file": str(made / "two.rft.xml"),
            "path": HOME,
            "element": "/RasterFunctionTemplate/Arguments/Values/AnyType[1]",
            "line": 4,
            "column": 31,
        }
    ]
    assert ecd("template", "paths", "a.rft.xml")[:2] == (0, "")


@pytest.mark.parametrize(
    ("rules", "new"),
    [
        ((".",), "forest.ecd"),
        (("C:\\Users\\me=..\\models",), "..\\models\\forest.ecd"),
        (("D:\\=x", "c:/users=y"), "y\\me\\forest.ecd"),
        (("D:\\=x",), HOME),
    ],
)
def test_relocate_rewrites_paths_and_nothing_else(ecd, made, rules, new):
    before = (made / "two.rft.xml").read_bytes()
    options = [word for rule in rules for word in ("--relocate", rule)]
    done = ecd("template", "paths", "two.rft.xml", *options)
    assert (done.code, done.raw) == (0, before.replace(HOME.encode(), new.encode()))
    left = int(new == HOME)
    assert done.err == f"ecd: two.rft.xml: absolute paths: 1 before, {left} now\n"
    assert (made / "two.rft.xml").read_bytes() == before


def test_relocate_works_on_a_whole_folder_in_place(ecd, made):
    before = (made / "a.rft.xml").read_bytes()
    (made / "b.rft.xml").write_bytes(b"<broken")
    done = ecd("template", "paths", made, "--relocate", ".", "--in-place")
    assert done.code == 2
    assert f"{made / 'b.rft.xml'}:1:" in done.err
    assert (made / "a.rft.xml").read_bytes() == before
    assert HOME.encode() not in (made / "two.rft.xml").read_bytes()
    assert (made / "b.rft.xml").read_bytes() == b"<broken"


@pytest.mark.parametrize(
    ("form", "grade"), [("xml", "ecd: inferred: "), ("json", "ecd: documented: ")]
)
@pytest.mark.usefixtures("made")
def test_a_new_template_holds_the_definition_and_says_its_grade(ecd, form, grade):
    done = ecd("template", "new", "svm.ecd", "--form", form, "-o", "new")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith(grade)
    assert ecd("validate", "new").code == 0
    shown = ecd("show", "new").out
    assert "functions Classify" in shown
    assert "Water" in shown
    assert ecd("template", "new", "svm.ecd", "-o", "new").code == 2


def test_what_is_not_documented_of_endmembers_is_inferred(ecd, made):
    (made / "e.json").write_bytes(
        b'{"EsriEndmemberDefinitionFile": 0, "FileVersion": 1, "NumberEndmembers": 1,'
        b' "NumberBands": 2, "Endmembers": [{"EndmemberID": 1, "EndmemberName": "a",'
        b' "SpectralProfile": [1, 2]}]}'
    )
    done = ecd("template", "new", "e.json", "--form", "json")
    assert done.code == 0
    assert done.err.startswith("ecd: inferred: ")
    rule = json.loads(done.out)
    assert rule["rasterFunction"] == "SpectralUnmixing"
    assert set(rule["rasterFunctionArguments"]) == {"Raster", "SpectralProfileDefinition"}


def test_show_and_validate_speak_of_the_definitions_in_a_template(ecd, made):
    shown = ecd("show", "two.rft.xml").out
    assert "raster function template in XML" in shown
    assert "0: line 4 Classify/ClassifierDefinitionFile, by path" in shown
    assert "1: line 5 Classify/Model, by value, SVM" in shown
    assert "1 absolute path: ecd template paths" in shown
    content = (made / "two.rft.xml").read_bytes()
    (made / "two.rft.xml").write_bytes(content.replace(b'"FileVersion": 1', b'"FileVersion": "1"'))
    done = ecd("validate", "two.rft.xml")
    assert done.code == 1
    place = "two.rft.xml:5:"
    told = [line for line in lines(done.out) if line.startswith(place)]
    assert len(told) == 1
    assert "[wrong-type]" in told[0]
    (problem,) = (
        one
        for one in json.loads(ecd("validate", "two.rft.xml", "--format", "json").out)["problems"]
        if one["code"] == "wrong-type"
    )
    assert (problem["line"], problem["pointer"]) == (5, "/FileVersion")


def test_diff_compares_templates_and_a_template_with_a_definition(ecd, made):
    ecd("edit", "svm.ecd", "--rename-class", "1=Wood", "-o", "new.ecd")
    ecd("template", "embed", "a.rft.xml", "new.ecd", "-o", "b.rft.xml")
    done = ecd("diff", "a.rft.xml", "b.rft.xml")
    assert done.code == 1
    column = lines((made / "a.rft.xml").read_text())[31].index('"Forest"') + 1
    assert lines(done.out)[2:] == [
        "definition 0, Classify/ClassifierDefinition, line 32",
        f"~ 32:{column} class 1 'Forest' renamed to 'Wood'",
    ]
    assert ecd("diff", "a.rft.xml", "a.rft.xml")[:3] == (0, "", "")
    for pair in (("a.rft.xml", "new.ecd"), ("new.ecd", "a.rft.json")):
        done = ecd("diff", *pair)
        assert done.code == 1
        assert "renamed to" in done.out
    assert ecd("diff", "svm.ecd", "a.rft.xml").code == 0
    done = ecd("diff", "a.rft.xml", "b.rft.xml", "--format", "json", "-o", "delta")
    assert done.code == 1
    told = json.loads((made / "delta").read_bytes())
    (made / "inner").write_text(json.dumps(told["definitions"][0]["diff"]))
    assert ecd("patch", "svm.ecd", "inner").raw == (made / "new.ecd").read_bytes()
    page = ecd("diff", "a.rft.xml", "b.rft.xml", "--format", "html")
    assert page.code == 1
    assert page.out.startswith("<!DOCTYPE html>")
    for wrong in (
        ("a.rft.xml", "b.rft.xml", "--format", "patch"),
        ("none.rft.xml", "svm.ecd"),
        ("a.rft.xml", "trained.model"),
    ):
        done = ecd("diff", *wrong)
        assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize("name", ["a.rft.xml", "a.rft.json"])
@pytest.mark.parametrize("words", [("edit", "--rename-class", "1=x"), ("format",), ("targets",)])
@pytest.mark.usefixtures("made")
def test_verbs_that_take_no_templates_say_which_one_does(ecd, words, name):
    done = ecd(words[0], name, *words[1:])
    assert (done.code, done.out) == (2, "")
    assert "`ecd template`" in done.err


def test_a_definition_in_a_template_is_edited_through_pipes(ecd, made):
    taken = ecd("template", "extract", "a.rft.xml").raw
    edited = ecd("edit", "-", "--rename-class", "1=Wood", stdin=taken).raw
    assert ecd("template", "embed", "a.rft.xml", "-", "--in-place", stdin=edited).code == 0
    assert b"Wood" in (made / "a.rft.xml").read_bytes()


def test_names_that_would_act_on_a_terminal_or_a_page_are_escaped(ecd, made):
    evil = "<b>&#x202e;\u2028]]&gt;\"'&amp;"
    content = (made / "a.rft.xml").read_bytes()
    (made / "evil.rft.xml").write_bytes(
        content.replace(b"<Name>Classify<", f"<Name>{evil}<".encode())
    )
    for arguments in (("show", "evil.rft.xml"), ("diff", "a.rft.xml", "evil.rft.xml")):
        out = ecd(*arguments).out
        assert "\u202e" not in out
        assert "\u2028" not in out
    page = ecd("diff", "a.rft.xml", "evil.rft.xml", "--format", "html").out
    assert "<b>" not in page
    assert "\u202e" not in page
