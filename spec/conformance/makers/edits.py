"""Cases about edits: texts in which a mark shows what stands there before and what after.

`⟦old→new⟧` is `old` before the edit and `new` after it; all else is the same, byte for byte.
"""

from __future__ import annotations

import re
from typing import Any

from makers.making import Group, content

__all__ = ["CHANGE", "edits", "layout", "root_key"]

CHANGE = re.compile("⟦([^⟦→]*)→([^⟧]*)⟧", re.DOTALL)
root_key = '"ImportDeepLearningModelToEsriExtraInfo"'
_BOM = b"\xef\xbb\xbf"


def edits() -> Group:
    """Return the cases."""
    group = Group("edits")
    _nothing(group)
    _replacing(group)
    _strings(group)
    _adding(group)
    _removing(group)
    _refusing(group)
    _classes(group)
    return group


def _whole(inner: str, end: str = "\n") -> str:
    return f'{{{end}  {root_key}: 0,{end}  "Version": 1,{end}  {inner}{end}}}{end}'


def _add(
    group: Group,
    name: str,
    tests: str,
    text: str,
    *asked: dict[str, Any],
    code: str = "utf-8",
    mark: bytes = b"",
    **more: Any,
) -> None:
    before, after = (mark + CHANGE.sub(f"\\{side}", text).encode(code) for side in (1, 2))
    group.add(
        name,
        tests,
        "edit",
        {"content": content(after)},
        content=content(before),
        edits=list(asked),
        **more,
    )


def _set(pointer: str, json_text: str) -> dict[str, Any]:
    return {"set": pointer, "json": json_text}


def _nothing(group: Group) -> None:
    """What is read is written."""
    for told, raw in (
        ("one line without an end", f'{{{root_key}:0,"Version":1}}'.encode()),
        ("odd white space", f' \n\t{{ {root_key} :0 ,\r\n"Version"\t:\r1 }}\n\n'.encode()),
        ("a byte order mark", _BOM + _whole('"X": 1').encode()),
        ("UTF-16", b"\xff\xfe" + _whole('"X": "林"').encode("utf-16-le")),
        ("UTF-32, big-endian", b"\x00\x00\xfe\xff" + _whole('"X": "林😀"').encode("utf-32-be")),
        ("Windows line ends", _whole('"X": 1', "\r\n").encode()),
        ("numbers as nobody writes them", _whole('"X": [1.50, 15e-1, 1E+05, -0, 0.10e1, 1e400, 123456789012345678901234567890]').encode()),
        ("numbers that are not finite", _whole('"X": [NaN, -nan(ind), 1.#INF00, -Infinity]').encode()),
        ("names that stand twice", _whole('"X": {"a": 1, "a": 2, "a": 1}').encode()),
        ("escapes of every kind", _whole(r'"X": "\u00E9\u00e9\/\ud800\"\\"').encode()),
        ("unknown members in any order", _whole('"z": 1, "a": {"y": null, "b": [[]]}, "Classes": []').encode()),
    ):  # fmt: skip
        group.add(f"no edit of {told}: the same bytes", "0022 0020 0123 0132 0103", "edit",
                  {"content": content(raw)}, content=content(raw), edits=[])  # fmt: skip
    kept = (
        '{"EsriClassifierDefinitionFile": 0, "FileVersion": 2, "Body": [1.50, {"b":1,  "a":NaN}]}'
    )
    group.add("no edit of an unknown version: the same bytes", "0021 0022", "edit",
              {"content": content(kept)}, content=content(kept), edits=[])  # fmt: skip
    opaque = (
        '{"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": ⟦1→2⟧, "Definitions": '
        '[{"Classifier": "SVM",  "Body": {"z":1.50, "a" :[ 1 ,2e0], "z":2 }, "Data":"\\u0041"}]}'
    )
    _add(
        group,
        "an edit beside an opaque definition",
        "0021 1201 0301",
        opaque,
        _set("/NumberDefinitions", "2"),
    )
    model = (
        '{"Framework": "PyTorch", "ModelType": ⟦"a"→"b"⟧, "ModelFile": ".\\\\sub\\\\trained.pth", "ExtractBands": [0],'
        ' "LearningRate": "1.0000e-04", "per_class_metrics": "{\\"a\\": {\\"p\\":1}}"}'
    )
    _add(
        group,
        "an edit beside paths and values in strings",
        "4022 4005 0301",
        model,
        _set("/ModelType", '"b"'),
    )


