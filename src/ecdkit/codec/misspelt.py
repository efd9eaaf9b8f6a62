"""Unknown members that are spelled nearly as known ones: legal, and probably not meant."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, NamedTuple, Union, get_args, get_origin

from ecdkit.codec.base import Model, fields_of, per_class
from ecdkit.codec.fields import MEMBER, Member
from ecdkit.codec.rules import MISSPELT_MEMBER
from ecdkit.codec.structure import member_names
from ecdkit.text.excerpt import cut
from ecdkit.text.kinds import ARRAY, OBJECT
from ecdkit.text.likeness import nearest, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.problems import Problem
    from ecdkit.text.view import View

__all__ = ["misspelt_members"]

# How many unknown members of one object are compared with the known ones.
_FEW = 100


class _Inner(NamedTuple):
    """A member whose value is an object of another model, or an array of them."""

    about: Member
    model: Any
    many: bool


def misspelt_members(view: View, cls: type[Model]) -> Iterator[Problem]:
    """Yield the unknown members whose names are nearly those of known ones.

    A required member that is missing is the structure check's to tell, not told here.

    Args:
        view: a place that is to be of the class.
        cls: a model class.
    """
    if view.kind != OBJECT:
        return
    known, keys = member_names(cls), view.keys()
    if not known.issuperset(keys):
        yield from _strangers(view, cls)
    for about, model, many in _inner(cls):
        place = view.get(about.name)
        if place is None or place.kind != (ARRAY if many else OBJECT):
            continue
        for one in place.elements() if many else (place,):
            yield from misspelt_members(one, about.choose(one) if about.choose else model)


def _strangers(view: View, cls: type[Model]) -> Iterator[Problem]:
    known = member_names(cls)
    keys = dict.fromkeys(view.keys())
    beside = {plain(name): name for name in known if name in keys}
    absent = [name for name in _optional(cls) if name not in keys]
    for key in [key for key in keys if key not in known | cls.other_names][:_FEW]:
        same = beside.get(plain(key))
        meant = same or nearest(key, absent)
        member = view.get(key)
        if meant is None or member is None or member.key_span is None:
            continue
        message = f"{cut(repr(key))} is no member that is known"
        message += f", and {meant!r} stands beside it" if same else ""
        hint = "remove one of the two if they are the same" if same else f"did you mean {meant}?"
        yield MISSPELT_MEMBER.at(member, message, hint, offset=member.key_span[0])


@per_class
def _optional(cls: type[Model]) -> tuple[str, ...]:
    about = (one.metadata.get(MEMBER) for one in fields_of(cls))
    return tuple(one.name for one in about if one is not None and not one.required)


@per_class
def _inner(cls: type[Model]) -> tuple[_Inner, ...]:
    found = []
    for one in fields_of(cls):
        about: Member | None = one.metadata.get(MEMBER)
        kind: Any = one.type
        if about is None:
            continue
        for part in _parts(kind):
            many = get_origin(part) is tuple
            inner = get_args(part)[0] if many else part
            if (many and about.choose) or (isinstance(inner, type) and issubclass(inner, Model)):
                found.append(_Inner(about, inner, many))
    return tuple(found)


def _parts(kind: Any) -> tuple[Any, ...]:
    """Return the types of a union; any other type by itself."""
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)
