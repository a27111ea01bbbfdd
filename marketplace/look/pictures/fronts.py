"""Where makers work: shop fronts, gardens, a roof with hives, a mountain path. Nobody's face is drawn."""
# ruff: noqa: PLR0912, PLR0915 a drawing is a long list of strokes

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image

from marketplace.look.pictures import bath, food, home, service, wear
from marketplace.look.pictures import palette as c
from marketplace.look.pictures.hand import Hand
from marketplace.look.pictures.palette import Colour, colour, light, mix, shade
from marketplace.look.pictures.parts import SHADOW, SOFT_SHADOW, emblem, flower, leaf, sprig
from marketplace.look.pictures.pen import Pen, box, ellipse, smooth
from marketplace.look.pictures.thing import Maker


@dataclass(frozen=True)
class Trade:
    """What a maker's window shows: a sign, and goods as (maker of the drawing, words)."""

    sign: str
    goods: Sequence[tuple[Maker, str]]


TRADES = {
    "sewing": Trade("heart", ((wear.bag, "tote"), (wear.bag, "backpack"), (wear.pouch, "zip"))),
    "soap": Trade("drop", ((bath.soap, "calendula"), (bath.shampoo_bar, "a"), (bath.towel, "bath"))),
    "kitchen": Trade("bean", ((food.tofu, "firm"), (food.soy_milk, "a"), (home.bowl, "rice"))),
    "bakery": Trade("grain", ((food.bread, "milk"), (food.cookies, "oat"), (food.cake, "carrot"))),
    "pottery": Trade("wave", ((home.mug, "a"), (home.vase, "moon"), (home.bowl, "rice"))),
    "refill": Trade("drop", ((bath.refill, "laundry"), (bath.refill, "bottle"), (bath.refill, "dish"))),
    "wood": Trade("leaf", ((home.cutting_board, "oak-board"), (home.stool, "step"), (home.toys, "stack"))),
    "shoes": Trade("sun", ((wear.shoes, "derby"), (wear.shoes, "boots"), (wear.shoes, "loafer"))),
    "coffee": Trade("bean", ((food.coffee, "a"), (food.drip_bags, "a"), (food.coffee, "b"))),
    "tea": Trade("flower", ((food.flower_tea, "chrys"), (food.flower_tea, "mugwort"), (home.mug, "cup"))),
    "electronics": Trade("sun", ((home.laptop, "laptop-13"), (home.laptop, "monitor"), (home.toner, "black"))),
    "books": Trade("house", ((home.book, "novel"), (home.picture_book, "cat"), (home.book, "trio"))),
    "silver": Trade("sun", ((wear.ring, "plain"), (wear.ring, "necklace"), (wear.ring, "earring"))),
    "care": Trade("heart", ((service.care, "meal"), (home.cushion, "pillow"), (service.care, "month"))),
    "laundry": Trade("wave", ((service.laundry, "coat"), (bath.towel, "bath"), (service.laundry, "suit"))),
    "glass": Trade("flower", ((home.vase, "bottle"), (home.vase, "bubble"), (bath.candle, "holder"))),
}
_WALLS = (c.CREAM, colour("e7c9ad"), c.SAGE, c.BLUSH, c.DUSK, colour("c9805c"), c.BUTTER, colour("d9d3c4"))
_PAINTS = (c.GREEN, c.PERSIMMON, c.BLUE, c.NAVY, c.BRICK, c.PINE, c.MUSTARD)


def draw_maker(kind: str, seed: str, *, size: int = 1200) -> Image.Image:
    """Draw where a maker of this kind works, `size` pixels square; an unknown kind gets a plain workshop."""
    h = Hand(f"maker {kind}", seed)
    p = Pen(pixels=size)
    _OUTDOORS.get(kind, _front)(p, h, TRADES.get(kind, TRADES["wood"]))
    return p.finish()


