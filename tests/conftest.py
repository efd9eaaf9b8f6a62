"""What all tests share: how long hypothesis searches, and the files that the world has written.

`HYPOTHESIS_PROFILE=long` searches long, `thorough` for hours. The corpus lies beside the repository
and is no part of it; where it is absent, the tests that read it are skipped.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
TEXTS = {".ecd", ".emd", ".json"}

for name, examples in (("quick", 10), ("default", 60), ("long", 500), ("thorough", 2000)):
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,
        # How fast values are drawn depends on what else the machine does.
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As a shell starts what runs in the background; commands that tests start would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def corpus_files() -> list[Path]:
    """Return the JSON texts of the corpus, none where it is absent."""
    return sorted(path for path in CORPUS.rglob("*") if path.suffix in TEXTS)


@pytest.fixture
def corpus() -> Path:
    """The folder of the corpus."""
    if not corpus_files():
        pytest.skip("the corpus is not here: no folder shared/corpus beside the repository")
    return CORPUS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `corpus_file` once for each."""
    if "corpus_file" in metafunc.fixturenames:
        files = corpus_files()
        absent = pytest.mark.skip(reason="no folder shared/corpus beside the repository")
        metafunc.parametrize(
            "corpus_file",
            files or [pytest.param(None, marks=absent)],
            ids=[path.name for path in files] or ["absent"],
        )
