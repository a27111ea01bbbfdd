"""What cannot be put in a parcel: care, walks and classes, washing and mending."""
# ruff: noqa: PLR0912, PLR0915 a drawing is a long list of strokes

from marketplace.look.pictures import palette as c
from marketplace.look.pictures.hand import Hand
from marketplace.look.pictures.palette import Colour, colour, light, mix, shade
from marketplace.look.pictures.parts import (
    SHADOW,
    emblem,
    flower,
    heart,
    leaf,
    puck,
    shadow,
    slab,
    sprig,
    steam,
    stitches,
    under,
)
from marketplace.look.pictures.pen import Pen, box, ellipse, smooth
from marketplace.look.pictures.thing import Thing


def care(h: Hand) -> Thing:
    ink = h.pick([c.GREEN, c.PERSIMMON, c.BLUE, c.MUSTARD, c.PLUM])
    style = next(
        (word for word in ("hospital", "meal", "companion", "tidy", "bath", "month") if h.says(word)),
        h.pick(["meal", "companion", "month"]),
    )

    def ticket(p: Pen) -> None:
        shape = box(-250, -150, 250, 150, 26)
        p.fill([(x + 14, y + 18) for x, y in shape], SHADOW)
        p.body(shape, c.WHITE, dark=0.05, shift=(-0.01, -0.02))
        p.fill(box(-250, -150, -104, 150, 26), ink)
        p.fill(box(-130, -150, -104, 150), ink)
        for y in range(-134, 150, 30):
            p.dot(-104, y, 7, c.WHITE)
        with p.inside(shape):
            for y in (-150, 150):
                p.dot(-104, y, 24, c.OAK)
        heart(p, -178, 0, 46, c.WHITE)
        for index, wide in enumerate((240, 180, 210)):
            p.fill(box(-64, -84 + index * 56, -64 + wide, -62 + index * 56, 8), mix(ink, c.WHITE, 0.45 + 0.15 * index))

    def beside(p: Pen) -> None:
        if style == "hospital":
            shadow(p, 0, 0, 120)
            p.body(box(-120, -230, 120, 0, 20), c.WHITE, dark=0.08)
            p.fill(box(-60, -262, 60, -226, 10), c.STEEL)
            p.fill(box(-24, -180, 24, -50, 4), c.GREEN)
            p.fill(box(-66, -138, 66, -92, 4), c.GREEN)
        elif style == "meal":
            shadow(p, 0, 0, 130)
            lower = ellipse(0, -130, 150, 128, start=0, stop=180)
            p.body(lower, c.DUSK, bright=0.3)
            p.fill(smooth([(-140, -128), (-80, -190), (0, -214), (80, -190), (140, -128), (0, -104)]), c.WHITE)
            p.fill(ellipse(0, -126, 150, 26, start=0, stop=180), light(c.DUSK, 0.2))
            steam(p, 0, -226, 110)
            p.stroke([(170, -20), (230, -230)], 12, c.WALNUT)
            p.stroke([(200, -14), (262, -222)], 12, c.WALNUT)
        elif style == "companion":
            for x, tint, tall in ((-70, c.TERRACOTTA, 0.0), (80, c.SAGE, 10)):
                with p.at(x, tall):
                    shadow(p, 0, 0, 66, 16)
                    p.stroke(ellipse(62, -66, 26, 28, start=-80, stop=90), 12, tint)
                    p.body(
                        [*ellipse(0, -10, 54, 11, start=0, stop=180), *ellipse(0, -120, 68, 14, start=180, stop=360)],
                        tint,
                    )
                    p.fill(ellipse(0, -120, 68, 14), light(tint, 0.4))
                    p.fill(ellipse(0, -117, 58, 10), colour("c98f4a"))
                    steam(p, 0, -140, 90)
        elif style == "tidy":
            for x, y, wide, tint in ((0, 0, 250, c.KRAFT), (-16, -140, 210, c.OAT)):
                with p.at(x, y):
                    slab(p, wide, 120, 40, tint)
                    p.fill(box(-34, -86, 34, -62, 10), shade(tint, 0.4))
            sprig(p, 40, -300, 130, 10, c.MOSS, pairs=4)
        elif style == "bath":
            shadow(p, 0, 0, 150)
            p.body([(-150, -160), (150, -160), (124, 0), (-124, 0)], c.OAK)
            for y in (-120, -40):
                p.fill(box(-148, y, 148, y + 12), c.STEEL)
            for x, y, r in ((-80, -170, 44), (0, -186, 54), (80, -170, 46), (-30, -220, 34), (46, -226, 28)):
                p.dot(x, y, r, (255, 255, 255, 225))
            p.body(box(110, -60, 270, 0, 28), c.SKY)
        else:
            shadow(p, 0, 0, 150)
            p.body(box(-150, -300, 150, 0, 16), c.WHITE, dark=0.06)
            p.fill(box(-150, -300, 150, -236, 16), ink)
            for x in (-80, 80):
                p.stroke([(x, -322), (x, -276)], 12, c.CHARCOAL)
            for row in range(4):
                for column in range(5):
                    x, y = -108 + column * 54, -200 + row * 48
                    if (row + column) % 5 == 2:
                        heart(p, x, y, 17, c.PERSIMMON)
                    else:
                        p.dot(x, y, 10, shade(c.WHITE, 0.14))

    def paint(p: Pen) -> None:
        with p.at(-120, -210, turn=-7, size=1.02):
            ticket(p)
        with p.at(-120, 0):
            p.body(box(-120, -54, 120, 0, 10), c.OAK)
        with p.at(220, 20, size=1.04):
            beside(p)

    return Thing([c.WHITE, ink], paint, places=("table", "cloth", "window", "paper"), company=("vase", "pot"), size=1.0)


