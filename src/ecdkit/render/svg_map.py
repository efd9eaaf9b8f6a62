"""The map of migrations as a picture: formats in columns, steps as arrows that show their grade."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecdkit.migration.step import Node, Step
    from ecdkit.problems import Grade

__all__ = ["map_svg"]

_WIDTH, _HEIGHT = 216, 58
_GAP, _ROW = 96, 124
_MARGIN, _TOP = 24, 64
# How far two arrows between the same boxes are apart, and how far a box is left free.
_APART, _FREE = 18, 5
_LEGEND = 56
_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
_FONT = 'font-family="Helvetica, Arial, sans-serif"'

# Colours that differ in lightness too, and patterns for who sees none.
_STROKES: dict[Grade, tuple[str, str]] = {
    "documented": ("#14532d", ""),
    "observed": ("#1d4ed8", ""),
    "inferred": ("#b45309", "7 5"),
    "project": ("#7e22ce", "2 5"),
    "unknown": ("#6b7280", "1 9"),
}
_MEANINGS: dict[Grade, str] = {
    "documented": "documented by Esri",
    "observed": "observed in files or code",
    "inferred": "only inferred: --allow inferred",
    "project": "designed by ecdkit",
    "unknown": "unknown",
}


class _Point(NamedTuple):
    x: float
    y: float


def map_svg(nodes: Sequence[Node], steps: Sequence[Step]) -> str:
    """Return the picture, the same for the same map.

    Args:
        nodes: the places, in the order of the registry.
        steps: the edges.
    """
    columns = _columns(nodes, steps)
    boxes = {
        node.name: _Point(_MARGIN + at * (_WIDTH + _GAP), _TOP + row * _ROW)
        for at, column in enumerate(columns)
        for row, node in enumerate(column)
    }
    grades = [grade for grade in _STROKES if any(step.grade == grade for step in steps)]
    width = 2 * _MARGIN + len(columns) * (_WIDTH + _GAP)
    bottom = _TOP + max(map(len, columns)) * _ROW - (_ROW - _HEIGHT) + _LEGEND
    lines = [
        f'<svg {_NAMESPACE} viewBox="0 0 {width} {bottom}" role="img" {_FONT}>',
        "<title>Which format can become which</title>",
        "<desc>"
        + escape("; ".join(f"{one.source} to {one.target} ({one.grade})" for one in steps))
        + "</desc>",
        "<defs>",
        *(_arrowhead(grade) for grade in grades),
        "</defs>",
        f'<rect width="{width}" height="{bottom}" fill="#ffffff"/>',
        *(_heading(column, at) for at, column in enumerate(columns)),
        *(_edge(step, boxes) for step in steps),
        *(line for node in nodes for line in _box(node, boxes[node.name])),
        *(line for at, grade in enumerate(grades) for line in _legend(grade, at, bottom)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _family(node: str) -> str:
    return node.partition(" (")[0].partition("@")[0]


def _columns(nodes: Sequence[Node], steps: Sequence[Step]) -> list[list[Node]]:
    """Return the nodes by format, formats in the order in which arrows are shortest."""
    families = list(dict.fromkeys(_family(node.name) for node in nodes))
    pairs = [(_family(step.source), _family(step.target)) for step in steps]

    def length(order: tuple[str, ...]) -> int:
        return sum(abs(order.index(one) - order.index(other)) for one, other in pairs)

    best = min(permutations(families), key=length)
    return [[node for node in nodes if _family(node.name) == family] for family in best]


def _heading(column: Sequence[Node], at: int) -> str:
    x = _MARGIN + at * (_WIDTH + _GAP) + _WIDTH / 2
    return (
        f'<text x="{x:g}" y="{_TOP - 26}" text-anchor="middle" font-size="15" '
        f'fill="#374151">{escape(_family(column[0].name))}</text>'
    )


def _box(node: Node, corner: _Point) -> Iterator[str]:
    middle = corner.x + _WIDTH / 2
    rim = "" if node.current else ' stroke-dasharray="5 4"'
    yield (
        f'<rect x="{corner.x:g}" y="{corner.y:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="8" '
        f'fill="#f8fafc" stroke="#334155" stroke-width="1.5"{rim}/>'
    )
    first = corner.y + (_HEIGHT / 2 + 5 if not node.kind else 25)
    yield (
        f'<text x="{middle:g}" y="{first:g}" text-anchor="middle" font-size="15" '
        f'font-weight="bold" fill="#0f172a">{escape(node.target)}</text>'
    )
    if node.kind:
        yield (
            f'<text x="{middle:g}" y="{corner.y + 44:g}" text-anchor="middle" font-size="13" '
            f'fill="#475569">{escape(node.kind)}</text>'
        )


def _edge(step: Step, boxes: dict[str, _Point]) -> str:
    source, target = boxes[step.source], boxes[step.target]
    if step.source == step.target:
        path = _loop(source)
    elif source.x == target.x:
        path = _upright(source, target)
    else:
        path = _across(source, target)
    color, dashes = _STROKES[step.grade]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    label = quoteattr(f"{step.source} to {step.target}")
    return (
        f'<path d="{path}" fill="none" stroke="{color}" stroke-width="2.2"{dashed} '
        f'marker-end="url(#{step.grade})" aria-label={label}><title>'
        f"{escape(f'{step.source} to {step.target}: {step.grade}. {step.summary}')}</title></path>"
    )


def _loop(box: _Point) -> str:
    right, top = box.x + _WIDTH, box.y
    # At the corner, where no step to the side and none upwards begins.
    return (
        f"M {right - 44:g} {top:g} C {right - 40:g} {top - 34:g}, "
        f"{right + 40:g} {top - 34:g}, {right + _FREE:g} {top + 6:g}"
    )


def _upright(source: _Point, target: _Point) -> str:
    down = target.y > source.y
    x = source.x + _WIDTH / 2 + (_APART / 2 if down else -_APART / 2)
    start = source.y + (_HEIGHT if down else 0)
    end = target.y - _FREE if down else target.y + _HEIGHT + _FREE
    return f"M {x:g} {start:g} L {x:g} {end:g}"


def _across(source: _Point, target: _Point) -> str:
    right = target.x > source.x
    shift = -_APART / 2 if right else _APART / 2
    start = _Point(source.x + (_WIDTH if right else 0), source.y + _HEIGHT / 2 + shift)
    end = _Point(
        target.x - _FREE if right else target.x + _WIDTH + _FREE, target.y + _HEIGHT / 2 + shift
    )
    middle = (start.x + end.x) / 2
    return (
        f"M {start.x:g} {start.y:g} C {middle:g} {start.y:g}, {middle:g} {end.y:g}, "
        f"{end.x:g} {end.y:g}"
    )


def _arrowhead(grade: Grade) -> str:
    color = _STROKES[grade][0]
    return (
        f'<marker id="{grade}" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="8" '
        f'markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M 0 0 L 10 5 L 0 10 z" fill="{color}"/></marker>'
    )


def _legend(grade: Grade, at: int, bottom: float) -> Iterator[str]:
    color, dashes = _STROKES[grade]
    x, y = _MARGIN + at * 280, bottom - 18
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    yield (
        f'<path d="M {x:g} {y:g} L {x + 44:g} {y:g}" stroke="{color}" stroke-width="2.2"{dashed}/>'
    )
    yield (
        f'<text x="{x + 54:g}" y="{y + 5:g}" font-size="13" fill="#374151">'
        f"{escape(_MEANINGS[grade])}</text>"
    )
