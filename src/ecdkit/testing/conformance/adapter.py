"""ecdkit as the conformance protocol sees it: a command that answers cases, by public names only.

`python -m ecdkit.testing.conformance.adapter` reads a request from each line of standard input and
writes an answer on a line of standard output; `spec/conformance/README.md` tells both.
"""

from __future__ import annotations

import base64
import io
import json
import math
import runpy
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import ecdkit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["answer", "main"]

# By its name a package is told even where it is no archive.
_NAMES = {"validate-package": "model.dlpk", "validate-template": "template.rft.xml"}
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
    told: dict[str, Any] = {"kind": doc.format.name, "version": None}
    if doc.version is not None:
        told["version"] = str(doc.version)
    if doc.format.name == "endmember-definition" and isinstance(doc.version, str):
        told |= {"version": doc.version[:-1], "spelling": doc.version[-1]}
    if doc.format.name == "model-definition":
        kind = doc.format.model_for(doc.text.root, doc.version)
        training = issubclass(kind, ecdkit.TrainingDataDefinition)
        told["describes"] = "training data" if training else "model"
    return told


def _validate(request: Mapping[str, Any]) -> dict[str, Any]:
    return _told(_report(request))


def _told(report: ecdkit.Report) -> dict[str, Any]:
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
    name = _NAMES.get(request["do"], "document.ecd")
    if "files" not in request and request["do"] == "validate":
        try:
            return ecdkit.validate(_document(request))
        except ecdkit.EcdError:
            # A report of a file also tells why it cannot be read.
            pass
    with tempfile.TemporaryDirectory() as folder:
        _files_in(folder, request)
        path = Path(folder, name)
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


def _plain(doc: ecdkit.Document) -> Any:
    """Return a value tagged, its objects without an order."""

    def unordered(tagged: dict[str, Any]) -> dict[str, Any]:
        if "object" in tagged:
            return {"object": {name: unordered(one) for name, one in tagged["object"]}}
        if "array" in tagged:
            return {"array": [unordered(one) for one in tagged["array"]]}
        return tagged

    return unordered(_tagged(doc.text.root.value()))


def _equal(request: Mapping[str, Any]) -> dict[str, Any]:
    before, after = _document(request, "before"), _document(request, "after")
    try:
        found = ecdkit.diff(before, after)
    except ecdkit.DuplicateKeyError:
        # No diff is made of names that stand twice, but of two values one is still the other.
        return {"equal": _plain(before) == _plain(after)}
    told = {change.kind for change in found.changes}
    return {"equal": not told, "same": told <= {"respelled"}}


def _edited(doc: ecdkit.Document, edits: Iterable[Mapping[str, Any]]) -> ecdkit.Document:
    for one in edits:
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
    return doc


def _place_of(json_text: str) -> Any:
    """Return the place of a value in a text of its own, so that its spelling is kept."""
    return ecdkit.parse(f'{{"EsriClassifierDefinitionFile":{json_text}}}').text.root.nth(0)


def _written(doc: ecdkit.Document) -> dict[str, Any]:
    return {"content": base64.b64encode(doc.to_bytes()).decode()}


def _run(*words: str) -> bytes:
    """Return what the command `ecd` prints, run in this process as `python -m ecdkit`.

    Raises:
        ecdkit.UsageError: it says that it cannot do its work.
    """
    raw, told = io.BytesIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["ecd", *words]),
        redirect_stdout(io.TextIOWrapper(raw, "utf-8", write_through=True)),
        redirect_stderr(told),
    ):
        try:
            runpy.run_module("ecdkit", run_name="__main__")
        except SystemExit as end:
            if end.code not in (0, 1):
                raise ecdkit.UsageError(told.getvalue()) from None
        return raw.getvalue()


