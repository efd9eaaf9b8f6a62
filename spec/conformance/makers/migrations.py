"""Cases about migrations with their ledgers, and about joining and taking apart."""

from __future__ import annotations

import base64
import copy
import json
from typing import Any

from makers.edits import CHANGE
from makers.making import Group, content, spell
from makers.samples import (
    FOREST,
    MODEL,
    SAMPLES,
    WATER,
    classifier,
    deep_learning,
    endmembers,
    extra_info,
    likelihood,
)

__all__ = ["joins", "migrations"]


def migrations() -> Group:
    """Return the cases about ledgers."""
    group = Group("migration")
    info = {**extra_info(FOREST, {**WATER, "Note": 1}), "Note": {"x": [1.5]}}
    needed = {
        "ModelFile": "a.model",
        "ModelType": "ImageClassification",
        "ImageHeight": 256,
        "ImageWidth": 256,
        "ModelConfiguration": "M",
    }
    checks = {"valid": {"ledger": "ledger-1"}, "accounted": True}
    ledger = "7401 7402 7403"

    def read(**pointers: Any) -> dict[str, Any]:
        return {pointer.replace("_", "/"): value for pointer, value in pointers.items()}

    group.add("an extra info becomes a model definition", f"{ledger} 7407 7408 2002", "migrate",
              {**checks, "read": read(_Classes_0_Value={"integer": "1"}, _Classes_1_Value={"integer": "2"}, _Framework={"string": "CNTK"}), "without": ["/Version"]},
              content=content(spell(info)), to="model-definition", **{"with": needed})  # fmt: skip
    unsorted = {**extra_info({**WATER, "Value": 9}, FOREST), "Note": 1}
    group.add("classes are not sorted", f"{ledger} 7407", "migrate",
              {**checks, "read": read(_Classes_0_Value={"integer": "9"}, _Classes_1_Value={"integer": "1"})},
              content=content(spell(unsorted)), to="model-definition", **{"with": needed})  # fmt: skip
    for one, other in (("a", "b"), ("b", "a")):
        group.add(f"endmembers of spelling {one} become {other}", ledger, "migrate",
                  {**checks, "same_value": content(spell(endmembers(other)))}, content=content(spell(endmembers(one))), to=f"endmember-definition@1{other}")  # fmt: skip
    model = {
        key: one
        for key, one in SAMPLES["model"].items()
        if key not in ("InferenceFunction", "BatchSize")
    }
    model["Classes"] = [{"Value": 1, "Name": "Building", "Color": [0, 255, 0]}]
    group.add("a model definition becomes an extra info: what it cannot hold is lost, and refused", "7404", "migrate", {"refused": {}},
              content=content(spell(model)), to="extra-info@1", **{"with": {"NumberRasterBands": 3, "MiniBatchSize": 4}})  # fmt: skip
    group.add("a model definition becomes an extra info: losses are allowed, and listed", f"7404 {ledger} 7408", "migrate",
              {**checks, "lost": ["/ModelFile", "/ModelType", "/ImageHeight"]}, content=content(spell({**model, "Version": "2019.1", "ExtractBands": [0, 1, 2]})),
              to="extra-info@1", lossy=True, **{"with": {"MiniBatchSize": 4}})  # fmt: skip
    for version in (1, 3):
        sample = classifier(likelihood(), version=version)
        target = f"classifier-definition@{4 - version}"
        group.add(
            f"FileVersion {version} to {4 - version}, which is inferred: refused",
            "7405",
            "migrate",
            {"refused": {}},
            content=content(spell(sample)),
            to=target,
        )
        after = CHANGE.sub(
            "\\2",
            spell(sample).text.replace(
                f'"FileVersion": {version}', f'"FileVersion": ⟦{version}→{4 - version}⟧'
            ),
        )
        group.add(f"FileVersion {version} to {4 - version}, allowed", f"7405 {ledger}", "migrate", {**checks, "content": content(after)},
                  content=content(spell(sample)), to=target, inferred=True)  # fmt: skip
    group.add(
        "without what is needed: refused",
        "7404",
        "migrate",
        {"refused": {}},
        content=content(spell(info)),
        to="model-definition",
        **{"with": {}},
    )
    spectra = {
        "EsriEndmemberDefinitionFile": 0,
        "FileVersion": 1,
        "NumberOfEndmembers": 1,
        "NumberOfBands": 2,
        "Endmembers": [
            {"EndmemberID": 1, "EndmemberName": "Forest", "SpectralProfile": [70.5, 41.25]}
        ],
    }
    gone = ["/Definitions/0/Classes/0/Covariances", "/Definitions/0/Classes/0/Red"]
    sample = content(spell(SAMPLES["maximum likelihood"]))
    group.add("maximum likelihood becomes endmembers: losses are allowed, and listed", f"7404 {ledger}", "migrate",
              {**checks, "lost": gone, "same_value": content(spell(spectra))}, content=sample, to="endmember-definition@1b", lossy=True)  # fmt: skip
    group.add(
        "maximum likelihood becomes endmembers: refused for its losses",
        "7404",
        "migrate",
        {"refused": {}},
        content=sample,
        to="endmember-definition@1b",
    )
    learned = content(spell(SAMPLES["deep learning"]))
    group.add("a deep-learning definition becomes an extra info", ledger, "migrate", {**checks, "same_value": content(spell(extra_info()))},
              content=learned, to="extra-info@1", lossy=True)  # fmt: skip
    given = {key: one for key, one in needed.items() if key != "ModelFile"}
    group.add("a deep-learning definition becomes a model definition", f"{ledger} 7407", "migrate",
              {**checks, "read": read(_ModelFile={"string": "trained.model"}, _Classes_0_Name={"string": "Forest"}, _Classes_0_Color_1={"integer": "100"})},
              content=learned, to="model-definition", lossy=True, **{"with": given})  # fmt: skip
    old = {
        "Framework": "CNTK",
        "ModelType": "a",
        "ExtractBands": [0],
        "Classes": [{"ClassValue": 1, "ClassName": "a"}],
    }
    group.add(
        "an old spelling is read as it is",
        "7406 4004",
        "edit",
        {"content": content(spell(old))},
        content=content(spell(old)),
        edits=[],
    )
    return group