def _replacing(group: Group) -> None:
    for told, tests, inner, pointer, new in (
        ("a number", "0310 0311", '"X": ⟦1→2⟧', "/X", "2"),
        ("a number, as it is spelled", "0311", '"X": ⟦1→2.50⟧', "/X", "2.50"),
        ("a number with an exponent", "0311", '"X": ⟦1→1E+05⟧', "/X", "1E+05"),
        ("a number of 30 digits", "0311", f'"X": ⟦1→{"7" * 30}⟧', "/X", "7" * 30),
        ("a number between odd spaces", "0301 0310", '"X" :\t⟦1→2⟧ ,\n\n"Y":1', "/X", "2"),
        ("a number by the same in another spelling", "0302", '"X": 15e-1', "/X", "1.50"),
        ("an integer by a double", "0302 0310", '"X": ⟦15→15.0⟧', "/X", "15.0"),
        ("zero by minus zero", "0302 0310", '"X": ⟦0.0→-0.0⟧', "/X", "-0.0"),
        ("a string by the same with escapes", "0302", '"X": "\\u0041\\/"', "/X", '"A/"'),
        ("an object by one in another order", "0302", '"X": {"a": 1,  "b": [ 1 ]}', "/X", '{"b": [1], "a": 1}'),
        ("true by null", "0310", '"X": ⟦true→null⟧', "/X", "null"),
        ("a string by a number", "0310", '"X": ⟦"a b"→7⟧', "/X", "7"),
        ("a value in an object", "0310", '"X": {"a": 1.0, "b": ⟦2→3⟧ }', "/X/b", "3"),
        ("a value in an array", "0310", '"X": [ 1.0 ,⟦2→3⟧,  4 ]', "/X/1", "3"),
        ("a value in a matrix", "0310", '"X": [[1.50, 2], [3,⟦4→5⟧ ]]', "/X/1/1", "5"),
        ("an object by one in which one value differs", "0310", '"X": {"a":1.50,  "b": ⟦2→3⟧, "c":[ ]}', "/X", '{"a": 1.5, "b": 3, "c": []}'),
        ("an array by one in which one element differs", "0310", '"X": ["a",  ⟦"b"→"d"⟧ ,"c"]', "/X", '["a", "d", "c"]'),
        ("a name with a slash", "0306", '"a/b": ⟦1→2⟧', "/a~1b", "2"),
        ("by a pointer as a fragment", "0152", '"a b": ⟦1→2⟧', "#/a%20b", "2"),
        ("a value that makes the structure wrong", "0304", '"NumberRasterBands": ⟦4→"x"⟧', "/NumberRasterBands", '"x"'),
        ("an array by an empty one", "0310 0331", '"X": [⟦1, 2→⟧]', "/X", "[]"),
    ):  # fmt: skip
        _add(group, f"set {told}", tests, _whole(inner), _set(pointer, new))
    _add(group, "several edits, in their order", "0301", _whole('"X": ⟦1→3⟧, "Y": ⟦1→2⟧'),
         _set("/X", "2"), _set("/Y", "2"), _set("/X", "3"))  # fmt: skip


