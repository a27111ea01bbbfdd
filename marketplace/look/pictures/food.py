"""Things to eat and drink."""
# ruff: noqa: PLR0912 a drawing is a long list of strokes

import math

from marketplace.look.pictures import palette as c
from marketplace.look.pictures.hand import Hand
from marketplace.look.pictures.palette import Colour, colour, light, mix, shade
from marketplace.look.pictures.parts import (
    SHADOW,
    SOFT_SHADOW,
    bean_pile,
    bow,
    flower,
    grain,
    label,
    leaf,
    puck,
    shadow,
    slab,
    speckles,
    sprig,
    steam,
    under,
)
from marketplace.look.pictures.pen import Pen, box, ellipse, smooth
from marketplace.look.pictures.thing import Thing

CURD = colour("fbf4e3")
CRUST = colour("c07f45")
CRUMB = colour("f4dfb6")
SOY = (colour("e8cf98"), colour("dcbd7e"), colour("efdcae"))
_TABLE = ("table", "table", "cloth", "window", "paper")
_KITCHEN = ("vase", "fruit", "cup", "jar", "pot")


def _board(p: Pen, wide: float = 600, ink: Colour = c.OAK) -> None:
    shadow(p, 0, 6, wide / 2, 22)
    p.fill([(-wide / 2 + 60, -58), (wide / 2 - 60, -58), (wide / 2, -16), (-wide / 2, -16)], light(ink, 0.25))
    p.body(box(-wide / 2, -18, wide / 2, 8, 8), ink, shift=(-0.03, 0))


def _plate(p: Pen, rx: float, ink: Colour, *, y: float = 0) -> None:
    shadow(p, 0, y, rx * 0.8, 20)
    p.fill(ellipse(0, y - 14, rx, rx * 0.17), shade(ink, 0.12))
    p.fill(ellipse(0, y - 22, rx, rx * 0.17), ink)
    p.fill(ellipse(0, y - 20, rx * 0.74, rx * 0.115), shade(ink, 0.06))


def bowl_of(p: Pen, rx: float, ink: Colour, filling: Colour, *, y: float = 0, deep: float = 0.62) -> float:
    """A bowl with something in it; returns the height of its rim."""
    rim = y - rx * deep
    shadow(p, 0, y, rx * 0.62, 20)
    p.fill(box(-rx * 0.4, y - 22, rx * 0.4, y, 6), shade(ink, 0.2))
    lower = [(x, rim + (py - rim) * 1.0) for x, py in ellipse(0, rim, rx, rx * deep * 0.96, start=0, stop=180)]
    p.body(lower, ink, bright=0.25)
    p.fill(ellipse(0, rim, rx, rx * 0.18), light(ink, 0.35))
    p.fill(ellipse(0, rim + 2, rx * 0.92, rx * 0.15), shade(ink, 0.18))
    with p.inside(ellipse(0, rim + 2, rx * 0.92, rx * 0.15)):
        p.fill(ellipse(0, rim + rx * 0.05, rx * 0.9, rx * 0.15), filling)
    return rim


def tofu(h: Hand) -> Thing:
    style = "firm"
    for word in ("soft", "fried", "jar", "firm"):
        if h.says(word):
            style = word
            break
    else:
        style = h.pick(["firm", "soft", "fried"])
    dish = h.pick([c.DUSK, c.GREEN, c.TERRACOTTA, c.NAVY])

    def firm(p: Pen) -> None:
        _board(p, 640)
        with p.at(-70, -30):
            slab(p, 330, 190, 100, CURD, radius=10)
            p.fill(box(-150, -150, -120, -140, 4), shade(CURD, 0.05))
            for x in (-60, 46):
                p.stroke([(x, -190), (x + (8 if x < 0 else -8), -282)], 3, shade(CURD, 0.1))
        for dx, size in ((190, 96), (262, 84)):
            with p.at(dx, -22):
                p.fill(ellipse(14, 0, size * 0.6, 12), SHADOW)
                slab(p, size, size * 0.86, size * 0.4, CURD, radius=7)
        sprig(p, 200, -112, 120, 34, c.MOSS, pairs=3, size=0.36)
        bean_pile(p, -270, 40, SOY, h, count=9, size=14, spread=70)

    def soft(p: Pen) -> None:
        rim = bowl_of(p, 270, dish, CURD)
        for dx, dy, size in ((-120, -6, 92), (110, -4, 98), (0, -30, 118), (-40, 12, 76), (74, 16, 70)):
            blob = smooth(
                [
                    (dx - size, rim + dy + 14),
                    (dx - size * 0.6, rim + dy - size * 0.42),
                    (dx + size * 0.2, rim + dy - size * 0.56),
                    (dx + size * 0.9, rim + dy - size * 0.1),
                    (dx + size * 0.7, rim + dy + 24),
                    (dx, rim + dy + 34),
                ]
            )
            p.body(blob, CURD, dark=0.07, shift=(-0.06, -0.06))
        for dx, dy in ((-30, -56), (20, -44), (60, -30), (-90, -26), (0, -20)):
            p.fill(ellipse(dx, rim + dy, 13, 8), c.MOSS)
            p.fill(ellipse(dx, rim + dy, 6, 3.5), light(c.MOSS, 0.5))
        steam(p, 0, rim - 96, 150)
        bean_pile(p, 320, 20, SOY, h, count=6, size=13, spread=50)

    def fried(p: Pen) -> None:
        _plate(p, 340, dish)
        gold = colour("d79a45")
        for x, y, turn in ((-150, -38, -3), (120, -36, 4), (-24, -112, -2), (-140, -184, 5), (96, -188, -5)):
            with p.at(x, y, turn=turn):
                p.body(box(-128, -72, 128, 0, 16), gold, bright=0.2)
                p.fill(box(-128, -40, 128, -26, 5), (*light(gold, 0.5), 120))
                speckles(p, box(-118, -66, 118, -6), (shade(gold, 0.16), light(gold, 0.25)), h, count=26, size=4)
        sprig(p, 180, -120, 150, 40, c.MOSS, pairs=3, size=0.36)

    def jar(p: Pen) -> None:
        shadow(p, 0, 0, 210)
        tub = [(-190, -250), (190, -250), (160, 0), (-160, 0)]
        p.body(tub, mix(c.WHITE, c.GLASS, 0.4), dark=0.08)
        for dx, dy, size in ((-90, -262, 96), (80, -266, 104), (0, -292, 112)):
            p.body(ellipse(dx, dy, size, size * 0.5), CURD, dark=0.06)
        speckles(p, ellipse(0, -286, 150, 44), (shade(CURD, 0.12), light(CURD, 0.4)), h, count=60, size=4)
        p.body(box(-200, -262, 200, -236, 10), c.WHITE, dark=0.08)
        label(p, 0, -120, 210, 130, c.CREAM, c.GREEN, motif="bean")
        bean_pile(p, -290, 24, SOY, h, count=10, size=14, spread=70)

    painters = {"firm": firm, "soft": soft, "fried": fried, "jar": jar}
    return Thing([CURD], painters[style], places=_TABLE, company=("vase", "cup", "pot"), size=1.06)


