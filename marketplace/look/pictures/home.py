"""What stands and lies at home: pots, wood, bedding, glass, books, toys, instruments, machines."""
# ruff: noqa: PLR0912, PLR0915 a drawing is a long list of strokes

import math

from marketplace.look.pictures import palette as c
from marketplace.look.pictures.food import bowl_of
from marketplace.look.pictures.hand import Hand
from marketplace.look.pictures.palette import Colour, colour, light, mix, shade
from marketplace.look.pictures.parts import (
    SHADOW,
    bow,
    emblem,
    flower,
    grain,
    heart,
    leaf,
    patches,
    puck,
    shadow,
    slab,
    speckles,
    sprig,
    steam,
    stitches,
    stripes,
    under,
)
from marketplace.look.pictures.pen import Pen, Point, box, ellipse, smooth, turned
from marketplace.look.pictures.thing import Thing

_GLAZES = (c.WHITE, colour("e8e2d4"), c.DUSK, c.SAGE, c.TERRACOTTA, c.NAVY, c.BLUSH, colour("b9b2a6"), c.GREEN)
_WOODS = {"oak": c.OAK, "zelkova": colour("b97f4e"), "round": c.WALNUT, "spoon": colour("b5764a"), "birch": c.PINEWOOD}
_TABLE = ("table", "cloth", "shelf", "paper", "plinth", "window")
_ROOM = ("vase", "books", "pot", "cup")
BIRCH = colour("e6c997")


def _speckled(p: Pen, outline: list[Point], ink: Colour, h: Hand) -> None:
    speckles(p, outline, ((*shade(ink, 0.4), 130), (*light(ink, 0.5), 130)), h, count=70, size=3.4)


def bowl(h: Hand) -> Thing:
    ink = h.by_word({"moon": c.WHITE}, _GLAZES)
    clay = mix(c.CLAY, ink, 0.25)

    def dipped(p: Pen, rx: float, y: float, deep: float, tint: Colour) -> None:
        with p.at(0, y):
            rim = bowl_of(p, rx, tint, shade(tint, 0.14), deep=deep)
            lower = ellipse(0, rim, rx, rx * deep * 0.96, start=0, stop=180)
            _speckled(p, lower, tint, h)
            with p.inside(lower):
                wave = smooth(
                    [
                        (-rx - 10, rim + rx * deep * 0.5),
                        (-rx * 0.4, rim + rx * deep * 0.62),
                        (rx * 0.2, rim + rx * deep * 0.5),
                        (rx + 10, rim + rx * deep * 0.6),
                    ],
                    closed=False,
                )
                p.fill([*wave, (rx + 10, 40), (-rx - 10, 40)], (*clay, 235))

    def rice_bowls(p: Pen) -> None:
        dipped(p, 200, 0, 0.72, ink)
        with p.at(0, -128):
            p.fill(ellipse(6, 4, 120, 16), SHADOW)
        dipped(p, 188, -120, 0.72, light(ink, 0.16) if ink != c.WHITE else colour("efe7d6"))
        with p.at(270, 10):
            dipped(p, 96, 0, 0.8, h.pick(_GLAZES))

    def noodle(p: Pen) -> None:
        dipped(p, 320, 0, 0.56, ink)
        for dy in (0, 18):
            p.stroke([(-350, -214 + dy), (300, -196 + dy)], 12, c.WALNUT)

    def plate(p: Pen) -> None:
        shadow(p, 0, 0, 210)
        p.fill(box(-120, -30, 120, 0, 8), c.WALNUT)
        disc = ellipse(0, -270, 262, 262)
        p.body(disc, ink, bright=0.3, shift=(-0.03, -0.02))
        p.fill(ellipse(0, -270, 196, 196), shade(ink, 0.06))
        p.fill(ellipse(-4, -274, 190, 190), light(ink, 0.12))
        _speckled(p, disc, ink, h)
        p.stroke(ellipse(0, -270, 250, 250), 8, clay, closed=True)
        sprig(p, -70, -150, 230, 24, mix(c.MOSS, ink, 0.2), pairs=5, size=0.26)

    def rests(p: Pen) -> None:
        for x, y, tint in ((-210, -60, ink), (60, -76, light(ink, 0.2)), (-90, 10, shade(ink, 0.1)), (200, 6, clay)):
            with p.at(x, y):
                shadow(p, 0, 0, 92, 14)
                pebble = smooth(
                    [(-110, -20), (-84, -58), (-20, -48), (40, -62), (104, -40), (108, -10), (40, 4), (-60, 4)]
                )
                p.body(pebble, tint, bright=0.4)
                _speckled(p, pebble, tint, h)
        with p.at(60, -118, turn=-3):
            p.fill(box(-300, -8, 60, 8, 8), c.WALNUT)
            p.body(ellipse(100, 0, 74, 26), c.WALNUT)

    if h.says("noodle"):
        return Thing([ink], noodle, places=_TABLE, company=_ROOM, size=0.98)
    if h.says("plate"):
        return Thing([ink], plate, places=("table", "shelf", "cloth", "paper"), company=_ROOM, size=1.05)
    if h.says("rest"):
        return Thing([ink], rests, places=("table", "cloth", "paper"), company=_ROOM, size=1.1)
    return Thing([ink], rice_bowls, places=_TABLE, company=_ROOM, size=1.1)


def mug(h: Hand) -> Thing:
    ink = h.pick(_GLAZES)
    clay = mix(c.CLAY, ink, 0.3)
    pair = h.says("cup", "pair", "two")
    band = h.pick(["dip", "stripe", "dots", "plain"])

    def one(p: Pen, tint: Colour, wide: float, tall: float, *, handle: bool) -> None:
        shadow(p, 0, 0, wide * 0.9)
        if handle:
            p.stroke(
                smooth(
                    [
                        (wide * 0.86, -tall * 0.82),
                        (wide * 1.42, -tall * 0.8),
                        (wide * 1.5, -tall * 0.4),
                        (wide * 0.84, -tall * 0.2),
                    ],
                    closed=False,
                ),
                wide * 0.2,
                shade(tint, 0.1),
            )
            p.stroke(
                smooth(
                    [
                        (wide * 0.84, -tall * 0.84),
                        (wide * 1.38, -tall * 0.82),
                        (wide * 1.46, -tall * 0.43),
                        (wide * 0.82, -tall * 0.24),
                    ],
                    closed=False,
                ),
                wide * 0.1,
                light(tint, 0.15),
            )
        side = turned(
            [(wide, -tall), (wide * 0.99, -tall * 0.5), (wide * 0.93, -tall * 0.12), (wide * 0.8, -4), (wide * 0.7, 0)]
        )
        p.body(side, tint, bright=0.3)
        with p.inside(side):
            if band == "dip":
                edge = smooth(
                    [
                        (-wide - 20, -tall * 0.34),
                        (-wide * 0.3, -tall * 0.28),
                        (wide * 0.3, -tall * 0.38),
                        (wide + 20, -tall * 0.3),
                    ],
                    closed=False,
                )
                p.fill([*edge, (wide + 20, 30), (-wide - 20, 30)], (*clay, 245))
                p.fill(box(wide * 0.7, -tall * 0.4, wide * 1.2, 30), (52, 32, 20, 24))
            elif band == "stripe":
                for y in (-tall * 0.62, -tall * 0.5, -tall * 0.3):
                    p.fill(
                        [(px, py + y) for px, py in ellipse(0, 0, wide * 1.02, 16, start=0, stop=180)]
                        + [(px, py + y + 14) for px, py in reversed(ellipse(0, 0, wide * 1.02, 16, start=0, stop=180))],
                        clay,
                    )
            elif band == "dots":
                for row in range(5):
                    for column in range(7):
                        p.dot(
                            -wide + column * wide * 0.34 + (wide * 0.17 if row % 2 else 0),
                            -tall * 0.84 + row * tall * 0.17,
                            wide * 0.045,
                            clay,
                        )
        _speckled(p, side, tint, h)
        p.fill(ellipse(0, -tall, wide, wide * 0.17), light(tint, 0.4))
        p.fill(ellipse(0, -tall + wide * 0.02, wide * 0.88, wide * 0.13), shade(tint, 0.2))
        p.fill(ellipse(0, -tall + wide * 0.05, wide * 0.82, wide * 0.1), colour("8a5a34"))

    def paint(p: Pen) -> None:
        if pair:
            with p.at(-150, -14):
                one(p, ink, 118, 210, handle=False)
            with p.at(140, 12):
                one(p, shade(ink, 0.07), 122, 196, handle=False)
            steam(p, -140, -250, 130)
        else:
            with p.at(-40, 0):
                one(p, ink, 176, 330, handle=True)
                steam(p, 0, -370, 160)

    return Thing([ink], paint, places=_TABLE, company=("vase", "books", "pot", "fruit"), size=1.08)


