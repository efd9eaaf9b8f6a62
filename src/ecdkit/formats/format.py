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

__all__ = [
    "CLASS_KEYS",
    "CLASS_LIST",
    "NUMBER_MEMBERS",
    "ClassKeys",
    "Format",
    "ListIdentity",
    "Version",
]

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
class ListIdentity:
    """What tells the elements of a list from each other, and how they are called.

    Attributes:
        pattern: which lists, as a JSON pointer in which `*` stands for any one token.
        noun: what an element is, such as "class".
        keys: members that identify an element; the first that it has counts.
        names: members that name it; one whose identity is gone and whose name is still there is
            the same in another number.
        colors: members that hold its colour.
        counts: members beside the list that hold its length.
        by_place: whether elements that nothing else tells apart are paired by their place.
    """

    pattern: str
    noun: str
    keys: tuple[str, ...]
    names: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    by_place: bool = False

    def fits(self, path: tuple[str | int, ...]) -> bool:
        """Whether a list at this path is meant.

        Args:
            path: the reference tokens that lead to the list.
        """
        wanted = self.pattern.split("/")[1:]
        return len(wanted) == len(path) and all(
            one in ("*", str(token)) for one, token in zip(wanted, path, strict=True)
        )


# A list of classes, wherever it stands, in either spelling.
CLASS_LIST = ListIdentity(
    pattern="/Classes",
    noun="class",
    keys=("ClassValue", "Value"),
    names=("ClassName", "Name"),
    colors=("Red", "Green", "Blue", "Color"),
)

# Members that hold numbers, for which 15 and 15.0 are one; other integers are digits only.
NUMBER_MEMBERS = frozenset({"Means", "Covariances", "SpectralProfile"})


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
        lists: what identifies the elements of its lists.
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
    lists: tuple[ListIdentity, ...] = ()
