"""Cases about deep learning packages."""

from __future__ import annotations

import json
from typing import Any

from makers.archives import DEFLATED, STORED, Held, archive, zeros
from makers.making import Group, content

__all__ = ["MODEL", "packages"]

MODEL = {
    "Framework": "PyTorch",
    "ModelConfiguration": "FastaiSSD",
    "ModelType": "ObjectDetection",
    "ModelFile": "sub\\trained.pth",
    "ImageHeight": 256,
    "ImageWidth": 256,
    "ExtractBands": [0, 1, 2],
    "Classes": [{"Value": 1, "Name": "Building", "Color": [0, 255, 0]}],
}
_EMD = json.dumps(MODEL).encode()
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
    functions = json.dumps({**MODEL, "InferenceFunction": "[Functions]a.py"}).encode()
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
        ("an error in the definition", {**MODEL, "ImageHeight": "x"}),
        ("a file that is not there", {**MODEL, "ModelFile": "none.pth"}),
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
