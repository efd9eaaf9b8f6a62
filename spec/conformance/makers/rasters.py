"""Cases about rasters that a definition is to fit."""

from __future__ import annotations

import copy
import struct
from typing import Any

from makers.making import Group, Token, content, spell
from makers.packages import MODEL
from makers.samples import classifier, endmembers, extra_info, likelihood, likelihood_class

__all__ = ["rasters"]

_TYPES = {
    "uint8": (8, 1, "B"),
    "int16": (16, 2, "h"),
    "uint16": (16, 1, "H"),
    "float32": (32, 3, "f"),
}


def _tiff(
    bands: int,
    kind: str = "uint8",
    *,
    segmented: Any = None,
    names: Any = (),
    values: Any = (0, 200),
) -> bytes:
    """Return a raster of two pixels as an uncompressed TIFF, with the metadata of GDAL.

    Args:
        bands: how many bands it has.
        kind: the type of its values.
        segmented: what its key property says; nothing if None.
        names: the names of its bands.
        values: the two values of each band, which are also its statistics.
    """
    bits, form, code = _TYPES[kind]
    items = [] if segmented is None else [f'<Item name="Segmented">{segmented}</Item>']
    for band in range(bands):
        items += [
            f'<Item name="STATISTICS_{what}" sample="{band}">{value}</Item>'
            for what, value in zip(("MINIMUM", "MAXIMUM"), values, strict=True)
        ]
        items += [
            f'<Item name="STATISTICS_{what}" sample="{band}">1</Item>'
            for what in ("MEAN", "STDDEV")
        ]
    items += [
        f'<Item name="DESCRIPTION" sample="{at}" role="description">{name}</Item>'
        for at, name in enumerate(names)
    ]
    metadata = f"<GDALMetadata>{''.join(items)}</GDALMetadata>".encode() + b"\0"
    data = struct.pack(f"<{bands * 2}{code}", *(list(values) * bands))
    entries: list[tuple[int, int, int, bytes]] = [
        (256, 4, 1, struct.pack("<I", 2)),
        (257, 4, 1, struct.pack("<I", 1)),
        (258, 3, bands, struct.pack(f"<{bands}H", *[bits] * bands)),
        (259, 3, 1, struct.pack("<H", 1)),
        (262, 3, 1, struct.pack("<H", 1)),
        (273, 4, bands, b""),
        (277, 3, 1, struct.pack("<H", bands)),
        (278, 4, 1, struct.pack("<I", 1)),
        (279, 4, bands, struct.pack(f"<{bands}I", *[len(data) // bands] * bands)),
        (284, 3, 1, struct.pack("<H", 2)),
        (339, 3, bands, struct.pack(f"<{bands}H", *[form] * bands)),
        (42112, 2, len(metadata), metadata),
    ]
    start = 8 + 2 + 12 * len(entries) + 4
    offsets = struct.pack(f"<{bands}I", *(start + at * (len(data) // bands) for at in range(bands)))
    entries = [
        (tag, kind_, count, offsets if tag == 273 else raw) for tag, kind_, count, raw in entries
    ]
    head, tail = struct.pack("<2sHIH", b"II", 42, 8, len(entries)), data
    for tag, kind_, count, raw in entries:
        held = raw.ljust(4, b"\0")
        if len(raw) > 4:
            tail += b"\0" * (len(tail) % 2)
            held = struct.pack("<I", start + len(tail))
            tail += raw
        head += struct.pack("<HHI", tag, kind_, count) + held
    return head + struct.pack("<I", 0) + tail


def rasters() -> Group:
    """Return the cases about definitions and rasters."""
    group = Group("raster")

    def case(name: str, tests: str, value: Any, files: list[bytes], *told: tuple[str, str]) -> None:
        text = spell(value)
        severities = {
            "raster-segmentation-untold": "warning",
            "raster-range": "warning",
            "raster-band-name": "warning",
            "nothing-to-compare": "note",
        }
        problems = []
        for code, pointer in told:
            soft = code.endswith("!")
            plain = code.rstrip("!")
            severity = "warning" if soft else severities.get(plain, "error")
            problems.append(
                {"code": plain, **(text.at(pointer) if pointer else {}), "severity": severity}
            )
        codes = ", ".join(code.rstrip("!") for code, _ in told) or "right"
        ok = all(one["severity"] != "error" for one in problems)
        group.add(
            f"{name}: {codes}",
            tests,
            "check",
            {"problems": problems, "ok": ok},
            content=content(text),
            rasters=[content(raw) for raw in files],
        )

    two = classifier(likelihood())
    bands, segmented = "/Definitions/0/NumberBands", "/Definitions/0/RasterIsSegmented"
    case("as many bands", "0801", two, [_tiff(2)])
    case("more bands", "0801", two, [_tiff(3)], ("raster-bands", bands))
    case("fewer bands", "0801", two, [_tiff(1)], ("raster-bands", bands))
    case("two rasters of one band each", "0801", two, [_tiff(1), _tiff(1)])
    case(
        "two rasters of two bands each", "0801", two, [_tiff(2), _tiff(2)], ("raster-bands", bands)
    )
    case("an extra info of four bands", "0801", extra_info(), [_tiff(4)])
    case(
        "an extra info of four bands, a raster of three",
        "0801",
        extra_info(),
        [_tiff(3)],
        ("raster-bands", "/NumberRasterBands"),
    )
    for spelling, member in (("a", "/NumberBands"), ("b", "/NumberOfBands")):
        case(
            f"endmembers of three bands, spelling {spelling}",
            "0801",
            endmembers(spelling),
            [_tiff(3)],
        )
        case(
            f"endmembers of three bands, a raster of two, spelling {spelling}",
            "0801",
            endmembers(spelling),
            [_tiff(2)],
            ("raster-bands", member),
        )
    whole = copy.deepcopy(two)
    whole["Definitions"][0]["RasterIsSegmented"] = True
    for word in ("true", "1", "yes", "YES", "True"):
        case(
            f"a segmented definition, a raster that says {word}",
            "0802",
            whole,
            [_tiff(2, segmented=word)],
        )
        case(
            f"a definition that is not, a raster that says {word}",
            "0802",
            two,
            [_tiff(2, segmented=word)],
            ("raster-segmentation", segmented),
        )
    case(
        "a segmented definition, a raster that says false",
        "0802",
        whole,
        [_tiff(2, segmented="false")],
        ("raster-segmentation", segmented),
    )
    case(
        "a segmented definition, a raster that says nothing",
        "0803",
        whole,
        [_tiff(2)],
        ("raster-segmentation-untold", segmented),
    )
    case(
        "a segmented definition, one of two rasters is segmented",
        "0802",
        whole,
        [_tiff(1, segmented="false"), _tiff(1, segmented="true")],
    )
    case(
        "a segmented definition of other bands: a warning",
        "0801",
        whole,
        [_tiff(3, segmented="true")],
        ("raster-bands!", bands),
    )
    high = copy.deepcopy(two)
    high["Definitions"][0]["Classes"][0]["Means"] = [300.0, 41.25]
    where = "/Definitions/0/Classes/0/Means/0"
    case("a mean of 300 in 8 bits", "0804", high, [_tiff(2)], ("raster-data-type", where))
    case("a mean of 300 in 16 bits", "0804 0805", high, [_tiff(2, "uint16", values=(0, 1000))])
    case(
        "a mean of 300 where values end at 200",
        "0805",
        high,
        [_tiff(2, "uint16")],
        ("raster-range", where),
    )
    edges = copy.deepcopy(two)
    edges["Definitions"][0]["Classes"][0]["Means"] = [0.0, 255.0]
    case("means of 0 and 255 in 8 bits", "0804", edges, [_tiff(2, values=(0, 255))])
    edges["Definitions"][0]["Classes"][0]["Means"] = [-0.5, 41.25]
    case("a mean below 0 in 8 bits", "0804", edges, [_tiff(2)], ("raster-data-type", where))
    edges["Definitions"][0]["Classes"][0]["Means"] = [0.0, 200.0]
    case("means at the ends of the values", "0805", edges, [_tiff(2)])
    water = {**likelihood_class(2, "Water", (0, 0, 200)), "Means": [20.0, 30.0]}
    several = classifier(likelihood({**likelihood_class(), "Means": [300.0, 41.25]}, water))
    wide = _tiff(2, "uint16")
    case("the mean of one of two classes lies within the values", "0805", several, [wide])
    water["Means"] = [400.0, 30.0]
    several = classifier(likelihood({**likelihood_class(), "Means": [300.0, 41.25]}, water))
    case("those of both lie outside", "0805", several, [wide], ("raster-range", where))
    model = {**MODEL, "ExtractBands": [0, 2]}
    case("bands to extract that are there", "0806", model, [_tiff(3)])
    case(
        "a band to extract that is not there",
        "0806",
        model,
        [_tiff(2)],
        ("raster-extract-bands", "/ExtractBands/1"),
    )
    named = {**MODEL, "ExtractBands": ["Red", "green"]}
    case("names of bands, in whatever capitals", "0807", named, [_tiff(2, names=("red", "Green"))])
    case(
        "a name of no band",
        "0807",
        named,
        [_tiff(2, names=("red", "blue"))],
        ("raster-band-name", "/ExtractBands/1"),
    )
    for told, version in (("2", 2), ("4", 4), ("1.0", Token("1.0")), ('"1"', "1"), ("none", None)):
        unknown = {**classifier(likelihood()), "FileVersion": version}
        if version is None:
            del unknown["FileVersion"]
        group.add(f"more bands than a definition of FileVersion {told} asks for: no error", "0809", "check",
                  {"ok": True}, content=content(spell(unknown)), rasters=[content(_tiff(3))])  # fmt: skip
        group.add(f"a mean of 300 in 8 bits, FileVersion {told}: no error", "0809", "check",
                  {"ok": True}, content=content(spell({**unknown, "Definitions": high["Definitions"]})), rasters=[content(_tiff(2))])  # fmt: skip
    nothing = {key: one for key, one in MODEL.items() if key != "ExtractBands"} | {"ModelName": "a"}
    text = spell(nothing)
    group.add("nothing to compare: told, or nothing", "0808", "check",
              {"any": [{"problems": [{"code": "nothing-to-compare", "severity": "note"}], "ok": True}, {"problems": [], "ok": True}]},
              content=content(text), rasters=[content(_tiff(2))])  # fmt: skip
    return group
