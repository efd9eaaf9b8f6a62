"""Which kind of document a text is: told by the key of its root, never by the file's name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from ecdkit.errors import FormatError
from ecdkit.text.excerpt import cut
from ecdkit.text.likeness import nearest
from ecdkit.text.scanner import OBJECT

if TYPE_CHECKING:
    from ecdkit.formats.format import Format
    from ecdkit.text.view import View

__all__ = ["ENTRIES", "detect", "formats"]


class Entry(NamedTuple):
    """A format that is imported when a document of it turns up."""

    root_key: str
    module: str

    def load(self) -> Format:
        """Return the format."""
        found: Format = import_module(self.module).FORMAT
        return found


ENTRIES = (
    Entry("EsriClassifierDefinitionFile", "ecdkit.formats.classifier_definition.format"),
    Entry("ImportDeepLearningModelToEsriExtraInfo", "ecdkit.formats.extra_info.format"),
    Entry("EsriEndmemberDefinitionFile", "ecdkit.formats.endmember_definition.format"),
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
    """
    line, column = root.place
    if root.kind != OBJECT:
        raise FormatError(
            f"this is no definition: its root is {_article(root.kind)}, not an object",
            line=line,
            column=column,
        )
    keys = set(root.keys())
    found = [entry for entry in ENTRIES if entry.root_key in keys]
    if len(found) > 1:
        roots = [entry.root_key for entry in found]
        second = max((root.get(key) for key in roots), key=_start)
        assert second is not None
        assert second.key_span is not None
        line, column = root.text.place(second.key_span[0])
        raise FormatError(
            f"this has the roots of {len(roots)} formats: {' and '.join(roots)}",
            hint="remove the one that does not belong",
            pointer=second.pointer,
            line=line,
            column=column,
        )
    if found:
        return found[0].load()
    shown = list(dict.fromkeys(root.keys()))
    seen = ", ".join(cut(repr(key), _LONGEST_NAME) for key in shown[:_SHOWN])
    more = ", ..." if len(shown) > _SHOWN else ""
    hint, where = f"a definition has one of {', '.join(entry.root_key for entry in ENTRIES)}", root
    for name in shown[:_SHOWN]:
        meant, member = nearest(name, [entry.root_key for entry in ENTRIES]), root.get(name)
        if meant is not None and member is not None and member.key_span is not None:
            hint, where = f"did you mean {meant}?", member
            line, column = root.text.place(member.key_span[0])
    raise FormatError(
        "this is JSON, but no definition that ecdkit knows: "
        + (f"its root has {seen}{more}" if seen else "its root is empty"),
        hint=hint,
        pointer=where.pointer,
        line=line,
        column=column,
    )


def _start(view: View | None) -> int:
    return view.start if view is not None else -1


def _article(kind: str) -> str:
    return (
        kind if kind in ("true", "false", "null") else f"{'an' if kind[0] in 'ao' else 'a'} {kind}"
    )
