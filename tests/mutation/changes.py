"""What can be changed in a module, one thing at a time, and which changes are known to do nothing.

`explained.toml` lists mutants that no test can notice, each with the reason. It names them by the
module, the line of code and the change, not by the line's number, which every edit shifts.
"""

from __future__ import annotations

import ast
import copy
import functools
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

EXPLAINED = Path(__file__).with_name("explained.toml")
ROOMS = ("formats", "validation")
SWAPS = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
NOTHING = ast.Constant(None)


class Mutant(NamedTuple):
    """A module with one change.

    Attributes:
        line: where the change is.
        lines: the lines of its statement, or of the head of it.
        code: the text of the line.
        change: what was there, and what is there now.
        tree: makes the changed module.
    """

    line: int
    lines: range
    code: str
    change: str
    tree: Callable[[], ast.Module]


def modules(package):
    """The modules of the rooms that are changed, by their names below the package."""
    found = (path for room in ROOMS for path in sorted((package / room).rglob("*.py")))
    return {path.relative_to(package).as_posix(): path for path in found}


def explained():
    """The reasons why mutants live, by module, line of code and change."""
    listed = tomllib.loads(EXPLAINED.read_text("utf-8"))["mutant"]
    return {(one["module"], one["code"], one["change"]): one["reason"] for one in listed}


def mutants(source):
    """Yield every mutant of the text of a module."""
    tree = ast.parse(source)
    lines = source.splitlines()
    nodes = list(ast.walk(tree))
    number = {id(node): at for at, node in enumerate(nodes)}
    # Texts at import are names and what the catalogue says; they are read by people, and pages.
    told = {id(one) for node in nodes if isinstance(node, ast.FunctionDef) for one in _texts(node)}
    for statement in nodes:
        if not isinstance(statement, ast.stmt):
            continue
        own = list(_own(statement))
        places = [one for one in own[1:] or own if hasattr(one, "lineno")] or own[:1]
        span = range(statement.lineno, max(one.end_lineno for one in places) + 1)
        for node in own:
            for change in (*_changes(node), *([_longer] if id(node) in told else ())):
                there = copy.deepcopy(node)
                change(there)
                both = f"{_spelled(node)} -> {_spelled(there)}"
                make = functools.partial(_changed, tree, number[id(node)], change)
                yield Mutant(node.lineno, span, lines[node.lineno - 1].strip(), both, make)


def _changed(tree, number, change):
    made = copy.deepcopy(tree)
    change(list(ast.walk(made))[number])
    return ast.fix_missing_locations(made)


def _own(node):
    """Yield a statement and what is in it, without the statements in it."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.stmt):
            yield from _own(child)


def _texts(function):
    """Yield the texts in the body of a function, but for what explains it."""
    for statement in function.body:
        if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
            found = (one for one in ast.walk(statement) if isinstance(one, ast.Constant))
            yield from (one for one in found if isinstance(one.value, str))


def _longer(text):
    text.value += "x"


def _spelled(node):
    if isinstance(node, (ast.If, ast.IfExp)):
        return f"if {ast.unparse(node.test)}"
    return ast.unparse(node)


def _changes(node):
    """Yield what can be changed at a node: each changes the node that it is given."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            if new := SWAPS.get(type(operator)):
                yield lambda one, at=at, new=new: one.ops.__setitem__(at, new())
    if isinstance(node, (ast.BinOp, ast.BoolOp)) and (new := SWAPS.get(type(node.op))):
        yield lambda one: setattr(one, "op", new())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield lambda one: setattr(one, "operand", ast.UnaryOp(ast.Not(), one.operand))
    is_number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
    # To the largest numbers one is nothing.
    if is_number and node.value + 1 != node.value:
        yield lambda one: setattr(one, "value", one.value + 1)
    if isinstance(node, (ast.If, ast.IfExp)) and "TYPE_CHECKING" not in ast.unparse(node.test):
        for value in (True, False):
            yield lambda one, value=value: setattr(one, "test", ast.Constant(value))
    if isinstance(node, ast.Return) and ast.unparse(node) not in ("return", "return None"):
        # What is false anyway would not be noticed.
        other = ast.Constant(True) if ast.unparse(node) == "return False" else NOTHING
        yield lambda one: setattr(one, "value", other)
    if isinstance(node, ast.Expr) and isinstance(node.value, (ast.Yield, ast.YieldFrom, ast.Call)):
        yield lambda one: setattr(one, "value", NOTHING)
