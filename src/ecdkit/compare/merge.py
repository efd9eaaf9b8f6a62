"""Three-way merge: two documents that come from one, reconciled in what both changed."""

from __future__ import annotations

from types import NoneType
from typing import TYPE_CHECKING

from ecdkit.arguments import require
from ecdkit.compare.outcome import Decision, Kept, Merge, Taken
from ecdkit.compare.same import same
from ecdkit.compare.strategies import Choices, refused_keys
from ecdkit.compare.threeway import ThreeWay
from ecdkit.compare.twice import SingleNames
from ecdkit.compare.weave import is_faithful, woven
from ecdkit.document import Document
from ecdkit.errors import EditError, FormatError, LimitError, UsageError
from ecdkit.text.excerpt import cut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecdkit.compare.outcome import Action
    from ecdkit.text.view import View

__all__ = ["merge"]


def merge(
    base: Document | None,
    ours: Document,
    theirs: Document,
    *,
    strategies: Mapping[str, str] | None = None,
) -> Merge:
    """Merge what two documents have changed since the one that they come from.

    What one side changed is taken, and so is what both changed alike; what both changed differently
    is a conflict. Classes and the like are told by what identifies them. All numbers of a class are
    taken from one side, and so is its colour. Counts are computed anew where both sides changed the
    length of what they count. Without conflicts, merging is symmetric in value, and changes of ours
    only what theirs has changed. White space, the encoding, the order of members and the spelling
    of values are those of ours.

    Args:
        base: the document that both come from; None where there is none.
        ours: one side, whose text is kept.
        theirs: the other side.
        strategies: "ours" or "theirs" by pointer, for conflicts at these places and inside them.
            In a pointer, `*` stands for any one token. Indices are those of ours.

    Raises:
        UsageError: the documents are not of one format and version, or a strategy is none.
        DuplicateKeyError: a name stands twice where both sides have to be told apart.
        JsonSyntaxError: a part that had to be looked into is not JSON.
        LimitError: the documents are nested too deep.
    """
    require(base, Document, NoneType)
    require(ours, Document)
    require(theirs, Document)
    choices = Choices(strategies or {})
    sources = (base, ours, theirs)
    if base is not None:
        # One side has changed nothing, whatever the other is; or both are one.
        if _one_file(base, theirs) or _one_file(ours, theirs):
            action: Action = "both" if _one_file(ours, theirs) else "ours"
            decisions = _as_a_whole(action, base, ours, theirs)
            return Merge(ours, decisions, sources, Kept(ours.text.root))
        if _one_file(base, ours):
            taken = Document(theirs.text, ours.path)
            decisions = _as_a_whole("theirs", base, ours, theirs)
            return Merge(taken, decisions, sources, Taken(theirs.text.root))
    _require_one_kind(base, ours, theirs)
    walk = ThreeWay(ours.format, choices, SingleNames("a merge", sources))
    sides = (None if base is None else base.text.root, ours.text.root, theirs.text.root)
    try:
        tree = walk.merge(sides, known=base is not None)
        assert tree is not None
        text = woven(ours.text, tree, ours.format.identity)
        if not is_faithful(tree, text.root):
            raise EditError("the merged text would not have the values that were merged")
    except RecursionError:
        raise LimitError("nesting deeper than Python can follow here") from None
    document = ours
    if text is not ours.text:
        try:
            document = Document(text, ours.path)
        except FormatError as error:
            raise UsageError(f"this merge would leave no definition: {error.message}") from None
    return Merge(document, tuple(walk.decisions), sources, tree)


def _one_file(one: Document, other: Document) -> bool:
    """Whether two documents have the same bytes."""
    return one.text.data == other.text.data and one.text.encoding == other.text.encoding


def _as_a_whole(
    action: Action, base: Document, ours: Document, theirs: Document
) -> tuple[Decision, ...]:
    """Return the one decision of a merge in which a document was taken as it is."""
    if _one_file(base, theirs if action == "theirs" else ours):
        return ()
    held = (base.text.root, ours.text.root, theirs.text.root)
    return (Decision(action, "value", "", "", (), held),)


def _require_one_kind(base: Document | None, ours: Document, theirs: Document) -> None:
    """Refuse documents that are not of one format and version.

    Raises:
        UsageError: they are not.
    """
    if ours.format is not theirs.format:
        raise UsageError(
            f"ours is {_called(ours)}, and theirs is {_called(theirs)}",
            hint="only documents of one format can be merged",
            path=theirs.path,
        )
    if base is not None and base.format is not ours.format:
        raise UsageError(
            f"ours is {_called(ours)}, and the base is {_called(base)}",
            hint="only documents of one format can be merged",
            path=base.path,
        )
    for key in refused_keys(ours.format):
        left, right = ours.text.root.get(key), theirs.text.root.get(key)
        if left is None or right is None:
            if left is right:
                continue
        elif same(left, right):
            continue
        place = right if right is not None else left
        assert place is not None
        line, column = place.place
        raise UsageError(
            f"{key} is {_told(left)} in ours and {_told(right)} in theirs",
            hint="bring both to one version first",
            path=(theirs if right is not None else ours).path,
            pointer=place.pointer,
            line=line,
            column=column,
        )


def _called(doc: Document) -> str:
    title = doc.format.title
    return f"{'an' if title[:1].lower() in 'aeiou' else 'a'} {title}"


def _told(view: View | None) -> str:
    return "missing" if view is None else cut(view.token[:400].decode("utf-8", "ignore"))
