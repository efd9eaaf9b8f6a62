"""`ecd template`: the definitions and paths in raster function templates."""

from __future__ import annotations

import argparse
import functools
import sys
from typing import TYPE_CHECKING

from ecdkit.batch import TEMPLATE_KINDS
from ecdkit.cli.common import (
    add_input,
    add_output,
    content_of,
    load_template,
    put,
    refuse_source,
    require_in_place,
    typed_text,
    with_force_hint,
)
from ecdkit.cli.many import FAILED, each_file, selected
from ecdkit.cli.telling import told
from ecdkit.errors import EcdError, UsageError
from ecdkit.text.excerpt import cut, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecdkit.summary import TemplateSummary
    from ecdkit.templates.held import Leak
    from ecdkit.templates.template import Template


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    def action(
        name: str, run: Callable[[argparse.Namespace], int], what: str
    ) -> argparse.ArgumentParser:
        own = actions.add_parser(
            name, help=what, description=f"{what[0].upper()}{what[1:]}.", allow_abbrev=False
        )
        # It may stand behind the action, too, and counts wherever it stands.
        own.add_argument(
            "--debug", action="store_true", default=argparse.SUPPRESS, help="show where a defect is"
        )
        own.set_defaults(work=run)
        return own

    listing = action("list", _list, "list the definitions in templates, with their positions")
    add_input(listing, many=True)
    listing.add_argument("--format", choices=("text", "json"), default="text", help="how to print")

    taking = action("extract", _extract, "take a definition out as a file, byte for byte")
    add_input(taking, many=False)
    _add_position(taking)
    taking.add_argument(
        "-o", dest="out", metavar="OUT", help="write to this file, - for standard output"
    )
    taking.add_argument("--force", action="store_true", help="replace a file that exists")

    putting = action("embed", _embed, "put a definition into a template, changing nothing else")
    add_input(putting, many=False)
    putting.add_argument("definition", metavar="DEFINITION", help="a file, or - for standard input")
    putting.add_argument(
        "--definition-encoding", metavar="NAME", help="what the definition is written in"
    )
    _add_position(putting)
    add_output(putting)

    paths = action("paths", _paths, "list the absolute paths in templates, or rewrite them")
    add_input(paths, many=True)
    paths.add_argument(
        "--relocate",
        metavar="[OLD=]NEW",
        type=typed_text("--relocate"),
        action="append",
        default=[],
        help="rewrite what is below the folder OLD, or any absolute path, to be below NEW; "
        ". is the template's own folder; repeatable",
    )
    paths.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    add_output(paths)

    making = action("new", _new, "make a template of the raster function that takes a definition")
    making.add_argument("definition", metavar="DEFINITION", help="a file, or - for standard input")
    making.add_argument("--encoding", metavar="NAME", help="what the definition is written in")
    making.add_argument(
        "--form", choices=("xml", "json"), default="xml", help="a .rft.xml, or a rendering rule"
    )
    making.add_argument(
        "-o", dest="out", metavar="OUT", help="write to this file, - for standard output"
    )
    making.add_argument("--force", action="store_true", help="replace a file that exists")


def run(arguments: argparse.Namespace) -> int:
    """Do what the action says."""
    code: int = arguments.work(arguments)
    return code


def _add_position(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--at", type=int, metavar="N", help="the position of the definition, as list prints it"
    )


def _list(arguments: argparse.Namespace) -> int:
    batch = each_file(
        arguments,
        functools.partial(_summarized, encoding=arguments.encoding),
        chosen=selected(arguments, TEMPLATE_KINDS, "template"),
    )
    summaries = batch.results
    is_many = batch.is_wide or len(batch.outcomes) > 1
    if arguments.format == "json":
        from ecdkit.render.json import summaries_json, summary_json

        if is_many:
            sys.stdout.write(summaries_json(summaries))
        elif summaries:
            sys.stdout.write(summary_json(summaries[0]))
        return batch.code
    from ecdkit.render.templates import held_text

    for summary in summaries:
        name = printable(summary.path or "-")
        if is_many:
            sys.stdout.write(f"{name}\n")
        sys.stdout.write(held_text(summary))
        if not summary.held:
            sys.stderr.write(f"ecd: {name}: no definition in it\n")
        if summary.absolute_paths:
            sys.stderr.write(
                f"ecd: {name}: absolute paths: {summary.absolute_paths}; `ecd template paths` "
                "shows and rewrites them\n"
            )
    return batch.code


def _summarized(name: str, *, encoding: str | None) -> TemplateSummary:
    from ecdkit.summary import summarize_template

    return summarize_template(load_template(name, encoding))


def _extract(arguments: argparse.Namespace) -> int:
    template = load_template(arguments.file, arguments.encoding)
    refuse_source(arguments.out, arguments.file)
    put(template.extract(arguments.at), arguments.out, force=arguments.force)
    return 0