def cutting_board(h: Hand) -> Thing:
    ink = h.by_word(_WOODS, list(_WOODS.values()))

    def propped(p: Pen) -> None:
        shadow(p, 0, 0, 200)
        board = smooth(
            [
                (-60, -560),
                (60, -560),
                (66, -470),
                (170, -440),
                (196, -380),
                (200, -40),
                (176, 0),
                (-176, 0),
                (-200, -40),
                (-196, -380),
                (-170, -440),
                (-66, -470),
            ],
            steps=6,
        )
        p.fill([(x + 18, y + 8) for x, y in board], SHADOW)
        p.body(board, ink, bright=0.15, dark=0.1, shift=(-0.04, 0))
        with p.inside(board):
            grain(p, -190, -540, 190, -10, ink, h, lines=12, upright=True)
        p.dot(0, -510, 22, shade(ink, 0.45))
        with p.at(-240, 14):
            p.body(smooth([(-70, -20), (-60, -84), (20, -96), (74, -60), (70, -10), (0, 0)]), c.PERSIMMON, bright=0.25)
            leaf(p, 0, -84, 50, 30, c.MOSS)
        with p.at(250, 20, turn=4):
            p.body(box(-110, -18, 30, 4, 8), c.WALNUT)
            p.fill([(30, -30), (190, -14), (196, 2), (30, 4)], c.SILVER)

    def bread_board(p: Pen) -> None:
        shadow(p, 0, 6, 330)
        p.fill([(-280, -96), (300, -96), (360, -16), (-340, -16)], light(ink, 0.22))
        with p.inside([(-280, -96), (300, -96), (360, -16), (-340, -16)]):
            grain(p, -340, -94, 360, -18, light(ink, 0.22), h, lines=9)
        p.body(box(-342, -18, 362, 10, 8), ink, shift=(-0.02, 0))
        crust = colour("b87a42")
        with p.at(-60, -50):
            loaf = smooth(
                [(-210, 0), (-220, -100), (-140, -170), (0, -186), (150, -170), (216, -100), (206, 0), (0, 10)]
            )
            p.fill(ellipse(10, 4, 220, 20), SHADOW)
            p.body(loaf, crust, bright=0.25, dark=0.2)
            with p.inside(loaf):
                for x in (-110, -10, 90):
                    p.fill(smooth([(x - 40, -130), (x + 40, -190), (x + 56, -160), (x - 20, -104)]), colour("f1dcb2"))
        for x, y in ((210, -38), (270, -30)):
            p.body(ellipse(x, y - 30, 34, 32), c.GREEN if x < 250 else c.OLIVE, bright=0.4)

    def round_board(p: Pen) -> None:
        shadow(p, 0, 0, 190)
        disc = ellipse(0, -280, 276, 276)
        p.fill([(x + 16, y + 6) for x, y in disc], SHADOW)
        p.body(disc, ink, bright=0.2, dark=0.1, shift=(-0.03, -0.02))
        with p.inside(disc):
            grain(p, -260, -550, 260, -10, ink, h, lines=12, upright=True)
        p.stroke(ellipse(0, -280, 236, 236), 8, shade(ink, 0.25), closed=True)
        p.dot(0, -490, 18, shade(ink, 0.5))
        with p.at(260, 14):
            p.fill(ellipse(10, 0, 120, 16), SHADOW)
            p.fill([(-110, -8), (60, -120), (110, -40), (100, 0)], c.BUTTER)
            p.fill([(-110, -8), (100, 0), (96, 26), (-104, 18)], shade(c.BUTTER, 0.12))
            for x, y in ((10, -40), (54, -70), (-30, -14)):
                p.fill(ellipse(x, y, 13, 9), shade(c.BUTTER, 0.16))

    def spoons(p: Pen) -> None:
        for x, turn, tint, size in (
            (-120, -14, ink, 1.0),
            (10, 3, light(ink, 0.2), 1.06),
            (140, 17, shade(ink, 0.12), 0.96),
        ):
            with p.at(x * 0.35, -150, turn=turn, size=size):
                p.body(box(-13, -330, 13, 60, 12), tint)
                head = ellipse(0, -390, 66, 92)
                p.body(head, tint, bright=0.2)
                p.fill(ellipse(-4, -396, 48, 70), shade(tint, 0.12))
        shadow(p, 0, 0, 130)
        jar = turned([(120, -240), (134, -130), (122, -20), (108, 0)])
        tint = h.pick([c.WHITE, c.DUSK, c.SAGE])
        p.body(jar, tint, bright=0.2)
        _speckled(p, jar, tint, h)

    painter = (
        round_board
        if h.says("round")
        else spoons
        if h.says("spoon")
        else bread_board
        if h.says("bread", "zelkova")
        else propped
        if h.says("board")
        else h.pick([propped, bread_board, round_board])
    )
    return Thing([ink], painter, places=("table", "cloth", "tiles", "paper", "window"), company=("vase", "jar", "pot"))


def stool(h: Hand) -> Thing:
    ink = h.by_word(_WOODS, [c.OAK, c.WALNUT, BIRCH])
    kind = next((word for word in ("side-table", "bench", "step") if h.says(word)), h.pick(["step", "round"]))

    def leg(p: Pen, x: float, lean: float, top: float, *, back: bool = False) -> None:
        foot = -22 if back else 0
        tint = shade(ink, 0.2) if back else ink
        p.body([(x - 18, top), (x + 18, top), (x + lean + 13, foot), (x + lean - 13, foot)], tint, dark=0.14)

    def paint(p: Pen) -> None:
        if kind == "bench":
            shadow(p, 0, 0, 330)
            for x in (-250, 250):
                leg(p, x * 0.84, math.copysign(16, x), -300, back=True)
            p.body(box(-290, -150, 290, -126, 4), shade(ink, 0.15))
            for x in (-270, 270):
                leg(p, x, math.copysign(22, x), -300)
            p.fill([(-320, -356), (320, -356), (350, -312), (-350, -312)], light(ink, 0.25))
            p.body(box(-350, -314, 350, -278, 6), ink, shift=(-0.02, 0))
            with p.inside(box(-350, -356, 350, -280)):
                grain(p, -340, -352, 340, -284, ink, h, lines=10)
            tint = h.pick([c.PERSIMMON, c.GREEN, c.DUSK])
            p.body(box(-300, -396, -110, -338, 26), tint)
            stitches(p, [(-286, -352), (-124, -352)], light(tint, 0.5), width=4)
        elif kind == "side-table":
            shadow(p, 0, 0, 210)
            for x in (-170, 170):
                leg(p, x * 0.8, math.copysign(14, x), -380, back=True)
            for x in (-186, 186):
                leg(p, x, math.copysign(20, x), -380)
            p.body(box(-196, -430, 196, -320, 6), shade(ink, 0.06), shift=(-0.03, 0))
            p.body(box(-166, -414, 166, -338, 5), light(ink, 0.08), dark=0.06)
            p.dot(0, -376, 13, c.BROWN)
            p.fill([(-196, -470), (196, -470), (230, -432), (-230, -432)], light(ink, 0.25))
            p.body(box(-230, -436, 230, -412, 5), ink, shift=(-0.02, 0))
            with p.at(-80, -452):
                p.body(box(-80, -34, 80, 0, 5), h.pick([c.PERSIMMON, c.BLUE]))
                p.body(box(-70, -60, 74, -34, 5), c.CREAM)
            with p.at(110, -452):
                sprig(p, 0, -60, 130, 12, c.MOSS, pairs=4)
                p.body(smooth([(-24, -90), (24, -90), (38, -40), (28, 0), (-28, 0), (-38, -40)]), c.WHITE)
        elif kind == "round":
            shadow(p, 0, 0, 200)
            leg(p, 0, 0, -340, back=True)
            for x in (-130, 130):
                leg(p, x, math.copysign(60, x), -340)
            p.body(box(-176, -170, 176, -148, 4), shade(ink, 0.12))
            with p.at(0, -330):
                puck(p, 220, 40, 44, ink)
                p.stroke(ellipse(0, -44, 140, 24), 3, shade(ink, 0.1), closed=True)
                p.stroke(ellipse(0, -44, 70, 12), 3, shade(ink, 0.1), closed=True)
        else:
            shadow(p, 0, 0, 230)
            p.body([(-190, -300), (-130, -300), (-160, 0), (-230, 0)], shade(ink, 0.08))
            p.body([(130, -300), (190, -300), (230, 0), (160, 0)], ink)
            p.body(box(-180, -150, 180, -116, 4), shade(ink, 0.12))
            p.fill([(-196, -360), (196, -360), (236, -304), (-236, -304)], light(ink, 0.25))
            with p.inside([(-196, -360), (196, -360), (236, -304), (-236, -304)]):
                grain(p, -230, -358, 230, -306, ink, h, lines=8)
            p.fill(box(-50, -342, 50, -322, 10), shade(ink, 0.4))
            p.body(box(-236, -308, 236, -274, 6), ink, shift=(-0.02, 0))

    return Thing([ink], paint, places=("paper", "table", "plinth"), company=("pot", "vase"), size=1.04)


