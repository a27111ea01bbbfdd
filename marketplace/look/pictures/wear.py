"""What is carried and worn."""
# ruff: noqa: PLR0915 a drawing is a long list of strokes

import math

from marketplace.look.pictures import palette as c
from marketplace.look.pictures.hand import Hand
from marketplace.look.pictures.palette import Colour, colour, light, mix, shade
from marketplace.look.pictures.parts import (
    SHADOW,
    bow,
    emblem,
    flower,
    leaf,
    patches,
    shadow,
    speckles,
    sprig,
    stitches,
    stripes,
    under,
)
from marketplace.look.pictures.pen import Pen, Point, box, ellipse, smooth
from marketplace.look.pictures.thing import Thing

_CLOTHS = (
    (c.PERSIMMON, c.CREAM, c.NAVY, c.MUSTARD),
    (c.GREEN, c.BUTTER, c.CREAM, c.TERRACOTTA),
    (c.BLUE, c.BLUSH, c.CREAM, c.PERSIMMON),
    (c.PLUM, c.APRICOT, c.OAT, c.DUSK),
    (c.NAVY, c.SKY, c.WHITE, c.PERSIMMON),
    (c.CHARCOAL, c.MUSTARD, c.CREAM, c.ROSE),
)
_SEWING = ("spools", "vase", "books", "pot")
_WALL = ("table", "paper", "shelf", "window")


def bag(h: Hand) -> Thing:
    inks = h.by_word(
        {"rain": (c.BLUE, c.MUSTARD, c.SKY, c.PERSIMMON), "backpack": (c.DUSK, c.NAVY, c.CREAM, c.PERSIMMON)}, _CLOTHS
    )
    strap = h.pick([inks[0], c.CHARCOAL, c.BROWN])

    def tote(p: Pen) -> None:
        shadow(p, 0, 0, 250)
        back = smooth([(-120, -400), (-112, -560), (-50, -626), (50, -626), (112, -560), (120, -400)], closed=False)
        with p.at(14, -8):
            p.stroke(back, 22, shade(strap, 0.25))
        body = smooth(
            [
                (-236, -404),
                (0, -410),
                (236, -404),
                (250, -200),
                (262, -30),
                (230, 0),
                (0, 6),
                (-230, 0),
                (-262, -30),
                (-250, -200),
            ],
            steps=6,
        )
        p.body(body, inks[1], dark=0.1, shift=(-0.05, 0))
        cut = h.between(-60, 60)
        with p.inside(body):
            p.fill([(-300, -420), (cut, -420), (cut - 110, 20), (-300, 20)], inks[0])
            p.fill([(cut - 66, -240), (300, -300 + cut), (300, -120), (cut - 100, -60)], inks[2])
            p.fill(ellipse(cut + 110, -150, 84, 84), inks[3])
            p.fill([(-300, -110), (cut - 82, -110), (cut - 100, -62), (-300, -62)], light(inks[0], 0.3))
            p.fill([(196, -440), (280, -440), (280, 30), (214, 30)], (52, 32, 20, 22))
            stitches(p, [(cut, -410), (cut - 106, 0)], light(inks[0], 0.55), width=4)
        p.fill(
            smooth([(-236, -404), (0, -410), (236, -404), (238, -362), (0, -368), (-238, -362)], steps=5),
            shade(inks[0], 0.12),
        )
        stitches(p, [(-228, -372), (0, -378), (228, -372)], light(inks[0], 0.5), width=4)
        p.stroke(
            smooth([(-130, -380), (-124, -540), (-62, -604), (50, -604), (112, -540), (120, -380)], closed=False),
            24,
            strap,
        )
        for x in (-130, 120):
            p.fill(box(x - 18, -392, x + 18, -336, 4), strap)
            stitches(p, [(x - 10, -384), (x + 10, -344)], light(strap, 0.5))
        p.fill(box(180, -90, 222, -44, 3), c.CREAM)
        p.dot(201, -67, 9, c.GREEN)

    def messenger(p: Pen) -> None:
        shadow(p, 0, 0, 300)
        p.stroke(smooth([(-280, -280), (-250, -500), (0, -600), (250, -500), (280, -280)], closed=False), 30, strap)
        p.stroke(
            smooth([(-280, -280), (-250, -500), (0, -600), (250, -500), (280, -280)], closed=False),
            8,
            light(strap, 0.25),
        )
        p.body(box(-310, -330, 310, 0, 34), shade(inks[0], 0.12))
        flap = smooth(
            [(-318, -336), (318, -336), (312, -130), (290, -96), (0, -88), (-290, -96), (-312, -130)], steps=6
        )
        p.body(flap, inks[0], dark=0.08, shift=(-0.03, 0))
        with p.inside(flap):
            p.fill([(40, -360), (170, -360), (60, -60), (-70, -60)], inks[1])
            p.fill([(170, -360), (214, -360), (104, -60), (60, -60)], inks[3])
            p.fill([(-330, -200), (-20, -200), (-34, -160), (-330, -160)], inks[2])
        stitches(p, [(-306, -322), (306, -322)], light(inks[0], 0.5), width=4)
        for x in (-170, 170):
            p.body(box(x - 26, -150, x + 26, -20, 6), strap)
            p.body(box(x - 34, -82, x + 34, -46, 5), c.STEEL)

    def backpack(p: Pen) -> None:
        shadow(p, 0, 0, 230)
        p.stroke(smooth([(-40, -520), (-30, -580), (30, -580), (40, -520)], closed=False), 18, strap)
        for sign in (-1, 1):
            p.stroke(
                smooth([(sign * 190, -430), (sign * 262, -300), (sign * 236, -110)], closed=False),
                34,
                shade(strap, 0.15),
            )
        body = smooth(
            [
                (-130, -520),
                (130, -520),
                (200, -450),
                (220, -260),
                (222, -40),
                (190, 0),
                (-190, 0),
                (-222, -40),
                (-220, -260),
                (-200, -450),
            ],
            steps=6,
        )
        p.body(body, inks[0], dark=0.12)
        with p.inside(body):
            p.fill(box(-240, -330, 240, -240), inks[2])
            p.fill(box(-240, -250, 240, -238), inks[3])
        flap = smooth([(-150, -526), (150, -526), (206, -440), (200, -360), (0, -330), (-200, -360), (-206, -440)])
        p.body(flap, light(inks[0], 0.08), dark=0.1)
        pocket = box(-150, -200, 150, -20, 34)
        p.body(pocket, light(inks[0], 0.12), dark=0.1)
        p.stroke([(-128, -158), (128, -158)], 6, inks[2])
        p.fill(box(86, -170, 112, -120, 5), inks[3])
        p.body(box(-22, -420, 22, -220, 6), strap)
        p.body(box(-34, -310, 34, -262, 6), c.SILVER)

    def apron(p: Pen) -> None:
        denim = h.pick([colour("4c6a8c"), colour("37557a"), colour("6f8ba6")])
        p.dot(0, -604, 15, c.WALNUT)
        p.stroke(smooth([(-92, -480), (-60, -580), (0, -604), (60, -580), (92, -480)], closed=False), 14, c.CREAM)
        cloth = smooth(
            [
                (-110, -490),
                (110, -490),
                (120, -380),
                (230, -290),
                (246, -80),
                (240, 0),
                (0, 10),
                (-240, 0),
                (-246, -80),
                (-230, -290),
                (-120, -380),
            ],
            steps=6,
        )
        p.fill([(x + 18, y + 16) for x, y in cloth], SHADOW)
        p.body(cloth, denim, dark=0.1)
        for sign in (-1, 1):
            p.stroke(smooth([(sign * 230, -290), (sign * 300, -200), (sign * 290, -60)], closed=False), 12, c.CREAM)
        for x in (-120, 120):
            p.body(box(x - 88, -210, x + 88, -50, 8), h.pick([light(denim, 0.18), shade(denim, 0.16)]))
            stitches(p, [(x - 80, -200), (x + 80, -200)], c.APRICOT, width=4)
            stitches(p, [(x - 80, -196), (x - 80, -58), (x + 80, -58), (x + 80, -196)], c.APRICOT, width=3)
        p.body(box(-58, -420, 58, -330, 6), inks[1])
        stitches(p, [(-100, -478), (100, -478)], c.APRICOT, width=4)

    def cap(p: Pen) -> None:
        shadow(p, 0, 0, 300)
        brim = smooth([(-330, -34), (-250, -90), (0, -120), (250, -90), (330, -34), (240, 0), (0, 14), (-240, 0)])
        p.body(brim, inks[0], dark=0.12)
        crown = smooth(
            [(-190, -90), (-180, -230), (-100, -310), (0, -326), (100, -310), (180, -230), (190, -90), (0, -70)]
        )
        p.body(crown, light(inks[0], 0.06), bright=0.25)
        with p.inside(crown):
            p.fill(smooth([(-210, -138), (0, -108), (210, -138), (210, -92), (0, -62), (-210, -92)]), inks[1])
            for x in (-90, 90):
                p.stroke(
                    smooth([(x * 0.1, -330), (x * 0.8, -250), (x * 1.1, -130)], closed=False), 4, shade(inks[0], 0.16)
                )
        p.fill(ellipse(0, -322, 18, 9), shade(inks[0], 0.2))
        for index in range(3):
            p.stroke(
                smooth(
                    [(-290 + index * 34, -44 - index * 9), (0, -98 + index * 30), (290 - index * 34, -44 - index * 9)],
                    closed=False,
                ),
                3,
                shade(inks[0], 0.1),
            )

    painters = {"tote": tote, "messenger": messenger, "backpack": backpack, "apron": apron, "cap": cap}
    style = next((name for name in painters if name in h.product), h.pick(["tote", "tote", "messenger", "backpack"]))
    if style == "apron":
        return Thing([c.BLUE], apron, places=("paper", "tiles"), company=())
    return Thing(
        [inks[0], inks[1]] if style == "tote" else [inks[0]], painters[style], places=_WALL, company=_SEWING, size=0.94
    )


