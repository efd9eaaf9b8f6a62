"""Every verb with right and wrong arguments: what it prints, where, and its exit code."""

from __future__ import annotations

import json
import re

import pytest

import ecdkit
from ecdkit.cli.run import VERBS
from ecdkit.validation.schemas import grammar_names, schema_bytes, schema_names

LIKELIHOOD = json.dumps(
    {
        "EsriClassifierDefinitionFile": 0,
        "FileVersion": 1,
        "NumberDefinitions": 1,
        "Definitions": [
            {
                "Classifier": "MaximumLikelihood",
                "NumberClasses": 2,
                "RasterIsSegmented": False,
                "NumberBands": 2,
                "Classes": [
                    {
                        "ClassValue": value,
                        "ClassName": name,
                        **dict.fromkeys(("Red", "Green", "Blue"), value),
                        "Count": 100,
                        "Means": [1.5, 2.5],
                        "Covariances": [[2.0, 0.5], [0.5, 3.0]],
                    }
                    for value, name in ((1, "Forest"), (2, "Water"))
                ],
            }
        ],
    },
    indent=1,
)
PLACE = re.compile(r"^[^:\n]+:\d+:\d+: (?:error|warning|note): .+ \[[a-z0-9-]+\]$")


def assert_refused(done, *words):
    """It exits with 2, prints nothing but one sentence on standard error, and says these words."""
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("ecd: ")
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    assert len(done.err) < 700
    for word in words:
        assert word in done.err


