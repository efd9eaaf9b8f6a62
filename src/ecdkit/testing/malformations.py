"""Hypothesis strategies for the mistakes that keep hand-made texts from being JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MALFORMATIONS", "Malformation", "malformed"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')
_COMMENTS = ("// note\n", "# note\n", "/* note */", "/* * / \n [1, */", '// "a": 1,\n', "/**/")
_MARK = "\ufeff"
_OPENERS, _CLOSERS = ("[", "{"), ("]", "}")

MALFORMATIONS = (
    "trailing comma",
    "missing comma",
    "single quotes",
    "single backslashes",
    "comment",
    "byte order mark",
    "cut off",
)


class Malformation(NamedTuple):
    """A text with a mistake in one place; by chance it may still be JSON.

    Attributes:
        text: the text.
        kind: which mistake it is, one of `MALFORMATIONS`.
    """

    text: str
    kind: str


def malformed(text: str, kinds: Sequence[str] = MALFORMATIONS) -> st.SearchStrategy[Malformation]:
    """Return texts with one of the usual mistakes at a random place.

    Args:
        text: a JSON text.
        kinds: which mistakes; one of them at least must be possible.
    """
    tokens = [found.span() for found in _TOKEN.finditer(text)]
    possible = [kind for kind in kinds if _places(text, tokens, kind)]
    return st.sampled_from(possible).flatmap(
        lambda kind: st.builds(
            lambda span, comment: Malformation(_with(text, span, kind, comment), kind),
            st.sampled_from(_places(text, tokens, kind)),
            st.sampled_from(_COMMENTS),
        )
    )


def _places(text: str, tokens: list[tuple[int, int]], kind: str) -> list[tuple[int, int]]:
    """Return the spans at which a mistake can be made."""
    words = [text[start:end] for start, end in tokens]
    if kind == "trailing comma":
        return [
            (end, end)
            for at, (_, end) in enumerate(tokens[:-1])
            if words[at + 1] in _CLOSERS and words[at] not in _OPENERS
        ]
    if kind == "missing comma":
        return [span for span, word in zip(tokens, words, strict=True) if word == ","]
    if kind == "single quotes":
        return [span for span, word in zip(tokens, words, strict=True) if word[0] == '"']
    if kind == "single backslashes":
        return [span for span, word in zip(tokens, words, strict=True) if "\\\\" in word]
    if kind == "cut off":
        return [(start, len(text)) for _, start in tokens[:-1]]
    return [(start, start) for start, _ in tokens] + [(end, end) for _, end in tokens]


def _with(text: str, span: tuple[int, int], kind: str, comment: str) -> str:
    word = text[slice(*span)]
    new = {
        "trailing comma": ",",
        "single quotes": _single(word),
        "single backslashes": word.replace("\\\\", "\\"),
        "comment": comment,
        "byte order mark": _MARK,
    }.get(kind, "")
    return text[: span[0]] + new + text[span[1] :]


def _single(word: str) -> str:
    inner = re.sub(r"\\.|'", lambda found: {"'": "\\'", '\\"': '"'}.get(found[0], found[0]), word)
    return f"'{inner[1:-1]}'"