def pouch(h: Hand) -> Thing:
    inks = h.pick(_CLOTHS)
    zipper = h.pick([c.MUSTARD, c.SILVER])

    def zipped(p: Pen, wide: float, tall: float) -> None:
        shadow(p, 0, 0, wide / 2)
        body = smooth(
            [
                (-wide / 2, -tall),
                (0, -tall - 6),
                (wide / 2, -tall),
                (wide / 2 + 10, -tall / 2),
                (wide / 2 + 4, -12),
                (0, 6),
                (-wide / 2 - 4, -12),
                (-wide / 2 - 10, -tall / 2),
            ],
            steps=5,
        )
        p.body(body, inks[0], dark=0.1, shift=(-0.04, 0))
        patches(p, [(x * 0.99, y) for x, y in body], inks, h, columns=4, rows=3, seam=light(inks[0], 0.6))
        with p.inside(body):
            p.fill(box(wide * 0.36, -tall - 20, wide, 20), (52, 32, 20, 24))
        p.fill(box(-wide / 2 + 4, -tall - 8, wide / 2 - 4, -tall + 26, 8), shade(inks[0], 0.25))
        p.stroke([(-wide / 2 + 22, -tall + 9), (wide / 2 - 22, -tall + 9)], 8, zipper)
        stitches(p, [(-wide / 2 + 20, -tall + 9), (wide / 2 - 20, -tall + 9)], shade(zipper, 0.3), width=7, dash=4)
        with p.at(wide / 2 - 70, -tall + 10, turn=-14):
            p.body(box(-11, 0, 11, 74, 8), zipper)
            p.fill(box(-16, 60, 16, 128, 8), inks[1] if inks[1] != inks[0] else c.CREAM)

    def paint(p: Pen) -> None:
        if h.says("sleeve"):
            zipped(p, 640, 400)
        elif h.says("thermos"):
            shadow(p, 0, 0, 120)
            p.body(box(-92, -560, 92, -480, 20), c.STEEL)
            p.body(
                smooth([(-112, -490), (112, -490), (122, -250), (112, -16), (0, 4), (-112, -16), (-122, -250)]), inks[0]
            )
            patches(
                p,
                smooth([(-110, -470), (110, -470), (120, -250), (110, -20), (0, 0), (-110, -20), (-120, -250)]),
                inks,
                h,
                columns=2,
                rows=4,
                seam=light(inks[0], 0.6),
            )
            p.fill(box(-116, -500, 116, -460, 10), shade(inks[0], 0.2))
            p.stroke(smooth([(-112, -470), (-250, -300), (-210, -60), (-60, 10)], closed=False), 16, c.BROWN)
        elif h.says("coin"):
            belt = colour("3c4046")
            shadow(p, 0, 0, 190)
            p.body(box(-210, -300, 210, 0, 26), belt)
            for index in range(11):
                p.fill(box(-200, -288 + index * 26, 200, -280 + index * 26), light(belt, 0.1))
            p.body(
                smooth([(-216, -310), (216, -310), (210, -170), (0, -90), (-210, -170)]), light(belt, 0.06), dark=0.1
            )
            stitches(p, [(-200, -296), (200, -296)], c.PERSIMMON, width=5)
            p.dot(0, -130, 26, c.SILVER)
            p.dot(-4, -134, 17, light(c.SILVER, 0.6))
            for x, y, ink in ((250, -2, c.MUSTARD), (290, 18, c.STEEL)):
                p.fill(ellipse(x, y, 42, 13), ink)
                p.fill(ellipse(x, y - 6, 42, 13), light(ink, 0.35))
        else:
            with p.at(-26, 0):
                zipped(p, h.near(520), h.near(310))
            with p.at(200, 40, turn=-16):
                p.body(box(-90, -14, 100, 6, 6), c.APRICOT)
                p.fill([(100, -14), (128, -4), (100, 6)], c.CREAM)

    return Thing([inks[0], inks[1]], paint, places=_WALL, company=_SEWING)


