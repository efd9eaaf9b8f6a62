"""Notes the digests of all schemas in `spec/released.json`: from then on they never change.

It is run once for each release. A schema that was released and is another by now stops it: a change
needs a new version with a file of its own.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
RELEASED = Path(__file__).resolve().parent / "released.json"


def digests() -> dict[str, str]:
    """Return the SHA-256 of every schema and grammar, by file name."""
    files = sorted([*SCHEMAS.glob("*.schema.json"), *SCHEMAS.glob("*.rng")])
    # A checkout on Windows may end lines otherwise; the schema is the same.
    return {
        path.name: hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for path in files
    }


def released() -> dict[str, str]:
    """Return what was noted at releases."""
    found: dict[str, str] = json.loads(RELEASED.read_text("utf-8"))
    return found


def changed(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Return the released schemas that are others by now, or gone."""
    return [name for name, digest in before.items() if now.get(name) != digest]


def main() -> int:
    """Note the digests of what is new, if nothing that was released has changed."""
    before, now = released(), digests()
    wrong = changed(before, now)
    if wrong:
        sys.stderr.write(f"released schemas never change: {', '.join(wrong)}\n")
        return 1
    RELEASED.write_text(json.dumps({**now, **before}, indent=2, sort_keys=True) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
