"""What many drawings share: shadows, plain solids, leaves and flowers, cloth, paper labels."""
# ruff: noqa: PLR0912 a drawing is a long list of strokes

import math
from collections.abc import Sequence
from itertools import pairwise

from marketplace.look.pictures import palette as c
from marketplace.look.pictures.hand import Hand
from marketplace.look.pictures.palette import Colour, light, mix, shade
from marketplace.look.pictures.pen import Ink, Pen, Point, box, ellipse, smooth

SHADOW = (52, 32, 20, 46)
SOFT_SHADOW = (52, 32, 20, 26)


def shadow(p: Pen, x: float, y: float, rx: float, ry: float = 26) -> None:
    """What a thing standing at (x, y) throws on the table, to the right."""
    p.fill(ellipse(x + rx * 0.22, y - ry * 0.1, rx * 1.12, ry), SOFT_SHADOW)
    p.fill(ellipse(x + rx * 0.06, y, rx * 1.0, ry * 0.62), SHADOW)


def under(p: Pen, outline: Sequence[Point], dx: float = 16, dy: float = 22) -> None:
    """What a thing lying flat throws, seen from above."""
    p.fill([(x + dx, y + dy) for x, y in outline], SHADOW)


def slab(p: Pen, width: float, height: float, depth: float, ink: Colour, *, radius: float = 6) -> None:
    """A box standing at the origin, seen a little from above."""
    slant = depth * 0.42
    half = width / 2
    top = [(-half + slant, -height - depth), (half - slant, -height - depth), (half, -height), (-half, -height)]
    p.fill(rounded(top, radius), light(ink, 0.32))
    p.body(box(-half, -height - radius, half, 0, radius), shade(ink, 0.05), dark=0.1, shift=(-0.05, 0))
    p.fill(
        [(-half + radius, -height - radius), (half - radius, -height - radius), (half, -height), (-half, -height)],
        light(ink, 0.32),
    )


def puck(p: Pen, rx: float, ry: float, height: float, ink: Colour, *, top: Colour | None = None) -> None:
    """A low cylinder standing at the origin."""
    side = [*ellipse(0, 0, rx, ry, start=0, stop=180), *ellipse(0, -height, rx, ry, start=180, stop=360)]
    p.body(side, ink, dark=0.14, shift=(-0.12, 0))
    p.fill(ellipse(0, -height, rx, ry), top or light(ink, 0.32))


def rounded(points: Sequence[Point], radius: float) -> list[Point]:
    """Round the corners of any polygon."""
    made: list[Point] = []
    count = len(points)
    for index, (x, y) in enumerate(points):
        before, after = points[index - 1], points[(index + 1) % count]
        ends = []
        for ox, oy in (before, after):
            length = math.hypot(ox - x, oy - y) or 1
            reach = min(radius, length / 2) / length
            ends.append((x + (ox - x) * reach, y + (oy - y) * reach))
        (ax, ay), (bx, by) = ends
        for step in range(5):
            t = step / 4
            made.append(
                (
                    (1 - t) ** 2 * ax + 2 * t * (1 - t) * x + t * t * bx,
                    (1 - t) ** 2 * ay + 2 * t * (1 - t) * y + t * t * by,
                )
            )
    return made


def leaf_shape(length: float, width: float) -> list[Point]:
    """A leaf from the origin upwards."""
    return smooth(
        [
            (0, 0),
            (width * 0.5, -length * 0.38),
            (width * 0.3, -length * 0.75),
            (0, -length),
            (-width * 0.3, -length * 0.75),
            (-width * 0.5, -length * 0.38),
        ]
    )


def leaf(
    p: Pen,
    x: float,
    y: float,
    length: float,
    turn: float,
    ink: Colour,
    *,
    width: float = 0.42,
    vein: bool = True,
    shaded: bool = True,
) -> None:
    with p.at(x, y, turn=turn):
        outline = leaf_shape(length, length * width)
        p.fill(outline, ink)
        if shaded:
            p.fill([point for point in outline if point[0] >= 0], shade(ink, 0.1))
        if vein:
            p.stroke([(0, 0), (0, -length * 0.86)], length * 0.03, light(ink, 0.3))