def _sock(p: Pen, ink: Colour, tip: Colour, lines: Colour, style: str, h: Hand) -> None:
    """A sock lying flat, its toe to the right, about 360 long and 430 high around the origin."""
    top = -10 if style == "ankle" else -230
    outline = smooth(
        [
            (-96, top),
            (40, top - 6),
            (46, 40),
            (74, 96),
            (210, 130),
            (268, 180),
            (240, 236),
            (130, 250),
            (-20, 236),
            (-96, 200),
            (-116, 120),
            (-104, 20),
        ],
        steps=8,
    )
    under(p, outline, 12, 16)
    p.body(outline, ink, dark=0.08, shift=(-0.04, -0.03))
    with p.inside(outline):
        match style:
            case "stripe":
                y = top + 64
                while y < 90:
                    p.fill([(-140, y), (80, y - 8), (80, y + 18), (-140, y + 26)], lines)
                    y += 58
                for index in range(3):
                    x = 20 + index * 52
                    p.fill([(x, 60), (x + 24, 60), (x + 4, 280), (x - 20, 280)], lines)
            case "dots":
                for row in range(9):
                    for column in range(8):
                        p.dot(-100 + column * 52 + (26 if row % 2 else 0), top + 60 + row * 48, 10, lines)
            case "zigzag":
                for row in range(4):
                    y = top + 70 + row * 52
                    zig = [(-130 + index * 26, y + (18 if index % 2 else 0)) for index in range(9)]
                    p.stroke(zig, 9, lines if row % 2 else tip)
            case "marl":
                speckles(p, outline, (light(ink, 0.4), shade(ink, 0.14), lines), h, count=320, size=4)
            case _:
                pass
        p.fill(smooth([(176, 90), (300, 110), (310, 280), (170, 270), (196, 180)]), tip)
        p.fill(smooth([(-140, 130), (-60, 140), (-24, 190), (-40, 270), (-150, 260)]), tip)
        p.fill(box(-130, top - 20, 80, top + 40), tip)
        for index in range(9):
            x = -96 + index * 17
            p.fill(box(x, top - 20, x + 5, top + 40), shade(tip, 0.12))


def socks(h: Hand) -> Thing:
    count = 3 if h.says("three", "kids", "leftover") else 2
    pairs = h.some(_CLOTHS, count)
    style = (
        "ankle"
        if h.says("ankle")
        else h.by_word(
            {"wool": "marl", "hiking": "zigzag", "leftover": "stripe", "kids": "dots"},
            ["stripe", "dots", "zigzag", "marl"],
        )
    )

    def paint(p: Pen) -> None:
        size = 0.66 if count == 3 else 0.92
        for index, inks in enumerate(pairs if count == 3 else pairs[:1]):
            row = (index - 1) * 232 if count == 3 else 0
            for half in range(2):
                dx = -70 + half * 90 if count == 3 else -60 + half * 130
                with p.at(row + dx - 20, -20 + half * 26, size=size, turn=-8 + half * 7):
                    _sock(p, inks[0] if style != "marl" else light(inks[0], 0.2), inks[3], inks[2], style, h)

    return Thing([pairs[0][0]], paint, flat=True, company=("spool", "buttons", "leaf", "cup"), size=1.08)


def t_shirt(h: Hand) -> Thing:
    striped = h.says("stripe")
    sweat = h.says("sweat")
    ink = h.by_word({"stripe": c.CREAM}, [c.CREAM, c.SAGE, c.MUSTARD, c.DUSK, c.TERRACOTTA, c.WHITE, c.BLUSH])
    line = h.pick([c.NAVY, c.PERSIMMON, c.GREEN])
    long_sleeve = striped or sweat
    motif = h.pick(["sun", "leaf", "mountain", "wave", "house", ""])

    def paint(p: Pen) -> None:
        p.stroke(smooth([(0, -640), (26, -624), (20, -590), (0, -580), (0, -560)], closed=False), 10, c.STEEL)
        p.stroke([(-180, -468), (0, -560), (180, -468)], 16, c.OAK)
        sleeve_end = (360, -110) if long_sleeve else (318, -300)
        for flip in (False, True):
            with p.at(0, 0, flip=flip):
                arm = smooth(
                    [(140, -500), (226, -440), sleeve_end, (sleeve_end[0] - 96, sleeve_end[1] + 30), (186, -280)],
                    steps=6,
                )
                p.fill([(x + (-14 if flip else 14), y + 14) for x, y in arm], SHADOW)
                p.body(arm, shade(ink, 0.05), dark=0.08)
                if striped:
                    stripes(p, arm, (line,), width=16, gap=46, turn=64)
                cuff = [
                    (sleeve_end[0] + 4, sleeve_end[1] - 16),
                    (sleeve_end[0] - 100, sleeve_end[1] + 18),
                    (sleeve_end[0] - 92, sleeve_end[1] + 42),
                    (sleeve_end[0] + 8, sleeve_end[1] + 10),
                ]
                p.fill(cuff, shade(ink, 0.14) if not striped else line)
        body = smooth(
            [
                (-84, -520),
                (-150, -506),
                (-204, -440),
                (-196, -200),
                (-204, 0),
                (0, 10),
                (204, 0),
                (196, -200),
                (204, -440),
                (150, -506),
                (84, -520),
                (50, -474),
                (0, -458),
                (-50, -474),
            ],
            steps=6,
        )
        p.fill([(x + 16, y + 16) for x, y in body], SHADOW)
        p.body(body, ink, dark=0.07, shift=(-0.06, 0))
        if striped:
            with p.inside(body):
                for index in range(10):
                    y = -420 + index * 46
                    p.fill(
                        smooth([(-230, y), (0, y + 6), (230, y), (230, y + 16), (0, y + 22), (-230, y + 16)], steps=4),
                        line,
                    )
        p.stroke(
            smooth([(-84, -520), (-50, -474), (0, -458), (50, -474), (84, -520)], closed=False),
            16,
            shade(ink, 0.14) if not striped else line,
        )
        if sweat:
            p.fill(smooth([(-206, -44), (0, -34), (206, -44), (204, 4), (0, 14), (-204, 4)]), shade(ink, 0.14))
        else:
            stitches(p, [(-196, -18), (0, -8), (196, -18)], shade(ink, 0.2), width=3)
        if motif and not striped:
            emblem(p, 0, -300, 74, line, motif=motif)
        for x0 in (-120, 90):
            p.stroke(smooth([(x0, -200), (x0 + 14, -120), (x0 + 4, -40)], closed=False), 4, shade(ink, 0.07))

    return Thing([ink], paint, places=("paper", "paper", "tiles"), company=(), size=0.98)


def _hem(p: Pen, outline: list[Point], ink: Colour) -> None:
    p.stroke(outline, 7, ink, closed=True)


