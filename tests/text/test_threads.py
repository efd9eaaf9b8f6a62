"""Threads that share a text see in it what a thread sees that has it for itself."""

from __future__ import annotations

import sys
import threading

import pytest

from ecdkit.text import JsonText

# So many small objects that the scan leaves most of them for those who look.
RAW = b'{"b": [%s]}' % b", ".join(b'{"k": %d,\n "s": [{"q": 1}]}' % at for at in range(8000))


@pytest.fixture
def _many_turns():
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def seen(text):
    """Return how much stands in a text, and where some of it does, as one thread sees it."""
    found = [one.get("k") for one in text.at("/b").elements()]
    return len(found), [(one.value(), one.place) for one in found[::400]]


@pytest.mark.usefixtures("_many_turns")
def test_threads_that_look_into_one_text_at_once_all_see_the_whole():
    alone = seen(JsonText.parse(RAW))
    for _ in range(3):
        shared, together, answers = JsonText.parse(RAW), threading.Barrier(4), []

        def look(shared=shared, together=together, answers=answers):
            together.wait()
            answers.append(seen(shared))

        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [alone] * 4
