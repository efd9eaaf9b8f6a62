"""How a model says what its members are: the JSON name and the bounds stand in field metadata."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, dataclass_transform

import attrs
from attrs import frozen

from ecdkit.codec.extra import Extra
from ecdkit.text.numbers import Numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    import numpy.typing as npt

    from ecdkit.text.view import View

__all__ = [
    "EXTRA",
    "MEMBER",
    "ExtraField",
    "Member",
    "NumbersField",
    "Several",
    "extra_members",
    "member",
    "model",
    "numbers",
]

MEMBER = "ecdkit.member"
EXTRA = "ecdkit.extra"

_Class = TypeVar("_Class", bound=type)

# What a field holds is less than what may be given for it. Type checkers know that of descriptors;
# there are none when it runs.
if TYPE_CHECKING:
    _Held = TypeVar("_Held")
    _Given = TypeVar("_Given")
    _Element = TypeVar("_Element")

    class _Field(Generic[_Held, _Given]):
        """A field that holds one type and is given another."""

        def __get__(self, model: object, owner: type | None = None) -> _Held: ...

        def __set__(self, model: object, value: _Given) -> None: ...

    Several: TypeAlias = _Field[tuple[_Element, ...], Sequence[_Element]]
    NumbersField: TypeAlias = _Field[Numbers, Numbers | npt.ArrayLike]
    ExtraField: TypeAlias = _Field[Extra, Mapping[str, Any]]
else:
    NumbersField, ExtraField = Numbers, Extra

    class Several:
        """A list of elements, which a model holds as a tuple."""

        def __class_getitem__(cls, element: Any) -> Any:
            return tuple[element, ...]


@frozen
class Member:
    """What is known of a member of an object beyond its type.

    Attributes:
        name: its name in JSON.
        required: whether it must be there.
        minimum: the smallest integer, or None.
        maximum: the largest integer, or None.
        length: the number of elements of an array, or None.
        pattern: a regular expression that a whole string matches, or None.
        choose: for elements of several classes, which class a place is of.
        dimensions: 1 for a list of numbers, 2 for a matrix, 0 for anything else.
    """

    name: str
    required: bool = True
    minimum: int | None = None
    maximum: int | None = None
    length: int | None = None
    pattern: str | None = None
    choose: Callable[[View], type] | None = None
    dimensions: int = 0


def member(
    name: str,
    *,
    default: Any = attrs.NOTHING,
    minimum: int | None = None,
    maximum: int | None = None,
    length: int | None = None,
    pattern: str | None = None,
    choose: Callable[[View], type] | None = None,
    sequence: bool = False,
) -> Any:
    """Return a field for a member of an object.

    Args:
        name: as for `Member`.
        default: None where the member may be missing; then it is None in the model. Anything else
            is what a new model has where it is not said: a member that a file must have.
        minimum: as for `Member`.
        maximum: as for `Member`.
        length: as for `Member`.
        pattern: as for `Member`.
        choose: as for `Member`.
        sequence: whether it is an array, which the model holds as a tuple.
    """
    about = Member(name, default is not None, minimum, maximum, length, pattern, choose)
    return attrs.field(
        default=default,
        converter=_tuple if sequence or length is not None else None,
        metadata={MEMBER: about},
    )


def numbers(name: str, dimensions: int, *, alias: str) -> Any:
    """Return a field for a numeric leaf, which the model shows as an array.

    Args:
        name: the member's name in JSON.
        dimensions: 1 for a list of numbers, 2 for a matrix.
        alias: the name of the argument; the property that shows the array has it too.
    """
    return attrs.field(
        alias=alias,
        converter=lambda source: Numbers.of(source, dimensions),
        metadata={MEMBER: Member(name, dimensions=dimensions)},
    )


def extra_members(*, factory: Callable[[], Extra] = Extra) -> Any:
    """Return the field for the members that the model does not know.

    Args:
        factory: what makes the value where none is given; named so that type checkers see it.
    """
    return attrs.field(factory=factory, converter=Extra, metadata={EXTRA: True})


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(member, numbers, extra_members)
)
def model(cls: _Class) -> _Class:
    """Make a class a model: frozen, slotted, keyword arguments only, equal as `Model` says."""
    made: _Class = attrs.define(cls, frozen=True, slots=True, kw_only=True, eq=False)
    return made


def _tuple(value: Any) -> Any:
    is_list = isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))
    return tuple(value) if is_list else value
