"""Makes the documents that are measured, always the same."""

import random
from pathlib import Path

__all__ = ["DOCUMENTS", "make"]

# Name: classes and bands of a maximum-likelihood document, or trees of an opaque one.
DOCUMENTS = {
    "mlc-small": ("matrix", 8, 4),
    "mlc-7": ("matrix", 20, 200),
    "mlc-97": ("matrix", 100, 310),
    "forest-5": ("forest", 60, 1_000),
    "forest-100": ("forest", 1_100, 1_000),
}
_HEAD = '{"EsriClassifierDefinitionFile":0,"FileVersion":%d,"NumberDefinitions":1,"Definitions":[{'


def make(name: str, folder: Path) -> Path:
    """Return the file of a document, made if it is not there.

    Args:
        name: one of `DOCUMENTS`.
        folder: where the files are kept.
    """
    path = folder / f"{name}.ecd"
    if not path.exists():
        kind, size, width = DOCUMENTS[name]
        text = _matrix(size, width) if kind == "matrix" else _forest(size, width)
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "ascii")
    return path


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
