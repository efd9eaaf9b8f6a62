"""The open specification of Esri classifier definitions, and a lossless codec for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecdkit.version import __version__

if TYPE_CHECKING:
    from ecdkit.errors import EcdError
    from ecdkit.limits import Limits

__all__ = ["EcdError", "Limits", "__version__"]

# Where each public name lives; it is imported when somebody asks for it.
_HOMES = {
    "EcdError": "ecdkit.errors",
    "Limits": "ecdkit.limits",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'ecdkit' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
