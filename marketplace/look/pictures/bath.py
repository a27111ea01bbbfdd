"""Soap, what fills up again, towels and candles."""
# ruff: noqa: PLR0915 a drawing is a long list of strokes

import math

from marketplace.look.pictures import palette as c
from marketplace.look.pictures.hand import Hand
from marketplace.look.pictures.palette import Colour, colour, light, mix, shade
from marketplace.look.pictures.parts import (
    SHADOW,
    bow,
    bubbles,
    emblem,
    flower,
    label,
    puck,
    rounded,
    shadow,
    speckles,
    sprig,
)
from marketplace.look.pictures.pen import Pen, box, ellipse, smooth
from marketplace.look.pictures.thing import Thing

_BATH = ("tiles", "table", "shelf", "paper", "plinth", "tiles")
_FRIENDS = ("vase", "towel", "stones", "pot")
WAX = colour("edc06a")


def _bar(p: Pen, wide: float, tall: float, deep: float, ink: Colour) -> list[tuple[float, float]]:
    """A bar of soap with soft corners, standing at the origin; returns the outline of its top."""
    slant = deep * 0.3
    front = box(-wide / 2, -tall, wide / 2, 0, 30)
    top = rounded(
        [
            (-wide / 2 + slant, -tall - deep),
            (wide / 2 - slant, -tall - deep),
            (wide / 2, -tall + 24),
            (-wide / 2, -tall + 24),
        ],
        42,
    )
    p.fill(ellipse(20, 0, wide * 0.52, 16), SHADOW)
    p.body(front, shade(ink, 0.06), dark=0.1, shift=(-0.04, 0))
    p.fill(top, light(ink, 0.26))
    return top


def soap(h: Hand) -> Thing:
    ink, swirl = h.by_word(
        {
            "calendula": (colour("efc25c"), c.APRICOT),
            "charcoal": (colour("4a4a4c"), colour("77777a")),
            "rice": (colour("efe2c6"), colour("d8bf93")),
            "dish": (colour("cfd8b4"), c.SAGE),
        },
        [(c.BLUSH, c.ROSE), (c.SAGE, c.MOSS), (c.DUSK, c.WHITE), (colour("efe2c6"), c.CLAY), (c.LILAC, c.WHITE)],
    )
    motif = h.by_word(
        {"calendula": "flower", "charcoal": "mountain", "rice": "grain", "dish": "wave"}, ["leaf", "flower", "sun"]
    )
    dish = h.pick([c.OAK, c.WALNUT, c.WHITE, c.DUSK])

    def paint(p: Pen) -> None:
        shadow(p, 0, 0, 300, 24)
        p.body([(-320, -34), (320, -34), (280, 0), (-280, 0)], dish)
        for index in range(7):
            x = -290 + index * 97
            p.fill([(x + 12, -64), (x + 62, -64), (x + 70, -34), (x, -34)], light(dish, 0.25))
        for index, (x, y, turn) in enumerate(((-30, -40, 0), (40, -238, -5))):
            with p.at(x, y, turn=turn):
                tint = ink if index == 0 else light(ink, 0.1)
                top = _bar(p, 430 - index * 40, 122, 78, tint)
                with p.inside(box(-205 + index * 20, -118, 205 - index * 20, -8, 26)):
                    for row in range(3):
                        wave = smooth(
                            [
                                (-240, -100 + row * 40),
                                (-120, -124 + row * 44),
                                (0, -92 + row * 38),
                                (130, -120 + row * 44),
                                (240, -90 + row * 36),
                            ],
                            closed=False,
                        )
                        p.stroke(wave, 9 + row * 3, (*swirl, 150))
                if index:
                    speckles(p, top, (swirl, shade(swirl, 0.15)), h, count=36, size=6)
                else:
                    with p.at(0, -64, size=1):
                        emblem(p, 0, 0, 42, shade(tint, 0.22), motif=motif)
        if motif == "flower":
            for x, y, size in ((-280, 30, 34), (250, 36, 42), (310, 12, 26)):
                flower(p, x, y, size, c.APRICOT, c.BROWN, petals=11)
        else:
            bubbles(p, 210, -10, h, count=7, spread=120)

    return Thing([ink], paint, places=_BATH, company=_FRIENDS)


