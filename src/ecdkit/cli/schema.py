"""`ecd schema`: the bundled JSON Schemas."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.cli.common import put
from ecdkit.errors import UsageError
from ecdkit.text.excerpt import cut
from ecdkit.validation.schemas import grammar_names, schema_bytes, schema_names

if TYPE_CHECKING:
    import argparse

# One schema of all documents, for text editors.
_EDITOR = "editor"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.epilog = (
        f"The schema {_EDITOR} is made of those of all documents that people edit; it goes by the "
        "root of a document, so that text editors can take it for every file."
    )
    parser.add_argument("name", metavar="NAME", nargs="?", help="a schema; without it, list them")
    parser.add_argument("--list", action="store_true", help="list the names of the schemas")
    parser.add_argument(
        "-o", dest="out", metavar="OUT", help="write to this file, - for standard output"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that exists")


def run(arguments: argparse.Namespace) -> int:
    """Print a schema, or the names of all."""
    names = (*schema_names(), *grammar_names(), _EDITOR)
    if arguments.list or arguments.name is None:
        if arguments.out is not None:
            raise UsageError("a list of schemas is only printed", hint="name a schema to write")
        sys.stdout.write("".join(f"{name}\n" for name in names))
    elif arguments.name == _EDITOR:
        from ecdkit.validation.editor_schema import editor_schema_bytes

        put(editor_schema_bytes(), arguments.out, force=arguments.force)
    elif arguments.name not in names:
        known = ", ".join(names)
        raise UsageError(
            f"there is no schema {cut(repr(arguments.name))}", hint=f"there are {known}"
        )
    else:
        put(schema_bytes(arguments.name), arguments.out, force=arguments.force)
    return 0