def _house(
    p: Pen, left: float, right: float, foot: float, tall: float, wall: Colour, roof: Colour, h: Hand, *, lit: bool
) -> None:
    middle = (left + right) / 2
    p.fill(box(left, foot - tall, right, foot), wall)
    p.fill(box(right - (right - left) * 0.18, foot - tall, right, foot), shade(wall, 0.1))
    p.fill(
        [
            (left - 16, foot - tall),
            (middle - (right - left) * 0.3, foot - tall - 62),
            (middle + (right - left) * 0.3, foot - tall - 62),
            (right + 16, foot - tall),
        ],
        roof,
    )
    for index in range(5):
        x = left + (right - left) * index / 4
        p.stroke([(middle + (x - middle) * 0.6, foot - tall - 60), (x, foot - tall - 2)], 3, shade(roof, 0.16))
    pane = c.BUTTER if lit else mix(c.SKY, c.WHITE, 0.3)
    for x in (left + (right - left) * 0.22, left + (right - left) * 0.56):
        y = foot - tall + 34
        p.fill(box(x - 4, y - 4, x + 54, y + 64, 4), shade(wall, 0.3))
        p.fill(box(x, y, x + 50, y + 60, 2), pane)
        p.fill(box(x + 23, y, x + 27, y + 60), shade(wall, 0.3))
    if h.chance(0.7):
        p.fill(box(middle - 34, foot - 116, middle + 34, foot, 4), h.pick([c.BRICK, c.GREEN, c.BLUE, c.WALNUT]))
        p.dot(middle + 20, foot - 56, 6, c.BUTTER)