def shampoo_bar(h: Hand) -> Thing:
    ink = h.by_word(
        {"condition": c.BLUSH, "shampoo-bar": colour("b9c9a0")}, [c.SAGE, c.BLUSH, c.LILAC, colour("e8cf98"), c.DUSK]
    )
    rope = h.pick([c.KRAFT, c.CREAM, c.PERSIMMON])

    def paint(p: Pen) -> None:
        with p.at(-110, 0):
            shadow(p, 0, 0, 200, 24)
            puck(p, 230, 46, 30, c.OAK)
            for x in (-120, -40, 40, 120):
                p.fill(box(x - 16, -54, x + 16, -18, 8), shade(c.OAK, 0.16))
            with p.at(0, -34):
                puck(p, 178, 40, 96, ink)
                p.fill(ellipse(0, -96, 140, 30), shade(ink, 0.06))
                p.fill(ellipse(0, -93, 136, 28), light(ink, 0.22))
                p.fill(ellipse(0, -94, 22, 7), shade(ink, 0.3))
                speckles(p, ellipse(0, -96, 160, 34), (shade(ink, 0.2), light(ink, 0.5)), h, count=34, size=4)
        with p.at(190, 6, turn=0):
            p.fill(ellipse(18, 0, 150, 18), SHADOW)
            disc = ellipse(0, -172, 168, 172)
            p.body(disc, light(ink, 0.1), dark=0.14, bright=0.3, shift=(-0.06, -0.02))
            p.stroke(ellipse(0, -172, 132, 136), 6, shade(ink, 0.12))
            emblem(p, 0, -150, 62, shade(ink, 0.22), motif=h.pick(["leaf", "flower", "drop"]))
            p.dot(0, -300, 17, shade(ink, 0.5))
            p.stroke(smooth([(-2, -300), (-60, -400), (-20, -480), (40, -420), (4, -302)], closed=False), 10, rope)
        bubbles(p, -30, -4, h, count=9, spread=180)
        sprig(p, -330, 0, 210, -20, c.MOSS, pairs=4)

    return Thing([ink], paint, places=_BATH, company=("towel", "stones", "pot"))


def refill(h: Hand) -> Thing:
    if h.says("bottle"):
        return _bottle(h)
    ink = h.by_word(
        {"laundry": c.DUSK, "soft": c.BLUSH, "dish": c.SAGE, "hand": c.APRICOT}, [c.DUSK, c.BLUSH, c.SAGE, c.BUTTER]
    )
    mark = h.by_word({"laundry": c.BLUE, "soft": c.BRICK, "dish": c.GREEN, "hand": c.TERRACOTTA}, [c.BLUE, c.GREEN])
    motif = h.by_word({"laundry": "wave", "soft": "flower", "dish": "drop", "hand": "heart"}, ["drop", "leaf", "wave"])

    def paint(p: Pen) -> None:
        with p.at(-60, 0):
            shadow(p, 0, 0, 200)
            front = smooth(
                [
                    (-180, -440),
                    (-60, -446),
                    (120, -446),
                    (186, -430),
                    (196, -230),
                    (214, -30),
                    (170, -4),
                    (0, 8),
                    (-170, -4),
                    (-214, -30),
                    (-196, -230),
                ]
            )
            p.fill([(108, -444), (160, -520), (196, -498), (182, -420)], shade(ink, 0.1))
            with p.at(184, -516, turn=34):
                p.body(box(-34, -40, 34, 22, 8), mark)
            p.body(front, ink, bright=0.3, dark=0.1)
            p.fill(box(-176, -452, 90, -412, 8), light(ink, 0.3))
            p.stroke([(-170, -404), (120, -404)], 3, shade(ink, 0.12))
            p.fill(smooth([(-200, -40), (0, -62), (200, -40), (170, -4), (0, 8), (-170, -4)]), shade(ink, 0.1))
            label(p, 0, -226, 220, 230, c.WHITE, mark, motif=motif)
        with p.at(250, 8):
            shadow(p, 0, 0, 76, 18)
            jar = smooth(
                [
                    (-34, -250),
                    (34, -250),
                    (38, -220),
                    (74, -180),
                    (76, -20),
                    (60, 0),
                    (-60, 0),
                    (-76, -20),
                    (-74, -180),
                    (-38, -220),
                ]
            )
            p.body(jar, mix(c.GLASS, c.WHITE, 0.2), dark=0.07)
            with p.inside(jar):
                p.fill(box(-70, -130, 70, -8, 10), (*mark, 120))
            p.fill(box(-38, -276, 38, -244, 6), c.CHARCOAL)
            p.fill(box(-7, -320, 7, -270, 2), c.CHARCOAL)
            p.fill(box(-58, -334, 16, -312, 8), c.CHARCOAL)
        bubbles(p, -270, -20, h, count=5, spread=70)

    return Thing([ink], paint, places=_BATH, company=("towel", "pot", "vase"))


