"""attrs models to JSON values and back: strict, without coercion, unknown members kept."""

from ecdkit.codec.base import Model
from ecdkit.codec.blob import Blob
from ecdkit.codec.extra import Extra
from ecdkit.codec.fields import (
    ExtraField,
    NumbersField,
    Several,
    extra_members,
    member,
    model,
    numbers,
)
from ecdkit.codec.null import NULL, Null
from ecdkit.codec.structure import Mismatch, structure
from ecdkit.codec.unstructure import unstructure

__all__ = [
    "NULL",
    "Blob",
    "Extra",
    "ExtraField",
    "Mismatch",
    "Model",
    "Null",
    "NumbersField",
    "Several",
    "extra_members",
    "member",
    "model",
    "numbers",
    "structure",
    "unstructure",
]
