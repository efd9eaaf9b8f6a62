"""The settings on the page about text editors can be pasted as they stand."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import xml.etree.ElementTree as ET
from fnmatch import fnmatch

import pages
import pytest

PAGE = (pages.HERE.parent / "docs" / "editors.md").read_text("utf-8")
FILES = ("forest.ecd", "cntk.emd", "my-extra-info.json")


def block(language):
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return found


@pytest.fixture
def schema_file(tmp_path):
    """The file that the command on the page writes."""
    (command,) = re.findall(r"^ {4}(ecd schema .*)$", PAGE, re.MULTILINE)
    arguments = shlex.split(command)[1:]
    subprocess.run([sys.executable, "-m", "ecdkit", *arguments], cwd=tmp_path, check=True)
    (written,) = tmp_path.iterdir()
    return written


def test_vs_code_takes_the_schema_for_every_file(schema_file):
    settings = json.loads(block("json"))
    (mapping,) = settings["json.schemas"]
    assert mapping["url"] == f"./{schema_file.name}"
    assert all(any(fnmatch(name, one) for one in mapping["fileMatch"]) for name in FILES)
    associated = settings["files.associations"]
    assert all(any(fnmatch(name, one) for one in (*associated, "*.json")) for name in FILES)
    assert set(associated.values()) == {"json"}


def test_pycharm_takes_the_schema_for_every_file(schema_file):
    root = ET.fromstring(block("xml"))
    said = {one.get("name"): one.get("value") for one in root.iter("option")}
    assert said["relativePathToSchema"] == schema_file.name
    draft = json.loads(schema_file.read_bytes())["$schema"]
    assert said["schemaVersion"] == f"JSON Schema version {draft.rpartition('-0')[2][0]}"
    patterns = [one.get("value") for one in root.iter("option") if one.get("name") == "path"]
    assert all(any(fnmatch(name, one) for one in patterns) for name in FILES)
