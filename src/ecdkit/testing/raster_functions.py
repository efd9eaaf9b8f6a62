"""Hypothesis strategies for raster functions in JSON: both forms, nested, in every layout."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ecdkit.testing.templates import DrawnTemplate, definitions

if TYPE_CHECKING:
    from typing import TypeAlias

    # Of what is written out, whether as an object or as a string.
    _Held: TypeAlias = tuple[bytes | str | None, bool]

__all__ = ["raster_functions"]

_LAYOUTS: tuple[dict[str, Any], ...] = (
    {},
    {"indent": 2},
    {"indent": "\t"},
    {"separators": (",", ":")},
    {"separators": (" , ", " : ")},
)
_ENCODINGS = (
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
)
_PATHS = ("C:\\Users\\me\\forest.ecd", "..\\forest.ecd", "models/tree.emd")


def raster_functions() -> st.SearchStrategy[DrawnTemplate]:
    """Return raster functions in JSON, each with what its arguments hold.

    Definitions stand there without the white space around them.
    """
    one = st.one_of(definitions().map(bytes.strip), st.sampled_from(_PATHS), st.none())
    return st.builds(
        _drawn,
        st.lists(st.tuples(one, st.booleans()), max_size=3),
        st.booleans(),
        st.sampled_from(_LAYOUTS),
        st.sampled_from(["\n", "\r\n"]),
        st.sampled_from(_ENCODINGS),
    )


def _drawn(
    contents: list[_Held],
    variables: bool,
    layout: dict[str, Any],
    newline: str,
    encoding: tuple[str, bytes],
) -> DrawnTemplate:
    root: Any = "$$"
    for number, _ in enumerate(contents):
        root = _function(root, f"@{number}@", variables=variables)
    if not contents:
        root = _function(root, None, variables=variables)
    text = json.dumps(root, **layout).replace("\n", newline)
    for number, (content, plain) in enumerate(contents):
        text = text.replace(json.dumps(f"@{number}@"), _spelled(content, plain=plain))
    codec, mark = encoding
    held = tuple(content for content, _ in contents)
    return DrawnTemplate(mark + text.encode(codec), held)


def _spelled(content: bytes | str | None, *, plain: bool) -> str:
    if content is None:
        return "null" if plain else '""'
    if isinstance(content, str):
        return json.dumps(content)
    return content.decode() if plain else json.dumps(content.decode(), ensure_ascii=False)


def _function(raster: Any, definition: str | None, *, variables: bool) -> dict[str, Any]:
    """Return a function whose raster is made by another one, in one of the two forms."""
    held = {} if definition is None else {"ClassifierDefinition": definition}
    arguments = {"Raster": raster, **held}
    if not variables:
        return {"rasterFunction": "Classify", "rasterFunctionArguments": arguments}
    return {
        "name": "Forest",
        "function": {"type": "ClassifyFunction", "pixelType": "U8"},
        "arguments": {
            name: {"name": name, "value": value, "type": "RasterFunctionVariable"}
            for name, value in arguments.items()
        },
        "functionType": 0,
    }
