"""Every pair of colours that text or a control is shown in is readable, by day and by night."""

import re
from pathlib import Path

import pytest

import marketplace.look

CSS = (Path(marketplace.look.__file__).parent / "static/look/gachi.css").read_text()
GROUNDS = ["paper", "surface", "raised"]
TEXTS = ["ink", "ink-soft", "persimmon-ink", "green", "blue", "amber", "red"]
TEXT_PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    ("on-buy", "buy"),
    ("on-buy", "buy-hover"),
    ("on-red", "red"),
    ("on-inverse", "inverse"),
    *((hue, f"{hue}-soft") for hue in ("green", "blue", "amber", "red")),
    ("persimmon-ink", "persimmon-soft"),
    *(("ink", f"{hue}-soft") for hue in ("persimmon", "green", "blue", "amber", "red")),
]
CONTROL_PAIRS = [
    *((part, ground) for part in ("edge", "persimmon", "focus") for ground in GROUNDS),
]


def tokens(scheme):
    light, dark = (
        re.search(r":root \{(.*?)\n  \}", CSS, re.S)[1],
        re.search(r":root\.office \{(.*?)\n    \}", CSS, re.S)[1],
    )
    found = dict(re.findall(r"--([\w-]+): #([0-9a-f]{6})", light))
    return found | (dict(re.findall(r"--([\w-]+): #([0-9a-f]{6})", dark)) if scheme == "dark" else {})


def luminance(code):
    channels = [int(code[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_guideline_says():
    assert contrast("000000", "ffffff") == 21
    assert round(contrast("767676", "ffffff"), 2) == 4.54


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable_on_its_ground(scheme, text, ground):
    found = tokens(scheme)

    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("part", "ground"), CONTROL_PAIRS)
def test_what_bounds_a_control_stands_out(scheme, part, ground):
    found = tokens(scheme)

    assert contrast(found[part], found[ground]) >= 3