def soy_milk(h: Hand) -> Thing:
    milk = colour("b9aaa6") if h.says("black") else colour("f6ead0")
    beans = (c.CHARCOAL, colour("4a4038")) if h.says("black") else SOY
    cap = h.pick([c.GREEN, c.PERSIMMON, c.BLUE])

    def paint(p: Pen) -> None:
        with p.at(-90, 0):
            shadow(p, 0, 0, 130)
            glass = smooth(
                [
                    (-48, -520),
                    (48, -520),
                    (50, -450),
                    (112, -360),
                    (118, -200),
                    (116, -14),
                    (90, 0),
                    (-90, 0),
                    (-116, -14),
                    (-118, -200),
                    (-112, -360),
                    (-50, -450),
                ],
                steps=6,
            )
            p.body(glass, mix(c.GLASS, c.WHITE, 0.4), dark=0.08)
            with p.inside(glass):
                p.fill(box(-104, -440, 104, -12, 26), milk)
                p.fill(box(60, -440, 104, -12), shade(milk, 0.08))
                p.fill(box(-96, -430, -76, -40, 8), light(milk, 0.6))
            label(p, 0, -190, 176, 190, c.CREAM, cap, motif="bean")
            p.body(box(-56, -560, 56, -512, 10), cap)
        with p.at(170, 10):
            shadow(p, 0, 0, 84, 20)
            cup = [(-86, -210), (86, -210), (68, 0), (-68, 0)]
            p.body(cup, mix(c.GLASS, c.WHITE, 0.3), dark=0.07)
            p.fill([(-76, -160), (76, -160), (62, -10), (-62, -10)], milk)
            p.fill(ellipse(0, -160, 77, 14), light(milk, 0.35))
            p.stroke(ellipse(0, -210, 86, 15, start=0, stop=358), 4, c.WHITE)
        bean_pile(p, 40, 52, beans, h, count=12, size=15, spread=120)

    return Thing([milk], paint, places=_TABLE, company=("vase", "fruit", "pot", "cup"))


def _carrot(p: Pen) -> None:
    for turn in (-24, 0, 22):
        leaf(p, 0, -150, 120, turn, c.MOSS, width=0.34)
    p.body(smooth([(-40, -160), (40, -160), (34, -60), (8, 40), (-8, 40), (-34, -60)]), c.APRICOT)


def _lettuce(p: Pen, ink: Colour, size: float, h: Hand) -> None:
    for index, share in enumerate((1.0, 0.78, 0.52)):
        points = []
        for step in range(14):
            angle = math.pi * 2 * step / 14
            reach = size * share * (1.0 + 0.1 * (-1) ** step + h.between(-0.04, 0.04))
            points.append((math.cos(angle) * reach, math.sin(angle) * reach * 0.92))
        p.fill(smooth(points, steps=5), light(ink, 0.16 * index))
    for turn in (-50, -15, 20, 55):
        with p.at(0, size * 0.5, turn=turn):
            p.stroke([(0, 0), (0, -size * 0.85)], 5, light(ink, 0.5))


def vegetables(h: Hand) -> Thing:
    if h.says("salad", "greens"):
        return _greens(h)
    if h.says("herb"):
        return _herbs(h)
    if h.says("pepper-leaf", "dried"):
        return _dried(h)
    roots = h.says("potato", "root")
    wood = h.pick([c.OAK, c.PINEWOOD, c.CLAY])
    purple = colour("96455a")

    def paint(p: Pen) -> None:
        shadow(p, 0, 4, 330, 30)
        if roots:
            for x, y, turn, size in (
                (-190, -236, 64, 1.0),
                (190, -240, -60, 1.05),
                (-90, -276, 90, 1.1),
                (90, -282, 82, 1.0),
                (0, -330, 96, 0.95),
                (-150, -312, 40, 0.8),
                (160, -318, -32, 0.82),
            ):
                with p.at(x, y, size=size, turn=turn):
                    p.body(
                        smooth(
                            [(0, -130), (52, -80), (60, 20), (26, 110), (0, 140), (-30, 100), (-58, 10), (-46, -86)]
                        ),
                        mix(purple, c.CLAY, h.between(0, 0.22)),
                        bright=0.2,
                    )
                    for dy in (-60, -6, 52):
                        p.stroke([(-20, dy), (6, dy + 5)], 4, shade(purple, 0.25))
        else:
            with p.at(-210, -290, turn=-24):
                _carrot(p)
            with p.at(-140, -300, turn=-8):
                _carrot(p)
            for x, turn in ((214, 14), (244, 24)):
                with p.at(x, -220, turn=turn):
                    for t in (-16, 0, 18):
                        leaf(p, 0, -190, 220, t, c.GREEN, width=0.16)
                    p.body(box(-24, -200, 24, 40, 14), c.CREAM, dark=0.08)
            with p.at(20, -330):
                _lettuce(p, h.pick([c.MOSS, c.OLIVE]), 150, h)
            with p.at(150, -262, turn=50):
                p.body(
                    smooth([(0, -120), (44, -80), (58, 30), (30, 96), (-30, 96), (-58, 30), (-44, -80)]),
                    c.PLUM,
                    bright=0.25,
                )
                p.fill(smooth([(-34, -96), (0, -150), (34, -96), (0, -84)]), c.MOSS)
            for x, y in ((-96, -246), (-18, -236), (76, -232)):
                p.body(ellipse(x, y, 58, 54), c.PERSIMMON, bright=0.25)
                for turn in (-80, -30, 20, 70):
                    leaf(p, x, y - 48, 30, turn, c.MOSS, width=0.5, vein=False)
        for index in range(3):
            top = -216 + index * 74
            p.body(box(-320, top, 320, top + 62, 5), light(wood, 0.06 * (index % 2)), dark=0.06, shift=(-0.03, 0))
            grain(p, -300, top + 10, 300, top + 54, wood, h, lines=3)
        for x in (-296, 262):
            p.body(box(x, -226, x + 34, 6, 3), shade(wood, 0.08), dark=0.1)
            for y in (-186, -112, -38):
                p.dot(x + 17, y, 5, shade(wood, 0.4))

    return Thing([wood], paint, places=("table", "cloth", "window", "table"), company=(), size=1.02)