def _strings(group: Group) -> None:
    for told, inner, new in (
        ("ASCII", '"X": ⟦"a"→"b c"⟧', '"b c"'),
        ("what must be escaped", '"X": ⟦"a"→"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f"⟧'.replace("\\u007f", "\x7f"), '"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f"'),
        ("a slash, where none is escaped", '"X": ⟦"a"→"a/b"⟧', '"a\\/b"'),
        ("a slash, where one is escaped", '"Y": "\\/", "X": ⟦"a"→"a\\/b"⟧', '"a/b"'),
        ("é, in a document of ASCII", '"X": ⟦"a"→"\\u00e9"⟧', '"é"'),
        ("é, where there is another beyond ASCII", '"Y": "ö", "X": ⟦"a"→"é"⟧', '"\\u00e9"'),
        ("é, where an escape stood", '"Y": "ö", "X": ⟦"\\u00f6"→"\\u00e9"⟧', '"é"'),
        ("a character beyond U+FFFF", '"X": ⟦"a"→"\\ud83d\\ude00"⟧', '"😀"'),
        ("é, where digits of escapes are capitals", '"Y": "\\u00C9", "X": ⟦"a"→"\\u00E9"⟧', '"é"'),
        ("é, where the first letter of escapes is small", '"Y": "\\u00c9\\u00C9", "X": ⟦"a"→"\\u00e9"⟧', '"é"'),
    ):  # fmt: skip
        _add(group, f"set a string: {told}", "0312", _whole(inner), _set("/X", new))
    _add(
        group,
        "set a string: é, behind a byte order mark",
        "0312 0103",
        _whole('"X": ⟦"a"→"é"⟧'),
        _set("/X", '"é"'),
        mark=_BOM,
    )
    _add(
        group,
        "set a string: é, in cp1252",
        "0312 0103",
        _whole('"X": ⟦"a"→"é"⟧'),
        _set("/X", '"é"'),
        code="cp1252",
        encoding="cp1252",
    )
    _add(group, "set a string: a character that cp1252 lacks", "0312 0103", _whole('"Y": "é", "X": ⟦"a"→"\\u6797"⟧'),
         _set("/X", '"林"'), code="cp1252", encoding="cp1252")  # fmt: skip
    for code, mark in (
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
    ):
        _add(
            group,
            f"set a string in {code}",
            "0103 0301",
            _whole('"X": ⟦"a"→"林"⟧, "Y": "ß"', "\r\n"),
            _set("/X", '"林"'),
            code=code,
            mark=mark,
        )


def _adding(group: Group) -> None:
    for told, tests, text, pointer, new in (
        ("a member, in lines", "0303 0321 0322", _whole('"X": 1⟦→,\n  "Y": 2⟧'), "/Y", "2"),
        ("a member, in lines of Windows", "0303 0321", _whole('"X": 1⟦→,\r\n  "Y": 2⟧', "\r\n"), "/Y", "2"),
        ("a member, on one line", "0303 0321 0322", f'{{{root_key}:0,"Version":1⟦→,"Y":2⟧}}', "/Y", "2"),
        ("a member, on one line with spaces", "0321 0322", f'{{ {root_key} : 0 , "Version" : 1⟦→ , "Y" : 2⟧ }}', "/Y", "2"),
        ("a member behind tabs", "0321 0322", f'{{\n\t{root_key}:\t0,\n\t"Version":\t1⟦→,\n\t"Y":\t2⟧\n}}', "/Y", "2"),
        ("a member that a gap of the last two shows", "0321", f'{{{root_key}: 0, "a": 1,\n\n    "Version": 1⟦→,\n\n    "Y": 2⟧}}', "/Y", "2"),
        ("to an object of one member, on its line", "0321", _whole('"X": {"a": 1⟦→, "b": 2⟧}'), "/X/b", "2"),
        ("to an object of one member, in lines", "0321", _whole('"X": {\n    "a": 1⟦→,\n    "b": 2⟧\n  }'), "/X/b", "2"),
        ("to an object of one member, in lines of Windows", "0321", _whole('"X": {\r\n    "a": 1⟦→,\r\n    "b": 2⟧\r\n  }', "\r\n"), "/X/b", "2"),
        ("to an object of one member, all on one line", "0321", f'{{{root_key}:0,"Version":1,"X":{{"a":1⟦→,"b":2⟧}}}}', "/X/b", "2"),
        ("an element", "0303 0321", _whole('"X": [1, 2⟦→, 3⟧]'), "/X/-", "3"),
        ("an element without spaces", "0321", _whole('"X": [1,2⟦→,3⟧ ]'), "/X/-", "3"),
        ("an element in lines", "0321", _whole('"X": [\n    1,\n    2⟦→,\n    3⟧\n  ]'), "/X/-", "3"),
        ("an element to an array of one, in lines", "0321", _whole('"X": [\n    1⟦→,\n    3⟧\n  ]'), "/X/-", "3"),
        ("a string beside strings", "0321 0312", _whole('"X": ["a"  ,"b"⟦→  ,"c"⟧]'), "/X/-", '"c"'),
        ("to an empty object, all on one line", "0323", f'{{{root_key}:0,"Version":1,"X":{{⟦→"a":1⟧}}}}', "/X/a", "1"),
        ("to an empty array, all on one line", "0323", f'{{{root_key}:0,"Version":1,"X":[⟦→1⟧]}}', "/X/-", "1"),
        ("two elements to an empty array, without spaces", "0323", f'{{{root_key}:0,"Version":1,"X":[⟦→1,2⟧]}}', "/X", "[1, 2]"),
        ("two elements to an empty array, with spaces", "0323", f'{{{root_key}: 0, "Version": 1, "X": [⟦→1, 2⟧]}}', "/X", "[1,2]"),
        ("to the only object inside, a space behind the colon", "0321", f'{{{root_key}: {{"a": 1⟦→, "b": 2⟧}}}}', f"/{root_key[1:-1]}/b", "2"),
        ("to the only object inside, no space anywhere", "0321", f'{{{root_key}:{{"a":1⟦→,"b":2⟧}}}}', f"/{root_key[1:-1]}/b", "2"),
        ("to the only object inside, in lines without spaces", "0321", f'{{\n{root_key}:{{"a":1⟦→, "b":2⟧}}\n}}', f"/{root_key[1:-1]}/b", "2"),
    ):  # fmt: skip
        _add(group, f"add {told}", tests, text, _set(pointer, new))


