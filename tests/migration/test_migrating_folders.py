"""Folders: one result a file, taken up where a run was broken off, nothing replaced by accident."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from migration_samples import GIVEN, INFO, MODEL

import ecdkit
from ecdkit.document import read
from ecdkit.errors import FileThereError, UsageError
from ecdkit.migration.folder import migrate_folder, outputs_for, sources_in
from ecdkit.migration.many import Request
from ecdkit.migration.run import migrate
from ecdkit.packages.writing import Member


@pytest.fixture
def folder(tmp_path):
    root = {"EsriEndmemberDefinitionFile": 0, "FileVersion": 1, "Endmembers": []}
    for name in ("a.json", "b.ecd", "sub/c.json", "名.json"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**root, "NumberEndmembers": 0, "NumberBands": 1})
        (tmp_path / "in" / name).write_text(text)
    return tmp_path


def run(folder, target="endmember-definition@1b", **more):
    outputs = outputs_for(str(folder / "in"), str(folder / "out"), target)
    return list(migrate_folder(outputs, Request(target, {}, **more)))


def test_names_and_folders_stay_and_a_second_run_has_nothing_to_do(folder):
    assert {one.status for one in run(folder)} == {"written"}
    found = sorted(
        path.relative_to(folder / "out").as_posix() for path in (folder / "out").rglob("*.*")
    )
    assert found == ["a.json", "b.json", "sub/c.json", "名.json"]
    times = {path: path.stat().st_mtime_ns for path in (folder / "out").rglob("*.*")}
    again = run(folder)
    assert {one.status for one in again} == {"there already"}
    assert all(one.ledger is not None for one in again)
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_a_run_that_was_broken_off_is_taken_up(folder):
    run(folder)
    (folder / "out" / "a.json").unlink()
    (folder / "out" / ".b.json.0123.tmp").write_text("half")
    assert [one.status for one in run(folder)].count("written") == 1


def test_a_result_that_is_another_is_kept_unless_forced(folder):
    run(folder)
    (folder / "out" / "a.json").write_text("mine")
    (failed,) = (one for one in run(folder) if one.status == "failed")
    assert "is not what would be written" in failed.error
    assert (folder / "out" / "a.json").read_text() == "mine"
    assert {one.status for one in run(folder, force=True)} == {"there already", "written"}


def test_two_files_that_would_become_one_are_refused(folder):
    (folder / "in" / "A.ECD").write_text("{}")
    with pytest.raises(UsageError, match="would both become"):
        run(folder)
    assert not (folder / "out").exists()


def test_results_do_not_go_among_what_is_read(folder):
    for out in (folder / "in" / "sub" / "..", folder, folder.parent):
        with pytest.raises(UsageError, match="among what is read"):
            outputs_for(str(folder / "in"), str(out), "extra-info@1")


def test_results_below_are_not_read_again(folder):
    inside = folder / "in" / "results"
    for _ in range(2):
        outputs = outputs_for(str(folder / "in"), str(inside), "endmember-definition@1b")
        assert len(outputs) == 4
        reports = list(migrate_folder(outputs, Request("endmember-definition@1b", {})))
    assert {one.status for one in reports} == {"there already"}


def test_one_that_fails_does_not_stop_the_others(folder):
    (folder / "in" / "broken.ecd").write_text('{"EsriEndmemberDefinitionFile": 0')
    reports = run(folder)
    assert sorted(one.status for one in reports) == ["failed", *4 * ["written"]]


def test_what_another_process_has_made_meanwhile_is_no_obstacle(folder):
    (made,) = (
        migrate(read(path), "endmember-definition@1b") for path in [folder / "in" / "a.json"]
    )

    def chunks():
        # Between the look whether it is there and the writing.
        (folder / "model").write_bytes(content)
        yield b"model"

    content = b"model"
    made = evolve(made, files=(Member("model", 5, chunks),))
    assert made.complete(str(folder / "a.json"))
    assert (folder / "a.json").exists()
    (folder / "model").unlink()
    content = b"other"
    with pytest.raises(FileThereError):
        made.complete(str(folder / "b.json"))
    assert not (folder / "b.json").exists()


def test_nothing_is_made_beside_a_document_that_may_not_be(folder):
    made = migrate(read(folder / "in" / "a.json"), "endmember-definition@1b")
    made = evolve(made, files=(Member("model", 5, lambda: iter([b"model"])),))
    (folder / "a.json").write_text("mine")
    with pytest.raises(FileThereError):
        made.complete(str(folder / "a.json"))
    assert not (folder / "model").exists()
    assert made.complete(str(folder / "a.json"), overwrite=True)
    assert (folder / "model").read_bytes() == b"model"
    assert not made.complete(str(folder / "a.json"))


def definition(path, model, content):
    """Write a deep-learning definition that holds a model of some name."""
    with tempfile.TemporaryDirectory() as made:
        info, file = Path(made, "info.json"), Path(made, model)
        info.write_text(json.dumps(INFO))
        file.write_bytes(content)
        path.parent.mkdir(parents=True, exist_ok=True)
        ecdkit.deep_learning_model_to_ecd(file, info, path)


def package(path, **files):
    """Write a package of a model and some files more."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, path.stem)
        folder.mkdir()
        (folder / "a.emd").write_text(json.dumps({**MODEL, "ModelFile": "cntk.model"}))
        (folder / "cntk.model").write_bytes(b"model")
        for name, content in files.items():
            (folder / name).write_bytes(content)
        path.parent.mkdir(parents=True, exist_ok=True)
        ecdkit.package(folder / "a.emd", path, add=[folder / name for name in files])