def _greens(h: Hand) -> Thing:
    cloth = h.pick([c.CREAM, c.OAT])

    def paint(p: Pen) -> None:
        shadow(p, 0, 4, 300, 28)
        for x, y, size, ink in (
            (-190, -220, 150, c.MOSS),
            (190, -226, 154, c.OLIVE),
            (0, -270, 190, colour("86a356")),
            (-96, -330, 120, colour("8c4a57")),
            (112, -330, 128, c.MOSS),
            (0, -170, 150, colour("9db566")),
        ):
            with p.at(x, y, turn=h.between(-20, 20)):
                _lettuce(p, ink, size, h)
        basket = smooth([(-300, -170), (300, -170), (262, -20), (200, 4), (-200, 4), (-262, -20)], steps=5)
        p.body(basket, c.KRAFT)
        with p.inside(basket):
            for row in range(6):
                for column in range(17):
                    x = -310 + column * 38 + (19 if row % 2 else 0)
                    p.body(box(x, -172 + row * 30, x + 34, -148 + row * 30, 9), light(c.KRAFT, 0.16), dark=0.12)
        p.body(box(-312, -188, 312, -158, 14), light(c.KRAFT, 0.1))
        p.fill(smooth([(120, -186), (290, -190), (306, -60), (230, -96), (150, -40)]), cloth)
        p.stroke([(150, -60), (226, -110), (296, -80)], 4, shade(cloth, 0.14))

    return Thing([c.KRAFT, c.MOSS], paint, places=("table", "cloth", "window"), company=("cup",))


def _herbs(h: Hand) -> Thing:
    def paint(p: Pen) -> None:
        shadow(p, 0, 0, 120)
        for turn, ink, kind in (
            (-34, c.MOSS, 0),
            (-20, colour("7f9a55"), 1),
            (-7, c.SAGE, 2),
            (6, c.GREEN, 0),
            (19, colour("7f9a55"), 1),
            (33, c.MOSS, 2),
        ):
            if kind == 2:
                sprig(p, turn * 0.9, -190, 330, turn, mix(ink, c.DUSK, 0.2), pairs=11, size=0.15, width=0.2)
            else:
                sprig(p, turn * 0.9, -190, 300 + 20 * kind, turn, ink, pairs=5, size=0.27, width=0.62)
        glass = [(-104, -250), (104, -250), (88, 0), (-88, 0)]
        p.body(glass, mix(c.GLASS, c.WHITE, 0.25), dark=0.06)
        for x in (-30, -8, 14, 36):
            p.stroke([(x, -240), (x * 0.5, -24)], 6, c.MOSS)
        p.fill([(-98, -170), (98, -170), (86, -6), (-86, -6)], (190, 214, 214, 110))
        p.fill(ellipse(0, -170, 98, 13), (235, 245, 243, 150))
        p.fill(box(-84, -226, -66, -40, 8), (255, 255, 255, 130))
        p.stroke([(-102, -238), (100, -232)], 9, c.KRAFT)
        bow(p, 10, -234, 44, c.KRAFT)

    return Thing([c.MOSS, c.GLASS], paint, places=("window", "table", "shelf", "paper"), company=("jar", "books"))


def _dried(h: Hand) -> Thing:
    def paint(p: Pen) -> None:
        shadow(p, -60, 0, 190)
        sack = smooth(
            [
                (-200, -300),
                (-60, -320),
                (90, -300),
                (120, -160),
                (110, -20),
                (60, 0),
                (-180, 0),
                (-232, -20),
                (-236, -160),
            ]
        )
        p.body(sack, c.OAT, bright=0.3)
        for x in range(-200, 90, 36):
            p.stroke([(x, -296), (x + 10, -250)], 5, shade(c.OAT, 0.14))
        p.stroke([(-204, -286), (-60, -302), (94, -284)], 12, c.BRICK)
        label(p, -60, -136, 160, 130, c.WHITE, c.MOSS, motif="leaf")
        for _ in range(26):
            dx, dy = h.between(110, 330), h.between(-26, 40)
            leaf(
                p,
                dx,
                dy,
                h.between(46, 84),
                h.between(-100, 100),
                h.pick([c.OLIVE, c.MOSS, colour("5d6a3e")]),
                width=0.4,
            )
        for turn in (-36, -10, 18, 40):
            leaf(p, -60, -296, 110, turn, h.pick([c.OLIVE, c.MOSS]), width=0.36)

    return Thing([c.OAT], paint, places=("table", "cloth", "paper"), company=("cup", "pot"))


def _cookie(p: Pen, radius: float, ink: Colour, bits: Colour, h: Hand) -> None:
    edge = smooth(
        [
            (
                math.cos(a * math.pi / 8) * radius * h.between(0.95, 1.04),
                math.sin(a * math.pi / 8) * radius * h.between(0.95, 1.04),
            )
            for a in range(16)
        ],
        steps=4,
    )
    p.body(edge, ink, dark=0.16, bright=0.18, shift=(-0.06, -0.05))
    for _ in range(11):
        angle, reach = h.between(0, math.tau), radius * math.sqrt(h.between(0, 0.7))
        with p.at(math.cos(angle) * reach, math.sin(angle) * reach, turn=h.between(0, 180)):
            p.fill(ellipse(2, 3, radius * 0.13, radius * 0.08), shade(ink, 0.25))
            p.fill(ellipse(0, 0, radius * 0.13, radius * 0.08), bits)


def cookies(h: Hand) -> Thing:
    ink = h.by_word(
        {"oat": colour("d9a863"), "walnut": colour("b98250"), "lemon": colour("efc979"), "bag": colour("a8703f")},
        [colour("d9a863"), colour("c48f52"), colour("9b6540")],
    )
    bits = h.by_word({"oat": CRUMB, "walnut": c.BROWN}, [c.BROWN, CRUMB, c.BRICK])
    plate = h.pick([c.WHITE, c.DUSK, c.BLUSH, c.SAGE])

    def shells(p: Pen) -> None:
        _plate(p, 350, plate)
        gold = colour("e3a855")
        for x, y, turn in (
            (-190, -46, -6),
            (20, -38, 3),
            (210, -50, 8),
            (-90, -126, 4),
            (120, -130, -6),
            (10, -206, -2),
        ):
            with p.at(x, y, turn=turn):
                shell = smooth([(-104, 0), (-96, -56), (-40, -96), (40, -96), (96, -56), (104, 0), (0, 18)])
                p.body(shell, gold, bright=0.25)
                with p.inside(shell):
                    for index in range(-3, 4):
                        p.stroke([(index * 12, 16), (index * 34, -100)], 4, shade(gold, 0.16))
        with p.at(330, -8):
            p.body(ellipse(0, -46, 74, 54), colour("f2cf55"), bright=0.3)
            leaf(p, 58, -80, 60, 60, c.MOSS)

    def stack(p: Pen) -> None:
        _plate(p, 340, plate)
        y = -34.0
        for index in range(4):
            with p.at(-120 + h.between(-12, 12), y):
                puck(p, 138, 30, 34, shade(ink, 0.08), top=light(ink, 0.12))
                if index == 3:
                    speckles(p, ellipse(0, -34, 120, 24), (bits, shade(ink, 0.2)), h, count=26, size=7)
            y -= 44
        for x, y0, size in ((150, -128, 118), (60, -74, 108), (236, -72, 104)):
            with p.at(x, y0):
                p.dot(10, 12, size, (*shade(ink, 0.5), 50))
                _cookie(p, size, ink, bits, h)
        with p.at(-330, 0):
            shadow(p, 0, 0, 66, 16)
            p.body([(-66, -190), (66, -190), (54, 0), (-54, 0)], mix(c.GLASS, c.WHITE, 0.4), dark=0.06)
            p.fill([(-60, -150), (60, -150), (52, -8), (-52, -8)], c.CREAM)
            p.fill(ellipse(0, -150, 60, 11), c.WHITE)

    def in_bag(p: Pen) -> None:
        shadow(p, -30, 0, 190)
        sack = [(-210, -420), (150, -420), (164, -10), (150, 0), (-214, 0), (-224, -10)]
        for x, y, turn in ((-120, -420, -14), (-10, -440, 4), (96, -418, 16)):
            with p.at(x, y, turn=turn):
                _cookie(p, 92, ink, bits, h)
        p.body(sack, c.KRAFT, dark=0.1)
        zig = [(-210, -420)]
        for index in range(18):
            zig.append((-200 + index * 20, -436 if index % 2 == 0 else -418))
        p.fill([*zig, (150, -420), (150, -380), (-210, -380)], light(c.KRAFT, 0.1))
        label(p, -30, -190, 190, 190, c.CREAM, h.pick([c.PERSIMMON, c.GREEN]), motif="sun")
        for x, y in ((230, -62), (310, -20)):
            with p.at(x, y):
                p.fill(ellipse(10, 60, 80, 14), SHADOW)
                _cookie(p, 84, ink, bits, h)

    painter = shells if h.says("madeleine") else in_bag if h.says("bag") else stack
    return Thing([ink], painter, places=_TABLE, company=("vase", "cup", "jar"))


