"""The page of differences: one file, valid, with everything said in words too."""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path

import ecdkit
from ecdkit.render.html import diff_html

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "compare"))
from diff_pages import pair

VOID = {"meta", "rect", "link", "br"}


class Page(HTMLParser):
    """Collects elements, and holds them to be closed in order."""

    def __init__(self, source):
        super().__init__()
        self.open = []
        self.found = []
        self.words = []
        self.feed(source)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in VOID or (tag == "rect" and not self.get_starttag_text().endswith("/>")):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


def test_the_page_is_one_file_and_says_everything_in_words():
    delta = ecdkit.diff(*pair())
    source = diff_html(delta)
    page = Page(source)
    names = [attributes for _, attributes in page.found]
    assert not any({"src", "href"} & set(attributes) for attributes in names)
    assert "url(" not in source
    assert not page.all("script")
    assert "\u202e" not in source
    text = " ".join(page.words)
    for word in ("renamed", "recoloured", "renumbered", "moved", "added", "removed", "respelled"):
        assert word in text
    assert page.all("html") == [{"lang": "en"}]


def test_tables_have_captions_and_heads_and_pictures_have_words():
    page = Page(diff_html(ecdkit.diff(*pair())))
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("scope" in attributes for attributes in page.all("th"))
    labels = {attributes.get("id") for attributes in page.all("figcaption")}
    for picture in page.all("svg"):
        assert picture["role"] == "img"
        assert picture.get("aria-label") or picture.get("aria-labelledby") in labels
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_large_matrices_are_shown_in_few_fields():
    source = diff_html(ecdkit.diff(*pair()))
    assert "Each field stands for 3 by 3 numbers" in source
    assert source.count("<rect") < 3000


def test_a_page_of_no_differences_says_so():
    first, _ = pair()
    assert "Nothing differs" in diff_html(ecdkit.diff(first, first))


def test_documents_of_two_kinds_have_a_page():
    first, _ = pair()
    info = ecdkit.parse(
        '{"ImportDeepLearningModelToEsriExtraInfo": 0, "Version": 1, "Classifier": "CNTK", '
        '"Classes": [{"Value": 1, "Name": "a", "Color": [1, 2, 3]}]}'
    )
    text = " ".join(Page(diff_html(ecdkit.diff(first, info))).words)
    assert "is compared with" in text
    assert "only the first can say" in text
