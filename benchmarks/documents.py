"""Makes the documents that are measured, always the same."""

import random
from pathlib import Path

from comparing import edited

__all__ = ["DOCUMENTS", "make"]

# Name: kind, and its sizes. Of maximum-likelihood documents classes and bands, of opaque ones trees
# and their nodes, of models megabytes. A pair is made of the document of the name without its end.
DOCUMENTS = {
    "mlc-small": ("matrix", 8, 4),
    "mlc-7": ("matrix", 20, 200),
    "mlc-97": ("matrix", 100, 310),
    "mlc-97-lines": ("matrix", 100, 310),
    "mlc-194": ("matrix", 200, 310),
    "mlc-194-lines": ("matrix", 200, 310),
    "forest-small": ("forest", 3, 10),
    "forest-100": ("forest", 1_520, 1_000),
    "forest-200": ("forest", 3_040, 1_000),
    "model-small": ("model", 0, 1_000),
    "model-75": ("model", 75, 1_000_000),
    "model-150": ("model", 150, 1_000_000),
    "classes-5000": ("matrix", 5_000, 2),
    "classes-10000": ("matrix", 10_000, 2),
    "mlc-small-edited": ("pair", 0, 0),
    "mlc-small-other": ("pair", 0, 0),
    "mlc-small-shuffled": ("pair", 0, 0),
    "mlc-7-edited": ("pair", 0, 0),
    "mlc-97-edited": ("pair", 0, 0),
    "mlc-97-other": ("pair", 0, 0),
    "mlc-194-edited": ("pair", 0, 0),
    "mlc-194-other": ("pair", 0, 0),
    "classes-5000-shuffled": ("pair", 0, 0),
    "classes-10000-shuffled": ("pair", 0, 0),
}
_HEAD = '{"EsriClassifierDefinitionFile":0,"FileVersion":%d,"NumberDefinitions":1,"Definitions":[{'
_EXTRA_INFO = (
    '{"ImportDeepLearningModelToEsriExtraInfo":0,"Version":1,"Classifier":"ONNX",'
    '"NumberRasterBands":4,"MiniBatchSize":16,"Classes":['
    '{"Value":100,"Name":"Sealed ground","Color":[204,204,204]}]}'
)


def make(name: str, folder: Path) -> None:
    """Make the file of a document if it is not there.

    Args:
        name: one of `DOCUMENTS`.
        folder: where the files are kept.
    """
    kind, size, width = DOCUMENTS[name]
    path = folder / f"{name}{'.onnx' if kind == 'model' else '.ecd'}"
    if path.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "pair":
        source, _, how = name.rpartition("-")
        make(source, folder)
        path.write_text(edited(folder / f"{source}.ecd", how), "ascii")
    elif kind == "model":
        (folder / "extra-info.json").write_text(_EXTRA_INFO, "ascii")
        path.write_bytes(random.Random(3).randbytes(max(size, 1) * width))
    elif kind == "forest":
        path.write_text(_forest(size, width), "ascii")
    elif name.endswith("lines"):
        path.write_text(_in_lines(_matrix(size, width)), "utf-8")
    else:
        path.write_text(_matrix(size, width), "ascii")


def _in_lines(text: str) -> str:
    """Return the text with a line for each member and row, and names in another script."""
    for mark in ('"Class', '"Means"', '"Covariances"', "[", "{"):
        text = text.replace(f",{mark}", f",\n        {mark}")
    return text.replace('"Class ', '"\u6797\u5730\u5206\u985e ')


def _matrix(classes: int, bands: int) -> str:
    source = random.Random(1)
    rows = [[source.gauss(0, 1) for _ in range(bands)] for _ in range(bands)]
    parts = []
    for value in range(1, classes + 1):
        # Symmetric, and positive definite because the diagonal outweighs the rest.
        matrix = [
            [bands * 3.0 + value if row == column else rows[min(row, column)][max(row, column)]
             for column in range(bands)]
            for row in range(bands)
        ]  # fmt: skip
        means = ",".join(f"{source.random() * 255:.7g}" for _ in range(bands))
        covariances = ",".join(
            "[" + ",".join(f"{x * 1.0037:.7g}" for x in row) + "]" for row in matrix
        )
        parts.append(
            f'{{"ClassValue":{value},"ClassName":"Class {value}","Red":{value % 256},"Green":0,'
            f'"Blue":0,"Count":{bands * 40},"Means":[{means}],"Covariances":[{covariances}]}}'
        )
    return (
        _HEAD % 1
        + f'"Classifier":"MaximumLikelihood","NumberClasses":{classes},"RasterIsSegmented":false,'
        + f'"NumberBands":{bands},"Classes":['
        + ",".join(parts)
        + "]}]}"
    )


def _forest(trees: int, nodes: int) -> str:
    source = random.Random(2)
    classes = ",".join(
        f'{{"ClassValue":{value},"ClassName":"Class {value}","Red":{value},"Green":0,"Blue":0}}'
        for value in range(1, 9)
    )
    grown = ",".join(
        '{"Nodes":['
        + ",".join(
            f'{{"Band":{source.randrange(6)},"Threshold":{source.random() * 255:.7g},'
            f'"Left":{2 * node + 1},"Right":{2 * node + 2},"Class":{source.randrange(8)}}}'
            for node in range(nodes)
        )
        + "]}"
        for _ in range(trees)
    )
    return _HEAD % 3 + f'"Classifier":"RandomTrees","Classes":[{classes}],"Trees":[{grown}]}}]}}'
