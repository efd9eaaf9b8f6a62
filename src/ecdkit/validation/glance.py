"""Files that are right, known at a glance: no place is looked up where nothing is wrong.

Most files are right, and what is dear in validation are the places of what is not. So a fast parser
has a look first. What is in doubt is looked into properly; what is not has no problem at all, which
tests hold against every rule.
"""

from __future__ import annotations

import functools
from itertools import chain
from operator import mul
from typing import TYPE_CHECKING, Any

from ecdkit.validation.schemas import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    _Look: TypeAlias = tuple[tuple[str, int | str], int]

__all__ = ["glance"]

# Larger documents are dear for other reasons.
_LARGEST = 64 << 10
# Where depth is not bounded by the schema, it is by the number of brackets.
_BRACKETS = 300
_LARGEST_8_BIT = 255
# Of more bands numbers are compared by other means.
_MOST_BANDS = 12
# Twice what the rule allows: rounding must not make a difference.
_BLUR = 2e-6
_HUGE = 1e300
# All digits are one, and so are signs, and the two ways to write an exponent.
_ALIKE = bytes.maketrans(b"123456789E+", b"000000000e-")
_WHITE = b" \t\n\r"
_LONG_NUMBER = b"0" * 150


class _DoubtError(Exception):
    """It takes more than a glance."""


def glance(content: bytes) -> tuple[str, int | str] | None:
    """Return format and version of a document that has no problem; None where that is not sure.

    Args:
        content: the bytes of a file.
    """
    if len(content) > _LARGEST:
        return None
    # Minus zero is no spelling of an integer.
    if b"-0" in content and content.count(b"-0") != content.count(b"-0."):
        return None
    compact = content.translate(_ALIKE, _WHITE)
    # Numbers that may be none of a double.
    if b"0e000" in compact or b"0e-000" in compact or _LONG_NUMBER in compact:
        return None
    from msgspec.json import decode

    try:
        # It refuses what is no number, and halves of surrogate pairs.
        root = decode(content)
        look = next((look for key, look in _LOOKS.items() if key in root), None)
        if look is None:
            return None
        found, members = look(root, content)
    except Exception:  # noqa: BLE001 - what is wrong may be anything; who looks into it tells it
        return None
    # A name that stands twice in an object is one member of it. Colons in strings may only make the
    # number larger.
    return found if compact.count(b'":') == members else None


def _sure(*facts: object) -> None:
    if not all(facts):
        raise _DoubtError


def _extra_info(root: dict[str, Any], _: bytes) -> _Look:
    _sure(_fits("extra-info-1", root))
    _integers(root, _INTEGERS_OF_INFO)
    classes = root["Classes"]
    _distinct(
        [one["Value"] for one in classes],
        [one["Name"] for one in classes],
        [tuple(one["Color"]) for one in classes],
    )
    return ("extra-info", 1), len(root) + sum(map(len, classes))


_INTEGERS_OF_INFO = (
    "ImportDeepLearningModelToEsriExtraInfo",
    "Version",
    "NumberRasterBands",
    "MiniBatchSize",
)


def _classifier_definition(root: dict[str, Any], content: bytes) -> _Look:
    version: int = root["FileVersion"]
    definitions = root["Definitions"]
    _sure(
        type(version) is int,
        version in (1, 3),
        _fits(f"classifier-definition-{version}", root),
        root["NumberDefinitions"] == len(definitions),
    )
    _integers(root, ("EsriClassifierDefinitionFile", "NumberDefinitions"))
    members = len(root)
    for one in definitions:
        if one["Classifier"] == "MaximumLikelihood":
            members += _maximum_likelihood(one)
        else:
            members += _opaque(one, content)
    return ("classifier-definition", version), members


def _maximum_likelihood(definition: dict[str, Any]) -> int:
    classes, bands = definition["Classes"], definition["NumberBands"]
    _integers(definition, ("NumberClasses", "NumberBands"))
    _sure(definition["NumberClasses"] == len(classes), 0 < bands <= _MOST_BANDS)
    _class_members(classes)
    for one in classes:
        count, rows = one["Count"], one["Covariances"]
        _sure(
            type(count) is int,
            count > bands,
            len(one["Means"]) == len(rows) == bands,
            _is_covariance(rows, bands),
        )
    return len(definition) + sum(map(len, classes))


def _opaque(definition: dict[str, Any], content: bytes) -> int:
    """The body is not known: only names and classes could be wrong."""
    _sure(
        "DeepLearningModel" not in definition,
        content.count(b"[") + content.count(b"{") <= _BRACKETS,
        not _is_like("MaximumLikelihood", definition["Classifier"]),
        # Not beside another spelling of the one member that is known.
        sum(_is_like("Classifier", key) for key in definition) == 1,
    )
    classes = definition.get("Classes", [])
    _sure(type(classes) is list)
    _class_members(classes)
    return _members(definition)