def _removing(group: Group) -> None:
    for told, inner, pointer in (
        ("the first element", '"X": [⟦1, →⟧2, 3]', "/X/0"),
        ("an element in the middle", '"X": [1⟦, 2→⟧, 3]', "/X/1"),
        ("the last element", '"X": [1, 2⟦, 3→⟧]', "/X/2"),
        ("the first between odd spaces", '"X": [ ⟦1 ,\n\n →⟧2 ]', "/X/0"),
        ("one in the middle between odd spaces", '"X": [1⟦ ,  2→⟧ ,3 ]', "/X/1"),
        ("the last between odd spaces", '"X": [1 ,  2⟦ ,3→⟧ ]', "/X/2"),
        ("the first member", '"X": {⟦"a": 1, →⟧"b": 2}', "/X/a"),
        ("a member in the middle", '"X": {"a": 1⟦, "b": 2→⟧, "c": 3}', "/X/b"),
        ("the last member", '"X": {"a": 1⟦, "b": [2]→⟧ }', "/X/b"),
        ("the last member in lines", '"X": {\n    "a": 1⟦,\n    "b": 2→⟧\n  }', "/X/b"),
        ("the first member in lines", '"X": {\n    ⟦"a": 1,\n    →⟧"b": 2\n  }', "/X/a"),
        ("a row of a matrix", '"X": [[1, 2]⟦, [3, 4]→⟧, [5, 6]]', "/X/1"),
        ("the only element", '"X": [⟦ 1 →⟧]', "/X/0"),
        ("the only member", '"X": {⟦\n    "a": 1\n  →⟧}', "/X/a"),
    ):
        _add(
            group,
            f"remove {told}",
            "0331" if "only" in told else "0330",
            _whole(inner),
            {"remove": pointer},
        )
    _add(
        group,
        "remove the last member of the root",
        "0330",
        _whole('"X": 1⟦,\n  "Y": 2→⟧'),
        {"remove": "/Y"},
    )


