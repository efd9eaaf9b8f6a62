"""The works that are measured: ours, and those of others beside them.

Each takes the file of a document, does its work, and returns nothing. `PREPARE` of a work makes
what is not to be measured.
"""

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["WORKS"]


def json_loads(path: Path) -> None:
    """The baseline of reading."""
    json.loads(path.read_bytes())


def find_strings(path: Path) -> None:
    """The floor of whatever tells numbers from the rest: read, is it ASCII, where are quotes."""
    data = path.read_bytes()
    data.isascii()
    at = -1
    while (at := data.find(b'"', at + 1)) >= 0:
        pass


def msgspec_raw(path: Path) -> None:
    """The floor of whatever checks a text and keeps nothing of it."""
    import msgspec

    msgspec.json.decode(path.read_bytes(), type=msgspec.Raw)


def simdjson_and_cholesky(path: Path) -> None:
    """The floor of whatever looks at every number, and at every matrix as one."""
    import numpy as np
    import simdjson
    from threadpoolctl import threadpool_limits

    document: Any = simdjson.Parser().parse(path.read_bytes())
    with threadpool_limits(1, "blas"):
        for one in document["Definitions"][0]["Classes"]:
            rows = one["Covariances"]
            matrix = np.frombuffer(rows.as_buffer(of_type="d"))
            np.linalg.cholesky(matrix.reshape(len(rows), -1))


def dumps_and_parse(model: Any) -> None:
    """The floor of printing what is read back."""
    import simdjson

    for one in model.definitions[0].classes:
        simdjson.Parser().parse(_dumped(one.covariances))


def _dumped(values: Any) -> bytes:
    import orjson

    return orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY)


def copy_with_fsync(path: Path) -> None:
    """The baseline of writing."""
    with path.open("rb") as source, path.with_suffix(".copy").open("wb") as target:
        while chunk := source.read(1 << 22):
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())


def jsonschema_validate(path: Path) -> None:
    """What people do today to validate."""
    import jsonschema

    from ecdkit.validation.schemas import schema

    validator = jsonschema.Draft202012Validator(schema("classifier-definition-1"))
    list(validator.iter_errors(json.loads(path.read_bytes())))


def base64_both_ways(path: Path) -> None:
    """The baseline of embedding and extracting: encode, write, read, decode, write."""
    encoded = path.with_suffix(".b64")
    encoded.write_bytes(base64.b64encode(path.read_bytes()))
    path.with_suffix(".copy").write_bytes(base64.b64decode(encoded.read_bytes()))


def orjson_dumps(model: Any) -> None:
    """The baseline of printing a fresh model: the same values."""
    import orjson

    classes = [
        {
            "ClassValue": one.class_value,
            "ClassName": one.class_name,
            "Red": one.red,
            "Green": one.green,
            "Blue": one.blue,
            "Count": one.count,
            "Means": one.means,
            "Covariances": one.covariances,
        }
        for one in model.definitions[0].classes
    ]
    orjson.dumps({"Definitions": [{"Classes": classes}]}, option=orjson.OPT_SERIALIZE_NUMPY)


def read_model(path: Path) -> None:
    """Read with the model, numbers unparsed."""
    import ecdkit

    _ = ecdkit.read(path).model


def read_arrays(path: Path) -> None:
    """Read with every numeric leaf as an array."""
    import ecdkit

    model: Any = ecdkit.read(path).model
    kept = [(one.means, one.covariances) for one in model.definitions[0].classes]
    assert kept


def show(path: Path) -> None:
    """Read and say what it is."""
    import ecdkit
    from ecdkit.render.terminal import Paint
    from ecdkit.render.text import summary_text

    summary_text(ecdkit.summarize(ecdkit.read(path)), Paint())


def full_check(path: Path) -> None:
    """Check every token, and look for names that stand twice."""
    import ecdkit
    from ecdkit.text.lexical import duplicate_names

    assert not list(duplicate_names(ecdkit.read(path, check="full").text))


def validate(path: Path) -> None:
    """Structure, schema, spelling and rules."""
    import ecdkit

    ecdkit.validate(ecdkit.read(path))


def rename(path: Path) -> None:
    """Rename one class and write atomically."""
    import ecdkit

    doc = ecdkit.rename_class(ecdkit.read(path), 5, "Lake")
    doc.write(path.with_suffix(".out"), overwrite=True)


def canonical(path: Path) -> None:
    """Give a document canonical white space."""
    import ecdkit

    ecdkit.read(path).formatted()


def print_fresh(model: Any) -> None:
    """Print a model that no text stands behind."""
    import ecdkit

    ecdkit.new(model).to_bytes()


def embed_and_extract(path: Path) -> None:
    """Join a model and an extra info, and take them apart."""
    import ecdkit

    target = path.with_suffix(".ecd")
    info = path.with_name("extra-info.json")
    ecdkit.deep_learning_model_to_ecd(path, info, target, overwrite=True)
    ecdkit.extract(target, path.parent / "extracted", overwrite=True)


def fresh_model(path: Path) -> Any:
    """Return a model whose arrays come from no text."""
    import numpy as np

    import ecdkit

    model: Any = ecdkit.read(path).model
    definition = model.definitions[0]
    classes = tuple(
        one.evolve(means=np.array(one.means), covariances=np.array(one.covariances))
        for one in definition.classes
    )
    return model.evolve(definitions=(definition.evolve(classes=classes),))


def same(path: Path) -> Path:
    """Prepare nothing."""
    return path


# What is done, and what is prepared for it.
WORKS: dict[str, tuple[Callable[[Any], None], Callable[[Path], Any]]] = {
    work.__name__: (work, same)
    for work in (
        json_loads,
        find_strings,
        msgspec_raw,
        simdjson_and_cholesky,
        copy_with_fsync,
        jsonschema_validate,
        base64_both_ways,
        read_model,
        read_arrays,
        show,
        full_check,
        validate,
        rename,
        canonical,
        embed_and_extract,
    )
} | {work.__name__: (work, fresh_model) for work in (orjson_dumps, dumps_and_parse, print_fresh)}
