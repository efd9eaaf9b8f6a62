"""Nothing that either side wrote is lost, in documents of every kind, edited in every way.

Every edit writes something that stands nowhere else: a token. So what a merge has to hold is known
without a word about identity or order: a token that one side added is there, a token that one side
took out is not, unless a conflict shows it.
"""

from __future__ import annotations

import copy

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run
from merging import LAYOUTS, assert_laws, document, one, tree, value_of

from ecdkit.compare.merge import merge
from ecdkit.text import equal

FIRST = 100_000
SIDES = st.sampled_from(["ours", "theirs", "both"])
SPOTS = st.integers(0, 10_000)


def opaque(count):
    body = {"Vectors": [[1, 2], [3, 4]], "Kernel": {"Name": "rbf", "Gamma": 0.5}}
    return tree([one(at) for at in range(1, count + 1)], classifier="SVM", body=body)


def two_definitions(count):
    value = tree([one(at) for at in range(1, count + 1)])
    value["Definitions"].append(opaque(2)["Definitions"][0])
    value["NumberDefinitions"] = 2
    return value


def endmembers(count):
    listed = [
        {"EndmemberID": at, "EndmemberName": f"name {at}", "SpectralProfile": [at, 2.5]}
        for at in range(1, count + 1)
    ]
    head = {"EsriEndmemberDefinitionFile": 0, "FileVersion": 1, "NumberEndmembers": count}
    return {**head, "NumberBands": 2, "Endmembers": listed}


def model_definition(count):
    classes = [{"Value": at, "Name": f"name {at}", "Color": [at, 2, 3]} for at in range(1, count)]
    head = {"Framework": "PyTorch", "ModelConfiguration": "DeepLab", "ModelType": "Other"}
    more = {"ModelFile": "a.pth", "ExtractBands": [0, 1, 2], "Tags": ["a", "b", {"c": ["d"]}]}
    stats = {"band_min_values": [0, 1], "band_max_values": [2, 3]}
    return {**head, **more, "NormalizationStats": stats, "Classes": classes}


KINDS = (
    lambda count: tree([one(at) for at in range(1, count + 1)]),
    opaque,
    two_definitions,
    endmembers,
    model_definition,
)
# What a document is by must stay.
FIXED = {
    "EsriClassifierDefinitionFile", "EsriEndmemberDefinitionFile", "FileVersion", "Framework",
    "ModelConfiguration", "ModelType", "ModelFile", "NumberEndmembers", "NumberBands",
}  # fmt: skip


def containers(value, found=None):
    """Every object and array in a value, from the outside in."""
    found = [] if found is None else found
    if isinstance(value, (dict, list)):
        found.append(value)
        for child in value.values() if isinstance(value, dict) else value:
            containers(child, found)
    return found


def tokens(value):
    """Every token in a value."""
    if isinstance(value, dict):
        named = {name for name in value if name.startswith("#")}
        return named.union(*map(tokens, value.values()))
    if isinstance(value, list):
        return set().union(*map(tokens, value))
    is_token = (isinstance(value, str) and value.startswith("#")) or (
        type(value) is int and value >= FIRST
    )
    return {value} if is_token else set()


def told(conflict, side):
    """The tokens that a conflict shows of a side: in its value, and as its name."""
    if side in conflict.absent:
        return set()
    place = conflict.place(side) or ""
    return tokens(getattr(conflict, side)) | tokens(place.rpartition("/")[2])