def _quilting(p: Pen, outline: list[Point], ink: Colour, style: str) -> None:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    with p.inside(outline):
        if style == "diamond":
            for offset in range(-14, 15):
                x = (left + right) / 2 + offset * 64
                p.stroke([(x - 500, top - 60), (x + 500, top + 940)], 3.5, shade(ink, 0.13))
                p.stroke([(x + 500, top - 60), (x - 500, top + 940)], 3.5, shade(ink, 0.13))
        elif style == "wave":
            y = top
            while y < bottom + 40:
                p.stroke(
                    smooth(
                        [(left + index * (right - left) / 10, y + (14 if index % 2 else -14)) for index in range(11)],
                        closed=False,
                        steps=5,
                    ),
                    4,
                    shade(ink, 0.13),
                )
                y += 42
        else:
            x = left
            while x < right + 20:
                p.stroke([(x, top), (x, bottom)], 4, shade(ink, 0.13))
                p.stroke([(x + 6, top), (x + 6, bottom)], 3, light(ink, 0.2))
                x += 44


def quilt(h: Hand) -> Thing:
    inks = h.by_word(
        {"baby": [c.BUTTER, c.WHITE, c.BLUSH, c.SKY], "winter": [c.NAVY, c.CREAM, c.BRICK, c.MUSTARD]},
        [
            [c.SAGE, c.CREAM, c.MOSS, c.BUTTER],
            [c.DUSK, c.WHITE, c.BLUE, c.BLUSH],
            [c.ROSE, c.CREAM, c.PLUM, c.APRICOT],
            [c.MUSTARD, c.OAT, c.TERRACOTTA, c.SAGE],
        ],
    )
    style = h.pick(["diamond", "wave", "line"])

    def folded(p: Pen) -> None:
        shadow(p, 0, 0, 340)
        y, wide = 0.0, 330.0
        for index, tall in enumerate((120, 108, 112)):
            ink = inks[index % len(inks)]
            layer = box(-wide, y - tall, wide, y, 52)
            p.body(layer, ink, dark=0.1, shift=(-0.03, -0.04))
            _quilting(p, layer, ink, style if index != 1 else "line")
            p.fill(
                smooth(
                    [
                        (wide - 90, y - tall + 8),
                        (wide - 24, y - tall + 18),
                        (wide - 6, y - tall / 2),
                        (wide - 30, y - 12),
                        (wide - 94, y - 4),
                        (wide - 60, y - tall / 2),
                    ]
                ),
                shade(ink, 0.1),
            )
            y -= tall
            wide -= 8
        with p.at(0, y):
            p.body(box(-250, -104, 250, 4, 50), c.WHITE, dark=0.08)
            stitches(p, [(-210, -50), (210, -50)], inks[0], width=5)
        bow(p, -150, y + 150, 70, c.KRAFT)

    def spread(p: Pen) -> None:
        outline = smooth(
            [(-330, -350), (0, -358), (332, -350), (340, 0), (330, 348), (0, 356), (-334, 348), (-340, 0)], steps=6
        )
        under(p, outline, 18, 24)
        p.body(outline, inks[0], dark=0.06, shift=(-0.02, -0.02))
        inner = box(-288, -304, 288, 304, 10)
        p.fill(inner, inks[1])
        if style == "diamond":
            for row in range(6):
                for column in range(6):
                    x, y = -240 + column * 96, -254 + row * 102
                    tint = inks[(row + column) % len(inks)]
                    p.fill([(x, y - 48), (x + 46, y), (x, y + 48), (x - 46, y)], tint)
                    p.fill([(x, y - 48), (x + 46, y), (x, y)], light(tint, 0.25))
        else:
            patches(p, inner, inks, h, columns=5, rows=5)
        _quilting(p, outline, inks[1], style)
        stitches(p, [*box(-310, -328, 310, 328), (-310, -328)], light(inks[0], 0.5), width=5)
        corner = [(340, 120), (340, 356), (80, 356)]
        p.fill([(x + 4, y + 10) for x, y in corner], SHADOW)
        p.fill([(340, 120), (150, 190), (80, 356)], light(inks[2], 0.2))
        p.fill([(340, 120), (80, 356), (344, 360)], inks[1])

    if h.chance(0.5):
        return Thing(inks[:2], folded, places=("table", "paper", "shelf", "plinth"), company=("vase", "books"))
    return Thing(inks[:2], spread, flat=True, company=("leaf", "spool", "cup"), size=0.94)


def cushion(h: Hand) -> Thing:
    ink = h.pick([c.TERRACOTTA, c.GREEN, c.STEEL, c.MUSTARD, c.DUSK, c.ROSE])
    trim = h.pick([c.CREAM, c.NAVY, c.BUTTER])
    style = h.pick(["diamond", "wave", "line"])

    def square(p: Pen) -> None:
        for x, y, size, tint, turn in ((-110, -20, 0.8, trim, -7), (90, 0, 0.94, ink, 5)):
            with p.at(x, y, size=size, turn=turn):
                shadow(p, 0, 0, 220)
                shape = smooth(
                    [(-236, -470), (0, -446), (236, -470), (216, -236), (240, -4), (0, -26), (-240, -4), (-216, -236)],
                    steps=8,
                )
                p.body(shape, tint, bright=0.2, dark=0.12)
                _quilting(p, shape, tint, style)
                p.dot(0, -236, 15, shade(tint, 0.3))

    def mat(p: Pen) -> None:
        outline = smooth(
            [(-350, -220), (0, -226), (350, -220), (356, 0), (350, 220), (0, 226), (-350, 220), (-356, 0)], steps=6
        )
        under(p, outline)
        p.body(outline, ink, dark=0.06, shift=(-0.02, -0.02))
        _quilting(p, outline, ink, style)
        for inset in (34, 60):
            stitches(
                p,
                [*box(-350 + inset, -220 + inset, 350 - inset, 220 - inset), (-350 + inset, -220 + inset)],
                trim,
                width=6,
            )
        for x in (-352, 352):
            for index in range(15):
                y = -200 + index * 28
                p.stroke([(x, y), (x + math.copysign(28, x), y + 3)], 6, trim)

    def pillow(p: Pen) -> None:
        shadow(p, 0, 0, 320)
        shape = smooth(
            [(-330, -250), (0, -290), (330, -250), (310, -130), (336, -10), (0, -2), (-336, -10), (-310, -130)], steps=8
        )
        p.body(shape, c.WHITE if trim != c.CREAM else c.SKY, bright=0.2, dark=0.1)
        stripes(p, shape, (mix(ink, c.WHITE, 0.35),), width=8, gap=44)
        for x in range(-220, 240, 30):
            p.fill(ellipse(x + h.between(-8, 8), 30 + h.between(-12, 12), 11, 8), h.pick([c.BROWN, c.CHARCOAL, c.CLAY]))

    def cosy(p: Pen) -> None:
        shadow(p, 0, 0, 250)
        p.stroke(smooth([(-190, -90), (-290, -120), (-330, -210), (-300, -230)], closed=False), 44, c.WHITE)
        p.stroke(smooth([(180, -220), (290, -220), (290, -80), (180, -70)], closed=False), 26, c.WHITE)
        dome = smooth(
            [(-226, -20), (-220, -230), (-140, -350), (0, -386), (140, -350), (220, -230), (226, -20), (0, 6)]
        )
        p.body(dome, ink, bright=0.2)
        _quilting(p, dome, ink, "diamond")
        p.fill(smooth([(-230, -60), (0, -40), (230, -60), (228, -14), (0, 10), (-228, -14)]), trim)
        p.dot(0, -396, 34, trim)

    if h.says("mat", "rug"):
        return Thing([ink], mat, flat=True, company=("leaf", "cup"))
    painter = pillow if h.says("pillow") else cosy if h.says("cosy") else square
    return Thing(
        [ink, trim] if painter is square else [ink],
        painter,
        places=("table", "paper", "window", "shelf"),
        company=("vase", "books", "pot"),
    )


