"""A skeleton tells how a file is made, and nothing that is in it."""

from __future__ import annotations

import json
import random
import re
import string
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ecdkit.errors import EcdError, JsonSyntaxError
from ecdkit.skeleton import skeleton_of
from ecdkit.skeleton import walk as walking
from ecdkit.skeleton.form import shape
from ecdkit.skeleton.masking import mask
from ecdkit.skeleton.place import Budget, Place
from ecdkit.skeleton.vocabulary import is_known_name, known_classifier
from ecdkit.testing.models import documents, models, value_of
from ecdkit.testing.values import json_values
from ecdkit.text import JsonText
from ecdkit.validation.schemas import schema


@cache
def validator():
    return Draft202012Validator(schema("skeleton-1"))


def skeleton(value, **how):
    """The skeleton of a JSON value, as a stranger receives it."""
    text = JsonText.parse(json.dumps(value, ensure_ascii=False))
    made = json.loads(skeleton_of(text, **how).to_json())
    validator().validate(made)
    return made


def names_in(made):
    """Every name that a skeleton shows."""
    if isinstance(made, dict):
        own = {made["name"]} if "name" in made else set()
        return own.union(*map(names_in, made.values()))
    return set().union(*map(names_in, made)) if isinstance(made, list) else set()


def members_of(shown):
    return {member["name"]: member["shape"] for member in shown["objects"]["members"]}


# What somebody must not see: words of letters, names that look like a program's, names of files,
# phrases in any script, long numbers. None is by chance part of what a skeleton says anyhow.
SECRET_WORDS = st.text("qxzjQXZJ", min_size=6, max_size=12)
SECRET_NAMES = st.one_of(
    SECRET_WORDS,
    SECRET_WORDS.map("Class_{}".format),
    SECRET_WORDS.map("{}.model".format),
    SECRET_WORDS.map("C:\\data\\{} 2019.tif".format),
    SECRET_WORDS.map("林地{}".format),
)
SECRET_NUMBERS = st.integers(10**8, 10**12) | st.integers(10**30, 10**40)
SHAPES = (
    lambda secret: secret,
    lambda secret: [secret, secret],
    lambda secret: {"Mean": [1.5, 2], secret: "x"},
    lambda secret: {"Count": 1, "Note": [secret]},
)


class Planted:
    """A document in which secrets were planted, and what they are."""

    def __init__(self, value, seed):
        self.random = random.Random(seed)
        self.words, self.numbers = set(), set()
        self.value = self.changed(value)

    def word(self):
        found = "".join(self.random.choices("qxzjQXZJ", k=self.random.randrange(6, 12)))
        self.words.add(found)
        return found

    def phrase(self):
        template = self.random.choice(
            ["{}", "{} {}", "C:\\{}\\trained.{}", "林地{}", "{}.model", "Class_{}", "{}\n{}"]
        )
        return template.format(*(self.word() for _ in range(template.count("{}"))))

    def number(self):
        found = self.random.randrange(10**9, 10**14)
        self.numbers.add(found)
        return found if self.random.random() < 0.5 else found + 0.5

    def table(self):
        """An object keyed by data: its values have one shape, or its names are no identifiers."""
        one = self.random.choice(
            [
                self.number,
                self.phrase,
                lambda: [self.number(), self.number()],
                lambda: [self.phrase()],
                lambda: {"Mean": self.number(), "Note": self.phrase()},
                lambda: {"Deep": {"Deeper": [{"Deepest": self.phrase()}, 1]}, "Id": 1},
                lambda: [{"Mean": self.number(), "Of": self.phrase()}],
                lambda: None,
            ]
        )
        return {self.phrase(): one() for _ in range(self.random.randrange(1, 5))}

    def mixed_table(self):
        """Entries of a table beside other members."""
        found = {f"{self.phrase()} {self.phrase()}": self.phrase(), "Scale": 1.5, "Unit": "m"}
        for _ in range(2):
            found[self.word()] = {"Mean": self.number(), "Width": [1]}
        for _ in range(2):
            found[self.word()] = [[self.number(), 1.5]] * 3
        return found

    def changed(self, value):
        if isinstance(value, dict):
            found = {key: self.changed(one) for key, one in value.items()}
            if self.random.random() < 0.3:
                found["Opaque"] = self.random.choice([self.table, self.mixed_table])()
            return found
        if isinstance(value, list):
            return [self.changed(one) for one in value]
        if isinstance(value, str):
            return self.phrase()
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self.number()
        return value

    def found_in(self, text):
        low = text.lower()
        digits = re.sub(r"[^0-9]", " ", text)
        return [word for word in self.words if word.lower() in low] + [
            number for number in self.numbers if str(number)[:6] in digits
        ]