def _members(value: Any) -> int:
    """Return how many members there are in a value, however deep."""
    if isinstance(value, dict):
        return len(value) + sum(map(_members, value.values()))
    return sum(map(_members, value)) if isinstance(value, list) else 0


def _class_members(classes: list[dict[str, Any]]) -> None:
    _distinct(
        [one["ClassValue"] for one in classes],
        [one["ClassName"] for one in classes],
        [(one["Red"], one["Green"], one["Blue"]) for one in classes],
    )


@functools.lru_cache(maxsize=256)
def _is_like(known: str, name: str) -> bool:
    from ecdkit.text.likeness import nearest

    return nearest(name, (known,)) is not None


def _endmember_definition(root: dict[str, Any], _: bytes) -> _Look:
    version, infix = ("1b", "Of") if "NumberOfBands" in root else ("1a", "")
    count, bands = root[f"Number{infix}Endmembers"], root[f"Number{infix}Bands"]
    endmembers = root["Endmembers"]
    _sure(_fits(f"endmember-definition-{version}", root))
    _integers(root, ("EsriEndmemberDefinitionFile", "FileVersion"))
    spectra = [tuple(map(float, one["SpectralProfile"])) for one in endmembers]
    names = [one["EndmemberName"] for one in endmembers]
    numbers = [one["EndmemberID"] for one in endmembers]
    _sure(
        _are_integers((count, bands, *numbers)),
        count == len(endmembers) <= bands,
        all(len(one) == bands for one in spectra),
        _are_named(names),
        len(set(numbers)) == len(set(spectra)) == count,
    )
    return ("endmember-definition", version), len(root) + sum(map(len, endmembers))


# What each returns: format and version, and how many members all objects have together.
_LOOKS: dict[str, Callable[[dict[str, Any], bytes], _Look]] = {
    "ImportDeepLearningModelToEsriExtraInfo": _extra_info,
    "EsriClassifierDefinitionFile": _classifier_definition,
    "EsriEndmemberDefinitionFile": _endmember_definition,
}


def _integers(view: dict[str, Any], names: Iterable[str]) -> None:
    """To JSON Schema 1.0 is an integer, too; to the formats it is not."""
    _sure(_are_integers(view[name] for name in names))


def _are_integers(values: Iterable[Any]) -> bool:
    return set(map(type, values)) <= {int}


def _are_named(names: Sequence[str]) -> bool:
    return len(set(names)) == len(names) and all(name == name.strip() for name in names)


def _distinct(
    values: Sequence[Any], names: Sequence[Any], colors: Sequence[tuple[Any, ...]]
) -> None:
    """Classes share nothing, and a raster of 8 bits holds their values."""
    if not values:
        return
    parts = set(chain.from_iterable(colors))
    _sure(
        _are_integers(values) and _are_integers(chain.from_iterable(colors)),
        set(map(type, names)) == {str},
        _are_named(names),
        len(set(values)) == len(set(colors)) == len(values),
        min(values) >= 0,
        max(values) <= _LARGEST_8_BIT,
        min(parts) >= 0,
        max(parts) <= _LARGEST_8_BIT,
    )


def _is_covariance(rows: list[list[float]], bands: int) -> bool:
    """Whether a matrix is square, symmetric to the last digit, and far from singular.

    By a Cholesky decomposition after something was taken from the diagonal, as the rule does it;
    of so few bands it is done before a library is loaded.
    """
    if any(len(row) != bands for row in rows) or rows != list(map(list, zip(*rows, strict=True))):
        return False
    shift = _BLUR * max(sum(map(abs, row)) for row in rows)
    lower: list[list[float]] = []
    for at, row in enumerate(rows):
        here: list[float] = []
        for column, other in enumerate(lower):
            here.append((row[column] - sum(map(mul, here, other))) / other[column])
        rest = row[at] - shift - sum(map(mul, here, here))
        if not 0 < rest < _HUGE:
            return False
        here.append(rest**0.5)
        lower.append(here)
    return True


def _fits(name: str, root: dict[str, Any]) -> bool:
    """Whether the schema takes a document, and knows all of its members."""
    taken: bool = _validator(name).is_valid(root)
    return taken


@functools.cache
def _validator(name: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(_closed(schema(name)))


def _closed(found: Any, name: str = "") -> Any:
    """Return a schema that takes no members but those it names, where it names more than one."""
    if isinstance(found, list):
        return [_closed(one) for one in found]
    if not isinstance(found, dict) or name in ("if", "examples"):
        return found
    closed = {key: _closed(one, key) for key, one in found.items()}
    if (
        isinstance(found.get("properties"), dict)
        and len(found["properties"]) > 1
        and name != "properties"
    ):
        closed["additionalProperties"] = False
    return closed
