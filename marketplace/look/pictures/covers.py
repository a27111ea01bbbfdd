"""Covers of exhibitions: goods of the theme together on one long table, wide enough for a banner."""
# ruff: noqa: PLR0912 a drawing is a long list of strokes

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from marketplace.look.pictures import bath, food, home, wear
from marketplace.look.pictures import palette as c
from marketplace.look.pictures.fronts import awning
from marketplace.look.pictures.hand import Hand
from marketplace.look.pictures.palette import Colour, colour, light, mix, shade
from marketplace.look.pictures.parts import SOFT_SHADOW, flower, leaf, sprig
from marketplace.look.pictures.pen import Pen, box, ellipse, smooth
from marketplace.look.pictures.thing import Maker

WIDE, TALL = 1600, 900


@dataclass(frozen=True)
class Theme:
    """A theme's words, its colours behind and beneath, what hangs above, and its goods as (drawing, words, size)."""

    words: tuple[str, ...]
    wall: Colour
    table: Colour
    above: str
    goods: Sequence[tuple[Maker, str, float]]


THEMES = (
    Theme(
        ("seol", "new-year", "설"),
        colour("f3d9c2"),
        c.BRICK,
        "moon",
        (
            (home.gift_box, "big-set", 0.95),
            (food.rice, "white", 0.92),
            (food.honey, "acacia", 0.9),
            (home.bowl, "rice", 0.8),
            (food.flower_tea, "chrys", 0.85),
        ),
    ),
    Theme(
        ("chuseok", "추석", "gift", "선물"),
        colour("40557a"),
        colour("c98a5e"),
        "moon",
        (
            (food.honey, "wild", 0.88),
            (home.gift_box, "big-set", 1.0),
            (food.rice, "mixed", 0.86),
            (food.flower_tea, "persimmon", 0.82),
            (bath.candle, "beeswax", 0.8),
        ),
    ),
    Theme(
        ("zero", "제로", "spring", "봄", "green", "그린", "환경"),
        colour("d5e2cf"),
        colour("f2e7d0"),
        "leaves",
        (
            (bath.refill, "laundry", 0.92),
            (bath.soap, "calendula", 0.84),
            (wear.bag, "banner-tote", 0.92),
            (bath.shampoo_bar, "a", 0.86),
            (bath.towel, "bath", 0.82),
        ),
    ),
    Theme(
        ("summer", "여름", "snack", "간식"),
        colour("bfe0e0"),
        colour("f7e3b0"),
        "awning",
        (
            (food.cookies, "oat", 0.84),
            (food.coffee, "cold-brew", 0.94),
            (food.cake, "carrot", 0.86),
            (food.soy_milk, "a", 0.9),
            (food.granola, "berry", 0.84),
        ),
    ),
    Theme(
        ("hand", "손", "craft", "art", "아트"),
        colour("ecd9c0"),
        colour("b9805a"),
        "bunting",
        (
            (home.cutting_board, "oak-board", 0.9),
            (home.mug, "dusk", 0.86),
            (home.vase, "bubble", 0.94),
            (home.bowl, "a", 0.84),
            (home.toys, "stack", 0.86),
        ),
    ),
    Theme(
        ("local", "동네", "로컬", "store", "상회", "neighbour"),
        colour("f6dca6"),
        colour("7fa48e"),
        "awning",
        (
            (food.vegetables, "season", 0.92),
            (food.bread, "milk", 0.84),
            (food.honey, "acacia", 0.86),
            (food.tofu, "firm", 0.84),
            (food.coffee, "a", 0.9),
        ),
    ),
    Theme(
        ("office", "공공", "public", "year-end", "연말"),
        colour("cfdbe4"),
        colour("d8b688"),
        "bunting",
        (
            (home.laptop, "laptop-13", 0.9),
            (home.book, "novel", 0.86),
            (home.toner, "black", 0.8),
            (food.coffee, "b", 0.86),
            (home.cushion, "a", 0.78),
        ),
    ),
    Theme(
        ("festa", "페스타", "impact", "임팩트", "visit", "찾아가는"),
        colour("f0cdbd"),
        colour("fbf3e2"),
        "bunting",
        (
            (wear.bag, "backpack", 0.9),
            (food.cookies, "madeleine", 0.84),
            (bath.candle, "beeswax", 0.84),
            (wear.shoes, "derby", 0.8),
            (home.vase, "bottle", 0.92),
        ),
    ),
)


def draw_cover(theme: str, seed: str, *, width: int = WIDE) -> Image.Image:
    """Draw an exhibition's cover, 16 : 9 and `width` pixels wide, for the theme that its words speak of, or any."""
    h = Hand("cover", f"{theme}-{seed}")
    chosen = next((one for one in THEMES if any(word in theme.lower() for word in one.words)), h.pick(THEMES))
    p = Pen(pixels=round(width * TALL / WIDE), width=1000 * WIDE / TALL)
    _behind(p, h, chosen)
    _table(p, h, chosen)
    goods = chosen.goods
    for index, (make, words, size) in enumerate(goods):
        x = p.width * (0.13 + 0.74 * index / (len(goods) - 1))
        with p.at(x, 846 + (18 if index % 2 else -10), size=size * 0.7):
            make(Hand("cover goods", f"{words}-{seed}")).paint(p)
    _before(p, h, chosen)
    return p.finish()


