"""What tests of templates share: the real ones, and the one public classifier."""

from __future__ import annotations

from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
REAL = sorted((CORPUS / "raster-function-template").glob("*.rft.xml"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `real` once for each real template."""
    if "real" in metafunc.fixturenames:
        absent = pytest.mark.skip(reason="no folder shared/corpus beside the repository")
        metafunc.parametrize(
            "real",
            REAL or [pytest.param(None, marks=absent)],
            ids=[path.name for path in REAL] or ["absent"],
        )
