"""Files that are right, known at a glance: no place is looked up where nothing is wrong.

Most files are right, and what is dear in validation are the places of what is not. So a fast parser
has a look first. What is in doubt is looked into properly; what is not has no problem at all, which
tests hold against every rule.
"""

from __future__ import annotations

import functools
import re
from itertools import chain
from json import JSONDecoder
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ecdkit.formats.classifier_definition.covariance import MOST_BANDS, is_surely_sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    _Known: TypeAlias = tuple[str, int | str | None]

__all__ = ["Right", "are_named_classes", "glance", "is_like", "sure"]

# Larger documents are dear for other reasons.
_LARGEST = 64 << 10
# Where depth is not bounded by the format, it is by the number of brackets.
_BRACKETS = 300
_LARGEST_8_BIT = 255
_RGB = 3
# All digits are one, and so are signs, and the two ways to write an exponent.
_ALIKE = bytes.maketrans(b"123456789E+", b"000000000e-")
# Minus zero is no spelling of an integer; behind an exponent's mark it is none.
_MINUS_ZERO = re.compile(rb"(?<![eE])-0(?!\.)")
_LONG_NUMBER = b"0" * 150
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_NUMBERS = frozenset({int, float})


class Right(NamedTuple):
    """A file without a problem: what a report tells of it.

    Attributes:
        path: the file.
        format: the name of the format.
        version: the version that the document says it has, or None.
    """

    path: str
    format: str
    version: int | str | None


class _DoubtError(Exception):
    """It takes more than a glance."""


def glance(content: bytes, path: str | None = None) -> _Known | None:
    """Return format and version of a document that has no problem; None where that is not sure.

    Args:
        content: the bytes of a file.
        path: the file, for what a definition refers to; None where nothing is looked for.
    """
    if len(content) > _LARGEST:
        return None
    # One byte is found sooner than two.
    if b"-" in content and b"-0" in content and _MINUS_ZERO.search(content):
        return None
    shape = content.translate(_ALIKE)
    # Numbers that may be none of a double.
    if b"0e000" in shape or b"0e-000" in shape or _LONG_NUMBER in shape:
        return None
    try:
        root = _decode(content.decode())
        if _SURROGATE.search(content):
            _refuse_halves(root)
        look = next((look for key, look in _LOOKS.items() if key in root), _model_definition)
        return look(root, content, path)
    except Exception:  # noqa: BLE001 - what is wrong may be anything; who looks into it tells it
        return None


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(members)
    sure(len(made) == len(members))
    return made


def _refuse_constant(name: str) -> None:
    raise _DoubtError(name)


# It refuses what is no JSON, but takes two members of one name, NaN, and half a surrogate pair.
_decode: Callable[[str], Any] = JSONDecoder(
    object_pairs_hook=_object, parse_constant=_refuse_constant
).decode


def _refuse_halves(root: Any) -> None:
    from json import dumps

    dumps(root, ensure_ascii=False).encode()


def sure(*facts: object) -> None:
    """Do nothing if all of these are so.

    Raises:
        _DoubtError: something is not.
    """
    if not all(facts):
        raise _DoubtError


_INFO = (
    "ImportDeepLearningModelToEsriExtraInfo",
    "Version",
    "NumberRasterBands",
    "MiniBatchSize",
    "Classifier",
    "Classes",
)


def _extra_info(root: dict[str, Any], _content: bytes, _path: str | None) -> _Known:
    *numbers, classifier, classes = map(root.__getitem__, _INFO)
    _, version, bands, size = numbers
    sure(
        len(root) == len(_INFO),
        _are_integers(numbers),
        version == 1,
        bands >= 0,
        size >= 0,
        type(classifier) is str,
    )
    are_named_classes(classes)
    return "extra-info", 1


def are_named_classes(classes: Any) -> tuple[int, ...]:
    """Return the values of classes of `Value`, `Name` and `Color`, and nothing else.

    Args:
        classes: the list.

    Raises:
        _DoubtError: it is no such list, or a class may be wrong. Other errors mean the same.
    """
    values, names, colors = _columns(classes, _NAMED_CLASS, 3)
    sure(set(map(len, colors)) <= {_RGB})
    _distinct(values, names, list(map(tuple, colors)))
    return values


_NAMED_CLASS = itemgetter("Value", "Name", "Color")


def _columns(
    objects: Any, read: Callable[[Any], tuple[Any, ...]], members: int
) -> Sequence[tuple[Any, ...]]:
    """Return the values of each member of objects that have these members and no others."""
    sure(type(objects) is list)
    rows = list(map(read, objects))
    sure(sum(map(len, objects)) == members * len(rows))
    return list(zip(*rows, strict=True)) or members * [()]


_DEFINITIONS = (
    "EsriClassifierDefinitionFile",
    "FileVersion",
    "NumberDefinitions",
    "Definitions",
)


def _classifier_definition(root: dict[str, Any], content: bytes, _path: str | None) -> _Known:
    marker, version, count, definitions = map(root.__getitem__, _DEFINITIONS)
    sure(
        len(root) == len(_DEFINITIONS),
        _are_integers((marker, version, count)),
        version in (1, 3),
        type(definitions) is list,
        count == len(definitions),
    )
    for one in definitions:
        if one["Classifier"] == "MaximumLikelihood":
            _maximum_likelihood(one)
        else:
            _opaque(one, content)
    return "classifier-definition", version


