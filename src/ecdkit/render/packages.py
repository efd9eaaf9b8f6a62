"""Deep learning packages as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecdkit.render.text import count_text, size_text, summary_text
from ecdkit.text.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecdkit.packages.reading import Entry
    from ecdkit.render.terminal import Paint
    from ecdkit.summary import PackageSummary, PackedFileSummary

__all__ = ["files_text", "package_text"]

_MANY_FILES = 40


def package_text(summary: PackageSummary, paint: Paint) -> str:
    """Return what a package is, some lines: its files, and the definition in it."""
    lines = [
        paint.bold(printable(summary.path or "package")),
        f"  {summary.title}",
        f"  {size_text(summary.size)}, unpacked {size_text(summary.unpacked)}",
        *(f"  {line}" for line in _file_lines(summary.files)),
    ]
    if summary.definition is None:
        return "\n".join(lines) + "\n"
    inside = summary_text(summary.definition, paint)
    return "\n".join(lines) + "\n" + "".join(f"  {line}\n" for line in inside.splitlines())


def files_text(files: Sequence[PackedFileSummary | Entry]) -> str:
    """Return the files of a package, a line each."""
    return "".join(f"  {line}\n" for line in _file_lines(files))


def _file_lines(files: Sequence[PackedFileSummary | Entry]) -> Iterator[str]:
    yield count_text(len(files), "file")
    shown = files[:_MANY_FILES]
    width = max((len(printable(one.name)) for one in shown), default=0)
    for one in shown:
        yield f"  {printable(one.name):{width}}  {size_text(one.size)}"
    if len(files) > _MANY_FILES:
        yield f"  and {len(files) - _MANY_FILES:,} more"
