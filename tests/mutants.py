"""Changes one thing in the code of the rules and looks whether a test notices (make mutants).

Works on a copy in a temporary folder. A mutant that lives is printed with its place. Each is first
shown to the tests that have the module's name, then to the quick ones, and what survives them to
all tests of formats and validation. One over which the tests take far too long counts as noticed,
and is told. It needs a system that can fork.
"""

from __future__ import annotations

import ast
import copy
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import jsonschema
import jsonschema_rs
import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent
WHERE = ("formats", "validation")
QUICK = [
    "tests/validation/test_rules.py",
    "tests/formats/test_class_rules.py",
    "tests/formats/test_detection.py",
    "tests/formats/test_statistics_rules.py",
    "tests/formats/test_deep_learning_rules.py",
]
ALL = [
    "tests/validation",
    "tests/formats",
    "tests/codec/test_structure.py",
    "tests/test_deep_learning.py",
    "tests/edits",
]
# Loaded once, and shared by all children.
LOADED = (jsonschema, jsonschema_rs, np)
_PATIENCE = 900
# What takes long says little about one changed sign.
_SOON = "not hundred and not bounded_time and not thousands"
SWAPS = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


def mutants(tree):
    """Yield the line, what is changed, and the changed module."""
    for at, node in enumerate(ast.walk(tree)):
        for what, change in changes(node):
            changed = copy.deepcopy(tree)
            change(list(ast.walk(changed))[at])
            yield node.lineno, what, ast.unparse(ast.fix_missing_locations(changed))


def changes(node):
    """Yield what can be changed at a node, and how."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        new = SWAPS[type(node.ops[0])]
        yield new.__name__, lambda one: one.ops.__setitem__(0, new())
    if isinstance(node, (ast.BinOp, ast.BoolOp)) and type(node.op) in SWAPS:
        other = SWAPS[type(node.op)]
        yield other.__name__, lambda one: setattr(one, "op", other())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without not", lambda one: setattr(one, "op", ast.UAdd())
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield f"{node.value} + 1", lambda one: setattr(one, "value", one.value + 1)
    if isinstance(node, (ast.If, ast.IfExp)) and "TYPE_CHECKING" not in ast.unparse(node.test):
        for value in (True, False):
            yield f"if {value}", lambda one, v=value: setattr(one, "test", ast.Constant(v))
    if isinstance(node, ast.Return) and node.value is not None:
        yield "return None", lambda one: setattr(one, "value", ast.Constant(None))
    if isinstance(node, ast.Expr) and isinstance(node.value, (ast.Yield, ast.YieldFrom)):
        yield "no yield", lambda one: setattr(one, "value", ast.Constant(None))


def killed(folder, tests):
    """How the tests end on the copy, in a child of this process: 0 if nothing was noticed."""
    child = os.fork()
    if not child:
        # Whatever happens here must not unwind what belongs to the parent.
        try:
            os._exit(_tested(folder, tests))
        finally:
            os._exit(3)
    return os.waitpid(child, 0)[1]


def _tested(folder, tests):
    signal.alarm(_PATIENCE)
    os.chdir(folder)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder / "src"))
    return int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", "-k", _SOON, *tests]))


def main(wanted):
    """Try every mutant of the modules whose path has one of these words; all if there are none.

    With `--quick` among the words, what survives the quick tests counts as alive.
    """
    is_quick = "--quick" in wanted
    wanted = [word for word in wanted if word != "--quick"]
    lived = tried = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in ("src", "tests", "schemas", "docs", "spec", "pyproject.toml"):
            one = ROOT / name
            (shutil.copytree if one.is_dir() else shutil.copy2)(one, folder / name)
        shutil.copytree(ROOT / "schemas", folder / "src" / "ecdkit" / "schemas")
        if killed(folder, QUICK) or (not is_quick and killed(folder, ALL)):
            sys.exit("the tests fail before anything is changed")
        for path in sorted(
            p for room in WHERE for p in (folder / "src/ecdkit" / room).rglob("*.py")
        ):
            short = path.relative_to(folder / "src/ecdkit")
            if wanted and not any(word in str(short) for word in wanted):
                continue
            source = path.read_text("utf-8")
            near = [str(test) for test in sorted((folder / "tests").rglob(f"test_{path.stem}.py"))]
            rounds = [*([near] if near else []), QUICK, *([] if is_quick else [ALL])]
            for line, what, text in mutants(ast.parse(source)):
                path.write_text(text, "utf-8")
                tried += 1
                ends = next((end for tests in rounds if (end := killed(folder, tests))), 0)
                if not ends or ends == signal.SIGALRM:
                    lived += not ends
                    slow = " (takes far too long)" if ends else ""
                    sys.stdout.write(f"{short}:{line}: {what}{slow}\n")
                    sys.stdout.flush()
            path.write_text(source, "utf-8")
    sys.stdout.write(f"{tried} mutants, {lived} lived\n")


if __name__ == "__main__":
    main(sys.argv[1:])
