"""What documents of two kinds can both say, and what only one of them can.

Of each document a common view is made: classifier, bands, and classes with value, name and colour.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ecdkit.formats.common_rules import class_keys_of, color_of, integer_of, string_of
from ecdkit.formats.format import CLASS_KEYS
from ecdkit.text.jsontext import JsonText
from ecdkit.text.kinds import ARRAY, OBJECT, STRINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecdkit.compare.cells import Tolerance
    from ecdkit.compare.result import Change
    from ecdkit.document import Document
    from ecdkit.text.view import View

__all__ = ["compare_kinds"]

# What a fact is called in each kind. That the names mean one thing is documented for the classes
# and inferred for the others.
_FACTS = {
    "Classifier": ("Classifier", "Framework"),
    "Bands": ("NumberBands", "NumberOfBands", "NumberRasterBands"),
    "BatchSize": ("MiniBatchSize", "BatchSize"),
    "Segmented": ("RasterIsSegmented",),
}
_LISTS = ("Classes", "Endmembers")
_MARKERS = ("FileVersion", "Version", "NumberDefinitions", "Definitions")
_COUNTS = ("NumberClasses", "NumberEndmembers", "NumberOfEndmembers")
_FEW = 8


def compare_kinds(
    a: Document, b: Document, tolerance: Tolerance, ignored: Iterable[str]
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """Return what differs in what two documents of different kinds both say.

    Args:
        a: the first document.
        b: the second.
        tolerance: which numbers pass for the same.
        ignored: pointers, also into the common view, of what is left out.

    Returns:
        Changes, whose pointers lead into the common view; and what only one side says, in words.
    """
    from ecdkit.compare.diff import Walk
    from ecdkit.formats.extra_info.format import FORMAT as COMMON

    sides = [_Common(doc) for doc in (a, b)]
    both = sides[0].facts.keys() & sides[1].facts.keys()
    shared = sides[0].class_members & sides[1].class_members
    texts = [side.text(both, shared) for side in sides]
    walk = Walk(COMMON, tolerance, ignored)
    walk.compare(texts[0].root, texts[1].root)
    unsaid = [*sides[0].beyond("first", sides[1]), *sides[1].beyond("second", sides[0])]
    return tuple(walk.changes), tuple(unsaid)


class _Common:
    """What a document says in the common words.

    Args:
        doc: the document.

    Attributes:
        facts: what it says of itself.
        class_members: what it says of a class: Value, Name and Color, as far as any class says it.
    """

    def __init__(self, doc: Document) -> None:
        root = doc.text.root
        definitions = root.get("Definitions")
        listed = list(definitions.elements()) if definitions is not None else []
        self._others = max(len(listed) - 1, 0)
        body = listed[0] if listed and listed[0].kind == OBJECT else root
        self.facts: dict[str, Any] = {}
        for name, keys in _FACTS.items():
            for key in keys:
                place = body.get(key)
                if place is not None and place.kind not in (ARRAY, OBJECT):
                    self.facts[name] = place
        classes = next((found for key in _LISTS if (found := body.get(key)) is not None), None)
        spellings = (*CLASS_KEYS, *doc.format.class_keys)
        self._classes = [
            {
                "Value": integer_of(one, how.value),
                "Name": string_of(one, how.name),
                "Color": color_of(one, how) if how.color else None,
            }
            for one in (classes.elements() if classes is not None else ())
            if (how := class_keys_of(one, spellings)) is not None
        ]
        self.class_members = {
            name for one in self._classes for name, value in one.items() if value is not None
        }
        self._body = body
        self._rest = self._unknown(body, classes)
        self._root_rest = self._unknown(root, classes) if body is not root else []
        self._class_rest = _class_rest(classes, spellings)

    def _unknown(self, body: View, classes: View | None) -> list[str]:
        """Return the members that are in no common view."""
        known = {key for keys in _FACTS.values() for key in keys} | {*_MARKERS, *_COUNTS}
        return [
            name
            for name, view in body.members()
            if name not in known
            and (classes is None or view.node is not classes.node)
            and not _is_marker(name, view)
        ]

    def text(self, facts: set[str], class_members: set[str]) -> JsonText:
        """Return the common view as a text, with what both sides say."""
        members = [
            json.dumps(name).encode() + b":" + self.facts[name].token for name in sorted(facts)
        ]
        classes = [
            {name: one[name] for name in sorted(class_members) if one[name] is not None}
            for one in self._classes
        ]
        members.append(b'"Classes":' + json.dumps(classes).encode())
        return JsonText.parse(b"{" + b",".join(members) + b"}", check="full")

    def beyond(self, which: str, other: _Common) -> list[str]:
        """Return what this side says and the other does not, in words."""
        told = []
        for name, place in self.facts.items():
            if name not in other.facts:
                held = place.value() if place.kind == STRINGS else place.token.decode()
                told.append(f"only the {which} says {place.path[-1]}: {held}")
        rest = [*self._rest, *self._root_rest]
        if rest:
            told.append(f"only the {which} can say {_listed(rest)}")
        own = [name for name in self.class_members if name not in other.class_members]
        of_classes = [*sorted(own), *self._class_rest]
        if of_classes:
            told.append(f"only the {which} can say {_listed(of_classes)} of a class")
        if self._others:
            told.append(
                f"the {which} has {self._others:,} more definitions, which are not compared"
            )
        return told


def _class_rest(classes: View | None, keys: tuple[Any, ...]) -> list[str]:
    """Return the members of the first class that are in no common view."""
    if classes is None or classes.kind != ARRAY or not len(classes):
        return []
    known = {name for one in keys for name in (one.value, one.name, *one.color)}
    return [name for name in dict.fromkeys(classes.nth(0).keys()) if name not in known]


def _is_marker(name: str, view: View) -> bool:
    return name.startswith(("Esri", "ImportDeepLearning")) and view.kind not in (OBJECT, ARRAY)


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_FEW])
    return f"{shown} and {len(names) - _FEW:,} more" if len(names) > _FEW else shown
