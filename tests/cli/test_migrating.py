"""`ecd migrate` and `ecd targets`, as they are typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest

from ecdkit.migration.registry import TARGETS
from ecdkit.validation.schemas import schema

WITH = [
    "--with=ModelFile=trained.model",
    "--with=ModelType=ImageClassification",
    "--with=ImageHeight=256",
    "--with=ImageWidth=128",
    "--with=ModelConfiguration=FasterRCNN",
]
LIKELIHOOD = {
    "EsriClassifierDefinitionFile": 0,
    "FileVersion": 1,
    "NumberDefinitions": 1,
    "Definitions": [
        {
            "Classifier": "MaximumLikelihood",
            "NumberClasses": 1,
            "RasterIsSegmented": False,
            "NumberBands": 1,
            "Classes": [
                {"ClassValue": 1, "ClassName": "a", "Red": 0, "Green": 0, "Blue": 0, "Count": 9,
                 "Means": [1.5], "Covariances": [[2]]}
            ],
        }
    ],
}  # fmt: skip


@pytest.fixture
def emd(ecd, folder):
    """A model definition that was made of an extra info."""
    assert ecd("migrate", "info.json", "--to", "model-definition", "-o", "a.emd", *WITH).code == 0
    return folder / "a.emd"


@pytest.fixture
def likelihood(folder):
    """A maximum-likelihood definition."""
    (folder / "likelihood.ecd").write_text(json.dumps(LIKELIHOOD))
    return "likelihood.ecd"


def report_in(path):
    """The ledger document in a file, which is one by its schema."""
    report = json.loads(Path(path).read_bytes())
    jsonschema_rs.validate(schema("ledger-1"), report)
    return report["migrations"]


class TestOneFile:
    def test_one_command_there_and_one_back(self, ecd, emd, folder):
        done = ecd("migrate", emd.name, "--to", "extra-info@1", "-o", "back.json")
        assert (done.code, done.out) == (2, "")
        assert not (folder / "back.json").exists()
        done = ecd(
            "migrate", emd.name, "--to", "extra-info@1", "--on-loss", "warn", "-o", "back.json"
        )
        assert (done.code, done.out) == (0, "")
        assert "a.emd: 5 fields are lost\n" in done.err
        assert ecd("diff", "info.json", "back.json").code == 0

    def test_what_would_be_lost_is_shown_and_nothing_printed(self, ecd, emd):
        done = ecd("migrate", emd.name, "--to", "extra-info@1")
        assert (done.code, done.out) == (2, "")
        lost = [line.split()[1] for line in done.err.splitlines() if line.startswith("  lost")]
        given = [one.split("=")[1] for one in WITH]
        assert sorted(lost) == sorted(f"/{name}" for name in given)
        assert done.err.splitlines()[-1].startswith("ecd: a.emd: extra-info@1 cannot hold 5 fields")
        assert "--on-loss warn" in done.err

    def test_the_document_is_printed_where_no_file_is_named(self, ecd, folder):
        done = ecd("migrate", "info.json", "--to", "model-definition", *WITH)
        assert done.code == 0
        assert json.loads(done.out)["ImageWidth"] == 128
        content = (folder / "info.json").read_bytes()
        again = ecd("migrate", "-", "--to", "model-definition", "-o", "-", *WITH, stdin=content)
        assert again.raw == done.raw

    def test_what_is_inferred_is_said(self, ecd, folder):
        del folder
        done = ecd("migrate", "info.json", "--to", "model-definition", *WITH)
        assert done.err == (
            "ecd: info.json: extra-info@1 to model-definition: "
            "1 carried, 2 renamed, 2 implied, 1 computed, 5 supplied\n"
        )

    def test_a_file_that_exists_is_replaced_only_by_force(self, ecd, emd):
        emd.write_bytes(b"mine")
        done = ecd("migrate", "info.json", "--to", "model-definition", "-o", emd.name, *WITH)
        assert done.code == 2
        assert "Use --force to replace it" in done.err
        assert emd.read_bytes() == b"mine"
        forced = ["-o", emd.name, "--force"]
        assert ecd("migrate", "info.json", "--to", "model-definition", *forced, *WITH).code == 0
        assert emd.read_bytes() != b"mine"

    def test_all_that_is_missing_is_named(self, ecd, folder):
        del folder
        done = ecd("migrate", "info.json", "--to", "model-definition", *WITH[2:])
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            "ecd: info.json: this needs ModelFile (the file of the trained model, from the folder "
            "of the .emd, such as cntk.model); ModelType (what the model does, such as "
            "ImageClassification or ObjectDetection). Say it with --with NAME=VALUE, in Python "
            "with a keyword\n"
        )

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--with", "a"], "--with takes NAME=VALUE, not 'a'"),
            (["--with", "=a"], "--with takes NAME=VALUE"),
            (["--with", "a=1", "--with", "a=2"], "--with names 'a' twice"),
            ([*WITH, "--with", "BatchSize=1"], "'BatchSize' is not needed here"),
            ([*WITH[:2], *WITH[3:], "--with", "ImageHeight=tall"], "of type integer or null"),
            (["--report", "-"], "cannot both go to standard output"),
            (["--report", "info.json"], "the file exists"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, ecd, folder, arguments, words):
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        done = ecd("migrate", "info.json", "--to", "model-definition", *arguments)
        assert (done.code, done.out) == (2, "")
        assert words in done.err
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before

    @pytest.mark.parametrize("name", ["missing.json", "broken.ecd", "strange.json", "wrong.json"])
    def test_what_cannot_be_read_is_told_with_its_place(self, ecd, folder, name):
        del folder
        done = ecd("migrate", name, "--to", "model-definition", *WITH)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"ecd: {name}")

    def test_a_target_that_is_not_there_is_told_with_those_that_are(self, ecd, folder):
        del folder
        done = ecd("migrate", "info.json", "--to", "emd")
        assert done.code == 2
        assert all(target in done.err for target in TARGETS)

    def test_a_guess_needs_permission(self, ecd, likelihood):
        done = ecd("migrate", likelihood, "--to", "classifier-definition@3")
        assert (done.code, done.out) == (2, "")
        assert "only inferred" in done.err
        assert "--allow inferred" in done.err

    def test_a_guess_that_is_permitted_changes_what_it_says_and_no_other_byte(
        self, ecd, likelihood, folder
    ):
        arguments = ["--to", "classifier-definition@3", "--allow", "inferred"]
        done = ecd("migrate", likelihood, *arguments)
        before = (folder / likelihood).read_bytes()
        assert done.raw == before.replace(b'"FileVersion": 1', b'"FileVersion": 3')

    def test_a_model_needs_a_file_beside_the_document(self, ecd, folder):
        made = ["migrate", "info.json", "--to", "classifier-definition@1", "-o", "a.ecd"]
        done = ecd(*made, "--with", "ModelFile=trained.model")
        assert done.code == 0
        assert "no Esri tool is known to read this file" in done.err
        done = ecd("migrate", "a.ecd", "--to", "extra-info@1")
        assert (done.code, done.out) == (2, "")
        assert "trained.model" in done.err
        (folder / "out").mkdir()
        assert ecd("migrate", "a.ecd", "--to", "extra-info@1", "-o", "out/info.json").code == 0
        for name in ("info.json", "trained.model"):
            assert (folder / "out" / name).read_bytes() == (folder / name).read_bytes()


class TestPlan:
    def test_steps_inputs_and_fields_are_told_and_nothing_is_written(self, ecd, folder):
        before = sorted(folder.iterdir())
        done = ecd(
            "migrate", "info.json", "--to", "model-definition", "--plan", "-o", "a.emd", *WITH[1:]
        )
        assert (done.code, done.err) == (0, "")
        assert sorted(folder.iterdir()) == before
        lines = done.out.splitlines()
        assert lines[0] == "info.json: extra-info@1 to model-definition"
        assert lines[1] == "  1. extra-info@1 to model-definition (documented)"
        states = dict(line.strip()[6:].rsplit(": ", 1) for line in lines if " Needs " in line)
        by_name = {told.split(" ")[0]: state for told, state in states.items()}
        assert by_name == {
            "ModelFile": "missing",
            "ModelType": "given",
            "ImageHeight": "given",
            "ImageWidth": "given",
            "ModelConfiguration": "given",
            "InferenceFunction": "ModelConfiguration is given",
        }
        assert "     Renamed: /Classifier -> /Framework, /MiniBatchSize -> /BatchSize" in lines

    def test_what_would_be_lost_is_told(self, ecd, emd):
        done = ecd("migrate", emd.name, "--to", "extra-info@1", "--plan")
        (lost,) = (line for line in done.out.splitlines() if line.startswith("     Lost: "))
        assert "/ModelFile" in lost
        assert "/ImageHeight" in lost

    def test_a_road_that_is_not_there_is_an_error(self, ecd, folder):
        del folder
        done = ecd("migrate", "info.json", "--to", "endmember-definition@1a", "--plan")
        assert (done.code, done.out) == (2, "")
        assert "It can become classifier-definition@1, model-definition, dlpk" in done.err

    def test_of_a_folder_each_file_is_planned(self, ecd, folder):
        (folder / "in").mkdir()
        for name in ("info.json", "svm.ecd"):
            (folder / name).rename(folder / "in" / name)
        done = ecd("migrate", "in", "--to", "model-definition", "--plan")
        assert done.code == 2
        assert f"{Path('in', 'info.json')}: extra-info@1 to model-definition\n" in done.out
        assert "the body of 'SVM' is unknown" in done.err


class TestReport:
    def test_every_field_stands_in_it(self, ecd, folder):
        arguments = ["--to", "model-definition", "-o", "a.emd", "--report", "ledger.json"]
        assert ecd("migrate", "info.json", *arguments, *WITH).code == 0
        (one,) = report_in(folder / "ledger.json")
        assert (one["file"], one["output"], one["status"]) == ("info.json", "a.emd", "written")
        assert (one["from"], one["to"], one["error"]) == ("extra-info@1", "model-definition", None)
        assert [step["grade"] for step in one["steps"]] == ["documented"]
        told = {entry["target"] for entry in one["entries"]}
        assert told - {None} == {f"/{name}" for name in json.loads((folder / "a.emd").read_text())}

    def test_it_is_written_where_a_loss_was_refused_too(self, ecd, emd, folder):
        arguments = ["--to", "extra-info@1", "--report", "ledger.json", "-o", "back.json"]
        assert ecd("migrate", emd.name, *arguments).code == 2
        (one,) = report_in(folder / "ledger.json")
        assert (one["status"], one["output"]) == ("refused", None)
        assert "cannot hold 5 fields" in one["error"]
        assert len([entry for entry in one["entries"] if entry["kind"] == "lost"]) == 5
        assert not (folder / "back.json").exists()

    def test_it_may_be_printed(self, ecd, folder):
        arguments = ["--to", "model-definition", "-o", "a.emd", "--report", "-"]
        done = ecd("migrate", "info.json", *arguments, *WITH)
        jsonschema_rs.validate(schema("ledger-1"), json.loads(done.out))
        assert (folder / "a.emd").exists()


class TestFolder:
    @pytest.fixture
    def models(self, folder, emd):
        """A folder with two model definitions, of which one says its batch size."""
        (folder / "in" / "new").mkdir(parents=True)
        value = json.loads(emd.read_text())
        (folder / "in" / "new" / "一.emd").write_text(json.dumps(value))
        del value["BatchSize"]
        (folder / "in" / "b.emd").write_text(json.dumps(value))
        return "in"

    @pytest.mark.parametrize("more", [["--plan"], ["-o", "out", "--on-loss", "warn"]])
    def test_a_package_beside_its_definition_is_left_alone_and_told(
        self, ecd, models, folder, more
    ):
        (folder / "in" / "b.dlpk").write_bytes(b"PK")
        done = ecd("migrate", models, "--to", "extra-info@1", "--with=MiniBatchSize=3", *more)
        assert done.code == 0
        package, definition = (Path("in") / name for name in ("b.dlpk", "b.emd"))
        told = f"ecd: {package}: left alone; {definition} beside it is taken"
        assert told in done.err.splitlines()

    def test_there_is_one_result_a_file_and_one_ledger(self, ecd, models, folder):
        arguments = ["--to", "extra-info@1", "-o", "out", "--on-loss", "warn"]
        done = ecd("migrate", models, *arguments, "--report", "one.json")
        assert done.code == 2
        assert "b.emd: this needs MiniBatchSize" in done.err
        report = report_in(folder / "one.json")
        assert [one["status"] for one in report] == ["failed", "written"]
        # What the other file says itself is not asked of it.
        done = ecd("migrate", models, *arguments, "--with=MiniBatchSize=3", "--report", "two.json")
        assert done.code == 0
        report = report_in(folder / "two.json")
        assert [one["status"] for one in report] == ["written", "there already"]
        assert all(one["entries"] for one in report)
        assert json.loads((folder / "out" / "b.json").read_text())["MiniBatchSize"] == 3
        there = folder / "out" / "new" / "一.json"
        assert json.loads(there.read_text())["MiniBatchSize"] == 16
        written, lost = str(Path("out", "b.json")), str(Path("in", "b.emd"))
        assert f"{lost}: written -> {written}\n" in done.out
        assert f"{lost}: 5 fields are lost" in done.err

    def test_no_model_replaces_that_of_another_even_by_force(self, ecd, folder):
        (folder / "in").mkdir()
        for name in ("a", "b"):
            (folder / "cntk.model").write_text(name)
            made = ["cntk.model", "info.json", f"in/{name}.ecd"]
            assert ecd("deep-learning-model-to-ecd", *made).code == 0
        done = ecd("migrate", "in", "--to", "extra-info@1", "-o", "out", "--force")
        assert (done.code, done.out) == (2, "")
        one, two, both = (
            str(Path(*name)) for name in (("in", "a.ecd"), ("in", "b.ecd"), ("out", "cntk.model"))
        )
        assert done.err == (
            f"ecd: {one} and {two} come with unlike files that would both be {both}. Put one of "
            "them into a folder of its own, or migrate it by itself\n"
        )
        assert not (folder / "out").exists()

    def test_what_would_be_lost_is_refused_file_by_file(self, ecd, models, folder):
        done = ecd("migrate", models, "--to", "extra-info@1", "-o", "out", "--with=MiniBatchSize=3")
        assert done.code == 2
        assert done.out.count(": refused") == 2
        assert not list(folder.glob("out/**/*.json"))

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ([], "Name it with -o"),
            (["-o", "-"], "Name it with -o"),
            (["-o", "in"], "among what is read"),
            (["-o", "out", "--report", "info.json"], "the file exists"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, ecd, models, folder, arguments, words):
        done = ecd("migrate", models, "--to", "extra-info@1", *arguments)
        assert (done.code, done.out) == (2, "")
        assert words in done.err
        assert not (folder / "out").exists()

    def test_a_folder_without_definitions_is_an_error(self, ecd, folder):
        (folder / "empty").mkdir()
        done = ecd("migrate", "empty", "--to", "extra-info@1", "-o", "out")
        assert (done.code, done.out) == (2, "")
        assert "there is no definition in empty" in done.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals in Python")
def test_progress_is_shown_on_a_terminal_and_nowhere_else(folder):
    import pty

    (folder / "in").mkdir()
    # So many that it takes longer than a bar waits to be drawn.
    for at in range(400):
        (folder / "in" / f"{at}.json").write_bytes((folder / "info.json").read_bytes())
    command = [sys.executable, "-m", "ecdkit", "migrate", "in", "--to", "model-definition", *WITH]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*command, "-o", "out"], stdout=subprocess.DEVNULL, stderr=theirs, env=os.environ | {"TERM": "xterm"}
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
    os.close(ours)
    assert process.returncode == 0
    assert b" of 400 migrated" in shown
    # The bar is gone at the end.
    assert shown.rstrip().endswith(b"\x1b[K")
    again = subprocess.run([*command, "-o", "out"], capture_output=True, check=False)
    assert (again.returncode, again.stderr) == (0, b"")
    assert again.stdout.count(b"there already") == 400


class TestTargets:
    def test_of_a_file_the_roads_are_told_with_what_they_need(self, ecd, folder):
        del folder
        done = ecd("targets", "info.json")
        assert (done.code, done.err) == (0, "")
        lines = done.out.splitlines()
        assert lines[0] == "info.json: extra-info@1, extra info of a deep-learning model"
        assert [line.split()[0] for line in lines[1:]] == [
            "classifier-definition@1", "model-definition", "dlpk",
        ]  # fmt: skip
        assert lines[2].endswith(
            "(documented), needs ModelFile, ModelType, ImageHeight, ImageWidth, "
            "ModelConfiguration or InferenceFunction"
        )

    def test_a_step_that_mends_is_no_place_on_the_way(self, ecd, emd):
        text = emd.read_text().replace('"Value"', '"ClassValue"').replace('"Name"', '"ClassName"')
        emd.write_text(text)
        lines = ecd("targets", emd.name).out.splitlines()
        assert lines[0].startswith("a.emd: model-definition (old spelling of classes)")
        assert lines[1].split() == ["extra-info@1", "(project)"]

    def test_of_a_guess_it_is_said(self, ecd, likelihood):
        lines = ecd("targets", likelihood).out.splitlines()
        assert lines[1].split() == ["classifier-definition@3", "(inferred)"]

    def test_all_are_told_where_no_file_is_named(self, ecd):
        done = ecd("targets")
        heads = [line for line in done.out.splitlines() if not line.startswith(" ")]
        assert tuple(heads) == TARGETS

    def test_they_are_told_to_programs_too(self, ecd, folder):
        del folder
        found = json.loads(ecd("targets", "info.json", "--format", "json").out)
        assert found["source"] == "extra-info@1"
        by_name = {one["target"]: one for one in found["targets"]}
        needed = [one["name"] for one in by_name["model-definition"]["inputs"]]
        assert needed[:2] == ["ModelFile", "ModelType"]
        everything = json.loads(ecd("targets", "--format", "json").out)
        assert [one["target"] for one in everything["targets"]] == list(TARGETS)

    def test_what_leads_nowhere_is_told_why(self, ecd, folder):
        del folder
        done = ecd("targets", "svm.ecd")
        assert (done.code, done.out) == (2, "")
        assert "the body of 'SVM' is unknown" in done.err


@pytest.mark.parametrize("name", ["", "x" * 5000])
def test_a_name_that_can_be_no_folder_is_none(ecd, folder, name):
    before = sorted(folder.rglob("*"))
    done = ecd("migrate", name, "--to", "dlpk", "-o", "out")
    assert (done.code, done.out) == (2, "")
    assert "standard output" not in done.err
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("more", [[], ["--force"]])
@pytest.mark.parametrize("report", ["a.emd", "./a.emd"])
def test_a_report_is_not_written_over_the_document(ecd, folder, report, more):
    done = ecd(
        "migrate", "info.json", "--to", "model-definition", "-o", "a.emd", "--report", report,
        *WITH, *more,
    )  # fmt: skip
    assert (done.code, done.out) == (2, "")
    assert "the document and the report cannot be one file" in done.err
    assert not (folder / "a.emd").exists()


@pytest.mark.parametrize("more", [[], ["--force"]])
def test_the_model_beside_a_document_is_not_written_over(ecd, folder, more):
    assert ecd("deep-learning-model-to-ecd", "trained.model", "info.json", "deep.ecd").code == 0
    (folder / "out").mkdir()
    call = ["migrate", "deep.ecd", "--to", "extra-info@1", *more]
    done = ecd(*call, "-o", "out/trained.model")
    assert done.code == 2
    assert "would be one file" in done.err
    done = ecd(*call, "-o", "out/a.json", "--report", "out/trained.model")
    assert done.code == 2
    assert "the document and the report cannot be one file" in done.err
    assert not list((folder / "out").iterdir())


def test_nothing_is_written_where_a_file_beside_the_document_may_not_be(ecd, folder):
    assert ecd("deep-learning-model-to-ecd", "trained.model", "info.json", "deep.ecd").code == 0
    (folder / "out").mkdir()
    (folder / "out" / "trained.model").write_bytes(b"another")
    done = ecd("migrate", "deep.ecd", "--to", "extra-info@1", "-o", "out/a.json")
    assert done.code == 2
    assert [path.name for path in (folder / "out").iterdir()] == ["trained.model"]
    done = ecd("migrate", "deep.ecd", "--to", "extra-info@1", "-o", "no/a.json")
    assert (done.code, done.err) == (
        2, "ecd: no/trained.model: there is no folder to write it in. Make the folder first\n"
    )  # fmt: skip


def test_a_report_on_standard_output_is_all_that_is_there(ecd, folder):
    (folder / "in").mkdir()
    (folder / "info.json").rename(folder / "in" / "info.json")
    done = ecd(
        "migrate", "in", "--to", "model-definition", "-o", "out", "--report", "-",
        *(one.replace("=trained", "=in/trained") for one in WITH),
    )  # fmt: skip
    assert done.code == 0
    assert [one["file"] for one in json.loads(done.out)["migrations"]] == ["in/info.json"]
    assert "in/info.json: written -> out/info.emd" in done.err
