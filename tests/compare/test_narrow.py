"""The part of a list that differs begins and ends with whole elements, in every spelling."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from ecdkit.compare.narrow import differing, elements_apart
from ecdkit.text import JsonText

_TRICKY = ["a", "a,", '"', "],", '"]', "[", "\\", '\\"', ",", "", 1, 11, -1, [1], ["]"], {"a": ","}]
_LISTS = st.lists(st.sampled_from(_TRICKY), max_size=6)
_LAYOUTS = st.sampled_from([{}, {"separators": (",", ":")}, {"indent": 1}])


def spelled(value, layout):
    return json.dumps(value, **layout).encode()


@given(_LISTS.filter(bool), st.lists(_LISTS, min_size=1, max_size=2), _LAYOUTS)
@example([1, 1, 2], [[1, 2]], {})
@example([1], [[11]], {})
@example([11, 2], [[1, 2]], {})
@example([0, ",", 1], [["a,", 1]], {})
@example(["a", "b"], [["b"], ["a", "a", "b"]], {})
@example([1, 2], [[]], {})
@example([1, 2], [[32]], {"separators": (",", ":")})
@example([1, 2], [[1]], {"separators": (",", ":")})
@example([1, 1, 2], [[1, 2]], {"separators": (",", ":")})
@example([2, 1, 1], [[2, 1]], {"separators": (",", ":")})
@example([11, 1], [[2, 1]], {"separators": (",", ":")})
@example([1, 11], [[1, 1]], {"separators": (",", ":")})
@example([1, 21], [[1, 31]], {"separators": (",", ":")})
def test_what_differs_is_whole_elements_here_and_in_what_may_stand_there(ours, others, layout):
    view = JsonText.parse(spelled(ours, layout)).root
    texts = [spelled(other, layout) for other in others]
    found = differing(view, texts)
    if found is None:
        # An empty list is spelled without the space of others.
        assert "indent" in layout
        assert [] in others
        return
    start, end = found
    token, behind = view.token, len(view.token) - end
    lists = [ours, *others]
    inner = []
    for value, text in zip(lists, [token, *texts], strict=True):
        assert (text[:start], text[len(text) - behind :]) == (token[:start], token[end:])
        part = text[start : len(text) - behind]
        inner.append(json.loads(b"[" + part + b"]"))
        head, tail = json.loads(text[:start].rstrip(b" \n,") + b"]"), text[len(text) - behind :]
        rest = json.loads(b"[" + tail.lstrip(b" \n,"))
        assert [*head, *inner[-1], *rest] == value
    # No more is shown than has to be: an element that all begin or end with is one of several.
    tokens = [[json.dumps(one).encode() for one in value] for value in lists]
    head, tail = elements_apart(tokens)
    shared = min(map(len, lists)) - head - tail
    assert len(inner[0]) <= len(ours) - head - tail + (1 if shared == 0 else 0) + 1


@given(_LISTS, _LISTS)
def test_elements_that_lists_share_at_their_ends_are_counted_once(one, other):
    tokens = [[spelled(value, {}) for value in values] for values in (one, other)]
    head, tail = elements_apart(tokens)
    assert head + tail <= min(len(one), len(other))
    middle = [values[head : len(values) - tail] for values in (one, other)]
    assert [one[:head], one[len(one) - tail :]] == [other[:head], other[len(other) - tail :]]
    assert not all(middle) or middle[0][0] != middle[1][0]
    assert not all(middle) or middle[0][-1] != middle[1][-1]