def joins() -> Group:
    """Return the cases about joining a model and an extra info, and taking them apart."""
    group = Group("joining")
    info = spell(
        extra_info(
            {"Value": 1, "Name": " Forest", "Color": [0, 100, 0]},
            {"Value": 2, "Name": "Water", "Color": [0, 0, 200]},
        )
    )
    odd = info.text.replace('"Version"', '\r\n\t"Version"').replace("16", "16 ")
    for name, text in (
        ("as it is", info.text),
        ("with odd white space", odd),
        ("with a byte order mark", "\ufeff" + info.text),
    ):
        parts = {"model": content(MODEL), "info": content(text)}
        group.add(
            f"joined and taken apart, an extra info {name}: both byte for byte",
            "1312 0022",
            "join-and-extract",
            parts,
            **parts,
        )
    canonical = {
        "EsriClassifierDefinitionFile": 0,
        "FileVersion": 1,
        "NumberDefinitions": 1,
        "Definitions": [
            {
                "Classifier": "CNTK",
                "NumberClasses": 2,
                "RasterIsSegmented": False,
                "NumberBands": 4,
                "MiniBatchSize": 16,
                "Classes": [
                    {"ClassValue": 1, "ClassName": " Forest", "Red": 0, "Green": 100, "Blue": 0},
                    {"ClassValue": 2, "ClassName": "Water", "Red": 0, "Green": 0, "Blue": 200},
                ],
                "DeepLearningModel": deep_learning()["DeepLearningModel"],
            }
        ],
    }
    held = canonical["Definitions"][0]["DeepLearningModel"]
    held["ExtraInfo"] = {
        "FileName": "info.json",
        "Data": base64.b64encode(info.text.encode()).decode(),
    }
    group.add("joined: the members in the order of the tables", "1310 0171 1301", "join", {"content": content(_canonical(canonical))},
              model=content(MODEL), info=content(info))  # fmt: skip
    referred = copy.deepcopy(canonical)
    place = referred["Definitions"][0]["DeepLearningModel"]
    del place["Data"]
    place["Path"] = "trained.model"
    group.add("joined by reference: the path of the model", "1310 0171 1303", "join", {"content": content(_canonical(referred))},
              model=content(MODEL), info=content(info), reference=True)  # fmt: skip
    for name, text in (
        ("a wrong structure", spell({**extra_info(), "Classes": 3}).text),
        ("an unknown version", spell({**extra_info(), "Version": 2}).text),
        ("a class value twice", spell(extra_info(FOREST, {**WATER, "Value": 1})).text),
        ("no JSON", "{"),
        ("another document", spell(SAMPLES["opaque"]).text),
    ):
        group.add(
            f"an extra info with {name}: refused",
            "1311",
            "join",
            {"refused": {}},
            model=content(MODEL),
            info=content(text),
        )
    renamed = CHANGE.sub("\\2", info.text.replace('"Water"', '"⟦Water→Lake⟧"'))
    group.add("a class renamed between: only that name differs", "1312 0340", "join-and-extract", {"model": content(MODEL), "info": content(renamed)},
              model=content(MODEL), info=content(info), edits=[{"rename-class": 2, "name": "Lake"}])  # fmt: skip
    return group


def _canonical(value: Any, indent: str = "\n") -> str:
    """Return the canonical form of a new document (ECD-0170, ECD-0171)."""
    deeper = indent + "  "
    if isinstance(value, dict) and value:
        members = [
            f"{deeper}{json.dumps(name)}: {_canonical(one, deeper)}" for name, one in value.items()
        ]
        text = "{" + ",".join(members) + indent + "}"
    elif isinstance(value, list) and any(isinstance(one, (dict, list)) for one in value):
        text = "[" + ",".join(deeper + _canonical(one, deeper) for one in value) + indent + "]"
    else:
        text = json.dumps(value)
    return text + "\n" if indent == "\n" else text
