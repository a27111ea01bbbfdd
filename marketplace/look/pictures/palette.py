"""The colours that our illustrations are painted with, and how one turns into its own shade and light."""

Colour = tuple[int, int, int]


def colour(code: str) -> Colour:
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return `one` with `share` of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


WHITE = colour("fffdf8")
CREAM = colour("fbf3e2")
OAT = colour("efe3cc")
SAND = colour("e2cfae")
CLAY = colour("c98a5e")
TERRACOTTA = colour("b9603a")
PERSIMMON = colour("d4532a")
APRICOT = colour("eea667")
BUTTER = colour("f3cf7a")
MUSTARD = colour("d9a036")
OLIVE = colour("8a8b4a")
SAGE = colour("a9b89a")
MOSS = colour("6d8460")
GREEN = colour("2f6b4f")
PINE = colour("224a3a")
MIST = colour("cfdcd8")
SKY = colour("b9d0de")
DUSK = colour("7f9db5")
BLUE = colour("2b5a8c")
NAVY = colour("22344f")
LILAC = colour("b9a9c4")
PLUM = colour("6f4a63")
BLUSH = colour("f0cdbd")
ROSE = colour("d88f86")
BRICK = colour("9c4532")
BROWN = colour("6b4630")
OAK = colour("c99a6b")
WALNUT = colour("7c5233")
PINEWOOD = colour("e3c08c")
CHARCOAL = colour("37342e")
STEEL = colour("a9adb0")
SILVER = colour("d3d6d6")
KRAFT = colour("c9a67c")
GLASS = colour("d7e6e1")

_DEEP = colour("3a2418")
_GLOW = colour("fff6e0")


def shade(base: Colour, share: float = 0.16) -> Colour:
    """The same thing where the light does not reach."""
    return mix(base, _DEEP, share)


def light(base: Colour, share: float = 0.3) -> Colour:
    """The same thing where the light falls."""
    return mix(base, _GLOW, share)
