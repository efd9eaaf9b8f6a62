"""Which elements of two lists are the same thing: by identity where there is one, else by content.

Everything is n log n: elements are matched through dictionaries, and what moved is what does not
stand in the longest run that kept its order.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import frozen

from ecdkit.compare.same import content_of, same, spelling_of
from ecdkit.formats.format import CLASS_KEYS, CLASS_LIST, ListIdentity
from ecdkit.text.ascending import longest_ascending
from ecdkit.text.kinds import ARRAY, NUMBER, OBJECT, STRINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from ecdkit.formats.format import Format
    from ecdkit.text.view import View

    # Index to key, of the old list and of the new.
    _Keys: TypeAlias = tuple[Mapping[int, Hashable | None], ...]

__all__ = ["Alignment", "align", "identity_for", "identity_of", "name_of"]


@frozen
class Alignment:
    """How the elements of a new list come from those of an old one.

    Attributes:
        pairs: old and new index of the elements that are the same thing, by new index. What
            they hold may differ.
        moved: those of the pairs that do not keep their order among the others.
        removed: old indices of elements that are gone.
        added: new indices of elements that are new.
    """

    pairs: tuple[tuple[int, int], ...]
    moved: frozenset[tuple[int, int]]
    removed: tuple[int, ...]
    added: tuple[int, ...]


def identity_for(form: Format, view: View) -> ListIdentity | None:
    """Return what identifies the elements of a list; None where nothing does.

    Args:
        form: the format of the document.
        view: the list. One that the format does not describe has classes where every element
            has the keys of a class.
    """
    for one in form.lists:
        if one.fits(view.path):
            return one
    # The first element tells most lists from a list of classes without a look at the others.
    if view.kind != ARRAY or view.is_leaf or not len(view) or not _is_class(view.nth(0)):
        return None
    return CLASS_LIST if all(map(_is_class, view.elements())) else None


def identity_of(element: View, identity: ListIdentity) -> Hashable | None:
    """Return what identifies an element, type-strict; None where it says nothing."""
    return _scalar(element, identity.keys)


def name_of(element: View, identity: ListIdentity) -> Hashable | None:
    """Return the name of an element, type-strict; None where it has none."""
    return _scalar(element, identity.names)


def align(
    old: Sequence[View], new: Sequence[View], identity: ListIdentity | None = None
) -> Alignment:
    """Return which elements of two lists are the same thing.

    With an identity: elements of one identity and one name; then elements that only got another
    number, all else being equal; then elements of one identity, a repeated one in order of
    occurrence; then elements of one name; then those that lost or got their identity, all else
    being equal, in the same place, or in order. Without: equal elements, what stands between two
    of them in the same place, and objects or arrays elsewhere that have a part in common.

    Args:
        old: the elements of the old list.
        new: the elements of the new list.
        identity: what identifies them.
    """
    aligner = _Aligner(old, new)
    if identity is not None:
        aligner.identify(identity)
    if identity is None or identity.by_place:
        aligner.by_content()
    else:
        aligner.by_content(nameless=identity)
    if identity is None:
        aligner.by_parts()
    else:
        aligner.by_lost_identity(identity)
    return aligner.result()


class _Aligner:
    """Pairs elements step by step; what is paired is out of the next steps."""

    def __init__(self, old: Sequence[View], new: Sequence[View]) -> None:
        self._old, self._new = old, new
        self._source: list[int | None] = [None] * len(new)
        self._left_old: list[int] = list(range(len(old)))
        self._left_new: list[int] = list(range(len(new)))

    def identify(self, identity: ListIdentity) -> None:
        """Pair elements by what identifies them."""
        ids = self._keys(lambda element: _scalar(element, identity.keys))
        names = self._keys(lambda element: _scalar(element, identity.names))
        both = tuple(
            {at: None if one is None else (one, name[at]) for at, one in side.items()}
            for side, name in zip(ids, names, strict=True)
        )

        def renumbered(old: int, new: int) -> bool:
            return _same_but_for(self._old[old], self._new[new], identity.keys)

        self._pair_unique(both)
        self._pair_unique(names, renumbered)
        # What has a number that the other list has too is not looked into: that may be large.
        known = tuple(set(side.values()) for side in ids)

        def beside(side: int, at: int, element: View) -> Hashable | None:
            return None if ids[side][at] in known[1 - side] else _but_for(element, identity.keys)

        old, new = self._left()
        self._pair_unique(
            (
                {at: beside(0, at, element) for at, element in old},
                {at: beside(1, at, element) for at, element in new},
            )
        )
        self._pair_repeated(ids)
        self._pair_unique(names)

    def by_content(self, nameless: ListIdentity | None = None) -> None:
        """Pair equal elements, and those that stand in the same place between such.

        Args:
            nameless: what identifies the others; only elements that have no identity are paired.
        """
        held_old, held_new = [], []
        if nameless is not None:
            keys = nameless.keys
            held_old = [at for at in self._left_old if _scalar(self._old[at], keys) is not None]
            held_new = [at for at in self._left_new if _scalar(self._new[at], keys) is not None]
            self._left_old = _without(self._left_old, held_old)
            self._left_new = _without(self._left_new, held_new)
        self._trim()
        for key in (spelling_of, content_of):
            self._pair_in_order(self._keys(key))
        self._pair_by_place()
        self._left_old = sorted([*self._left_old, *held_old])
        self._left_new = sorted([*self._left_new, *held_new])

    def by_lost_identity(self, identity: ListIdentity) -> None:
        """Pair elements that nothing identifies, on one side at least.

        They may have moved, and changed as well. What is taken for another element than it is
        loses a deletion that the other side of a merge made.
        """
        keys = identity.keys
        old, new = (
            {at for at, element in side if _scalar(element, keys) is None} for side in self._left()
        )
        if not old and not new:
            return
        self._pair_unique(
            self._keys(lambda element: _rest(element, keys)),
            lambda one, other: (one in old) != (other in new),
        )
        for olds, news in [*self._gaps()]:
            self._pair_nameless(olds, news, (old, new))
        self._pair_nameless(self._left_old, self._left_new, (old, new))

    def _pair_nameless(
        self, olds: list[int], news: list[int], nameless: tuple[set[int], set[int]]
    ) -> None:
        """Pair elements in order, of which one at least has no identity, where kinds agree."""
        for old_lacks, new_lacks in ((True, True), (True, False), (False, True)):
            ones = [at for at in olds if (at in nameless[0]) == old_lacks]
            others = [at for at in news if (at in nameless[1]) == new_lacks]
            pairs = zip(ones, others, strict=False)
            found = [one for one in pairs if _alike(self._old[one[0]], self._new[one[1]])]
            self._pair(found)
            olds = _without(olds, [one for one, _ in found])
            news = _without(news, [other for _, other in found])

    def by_parts(self) -> None:
        """Pair objects, and arrays that are no leaves, that have a member or element in common."""
        if not self._left_old or not self._left_new:
            return
        holders: dict[Hashable, list[int]] = {}
        for at in reversed(self._left_old):
            for part in _parts(self._old[at]):
                holders.setdefault(part, []).append(at)
        taken: dict[int, int] = {}
        for at in self._left_new:
            for part in _parts(self._new[at]):
                olds = holders.get(part, [])
                while olds and olds[-1] in taken:
                    olds.pop()
                if olds:
                    taken[olds.pop()] = at
                    break
        self._pair([*taken.items()])

    def result(self) -> Alignment:
        """Return what was found."""
        kept = longest_ascending(self._source)
        pairs = [(place, at) for at, place in enumerate(self._source) if place is not None]
        return Alignment(
            tuple(pairs),
            frozenset(pair for pair in pairs if pair[1] not in kept),
            tuple(self._left_old),
            tuple(self._left_new),
        )

    def _trim(self) -> None:
        """Pair what is equal at both ends, which is most of a long list with few changes."""
        old, new = self._left_old, self._left_new
        shorter = min(len(old), len(new))
        head = 0
        while head < shorter and same(self._old[old[head]], self._new[new[head]]):
            head += 1
        tail = 0
        while tail < shorter - head and same(self._old[old[-1 - tail]], self._new[new[-1 - tail]]):
            tail += 1
        ends = [*range(head), *range(-tail, 0)]
        self._pair([(old[at], new[at]) for at in ends])

    def _left(self) -> tuple[list[tuple[int, View]], ...]:
        """Return the elements that are left, of both lists, with their places."""
        return (
            [(at, self._old[at]) for at in self._left_old],
            [(at, self._new[at]) for at in self._left_new],
        )

    def _keys(self, key: Callable[[View], Hashable | None]) -> _Keys:
        """Return a key of every element that is left, of both lists."""
        old, new = ({at: key(element) for at, element in side} for side in self._left())
        return old, new

    def _pair_unique(
        self, keys: _Keys, accept: Callable[[int, int], bool] = lambda _old, _new: True
    ) -> None:
        """Pair elements whose key stands once on either side."""
        olds = _unique({at: keys[0][at] for at in self._left_old})
        news = _unique({at: keys[1][at] for at in self._left_new})
        shared = [(old, news[key]) for key, old in olds.items() if key in news]
        self._pair([pair for pair in shared if accept(*pair)])

    def _pair_repeated(self, keys: _Keys) -> None:
        """Pair elements of one key: first those that are equal, then in order of occurrence."""
        olds = Counter(keys[0][at] for at in self._left_old)
        news = Counter(keys[1][at] for at in self._left_new)
        often = {one for one in olds.keys() & news.keys() if olds[one] > 1 or news[one] > 1}
        if often - {None}:
            # Contents are looked at only where identity does not tell. What is the same in the same
            # order has not moved, however it is spelled.
            found = self._in_order(keys)
            self._pair([one for one in found if keys[0][one[0]] in often and self._are_same(*one)])
            self._pair_in_order(
                (
                    {at: self._in_full(self._old[at], keys[0][at], often) for at in self._left_old},
                    {at: self._in_full(self._new[at], keys[1][at], often) for at in self._left_new},
                )
            )
        self._pair_in_order(keys)

    @staticmethod
    def _in_full(element: View, key: Hashable, often: set[Hashable]) -> Hashable | None:
        return (key, content_of(element)) if key is not None and key in often else None

    def _pair_in_order(self, keys: _Keys) -> None:
        """Pair the first element of a key with the first, the second with the second."""
        self._pair(self._in_order(keys))

    def _in_order(self, keys: _Keys) -> list[tuple[int, int]]:
        places: dict[Hashable, list[int]] = {}
        for at in reversed(self._left_old):
            places.setdefault(keys[0][at], []).append(at)
        pairs = []
        for at in self._left_new:
            key = keys[1][at]
            candidates = places.get(key) if key is not None else None
            if candidates:
                pairs.append((candidates.pop(), at))
        return pairs

    def _are_same(self, old: int, new: int) -> bool:
        return same(self._old[old], self._new[new])

    def _pair_by_place(self) -> None:
        """Pair what is left between two elements that kept their order, where kinds agree."""
        pairs = [pair for gap in self._gaps() for pair in zip(*gap, strict=False)]
        self._pair([pair for pair in pairs if _alike(self._old[pair[0]], self._new[pair[1]])])

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield what is left between two elements that kept their order, of both lists."""
        kept = longest_ascending(self._source)
        bounds = [(self._source[at], at) for at in sorted(kept)]
        left_old, left_new = self._left_old, self._left_new
        one = other = 0
        for old_end, new_end in [*bounds, (len(self._old), len(self._new))]:
            assert old_end is not None
            first, second = one, other
            while one < len(left_old) and left_old[one] < old_end:
                one += 1
            while other < len(left_new) and left_new[other] < new_end:
                other += 1
            yield left_old[first:one], left_new[second:other]

    def _pair(self, pairs: Sequence[tuple[int, int]]) -> None:
        for old, new in pairs:
            self._source[new] = old
        self._left_old = _without(self._left_old, [old for old, _ in pairs])
        self._left_new = _without(self._left_new, [new for _, new in pairs])