def bread(h: Hand) -> Thing:
    dark = h.says("rye")
    crust = colour("8f5a33") if dark else CRUST
    crumb = colour("d5b184") if dark else CRUMB

    def loaf(p: Pen) -> None:
        _board(p, 680)
        with p.at(-60, -34):
            p.fill(box(-250, -20, 250, 4, 10), SHADOW)
            hump = smooth(
                [
                    (-250, -6),
                    (-262, -150),
                    (-230, -250),
                    (-120, -290),
                    (0, -282),
                    (120, -292),
                    (220, -252),
                    (256, -150),
                    (246, -6),
                    (0, 0),
                ]
            )
            p.body(hump, crust, bright=0.2, dark=0.2)
            with p.inside(hump):
                for x in (-150, -30, 90):
                    p.fill(
                        smooth([(x - 56, -250), (x + 30, -306), (x + 64, -270), (x - 20, -214)]),
                        light(crust, 0.45) if not dark else (244, 232, 210, 200),
                    )
                if dark:
                    speckles(p, box(-230, -280, 230, -80), ((250, 242, 226, 130),), h, count=90, size=3.5)
        with p.at(226, -26, turn=5):
            slice_ = smooth(
                [
                    (-92, 0),
                    (-98, -120),
                    (-116, -180),
                    (-84, -236),
                    (0, -246),
                    (84, -236),
                    (116, -180),
                    (98, -120),
                    (92, 0),
                    (0, 6),
                ]
            )
            p.fill([(x + 18, y + 2) for x, y in slice_], shade(crust, 0.2))
            p.fill(slice_, crust)
            inner = [(x * 0.87, y * 0.9 - 10) for x, y in slice_]
            p.fill(inner, crumb)
            speckles(p, inner, (shade(crumb, 0.08), light(crumb, 0.5)), h, count=46, size=5)
        bean_pile(p, -300, 30, (colour("dfba77"), colour("c99a5a")), h, count=8, size=10, spread=50)

    def buns(p: Pen) -> None:
        _board(p, 680, c.WALNUT)
        gold = colour("c4813f")
        for x, y in ((-200, -32), (190, -30), (-4, -24)):
            with p.at(x, y):
                p.fill(ellipse(14, 0, 150, 18), SHADOW)
                dome = smooth(
                    [
                        (-148, -20),
                        (-140, -110),
                        (-70, -172),
                        (0, -182),
                        (70, -172),
                        (140, -110),
                        (148, -20),
                        (100, 0),
                        (-100, 0),
                    ]
                )
                p.body(dome, gold, bright=0.3, dark=0.2)
                p.fill(ellipse(-46, -136, 40, 17), (255, 240, 205, 110))
                for _ in range(9):
                    p.fill(ellipse(h.between(-40, 40), h.between(-172, -146), 7, 4), CRUMB)
        with p.at(-4, -24):
            cut = smooth([(20, -8), (16, -150), (80, -164), (140, -104), (146, -18)])
            p.fill(cut, CRUMB)
            p.fill(smooth([(36, -24), (32, -112), (86, -122), (116, -80), (112, -26)]), colour("5b2f2a"))

    return Thing([crust], buns if h.says("bun") else loaf, places=_TABLE, company=("vase", "cup", "jar"))


def cake(h: Hand) -> Thing:
    choco = h.says("choco", "brownie")
    sponge = colour("5a3527") if choco else colour("c98a4b")
    cream = colour("efe0c8") if choco else c.WHITE

    def whole(p: Pen) -> None:
        shadow(p, 0, 0, 150, 22)
        stand_ink = h.pick([c.SAGE, c.DUSK, c.BLUSH])
        p.body([(-40, -130), (40, -130), (110, 0), (-110, 0)], stand_ink)
        with p.at(0, -126):
            puck(p, 320, 44, 22, stand_ink)
        top, rx = -420, 240
        p.fill(ellipse(10, -148, rx, 32), SHADOW)
        side = [*ellipse(0, -152, rx, 36, start=0, stop=180), *ellipse(0, top, rx, 36, start=180, stop=360)]
        p.body(side, cream, dark=0.1)
        with p.inside(side):
            for y in (-318, -222):
                p.fill(
                    [
                        *ellipse(0, y, rx + 6, 36, start=0, stop=180),
                        *reversed(ellipse(0, y + 22, rx + 6, 36, start=0, stop=180)),
                    ],
                    mix(sponge, cream, 0.72),
                )
        # a slice is gone
        wedge = [(0, top), (96, top + 33), (96, -119), (0, -152)]
        p.fill(ellipse(0, top, rx, 36), light(cream, 0.4))
        p.fill([(0, top + 2), (0, -150), (206, -133), (206, top + 19)], sponge)
        p.fill([(0, top + 2), (0, -150), (-8, -150), (-8, top + 2)], shade(sponge, 0.2))
        for share in (0.3, 0.62):
            y1 = top + (-150 - top) * share
            p.fill([(0, y1), (206, y1 + 17), (206, y1 + 41), (0, y1 + 24)], cream)
        speckles(
            p,
            [(6, top + 8), (6, -156), (200, -140), (200, top + 24)],
            (shade(sponge, 0.2), light(sponge, 0.2), c.PERSIMMON if not choco else c.BROWN),
            h,
            count=34,
            size=5,
        )
        p.fill([(0, top + 2), (206, top + 19), (206, top + 40), (0, top + 23)], cream)
        del wedge
        for index in range(9):
            angle = math.radians(150 + index * 26)
            px, py = math.cos(angle) * rx * 0.78, top - 6 + math.sin(angle) * 27
            p.body(
                smooth([(px - 27, py + 6), (px - 20, py - 20), (px, py - 38), (px + 20, py - 20), (px + 27, py + 6)]),
                cream,
                dark=0.08,
            )
            if not choco:
                p.fill(smooth([(px - 8, py - 34), (px + 8, py - 34), (px, py - 6)]), c.APRICOT)
                leaf(p, px, py - 32, 20, 10, c.MOSS, vein=False)
            else:
                p.dot(px, py - 38, 13, c.BRICK)

    def squares(p: Pen) -> None:
        _board(p, 660)
        for x, y in ((-190, -28), (180, -26), (-8, -24), (-96, -150), (86, -152)):
            with p.at(x, y):
                slab(p, 168, 104, 54, colour("54301f"), radius=8)
                p.fill(box(-84, -58, 84, -46, 3), shade(colour("54301f"), 0.3))
                for _ in range(7):
                    p.fill(ellipse(h.between(-58, 58), h.between(-150, -116), 9, 5), h.pick([c.CLAY, CRUMB]))

    return Thing(
        [cream if not h.says("brownie") else sponge],
        squares if h.says("brownie") else whole,
        places=_TABLE,
        company=("cup", "vase"),
        size=1.02,
    )


