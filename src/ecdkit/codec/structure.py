"""Places of a text to models.

One cattrs converter, built once. It is given views, not values, so every hook knows the place of
what it refuses; the hooks of models are made from their field metadata.
"""

from __future__ import annotations

import functools
import re
import types
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin

from cattrs import BaseConverter

from ecdkit.codec.base import Model, fields_of, per_class
from ecdkit.codec.blob import Blob
from ecdkit.codec.extra import Extra
from ecdkit.codec.fields import EXTRA, MEMBER, Member
from ecdkit.codec.null import NULL, Null
from ecdkit.codec.rules import (
    BAD_FORM,
    INTEGER_SPELLING,
    MISSING_MEMBER,
    NOT_BASE64,
    OUT_OF_RANGE,
    WRONG_LENGTH,
    WRONG_TYPE,
)
from ecdkit.text.excerpt import cut
from ecdkit.text.kinds import ARRAY, FALSE, NONFINITE, NUMBER, OBJECT, STRINGS, TRUE
from ecdkit.text.kinds import NULL as NULL_KIND
from ecdkit.text.likeness import nearest
from ecdkit.text.numbers import Numbers, first_stranger

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from ecdkit.problems import Problem
    from ecdkit.text.view import View

__all__ = ["Mismatch", "integer_problem", "member_names", "missing", "structure"]

_Model = TypeVar("_Model", bound=Model)
# How many unknown members are compared with what is missing.
_FEW = 100
_KINDS: dict[Any, str] = {int: NUMBER, str: STRINGS, Null: NULL_KIND}
_NAMES = {
    NUMBER: "an integer",
    STRINGS: "a string",
    NULL_KIND: "null",
    ARRAY: "an array",
    OBJECT: "an object",
}