def handkerchief(h: Hand) -> Thing:
    style = next(
        (word for word in ("moon", "map", "runner", "scarf", "flower") if h.says(word)),
        h.pick(["flower", "flower", "moon"]),
    )
    ink = h.by_word(
        {"moon": c.NAVY, "map": colour("e5e6cf"), "runner": c.OAT, "scarf": c.BLUSH},
        [c.WHITE, c.SKY, c.CREAM, c.BLUSH, c.BUTTER],
    )
    trim = h.pick([c.PERSIMMON, c.GREEN, c.BLUE, c.MUSTARD, c.PLUM])

    def bouquet(p: Pen, size: float) -> None:
        with p.at(0, 0, size=size):
            for turn, length in ((-44, 180), (-16, 230), (14, 214), (42, 176)):
                with p.at(0, 90, turn=turn):
                    p.stroke([(0, 0), (0, -length)], 5, c.MOSS)
                    leaf(p, 0, -length * 0.4, 56, 60, c.MOSS, width=0.4)
                    leaf(p, 0, -length * 0.55, 50, -60, c.OLIVE, width=0.4)
                    petal = h.pick([c.PERSIMMON, c.MUSTARD, c.PLUM, c.BLUE, c.ROSE])
                    flower(
                        p,
                        0,
                        -length,
                        h.between(30, 42),
                        petal,
                        c.CREAM if petal != c.MUSTARD else c.BROWN,
                        petals=h.pick([5, 6, 8]),
                    )
            bow(p, 0, 84, 40, trim)

    def square(p: Pen) -> None:
        cloth = smooth(
            [
                (-310, -306),
                (-100, -314),
                (110, -306),
                (312, -310),
                (306, -90),
                (314, 110),
                (306, 308),
                (100, 314),
                (-110, 306),
                (-312, 310),
                (-306, 100),
                (-314, -110),
            ],
            steps=5,
        )
        under(p, cloth)
        p.body(cloth, ink, dark=0.05, shift=(-0.02, -0.02))
        inner = box(-272, -272, 272, 272, 6)
        if style == "moon":
            stitches(p, [*inner, inner[0]], c.BUTTER, width=5)
            p.dot(90, -110, 100, c.BUTTER)
            p.dot(128, -134, 88, c.NAVY)
            for _ in range(26):
                x, y = h.between(-240, 240), h.between(-240, 120)
                p.dot(x, y, h.between(3, 7), c.CREAM)
            for x, tall in ((-190, 90), (-96, 130), (6, 100), (120, 140), (208, 96)):
                p.fill([(x - 62, 240), (x, 240 - tall), (x + 62, 240)], mix(c.NAVY, c.DUSK, 0.45))
            stitches(
                p, smooth([(-250, 190), (-100, 130), (40, 176), (250, 120)], closed=False, steps=3), c.SKY, width=4
            )
        elif style == "map":
            with p.inside(box(-290, -290, 290, 290)):
                for ring in range(7):
                    for cx, cy in ((-90, -60), (150, 120)):
                        reach = 36 + ring * 40
                        p.stroke(
                            [
                                (
                                    cx + math.cos(a / 12 * math.pi) * reach * (1 + 0.14 * math.sin(a * 0.9 + cx)),
                                    cy + math.sin(a / 12 * math.pi) * reach * 0.8,
                                )
                                for a in range(24)
                            ],
                            4,
                            mix(ink, c.MOSS, 0.6),
                            closed=True,
                        )
                p.stroke(smooth([(-290, 240), (-190, 120), (-150, -10), (-90, -60)], closed=False), 9, c.PERSIMMON)
                stitches(
                    p,
                    smooth([(-90, -60), (20, 10), (80, 90), (150, 120), (290, 250)], closed=False),
                    c.BLUE,
                    width=8,
                    dash=14,
                )
                p.fill([(-90, -110), (-60, -56), (-120, -56)], c.BRICK)
                p.fill([(150, 76), (178, 124), (122, 124)], c.BRICK)
                p.stroke(smooth([(-290, -200), (-120, -220), (60, -180), (290, -240)], closed=False), 12, c.DUSK)
            _hem(p, inner, c.MOSS)
        else:
            _hem(p, inner, mix(ink, trim, 0.6))
            stitches(p, [*box(-254, -254, 254, 254), (-254, -254)], trim, width=4)
            with p.at(h.pick([90, -90]), 100):
                bouquet(p, 1.15)
            for x, y in ((-190, -190), (190, -190)):
                flower(p, x, y, 26, trim, c.MUSTARD if trim != c.MUSTARD else c.BROWN, petals=5)

    def long_cloth(p: Pen) -> None:
        patch = style == "scarf"
        outline = smooth(
            [
                (-180, -420),
                (0, -428),
                (180, -420),
                (188, -140),
                (176, 140),
                (190, 420),
                (0, 428),
                (-180, 420),
                (-190, 140),
                (-176, -140),
            ],
            steps=6,
        )
        under(p, outline)
        p.body(outline, ink, dark=0.05, shift=(-0.03, 0))
        if patch:
            patches(
                p,
                outline,
                (c.BLUSH, c.SAGE, c.BUTTER, c.DUSK, c.CREAM, c.ROSE, c.LILAC),
                h,
                columns=3,
                rows=7,
                seam=c.WHITE,
            )
        else:
            for y in (-340, 340):
                stitches(p, [(-170, y), (170, y)], trim, width=6)
            with p.at(0, -190):
                bouquet(p, 0.9)
            with p.at(0, 190, turn=180):
                bouquet(p, 0.9)
            for x in (-150, 150):
                stitches(p, [(x, -390), (x, 390)], mix(ink, trim, 0.5), width=4)
        for y, way in ((-424, -1), (424, 1)):
            for index in range(17):
                x = -168 + index * 21
                p.stroke([(x, y), (x + 3, y + way * 26)], 4, shade(ink, 0.06))

    return Thing(
        [ink],
        long_cloth if style in {"runner", "scarf"} else square,
        flat=True,
        company=("spool", "buttons", "scissors", "leaf"),
        size=0.98,
    )