def _refusing(group: Group) -> None:
    inner = '"X": [1, 2], "O": {"a": 1}, "D": {"b": 1, "b": {"c": 1}, "e": 1}, "E": 1, "S": "s"'
    for told, tests, asked in (
        ("a pointer that leads nowhere is removed", "0306", [{"remove": "/none"}]),
        ("an index that is not there is removed", "0306", [{"remove": "/X/2"}]),
        ("- is removed", "0306", [{"remove": "/X/-"}]),
        ("an index that is not there is set", "0306", [_set("/X/2", "3")]),
        ("a member of a member that is not there is set", "0306", [_set("/none/a", "3")]),
        ("a member of a number is set", "0306", [_set("/E/a", "3")]),
        ("a name in an array is set", "0306", [_set("/X/a", "3")]),
        ("an index with a zero before it is set", "0306 0151", [_set("/X/01", "3")]),
        ("a text that is no pointer is set", "0306", [_set("X", "3")]),
        ("NaN is set", "0305", [_set("/E", "NaN")]),
        ("infinity in an array is set", "0305", [_set("/E", "[1, -Infinity]")]),
        ("half a surrogate pair is set", "0305", [_set("/E", '"\\ud800"')]),
        ("a name with half a surrogate pair is set", "0305", [_set("/E", '{"\\udc00": 1}')]),
        ("a name that stands twice is set", "0122", [_set("/D/b", "3")]),
        ("a name that stands twice is removed", "0122", [{"remove": "/D/b"}]),
        ("something inside a name that stands twice is set", "0122", [_set("/D/b/c", "3")]),
        ("the root key is removed", "0304", [{"remove": "/ImportDeepLearningModelToEsriExtraInfo"}]),
        ("a second root key is added", "0304", [_set("/EsriClassifierDefinitionFile", "0")]),
        ("the whole is set to an array", "0304", [_set("", "[]")]),
        ("the whole is set to another kind", "0304", [_set("", '{"EsriClassifierDefinitionFile": 0, "FileVersion": 1}')]),
        ("the second of two edits cannot be made", "0306", [_set("/E", "2"), {"remove": "/none"}]),
    ):  # fmt: skip
        group.add(
            f"refused where {told}",
            tests,
            "edit",
            {"refused": {}},
            content=content(_whole(inner)),
            edits=asked,
        )
    _add(
        group,
        "a member beside a name that stands twice is set",
        "0122",
        _whole('"D": {"b": 1, "b": 2, "e": ⟦1→2⟧}'),
        _set("/D/e", "2"),
    )


def _classes(group: Group) -> None:
    info = _whole(
        '"Classes": [\n    {"Value": 1, "Name": ⟦"Forest"→"Wood"⟧, "Color": [0, 100,0]},\n'
        '    { "Name":"Lake", "Value":2, "Color":[0,0,200] }\n  ]'
    )
    _add(
        group, "rename a class of an extra info", "0340", info, {"rename-class": 1, "name": "Wood"}
    )
    info = _whole('"Classes": [{"Value": 1, "Name": "a", "Color": [⟦0→9⟧, 100,⟦0→8⟧]}]')
    _add(
        group,
        "recolour a class of an extra info: only what differs",
        "0340",
        info,
        {"recolor-class": 1, "color": [9, 100, 8]},
    )
    head = '{"EsriClassifierDefinitionFile": 0, "FileVersion": 1, "NumberDefinitions": 1, "Definitions": ['
    svm = (
        head
        + '{"Classifier": "SVM", "Body": [1.50], "Classes": [{"ClassValue":-3, "ClassName":⟦"a"→"b"⟧, "Red" :1,"Green":2,"Blue":3}]}]}'
    )
    _add(
        group,
        "rename a class of an opaque definition",
        "0340 1202 1201",
        svm,
        {"rename-class": -3, "name": "b"},
    )
    svm = (
        head
        + '{"Classifier": "SVM", "Classes": [{"ClassValue":1, "ClassName":"a", "Red" :⟦1→7⟧,"Green":2,"Blue":⟦3→255⟧}]}]}'
    )
    _add(
        group,
        "recolour a class of an opaque definition",
        "0340 1202",
        svm,
        {"recolor-class": 1, "color": [7, 2, 255]},
    )
    two = (
        head
        + ", ".join(
            f'{{"Classifier": "SVM", "Classes": [{{"Value": 1, "Name": {name}, "Color": [1, 2, 3]}}]}}'
            for name in ('"a"', '⟦"a"→"b"⟧')
        )
        + "]}"
    )
    _add(
        group,
        "rename a class of the second definition",
        "0340",
        two,
        {"rename-class": 1, "name": "b", "definition": 1},
    )
    model = '{"Framework": "a", "ModelType": "b", "ExtractBands": [0], "Classes": [{"Value": 7, "Name": ⟦"x"→"y"⟧}, {"Value": 3, "Name": "z"}, {"Value": 5, "Name": "w"}]}'
    _add(
        group,
        "rename a class of a model: the order stays",
        "0340 0515",
        model,
        {"rename-class": 7, "name": "y"},
    )
    before = CHANGE.sub("\\1", two)
    twice = _whole(
        '"Classes": [{"Value": 1, "Name": "a", "Color": [1, 2, 3]}, {"Value": 1, "Name": "b", "Color": [1, 2, 3]}]'
    )
    for told, text, asked in (
        ("a value of two classes", twice, {"rename-class": 1, "name": "x"}),
        ("a value of classes of two definitions", before, {"rename-class": 1, "name": "x"}),
        ("a value of no class", before, {"rename-class": 9, "name": "x"}),
        ("a value of two classes is recoloured", twice, {"recolor-class": 1, "color": [9, 9, 9]}),
    ):
        group.add(
            f"refused: {told}",
            "0340",
            "edit",
            {"refused": {}},
            content=content(text),
            edits=[asked],
        )