def _scalar(element: View, keys: tuple[str, ...]) -> Hashable | None:
    for key in keys:
        member = element.get(key)
        if member is not None:
            if member.kind not in (NUMBER, STRINGS):
                return None
            value = member.value()
            # Minus zero differs from zero, which Python does not see.
            return (type(value).__name__, str(value) if isinstance(value, float) else value)
    return None


def _is_class(element: View) -> bool:
    return element.kind == OBJECT and any(
        element.get(keys.value) is not None and element.get(keys.name) is not None
        for keys in CLASS_KEYS
    )


def _same_but_for(one: View, other: View, keys: tuple[str, ...]) -> bool:
    """Whether two objects are the same in all that does not identify them."""
    left = {key: view for key, view in one.members() if key not in keys}
    right = {key: view for key, view in other.members() if key not in keys}
    return left.keys() == right.keys() and all(same(view, right[key]) for key, view in left.items())


def _but_for(element: View, keys: tuple[str, ...]) -> Hashable | None:
    """Return what an object holds beside its identity; None where that says nothing."""
    return None if _scalar(element, keys) is None else _rest(element, keys)


def _rest(element: View, keys: tuple[str, ...]) -> Hashable | None:
    rest = [(name, content_of(view)) for name, view in element.members() if name not in keys]
    return frozenset(rest) or None


def _parts(element: View) -> Iterator[Hashable]:
    """Yield what tells what is in an object or array, in the order of places."""
    if element.is_leaf:
        return
    for name, view in element.members():
        yield OBJECT, name, content_of(view)
    for view in element.elements():
        yield ARRAY, content_of(view)


def _alike(one: View, other: View) -> bool:
    """Whether one value may be an edit of another: both arrays, both objects, or neither."""
    nested = (ARRAY, OBJECT)
    return one.kind == other.kind or (one.kind not in nested and other.kind not in nested)


def _unique(keys: Mapping[int, Hashable | None]) -> dict[Hashable, int]:
    """Return the places of the keys that stand once."""
    times = Counter(keys.values())
    return {key: at for at, key in keys.items() if key is not None and times[key] == 1}


def _without(left: list[int], gone: Sequence[int]) -> list[int]:
    if not gone:
        return left
    taken = set(gone)
    return [at for at in left if at not in taken]
