"""Writes the page of all rules."""

from __future__ import annotations

from pathlib import Path

from ecdkit.render.rules import rules_page
from ecdkit.validation.catalogue import catalogue

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Write the page."""
    (HERE / "rules.md").write_bytes(rules_page(catalogue()).encode())


if __name__ == "__main__":
    main()
