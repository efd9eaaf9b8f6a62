"""`ecd git`: install the drivers, and what git calls when they are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ecdkit.errors import UsageError
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    import argparse

    from ecdkit.integrations.git.setup import State

_EPILOG = (
    "Then git diff, log -p and blame show definitions in lines of which one changes, merge, rebase "
    "and cherry-pick reconcile them by their meaning, and git difftool -t ecd says in words what "
    "changed. Without --global it is for the repository of the current folder."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.epilog = _EPILOG
    verbs = parser.add_subparsers(dest="what", metavar="install|uninstall|status", required=True)
    for name, help_ in (
        ("install", "let git call ecd for these files"),
        ("uninstall", "take that back; git's files are then as they were"),
        ("status", "say what is installed; exits with 1 where nothing is"),
    ):
        one = verbs.add_parser(name, help=help_, allow_abbrev=False)
        one.add_argument(
            "--global",
            dest="everywhere",
            action="store_true",
            help="for all repositories of this user",
        )
    # What git calls; nobody types it.
    shown = verbs.add_parser("textconv", allow_abbrev=False)
    shown.add_argument("file")
    driver = verbs.add_parser("merge-driver", allow_abbrev=False)
    driver.add_argument("--conflict-code", type=int, default=1)
    for name in ("base", "ours", "theirs", "size", "path"):
        driver.add_argument(name)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked for."""
    if arguments.what == "textconv":
        return textconv(arguments.file)
    if arguments.what == "merge-driver":
        from ecdkit.integrations.git.driver import drive

        places = (arguments.base, arguments.ours, arguments.theirs)
        clean = drive(*places, arguments.size, arguments.path)
        return 0 if clean else arguments.conflict_code
    from ecdkit.integrations.git.setup import install, status, uninstall

    work = {"install": install, "uninstall": uninstall, "status": status}[arguments.what]
    states = work(everywhere=arguments.everywhere)
    if arguments.what == "status" and not arguments.everywhere:
        # What is installed for a user works in each repository that has nothing of its own.
        users = status(everywhere=True)
        states = tuple(
            user if user.installed and not own.installed else own
            for own, user in zip(states, users, strict=True)
        )
    for state in states:
        sys.stdout.write(f"{printable(state.path)}: {_told(state)}\n")
    missing = not all(state.installed and state.current for state in states)
    return int(missing and arguments.what != "uninstall")


def _told(state: State) -> str:
    if not state.installed:
        return "not installed"
    where = ", for all repositories of this user" if state.everywhere else ""
    return f"installed{where}" + ("" if state.current else ", but not for this Python; run again")


def textconv(path: str) -> int:
    """Print what git shows of a file."""
    from ecdkit.files import read_bytes
    from ecdkit.integrations.git.textconv import readable
    from ecdkit.limits import DEFAULT_LIMITS

    if sys.stdout is None:
        raise UsageError("standard output is closed")
    sys.stdout.buffer.write(readable(read_bytes(path, DEFAULT_LIMITS.size)))
    sys.stdout.buffer.flush()
    return 0
