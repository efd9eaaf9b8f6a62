"""The page about files in a real browser: nothing stands out of it, whatever its width."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_page_in_a_browser import BROWSER, SCRIPT, browse, scheme

pytestmark = [
    pytest.mark.world,
    pytest.mark.skipif(BROWSER is None, reason="there is no browser"),
]
INFO = {
    "ImportDeepLearningModelToEsriExtraInfo": 0,
    "Version": 1,
    "Classifier": "CNTK",
    "NumberRasterBands": 4,
    "MiniBatchSize": 16,
    "Classes": [
        {"Value": at, "Name": f"{'Forest' * at} {at}", "Color": [0, at, 0]} for at in range(1, 30)
    ],
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1200, 500])
def test_nothing_stands_out(tmp_path, width, dark):
    for name in ("a.json", "a-rather-long-name-of-a-file-" * 5 + ".json", "最.ecd"):
        (tmp_path / name).write_text(json.dumps(INFO))
    (tmp_path / "broken.ecd").write_text("{")
    command = [sys.executable, "-m", "ecdkit", "show", ".", "--format", "html"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    page = tmp_path / "page.html"
    page.write_bytes(done.stdout.replace(b"</body>", SCRIPT.encode()))
    dom = browse(scheme(dark), f"--window-size={width},2000", "--dump-dom", page.as_uri())
    told = json.loads(re.search("<title>TOLD(.*?)</title>", dom)[1].replace("&amp;", "&"))
    assert told["out"] == []
    assert len(told["shown"]) == 3 * 29
