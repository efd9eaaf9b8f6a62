"""What tests of merging share: documents of a few classes, and their edits."""

from __future__ import annotations

import json
import re

from ecdkit.compare.merge import merge
from ecdkit.document import parse
from ecdkit.text import equal

LAYOUTS = (
    {},
    {"indent": 2},
    {"separators": (",", ":")},
    {"indent": 1, "newline": "\r\n"},
    {"indent": 0, "newline": "\r"},
)
MARKS = re.compile(rb"^(<{7}|\|{7}|={7}|>{7})(?: .*)?\r?\n?$")


def one(value, name="", red=0, means=(1.5, 2), **more):
    return {
        "ClassValue": value,
        "ClassName": name or f"class {value}",
        "Red": red,
        "Green": 128,
        "Blue": 0,
        "Count": 10,
        "Means": list(means),
        "Covariances": [[1, 0], [0, means[0]]],
        **more,
    }


def tree(classes, *, count=None, classifier="MaximumLikelihood", body=None, **more):
    definition = {
        "Classifier": classifier,
        "NumberClasses": len(classes) if count is None else count,
        "RasterIsSegmented": False,
        "NumberBands": 2,
        **(body or {}),
        "Classes": classes,
    }
    root = {"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1}
    return {**root, "Definitions": [definition], **more}


def document(value, newline="\n", **how):
    return parse(json.dumps(value, **how).replace("\n", newline))


def value_of(doc):
    return doc.text.root.value()


def merged(base, ours, theirs, **how):
    return merge(document(base), document(ours), document(theirs), **how)


def chosen(content, side):
    """Return a file with markers after somebody has chosen a side everywhere."""
    shown = {b"<<<<<<<": "ours", b"|||||||": "base", b"=======": "theirs", b">>>>>>>": None}
    state, lines = None, []
    for line in content.splitlines(keepends=True):
        mark = MARKS.match(line)
        if mark:
            state = shown[mark[1]]
        elif state in (None, side):
            lines.append(line)
    return b"".join(lines)


def assert_laws(base, ours, theirs, layout=None):
    """What holds for every merge of three values, of any layout; return the merge."""
    how = layout or {}
    docs = [document(base, **how), document(ours, **how), document(theirs, **how)]
    b, o, t = docs
    result, mirrored = merge(b, o, t), merge(b, t, o)
    assert bool(result.conflicts) == bool(mirrored.conflicts)
    here, there = value_of(result.document), value_of(mirrored.document)
    if not result.conflicts:
        assert equal(here, there)
    # In conflicts the document has ours, and resolved to theirs it is what the mirror has.
    assert equal(value_of(result.resolved("theirs")), there)
    assert equal(value_of(mirrored.resolved("theirs")), here)
    assert len(result.conflicts) == len(mirrored.conflicts)
    for style in ("merge", "diff3", "zdiff3"):
        content = result.marked(style=style)
        for side, wanted in (("ours", here), ("theirs", there)):
            assert equal(value_of(parse(chosen(content, side))), wanted)
    assert (result.marked() == result.document.to_bytes()) == (not result.conflicts)
    # Whoever changed nothing, the other side is the result.
    assert merge(b, o, b).document.to_bytes() == o.to_bytes()
    assert merge(b, o, o).document.to_bytes() == o.to_bytes()
    assert equal(value_of(merge(b, b, o).document), ours)
    return result