def vase(h: Hand) -> Thing:
    ink = h.by_word(
        {"bottle": colour("5f9f7c")},
        [colour("86b8a4"), colour("9dbdd0"), colour("d9b48c"), colour("c9a3a8"), colour("7fae94")],
    )

    def shine(p: Pen, outline: list[Point]) -> None:
        p.body(outline, ink, bright=0.45, dark=0.12)
        with p.inside(outline):
            for _ in range(16):
                x, y = h.between(-150, 150), h.between(-420, -10)
                p.stroke(ellipse(x, y, 7, 7), 2.5, (255, 255, 255, 130), closed=True)

    def stems(p: Pen, foot: float) -> None:
        for turn, length in ((-24, 330), (-6, 400), (12, 360), (30, 290)):
            with p.at(0, foot, turn=turn):
                p.stroke([(0, 0), (0, -length)], 7, c.MOSS)
                leaf(p, 0, -length * 0.5, 90, 50, c.MOSS, width=0.3)
                leaf(p, 0, -length * 0.62, 84, -50, c.OLIVE, width=0.3)
                flower(
                    p,
                    0,
                    -length,
                    h.between(46, 62),
                    h.pick([c.PERSIMMON, c.BUTTER, c.ROSE, c.WHITE, c.PLUM]),
                    c.MUSTARD,
                    petals=h.pick([6, 8, 10]),
                )

    def bottle(p: Pen) -> None:
        with p.at(0, 0):
            stems(p, -250)
        shadow(p, 0, 0, 110)
        shine(p, turned([(40, -330), (42, -270), (104, -204), (116, -150), (116, -26), (104, -4), (90, 0)]))
        p.stroke(ellipse(0, -330, 41, 9), 6, light(ink, 0.5), closed=True)

    def bubble(p: Pen) -> None:
        stems(p, -220)
        shadow(p, 0, 0, 150)
        shine(p, turned([(60, -320), (56, -284), (150, -220), (172, -140), (130, -24), (80, 0)]))
        p.stroke(ellipse(0, -320, 60, 12), 6, light(ink, 0.5), closed=True)

    def tumbler(p: Pen) -> None:
        for x, y, share in ((-150, -16, 0.0), (150, 6, 0.4)):
            with p.at(x, y):
                shadow(p, 0, 0, 120)
                cup = turned([(128, -280), (116, -140), (106, -30), (94, -4), (86, 0)])
                shine(p, cup)
                if share:
                    p.fill([(-116, -170), (116, -170), (100, -24), (-100, -24)], (*c.APRICOT, 190))
                    p.fill(ellipse(0, -170, 116, 18), light(c.APRICOT, 0.3))
                p.fill(ellipse(0, -14, 88, 14), shade(ink, 0.1))
                p.stroke(ellipse(0, -280, 128, 22), 7, light(ink, 0.55), closed=True)

    def dish(p: Pen) -> None:
        shadow(p, 0, 0, 240)
        for x, y, tint in (
            (-120, -250, c.PERSIMMON),
            (10, -280, c.APRICOT),
            (130, -250, c.OLIVE),
            (-40, -230, c.BUTTER),
            (70, -230, c.PERSIMMON),
        ):
            p.body(ellipse(x, y, 84, 78), tint, bright=0.25)
            leaf(p, x, y - 70, 36, 24, c.MOSS)
        shine(p, turned([(330, -240), (290, -120), (170, -24), (110, 0)]))
        p.stroke(ellipse(0, -240, 330, 34, start=0, stop=180), 8, light(ink, 0.5))

    def moon_jar(p: Pen) -> None:
        shadow(p, 0, 0, 190)
        white = colour("f4f1ea")
        left = [(-96, -450), (-92, -412), (-232, -316), (-262, -196), (-194, -66), (-100, -8), (-90, 0)]
        right = [(90, 0), (100, -10), (190, -70), (256, -200), (236, -310), (92, -412), (96, -450)]
        jar = [*smooth(left, closed=False), *smooth(right, closed=False)]
        p.body(jar, white, bright=0.0, dark=0.13, shift=(-0.12, -0.04))
        p.fill(ellipse(0, -450, 96, 15), light(white, 0.5))
        p.fill(ellipse(0, -448, 80, 10), shade(white, 0.25))
        p.stroke(smooth([(-250, -206), (-60, -190), (120, -196), (250, -208)], closed=False), 4, shade(white, 0.06))
        speckles(p, jar, ((*shade(white, 0.2), 90),), h, count=40, size=3)

    def catcher(p: Pen) -> None:
        p.stroke([(0, -720), (0, -500)], 4, c.BROWN)
        p.stroke([(-210, -500), (210, -500)], 14, c.WALNUT)
        for x, length, tint in (
            (-170, 120, ink),
            (-86, 230, c.APRICOT),
            (0, 150, c.DUSK),
            (86, 270, c.BUTTER),
            (170, 170, c.ROSE),
        ):
            p.stroke([(x, -500), (x, -500 + length)], 3, c.BROWN)
            shape = smooth(
                [
                    (x, -500 + length),
                    (x + 40, -460 + length),
                    (x + 30, -390 + length),
                    (x - 24, -380 + length),
                    (x - 42, -450 + length),
                ]
            )
            p.fill(shape, (*tint, 225))
            p.fill(
                smooth([(x - 4, -490 + length), (x + 20, -460 + length), (x - 10, -420 + length)]), (255, 255, 255, 110)
            )

    painter = (
        tumbler
        if h.says("tumbler")
        else dish
        if h.says("bowl")
        else moon_jar
        if h.says("moon")
        else catcher
        if h.says("sun")
        else bubble
        if h.says("bubble")
        else bottle
        if h.says("bottle")
        else h.pick([bottle, bubble])
    )
    if painter is catcher:
        return Thing([ink], catcher, places=("window",), company=())
    return Thing(
        [colour("f4f1ea")] if painter is moon_jar else [ink],
        painter,
        places=_TABLE,
        company=("books", "cup", "stones"),
        size=1.0 if painter not in (bottle, bubble) else 0.92,
    )


