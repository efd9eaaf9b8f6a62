"""Whatever the bytes are: everything the library does with them works, or raises an `EcdError`."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecdkit
from ecdkit import EcdError, Limits
from ecdkit.render.json import reports_json, summary_json
from ecdkit.render.terminal import Paint
from ecdkit.render.text import report_text, summary_text
from ecdkit.testing.models import documents, mutants
from ecdkit.testing.texts import json_texts, mutated
from ecdkit.testing.values import json_values
from ecdkit.validation.validate import validate_bytes

PAINT = Paint(colored=True, true_color=True)
CHECKS = ("full", "structure", "auto")

encodings = st.sampled_from([None, None, None, "utf-8", "cp1252", "utf-16", "nonsense", ""])
# Every document, a byte or two of it changed.
broken_documents = documents().flatmap(
    lambda written: st.tuples(mutated(written.content), st.just(written.encoding))
)
# A root key of ours before anything at all, names that stand twice and numbers that are none.
strange_roots = st.builds(
    lambda root, version, member: (
        b'{"%s": 0, "%s": %s, "Definitions": %s, "Classes": %s}'
        % (root, b"FileVersion" if root[:1] == b"E" else b"Version", version, member, member)
    ),
    st.sampled_from([b"EsriClassifierDefinitionFile", b"ImportDeepLearningModelToEsriExtraInfo"]),
    st.sampled_from([b"1", b"3", b"2", b"1.0", b"-0", b"1e400", b'"1"', b"NaN"]),
    json_texts(irregular=True).map(lambda found: found[0].encode("utf-8", "surrogatepass")),
)


def everything(content, encoding=None):
    """Do with some bytes all that the library can do with them."""
    with contextlib.suppress(EcdError):
        report = validate_bytes(content, encoding=encoding)
        assert report_text(report, PAINT).endswith("\n")
        assert reports_json([report]).isascii()
    for check in CHECKS:
        try:
            doc = ecdkit.parse(content, encoding=encoding, check=check)
        except EcdError:
            continue
        on_document(doc)


def on_document(doc):
    """Do with a document all that can be done; what is refused leaves it as it was."""
    before = doc.to_bytes()
    repr(doc)
    with contextlib.suppress(EcdError):
        summary = ecdkit.summarize(doc)
        assert summary_text(summary, PAINT).endswith("\n")
        assert summary_json(summary).isascii()
    for edit in (
        lambda: doc.model,
        lambda: hash(doc.model),
        lambda: doc.formatted().model,
        doc.fully_checked,
        lambda: ecdkit.new(doc.model),
        lambda: doc.replace(doc.formatted().model),
        lambda: doc.replace(doc.model.evolve(extra=doc.model.extra | {"New": [1]})),
        lambda: doc.set("/New/~0", 1),
        lambda: doc.set("/Classes/0/Name", "a"),
        lambda: doc.set("/Definitions/-", {}),
        lambda: doc.remove("/Classes"),
        lambda: ecdkit.rename_class(doc, 1, "a"),
        lambda: ecdkit.recolor_class(doc, 1, (1, 2, 3)),
        lambda: ecdkit.rename_class(doc, 1, "a", definition=0),
    ):
        with contextlib.suppress(EcdError):
            edit()
    assert doc.to_bytes() == before


@given(broken_documents)
def test_a_broken_document_is_refused_or_works(written):
    everything(*written)


@given(mutants())
def test_a_mutant_is_refused_or_works(mutant):
    everything(mutant.content, mutant.encoding)


@given(strange_roots)
def test_a_root_of_ours_around_anything_is_refused_or_works(content):
    everything(content)


@given(st.binary(max_size=200), encodings)
def test_arbitrary_bytes_are_refused_or_work(content, encoding):
    everything(content, encoding)


@given(json_texts(irregular=True))
def test_any_json_is_refused_or_works(written):
    everything(written[0].encode("utf-8", "surrogatepass"))


@settings(max_examples=30)
@given(documents(), st.integers(1, 2000), st.integers(1, 12), st.integers(1, 30), st.integers(1, 3))
def test_limits_are_kept(written, size, depth, number, problems):
    limits = Limits(size=size, depth=depth, number=number, problems=problems)
    with contextlib.suppress(EcdError):
        doc = ecdkit.parse(written.content, encoding=written.encoding, limits=limits)
        assert len(written.content) <= size
        report = ecdkit.validate(doc)
        assert len(report.problems) <= problems


@given(
    documents(),
    json_values(),
    st.sampled_from(["/Definitions", "/Classes", "/Definitions/0/Classes/0"]),
)
def test_an_edit_with_any_value_anywhere_is_refused_or_made(written, value, pointer):
    with contextlib.suppress(EcdError):
        on_document(written.parse().set(pointer, value))


def test_nesting_beyond_all_bounds_is_refused():
    for bracket in (b"[", b'{"a":'):
        everything(b'{"ImportDeepLearningModelToEsriExtraInfo": 0, "a": ' + bracket * 100_000)


@pytest.mark.parametrize("depth", [1.0, 0.5, 1.1])
@pytest.mark.parametrize(
    ("opening", "closing", "deepest"),
    [(b"[", b"]", 150), (b'{"a":', b"}", 396), (b'[{"a":', b"}]", 197)],
)
def test_nesting_as_deep_as_the_limit_is_refused_or_works(opening, closing, deepest, depth):
    deep = int(deepest * depth)
    inside = opening * deep + b"1" + closing * deep
    everything(b'{"ImportDeepLearningModelToEsriExtraInfo": 0, "Version": 2, "a": %s}' % inside)
    everything(
        b'{"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1,'
        b'"Definitions": [{"Classifier": "SVM", "a": %s}]}' % inside
    )
