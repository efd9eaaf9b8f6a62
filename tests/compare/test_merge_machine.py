"""Two people edit one definition again and again, and merge: the laws hold at every step."""

from __future__ import annotations

import copy

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from merging import LAYOUTS, assert_laws, document, one, tree, value_of

from ecdkit.compare.merge import merge
from ecdkit.text import equal

UNITS = (("ClassName",), ("Red", "Green", "Blue"), ("Count", "Means", "Covariances"), ("Note",))
SIDES = st.sampled_from(["ours", "theirs", "both"])
PLACES = st.integers(0, 20)
NUMBERS = st.sampled_from([1.5, 1, 1.0, 7, -0.0, 3e300])


class TwoPeople(RuleBasedStateMachine):
    """Ours and theirs since their base, as values."""

    def __init__(self):
        super().__init__()
        self.layout = {}
        self.fresh = 0
        # An oracle that knows classes by their value says nothing where values changed.
        self.plain = True

    @initialize(count=st.integers(0, 5), layout=st.sampled_from(LAYOUTS))
    def begin(self, count, layout):
        self.layout = layout
        self.restart(tree([one(value) for value in range(1, count + 1)]))

    def restart(self, value):
        self.base = value
        self.sides = {"ours": copy.deepcopy(value), "theirs": copy.deepcopy(value)}
        self.plain = True

    def each(self, side):
        names = ("ours", "theirs") if side == "both" else (side,)
        return [self.sides[name]["Definitions"][0] for name in names]

    def new(self, prefix):
        self.fresh += 1
        return f"{prefix} {self.fresh}"

    def edit(self, side, place, **members):
        for definition in self.each(side):
            classes = definition["Classes"]
            if classes:
                classes[place % len(classes)].update(copy.deepcopy(members))

    @rule(side=SIDES, place=PLACES)
    def rename(self, side, place):
        self.edit(side, place, ClassName=self.new("name"))

    @rule(side=SIDES, place=PLACES, red=st.integers(0, 2), blue=st.integers(0, 2))
    def recolor(self, side, place, red, blue):
        self.edit(side, place, Red=red, Blue=blue)

    @rule(side=SIDES, place=PLACES, numbers=st.lists(NUMBERS, min_size=2, max_size=2))
    def train_means(self, side, place, numbers):
        self.edit(side, place, Means=numbers)

    @rule(side=SIDES, place=PLACES, number=NUMBERS)
    def train_covariances(self, side, place, number):
        self.edit(side, place, Covariances=[[number, 0], [0, 1]])

    @rule(side=SIDES, place=PLACES, note=st.sampled_from(["a", "b", None, True]))
    def note(self, side, place, note):
        self.edit(side, place, Note=note)

    @rule(side=SIDES, place=PLACES)
    def remove(self, side, place):
        for definition in self.each(side):
            classes = definition["Classes"]
            if classes:
                classes.pop(place % len(classes))
                definition["NumberClasses"] = len(classes)

    @rule(side=SIDES, place=PLACES, value=st.integers(1, 12), red=st.integers(0, 1))
    def add(self, side, place, value, red):
        for definition in self.each(side):
            classes = definition["Classes"]
            if all(found["ClassValue"] != value for found in classes):
                classes.insert(place % (len(classes) + 1), one(value, red=red))
                definition["NumberClasses"] = len(classes)
                # One who takes out a class and puts in another of its name has edited it.
                self.plain = False

    @rule(side=SIDES, out=PLACES, into=PLACES)
    def move(self, side, out, into):
        for definition in self.each(side):
            classes = definition["Classes"]
            if classes:
                found = classes.pop(out % len(classes))
                classes.insert(into % (len(classes) + 1), found)

    @rule(side=SIDES, place=PLACES, value=st.integers(1, 12))
    def renumber(self, side, place, value):
        self.plain = False
        for definition in self.each(side):
            classes = definition["Classes"]
            if classes and all(found["ClassValue"] != value for found in classes):
                classes[place % len(classes)]["ClassValue"] = value

    @rule(side=SIDES, name=st.sampled_from(["x", "y"]), value=st.sampled_from([1, 1.0, "1", [1]]))
    def unknown_member(self, side, name, value):
        for definition in self.each(side):
            definition[name] = value

    @rule()
    def the_laws_hold(self):
        result = assert_laws(self.base, self.sides["ours"], self.sides["theirs"], self.layout)
        self.check(result)

    @rule(side=st.sampled_from(["ours", "theirs"]))
    def merge(self, side):
        docs = [document(value, **self.layout) for value in self.values()]
        self.restart(value_of(merge(*docs).resolved(side)))

    @precondition(lambda self: self.layout != {"indent": 2})
    @rule()
    def another_layout_of_the_base_changes_nothing(self):
        base, ours, _ = self.values()
        before, same = document(base, indent=2), document(base, **self.layout)
        wanted = document(ours, **self.layout)
        assert merge(before, wanted, same).document.to_bytes() == wanted.to_bytes()
        assert equal(value_of(merge(before, same, wanted).document), ours)

    def values(self):
        return self.base, self.sides["ours"], self.sides["theirs"]

    def check(self, result):
        """What is not in conflict is what the side has that changed it."""
        # A list: what ours has removed is told by its place in theirs, where ours may have another.
        conflicts = [(found.pointer, found.topic) for found in result.conflicts]
        if not self.plain or {"order", "identity"} & {topic for _, topic in conflicts}:
            return
        found, ours, theirs, base = (
            {one["ClassValue"]: one for one in value["Definitions"][0]["Classes"]}
            for value in (
                value_of(result.document), self.sides["ours"], self.sides["theirs"], self.base
            )
        )  # fmt: skip
        wanted = 0
        for value, old in base.items():
            mine, other = ours.get(value), theirs.get(value)
            if mine is None or other is None:
                left = mine or other
                if left is not None and not equal(left, old):
                    wanted += 1
                else:
                    assert value not in found
                continue
            for unit in UNITS:
                was, here, there = (
                    {name: one[name] for name in unit if name in one} for one in (old, mine, other)
                )
                now = {name: found[value][name] for name in unit if name in found[value]}
                if equal(was, there) or equal(here, there):
                    assert equal(now, here)
                elif equal(was, here):
                    assert equal(now, there)
                else:
                    wanted += 1
                    assert equal(now, here)
        counts = sum(topic == "count" for _, topic in conflicts)
        inside = [pointer for pointer, _ in conflicts if "/Classes" in pointer]
        assert len(inside) == wanted
        assert counts <= wanted


TestTwoPeople = TwoPeople.TestCase
TestTwoPeople.settings = settings(stateful_step_count=40)