def test_the_command_lists_its_verbs(ecd):
    done = ecd("--help")
    assert done.code == 0
    assert done.err == ""
    for verb, summary in VERBS.items():
        assert verb in done.out
        assert summary in done.out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_says_what_it_takes(ecd, verb):
    done = ecd(verb, "--help")
    assert done.code == 0
    assert done.out.startswith(f"usage: ecd {verb} ")
    assert done.err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["val", "info.json"],
        ["show"],
        ["show", "--nonsense", "info.json"],
        ["show", "--form", "json", "info.json"],
        ["show", "--format", "csv3", "info.json"],
        ["validate"],
        ["validate", "--fail-on", "note", "info.json"],
        ["edit"],
        ["edit", "info.json", "--set"],
        ["edit", "info.json", "--definition", "x"],
        ["edit", "info.json", "--remove", "/a", "-o", "x", "--in-place"],
        ["format", "info.json", "svm.ecd"],
        ["extract", "svm.ecd"],
        ["deep-learning-model-to-ecd", "trained.model", "info.json"],
        ["schema", "a", "b"],
        ["--debug", "show", "info.json"],
    ],
)
def test_wrong_arguments_exit_with_2_and_say_how_it_is_used(ecd, folder, arguments):
    before = sorted(path.name for path in folder.iterdir())
    done = ecd(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("usage: ecd")
    assert "error: " in done.err
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.usefixtures("folder")
class TestShow:
    def test_text(self, ecd):
        done = ecd("show", "svm.ecd")
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("svm.ecd\n  Esri classifier definition, version 1 (documented")
        for word in (
            "SVM, opaque",
            "1  #008000  Forest",
            "2  #0000ff  Water",
            "Hyperplanes: array",
        ):
            assert word in done.out
        assert "\x1b" not in done.out

    def test_json_of_one_file_is_an_object(self, ecd):
        done = ecd("show", "--format", "json", "info.json")
        assert (done.code, done.err) == (0, "")
        found = json.loads(done.out)
        assert (found["path"], found["format"], found["version"]) == ("info.json", "extra-info", 1)
        assert found["definitions"][0]["classes"][1] == {
            "value": 2,
            "name": "Water",
            "color": [0, 0, 255],
        }

    @pytest.mark.parametrize("files", [["info.json", "svm.ecd"], ["info.json", "missing"]])
    def test_json_of_several_files_is_an_array_whichever_can_be_read(self, ecd, files):
        done = ecd("show", "--format", "json", *files)
        readable = [name for name in files if name != "missing"]
        assert [one["path"] for one in json.loads(done.out)] == readable
        assert done.code == (0 if readable == files else 2)

    def test_one_file_that_cannot_be_read_does_not_stop_the_others(self, ecd):
        done = ecd("show", "missing.ecd", "info.json", "strange.json")
        assert done.code == 2
        assert done.out.startswith("info.json\n")
        assert done.err.splitlines() == [
            "ecd: missing.ecd: there is no such file",
            (
                "ecd: strange.json:1:1: this is JSON, but no definition that ecdkit knows: its root "
                "has 'a'. A definition has EsriClassifierDefinitionFile, "
                "ImportDeepLearningModelToEsriExtraInfo or EsriEndmemberDefinitionFile; a model "
                "definition (.emd) has ModelFile, ModelType, ExtractBands and others"
            ),
        ]

    def test_a_file_that_is_wrong_is_shown_all_the_same(self, ecd):
        assert ecd("show", "wrong.json").code == 0

    def test_standard_input(self, ecd, folder):
        done = ecd("show", "-", stdin=(folder / "svm.ecd").read_bytes())
        assert done.code == 0
        assert "Forest" in done.out
        assert_refused(ecd("show", "-", stdin=b"{"), "-:1:2: the document ends")

    def test_a_named_encoding(self, ecd, folder):
        content = (folder / "info.json").read_bytes().replace(b"Forest", b"For\xeat")
        (folder / "page.json").write_bytes(content)
        assert_refused(ecd("show", "page.json"), "page.json:", "is not UTF-8", "likely cp1252")
        done = ecd("show", "--encoding", "cp1252", "page.json")
        assert done.code == 0
        assert "Forêt" in done.out
        assert_refused(ecd("show", "--encoding", "nonsense", "page.json"), "nonsense")


@pytest.mark.usefixtures("folder")
class TestValidate:
    def test_nothing_wrong(self, ecd):
        done = ecd("validate", "info.json", "svm.ecd")
        assert (done.code, done.err) == (0, "")
        assert done.out == (
            "info.json: no problems (extra-info 1)\nsvm.ecd: no problems (classifier-definition 1)\n"
        )

    def test_errors(self, ecd):
        done = ecd("validate", "wrong.json", "info.json")
        assert (done.code, done.err) == (1, "")
        first, *rest = done.out.splitlines()
        assert PLACE.match(first)
        assert first.startswith("wrong.json:1:")
        assert first.endswith("a string is expected, not a number (at /Classifier) [wrong-type]")
        assert rest == [
            "wrong.json: 1 error, 0 warnings (extra-info 1)",
            "info.json: no problems (extra-info 1)",
        ]

    @pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1)])
    def test_warnings(self, ecd, fail_on, code):
        done = ecd("validate", "--fail-on", fail_on, "warned.json")
        assert done.code == code
        assert "warning: nothing is known of Version 9" in done.out

    @pytest.mark.parametrize("name", ["broken.ecd", "strange.json"])
    def test_what_is_no_definition_is_a_problem(self, ecd, name):
        done = ecd("validate", name)
        assert (done.code, done.err) == (1, "")
        assert PLACE.match(done.out.splitlines()[0])
        assert done.out.startswith(f"{name}:")

    def test_json(self, ecd):
        done = ecd("validate", "--format", "json", "wrong.json", "info.json", "broken.ecd")
        assert (done.code, done.err) == (1, "")
        found = json.loads(done.out)
        assert [problem["code"] for problem in found["problems"]] == ["wrong-type", "syntax"]
        assert set(found["problems"][0]) >= {
            "file", "code", "severity", "pointer", "line", "column", "message", "hint", "requirement",
        }  # fmt: skip
        assert (found["problems"][1]["line"], found["problems"][1]["file"]) == (2, "broken.ecd")
        assert [(one["file"], one["ok"]) for one in found["files"]] == [
            ("wrong.json", False),
            ("info.json", True),
            ("broken.ecd", False),
        ]
        assert found["ok"] is False

    def test_a_file_that_cannot_be_read_is_worse_than_one_that_is_wrong(self, ecd):
        done = ecd("validate", "missing", "wrong.json")
        assert done.code == 2
        assert "wrong.json: 1 error" in done.out
        assert done.err == "ecd: missing: there is no such file\n"
        done = ecd("validate", "--format", "json", "missing")
        assert done.code == 2
        assert json.loads(done.out)["problems"] == []

    def test_standard_input(self, ecd, folder):
        done = ecd("validate", "-", stdin=(folder / "wrong.json").read_bytes())
        assert done.code == 1
        assert PLACE.match(done.out.splitlines()[0])
        assert done.out.startswith("-:1:")
        assert ecd("validate", "-", stdin=b"").code == 1

    def test_a_model_beside_is_looked_for_only_where_the_definition_is(self, ecd, folder):
        ecd("deep-learning-model-to-ecd", "trained.model", "info.json", "a.ecd", "--by-reference")
        assert ecd("validate", "a.ecd").code == 0
        (folder / "trained.model").write_bytes(b"")
        assert ecd("validate", "a.ecd").code == 1
        assert ecd("validate", "-", stdin=(folder / "a.ecd").read_bytes()).code == 0

    def test_a_report_that_is_cut_says_so(self, ecd, folder):
        classes = [{"Value": at, "Name": None, "Color": [0, 0, 0]} for at in range(1100)]
        root = json.loads((folder / "info.json").read_bytes()) | {"Classes": classes}
        (folder / "many.json").write_text(json.dumps(root))
        done = ecd("validate", "many.json")
        assert done.code == 1
        assert "many.json: there are more problems than these" in done.out
        assert json.loads(ecd("validate", "--format", "json", "many.json").out)["files"][0][
            "truncated"
        ]