def granola(h: Hand) -> Thing:
    bits = [colour("d6a35b"), colour("b97f41"), colour("e7c489"), c.BROWN]
    bits += [c.BRICK, c.PLUM] if h.says("berry") else [colour("8a5a36"), c.CREAM]
    ink = h.pick([c.DUSK, c.SAGE, c.WHITE, c.ROSE])

    def paint(p: Pen) -> None:
        with p.at(-150, -20):
            shadow(p, 0, 0, 140)
            p.body(box(-130, -400, 130, 0, 34), mix(c.GLASS, c.WHITE, 0.4), dark=0.06)
            inner = box(-114, -330, 114, -16, 24)
            with p.inside(inner):
                p.wash(bits[1])
                for _ in range(190):
                    with p.at(h.between(-116, 116), h.between(-330, -14), turn=h.between(0, 180)):
                        p.fill(ellipse(0, 0, h.between(10, 19), h.between(6, 11)), h.pick(bits))
            p.fill(box(-112, -372, -92, -50, 8), (255, 255, 255, 110))
            label(p, 0, -150, 170, 130, c.CREAM, c.PERSIMMON, motif="grain")
            p.body(box(-118, -452, 118, -396, 10), c.OAK)
        with p.at(180, 14):
            rim = bowl_of(p, 190, ink, c.CREAM, deep=0.66)
            with p.inside(
                smooth(
                    [(-172, rim + 6), (-120, rim - 34), (0, rim - 60), (120, rim - 34), (172, rim + 6), (0, rim + 30)]
                )
            ):
                p.wash(bits[1])
                for _ in range(120):
                    with p.at(h.between(-180, 180), h.between(rim - 64, rim + 30), turn=h.between(0, 180)):
                        p.fill(ellipse(0, 0, h.between(12, 22), h.between(8, 13)), h.pick(bits))
        bean_pile(p, -10, 50, bits, h, count=9, size=13, spread=120)

    return Thing([c.GLASS, ink], paint, places=_TABLE, company=("vase", "fruit"), size=1.0)


def rice(h: Hand) -> Thing:
    corn = h.by_word(
        {
            "black": (c.CHARCOAL, colour("3f3530")),
            "red": (colour("8c3a34"), colour("a14a40")),
            "brown": (colour("cdaa74"), colour("b99258")),
            "mixed": (colour("d9b46a"), c.BRICK, c.CHARCOAL, c.OLIVE, c.CREAM),
            "baby": (c.WHITE,),
            "white": (c.WHITE, c.CREAM),
        },
        [(c.WHITE, c.CREAM)],
    )
    sack = h.pick([c.OAT, c.KRAFT, colour("e7dcc6")])
    band = h.pick([c.GREEN, c.PERSIMMON, c.BLUE, c.BROWN])
    tub = h.pick([c.OAK, c.WALNUT])

    def paint(p: Pen) -> None:
        with p.at(-90, 0):
            shadow(p, 0, 0, 210)
            body = smooth(
                [
                    (-170, -400),
                    (0, -408),
                    (170, -400),
                    (190, -330),
                    (214, -180),
                    (206, -30),
                    (160, 0),
                    (-160, 0),
                    (-206, -30),
                    (-214, -180),
                    (-190, -330),
                ]
            )
            p.fill(
                smooth([(-150, -400), (-176, -480), (-60, -470), (0, -496), (70, -470), (172, -484), (150, -400)]),
                light(sack, 0.1),
            )
            p.body(body, sack, bright=0.3)
            for x in (-110, -50, 20, 90):
                p.stroke([(x, -396), (x + 6, -350)], 5, shade(sack, 0.12))
            p.stroke([(-172, -398), (0, -408), (172, -398)], 13, band)
            bow(p, 0, -400, 62, band)
            label(p, 0, -180, 220, 200, c.WHITE, band, motif=h.by_word({"bean": "bean"}, ["grain"]))
        with p.at(220, 16):
            shadow(p, 0, 0, 120, 20)
            p.body([(-122, -120), (122, -120), (106, 0), (-106, 0)], tub)
            for y in (-84, -40):
                p.fill(box(-120, y, 120, y + 9), shade(tub, 0.2))
            heap = smooth([(-116, -118), (-60, -166), (10, -186), (70, -164), (116, -118), (0, -100)])
            p.fill(heap, shade(corn[0], 0.1))
            with p.inside(heap):
                for _ in range(150):
                    with p.at(h.between(-116, 116), h.between(-186, -100), turn=h.between(0, 180)):
                        p.fill(ellipse(0, 0, 11, 6.5), h.pick(corn))
                        p.fill(ellipse(-3, -2, 4, 2), light(h.pick(corn), 0.3))
            p.fill(box(-122, -126, 122, -110, 5), light(tub, 0.2))
        bean_pile(p, 90, 60, corn, h, count=12, size=10, spread=120)

    return Thing([sack], paint, places=_TABLE, company=("vase", "jar"))


