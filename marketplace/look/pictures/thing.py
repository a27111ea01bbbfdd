"""One drawable thing: its main colours, how to paint it around the origin, and where it likes to be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from marketplace.look.pictures.hand import Hand
from marketplace.look.pictures.palette import Colour
from marketplace.look.pictures.pen import Pen

STANDING = ("table", "table", "cloth", "shelf", "paper", "plinth", "window")
LYING = ("planks", "linen", "plain", "terrazzo")


@dataclass(frozen=True)
class Thing:
    """Standing things have their foot at the origin and reach up to about 560; flat ones reach 330 around it."""

    inks: Sequence[Colour]
    paint: Callable[[Pen], None]
    flat: bool = False
    places: Sequence[str] = ()
    company: Sequence[str] = ()
    size: float = 1.0


Maker = Callable[[Hand], Thing]