class Mismatch(Exception):  # noqa: N818 - problems collected, which become an error later
    """A place is not what the model says; `problems` says what is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


def structure(view: View, cls: type[_Model]) -> _Model:
    """Return the model of a place.

    Args:
        view: an object.
        cls: its model class.

    Raises:
        Mismatch: the place is not of that structure; every problem is listed.
        JsonSyntaxError: a part that was not looked into before is not JSON.
    """
    made: _Model = _converter().structure(view, cls)
    return made


@functools.cache
def _converter() -> BaseConverter:
    converter = BaseConverter(prefer_attrib_converters=False)
    converter.register_structure_hook(int, lambda view, _: _integer(view))
    converter.register_structure_hook(bool, lambda view, _: _boolean(view))
    converter.register_structure_hook(str, lambda view, _: _string(view))
    converter.register_structure_hook(Null, lambda view, _: _null(view))
    converter.register_structure_hook(Blob, lambda view, _: _blob(view))
    converter.register_structure_hook_factory(
        lambda cls: isinstance(cls, type) and issubclass(cls, Model), _model_hook
    )
    return converter


def _model_hook(cls: type[Model]) -> Callable[[View, Any], Model]:
    fields = fields_of(cls)
    extra = next((one.alias for one in fields if one.metadata.get(EXTRA)), None)
    names = member_names(cls)
    known: dict[str, tuple[str, Member, Callable[[View], Any]]] = {}
    for one in fields:
        about = one.metadata.get(MEMBER)
        if about is not None:
            known[about.name] = (one.alias or one.name, about, _hook(one.type, about))

    def hook(view: View, _: Any) -> Model:
        if view.kind != OBJECT:
            raise Mismatch([_wrong_type(view, "an object")])
        members = dict(view.members())
        problems: list[Problem] = []
        lacking: list[str] = []
        values: dict[str, Any] = {}
        for key, (name, about, read) in known.items():
            place = members.pop(key, None)
            if place is None:
                if about.required:
                    lacking.append(key)
                continue
            try:
                values[name] = read(place)
            except Mismatch as mismatch:
                problems += mismatch.problems
        if lacking:
            problems = [*missing(view, lacking, names), *problems]
        if problems:
            raise Mismatch(problems)
        if extra is not None:
            values[extra] = Extra(members)
        return cls(**values)

    return hook


def _hook(kind: Any, about: Member) -> Callable[[View], Any]:
    """Return what reads the value of a member."""
    if about.dimensions:
        return lambda view: _numbers(view, about.dimensions)
    options = _options(kind)
    if len(options) == 1:
        return _hook_of_one(options[0], about)
    # What a member may be besides is told apart by its kind in JSON.
    readers = {_kind(option): _hook_of_one(option, about) for option in options}
    names = [_NAMES[kind] for kind in readers]
    expected = f"{', '.join(names[:-1])} or {names[-1]}"

    def read(view: View) -> Any:
        reader = readers.get(view.kind)
        if reader is None:
            raise Mismatch([_wrong_type(view, expected)])
        return reader(view)

    return read


def _options(kind: Any) -> list[Any]:
    """Return the types of a union but that of a missing member; any other type by itself."""
    if get_origin(kind) not in (Union, types.UnionType):
        return [kind]
    return [one for one in get_args(kind) if one is not type(None)]


def _kind(option: Any) -> str:
    """Return the kind of JSON value that a type stands for."""
    if get_origin(option) is tuple:
        return ARRAY
    if option in _KINDS:
        return _KINDS[option]
    assert issubclass(option, Model)
    return OBJECT


def _hook_of_one(kind: Any, about: Member) -> Callable[[View], Any]:
    if get_origin(kind) is tuple:
        element = get_args(kind)[0]
        read_element = None if about.choose is not None else _hook(element, about)
        return lambda view: _array(view, about, read_element)
    converter = _converter()

    def read(view: View) -> Any:
        value = converter.structure(view, kind)
        if kind is int:
            _in_range(view, value, about)
        elif about.pattern is not None and not re.fullmatch(about.pattern, value):
            raise Mismatch([BAD_FORM.at(view, f"{cut(value)} has not the form asked for")])
        return value

    return read


def _array(
    view: View, about: Member, read_element: Callable[[View], Any] | None
) -> tuple[Any, ...]:
    if view.kind != ARRAY:
        raise Mismatch([_wrong_type(view, "an array")])
    problems: list[Problem] = []
    if about.length is not None and len(view) != about.length:
        message = f"{about.length} elements are expected, not {len(view)}"
        problems.append(WRONG_LENGTH.at(view, message))
    values = []
    for place in view.elements():
        try:
            if read_element is not None:
                values.append(read_element(place))
            else:
                assert about.choose is not None
                values.append(_converter().structure(place, about.choose(place)))
        except Mismatch as mismatch:
            problems += mismatch.problems
            if len(problems) > view.text.limits.problems:
                break
    if problems:
        raise Mismatch(problems)
    return tuple(values)


def integer_problem(view: View) -> Problem:
    """Return why a place is no integer: another type, or spelled as another number."""
    if view.kind != NUMBER:
        return _wrong_type(view, "an integer")
    token = view.token
    spelling = cut(token.decode())
    # A number that no double holds is read as no double, whole or not (ECD-0133).
    value = view.value()
    if isinstance(value, float) and value.is_integer():
        message = f"an integer is written with digits only, not as {spelling}"
        return INTEGER_SPELLING.at(view, message)
    return WRONG_TYPE.at(view, f"an integer is expected, not {spelling}")


def _integer(view: View) -> int:
    value = view.value() if view.kind == NUMBER else None
    if type(value) is not int:
        raise Mismatch([integer_problem(view)])
    return value


def _in_range(view: View, value: int, about: Member) -> None:
    low, high = about.minimum, about.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = f"from {low} to {high}" if high is not None else f"of at least {low}"
        message = f"{about.name} is an integer {bounds}, not {cut(str(value))}"
        raise Mismatch([OUT_OF_RANGE.at(view, message)])


def _boolean(view: View) -> bool:
    if view.kind not in (TRUE, FALSE):
        raise Mismatch([_wrong_type(view, "true or false")])
    return view.kind == TRUE


def _null(view: View) -> Null:
    if view.kind != NULL_KIND:
        raise Mismatch([_wrong_type(view, "null")])
    return NULL


def _string(view: View) -> str:
    if view.kind != STRINGS:
        raise Mismatch([_wrong_type(view, "a string")])
    value: str = view.value()
    return value


def _blob(view: View) -> Blob:
    if view.kind != STRINGS:
        raise Mismatch([_wrong_type(view, "a string")])
    blob = Blob(view)
    if view.text.checked == "full" and not blob.is_base64:
        raise Mismatch([NOT_BASE64.at(view, "this string is not base64")])
    return blob


def _numbers(view: View, dimensions: int) -> Numbers:
    what = "an array of numbers" if dimensions == 1 else "an array of arrays of numbers"
    if view.kind != ARRAY:
        raise Mismatch([_wrong_type(view, what)])
    if not view.is_leaf:
        stranger = next(_strangers(view, dimensions))
        row = len(stranger.path) - len(view.path) < dimensions
        raise Mismatch([_wrong_type(stranger, "an array" if row else "a number")])
    numbers = Numbers(view, dimensions)
    if view.text.checked == "full" and not numbers.are_numbers():
        found = first_stranger(view, dimensions)
        assert found is not None
        offset, indices, kind = found
        pointer = view.pointer + "".join(f"/{index}" for index in indices)
        row = len(indices) < dimensions
        message = f"{'an array' if row else 'a number'} is expected, not {_article(kind)}"
        raise Mismatch([WRONG_TYPE.at(view, message, offset=offset, pointer=pointer)])
    return numbers


def _strangers(view: View, dimensions: int) -> Iterator[View]:
    """Yield what is neither a number nor an array at its depth."""
    for element in view.elements():
        if element.kind == ARRAY and dimensions > 1:
            yield from _strangers(element, dimensions - 1)
        elif dimensions > 1 or element.kind not in (NUMBER, NONFINITE):
            yield element


def _wrong_type(view: View, expected: str) -> Problem:
    return WRONG_TYPE.at(view, f"{expected} is expected, not {_article(view.kind)}")


@per_class
def member_names(cls: type[Model]) -> frozenset[str]:
    """Return the names that a model class gives to members in JSON."""
    about = (one.metadata.get(MEMBER) for one in fields_of(cls))
    return frozenset(one.name for one in about if one is not None)


def missing(view: View, names: Iterable[str], known: Collection[str]) -> list[Problem]:
    """Return that an object lacks members; each is told at the one that may be meant to be it.

    Args:
        view: the object.
        names: the names of the members.
        known: the names that members of such an object may have.
    """
    lacking = list(names)
    strangers = [name for name in dict.fromkeys(view.keys()) if name not in known]
    meant: dict[str | None, str] = {}
    for name in strangers[:_FEW]:
        meant.setdefault(nearest(name, lacking), name)
    problems = []
    for name in lacking:
        stranger = view.get(meant.get(name, ""))
        if name not in meant or stranger is None or stranger.key_span is None:
            problems.append(MISSING_MEMBER.at(view, f"the member {name!r} is missing"))
            continue
        message = f"{cut(repr(meant[name]))} is no member that is known, and {name!r} is missing"
        hint = f"did you mean {name}?"
        problems.append(MISSING_MEMBER.at(stranger, message, hint, offset=stranger.key_span[0]))
    return problems


def _article(kind: str) -> str:
    if kind in ("true", "false", "null"):
        return kind
    return f"{'an' if kind[0] in 'ao' else 'a'} {kind}"
