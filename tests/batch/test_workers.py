"""A work is done on every file, in order, whatever becomes of one of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ecdkit.batch import each
from ecdkit.batch.workers import processors
from ecdkit.errors import EcdError, FileMissingError

METHODS = [
    "spawn",
    pytest.param("fork", marks=pytest.mark.skipif(os.name == "nt", reason="Windows cannot fork")),
]


def shout(path):
    return path.upper()


def where(_path):
    return os.getpid()


class UnportableError(Exception):
    def __init__(self, one, two):
        super().__init__(one)
        self.two = two


def moody(path):
    """Succeeds, fails in every way, or takes the process with it."""
    if path.startswith("missing"):
        raise FileMissingError("there is no such file", path=path)
    if path.startswith("defect"):
        raise ZeroDivisionError("by nought")
    if path.startswith("unportable"):
        raise UnportableError("what", lambda: 0)
    if path.startswith("die"):
        os._exit(3)
    if path.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    if path.startswith("slow"):
        time.sleep(0.3)
    return path.upper()


@pytest.mark.parametrize("start", METHODS)
@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_in_the_order_of_the_files(start, jobs):
    paths = [f"{at}.ecd" for at in range(50)]
    seen = []
    outcomes = list(each(shout, paths, jobs=jobs, start=start, progress=seen.append))
    assert [outcome.path for outcome in outcomes] == paths
    assert [outcome.result for outcome in outcomes] == [path.upper() for path in paths]
    assert all(outcome.error is None for outcome in outcomes)
    assert seen == sorted(seen)
    assert seen[-1] == 50


def slowly_where(_path):
    # Of a thousand files half the time is worth the start of a process, however that is done.
    time.sleep(0.004)
    return os.getpid()


def first_slowly_where(path):
    """As a work is that loads something for the first file."""
    if path == "0.ecd":
        time.sleep(0.3)
    return os.getpid()


def test_what_is_soon_done_is_done_in_this_process_and_the_rest_is_not(tmp_path):
    paths = [f"{at}.ecd" for at in range(1000)]
    here = os.getpid()
    assert {one.result for one in each(where, paths)} == {here}
    assert {one.result for one in each(first_slowly_where, paths)} == {here}
    assert {one.result for one in each(slowly_where, paths[:20])} == {here}
    assert {one.result for one in each(slowly_where, paths[:100], jobs=1)} == {here}
    if processors() > 1:
        seen = []
        outcomes = list(each(slowly_where, paths, progress=seen.append))
        assert [one.path for one in outcomes] == paths
        assert seen == sorted(seen)
        assert seen[-1] == len(paths)
        found = [one.result for one in outcomes]
        alone = found.count(here)
        assert 1 < alone < 500
        assert set(found[:alone]) == {here}
        assert 1 < len(set(found)) <= processors() + 1
        (tmp_path / "large.ecd").write_bytes(bytes(20 << 20))
        large = [str(tmp_path / "large.ecd"), "small.ecd"]
        assert here not in {one.result for one in each(where, large)}


def test_nothing_to_do():
    assert list(each(shout, [])) == []


@pytest.mark.parametrize("start", METHODS)
def test_one_bad_file_never_stops_the_others(start):
    paths = [f"{at}" for at in range(40)]
    paths[3:3] = ["missing", "slow", "defect"]
    paths[20:20] = ["unportable", "die", "slow", "kill"]
    outcomes = list(each(moody, paths, jobs=3, start=start))
    assert [outcome.path for outcome in outcomes] == paths
    by_path = {outcome.path: outcome for outcome in outcomes}
    for path, outcome in by_path.items():
        if path[0].isdigit() or path == "slow":
            assert (outcome.result, outcome.error) == (path.upper(), None)
        else:
            assert outcome.result is None
    assert isinstance(by_path["missing"].error, FileMissingError)
    assert str(by_path["missing"].error) == "missing: there is no such file"
    assert isinstance(by_path["defect"].error, ZeroDivisionError)
    assert "in moody" in "".join(by_path["defect"].error.__notes__)
    assert isinstance(by_path["unportable"].error, RuntimeError)
    assert str(by_path["unportable"].error) == "UnportableError: what"
    for path, how in (("die", "exit code 3"), ("kill", "signal 9")):
        error = by_path[path].error
        assert isinstance(error, EcdError)
        if os.name != "nt":
            assert str(error).startswith(
                f"{path}: the process that worked on this file died ({how})"
            )


def test_who_stops_early_leaves_no_process_behind():
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not children.exists():
        pytest.skip("the system does not list the children of a process")

    def living():
        return set(children.read_text().split())

    before = living()
    outcomes = each(moody, ["1", *(f"slow{at}" for at in range(100))], jobs=2)
    next(outcomes)
    assert living() > before
    began = time.perf_counter()
    outcomes.close()
    assert living() == before
    assert time.perf_counter() - began < 5


@pytest.mark.skipif(os.name == "nt", reason="signals of a process group are POSIX")
# A spawned interpreter that is interrupted while it starts complains itself, before our code runs.
@pytest.mark.parametrize("start", ["fork"])
def test_an_interrupt_ends_everybody_and_nobody_complains(tmp_path, start):
    script = tmp_path / "script.py"
    script.write_text(
        "import sys, time\n"
        "from ecdkit.batch import each\n"
        "def nap(path):\n"
        "    time.sleep(1)\n"
        "def main():\n"
        "    try:\n"
        "        print('go', flush=True)\n"
        f"        list(each(nap, [str(at) for at in range(1000)], jobs=2, start={start!r}))\n"
        "    except KeyboardInterrupt:\n"
        "        print('interrupted')\n"
        "if __name__ == '__main__':\n"
        "    main()\n"
    )
    for wait in (0.05, 0.3, 1.5):
        done = subprocess.Popen(
            [sys.executable, str(script)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert done.stdout.readline() == b"go\n"
        time.sleep(wait)
        os.killpg(done.pid, signal.SIGINT)
        # The streams end when the last process that holds them has.
        out, err = done.communicate(timeout=30)
        assert (out, err) == (b"interrupted\n", b"")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("start", METHODS)
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
def test_whoever_is_ended_by_a_signal_lets_the_others_clean_up(tmp_path, start, number):
    script = tmp_path / "script.py"
    script.write_text(
        "import os, sys, time\n"
        "from ecdkit.batch import each\n"
        "from ecdkit.files import write_bytes\n"
        "from ecdkit.signals import ended_in_order\n"
        "def slowly(handle):\n"
        "    os.write(1, b'w')\n"
        "    time.sleep(60)\n"
        "os.fsync = slowly\n"
        "def work(path):\n"
        "    write_bytes(path, [b'new'], overwrite=False)\n"
        "if __name__ == '__main__':\n"
        "    with ended_in_order():\n"
        f"        list(each(work, [f'{{at}}.ecd' for at in range(9)], jobs=2, start={start!r}))\n"
    )
    done = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    assert done.stdout.read(2) == b"ww"
    assert len(list(tmp_path.glob(".*.tmp"))) == 2
    done.send_signal(getattr(signal, number))
    # The streams end when the last process that holds them has.
    assert done.communicate(timeout=30) == (b"", b"")
    assert done.returncode == -getattr(signal, number)
    assert [one.name for one in tmp_path.iterdir()] == ["script.py"]
