"""Which kind of document a text is: told by the key of its root, never by the file's name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from ecdkit.errors import FormatError
from ecdkit.text.excerpt import cut
from ecdkit.text.likeness import nearest

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from ecdkit.formats.format import Format
    from ecdkit.text.view import View

__all__ = ["ENTRIES", "detect", "formats"]


class Entry(NamedTuple):
    """A format that is imported when a document of it turns up.

    Attributes:
        module: the module that has it.
        root_key: the name that only its roots have; None where it is told by all names together.
        signature: then the module that tells it by them.
    """

    module: str
    root_key: str | None = None
    signature: str | None = None

    def matches(self, keys: AbstractSet[str]) -> bool:
        """Whether an object with members of these names is of the format."""
        if self.root_key is not None:
            return self.root_key in keys
        assert self.signature is not None
        return bool(import_module(self.signature).recognizes(keys))

    def load(self) -> Format:
        """Return the format."""
        found: Format = import_module(self.module).FORMAT
        return found


# What has a root key is looked for first: a model definition is only what is nothing else.
ENTRIES = (
    Entry("ecdkit.formats.classifier_definition.format", "EsriClassifierDefinitionFile"),
    Entry("ecdkit.formats.extra_info.format", "ImportDeepLearningModelToEsriExtraInfo"),
    Entry("ecdkit.formats.endmember_definition.format", "EsriEndmemberDefinitionFile"),
    Entry(
        "ecdkit.formats.model_definition.format",
        signature="ecdkit.formats.model_definition.signature",
    ),
)

# How many names of a strange root an error quotes, and how much of each.
_SHOWN = 5
_LONGEST_NAME = 40


def formats() -> tuple[Format, ...]:
    """Return all formats, in the order in which they are looked for."""
    return tuple(entry.load() for entry in ENTRIES)


def detect(root: View) -> Format:
    """Return the format of a document.

    Args:
        root: the root of its text.

    Raises:
        FormatError: the root is no object, has no key that we know, or the keys of two formats.
            With the root key of another format nothing is a model definition.
    """
    from ecdkit.text.kinds import OBJECT

    line, column = root.place
    if root.kind != OBJECT:
        raise FormatError(
            f"this is no definition: its root is {_article(root.kind)}, not an object",
            line=line,
            column=column,
        )
    keys = set(root.keys())
    roots = [key for entry in ENTRIES if (key := entry.root_key) is not None and key in keys]
    if len(roots) > 1:
        second = max((root.child(key) for key in roots), key=lambda view: view.start)
        assert second.key_span is not None
        line, column = root.text.place(second.key_span[0])
        raise FormatError(
            f"this has the roots of {len(roots)} formats: {' and '.join(roots)}",
            hint="remove the one that does not belong",
            pointer=second.pointer,
            line=line,
            column=column,
        )
    found = next((entry for entry in ENTRIES if entry.matches(keys)), None)
    if found is not None:
        return found.load()
    shown = list(dict.fromkeys(root.keys()))
    seen = ", ".join(cut(repr(key), _LONGEST_NAME) for key in shown[:_SHOWN])
    more = ", ..." if len(shown) > _SHOWN else ""
    hint, where = _what_it_might_be(keys), root
    root_keys = [entry.root_key for entry in ENTRIES if entry.root_key is not None]
    for name in shown[:_SHOWN]:
        meant, member = nearest(name, root_keys), root.get(name)
        if meant is not None and member is not None and member.key_span is not None:
            hint, where = f"did you mean {meant}?", member
            line, column = root.text.place(member.key_span[0])
            break
    raise FormatError(
        "this is JSON, but no definition that ecdkit knows: "
        + (f"its root has {seen}{more}" if seen else "its root is empty"),
        hint=hint,
        pointer=where.pointer,
        line=line,
        column=column,
    )


def _what_it_might_be(keys: AbstractSet[str]) -> str:
    from ecdkit.formats.model_definition.signature import known_names, respelled

    *roots, last = (entry.root_key for entry in ENTRIES if entry.root_key is not None)
    if keys >= {"rasterFunction"} or keys >= {"function", "arguments"}:
        return "this is a raster function; `ecd template` finds the definitions in it"
    hint = f"a definition has {', '.join(roots)} or {last}"
    wrong = respelled(keys)
    if wrong is not None:
        return f"{hint}; a model definition (.emd) has {wrong[1]}, not {cut(repr(wrong[0]))}"
    known = [cut(name, _LONGEST_NAME) for name in known_names(keys)]
    if known:
        few = f"{' and '.join(known)} alone {'is' if len(known) == 1 else 'are'} not enough"
        return f"{hint}; for a model definition (.emd) {few}"
    return f"{hint}; a model definition (.emd) has ModelFile, ModelType, ExtractBands and others"


def _article(kind: str) -> str:
    return (
        kind if kind in ("true", "false", "null") else f"{'an' if kind[0] in 'ao' else 'a'} {kind}"
    )
