"""Many files: which ones are meant, and one work done on each of them in parallel."""

from ecdkit.batch.selection import KINDS, TEMPLATE_KINDS, Kind, Selection, expand
from ecdkit.batch.workers import Outcome, each

__all__ = ["KINDS", "TEMPLATE_KINDS", "Kind", "Outcome", "Selection", "each", "expand"]
