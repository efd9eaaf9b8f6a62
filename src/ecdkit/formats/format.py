"""`Format`: what distinguishes one kind of document from another, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ecdkit.codec import Model
    from ecdkit.document import Document
    from ecdkit.problems import Grade, Problem, Rule
    from ecdkit.text.view import View

__all__ = ["CLASS_KEYS", "ClassKeys", "Format", "Version"]

Version: TypeAlias = int | str | None
"""A version as a document says it; text such as "1a" where two spellings have one number; None
where the document says none, which is right where its format has no versions."""


@frozen
class ClassKeys:
    """The names under which a class of a list says what it is.

    Attributes:
        value: the member that identifies the class.
        name: the member that names it.
        color: the member that holds red, green and blue as an array; or the three members; or
            nothing where classes of this spelling have no colour.
        color_optional: whether a class may go without its colour, so that one may be added.
    """

    value: str
    name: str
    color: tuple[str, ...]
    color_optional: bool = False


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
        root_key: the member of the root that only this kind has; None where there is none, and
            the kind is told by its key set.
        version_key: the member of the root that holds the version; None without versions.
        version_of: the version that a document says it has, by its root.
        versions: the versions whose structure is known; others are opaque.
        schemas: which JSON Schema a version has, by version.
        grades: how well a version is known, by version.
        class_keys: the spellings in which its classes may say what they are.
        identity: names of members that identify an object in an array.
        model_for: the model class of a document, by its root and version.
        class_lists: every list of classes in a document, with its definition's index.
        rules: what a schema cannot say of a document.
        catalogue: the rules that only this kind has.
    """

    name: str
    title: str
    root_key: str | None
    version_key: str | None
    version_of: Callable[[View], Version]
    versions: tuple[Version, ...]
    schemas: Mapping[Version, str]
    grades: Mapping[Version, Grade]
    class_keys: tuple[ClassKeys, ...]
    identity: frozenset[str]
    model_for: Callable[[View, Version], type[Model]]
    class_lists: Callable[[View], list[tuple[int, View]]]
    rules: Callable[[Document], Iterable[Problem]]
    catalogue: tuple[Rule, ...] = ()
