"""Folders: one result a file, taken up where a run was broken off, nothing replaced by accident."""

from __future__ import annotations

import json

import pytest
from attrs import evolve

from ecdkit.document import read
from ecdkit.errors import FileThereError, UsageError
from ecdkit.migration.many import Request, migrate_folder, outputs_for
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
    with pytest.raises(UsageError, match="among what is read"):
        outputs_for(str(folder / "in"), str(folder / "in" / "sub" / ".."), "extra-info@1")


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