def keyring(h: Hand) -> Thing:
    style = next(
        (word for word in ("cat", "bird", "norigae", "badge", "patch", "pin") if h.says(word)), h.pick(["cat", "bird"])
    )
    felt = h.by_word(
        {"bird": colour("b98a5e"), "norigae": c.BRICK, "badge": c.MUSTARD}, [c.CHARCOAL, c.APRICOT, c.STEEL, c.CREAM]
    )

    def ring(p: Pen) -> None:
        p.stroke(ellipse(14, -256 + 18, 74, 74, start=0, stop=358), 15, SHADOW)
        p.stroke(ellipse(0, -256, 74, 74, start=0, stop=358), 16, c.STEEL)
        p.stroke(ellipse(-3, -259, 74, 74, start=190, stop=290), 6, c.WHITE)
        for index in range(3):
            p.stroke(ellipse(0, -170 + index * 26, 12, 17, start=0, stop=358), 7, c.SILVER)

    def cat(p: Pen) -> None:
        ring(p)
        shape = smooth(
            [
                (-130, 40),
                (-150, -60),
                (-136, -130),
                (-70, -84),
                (0, -92),
                (70, -84),
                (136, -130),
                (150, -60),
                (130, 40),
                (150, 170),
                (110, 260),
                (-110, 260),
                (-150, 170),
            ],
            steps=8,
        )
        under(p, shape, 14, 18)
        p.body(shape, felt, dark=0.1, shift=(-0.04, -0.02))
        stitches(p, [(x * 0.91, (y - 70) * 0.93 + 70) for x, y in shape[::6]], light(felt, 0.55), width=5)
        belly = smooth([(-64, 110), (0, 90), (64, 110), (70, 220), (0, 244), (-70, 220)])
        p.fill(belly, light(felt, 0.55))
        eye = c.BUTTER if sum(felt) < 400 else c.CHARCOAL
        for x in (-54, 54):
            p.fill(ellipse(x, -10, 16, 20), eye)
            if eye != c.CHARCOAL:
                p.fill(ellipse(x, -10, 6, 17), c.CHARCOAL)
        p.fill(smooth([(-12, 24), (12, 24), (0, 40)]), c.ROSE)
        p.stroke(
            smooth([(-22, 50), (0, 42), (22, 50)], closed=False), 5, shade(felt, 0.4) if eye == c.CHARCOAL else c.CREAM
        )
        for sign in (-1, 1):
            for dy in (-6, 12):
                p.stroke(
                    [(sign * 74, 34 + dy), (sign * 140, 26 + dy * 1.8)], 4, c.CREAM if eye != c.CHARCOAL else c.BROWN
                )
        p.stroke(smooth([(-90, 66), (0, 84), (90, 66)], closed=False), 16, c.PERSIMMON)
        p.dot(0, 90, 17, c.MUSTARD)

    def bird(p: Pen) -> None:
        ring(p)
        shape = smooth(
            [
                (-60, -110),
                (70, -100),
                (120, -20),
                (190, 90),
                (300, 160),
                (180, 180),
                (100, 230),
                (-40, 240),
                (-140, 160),
                (-170, 40),
                (-140, -60),
            ],
            steps=8,
        )
        under(p, shape, 14, 18)
        p.body(shape, felt, dark=0.1, shift=(-0.04, -0.02))
        p.fill(smooth([(-150, 60), (-70, 40), (20, 120), (60, 220), (-40, 236), (-130, 160)]), c.CREAM)
        p.fill(smooth([(-70, -112), (40, -108), (80, -60), (-40, -40), (-130, -60)]), shade(felt, 0.35))
        wing = smooth([(-10, 50), (90, 20), (190, 110), (110, 160), (20, 140)])
        p.fill(wing, shade(felt, 0.2))
        stitches(p, [(10, 66), (90, 50), (164, 112)], c.CREAM, width=5)
        p.fill([(-150, -30), (-214, -6), (-146, 14)], c.MUSTARD)
        p.dot(-84, -30, 14, c.CHARCOAL)
        p.dot(-88, -35, 5, c.WHITE)
        p.dot(-56, 18, 24, mix(felt, c.CHARCOAL, 0.5))
        for x in (-30, 40):
            p.stroke([(x, 236), (x, 286), (x - 22, 296)], 7, c.BROWN)

    def norigae(p: Pen) -> None:
        p.stroke(smooth([(0, -420), (-40, -380), (0, -340), (40, -380), (0, -420)], closed=False), 10, felt)
        for y, size in ((-270, 92), (-110, 74)):
            with p.at(0, y, turn=45):
                p.fill(box(-size + 10, -size + 16, size + 10, size + 16, 20), SHADOW)
                for index in range(3):
                    offset = -size * 0.6 + index * size * 0.6
                    p.stroke([(offset, -size), (offset, size)], size * 0.3, felt)
                for index in range(3):
                    offset = -size * 0.6 + index * size * 0.6
                    p.stroke([(-size, offset), (size, offset)], size * 0.3, light(felt, 0.14))
                    p.stroke([(-size, offset), (size, offset)], size * 0.07, light(felt, 0.4))
        p.body(ellipse(0, 6, 44, 40), c.SAGE, bright=0.5)
        for sign in (-1, 0, 1):
            x = sign * 62
            p.stroke([(0, 40), (x, 90)], 7, felt)
            p.body(box(x - 22, 84, x + 22, 128, 8), c.MUSTARD)
            tassel = [(x - 22, 128), (x + 22, 128), (x + 34, 380), (x - 34, 380)]
            under(p, tassel, 10, 12)
            ink = (felt, c.BLUE, c.MUSTARD)[sign]
            p.fill(tassel, ink)
            for index in range(6):
                p.stroke([(x - 18 + index * 7, 130), (x - 28 + index * 11, 378)], 3, shade(ink, 0.16))

    def badge(p: Pen) -> None:
        shape = ellipse(0, 0, 250, 250)
        under(p, shape, 16, 22)
        p.body(shape, felt, dark=0.2, bright=0.4, shift=(-0.03, -0.03))
        face = ellipse(0, 0, 212, 212)
        with p.inside(face):
            p.wash(c.SKY)
            p.dot(90, -96, 44, c.BUTTER)
            p.fill([(-260, 130), (-110, -70), (-40, 20), (40, -120), (260, 150), (260, 260), (-260, 260)], c.GREEN)
            p.fill([(40, -120), (4, -56), (30, -66), (50, -44), (76, -66), (86, -62)], c.WHITE)
            p.fill(smooth([(-260, 120), (-60, 70), (120, 130), (260, 90), (260, 260), (-260, 260)]), c.PINE)
            for x in (-120, -76, 110, 150):
                p.fill([(x - 24, 140), (x, 70), (x + 24, 140)], c.MOSS)
        p.stroke(face, 7, shade(felt, 0.2), closed=True)

    def patch(p: Pen) -> None:
        shape = box(-300, -150, 300, 150, 60)
        under(p, shape)
        p.body(shape, c.CREAM, dark=0.06)
        for step in range(0, 64):
            angle = step / 64
            point = shape[int(angle * len(shape))]
            p.stroke([(point[0] * 0.94, point[1] * 0.9), point], 11, c.GREEN)
        with p.at(-150, 16):
            flower(p, 0, 0, 74, c.PERSIMMON, c.BUTTER, petals=7)
        sprig(p, -50, 60, 300, 76, c.MOSS, pairs=6, size=0.22)
        with p.at(230, -40):
            flower(p, 0, 0, 36, c.BLUE, c.CREAM, petals=5)

    def peach(p: Pen) -> None:
        shape = smooth(
            [
                (0, -230),
                (130, -220),
                (240, -90),
                (220, 90),
                (110, 210),
                (0, 250),
                (-110, 210),
                (-220, 90),
                (-240, -90),
                (-130, -220),
            ]
        )
        under(p, shape, 16, 22)
        p.body(shape, colour("eaa08a"), bright=0.3, shift=(-0.06, -0.04))
        p.fill(smooth([(-10, -220), (40, -40), (0, 240), (20, 0)]), shade(colour("eaa08a"), 0.14))
        leaf(p, 10, -220, 200, 56, c.MOSS)
        leaf(p, -10, -220, 160, -50, c.OLIVE)
        for x, y, ink in (
            (-90, -60, c.BLUE),
            (60, -110, c.BUTTER),
            (110, 20, c.WHITE),
            (-30, 60, c.GREEN),
            (-130, 60, c.PERSIMMON),
        ):
            p.stroke([(x, y), (x - 26, y - 80)], 5, c.STEEL)
            p.dot(x - 26, y - 86, 17, ink)

    painters = {"cat": cat, "bird": bird, "norigae": norigae, "badge": badge, "patch": patch, "pin": peach}
    return Thing(
        [felt] if style != "patch" else [c.CREAM],
        painters[style],
        flat=True,
        company=("spool", "buttons", "leaf", "sprig"),
        size=1.0,
    )


