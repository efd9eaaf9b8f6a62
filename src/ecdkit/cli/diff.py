"""`ecd diff`: what differs between two definitions, or two templates."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import content_of, document_of, put, refuse_source, typed_pointer
from ecdkit.compare.diff import diff
from ecdkit.document import Document
from ecdkit.errors import DuplicateKeyError, EcdError, UsageError
from ecdkit.templates.form import is_template

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from ecdkit.compare.result import Diff
    from ecdkit.compare.templates import TemplateDiff
    from ecdkit.render.terminal import Paint
    from ecdkit.templates.template import Template


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "a", metavar="A", help="the first definition or template, or - for standard input"
    )
    parser.add_argument("b", metavar="B", help="the second, or - for standard input")
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help="what the files are written in, where that is neither UTF-8 nor told by a mark",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "patch", "html"),
        default="text",
        help="how to print; json and patch can be applied, patch is a JSON Patch (RFC 6902)",
    )
    parser.add_argument(
        "--rtol", type=float, default=0.0, metavar="X", help="relative change that is none"
    )
    parser.add_argument(
        "--atol", type=float, default=0.0, metavar="X", help="absolute change that is none"
    )
    parser.add_argument(
        "--ignore",
        action="append",
        type=typed_pointer("--ignore"),
        default=[],
        metavar="POINTER",
        help="leave out this place, in templates of each definition; * stands for any name or "
        "index; repeatable",
    )
    parser.add_argument(
        "-o", dest="out", metavar="OUT", help="write to this file, - for standard output"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that exists")


def run(arguments: argparse.Namespace) -> int:
    """Print what differs; 1 if something does."""
    if arguments.a == arguments.b == "-":
        raise UsageError("standard input cannot be both files", hint="name a file")
    refuse_source(arguments.out, arguments.a, arguments.b)
    a, b = (_loaded(name, arguments.encoding) for name in (arguments.a, arguments.b))
    delta: Diff | TemplateDiff
    how = {"rtol": arguments.rtol, "atol": arguments.atol, "ignore": arguments.ignore}
    try:
        if isinstance(a, Document) and isinstance(b, Document):
            delta = diff(a, b, **how)
            printed = _printed(delta, arguments)
        elif isinstance(a, Document) or isinstance(b, Document):
            delta = diff(_definition(a), _definition(b), **how)
            printed = _printed(delta, arguments)
        else:
            from ecdkit.compare.templates import diff_templates

            delta = diff_templates(a, b, **how)
            printed = _printed_templates(delta, arguments)
    except UsageError:
        raise
    except DuplicateKeyError as error:
        # Only what comes from standard input has no name.
        error.path = error.path or "-"
        raise
    except EcdError as error:
        # Which of the two holds what cannot be read is told by its place, not by its name.
        error.path = error.path or f"{arguments.a}, {arguments.b}"
        raise
    put(printed, arguments.out, force=arguments.force)
    return 1 if delta else 0


def _loaded(name: str, encoding: str | None) -> Document | Template:
    content = content_of(name)
    if is_template(content, encoding):
        from ecdkit.templates.reading import parse_template

        return parse_template(content, encoding=encoding, path=name)
    return document_of(content, name, encoding)


def _definition(one: Document | Template) -> Document:
    """Return a definition, or the only one in a template."""
    if isinstance(one, Document):
        return one
    held = one.definitions()
    if len(held) != 1:
        raise UsageError(
            f"this template has {len(held)} definitions by value; one of them is to be compared",
            hint="take it out with `ecd template extract --at N`",
            path=one.path,
        )
    return held[0]


def _printed_templates(delta: TemplateDiff, arguments: argparse.Namespace) -> bytes:
    if arguments.format == "json":
        return delta.to_json()
    if arguments.format == "patch":
        raise UsageError(
            "a JSON Patch is of one document, not of templates",
            hint="use json, or compare the definitions that `ecd template extract` takes out",
        )
    if arguments.format == "html":
        from ecdkit.render.template_html import template_diff_html

        return template_diff_html(delta).encode()
    from ecdkit.render.template_diff import template_diff_text

    return _text(functools.partial(template_diff_text, delta), arguments.out)


def _printed(delta: Diff, arguments: argparse.Namespace) -> bytes:
    if arguments.format == "json":
        return delta.to_json()
    if arguments.format == "patch":
        return delta.to_json_patch()
    if arguments.format == "html":
        from ecdkit.render.html import diff_html

        return diff_html(delta).encode()
    from ecdkit.render.diff_text import diff_text

    return _text(functools.partial(diff_text, delta), arguments.out)


def _text(printed: Callable[[Paint], str], out: str | None) -> bytes:
    from ecdkit.render.terminal import Paint, paint_for

    shown = out in (None, "-")
    text = printed(paint_for(sys.stdout) if shown else Paint())
    encoding = (sys.stdout.encoding if shown else None) or "utf-8"
    return text.encode(encoding, "backslashreplace")