def _with_file(request: Mapping[str, Any], *words: str) -> Any:
    """Return what the command prints of a document, where `FILE` stands for its file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document.ecd")
        path.write_bytes(_content(request))
        return json.loads(_run(*(str(path) if word == "FILE" else word for word in words)))


def _diff(request: Mapping[str, Any]) -> dict[str, Any]:
    how = {key: request[key] for key in ("rtol", "atol") if key in request}
    before, after = _document(request, "before"), _document(request, "after")
    found = ecdkit.diff(before, after, ignore=request.get("ignored", ()), **how)
    return {"diff": json.loads(found.to_json())}


def _transfer(request: Mapping[str, Any]) -> dict[str, Any]:
    before = _document(request, "before")
    return _written(ecdkit.patch(before, ecdkit.diff(before, _document(request, "after"))))


def _merge(request: Mapping[str, Any]) -> dict[str, Any]:
    merged = ecdkit.merge(*(_document(request, side) for side in ("base", "ours", "theirs")))
    report = json.loads(merged.to_json())
    if merged.conflicts:
        return {"report": report, "marked": base64.b64encode(merged.marked()).decode()}
    return {"report": report, **_written(merged.document)}


def _migrate(request: Mapping[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path, out, ledger = (Path(folder, name) for name in ("in.ecd", "out.ecd", "ledger.json"))
        path.write_bytes(_content(request))
        words = ["migrate", str(path), "--to", request["to"], "-o", str(out)]
        for name, value in request.get("with", {}).items():
            words += ["--with", f"{name}={value}"]
        words += ["--on-loss", "warn"] if request.get("lossy") else []
        words += ["--allow", "inferred"] if request.get("inferred") else []
        _run(*words, "--report", str(ledger))
        told = {"ledger": json.loads(ledger.read_bytes())}
        return {**told, "content": base64.b64encode(out.read_bytes()).decode()}


def _join(request: Mapping[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        return {"content": base64.b64encode(_joined(request, folder).read_bytes()).decode()}


def _joined(request: Mapping[str, Any], folder: str) -> Path:
    model, info, out = (Path(folder, name) for name in ("trained.model", "info.json", "a.ecd"))
    model.write_bytes(_content(request, "model"))
    info.write_bytes(_content(request, "info"))
    reference = bool(request.get("reference"))
    ecdkit.deep_learning_model_to_ecd(model, info, out, by_reference=reference)
    return out


def _join_and_extract(request: Mapping[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = _joined(request, folder)
        doc = ecdkit.read(path)
        _edited(doc, request.get("edits", ())).write(path, overwrite=True)
        parts = ecdkit.extract(path, Path(folder, "out"))
        raw = [base64.b64encode(Path(part).read_bytes()).decode() for part in parts]
        return dict(zip(("model", "info"), raw, strict=True))


def _files_in(folder: str, request: Mapping[str, Any]) -> None:
    for name, content in request.get("files", {}).items():
        path = Path(folder, *name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))


def _unpack(request: Mapping[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        ecdkit.unpack(_content(request), out)
        files = [path for path in out.rglob("*") if path.is_file()]
        return {
            "files": {path.relative_to(out).as_posix(): path.read_bytes().hex() for path in files}
        }


def _pack(request: Mapping[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        _files_in(folder, request)
        out = Path(other, "out.dlpk")
        more = [path for path in Path(folder).rglob("*") if path.is_file()]
        ecdkit.package(Path(folder, request["definition"]), out, add=more)
        return {"content": base64.b64encode(out.read_bytes()).decode()}


def _definitions(request: Mapping[str, Any]) -> dict[str, Any]:
    found = _with_file(request, "template", "list", "FILE", "--format", "json")
    listed = [
        {
            "how": one["how"],
            "target": one["target"],
            "kind": one["definition"]["format"] if one["definition"] else None,
        }
        for one in found["held"]
    ]
    return {"definitions": listed}


def _embed(request: Mapping[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path, definition, out = (Path(folder, name) for name in ("a.rft.xml", "a.ecd", "out"))
        path.write_bytes(_content(request))
        definition.write_bytes(_content(request, "definition"))
        _run("template", "embed", str(path), str(definition), "-o", str(out))
        held = _run("template", "extract", str(out))
        raw = base64.b64encode(out.read_bytes()).decode()
        return {"content": raw, "held": base64.b64encode(held).decode()}


def _template_diff(request: Mapping[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{side}.rft.xml") for side in ("before", "after")]
        for path in paths:
            path.write_bytes(_content(request, path.name.partition(".")[0]))
        return {"diff": json.loads(_run("diff", *map(str, paths), "--format", "json"))}


def _check(request: Mapping[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for at, raster in enumerate(request["rasters"]):
            paths.append(Path(folder, f"{at}.tif"))
            paths[-1].write_bytes(base64.b64decode(raster))
        return _told(ecdkit.check_raster(_document(request), *paths))


_WORKS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "detect": _detect,
    "validate": _validate,
    "validate-package": _validate,
    "validate-template": _validate,
    "read": _read,
    "equal": _equal,
    "edit": lambda request: _written(_edited(_document(request), request["edits"])),
    "diff": _diff,
    "patch": lambda request: _written(ecdkit.patch(_document(request), request["patch"])),
    "transfer": _transfer,
    "merge": _merge,
    "migrate": _migrate,
    "unpack": _unpack,
    "pack": _pack,
    "definitions": _definitions,
    "embed": _embed,
    "template-diff": _template_diff,
    "check": _check,
    "join": _join,
    "join-and-extract": _join_and_extract,
    "report": lambda one: {"report": _with_file(one, "validate", "FILE", "--format", "json")},
    "skeleton": lambda one: {"skeleton": _with_file(one, "skeleton", "FILE")},
    "format": lambda request: _written(_document(request).formatted()),
}

if __name__ == "__main__":
    raise SystemExit(main())
