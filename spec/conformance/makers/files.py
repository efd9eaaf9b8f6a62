"""Cases about files of other kinds: packages, templates, and rasters that a definition is to fit."""

from __future__ import annotations

import copy
import json
import struct
from typing import Any
from xml.sax.saxutils import escape

from makers.archives import DEFLATED, STORED, Held, archive, zeros
from makers.making import Group, content, marked, spell
from makers.samples import classifier, endmembers, extra_info, likelihood, likelihood_class

__all__ = ["packages", "rasters", "templates"]

_MODEL = {
    "Framework": "PyTorch",
    "ModelConfiguration": "FastaiSSD",
    "ModelType": "ObjectDetection",
    "ModelFile": "sub\\trained.pth",
    "ImageHeight": 256,
    "ImageWidth": 256,
    "ExtractBands": [0, 1, 2],
    "Classes": [{"Value": 1, "Name": "Building", "Color": [0, 255, 0]}],
}
_EMD = json.dumps(_MODEL).encode()
_FILES = {"model.emd": _EMD, "sub/trained.pth": b"weights " * 20}


def _zip(files: dict[str, bytes], method: int = STORED, **modes: int) -> bytes:
    """Return an archive; modes are those of the files that are called so."""
    return archive(
        *(
            Held.of(name, held, method=method, mode=modes.get(name, 0))
            for name, held in files.items()
        )
    )


def _renamed(raw: bytes, old: str, new: bytes) -> bytes:
    """Return an archive in which a name has other bytes of the same length, everywhere."""
    return raw.replace(old.encode(), new)