def sprig(
    p: Pen,
    x: float,
    y: float,
    length: float,
    turn: float,
    ink: Colour,
    *,
    pairs: int = 4,
    size: float = 0.32,
    width: float = 0.42,
) -> None:
    """A stem with leaves on both sides."""
    with p.at(x, y, turn=turn):
        bend = length * 0.06
        stem = smooth([(0, 0), (bend, -length * 0.5), (0, -length)], closed=False)
        p.stroke(stem, length * 0.018, shade(ink, 0.2))
        for index in range(pairs):
            t = 0.22 + 0.68 * index / max(pairs - 1, 1)
            reach = length * size * (1.08 - 0.5 * t)
            px = bend * math.sin(math.pi * t)
            leaf(p, px, -length * t, reach, 52, ink, width=width)
            leaf(p, px, -length * t - length * 0.03, reach, -52, light(ink, 0.1), width=width)
        leaf(p, 0, -length * 0.98, length * size * 0.6, 0, ink, width=width)


def flower(
    p: Pen, x: float, y: float, radius: float, ink: Colour, heart: Colour, *, petals: int = 6, turn: float = 0
) -> None:
    for index in range(petals):
        with p.at(x, y, turn=turn + 360 * index / petals):
            tint = light(ink, 0.14) if index % 2 else ink
            p.fill(
                smooth(
                    [
                        (0, 0),
                        (radius * 0.36, -radius * 0.55),
                        (radius * 0.2, -radius),
                        (-radius * 0.2, -radius),
                        (-radius * 0.36, -radius * 0.55),
                    ]
                ),
                tint,
            )
    p.dot(x, y, radius * 0.28, heart)


def steam(p: Pen, x: float, y: float, height: float, ink: Ink = (255, 253, 248, 120)) -> None:
    for dx, share in ((-26, 0.8), (14, 1.0)):
        reach = height * share
        points = [(x + dx, y), (x + dx + 16, y - reach * 0.3), (x + dx - 12, y - reach * 0.62), (x + dx + 8, y - reach)]
        centre = smooth(points, closed=False)
        widths = [9 * math.sin(math.pi * (index + 1) / (len(centre) + 1)) for index in range(len(centre))]
        left = [(px - w, py) for (px, py), w in zip(centre, widths, strict=True)]
        right = [(px + w, py) for (px, py), w in zip(centre, widths, strict=True)]
        p.fill([*left, *reversed(right)], ink)


def label(
    p: Pen, x: float, y: float, width: float, height: float, ink: Colour, mark: Colour, *, motif: str = "leaf"
) -> None:
    """A paper label: a small picture above two thin rules."""
    p.fill(box(x - width / 2, y - height / 2, x + width / 2, y + height / 2, min(width, height) * 0.07), ink)
    size = min(width, height)
    emblem(p, x, y - height * 0.1, size * 0.26, mark, motif=motif)
    rule = shade(mix(ink, mark, 0.35), 0.05)
    for index, share in enumerate((0.44, 0.28)):
        p.fill(
            box(
                x - width * share / 1.3,
                y + height * (0.27 + 0.1 * index),
                x + width * share / 1.3,
                y + height * (0.27 + 0.1 * index) + max(height * 0.025, 3),
                2,
            ),
            rule,
        )


