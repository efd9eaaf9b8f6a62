"""What distinguishes an extra info from other documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.formats.common_rules import integer_of
from ecdkit.formats.extra_info.model import ExtraInfo
from ecdkit.formats.extra_info.rules import rules
from ecdkit.formats.format import CLASS_KEYS, CLASS_LIST, Format
from ecdkit.formats.opaque import OpaqueDocument

if TYPE_CHECKING:
    from ecdkit.codec import Model
    from ecdkit.formats.format import Version
    from ecdkit.text.view import View

__all__ = ["FORMAT"]


def _version_of(root: View) -> int | None:
    return integer_of(root, "Version")


def _model_for(_: View, version: Version) -> type[Model]:
    return ExtraInfo if version in FORMAT.versions else OpaqueDocument


def _class_lists(root: View) -> list[tuple[int, View]]:
    classes = root.get("Classes")
    return [] if classes is None else [(0, classes)]


FORMAT = Format(
    name="extra-info",
    title="extra info of a deep-learning model",
    root_key="ImportDeepLearningModelToEsriExtraInfo",
    version_key="Version",
    version_of=_version_of,
    versions=(1,),
    schemas={1: "extra-info-1"},
    grades={1: "documented"},
    class_keys=CLASS_KEYS,
    identity=frozenset({"Value"}),
    model_for=_model_for,
    class_lists=_class_lists,
    rules=rules,
    lists=(CLASS_LIST,),
)