def packages() -> Group:
    """Return the cases about packages."""
    group = Group("package")
    about = (
        "archive", "archive-damaged", "archive-link", "archive-method", "archive-name", "archive-name-clash",
        "archive-name-encoding", "archive-name-spelling", "archive-size", "file-not-in-package", "package-definition",
        "package-definition-encoding",
    )  # fmt: skip

    def case(name: str, tests: str, raw: bytes, *codes: str, ok: bool | None = None) -> None:
        told = ", ".join(codes) or "right"
        expect: dict[str, Any] = {"problems": [{"code": code} for code in sorted(codes)]}
        expect["ok"] = not codes if ok is None else ok
        group.add(
            f"{name}: {told}",
            tests,
            "validate-package",
            expect,
            about=about,
            content=content(raw),
        )

    case("stored", "5001 5002 5003 5012", _zip(_FILES))
    case("deflated", "5012", _zip(_FILES, DEFLATED))
    case("the definition last", "5002", _zip(dict(reversed(_FILES.items()))))
    case("folders with entries of their own", "5004", _zip({"sub/": b"", **_FILES}))
    case(
        "entries that nobody knows",
        "5004",
        _zip({**_FILES, "readme.txt": b"x", "metrics/a.html": b"y"}),
    )
    case("a definition in a folder too", "5002", _zip({**_FILES, "old/model.emd": _EMD}))
    case("text", "5001", b"this is no archive", "archive")
    case("no bytes", "5001", b"", "archive")
    case("a 7-Zip archive", "5001", b"7z\xbc\xaf\x27\x1c" + bytes(60), "archive")
    case("no definition", "5002", _zip({"sub/trained.pth": b"x"}), "package-definition")
    case(
        "a definition in a folder only",
        "5002",
        _zip({"old/model.emd": _EMD, "sub/trained.pth": b"x"}),
        "package-definition",
    )
    case("two definitions", "5002", _zip({**_FILES, "other.emd": _EMD}), "package-definition")
    case("the model is not there", "5003", _zip({"model.emd": _EMD}), "file-not-in-package")
    functions = json.dumps({**_MODEL, "InferenceFunction": "[Functions]a.py"}).encode()
    case("a function of the installation", "5003", _zip({**_FILES, "model.emd": functions}))
    case(
        "a definition with a byte order mark",
        "5006",
        _zip({**_FILES, "model.emd": b"\xef\xbb\xbf" + _EMD}),
        "package-definition-encoding",
    )
    case(
        "a definition in UTF-16",
        "5006",
        _zip({**_FILES, "model.emd": b"\xff\xfe" + _EMD.decode().encode("utf-16-le")}),
        "package-definition-encoding",
    )
    plain = _zip(_FILES)
    case("bytes before the archive", "5010", b"#!/bin/sh\n" + plain, "archive")
    case("bytes behind the archive", "5010", plain + b"more", "archive")
    other = plain.replace(b"sub/trained.pth", b"sub/trained.pty", 1)
    case("another name in the header than in the directory", "5010", other, "archive")
    case("cut off", "5010", plain[:-30], "archive")
    damaged = plain.replace(b"weights weights", b"weights Weights", 1)
    case("other bytes than the checksum says", "5011", damaged, "archive-damaged")
    strange = [Held.of(name, held) for name, held in _FILES.items()]
    strange.append(Held.of("a.txt", b"x" * 99, method=12))
    case("a method that is neither", "5012", archive(*strange), "archive-method")
    encrypted = bytearray(plain)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[plain.index(mark) + at] |= 1
    case("an encrypted file", "5012", bytes(encrypted), "archive-method")
    case(
        "a symbolic link",
        "5013 5005",
        _zip({**_FILES, "link": b"/etc/passwd"}, link=0o120777),
        "archive-link",
    )
    case("a device", "5013", _zip({**_FILES, "dev": b""}, dev=0o20666), "archive-link")
    unpacked, packed = zeros(12_000)
    held = [Held.of(name, one) for name, one in _FILES.items()]
    bomb = archive(*held, Held(b"zeros.bin", unpacked, packed, DEFLATED))
    group.add("three megabytes of zeros in twenty kilobytes: archive-size, or right", "5014", "validate-package",
              {"any": [{"problems": [{"code": "archive-size"}], "ok": False}, {"problems": [], "ok": True}]},
              about=about, content=content(bomb))  # fmt: skip
    for name in (
        "/a.txt",
        "../a.txt",
        "a/../../b.txt",
        "C:a.txt",
        "C:/a.txt",
        "a:b",
        "a?b",
        "CON",
        "aux.txt",
        "a.",
        "a ",
    ):
        case(f"the name {name!r}", "5020", _zip({**_FILES, name: b"x"}), "archive-name")
    for one, two in (
        ("a.txt", "A.txt"),
        ("\u00e9.txt", "e\u0301.txt"),
        ("a", "a/b"),
        ("sub/TRAINED.pth", "x"),
    ):
        case(
            f"the names {one!r} and {two!r}",
            "5021",
            _zip({**_FILES, one: b"x", two: b"y"}),
            "archive-name-clash",
        )
    named = _zip({**_FILES, "aa.txt": b"x"})
    case(
        "a name in code page 437",
        "5022",
        _renamed(named, "aa.txt", b"\x82a.txt"),
        "archive-name-encoding",
        ok=True,
    )
    case("a name marked as UTF-8", "5022", _zip({**_FILES, "\u00e9.txt": b"x"}))
    for name in ("x\\y.txt", "./y.txt", "x//y.txt", "x/./y.txt"):
        case(
            f"the name {name!r}",
            "5023",
            _renamed(
                _zip({**_FILES, name.replace("\\", "_"): b"x"}),
                name.replace("\\", "_"),
                name.encode(),
            ),
            "archive-name-spelling",
            ok=True,
        )
    _unpacking(group)
    _packing(group)
    return group


def _unpacking(group: Group) -> None:
    group.add(
        "unpacked: the files as they were",
        "5001 5004",
        "unpack",
        {"files": {name: raw.hex() for name, raw in _FILES.items()}},
        content=content(_zip(_FILES)),
    )
    for name in ("/a.txt", "../a.txt", "a/../../b.txt", "C:/a.txt"):
        group.add(
            f"unpacked, with the name {name!r}: refused",
            "5005",
            "unpack",
            {"refused": {}},
            content=content(_zip({**_FILES, name: b"x"})),
        )
    climbing = _renamed(_zip({**_FILES, ".._a.txt": b"x"}), ".._a.txt", b"..\\a.txt")
    group.add(
        "unpacked, with a backslash that leads out: refused",
        "5005",
        "unpack",
        {"refused": {}},
        content=content(climbing),
    )
    link = _zip({**_FILES, "link": b"/etc/passwd"}, link=0o120777)
    group.add(
        "unpacked, with a link: refused",
        "5005 5013",
        "unpack",
        {"refused": {}},
        content=content(link),
    )
    group.add(
        "unpacked, a damaged file: refused",
        "5011 5005",
        "unpack",
        {"refused": {}},
        content=content(_zip(_FILES).replace(b"weights weights", b"weights Weights", 1)),
    )