@given(models(), st.integers(0, 10**9))
def test_no_secret_is_in_it_wherever_it_was_planted(model, seed):
    planted = Planted(ascii_names(value_of(model)), seed)
    assume(planted.words or planted.numbers)
    content = json.dumps(planted.value, ensure_ascii=seed % 2 == 0)
    found = skeleton_of(JsonText.parse(content))
    assert planted.found_in(found.to_json()) == []
    assert planted.found_in(content) != []
    validator().validate(json.loads(found.to_json()))


def ascii_names(value):
    """The value without the names that strategies make up, which may hold anything."""
    if isinstance(value, dict):
        return {key: ascii_names(one) for key, one in value.items() if is_known_name(key)}
    return [ascii_names(one) for one in value] if isinstance(value, list) else value


@given(
    st.lists(SECRET_NAMES, min_size=1, max_size=5, unique=True), st.sampled_from(SHAPES), st.data()
)
def test_names_that_are_data_are_masked_at_any_depth(secrets, built, data):
    table = {secret: built(secret) for secret in secrets}
    for _ in range(data.draw(st.integers(0, 6))):
        table = data.draw(st.sampled_from([[table], [1, table], {"Body": table, "Kind": "a"}]))
    text = json.dumps(skeleton({"Classifier": "SVM", "Body": table, "Size": 1})).lower()
    for secret in secrets:
        for word in re.findall("[qxzj]{6,}", secret.lower()):
            assert word not in text


@given(documents())
def test_every_document_has_one_that_its_schema_takes(written):
    text = JsonText.parse(written.content, encoding=written.encoding)
    made = skeleton_of(text)
    validator().validate(json.loads(made.to_json()))
    assert made.to_json().isascii()
    assert set(made.unknown_names) <= names_in(made.value)


@given(json_values())
def test_a_part_that_is_decoded_at_once_is_told_as_one_that_is_walked_through(value):
    text = JsonText.parse(json.dumps(value))
    one, other = Place(Budget(frozenset())), Place(Budget(frozenset()))
    walking.walk(text.root, one)
    walking._walk_value(value, other)
    told = []
    for place in (one, other):
        mask(place)
        told.append(shape(place))
    assert told[0] == told[1]


@given(st.text('[]{}:,"\\abtrue n1.-e \n', max_size=30))
def test_no_text_makes_it_fail_with_a_stranger_error(content):
    for check in ("full", "structure"):
        try:
            made = skeleton_of(JsonText.parse(content, check=check))
        except EcdError:
            continue
        validator().validate(json.loads(made.to_json()))


@pytest.mark.parametrize(
    "leaf",
    ["[1]]", "[1 2]", "[1,[2]", "[[1],[2]]]", "[1][2]", "[,]", "[true]]", "[1,]", "[[1],,[2]]"],
)
def test_a_leaf_that_nobody_looked_into_may_be_broken(leaf):
    with pytest.raises(JsonSyntaxError, match=r"^1:\d+: "):
        skeleton_of(JsonText.parse(f'{{"A":{leaf},"B":{{"C":1}}}}', check="structure"))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([1, 2], {"numberArrays": [{"count": 1, "dimensions": [[2, 2]], "fractions": False}]}),
        ([1, 2.5], {"numberArrays": [{"count": 1, "dimensions": [[2, 2]], "fractions": True}]}),
        ([[1, 2], [3]],
         {"numberArrays": [{"count": 1, "dimensions": [[2, 2], [1, 2]], "fractions": False}]}),
        ([[[1], [2], [3]]],
         {"numberArrays": [{"count": 1, "dimensions": [[1, 1], [3, 3], [1, 1]], "fractions": False}]}),
        ([], {"emptyArrays": 1}),
        ([1, None, True],
         {"arrays": {"count": 1, "length": [3, 3],
                     "elements": {"integers": 1, "booleans": 1, "nulls": 1}}}),
        ([1, [2]],
         {"arrays": {"count": 1, "length": [2, 2],
                     "elements": {"integers": 1,
                                  "numberArrays": [{"count": 1, "dimensions": [[1, 1]],
                                                    "fractions": False}]}}}),
        ("añ 1.", {"strings": {"count": 1, "length": [5, 5],
                               "characters": ["beyond ASCII", "digits", "letters", "punctuation", "spaces"]}}),
        (7, {"integers": 1}),
        (7.0, {"fractions": 1}),
        (None, {"nulls": 1}),
        (False, {"booleans": 1}),
    ],
)  # fmt: skip
def test_what_stands_there_is_told_exactly(value, told):
    assert skeleton(value)["shape"] == told


