"""The benchmarks run; what they measure is not judged here."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_figure_is_measured_on_small_documents() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "run.py"), "--small", "--rounds", "1"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    figures = [line for line in run.stdout.splitlines() if line.startswith("| ")]
    assert len(figures) > 20
