"""What a merge does at which place: as data, per pointer pattern.

The general rule stands in `threeway`: what one side changed is taken, what both changed differently
is a conflict. Here is where that would mix what belongs together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from ecdkit.errors import UsageError
from ecdkit.formats.classifier_definition.model import OpaqueDefinition, definition_class
from ecdkit.text.excerpt import cut
from ecdkit.text.kinds import FALSE, NULL, STRINGS, TRUE
from ecdkit.text.pointer import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecdkit.formats.format import Format, ListIdentity
    from ecdkit.text.view import View

__all__ = [
    "Choices",
    "Guard",
    "Pattern",
    "Unit",
    "guards_of",
    "is_whole",
    "refused_keys",
    "unit_of",
]

Chosen: TypeAlias = Literal["ours", "theirs"]
Unit: TypeAlias = Literal["color", "numbers", "body"]


@frozen
class Pattern:
    """Places in a document, as a JSON pointer in which `*` stands for any one token.

    Attributes:
        tokens: the reference tokens.
    """

    tokens: tuple[str, ...]

    @classmethod
    def of(cls, pointer: str) -> Pattern:
        """Return the pattern that a pointer spells."""
        return cls(parse_pointer(pointer))

    def fits(self, path: tuple[str | int, ...]) -> bool:
        """Whether a place is meant."""
        return len(path) == len(self.tokens) and self.covers(path)

    def covers(self, path: tuple[str | int, ...]) -> bool:
        """Whether a place is meant, or what is around it."""
        return len(path) >= len(self.tokens) and all(
            one in ("*", str(token)) for one, token in zip(self.tokens, path, strict=False)
        )


# What is one thing though it is written as several: the digest of one model must not meet the
# bytes of another, nor the least value of one normalisation the largest of another.
_WHOLE = {
    "classifier-definition": (Pattern.of("/Definitions/*/DeepLearningModel"),),
    "model-definition": tuple(
        Pattern.of(f"/NormalizationStats{suffix}") for suffix in ("", "_b", "_c")
    ),
}

_DEFINITION = Pattern.of("/Definitions/*")


@frozen
class Guard:
    """Members of an object that hold only together with what else is in it.

    Attributes:
        pattern: which objects.
        names: which members; none of them for all that are of the unit "body".
        topic: "training" of what numbers were computed from, so that no side may change it where
            the other has new numbers; "classes" of what was trained for a list of classes, so
            that no side may change it where the other has other classes.
    """

    pattern: Pattern
    names: tuple[str, ...]
    topic: Literal["training", "classes"]


_GROUNDS = ("Classifier", "RasterIsSegmented", "NumberBands")
# How members depend on each other is designed by this project: a merge that asks once too often
# costs a minute, one that asks once too little costs a classifier.
_GUARDS = {
    "classifier-definition": (
        Guard(_DEFINITION, _GROUNDS, "training"),
        Guard(_DEFINITION, (), "classes"),
        Guard(_DEFINITION, ("DeepLearningModel",), "classes"),
    ),
    "endmember-definition": (Guard(Pattern(()), ("NumberBands", "NumberOfBands"), "training"),),
    "model-definition": (Guard(Pattern(()), ("ModelFile",), "classes"),),
}
_ENVELOPE = frozenset({*_GROUNDS, "NumberClasses", "MiniBatchSize", "Classes", "DeepLearningModel"})
_NO_NUMBERS = (STRINGS, TRUE, FALSE, NULL)


def refused_keys(form: Format) -> tuple[str, ...]:
    """Return the members of the root in which both sides must agree: what the document is."""
    return tuple(key for key in (form.root_key, form.version_key) if key is not None)


def is_whole(form: Format, path: tuple[str | int, ...]) -> bool:
    """Whether a value is taken from one side as a whole."""
    return any(pattern.fits(path) for pattern in _WHOLE.get(form.name, ()))


def guards_of(form: Format, path: tuple[str | int, ...]) -> tuple[Guard, ...]:
    """Return what holds only together in an object."""
    return tuple(guard for guard in _GUARDS.get(form.name, ()) if guard.pattern.fits(path))


def unit_of(
    name: str,
    sides: tuple[View | None, ...],
    around: tuple[View | None, ...],
    identity: ListIdentity | None,
) -> Unit | None:
    """Return the unit of members that a member belongs to; all of one are taken from one side.

    Of an element of a list with identity, the channels of the colour are one, and so are the
    numbers: the means of one training must not meet the covariances of another. Of a definition
    whose body nobody has published, the body is one.

    Args:
        name: the member's name.
        sides: the member in each document, None where it has none.
        around: the object in each document, None where it has none.
        identity: what identifies the object in its list.
    """
    if identity is not None and not identity.by_place:
        if name in identity.colors:
            return "color"
        if name in identity.keys or name in identity.names:
            return None
        return "numbers" if _holds_numbers(sides) else None
    there = [view for view in around if view is not None]
    if _DEFINITION.fits(there[0].path) and name not in _ENVELOPE:
        # In whatever document: what is taken from it must not be taken apart.
        opaque = any(definition_class(view) is OpaqueDefinition for view in there)
        return "body" if opaque and _holds_numbers(sides) else None
    return None


def _holds_numbers(sides: tuple[View | None, ...]) -> bool:
    return any(view is not None and view.kind not in _NO_NUMBERS for view in sides)


class Choices:
    """Which side a user wants where both changed something: at these places, and inside them.

    Args:
        strategies: "ours" or "theirs" by pointer; `*` stands for any one token. Of several that
            fit, the longest counts.

    Raises:
        PointerError: a pointer is none.
        UsageError: a strategy is neither "ours" nor "theirs".
    """

    def __init__(self, strategies: Mapping[str, str]) -> None:
        self._patterns: list[tuple[Pattern, Chosen]] = []
        for pointer, side in strategies.items():
            if side == "ours":
                self._patterns.append((Pattern.of(pointer), "ours"))
            elif side == "theirs":
                self._patterns.append((Pattern.of(pointer), "theirs"))
            else:
                raise UsageError(
                    f"there is no strategy {cut(repr(side))}", hint="it is ours or theirs"
                )
        self._patterns.sort(key=lambda found: -len(found[0].tokens))

    def at(self, path: tuple[str | int, ...]) -> Chosen | None:
        """Return which side is wanted at a place; None where nothing is said."""
        return next((side for pattern, side in self._patterns if pattern.covers(path)), None)