def hanbok(h: Hand) -> Thing:
    style = next(
        (word for word in ("skirt", "durumagi", "baeja", "jeogori") if h.says(word)), h.pick(["jeogori", "durumagi"])
    )
    ink = h.by_word(
        {"skirt": c.NAVY, "durumagi": colour("dfe3da"), "baeja": c.BUTTER}, [c.SAGE, c.BLUSH, c.WHITE, c.DUSK, c.LILAC]
    )
    trim = h.pick([c.BRICK, c.PINE, c.NAVY, c.PLUM])

    def hanger(p: Pen) -> None:
        p.stroke([(-330, -540), (330, -540)], 20, c.WALNUT)
        p.stroke(smooth([(-120, -540), (0, -640), (120, -540)], closed=False), 7, c.CHARCOAL)

    def top(p: Pen, foot: float, *, sleeves: bool = True) -> None:
        hanger(p)
        if sleeves:
            for flip in (False, True):
                with p.at(0, 0, flip=flip):
                    arm = smooth(
                        [(90, -552), (360, -546), (372, -430), (330, -330), (240, -330), (180, -380), (110, -400)],
                        steps=7,
                    )
                    p.fill([(x + (-12 if flip else 12), y + 14) for x, y in arm], SHADOW)
                    p.body(arm, shade(ink, 0.04), dark=0.08)
                    p.fill(smooth([(350, -550), (372, -548), (378, -430), (356, -392), (346, -440)]), trim)
        wide = 150 if -260 < foot < -240 else 210
        body = smooth(
            [(-96, -556), (96, -556), (140, -440), (wide, foot), (0, foot + 16), (-wide, foot), (-140, -440)], steps=6
        )
        p.fill([(x + 14, y + 14) for x, y in body], SHADOW)
        p.body(body, ink, dark=0.06, shift=(-0.05, 0))
        p.fill(
            smooth([(30, -400), (wide * 0.62, -300), (wide * 0.5, foot + 6), (10, foot + 8), (-10, -380)], steps=5),
            (*shade(ink, 0.1), 90),
        )
        # collar, its white band, and the ribbon
        p.fill([(-70, -566), (-30, -566), (56, -372), (26, -352), (-70, -520)], trim)
        p.fill([(70, -566), (30, -566), (-40, -392), (-10, -366), (70, -520)], shade(trim, 0.12))
        p.fill([(-58, -566), (-36, -566), (44, -392), (30, -382)], c.WHITE)
        if style != "baeja":
            with p.at(20, -366, turn=8):
                p.fill(smooth([(-10, 0), (-70, -26), (-96, 6), (-40, 26)]), shade(trim, 0.1))
                p.body([(-14, 0), (16, 0), (26, 230), (-16, 236)], trim, dark=0.12)
                p.body([(10, 0), (34, -4), (70, 180), (34, 190)], light(trim, 0.12), dark=0.12)
                p.fill(box(-18, -16, 22, 18, 8), light(trim, 0.2))
        else:
            for y in (-340, -270):
                p.dot(0, y, 13, trim)

    def paint(p: Pen) -> None:
        if style == "skirt":
            hanger(p)
            p.body(box(-150, -556, 150, -500, 6), mix(ink, c.WHITE, 0.3))
            skirt = smooth(
                [
                    (-150, -506),
                    (150, -506),
                    (220, -260),
                    (290, -10),
                    (150, 10),
                    (0, 14),
                    (-150, 10),
                    (-290, -10),
                    (-220, -260),
                ],
                steps=6,
            )
            p.fill([(x + 16, y + 16) for x, y in skirt], SHADOW)
            p.body(skirt, ink, dark=0.1, shift=(-0.04, 0))
            with p.inside(skirt):
                for index in range(-4, 5):
                    p.fill(
                        [(index * 32, -510), (index * 32 + 10, -510), (index * 68 + 26, 20), (index * 68, 20)],
                        shade(ink, 0.12),
                    )
            p.body([(90, -530), (112, -530), (150, -250), (116, -246)], trim)
            p.body([(70, -530), (90, -530), (84, -290), (56, -294)], light(trim, 0.14))
        elif style == "durumagi":
            top(p, -10)
        elif style == "baeja":
            top(p, -130, sleeves=False)
        else:
            top(p, -250)

    return Thing([ink], paint, places=("paper", "paper"), company=(), size=1.0)