def _bottle(h: Hand) -> Thing:
    ink = colour("8a5a34") if h.chance(0.5) else colour("9fc4b6")

    def paint(p: Pen) -> None:
        shadow(p, 0, 0, 160)
        body = smooth(
            [
                (-60, -400),
                (60, -400),
                (64, -360),
                (142, -290),
                (150, -180),
                (148, -30),
                (120, 0),
                (-120, 0),
                (-148, -30),
                (-150, -180),
                (-142, -290),
                (-64, -360),
            ],
            steps=6,
        )
        p.body(body, ink, bright=0.3, dark=0.16)
        with p.inside(body):
            p.fill(box(-134, -240, 134, -14, 20), (*shade(ink, 0.3), 110))
        p.fill(smooth([(-118, -270), (-102, -276), (-104, -60), (-122, -60)]), (255, 255, 255, 90))
        label(p, 4, -150, 190, 170, c.CREAM, c.GREEN, motif="drop")
        p.body(box(-66, -440, 66, -392, 8), c.STEEL)
        p.body(box(-11, -520, 11, -436, 3), c.SILVER)
        p.body(
            smooth([(-130, -552), (30, -560), (44, -530), (30, -514), (-100, -522), (-132, -500), (-146, -520)]),
            c.STEEL,
        )
        p.fill(smooth([(-136, -484), (-124, -462), (-136, -446), (-148, -462)]), (210, 228, 232, 230))
        sprig(p, 250, 6, 220, 16, c.MOSS, pairs=5)

    return Thing([ink], paint, places=_BATH, company=_FRIENDS)


