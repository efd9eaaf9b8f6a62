"""`Settings`: how severe the violation of a rule is where somebody has said otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from attrs import evolve, field, frozen

from ecdkit.errors import UsageError
from ecdkit.problems import Severity
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ecdkit.problems import Problem

__all__ = ["LEVELS", "NO_SETTINGS", "Level", "Settings"]

Level: TypeAlias = Literal[Severity, "ignore"]
LEVELS: tuple[str, ...] = (*get_args(Severity), "ignore")


def _known(levels: Mapping[str, Level]) -> dict[str, Level]:
    if not levels:
        return {}
    from ecdkit.validation.catalogue import rule

    for code, level in levels.items():
        rule(code)
        if level not in LEVELS:
            known = ", ".join(LEVELS)
            raise UsageError(f"{cut(repr(level))} is no severity", hint=f"there are {known}")
    return dict(levels)


@frozen
class Settings:
    """How severe the violation of rules is, where that is not what the rules say.

    Attributes:
        levels: "error", "warning", "note" or "ignore", by the code of a rule.

    Raises:
        UsageError: there is no such rule, or no such severity.
    """

    levels: Mapping[str, Level] = field(factory=dict[str, Level], converter=_known)

    def over(self, other: Settings) -> Settings:
        """Return these settings, and others where these say nothing.

        Args:
            other: the settings that yield.
        """
        return Settings({**other.levels, **self.levels})

    def applied(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield problems as these settings have them, without those that are ignored.

        Args:
            problems: what was found.
        """
        for problem in problems:
            level = self.levels.get(problem.code, problem.severity)
            if level == problem.severity:
                yield problem
            elif level != "ignore":
                yield evolve(problem, severity=level)


NO_SETTINGS = Settings()
