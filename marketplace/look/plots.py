"""Bar and line plots as plain geometry: a template turns it into SVG, with the figures in a table beneath."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 26, 30


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    x: float
    y: float
    width: float
    height: float
    middle: float


@dataclass(frozen=True)
class Dot:
    label: str
    value: int
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    name: str
    points: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Rule:
    value: int
    y: float


def nice_top(highest: int) -> int:
    """Return the round number that a plot's scale ends at: 1, 2, 2.5 or 5 times a power of ten."""
    if highest <= 4:
        return 4
    power = int(10 ** (len(str(highest)) - 1))
    for tenths in (10, 20, 25, 50, 100):
        if highest <= tenths * power // 10:
            return tenths * power // 10
    return highest


def rules(top: int) -> list[Rule]:
    """Return the horizontal lines to draw: nothing, half, everything."""
    return [Rule(value, _y(value, top)) for value in (0, top // 2, top)]


def bars(values: Sequence[tuple[str, int]], top: int) -> list[Bar]:
    """Place one bar per (label, value) on a plot whose scale ends at `top`."""
    slot = (WIDTH - _LEFT - _RIGHT) / max(len(values), 1)
    width = min(slot * 0.64, 56)
    placed = []
    for index, (label, value) in enumerate(values):
        middle = _LEFT + slot * (index + 0.5)
        y = _y(value, top)
        height = HEIGHT - _BOTTOM - y
        placed.append(
            Bar(label, value, *(round(n, 1) for n in (middle - width / 2, y, width, height, middle)))  # one decimal
        )
    return placed


def line(name: str, values: Sequence[tuple[str, int]], top: int) -> Line:
    """Place one line through (label, value) points on a plot whose scale ends at `top`."""
    step = (WIDTH - _LEFT - _RIGHT - 40) / max(len(values) - 1, 1)
    dots = tuple(
        Dot(label, value, round(_LEFT + 20 + step * index, 1), _y(value, top))
        for index, (label, value) in enumerate(values)
    )
    return Line(name, " ".join(f"{dot.x},{dot.y}" for dot in dots), dots)


def _y(value: int, top: int) -> float:
    return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * min(value, top) / top, 1)