def test_elements_of_an_array_are_told_together_and_members_with_how_often_they_are_there():
    value = {
        "Classes": [{"Value": 1, "Name": "ab"}, {"Value": 2, "Name": "abcd", "Color": [1, 2, 3]}]
    }
    (classes,) = skeleton(value)["shape"]["objects"]["members"]
    elements = classes["shape"]["arrays"]["elements"]["objects"]
    assert elements["count"] == 2
    assert [(one["name"], one["count"]) for one in elements["members"]] == [
        ("Value", 2),
        ("Name", 2),
        ("Color", 1),
    ]
    assert members_of({"objects": elements})["Name"]["strings"]["length"] == [2, 4]


def test_a_tree_is_told_once_however_deep_it_is():
    node = {"Class": 3, "Weight": 1.5}
    for depth in range(60):
        node = {"Band": depth, "Threshold": "t", "Left": node, "Right": {"Class": 1, "Weight": 0.5}}
    made = skeleton({"Classifier": "RandomTrees", "Tree": node, "Depth": 1})
    tree = members_of(made["shape"])["Tree"]
    assert tree["objects"]["count"] == 60
    left = members_of(tree)["Left"]
    assert left["objectsLike"] == [{"id": tree["objects"]["id"], "count": 59}]
    assert len(json.dumps(made)) < 3000


def test_a_text_of_very_many_different_names_stays_small():
    source = random.Random(5)

    def made(depth):
        letters = source.sample(string.ascii_uppercase, 4)
        return {
            f"K{one}{source.choice(string.ascii_letters)}": made(depth - 1)
            if depth
            else source.choice([1, "a"])
            for one in letters
        }

    value = {"Classifier": "SVM", "Body": [made(5) for _ in range(6)]}
    assert len(json.dumps(skeleton(value))) < 2_000_000


def test_what_is_nested_deeper_than_any_file_is_counted_and_left():
    value = {"Note": 1, "Text": "a"}
    for at in range(150):
        value = {f"A{at % 10}{'bcdefghijklmnop'[at // 10]}": value, "Text": "a", "Note": 1}
    assert "deepObjects" in json.dumps(skeleton(value))


def test_names_of_the_formats_are_shown_and_names_of_a_program_beside_other_things():
    value = {
        "EsriRegressionDefinitionFile": 0,
        "Kernel": "rbf",
        "Hyperplanes": [[1.5, 2.5], [1, 2]],
        "Offsets": [1.5, 2],
    }
    made = skeleton(value)
    assert names_in(made) == set(value)
    assert made["unknown"] == sorted(value)
    assert made["format"] is None


@pytest.mark.parametrize(
    "value",
    [
        {"Forest": [70.5, 3], "Water": [1, 2]},
        {"Forest": 1, "Water": 2},
        {"Forest": 1, "Water": None},
        {"Forest": {"a": 1}},
        {"Note": "x", "Forest": {"Mean": 1}, "Water": {"Mean": 2}},
        {"Note": "x", "Forest": [1, 2], "Water": [3, 4]},
        {"Note": "x", "Forest": ["a"], "Water": ["b"]},
        [{"Name": "x", "Forest": 1}, {"Name": "y", "Water": 1}, {"Name": "z"}],
        [{"Forest": 1, "Water": 2}, {"Forest": 1, "Water": 2, "Note": "x"}],
        {"Note": "x", "Parcel_12345": 1},
        {"Note": "x", "Forest 1": 1},
        {"Note": "x", "林地": 1},
        {"Note": "x", "a" * 41: 1},
        {"Version": 1, "WellKnownBandNames_Forest": ["x"], "WellKnownBandNames of Forest": {}},
    ],
)
def test_names_that_may_be_keys_of_a_table_are_masked(value):
    text = json.dumps(skeleton(value))
    for name in ("Forest", "Water", "12345", "aaaa", "\\u6797"):
        assert name not in text


