"""What is said of mutants that live is said of mutants that there are."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import ecdkit

sys.path.insert(0, str(Path(__file__).resolve().parent))
from changes import explained, modules, mutants

PACKAGE = Path(ecdkit.__file__).parent


@pytest.mark.parametrize("name", sorted({module for module, _, _ in explained()}))
def test_every_explained_mutant_is_one(name):
    source = modules(PACKAGE)[name].read_text("utf-8")
    known = {(name, one.code, one.change) for one in mutants(source)}
    gone = {key for key in explained() if key[0] == name} - known
    assert not gone, "the code is another: make mutants tells whether the mutant still lives"


def test_every_explanation_is_a_sentence():
    for reason in explained().values():
        assert reason[0].isupper()
        assert reason.endswith(".")


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("x = 1", ["1 -> 2"]),
        ("x = 0 <= y < 9", ["0 <= y < 9 -> 0 < y < 9", "0 <= y < 9 -> 0 <= y <= 9", "0 -> 1", "9 -> 10"]),
        ("if not x: f(1)", ["if not x -> if True", "if not x -> if False", "not x -> not not x",
                            "f(1) -> None", "1 -> 2"]),
        ("if TYPE_CHECKING: import a", []),
        ("def f(): return 'a'", ["return 'a' -> return None", "'a' -> 'ax'"]),
        ("def f(): return None", []),
        ("def f(): return False", ["return False -> return True"]),
        ("def f(): return", []),
        ("def f(x=0):\n  'b'\n  yield x", ["0 -> 1", "yield x -> None"]),
        ("x = 'a'", []),
    ],
)  # fmt: skip
def test_what_can_be_changed_is_changed(code, changes):
    found = list(mutants(code))
    assert sorted(one.change for one in found) == sorted(changes)
    for one in found:
        assert ast.unparse(one.tree()) != ast.unparse(ast.parse(code))