_STATISTICS = (
    "Classifier",
    "NumberClasses",
    "RasterIsSegmented",
    "NumberBands",
    "Classes",
)
_CLASS = ("ClassValue", "ClassName", "Red", "Green", "Blue", "Count", "Means", "Covariances")
_class = itemgetter(*_CLASS)


def _maximum_likelihood(definition: dict[str, Any]) -> None:
    _, number, segmented, bands, classes = map(definition.__getitem__, _STATISTICS)
    values, names, red, green, blue, counts, means, covariances = _columns(
        classes, _class, len(_CLASS)
    )
    sure(
        len(definition) == len(_STATISTICS),
        type(segmented) is bool,
        _are_integers((number, bands, *counts)),
        number == len(classes),
        0 < bands <= MOST_BANDS,
        all(count > bands for count in counts),
        _are_rows(means, bands),
    )
    _distinct(values, names, list(zip(red, green, blue, strict=True)))
    sure(set(map(len, covariances)) <= {bands}, _are_rows(list(chain(*covariances)), bands))
    sure(*map(is_surely_sound, covariances))


def _opaque(definition: dict[str, Any], content: bytes) -> None:
    """The body is not known: only names and classes could be wrong."""
    sure(
        type(definition) is dict,
        type(definition["Classifier"]) is str,
        "DeepLearningModel" not in definition,
        is_shallow(content),
        not is_like("MaximumLikelihood", definition["Classifier"]),
        # Not beside another spelling of the one member that is known.
        sum(is_like("Classifier", key) for key in definition) == 1,
    )
    classes = definition.get("Classes", [])
    sure(type(classes) is list)
    _distinct(
        [one["ClassValue"] for one in classes],
        [one["ClassName"] for one in classes],
        [(one["Red"], one["Green"], one["Blue"]) for one in classes],
    )


def is_shallow(content: bytes) -> bool:
    """Whether nothing can be nested deeper than is allowed."""
    return content.count(b"[") + content.count(b"{") <= _BRACKETS


@functools.lru_cache(maxsize=1024)
def is_like(known: str, name: str) -> bool:
    """Whether a name is nearly spelled as a known one, or is it."""
    from ecdkit.text.likeness import nearest

    return nearest(name, (known,)) is not None


_ENDMEMBERS = ("EsriEndmemberDefinitionFile", "FileVersion", "Endmembers")
_endmember = itemgetter("EndmemberID", "EndmemberName", "SpectralProfile")


def _endmember_definition(root: dict[str, Any], _content: bytes, _path: str | None) -> _Known:
    version, infix = ("1b", "Of") if "NumberOfBands" in root else ("1a", "")
    marker, file_version, endmembers = map(root.__getitem__, _ENDMEMBERS)
    count, bands = root[f"Number{infix}Endmembers"], root[f"Number{infix}Bands"]
    numbers, names, spectra = _columns(endmembers, _endmember, 3)
    sure(
        len(root) == len(_ENDMEMBERS) + 2,
        _are_integers((marker, file_version, count, bands, *numbers)),
        file_version == 1,
        count == len(endmembers) <= bands,
        _are_rows(spectra, bands),
        _are_named(names),
        len(set(numbers)) == len({tuple(map(float, one)) for one in spectra}) == count,
    )
    return "endmember-definition", version


def _model_definition(root: dict[str, Any], content: bytes, path: str | None) -> _Known:
    from ecdkit.validation.glance_model import look

    look(root, content, path)
    return "model-definition", None


_LOOKS: dict[str, Callable[[dict[str, Any], bytes, str | None], _Known]] = {
    "ImportDeepLearningModelToEsriExtraInfo": _extra_info,
    "EsriClassifierDefinitionFile": _classifier_definition,
    "EsriEndmemberDefinitionFile": _endmember_definition,
}


def _are_integers(values: Iterable[Any]) -> bool:
    """To JSON Schema 1.0 is an integer, too; to the formats it is not."""
    return set(map(type, values)) <= {int}


def _are_rows(rows: Sequence[Any], length: int) -> bool:
    """Whether there are arrays of so many numbers each, and nothing else."""
    return (
        set(map(type, rows)) <= {list}
        and set(map(len, rows)) <= {length}
        and set(map(type, chain.from_iterable(rows))) <= _NUMBERS
    )


def _are_named(names: Sequence[str]) -> bool:
    return (
        set(map(type, names)) <= {str}
        and len(set(names)) == len(names)
        and list(map(str.strip, names)) == list(names)
    )


def _distinct(
    values: Sequence[Any], names: Sequence[Any], colors: Sequence[tuple[Any, ...]]
) -> None:
    """Classes share nothing, and a raster of 8 bits holds their values."""
    if not values:
        return
    parts = set(chain.from_iterable(colors))
    sure(
        _are_integers(chain(values, *colors)),
        _are_named(names),
        len(set(values)) == len(set(colors)) == len(values),
        min(values) >= 0,
        max(values) <= _LARGEST_8_BIT,
        min(parts) >= 0,
        max(parts) <= _LARGEST_8_BIT,
    )