class TestEdit:
    @pytest.mark.parametrize(
        ("arguments", "old", "new"),
        [
            (["--set", '/Classifier="ONNX"'], '"CNTK"', '"ONNX"'),
            (["--set", "/NumberRasterBands=8"], ": 4", ": 8"),
            (["--set", "#/Classes/0/Name=1.50"], '"Forest"', "1.50"),
            (["--rename-class", "2=Lake"], "Water", "Lake"),
            (["--rename-class", "2=a=b"], "Water", "a=b"),
            (["--rename-class=2="], "Water", ""),
            (["--recolor", "2=#0000fe"], "255", "254"),
            (["--recolor", "2=0000FE"], "255", "254"),
            (["--set", '/Classifier="a"', "--set", '/Classifier="b"'], "CNTK", "b"),
            (["--rename-class", "2=x", "--rename-class", "2=y", "--definition", "0"], "Water", "y"),
        ],
    )
    def test_only_what_is_asked_for_changes(self, ecd, folder, arguments, old, new):
        done = ecd("edit", "info.json", *arguments)
        source = (folder / "info.json").read_text()
        assert done.out == source.replace(old, new)
        assert done.code == (1 if "1.50" in arguments[-1] else 0)
        assert (folder / "info.json").read_text() == source

    def test_members_are_added_and_removed_and_elements_appended(self, ecd, folder):
        done = ecd(
            "edit", "svm.ecd", "--set", '/a~1b={"c": [1, 2.50]}', "--remove", "/Definitions/0/Hyperplanes",
            "--set", '/Definitions/0/Classes/-={"ClassValue": 3}', "--set", "#/x%3Dy=null",
        )  # fmt: skip
        assert done.code == 0
        root = ecdkit.parse(done.raw).text.root
        assert root.keys()[-2:] == ["a/b", "x=y"]
        assert root.text.at("/Definitions/0/Classes/2/ClassValue").value() == 3
        assert b"Hyperplanes" not in done.raw
        assert b"2.50" in done.raw
        del folder

    def test_an_edit_that_breaks_the_structure_is_made_and_told(self, ecd, folder):
        done = ecd("edit", "info.json", "--set", "/Classes=5", "--in-place")
        assert (done.code, done.out) == (1, "")
        assert PLACE.match(done.err.strip())
        assert done.err.startswith("info.json:")
        assert b'"Classes": 5' in (folder / "info.json").read_bytes()
        again = ecd("edit", "info.json", "--set", '/Classifier="x"', "--in-place")
        assert (again.code, again.err) == (0, "")

    @pytest.mark.parametrize(
        ("operations", "told"),
        [
            (
                ["--remove", "/Definitions/0/Classes/1"],
                {"count-mismatch": "/Definitions/0/NumberClasses"},
            ),
            (
                ["--set", "/Definitions/0/NumberClasses=3"],
                {"count-mismatch": "/Definitions/0/NumberClasses"},
            ),
            (["--set", "/NumberDefinitions=2"], {"count-mismatch": "/NumberDefinitions"}),
            (
                ["--remove", "/Definitions/0/Classes/0/Means/0"],
                {"wrong-length": "/Definitions/0/Classes/0/Means"},
            ),
            (
                ["--set", "/Definitions/0/Classes/1/ClassValue=1"],
                {"duplicate-class-value": "/Definitions/0/Classes/1/ClassValue"},
            ),
        ],
    )
    def test_an_edit_that_makes_an_error_of_a_rule_is_made_and_told(
        self, ecd, folder, operations, told
    ):
        (folder / "m.ecd").write_text(LIKELIHOOD)
        done = ecd("edit", "m.ecd", *operations, "-o", "out.ecd")
        assert (done.code, done.out) == (1, "")
        report = ecdkit.validate_file(folder / "out.ecd")
        errors = [one for one in report.problems if one.severity == "error"]
        assert {one.code: one.pointer for one in errors} == told
        for one in errors:
            assert f"out.ecd:{one.line}:{one.column}: error: {one.message}" in done.err
        # What was broken before is nobody's news.
        again = ecd("edit", "out.ecd", "--set", '/Definitions/0/Classes/0/ClassName="x"')
        assert (again.code, again.err) == (0, "")

    def test_an_error_that_an_edit_only_moves_is_not_told(self, ecd, folder):
        content = (
            ecdkit.parse(LIKELIHOOD)
            .set("/Definitions/0/Classes/1/Covariances/0/1", 0.75)
            .to_bytes()
        )
        (folder / "m.ecd").write_bytes(content)
        done = ecd(
            "edit", "m.ecd", "--remove", "/Definitions/0/Classes/0", "--set", "/Definitions/0/NumberClasses=1"
        )  # fmt: skip
        assert (done.code, done.err) == (0, "")
        done = ecd("edit", "m.ecd", "--set", "/Definitions/0/Classes/0/Covariances/0/1=0")
        assert done.code == 1
        assert done.err.count("error") == 1

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ([], ["no edit is asked for"]),
            (["--set", "/Classifier"], ["--set takes two parts with = between them"]),
            (
                ["--set", "/Classifier=ONNX"],
                ["ecd: the new value is not JSON", "A string needs quotes"],
            ),
            (["--set", "/Classifier=NaN"], ["JSON has no spelling for NaN"]),
            (["--set", "Classifier=1"], ["is no JSON pointer"]),
            (["--set", "/Classes/9=1"], ["there is no element 9", "info.json:"]),
            (["--set", "/a/b=1"], ["there is no member 'a'"]),
            (["--set", "/Classes/x=1"], ["is no index of an array"]),
            (["--set", "=1"], ["would leave no definition"]),
            (["--remove", "/nothing"], ["there is no member 'nothing'"]),
            (["--remove", ""], ["the whole document is no member"]),
            (
                ["--remove", "/ImportDeepLearningModelToEsriExtraInfo"],
                ["would leave no definition"],
            ),
            (["--rename-class", "9=x"], ["no class has the value 9"]),
            (["--rename-class", "x=y"], ["a class value is an integer"]),
            (["--rename-class", "1_0=y"], ["a class value is an integer"]),
            (["--rename-class", "2"], ["--rename-class takes two parts"]),
            (["--recolor", "2=red"], ["'red' is no colour", "#rrggbb"]),
            (["--rename-class", "2=x", "--definition", "5"], ["there is no definition 5"]),
            (["--set", "/a=1", "--set", "/b"], ["takes two parts"]),
        ],
    )
    def test_what_cannot_be_edited_is_refused_and_nothing_is_written(
        self, ecd, folder, arguments, words
    ):
        before = (folder / "info.json").read_bytes()
        assert_refused(ecd("edit", "info.json", *arguments, "--in-place"), *words)
        assert (folder / "info.json").read_bytes() == before
        assert_refused(ecd("edit", "info.json", *arguments, "-o", "new.json"), *words)
        assert not (folder / "new.json").exists()

    def test_a_class_value_that_matches_twice_exits_with_2(self, ecd, folder):
        content = (folder / "svm.ecd").read_bytes().replace(b'"ClassValue": 2', b'"ClassValue": 1')
        (folder / "twice.ecd").write_bytes(content)
        assert_refused(
            ecd("edit", "twice.ecd", "--rename-class", "1=x"), "2 classes have the value 1"
        )

    def test_a_negative_class_value_is_written_with_an_equals_sign(self, ecd, folder):
        content = (folder / "svm.ecd").read_bytes().replace(b'"ClassValue": 2', b'"ClassValue": -2')
        (folder / "minus.ecd").write_bytes(content)
        assert "Lake" in ecd("edit", "minus.ecd", "--rename-class=-2=Lake").out

    def test_input_that_is_malformed_exits_with_2(self, ecd, folder):
        del folder
        assert_refused(ecd("edit", "broken.ecd", "--set", "/a=1"), "broken.ecd:2:")
        assert_refused(
            ecd("edit", "missing.ecd", "--set", "/a=1"), "missing.ecd: there is no such file"
        )