def shoes(h: Hand) -> Thing:
    style = next(
        (word for word in ("derby", "loafer", "flat", "boots", "sandal") if h.says(word)),
        h.pick(["derby", "loafer", "boots"]),
    )
    ink = h.pick([colour("8a4b2a"), colour("2f2a28"), colour("a86a3d"), c.PINE, colour("6e2f28")])
    sole = h.pick([colour("d9b48a"), c.CHARCOAL, c.CREAM])

    def one(p: Pen) -> None:
        """A shoe from its side, toe to the right, standing at the origin, about 520 long."""
        p.fill(ellipse(16, 0, 270, 20), SHADOW)
        p.body([(-256, -36), (-120, -36), (-124, 0), (-250, 0)], shade(sole, 0.3))
        p.body(
            smooth(
                [
                    (-258, -40),
                    (-100, -44),
                    (40, -34),
                    (200, -34),
                    (272, -40),
                    (276, -14),
                    (250, -6),
                    (40, -8),
                    (-90, -22),
                    (-256, -22),
                ]
            ),
            sole,
            dark=0.16,
        )
        high = {"boots": -330, "derby": -176, "loafer": -150, "flat": -124}[style]
        upper = smooth(
            [
                (-252, -40),
                (-262, -120),
                (-250, high),
                (-130, high - 10),
                (-60, high + 14 if style != "boots" else high),
                (-30, -170 if style != "flat" else -96),
                (90, -136 if style != "flat" else -84),
                (210, -112),
                (268, -70),
                (270, -40),
                (100, -34),
                (-100, -40),
            ],
            steps=8,
        )
        p.body(upper, ink, bright=0.22, dark=0.16, shift=(-0.03, -0.05))
        mouth = {
            "boots": (-190, high - 4, 66),
            "derby": (-170, high - 2, 78),
            "loafer": (-166, high, 80),
            "flat": (-150, high + 6, 96),
        }[style]
        p.fill(ellipse(mouth[0], mouth[1], mouth[2], 15), shade(ink, 0.5))
        if style == "derby":
            p.fill(smooth([(-90, -166), (20, -160), (60, -120), (-20, -84), (-110, -110)]), shade(ink, 0.12))
            for index in range(4):
                x, y = -64 + index * 28, -158 + index * 14
                p.stroke([(x, y), (x - 24, y + 28)], 7, c.CREAM)
            p.stroke(smooth([(140, -124), (160, -80), (150, -40)], closed=False), 4, shade(ink, 0.35))
        elif style == "loafer":
            p.fill(smooth([(-60, -146), (40, -150), (130, -118), (60, -84), (-40, -92)]), light(ink, 0.12))
            p.body(smooth([(-70, -136), (30, -122), (60, -78), (20, -70), (-84, -96)]), shade(ink, 0.12))
            p.fill(smooth([(-30, -114), (10, -106), (14, -94), (-30, -100)]), shade(ink, 0.5))
        elif style == "boots":
            p.fill(box(-264, high - 22, -112, high + 22, 18), c.CREAM)
            speckles(p, box(-262, high - 20, -114, high + 20, 10), (shade(c.CREAM, 0.1),), h, count=50, size=5)
            for index in range(5):
                p.stroke([(-66 + index * 6, -300 + index * 34), (-112, -290 + index * 34)], 7, c.CREAM)
        else:
            bow(p, 96, -100, 34, light(ink, 0.2))

    def sandals(p: Pen) -> None:
        cork = sole if sole != c.CHARCOAL else c.OAK
        for flip in (False, True):
            with p.at(-132 if flip else 132, 0, turn=-4 if flip else 4, flip=flip):
                shape = smooth(
                    [
                        (-10, -330),
                        (80, -300),
                        (116, -180),
                        (96, -40),
                        (84, 100),
                        (96, 230),
                        (40, 326),
                        (-50, 322),
                        (-96, 220),
                        (-80, 80),
                        (-100, -60),
                        (-104, -200),
                        (-70, -300),
                    ]
                )
                under(p, shape, -14 if flip else 14, 20)
                p.body(shape, shade(cork, 0.2), dark=0.1)
                p.body([(x * 0.9, y * 0.95) for x, y in shape], cork, dark=0.05, shift=(-0.02, 0))
                for top, bottom in (((-112, -190), (124, -150)), ((-108, 20), (102, 44))):
                    band = smooth(
                        [
                            (top[0], top[1] - 44),
                            (0, top[1] - 70),
                            (bottom[0], bottom[1] - 44),
                            (bottom[0] - 4, bottom[1] + 44),
                            (0, bottom[1] + 12),
                            (top[0] + 4, top[1] + 44),
                        ]
                    )
                    p.fill([(x + 6, y + 14) for x, y in band], SHADOW)
                    p.body(band, ink, bright=0.15)
                    stitches(
                        p,
                        [(top[0] + 14, top[1] - 30), (0, top[1] - 54), (bottom[0] - 14, bottom[1] - 30)],
                        light(ink, 0.4),
                    )
                p.body(box(60, -20, 100, 26, 8), c.MUSTARD)

    def paint(p: Pen) -> None:
        with p.at(-60, -34, size=0.92):
            one(p)
        with p.at(60, 30):
            one(p)

    if style == "sandal":
        return Thing([ink], sandals, flat=True, company=("leaf", "sprig"), size=1.02)
    return Thing(
        [ink], paint, places=("table", "plinth", "shelf", "paper", "cloth"), company=("pot", "vase", "books"), size=1.06
    )


def umbrella(h: Hand) -> Thing:
    inks = h.pick(_CLOTHS)
    wood = h.pick([c.OAK, c.WALNUT, c.CHARCOAL])
    child = h.says("child")

    def opened(p: Pen) -> None:
        with p.at(0, -250, turn=h.between(-16, 16)):
            p.stroke([(0, -330), (0, 250)], 13, wood)
            p.stroke(smooth([(0, 240), (0, 290), (40, 316), (76, 290)], closed=False), 17, wood)
            panels = 6
            reach, foot = 380, -10
            for index in range(panels):
                left = -reach + index * 2 * reach / panels
                right = left + 2 * reach / panels
                dip = smooth([(left, foot), ((left + right) / 2, foot - 34), (right, foot)], closed=False)
                arc_left = [
                    (left * math.sin(math.pi / 2 * t / 8), -300 + (foot + 300) * (1 - math.cos(math.pi / 2 * t / 8)))
                    for t in range(9)
                ]
                arc_right = [
                    (right * math.sin(math.pi / 2 * t / 8), -300 + (foot + 300) * (1 - math.cos(math.pi / 2 * t / 8)))
                    for t in range(9)
                ]
                outline = [*arc_left, *dip, *reversed(arc_right)]
                p.fill(outline, inks[index % len(inks)] if not child else (inks[0], inks[1])[index % 2])
                p.stroke(arc_left[1:], 3, (52, 32, 20, 60))
                if h.chance(0.4):
                    with p.inside(outline):
                        tint = inks[(index + 2) % len(inks)]
                        for row in range(3):
                            p.fill(ellipse((left + right) / 2 * (0.5 + row * 0.16), -230 + row * 70, 15, 15), tint)
            p.fill([(140, -300), (420, -100), (420, 40), (250, 10)], (52, 32, 20, 0))
            p.fill(smooth([(-9, -300), (9, -300), (4, -352), (-4, -352)]), wood)

    def closed(p: Pen) -> None:
        with p.at(0, 0, turn=9):
            p.fill(ellipse(10, 4, 60, 14), SHADOW)
            p.stroke([(0, -620), (0, -6)], 12, wood)
            p.stroke(smooth([(0, -610), (0, -664), (46, -684), (84, -650)], closed=False), 20, wood)
            fold = smooth(
                [(-30, -540), (34, -540), (62, -360), (50, -160), (8, -30), (-8, -30), (-46, -160), (-58, -360)]
            )
            p.body(fold, inks[0], dark=0.12)
            with p.inside(fold):
                p.fill([(-10, -560), (20, -560), (44, 0), (4, 0)], inks[1])
                p.fill([(30, -560), (70, -560), (80, 0), (34, -100)], inks[3])
            p.fill(box(-58, -390, 60, -356, 6), shade(inks[0], 0.25))
        with p.at(-240, 0):
            for index, (x, y) in enumerate(((-60, 30), (20, 52), (470, 40), (560, 56))):
                p.fill(ellipse(x, y, 46 - index * 4, 10), (200, 222, 230, 150))

    if h.says("long"):
        return Thing([inks[0]], closed, places=("table", "paper"), company=("pot", "books"), size=0.98)
    return Thing(
        [inks[0], inks[1]], opened, places=("paper", "paper", "window"), company=(), size=0.94 if not child else 0.86
    )


