"""The page of differences in a real browser: at two widths, in light and dark, and on paper."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

import ecdkit
from ecdkit.render.html import diff_html

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "compare"))
from diff_pages import pair

NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next((path for name in NAMES if (path := shutil.which(name))), None)

pytestmark = [
    pytest.mark.world,
    pytest.mark.skipif(BROWSER is None, reason=f"no browser: none of {', '.join(NAMES)}"),
]

# What a page tells of itself: how wide it is, what stands out of it, and its colours.
SCRIPT = """
<script>
addEventListener("load", () => {
  const wide = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > wide + 1).map(one => one.tagName);
  const style = getComputedStyle(document.body);
  const shown = [...document.querySelectorAll("svg.swatch rect")].map(one => one.getAttribute("fill"));
  const told = {wide, out, ink: style.color, page: style.backgroundColor, shown,
    maps: [...document.querySelectorAll("svg.heat")].map(one => one.getBoundingClientRect().width)};
  document.title = "TOLD" + JSON.stringify(told);
});
</script></body>"""


@pytest.fixture
def page(tmp_path):
    """The page in a file."""
    path = tmp_path / "page.html"
    path.write_text(diff_html(ecdkit.diff(*pair())), "utf-8")
    return path


def browse(*arguments):
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    run = subprocess.run([*command, *arguments], capture_output=True, check=True, timeout=120)
    return run.stdout.decode()


def scheme(dark):
    return f"--blink-settings=preferredColorScheme={0 if dark else 1}"


def luminance(color):
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1200, 500])
def test_nothing_stands_out_and_everything_can_be_read(page, width, dark):
    page.write_text(page.read_text("utf-8").replace("</body>", SCRIPT), "utf-8")
    dom = browse(scheme(dark), f"--window-size={width},2000", "--dump-dom", page.as_uri())
    found = re.search("<title>TOLD(.*?)</title>", dom)
    assert found
    told = json.loads(found[1].replace("&amp;", "&"))
    assert told["out"] == []
    light, deep = sorted([luminance(told["ink"]), luminance(told["page"])], reverse=True)
    assert (light + 0.05) / (deep + 0.05) > 7
    assert (luminance(told["page"]) < 0.2) == dark
    assert all(40 < size <= width for size in told["maps"])
    assert "#ff0000" in told["shown"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1200, 500])
def test_the_picture_shows_the_colours_of_the_classes(page, tmp_path, width, dark):
    picture = tmp_path / "page.png"
    browse(scheme(dark), f"--window-size={width},3000", f"--screenshot={picture}", page.as_uri())
    image = pytest.importorskip("PIL.Image", reason="make test-world installs it")
    with image.open(picture) as shown:
        colors = {color for _, color in shown.convert("RGB").getcolors(1 << 24)}
    for color in ((255, 0, 0), (40, 7, 198), (40, 90, 198)):
        assert color in colors


def test_paper_is_white_whatever_the_screen(page, tmp_path):
    paper = tmp_path / "page.pdf"
    browse(scheme(True), f"--print-to-pdf={paper}", page.as_uri())
    content = paper.read_bytes()
    assert content.startswith(b"%PDF")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    drawn = b"".join(inflated(stream) for stream in streams)
    # The dark page colour, as a PDF writes it, is not on paper; the colour of a class is.
    assert not re.search(rb"\.0705\d* \.0862\d* \.1058\d* rg", drawn)
    assert re.search(rb"\b1 0 0 rg", drawn)


def inflated(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