def honey(h: Hand) -> Thing:
    gold = h.by_word({"acacia": colour("eeb94a"), "wild": colour("cf8a2c")}, [colour("e0a035"), colour("eeb94a")])
    comb = h.says("comb")
    cloth = h.pick([c.PERSIMMON, c.GREEN, c.CREAM, c.BLUE])

    def honeycomb(p: Pen, wide: float, tall: float) -> None:
        outline = box(-wide / 2, -tall, wide / 2, 0, 10)
        p.body(outline, gold)
        with p.inside(outline):
            size = 30
            for row in range(-1, int(tall / 44) + 2):
                for column in range(-1, int(wide / 52) + 2):
                    x = -wide / 2 + column * 53 + (26 if row % 2 else 0)
                    y = -tall + row * 46
                    cell = [
                        (x + size * math.cos(math.radians(a)), y + size * math.sin(math.radians(a)))
                        for a in range(30, 390, 60)
                    ]
                    p.fill(cell, shade(gold, 0.2))
                    p.fill(
                        [(x + (px - x) * 0.8, y + (py - y) * 0.8) for px, py in cell], light(gold, h.between(0, 0.3))
                    )

    def paint(p: Pen) -> None:
        x0 = 60 if comb else -60
        if comb:
            with p.at(-200, 0):
                _plate(p, 210, c.WHITE, y=20)
                with p.at(0, 4, turn=-3):
                    honeycomb(p, 270, 170)
                    p.fill(smooth([(-120, -4), (-60, 14), (0, 6), (70, 18), (130, -2), (60, -12)]), light(gold, 0.2))
        with p.at(x0, 0):
            shadow(p, 0, 0, 190)
            jar = smooth(
                [
                    (-150, -340),
                    (150, -340),
                    (186, -270),
                    (192, -130),
                    (180, -24),
                    (140, 0),
                    (-140, 0),
                    (-180, -24),
                    (-192, -130),
                    (-186, -270),
                ]
            )
            p.body(jar, mix(c.GLASS, gold, 0.25), dark=0.08)
            inside = [(x * 0.93, y * 0.93 - 12) for x, y in jar]
            with p.inside(inside):
                p.wash(gold)
                p.fill(box(90, -400, 300, 20), shade(gold, 0.14))
                p.fill(box(-400, -400, 400, -292), light(gold, 0.35))
                p.fill(ellipse(0, -292, 170, 18), light(gold, 0.5))
            p.fill(smooth([(-150, -270), (-134, -270), (-140, -60), (-158, -80)]), (255, 250, 232, 140))
            label(p, 6, -150, 210, 150, c.CREAM, c.BROWN, motif="hex")
            lid = smooth(
                [(-168, -352), (-150, -412), (0, -426), (150, -412), (168, -352), (188, -322), (0, -330), (-188, -322)]
            )
            p.body(lid, cloth, bright=0.2)
            p.stroke([(-160, -352), (0, -360), (160, -352)], 8, c.KRAFT)
            bow(p, 60, -356, 46, c.KRAFT)
        with p.at(x0 + 250, -6, turn=38):
            p.fill(box(-8, -330, 8, 0, 8), c.OAK)
            for index in range(5):
                p.body(ellipse(0, 12 + index * 20, 34 - abs(index - 2) * 5, 10), shade(c.OAK, 0.06))
            p.fill(smooth([(-26, 70), (26, 70), (14, 112), (0, 128), (-14, 112)]), gold)

    return Thing([gold], paint, places=_TABLE, company=("vase", "pot"))


def coffee(h: Hand) -> Thing:
    if h.says("cold", "brew"):
        return _cold_brew(h)
    sack = h.by_word(
        {"decaf": c.DUSK, "sidama": c.APRICOT, "blend": c.PINE}, [c.KRAFT, c.PINE, c.NAVY, c.TERRACOTTA, c.CREAM]
    )
    mark = h.pick([c.PERSIMMON, c.GREEN, c.MUSTARD, c.BLUE])
    motif = h.pick(["sun", "mountain", "bean", "wave", "leaf"])
    roast = (colour("4a2c1c"), colour("5b3623"), colour("3d2417"))

    def paint(p: Pen) -> None:
        with p.at(-70, 0):
            shadow(p, 0, 0, 190)
            front = [(-172, -430), (172, -430), (184, -20), (170, 0), (-170, 0), (-184, -20)]
            p.body(front, sack, dark=0.12, shift=(-0.16, 0))
            p.fill([(120, -430), (172, -430), (184, -20), (170, 0), (140, 0)], shade(sack, 0.18))
            p.body(box(-178, -500, 178, -420, 6), light(sack, 0.08), dark=0.1)
            p.fill(box(-178, -478, 178, -466), shade(sack, 0.2))
            p.fill(box(-196, -470, -170, -452, 4), c.CREAM)
            p.fill(box(170, -470, 196, -452, 4), c.CREAM)
            p.dot(0, -372, 15, shade(sack, 0.22))
            p.dot(0, -372, 6, shade(sack, 0.4))
            label(p, -12, -196, 232, 240, c.WHITE if sack != c.CREAM else c.OAT, mark, motif=motif)
        with p.at(216, 10):
            shadow(p, 0, 0, 90, 18)
            ink = h.pick([c.WHITE, c.BLUSH, c.SAGE])
            p.stroke(ellipse(96, -76, 34, 36, start=-85, stop=95), 15, ink)
            p.body([*ellipse(0, -14, 72, 14, start=0, stop=180), *ellipse(0, -140, 92, 19, start=180, stop=360)], ink)
            p.fill(ellipse(0, -140, 92, 19), light(ink, 0.4))
            p.fill(ellipse(0, -136, 80, 14), roast[1])
            p.fill(ellipse(-20, -138, 34, 5), light(roast[1], 0.25))
            steam(p, 0, -168, 130)
        bean_pile(p, 60, 62, roast, h, count=13, size=17, spread=150, split=True)

    return Thing([sack], paint, places=_TABLE, company=("vase", "books", "jar"))


def _cold_brew(h: Hand) -> Thing:
    brew = colour("3a2216")

    def paint(p: Pen) -> None:
        shadow(p, -80, 0, 120)
        with p.at(-80, 0):
            bottle = smooth(
                [
                    (-42, -500),
                    (42, -500),
                    (46, -420),
                    (104, -330),
                    (110, -160),
                    (108, -14),
                    (84, 0),
                    (-84, 0),
                    (-108, -14),
                    (-110, -160),
                    (-104, -330),
                    (-46, -420),
                ],
                steps=6,
            )
            p.body(bottle, mix(brew, c.GLASS, 0.12), bright=0.2)
            p.fill(smooth([(-88, -320), (-72, -330), (-74, -60), (-92, -60)]), (255, 255, 255, 60))
            label(p, 0, -170, 186, 180, c.CREAM, c.PERSIMMON, motif="drop")
            p.body(box(-48, -548, 48, -492, 10), c.CHARCOAL)
        with p.at(190, 8):
            shadow(p, 0, 0, 96, 18)
            glass = [(-92, -250), (92, -250), (74, 0), (-74, 0)]
            p.body(glass, mix(c.GLASS, c.WHITE, 0.4), dark=0.06)
            p.fill([(-84, -190), (84, -190), (68, -10), (-68, -10)], brew)
            p.fill([(-80, -150), (80, -150), (70, -70), (-20, -100), (-74, -80)], mix(brew, c.CREAM, 0.45))
            for x, y, turn in ((-36, -180, 12), (30, -190, -18), (6, -150, 30)):
                with p.at(x, y, turn=turn):
                    p.fill(box(-30, -30, 30, 30, 9), (240, 248, 247, 120))
            p.stroke(ellipse(0, -250, 92, 15, start=0, stop=358), 4, c.WHITE)
        bean_pile(p, 60, 56, (colour("4a2c1c"), colour("5b3623")), h, count=9, size=16, spread=110, split=True)

    return Thing([brew], paint, places=_TABLE, company=("vase", "jar"))