def gift_box(h: Hand) -> Thing:
    ink = h.pick([c.PERSIMMON, c.GREEN, c.KRAFT, c.CREAM, c.BLUE, c.ROSE])
    ribbon = h.pick([one for one in (c.CREAM, c.MUSTARD, c.PERSIMMON, c.PINE, c.PLUM) if one != ink])

    def boxed(p: Pen, wide: float, tall: float) -> None:
        shadow(p, 0, 0, wide * 0.52)
        slab(p, wide, tall, wide * 0.2, ink)
        slant = wide * 0.2 * 0.42
        p.fill(
            [(-26, -tall - wide * 0.2), (26, -tall - wide * 0.2), (34, -tall), (34, 0), (-34, 0), (-34, -tall)], ribbon
        )
        p.fill([(18, -tall), (34, -tall), (34, 0), (18, 0)], shade(ribbon, 0.14))
        middle = -tall - wide * 0.1
        p.fill(
            [
                (-wide / 2 + slant * 0.6, middle - 12),
                (wide / 2 - slant * 0.6, middle - 12),
                (wide / 2 - slant * 0.4, middle + 14),
                (-wide / 2 + slant * 0.4, middle + 14),
            ],
            ribbon,
        )
        bow(p, 0, middle, wide * 0.24, ribbon)

    def bojagi(p: Pen) -> None:
        shadow(p, 0, 0, 250)
        cloth = smooth(
            [
                (-250, -270),
                (-130, -310),
                (0, -320),
                (130, -310),
                (250, -270),
                (262, -130),
                (250, -10),
                (0, 4),
                (-250, -10),
                (-262, -130),
            ],
            steps=7,
        )
        p.body(cloth, ink, bright=0.2)
        with p.inside(cloth):
            p.fill([(-20, -320), (20, -320), (-140, 20), (-300, 20), (-280, -120)], light(ink, 0.1))
            p.fill([(20, -320), (90, -310), (300, -60), (300, 20), (120, 20)], shade(ink, 0.1))
        for turn, length in ((-62, 210), (-24, 170), (26, 172), (60, 206)):
            with p.at(0, -320, turn=turn):
                p.fill(
                    smooth([(0, 0), (60, -length * 0.5), (36, -length), (-36, -length * 0.96), (-56, -length * 0.5)]),
                    light(ink, 0.16) if abs(turn) < 40 else ribbon,
                )
                p.stroke([(0, -10), (4, -length * 0.8)], 4, shade(ink, 0.14))
        p.body(ellipse(0, -322, 56, 42), shade(ink, 0.08))

    def beside(p: Pen) -> None:
        """Something small that says what is inside."""
        if h.says("soap"):
            slab(p, 120, 52, 34, c.SAGE, radius=16)
            with p.at(8, -86, turn=-4):
                slab(p, 112, 48, 32, c.BUTTER, radius=16)
        elif h.says("honey", "big"):
            p.body(box(-62, -130, 62, 0, 20), colour("e0a035"))
            p.fill(box(-58, -164, 58, -128, 8), c.CREAM)
            emblem(p, 0, -62, 30, c.CREAM, motif="hex")
        elif h.says("tea", "seed"):
            for index in range(5):
                flower(p, -50 + index * 30, -14 - (index % 2) * 26, 28, c.BUTTER, c.BROWN, petals=9)
        elif h.says("bread", "baker", "dessert", "cookie"):
            for index in range(3):
                with p.at(0, -index * 32):
                    puck(p, 74, 17, 26, colour("c98f50"))
        elif h.says("coffee"):
            p.stroke(ellipse(64, -50, 24, 26, start=-80, stop=90), 11, c.WHITE)
            p.body([*ellipse(0, -8, 50, 10, start=0, stop=180), *ellipse(0, -96, 64, 13, start=180, stop=360)], c.WHITE)
            p.fill(ellipse(0, -96, 56, 9), colour("4a2c1c"))
        elif h.says("tofu"):
            slab(p, 150, 84, 44, colour("fbf4e3"))
        elif h.says("shoe"):
            p.body(box(-80, -40, 80, 0, 12), c.OAK)
            for index in range(16):
                p.stroke([(-74 + index * 10, 0), (-74 + index * 10, 26)], 5, c.CHARCOAL)
        elif h.says("starter", "refill"):
            p.body(smooth([(-26, -140), (26, -140), (60, -90), (56, 0), (-56, 0), (-60, -90)]), colour("9fc4b6"))
            p.fill(box(-14, -176, 14, -138, 3), c.CHARCOAL)
        elif h.says("year", "rice"):
            p.body(smooth([(-70, -120), (0, -130), (70, -120), (84, -40), (60, 0), (-60, 0), (-84, -40)]), c.OAT)
            emblem(p, 0, -56, 34, c.GREEN, motif="grain")
        else:
            sprig(p, -10, 0, 170, 20, c.MOSS, pairs=4)

    def paint(p: Pen) -> None:
        if h.says("big", "set") and not h.says("shoe", "starter", "tofu"):
            with p.at(-50, 0, size=1.04):
                bojagi(p)
        else:
            with p.at(-50, 0):
                boxed(p, 470, 250)
        with p.at(270, 30, size=1.15):
            p.fill(ellipse(14, 0, 80, 14), SHADOW)
            beside(p)

    return Thing(
        [ink], paint, places=("table", "cloth", "paper", "plinth", "window"), company=("vase", "pot"), size=1.04
    )


def laptop(h: Hand) -> Thing:
    body = h.by_word({"laptop-15": c.CHARCOAL, "monitor": c.CHARCOAL}, [c.SILVER, c.STEEL])
    sky = h.pick([c.SKY, c.BLUSH, c.BUTTER])

    def screen(p: Pen, left: float, top: float, right: float, bottom: float) -> None:
        p.body(box(left, top, right, bottom, 18), shade(body, 0.1) if body != c.CHARCOAL else body, dark=0.1)
        face = box(left + 18, top + 18, right - 18, bottom - 24, 6)
        with p.inside(face):
            p.wash(sky)
            p.dot(left + (right - left) * 0.7, top + (bottom - top) * 0.34, 52, mix(sky, c.WHITE, 0.6))
            for share, tint in ((0.46, c.SAGE), (0.6, c.MOSS), (0.76, c.GREEN)):
                y = top + (bottom - top) * share
                p.fill(
                    [
                        *smooth(
                            [
                                (left, y + 30),
                                (left + (right - left) * 0.3, y - 40),
                                (left + (right - left) * 0.6, y + 24),
                                (right, y - 30),
                            ],
                            closed=False,
                        ),
                        (right, bottom),
                        (left, bottom),
                    ],
                    tint,
                )
            p.fill([(left, top), (left + 130, top), (left + 20, bottom), (left, bottom)], (255, 255, 255, 30))

    def notebook(p: Pen) -> None:
        shadow(p, 0, 6, 340)
        screen(p, -270, -420, 270, -60)
        p.fill([(-272, -62), (272, -62), (346, -12), (-346, -12)], light(body, 0.2))
        for row in range(4):
            for column in range(13):
                y = -54 + row * 7.4
                spread = 1 + (y + 62) / 50 * 0.26
                x = (-216 + column * 34) * spread
                p.fill(box(x, y, x + 25 * spread, y + 5, 1.5), shade(body, 0.35))
        p.fill([(-70, -24), (70, -24), (76, -15), (-76, -15)], shade(body, 0.14))
        p.body(box(-348, -14, 348, 6, 8), shade(body, 0.08), shift=(-0.02, 0))
        p.fill(box(-50, -14, 50, -8, 3), shade(body, 0.25))

    def monitor(p: Pen) -> None:
        shadow(p, 0, 0, 170)
        p.body(box(-130, -20, 130, 0, 8), body)
        p.body([(-34, -130), (34, -130), (44, -16), (-44, -16)], shade(body, 0.1))
        screen(p, -350, -530, 350, -110)

    def keyboard(p: Pen) -> None:
        frame = box(-370, -150, 370, 150, 26)
        under(p, frame)
        p.body(frame, c.CREAM, dark=0.08, shift=(-0.01, -0.02))
        for row in range(5):
            x = -344.0
            widths = {
                0: [48] * 13 + [72],
                1: [70] + [48] * 12 + [50],
                2: [84] + [48] * 11 + [90],
                3: [108] + [48] * 10 + [118],
                4: [62, 62, 62, 300, 62, 62, 62],
            }[row]
            for index, wide in enumerate(widths):
                if x + wide > 350:
                    break
                tint = c.PERSIMMON if (row, index) == (2, len(widths) - 1) else c.DUSK if wide > 60 else c.WHITE
                y = -126 + row * 52
                p.fill(box(x, y + 4, x + wide - 6, y + 46, 8), shade(tint, 0.24))
                p.fill(box(x + 2, y, x + wide - 8, y + 38, 7), tint)
                x += wide + 2

    if h.says("keyboard"):
        return Thing([c.CREAM], keyboard, flat=True, places=("planks", "plain", "linen"), company=("cup", "leaf"))
    return Thing(
        [body],
        monitor if h.says("monitor") else notebook,
        places=("table", "window", "table"),
        company=("pot", "books", "cup", "vase"),
        size=0.98,
    )


