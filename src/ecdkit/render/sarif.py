"""Problems in SARIF 2.1.0, the format in which analysis tools tell their results to others.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ecdkit.errors import advice
from ecdkit.validation.catalogue import rule
from ecdkit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecdkit.problems import Problem, Rule
    from ecdkit.validation.report import Failure, Report

__all__ = ["reports_sarif"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# Where relative names of files begin; who reads the log knows where that is.
_BASE = "SRCROOT"
# Messages may hold links, as in [text](target).
_LINK = re.compile(r"\[(?=[^\]]*\]\()")


def reports_sarif(reports: Sequence[Report], failures: Sequence[Failure] = ()) -> str:
    """Return a log of one run.

    Names of files below the current folder are relative to it, so that logs of two machines are the
    same.

    Args:
        reports: what was found.
        failures: what could not be read.
    """
    codes = sorted({one.code for report in reports for one in report.problems})
    # Each location once, whatever it was called.
    files = [
        file
        for report in reports
        for file in (report.path, *(report.file_of(one) for one in report.problems))
    ]
    places = {one["uri"]: one for one in map(_artifact, dict.fromkeys(files))}
    order = {uri: at for at, uri in enumerate(places)}
    run = {
        "tool": {
            "driver": {
                "name": "ecdkit",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule(code)) for code in codes],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not failures,
                "toolExecutionNotifications": [_notification(one) for one in failures],
            }
        ],
        "originalUriBaseIds": {
            _BASE: {"description": {"text": "The folder in which the files were validated."}}
        },
        "artifacts": [{"location": place} for place in places.values()],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(one, codes.index(one.code), place, order[place["uri"]])
            for report in reports
            for one in report.problems
            for place in (_artifact(report.file_of(one)),)
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    # ASCII, so that no console can fail on a class name.
    return json.dumps(log, indent=2) + "\n"


def _rule(one: Rule) -> dict[str, Any]:
    known = f"Known: {one.grade}; {one.source}."
    about: dict[str, Any] = {
        "id": one.code,
        "shortDescription": {"text": f"{one.title}."},
        "fullDescription": {"text": one.explanation},
        "help": {
            "text": f"{one.explanation}\n\n{known}",
            "markdown": f"{one.explanation}\n\n*{known}*",
        },
        "defaultConfiguration": {"level": one.severity},
        "properties": {"grade": one.grade, "source": one.source},
    }
    if one.requirement is not None:
        about["properties"]["requirement"] = one.requirement
    return about


def _result(problem: Problem, rule_at: int, place: dict[str, Any], place_at: int) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": problem.line, "startColumn": problem.column}
    if problem.excerpt is not None:
        region["snippet"] = {"text": problem.excerpt.splitlines()[0]}
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {**place, "index": place_at},
            "region": region,
        }
    }
    if problem.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.pointer}]
    return {
        "ruleId": problem.code,
        "ruleIndex": rule_at,
        "level": problem.severity,
        "message": {"text": _unlinked(f"{problem.message}{advice(problem.hint)}.")},
        "locations": [location],
    }


def _unlinked(text: str) -> str:
    """Return a message in which nothing that is quoted is taken for a link."""
    return _LINK.sub(r"\\[", text)


def _notification(failure: Failure) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": _unlinked(f"{failure.message}.")},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(failure.path)}}],
    }


def _artifact(path: str | None) -> dict[str, Any]:
    """Where a file is: below the base where it can be told so, else by a whole URI."""
    if path is None or path == "-":
        return {"uri": "-", "uriBaseId": _BASE, "description": {"text": "standard input"}}
    try:
        below = os.path.relpath(path)
    except ValueError:
        # Another drive.
        below = os.pardir
    if Path(below).parts[:1] == (os.pardir,):
        return {"uri": Path(path).absolute().as_uri()}
    return {"uri": quote(os.fsencode(below.replace(os.sep, "/"))), "uriBaseId": _BASE}