class TestOutput:
    """Where a document goes, for every verb that makes one."""

    makes = pytest.mark.parametrize("verb", [["edit", "--rename-class", "2=Lake"], ["format"]])

    @makes
    def test_without_a_name_it_is_printed(self, ecd, folder, verb):
        before = (folder / "info.json").read_bytes()
        printed = ecd(verb[0], "info.json", *verb[1:])
        dashed = ecd(verb[0], "info.json", *verb[1:], "-o", "-")
        assert (printed.code, printed.err) == (0, "")
        assert printed.raw == dashed.raw != before
        assert (folder / "info.json").read_bytes() == before

    @makes
    def test_a_file_is_replaced_only_by_force(self, ecd, folder, verb):
        printed = ecd(verb[0], "info.json", *verb[1:]).raw
        done = ecd(verb[0], "info.json", *verb[1:], "-o", "new.json")
        assert (done.code, done.out, done.err) == (0, "", "")
        assert (folder / "new.json").read_bytes() == printed
        (folder / "new.json").write_bytes(b"mine")
        for name in ("new.json", "info.json"):
            before = (folder / name).read_bytes()
            refused = ecd(verb[0], "info.json", *verb[1:], "-o", name)
            assert_refused(refused, f"{name}: the file exists", "--force")
            assert (folder / name).read_bytes() == before
        assert ecd(verb[0], "info.json", *verb[1:], "-o", "new.json", "--force").code == 0
        assert (folder / "new.json").read_bytes() == printed

    @makes
    def test_in_place_the_file_itself_is_written(self, ecd, folder, verb):
        printed = ecd(verb[0], "info.json", *verb[1:]).raw
        done = ecd(verb[0], "info.json", *verb[1:], "--in-place")
        assert (done.code, done.out, done.err) == (0, "", "")
        assert (folder / "info.json").read_bytes() == printed
        assert not list(folder.glob(".*"))

    @makes
    def test_standard_input_is_printed_and_has_no_place(self, ecd, folder, verb):
        content = (folder / "info.json").read_bytes()
        printed = ecd(verb[0], "info.json", *verb[1:]).raw
        assert ecd(verb[0], "-", *verb[1:], stdin=content).raw == printed
        refused = ecd(verb[0], "-", *verb[1:], "--in-place", stdin=content)
        assert_refused(refused, "standard input cannot be written in place")

    @makes
    @pytest.mark.parametrize("name", ["no/such/folder.json", "."])
    def test_where_nothing_can_be_written_it_is_told(self, ecd, folder, verb, name):
        del folder
        assert_refused(ecd(verb[0], "info.json", *verb[1:], "-o", name), name)

    @makes
    def test_the_encoding_of_the_file_is_kept(self, ecd, folder, verb):
        content = (folder / "info.json").read_text().encode("utf-16")
        (folder / "wide.json").write_bytes(content)
        plain = ecd(verb[0], "info.json", *verb[1:]).out
        assert ecd(verb[0], "wide.json", *verb[1:]).raw == plain.encode("utf-16")