def towel(h: Hand) -> Thing:
    inks = h.some([c.CREAM, c.SAGE, c.DUSK, c.BLUSH, c.BUTTER, c.WHITE, c.CLAY], 3)
    ink = h.by_word({"trail": c.SAGE}, inks)
    trail = h.says("trail") or (not h.says("bath") and h.chance(0.4))

    def hung(p: Pen) -> None:
        for x in (-300, 300):
            p.fill(box(x - 14, -560, x + 14, -500, 4), c.WALNUT)
        p.body(box(-330, -548, 330, -522, 12), c.OAK, shift=(0, -0.3))
        for left, right, foot, tint in ((-240, 90, -60, ink), (60, 262, -180, mix(ink, c.WHITE, 0.5))):
            cloth = smooth(
                [
                    (left, -556),
                    (right, -556),
                    (right + 6, -300),
                    (right - 4, foot),
                    ((left + right) / 2, foot + 14),
                    (left + 6, foot),
                    (left - 6, -300),
                ],
                steps=6,
            )
            p.fill([(x + 16, y + 14) for x, y in cloth], SHADOW)
            p.body(cloth, tint, dark=0.08, shift=(-0.06, 0))
            with p.inside(cloth):
                for y in (foot - 92, foot - 62):
                    p.fill(box(left - 20, y, right + 20, y + 14), mix(tint, c.GREEN, 0.5))
                for x in range(int(left) + 40, int(right), 62):
                    p.stroke([(x, -540), (x + 4, foot)], 4, shade(tint, 0.05))
            for x in range(int(left) + 12, int(right), 20):
                p.stroke([(x, foot + 6), (x, foot + 26)], 4, tint)
        with p.at(-80, -190):
            emblem(p, 0, 0, 56, mix(ink, c.PINE, 0.6), motif="mountain")

    def stacked(p: Pen) -> None:
        shadow(p, 0, 0, 320)
        y = 0.0
        for index, tint in enumerate(inks):
            wide = 300 - index * 10 + h.between(-8, 8)
            p.body(box(-wide, y - 112, wide, y, 54), tint, dark=0.1, shift=(-0.04, -0.06))
            p.stroke([(-wide + 60, y - 56), (wide - 6, y - 56)], 4, shade(tint, 0.14))
            p.stroke([(-wide + 64, y - 28), (wide - 40, y - 28)], 3, shade(tint, 0.07))
            p.stroke([(-wide + 64, y - 84), (wide - 40, y - 84)], 3, shade(tint, 0.07))
            for x in (170, 196):
                p.fill(box(x, y - 110, x + 12, y - 2), mix(tint, c.TERRACOTTA, 0.35))
            y -= 112
        p.fill(box(-44, y, 44, 0), (*c.KRAFT, 255))
        p.fill(box(-30, y, -24, 0), shade(c.KRAFT, 0.16))
        bow(p, 0, y + 130, 62, c.KRAFT)
        sprig(p, 20, y + 8, 170, 62, c.MOSS, pairs=4)

    if trail:
        return Thing([ink], hung, places=("tiles", "paper"), company=(), size=1.05)
    return Thing(inks, stacked, places=_BATH, company=("stones", "vase", "pot"))


