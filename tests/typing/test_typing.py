"""The program that `make lint` gives to a type checker runs, too."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from program import main


def test_what_a_type_checker_takes_runs(tmp_path):
    doc = main(tmp_path)
    (definition,) = doc.model.definitions
    (water,) = definition.classes
    assert (water.extra["Note"], doc.model.extra["Vendor"]) == ("2019", 1)
    assert isinstance(definition.classes, tuple)