def tree(folder):
    """What is in a folder, by path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


_FOLDERS = st.sampled_from(["", "sub/"])
_MODELS = st.sampled_from(["model", "Model", "a.json", "other.model"])
_CONTENTS = st.sampled_from([b"one", b"two", b"longer"])


@given(
    definitions=st.dictionaries(
        st.tuples(_FOLDERS, st.sampled_from("abc")), st.tuples(_MODELS, _CONTENTS), min_size=1
    ),
    force=st.booleans(),
)
def test_every_file_is_where_it_belongs_or_nothing_is_written(definitions, force):
    with tempfile.TemporaryDirectory() as made:
        base = Path(made)
        for (below, stem), (model, content) in definitions.items():
            definition(base / "in" / f"{below}{stem}.ecd", model, content)
        before = tree(base / "in")
        try:
            reports = run(base, "extra-info@1", force=force)
        except UsageError:
            assert not (base / "out").exists()
        else:
            out = tree(base / "out")
            for ((below, stem), (model, content)), report in zip(
                sorted(definitions.items()), sorted(reports, key=lambda one: one.file), strict=True
            ):
                if report.status == "failed":
                    # Model and document would be one file.
                    assert (stem, model) == ("a", "a.json")
                    continue
                assert out[f"{below}{model}"] == content
                assert json.loads(out[f"{below}{stem}.json"]) == INFO
        assert tree(base / "in") == before


@pytest.mark.parametrize("force", [False, True])
def test_unlike_models_of_one_name_are_refused_before_anything_is_written(tmp_path, force):
    definition(tmp_path / "in" / "a.ecd", "cntk.model", b"one")
    definition(tmp_path / "in" / "b.ecd", "cntk.model", b"two")
    definition(tmp_path / "in" / "c.ecd", "cntk.model", b"one")
    with pytest.raises(UsageError, match=r"a\.ecd and .*b\.ecd come with unlike files") as caught:
        run(tmp_path, "extra-info@1", force=force)
    assert "cntk.model" in caught.value.message
    assert "a folder of its own" in caught.value.hint
    assert not (tmp_path / "out").exists()
    # Whoever does as they are told gets all of them.
    (tmp_path / "in" / "sub").mkdir()
    (tmp_path / "in" / "b.ecd").rename(tmp_path / "in" / "sub" / "b.ecd")
    assert {one.status for one in run(tmp_path, "extra-info@1", force=force)} == {"written"}
    out = tree(tmp_path / "out")
    assert (out["cntk.model"], out["sub/cntk.model"]) == (b"one", b"two")


def test_a_model_that_is_not_what_its_definition_says_is_no_obstacle(tmp_path):
    definition(tmp_path / "in" / "a.ecd", "cntk.model", b"one")
    definition(tmp_path / "in" / "b.ecd", "cntk.model", b"two")
    text = (tmp_path / "in" / "b.ecd").read_text()
    (tmp_path / "in" / "b.ecd").write_text(text.replace("dHdv", "dHdw"))
    first, second = run(tmp_path, "extra-info@1", force=True)
    assert (first.status, second.status) == ("written", "failed")
    assert "not the one that the definition was made with" in second.error
    assert tree(tmp_path / "out")["cntk.model"] == b"one"


def test_no_model_takes_the_place_of_the_definition_that_holds_it(tmp_path):
    definition(tmp_path / "a.ecd", "b.ecd", b"one")
    (tmp_path / "a.ecd").rename(tmp_path / "b.ecd")
    before = tree(tmp_path)
    made = migrate(read(tmp_path / "b.ecd"), "extra-info@1")
    with pytest.raises(UsageError, match="would replace what is read"):
        made.write(tmp_path / "a.json", overwrite=True)
    assert tree(tmp_path) == before


def test_a_package_in_a_folder_is_migrated_like_others(tmp_path):
    package(tmp_path / "in" / "forest.dlpk", note=b"1")
    package(tmp_path / "in" / "sub" / "water.dlpk", note=b"2")
    given = {name: str(one) for name, one in GIVEN.items()}
    (tmp_path / "in" / "info.json").write_text(json.dumps(INFO))
    outputs = outputs_for(str(tmp_path / "in"), str(tmp_path / "out"), "model-definition")
    reports = list(migrate_folder(outputs, Request("model-definition", given)))
    assert {one.status for one in reports} == {"written"}
    out = tree(tmp_path / "out")
    assert sorted(out) == [
        "cntk.model", "forest.emd", "info.emd", "note",
        "sub/cntk.model", "sub/note", "sub/water.emd",
    ]  # fmt: skip
    assert (out["note"], out["sub/note"]) == (b"1", b"2")
    reports = list(migrate_folder(outputs, Request("model-definition", given)))
    assert {one.status for one in reports} == {"there already"}


def test_of_a_package_and_its_definition_beside_it_the_definition_is_taken(tmp_path):
    folder = tmp_path / "in"
    package(folder / "forest.dlpk", note=b"1")
    package(folder / "water.dlpk", note=b"2")
    definition = ecdkit.read_package(folder / "forest.dlpk").definition
    definition.write(folder / "forest.emd")
    sources = sources_in(str(folder))
    here = {str(folder / "forest.dlpk"): str(folder / "forest.emd")}
    assert sources == ((str(folder / "forest.emd"), str(folder / "water.dlpk")), here)
    assert list(outputs_for(str(folder), str(tmp_path / "out"), "dlpk")) == list(sources.files)


def test_packages_with_unlike_files_of_one_name_are_refused(tmp_path):
    package(tmp_path / "in" / "forest.dlpk", note=b"1")
    package(tmp_path / "in" / "water.dlpk", note=b"2")
    with pytest.raises(UsageError, match=r"forest\.dlpk and .*water\.dlpk .*unlike.*note"):
        run(tmp_path, "model-definition", force=True)
    assert not (tmp_path / "out").exists()
    assert {one.status for one in run(tmp_path, "dlpk")} == {"written"}
    assert sorted(tree(tmp_path / "out")) == ["forest.dlpk", "water.dlpk"]
