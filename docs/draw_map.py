"""Draws the map of migrations, and writes the sections of its page that follow from it."""

from __future__ import annotations

from pathlib import Path

from ecdkit.migration.nodes import NODES
from ecdkit.migration.registry import STEPS
from ecdkit.render.map_page import with_steps
from ecdkit.render.svg_map import map_svg

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Write both files."""
    (HERE / "migration-map.svg").write_bytes(map_svg(NODES, STEPS).encode())
    page = HERE / "migration.md"
    page.write_bytes(with_steps(page.read_text("utf-8"), STEPS).encode())


if __name__ == "__main__":
    main()
