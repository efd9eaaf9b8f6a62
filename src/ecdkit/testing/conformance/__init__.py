"""The conformance runner: gives the cases of the specification to any command, and judges it.

`python -m ecdkit.testing.conformance --command "node reader.js"`: what the command has to do stands
in `spec/conformance/README.md`. Ours is `ecdkit.testing.conformance.adapter`.
"""

from ecdkit.testing.conformance.runner import Case, Outcome, cases, main, run

__all__ = ["Case", "Outcome", "cases", "main", "run"]
