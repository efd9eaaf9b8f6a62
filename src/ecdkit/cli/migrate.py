"""`ecd migrate`: a file or a folder in another format or version, with a ledger of the costs."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ecdkit.cli.common import (
    add_encoding,
    load_source,
    put,
    put_file,
    refuse_same,
    refuse_source,
    require_free,
    typed_text,
    with_force_hint,
)
from ecdkit.errors import LossError, UsageError
from ecdkit.text.excerpt import cut, printable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ecdkit.ledger import Ledger
    from ecdkit.migration.folder import Sources
    from ecdkit.migration.many import FileReport, Request
    from ecdkit.migration.run import Migration

_BOTH = "the document and the report"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("file", metavar="FILE", help="a file, a folder, or - for standard input")
    add_encoding(parser)
    parser.add_argument(
        "--to", dest="target", metavar="TARGET", required=True, help="ecd targets lists them"
    )
    parser.add_argument(
        "-o",
        dest="out",
        metavar="OUT",
        help="write to this file, - for standard output; for a folder, the folder of the results",
    )
    parser.add_argument(
        "--with",
        dest="inputs",
        action="append",
        type=typed_text("--with"),
        default=[],
        metavar="KEY=VALUE",
        help="what the target needs and the file does not say; repeatable",
    )
    parser.add_argument(
        "--on-loss",
        choices=("error", "warn"),
        default="error",
        help="whether fields that the target cannot hold are refused",
    )
    parser.add_argument(
        "--allow", choices=("inferred",), help="take steps that nobody has published"
    )
    parser.add_argument(
        "--plan", action="store_true", help="tell the steps and what they need; write nothing"
    )
    parser.add_argument(
        "--report", metavar="FILE", help="write the ledger of every field as JSON to this file"
    )
    parser.add_argument("--force", action="store_true", help="replace files that exist")


def run(arguments: argparse.Namespace) -> int:
    """Migrate, or tell how."""
    from ecdkit.migration.many import Request

    request = Request(
        target=arguments.target,
        inputs=_inputs(arguments.inputs),
        on_loss=arguments.on_loss,
        allow=arguments.allow,
        encoding=arguments.encoding,
        force=arguments.force,
    )
    require_free(arguments.report, force=arguments.force)
    if arguments.plan:
        return _plan(arguments, request)
    if _is_folder(arguments):
        return _folder(arguments, request)
    return _file(arguments, request)


def _inputs(given: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        key, equals, value = one.partition("=")
        if not equals or not key:
            raise UsageError(f"--with takes NAME=VALUE, not {cut(repr(one))}")
        if key in found:
            raise UsageError(f"--with names {cut(repr(key))} twice")
        found[key] = value
    return found


def _is_folder(arguments: argparse.Namespace) -> bool:
    return arguments.file != "-" and os.path.isdir(arguments.file)  # noqa: PTH112 - a long name is none


def _plan(arguments: argparse.Namespace, request: Request) -> int:
    from ecdkit.errors import EcdError
    from ecdkit.migration.folder import sources_in
    from ecdkit.migration.nodes import node_of
    from ecdkit.migration.run import plan
    from ecdkit.render.migration import plan_text

    is_folder = _is_folder(arguments)
    code = 0
    names: tuple[str, ...] = (arguments.file,)
    if is_folder:
        sources = sources_in(arguments.file)
        names = sources.files
        _tell_copies(sources)
    for name in names:
        try:
            doc = load_source(name, arguments.encoding)
            steps = plan(doc, request.target, allow=request.allow)
            sys.stdout.write(plan_text(name, node_of(doc), request.target, steps, request.inputs))
        except EcdError as error:
            if not is_folder or arguments.debug:
                raise
            sys.stderr.write(f"ecd: {printable(str(error))}\n")
            code = 2
    return code


def _file(arguments: argparse.Namespace, request: Request) -> int:
    from ecdkit.deep_learning import NOTICE
    from ecdkit.migration.many import FileReport, migrated
    from ecdkit.render.migration import ledger_text, loss_text, summary_line

    name, out = arguments.file, arguments.out
    refuse_same(arguments.report, [out], _BOTH)
    refuse_source(arguments.report, name)
    doc = load_source(name, arguments.encoding)
    try:
        made = migrated(doc, request)
    except LossError as error:
        if error.ledger is not None:
            sys.stderr.write(ledger_text(error.ledger, name))
            _report([FileReport(name, None, "refused", error.ledger, error.message)], arguments)
        raise
    ledger = made.ledger
    if out not in (None, "-"):
        refuse_same(arguments.report, made.paths(out), _BOTH)
    if made.is_packed:
        _put_package(made, arguments)
        sys.stderr.write(ledger_text(ledger, name))
    elif out in (None, "-"):
        if made.files:
            raise UsageError(
                f"this makes a file beside the document: {cut(made.files[0].name)}",
                hint="name the document's file with -o",
            )
        put(made.document.to_bytes(), out, force=False)
    else:
        with with_force_hint():
            made.write(out, overwrite=arguments.force)
    if ledger.lost and not made.is_packed:
        sys.stderr.write(loss_text(ledger, name))
    if _is_guessed(ledger) and not made.is_packed:
        sys.stderr.write(f"ecd: {printable(name)}: {summary_line(ledger)}\n")
    if "deep-learning" in ledger.target:
        sys.stderr.write(f"ecd: {printable(out or name)}: {NOTICE}\n")
    printed = out in (None, "-")
    report = (
        FileReport(name, None, "printed", ledger)
        if printed
        else FileReport(name, out, "written", ledger)
    )
    _report([report], arguments)
    return 0


def _put_package(made: Migration, arguments: argparse.Namespace) -> None:
    out = arguments.out
    if out is None:
        raise UsageError("a package is no text to be printed", hint="name its file with -o")
    if out != "-":
        with with_force_hint():
            made.write(out, overwrite=arguments.force)
        return
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "package.dlpk")
        made.write(whole)
        put_file(whole)


def _tell_copies(sources: Sources) -> None:
    for package, definition in sources.copies.items():
        told = f"{printable(package)}: left alone; {printable(definition)} beside it is taken"
        sys.stderr.write(f"ecd: {told}\n")


def _folder(arguments: argparse.Namespace, request: Request) -> int:
    from ecdkit.migration.folder import migrate_folder, outputs_for, sources_in
    from ecdkit.render.migration import ledger_text, loss_text, report_line
    from ecdkit.render.progress import Progress

    if arguments.out in (None, "-"):
        raise UsageError("the results of a folder need one of their own", hint="name it with -o")
    outputs = outputs_for(arguments.file, arguments.out, request.target)
    _tell_copies(sources_in(arguments.file))
    if not outputs:
        raise UsageError(f"there is no definition in {cut(arguments.file)}")
    refuse_same(arguments.report, outputs.values(), _BOTH)
    refuse_source(arguments.report, *outputs)
    # A report on standard output is a document of its own.
    lines = sys.stderr if arguments.report == "-" else sys.stdout
    planned, progress = (Progress(sys.stderr, len(outputs), one) for one in ("planned", "migrated"))
    reports = []
    for report in migrate_folder(outputs, request, planned=planned.show, progress=progress.show):
        planned.clear()
        reports.append(report)
        progress.clear()
        lines.write(report_line(report))
        if report.ledger is not None and report.status == "refused":
            sys.stderr.write(ledger_text(report.ledger, report.file))
        elif report.ledger is not None:
            sys.stderr.write(loss_text(report.ledger, report.file))
        if report.error is not None:
            sys.stderr.write(f"ecd: {printable(report.error)}\n")
    progress.clear()
    _report(reports, arguments)
    return 2 if any(report.error is not None for report in reports) else 0


def _is_guessed(ledger: Ledger) -> bool:
    """Whether something was made up, or is only inferred: that is said."""
    return any(one.grade == "inferred" or one.kind == "invented" for one in ledger.entries)


def _report(reports: Sequence[FileReport], arguments: argparse.Namespace) -> None:
    if arguments.report is None:
        return
    from ecdkit.render.migration import report_json

    put(report_json(reports).encode(), arguments.report, force=arguments.force)