def _street(p: Pen, h: Hand) -> None:
    p.fill(box(0, 830, 1000, 1000), colour("d8cdb9"))
    p.fill(box(0, 830, 1000, 842), shade(colour("d8cdb9"), 0.14))
    for index in range(9):
        x = index * 125 + h.place_between(-10, 10)
        p.stroke([(x, 842), (x - 60, 1000)], 3, shade(colour("d8cdb9"), 0.08))
    p.stroke([(0, 906), (1000, 906)], 3, shade(colour("d8cdb9"), 0.08))


def _plant(p: Pen, x: float, y: float, h: Hand, size: float = 1) -> None:
    with p.at(x, y, size=size):
        p.fill(ellipse(16, 0, 66, 14), SHADOW)
        for turn in (-56, -30, -8, 16, 40, 62):
            leaf(p, 0, -84, h.between(120, 170), turn, h.pick([c.MOSS, c.GREEN, c.OLIVE]), width=0.34)
        p.body([(-56, -96), (56, -96), (42, 0), (-42, 0)], h.pick([c.TERRACOTTA, c.DUSK, c.CREAM]))


def _front(p: Pen, h: Hand, trade: Trade) -> None:
    wall, paint = h.pick(_WALLS), h.pick(_PAINTS)
    sky = h.pick([c.SKY, c.MIST, colour("f6e3c6")])
    p.wash(sky)
    p.dot(h.between(120, 880), 110, 54, mix(sky, c.WHITE, 0.6))
    for left, right, top in ((-40.0, 150.0, 240), (860.0, 1040.0, 200)):
        tone = mix(h.pick(_WALLS), sky, 0.3)
        p.fill(box(left, top, right, 840), tone)
        p.fill(
            [(left - 20, top), (left + 20, top - 50), (right - 20, top - 50), (right + 20, top)],
            mix(h.pick(_PAINTS), sky, 0.35),
        )
        for y in (top + 60, top + 220):
            for x in (left + 40.0, right - 90):
                p.fill(box(x, y, x + 54, y + 80, 3), mix(sky, tone, 0.25))
    roof = h.pick(["tiles", "flat", "hanok"])
    p.body(box(90, 190, 910, 840), wall, dark=0.05, shift=(-0.02, 0))
    if h.chance(0.4):
        for row in range(15):
            for column in range(12):
                x = 90 + column * 74 + (37 if row % 2 else 0)
                if h.chance(0.22):
                    p.fill(box(min(x, 870), 196 + row * 42, min(x + 66, 908), 230 + row * 42, 3), shade(wall, 0.06))
    if roof == "hanok":
        ridge = smooth(
            [(20, 210), (110, 150), (300, 118), (500, 110), (700, 118), (890, 150), (980, 210), (890, 214), (110, 214)]
        )
        p.fill(ridge, c.CHARCOAL)
        for index in range(22):
            x = 84 + index * 40
            p.fill(box(x, 176, x + 24, 220, 10), mix(c.CHARCOAL, c.STEEL, 0.35))
    elif roof == "tiles":
        p.fill([(60, 200), (140, 110), (860, 110), (940, 200)], h.pick([c.TERRACOTTA, c.BRICK, c.DUSK]))
        p.fill(box(60, 196, 940, 214, 4), shade(c.BRICK, 0.2))
    else:
        p.body(box(70, 160, 930, 204, 6), mix(wall, c.WHITE, 0.35))
    # the sign: a round board with a picture
    board = h.pick([c.WHITE, c.CREAM])
    p.fill(ellipse(506, 312, 66, 66), SOFT_SHADOW)
    p.dot(500, 304, 66, paint)
    p.dot(500, 304, 56, board)
    emblem(p, 500, 304, 34, paint, motif=trade.sign)
    for x in (-230.0, 230.0):
        p.body(box(500 + x - 50, 262, 500 + x + 50, 348, 6), mix(c.SKY, c.WHITE, 0.3), dark=0.06)
        p.stroke([(500 + x, 264), (500 + x, 346)], 6, board)
        p.fill(box(500 + x - 62, 346, 500 + x + 62, 360, 3), paint)
        for dx in (-40, -14, 14, 40):
            flower(p, 500 + x + dx, 342, 15, h.pick([c.PERSIMMON, c.BUTTER, c.ROSE, c.WHITE]), c.MUSTARD, petals=5)
    door_left = h.chance(0.5)
    window, door = ((340, 860), (150, 300)) if door_left else ((140, 660), (700, 850))
    # window and what is in it
    p.fill(box(window[0] - 16, 464, window[1] + 16, 766, 6), paint)
    pane = box(window[0], 480, window[1], 752)
    with p.inside(pane):
        p.wash(colour("f8e7c4"))
        p.fill(box(window[0], 700, window[1], 760), c.OAK)
        p.fill(box(window[0], 700, window[1], 708), light(c.OAK, 0.3))
        p.stroke([(window[0] + 90, 470), (window[0] + 90, 520)], 4, c.CHARCOAL)
        p.fill([(window[0] + 62, 548), (window[0] + 118, 548), (window[0] + 104, 516), (window[0] + 76, 516)], paint)
        count = len(trade.goods)
        for index, (make, words) in enumerate(trade.goods):
            x = window[0] + (window[1] - window[0]) * (index + 0.5) / count
            with p.at(x, 724, size=0.29):
                make(Hand("window", f"{words}-{h.product}")).paint(p)
        x = window[0] + 60
        p.fill([(x, 480), (x + 90, 480), (x - 40, 752), (x - 130, 752)], (255, 255, 255, 46))
    p.fill(box((window[0] + window[1]) / 2 - 5, 480, (window[0] + window[1]) / 2 + 5, 560), paint) if h.chance(
        0.5
    ) else None
    p.body(box(window[0] - 30, 758, window[1] + 30, 784, 4), light(paint, 0.2))
    # door
    p.fill(box(door[0] - 14, 464, door[1] + 14, 840, 6), shade(paint, 0.12))
    p.body(box(door[0], 478, door[1], 840), paint, dark=0.08)
    p.fill(box(door[0] + 24, 504, door[1] - 24, 690, 4), colour("f8e7c4"))
    p.fill(
        [(door[0] + 40, 504), (door[0] + 80, 504), (door[0] + 44, 690), (door[0] + 24, 690), (door[0] + 24, 580)],
        (255, 255, 255, 60),
    )
    p.dot(door[1] - 22 if not door_left else door[0] + 22, 740, 9, c.BUTTER)
    p.fill(box(door[0] + 52, 560, door[1] - 52, 612, 6), c.CREAM)
    p.fill(box(door[0] + 62, 580, door[1] - 62, 588, 3), c.GREEN)
    # awning over both
    for index in range(12):
        left = 120 + index * 760 / 12
        right = left + 760 / 12
        tint = paint if index % 2 == 0 else c.CREAM
        p.fill([(left * 0.97 + 15, 392), (right * 0.97 + 15, 392), (right, 462), (left, 462)], tint)
        p.fill(ellipse((left + right) / 2, 462, (right - left) / 2, 20, start=0, stop=180), shade(tint, 0.07))
    p.fill(box(118, 482, 882, 494), (52, 32, 20, 26))
    _street(p, h)
    _plant(p, (window[0] + 10) if door_left else (window[1] - 10), 850, h, 0.9)
    if h.chance(0.6):
        _plant(p, 890 if door_left else 112, 856, h, 1.0)
    if h.chance(0.6):
        x = (window[0] + window[1]) / 2
        p.fill(ellipse(x + 10, 860, 130, 12), SHADOW)
        for leg in (-96, 96):
            p.fill(box(x + leg - 8, 806, x + leg + 8, 860), c.WALNUT)
        p.body(box(x - 128, 790, x + 128, 812, 5), c.OAK)


