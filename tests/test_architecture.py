"""The plan of the house: rooms import only from rooms above them."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "ecdkit"

# From the ground up; a room may import those before it, and itself.
ROOMS = (
    "version",
    "arguments",
    "errors",
    "problems",
    "ledger",
    "limits",
    "text",
    "markup",
    "codec",
    "files",
    "signals",
    "formats",
    "document",
    "templates",
    "packages",
    "validation",
    "deep_learning",
    "edits",
    "compare",
    "exchange",
    "skeleton",
    "summary",
    "batch",
    "migration",
    "render",
    "integrations",
    "cli",
    "testing",
)
# The front door, which leads into every room, is in none.
FRONT = {PACKAGE / "__init__.py", PACKAGE / "__main__.py"}
MODULES = sorted(set(PACKAGE.rglob("*.py")) - FRONT)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_at_run_time(path: Path) -> set[str]:
    """Names of our modules that a module imports, also inside functions, but not for types only."""
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("ecdkit"):
            found.update(
                f"{node.module}.{alias.name}" if node.module == "ecdkit" else node.module
                for alias in node.names
            )
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names if alias.name.startswith("ecdkit"))
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(path.read_text("utf-8")))
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_from_rooms_above_it(path: Path) -> None:
    here = room_of(path)
    for name in imports_at_run_time(path):
        if name == "ecdkit":
            # Who comes in by the front door stands outside, as the conformance adapter does.
            assert here == ROOMS[-1], f"{here} imports the front door"
            continue
        there = name.split(".")[1] if "." in name else "__init__"
        assert ROOMS.index(there) <= ROOMS.index(here), f"{here} imports {name}"


def test_every_room_is_in_the_plan() -> None:
    assert {room_of(path) for path in MODULES} == set(ROOMS)


def test_a_format_folder_has_the_same_files_as_the_others() -> None:
    folders = [path for path in (PACKAGE / "formats").iterdir() if path.is_dir()]
    for folder in folders:
        if folder.name != "__pycache__":
            assert {"__init__.py", "model.py", "format.py", "rules.py"} <= {
                path.name for path in folder.iterdir()
            }


def test_the_plan_in_the_docs_names_every_room() -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for room in ROOMS:
        assert f"`{room}/`" in plan or f"`{room}.py`" in plan
