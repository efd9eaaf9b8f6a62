"""Cases about raster function templates."""

from __future__ import annotations

import copy
import json
from typing import Any
from xml.sax.saxutils import escape

from makers.making import Group, content, marked, spell
from makers.samples import classifier, endmembers, likelihood, likelihood_class

__all__ = ["templates"]

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
            "6010 6014",
            _xml(("Raster", "r"), ("ClassifierDefinition", escape(text))),
            value,
        )
        held(
            f"XML behind white space, a definition {told}",
            "6010 6014",
            "\n " + _xml(("ClassifierDefinition", escape(text))),
            value,
        )
    held(
        "XML, the name in other capitals",
        "6014 6015",
        _xml(("classifierdefinition", escape(plain))),
        value,
    )
    held(
        "XML, a definition in a CDATA section",
        "6014",
        _xml(("ClassifierDefinition", f"<![CDATA[{plain}]]>")),
        value,
    )
    held(
        "XML, a file",
        "6013",
        _xml(("ClassifierDefinitionFile", "forest.ecd")),
        {"how": "path", "target": "forest.ecd"},
    )
    held(
        "XML, a file, the name in other capitals",
        "6013 6015",
        _xml(("CLASSIFIERDEFINITIONFILE", "forest")),
        {"how": "path", "target": "forest"},
    )
    held("XML, neither", "6011", _xml(("Raster", "r"), ("Note", "ClassifierDefinition")))
    spectra = json.dumps(endmembers("a"))
    held(
        "XML, endmembers",
        "6013 6014",
        _xml(("SpectralProfileDefinition", escape(spectra))),
        {"how": "value", "kind": "endmember-definition"},
    )
    for style in (0, 1):
        told = ("rasterFunction", "function")[style]
        held(
            f"JSON by {told}, a definition",
            "6016 6011",
            json.dumps(_json("ClassifierDefinition", definition, style)),
            value,
        )
        held(
            f"JSON by {told}, a definition in a string",
            "6016 6014",
            json.dumps(_json("ClassifierDefinition", plain, style)),
            value,
        )
        held(
            f"JSON by {told}, a file",
            "6016 6013",
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
            "6016",
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
        tests = "6006" if "document type" in name or "inclusion" in name else "6001"
        group.add(f"XML {name}: xml-syntax", tests, "validate-template", {"problems": [{"code": "xml-syntax"}], "ok": False},
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