def _garden(p: Pen, h: Hand, trade: Trade) -> None:
    sky = h.pick([c.SKY, colour("f6e3c6"), c.MIST])
    p.wash(sky)
    p.dot(760, 170, 76, mix(sky, c.WHITE, 0.6))
    for index in range(10):
        x = index * 112 + h.between(-20, 20)
        top = h.between(260, 400)
        p.fill(box(x - 56, top, x + 56, 520), mix(h.pick([c.CREAM, c.DUSK, c.ROSE, c.SAND]), sky, 0.45))
        for row in range(4):
            p.fill(box(x - 30, top + 20 + row * 44, x - 8, top + 44 + row * 44), mix(sky, c.WHITE, 0.4))
            p.fill(box(x + 10, top + 20 + row * 44, x + 32, top + 44 + row * 44), mix(sky, c.WHITE, 0.4))
    p.fill(smooth([(-60, 500), (240, 440), (520, 480), (800, 430), (1060, 490), (1060, 1040), (-60, 1040)]), c.SAGE)
    for row in range(5):
        y = 560 + row * row * 18 + row * 40
        tall = 34 + row * 12
        bed = [(60 - row * 50, y), (940 + row * 50, y), (980 + row * 60, y + tall), (20 - row * 60, y + tall)]
        p.fill(bed, c.BROWN)
        p.fill([(x0, y0 - 6) for x0, y0 in bed[:2]] + [bed[1], bed[0]], light(c.BROWN, 0.2))
        for index in range(9 - row):
            x = 110 + index * (820 / (8 - row)) if row < 8 else 0
            size = 0.5 + row * 0.16
            with p.at(x, y + tall * 0.6, size=size):
                match (row + int(x)) % 3:
                    case 0:
                        for turn in (-60, -30, 0, 30, 60):
                            leaf(p, 0, 0, 74, turn, h.pick([c.MOSS, colour("86a356"), c.OLIVE]), width=0.55)
                    case 1:
                        for turn in (-24, 0, 24):
                            leaf(p, 0, 0, 112, turn, c.GREEN, width=0.2)
                    case _:
                        sprig(p, 0, 0, 110, 0, c.MOSS, pairs=3, size=0.4)
                        for dx, dy in ((-22, -50), (24, -70), (4, -34)):
                            p.dot(dx, dy, 15, c.PERSIMMON)
    with p.at(180, 560, size=0.94):
        p.body([(-120, -160), (0, -240), (120, -160), (120, 0), (-120, 0)], mix(c.GLASS, c.WHITE, 0.2), dark=0.06)
        for x in (-120, -60, 0, 60, 120):
            p.stroke([(x, 0), (x, -160 - (60 if x == 0 else 30 if abs(x) == 60 else 0))], 6, c.WHITE)
        p.stroke([(-120, -160), (0, -240), (120, -160)], 9, c.WHITE)
    with p.at(800, 760):
        service.person(p, h.pick([c.PERSIMMON, c.BLUE, c.MUSTARD]), h.pick([c.CHARCOAL, c.STEEL]), h)
        p.fill(smooth([(-58, -186), (0, -214), (58, -186), (0, -176)]), c.BUTTER)
    del trade


