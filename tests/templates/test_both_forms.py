"""Laws of templates that hold in the same words for XML and for JSON."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ecdkit import EcdError
from ecdkit.exchange.rft_xml import Relocation, parse_template
from ecdkit.testing.raster_functions import raster_functions
from ecdkit.testing.templates import definitions, templates
from ecdkit.validation.validate import validate_bytes

both_forms = pytest.mark.parametrize(
    "drawings", [templates(), raster_functions()], ids=["XML", "JSON"]
)


@both_forms
@given(data=st.data())
def test_embedding_what_was_extracted_changes_nothing(drawings, data):
    drawn = data.draw(drawings)
    template = parse_template(drawn.content)
    written = [one.at for one in template.held if one.how == "value"]
    assume(written)
    at = data.draw(st.sampled_from(written))
    assert template.embed(template.extract(at), at).to_bytes() == drawn.content


@both_forms
@given(data=st.data(), definition=definitions())
def test_embedding_then_extracting_gives_the_definitions_bytes(drawings, data, definition):
    template = parse_template(data.draw(drawings).content)
    assume(template.held)
    at = data.draw(st.sampled_from(range(len(template.held))))
    changed = template.embed(definition, at)
    assert changed.extract(at) == definition
    assert changed.embed(definition, at) is changed
    # What the other places hold is what it was.
    for before, after in zip(template.held, changed.held, strict=True):
        if before.at != at:
            assert (after.how, after.content, after.element) == (
                before.how,
                before.content,
                before.element,
            )


@both_forms
@given(data=st.data(), at=st.integers(0, 1 << 16), new=st.binary(max_size=3))
def test_whatever_the_bytes_only_our_errors_come_out(drawings, data, at, new):
    content = data.draw(drawings).content
    at %= len(content)
    content = content[:at] + new + content[at + len(new) :]
    try:
        template = parse_template(content)
    except EcdError:
        return
    assert template.to_bytes() == content
    validate_bytes(content)
    leaks = template.leaks()
    try:
        changed = template.relocated(Relocation([(None, "models")]))
    except EcdError:
        return
    assert (changed is template) == (not leaks)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("first", ["<RasterFunctionTemplate>", '{"rasterFunction": "", '])
def test_a_merge_that_nobody_has_finished_is_told_as_one_whatever_was_merged(mark, first):
    content = mark + f"<<<<<<< ours\n{first}\n=======\n{first}\n>>>>>>> theirs\n".encode()
    (problem,) = validate_bytes(content, path="x.rft.xml").problems
    assert (problem.code, problem.line, problem.column) == ("syntax", 1, 1)
    assert problem.message == "an unresolved merge conflict of Git begins here"
