"""`Format`: what distinguishes one kind of document from another, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ecdkit.codec import Model
    from ecdkit.document import Document
    from ecdkit.problems import Grade, Problem, Rule
    from ecdkit.text.view import View

__all__ = ["CLASS_KEYS", "ClassKeys", "Format"]


@frozen
class ClassKeys:
    """The names under which a class of a list says what it is.

    Attributes:
        value: the member that identifies the class.
        name: the member that names it.
        color: the member that holds red, green and blue as an array; or the three members.
    """

    value: str
    name: str
    color: tuple[str, ...]


# The two spellings that are known (documented: the first in classifier definitions, the second in
# extra info and model definitions).
CLASS_KEYS = (
    ClassKeys("ClassValue", "ClassName", ("Red", "Green", "Blue")),
    ClassKeys("Value", "Name", ("Color",)),
)


@frozen
class Format:
    """One kind of document.

    Attributes:
        name: as users type it, such as "classifier-definition".
        title: as sentences call it.
        root_key: the member of the root that only this kind has.
        version_key: the member of the root that holds the version of the format.
        versions: the versions whose structure is known; others are opaque.
        schemas: which JSON Schema a version has, by version.
        grades: how well a version is known, by version.
        identity: names of members that identify an object in an array.
        model_for: the model class of a document, by its root and version.
        class_lists: every list of classes in a document, with its definition's index.
        rules: what a schema cannot say of a document.
        catalogue: the rules that only this kind has.
    """

    name: str
    title: str
    root_key: str
    version_key: str
    versions: tuple[int, ...]
    schemas: Mapping[int, str]
    grades: Mapping[int, Grade]
    identity: frozenset[str]
    model_for: Callable[[int], type[Model]]
    class_lists: Callable[[View], list[tuple[int, View]]]
    rules: Callable[[Document], Iterable[Problem]]
    catalogue: tuple[Rule, ...] = ()

    def version_of(self, root: View) -> int | None:
        """Return the version that a document says it has; None where it says none."""
        place = root.get(self.version_key)
        if place is None or place.kind != "number":
            return None
        value = place.value()
        return value if type(value) is int else None