def _roof(p: Pen, h: Hand, trade: Trade) -> None:
    sky = h.pick([c.SKY, colour("f8dfb4")])
    p.wash(sky)
    p.dot(250, 180, 80, mix(sky, c.WHITE, 0.6))
    p.fill(
        smooth([(-60, 480), (200, 330), (380, 420), (620, 290), (860, 400), (1060, 340), (1060, 700), (-60, 700)]),
        mix(c.MOSS, sky, 0.5),
    )
    for index in range(12):
        x = index * 92 + h.between(-18, 18)
        top = h.between(390, 560)
        p.fill(box(x - 46, top, x + 46, 720), mix(h.pick([c.CREAM, c.CLAY, c.DUSK, c.ROSE, c.SAND]), sky, 0.3))
        for row in range(5):
            p.fill(box(x - 24, top + 18 + row * 36, x - 6, top + 36 + row * 36), mix(sky, c.WHITE, 0.4))
            p.fill(box(x + 8, top + 18 + row * 36, x + 26, top + 36 + row * 36), mix(sky, c.WHITE, 0.4))
    p.fill(box(0, 700, 1000, 1000), c.OAT)
    p.fill(box(0, 690, 1000, 730), light(c.OAT, 0.4))
    for x, paints in ((230, (c.BUTTER, c.WHITE)), (500, (c.WHITE, c.SKY)), (770, (c.SAGE, c.BUTTER))):
        with p.at(x, 880):
            p.fill(ellipse(20, 0, 140, 18), SHADOW)
            for dx in (-80, 80):
                p.fill(box(dx - 10, -40, dx + 10, 0), c.WALNUT)
            for row, tint in enumerate(paints):
                p.body(box(-112, -170 + row * 66 - 0, 112, -106 + row * 66, 4), tint)
                p.fill(box(-36, -150 + row * 66, 36, -138 + row * 66, 6), shade(tint, 0.25))
            p.fill([(-130, -172), (-108, -214), (108, -214), (130, -172)], c.TERRACOTTA)
            p.fill(box(-70, -52, 70, -42, 4), c.BROWN)
    for _ in range(9):
        x, y = h.between(80, 920), h.between(480, 720)
        p.fill(ellipse(x, y, 15, 11), c.MUSTARD)
        p.fill(box(x - 3, y - 10, x + 3, y + 10), c.CHARCOAL)
        p.fill(ellipse(x - 2, y - 13, 11, 7), (255, 255, 255, 190))
    for x in (90, 920):
        _plant(p, x, 940, h, 1.1)
    del trade


