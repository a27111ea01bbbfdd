"""From a kind and a seed to a picture."""

from PIL import Image

from marketplace.look.pictures import bath, food, home, scene, service, wear
from marketplace.look.pictures.hand import Hand
from marketplace.look.pictures.pen import Pen
from marketplace.look.pictures.thing import LYING, STANDING, Maker, Thing

THINGS: dict[str, Maker] = {
    "tofu": food.tofu,
    "soy milk": food.soy_milk,
    "vegetables box": food.vegetables,
    "cookies": food.cookies,
    "bread": food.bread,
    "cake": food.cake,
    "granola": food.granola,
    "rice bag": food.rice,
    "honey jar": food.honey,
    "coffee bag": food.coffee,
    "drip bags": food.drip_bags,
    "flower tea": food.flower_tea,
    "side-dish boxes": food.side_dishes,
    "soap": bath.soap,
    "shampoo bar": bath.shampoo_bar,
    "refill pouch": bath.refill,
    "towel": bath.towel,
    "beeswax candle": bath.candle,
    "bag": wear.bag,
    "pouch": wear.pouch,
    "socks": wear.socks,
    "t-shirt": wear.t_shirt,
    "handkerchief": wear.handkerchief,
    "keyring": wear.keyring,
    "hanbok": wear.hanbok,
    "shoes": wear.shoes,
    "umbrella": wear.umbrella,
    "raincoat": wear.raincoat,
    "silver ring": wear.ring,
    "bowl": home.bowl,
    "mug": home.mug,
    "cutting board": home.cutting_board,
    "stool": home.stool,
    "quilt": home.quilt,
    "cushion": home.cushion,
    "glass vase": home.vase,
    "gift box": home.gift_box,
    "laptop": home.laptop,
    "toner": home.toner,
    "book": home.book,
    "picture book": home.picture_book,
    "wooden toys": home.toys,
    "kalimba": home.kalimba,
    "cajon": home.cajon,
    "voucher": service.care,
    "city walk": service.walk,
    "laundry": service.laundry,
}
KINDS = tuple(THINGS)


def draw(kind: str, *, seed: str, size: int = 1600) -> Image.Image:
    """Draw a thing of this kind, `size` pixels square; the same kind and seed give the same picture.

    A seed is ``product`` or ``product:view``: views show the same product in different places. Words in the product
    choose among variants (``moon-hanky``, ``rye-bread``). Raises KeyError for an unknown kind.
    """
    h = Hand(kind, seed)
    thing = THINGS[kind](h)
    p = Pen(pixels=size)
    compose(p, h, thing)
    return p.finish()


def compose(p: Pen, h: Hand, thing: Thing) -> None:
    if thing.flat:
        tones = scene.lay(p, h, thing.inks, thing.places or LYING)
        if thing.company:
            scene.scattered(p, h, tones, thing.company)
        turn = h.place_between(-7, 7)
        with p.at(500 + h.place_between(-12, 12), 500, size=thing.size * h.place_between(0.97, 1.05), turn=turn):
            thing.paint(p)
        return
    tones = scene.stand(p, h, thing.inks, thing.places or STANDING)
    if thing.company:
        scene.company(p, h, tones, thing.company)
    x = 500 + h.place_between(-16, 16)
    with p.at(x, 824, size=thing.size * h.place_between(1.06, 1.14)):
        thing.paint(p)