def _embed(arguments: argparse.Namespace) -> int:
    if arguments.file == "-" and arguments.definition == "-":
        raise UsageError("standard input can be one of both", hint="name a file for the other")
    refuse_source(arguments.out, arguments.definition)
    template = load_template(arguments.file, arguments.encoding)
    place = template.place(arguments.at)
    name, encoding = arguments.definition, arguments.definition_encoding
    content = content_of(name)
    try:
        changed = template.embed(content, arguments.at, encoding=encoding)
    except EcdError as error:
        error.path = error.path or name
        raise
    _emit(changed, arguments.file, arguments)
    _tell_of_bytes(content, changed.extract(place.at), name)
    if place.uses:
        lines = ", ".join(map(str, place.uses))
        sys.stderr.write(f"ecd: definition {place.at} is also used on line {lines}\n")
    renamed = changed.held[place.at].argument
    if renamed != place.argument:
        sys.stderr.write(
            f"ecd: the argument {place.argument} is now {renamed}, which takes a value (inferred)\n"
        )
    return 0


def _tell_of_bytes(given: bytes, held: bytes, name: str) -> None:
    """Say it where `extract` would give other bytes than those of the file."""
    if given != held:
        sys.stderr.write(
            f"ecd: {printable(name)}: its characters were embedded; a byte order mark and its "
            "encoding were not, extract writes UTF-8\n"
        )


def _paths(arguments: argparse.Namespace) -> int:
    if arguments.relocate:
        return _relocate(arguments)
    if arguments.out or arguments.in_place:
        raise UsageError("nothing is rewritten without --relocate", hint="add --relocate NEW")
    batch = each_file(
        arguments,
        functools.partial(_leaking, encoding=arguments.encoding),
        chosen=selected(arguments, TEMPLATE_KINDS, "template"),
    )
    if arguments.format == "json":
        from ecdkit.render.json import leaks_json

        sys.stdout.write(leaks_json(batch.results))
        return batch.code
    from ecdkit.render.templates import leaks_text

    for name, leaks in batch.results:
        sys.stdout.write(leaks_text(leaks, name))
    return batch.code


def _leaking(name: str, *, encoding: str | None) -> tuple[str, tuple[Leak, ...]]:
    return name, load_template(name, encoding).leaks()


def _relocate(arguments: argparse.Namespace) -> int:
    selection, failures = selected(arguments, TEMPLATE_KINDS, "template")
    several = selection.is_wide or len(selection.files) > 1
    if several and not arguments.in_place:
        raise UsageError("several templates can only be rewritten in place", hint="add --in-place")
    rules = [_rule(one) for one in arguments.relocate]
    code = FAILED if failures else 0
    for name in selection.files:
        try:
            _relocate_one(name, rules, arguments)
        except EcdError as error:
            if arguments.debug or not several:
                raise
            sys.stderr.write(f"ecd: {told(error)}\n")
            code = FAILED
    return code


def _relocate_one(
    name: str, rules: list[tuple[str | None, str]], arguments: argparse.Namespace
) -> None:
    from ecdkit.templates.paths import Relocation

    template = load_template(name, arguments.encoding)
    try:
        changed = template.relocated(Relocation(rules))
    except EcdError as error:
        error.path = error.path or name
        raise
    _emit(changed, name, arguments)
    before, after = template.leaks(), changed.leaks()
    sys.stderr.write(
        f"ecd: {printable(name)}: absolute paths: {len(before)} before, {len(after)} now\n"
    )


def _rule(text: str) -> tuple[str | None, str]:
    old, equals, new = text.partition("=")
    if not equals:
        return None, text
    if not old:
        raise UsageError(
            f"--relocate takes OLD=NEW or NEW, not {cut(repr(text))}", hint="name the old folder"
        )
    return old, new


def _new(arguments: argparse.Namespace) -> int:
    from ecdkit.templates.make import grade_of_new, new_template

    name = arguments.definition
    refuse_source(arguments.out, name)
    content = content_of(name)
    try:
        template = new_template(content, form=arguments.form, encoding=arguments.encoding)
    except EcdError as error:
        error.path = error.path or name
        raise
    put(template.to_bytes(), arguments.out, force=arguments.force)
    _tell_of_bytes(content, template.extract(), name)
    grade, why = grade_of_new(template)
    sys.stderr.write(f"ecd: {grade}: {why}\n")
    return 0


def _emit(template: Template, name: str, arguments: argparse.Namespace) -> None:
    if not arguments.in_place:
        put(template.to_bytes(), arguments.out, force=arguments.force)
        return
    require_in_place(name)
    with with_force_hint():
        template.write(overwrite=True)
