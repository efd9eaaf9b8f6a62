"""The oldest releases that pyproject.toml allows are those that `make test-lowest` tries."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_bound_is_the_release_that_is_tried():
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    bounds = dict(
        re.fullmatch(r"([a-z-]+)>=([0-9.]+)", one).groups()
        for one in about["project"]["dependencies"]
    )
    text = (ROOT / "tests" / "lowest.txt").read_text("utf-8")
    tried = dict(re.findall(r"^([a-z-]+)==([0-9.]+)$", text, re.MULTILINE))
    assert set(tried) == set(bounds)
    for name, bound in bounds.items():
        # The bound is a series of releases; what is tried is the newest of its first.
        assert f"{tried[name]}.".startswith(f"{bound}."), name


def test_nothing_has_an_upper_bound_that_could_replace_what_is_there():
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for one in about["project"]["dependencies"]:
        assert not re.search(r"[<~!]|==", one), one