def layout() -> Group:
    """Return the cases about the canonical form."""
    group = Group("canonical")
    head = f'{{\n  {root_key}: 0,\n  "Version": 1'
    for told, before, after in (
        ("one line", f'{{{root_key}:0,"Version":1}}', f"{head}\n}}\n"),
        ("canonical already", f"{head}\n}}\n", f"{head}\n}}\n"),
        ("space around the whole", f'\r\n {{{root_key}:0,"Version":1}} \n\n', f"{head}\n}}\n"),
        ("empty brackets", f'{{{root_key}:0,"Version":1,"A":[ ],"O":{{ }}}}', f'{head},\n  "A": [],\n  "O": {{}}\n}}\n'),
        ("an array of scalars", f'{{{root_key}:0,"Version":1,"A":[1.50,"a,b" ,null,\ntrue]}}', f'{head},\n  "A": [1.50, "a,b", null, true]\n}}\n'),
        ("a matrix", f'{{{root_key}:0,"Version":1,"M":[[1,2],[ 3 ,4e0]]}}', f'{head},\n  "M": [\n    [1, 2],\n    [3, 4e0]\n  ]\n}}\n'),
        ("an array with an object", f'{{{root_key}:0,"Version":1,"A":[1,{{"a":1}},[]]}}', f'{head},\n  "A": [\n    1,\n    {{\n      "a": 1\n    }},\n    []\n  ]\n}}\n'),
        ("an array that holds an empty object", f'{{{root_key}:0,"Version":1,"A":[{{}}]}}', f'{head},\n  "A": [\n    {{}}\n  ]\n}}\n'),
        ("objects inside objects", f'{{{root_key}:0,"Version":1,"a":{{"b":{{"c":[1]}}}}}}', f'{head},\n  "a": {{\n    "b": {{\n      "c": [1]\n    }}\n  }}\n}}\n'),
        ("spellings and escapes stay", f'{{{root_key}:0,"Version":1,"s":"\\u0041\\/é","n":-0.00E+1,"x":NaN}}', f'{head},\n  "s": "\\u0041\\/é",\n  "n": -0.00E+1,\n  "x": NaN\n}}\n'),
        ("the order of names, and names that stand twice, stay", f'{{"z":1,{root_key}:0,"Version":1,"a":1,"a":2}}', f'{{\n  "z": 1,\n  {root_key}: 0,\n  "Version": 1,\n  "a": 1,\n  "a": 2\n}}\n'),
        ("Windows line ends become line feeds", f'{{\r\n{root_key}: 0,\r\n"Version": 1\r\n}}\r\n', f"{head}\n}}\n"),
        ("brackets and commas in strings", f'{{{root_key}:0,"Version":1,"A":["[1,2]","{{a}}"]}}', f'{head},\n  "A": ["[1,2]", "{{a}}"]\n}}\n'),
    ):  # fmt: skip
        group.add(told, "0170", "format", {"content": content(after)}, content=content(before))
    for code, mark in (
        ("utf-8", _BOM),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-32-be", b"\x00\x00\xfe\xff"),
    ):
        before, after = (
            mark + text.encode(code) for text in (f'{{{root_key}:0,"Version":1}}', f"{head}\n}}\n")
        )
        group.add(
            f"{code} with its mark: both stay",
            "0170 0103",
            "format",
            {"content": content(after)},
            content=content(before),
        )
    return group