def raincoat(h: Hand) -> Thing:
    inks = h.pick(_CLOTHS)

    def paint(p: Pen) -> None:
        p.stroke([(0, -660), (0, -600)], 10, c.STEEL)
        for flip in (False, True):
            with p.at(0, 0, flip=flip):
                arm = smooth([(96, -450), (190, -400), (300, -150), (216, -100), (150, -240)], steps=6)
                p.fill([(x + (-12 if flip else 12), y + 14) for x, y in arm], SHADOW)
                p.body(arm, inks[0] if flip else inks[3], dark=0.1)
                p.fill([(304, -158), (296, -128), (214, -84), (206, -114)], shade(inks[0], 0.2))
        body = smooth([(-110, -460), (110, -460), (176, -250), (226, 0), (0, 14), (-226, 0), (-176, -250)], steps=6)
        p.fill([(x + 16, y + 16) for x, y in body], SHADOW)
        p.body(body, inks[1], dark=0.08)
        patches(p, body, inks, h, columns=3, rows=4)
        p.fill(box(-9, -470, 9, 8), light(inks[2], 0.3))
        for y in (-380, -280, -180, -80):
            p.dot(0, y, 14, c.CHARCOAL)
            p.dot(-3, y - 3, 5, c.STEEL)
        hood = smooth(
            [(-120, -430), (-140, -540), (-80, -624), (0, -640), (80, -624), (140, -540), (120, -430), (0, -400)]
        )
        p.body(hood, inks[0], dark=0.1)
        p.fill(
            smooth([(-76, -440), (-88, -530), (-48, -590), (0, -600), (48, -590), (88, -530), (76, -440), (0, -424)]),
            shade(inks[0], 0.35),
        )

    return Thing([inks[0], inks[1]], paint, places=("paper", "tiles"), company=(), size=0.92)


def ring(h: Hand) -> Thing:
    style = next(
        (word for word in ("earring", "necklace", "bangle", "brooch", "couple", "leaf") if h.says(word)),
        h.pick(["plain", "plain", "leaf"]),
    )
    silver, deep = colour("dfe2e3"), colour("8e979c")
    stone = h.pick([colour("8f8a80"), c.CLAY, colour("b7a58d"), colour("5d6a66")])

    def band(p: Pen, x: float, y: float, size: float, turn: float, *, vein: bool = False) -> None:
        with p.at(x, y, size=size, turn=turn):
            p.fill(ellipse(16, 130, 120, 14), SHADOW)
            p.stroke(ellipse(0, 0, 112, 126, start=0, stop=359), 40, deep)
            p.stroke(ellipse(-5, -3, 112, 126, start=0, stop=359), 32, silver)
            p.stroke(ellipse(-5, -3, 112, 126, start=200, stop=262), 13, c.WHITE)
            p.stroke(ellipse(2, 2, 104, 118, start=20, stop=90), 9, mix(silver, deep, 0.5))
            if vein:
                for angle in range(190, 352, 20):
                    a = math.radians(angle)
                    with p.at(112 * math.cos(a) - 5, 126 * math.sin(a) - 3, turn=angle + 120):
                        p.fill(smooth([(0, 24), (10, 0), (0, -26), (-10, 0)]), mix(silver, deep, 0.55))

    def on_stone(p: Pen) -> None:
        shadow(p, 0, 0, 300)
        rock = smooth(
            [
                (-310, -30),
                (-290, -150),
                (-160, -214),
                (0, -226),
                (170, -206),
                (290, -140),
                (312, -30),
                (200, 6),
                (-200, 6),
            ]
        )
        p.body(rock, stone, bright=0.2)
        speckles(p, rock, (light(stone, 0.3), shade(stone, 0.2)), h, count=120, size=4)
        if style == "couple":
            band(p, -90, -340, 1.02, -8)
            band(p, 120, -310, 0.84, 10)
        elif style == "bangle":
            band(p, 0, -404, 1.5, -4)
            for index in range(44):
                angle = math.tau * index / 44
                x, y = -8 + 168 * math.cos(angle), -409 + 189 * math.sin(angle)
                p.dot(
                    x + h.between(-12, 12),
                    y + h.between(-12, 12),
                    h.between(6, 11),
                    mix(silver, deep, h.between(0, 0.4)),
                )
        else:
            band(p, 0, -352, 1.16, -5, vein=style == "leaf")

    def necklace(p: Pen) -> None:
        shadow(p, 0, 0, 240)
        bust = smooth(
            [
                (-60, -540),
                (60, -540),
                (70, -450),
                (190, -380),
                (250, -250),
                (210, -40),
                (150, 0),
                (-150, 0),
                (-210, -40),
                (-250, -250),
                (-190, -380),
                (-70, -450),
            ]
        )
        p.body(bust, mix(stone, c.CREAM, 0.5), bright=0.2)
        p.stroke(smooth([(-66, -470), (-120, -360), (0, -240), (120, -360), (66, -470)], closed=False), 6, silver)
        p.stroke(smooth([(-66, -468), (-120, -356), (0, -236), (120, -356), (66, -468)], closed=False), 2.5, deep)
        moon = [
            *ellipse(0, -190, 56, 56, start=-40, stop=220),
            *reversed(ellipse(6, -212, 46, 46, start=-24, stop=204)),
        ]
        p.fill([(x + 5, y + 6) for x, y in moon], deep)
        p.fill(moon, silver)

    def earrings(p: Pen) -> None:
        shadow(p, 0, 0, 200)
        p.body([(-210, -500), (210, -500), (220, 0), (-220, 0)], c.CREAM, dark=0.06)
        sprig(p, 0, -60, 130, 0, c.SAGE, pairs=4, size=0.3)
        for x in (-92, 92):
            p.dot(x, -390, 7, c.CHARCOAL)
            p.stroke(smooth([(x, -390), (x + 16, -410), (x + 20, -370), (x + 4, -340)], closed=False), 6, deep)
            drop = smooth([(x, -340), (x + 34, -260), (x + 46, -210), (x, -160), (x - 46, -210), (x - 34, -260)])
            p.fill([(px + 8, py + 10) for px, py in drop], SHADOW)
            p.body(drop, silver, dark=0.3, bright=0.8)
            p.fill(ellipse(x - 14, -222, 9, 24), c.WHITE)

    def brooch(p: Pen) -> None:
        shadow(p, 0, 0, 240)
        p.body(box(-270, -430, 270, 0, 20), stone)
        stripes(p, box(-270, -430, 270, 0, 20), (light(stone, 0.06),), width=6, gap=22, turn=45)
        p.fill(smooth([(-10, -90), (12, -90), (10, -230), (-6, -230)]), silver)
        for turn, length in ((-46, 210), (44, 190)):
            with p.at(2, -216, turn=turn):
                leaf(p, 8, 10, length, 0, deep, width=0.5, vein=False)
                leaf(p, 0, 0, length, 0, silver, width=0.5, vein=False)
                p.stroke([(0, -10), (0, -length * 0.84)], 6, deep)
        p.dot(2, -90, 20, silver)

    painters = {"necklace": necklace, "earring": earrings, "brooch": brooch}
    painter = painters.get(style, on_stone)
    return Thing(
        [silver, stone],
        painter,
        places=("paper", "plinth", "shelf", "cloth"),
        company=("vase", "stones", "books"),
        size=1.0,
    )
