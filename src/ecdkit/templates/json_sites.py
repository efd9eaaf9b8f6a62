"""Where a raster function in JSON has values that may be definitions, and whose arguments they are.

Objects may have a number, `_object_id`, and stand elsewhere as `{"_object_ref_id": number}`: so the
ArcGIS API for Python reads them (observed).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ecdkit.markup.references import Run, Spelled
from ecdkit.templates.names import is_definition_argument
from ecdkit.text.kinds import ARRAY, OBJECT, STRINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecdkit.text.view import View

__all__ = [
    "Site",
    "arguments_of",
    "function_of",
    "is_raster_function",
    "sites",
    "string_at",
    "text_of",
]

_ESCAPE = re.compile(rb"(?:\\u[0-9a-fA-F]{4})+|\\.")
_SHORT = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}


class Site(NamedTuple):
    """A value that may be a definition, and the argument that it belongs to.

    Attributes:
        view: the value.
        function: the raster function.
        argument: the name of its argument.
        named: the value that has this name: itself, or the variable around it.
        refers: the number of the object that stands here by reference, as it is spelled.
        numbers: the numbers of the objects that this value is, or is the value of.
        is_unset: whether the view is a variable that has no value yet.
    """

    view: View
    function: str | None
    argument: str | None
    named: View
    refers: bytes | None = None
    numbers: tuple[bytes, ...] = ()
    is_unset: bool = False


def is_raster_function(root: View) -> bool:
    """Whether an object is a raster function.

    Args:
        root: the root of a JSON text.
    """
    return root.kind == OBJECT and arguments_of(root) is not None


def sites(root: View) -> Iterator[Site]:
    """The values of a raster function and the references in it, in the order of places.

    Args:
        root: the root of its text.
    """
    return _walk(Site(root, None, None, root))


def _walk(site: Site) -> Iterator[Site]:
    view = site.view
    arguments = arguments_of(view)
    if arguments is not None:
        own = function_of(view)
        for name, member in arguments.members():
            if name != "type":
                yield from _walk(Site(member, own, name, member))
    elif view.kind == ARRAY and not view.is_leaf:
        for element in view.elements():
            yield from _walk(site._replace(view=element))
    elif view.kind == OBJECT:
        yield from _in_object(site)
    else:
        yield site


def _in_object(site: Site) -> Iterator[Site]:
    view = site.view
    refers, number = view.get("_object_ref_id"), view.get("_object_id")
    if refers is not None:
        yield site._replace(refers=refers.token)
        return
    if number is not None:
        site = site._replace(numbers=(*site.numbers, number.token))
    kind = string_at(view.get("type"))
    if kind == "RasterFunctionVariable":
        value = view.get("value")
        site = site._replace(argument=site.argument or string_at(view.get("name")))
        if value is None:
            yield site._replace(is_unset=True)
        else:
            yield from _walk(site._replace(view=value))
        return
    yield site
    if is_definition_argument(site.argument):
        # A definition has no raster function in it, other values may.
        return
    for name, member in view.members():
        if kind == "ArgumentArray" and name == "elements":
            yield from _walk(site._replace(view=member))
        elif member.kind in (OBJECT, ARRAY):
            yield from _walk(Site(member, site.function, name, member))


def arguments_of(view: View) -> View | None:
    """Return the arguments of a raster function in either form, None where it is none.

    Args:
        view: any value.
    """
    if view.kind != OBJECT:
        return None
    if string_at(view.get("rasterFunction")) is not None:
        arguments = view.get("rasterFunctionArguments")
        return arguments if arguments is not None and arguments.kind == OBJECT else None
    arguments = view.get("arguments")
    if function_of(view) is None or arguments is None or arguments.kind != OBJECT:
        return None
    return arguments


def function_of(view: View) -> str | None:
    """Return what REST calls the function of an object, None where it names none.

    Args:
        view: an object.
    """
    name = string_at(view.get("rasterFunction"))
    if name is not None:
        return name
    function = view.get("function")
    kind = string_at(function.get("type")) if function is not None else None
    return kind.removesuffix("Function") if kind else None


def string_at(view: View | None) -> str | None:
    """Return the characters of a string, None of anything else."""
    return str(view.value()) if view is not None and view.kind == STRINGS else None


def text_of(view: View) -> Spelled | None:
    """Return the text of a string; None where it is no text, for want of half a character.

    Args:
        view: a string.
    """
    data = view.text.data
    start, end = view.span[0] + 1, view.span[1] - 1
    pieces: list[bytes] = []
    runs: list[Run] = []
    length, done = 0, start
    for found in _ESCAPE.finditer(data, start, end):
        if found.start() > done:
            runs.append(Run(length, done, found.start() - done, literal=True))
            pieces.append(data[done : found.start()])
            length += found.start() - done
        piece = _unescaped(found[0])
        if piece is None:
            return None
        runs.append(Run(length, found.start(), len(found[0]), literal=False))
        pieces.append(piece)
        length += len(piece)
        done = found.end()
    if end > done:
        runs.append(Run(length, done, end - done, literal=True))
        pieces.append(data[done:end])
    return Spelled(b"".join(pieces), runs, start)


def _unescaped(escape: bytes) -> bytes | None:
    if escape[1:2] != b"u":
        return _SHORT.get(escape[1:2], escape[1:2])
    try:
        units = bytes.fromhex(escape.decode().replace("\\u", ""))
        return units.decode("utf-16-be").encode()
    except UnicodeDecodeError:
        return None
