"""Hypothesis strategies for deep learning packages: a definition, and the files that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from ecdkit.document import new
from ecdkit.packages.names import Name, clashes, name_problem
from ecdkit.packages.writing import Member
from ecdkit.testing.model_definitions import model_definitions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

    from ecdkit.formats.model_definition.model import ModelDefinition

__all__ = ["Packed", "file_names", "members", "packages"]

_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
_PARTS = st.one_of(
    st.sampled_from(["model", "trained.pth", "Klassen", "クラス.py", "e\u0301", "a b", "x.y.z"]),
    st.text(_LETTERS, min_size=1, max_size=8),
)
_CONTENTS = st.one_of(
    st.just(b""),
    st.binary(max_size=200),
    st.builds(lambda piece, times: piece * times, st.binary(min_size=1, max_size=9), st.just(9999)),
)


class Packed(NamedTuple):
    """What goes into a package.

    Attributes:
        definition: the model definition, byte for byte.
        files: the content of every other file, by its name.
    """

    definition: bytes
    files: dict[str, bytes]


def file_names() -> SearchStrategy[str]:
    """Return names that a file in a package may have."""
    names = st.lists(_PARTS, min_size=1, max_size=3).map("/".join)
    return names.filter(_is_name)


def packages() -> SearchStrategy[Packed]:
    """Return definitions with all files that they name, and more."""
    others = st.dictionaries(file_names(), _CONTENTS, max_size=4).map(_apart)
    return st.builds(_packed, model_definitions(sound=True), _CONTENTS, others)


def members(files: Mapping[str, bytes]) -> tuple[Member, ...]:
    """Return files as members of a package to be written.

    Args:
        files: their contents, by their names.
    """
    return tuple(
        Member(name, len(content), lambda content=content: iter([content]))  # type: ignore[misc]
        for name, content in files.items()
    )


def _packed(model: ModelDefinition, content: bytes, others: dict[str, bytes]) -> Packed:
    assert isinstance(model.model_file, str)
    name = model.model_file.removeprefix(".\\")
    others.pop("models", None)
    return Packed(new(model).to_bytes(), _apart({name: content, **others}))


def _is_name(name: str) -> bool:
    if name_problem(name) is not None or "\\" in name:
        return False
    parts = name.split("/")
    return not {"", "."} & set(parts) and not name.lower().endswith(".emd")


def _apart(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return those files that no other is in the way of."""
    kept: dict[str, bytes] = {}
    for name, content in files.items():
        if next(clashes(Name(one) for one in (*kept, name)), None) is None:
            kept[name] = content
    return kept