def test_a_name_that_its_owner_calls_no_data_is_shown():
    value = {"Nodes": [{"Left": 1, "Right": 2, "Way": 3}]}
    text = JsonText.parse(json.dumps(value))
    found = skeleton_of(text)
    assert found.masked_names == ("Left", "Nodes", "Right", "Way")
    assert names_in(found.value) == set()
    made = skeleton(value, shown=("Nodes", "Left", "Right"))
    assert names_in(made) == {"Nodes", "Left", "Right"}


@pytest.mark.parametrize(
    "word",
    ["MaximumLikelihood", "SVM", "Random Trees", "RandomTreesClassifier", "EsriSVM", "iso_cluster"],
)
def test_the_name_of_a_classifier_is_published_and_shown(word):
    assert known_classifier(word)
    made = skeleton({"Classifier": word, "Note": word, "Size": 1})
    assert members_of(made["shape"])["Classifier"]["strings"]["words"] == [word]
    assert "words" not in members_of(made["shape"])["Note"]["strings"]


@pytest.mark.parametrize("word", ["Forest of Bob", "SVM 2019", "SVM\n", "", "ＳＶＭ", "mf " * 40])
def test_no_other_text_is(word):
    assert not known_classifier(word)


@pytest.mark.parametrize(
    ("version", "told"), [(1, 1), (2, 2), (99, 99), (100, None), (-1, None), (20191231, None)]
)
def test_a_version_is_told_where_it_can_be_one(version, told):
    made = skeleton({"EsriClassifierDefinitionFile": 0, "FileVersion": version})
    assert (made["format"], made["version"]) == ("classifier-definition", told)


def test_how_the_file_is_written_is_told():
    content = '{\r\n"A": 1,\n"B": "x"}'.encode("utf-16")
    made = skeleton_of(JsonText.parse(content)).value
    assert made["newlines"] == ["CRLF", "LF"]
    assert (made["encoding"], made["mark"]) == ("utf-16-le", True)
    assert made["size"] == len(content)


def test_a_long_string_is_measured_without_being_read():
    long = "aé1" * 50_000
    assert skeleton(long)["shape"] == skeleton(long[:9])["shape"] | {
        "strings": {
            "count": 1,
            "length": [150_000, 150_000],
            "characters": ["beyond ASCII", "digits", "letters"],
        }
    }


def test_a_large_forest_is_read_in_pieces_of_bounded_memory(monkeypatch):
    trees = [
        {
            "Nodes": [
                {"Band": at % 6, "Threshold": at / 7, "Left": at, "Right": at} for at in range(40)
            ]
        }
        for _ in range(120)
    ]
    value = {"EsriClassifierDefinitionFile": 0, "FileVersion": 3, "NumberDefinitions": 1,
             "Definitions": [{"Classifier": "RandomTrees", "Trees": trees}]}  # fmt: skip
    content = json.dumps(value)
    decoded = []
    real = walking._decoded

    def watched(token):
        decoded.append(len(token))
        return real(token)

    monkeypatch.setattr(walking, "_decoded", watched)
    at_once = skeleton_of(JsonText.parse(content)).value
    assert decoded
    monkeypatch.setattr(walking, "_PIECE", 3_000)
    decoded.clear()
    in_pieces = skeleton_of(JsonText.parse(content)).value
    assert decoded
    assert max(decoded) <= 3_000
    monkeypatch.setattr(walking, "_PIECE", 0)
    assert at_once == in_pieces == skeleton_of(JsonText.parse(content)).value


def test_the_corpus_has_skeletons_without_a_word_of_it(corpus_file):
    text = JsonText.parse(corpus_file.read_bytes())
    made = skeleton_of(text)
    validator().validate(json.loads(made.to_json()))
    shown = made.to_json()
    for value in strings_in(text.root.value()):
        if len(value) > 5 and not known_classifier(value) and not is_known_name(value):
            assert f'"{value}"' not in shown


def strings_in(value):
    if isinstance(value, dict):
        return [one for inner in value.values() for one in strings_in(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in strings_in(inner)]
    return [value] if isinstance(value, str) else []
