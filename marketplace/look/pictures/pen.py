"""A pen that draws smooth, slightly uneven shapes: everything is a polygon on a sheet 1000 units high."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageDraw

from marketplace.look.pictures.palette import Colour, light, shade

Point = tuple[float, float]
Ink = Colour | tuple[int, int, int, int]

SUPERSAMPLING = 2


class Pen:
    """Draws on a sheet `width` × `height` units large; `finish` gives the picture at the size asked for."""

    def __init__(self, *, pixels: int, width: float = 1000, height: float = 1000) -> None:
        self.width, self.height = width, height
        self._unit = pixels * SUPERSAMPLING / height
        size = round(width * self._unit), round(height * self._unit)
        self._image = Image.new("RGB", size)
        self._start_drawing()
        self._origin = (0, 0)
        self._turns: list[tuple[float, float, float, float, float, float]] = [(1, 0, 0, 1, 0, 0)]

    def finish(self) -> Image.Image:
        return self._image.reduce(SUPERSAMPLING)

    # Where things stand

    @contextmanager
    def at(self, x: float, y: float, *, size: float = 1, turn: float = 0, flip: bool = False) -> Iterator[None]:
        """Draw what follows around (x, y), `size` times as large, turned by `turn` degrees, mirrored if `flip`."""
        a, b, c, d, e, f = self._turns[-1]
        cos, sin = math.cos(math.radians(turn)) * size, math.sin(math.radians(turn)) * size
        m, n, o, q = (-cos, -sin, -sin, cos) if flip else (cos, sin, -sin, cos)
        self._turns.append(
            (a * m + c * n, b * m + d * n, a * o + c * q, b * o + d * q, a * x + c * y + e, b * x + d * y + f)
        )
        try:
            yield
        finally:
            self._turns.pop()

    @contextmanager
    def inside(self, outline: Sequence[Point]) -> Iterator[None]:
        """Let what follows show only inside a closed outline."""
        pixels = self._pixels(outline)
        left = max(0, math.floor(min(x for x, _ in pixels)))
        top = max(0, math.floor(min(y for _, y in pixels)))
        right = min(self._image.width, math.ceil(max(x for x, _ in pixels)) + 1)
        bottom = min(self._image.height, math.ceil(max(y for _, y in pixels)) + 1)
        if right <= left or bottom <= top:
            yield  # outside the sheet: what follows would not be seen anyway, and is clipped by the sheet
            return
        image, origin = self._image, self._origin
        self._image = image.crop((left, top, right, bottom))
        self._start_drawing()
        self._origin = (origin[0] + left, origin[1] + top)
        try:
            yield
        finally:
            layer, self._image, self._origin = self._image, image, origin
            self._start_drawing()
            mask = Image.new("L", layer.size)
            ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in pixels], fill=255)
            image.paste(layer, (left, top), mask)

    def _start_drawing(self) -> None:
        self._solid, self._glaze = ImageDraw.Draw(self._image), ImageDraw.Draw(self._image, "RGBA")

    def _with(self, ink: Ink) -> ImageDraw.ImageDraw:
        """Mixing with what is beneath takes much longer, so only what is translucent does it."""
        return self._glaze if len(ink) == 4 else self._solid

    # Shapes

    def fill(self, outline: Sequence[Point], ink: Ink) -> None:
        self._with(ink).polygon(self._pixels(outline), fill=ink)

    def wash(self, ink: Ink) -> None:
        """Paint the whole sheet, or all of what `inside` lets show."""
        self._with(ink).rectangle((0, 0, *self._image.size), fill=ink)

    def body(
        self,
        outline: Sequence[Point],
        ink: Colour,
        *,
        dark: float = 0.13,
        bright: float = 0.0,
        shift: Point = (-0.1, -0.03),
    ) -> None:
        """Fill a shape with its shade on the right and, where `bright`, its light on the left."""
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        dx, dy = shift[0] * wide, shift[1] * high
        self.fill(outline, shade(ink, dark))
        lit = moved(outline, dx, dy)
        with self.inside(outline):
            self.fill(lit, light(ink, bright) if bright else ink)
            if bright:
                with self.inside(lit):
                    self.fill(moved(outline, dx * 0.45, dy + high * 0.02), ink)

    def stroke(self, points: Sequence[Point], width: float, ink: Ink, *, closed: bool = False) -> None:
        """Draw a line with round ends and joints through all points."""
        pixels = self._pixels(points)
        if closed:
            pixels.append(pixels[0])
        pen = max(1.0, width * self._unit * self._scale)
        radius = pen / 2
        draw = self._with(ink)
        draw.line(pixels, fill=ink, width=round(pen), joint="curve")
        if len(ink) == 3 and not closed:
            for x, y in (pixels[0], pixels[-1]):
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)

    def dot(self, x: float, y: float, radius: float, ink: Ink) -> None:
        ((px, py),) = self._pixels([(x, y)])
        reach = radius * self._unit * self._scale
        self._with(ink).ellipse((px - reach, py - reach, px + reach, py + reach), fill=ink)

    @property
    def _scale(self) -> float:
        a, b, *_rest = self._turns[-1]
        return math.hypot(a, b)

    def _pixels(self, points: Sequence[Point]) -> list[Point]:
        a, b, c, d, e, f = self._turns[-1]
        ox, oy = self._origin
        unit = self._unit
        return [((a * x + c * y + e) * unit - ox, (b * x + d * y + f) * unit - oy) for x, y in points]


# Outlines


def ellipse(x: float, y: float, rx: float, ry: float, *, start: float = 0, stop: float = 360) -> list[Point]:
    """Points around an ellipse, clockwise from the right; part of it with `start` and `stop` in degrees."""
    steps = max(12, int(abs(stop - start) / 4))
    angles = [math.radians(start + (stop - start) * step / steps) for step in range(steps + 1)]
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


def box(left: float, top: float, right: float, bottom: float, radius: float = 0) -> list[Point]:
    """A rectangle, its corners rounded by `radius`."""
    if radius <= 0:
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    corners = [
        (right - r, top + r, 270),
        (right - r, bottom - r, 0),
        (left + r, bottom - r, 90),
        (left + r, top + r, 180),
    ]
    return [point for x, y, angle in corners for point in ellipse(x, y, r, r, start=angle, stop=angle + 90)]


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 9) -> list[Point]:
    """A soft curve through all points (Catmull-Rom)."""
    count = len(points)
    made: list[Point] = []
    for index in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(index + shift) % count] for shift in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[max(0, min(count - 1, index + shift))] for shift in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            made.append((_between(p0[0], p1[0], p2[0], p3[0], t), _between(p0[1], p1[1], p2[1], p3[1], t)))
    if not closed:
        made.append(points[-1])
    return made


def _between(p0: float, p1: float, p2: float, p3: float, t: float) -> float:
    return 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t + (3 * p1 - p0 - 3 * p2 + p3) * t * t * t
    )


def mirrored(half: Sequence[Point]) -> list[Point]:
    """Close the right half of a symmetrical outline (x from 0 outwards, top to bottom) with its mirror image."""
    return [*half, *((-x, y) for x, y in reversed(half))]


def turned(profile: Sequence[Point], *, soft: bool = True) -> list[Point]:
    """The outline of something made on a wheel, from its right profile (distance from the axis, height)."""
    side = smooth(profile, closed=False) if soft else list(profile)
    return mirrored(side)


def moved(points: Sequence[Point], dx: float, dy: float) -> list[Point]:
    return [(x + dx, y + dy) for x, y in points]
