"""What tests of the command share: files to work on, and a way to type it."""

from __future__ import annotations

import io
import json
from typing import NamedTuple

import pytest

from ecdkit.cli import main

INFO = {
    "ImportDeepLearningModelToEsriExtraInfo": 0,
    "Version": 1,
    "Classifier": "CNTK",
    "NumberRasterBands": 4,
    "MiniBatchSize": 16,
    "Classes": [
        {"Value": 1, "Name": "Forest", "Color": [0, 128, 0]},
        {"Value": 2, "Name": "Water", "Color": [0, 0, 255]},
    ],
}
CLASSES = [
    {"ClassValue": 1, "ClassName": "Forest", "Red": 0, "Green": 128, "Blue": 0},
    {"ClassValue": 2, "ClassName": "Water", "Red": 0, "Green": 0, "Blue": 255},
]


class Done(NamedTuple):
    """What a call of the command left behind."""

    code: int
    out: str
    err: str
    raw: bytes


@pytest.fixture
def ecd(capfdbinary, monkeypatch):
    """Type the command in this process."""

    def call(*arguments, stdin=None):
        if stdin is not None:
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([str(argument) for argument in arguments])
        raw, err = capfdbinary.readouterr()
        return Done(code, raw.decode("utf-8", "replace"), err.decode(), raw)

    monkeypatch.delenv("NO_COLOR", raising=False)
    return call


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with files of each kind, in which the command is typed."""
    root = {"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1}
    definition = {"Classifier": "SVM", "Hyperplanes": [1.50, 2], "Classes": CLASSES}
    files = {
        "info.json": json.dumps(INFO, indent=3).encode(),
        "svm.ecd": json.dumps(root | {"Definitions": [definition]}).encode(),
        "wrong.json": json.dumps(INFO | {"Classifier": 5}).encode(),
        "warned.json": json.dumps(INFO | {"Classifier": "CNTK", "Version": 9}).encode(),
        "broken.ecd": b'{"EsriClassifierDefinitionFile": 0,\n "FileVersion": 01}',
        "strange.json": b'{"a": 1}',
        "trained.model": bytes(range(256)),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path
