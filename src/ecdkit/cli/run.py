"""From arguments to a verb, and from what it raises to an exit code."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from ecdkit.signals import ended_in_order
from ecdkit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["run"]

VERBS = {
    "show": "say what a file is",
    "validate": "list every problem with its place",
    "check": "say whether a definition fits a raster",
    "edit": "change values, names and colours, and nothing else",
    "format": "write canonical white space",
    "merge": "reconcile two documents that come from one",
    "git": "let git show and merge definitions by their meaning",
    "deep-learning-model-to-ecd": "join a model and an extra info into one definition",
    "extract": "take the model and the extra info out of a definition",
    "diff": "say what differs between two definitions or templates",
    "patch": "apply differences to a definition, and nothing else",
    "template": "list, extract and embed definitions in templates",
    "migrate": "write a file in another format, and what that costs",
    "package": "put a model definition and its files into one package",
    "unpack": "take the files out of a package",
    "toolbox": "write the toolbox for ArcGIS Pro",
    "targets": "list what a file can be migrated to",
    "skeleton": "print the structure of a file without its values",
    "schema": "print the JSON Schemas of the formats",
}

_FAILED = 2
_INTERRUPTED = 130
# What a shell says of a program that the signal of a broken pipe has ended, as it does most.
_UNHEARD = 141


def run(arguments: Sequence[str]) -> int:
    """Run the verb that the arguments name.

    Args:
        arguments: what was typed behind the command's name.

    Returns:
        The exit code. Where whoever read the output has gone before the verb was done, nobody
        knows what it would have been, and it is none of the verb's own.
    """
    with ended_in_order():
        return _run(arguments)


def _run(arguments: Sequence[str]) -> int:
    code: int | None = None
    debug = False
    try:
        _prepare_streams()
        _prepare_numpy()
        try:
            parsed = _parser(arguments).parse_args(arguments)
            debug = parsed.debug
            code = import_module(_module(parsed.verb)).run(parsed)
        except SystemExit as stop:
            # Help, the version or a rule was printed, or what was typed is wrong.
            code = stop.code if isinstance(stop.code, int) else _FAILED
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return _UNHEARD if code is None else code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told in a sentence
        # That it failed is true also where nobody hears why.
        with contextlib.suppress(OSError):
            if debug:
                import traceback

                traceback.print_exc()
            else:
                from ecdkit.cli.telling import told

                sys.stderr.write(f"ecd: {told(error)}\n")
        code = _FAILED
    _drop_output()
    return code


def _prepare_streams() -> None:
    # What is wrong with the second is told on the first.
    for name in ("stderr", "stdout"):
        stream = getattr(sys, name)
        if stream is None:
            # It was closed, or there is no console at all.
            nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - it stays
            setattr(sys, name, nowhere)
        elif isinstance(stream, io.TextIOWrapper):
            # A console in a code page must not fail on a class name.
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Send what cannot be written nowhere, lest the interpreter complains at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _prepare_numpy() -> None:
    """Keep the linear algebra to one thread, unless somebody has said otherwise.

    Covariances are many small matrices. On a machine that has other work, the threads of OpenBLAS
    wait for each other in busy loops: one hundred matrices took 20 seconds instead of 2.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _module(verb: str) -> str:
    return f"ecdkit.cli.{verb.replace('-', '_')}"


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ecd",
        description="Read, check and change Esri classifier definitions.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"ecd {__version__}")
    # With a name nothing is looked up for it, above all not how wide the terminal is.
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, prog="ecd")
    wanted = next((word for word in arguments if not word.startswith("-")), None)
    # Where a verb comes first nobody is told of the others.
    told = {wanted: VERBS[wanted]} if wanted in VERBS and arguments[0] == wanted else VERBS
    for verb, summary in told.items():
        own = verbs.add_parser(
            verb,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            # An option that comes later must not change what an abbreviation means.
            allow_abbrev=False,
        )
        own.add_argument("--debug", action="store_true", help="show where a defect is")
        if verb == wanted:
            import_module(_module(verb)).configure(own)
    return parser