def _mountain(p: Pen, h: Hand, trade: Trade) -> None:
    sky = h.pick([c.SKY, colour("f6dcc0")])
    p.wash(sky)
    p.dot(700, 200, 84, mix(sky, c.WHITE, 0.6))
    for peaks, tint in (
        ([(-40, 620), (160, 330), (300, 480), (470, 240), (640, 460), (820, 300), (1040, 560)], mix(c.DUSK, sky, 0.4)),
        ([(-40, 720), (220, 460), (420, 600), (640, 400), (860, 580), (1040, 480)], mix(c.MOSS, sky, 0.25)),
    ):
        p.fill([*peaks, (1040, 1000), (-40, 1000)], tint)
    p.fill(smooth([(-60, 700), (300, 620), (640, 700), (1060, 610), (1060, 1040), (-60, 1040)]), c.MOSS)
    path = smooth([(420, 1010), (520, 880), (430, 790), (560, 710), (520, 660)], closed=False)
    p.stroke(path, 66, c.SAND)
    for _ in range(16):
        x, y = h.between(30, 970), h.between(680, 980)
        if 330 < x < 640:
            continue
        size = (y - 560) / 330
        with p.at(x, y, size=size):
            p.fill(ellipse(10, 0, 60, 12), SHADOW)
            p.fill(box(-8, -40, 8, 0), c.WALNUT)
            for row in range(3):
                p.fill(
                    [(-70 + row * 14, -36 - row * 52), (0, -136 - row * 44), (70 - row * 14, -36 - row * 52)],
                    h.pick([c.GREEN, c.PINE]),
                )
    for x, y, size, tint in ((470, 900, 0.95, c.PERSIMMON), (540, 884, 0.9, c.BLUE)):
        with p.at(x, y, size=size):
            service.person(p, tint, c.CHARCOAL, h)
    del trade


def _lane(p: Pen, h: Hand, trade: Trade) -> None:
    with p.at(500, 812):
        service.alley(p, h, night=h.chance(0.3))
    del trade


_OUTDOORS: dict[str, Callable[[Pen, Hand, Trade], None]] = {
    "garden": _garden,
    "honey": _roof,
    "mountain": _mountain,
    "walk": _lane,
}


def awning(
    p: Pen, left: float, right: float, top: float, tall: float, inks: tuple[Colour, Colour], *, count: int = 12
) -> None:
    """A striped awning with a scalloped edge."""
    wide = (right - left) / count
    for index in range(count):
        x = left + index * wide
        tint = inks[index % 2]
        p.fill(box(x, top, x + wide + 1, top + tall), tint)
        p.fill(ellipse(x + wide / 2, top + tall, wide / 2, wide * 0.42, start=0, stop=180), shade(tint, 0.06))