def toner(h: Hand) -> Thing:
    inks = [c.CHARCOAL, c.BLUE, c.MUSTARD, c.ROSE] if h.says("set") else [c.CHARCOAL]

    def cartridge(p: Pen, tint: Colour) -> None:
        p.fill(ellipse(20, 0, 260, 20), SHADOW)
        p.fill([(-230, -190), (190, -190), (250, -150), (-260, -150)], colour("5a5650"))
        p.body(
            smooth([(-262, -152), (252, -152), (262, -90), (240, -10), (-250, -10), (-268, -90)], steps=4),
            colour("3d3a36"),
            shift=(-0.02, -0.1),
        )
        p.fill(box(-250, -100, 244, -64, 4), tint if tint != c.CHARCOAL else c.STEEL)
        p.body(box(-200, -66, 190, -6, 26), c.SAGE if tint == c.CHARCOAL else light(tint, 0.3), shift=(0, -0.2))
        p.body(box(246, -150, 284, -20, 8), tint if tint != c.CHARCOAL else c.STEEL)
        p.body(box(-300, -140, -258, -30, 8), colour("5a5650"))
        p.fill(box(-60, -144, 70, -110, 6), c.CREAM)
        p.dot(-36, -127, 9, c.GREEN)
        p.fill(box(-16, -134, 50, -129, 2), c.STEEL)
        p.fill(box(-16, -124, 30, -119, 2), c.STEEL)

    def paint(p: Pen) -> None:
        if len(inks) == 1:
            shadow(p, -60, -30, 230)
            with p.at(-70, -40):
                slab(p, 470, 300, 90, c.OAT)
                emblem(p, 0, -150, 66, c.GREEN, motif="leaf")
            with p.at(60, 14):
                cartridge(p, inks[0])
        else:
            for index, tint in enumerate(inks):
                with p.at(-30 + (index % 2) * 50, 10 - index * 138, size=0.96 - index * 0.02):
                    cartridge(p, tint)

    return Thing(
        [c.CHARCOAL, c.KRAFT], paint, places=("table", "shelf", "plinth", "paper"), company=("pot",), size=0.96
    )


def _cover(p: Pen, wide: float, tall: float, inks: list[Colour], motif: str, h: Hand) -> None:
    """A book's front with its foot at the origin: a picture, and rules where words would be."""
    face = box(-wide / 2, -tall, wide / 2, 0, 8)
    p.body(face, inks[0], dark=0.06, shift=(-0.02, 0))
    p.fill(box(-wide / 2, -tall, -wide / 2 + 24, 0, 6), shade(inks[0], 0.16))
    with p.inside(face):
        if motif == "walk":
            p.dot(wide * 0.2, -tall * 0.66, wide * 0.17, inks[1])
            p.fill(
                [
                    *smooth([(-wide, -tall * 0.3), (-wide * 0.1, -tall * 0.42), (wide, -tall * 0.26)], closed=False),
                    (wide, 10),
                    (-wide, 10),
                ],
                inks[2],
            )
            p.fill(
                smooth(
                    [
                        (wide * 0.06, -tall * 0.38),
                        (wide * 0.12, -tall * 0.38),
                        (wide * 0.04, -tall * 0.2),
                        (wide * 0.3, 10),
                        (-wide * 0.14, 10),
                        (-wide * 0.04, -tall * 0.2),
                    ]
                ),
                inks[3],
            )
        elif motif == "alley":
            for index, x in enumerate((-0.34, -0.08, 0.2)):
                p.fill(box(wide * x, -tall * (0.42 + 0.08 * (index % 2)), wide * (x + 0.22), 10), inks[1 + index % 3])
                p.fill(
                    [
                        (wide * (x - 0.03), -tall * (0.42 + 0.08 * (index % 2))),
                        (wide * (x + 0.11), -tall * (0.52 + 0.08 * (index % 2))),
                        (wide * (x + 0.25), -tall * (0.42 + 0.08 * (index % 2))),
                    ],
                    shade(inks[1 + index % 3], 0.25),
                )
                p.fill(box(wide * (x + 0.07), -tall * 0.3, wide * (x + 0.14), -tall * 0.22), c.BUTTER)
        elif motif == "recipe":
            p.dot(0, -tall * 0.36, wide * 0.28, c.WHITE)
            p.dot(0, -tall * 0.36, wide * 0.2, shade(c.WHITE, 0.06))
            p.dot(-8, -tall * 0.37, wide * 0.1, inks[1])
            leaf(p, wide * 0.02, -tall * 0.32, wide * 0.2, 50, c.MOSS)
        else:
            size = wide * 0.13
            for row in range(5):
                for column in range(5):
                    x, y = -wide * 0.325 + column * size, -tall * 0.56 + row * size
                    p.fill(box(x, y, x + size - 4, y + size - 4), c.WHITE if (row * 3 + column * 2) % 4 else inks[1])
    for index, share in enumerate((0.5, 0.34)):
        y = -tall * 0.88 + index * tall * 0.06
        p.fill(
            box(-wide * share / 2 + 12, y, wide * share / 2 + 12, y + tall * 0.03, 3),
            c.CREAM if sum(inks[0]) < 480 else shade(inks[0], 0.6),
        )


_BOOK_INKS = (
    [c.NAVY, c.BUTTER, c.DUSK, c.CREAM],
    [c.PERSIMMON, c.CREAM, c.BRICK, c.BUTTER],
    [c.SAGE, c.CREAM, c.GREEN, c.BUTTER],
    [c.BUTTER, c.PERSIMMON, c.GREEN, c.CREAM],
    [c.BLUSH, c.BRICK, c.ROSE, c.WHITE],
    [c.BLUE, c.APRICOT, c.SKY, c.WHITE],
)


def book(h: Hand) -> Thing:
    motif = next(
        (
            name
            for word, name in (("novel", "walk"), ("essay", "alley"), ("recipe", "recipe"), ("cross", "grid"))
            if h.says(word)
        ),
        h.pick(["walk", "alley", "recipe"]),
    )
    inks = h.some(_BOOK_INKS, 3)

    def paint(p: Pen) -> None:
        if h.says("trio", "three"):
            for x, turn, index, name in ((-190, -5, 0, "walk"), (10, 1, 1, "alley"), (210, 6, 2, "recipe")):
                with p.at(x, 0, turn=turn):
                    p.fill([(-150, -4), (170, -4), (190, 14), (-140, 14)], SHADOW)
                    _cover(p, 280, 390, inks[index], name, h)
            return
        shadow(p, 0, 0, 260)
        with p.at(-60, -8, turn=-2):
            p.fill(box(-150, -502, 196, -8, 5), shade(inks[0][0], 0.3))
            p.fill([(186, -490), (206, -480), (206, -14), (186, -10)], c.CREAM)
            _cover(p, 360, 500, inks[0], motif, h)
        with p.at(220, 14):
            for index, (wide, tall) in enumerate(((250, 46), (226, 42))):
                y = -index * 46
                p.fill(ellipse(10, y, wide * 0.5, 10), SHADOW)
                p.body(box(-wide / 2, y - tall, wide / 2, y, 5), inks[1 + index][0], shift=(-0.04, 0))
                p.fill(box(-wide / 2 + 10, y - tall + 7, wide / 2, y - 7), c.CREAM)
                p.fill(box(-wide / 2, y - tall, -wide / 2 + 22, y, 5), inks[1 + index][0])
            p.stroke(ellipse(-56, -112, 40, 32), 8, c.CHARCOAL, closed=True)
            p.stroke(ellipse(52, -112, 40, 32), 8, c.CHARCOAL, closed=True)
            p.stroke([(-16, -116), (12, -116)], 7, c.CHARCOAL)

    return Thing(
        [inks[0][0]], paint, places=("table", "window", "shelf", "cloth"), company=("cup", "vase", "pot"), size=0.98
    )


