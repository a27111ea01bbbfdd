"""Where things stand or lie: a table by a window, a shelf, a cloth, a plain sheet of paper."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from marketplace.look.pictures import palette as c
from marketplace.look.pictures.hand import Hand
from marketplace.look.pictures.palette import Colour, colour, light, mix, shade
from marketplace.look.pictures.parts import SHADOW, SOFT_SHADOW, leaf, sprig, under
from marketplace.look.pictures.pen import Pen, box, ellipse, smooth


@dataclass(frozen=True)
class Harmony:
    """Colours that go together: behind, beneath, and two to accent with."""

    wall: Colour
    table: Colour
    accent: Colour
    second: Colour


HARMONIES = (
    Harmony(colour("f5ead6"), colour("d3a878"), c.PERSIMMON, c.GREEN),
    Harmony(colour("bfceb7"), colour("e9d2aa"), c.PERSIMMON, c.CREAM),
    Harmony(colour("d3dfdc"), colour("f4ecdd"), c.BLUE, c.MUSTARD),
    Harmony(colour("f2d6c7"), colour("c99a6b"), c.GREEN, c.CREAM),
    Harmony(colour("f6dc98"), colour("c67a52"), c.PINE, c.CREAM),
    Harmony(colour("f7f2e8"), colour("7fa48e"), c.PERSIMMON, c.MUSTARD),
    Harmony(colour("e9dcc4"), colour("f8f2e6"), c.TERRACOTTA, c.MOSS),
    Harmony(colour("9db6c6"), colour("e0bf90"), c.CREAM, c.PERSIMMON),
    Harmony(colour("f2c59a"), colour("faf1df"), c.BRICK, c.MOSS),
    Harmony(colour("7fa38f"), colour("dcb588"), c.BUTTER, c.BLUSH),
    Harmony(colour("ddc8a6"), colour("8f6445"), c.CREAM, c.PERSIMMON),
    Harmony(colour("c5d8e2"), colour("f3dfb0"), c.PERSIMMON, c.BLUE),
    Harmony(colour("e6b1a6"), colour("f7ead9"), c.PLUM, c.MOSS),
    Harmony(colour("8ea6ba"), colour("e0c096"), c.BUTTER, c.BLUSH),
    Harmony(colour("d9cfe0"), colour("f2e3cb"), c.PLUM, c.MUSTARD),
)


def _apart(one: Colour, other: Colour) -> float:
    red, green, blue = (a - b for a, b in zip(one, other, strict=True))
    return math.sqrt(red * red * 0.3 + green * green * 0.59 + blue * blue * 0.11)


def harmony_for(h: Hand, inks: Sequence[Colour]) -> Harmony:
    """Choose colours behind and beneath that the thing stands out from."""
    order = h.place_shuffled(HARMONIES)
    fits = [one for one in order if all(_apart(ink, one.wall) > 34 for ink in inks)]
    best = [one for one in fits if all(_apart(ink, one.table) > 22 for ink in inks)]
    return (best or fits or order)[0]


def stand(
    p: Pen,
    h: Hand,
    inks: Sequence[Colour],
    places: Sequence[str] = ("table", "cloth", "shelf", "paper", "plinth", "window"),
) -> Harmony:
    """Paint a place for something that stands with its foot at about (500, 800)."""
    tones = harmony_for(h, inks)
    _PLACES[h.place_pick(places)](p, h, tones)
    return tones


def lay(
    p: Pen, h: Hand, inks: Sequence[Colour], places: Sequence[str] = ("planks", "linen", "plain", "terrazzo")
) -> Harmony:
    """Paint a surface seen from above, for something that lies flat around (500, 500)."""
    tones = harmony_for(h, inks)
    _SURFACES[h.place_pick(places)](p, h, tones)
    return tones


# Standing places


def _table(p: Pen, h: Hand, t: Harmony) -> None:
    _wall(p, h, t)
    top = h.place_between(590, 650)
    _board(p, t.table, top)


def _board(p: Pen, ink: Colour, top: float) -> None:
    p.fill(box(0, top, 1000, 1000), ink)
    p.fill(box(0, top, 1000, top + 7), light(ink, 0.35))
    p.fill(box(0, 938, 1000, 1000), shade(ink, 0.14))
    p.fill(box(0, 934, 1000, 942), light(ink, 0.25))


def _cloth(p: Pen, h: Hand, t: Harmony) -> None:
    _wall(p, h, t)
    top = h.place_between(590, 640)
    _board(p, t.table, top)
    ink = h.place_pick([c.WHITE, c.CREAM, light(t.accent, 0.55), light(t.second, 0.6), c.BLUSH])
    left, right = h.place_between(40, 130), h.place_between(870, 960)
    edge = smooth(
        [
            (left + 70, top + 60),
            (right - 70, top + 54),
            (right - 20, 800),
            (right + 10, 925),
            ((left + right) / 2, 915),
            (left - 14, 928),
            (left + 20, 800),
        ],
        steps=7,
    )
    under(p, edge, 10, 12)
    p.fill(edge, ink)
    pattern = h.place_pick(["stripe", "check", "hem", "plain"])
    line = mix(ink, t.accent if _apart(ink, t.accent) > 40 else t.second, 0.5)
    with p.inside(edge):
        if pattern in {"stripe", "check"}:
            for index in range(-6, 7):
                foot = 500 + index * 105
                p.fill(
                    [(500 + index * 62, top), (500 + index * 62 + 12, top), (foot + 20, 960), (foot, 960)], (*line, 150)
                )
        if pattern == "check":
            for y, tall in ((top + 84, 8), (top + 132, 10), (top + 190, 12), (top + 256, 14)):
                p.fill(box(0, y, 1000, y + tall), (*line, 150))
        if pattern == "hem":
            p.stroke([(left + 6, 884), (right - 2, 882)], 9, line)
            p.stroke([(left + 4, 900), (right, 898)], 4, line)


def _shelf(p: Pen, h: Hand, t: Harmony) -> None:
    _wall(p, h, t, busy=False)
    ink = t.table
    p.fill(box(0, 858, 1000, 900), shade(t.wall, 0.12))
    p.fill(box(60, 800, 940, 826), light(ink, 0.3))
    p.fill([(60, 800), (100, 772), (900, 772), (940, 800)], light(ink, 0.42))
    p.fill(box(60, 800, 940, 846), ink)
    p.fill(box(60, 800, 940, 806), light(ink, 0.3))
    p.fill(box(60, 838, 940, 846), shade(ink, 0.16))
    for x in (170, 800):
        p.fill([(x, 846), (x + 30, 846), (x + 30, 940), (x + 18, 940)], shade(ink, 0.26))


def _paper(p: Pen, h: Hand, t: Harmony) -> None:
    ink = h.place_pick([t.wall, light(t.wall, 0.25), mix(t.wall, t.table, 0.35)])
    p.wash(ink)
    shape = h.place_pick(["sun", "arch", "hill", "half"])
    tone = mix(ink, h.place_pick([c.WHITE, t.accent, t.second]), 0.36)
    if shape == "sun":
        p.fill(ellipse(h.place_between(440, 560), 430, 330, 330), tone)
    elif shape == "arch":
        left = h.place_between(170, 230)
        p.fill([*ellipse(500, 440, 500 - left, 330, start=180, stop=360), (1000 - left, 1000), (left, 1000)], tone)
    elif shape == "hill":
        p.fill(
            [
                *smooth([(-80, 560), (220, 470), (520, 560), (800, 440), (1090, 520)], closed=False),
                (1090, 1000),
                (-80, 1000),
            ],
            tone,
        )
    else:
        p.fill(box(0, 0, 1000, h.place_between(420, 520)), tone)
    p.fill([(0, 700), (1000, 690), (1000, 1000), (0, 1000)], mix(ink, c.WHITE, 0.28))


def _plinth(p: Pen, h: Hand, t: Harmony) -> None:
    p.wash(t.wall)
    tone = mix(t.wall, t.accent, 0.22)
    p.fill(ellipse(h.place_pick([330, 670]), 400, 270, 270), tone)
    p.fill(box(0, 850, 1000, 1000), light(t.wall, 0.25))
    ink = mix(t.table, c.CREAM, 0.25)
    if h.place_chance(0.6):
        p.fill(ellipse(560, 940, 420, 46), SOFT_SHADOW)
        side = [*ellipse(500, 934, 385, 46, start=0, stop=180), *ellipse(500, 800, 385, 46, start=180, stop=360)]
        p.body(side, ink, shift=(-0.16, 0))
        p.fill(ellipse(500, 800, 385, 46), light(ink, 0.35))
    else:
        p.fill(box(150, 920, 930, 950), SOFT_SHADOW)
        p.fill([(100, 800), (160, 756), (840, 756), (900, 800)], light(ink, 0.35))
        p.body(box(100, 800, 900, 945), ink, shift=(-0.14, 0))


def _window(p: Pen, h: Hand, t: Harmony) -> None:
    p.wash(t.wall)
    left, right, top, sill = 120, 880, 70, 690
    sky = h.place_pick([c.SKY, c.MIST, c.BUTTER, c.BLUSH])
    sky = mix(sky, c.WHITE, 0.25)
    frame = c.WHITE if _apart(t.wall, c.WHITE) > 26 else mix(t.table, c.WHITE, 0.1)
    p.fill(box(left - 26, top - 26, right + 26, sill + 20), frame)
    with p.inside(box(left, top, right, sill)):
        p.wash(sky)
        p.dot(h.place_between(260, 740), 220, 66, mix(sky, c.WHITE, 0.65))
        far = mix(c.SAGE, sky, 0.4)
        p.fill(
            [*smooth([(60, 560), (260, 440), (430, 520), (640, 410), (940, 540)], closed=False), (940, 700), (60, 700)],
            far,
        )
        for index in range(9):
            x = 110 + index * 98 + h.place_between(-16, 16)
            roof = h.place_between(520, 600)
            wide = h.place_between(60, 92)
            p.fill(
                box(x - wide / 2, roof, x + wide / 2, 700),
                mix(h.place_pick([c.CLAY, c.CREAM, c.ROSE, c.DUSK, c.SAND]), sky, 0.35),
            )
            if h.place_chance(0.5):
                p.fill(
                    [(x - wide / 2 - 8, roof), (x, roof - 34), (x + wide / 2 + 8, roof)],
                    mix(h.place_pick([c.BRICK, c.GREEN, c.BLUE]), sky, 0.4),
                )
    p.fill(box(492, top, 508, sill), frame)
    p.fill(box(left, 330, right, 344), frame)
    p.fill(box(right, top, right + 8, sill), shade(frame, 0.1))
    _board(p, t.table, 690)


def _tiles(p: Pen, h: Hand, t: Harmony) -> None:
    ink = light(t.wall, 0.3)
    p.wash(ink)
    line = shade(ink, 0.09)
    wide = h.place_pick([125, 166])
    for row in range(6):
        y = row * 110 - 20
        p.fill(box(0, y, 1000, y + 6), line)
        for column in range(10):
            x = column * wide + (wide / 2 if row % 2 else 0)
            p.fill(box(x, y, x + 6, y + 110), line)
            if h.place_chance(0.12):
                p.fill(box(x + 6, y + 6, x + wide, y + 110), light(ink, 0.4))
    _board(p, t.table, 628)


def _bare(p: Pen, h: Hand, t: Harmony) -> None:
    """Nothing: the thing brings its own place."""
    p.wash(t.wall)


# What is on the wall


def _wall(p: Pen, h: Hand, t: Harmony, *, busy: bool = True) -> None:
    p.wash(t.wall)
    choices: list[Callable[[Pen, Hand, Harmony], None]] = [_panes, _leaf_shadow, _arch, _panel]
    if busy:
        choices += [_frames, _hanging_pot, _curtain]
    h.place_pick(choices)(p, h, t)


def _panes(p: Pen, h: Hand, t: Harmony) -> None:
    """Sun through a window that we do not see."""
    x = h.place_between(60, 420)
    lit = (*light(t.wall, 0.55), 170)
    for row in range(2):
        for column in range(2):
            left, top = x + column * 172 + row * 58, 60 + row * 232
            p.fill([(left, top), (left + 156, top + 22), (left + 212, top + 238), (left + 56, top + 216)], lit)


def _leaf_shadow(p: Pen, h: Hand, t: Harmony) -> None:
    """The shadow of a branch outside."""
    tone = shade(t.wall, 0.07)
    for x, y, length, turn in ((1030, 60, 560, -104), (1030, 300, 420, -74), (900, -40, 380, -150)):
        with p.at(x, y, turn=turn + h.place_between(-6, 6)):
            p.stroke([(0, 0), (0, -length)], 7, tone)
            for index in range(4):
                step = -length * (0.24 + 0.21 * index)
                leaf(p, 0, step, length * 0.3, 50, tone, width=0.4, vein=False, shaded=False)
                leaf(p, 0, step - length * 0.07, length * 0.3, -50, tone, width=0.4, vein=False, shaded=False)


def _arch(p: Pen, h: Hand, t: Harmony) -> None:
    centre, half = h.place_between(380, 620), h.place_between(270, 340)
    tone = mix(t.wall, h.place_pick([c.WHITE, t.accent]), 0.26)
    p.fill([*ellipse(centre, 430, half, half, start=180, stop=360), (centre + half, 900), (centre - half, 900)], tone)


def _panel(p: Pen, h: Hand, t: Harmony) -> None:
    y = h.place_between(330, 430)
    p.fill(box(0, y, 1000, 1000), mix(t.wall, t.table, 0.3))
    p.fill(box(0, y, 1000, y + 10), light(mix(t.wall, t.table, 0.3), 0.4))


def _frames(p: Pen, h: Hand, t: Harmony) -> None:
    x = h.place_pick([130, 700])
    for dx, y, wide, tall in (
        (0, 110, 150, 200),
        (h.place_pick([-86, 172]) if 86 < x < 700 else 172 if x == 130 else -120, 170, 104, 104),
    ):
        left = x + dx
        p.fill(box(left + 8, y + 10, left + wide + 8, y + tall + 10), SOFT_SHADOW)
        p.fill(box(left, y, left + wide, y + tall), mix(t.table, c.BROWN, 0.25))
        p.fill(box(left + 9, y + 9, left + wide - 9, y + tall - 9), c.CREAM)
        with p.inside(box(left + 22, y + 22, left + wide - 22, y + tall - 22)):
            p.wash(mix(t.wall, c.WHITE, 0.5))
            p.dot(left + wide * 0.55, y + tall * 0.42, wide * 0.2, mix(t.accent, c.WHITE, 0.25))
            p.fill(
                [
                    *smooth(
                        [(left, y + tall * 0.8), (left + wide * 0.5, y + tall * 0.6), (left + wide, y + tall * 0.75)],
                        closed=False,
                    ),
                    (left + wide, y + tall),
                    (left, y + tall),
                ],
                mix(t.second, c.WHITE, 0.2),
            )


def _hanging_pot(p: Pen, h: Hand, t: Harmony) -> None:
    x = h.place_pick([150, 850])
    p.stroke([(x, 0), (x - 46, 190)], 4, shade(t.wall, 0.28))
    p.stroke([(x, 0), (x + 46, 190)], 4, shade(t.wall, 0.28))
    for index in range(7):
        leaf(p, x, 200, 150, -96 + index * 32, mix(c.MOSS, t.wall, 0.18), width=0.3)
    for dx, length in ((-40, 200), (-8, 260), (34, 170)):
        sprig(p, x + dx, 210, length, 180, mix(c.MOSS, t.wall, 0.1), pairs=4, size=0.26)
    p.body(
        smooth([(x - 64, 186), (x + 64, 186), (x + 50, 262), (x, 276), (x - 50, 262)]), mix(c.TERRACOTTA, t.wall, 0.2)
    )


def _curtain(p: Pen, h: Hand, t: Harmony) -> None:
    flip = h.place_chance(0.5)
    ink = mix(c.WHITE, t.wall, 0.3)
    with p.at(1000 if flip else 0, 0, flip=flip):
        for index in range(4):
            left = index * 52
            p.fill(
                smooth(
                    [
                        (left, -20),
                        (left + 60, -20),
                        (left + 56 - index * 5, 400),
                        (left + 44 - index * 10, 720),
                        (left - 10, 720),
                        (left - 4, 400),
                    ],
                    steps=5,
                ),
                ink if index % 2 else shade(ink, 0.05),
            )


# Surfaces seen from above


def _planks(p: Pen, h: Hand, t: Harmony) -> None:
    ink = t.table
    p.wash(ink)
    wide = h.place_pick([200, 250])
    for index in range(6):
        x = index * wide
        p.fill(box(x, 0, x + wide, 1000), light(ink, h.place_between(0.0, 0.14)))
        p.fill(box(x - 2.5, 0, x + 2.5, 1000), shade(ink, 0.2))
        for _ in range(3):
            gx, gy = x + h.place_between(24, wide - 24), h.place_between(-100, 800)
            p.stroke(
                smooth(
                    [(gx, gy), (gx + h.place_between(-8, 8), gy + 150), (gx, gy + h.place_between(220, 380))],
                    closed=False,
                ),
                2.5,
                shade(ink, 0.07),
            )


def _linen(p: Pen, h: Hand, t: Harmony) -> None:
    ink = mix(t.wall, c.WHITE, 0.3)
    p.wash(ink)
    for index in range(3):
        y = h.place_between(60, 940)
        fold = smooth(
            [
                (-20, y),
                (300, y + h.place_between(-60, 60)),
                (700, y + h.place_between(-60, 60)),
                (1020, y + h.place_between(-90, 90)),
            ],
            closed=False,
        )
        p.fill([*fold, *((x, py + 40 + index * 14) for x, py in reversed(fold))], (*shade(ink, 0.07), 120))
        p.stroke(fold, 5, (*light(ink, 0.7), 140))


def _plain(p: Pen, h: Hand, t: Harmony) -> None:
    ink = h.place_pick([t.wall, t.wall, mix(t.accent, c.CREAM, 0.55)])
    p.wash(ink)
    lit = (*light(ink, 0.5), 90)
    x = h.place_between(-200, 300)
    p.fill([(x, 0), (x + 330, 0), (x + 750, 1000), (x + 420, 1000)], lit)
    p.fill([(x + 380, 0), (x + 460, 0), (x + 880, 1000), (x + 800, 1000)], lit)


def _terrazzo(p: Pen, h: Hand, t: Harmony) -> None:
    ink = mix(t.wall, c.WHITE, 0.45)
    p.wash(ink)
    inks = [mix(one, ink, 0.45) for one in (t.accent, t.second, t.table, c.DUSK, c.CLAY)]
    for _ in range(90):
        x, y, size = h.place_between(0, 1000), h.place_between(0, 1000), h.place_between(8, 22)
        points = [
            (x + size * h.place_between(0.5, 1.2) * dx, y + size * h.place_between(0.5, 1.2) * dy)
            for dx, dy in ((1, 0.1), (0.3, 0.9), (-0.7, 0.6), (-0.9, -0.4), (0.2, -1))
        ]
        p.fill(points, h.place_pick(inks))


_PLACES: dict[str, Callable[[Pen, Hand, Harmony], None]] = {
    "table": _table,
    "cloth": _cloth,
    "shelf": _shelf,
    "paper": _paper,
    "plinth": _plinth,
    "window": _window,
    "tiles": _tiles,
    "bare": _bare,
}
_SURFACES: dict[str, Callable[[Pen, Hand, Harmony], None]] = {
    "planks": _planks,
    "linen": _linen,
    "plain": _plain,
    "terrazzo": _terrazzo,
}


# Company


def company(p: Pen, h: Hand, t: Harmony, things: Sequence[str], *, share: float = 0.7) -> None:
    """Put something small behind, at one side."""
    if not h.place_chance(share):
        return
    side = h.place_pick([-1, 1])
    thing = h.place_pick(things)
    with p.at(500 + side * h.place_between(330, 370), 770, size=h.place_between(0.85, 1.05)):
        _COMPANY[thing](p, h, t)


def _vase(p: Pen, h: Hand, t: Harmony) -> None:
    p.fill(ellipse(20, 0, 80, 18), SHADOW)
    ink = h.place_pick([c.CREAM, c.DUSK, c.TERRACOTTA, c.WHITE])
    for turn in (-20, 4, 26):
        sprig(p, 0, -150, h.place_between(190, 250), turn, h.place_pick([c.MOSS, c.SAGE, c.OLIVE]), pairs=5, size=0.24)
    p.body(
        smooth([(-22, -170), (22, -170), (22, -130), (66, -70), (50, -6), (0, 2), (-50, -6), (-66, -70), (-22, -130)]),
        ink,
    )


def _pot(p: Pen, h: Hand, t: Harmony) -> None:
    p.fill(ellipse(20, 0, 74, 18), SHADOW)
    for index in range(7):
        leaf(
            p, 0, -96, h.place_between(140, 200), -66 + index * 22, h.place_pick([c.MOSS, c.GREEN, c.OLIVE]), width=0.3
        )
    p.body([(-62, -108), (62, -108), (46, 0), (-46, 0)], c.TERRACOTTA)
    p.fill(box(-68, -122, 68, -92, 4), light(c.TERRACOTTA, 0.15))


def _fruit(p: Pen, h: Hand, t: Harmony) -> None:
    for dx, dy, ink in ((-46, -2, c.PERSIMMON), (40, 8, c.APRICOT)):
        with p.at(dx, dy):
            p.fill(ellipse(14, 0, 60, 15), SHADOW)
            p.body(smooth([(0, -92), (48, -86), (62, -44), (40, -6), (0, 0), (-40, -6), (-62, -44), (-48, -86)]), ink)
            for turn in (-70, -20, 30, 80):
                leaf(p, 0, -90, 34, turn, c.MOSS, width=0.6, vein=False)


def _books(p: Pen, h: Hand, t: Harmony) -> None:
    p.fill(ellipse(20, 0, 130, 18), SHADOW)
    y = 0.0
    for wide, tall, ink in ((220, 40, t.second), (196, 34, c.CREAM), (206, 30, t.accent)):
        p.body(box(-wide / 2, y - tall, wide / 2, y, 5), ink, shift=(-0.04, 0))
        p.fill(box(wide / 2 - 30, y - tall + 6, wide / 2, y - 6), c.CREAM if ink != c.CREAM else c.OAT)
        y -= tall


def _cup(p: Pen, h: Hand, t: Harmony) -> None:
    p.fill(ellipse(18, 0, 70, 16), SHADOW)
    ink = h.place_pick([c.WHITE, c.DUSK, c.BLUSH, c.SAGE])
    p.stroke(ellipse(62, -60, 26, 28, start=-80, stop=90), 11, ink)
    p.body([*ellipse(0, -10, 52, 12, start=0, stop=180), *ellipse(0, -106, 62, 14, start=180, stop=360)], ink)
    p.fill(ellipse(0, -106, 62, 14), light(ink, 0.5))
    p.fill(ellipse(0, -103, 52, 10), c.BROWN)


def _stones(p: Pen, h: Hand, t: Harmony) -> None:
    p.fill(ellipse(16, 0, 96, 18), SHADOW)
    y = 0.0
    for wide, tall, ink in (
        (92, 56, c.STEEL),
        (66, 42, mix(c.STEEL, c.SAND, 0.5)),
        (42, 30, mix(c.STEEL, c.CHARCOAL, 0.25)),
    ):
        p.body(ellipse(0, y - tall / 2, wide, tall / 2), ink)
        y -= tall - 4


def _spools(p: Pen, h: Hand, t: Harmony) -> None:
    for dx, ink in ((-50, t.accent), (44, t.second)):
        with p.at(dx, 0):
            p.fill(ellipse(14, 0, 48, 12), SHADOW)
            p.fill(box(-40, -14, 40, 0, 5), c.OAK)
            p.body(box(-32, -82, 32, -12, 5), ink)
            for index in range(5):
                p.stroke([(-31, -72 + index * 14), (31, -67 + index * 14)], 2.5, shade(ink, 0.14))
            p.fill(box(-40, -96, 40, -82, 5), light(c.OAK, 0.15))


def _towel(p: Pen, h: Hand, t: Harmony) -> None:
    p.fill(ellipse(20, 0, 120, 18), SHADOW)
    for index, ink in enumerate((t.second, c.WHITE)):
        y = -index * 62
        p.body(box(-112, y - 62, 112, y, 28), light(ink, 0.2))
        p.stroke(ellipse(-84, y - 31, 17, 19, start=30, stop=330), 5, shade(ink, 0.12))


def _jar(p: Pen, h: Hand, t: Harmony) -> None:
    p.fill(ellipse(16, 0, 64, 15), SHADOW)
    p.body(box(-52, -130, 52, 0, 16), mix(c.GLASS, t.wall, 0.2), dark=0.08)
    with p.inside(box(-46, -96, 46, -6, 12)):
        p.wash(h.place_pick([c.MUSTARD, c.CLAY, c.OLIVE, c.BRICK]))
    p.fill(box(-46, -152, 46, -126, 6), c.OAK)


_COMPANY: dict[str, Callable[[Pen, Hand, Harmony], None]] = {
    "vase": _vase,
    "pot": _pot,
    "fruit": _fruit,
    "books": _books,
    "cup": _cup,
    "stones": _stones,
    "spools": _spools,
    "towel": _towel,
    "jar": _jar,
}


def scattered(p: Pen, h: Hand, t: Harmony, things: Sequence[str]) -> None:
    """Put something in one or two corners of a surface seen from above."""
    corners = h.place_shuffled([(120, 130), (880, 140), (110, 880), (885, 875)])
    for x, y in corners[: h.place_pick([1, 2])]:
        thing = h.place_pick(things)
        with p.at(x, y, turn=h.place_between(-30, 30)):
            match thing:
                case "leaf":
                    with p.at(10, 12):
                        leaf(p, 0, 90, 200, 20, mix(c.CHARCOAL, t.wall, 0.75), vein=False)
                    leaf(p, 0, 90, 200, 20, h.place_pick([c.MOSS, c.GREEN, c.OLIVE]))
                    leaf(p, -20, 90, 150, -36, h.place_pick([c.SAGE, c.OLIVE]))
                case "sprig":
                    sprig(p, -40, 100, 260, 30, h.place_pick([c.MOSS, c.SAGE]), pairs=5, size=0.26)
                case "spool":
                    under(p, box(-42, -56, 42, 56, 8), 10, 12)
                    p.fill(box(-46, -60, 46, -42, 5), c.OAK)
                    p.fill(box(-46, 42, 46, 60, 5), c.OAK)
                    p.body(box(-36, -44, 36, 44), t.accent)
                    for index in range(6):
                        p.stroke([(-35, -36 + index * 14), (35, -31 + index * 14)], 2.5, shade(t.accent, 0.15))
                case "buttons":
                    for dx, dy, ink in ((-40, 0, t.accent), (30, -34, c.CREAM), (26, 44, t.second)):
                        under(p, ellipse(dx, dy, 32, 32), 6, 8)
                        p.dot(dx, dy, 32, ink)
                        p.dot(dx, dy, 23, shade(ink, 0.1))
                        for ox, oy in ((-7, -7), (7, -7), (-7, 7), (7, 7)):
                            p.dot(dx + ox, dy + oy, 4, shade(ink, 0.45))
                case "scissors":
                    for sign in (-1, 1):
                        p.stroke([(sign * 20, 70), (-sign * 16, -100)], 15, c.STEEL if sign > 0 else c.SILVER)
                        p.stroke(ellipse(sign * 36, 104, 27, 34), 13, t.accent)
                    p.dot(0, 0, 7, c.CHARCOAL)
                case _:
                    under(p, ellipse(0, 0, 96, 96), 12, 15)
                    p.dot(0, 0, 98, c.WHITE)
                    p.dot(0, 0, 72, shade(c.WHITE, 0.06))
                    p.dot(0, 0, 62, c.BROWN)
                    p.dot(-8, -8, 46, light(c.BROWN, 0.12))