def _packing(group: Group) -> None:
    files = {**_FILES, "z.txt": b"z", "a.txt": b"a" * 500, "\u00e9.txt": b"e"}
    held = {name: content(raw) for name, raw in files.items()}
    order = ["model.emd", *sorted(set(files) - {"model.emd"}, key=lambda name: name.encode())]
    group.add("packed: the definition first, the others by their names, deflated, without a time", "5030", "pack",
              {"archive": order}, definition="model.emd", files=held)  # fmt: skip
    for name, emd in (
        ("an error in the definition", {**_MODEL, "ImageHeight": "x"}),
        ("a file that is not there", {**_MODEL, "ModelFile": "none.pth"}),
    ):
        given = {**held, "model.emd": content(json.dumps(emd))}
        group.add(
            f"packed, with {name}: refused",
            "5031 5003",
            "pack",
            {"refused": {}},
            definition="model.emd",
            files=given,
        )


_XML = (
    "<RasterFunctionTemplate xsi:type='typens:RasterFunctionTemplate' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
    " xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:typens='http://www.esri.com/schemas/ArcGIS/3.0.0'>"
    "<Name>n</Name><Description></Description><Function xsi:type='typens:ClassifyFunction'><Name>Classify</Name>"
    "<Description></Description><PixelType>UNKNOWN</PixelType></Function><Arguments xsi:type='typens:ClassifyFunctionArguments'>"
    "<Names xsi:type='typens:ArrayOfString'>{names}</Names><Values xsi:type='typens:ArrayOfAnyType'>{values}</Values></Arguments>"
    "<Help></Help><Type>0</Type><Thumbnail xsi:nil='true'></Thumbnail><Definition></Definition><Group></Group><Tag></Tag>"
    "</RasterFunctionTemplate>"
)


def _xml(*arguments: tuple[str, str]) -> str:
    names = "".join(f"<String>{name}</String>" for name, _ in arguments)
    values = "".join(f"<AnyType xsi:type='xs:string'>{value}</AnyType>" for _, value in arguments)
    return _XML.format(names=names, values=values)


def _json(argument: str, value: Any, style: int = 0) -> dict[str, Any]:
    if style:
        return {"name": "n", "function": {"type": "ClassifyFunction", "name": "Classify"},
                "arguments": {argument: {"name": argument, "value": value, "type": "RasterFunctionVariable"}}}  # fmt: skip
    return {
        "rasterFunction": "Classify",
        "rasterFunctionArguments": {"Raster": "$$", argument: value},
    }