def alley(p: Pen, h: Hand, *, night: bool, walkers: bool = True) -> None:
    """A lane climbing between houses, filling the sheet of 1000 × 1000 around the origin (-500 … 500, foot at 188)."""
    sky = colour("3c4f74") if night else h.pick([c.SKY, colour("f3d6b4"), colour("dfe9e4")])
    p.fill(box(-520, -850, 520, 220), sky)
    if night:
        p.dot(210, -600, 70, c.BUTTER)
        p.dot(240, -622, 62, sky)
        for _ in range(36):
            p.dot(h.between(-500, 500), h.between(-830, -420), h.between(2, 5), c.CREAM)
    else:
        p.dot(230, -610, 80, mix(sky, c.WHITE, 0.6))
        for x, y in ((-260, -660), (60, -720)):
            p.fill(
                smooth([(x - 110, y), (x - 50, y - 44), (x + 20, y - 50), (x + 90, y - 20), (x + 120, y), (x, y + 10)]),
                mix(sky, c.WHITE, 0.7),
            )
    hill = mix(c.MOSS, sky, 0.45)
    p.fill(
        [
            *smooth([(-540, -330), (-280, -480), (0, -380), (260, -500), (540, -360)], closed=False),
            (540, 220),
            (-540, 220),
        ],
        hill,
    )
    tone = (lambda ink: mix(ink, colour("2c3a5c"), 0.42)) if night else (lambda ink: ink)
    walls = [c.CREAM, c.BLUSH, c.SAND, c.SAGE, c.DUSK, c.APRICOT]
    roofs = [c.BRICK, c.TERRACOTTA, c.GREEN, c.BLUE, c.WALNUT]
    for left, right, foot, tall in (
        (-250, -90, -190, 170),
        (90, 260, -180, 180),
        (-90, 100, -250, 130),
        (-390, -180, -60, 270),
        (180, 400, -50, 280),
        (-540, -280, 130, 400),
        (280, 540, 140, 410),
    ):
        _house(p, left, right, foot, tall, tone(h.pick(walls)), tone(h.pick(roofs)), h, lit=night)
    lane = [(-40, -250), (50, -250), (120, -60), (300, 220), (-300, 220), (-130, -60)]
    p.fill(lane, tone(c.OAT))
    with p.inside(lane):
        for index in range(16):
            tread = -240.0 + index * 14 + index * index * 1.4
            p.fill(box(-320, tread, 320, tread + 4 + index * 0.5), tone(shade(c.OAT, 0.14)))
    for x, foot, size in ((-190, 60, 1.0), (196, 90, 1.1)):
        with p.at(x, foot, size=size):
            p.body([(-40, -56), (40, -56), (30, 0), (-30, 0)], tone(c.TERRACOTTA))
            for turn in (-50, -20, 10, 44):
                leaf(p, 0, -50, 110, turn, tone(c.MOSS), width=0.36)
    with p.at(-250, 40):
        p.stroke([(0, 0), (0, -330)], 10, c.CHARCOAL)
        p.stroke(smooth([(0, -330), (20, -370), (60, -360)], closed=False), 9, c.CHARCOAL)
        if night:
            p.dot(64, -340, 90, (255, 226, 150, 60))
        p.body(smooth([(40, -356), (90, -356), (100, -322), (30, -322)]), c.CHARCOAL)
        p.dot(65, -320, 16, c.BUTTER)
    if walkers:
        for x, foot, size, coat in ((-30, 40, 0.9, c.PERSIMMON), (50, 60, 1.0, c.BLUE)):
            with p.at(x, foot, size=size):
                person(p, tone(coat), tone(c.CHARCOAL), h)


def person(p: Pen, coat: Colour, hair: Colour, h: Hand) -> None:
    """Someone seen from behind, about 190 high, standing at the origin: no face to get wrong."""
    p.fill(ellipse(10, 0, 46, 9), SHADOW)
    for x in (-16, 16):
        p.fill(box(x - 11, -60, x + 11, 0, 6), shade(c.NAVY, 0.1))
    p.body(smooth([(-30, -140), (30, -140), (46, -50), (0, -42), (-46, -50)]), coat)
    p.fill(smooth([(-34, -128), (-52, -70), (-38, -62), (-24, -110)]), shade(coat, 0.12))
    p.fill(smooth([(34, -128), (52, -70), (38, -62), (24, -110)]), shade(coat, 0.2))
    p.fill(box(-9, -152, 9, -132, 5), c.CLAY)
    p.fill(ellipse(0, -172, 30, 32), hair)
    if h.chance(0.5):
        p.body(box(-24, -128, 24, -66, 12), h.pick([c.MUSTARD, c.GREEN, c.CREAM]))