@pytest.mark.usefixtures("folder")
def test_an_empty_name_is_told(ecd):
    for verb in ("show", "validate"):
        assert_refused(ecd(verb, ""), "ecd: '': there is no such file")
    assert_refused(ecd("format", "info.json", "-o", ""), "ecd: '': this is no file name")
    assert_refused(ecd("format", "info.json", "-o", "", "--force"), "ecd: '': this is no file name")


class TestFormat:
    def test_only_white_space_changes_and_only_once(self, ecd, folder):
        done = ecd("format", "svm.ecd")
        assert done.code == 0
        assert "".join(done.out.split()) == "".join((folder / "svm.ecd").read_text().split())
        assert ecd("format", "-", stdin=done.raw).raw == done.raw

    def test_check_says_whether_it_is_canonical_and_writes_nothing(self, ecd, folder):
        before = (folder / "svm.ecd").read_bytes()
        done = ecd("format", "--check", "svm.ecd")
        assert (done.code, done.out) == (1, "")
        assert done.err == "svm.ecd: the white space is not canonical\n"
        assert (folder / "svm.ecd").read_bytes() == before
        ecd("format", "svm.ecd", "--in-place")
        done = ecd("format", "--check", "svm.ecd")
        assert (done.code, done.out, done.err) == (0, "", "")

    @pytest.mark.parametrize("where", [["-o", "new.ecd"], ["--in-place"]])
    def test_check_does_not_write(self, ecd, folder, where):
        assert_refused(ecd("format", "--check", "svm.ecd", *where), "--check writes nothing")
        assert not (folder / "new.ecd").exists()

    def test_input_that_is_malformed_exits_with_2(self, ecd, folder):
        del folder
        for arguments in (["format"], ["format", "--check"]):
            assert_refused(ecd(*arguments, "broken.ecd"), "broken.ecd:2:")