def templates() -> Group:
    """Return the cases about templates."""
    group = Group("template")
    definition = classifier(likelihood())
    plain, spaced = json.dumps(definition), spell(definition).text

    def held(name: str, tests: str, text: str, *expected: dict[str, Any]) -> None:
        group.add(
            name, tests, "definitions", {"definitions": list(expected)}, content=content(text)
        )

    value = {"how": "value", "kind": "classifier-definition"}
    for told, text in (("on one line", plain), ("in lines", spaced)):
        held(
            f"XML, a definition {told}",
            "6010 6011",
            _xml(("Raster", "r"), ("ClassifierDefinition", escape(text))),
            value,
        )
        held(
            f"XML behind white space, a definition {told}",
            "6010 6011",
            "\n " + _xml(("ClassifierDefinition", escape(text))),
            value,
        )
    held(
        "XML, the name in other capitals",
        "6011",
        _xml(("classifierdefinition", escape(plain))),
        value,
    )
    held(
        "XML, a definition in a CDATA section",
        "6011",
        _xml(("ClassifierDefinition", f"<![CDATA[{plain}]]>")),
        value,
    )
    held(
        "XML, a file",
        "6011",
        _xml(("ClassifierDefinitionFile", "forest.ecd")),
        {"how": "path", "target": "forest.ecd"},
    )
    held("XML, neither", "6011", _xml(("Raster", "r"), ("Note", "ClassifierDefinition")))
    spectra = json.dumps(endmembers("a"))
    held(
        "XML, endmembers",
        "6011",
        _xml(("SpectralProfileDefinition", escape(spectra))),
        {"how": "value", "kind": "endmember-definition"},
    )
    for style in (0, 1):
        told = ("rasterFunction", "function")[style]
        held(
            f"JSON by {told}, a definition",
            "6010 6011",
            json.dumps(_json("ClassifierDefinition", definition, style)),
            value,
        )
        held(
            f"JSON by {told}, a definition in a string",
            "6010 6011",
            json.dumps(_json("ClassifierDefinition", plain, style)),
            value,
        )
        held(
            f"JSON by {told}, a file",
            "6011",
            json.dumps(_json("ClassifierDefinitionFile", "forest.ecd", style)),
            {"how": "path", "target": "forest.ecd"},
        )
    inner = _json("ClassifierDefinition", definition)
    outer = {"rasterFunction": "Colormap", "rasterFunctionArguments": {"Raster": inner}}
    held("JSON, a function in a function", "6011", json.dumps(outer), value)
    for told, other in (
        ("rasterFunction without arguments", {"rasterFunction": "Classify"}),
        ("rasterFunction that is no string", {"rasterFunction": 1, "rasterFunctionArguments": {}}),
        ("function without a type", {"function": {"name": "a"}, "arguments": {}}),
        ("function with an empty type", {"function": {"type": ""}, "arguments": {}}),
    ):
        group.add(
            f"{told}: refused",
            "6010",
            "definitions",
            {"refused": {}},
            content=content(json.dumps(other)),
        )
    _judged(group, definition)
    _embedded(group, definition)
    return group


def _judged(group: Group, definition: Any) -> None:
    about = (
        "xml-syntax",
        "unpaired-argument",
        "absolute-path-in-template",
        "count-mismatch",
        "wrong-type",
        "syntax",
        "encoding",
    )

    def case(
        name: str, tests: str, text: str, *codes: str, pointers: Any = None, ok: bool = True
    ) -> None:
        whole, places = marked(text)
        problems = [
            {"code": code, "line": line, "column": column}
            for code, (line, column) in zip(codes, places, strict=True)
        ]
        for one, pointer in zip(problems, pointers or (), strict=False):
            one["pointer"] = pointer
        told = ", ".join(codes) or "right"
        group.add(
            f"{name}: {told}",
            tests,
            "validate-template",
            {"problems": problems, "ok": ok},
            about=about,
            content=content(whole),
        )

    case(
        "XML as it should be",
        "6001 6005",
        _xml(("ClassifierDefinition", escape(json.dumps(definition)))),
    )
    lying = copy.deepcopy(definition)
    lying["NumberDefinitions"] = 7
    text = json.dumps(lying).replace("7,", "¦7,", 1)
    case(
        "XML, a count in its definition",
        "6005",
        _xml(("ClassifierDefinition", escape(text))),
        "count-mismatch",
        ok=False,
    )
    lines = spell(lying).text.replace(" 7,", " ¦7,", 1)
    case(
        "XML, a count in a definition of several lines",
        "6005",
        _xml(("ClassifierDefinition", escape(lines))),
        "count-mismatch",
        ok=False,
    )
    case("JSON, a count in its definition", "6005", json.dumps(_json("ClassifierDefinition", lying)).replace("7,", "¦7,", 1), "count-mismatch",
         pointers=["/rasterFunctionArguments/ClassifierDefinition/NumberDefinitions"], ok=False)  # fmt: skip
    group_paths = ("C:\\Users\\me\\a.ecd", "/home/me/a.ecd", "\\\\server\\a.ecd")
    for path in group_paths:
        text = _xml(("ClassifierDefinitionFile", path))
        group.add(f"XML, the path {path}: absolute-path-in-template", "6004", "validate-template",
                  {"problems": [{"code": "absolute-path-in-template"}], "ok": True}, about=about, content=content(text))  # fmt: skip
    case("XML, a relative path", "6004", _xml(("ClassifierDefinitionFile", "sub/a.ecd")))
    unpaired = _xml(("Raster", "r")).replace(
        "<String>Raster</String>", "<String>Raster</String><String>More</String>"
    )
    group.add("XML, more names than values: unpaired-argument", "6002", "validate-template", {"problems": [{"code": "unpaired-argument"}], "ok": True},
              about=about, content=content(unpaired))  # fmt: skip
    plain = _xml(("Raster", "r"))
    odd = plain.replace("<Tag></Tag>", "<Tag></Tag><Strange>1</Strange>")
    group.add("XML, an element that nobody has seen: unusual-structure, or nothing", "6003", "validate-template",
              {"any": [{"has": [{"code": "unusual-structure", "severity": "note"}], "ok": True}, {"problems": [], "ok": True}]},
              content=content(odd))  # fmt: skip
    for name, broken in (
        ("that is not closed", plain[:-5]),
        ("with a wrong end", plain.replace("</Help>", "</Halp>")),
        ("with a document type", "<!DOCTYPE a>" + plain),
        (
            "with an entity of a document type",
            '<!DOCTYPE a [<!ENTITY b "c">]>' + plain.replace(">n<", ">&b;<"),
        ),
        ("with an entity that nobody declares", plain.replace(">n<", ">&nbsp;<")),
        ("with an ampersand", plain.replace(">n<", ">a & b<")),
        (
            "with an inclusion",
            plain.replace(
                "<Help></Help>",
                "<Help><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='a'/></Help>",
            ),
        ),
        ("with an attribute that stands twice", plain.replace("<Name>", "<Name a='1' a='2'>", 1)),
    ):
        group.add(f"XML {name}: xml-syntax", "6001", "validate-template", {"problems": [{"code": "xml-syntax"}], "ok": False},
                  about=about, content=content(broken))  # fmt: skip


