"""Every rule of the library, by its code."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from ecdkit.codec import rules as structure_rules
from ecdkit.errors import UsageError
from ecdkit.formats import common_rules
from ecdkit.formats.registry import formats
from ecdkit.packages import rules as package_rules
from ecdkit.templates import rules as template_rules
from ecdkit.text.excerpt import cut
from ecdkit.text.likeness import nearest
from ecdkit.validation import fit_rules
from ecdkit.validation import rules as text_rules

if TYPE_CHECKING:
    from ecdkit.problems import Rule

__all__ = ["catalogue", "rule"]


@functools.cache
def catalogue() -> tuple[Rule, ...]:
    """Return all rules, sorted by code."""
    own = (rule for one in formats() for rule in one.catalogue)
    found = {
        *text_rules.RULES,
        *structure_rules.RULES,
        *common_rules.RULES,
        *template_rules.RULES,
        *package_rules.RULES,
        *fit_rules.RULES,
        *own,
    }
    return tuple(sorted(found, key=lambda rule: rule.code))


def rule(code: str) -> Rule:
    """Return the rule that has a code.

    Args:
        code: such as "wrong-type".

    Raises:
        UsageError: there is none.
    """
    known = {one.code: one for one in catalogue()}
    if code not in known:
        meant = nearest(code, known)
        raise UsageError(
            f"there is no rule {cut(repr(code))}",
            hint=f"did you mean {meant}?" if meant else "list them with ecd validate --explain",
        )
    return known[code]
