"""What the pages say in tables and lists is what schemas, limits and grammar say."""

from __future__ import annotations

import re
from itertools import product

import pages
import pytest

import ecdkit
from ecdkit.text.grammar import NONFINITE, SCALAR
from ecdkit.text.values import parse_nonfinite
from ecdkit.validation.schemas import schema_names

NAMES = [page.name for page in pages.pages()]


def page(name):
    return (pages.HERE / name).read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_tables_of_a_page_follow_from_the_code(name):
    assert pages.with_tables(page(name)) == page(name), "run make docs"


@pytest.mark.parametrize(
    ("before", "after"),
    [("| 2,147,483,648 |", "| 1 |"), ("4,000 | characters", "4,001 | characters")],
)
def test_a_table_that_was_edited_by_hand_is_noticed(before, after):
    edited = page("limits.md").replace(before, after)
    assert edited != page("limits.md")
    assert pages.with_tables(edited) == page("limits.md")


@pytest.mark.parametrize("name", schema_names())
def test_every_schema_and_every_object_in_it_has_its_table(name):
    whole = pages.schema_of(name)
    text = "".join(map(page, NAMES))
    tables = set(re.findall(rf"<!-- table: members {name} (\S+) -->", text))
    described = dict(objects(whole))
    twin, but = TWINS.get(name, (None, set()))
    if twin is not None:
        other = dict(objects(pages.schema_of(twin)))
        shared = described.keys() - but
        for place in shared:
            assert bare(described.pop(place)) == bare(other[place])
    assert tables == set(described)


# Schemas that another describes but for some objects; the tables of that one are enough.
TWINS = {
    "classifier-definition-3": ("classifier-definition-1", {"#"}),
    "endmember-definition-1b": ("endmember-definition-1a", {"#"}),
}


def bare(about):
    """What a schema asks for, without how it is known and what it is called."""
    if isinstance(about, dict):
        said = {"x-grade", "x-source", "description", "examples"}
        return {key: bare(inner) for key, inner in about.items() if key not in said}
    return about


def objects(about, place="#"):
    """Yield the objects that a schema describes, with their places."""
    if isinstance(about, dict):
        if "properties" in about:
            yield place, about
        for key, inner in about.items():
            if key not in ("if", "examples"):
                yield from objects(inner, f"{place}/{key}")
    elif isinstance(about, list):
        for at, inner in enumerate(about):
            yield from objects(inner, f"{place}/{at}")


def test_the_limits_in_sentences_are_those_of_the_library():
    limits = ecdkit.Limits()
    text = page("limits.md")
    assert f"nested {limits.depth} deep" in text
    assert f"numbers of {limits.number:,} characters" in text
    assert f"documents of up to {limits.size >> 30} GiB" in text
    assert f"end at {limits.problems:,} problems" in text


def test_the_tokens_of_non_finite_numbers_are_those_of_the_grammar():
    text = page("text.md")
    body = text[text.index("**ECD-0112**") : text.index("**ECD-0113**")]
    first, second = (
        re.findall(r"`([^`]+)`", item) for item in re.split(r"\n- ", body.split("\n\n")[1])
    )
    assert first[0] == second[0] == "-"
    spelled = [word for word in first[1:] if not word.startswith("(")]
    endings = ["", *(word for word in first[1:] if word.startswith("("))]
    tokens = {"".join(one) for one in product(("", "-"), spelled, endings)}
    assert second[1] == "1.#"
    assert second[-1] == "0"
    tokens |= {"".join(one) for one in product(("", "-"), ("1.#",), second[2:-1], ("", "0", "00"))}
    assert len(tokens) > 100
    for token in tokens:
        assert NONFINITE.fullmatch(token.encode()), token
        value = parse_nonfinite(token.encode())
        lower = token.lower()
        assert (value != value) == ("nan" in lower or "ind" in lower)  # noqa: PLR0124
        assert (value < 0) == (lower.startswith("-") and value == value)  # noqa: PLR0124
    # Whatever else the grammar takes would be a token that the page does not tell.
    alphabet = {*spelled, "".join(spelled[:2]), "NAn", "nAN", "iNF", "QNAN", "IND"}
    for one in product(("", "-", "+"), alphabet, (*endings, "(Ind)", "()")):
        token = "".join(one)
        assert bool(SCALAR.match(token.encode())) == (token in tokens), token


def headings(path):
    """The names that links to headings of a page have."""
    found = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in found}


@pytest.mark.parametrize("name", NAMES)
def test_links_to_headings_lead_to_one(name):
    for target, heading in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page(name)):
        assert heading in headings((pages.HERE / target) if target else pages.HERE / name), heading