def emblem(p: Pen, x: float, y: float, size: float, ink: Colour, *, motif: str) -> None:
    """A small flat picture that stands for something, about 2 × `size` large."""
    with p.at(x, y, size=size / 50):
        match motif:
            case "leaf":
                leaf(p, -4, 40, 84, -22, ink, width=0.5)
                leaf(p, 2, 40, 66, 38, mix(ink, c.WHITE, 0.25), width=0.5)
            case "drop":
                p.fill(
                    smooth([(0, -56), (22, -14), (34, 16), (20, 44), (0, 50), (-20, 44), (-34, 16), (-22, -14)]), ink
                )
                p.stroke(ellipse(0, 16, 20, 20, start=20, stop=95), 6, mix(ink, c.WHITE, 0.5))
            case "sun":
                p.dot(0, 0, 24, ink)
                for index in range(10):
                    with p.at(0, 0, turn=36 * index):
                        p.stroke([(0, -34), (0, -48)], 7, ink)
            case "bean":
                for turn, dx in ((-25, -18), (20, 22)):
                    with p.at(dx, 0, turn=turn):
                        p.fill(ellipse(0, 0, 22, 34), ink)
                        p.stroke(smooth([(0, -26), (6, 0), (-4, 26)], closed=False), 4, mix(ink, c.WHITE, 0.55))
            case "grain":
                p.stroke([(0, 48), (0, -20)], 5, ink)
                for index in range(4):
                    leaf(p, 0, 24 - index * 20, 30, 38, ink, width=0.5, vein=False)
                    leaf(p, 0, 24 - index * 20, 30, -38, ink, width=0.5, vein=False)
                leaf(p, 0, -30, 28, 0, ink, width=0.5, vein=False)
            case "flower":
                flower(p, 0, 0, 46, ink, mix(ink, c.WHITE, 0.7), petals=7)
            case "hex":
                for x0, y0 in ((-21, -18), (21, -18), (0, 18)):
                    p.fill(
                        [
                            (x0 + 22 * math.cos(math.radians(a)), y0 + 22 * math.sin(math.radians(a)))
                            for a in range(30, 390, 60)
                        ],
                        ink,
                    )
            case "heart":
                heart(p, 0, 4, 46, ink)
            case "mountain":
                p.fill([(-52, 40), (-12, -34), (8, 4), (22, -16), (54, 40)], ink)
                p.fill([(-12, -34), (-25, -10), (-14, -14), (-6, -4), (1, -10)], mix(ink, c.WHITE, 0.75))
            case "house":
                p.fill([(-44, -2), (0, -44), (44, -2)], ink)
                p.fill(box(-32, -4, 32, 42), ink)
                p.fill(box(-9, 12, 9, 42), mix(ink, c.WHITE, 0.7))
            case "wave":
                for index in range(3):
                    y0 = -22 + index * 24
                    p.stroke(
                        smooth([(-46, y0), (-23, y0 - 12), (0, y0), (23, y0 + 12), (46, y0)], closed=False), 8, ink
                    )
            case _:
                p.dot(0, 0, 40, ink)


def heart(p: Pen, x: float, y: float, size: float, ink: Colour) -> None:
    p.fill(
        smooth(
            [
                (x, y + size * 0.9),
                (x - size * 0.75, y + size * 0.2),
                (x - size * 0.92, y - size * 0.4),
                (x - size * 0.5, y - size * 0.8),
                (x, y - size * 0.42),
                (x + size * 0.5, y - size * 0.8),
                (x + size * 0.92, y - size * 0.4),
                (x + size * 0.75, y + size * 0.2),
            ]
        ),
        ink,
    )


def grain(
    p: Pen,
    left: float,
    top: float,
    right: float,
    bottom: float,
    ink: Colour,
    h: Hand,
    *,
    lines: int = 5,
    upright: bool = False,
) -> None:
    """A few quiet lines of wood."""
    tone = shade(ink, 0.1)
    for _ in range(lines):
        if upright:
            x = h.between(left, right)
            start, stop = sorted((h.between(top, bottom), h.between(top, bottom)))
            p.stroke(
                smooth([(x, start), (x + h.between(-5, 5), (start + stop) / 2), (x, stop)], closed=False), 2.6, tone
            )
        else:
            y = h.between(top, bottom)
            start, stop = sorted((h.between(left, right), h.between(left, right)))
            p.stroke(
                smooth([(start, y), ((start + stop) / 2, y + h.between(-5, 5)), (stop, y)], closed=False), 2.6, tone
            )


def speckles(
    p: Pen, outline: Sequence[Point], inks: Sequence[Ink], h: Hand, *, count: int = 60, size: float = 3
) -> None:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    with p.inside(outline):
        for _ in range(count):
            p.dot(
                h.between(min(xs), max(xs)),
                h.between(min(ys), max(ys)),
                h.between(size * 0.5, size * 1.4),
                h.pick(inks),
            )


def stripes(
    p: Pen,
    outline: Sequence[Point],
    inks: Sequence[Ink],
    *,
    width: float,
    gap: float,
    turn: float = 0,
    start: float = 0,
) -> None:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    cx, cy = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    reach = math.hypot(max(xs) - min(xs), max(ys) - min(ys)) / 2 + gap
    with p.inside(outline), p.at(cx, cy, turn=turn):
        offset, index = -reach + start, 0
        while offset < reach:
            p.fill(box(offset, -reach, offset + width, reach), inks[index % len(inks)])
            offset += gap
            index += 1


