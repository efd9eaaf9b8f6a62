"""What `show` can tell of: each kind of file, how it is known, summarized and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ecdkit.batch import KINDS, TEMPLATE_KINDS, Kind
from ecdkit.cli.common import content_of, document_of
from ecdkit.packages.kind import begins_like_one, is_package
from ecdkit.templates.form import is_template

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecdkit.render.inventory import Row
    from ecdkit.render.terminal import Paint

__all__ = ["READERS", "SHOWN_KINDS", "Reader", "Shown", "reader_of", "shown"]


class Reader(NamedTuple):
    """One kind of file. What a function needs it imports itself, so that nothing else is loaded.

    Attributes:
        name: what it is called here.
        kinds: which files of a folder it takes.
        is_one: whether the content of a file is of this kind, given its encoding, too.
        summarize: what a file is, from its content, encoding and name.
        row: that as a row of an inventory.
        text: that as text for people.
        html: that as a section of a page.
    """

    name: str
    kinds: tuple[Kind, ...]
    is_one: Callable[[bytes, str | None], bool]
    summarize: Callable[[bytes, str | None, str], Any]
    row: Callable[[Any], Row]
    text: Callable[[Any, Paint], str]
    html: Callable[[Any], str]


class Shown(NamedTuple):
    """What a file is, and by the name of which reader."""

    reader: str
    summary: Any


def _template(content: bytes, encoding: str | None, name: str) -> Any:
    from ecdkit.summary import summarize_template
    from ecdkit.templates.reading import parse_template

    return summarize_template(parse_template(content, encoding=encoding, path=name))


def _template_row(summary: Any) -> Row:
    from ecdkit.render.inventory import template_row

    return template_row(summary)


def _template_text(summary: Any, paint: Paint) -> str:
    from ecdkit.render.templates import template_text

    return template_text(summary, paint)


def _template_html(summary: Any) -> str:
    from ecdkit.render.summary_page import template_section

    return template_section(summary)


def _package(content: bytes, _: str | None, name: str) -> Any:
    from ecdkit.summary import summarize_package

    return summarize_package(content if name == "-" else name)


def _package_row(summary: Any) -> Row:
    from ecdkit.render.inventory import package_row

    return package_row(summary)


def _package_text(summary: Any, paint: Paint) -> str:
    from ecdkit.render.packages import package_text

    return package_text(summary, paint)


def _package_html(summary: Any) -> str:
    from ecdkit.render.summary_page import package_section

    return package_section(summary)


def _document(content: bytes, encoding: str | None, name: str) -> Any:
    from ecdkit.summary import summarize

    return summarize(document_of(content, name, encoding))


def _document_row(summary: Any) -> Row:
    from ecdkit.render.inventory import summary_row

    return summary_row(summary)


def _document_text(summary: Any, paint: Paint) -> str:
    from ecdkit.render.text import summary_text

    return summary_text(summary, paint)


def _document_html(summary: Any) -> str:
    from ecdkit.render.summary_page import document_section

    return document_section(summary)


# The first that knows a content reads it; the last one says what is wrong with what none knows.
READERS = (
    Reader(
        "package",
        (Kind(".dlpk"),),
        lambda content, _encoding: begins_like_one(content),
        _package,
        _package_row,
        _package_text,
        _package_html,
    ),
    Reader(
        "template",
        TEMPLATE_KINDS,
        is_template,
        _template,
        _template_row,
        _template_text,
        _template_html,
    ),
    Reader(
        "document",
        KINDS,
        lambda _content, _encoding: True,
        _document,
        _document_row,
        _document_text,
        _document_html,
    ),
)
SHOWN_KINDS = tuple(kind for reader in READERS for kind in reader.kinds)


def shown(name: str, *, encoding: str | None) -> Shown:
    """Return what a file is.

    Args:
        name: the file, or - for standard input.
        encoding: what it is written in, where that is neither UTF-8 nor told by a mark.
    """
    if name != "-" and is_package(name):
        # It may be larger than memory, and is read where it is.
        content, reader = b"", READERS[0]
    else:
        content = content_of(name)
        reader = next(one for one in READERS if one.is_one(content, encoding))
    return Shown(reader.name, reader.summarize(content, encoding, name))


def reader_of(one: Shown) -> Reader:
    """Return the reader that knows how to print what it has read."""
    return next(reader for reader in READERS if reader.name == one.reader)
