"""The page about files: one file, valid, with nothing in it that comes from elsewhere."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "render"))
from test_html import Page


def page_of(ecd, *arguments):
    """The page that the command prints, and its words."""
    done = ecd("show", "--format", "html", *arguments)
    assert done.out.startswith("<!DOCTYPE html>")
    page = Page(done.out)
    return done, page, " ".join("".join(page.words).split())


def test_a_page_about_a_folder_lists_all_files_and_tells_of_each(ecd, folder):
    del folder
    done, page, words = page_of(ecd, ".", "missing")
    assert done.code == 2
    for told in (
        "there is no such file",
        "01 is no JSON value",
        "Forest",
        "#008000",
        "Hyperplanes",
    ):
        assert told in words
    headings = [tag for tag, _ in page.found if tag == "h2"]
    assert len(headings) == 4
    rows = [about for tag, about in page.found if about.get("role") == "rowheader"]
    assert len(rows) == 6


def test_a_page_about_one_file_has_no_list(ecd, folder):
    del folder
    done, page, words = page_of(ecd, "svm.ecd")
    assert done.code == 0
    assert "All files" not in words
    assert words.count("svm.ecd") == 3
    assert {tag for tag, _ in page.found} & {"script", "link", "img", "iframe"} == set()
    assert not re.search(r"https?://", done.out)


def test_what_a_file_says_is_text_and_nothing_else(ecd, folder):
    info = json.loads((folder / "info.json").read_bytes())
    info["Classes"][0]["Name"] = "<script>alert(1)</script>\x1b[31m"
    info["Classifier"] = '"><img src=x>'
    (folder / "<b>.json").write_text(json.dumps(info))
    done, page, _ = page_of(ecd, "<b>.json")
    assert {tag for tag, _ in page.found} & {"script", "img", "b"} == set()
    assert "\x1b" not in done.out


def test_long_lists_are_cut(ecd, folder):
    info = json.loads((folder / "info.json").read_bytes())
    info["Classes"] = [{"Value": at, "Name": f"n{at}", "Color": [0, 0, 0]} for at in range(700)]
    (folder / "many.json").write_text(json.dumps(info))
    _, _, words = page_of(ecd, "many.json")
    assert "And 200 more." in words
    assert "700 classes" in words
    assert "n499" in words
    assert "n500" not in words


def test_nothing_that_can_be_read_is_a_page_too(ecd, folder):
    del folder
    done, _, words = page_of(ecd, "missing")
    assert done.code == 2
    assert "there is no such file" in words