class Editors(RuleBasedStateMachine):
    """Two people who edit at any place of a document of any kind."""

    steps = 0
    conflicts = 0

    @initialize(
        kind=st.sampled_from(KINDS), count=st.integers(1, 5), layout=st.sampled_from(LAYOUTS)
    )
    def begin(self, kind, count, layout):
        self.layout = layout
        self.last = FIRST
        self.restart(kind(count))

    def restart(self, value):
        self.base = value
        self.ours, self.theirs = copy.deepcopy(value), copy.deepcopy(value)

    def fresh(self, *, number=False):
        self.last += 1
        return self.last if number else f"#{self.last}"

    def renewed(self, value):
        """A copy in which every scalar is a token, and every name of one is another."""
        if isinstance(value, dict):
            return {
                self.fresh() if name.startswith("#") else name: self.renewed(one)
                for name, one in value.items()
            }
        if isinstance(value, list):
            return [self.renewed(one) for one in value]
        return self.fresh(number=not isinstance(value, str))

    def edited(self, side):
        if side != "both":
            return [getattr(self, side)]
        # One place of two documents that differ may be two things, and a token stands in one.
        return [self.ours, self.theirs] if equal(self.ours, self.theirs) else [self.ours]

    def each(self, side, spot, kind):
        """The same container of one or both sides, where there is one."""
        for value in self.edited(side):
            found = [one for one in containers(value) if isinstance(one, kind) and one]
            if found:
                yield found[spot % len(found)]

    @rule(side=SIDES, spot=SPOTS, at=SPOTS, number=st.booleans())
    def change(self, side, spot, at, number):
        token = self.fresh(number=number)
        for holder in self.each(side, spot, (dict, list)):
            names = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            places = [
                name for name in names
                if name not in FIXED and not isinstance(holder[name], (dict, list))
            ]  # fmt: skip
            if places:
                holder[places[at % len(places)]] = token

    @rule(side=SIDES, spot=SPOTS, shape=st.sampled_from(["scalar", "object", "array"]))
    def add_member(self, side, spot, shape):
        name, value = self.fresh(), self.fresh()
        held = {"scalar": value, "object": {"x": value}, "array": [{"x": value}, 1]}[shape]
        for holder in self.each(side, spot, dict):
            holder[name] = copy.deepcopy(held)

    @rule(side=SIDES, spot=SPOTS, at=SPOTS)
    def remove_member(self, side, spot, at):
        for holder in self.each(side, spot, dict):
            names = [name for name in holder if name not in FIXED]
            if names:
                del holder[names[at % len(names)]]

    @rule(side=SIDES, spot=SPOTS, at=SPOTS)
    def add_element(self, side, spot, at):
        new = None
        for holder in self.each(side, spot, list):
            new = self.renewed(holder[at % len(holder)]) if new is None else copy.deepcopy(new)
            holder.insert(at % (len(holder) + 1), new)

    @rule(side=SIDES, spot=SPOTS, at=SPOTS)
    def remove_element(self, side, spot, at):
        for holder in self.each(side, spot, list):
            del holder[at % len(holder)]

    @rule(side=SIDES, spot=SPOTS, out=SPOTS, into=SPOTS)
    def move_element(self, side, spot, out, into):
        for holder in self.each(side, spot, list):
            found = holder.pop(out % len(holder))
            holder.insert(into % (len(holder) + 1), found)

    @rule(side=st.sampled_from(["ours", "theirs"]))
    def merge(self, side):
        docs = [document(value, **self.layout) for value in (self.base, self.ours, self.theirs)]
        self.restart(value_of(merge(*docs).resolved(side)))

    @invariant()
    def the_laws_hold_and_nothing_is_lost(self):
        if not hasattr(self, "base"):
            return
        type(self).steps += 1
        result = assert_laws(self.base, self.ours, self.theirs, self.layout)
        type(self).conflicts += bool(result.conflicts)
        shown = {
            side: set().union(*(told(found, side) for found in result.conflicts))
            for side in ("base", "ours", "theirs")
        }
        there = {side: tokens(value_of(result.resolved(side))) for side in ("ours", "theirs")}
        in_base, in_ours, in_theirs = map(tokens, (self.base, self.ours, self.theirs))
        for token in in_base | in_ours | in_theirs:
            here, other = token in in_ours, token in in_theirs
            wanted = here if here == other else token not in in_base
            if not any(token in held for held in shown.values()):
                assert (token in there["ours"]) == (token in there["theirs"]) == wanted, token
        for side in ("ours", "theirs"):
            assert shown[side] <= there[side]


def test_nothing_is_lost_in_thousands_of_steps():
    Editors.steps = Editors.conflicts = 0
    run(Editors, settings=settings(stateful_step_count=40))
    # Shown by pytest -rP.
    print(f"{Editors.steps:,} merges of each other's edits, {Editors.conflicts:,} with conflicts")  # noqa: T201
    assert Editors.steps // 10 < Editors.conflicts < Editors.steps