def stitches(p: Pen, points: Sequence[Point], ink: Ink, *, width: float = 3, dash: float = 11) -> None:
    """A running stitch along a line."""
    for (ax, ay), (bx, by) in pairwise(points):
        length = math.hypot(bx - ax, by - ay)
        count = max(1, round(length / (dash * 1.9)))
        for index in range(count):
            s, e = index / count, (index + 0.55) / count
            p.stroke([(ax + (bx - ax) * s, ay + (by - ay) * s), (ax + (bx - ax) * e, ay + (by - ay) * e)], width, ink)


def patches(
    p: Pen,
    outline: Sequence[Point],
    inks: Sequence[Colour],
    h: Hand,
    *,
    columns: int = 3,
    rows: int = 3,
    seam: Ink | None = None,
) -> None:
    """Pieces of other cloth, each a little askew."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    wide, high = (right - left) / columns, (bottom - top) / rows
    grid = [
        [
            (
                left + column * wide + (h.between(-wide, wide) * 0.16 if 0 < column < columns else 0),
                top + row * high + (h.between(-high, high) * 0.16 if 0 < row < rows else 0),
            )
            for column in range(columns + 1)
        ]
        for row in range(rows + 1)
    ]
    last: Colour | None = None
    with p.inside(outline):
        for row in range(rows):
            for column in range(columns):
                ink = h.pick([one for one in inks if one != last] or list(inks))
                last = ink
                corners = [grid[row][column], grid[row][column + 1], grid[row + 1][column + 1], grid[row + 1][column]]
                p.fill(corners, ink)
        if seam:
            for row in range(1, rows):
                stitches(p, grid[row], seam)
            for column in range(1, columns):
                stitches(p, [grid[row][column] for row in range(rows + 1)], seam)


def bean_pile(
    p: Pen,
    x: float,
    y: float,
    inks: Sequence[Colour],
    h: Hand,
    *,
    count: int = 14,
    size: float = 15,
    spread: float = 90,
    split: bool = False,
) -> None:
    """Loose beans, grains or nuts on the table."""
    spots = sorted(
        ((h.between(-spread, spread), h.between(-spread * 0.28, spread * 0.28)) for _ in range(count)),
        key=lambda s: s[1],
    )
    for dx, dy in spots:
        ink = h.pick(inks)
        with p.at(x + dx, y + dy, turn=h.between(0, 180)):
            p.fill(ellipse(3, 4, size, size * 0.72), SHADOW)
            p.fill(ellipse(0, 0, size, size * 0.72), ink)
            if split:
                p.stroke(
                    smooth([(-size * 0.8, 0), (0, size * 0.16), (size * 0.8, 0)], closed=False),
                    size * 0.16,
                    shade(ink, 0.5),
                )
            else:
                p.fill(ellipse(-size * 0.3, -size * 0.22, size * 0.3, size * 0.16), light(ink, 0.4))


def bow(p: Pen, x: float, y: float, size: float, ink: Colour) -> None:
    with p.at(x, y, size=size / 100):
        for flip in (False, True):
            with p.at(0, 0, flip=flip):
                p.fill(smooth([(0, 0), (-50, 30), (-62, 96), (-34, 88), (-16, 40)]), shade(ink, 0.12))
                loop = smooth([(0, 0), (-34, -54), (-92, -58), (-104, -14), (-60, 14)])
                p.fill(loop, ink)
                p.fill(smooth([(-22, -8), (-44, -34), (-80, -36), (-82, -14), (-52, 0)]), shade(ink, 0.22))
        p.fill(box(-20, -20, 20, 20, 12), light(ink, 0.12))


def bubbles(p: Pen, x: float, y: float, h: Hand, *, count: int = 7, spread: float = 120) -> None:
    for _ in range(count):
        px, py, radius = x + h.between(-spread, spread), y + h.between(-spread * 0.3, spread * 0.3), h.between(10, 30)
        p.dot(px, py, radius, (255, 253, 248, 120))
        p.stroke(ellipse(px, py, radius, radius, start=0, stop=350), 2.5, (255, 255, 255, 200))
        p.dot(px - radius * 0.35, py - radius * 0.35, radius * 0.2, (255, 255, 255, 230))