class TestDeepLearning:
    join = ("deep-learning-model-to-ecd", "trained.model", "info.json", "forest.ecd")

    def test_there_and_back(self, ecd, folder):
        done = ecd(*self.join)
        assert (done.code, done.out) == (0, "")
        assert done.err.startswith("ecd: forest.ecd: no Esri tool is known to read this file")
        assert ".dlpk" in done.err
        done = ecd("extract", "forest.ecd", "-d", "out")
        assert (done.code, done.err) == (0, "")
        assert [line.replace("\\", "/") for line in done.out.splitlines()] == [
            "out/trained.model",
            "out/info.json",
        ]
        for name in ("trained.model", "info.json"):
            assert (folder / "out" / name).read_bytes() == (folder / name).read_bytes()

    def test_by_reference(self, ecd, folder):
        assert ecd(*self.join, "--by-reference").code == 0
        assert b'"Path": "trained.model"' in (folder / "forest.ecd").read_bytes()
        shown = ecd("show", "forest.ecd").out
        assert "model trained.model, 256 bytes, at trained.model" in shown
        assert "designed by ecdkit; no Esri tool is known to read it" in shown

    def test_files_that_exist_are_replaced_only_by_force(self, ecd, folder):
        ecd(*self.join)
        assert_refused(ecd(*self.join), "forest.ecd: the file exists", "--force")
        assert ecd(*self.join, "--force").code == 0
        ecd("extract", "forest.ecd", "-d", "out")
        assert_refused(ecd("extract", "forest.ecd", "-d", "out"), "the file exists", "--force")
        assert ecd("extract", "forest.ecd", "-d", "out", "--force").code == 0
        del folder

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["missing", "info.json", "a.ecd"], ["missing: there is no such file"]),
            (["trained.model", "missing", "a.ecd"], ["missing: there is no such file"]),
            (["trained.model", "wrong.json", "a.ecd"], ["wrong.json:1:", "a string is expected"]),
            (["trained.model", "svm.ecd", "a.ecd"], ["svm.ecd: ", "not an extra info"]),
            (["trained.model", "broken.ecd", "a.ecd"], ["broken.ecd:2:"]),
            (
                ["trained.model", "info.json", "info.json", "--force"],
                ["would replace what is read"],
            ),
            (
                ["../trained.model", "info.json", "a.ecd", "--by-reference"],
                ["there is no such file"],
            ),
            (["-", "info.json", "a.ecd"], ["this takes files"]),
            (["trained.model", "-", "a.ecd"], ["this takes files"]),
            (["trained.model", "info.json", "-"], ["this takes files"]),
        ],
    )
    def test_what_cannot_be_joined_is_refused(self, ecd, folder, arguments, words):
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert_refused(ecd("deep-learning-model-to-ecd", *arguments), *words)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["info.json"], ["info.json: there is no model to extract"]),
            (["svm.ecd"], ["svm.ecd: there is no model to extract"]),
            (["missing.ecd"], ["missing.ecd: there is no such file"]),
            (["broken.ecd"], ["broken.ecd:2:"]),
            (["svm.ecd", "--definition", "0"], ["definition 0 is no deep-learning definition"]),
            (["svm.ecd", "--definition", "7"], ["there is no definition 7. The last one is 0"]),
            (
                ["info.json", "--definition", "7"],
                ["this extra info of a deep-learning model is no"],
            ),
            (["-"], ["this takes files"]),
        ],
    )
    def test_what_cannot_be_extracted_is_refused(self, ecd, folder, arguments, words):
        assert_refused(ecd("extract", *arguments, "-d", "out"), *words)
        assert not (folder / "out").exists()

    def test_an_extra_info_in_a_code_page_is_to_be_converted(self, ecd, folder):
        text = (folder / "info.json").read_text("utf-8").replace("Forest", "Wälder")
        (folder / "info.json").write_bytes(text.encode("cp1252"))
        done = ecd(*self.join)
        assert_refused(done, "info.json:10:", "is not UTF-8. Convert it to UTF-8 first")
        assert "--encoding" not in done.err

    def test_a_definition_in_a_code_page_is_extracted(self, ecd, folder):
        ecd(*self.join)
        renamed = ["--rename-class", "1=Wälder", "-o", "named.ecd"]
        assert ecd("edit", "forest.ecd", *renamed).code == 0
        text = (folder / "named.ecd").read_text("utf-8").replace("W\\u00e4lder", "Wälder")
        (folder / "page.ecd").write_bytes(text.encode("cp1252"))
        assert_refused(ecd("extract", "page.ecd", "-d", "out"), "page.ecd", "cp1252")
        done = ecd("extract", "page.ecd", "-d", "out", "--encoding", "cp1252")
        assert done.code == 0
        info = json.loads((folder / "out" / "info.json").read_text("utf-8"))
        assert info["Classes"][0]["Name"] == "Wälder"
        assert (folder / "out" / "trained.model").read_bytes() == bytes(range(256))

    def test_a_damaged_model_is_refused_with_the_name_of_the_definition(self, ecd, folder):
        ecd(*self.join)
        ecd(
            "edit",
            "forest.ecd",
            "--set",
            '/Definitions/0/DeepLearningModel/Data="QUJD"',
            "--in-place",
        )
        assert_refused(
            ecd("extract", "forest.ecd", "-d", "out"), "forest.ecd: the model is not the one"
        )
        assert list((folder / "out").iterdir()) == []
        ecd(
            "edit",
            "forest.ecd",
            "--set",
            '/Definitions/0/DeepLearningModel/Data="QUJ"',
            "--in-place",
        )
        assert_refused(ecd("extract", "forest.ecd", "-d", "out"), "forest.ecd:", "is not base64")


