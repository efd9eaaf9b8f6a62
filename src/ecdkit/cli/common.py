"""What verbs share: reading input, writing output."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from ecdkit.errors import EcdError, FileThereError, UsageError
from ecdkit.files import (
    is_stream,
    is_taken,
    place_of,
    read_bytes,
    read_stream,
    require_other,
    write_bytes,
)
from ecdkit.limits import DEFAULT_LIMITS
from ecdkit.packages.kind import begins_like_one
from ecdkit.text.excerpt import cut
from ecdkit.text.pointer import parse_pointer

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ecdkit.document import Document
    from ecdkit.packages.package import Package
    from ecdkit.templates.template import Template

__all__ = [
    "add_encoding",
    "add_input",
    "add_output",
    "content_of",
    "document_of",
    "emit",
    "load",
    "load_source",
    "load_template",
    "put",
    "put_file",
    "refuse_same",
    "refuse_source",
    "require_files",
    "require_free",
    "require_in_place",
    "standard_input",
    "typed_pointer",
    "typed_text",
    "with_force_hint",
]


def add_input(parser: argparse.ArgumentParser, *, many: bool) -> None:
    """Add the argument of the file or files to read."""
    if many:
        parser.add_argument(
            "files",
            metavar="FILE",
            nargs="+",
            help="a file, a folder, a pattern such as models/**/*.ecd, or - for standard input",
        )
    else:
        parser.add_argument("file", metavar="FILE", help="a file, or - for standard input")
    add_encoding(parser)


def add_encoding(parser: argparse.ArgumentParser) -> None:
    """Add the argument that says what the file is written in."""
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help="what the file is written in, where that is neither UTF-8 nor told by a mark",
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say where the result goes."""
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "-o", dest="out", metavar="OUT", help="write to this file, - for standard output"
    )
    where.add_argument("--in-place", action="store_true", help="write to the file that was read")
    parser.add_argument("--force", action="store_true", help="replace a file that exists")


def typed_text(option: str) -> Callable[[str], str]:
    """Return what reads the characters behind an option: UTF-8, whatever the locale made of them.

    Args:
        option: the option, which is told where they are not.
    """

    def read(typed: str) -> str:
        try:
            return os.fsencode(typed).decode()
        except UnicodeError:
            raise UsageError(f"{option}: {cut(ascii(typed))} is not UTF-8") from None

    return read


def typed_pointer(option: str, end: str = "") -> Callable[[str], str]:
    """Return what reads a JSON pointer behind an option.

    Args:
        option: the option, which is told where it is none.
        end: what ends the pointer, where more than that is typed; without it there is none.
    """
    text_of = typed_text(option)

    def read(typed: str) -> str:
        text = text_of(typed)
        pointer, ended, _ = text.partition(end) if end else (text, True, "")
        if ended:
            try:
                parse_pointer(pointer)
            except EcdError as error:
                raise UsageError(f"{option}: {error.message}", hint=error.hint) from None
        return text

    return read


def document_of(content: bytes, name: str, encoding: str | None) -> Document:
    """Return the document that the bytes of a file, or of standard input, are."""
    from ecdkit.document import parse

    try:
        doc = parse(content, encoding=encoding)
    except EcdError as error:
        error.path = name
        raise
    doc.path = None if name == "-" else name
    return doc


def load(name: str, encoding: str | None) -> Document:
    """Read a document from a file or standard input."""
    return document_of(content_of(name), name, encoding)


def load_source(name: str, encoding: str | None) -> Document | Package:
    """Read a document or a package from a file or standard input."""
    from ecdkit.migration.many import read_source
    from ecdkit.packages.package import read_package

    if name != "-":
        return read_source(name, encoding)
    content = standard_input()
    if not begins_like_one(content):
        return document_of(content, name, encoding)
    try:
        return read_package(content)
    except EcdError as error:
        error.path = error.path or "-"
        raise


def load_template(name: str, encoding: str | None) -> Template:
    """Read a template from a file or standard input."""
    from ecdkit.templates.reading import parse_template

    return parse_template(content_of(name), encoding=encoding, path=name)


def content_of(name: str) -> bytes:
    """Return the bytes of a file or of standard input."""
    return standard_input() if name == "-" else read_bytes(name, DEFAULT_LIMITS.size)


def standard_input() -> bytes:
    """Return what standard input holds."""
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    try:
        return read_stream(sys.stdin.buffer, DEFAULT_LIMITS.size)
    except EcdError as error:
        error.path = "-"
        raise


def require_files(*names: str) -> None:
    """Refuse a dash where there is nothing to stream.

    Raises:
        UsageError: a name is that of standard input or output.
    """
    if "-" in names:
        raise UsageError("this takes files, not standard input or output", hint="name a file")


def emit(doc: Document, arguments: argparse.Namespace) -> None:
    """Write a document where the arguments say, by default to standard output."""
    if arguments.in_place:
        require_in_place(doc.path)
        doc.write(overwrite=True)
    else:
        put(doc.to_bytes(), arguments.out, force=arguments.force)


def require_in_place(name: str | None) -> None:
    """Refuse to write where nothing can take the place of what was read.

    Args:
        name: the file; - or None for standard input.

    Raises:
        UsageError: it is standard input, a pipe or a device.
    """
    if name is None or name == "-":
        raise UsageError("standard input cannot be written in place", hint="use -o")
    if is_stream(name):
        raise UsageError("what is no file cannot be written in place", hint="use -o", path=name)


def put(content: bytes, out: str | None, *, force: bool) -> None:
    """Write bytes to a file, or to standard output."""
    if out is None or out == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    with with_force_hint():
        write_bytes(out, [content], overwrite=force)


def put_file(path: Path) -> None:
    """Copy a file to standard output."""
    import shutil

    sys.stdout.flush()
    with path.open("rb") as file:
        shutil.copyfileobj(file, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def require_free(name: str | None, *, force: bool) -> None:
    """Refuse a file that may not be replaced, before anything else is written.

    Raises:
        FileThereError: it exists.
    """
    if name is not None and name != "-" and not force and is_taken(name):
        raise FileThereError("the file exists", path=name, hint="use --force to replace it")


def refuse_same(name: str | None, others: Iterable[str | None], what: str) -> None:
    """Refuse one place for two outputs, of which the later would replace the other.

    Args:
        name: the file of one output; - for standard output; None where there is none.
        others: those of others; None for standard output, too.
        what: what they are, such as "the document and the report".

    Raises:
        UsageError: two are one.
    """
    if name is None:
        return
    for other in others:
        if name == "-" and other in (None, "-"):
            raise UsageError(f"{what} cannot both go to standard output", hint="use -o")
        if "-" not in (name, other) and other is not None and place_of(name) == place_of(other):
            raise UsageError(f"{what} cannot be one file", hint="name another", path=name)


def refuse_source(out: str | None, *sources: str) -> None:
    """Refuse to write over a file that was read what is no other form of it, even by force.

    Args:
        out: the file to write; - or None for standard output.
        sources: the files that are read; - for standard input.

    Raises:
        UsageError: it is one of them.
    """
    if out is not None and out != "-":
        require_other(out, *(one for one in sources if one != "-"))


@contextlib.contextmanager
def with_force_hint() -> Iterator[None]:
    """Tell who must not replace a file how to say that it may be replaced."""
    try:
        yield
    except FileThereError as error:
        error.hint = "use --force to replace it"
        raise