def _embedded(group: Group, definition: Any) -> None:
    other = spell(
        classifier(likelihood({**likelihood_class(), "ClassName": "W\u00e4lder & <Wiesen>"}))
    ).text
    xml = _xml(
        ("Raster", "r"), ("ClassifierDefinition", "¦" + escape(json.dumps(definition)) + "¦")
    )
    flat = json.dumps(_json("ClassifierDefinition", "@")).replace(
        '"@"', "¦" + json.dumps(definition) + "¦"
    )
    for name, text in (("XML", xml), ("JSON", flat)):
        before, inside, behind = text.split("¦")
        group.add(f"another definition in {name}: all around it stays", "6012", "embed", {"around": [before, behind], "held": content(other)},
                  content=content(before + inside + behind), definition=content(other))  # fmt: skip
    one = _xml(("ClassifierDefinition", escape(json.dumps(definition))))
    two = _xml(("ClassifierDefinition", escape(other)))
    for name, pair in (
        ("a definition", (one, two)),
        ("nothing", (one, one)),
        ("an argument", (one, _xml(("Raster", "r")))),
    ):
        group.add(f"templates that differ in {name}", "7110", "template-diff", {"valid": {"diff": "template-diff-1"}},
                  before=content(pair[0]), after=content(pair[1]))  # fmt: skip


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
    model = {**_MODEL, "ExtractBands": [0, 2]}
    case("bands to extract that are there", "0806", model, [_tiff(3)])
    case(
        "a band to extract that is not there",
        "0806",
        model,
        [_tiff(2)],
        ("raster-extract-bands", "/ExtractBands/1"),
    )
    named = {**_MODEL, "ExtractBands": ["Red", "green"]}
    case("names of bands, in whatever capitals", "0807", named, [_tiff(2, names=("red", "Green"))])
    case(
        "a name of no band",
        "0807",
        named,
        [_tiff(2, names=("red", "blue"))],
        ("raster-band-name", "/ExtractBands/1"),
    )
    nothing = {key: one for key, one in _MODEL.items() if key != "ExtractBands"} | {
        "ModelName": "a"
    }
    text = spell(nothing)
    group.add("nothing to compare: told, or nothing", "0808", "check",
              {"any": [{"problems": [{"code": "nothing-to-compare", "severity": "note"}], "ok": True}, {"problems": [], "ok": True}]},
              content=content(text), rasters=[content(_tiff(2))])  # fmt: skip
    return group