class TestSchema:
    @pytest.mark.parametrize("arguments", [[], ["--list"]])
    def test_the_names_are_listed(self, ecd, arguments):
        done = ecd("schema", *arguments)
        assert (done.code, done.err) == (0, "")
        assert tuple(done.out.split()) == (*schema_names(), *grammar_names(), "editor")

    @pytest.mark.parametrize("name", schema_names())
    def test_a_schema_is_printed_as_it_is_published(self, ecd, name):
        done = ecd("schema", name)
        assert (done.code, done.err) == (0, "")
        assert done.raw == schema_bytes(name)

    def test_one_that_is_not_there_is_told_with_those_that_are(self, ecd):
        done = ecd("schema", "nonsense")
        assert_refused(done, "there is no schema 'nonsense'. There are ")
        for name in ecd("schema").out.split():
            assert name in done.err

    @pytest.mark.parametrize("name", ["extra-info-1", "editor"])
    def test_a_schema_is_written_to_a_file_that_is_not_there(self, ecd, folder, name):
        printed = ecd("schema", name).raw
        done = ecd("schema", name, "-o", "written.json")
        assert (done.code, done.out, done.err) == (0, "", "")
        assert (folder / "written.json").read_bytes() == printed
        assert_refused(ecd("schema", name, "-o", "written.json"), "--force")
        assert ecd("schema", name, "-o", "written.json", "--force").code == 0

    def test_a_list_is_only_printed(self, ecd):
        assert_refused(ecd("schema", "--list", "-o", "written.json"), "Name a schema")
