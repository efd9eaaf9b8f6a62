"""Schemas that were released never change."""

from __future__ import annotations

import re

import pages
import pytest
import release

from ecdkit.validation.schemas import grammar_names, schema_names

ROOT = pages.HERE.parent


def test_released_schemas_are_what_they_were():
    assert release.changed(release.released(), release.digests()) == []


def test_a_release_has_noted_its_schemas():
    versions = re.findall(
        r"^## (\d[^ ]*)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert bool(versions) == bool(release.released()), "make released belongs to a release"


def test_a_digest_is_noted_for_every_schema_and_grammar():
    files = {f"{name}.schema.json" for name in schema_names()}
    assert set(release.digests()) == files | {f"{name}.rng" for name in grammar_names()}


@pytest.mark.parametrize(
    "now", [{}, {"a.schema.json": "2"}, {"b.schema.json": "1"}], ids=["gone", "changed", "renamed"]
)
def test_a_change_of_what_was_released_is_noticed_and_noting_is_refused(now, monkeypatch, capsys):
    monkeypatch.setattr(release, "released", lambda: {"a.schema.json": "1"})
    monkeypatch.setattr(release, "digests", lambda: now)
    assert release.changed({"a.schema.json": "1"}, now) == ["a.schema.json"]
    assert release.main() == 1
    assert "a.schema.json" in capsys.readouterr().err


def test_noting_adds_what_is_new_and_keeps_what_is_there(monkeypatch, tmp_path):
    noted = tmp_path / "released.json"
    noted.write_text('{"a.schema.json": "1"}', "utf-8")
    monkeypatch.setattr(release, "RELEASED", noted)
    monkeypatch.setattr(release, "digests", lambda: {"a.schema.json": "1", "b.rng": "2"})
    assert release.main() == 0
    assert release.released() == {"a.schema.json": "1", "b.rng": "2"}