def walk(h: Hand) -> Thing:
    style = next(
        (word for word in ("night", "market", "bread", "pottery", "film", "embroidery") if h.says(word)),
        h.pick(["alley", "night", "market"]),
    )

    def market(p: Pen) -> None:
        alley(p, h, night=False, walkers=False)
        for x, inks, goods in (
            (-240, (c.PERSIMMON, c.CREAM), (c.APRICOT, c.MOSS, c.BRICK)),
            (240, (c.GREEN, c.CREAM), (c.BUTTER, c.PERSIMMON, c.PLUM)),
        ):
            with p.at(x, 150, size=0.98):
                stall(p, inks, goods, h)
        with p.at(0, 150, size=1.2):
            person(p, c.BLUE, c.CHARCOAL, h)

    def workshop(p: Pen) -> None:
        _board = c.OAK
        if style == "bread":
            shadow(p, 0, 4, 320)
            p.fill([(-280, -90), (280, -90), (340, -10), (-340, -10)], light(_board, 0.25))
            p.body(box(-342, -14, 342, 14, 8), _board, shift=(-0.02, 0))
            p.body(
                smooth([(-200, -50), (-180, -140), (-80, -186), (40, -180), (120, -120), (130, -50), (0, -36)]),
                c.CREAM,
                dark=0.1,
                bright=0.3,
            )
            with p.at(170, -80, turn=-24):
                p.body(box(-130, -24, 130, 24, 24), c.WALNUT)
                for x in (-168, 130):
                    p.body(box(x, -12, x + 38, 12, 10), c.BROWN)
            with p.at(-290, -10):
                p.body(box(-60, -150, 60, 0, 16), c.WHITE, dark=0.06)
                p.fill(box(-60, -110, 60, -60), c.BUTTER)
            for _ in range(30):
                p.dot(h.between(-280, 280), h.between(-80, -16), h.between(2, 6), c.WHITE)
            steam(p, -40, -200, 110)
        elif style == "pottery":
            shadow(p, 0, 4, 260)
            p.body([(-70, -90), (70, -90), (110, 0), (-110, 0)], c.WALNUT)
            with p.at(0, -90):
                puck(p, 260, 44, 30, c.STEEL)
            with p.at(0, -130):
                pot = smooth(
                    [
                        (-70, -250),
                        (70, -250),
                        (64, -210),
                        (150, -110),
                        (120, -10),
                        (-120, -10),
                        (-150, -110),
                        (-64, -210),
                    ]
                )
                p.body(pot, c.CLAY, bright=0.2, dark=0.18)
                for index in range(6):
                    y = -196 + index * 32
                    p.stroke(smooth([(-140, y), (0, y + 14), (140, y)], closed=False), 3, shade(c.CLAY, 0.14))
                p.fill(ellipse(0, -250, 70, 13), shade(c.CLAY, 0.35))
            for x, tint in ((290, c.DUSK), (-300, c.WHITE)):
                with p.at(x, 20):
                    p.body(
                        [*ellipse(0, -8, 50, 10, start=0, stop=180), *ellipse(0, -90, 62, 12, start=180, stop=360)],
                        tint,
                    )
                    p.fill(ellipse(0, -90, 62, 12), shade(tint, 0.2))
        else:
            hoop = ellipse(0, -290, 270, 270)
            p.fill([(x + 16, y + 12) for x, y in hoop], SHADOW)
            p.dot(0, -290, 276, c.OAK)
            p.dot(0, -290, 248, c.WHITE)
            p.dot(60, -380, 76, c.BUTTER)
            p.dot(88, -398, 66, c.WHITE)
            for turn, length, tint in ((-34, 210, c.PERSIMMON), (-6, 250, c.BLUE), (22, 200, c.PLUM)):
                with p.at(-40, -110, turn=turn):
                    stitches(p, [(0, 0), (0, -length)], c.MOSS, width=6)
                    leaf(p, 0, -length * 0.5, 60, 56, c.MOSS)
                    flower(p, 0, -length, 40, tint, c.BUTTER)
            p.body(box(-26, -584, 26, -548, 8), c.STEEL)
            p.stroke([(150, -200), (250, -60)], 7, c.STEEL)
            p.stroke(smooth([(150, -200), (80, -140), (-20, -130), (-40, -110)], closed=False), 4, c.PERSIMMON)

    if style == "bread":
        return Thing([c.OAK, c.CREAM], workshop, places=("tiles", "window"), company=("jar",), size=1.02)
    if style == "pottery":
        return Thing([c.CLAY], workshop, places=("shelf", "window", "paper"), company=("vase",), size=1.0)
    if style == "embroidery":
        return Thing([c.WHITE, c.OAK], workshop, places=("paper",), company=("spools",), size=1.0)

    def lane(p: Pen) -> None:
        alley(p, h, night=style in {"night", "film"})

    return Thing([c.SKY], market if style == "market" else lane, places=("bare",))


def stall(p: Pen, inks: tuple[Colour, Colour], goods: tuple[Colour, ...], h: Hand) -> None:
    """A market stall 360 wide and 400 high, standing at the origin."""
    p.fill(ellipse(20, 0, 200, 18), SHADOW)
    for x in (-150, 150):
        p.fill(box(x - 8, -300, x + 8, 0), c.WALNUT)
    p.body(box(-170, -140, 170, 0, 6), c.OAK, shift=(-0.02, 0))
    for index in range(3):
        p.fill(box(-170, -110 + index * 40, 170, -106 + index * 40), shade(c.OAK, 0.2))
    for index in range(9):
        x = -140 + index * 35
        p.body(ellipse(x, -152 - (index % 2) * 8, 24, 22), goods[index % len(goods)], bright=0.3)
    for index in range(6):
        left = -190 + index * 380 / 6
        right = left + 380 / 6
        tint = inks[index % 2]
        p.fill([(left * 0.86, -380), (right * 0.86, -380), (right, -300), (left, -300)], tint)
        p.fill(ellipse((left + right) / 2, -300, (right - left) / 2, 24, start=0, stop=180), shade(tint, 0.08))