def drip_bags(h: Hand) -> Thing:
    ink = h.pick([c.TERRACOTTA, c.PINE, c.DUSK, c.MUSTARD])
    cup = h.pick([c.WHITE, c.CREAM, c.SAGE])
    many = 1 if h.says("single") else 3

    def paint(p: Pen) -> None:
        with p.at(130, 0):
            shadow(p, 0, 0, 170)
            p.stroke(ellipse(176, -140, 60, 68, start=-85, stop=95), 26, cup)
            p.body([*ellipse(0, -22, 136, 24, start=0, stop=180), *ellipse(0, -270, 172, 34, start=180, stop=360)], cup)
            p.fill(ellipse(0, -270, 172, 34), shade(cup, 0.1))
            p.fill([(-96, -410), (96, -410), (70, -236), (-70, -236)], c.WHITE)
            p.fill([(40, -410), (96, -410), (70, -236), (34, -236)], shade(c.WHITE, 0.07))
            p.fill(ellipse(0, -408, 96, 19), colour("4a2c1c"))
            p.fill([(-96, -400), (-170, -300), (-178, -262), (-150, -262), (-140, -300), (-84, -350)], ink)
            p.fill([(96, -400), (170, -300), (178, -262), (150, -262), (140, -300), (84, -350)], shade(ink, 0.12))
            p.fill(
                [*ellipse(0, -270, 172, 34, start=20, stop=160), *ellipse(0, -246, 168, 34, start=160, stop=20)],
                light(cup, 0.1),
            )
            steam(p, 0, -430, 120)
        for index in range(many):
            with p.at(-230 + index * 34, 20 + index * 8, turn=-10 + index * 9):
                sachet = box(-90, -220, 90, 0, 6)
                p.fill([(x + 12, y + 8) for x, y in sachet], SOFT_SHADOW)
                p.body(sachet, light(ink, 0.12 * index), dark=0.1)
                p.fill(box(-90, -220, 90, -202), shade(ink, 0.12))
                p.fill(box(-90, -16, 90, 0), shade(ink, 0.12))
                label(p, 0, -110, 110, 130, c.CREAM, ink, motif="bean")

    return Thing([cup, ink], paint, places=_TABLE, company=("vase", "books"))


def flower_tea(h: Hand) -> Thing:
    petal, heart_ink, brew = h.by_word(
        {
            "chrys": (colour("f3c94d"), c.CLAY, colour("f0d36c")),
            "magnolia": (colour("f4e4dc"), c.ROSE, colour("ecd6a0")),
            "mugwort": (c.SAGE, c.MOSS, colour("c3c47a")),
            "barley": (colour("b98345"), c.BROWN, colour("b06a2c")),
            "persimmon": (c.APRICOT, c.BRICK, colour("d99a4a")),
        },
        [(colour("f3c94d"), c.CLAY, colour("f0d36c")), (c.ROSE, c.MUSTARD, colour("e7b7a0"))],
    )
    leafy = h.says("mugwort", "leaf")
    beans = h.says("barley")
    lid = h.pick([c.OAK, c.WALNUT])

    def bloom(p: Pen, x: float, y: float, size: float) -> None:
        if leafy:
            leaf(p, x, y + size, size * 2, h.between(-60, 60), h.pick([c.MOSS, c.OLIVE, c.SAGE]))
        elif beans:
            with p.at(x, y, turn=h.between(0, 180)):
                p.fill(ellipse(0, 0, size * 0.6, size * 0.34), petal)
        else:
            flower(p, x, y, size, petal, heart_ink, petals=9, turn=h.between(0, 40))

    def paint(p: Pen) -> None:
        with p.at(-150, -10):
            shadow(p, 0, 0, 130)
            p.body(box(-120, -330, 120, 0, 34), mix(c.GLASS, c.WHITE, 0.4), dark=0.06)
            with p.inside(box(-106, -300, 106, -14, 24)):
                p.wash(shade(petal, 0.25))
                for _ in range(64):
                    bloom(p, h.between(-104, 104), h.between(-270, -14), 30)
            p.fill(box(-100, -300, -82, -50, 8), (255, 255, 255, 120))
            p.body(box(-110, -386, 110, -324, 12), lid)
            p.dot(0, -396, 20, light(lid, 0.1))
        with p.at(180, 10):
            shadow(p, 0, 0, 150, 22)
            p.fill(ellipse(0, -8, 176, 26), shade(c.WHITE, 0.1))
            p.fill(ellipse(0, -16, 176, 26), c.WHITE)
            glass = [*ellipse(0, -60, 92, 46, start=0, stop=180), *ellipse(0, -170, 128, 24, start=180, stop=360)]
            p.body(glass, mix(c.GLASS, c.WHITE, 0.5), dark=0.05)
            tea = [*ellipse(0, -64, 84, 40, start=0, stop=180), *ellipse(0, -148, 112, 20, start=180, stop=360)]
            p.body(tea, brew, dark=0.1)
            p.fill(ellipse(0, -148, 112, 20), light(brew, 0.35))
            p.stroke(ellipse(0, -170, 128, 24, start=0, stop=358), 4, c.WHITE)
            p.stroke(ellipse(130, -112, 34, 38, start=-80, stop=85), 10, mix(c.GLASS, c.WHITE, 0.6))
            if not beans:
                bloom(p, -26, -150, 36)
                bloom(p, 44, -144, 28)
            steam(p, 0, -196, 130)
        for dx, dy in ((-30, 50), (24, 66), (-92, 64)):
            bloom(p, dx, dy, 26)
        if h.says("bag"):
            p.stroke([(300, -160), (352, -60), (366, 10)], 3, c.CREAM)
            p.fill(box(338, 6, 396, 66, 4), c.PERSIMMON)

    return Thing([c.GLASS, petal], paint, places=_TABLE, company=("vase", "books", "pot"))


_DISHES = (
    (c.MOSS, "greens"),
    (colour("7a4a2b"), "braised"),
    (c.BRICK, "kimchi"),
    (colour("f0d27a"), "egg"),
    (colour("4e3524"), "beans"),
    (c.APRICOT, "carrot"),
)