def _behind(p: Pen, h: Hand, t: Theme) -> None:
    p.wash(t.wall)
    dark = sum(t.wall) < 380
    if t.above == "moon":
        p.dot(p.width * 0.72, 260, 168, c.BUTTER if dark else mix(t.wall, c.WHITE, 0.6))
        for y, tint in ((560.0, mix(t.wall, c.MOSS, 0.35)), (640.0, mix(t.wall, c.PINE, 0.4))):
            ridge = smooth(
                [(-60, y), (260, y - 150), (560, y - 40), (900, y - 190), (1300, y - 30), (1600, y - 140), (1840, y)],
                closed=False,
            )
            p.fill([*ridge, (1840, 1000), (-60, 1000)], tint)
        if dark:
            for _ in range(50):
                p.dot(h.between(0, p.width), h.between(0, 380), h.between(2, 5), c.CREAM)
    elif t.above == "leaves":
        p.fill(ellipse(p.width * 0.5, 470, 560, 420), mix(t.wall, c.WHITE, 0.45))
        for x, y, turn, length in (
            (-20.0, 60.0, 116, 520),
            (-10, 380, 80, 330),
            (p.width + 10, 40, -118, 520),
            (p.width, 420, -84, 300),
        ):
            with p.at(x, y, turn=turn):
                sprig(p, 0, 0, length, 0, h.pick([c.MOSS, c.SAGE, c.GREEN]), pairs=7, size=0.24)
    elif t.above == "awning":
        for index in range(6):
            x = 60.0 + index * 290
            top = 300 + (index % 3) * 46
            p.fill(box(x - 120, top, x + 150, 760), mix(t.wall, (c.WHITE, c.APRICOT, c.SAGE)[index % 3], 0.4))
            for row in range(3):
                for wx in (-76, 50):
                    p.fill(
                        box(x + wx, top + 60 + row * 110, x + wx + 62, top + 128 + row * 110, 4),
                        mix(t.wall, c.WHITE, 0.65),
                    )
    else:
        p.fill(ellipse(p.width * 0.28, 470, 330, 330), mix(t.wall, c.WHITE, 0.35))
        p.fill(
            [
                *ellipse(p.width * 0.73, 430, 260, 260, start=180, stop=360),
                (p.width * 0.73 + 260, 900),
                (p.width * 0.73 - 260, 900),
            ],
            mix(t.wall, t.table, 0.28),
        )
        string = smooth(
            [(-20, 70), (p.width * 0.25, 170), (p.width * 0.5, 110), (p.width * 0.75, 176), (p.width + 20, 60)],
            closed=False,
            steps=14,
        )
        p.stroke(string, 5, mix(t.wall, c.BROWN, 0.5))
        inks = [c.PERSIMMON, c.CREAM, c.GREEN, c.MUSTARD, c.DUSK]
        for index, (x, y) in enumerate(string[2:-1:4]):
            p.fill([(x - 30, y), (x + 30, y), (x, y + 70)], inks[index % len(inks)])
    if t.above == "awning":
        awning(p, 0, p.width, 0, 120, (c.PERSIMMON, c.CREAM), count=16)
        p.fill(box(0, 152, p.width, 172), (52, 32, 20, 18))


def _table(p: Pen, h: Hand, t: Theme) -> None:
    p.fill(box(0, 690, p.width, 1000), t.table)
    p.fill(box(0, 690, p.width, 699), light(t.table, 0.4))
    p.fill(box(0, 936, p.width, 1000), shade(t.table, 0.12))
    p.fill(box(0, 932, p.width, 940), light(t.table, 0.25))
    runner = mix(t.table, c.WHITE, 0.5)
    p.fill([(p.width * 0.3, 699), (p.width * 0.7, 699), (p.width * 0.76, 1000), (p.width * 0.24, 1000)], (*runner, 130))


def _before(p: Pen, h: Hand, t: Theme) -> None:
    for x in (90.0, p.width - 110):
        with p.at(x, 950):
            p.fill(ellipse(20, 4, 120, 20), SOFT_SHADOW)
            for turn in (-70, -35, 0, 34, 68):
                leaf(p, 0, 0, h.between(90, 150), turn, h.pick([c.MOSS, c.OLIVE, c.GREEN]), width=0.4)
            for dx, dy in ((-34, -18), (30, -28), (4, -58)):
                flower(p, dx, dy, 32, h.pick([c.PERSIMMON, c.BUTTER, c.WHITE, c.ROSE]), c.MUSTARD, petals=7)
    del t