def picture_book(h: Hand) -> Thing:
    scene_ = "bus" if h.says("bus") else "cat" if h.says("cat") else h.pick(["cat", "bus"])
    sky = c.NAVY if scene_ == "cat" else c.SKY

    def page(p: Pen, outline: list[Point]) -> None:
        with p.inside(outline):
            p.wash(sky)
            if scene_ == "cat":
                p.dot(120, -420, 66, c.BUTTER)
                for _ in range(18):
                    p.dot(h.between(-250, 250), h.between(-500, -220), h.between(3, 6), c.CREAM)
                for x, top, tint in ((-210, -170, c.TERRACOTTA), (-20, -220, c.BRICK), (180, -180, c.CLAY)):
                    p.fill([(x - 140, top + 60), (x - 90, top), (x + 90, top), (x + 140, top + 60)], shade(tint, 0.2))
                    p.fill(box(x - 120, top + 60, x + 120, 40), tint)
                    for wx in (-60, 30):
                        p.fill(box(x + wx, top + 92, x + wx + 42, top + 140, 3), c.BUTTER)
                with p.at(-20, -222):
                    p.fill(
                        smooth(
                            [
                                (-46, 0),
                                (-50, -60),
                                (-20, -96),
                                (-26, -140),
                                (-4, -120),
                                (24, -122),
                                (44, -142),
                                (42, -96),
                                (36, -60),
                                (44, 0),
                            ]
                        ),
                        c.CHARCOAL,
                    )
                    p.stroke(smooth([(40, -6), (96, -20), (100, -80)], closed=False), 13, c.CHARCOAL)
                    p.dot(0, -92, 5, c.BUTTER)
                    p.dot(26, -92, 5, c.BUTTER)
            else:
                p.fill(
                    [
                        *smooth([(-300, -220), (-120, -330), (80, -240), (300, -340)], closed=False),
                        (300, 20),
                        (-300, 20),
                    ],
                    c.SAGE,
                )
                for x, tall, tint in ((-220, 200, c.CREAM), (-120, 260, c.ROSE), (190, 230, c.BUTTER)):
                    p.fill(box(x - 44, -60 - tall, x + 44, -60), tint)
                    for row in range(3):
                        p.fill(box(x - 20, -40 - tall + row * 52, x + 20, -10 - tall + row * 52), c.DUSK)
                p.fill(box(-300, -90, 300, 20), c.STEEL)
                stitches(p, [(-300, -36), (300, -36)], c.WHITE, width=8, dash=30)
                p.body(box(-150, -230, 150, -74, 28), c.GREEN, dark=0.14)
                for x in (-124, -58, 8, 74):
                    p.fill(box(x, -208, x + 52, -150, 8), c.CREAM)
                p.fill(box(-150, -138, 150, -124), c.BUTTER)
                for x in (-84, 84):
                    p.dot(x, -72, 32, c.CHARCOAL)
                    p.dot(x, -72, 14, c.SILVER)

    def paint(p: Pen) -> None:
        shadow(p, 0, 0, 300)
        with p.at(0, -10, turn=-2):
            p.fill(box(-246, -524, 276, -2, 6), c.CREAM)
            p.fill(box(-256, -530, 264, -6, 8), shade(sky, 0.3))
            outline = box(-264, -536, 256, -12, 10)
            page(p, outline)
            p.fill(box(-264, -536, -240, -12, 8), (20, 20, 30, 70))
            for index, share in enumerate((300, 200)):
                p.fill(
                    box(-share / 2, -500 + index * 40, share / 2, -478 + index * 40, 8),
                    c.CREAM if scene_ == "cat" else c.WHITE,
                )

    return Thing([sky], paint, places=("table", "window", "cloth", "shelf"), company=("pot", "fruit", "cup"), size=1.0)


def toys(h: Hand) -> Thing:
    style = next(
        (word for word in ("block", "stack", "puzzle", "train", "shape", "abacus", "kitchen") if h.says(word)),
        h.pick(["block", "stack", "train"]),
    )
    paints = [c.PERSIMMON, c.GREEN, c.MUSTARD, c.DUSK, c.ROSE]

    def blocks(p: Pen) -> None:
        shadow(p, 0, 0, 320)
        spots = (
            (-220, 0, BIRCH),
            (-60, 0, c.GREEN),
            (100, 0, BIRCH),
            (250, 6, c.MUSTARD),
            (-150, -146, c.PERSIMMON),
            (20, -146, BIRCH),
            (-60, -292, c.DUSK),
        )
        for x, y, tint in spots:
            with p.at(x, y):
                slab(p, 138, 120, 30, tint, radius=12)
        with p.at(-60, -438):
            p.body(smooth([(-84, 0), (0, -100), (84, 0)], steps=3), c.ROSE)
        with p.at(100, -146):
            p.body([*ellipse(0, 0, 76, 80, start=180, stop=360)], c.BLUE)
        with p.at(252, -150):
            p.body(box(-34, 0, 34, 30, 8), BIRCH)

    def stack(p: Pen) -> None:
        shadow(p, 0, 0, 220)
        y = 0.0
        for index, rx in enumerate((220, 188, 156, 124, 94)):
            with p.at(0, y):
                tint = paints[index] if index % 2 else light(BIRCH, 0.1)
                puck(p, rx, rx * 0.17, 72, tint)
                for ring in (0.72, 0.46):
                    p.stroke(ellipse(0, -72, rx * ring, rx * 0.17 * ring), 3, shade(tint, 0.12), closed=True)
            y -= 76
        p.body(ellipse(0, y - 34, 54, 52), c.PERSIMMON, bright=0.3)

    def puzzle(p: Pen) -> None:
        frame = box(-320, -320, 320, 320, 40)
        under(p, frame)
        p.body(frame, BIRCH, dark=0.08, shift=(-0.02, -0.02))
        p.fill(box(-280, -280, 280, 280, 24), shade(BIRCH, 0.16))
        for x, y, tint, name in (
            (-140, -140, c.SAGE, "bird"),
            (140, -140, c.APRICOT, "cat"),
            (-140, 140, c.DUSK, "fish"),
            (140, 140, c.BUTTER, "snail"),
        ):
            p.body(box(x - 132, y - 132, x + 132, y + 132, 30), tint, dark=0.06)
            with p.at(x, y):
                dark = shade(tint, 0.45)
                if name == "bird":
                    p.fill(
                        smooth(
                            [(-90, 20), (-50, -50), (20, -66), (60, -40), (96, -30), (60, -10), (40, 50), (-30, 70)]
                        ),
                        dark,
                    )
                    p.dot(40, -36, 9, c.CREAM)
                elif name == "cat":
                    p.fill(
                        smooth(
                            [(-70, 80), (-76, -20), (-60, -90), (-26, -56), (26, -56), (60, -90), (76, -20), (70, 80)]
                        ),
                        dark,
                    )
                    for dx in (-28, 28):
                        p.dot(dx, -10, 9, c.CREAM)
                elif name == "fish":
                    p.fill(smooth([(-90, 0), (-20, -56), (50, -10), (96, -56), (90, 56), (50, 10), (-20, 56)]), dark)
                    p.dot(-46, -10, 9, c.CREAM)
                else:
                    p.stroke(smooth([(-90, 66), (0, 70), (80, 60), (88, 0)], closed=False), 30, dark)
                    p.fill(ellipse(-10, 0, 66, 64), shade(tint, 0.3))
                    p.stroke(smooth([(20, 0), (-10, 26), (-40, 0), (-10, -40), (36, -20)], closed=False), 9, tint)
            p.dot(x, y - 104, 12, c.WALNUT)

    def train(p: Pen) -> None:
        shadow(p, 0, 0, 340)
        for x, tint in ((-250, paints[1]), (-20, paints[2])):
            p.body(box(x - 96, -176, x + 96, -52, 14), tint)
            p.body(box(x - 104, -60, x + 104, -36, 6), BIRCH)
            for index, load in enumerate((c.ROSE, c.DUSK, c.BUTTER)):
                p.body(ellipse(x - 56 + index * 56, -184, 40, 40), load, bright=0.3)
            p.fill(box(x + 96, -56, x + 134, -44, 3), c.BROWN)
        with p.at(240, 0):
            p.body(box(-110, -170, 110, -52, 20), paints[0])
            p.body(box(-110, -290, 10, -60, 12), paints[3])
            p.fill(box(-84, -262, -16, -196, 8), c.CREAM)
            p.body(box(-124, -310, 24, -284, 8), paints[0])
            p.body(box(50, -260, 90, -166, 6), BIRCH)
            p.body(ellipse(70, -262, 32, 14), BIRCH)
            p.body(box(-116, -60, 124, -36, 6), BIRCH)
        for x in (-310, -190, -80, 40, 180, 300):
            p.body(ellipse(x, -34, 38, 38), c.WALNUT, bright=0.2)
            p.dot(x, -34, 12, BIRCH)

    def shape_box(p: Pen) -> None:
        shadow(p, 0, 0, 260)
        with p.at(-30, 0):
            slab(p, 400, 330, 110, BIRCH, radius=10)
            dark = shade(BIRCH, 0.55)
            p.dot(-100, -230, 52, dark)
            p.fill([(40, -186), (100, -286), (160, -186)], dark)
            p.fill(box(-148, -130, -54, -36, 6), dark)
            p.fill(
                [
                    (100 + 58 * math.cos(math.radians(a)), -82 + 58 * math.sin(math.radians(a)))
                    for a in range(0, 360, 60)
                ],
                dark,
            )
        for x, y, tint in ((230, 20, paints[0]), (320, 4, paints[1])):
            with p.at(x, y):
                slab(p, 84, 80, 24, tint, radius=8)

    def abacus(p: Pen) -> None:
        shadow(p, 0, 0, 260)
        p.body(box(-270, -440, 270, -404, 10), BIRCH)
        p.body(box(-270, -440, -232, 0, 8), BIRCH)
        p.body(box(232, -440, 270, 0, 8), BIRCH)
        p.body(box(-310, -36, 310, 0, 10), BIRCH, shift=(-0.02, 0))
        for row in range(5):
            y = -360 + row * 70
            p.stroke([(-234, y), (234, y)], 7, c.STEEL)
            left = h.pick([3, 4, 5, 6])
            for index in range(7):
                x = -206 + index * 46 if index < left else 206 - (6 - index) * 46
                p.body(ellipse(x, y, 23, 30), paints[row], bright=0.3)

    def kitchen(p: Pen) -> None:
        shadow(p, 0, 0, 270)
        p.body(box(-260, -560, 260, -380, 10), light(BIRCH, 0.2))
        p.fill(box(-220, -530, 60, -410, 8), c.SKY)
        p.fill(box(-84, -530, -76, -410), c.WHITE)
        p.body(box(90, -540, 230, -420, 8), c.SAGE)
        p.body(box(-280, -340, 280, 0, 12), BIRCH, shift=(-0.03, 0))
        p.body(box(-296, -384, 296, -340, 8), c.WHITE, shift=(-0.02, 0))
        for x in (-190, -70):
            p.dot(x, -300, 18, c.PERSIMMON)
        p.body(box(-250, -260, 10, -30, 10), c.DUSK)
        p.fill(box(-220, -220, -20, -80, 10), c.NAVY)
        p.fill(box(-200, -250, -40, -236, 6), c.SILVER)
        p.body(box(50, -320, 250, -30, 10), c.SAGE)
        p.dot(74, -180, 12, c.WALNUT)
        p.stroke(smooth([(150, -384), (150, -440), (200, -446), (204, -414)], closed=False), 11, c.STEEL)
        p.body(box(-230, -424, -110, -384, 16), c.PERSIMMON)
        p.fill(box(-120, -412, -60, -400, 4), c.CHARCOAL)

    painters = {
        "block": blocks,
        "stack": stack,
        "train": train,
        "shape": shape_box,
        "abacus": abacus,
        "kitchen": kitchen,
    }
    if style == "puzzle":
        return Thing([BIRCH], puzzle, flat=True, company=("leaf", "sprig"))
    return Thing(
        [BIRCH],
        painters[style],
        places=("table", "cloth", "shelf", "paper", "window"),
        company=("pot", "books"),
        size=0.98,
    )