def _filling(p: Pen, outline: list[tuple[float, float]], name: str, ink: Colour, h: Hand) -> None:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    with p.inside(outline):
        p.wash(shade(ink, 0.2))
        match name:
            case "greens":
                for _ in range(34):
                    leaf(
                        p,
                        h.between(left, right),
                        h.between(top, bottom) + 30,
                        h.between(60, 100),
                        h.between(-90, 90),
                        h.pick([c.MOSS, c.GREEN, colour("86a356")]),
                        width=0.3,
                    )
                speckles(p, outline, (c.CREAM,), h, count=40, size=4)
            case "egg":
                p.wash(ink)
                for index in range(int((right - left) / 62) + 1):
                    for row in range(int((bottom - top) / 70) + 1):
                        x, y = left + 34 + index * 66, top + 36 + row * 72
                        p.fill(box(x - 28, y - 30, x + 28, y + 30, 12), light(ink, 0.25))
                        p.stroke(ellipse(x, y, 14, 15, start=0, stop=300), 4, colour("d9a63d"))
                        p.dot(x, y, 4, c.MOSS)
            case "kimchi":
                for _ in range(26):
                    x, y = h.between(left, right), h.between(top, bottom)
                    with p.at(x, y, turn=h.between(0, 180)):
                        p.fill(
                            smooth([(-56, -16), (0, -26), (56, -12), (50, 18), (-10, 26), (-54, 16)]),
                            h.pick([colour("c8442a"), colour("d9622f"), colour("e8b98a"), colour("b93520")]),
                        )
                speckles(p, outline, (colour("8f1f14"), c.CREAM), h, count=50, size=4)
            case "lotus":
                for row in range(3):
                    for column in range(4):
                        x, y = left + 50 + column * 86 + (row % 2) * 40, top + 50 + row * 80
                        p.fill(ellipse(x + 4, y + 6, 50, 48), shade(ink, 0.35))
                        p.fill(ellipse(x, y, 50, 48), light(ink, 0.12))
                        for index in range(7):
                            angle = index * math.tau / 7
                            p.dot(x + math.cos(angle) * 28, y + math.sin(angle) * 27, 8, shade(ink, 0.4))
                        p.dot(x, y, 7, shade(ink, 0.4))
                speckles(p, outline, (c.CREAM,), h, count=40, size=4)
            case "rice":
                p.wash(c.WHITE)
                speckles(p, outline, (shade(c.WHITE, 0.08),), h, count=150, size=6)
                for _ in range(14):
                    p.fill(ellipse(h.between(left, right), h.between(top, bottom), 7, 7), c.CHARCOAL)
            case "anchovy":
                for _ in range(70):
                    with p.at(h.between(left, right), h.between(top, bottom), turn=h.between(0, 180)):
                        p.fill(
                            smooth([(-34, 0), (0, -8), (30, 0), (0, 8)]),
                            h.pick([colour("b98a55"), colour("cda874"), colour("94683a")]),
                        )
                for _ in range(18):
                    p.fill(ellipse(h.between(left, right), h.between(top, bottom), 16, 11), h.pick([c.BROWN, CRUMB]))
            case "soup":
                p.wash(colour("b9b07c"))
                for _ in range(20):
                    leaf(
                        p,
                        h.between(left, right),
                        h.between(top, bottom) + 30,
                        h.between(60, 120),
                        h.between(-90, 90),
                        h.pick([c.PINE, c.GREEN]),
                        width=0.3,
                        vein=False,
                    )
            case _:
                for _ in range(46):
                    with p.at(h.between(left, right), h.between(top, bottom), turn=h.between(0, 180)):
                        p.body(ellipse(0, 0, 24, 16), light(ink, h.between(0, 0.25)))
                speckles(p, outline, (c.CREAM,), h, count=34, size=4)


def side_dishes(h: Hand) -> Thing:
    tray = h.pick([c.WHITE, c.OAT, c.CHARCOAL, c.SAGE])
    single = next(
        (
            name
            for word, name in (("kimchi", "kimchi"), ("lotus", "lotus"), ("anchovy", "anchovy"), ("soup", "soup"))
            if h.says(word)
        ),
        "",
    )
    single_ink = {"kimchi": c.BRICK, "lotus": colour("8a5430"), "anchovy": colour("94683a"), "soup": colour("b9b07c")}
    lunch = h.says("lunch", "party")

    def one_box(p: Pen, left: float, top: float, right: float, bottom: float, dish: str, ink: Colour) -> None:
        outer = box(left, top, right, bottom, 34)
        under(p, outer)
        p.body(outer, tray, dark=0.08, shift=(-0.03, -0.03))
        inner = box(left + 16, top + 16, right - 16, bottom - 16, 24)
        p.fill(inner, shade(tray, 0.12))
        _filling(p, box(left + 22, top + 24, right - 22, bottom - 20, 22), dish, ink, h)

    def five(p: Pen) -> None:
        dishes = h.some(_DISHES, 5)
        spots = (
            (-330, -300, -10, 20),
            (10, -300, 330, -60),
            (10, -30, 330, 310),
            (-330, 50, -180, 310),
            (-160, 50, -10, 310),
        )
        for (left, top, right, bottom), (ink, name) in zip(spots, dishes, strict=True):
            one_box(p, left, top, right, bottom, name, ink)

    def lunch_box(p: Pen) -> None:
        outer = box(-350, -250, 350, 250, 46)
        under(p, outer)
        p.body(outer, c.OAK if tray == c.OAT else tray, dark=0.08, shift=(-0.02, -0.02))
        dishes = [("rice", c.WHITE), *((name, ink) for ink, name in h.some(_DISHES, 4))]
        spots = (
            (-326, -226, -20, 226),
            (4, -226, 160, -8),
            (184, -226, 326, -8),
            (4, 16, 190, 226),
            (214, 16, 326, 226),
        )
        for (left, top, right, bottom), (name, ink) in zip(spots, dishes, strict=True):
            _filling(p, box(left, top, right, bottom, 22), name, ink, h)
        for y in (-310, -282):
            with p.at(0, y, turn=h.between(-1.5, 1.5)):
                p.fill(box(-310, -2, 330, 20, 8), SHADOW)
                p.fill(box(-320, -10, 320, 8, 8), c.WALNUT)

    def bowl(p: Pen) -> None:
        ink = single_ink[single]
        under(p, ellipse(0, 0, 322, 322), 20, 26)
        pot = h.pick([c.WHITE, c.DUSK, c.CHARCOAL, c.SAGE])
        p.body(ellipse(0, 0, 326, 326), pot, dark=0.08, shift=(-0.03, -0.03))
        p.fill(ellipse(0, 0, 284, 284), shade(pot, 0.14))
        _filling(p, ellipse(0, 4, 270, 270), single, ink, h)
        for dx in (0, 30):
            with p.at(350 + dx, -20, turn=8):
                p.fill(box(0, -330, 22, 330, 8), SHADOW)
                p.fill(box(-10, -340, 8, 320, 8), c.WALNUT)

    return Thing([tray], bowl if single else lunch_box if lunch else five, flat=True, company=("cup", "leaf", "sprig"))
