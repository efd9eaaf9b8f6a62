"""What users give to a migration because no document says it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ecdkit.errors import EcdError, EditError, MigrationError, UsageError
from ecdkit.text import lexical
from ecdkit.text.excerpt import cut
from ecdkit.text.jsontext import JsonText
from ecdkit.text.kinds import ARRAY, FALSE, NULL, NUMBER, OBJECT, STRINGS, TRUE
from ecdkit.text.style import CANONICAL
from ecdkit.text.write import write_value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ecdkit.migration.step import Input, Step
    from ecdkit.packages.writing import Member
    from ecdkit.text.view import View

__all__ = ["HINT", "Given", "Inputs", "given", "read_inputs", "typed"]

HINT = "say it with --with NAME=VALUE, in Python with a keyword"
_TYPES = {
    TRUE: "boolean",
    FALSE: "boolean",
    NULL: "null",
    NUMBER: "number",
    STRINGS: "string",
    ARRAY: "array",
    OBJECT: "object",
}


@frozen
class Given:
    """The value of an input.

    Attributes:
        value: a Python value.
        pointer: where in the source it stands, if it was taken from there.
        place: the text that was given for it, if there is one.
    """

    value: Any
    pointer: str | None = None
    place: View | None = None

    @property
    def spelled(self) -> Any:
        """What goes into a document: the text that was given, so that 1.10 does not become 1.1."""
        return self.value if self.place is None else self.place


class Inputs:
    """The inputs of one step.

    Args:
        given: what was given, by name.
        known: what the step may need.
        folder: the folder of the source's file, or None.
        files: files that belong beside the source and are not in its folder.
        name: the name that the source's file had, or None.

    Attributes:
        folder: the same.
        files: the same.
        name: the same.
        used: the names of those that the step has asked for.
    """

    def __init__(
        self,
        given: Mapping[str, Given],
        known: Iterable[Input],
        folder: str | None,
        files: tuple[Member, ...] = (),
        name: str | None = None,
    ) -> None:
        self._given = given
        self._known = {one.name: one for one in known}
        self.folder = folder
        self.files = files
        self.name = name
        self.used: set[str] = set()

    def __contains__(self, name: object) -> bool:
        # What is empty says nothing.
        found = self._given.get(str(name))
        return found is not None and found.value not in (None, "")

    def __getitem__(self, name: str) -> Given:
        self.used.add(name)
        return self._given[name]

    def file(self, path: str) -> Member | None:
        """Return the file beside the source that a path names, in whichever spelling."""
        wanted = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
        return next((one for one in self.files if one.name.split("/") == wanted), None)

    def need(self, *names: str) -> dict[str, Given]:
        """Return some inputs, in the order in which they are named.

        Args:
            *names: the inputs; one that another stands in for need not be given.

        Raises:
            MigrationError: some are missing, each is told with its meaning; or a number is less
                than makes sense.
        """
        missing = [one for name in names if not self._is_there(one := self._known[name])]
        if missing:
            raise MigrationError(
                f"this needs {'; '.join(self._told(missing))}",
                missing=tuple(one.name for one in missing),
                hint=HINT,
            )
        found = {name: self[name] for name in names if name in self}
        for name, value in ((name, one.value) for name, one in found.items()):
            least = self._known[name].least
            if least is not None and type(value) is int and value < least:
                raise MigrationError(
                    f"{self._known[name].told} is {least} at least, not {value}", hint=HINT
                )
        return found

    def _is_there(self, one: Input) -> bool:
        return one.name in self or one.instead in self

    def _told(self, missing: list[Input]) -> Iterator[str]:
        told: set[str] = set()
        for one in missing:
            if one.name in told:
                continue
            other = next((found for found in missing if found.name == one.instead), None)
            told.add(one.name)
            if other is None:
                yield one.told
            else:
                told.add(other.name)
                yield f"{one.told} or {other.told}"


def given(name: str, value: Any) -> Given:
    """Return an input as the value of JSON that it stands for; a path is text.

    Args:
        name: the input.
        value: what was given: a value of JSON, or a place of a text whose numbers stay as spelled.

    Raises:
        UsageError: JSON has no such value.
    """
    try:
        token = write_value(
            os.fspath(value) if isinstance(value, os.PathLike) else value, CANONICAL
        )
    except EditError as error:
        raise UsageError(f"{cut(repr(name))} is no value of JSON: {error.message}") from None
    place = JsonText.parse(token, check="full").root
    return Given(place.value(), place=place)


def read_inputs(
    texts: Mapping[str, str], steps: Sequence[Step], schemas: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what was typed, by the type that its target's schema gives it.

    Args:
        texts: what was typed, by name.
        steps: the road; what no step asks for becomes a member of where it ends.
        schemas: the schema of each target, by the name of its node.

    Raises:
        UsageError: a text is no value of the type.
    """
    targets = {one.name: step.target for step in steps for one in step.inputs}
    end = steps[-1].target if steps else next(iter(schemas))
    return {
        name: typed(text, name, schemas[targets.get(name, end)]) for name, text in texts.items()
    }


