"""Operations of RFC 6902 that move and copy, held against the library of that name."""

from __future__ import annotations

import itertools
import json

import jsonpatch
import pytest

import ecdkit

DOCUMENT = {
    "ImportDeepLearningModelToEsriExtraInfo": 0,
    "Version": 1,
    "a": {"b": {"b": 1, "c": 2}, "l": [1, {"x": 1}, [2, 3]]},
    "l": [{"a": 1}, {"a": 2}, [1, 2], "s"],
    "b": {"b": 5},
}
POINTERS = (
    "/a", "/a/b", "/a/b/b", "/a/b/c", "/a/l", "/a/l/0", "/a/l/1", "/a/l/2", "/a/l/1/x", "/a/l/2/0",
    "/a/l/-", "/l", "/l/0", "/l/1", "/l/2", "/l/3", "/l/4", "/l/0/a", "/l/0/b", "/l/2/0", "/l/2/-", "/l/2/2",
    "/l/-", "/b", "/b/b", "/b/n", "/n",
)  # fmt: skip


def applied(operation):
    """The document with the operation applied by that library; None where it does not fit."""
    source, path = operation["from"], operation["path"]
    if operation["op"] == "move" and path.startswith(f"{source}/"):
        # RFC 6902, section 4.4, which the library does not hold everywhere.
        return None
    try:
        return jsonpatch.apply_patch(DOCUMENT, [operation])
    except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException):
        return None


@pytest.mark.parametrize("name", ["move", "copy"])
def test_what_is_moved_or_copied_goes_where_the_standard_says(name):
    fitted = 0
    for source, path in itertools.product(POINTERS, POINTERS):
        operation = {"op": name, "from": source, "path": path}
        wanted = applied(operation)
        doc = ecdkit.parse(json.dumps(DOCUMENT))
        if wanted is None:
            with pytest.raises(ecdkit.EcdError):
                ecdkit.patch(doc, [operation])
        else:
            assert json.loads(ecdkit.patch(doc, [operation]).to_bytes()) == wanted, operation
            fitted += 1
    assert fitted > 100