def candle(h: Hand) -> Thing:
    wax = h.by_word({"soy": c.CREAM}, [WAX, colour("e3ab4c"), WAX])
    glass_ink = h.pick([colour("a9c9bd"), colour("d9b48c"), c.DUSK])

    def flame(p: Pen, x: float, y: float, size: float = 1) -> None:
        with p.at(x, y, size=size):
            p.dot(0, -46, 92, (255, 224, 150, 46))
            p.dot(0, -46, 60, (255, 224, 150, 60))
            p.stroke([(0, 4), (0, -20)], 5, c.CHARCOAL)
            p.fill(
                smooth([(0, -100), (20, -58), (26, -34), (14, -12), (0, -8), (-14, -12), (-26, -34), (-16, -58)]),
                colour("f6b73c"),
            )
            p.fill(smooth([(0, -66), (10, -40), (8, -20), (0, -14), (-8, -20), (-10, -40)]), colour("fff3c9"))

    def pillar(p: Pen, x: float, rx: float, tall: float, y: float = 0, *, rolled: bool = False) -> None:
        with p.at(x, y):
            shadow(p, 0, 0, rx, 16)
            side = [
                *ellipse(0, -8, rx, rx * 0.17, start=0, stop=180),
                *ellipse(0, -tall, rx, rx * 0.17, start=180, stop=360),
            ]
            p.body(side, wax, dark=0.16, bright=0.2)
            if rolled:
                with p.inside(side):
                    for row in range(int(tall / 26) + 2):
                        for column in range(int(rx * 2 / 30) + 2):
                            cx, cy = -rx + column * 31 + (15 if row % 2 else 0), -tall + row * 27
                            p.stroke(
                                [
                                    (cx + 15 * math.cos(math.radians(a)), cy + 15 * math.sin(math.radians(a)))
                                    for a in range(30, 391, 60)
                                ],
                                3,
                                shade(wax, 0.12),
                            )
            p.fill(ellipse(0, -tall, rx, rx * 0.17), light(wax, 0.4))
            p.fill(ellipse(0, -tall + 2, rx * 0.7, rx * 0.11), light(wax, 0.65))
            flame(p, 0, -tall)

    def pillars(p: Pen) -> None:
        pillar(p, -150, 92, 330, 0, rolled=True)
        pillar(p, 70, 84, 220, 16, rolled=h.chance(0.5))
        pillar(p, 250, 70, 140, 6)
        with p.at(-20, 50, turn=-5):
            p.stroke(smooth([(-120, 0), (-40, -12), (60, 8), (130, -4)], closed=False), 7, c.KRAFT)

    def lights(p: Pen) -> None:
        for x, y, lit in (
            (-210, -40, True),
            (0, -54, False),
            (210, -40, True),
            (-120, 34, True),
            (120, 34, False),
            (0, 66, True),
        ):
            with p.at(x, y):
                shadow(p, 0, 0, 92, 16)
                puck(p, 96, 22, 62, c.SILVER, top=light(c.SILVER, 0.5))
                p.fill(ellipse(0, -60, 84, 18), wax)
                if lit:
                    flame(p, 0, -60, 0.9)
                else:
                    p.stroke([(0, -58), (2, -78)], 5, c.CREAM)

    def in_glass(p: Pen) -> None:
        shadow(p, 0, 0, 180)
        cup = [(-186, -300), (186, -300), (160, -10), (146, 0), (-146, 0), (-160, -10)]
        p.body(cup, mix(glass_ink, c.WHITE, 0.2), dark=0.1)
        with p.inside(cup):
            p.fill([(-172, -220), (172, -220), (150, -14), (-150, -14)], c.CREAM)
            p.fill([(60, -220), (172, -220), (150, -14), (70, -14)], shade(c.CREAM, 0.06))
            p.fill(ellipse(0, -220, 176, 26), light(c.CREAM, 0.6))
        p.stroke(ellipse(0, -300, 186, 30, start=0, stop=358), 6, light(glass_ink, 0.5))
        p.fill([(-160, -270), (-138, -270), (-124, -60), (-140, -60)], (255, 255, 255, 110))
        flame(p, 0, -216, 1.15)
        label(p, 0, -106, 150, 110, c.WHITE, h.pick([c.GREEN, c.PERSIMMON]), motif="sun")

    def holder(p: Pen) -> None:
        shadow(p, 0, 0, 130)
        with p.at(0, -110):
            p.body(box(-34, -330, 34, 0, 8), wax, dark=0.14, bright=0.2)
            flame(p, 0, -330)
        base = smooth(
            [
                (-60, -150),
                (60, -150),
                (56, -100),
                (96, -70),
                (150, -14),
                (130, 0),
                (-130, 0),
                (-150, -14),
                (-96, -70),
                (-56, -100),
            ]
        )
        p.body(base, glass_ink, bright=0.4, dark=0.12)
        for x, y, r in ((-70, -30, 7), (30, -40, 9), (74, -24, 6), (-20, -80, 6)):
            p.dot(x, y, r, (255, 255, 255, 120))
        p.body(box(-70, -160, 70, -136, 10), light(glass_ink, 0.2))

    painter = (
        lights
        if h.says("tea-light")
        else in_glass
        if h.says("soy", "glass-candle")
        else holder
        if h.says("holder")
        else pillars
    )
    return Thing(
        [wax if painter in (pillars,) else glass_ink],
        painter,
        places=("table", "shelf", "paper", "plinth", "table"),
        company=("vase", "books", "stones"),
    )