def laundry(h: Hand) -> Thing:
    style = next(
        (word for word in ("shirt", "quilt", "hem", "button", "zip", "coat", "suit") if h.says(word)),
        h.pick(["shirt", "coat", "button"]),
    )
    ink = h.pick([c.BLUE, c.GREEN, c.PERSIMMON, c.PLUM])

    def line(p: Pen) -> None:
        p.stroke(smooth([(-520, -600), (-200, -560), (150, -556), (520, -604)], closed=False), 7, c.BROWN)
        if style == "quilt":
            cloth = smooth(
                [
                    (-330, -576),
                    (0, -560),
                    (330, -576),
                    (336, -300),
                    (326, -60),
                    (120, -46),
                    (-120, -62),
                    (-330, -50),
                    (-338, -300),
                ],
                steps=6,
            )
            p.fill([(x + 18, y + 18) for x, y in cloth], SHADOW)
            p.body(cloth, c.CREAM, dark=0.07, shift=(-0.03, 0))
            with p.inside(cloth):
                for row in range(6):
                    for column in range(7):
                        x, y = -300 + column * 100, -540 + row * 100
                        flower(p, x + (row % 2) * 50, y, 26, ink, c.BUTTER)
                p.fill(box(-400, -130, 400, -90), ink)
            pegs: tuple[float, ...] = (-280, -90, 110, 290)
        else:
            for x, tint in ((-260, c.WHITE), (10, c.SKY), (270, c.BLUSH)):
                with p.at(x, -560, turn=h.between(-3, 3), size=0.62):
                    shirt = smooth(
                        [
                            (-80, 0),
                            (-150, 20),
                            (-260, 190),
                            (-180, 240),
                            (-130, 160),
                            (-136, 470),
                            (0, 482),
                            (136, 470),
                            (130, 160),
                            (180, 240),
                            (260, 190),
                            (150, 20),
                            (80, 0),
                            (0, 40),
                        ],
                        steps=6,
                    )
                    p.fill([(px + 22, py + 22) for px, py in shirt], SHADOW)
                    p.body(shirt, tint, dark=0.07, shift=(-0.03, 0))
                    p.fill([(-80, 0), (0, 70), (-44, 96), (-104, 10)], light(tint, 0.5))
                    p.fill([(80, 0), (0, 70), (44, 96), (104, 10)], shade(tint, 0.08))
                    p.stroke([(0, 70), (0, 470)], 5, shade(tint, 0.12))
                    for y in (130, 220, 310, 400):
                        p.dot(0, y, 9, shade(tint, 0.3))
            with p.at(150, 0):
                shadow(p, 0, 0, 170)
                p.body(smooth([(-210, -20), (-60, -120), (150, -130), (180, -20), (170, 0), (-200, 0)]), c.STEEL)
                p.body(smooth([(-120, -80), (-40, -130), (150, -136), (166, -70)]), ink)
                p.stroke(
                    smooth([(-50, -130), (-30, -200), (130, -204), (146, -136)], closed=False), 32, shade(ink, 0.15)
                )
                steam(p, -240, -20, 120)
            pegs = (-290, -230, -20, 40, 240, 300)
        for peg in pegs:
            p.fill(box(peg - 7, -596, peg + 7, -540, 4), c.OAK)

    def flat(p: Pen) -> None:
        if style == "hem":
            legs = [(-250, -400), (250, -400), (230, 330), (30, 330), (0, -150), (-30, 330), (-230, 330)]
            under(p, legs)
            p.body(legs, colour("4c6a8c"), dark=0.08, shift=(-0.02, 0))
            for left, right in ((-232, -28), (28, 232)):
                p.fill(box(left, 270, right, 332), light(colour("4c6a8c"), 0.2))
                stitches(p, [(left + 8, 280), (right - 8, 280)], c.APRICOT, width=6)
            p.stroke(smooth([(-380, 60), (-200, 120), (60, 40), (260, 130), (390, 60)], closed=False), 36, c.BUTTER)
            p.stroke(smooth([(-380, 60), (-200, 120), (60, 40), (260, 130), (390, 60)], closed=False), 4, c.TERRACOTTA)
        elif style == "zip":
            for flip in (False, True):
                with p.at(0, 0, flip=flip):
                    panel = [(8, -120), (330, -330), (330, 330), (8, 330)]
                    under(p, panel)
                    p.body(panel, ink, dark=0.08)
                    stitches(p, [(40, -120), (40, 320)], light(ink, 0.5), width=5)
            for index in range(22):
                y = -100 + index * 20
                p.fill(box(-22 if index % 2 else 0, y, 0 if index % 2 else 22, y + 12, 3), c.MUSTARD)
            p.body(box(-30, -150, 30, -90, 10), c.MUSTARD)
            p.body(box(-14, -100, 14, 10, 10), light(c.MUSTARD, 0.2))
        else:
            cloth = smooth([(-330, -250), (330, -260), (336, 250), (-326, 260)], steps=8)
            under(p, cloth)
            p.body(cloth, mix(ink, c.CREAM, 0.25), dark=0.05, shift=(-0.02, -0.02))
            for x, y, r, tint in (
                (-170, -80, 82, c.MUSTARD),
                (40, 60, 96, c.CREAM),
                (210, -110, 66, c.TERRACOTTA),
                (-120, 150, 54, c.DUSK),
                (230, 150, 48, c.WHITE),
            ):
                p.dot(x + 8, y + 12, r, SHADOW)
                p.dot(x, y, r, tint)
                p.dot(x, y, r * 0.76, shade(tint, 0.09))
                p.dot(x - 3, y - 3, r * 0.7, tint)
                for dx, dy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
                    p.dot(x + dx * r * 0.2, y + dy * r * 0.2, r * 0.1, shade(tint, 0.55))
            p.stroke([(40 - 20, 60 - 20), (40 + 20, 60 + 20)], 9, c.PERSIMMON)
            p.stroke([(40 + 20, 60 - 20), (40 - 20, 60 + 20)], 9, c.PERSIMMON)
            p.stroke(smooth([(60, 80), (180, 240), (300, 190), (250, 20)], closed=False), 4, c.PERSIMMON)
            p.stroke([(250, 24), (190, -220)], 9, c.STEEL)

    def coat(p: Pen) -> None:
        p.stroke(smooth([(0, -650), (24, -634), (16, -604), (0, -590)], closed=False), 9, c.STEEL)
        p.stroke([(-150, -500), (0, -590), (150, -500)], 15, c.OAK)
        tint = h.pick([colour("b58a62"), colour("5c6670"), c.NAVY, colour("8a6f7d")])
        for flip in (False, True):
            with p.at(0, 0, flip=flip):
                arm = smooth([(130, -520), (200, -470), (262, -130), (186, -110), (150, -330)], steps=6)
                p.fill([(x + (-12 if flip else 12), y + 12) for x, y in arm], SHADOW)
                p.body(arm, shade(tint, 0.05), dark=0.1)
        body = smooth(
            [
                (-90, -540),
                (-160, -510),
                (-180, -300),
                (-206, 0),
                (0, 10),
                (206, 0),
                (180, -300),
                (160, -510),
                (90, -540),
                (0, -440),
            ],
            steps=6,
        )
        p.fill([(x + 14, y + 14) for x, y in body], SHADOW)
        p.body(body, tint, dark=0.08, shift=(-0.04, 0))
        p.stroke([(6, -420), (6, 0)], 5, shade(tint, 0.25))
        p.fill([(-90, -544), (-30, -548), (10, -400), (-70, -330), (-120, -420)], light(tint, 0.1))
        p.fill([(90, -544), (30, -548), (-4, -400), (70, -330), (120, -420)], shade(tint, 0.12))
        for y in (-300, -200, -100):
            p.dot(34, y, 14, shade(tint, 0.45))
        for x in (-120, 90):
            p.fill(box(x - 40, -180, x + 50, -160, 5), shade(tint, 0.2))
        with p.at(200, -430, turn=12):
            p.fill(box(-40, 0, 40, 110, 8), c.CREAM)
            p.dot(0, 18, 7, c.BROWN)
            emblem(p, 0, 64, 22, ink, motif="heart")

    if style in {"shirt", "quilt"}:
        return Thing(
            [c.WHITE, c.CREAM],
            line,
            places=("window",) if style == "quilt" else ("paper", "tiles"),
            company=(),
            size=0.98,
        )
    if style in {"hem", "zip", "button"}:
        return Thing([ink], flat, flat=True, company=("spool", "scissors", "buttons"), size=0.94)
    return Thing([c.OAK], coat, places=("paper", "tiles"), company=(), size=1.0)
