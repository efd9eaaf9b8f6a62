"""ecdkit as the conformance protocol sees it: a command that answers cases, by public names only.

`python -m ecdkit.testing.conformance_adapter` reads a request from each line of standard input and
writes an answer on a line of standard output; `spec/conformance/README.md` tells both.
"""

from __future__ import annotations

import base64
import json
import math
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ecdkit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["answer", "main"]

_CODES: tuple[tuple[type[ecdkit.EcdError], str], ...] = (
    (ecdkit.EncodingError, "encoding"),
    (ecdkit.JsonSyntaxError, "syntax"),
    (ecdkit.LimitError, "limit"),
    (ecdkit.FormatError, "format"),
    (ecdkit.PointerError, "pointer"),
)


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer to a request.

    Args:
        request: what a case asks for.
    """
    work = _WORKS.get(request["do"])
    if work is None:
        return {"unsupported": True}
    try:
        return work(request)
    except ecdkit.EcdError as error:
        return {"refused": _refusal(error)}


def main() -> int:
    """Answer the requests on standard input until it ends."""
    for line in sys.stdin.buffer:
        request = json.loads(line)
        told = {"id": request["id"], **answer(request)}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
    return 0


def _refusal(error: ecdkit.EcdError) -> dict[str, Any]:
    code = next((code for kind, code in _CODES if isinstance(error, kind)), "other")
    told: dict[str, Any] = {"code": code, "pointer": error.pointer or ""}
    if error.line is not None:
        told |= {"line": error.line, "column": error.column}
    return told


def _content(request: Mapping[str, Any], key: str = "content") -> bytes:
    return base64.b64decode(request[key])


def _document(request: Mapping[str, Any], key: str = "content") -> ecdkit.Document:
    return ecdkit.parse(_content(request, key), encoding=request.get("encoding"))


def _detect(request: Mapping[str, Any]) -> dict[str, Any]:
    doc = _document(request)
    told: dict[str, Any] = {"kind": doc.format.name, "version": doc.version}
    if doc.format.name == "endmember-definition" and isinstance(doc.version, str):
        told |= {"version": int(doc.version[:-1]), "spelling": doc.version[-1]}
    if doc.format.name == "model-definition":
        kind = doc.format.model_for(doc.text.root, doc.version)
        training = issubclass(kind, ecdkit.TrainingDataDefinition)
        told["describes"] = "training data" if training else "model"
    return told


def _validate(request: Mapping[str, Any]) -> dict[str, Any]:
    report = _report(request)
    problems = [
        {
            "code": one.code,
            "severity": one.severity,
            "pointer": one.pointer,
            "line": one.line,
            "column": one.column,
            "requirement": one.requirement,
        }
        for one in report.problems
    ]
    return {"ok": report.ok, "truncated": report.truncated, "problems": problems}


def _report(request: Mapping[str, Any]) -> ecdkit.Report:
    encoding = request.get("encoding")
    if "files" not in request:
        try:
            return ecdkit.validate(_document(request))
        except ecdkit.EcdError:
            # A report of a file also tells why it cannot be read.
            pass
    with tempfile.TemporaryDirectory() as folder:
        for name, content in request.get("files", {}).items():
            path = Path(folder, *name.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(content))
        path = Path(folder, "document.ecd")
        path.write_bytes(_content(request))
        return ecdkit.validate_file(path, encoding=encoding)


def _read(request: Mapping[str, Any]) -> dict[str, Any]:
    text = _document(request).text
    place = text.at(request.get("at", ""))
    line, column = place.place
    return {"value": _tagged(place.value()), "line": line, "column": column}


def _tagged(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {"object": [[name, _tagged(one)] for name, one in value.items()]}
    if isinstance(value, list):
        return {"array": [_tagged(one) for one in value]}
    if value is None:
        return {"null": True}
    if isinstance(value, bool):
        return {"boolean": value}
    if isinstance(value, int):
        return {"integer": str(value)}
    if isinstance(value, float):
        return {"double": repr(value)} if math.isfinite(value) else {"nonfinite": repr(value)}
    return {"string": value} if isinstance(value, str) else {"wide": value.token}


def _equal(request: Mapping[str, Any]) -> dict[str, Any]:
    found = ecdkit.diff(_document(request, "before"), _document(request, "after"))
    told = {change.kind for change in found.changes}
    return {"equal": not told, "same": told <= {"respelled"}}


def _edit(request: Mapping[str, Any]) -> dict[str, Any]:
    doc = _document(request)
    for one in request["edits"]:
        if "set" in one:
            doc = doc.set(one["set"], _place_of(one["json"]))
        elif "remove" in one:
            doc = doc.remove(one["remove"])
        elif "rename-class" in one:
            definition = one.get("definition")
            doc = ecdkit.rename_class(doc, one["rename-class"], one["name"], definition=definition)
        else:
            red, green, blue = one["color"]
            color = (red, green, blue)
            doc = ecdkit.recolor_class(doc, one["recolor-class"], color)
    return _written(doc)


def _place_of(json_text: str) -> Any:
    """Return the place of a value in a text of its own, so that its spelling is kept."""
    return ecdkit.parse(f'{{"EsriClassifierDefinitionFile":{json_text}}}').text.root.nth(0)


def _written(doc: ecdkit.Document) -> dict[str, Any]:
    return {"content": base64.b64encode(doc.to_bytes()).decode()}


_WORKS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "detect": _detect,
    "validate": _validate,
    "read": _read,
    "equal": _equal,
    "edit": _edit,
    "format": lambda request: _written(_document(request).formatted()),
}

if __name__ == "__main__":
    raise SystemExit(main())
