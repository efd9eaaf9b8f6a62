"""The smallest rewrite of a text after which it has a given value."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ecdkit.errors import DefinitionError, EditError
from ecdkit.text.ascending import longest_ascending
from ecdkit.text.kinds import ARRAY, OBJECT, STRINGS
from ecdkit.text.layout import relay
from ecdkit.text.numbers import Beyond, Numbers, beyond_doubles, number_spans
from ecdkit.text.refusal import twice_error
from ecdkit.text.splice import Splice
from ecdkit.text.style import Style, gaps_of, indent_of, style_of
from ecdkit.text.values import WideNumber, equal
from ecdkit.text.view import View
from ecdkit.text.write import (
    Verbatim,
    elements_of,
    inside,
    like_for,
    members_of,
    require_name,
    write_key,
    write_number_like,
    write_value,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Rewriter", "same"]

# How many equals of a removed element are compared in full before it is written anew.
_TRIES = 8


def same(view: View, value: Any) -> bool:
    """Whether a place in a text has a value already, whatever the spelling.

    Args:
        view: the place; of members of the same name the last counts.
        value: a JSON value, `Numbers`, or a `View` of any text.
    """
    if isinstance(value, Verbatim):
        return view.token == value.token
    if isinstance(value, Numbers):
        return _same_numbers(view, value)
    if isinstance(value, View) and view.token == value.token:
        return True
    pairs = members_of(value)
    if pairs is not None:
        if view.kind != OBJECT:
            return False
        wanted, members = dict(pairs), dict(view.members())
        return members.keys() == wanted.keys() and all(
            same(member, wanted[name]) for name, member in members.items()
        )
    elements = elements_of(value)
    if elements is not None:
        return (
            view.kind == ARRAY
            and len(view) == len(elements)
            and all(map(same, view.elements(), elements))
        )
    if view.kind in (OBJECT, ARRAY):
        return False
    return equal(view.value(), value.value() if isinstance(value, View) else value)


class Rewriter:
    """Collects the splices that turn values of one text into others.

    Args:
        identity: names of members that identify an object in an array.
    """

    def __init__(self, identity: Collection[str] = ()) -> None:
        self.splices: list[Splice] = []
        self._identity = identity

    def rewrite(self, view: View, value: Any) -> None:
        """Note what has to change for a place to have a value.

        Raises:
            EditError: JSON has no text for the value.
            DuplicateKeyError: a member that changes stands twice.
        """
        if isinstance(value, Numbers):
            self._rewrite_numbers(view, value)
            return
        if isinstance(value, View) and value.token == view.token:
            return
        pairs = members_of(value)
        if pairs is not None and view.kind == OBJECT:
            self._rewrite_object(view, pairs)
            return
        elements = elements_of(value)
        if elements is not None and view.kind == ARRAY:
            self._rewrite_array(view, elements)
            return
        if not same(view, value):
            self._replace(view, value)

    def item(self, container: View, key: str | None, value: Any, style: Style) -> bytes:
        """Return the text of a new element or member of a container.

        Args:
            container: the array or object it goes into.
            key: the member's name; None for an element.
            value: its value.
            style: the style of the text around.
        """
        gaps = gaps_of(container)
        if gaps is None:
            outer = indent_of(container)
            lined = outer is not None and (key is not None or _nests(value))
            indent = outer + style.unit if outer is not None and lined else None
        else:
            indent = gaps.indent
        try:
            written = write_value(value, style, indent, like_for(container, key, value))
        except EditError as error:
            # An element that is not there yet has no index.
            raise inside(error, *container.path, "-" if key is None else key) from None
        if key is None:
            return written
        colon = gaps.colon if gaps is not None else None
        return write_key(key, style, colon) + written

    def _replace(self, view: View, value: Any) -> None:
        style = style_of(view)
        if view.kind == STRINGS:
            token = view.token
            if b"\\u" in token and token.isascii():
                style = _escaping(style)
        like = view if view.kind in (OBJECT, ARRAY) else None
        if like is None and view.path:
            like = _cousin(view, value)
        try:
            new = write_value(value, style, indent_of(view), like)
        except EditError as error:
            raise inside(error, *view.path) from None
        self.splices.append(Splice(*view.span, new))

    def _rewrite_object(self, view: View, pairs: list[tuple[str, Any]]) -> None:
        members, wanted = dict(view.members()), dict(pairs)
        twice = {name for name, _ in view.duplicates()}
        for name, member in members.items():
            if name in twice:
                if name not in wanted or not same(member, wanted[name]):
                    raise twice_error(view, name)
            elif name in wanted:
                self.rewrite(member, wanted[name])
        # A new member goes behind the one that it follows in the new value.
        style: Style | None = None
        fresh: dict[str | None, list[bytes]] = {}
        before: str | None = None
        for name, value in wanted.items():
            require_name(name)
            if name in members:
                before = name
                continue
            style = style or style_of(view)
            fresh.setdefault(before, []).append(self.item(view, name, value, style))
        entries: list[range | bytes] = [*fresh.get(None, ())]
        stay = 0
        for at, name in enumerate(view.keys()):
            if name in wanted:
                stay += 1
                entries += [range(at, at + 1), *fresh.pop(name, ())]
        if style is not None or stay != len(view):
            self.splices += relay(view, entries, style or style_of(view))

    def _rewrite_array(self, view: View, elements: Sequence[Any]) -> None:
        old = list(view.elements())
        head = 0
        while head < len(old) and head < len(elements) and same(old[head], elements[head]):
            head += 1
        tail = 0
        while (
            tail < len(old) - head
            and tail < len(elements) - head
            and same(old[-1 - tail], elements[-1 - tail])
        ):
            tail += 1
        if head + tail == len(old) == len(elements):
            return
        middle = old[head : len(old) - tail]
        plan = self._aligned(middle, elements[head : len(elements) - tail])
        entries: list[range | bytes] = [range(head)]
        style = style_of(view)
        for index, value in plan:
            if index is None:
                entries.append(self.item(view, None, value, style))
            else:
                self.rewrite(middle[index], value)
                entries.append(range(head + index, head + index + 1))
        entries.append(range(len(old) - tail, len(old)))
        self.splices += relay(view, entries, style)

    def _aligned(self, old: Sequence[View], new: Sequence[Any]) -> list[tuple[int | None, Any]]:
        """Return for each new element the old one that it is made of, in ascending order.

        An element that moved is taken over as it is written; one that has the identity of an old
        one, or stands where an old one stood, is an edit of it; the others are new.
        """
        equals = _matches(old, new, _fingerprint, exact=True)
        named = _matches(old, new, self._identity_of, exact=False)
        source = [equals.get(at, named.get(at)) for at in range(len(new))]
        kept = longest_ascending(source)
        spoken_for = {*equals.values(), *named.values()}
        # The old place of the next new element that stays: what is before it is free.
        bounds = [len(old)] * (len(new) + 1)
        for at in range(len(new) - 1, -1, -1):
            place = source[at]
            bounds[at] = place if at in kept and place is not None else bounds[at + 1]
        plan: list[tuple[int | None, Any]] = []
        free = 0
        for at, value in enumerate(new):
            place = source[at]
            if at in kept and place is not None:
                plan.append((place, value))
                free = place + 1
            elif at in equals:
                plan.append((None, Verbatim(old[equals[at]].token)))
            elif (
                free < bounds[at]
                and at not in named
                and free not in spoken_for
                and _alike(old[free], value)
            ):
                plan.append((free, value))
                free += 1
            else:
                plan.append((None, value))
        return plan

    def _identity_of(self, value: Any) -> Hashable | None:
        pairs = members_of(value)
        if pairs is None:
            return None
        for name, member in pairs:
            if name in self._identity:
                found = member.value() if isinstance(member, View) else member
                return (name, type(found), found) if isinstance(found, (int, str)) else None
        return None

    def _rewrite_numbers(self, view: View, numbers: Numbers) -> None:
        if _same_numbers(view, numbers):
            return
        old = _array_of(view, numbers.dimensions)
        if old is None or old.shape != numbers.array.shape:
            self._replace(view, numbers)
            return
        import numpy as np

        was, now = old.ravel(), numbers.array.ravel()
        differ = was.view(np.int64) != now.view(np.int64)
        differ &= ~(np.isnan(was) & np.isnan(now))
        changed = set(np.flatnonzero(differ).tolist())
        beyond: dict[int, Beyond] = {}
        if numbers.view is not None:
            mine = beyond_doubles(view, was, now)
            beyond = beyond_doubles(numbers.view, was, now)
            changed |= {
                at
                for at in mine.keys() | beyond.keys()
                if at not in mine or at not in beyond or mine[at].number != beyond[at].number
            }
        last = max(changed)
        for index, (start, end) in enumerate(number_spans(view)):
            if index in beyond and index in changed:
                self.splices.append(Splice(start, end, beyond[index].token))
            elif index in changed:
                new = write_number_like(float(now[index]), view.text.data[start:end])
                self.splices.append(Splice(start, end, new))
            if index == last:
                break


def _same_numbers(view: View, numbers: Numbers) -> bool:
    if not view.is_leaf:
        return False
    try:
        return Numbers(view, numbers.dimensions) == numbers
    except DefinitionError:
        return False


def _array_of(view: View, dimensions: int) -> npt.NDArray[np.float64] | None:
    if not view.is_leaf:
        return None
    try:
        return Numbers(view, dimensions).array
    except DefinitionError:
        return None


def _matches(old: Sequence[View], new: Sequence[Any], key: Any, *, exact: bool) -> dict[int, int]:
    """Return which new element is which old one: the same, or of the same identity."""
    places: dict[Hashable, list[int]] = {}
    for at, view in enumerate(old):
        found = key(view)
        if found is not None:
            places.setdefault(found, []).append(at)
    matches: dict[int, int] = {}
    for at, value in enumerate(new):
        found = key(value)
        candidates = places.get(found, []) if found is not None else []
        if not exact:
            if len(candidates) == 1:
                matches[at] = candidates.pop()
            continue
        for candidate in candidates[:_TRIES]:
            if same(old[candidate], value):
                matches[at] = candidate
                candidates.remove(candidate)
                break
    return matches


def _fingerprint(value: Any) -> Hashable:
    """Return something that equal elements have in common, cheap and mostly unique."""
    pairs = members_of(value)
    if pairs is not None:
        return (
            "object",
            frozenset((name, _scalar(member)) for name, member in dict(pairs).items()),
        )
    if isinstance(value, Numbers):
        return "array"
    elements = elements_of(value)
    if elements is not None:
        return "array"
    return ("scalar", _scalar(value))


def _scalar(value: Any) -> Hashable:
    if isinstance(value, View):
        if value.kind in (OBJECT, ARRAY):
            return value.kind
        value = value.value()
    if isinstance(value, (Mapping, Numbers)) or elements_of(value) is not None:
        return OBJECT if isinstance(value, Mapping) else ARRAY
    if not isinstance(value, (str, int, float, WideNumber)):
        return type(value).__name__
    # Not-a-number differs from itself, and must not differ here.
    return (type(value).__name__, value if value == value else "nan")  # noqa: PLR0124


def _alike(view: View, value: Any) -> bool:
    if members_of(value) is not None:
        return view.kind == OBJECT
    if isinstance(value, Numbers) or elements_of(value) is not None:
        return view.kind == ARRAY
    return view.kind not in (OBJECT, ARRAY)


def _nests(value: Any) -> bool:
    return (
        isinstance(value, Numbers)
        or members_of(value) is not None
        or elements_of(value) is not None
    )


def _cousin(view: View, value: Any) -> View | None:
    parent = view.text.ancestors(view)[-1]
    return like_for(parent, None, value)


def _escaping(style: Style) -> Style:
    from attrs import evolve

    return evolve(style, ascii_only=True)
