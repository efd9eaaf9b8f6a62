"""The cases, a command that answers them in several processes, and what became of each.

The runner knows the cases and the protocol, and of ecdkit nothing but the schemas.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import queue
import shlex
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from attrs import frozen

from ecdkit.testing.conformance.judge import judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Case", "Outcome", "cases", "main", "run"]

_HERE = Path(__file__).resolve()
# What a request takes over from a case.
_OF_THE_CASE = ("name", "tests", "about", "expect")
_CONTENTS = ("content", "before", "after", "base", "ours", "theirs", "model", "info", "definition")
_EXPECTED = ("content", "same_value", "model", "info", "held")
# Seconds that a command may think, and that it may take to end.
_PATIENCE = 20.0
_FAREWELL = 2.0
# So many times in a row without an answer, or so many times waited for in vain, one in a row or
# not, and nothing more is asked.
_GIVEN_UP = 10
_HUNG = 5
_FEW = 10
_STATUSES = ("passed", "failed", "unsupported")


@frozen
class Case:
    """One case.

    Attributes:
        group: what it is about.
        name: what it is, and what is expected.
        tests: ids of the requirements that it tests.
        about: codes of the problems that it speaks of; None if of all.
        request: what the command is asked.
        expect: what is expected of its answer.
    """

    group: str
    name: str
    tests: tuple[str, ...]
    about: tuple[str, ...] | None
    request: dict[str, Any]
    expect: dict[str, Any]


@frozen
class Outcome:
    """What became of a case.

    Attributes:
        case: the case.
        status: "passed", "failed", or "unsupported" where the command says so.
        why: what differs, of a case that failed.
        answer: what the command answered; None where it did not.
        hung: whether it was waited for in vain.
    """

    case: Case
    status: str
    why: str = ""
    answer: Any = None
    hung: bool = False


def folder() -> Path:
    """Return the folder of cases of the checkout that this is run from."""
    around = (Path.cwd(), *Path.cwd().parents, *_HERE.parents)
    wanted = Path("spec", "conformance", "cases")
    return next((one / wanted for one in around if (one / wanted).is_dir()), wanted)


def cases(where: Path, groups: Iterable[str] = ()) -> list[Case]:
    """Return the cases of a folder, in the order of groups and lines.

    Args:
        where: the folder.
        groups: the groups that are wanted; all if none is named.
    """
    wanted = set(groups)
    return [
        _case(path.stem, json.loads(line))
        for path in sorted(where.glob("*.jsonl"))
        if not wanted or path.stem in wanted
        for line in path.read_text("utf-8").splitlines()
    ]


def run(found: Sequence[Case], command: str, jobs: int) -> list[Outcome]:
    """Give cases to a command, and return what became of them, in their order.

    A command that gives no answer many times in a row, or that hangs a few times, is given up.

    Args:
        found: the cases.
        command: the command, which is started once for each job.
        jobs: how many run at the same time.
    """
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for at in range(len(found)):
        waiting.put(at)
    outcomes: list[Outcome | None] = [None] * len(found)

    silent = hung = 0

    def work() -> None:
        nonlocal silent, hung
        with _Peer(command) as peer:
            while True:
                try:
                    at = waiting.get_nowait()
                except queue.Empty:
                    return
                if silent >= _GIVEN_UP or hung >= _HUNG:
                    outcomes[at] = Outcome(
                        found[at], "failed", "not asked: the command is given up"
                    )
                    continue
                outcomes[at] = one = _outcome(found[at], str(at), peer)
                silent = silent + 1 if one.answer is None and one.status == "failed" else 0
                hung += one.hung

    threads = [threading.Thread(target=work) for _ in range(min(jobs, len(found)) or 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for one in outcomes if one is not None]


def _outcome(case: Case, name: str, peer: _Peer) -> Outcome:
    try:
        answer = peer.ask({"id": name, **case.request})
    except _NoAnswerError as error:
        return Outcome(case, "failed", str(error), hung=isinstance(error, _HungError))
    if answer.get("unsupported"):
        return Outcome(case, "unsupported")
    why = judge(case.expect, answer, case.about, case.request)
    return Outcome(case, "failed" if why else "passed", why or "", answer)


def _case(group: str, line: dict[str, Any]) -> Case:
    request = {key: value for key, value in line.items() if key not in _OF_THE_CASE}
    for key in _CONTENTS:
        if isinstance(request.get(key), dict):
            request[key] = _base64(request[key])
    if "rasters" in request:
        request["rasters"] = [_base64(one) for one in request["rasters"]]
    if "files" in request:
        request["files"] = {name: _base64(one) for name, one in request["files"].items()}
    expect = {key: _base64(one) if key in _EXPECTED else one for key, one in line["expect"].items()}
    about = tuple(line["about"]) if "about" in line else None
    return Case(group, line["name"], tuple(line["tests"]), about, request, expect)


def _base64(held: dict[str, Any]) -> str:
    if "base64" in held:
        return str(held["base64"])
    pieces = held.get("pieces", [[held.get("text"), 1]])
    return base64.b64encode("".join(text * times for text, times in pieces).encode()).decode()


class _NoAnswerError(Exception):
    """The command gave no answer that can be judged."""


class _HungError(_NoAnswerError):
    """The command gave no answer in time."""


class _Peer:
    """A running command; one that dies or hangs is started again for the next case."""

    def __init__(self, command: str) -> None:
        # Windows takes a command apart by itself, and in its own way.
        self._command = command if os.name == "nt" else shlex.split(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a request.

        Raises:
            _NoAnswerError: there is none, or it is no answer.
        """
        process = self._process or self._start()
        # Who does not read must not hold us up either.
        written = json.dumps(request).encode() + b"\n"
        threading.Thread(target=_write, args=(process, written), daemon=True).start()
        try:
            line = self._lines.get(timeout=_PATIENCE)
        except queue.Empty:
            self._stop(hung=True)
            raise _HungError(f"no answer within {_PATIENCE:.0f} seconds") from None
        if not line:
            code = self._stop()
            raise _NoAnswerError(f"the command ended without an answer (exit code {code})")
        try:
            answer = json.loads(line)
        except ValueError:
            raise _NoAnswerError(f"the answer is no JSON: {line[:200]!r}") from None
        if not isinstance(answer, dict) or answer.get("id") != request["id"]:
            self._stop()
            raise _NoAnswerError(f"the answer is to another request: {line[:200]!r}")
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            process = subprocess.Popen(  # noqa: S603 - it is what the user asks for
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        except OSError as error:
            raise _NoAnswerError(f"the command cannot be started: {error}") from None
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

        def read() -> None:
            assert process.stdout is not None
            with process.stdout as output:
                for line in output:
                    lines.put(line)
            lines.put(b"")

        self._reader = threading.Thread(target=read, daemon=True)
        self._reader.start()
        self._process, self._lines = process, lines
        return process

    def _stop(self, *, hung: bool = False) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        if not hung and process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        try:
            code = process.wait(timeout=0 if hung else _FAREWELL)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        if hung and process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        if self._reader is not None:
            self._reader.join(timeout=_FAREWELL)
        return code


def _write(process: subprocess.Popen[bytes], content: bytes) -> None:
    assert process.stdin is not None
    # A pipe that breaks or was closed is noticed by whoever waits for the answer.
    with suppress(OSError, ValueError):
        process.stdin.write(content)
        process.stdin.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line, and return its exit code.

    Args:
        arguments: what was typed; `sys.argv` if not given.
    """
    parser = argparse.ArgumentParser(
        prog="python -m ecdkit.testing.conformance",
        description="Give the conformance cases of the specification to a command.",
    )
    parser.add_argument("--command", required=True, help="the command that answers requests")
    parser.add_argument("--group", action="append", default=[], help="only this; may be repeated")
    parser.add_argument("--cases", type=Path, help="the folder of cases, if not that of a checkout")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    parser.add_argument("--failures", type=int, default=_FEW, help="how many failures are shown")
    parser.add_argument("--only", help="only cases with this in their names")
    parser.add_argument("--json", action="store_true", help="print the outcomes as JSON lines")
    typed = parser.parse_args(arguments)
    where = typed.cases or folder()
    known = [path.stem for path in sorted(where.glob("*.jsonl"))]
    if not known:
        sys.stderr.write(
            f"there are no cases in {where}; they are not installed with ecdkit: name the folder "
            "spec/conformance/cases of a checkout with --cases\n"
        )
        return 2
    strange = [name for name in typed.group if name not in known]
    found = [case for case in cases(where, typed.group) if (typed.only or "") in case.name]
    if strange or not found:
        what = f"there is no group {strange[0]!r}" if strange else "there are no such cases"
        sys.stderr.write(f"{what} in {where}; its groups: {', '.join(known)}\n")
        return 2
    start = time.monotonic()
    outcomes = run(found, typed.command, max(typed.jobs, 1))
    spent = time.monotonic() - start
    if typed.json:
        sys.stdout.writelines(_json(one) for one in outcomes)
    else:
        sys.stdout.writelines(_report(outcomes, typed.failures, spent))
    return 1 if any(one.status == "failed" for one in outcomes) else 0


def _json(one: Outcome) -> str:
    told = {"group": one.case.group, "name": one.case.name, "status": one.status, "why": one.why}
    return json.dumps(told) + "\n"


def _report(outcomes: Sequence[Outcome], few: int, spent: float) -> Iterator[str]:
    failed = [one for one in outcomes if one.status == "failed"]
    for one in failed[:few]:
        yield f"FAILED {one.case.group}: {one.case.name}\n"
        yield f"  {', '.join(one.case.tests)}\n  {one.why}\n"
    if len(failed) > few:
        yield f"... and {len(failed) - few} more; --failures N shows more\n"
    groups: dict[str, Counter[str]] = {}
    for one in outcomes:
        groups.setdefault(one.case.group, Counter())[one.status] += 1
    width = max(map(len, groups))
    for group, counts in groups.items():
        told = [
            f"{counts[what]} {what}" for what in ("passed", "failed", "unsupported") if counts[what]
        ]
        yield f"{group:<{width}}  {', '.join(told)}\n"
    yield f"{len(outcomes)} cases in {spent:.1f} s\n"
