"""Two documents that differ in every way that a page shows."""

from __future__ import annotations

import json
from copy import deepcopy

import ecdkit


def one(value, name, color):
    red, green, blue = color
    matrix = [[float(value + row * column) for column in range(4)] for row in range(4)]
    colors = {"Red": red, "Green": green, "Blue": blue}
    return {
        "ClassValue": value,
        "ClassName": name,
        **colors,
        "Means": [15, 2.5],
        "Covariances": matrix,
    }


def pair():
    """Return two documents."""
    classes = [one(at, name, (at * 20, 90, 200 - at)) for at, name in enumerate("abcdef", 1)]
    body = {"Classifier": "MaximumLikelihood", "NumberClasses": 6, "Classes": classes}
    first = {"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "Definitions": [body]}
    first["Large"] = [[float(row) for row in range(120)] for _ in range(120)]
    second = deepcopy(first)
    listed = second["Definitions"][0]["Classes"]
    listed[0]["ClassName"] = "<script>alert(1)</script>\u202e"
    listed[1]["Green"] = 7
    listed[2]["ClassValue"] = 33
    listed[3]["Covariances"][1][2] += 1e-5
    listed[3]["Means"] = [15.0, 2.5]
    listed.insert(0, listed.pop())
    listed.append(one(9, "new", (255, 0, 0)))
    del listed[5]
    for row in second["Large"]:
        row[7:] = [value * 1.5 for value in row[7:]]
    return tuple(ecdkit.parse(json.dumps(value)) for value in (first, second))
