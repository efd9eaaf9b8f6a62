"""`ecd validate --fix` shows what it repairs, repairs all or nothing, and loses nothing."""

from __future__ import annotations

import os
import stat

import pytest

BROKEN = b'{"EsriClassifierDefinitionFile": 0,\r\n "FileVersion": 2, // two\r\n "a": [1,],\r\n}\r\n'
REPAIRED = b'{"EsriClassifierDefinitionFile": 0,\r\n "FileVersion": 2, \r\n "a": [1]\r\n}\r\n'
SHOWN = """\
--- two.ecd
+++ two.ecd (repaired)
@@ 2:20 remove the comment @@
- "FileVersion": 2, // two
+ "FileVersion": 2,\x20
@@ 3:9 remove the comma before the end of an array @@
- "a": [1,],
+ "a": [1],
@@ 3:11 remove the comma before the end of an object @@
- "a": [1,],
+ "a": [1,]
"""

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def two(folder):
    path = folder / "two.ecd"
    path.write_bytes(BROKEN)
    return path


def test_a_mistake_is_told_as_a_compiler_tells_it(ecd, two):
    done = ecd("validate", two.name)
    assert done.code == 1
    assert done.out.splitlines() == [
        (
            "two.ecd:2:20: error: a member's name is expected, not '/'. JSON has no comments; "
            "remove it [syntax]"
        ),
        'two.ecd:2:20: |  "FileVersion": 2, // two',
        "two.ecd:2:20: |                    ^",
        "two.ecd: 1 error, 0 warnings",
    ]


def test_a_file_is_repaired_in_place_and_then_validated(ecd, two):
    two.chmod(0o640)
    done = ecd("validate", "--fix", two.name)
    assert (done.code, done.err) == (0, SHOWN)
    assert "warning: nothing is known of FileVersion 2" in done.out
    assert two.read_bytes() == REPAIRED
    assert stat.S_IMODE(two.stat().st_mode) == 0o640
    again = ecd("validate", "--fix", two.name)
    assert (again.code, again.err) == (0, "")
    assert two.read_bytes() == REPAIRED


def test_a_dry_run_shows_and_writes_nothing(ecd, two):
    done = ecd("validate", "--fix", "--dry-run", two.name)
    assert (done.code, done.err) == (1, SHOWN)
    assert two.read_bytes() == BROKEN


def test_what_can_be_doubted_stays_as_it_is_and_the_place_is_told(ecd, folder):
    broken = b'{"EsriClassifierDefinitionFile": 0,\n "a": [1,],\n "b": True}'
    (folder / "doubt.ecd").write_bytes(broken)
    done = ecd("validate", "--fix", "doubt.ecd")
    assert done.code == 1
    assert done.err == (
        "doubt.ecd:3:7: nothing is repaired: True is no JSON value. Write it in lower case: true\n"
    )
    assert done.out.startswith("doubt.ecd:2:9: error: a comma before the end of an array")
    assert (folder / "doubt.ecd").read_bytes() == broken


def test_the_report_on_standard_output_stays_pure(ecd, two):
    import json

    done = ecd("validate", "--fix", "--dry-run", "--format", "json", two.name)
    (problem,) = json.loads(done.out)["problems"]
    assert problem["excerpt"].splitlines()[1].strip() == "^"


def test_one_file_does_not_stop_the_others(ecd, two, folder):
    (folder / "bytes.ecd").write_bytes(b'{"a": "\xe9",}')
    done = ecd("validate", "--fix", "missing.ecd", "bytes.ecd", two.name)
    assert done.code == 2
    assert done.err == SHOWN + "ecd: missing.ecd: there is no such file\n"
    assert "bytes.ecd:1:8: error: byte 0xe9 is not UTF-8" in done.out
    assert two.read_bytes() == REPAIRED


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="who may write everything is never refused",
)
def test_a_file_that_may_not_be_written_is_told_and_stays(ecd, two):
    two.chmod(0o400)
    done = ecd("validate", "--fix", two.name)
    assert done.code == 2
    assert "ecd: two.ecd: permission denied" in done.err
    assert two.read_bytes() == BROKEN


def test_what_cannot_be_repaired_in_place_is_refused(ecd):
    done = ecd("validate", "--fix", "-", stdin=BROKEN)
    assert done.code == 2
    assert done.err == "ecd: standard input cannot be repaired in place. Name a file\n"
    done = ecd("validate", "--dry-run", "info.json")
    assert (done.code, done.out) == (2, "")
    assert done.err == "ecd: --dry-run shows what --fix would do. Add --fix\n"


def test_a_named_encoding_is_that_of_the_repaired_file(ecd, folder):
    (folder / "page.ecd").write_bytes(
        '{"EsriClassifierDefinitionFile": 0, "FileVersion": 2, "a": "é",}'.encode("cp1252")
    )
    assert ecd("validate", "--fix", "--encoding", "cp1252", "page.ecd").code == 0
    assert (folder / "page.ecd").read_bytes().endswith(b'"\xe9"}')
