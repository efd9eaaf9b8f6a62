"""The rules of packages: an archive that all readers read alike, and what its readers need."""

from __future__ import annotations

from ecdkit.limits import OTHER_LIMITS
from ecdkit.packages.kind import PACKAGE
from ecdkit.problems import Rule

__all__ = [
    "ARCHIVE",
    "DAMAGED",
    "DEFINITION",
    "DEFINITION_ENCODING",
    "FILE_NOT_IN_PACKAGE",
    "FILE_TYPE",
    "METHOD",
    "NAME",
    "NAME_CLASH",
    "NAME_ENCODING",
    "NAME_SPELLING",
    "RULES",
    "SIZE",
]

_FORMATS = (PACKAGE,)
_APPNOTE = "APPNOTE.TXT of PKWARE"
_LOADER = "arcgis.learn, which unpacks the archive and takes the one .emd at its root"

ARCHIVE = Rule(
    "archive",
    "error",
    "A package is a ZIP archive whose every byte belongs to one thing",
    "Readers find files by the directory at the end of an archive or by the headers before each "
    "file. Where these differ, where files overlap, or where something stands before, between or "
    "behind them, two readers may see two packages. Such an archive is refused before anything in "
    "it is read. Pack the files again.",
    hint="pack the files again",
    formats=_FORMATS,
    # APPNOTE lets other bytes stand before an archive and in it; that nothing may is ours.
    requirement="ECD-5010",
)
NAME = Rule(
    "archive-name",
    "error",
    "Files in a package have relative names that every system can have",
    "A name that is absolute or climbs with .. leads out of the folder into which a package is "
    "unpacked; one with a colon, a reserved word such as CON, or a dot or space at the end cannot "
    "be a file's on Windows, or is another's. Nothing of such an archive is unpacked.",
    hint="rename the file, and pack again",
    formats=_FORMATS,
    grade="documented",
    source=f"{_APPNOTE}, 4.4.17; Microsoft, Naming Files, Paths, and Namespaces",
    requirement="ECD-5020",
)
NAME_CLASH = Rule(
    "archive-name-clash",
    "error",
    "No two files in a package have one name, whatever the capitals",
    "Where two files have one name, readers differ in which they take; where names differ only in "
    "capitals, they are one file on Windows and two elsewhere. A name cannot be that of a file and "
    "of a folder either.",
    hint="rename or remove one of them, and pack again",
    formats=_FORMATS,
    source="ecdkit",
    requirement="ECD-5021",
)
FILE_TYPE = Rule(
    "archive-link",
    "error",
    "A package holds files and folders, no links and no devices",
    "A symbolic link in an archive can lead any later file out of the folder into which it is "
    "unpacked. No package needs one.",
    hint="put the file itself into the package",
    formats=_FORMATS,
    source="ecdkit",
    requirement="ECD-5013",
)
METHOD = Rule(
    "archive-method",
    "error",
    "Files in a package are stored or deflated, and not encrypted",
    "Every reader knows these two methods. Others, such as Deflate64, which Windows Explorer uses "
    "for files of 2 GB and more, are unknown to Python's zipfile, with which Esri's loader reads.",
    hint="pack the files again with deflate",
    formats=_FORMATS,
    grade="observed",
    source=_LOADER,
    requirement="ECD-5012",
)
SIZE = Rule(
    "archive-size",
    "error",
    "A package is within the limits of what is unpacked",
    "A small archive can say that it holds terabytes. How many files there are, how large they "
    "are, and how often larger than the archive is looked at before anything is read. In Python "
    "other limits can be given: ecdkit.Limits.",
    hint=OTHER_LIMITS,
    formats=_FORMATS,
    source="ecdkit.Limits",
    requirement="ECD-5014",
)
DAMAGED = Rule(
    "archive-damaged",
    "error",
    "The files in a package are as their checksums say",
    "What comes out of the archive differs in size or CRC-32 from what its directory says, or is "
    "no deflate stream. The file was damaged on its way, or changed by hand.",
    hint="get the package again from where it is from",
    formats=_FORMATS,
    grade="documented",
    source=_APPNOTE,
    requirement="ECD-5011",
)
NAME_ENCODING = Rule(
    "archive-name-encoding",
    "warning",
    "A name that is not ASCII is marked as UTF-8",
    "Without the mark a name is in code page 437, whatever whoever packed it meant, and readers "
    "find no file of the name that the definition has. Pack again with a program that sets it.",
    hint="pack again with a program that marks names as UTF-8",
    formats=_FORMATS,
    grade="documented",
    source=f"{_APPNOTE}, appendix D",
    requirement="ECD-5022",
)
NAME_SPELLING = Rule(
    "archive-name-spelling",
    "warning",
    "Names in a package have slashes and no empty parts",
    "Some programs write backslashes, or a dot as first folder. They are read here as what is "
    "meant; other readers make files with a backslash in their name of the former.",
    hint="pack again with a program that writes slashes",
    formats=_FORMATS,
    grade="documented",
    source=f"{_APPNOTE}, 4.4.17",
    requirement="ECD-5023",
)
DEFINITION = Rule(
    "package-definition",
    "error",
    "A package has exactly one model definition (.emd) at its root",
    "Loaders unpack the archive and take the .emd in its topmost folder; where there is none, or "
    "there are two, they stop. A common mistake is to pack the folder instead of what is in it.",
    hint="pack what is in the folder, with one .emd",
    formats=_FORMATS,
    grade="observed",
    source=_LOADER,
    requirement="ECD-5002",
)
DEFINITION_ENCODING = Rule(
    "package-definition-encoding",
    "error",
    "The model definition of a package is ASCII or UTF-8, without a byte order mark",
    "Esri's readers open it as text of the system they run on and parse it with Python's json, "
    "which stops at a byte order mark and at UTF-16. Save the file in UTF-8 without a mark.",
    hint="save the .emd as UTF-8 without a mark",
    formats=_FORMATS,
    grade="observed",
    source="Esri/raster-deep-learning and arcgis.learn: json.load of open(path)",
    requirement="ECD-5006",
)
FILE_NOT_IN_PACKAGE = Rule(
    "file-not-in-package",
    "error",
    "The files that the definition names are in the package",
    "A package is moved as a whole, so nothing outside of it is there when it is opened: the model "
    "and the raster function must be inside, where the definition says. Files that only some "
    "readers look for are a warning.",
    hint="put the file into the package, or change the name in the definition",
    formats=_FORMATS,
    grade="documented",
    source="ArcGIS Pro help, Share a deep learning package",
    requirement="ECD-5003",
)

RULES = (
    ARCHIVE,
    DAMAGED,
    DEFINITION,
    DEFINITION_ENCODING,
    FILE_NOT_IN_PACKAGE,
    FILE_TYPE,
    METHOD,
    NAME,
    NAME_CLASH,
    NAME_ENCODING,
    NAME_SPELLING,
    SIZE,
)