def kalimba(h: Hand) -> Thing:
    ink = h.by_word({"mini": c.PINEWOOD}, [colour("b9783f"), c.WALNUT, c.OAK])

    def thumb_piano(p: Pen) -> None:
        wide = 230 if h.says("mini", "eight") else 280
        shape = smooth(
            [
                (-wide * 0.92, -300),
                (0, -330),
                (wide * 0.92, -300),
                (wide, 0),
                (wide * 0.9, 290),
                (0, 320),
                (-wide * 0.9, 290),
                (-wide, 0),
            ],
            steps=8,
        )
        under(p, shape, 20, 26)
        p.body(shape, ink, bright=0.2, dark=0.1, shift=(-0.03, -0.02))
        with p.inside(shape):
            grain(p, -wide, -310, wide, 300, ink, h, lines=12, upright=True)
        p.dot(0, 130, 74, shade(ink, 0.3))
        p.dot(0, 132, 66, shade(ink, 0.62))
        keys = 8 if h.says("mini", "eight") else 17
        for index in range(keys):
            place = index - (keys - 1) / 2
            x = place * (wide * 1.66 / keys)
            foot = 40 - abs(place) * (22 if keys > 8 else 34)
            tall = wide * 1.2 / keys
            p.fill(box(x - tall * 0.42 + 4, -270, x + tall * 0.42 + 4, foot + 6, 6), SHADOW)
            p.fill(box(x - tall * 0.42, -276, x + tall * 0.42, foot, 6), c.SILVER)
            p.fill(box(x - tall * 0.42, -276, x - tall * 0.1, foot, 6), light(c.SILVER, 0.7))
            if index % 3 == keys // 2 % 3:
                p.dot(x, foot - 18, tall * 0.26, c.PERSIMMON)
        p.body(box(-wide * 0.9, -216, wide * 0.9, -188, 8), c.WALNUT if ink != c.WALNUT else c.OAK)
        p.body(box(-wide * 0.9, -150, wide * 0.9, -132, 8), c.STEEL)

    def shakers(p: Pen) -> None:
        for x, y, tint, turn in ((-120, -60, ink, -18), (130, 70, c.WALNUT if ink != c.WALNUT else c.OAK, 14)):
            with p.at(x, y, turn=turn):
                egg = smooth(
                    [(0, -190), (110, -90), (136, 60), (80, 180), (0, 206), (-80, 180), (-136, 60), (-110, -90)]
                )
                under(p, egg, 16, 22)
                p.body(egg, tint, bright=0.3, dark=0.14)
                with p.inside(egg):
                    grain(p, -130, -180, 130, 200, tint, h, lines=8)
                    p.fill(box(-160, 20, 160, 44), c.PERSIMMON if x < 0 else c.GREEN)
        for _ in range(16):
            p.fill(ellipse(h.between(-280, 280), h.between(210, 290), 11, 8), h.pick([c.BROWN, c.OLIVE, c.CLAY]))

    return Thing(
        [ink], shakers if h.says("shaker") else thumb_piano, flat=True, company=("leaf", "sprig", "cup"), size=0.98
    )


def cajon(h: Hand) -> Thing:
    front = h.by_word({"pro": colour("a9683a"), "kids": c.BUTTER}, [BIRCH, colour("c58a50"), c.TERRACOTTA])
    small = h.says("kid", "child")

    def paint(p: Pen) -> None:
        wide, tall = (300, 360) if small else (330, 500)
        shadow(p, 0, 0, wide * 0.6)
        side = [(wide / 2, -tall), (wide / 2 + 110, -tall - 54), (wide / 2 + 110, -44), (wide / 2, 0)]
        p.fill(side, shade(BIRCH, 0.2))
        with p.inside(side):
            p.fill(ellipse(wide / 2 + 60, -tall * 0.45, 36, 64), shade(BIRCH, 0.6))
        p.fill(
            [(-wide / 2, -tall), (-wide / 2 + 110, -tall - 54), (wide / 2 + 110, -tall - 54), (wide / 2, -tall)],
            light(BIRCH, 0.3),
        )
        p.body(box(-wide / 2, -tall, wide / 2, 0, 6), front, dark=0.06, shift=(-0.04, 0))
        with p.inside(box(-wide / 2, -tall, wide / 2, 0)):
            grain(p, -wide / 2, -tall, wide / 2, 0, front, h, lines=12, upright=True)
            for index in range(3):
                p.stroke(
                    ellipse(0, -tall * 0.5, 50 + index * 26, 50 + index * 26), 6, (*light(front, 0.5), 170), closed=True
                )
        for x in (-wide / 2 + 20, wide / 2 - 20):
            for y in (-tall + 20, -tall / 2, -20):
                p.dot(x, y, 7, shade(front, 0.5))
        for x in (-wide / 2 + 24, wide / 2 - 24):
            p.body(box(x - 22, -2, x + 22, 16, 5), c.CHARCOAL)
        if small:
            heart(p, 0, -tall * 0.5, 34, c.PERSIMMON)

    return Thing([front], paint, places=("paper", "table", "plinth"), company=("pot", "books"), size=1.06)