def typed(text: str, name: str, schema: Mapping[str, Any]) -> Any:
    """Return what was typed, by the type that a schema gives a member of its root.

    Where the schema allows any type, those of its examples are tried.

    Returns:
        The text, or the place of the value that it spells.

    Args:
        text: what was typed.
        name: the member; one that the schema does not know is text.
        schema: the schema.

    Raises:
        UsageError: the text is no value of that type.
    """
    described = _members_of_name(name, schema, schema)
    kinds = next((found for one in described if (found := _types(one, schema))), set())
    if kinds:
        value, fits = _read_as(text, kinds)
        if not fits:
            wanted = " or ".join(sorted(kinds))
            raise UsageError(f"{name} is of type {wanted}, not {cut(repr(text))}")
        return value
    shown = [example for one in described for example in one.get("examples", ())]
    value, _ = _read_as(text, {_type_of(example) for example in shown})
    return value


def _read_as(text: str, kinds: Collection[str]) -> tuple[Any, bool]:
    """Return the value that a text spells if it is of some types, else itself; and whether it is.

    What it spells is told by its place, because a number may be more than Python's.
    """
    place = _place_of(text)
    found = None if place is None else _type_at(place)
    # Where text may stand, null is a word like others.
    if (found in kinds and not (found == "null" and "string" in kinds)) or (
        found == "integer" and "number" in kinds
    ):
        assert place is not None
        twice = next(lexical.duplicate_names(place.text), None)
        if twice is not None:
            raise UsageError(f"the name {cut(repr(twice.token))} stands twice in what is given")
        return place, True
    return text, "string" in kinds


def _place_of(text: str) -> View | None:
    try:
        return JsonText.parse(text, check="full").root
    except (EcdError, UnicodeError):
        return None


def _type_at(place: View) -> str | None:
    """Return the JSON type of a value by its spelling; None where JSON has no such value."""
    if place.kind == NUMBER and place.token.removeprefix(b"-").isdigit() and place.token != b"-0":
        return "integer"
    return _TYPES.get(place.kind)


def _members_of_name(
    name: str, about: Mapping[str, Any], schema: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """Return what a schema says of a member of the objects that it describes.

    What is said of the usual case is first: `else` describes that, `then` a special one.
    """
    about = _resolved(about, schema)
    own = [about["properties"][name]] if name in about.get("properties", {}) else []
    branches = (about[word] for word in ("else", "then") if word in about)
    return [*own, *(one for branch in branches for one in _members_of_name(name, branch, schema))]


def _resolved(about: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in about:
        return about
    at: Any = schema
    for token in about["$ref"].removeprefix("#/").split("/"):
        at = at[token]
    return _resolved(at, schema)


def _types(about: Mapping[str, Any], schema: Mapping[str, Any]) -> set[str]:
    """Return the JSON types that a schema allows; empty where it does not say."""
    about = _resolved(about, schema)
    named = about.get("type", [])
    found = {named} if isinstance(named, str) else set(named)
    for branch in (*about.get("anyOf", ()), *about.get("oneOf", ())):
        found |= _types(branch, schema)
    values = [*about.get("enum", ()), *([about["const"]] if "const" in about else [])]
    return found | {_type_of(value) for value in values}


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "integer" if isinstance(value, int) else "number"
    if isinstance(value, str):
        return "string"
    if value is None:
        return "null"
    return "array" if isinstance(value, list) else "object"
